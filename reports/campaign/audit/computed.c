/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whether what may not be known can be computed, and from what. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaign/audit/sums.h"

#define TERMS_TOLD 6

/* ---- in words ---- */

static void name_set(const struct am_sums *s, size_t set, struct am_text *out)
{
    const struct am_sums_set *w = &s->sets.at[set];
    am_text_add(out, w->name ? w->name : w->cell->id);
    if (s->a->editions.count > 1 && !w->name)
        am_text_addf(out, " of edition %u", s->a->editions.at[w->edition].publication->edition);
}

static void name_key(const struct am_sums *s, size_t key, struct am_text *out)
{
    const struct am_sums_key *k = &s->keys.at[key];
    char figure[AM_AUDIT_FIGURE];
    am_audit_figure(k->kind, k->of, k->also, figure);
    switch (k->rest) {
    case AM_REST_NO:
        am_text_add(out, figure);
        break;
    case AM_REST_NOT_SERVICE:
        am_text_addf(out, "%s without service/%s", figure, k->of);
        break;
    case AM_REST_NOT_HOST:
        am_text_addf(out, "%s without host/%s", figure, k->of);
        break;
    case AM_REST_BOTH:
        am_text_addf(out, "service/%s and host/%s both", k->of, k->of);
        break;
    case AM_REST_NOT_SINGLE:
    case AM_REST_NOT_PROVIDER:
        am_text_addf(out, "area/%s without %s", k->of, figure);
        break;
    case AM_REST_OTHER_PROVIDER:
        am_text_addf(out, "%s without the area-provider/%s that are told", figure, k->of);
        break;
    case AM_REST_OTHER_FIRST:
        am_text_addf(out, "%s without the first corporations that are told", figure);
        break;
    }
}

static void add_span(const struct am_sums_number *n, struct am_text *out)
{
    if (n->low == n->high)
        am_text_addf(out, " %d", n->low);
    else
        am_text_addf(out, " %d to %d", n->low, n->high);
}

/* What everybody knows of it at first: by its own label, where it has one. */
static struct am_sums_number as_told(const struct am_sums *s, size_t set, size_t key)
{
    const struct am_sums_set *w = &s->sets.at[set];
    const struct am_sums_key *k = &s->keys.at[key];
    const struct am_publication *p = s->a->editions.at[w->edition].publication;
    const struct am_published *row = w->name || k->rest != AM_REST_NO
                                         ? NULL
                                         : am_published_find(p, w->cell, k->kind, k->of, k->also);
    struct am_sums_number n = *am_sums_at(s, set, key);
    struct am_audit_span span = {1, 0};
    if (row)
        span = am_audit_span(p, &row->count, (uint64_t)w->n);
    else if (w->name || k->rest != AM_REST_NO)
        span = (struct am_audit_span){0, w->n};
    if (span.low <= span.high) {
        n.low = (int32_t)span.low;
        n.high = (int32_t)span.high;
    }
    return n;
}

/* A number, and the relation by which one end of it is known. */
struct known {
    size_t set, key;
    uint32_t relation;
    bool low;
};

static void place(const struct am_sums *s, const struct known *k, const struct am_sums_term *t,
                  size_t *set, size_t *key)
{
    bool of_sets = k->relation < s->of_sets;
    *set = of_sets ? t->at : k->set;
    *key = of_sets ? k->key : t->at;
}

/* Whether what the others are told as is enough to know it: that is easier to follow. */
static bool follows_at_once(const struct am_sums *s, const struct known *k)
{
    const struct am_sums_relation *r = &s->relations.at[k->relation];
    int64_t low = 0; /* of the others' sum */
    int64_t high = 0;
    int by = 1;
    for (uint32_t t = r->from; t < r->from + r->count; t++) {
        size_t set;
        size_t key;
        place(s, k, &s->terms.at[t], &set, &key);
        if (set == k->set && key == k->key) {
            by = s->terms.at[t].by;
            continue;
        }
        struct am_sums_number n = as_told(s, set, key);
        low += s->terms.at[t].by > 0 ? n.low : -(int64_t)n.high;
        high += s->terms.at[t].by > 0 ? n.high : -(int64_t)n.low;
    }
    const struct am_sums_number *at = am_sums_at(s, k->set, k->key);
    int64_t from = by > 0 ? r->least - high : low - r->most;
    int64_t to = by > 0 ? r->most - low : high - r->least;
    return k->low ? from >= at->low : to <= at->high;
}

