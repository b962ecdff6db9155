/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pictures of a publication to hand on: each with what it says, of how many organizations it is,
 * whose it is and by what licence, so that no figure travels without that. */
#ifndef AM_REPORTS_SITE_CARD_H
#define AM_REPORTS_SITE_CARD_H

#include "campaign/site/charts.h"
#include "campaign/site/site.h"

/* "pictures/corporations.es.svg" */
#define AM_CARD_NAME 64
void am_card_name(enum am_site_chart which, struct am_speech *s, const char *ending,
                  char out[AM_CARD_NAME]);

/* All of them in one language, as SVG and, where the site wants it, PNG and PDF. */
AM_MUST_CHECK enum am_status am_card_write(const struct am_site *site, struct am_speech *s,
                                           struct am_batch *batch, struct am_problem *problem);

#endif
