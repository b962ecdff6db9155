/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/ground.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"

/* Those in the smallest cells, where there are more; the second for each variable alone. */
#define SMALL_CLASSES_MAX   2000
#define SMALL_QUESTIONS_MAX 300000

/* Groups as lists of classes, each once. */
struct grouping {
    struct am_pool *pool;
    const struct am_classes *classes;
    uint32_t *from, *at; /* of group g: at[from[g]] to at[from[g + 1]] */
    size_t count, group_room, used, room;
    struct am_table by_classes;
    bool *in; /* a class of the group that is made */
};

static enum am_status grow(struct grouping *g, size_t more)
{
    if (g->count + 2 > g->group_room) {
        size_t size = g->group_room * 2 + 256;
        uint32_t *from = am_pool_take(g->pool, size, sizeof *from);
        if (!from)
            return AM_E_NO_MEMORY;
        if (g->count > 0)
            memcpy(from, g->from, (g->count + 1) * sizeof *from);
        g->from = from;
        g->group_room = size;
    }
    if (g->used + more > g->room) {
        size_t size = g->room * 2 + more + 1024;
        uint32_t *at = am_pool_take(g->pool, size, sizeof *at);
        if (!at)
            return AM_E_NO_MEMORY;
        if (g->used > 0)
            memcpy(at, g->at, g->used * sizeof *at);
        g->at = at;
        g->room = size;
    }
    return AM_OK;
}

/* The group of the classes that are in, made where there is none yet. */
static enum am_status close_group(struct grouping *g, uint32_t *out)
{
    enum am_status status = grow(g, g->classes->count);
    if (status != AM_OK)
        return status;
    uint32_t *list = g->at + g->used;
    size_t len = 0;
    for (size_t c = 0; c < g->classes->count; c++)
        if (g->in[c])
            list[len++] = (uint32_t)c;
    memset(g->in, 0, g->classes->count * sizeof *g->in);
    uint32_t hash = am_table_hash(list, len * sizeof *list);
    for (uint32_t at = hash, i; (i = am_table_next(&g->by_classes, hash, &at)) != AM_TABLE_NONE;)
        if (g->from[i + 1] - g->from[i] == len &&
            memcmp(g->at + g->from[i], list, len * sizeof *list) == 0) {
            *out = i;
            return AM_OK;
        }
    if (!am_table_add(&g->by_classes, hash, (uint32_t)g->count))
        return AM_E_NO_MEMORY;
    *out = (uint32_t)g->count++;
    g->used += len;
    g->from[g->count] = (uint32_t)g->used;
    return AM_OK;
}

/* All sets of the round: this edition's, then the earlier ones'. */
struct sets {
    const struct am_set **at;
    size_t count;
};

static enum am_status list_sets(const struct am_told_round *t, const struct am_plan *plan,
                                struct am_pool *pool, struct sets *out)
{
    const struct am_history *h = &plan->history;
    size_t count = t->cell_count;
    for (size_t e = 0; e < h->count; e++)
        count += h->editions[e].publication->cells.count;
    out->at = am_pool_take(pool, count, sizeof(void *));
    if (!out->at)
        return am_pool_status(pool);
    for (size_t i = 0; i < t->cell_count; i++)
        out->at[out->count++] = &t->cells[i].set;
    for (size_t e = 0; e < h->count; e++)
        for (size_t c = 0; c < h->editions[e].publication->cells.count; c++)
            if (h->editions[e].publication->cells.at[c].round == t->count.round)
                out->at[out->count++] = &h->editions[e].sets[c];
    return AM_OK;
}

