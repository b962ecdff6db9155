/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Rules that each number has to keep by itself: of how few, how rounded, in which order. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "campaign/audit/rules.h"
#include "campaign/figures/columns.h"

#define LEAST_AT_LEAST 3 /* docs/campaign.md */
#define PERMILLE       1000

/* ---- settings ---- */

static void check_settings(struct am_audit *a, const struct am_publication *p)
{
    if (p->rule.at_least < LEAST_AT_LEAST)
        am_audit_break(a, AM_AUDIT_SETTINGS, p->edition, NULL, NULL,
                       "at_least is %" PRIu64 ", and %d is the least", p->rule.at_least,
                       LEAST_AT_LEAST);
    if (p->rule.round_to > p->rule.at_least)
        am_audit_break(a, AM_AUDIT_SETTINGS, p->edition, NULL, NULL,
                       "round_to is %" PRIu64 ", more than at_least, which is %" PRIu64,
                       p->rule.round_to, p->rule.at_least);
}

static void check_pair(struct am_audit *a, const struct am_publication *was,
                       const struct am_publication *is)
{
    if (strcmp(was->campaign, is->campaign) != 0)
        am_audit_break(a, AM_AUDIT_SETTINGS, is->edition, NULL, NULL,
                       "it is of the campaign %s, and edition %u of %s", is->campaign, was->edition,
                       was->campaign);
    if (was->rule.at_least != is->rule.at_least || was->rule.round_to != is->rule.round_to)
        am_audit_break(a, AM_AUDIT_SETTINGS, is->edition, NULL, NULL,
                       "at_least and round_to are %" PRIu64 " and %" PRIu64 ", and were %" PRIu64
                       " and %" PRIu64 " in edition %u: together they tell what neither may",
                       is->rule.at_least, is->rule.round_to, was->rule.at_least, was->rule.round_to,
                       was->edition);
    if (strcmp(was->day, is->day) > 0)
        am_audit_break(a, AM_AUDIT_SETTINGS, is->edition, NULL, NULL,
                       "it is of %s, before edition %u, which is of %s", is->day, was->edition,
                       was->day);
}

enum am_status am_audit_settings(struct am_audit *a)
{
    for (size_t e = 0; e < a->editions.count; e++) {
        check_settings(a, a->editions.at[e].publication);
        if (e > 0)
            check_pair(a, a->editions.at[e - 1].publication, a->editions.at[e].publication);
    }
    if (a->editions.count > 0 &&
        a->editions.at[a->editions.count - 1].publication->edition > a->editions.count)
        am_audit_unseen(a,
                        "not all editions were given: what they tell together with those that "
                        "were");
    return AM_OK;
}

/* ---- threshold ---- */

static bool is_few(const struct am_publication *p, uint64_t n)
{
    return n > 0 && n < p->rule.at_least;
}

static void check_remainders(struct am_audit *a, const struct am_publication *p,
                             const struct am_cell *all)
{
    for (unsigned kind = AM_CELL_SECTOR; kind < AM_CELL_SAME; kind++) {
        uint64_t sum = 0;
        for (size_t i = 0; i < p->cells.count; i++)
            if (p->cells.at[i].kind == kind && p->cells.at[i].round == all->round)
                sum += p->cells.at[i].n;
        if (sum > 0 && sum < all->n && is_few(p, all->n - sum))
            am_audit_break(a, AM_AUDIT_THRESHOLD, p->edition, all->id, NULL,
                           "of %" PRIu64 " organizations its cells by %s have %" PRIu64
                           " together: %" PRIu64 " are left, fewer than %" PRIu64,
                           all->n, am_cell_word(kind), sum, all->n - sum, p->rule.at_least);
        if (sum > all->n)
            am_audit_break(a, AM_AUDIT_SENSE, p->edition, all->id, NULL,
                           "it has %" PRIu64 " organizations, and its cells by %s have %" PRIu64
                           " together",
                           all->n, am_cell_word(kind), sum);
    }
}

