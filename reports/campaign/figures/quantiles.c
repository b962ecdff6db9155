/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/quantiles.h"

#include "campaign/figures/bootstrap.h"

#define ENOUGH 6 /* times at_least: past that an interval always has as many on either side */

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

/* Whether so many lie on either side of a rank, of as few values as there may be. */
static bool is_among(uint64_t rank, uint64_t n, uint64_t at_least)
{
    return rank > at_least && n >= rank + at_least;
}

/* Whether the interval of a median may be told of every count that the number leaves open: that it
 * is told of some of them and not of others would tell which it is. */
static bool has_interval(struct am_span span, uint64_t at_least)
{
    for (uint64_t n = span.from; n <= span.to && n < ENOUGH * at_least; n++) {
        struct am_interval ends = am_bootstrap_median(n);
        if (!is_among(ends.low, n, at_least) || !is_among(ends.high, n, at_least))
            return false;
    }
    return true;
}

void am_quantiles_tell(const struct am_tally *t, struct am_span span, uint64_t at_least,
                       struct am_campaign_figure *out)
{
    uint64_t n = t->count;
    uint64_t least = span.from;
    if (is_among((least + 1) / 2, least, at_least)) {
        out->median = tell(t, (n + 1) / 2);
        if (has_interval(span, at_least)) {
            struct am_interval ends = am_bootstrap_median(n);
            out->median_low = tell(t, ends.low);
            out->median_high = tell(t, ends.high);
        }
    }
    if (is_among((least + 3) / 4, least, at_least)) {
        out->q1 = tell(t, (n + 3) / 4);
        out->q3 = tell(t, (3 * n + 3) / 4);
    }
}
