/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Medians and quartiles by nearest rank, and what their bootstrap says, computed without drawing.
 */
#ifndef AM_REPORTS_CAMPAIGN_QUANTILES_H
#define AM_REPORTS_CAMPAIGN_QUANTILES_H

#include "campaign/figures/numbers.h"
#include "campaign/figures/tally.h"

/* `span`: what the told number leaves open. Each is told where it may be of all of those counts. */
void am_quantiles_tell(const struct am_tally *t, struct am_span span, uint64_t at_least,
                       struct am_campaign_figure *out);

#endif