/* Those whose code begins with the country's (ISO 3166-2). */
static void check_territories(struct am_audit *a, const struct am_publication *p,
                              const struct am_cell *country)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < p->cells.count; i++) {
        const struct am_cell *c = &p->cells.at[i];
        if (c->kind == AM_CELL_TERRITORY && c->round == country->round &&
            am_share_is_within(c->value, country->value))
            sum += c->n;
    }
    if (sum > 0 && sum < country->n && is_few(p, country->n - sum))
        am_audit_break(a, AM_AUDIT_THRESHOLD, p->edition, country->id, NULL,
                       "of %" PRIu64 " organizations its territories have %" PRIu64
                       " together: %" PRIu64 " are left, fewer than %" PRIu64,
                       country->n, sum, country->n - sum, p->rule.at_least);
    if (sum > country->n)
        am_audit_break(a, AM_AUDIT_SENSE, p->edition, country->id, NULL,
                       "it has %" PRIu64 " organizations, and its territories have %" PRIu64,
                       country->n, sum);
}

static void check_same(struct am_audit *a, const struct am_publication *p,
                       const struct am_cell *same, const struct am_cell *all)
{
    const struct am_cell *back = NULL;
    for (size_t i = 0; i < p->cells.count && !back; i++) {
        const struct am_cell *c = &p->cells.at[i];
        if (c->kind == AM_CELL_SAME && c->round == same->other && c->other == same->round)
            back = c;
    }
    if (all && same->n < all->n && is_few(p, all->n - same->n))
        am_audit_break(a, AM_AUDIT_THRESHOLD, p->edition, same->id, NULL,
                       "it has %" PRIu64 " of the %" PRIu64 " organizations of %s: %" PRIu64
                       " are left, fewer than %" PRIu64,
                       same->n, all->n, all->id, all->n - same->n, p->rule.at_least);
    if (!back || back->n != same->n)
        am_audit_break(a, AM_AUDIT_SENSE, p->edition, same->id, NULL,
                       "it has %" PRIu64 " organizations, and of the same in round %u %s%" PRIu64
                       " are told",
                       same->n, same->other, back ? "" : "none, ", back ? back->n : 0);
}

static void check_cells(struct am_audit *a, const struct am_publication *p)
{
    uint64_t shares = 0;
    for (size_t i = 0; i < p->cells.count; i++) {
        const struct am_cell *c = &p->cells.at[i];
        const struct am_cell *all = am_audit_all(p, c->round);
        if (c->n < p->rule.at_least)
            am_audit_break(a, AM_AUDIT_THRESHOLD, p->edition, c->id, NULL,
                           "a cell of %" PRIu64 " organizations, fewer than %" PRIu64, c->n,
                           p->rule.at_least);
        if (!all || c->n > all->n)
            am_audit_break(a, AM_AUDIT_SENSE, p->edition, c->id, NULL,
                           all ? "it has more organizations than its round"
                               : "a cell of a round of which nothing else is told");
        if (c->kind == AM_CELL_ALL) {
            shares += c->n;
            check_remainders(a, p, c);
        } else if (c->kind == AM_CELL_COUNTRY) {
            check_territories(a, p, c);
        } else if (c->kind == AM_CELL_SAME) {
            check_same(a, p, c, all);
        }
    }
    if (shares != p->shares)
        am_audit_break(a, AM_AUDIT_SENSE, p->edition, NULL, NULL,
                       "it is of %zu shares, and its rounds have %" PRIu64, p->shares, shares);
}

/* A number that says that it is fewer than N, or nearly all, has to say so by the edition's own N;
 * one that is rounded has to be of a count that may be told. */
