/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/quantiles.h"

#include "campaign/figures/bootstrap.h"

/* The value at a rank, from 1 on. */
static unsigned value_at(const struct am_tally *t, uint64_t rank)
{
    uint64_t until = 0;
    for (unsigned v = 0; v <= AM_VALUE_ALL; v++) {
        until += t->values[v];
        if (until >= rank)
            return v;
    }
    return AM_VALUE_ALL;
}

static struct am_quantile tell(const struct am_tally *t, uint64_t rank)
{
    return (struct am_quantile){true, value_at(t, rank)};
}

void am_quantiles_tell(const struct am_tally *t, uint64_t least, uint64_t at_least,
                       struct am_campaign_figure *out)
{
    uint64_t n = t->count;
    if (least >= 2 * at_least)
        out->median = tell(t, (n + 1) / 2);
    struct am_interval ends = n > 0 ? am_bootstrap_median(n) : (struct am_interval){0, 0};
    if (least >= 2 * at_least && ends.low > at_least && n - ends.high >= at_least) {
        out->median_low = tell(t, ends.low);
        out->median_high = tell(t, ends.high);
    }
    if (least >= 4 * at_least) {
        out->q1 = tell(t, (n + 3) / 4);
        out->q3 = tell(t, (3 * n + 3) / 4);
    }
}
