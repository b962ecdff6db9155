/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The percentile bootstrap (Efron, "Bootstrap methods", Annals of Statistics 7, 1979) in its limit
 * of endlessly many draws, which is exact and needs no chance: of a share it is the binomial
 * distribution, of a median what the binomial says of order statistics. 95 %, 2.5 at each end. */
#ifndef AM_REPORTS_CAMPAIGN_BOOTSTRAP_H
#define AM_REPORTS_CAMPAIGN_BOOTSTRAP_H

#include <stdint.h>

struct am_interval {
    uint64_t low, high;
};

/* Of `count` of `n`: counts of n. O(n). `n` above 0. */
struct am_interval am_bootstrap_share(uint64_t count, uint64_t n);
/* Ranks, from 1 on, of the values that bound the medians (nearest rank) of `n` values. O(n log n).
 */
struct am_interval am_bootstrap_median(uint64_t n);

#endif
