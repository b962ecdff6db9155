/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The picture of the ropes: areas of work, corporations and countries, with all that is small told
 * as one, and what is not known as itself. */
#ifndef AM_REPORTS_ROPES_H
#define AM_REPORTS_ROPES_H

#include "charts/charts.h"
#include "format/format.h"

const char *am_ropes_aloud(struct am_speech *s, const struct am_figures *f);
AM_MUST_CHECK enum am_status am_ropes_draw(struct am_html *h, const struct am_chart *chart,
                                           struct am_speech *s, const struct am_figures *f);

#endif
