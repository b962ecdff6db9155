/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Medians and quartiles by nearest rank, and what their bootstrap says, computed without drawing.
 */
#ifndef AM_REPORTS_CAMPAIGN_QUANTILES_H
#define AM_REPORTS_CAMPAIGN_QUANTILES_H

#include "campaign/figures/numbers.h"
#include "campaign/figures/tally.h"

/* Nothing where `least`, the least that the told number leaves open, is too little. */
void am_quantiles_tell(const struct am_tally *t, uint64_t least, uint64_t at_least,
                       struct am_campaign_figure *out);

#endif