static void check_label(struct am_audit *a, const struct am_publication *p,
                        const struct am_published *row, const struct am_number *base)
{
    const struct am_number *c = &row->count;
    uint64_t least = p->rule.at_least;
    uint64_t n = row->cell->n;
    struct am_audit_span span = am_audit_span(p, c, n);
    int64_t low = base ? am_audit_span(p, base, n).low : (int64_t)n;
    int64_t most = low >= 2 * (int64_t)least ? low - (int64_t)least + 1 : (int64_t)least;
    if (c->as == AM_TELL_FEWER && c->n != least)
        am_audit_break_row(a, AM_AUDIT_THRESHOLD, p->edition, row,
                           "told as fewer than %" PRIu64 ", and %" PRIu64 " is the threshold", c->n,
                           least);
    if (c->as == AM_TELL_MOST && (!base ? c->n + least != n + 1 : (int64_t)c->n > most))
        am_audit_break_row(a, AM_AUDIT_THRESHOLD, p->edition, row,
                           "told as %" PRIu64 " or more of %s%" PRIu64
                           ": that leaves other than "
                           "%" PRIu64 " open, 0 to %" PRIu64,
                           c->n, base ? "about " : "", base ? base->n : n, least, least - 1);
    if (c->as == AM_TELL_ROUNDED && span.low > span.high)
        am_audit_break_row(a, AM_AUDIT_THRESHOLD, p->edition, row,
                           "told as %" PRIu64 " of %" PRIu64 ": no count of %" PRIu64
                           " or more, and of so many fewer than all, is rounded to that",
                           c->n, n, least);
}

/* What is too few of the whole round is told of nowhere. */
static void check_listed(struct am_audit *a, const struct am_publication *p,
                         const struct am_published *row)
{
    const struct am_cell *all = am_audit_all(p, row->cell->round);
    if (!all || row->cell == all)
        return;
    bool of_area = row->kind == AM_VAR_AREA_SINGLE || row->kind == AM_VAR_AREA_PROVIDER;
    const struct am_published *whole = am_published_find(p, all, row->kind, row->of, row->also);
    const struct am_published *area =
        of_area ? am_published_find(p, all, AM_VAR_AREA, row->of, "") : NULL;
    bool silent = of_area && area && area->count.as == AM_TELL_WITHHELD;
    if (!whole && !silent)
        am_audit_break_row(a, AM_AUDIT_THRESHOLD, p->edition, row,
                           "it is told of here, and not of the round as a whole (%s): it is of "
                           "fewer than %" PRIu64 " there",
                           all->id, p->rule.at_least);
    if (whole && am_audit_counts(row->kind) && whole->count.as == AM_TELL_FEWER &&
        (row->count.as == AM_TELL_ROUNDED || row->count.as == AM_TELL_MOST))
        am_audit_break_row(a, AM_AUDIT_THRESHOLD, p->edition, row,
                           "told as %" PRIu64
                           ", and of the round as a whole (%s) as fewer than "
                           "%" PRIu64,
                           row->count.n, all->id, p->rule.at_least);
}

/* In a first edition nothing is listed that is too few of all; later ones go on with what was. */
static void check_rare(struct am_audit *a, const struct am_publication *p,
                       const struct am_published *row)
{
    enum am_variable_kind other = row->kind == AM_VAR_LAW_SERVICE ? AM_VAR_LAW_HOST
                                  : row->kind == AM_VAR_LAW_HOST  ? AM_VAR_LAW_SERVICE
                                                                  : AM_VAR_COUNT;
    bool listed = row->kind == AM_VAR_EITHER || row->kind == AM_VAR_AREA ||
                  row->kind == AM_VAR_FIRST || row->kind == AM_VAR_AREA_PROVIDER ||
                  other != AM_VAR_COUNT;
    if (p->edition != 1 || row->cell->kind != AM_CELL_ALL || !listed ||
        row->count.as != AM_TELL_FEWER)
        return;
    const struct am_published *twin =
        other != AM_VAR_COUNT ? am_published_find(p, row->cell, other, row->of, "") : NULL;
    if (twin && twin->count.as != AM_TELL_FEWER)
        return;
    am_audit_break_row(a, AM_AUDIT_THRESHOLD, p->edition, row,
                       "named, though fewer than %" PRIu64
                       " of all organizations of the round "
                       "have it",
                       p->rule.at_least);
}

