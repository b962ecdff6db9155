/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/cells.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "campaign/figures/columns.h"

/* The organizations of one value of a trait. */
struct group {
    const char *value; /* NULL: "other" */
    struct am_set set;
    uint64_t devices, most; /* of all; of the largest one */
    bool merged;
};

struct work {
    const struct am_cells_ask *ask;
    struct am_pool *pool;
    struct am_cells *out;
    const struct am_member *shares;
    const struct am_roll_line *lines; /* of the round */
    size_t line_count, round_from;    /* first cell of the round in `out` */
    unsigned round;
};

static size_t at_least(const struct work *w)
{
    return w->ask->settings->at_least;
}

static void take_in(const struct work *w, struct group *g, size_t line)
{
    uint64_t devices = w->shares[w->lines[line].member].devices;
    am_set_put(&g->set, line);
    g->devices += devices;
    if (devices > g->most)
        g->most = devices;
}

static bool is_in(const struct work *w, size_t line)
{
    const struct am_set *aside = w->ask->aside;
    return w->lines[line].member != AM_TABLE_NONE &&
           !(aside && am_set_has(aside, w->ask->roll->from[w->round] + line));
}

bool am_sets_tell_of_few(const struct am_set *a, const struct am_set *b, size_t lines,
                         size_t at_least)
{
    size_t between = a->n > b->n ? a->n - b->n : b->n - a->n;
    if (between >= at_least)
        return false;
    size_t apart = am_sets_apart(a, b, lines);
    return apart > 0 && apart < at_least;
}

static bool tells_of_few(const struct work *w, const struct am_set *a, const struct am_set *b)
{
    return am_sets_tell_of_few(a, b, w->line_count, at_least(w));
}

static bool is_banned(const struct work *w, enum am_cell_kind kind, unsigned other,
                      const char *value)
{
    for (size_t i = 0; i < w->ask->bans.count; i++) {
        const struct am_ban *b = &w->ask->bans.at[i];
        if (b->round == w->round && b->kind == kind && b->other == other &&
            (kind == AM_CELL_ALL || kind == AM_CELL_SAME ||
             strcmp(b->value, value ? value : AM_CELL_OTHER) == 0))
            return true;
    }
    return false;
}

/* Alone, or together with what is published already. */
static bool is_telling(const struct work *w, const struct am_set *set)
{
    const struct am_known_sets *known = w->ask->known;
    if (set->n < at_least(w))
        return true;
    for (size_t i = w->round_from; i < w->out->at.count; i++)
        if (tells_of_few(w, set, &w->out->at.at[i].set))
            return true;
    for (size_t i = 0; known && i < known->of[w->round].count; i++)
        if (tells_of_few(w, set, &known->of[w->round].at[i]))
            return true;
    return false;
}

static bool is_refused(const struct work *w, enum am_cell_kind kind, unsigned other,
                       const struct group *g)
{
    return g->most * 100 > g->devices * w->ask->settings->dominance ||
           is_banned(w, kind, other, g->value) || is_telling(w, &g->set);
}

static enum am_status publish(struct work *w, enum am_cell_kind kind, unsigned other,
                              const struct group *g)
{
    if (w->out->at.count >= AM_CELLS_MAX)
        return AM_E_LIMIT;
    struct am_cell_set *to = &w->out->at.at[w->out->at.count++];
    *to = (struct am_cell_set){.set = g->set};
    to->cell = (struct am_cell){.kind = kind, .round = w->round, .other = other, .n = g->set.n};
    if (kind == AM_CELL_ALL) {
        (void)snprintf(to->cell.id, sizeof to->cell.id, "%u/all", w->round);
    } else if (kind == AM_CELL_SAME) {
        (void)snprintf(to->cell.id, sizeof to->cell.id, "%u/same/%u", w->round, other);
    } else {
        to->cell.value = am_pool_text(w->pool, g->value ? g->value : AM_CELL_OTHER,
                                      strlen(g->value ? g->value : AM_CELL_OTHER));
        (void)snprintf(to->cell.id, sizeof to->cell.id, "%u/%s/%.40s", w->round, am_cell_word(kind),
                       g->value ? g->value : AM_CELL_OTHER);
    }
    return am_pool_status(w->pool);
}

static int by_size(const void *a, const void *b)
{
    const struct group *x = a;
    const struct group *y = b;
    if (x->set.n != y->set.n)
        return x->set.n < y->set.n ? 1 : -1;
    return strcmp(x->value, y->value);
}

static void merge(const struct work *w, struct group *other, struct group *g)
{
    g->merged = true;
    other->devices += g->devices;
    if (g->most > other->most)
        other->most = g->most;
    am_set_join(&other->set, &g->set, w->line_count);
}