/* The other numbers of the relation. */
static void give_away(const struct am_sums *s, const struct known *k, struct am_text *out)
{
    if (k->relation == AM_SUMS_NO)
        return;
    const struct am_sums_relation *r = &s->relations.at[k->relation];
    bool at_once = follows_at_once(s, k);
    unsigned told = 0;
    for (uint32_t t = r->from; t < r->from + r->count; t++) {
        size_t set;
        size_t key;
        place(s, k, &s->terms.at[t], &set, &key);
        if ((set == k->set && key == k->key) || told++ >= TERMS_TOLD)
            continue;
        struct am_sums_number n = at_once ? as_told(s, set, key) : *am_sums_at(s, set, key);
        am_text_add(out, told > 1 ? ", " : at_once ? "; by " : "; by what follows for ");
        if (k->relation < s->of_sets)
            name_set(s, set, out);
        else
            name_key(s, key, out);
        add_span(&n, out);
    }
    if (told > TERMS_TOLD)
        am_text_addf(out, " and %u more", told - TERMS_TOLD);
}

static void break_number(struct am_sums *s, enum am_audit_rule rule, size_t set, size_t key,
                         const struct am_text *why)
{
    const struct am_sums_set *w = &s->sets.at[set];
    const struct am_sums_key *k = &s->keys.at[key];
    char figure[AM_AUDIT_FIGURE];
    am_audit_figure(k->kind, k->of, k->also, figure);
    am_audit_break(s->a, rule, s->a->editions.at[w->edition].publication->edition, w->cell->id,
                   figure, "%s", why->at);
}

/* ---- what must stay open ---- */

static const char *const openings[] = {[AM_SUMS_ANY] = "",
                                       [AM_SUMS_FEW] = "is told as few",
                                       [AM_SUMS_MOST] = "is told as nearly all",
                                       [AM_SUMS_WIDE] = "is not told",
                                       [AM_SUMS_NONE] = "may be nobody"};

/* That few have it harms nobody, as long as it may be none and may be some: as many values from 0
 * on as half of those that are few. */
static bool is_few(int64_t low, int64_t high, int64_t n, int64_t least)
{
    int64_t some = (least + 1) / 2 - 1;
    return low <= 0 && high >= (n < some ? n : some);
}

/* What is not told: as many values as are few (of a set that is itself of few, as of what is told
 * as few); or it is few; or what may be told of anyhow, of enough of whom enough are left; or some
 * values, of which one is such. */
static bool is_wide(int64_t low, int64_t high, int64_t n, int64_t least)
{
    int64_t some = (least + 1) / 2 - 1;
    int64_t few = n >= least ? least - 1 : n < some ? n : some;
    bool told = n >= 2 * least && high >= least && low <= n - least;
    return high - low >= few || is_few(low, high, n, least) ||
           (low >= least && high <= n - least) || (told && high - low >= some);
}

static bool is_open(const struct am_sums *s, size_t set, const struct am_sums_number *at)
{
    int64_t n = s->sets.at[set].n;
    int64_t least = (int64_t)am_sums_least(s, set);
    switch ((enum am_sums_open)at->open) {
    case AM_SUMS_FEW:
        return is_few(at->low, at->high, n, least);
    case AM_SUMS_MOST:
        return at->low <= n - least + 1 && at->high >= n;
    case AM_SUMS_WIDE:
        return is_wide(at->low, at->high, n, least);
    case AM_SUMS_NONE:
        return at->low <= 0 || at->high >= least;
    case AM_SUMS_ANY:
        break;
    }
    return true;
}

static void tell_computed(struct am_sums *s, enum am_audit_rule rule, size_t set, size_t key)
{
    struct am_sums_number *at = am_sums_at(s, set, key);
    const struct am_sums_set *w = &s->sets.at[set];
    struct am_text why;
    bool low = at->why_low != AM_SUMS_NO && (at->open != AM_SUMS_FEW || at->low > 0);
    am_text_init(&why, AM_AUDIT_TEXT);
    if (w->name)
        am_text_addf(&why, "of %s ", w->name);
    if (s->keys.at[key].rest != AM_REST_NO) {
        am_text_add(&why, "those of ");
        name_key(s, key, &why);
        am_text_add(&why, " ");
    }
    am_text_addf(&why, "%s, and yet it is", openings[at->open]);
    add_span(at, &why);
    am_text_addf(&why, " of %" PRId64, w->n);
    give_away(s, &(struct known){set, key, low ? at->why_low : at->why_high, low}, &why);
    break_number(s, rule, set, key, &why);
    am_text_done(&why);
    at->told_of = true;
}