/* Groups of the sets, in their order. */
static enum am_status group_sets(struct grouping *g, const struct sets *sets, uint32_t *out)
{
    const struct am_classes *c = g->classes;
    size_t total = c->from[c->count];
    uint32_t *from = am_pool_take(g->pool, sets->count + 2, sizeof *from);
    uint32_t *at = am_pool_take(g->pool, total, sizeof *at);
    enum am_status status = am_pool_status(g->pool);
    if (status != AM_OK)
        return status;
    for (size_t k = 0; k < total; k++)
        from[c->at[k] + 2]++;
    for (size_t s = 0; s < sets->count; s++)
        from[s + 2] += from[s + 1];
    for (size_t i = 0; i < c->count; i++)
        for (uint32_t k = c->from[i]; k < c->from[i + 1]; k++)
            at[from[c->at[k] + 1]++] = (uint32_t)i;
    for (size_t s = 0; s < sets->count && status == AM_OK; s++) {
        for (uint32_t k = from[s]; k < from[s + 1]; k++)
            g->in[at[k]] = true;
        status = close_group(g, &out[s]);
    }
    return status;
}

struct hiding {
    struct grouping *g;
    struct am_hidden *at;
    size_t count, room;
    uint8_t *known; /* a group that is hidden already */
    size_t known_room;
};

static enum am_status hide(struct hiding *h)
{
    uint32_t group;
    const struct am_classes *c = h->g->classes;
    uint32_t n = 0;
    for (size_t i = 0; i < c->count; i++)
        n += h->g->in[i] ? c->n[i] : 0;
    if (n == 0)
        return AM_OK;
    enum am_status status = close_group(h->g, &group);
    if (status != AM_OK || group >= h->known_room || h->known[group])
        return status;
    h->known[group] = 1;
    if (h->count < h->room)
        h->at[h->count++] = (struct am_hidden){group, n};
    return AM_OK;
}

/* What is in the one group and not in the other. */
static enum am_status hide_rest(struct hiding *h, uint32_t all, uint32_t part)
{
    const struct grouping *g = h->g;
    for (uint32_t i = g->from[all]; i < g->from[all + 1]; i++)
        g->in[g->at[i]] = true;
    for (uint32_t i = g->from[part]; i < g->from[part + 1]; i++)
        g->in[g->at[i]] = false;
    return hide(h);
}

/* A cell of this edition or of an earlier one. */
struct place {
    const struct am_cell *cell;
    uint32_t group;
};
struct places {
    struct place *at;
    size_t count;
};

/* What the territories of a country (ISO 3166-2) leave of it, where any is told. */
static enum am_status hide_country(struct hiding *h, const struct places *p,
                                   const struct place *country)
{
    const struct grouping *g = h->g;
    bool any = false;
    for (uint32_t i = g->from[country->group]; i < g->from[country->group + 1]; i++)
        g->in[g->at[i]] = true;
    for (size_t k = 0; k < p->count; k++) {
        const struct am_cell *cell = p->at[k].cell;
        if (cell->kind != AM_CELL_TERRITORY ||
            !am_share_is_within(cell->value, country->cell->value))
            continue;
        any = true;
        for (uint32_t i = g->from[p->at[k].group]; i < g->from[p->at[k].group + 1]; i++)
            g->in[g->at[i]] = false;
    }
    if (any)
        return hide(h);
    memset(g->in, 0, g->classes->count * sizeof *g->in);
    return AM_OK;
}

/* What cells of one edition leave of others of it. */
static enum am_status hide_left(struct hiding *h, const struct places *p)
{
    enum am_status status = AM_OK;
    const struct place *all = NULL;
    for (size_t i = 0; i < p->count && !all; i++)
        all = p->at[i].cell->kind == AM_CELL_ALL ? &p->at[i] : NULL;
    for (size_t i = 0; i < p->count && status == AM_OK; i++)
        if (p->at[i].cell->kind == AM_CELL_SAME && all)
            status = hide_rest(h, all->group, p->at[i].group);
        else if (p->at[i].cell->kind == AM_CELL_COUNTRY)
            status = hide_country(h, p, &p->at[i]);
    return status;
}