/* What the territories of a country (ISO 3166-2) leave of it can be computed: nobody, or enough.
 * Returns how many were merged. */
static size_t keep_countries(const struct work *w, struct group *groups, size_t count,
                             struct group *other)
{
    size_t merged = 0;
    for (size_t c = w->round_from; c < w->out->at.count; c++) {
        const struct am_cell *country = &w->out->at.at[c].cell;
        size_t rest = country->n;
        if (country->kind != AM_CELL_COUNTRY)
            continue;
        for (size_t i = 0; i < count; i++)
            if (!groups[i].merged && am_share_is_within(groups[i].value, country->value))
                rest -= groups[i].set.n;
        for (size_t i = count; i > 0 && rest > 0 && rest < at_least(w); i--)
            if (!groups[i - 1].merged && am_share_is_within(groups[i - 1].value, country->value)) {
                rest += groups[i - 1].set.n;
                merge(w, other, &groups[i - 1]);
                merged++;
            }
    }
    return merged;
}

/* Groups by size, the largest first. Whether at least two cells are left. */
static bool settle(const struct work *w, enum am_cell_kind kind, struct group *groups, size_t count,
                   struct group *other)
{
    size_t left = count;
    for (size_t i = 0; i < count; i++)
        if (is_refused(w, kind, 0, &groups[i])) {
            merge(w, other, &groups[i]);
            left--;
        }
    if (kind == AM_CELL_TERRITORY)
        left -= keep_countries(w, groups, count, other);
    for (size_t i = count; i > 0 && other->set.n > 0 && is_refused(w, kind, 0, other); i--)
        if (!groups[i - 1].merged) {
            merge(w, other, &groups[i - 1]);
            left--;
        }
    return left + (other->set.n > 0) >= 2 && !(other->set.n > 0 && is_refused(w, kind, 0, other));
}

/* Said by the share itself, or not said: both are "other". */
static uint16_t value_of(const struct work *w, size_t line, enum am_trait trait)
{
    uint16_t value = w->shares[w->lines[line].member].traits[trait];
    return value != 0 && strcmp(am_shares_value(w->ask->shares, value - 1u), AM_CELL_OTHER) != 0
               ? value
               : 0;
}

/* Into groups by value; those who did not tell are in the first one, which becomes "other". */
static struct group *split(const struct work *w, enum am_trait trait, size_t *count)
{
    uint16_t *place = am_pool_take(w->pool, AM_VALUES_MAX + 1, sizeof *place);
    size_t n = 1;
    if (!place)
        return NULL;
    for (size_t i = 0; i < w->line_count; i++) {
        uint16_t value = is_in(w, i) ? value_of(w, i, trait) : 0;
        if (value != 0 && place[value] == 0)
            place[value] = (uint16_t)n++;
    }
    struct group *groups = am_pool_take(w->pool, n, sizeof *groups);
    for (size_t i = 0; groups && i < n; i++)
        groups[i].set = am_set_new(w->pool, w->line_count);
    if (am_pool_status(w->pool) != AM_OK)
        return NULL;
    for (size_t i = 0; i < w->line_count; i++) {
        if (!is_in(w, i))
            continue;
        uint16_t value = value_of(w, i, trait);
        struct group *g = &groups[place[value]];
        if (value != 0)
            g->value = am_shares_value(w->ask->shares, value - 1u);
        take_in(w, g, i);
    }
    *count = n - 1;
    return groups;
}

static enum am_status break_down(struct work *w, enum am_cell_kind kind, enum am_trait trait)
{
    size_t count;
    struct group *groups = split(w, trait, &count);
    if (!groups)
        return am_pool_status(w->pool);
    qsort(groups + 1, count, sizeof *groups, by_size);
    if (!settle(w, kind, groups + 1, count, &groups[0]))
        return AM_OK;
    enum am_status status = AM_OK;
    for (size_t i = 1; i <= count && status == AM_OK; i++)
        if (!groups[i].merged)
            status = publish(w, kind, 0, &groups[i]);
    if (groups[0].set.n > 0 && status == AM_OK)
        status = publish(w, kind, 0, &groups[0]);
    return status;
}

/* Whose organization is in the other round too: `also` has its digests in order. */
struct digests {
    const uint8_t **at;
    size_t count;
};

static int by_digest(const void *a, const void *b)
{
    return memcmp(*(const uint8_t *const *)a, *(const uint8_t *const *)b, AM_MEMBER_ID);
}