static void check_numbers(struct am_sums *s, enum am_audit_rule rule)
{
    for (size_t set = 0; set < s->sets.count; set++)
        for (size_t key = 0; key < s->keys.count; key++) {
            const struct am_sums_number *at = am_sums_at(s, set, key);
            if (!s->dead[key] && !at->told_of && !is_open(s, set, at))
                tell_computed(s, rule, set, key);
        }
}

static void tell_clashes(struct am_sums *s)
{
    for (size_t i = 0; i < s->clashes.count; i++) {
        const struct am_sums_clash *c = &s->clashes.at[i];
        struct am_text why;
        am_text_init(&why, AM_AUDIT_TEXT);
        if (s->sets.at[c->set].name)
            am_text_addf(&why, "of %s ", s->sets.at[c->set].name);
        if (s->keys.at[c->key].rest != AM_REST_NO) {
            am_text_add(&why, "those of ");
            name_key(s, c->key, &why);
            am_text_add(&why, " ");
        }
        am_text_add(&why, "is told as");
        add_span(am_sums_at(s, c->set, c->key), &why);
        am_text_add(&why, ", and can't be that");
        give_away(s, &(struct known){c->set, c->key, c->relation, false}, &why);
        break_number(s, AM_AUDIT_SENSE, c->set, c->key, &why);
        am_text_done(&why);
    }
    s->clashes.count = 0;
}

/* ---- editions that do not follow each other ---- */

static void check_far(struct am_sums *s, size_t was, size_t is, size_t moved, bool came)
{
    int64_t least = (int64_t)am_sums_least(s, is);
    for (size_t k = 0; k < s->published; k++) {
        const struct am_sums_number *x = am_sums_at(s, came ? was : is, k);
        struct am_sums_number *y = am_sums_at(s, came ? is : was, k);
        int64_t low = y->low > x->high ? y->low - x->high : 0;
        int64_t high = (int64_t)y->high - x->low;
        high = high < (int64_t)moved ? high : (int64_t)moved;
        if (s->dead[k] || is_wide(low, high, (int64_t)moved, least))
            continue;
        struct am_text why;
        am_text_init(&why, AM_AUDIT_TEXT);
        am_text_addf(&why, "of the %zu who %s %" PRId64 " to %" PRId64 "; by ", moved,
                     came ? "came since that edition it is" : "left since that edition it is", low,
                     high);
        name_set(s, was, &why);
        add_span(am_sums_at(s, was, k), &why);
        am_text_add(&why, ", ");
        name_set(s, is, &why);
        add_span(am_sums_at(s, is, k), &why);
        break_number(s, AM_AUDIT_DIFFERENCE, is, k, &why);
        am_text_done(&why);
    }
}

static void check_pairs(struct am_sums *s, size_t cells)
{
    for (size_t i = 0; i < cells; i++)
        for (size_t k = 0; k < i; k++) {
            const struct am_sums_set *was = &s->sets.at[k];
            const struct am_sums_set *is = &s->sets.at[i];
            size_t came;
            size_t left;
            if (was->edition == is->edition || strcmp(was->cell->id, is->cell->id) != 0 ||
                (!s->a->members &&
                 !am_audit_comparable(s->a, was->edition, is->edition, was->cell)))
                continue;
            am_audit_moved(s->a, was->edition, was->cell, is->edition, is->cell, &came, &left);
            if (was->edition + 1 < is->edition && (came == 0) != (left == 0))
                check_far(s, k, i, came + left, came > 0);
        }
}

/* ---- a round ---- */

static void unsettled(struct am_sums *s, bool settled)
{
    if (!settled)
        am_audit_unseen(s->a, "round %u to its end: its sums were followed %u times", s->round,
                        AM_SUMS_SWEEPS);
}

static enum am_status check_between(struct am_sums *s)
{
    bool settled = true;
    size_t cells = 0;
    s->active = s->of_sets;
    enum am_status status = am_sums_narrow(s, &settled);
    if (status != AM_OK)
        return status;
    unsettled(s, settled);
    if (s->clashes.count > 0 && !s->a->members) {
        am_audit_unseen(s->a,
                        "%zu variables of round %u between editions: organizations left in "
                        "between, and which did is told only by the store",
                        s->clashes.count, s->round);
        s->clashes.count = 0;
    }
    tell_clashes(s);
    check_numbers(s, AM_AUDIT_DIFFERENCE);
    while (cells < s->sets.count && !s->sets.at[cells].name)
        cells++;
    check_pairs(s, cells);
    return AM_OK;
}

