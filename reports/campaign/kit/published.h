/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Figures of an edition as it was published: a kit tells that, and nothing that is computed anew.
 * Names are those of the rules at hand; what these no longer know is left out, and counted. */
#ifndef AM_REPORTS_CAMPAIGN_KIT_PUBLISHED_H
#define AM_REPORTS_CAMPAIGN_KIT_PUBLISHED_H

#include "campaign/figures/publication.h"

#define AM_KIT_FIGURES_BYTES ((size_t)512 << 20)

/* All are borrowed and must outlive the figures. USAGE where it is another campaign's. */
AM_MUST_CHECK enum am_status am_kit_figures_of(const struct am_publication *p,
                                               const struct am_settings *settings,
                                               const struct am_rules *rules,
                                               struct am_campaign_figures **out, size_t *unknown,
                                               struct am_problem *problem);

#endif