static enum am_status take_digests(const struct work *w, struct digests *out)
{
    out->at = am_pool_take(w->pool, w->line_count, sizeof *out->at);
    if (!out->at)
        return am_pool_status(w->pool);
    for (size_t i = 0; i < w->line_count; i++)
        if (is_in(w, i))
            out->at[out->count++] = w->shares[w->lines[i].member].organization;
    qsort(out->at, out->count, sizeof *out->at, by_digest);
    return AM_OK;
}

static enum am_status publish_same(struct work *w, const struct digests *digests, unsigned other)
{
    struct group g = {.set = am_set_new(w->pool, w->line_count)};
    if (!g.set.bits)
        return am_pool_status(w->pool);
    for (size_t i = 0; i < w->line_count; i++) {
        if (!is_in(w, i))
            continue;
        const uint8_t *key = w->shares[w->lines[i].member].organization;
        if (bsearch(&key, digests[other].at, digests[other].count, sizeof key, by_digest))
            take_in(w, &g, i);
    }
    /* What is left of all can be computed, as if it were published. */
    struct am_set rest = am_set_new(w->pool, w->line_count);
    const struct am_set *all = &w->out->at.at[w->round_from].set;
    for (size_t i = 0; rest.bits && i < w->line_count; i++)
        if (am_set_has(all, i) && !am_set_has(&g.set, i))
            am_set_put(&rest, i);
    if (!rest.bits)
        return am_pool_status(w->pool);
    bool told = !is_refused(w, AM_CELL_SAME, other, &g) && (rest.n == 0 || !is_telling(w, &rest));
    return told ? publish(w, AM_CELL_SAME, other, &g) : AM_OK;
}

static enum am_status publish_round(struct work *w, const struct digests *digests)
{
    struct group all = {.set = am_set_new(w->pool, w->line_count)};
    if (!all.set.bits)
        return am_pool_status(w->pool);
    for (size_t i = 0; i < w->line_count; i++)
        if (is_in(w, i))
            take_in(w, &all, i);
    if (is_refused(w, AM_CELL_ALL, 0, &all))
        return AM_OK;
    enum am_status status = publish(w, AM_CELL_ALL, 0, &all);
    for (unsigned t = 0; t < AM_TRAIT_COUNT && status == AM_OK; t++)
        status = break_down(w, AM_CELL_SECTOR + t, t);
    for (unsigned r = 1; r <= AM_CAMPAIGN_ROUNDS && status == AM_OK; r++)
        if (r != w->round && digests[r].count > 0)
            status = publish_same(w, digests, r);
    return status;
}

static void enter(struct work *w, unsigned round)
{
    w->round = round;
    w->lines = w->ask->roll->lines.at + w->ask->roll->from[round];
    w->line_count = w->ask->roll->from[round + 1] - w->ask->roll->from[round];
    w->round_from = w->out->at.count;
}

/* What is told of one round of a pair of them makes no sense without the other. */
static void drop_unpaired(struct am_cells *cells)
{
    size_t kept = 0;
    for (size_t i = 0; i < cells->at.count; i++) {
        const struct am_cell *c = &cells->at.at[i].cell;
        bool paired = c->kind != AM_CELL_SAME;
        for (size_t k = 0; k < cells->at.count && !paired; k++) {
            const struct am_cell *d = &cells->at.at[k].cell;
            paired = d->kind == AM_CELL_SAME && d->round == c->other && d->other == c->round;
        }
        if (paired)
            cells->at.at[kept++] = cells->at.at[i];
    }
    cells->at.count = kept;
}

enum am_status am_cells_of(const struct am_cells_ask *ask, struct am_pool *pool,
                           struct am_cells *out)
{
    struct am_cells cells = {.at.at = am_pool_take(pool, AM_CELLS_MAX, sizeof *cells.at.at)};
    struct digests digests[AM_CAMPAIGN_ROUNDS + 1] = {0};
    size_t shares;
    struct work w = {.ask = ask, .pool = pool, .out = &cells};
    enum am_status status = am_pool_status(pool);
    w.shares = am_shares_all(ask->shares, &shares);
    for (unsigned r = 1; r <= AM_CAMPAIGN_ROUNDS && status == AM_OK; r++) {
        enter(&w, r);
        status = take_digests(&w, &digests[r]);
    }
    for (unsigned r = 1; r <= AM_CAMPAIGN_ROUNDS && status == AM_OK; r++) {
        enter(&w, r);
        if (digests[r].count > 0)
            status = publish_round(&w, digests);
    }
    if (status != AM_OK)
        return status;
    drop_unpaired(&cells);
    *out = cells;
    return AM_OK;
}