static enum am_status check_round(struct am_audit *a, unsigned round)
{
    struct am_sums s;
    bool settled = true;
    enum am_status status = am_sums_of(a, round, &s);
    if (status == AM_OK)
        status = am_sums_narrow(&s, &settled);
    if (status == AM_OK) {
        unsettled(&s, settled);
        tell_clashes(&s);
        check_numbers(&s, AM_AUDIT_COMPLEMENT);
        a->numbers += s.sets.count * s.keys.count;
        a->relations += s.of_sets * s.keys.count + (s.relations.count - s.of_sets) * s.sets.count;
    }
    if (status == AM_OK && s.of_sets > s.within)
        status = check_between(&s);
    am_sums_done(&s);
    if (status == AM_E_NOT_FOUND)
        return AM_OK;
    return status == AM_E_LIMIT
               ? am_problem_set(a->problem, status, NULL, 0,
                                "round %u has more than %u numbers by cell and variable, in all "
                                "editions: give fewer editions",
                                round, AM_SUMS_NUMBERS)
               : status;
}

enum am_status am_audit_sums(struct am_audit *a)
{
    enum am_status status = AM_OK;
    for (unsigned round = 1; round <= AM_CAMPAIGN_ROUNDS && status == AM_OK; round++)
        status = check_round(a, round);
    return status;
}

/* ---- what the sizes of cells tell ---- */

static void check_moved(struct am_audit *a, size_t e, size_t f, const struct am_cell *is)
{
    const struct am_publication *p = a->editions.at[e].publication;
    const struct am_publication *q = a->editions.at[f].publication;
    const struct am_cell *was = am_published_cell(p, is->id);
    if (!was || !am_audit_comparable(a, e, f, is))
        return;
    a->pairs++;
    uint64_t moved = was->n > is->n ? was->n - is->n : is->n - was->n;
    if (moved > 0 && moved < q->rule.at_least && !a->members)
        am_audit_break(a, AM_AUDIT_DIFFERENCE, q->edition, is->id, NULL,
                       "it has %" PRIu64 " organizations, and had %" PRIu64
                       " in edition %u: what is told of it twice tells of %" PRIu64
                       " (unless more came while others left, which only --store can tell)",
                       is->n, was->n, p->edition, moved);
}

enum am_status am_audit_difference(struct am_audit *a)
{
    for (size_t f = 1; f < a->editions.count; f++)
        for (size_t e = 0; e < f; e++)
            for (size_t i = 0; i < a->editions.at[f].publication->cells.count; i++)
                check_moved(a, e, f, &a->editions.at[f].publication->cells.at[i]);
    if (a->editions.count > 1 && !a->members)
        am_audit_unseen(a,
                        "who left between editions: where cells only grew it was taken that nobody "
                        "left, where they only shrank that nobody came, and where both are, "
                        "nothing");
    return AM_OK;
}

static void check_base(struct am_audit *a, const struct am_publication *p,
                       const struct am_published *row)
{
    const struct am_published *above = am_audit_base_row(p, row);
    bool based = am_audit_base_kind(row->kind) != AM_VAR_COUNT;
    const struct am_number *is = based && above ? &above->count : &row->count;
    if (row->exact && row->base.n != row->cell->n)
        am_audit_break_row(a, AM_AUDIT_SENSE, p->edition, row,
                           "its base is told as %" PRIu64 ", and the cell is of %" PRIu64,
                           row->base.n, row->cell->n);
    if (row->exact && !am_audit_counts(row->kind) && row->count.n != row->cell->n)
        am_audit_break_row(a, AM_AUDIT_SENSE, p->edition, row,
                           "told of %" PRIu64 " organizations, and the cell is of %" PRIu64,
                           row->count.n, row->cell->n);
    if (!row->exact && based && !above)
        am_audit_break_row(a, AM_AUDIT_SENSE, p->edition, row, "it is of a base that is not told");
    else if (!row->exact && (row->base.as != is->as || row->base.n != is->n))
        am_audit_break_row(a, AM_AUDIT_SENSE, p->edition, row,
                           "its base is told in another way than what it is of");
    if (row->kind == AM_VAR_PRESENCE &&
        (row->count.as != row->base.as || row->count.n != row->base.n))
        am_audit_break_row(a, AM_AUDIT_SENSE, p->edition, row,
                           "its count is told in another way than its base");
}

enum am_status am_audit_sense(struct am_audit *a)
{
    for (size_t e = 0; e < a->editions.count; e++) {
        const struct am_publication *p = a->editions.at[e].publication;
        for (size_t i = 0; i < p->rows.count; i++)
            check_base(a, p, &p->rows.at[i]);
    }
    return AM_OK;
}