/* What a cell of this edition and of an earlier one differ by. */
static enum am_status hide_between(struct hiding *h, const struct place *cell,
                                   const struct am_past *past, const uint32_t *past_group)
{
    const struct am_cell *was = am_past_cell(past, cell->cell->id, NULL);
    if (!was)
        return AM_OK;
    uint32_t group = past_group[was - past->publication->cells.at];
    enum am_status status = hide_rest(h, cell->group, group);
    return status == AM_OK ? hide_rest(h, group, cell->group) : status;
}

static enum am_status hide_differences(struct hiding *h, const struct am_told_round *t,
                                       const struct am_plan *plan,
                                       const struct am_round_ground *ground)
{
    const struct am_history *history = &plan->history;
    size_t most = t->cell_count;
    for (size_t e = 0; e < history->count; e++)
        if (history->editions[e].publication->cells.count > most)
            most = history->editions[e].publication->cells.count;
    struct places p = {.at = am_pool_take(h->g->pool, most, sizeof *p.at)};
    enum am_status status = am_pool_status(h->g->pool);
    for (size_t c = 0; c < t->cell_count && status == AM_OK; c++) {
        p.at[p.count++] = (struct place){&t->cells[c].cell, ground->cell_group[c]};
        for (size_t e = 0; e < history->count && status == AM_OK; e++)
            status = hide_between(h, &p.at[c], &history->editions[e], ground->past_group[e]);
    }
    if (status == AM_OK)
        status = hide_left(h, &p);
    for (size_t e = 0; e < history->count && status == AM_OK; e++) {
        const struct am_publication *past = history->editions[e].publication;
        p.count = 0;
        for (size_t c = 0; c < past->cells.count; c++)
            if (ground->past_group[e][c] != AM_TABLE_NONE)
                p.at[p.count++] = (struct place){&past->cells.at[c], ground->past_group[e][c]};
        status = hide_left(h, &p);
    }
    return status;
}

struct small_class {
    size_t cell; /* organizations of the smallest set that it is in */
    uint32_t class;
};

static int by_cell(const void *a, const void *b)
{
    const struct small_class *x = a;
    const struct small_class *y = b;
    if (x->cell != y->cell)
        return x->cell < y->cell ? -1 : 1;
    return (x->class > y->class) - (x->class < y->class);
}

static enum am_status hide_small(struct hiding *h, const struct sets *sets, size_t at_least,
                                 size_t most)
{
    const struct am_classes *c = h->g->classes;
    struct small_class *small = am_pool_take(h->g->pool, c->count, sizeof *small);
    size_t count = 0;
    enum am_status status = am_pool_status(h->g->pool);
    for (size_t i = 0; small && i < c->count; i++) {
        if (c->n[i] >= at_least)
            continue;
        small[count] = (struct small_class){SIZE_MAX, (uint32_t)i};
        for (uint32_t k = c->from[i]; k < c->from[i + 1]; k++)
            if (sets->at[c->at[k]]->n < small[count].cell)
                small[count].cell = sets->at[c->at[k]]->n;
        count++;
    }
    if (count > 0)
        qsort(small, count, sizeof *small, by_cell);
    for (size_t i = 0; i < count && i < most && status == AM_OK; i++) {
        h->g->in[small[i].class] = true;
        status = hide(h);
    }
    return status;
}

/* Which groups each class is in. */
static enum am_status turn_round(const struct grouping *g, struct am_pool *pool,
                                 struct am_ground *out)
{
    size_t classes = g->classes->count;
    uint32_t *from = am_pool_take(pool, classes + 2, sizeof *from);
    uint32_t *at = am_pool_take(pool, g->used, sizeof *at);
    if (am_pool_status(pool) != AM_OK)
        return am_pool_status(pool);
    for (size_t i = 0; i < g->used; i++)
        from[g->at[i] + 2]++;
    for (size_t c = 0; c < classes; c++)
        from[c + 2] += from[c + 1];
    for (size_t group = 0; group < g->count; group++)
        for (uint32_t i = g->from[group]; i < g->from[group + 1]; i++)
            at[from[g->at[i] + 1]++] = (uint32_t)group;
    *out = (struct am_ground){.classes = classes,
                              .groups = g->count,
                              .size = g->classes->n,
                              .groups_from = from,
                              .groups_of = at,
                              .classes_from = g->from,
                              .classes_of = g->at};
    return AM_OK;
}

