/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What whoever reads a number knows of the count behind it, and the intervals of a bootstrap, both
 * computed by themselves. */
#include <math.h>
#include <string.h>

#include "campaign/audit/rules.h"

#define LOW    0.025
#define HIGH   0.975
#define CLOSE  1e-9 /* what floating point may lack, or have too much */
#define SPREAD 12.0 /* standard deviations, past which nothing adds to a double */

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

struct am_audit_span am_audit_span(const struct am_publication *p, const struct am_number *told,
                                   uint64_t n)
{
    int64_t least = (int64_t)p->rule.at_least;
    int64_t step = (int64_t)p->rule.round_to;
    int64_t v = (int64_t)told->n;
    switch (told->as) {
    case AM_TELL_FEWER:
        return (struct am_audit_span){0, smaller(least - 1, (int64_t)n)};
    case AM_TELL_MOST:
        return (struct am_audit_span){v, (int64_t)n};
    case AM_TELL_ROUNDED: /* half is rounded up */
        return (struct am_audit_span){larger(least, v - step / 2),
                                      smaller((int64_t)n - least, v + (step + 1) / 2 - 1)};
    case AM_TELL_WITHHELD:
        break;
    }
    return (struct am_audit_span){0, (int64_t)n};
}

enum am_variable_kind am_audit_base_kind(enum am_variable_kind kind)
{
    if (kind == AM_VAR_PRESENCE)
        return AM_VAR_EITHER;
    return kind == AM_VAR_AREA_SINGLE || kind == AM_VAR_AREA_PROVIDER ? AM_VAR_AREA : AM_VAR_COUNT;
}

const struct am_published *am_audit_base_row(const struct am_publication *p,
                                             const struct am_published *row)
{
    enum am_variable_kind kind = am_audit_base_kind(row->kind);
    return kind == AM_VAR_COUNT ? NULL : am_published_find(p, row->cell, kind, row->of, "");
}

const struct am_cell *am_audit_all(const struct am_publication *p, unsigned round)
{
    for (size_t i = 0; i < p->cells.count; i++)
        if (p->cells.at[i].kind == AM_CELL_ALL && p->cells.at[i].round == round)
            return &p->cells.at[i];
    return NULL;
}

bool am_audit_counts(enum am_variable_kind kind)
{
    return am_variable_shape(kind)->prevalence || kind == AM_VAR_LOST;
}

/* ---- a binomial, from far below its middle on ---- */

struct binomial {
    double n, ratio, chance, sum;
    uint64_t k;
};

static struct binomial begin(uint64_t n, double p)
{
    double draws = (double)n;
    double k = floor(draws * p - SPREAD * sqrt(draws * p * (1 - p)) - SPREAD);
    k = k > 0 ? k : 0;
    double log_of = lgamma(draws + 1) - lgamma(k + 1) - lgamma(draws - k + 1) + k * log(p) +
                    (draws - k) * log1p(-p);
    double chance = exp(log_of);
    return (struct binomial){draws, p / (1 - p), chance, chance, (uint64_t)k};
}

static void next(struct binomial *b)
{
    double k = (double)b->k;
    b->chance *= (b->n - k) / (k + 1) * b->ratio;
    b->sum += b->chance;
    b->k++;
}

static uint64_t reach(uint64_t n, double p, double wanted)
{
    struct binomial b = begin(n, p);
    while (b.sum < wanted && b.k < n)
        next(&b);
    return b.k;
}

struct am_audit_interval am_audit_interval_of_share(uint64_t count, uint64_t n)
{
    if (count == 0 || count >= n)
        return (struct am_audit_interval){{count, count}, {count, count}};
    double p = (double)count / (double)n;
    return (struct am_audit_interval){{reach(n, p, LOW - CLOSE), reach(n, p, LOW + CLOSE)},
                                      {reach(n, p, HIGH - CLOSE), reach(n, p, HIGH + CLOSE)}};
}

/* The chance that half of n draws, or more, are among the first `rank`. */
static double among_first(uint64_t n, uint64_t rank)
{
    if (rank >= n)
        return 1;
    uint64_t half = (n + 1) / 2;
    struct binomial b = begin(n, (double)rank / (double)n);
    if (b.k >= half)
        return 1;
    while (b.k + 1 < half)
        next(&b);
    return 1 - b.sum;
}

static uint64_t rank_of(uint64_t n, double wanted)
{
    uint64_t rank = 1;
    uint64_t past = n;
    while (rank < past) {
        uint64_t middle = rank + (past - rank) / 2;
        if (among_first(n, middle) >= wanted)
            past = middle;
        else
            rank = middle + 1;
    }
    return rank;
}

struct am_audit_interval am_audit_interval_of_median(uint64_t n)
{
    return (struct am_audit_interval){{rank_of(n, LOW - CLOSE), rank_of(n, LOW + CLOSE)},
                                      {rank_of(n, HIGH - CLOSE), rank_of(n, HIGH + CLOSE)}};
}
