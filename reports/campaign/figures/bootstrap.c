/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/bootstrap.h"

#include <math.h>
#include <stdbool.h>

#define LOW   0.025
#define HIGH  0.975
#define CLOSE 1e-12 /* what adding up in floating point may lack */
#define WIDE  10.0  /* standard deviations, past which nothing adds to a double */

/* Chances of n draws that each hit with `p`, 0 < p < 1, one after another: each follows from the
 * one before it. */
struct walk {
    double n, ratio, chance;
    uint64_t k;
};

static struct walk begin(uint64_t draws, double p)
{
    double n = (double)draws;
    double from = floor(n * p - WIDE * sqrt(n * p * (1 - p)) - WIDE);
    double k = from > 0 ? from : 0;
    double log_chance =
        lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log1p(-p);
    return (struct walk){.n = n, .ratio = p / (1 - p), .chance = exp(log_chance), .k = (uint64_t)k};
}

static void step(struct walk *w)
{
    double k = (double)w->k;
    w->chance *= (w->n - k) / (k + 1) * w->ratio;
    w->k++;
}

struct am_interval am_bootstrap_share(uint64_t count, uint64_t n)
{
    struct am_interval out = {n, n};
    double until = 0;
    bool begun = false;
    if (count == 0 || count >= n) /* every draw is alike */
        return (struct am_interval){count, count};
    for (struct walk w = begin(n, (double)count / (double)n); w.k <= n; step(&w)) {
        until += w.chance;
        if (!begun && until >= LOW - CLOSE) {
            begun = true;
            out.low = w.k;
        }
        if (until >= HIGH - CLOSE) {
            out.high = w.k;
            break;
        }
    }
    return out;
}

/* P(the median of a draw is at most the value at `rank`): that half of n draws, or more, are among
 * the first `rank` values. */
static double at_most(uint64_t n, uint64_t rank)
{
    double fewer = 0;
    if (rank >= n)
        return 1;
    for (struct walk w = begin(n, (double)rank / (double)n); w.k < (n + 1) / 2; step(&w))
        fewer += w.chance;
    return 1 - fewer;
}

/* The first rank at which it is `wanted` or more. */
static uint64_t rank_at(uint64_t n, double wanted)
{
    uint64_t low = 1;
    uint64_t high = n;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (at_most(n, middle) >= wanted - CLOSE)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

struct am_interval am_bootstrap_median(uint64_t n)
{
    return (struct am_interval){rank_at(n, LOW), rank_at(n, HIGH)};
}