enum am_status am_audit_threshold(struct am_audit *a)
{
    for (size_t e = 0; e < a->editions.count; e++) {
        const struct am_publication *p = a->editions.at[e].publication;
        check_cells(a, p);
        for (size_t i = 0; i < p->rows.count; i++) {
            const struct am_published *row = &p->rows.at[i];
            const struct am_published *above = am_audit_base_row(p, row);
            check_listed(a, p, row);
            check_rare(a, p, row);
            if (row->kind != AM_VAR_PRESENCE && (!row->exact || am_audit_counts(row->kind)))
                check_label(a, p, row, above ? &above->count : NULL);
        }
    }
    return AM_OK;
}

/* ---- rounding ---- */

/* Of counts that are at most one apart by what floating point leaves open. */
static bool is_share(unsigned told, const uint64_t counts[2], uint64_t base)
{
    for (size_t i = 0; i < 2; i++) {
        uint64_t permille = (counts[i] * PERMILLE + base / 2) / base;
        if (told + 1 >= permille && told <= permille + 1)
            return true;
    }
    return false;
}

struct known_interval {
    uint64_t count, base;
    struct am_audit_interval interval;
};

/* The same counts come again and again. */
#define KNOWN 4096
static const struct am_audit_interval *interval_of(struct known_interval *known, uint64_t count,
                                                   uint64_t base)
{
    struct known_interval *at = &known[(count * 31 + base * 1009) % KNOWN];
    if (at->count != count || at->base != base || base == 0)
        *at = (struct known_interval){count, base, am_audit_interval_of_share(count, base)};
    return &at->interval;
}

static void check_share(struct am_audit *a, const struct am_publication *p,
                        const struct am_published *row, struct known_interval *known)
{
    uint64_t base = row->base.n;
    if (row->base.as == AM_TELL_MOST) /* the middle of what that leaves open */
        base += (p->rule.at_least - 1) / 2;
    uint64_t count = row->count.n;
    if (base == 0 || count > base) {
        am_audit_break_row(a, AM_AUDIT_SENSE, p->edition, row, "%" PRIu64 " of %" PRIu64, count,
                           base);
        return;
    }
    const struct am_audit_interval *i = interval_of(known, count, base);
    const uint64_t both[2] = {count, count};
    unsigned share = (unsigned)((count * PERMILLE + base / 2) / base);
    if (row->share != share)
        am_audit_break_row(a, AM_AUDIT_ROUNDING, p->edition, row,
                           "the share is told as %u.%u %%, and %" PRIu64 " of %" PRIu64
                           " are %u.%u %%: it tells more than the rounded count",
                           row->share / 10, row->share % 10, count, base, share / 10, share % 10);
    if (!is_share(row->share_low, i->low, base) || !is_share(row->share_high, i->high, base) ||
        !is_share(row->share, both, base))
        am_audit_break_row(a, AM_AUDIT_ROUNDING, p->edition, row,
                           "the interval is told as %u.%u to %u.%u %%, and that of %" PRIu64
                           " of %" PRIu64 " is from %" PRIu64 " to %" PRIu64 " of them",
                           row->share_low / 10, row->share_low % 10, row->share_high / 10,
                           row->share_high % 10, count, base, i->low[0], i->high[0]);
}

enum am_status am_audit_rounding(struct am_audit *a)
{
    struct known_interval *known = calloc(KNOWN, sizeof *known);
    if (!known)
        return AM_E_NO_MEMORY;
    for (size_t e = 0; e < a->editions.count; e++) {
        const struct am_publication *p = a->editions.at[e].publication;
        for (size_t i = 0; i < p->rows.count; i++) {
            const struct am_published *row = &p->rows.at[i];
            if (!am_audit_counts(row->kind) && row->exact)
                continue;
            if (row->count.as == AM_TELL_ROUNDED && row->count.n % p->rule.round_to != 0)
                am_audit_break_row(a, AM_AUDIT_ROUNDING, p->edition, row,
                                   "told as %" PRIu64 ", which is no multiple of %" PRIu64,
                                   row->count.n, p->rule.round_to);
            if (row->count.as == AM_TELL_ROUNDED && am_variable_shape(row->kind)->prevalence)
                check_share(a, p, row, known);
        }
    }
    free(known);
    return AM_OK;
}