/* Groups of this edition's cells stand first; those of the earlier ones as the sets were listed. */
static enum am_status spread(const struct am_told_round *t, const struct am_plan *plan,
                             const uint32_t *groups, struct am_pool *pool,
                             struct am_round_ground *out)
{
    const struct am_history *h = &plan->history;
    const uint32_t **past = am_pool_take(pool, h->count, sizeof *past);
    size_t next = t->cell_count;
    for (size_t e = 0; past && e < h->count; e++) {
        const struct am_publication *p = h->editions[e].publication;
        uint32_t *at = am_pool_take(pool, p->cells.count, sizeof *at);
        if (!at)
            break;
        for (size_t c = 0; c < p->cells.count; c++)
            at[c] = p->cells.at[c].round == t->count.round ? groups[next++] : AM_TABLE_NONE;
        past[e] = at;
    }
    out->cell_group = groups;
    out->past_group = past;
    return am_pool_status(pool);
}

enum am_status am_ground_of(const struct am_told_round *t, const struct am_plan *plan,
                            size_t at_least, struct am_pool *pool, struct am_round_ground *out)
{
    struct sets sets = {0};
    size_t most = SMALL_QUESTIONS_MAX / (t->questions.at.count + 1);
    struct am_round_ground ground = {0};
    const struct am_roll *roll = &plan->roll;
    size_t lines = roll->from[t->count.round + 1] - roll->from[t->count.round];
    most = most < SMALL_CLASSES_MAX ? most : SMALL_CLASSES_MAX;
    enum am_status status = list_sets(t, plan, pool, &sets);
    if (status == AM_OK)
        status = am_classes_of(sets.at, sets.count, lines, pool, &ground.classes);
    if (status != AM_OK)
        return status;
    struct grouping g = {.pool = pool, .classes = &ground.classes};
    struct hiding h = {.g = &g,
                       .room = 3 * sets.count + SMALL_CLASSES_MAX + t->cell_count,
                       .known_room = 4 * sets.count + SMALL_CLASSES_MAX + t->cell_count};
    uint32_t *groups = am_pool_take(pool, sets.count, sizeof *groups);
    g.in = am_pool_take(pool, ground.classes.count, sizeof *g.in);
    h.at = am_pool_take(pool, h.room, sizeof *h.at);
    h.known = am_pool_take(pool, h.known_room, sizeof *h.known);
    status = am_pool_status(pool);
    if (status == AM_OK)
        status = group_sets(&g, &sets, groups);
    if (status == AM_OK)
        status = spread(t, plan, groups, pool, &ground);
    if (status == AM_OK)
        status = hide_differences(&h, t, plan, &ground);
    if (status == AM_OK)
        status = hide_small(&h, &sets, at_least, most);
    if (status == AM_OK)
        status = turn_round(&g, pool, &ground.ground);
    am_table_done(&g.by_classes);
    if (status != AM_OK)
        return status;
    ground.hidden.at = h.at;
    ground.hidden.count = h.count;
    *out = ground;
    return AM_OK;
}

enum am_status am_cube_of(const struct am_told_round *t, const struct am_classes *classes,
                          struct am_pool *pool, uint32_t **out)
{
    uint32_t *at = am_pool_take(pool, t->questions.at.count * classes->count, sizeof *at);
    if (!at)
        return am_pool_status(pool);
    for (size_t q = 0; q < t->questions.at.count; q++)
        am_tally_classes(&t->count, &t->questions.at.at[q], classes->of, at + q * classes->count);
    *out = at;
    return AM_OK;
}
