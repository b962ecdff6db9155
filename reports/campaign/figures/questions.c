/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/questions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How many shares have an entity, by each of its values; and, of areas and steps, with whom. */
struct counts {
    size_t each[4], all;
    uint32_t *also; /* by entity */
};

struct asking {
    const struct am_round *r;
    const struct am_entity *entities;
    size_t entity_count, at_least, size;
    struct am_question *at; /* NULL: they are only counted */
    size_t count;
};

static void ask(struct asking *a, enum am_variable_kind kind, size_t of, size_t also)
{
    if (a->at)
        a->at[a->count] = (struct am_question){kind, (uint16_t)of, (uint16_t)also};
    a->count++;
}

static void count_entity(const struct asking *a, size_t entity, struct counts *out)
{
    const struct am_postings *p = a->r->postings;
    memset(out->each, 0, sizeof out->each);
    memset(out->also, 0, a->entity_count * sizeof *out->also);
    out->all = p->from[entity + 1] - p->from[entity];
    for (size_t i = p->from[entity]; i < p->from[entity + 1]; i++) {
        for (size_t v = 0; v < 4; v++)
            out->each[v] += p->at[i].value[v] > 0;
        if (p->at[i].also != 0)
            out->also[p->at[i].also - 1]++;
    }
}

static void ask_also(struct asking *a, enum am_variable_kind kind, size_t of,
                     const struct counts *c)
{
    for (size_t i = 0; i < a->entity_count; i++)
        if (c->also[i] >= a->at_least)
            ask(a, kind, of, i);
}

static void ask_entity(struct asking *a, size_t entity, const struct counts *c)
{
    switch (a->entities[entity].kind) {
    case AM_ENTITY_CORPORATION:
        if (c->each[AM_FACT_EITHER] >= a->at_least)
            for (unsigned k = AM_VAR_EITHER; k <= AM_VAR_PRESENCE; k++)
                ask(a, k, entity, 0);
        break;
    case AM_ENTITY_COUNTRY:
        if (c->each[AM_FACT_SERVICE] >= a->at_least || c->each[AM_FACT_HOST] >= a->at_least) {
            ask(a, AM_VAR_LAW_SERVICE, entity, 0);
            ask(a, AM_VAR_LAW_HOST, entity, 0);
        }
        break;
    case AM_ENTITY_AREA:
        if (c->all >= a->at_least) {
            ask(a, AM_VAR_AREA, entity, 0);
            ask(a, AM_VAR_AREA_SINGLE, entity, 0);
            ask_also(a, AM_VAR_AREA_PROVIDER, entity, c);
        }
        break;
    case AM_ENTITY_STEP:
        if (c->all >= a->at_least)
            ask(a, AM_VAR_LOST, entity, 0);
        if (a->entities[entity].step == 1)
            ask_also(a, AM_VAR_FIRST, entity, c);
        break;
    }
}

static void ask_all(struct asking *a, struct counts *c)
{
    a->count = 0;
    for (size_t e = 0; e < a->entity_count; e++) {
        count_entity(a, e, c);
        ask_entity(a, e, c);
    }
    for (unsigned k = AM_VAR_SINGLES; k < AM_VAR_COUNT; k++)
        ask(a, k, 0, 0);
}

static int compare(const struct am_entity *e, const void *a, const void *b)
{
    const struct am_question *x = a;
    const struct am_question *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->kind >= AM_VAR_SINGLES)
        return 0;
    int by = x->kind == AM_VAR_LOST ? (int)e[x->of].step - (int)e[y->of].step
                                    : strcmp(e[x->of].id, e[y->of].id);
    return by != 0 ? by : strcmp(e[x->also].id, e[y->also].id);
}

static int by_id(const void *a, const void *b, void *shares)
{
    size_t entities;
    return compare(am_shares_entities(*(const struct am_shares **)shares, &entities), a, b);
}

size_t am_questions_sort(const struct am_shares *m, struct am_question *at, size_t count)
{
    size_t entities;
    const struct am_entity *e = am_shares_entities(m, &entities);
    size_t kept = 0;
    if (count > 0)
        qsort_r(at, count, sizeof *at, by_id, &m);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || compare(e, &at[kept - 1], &at[i]) != 0)
            at[kept++] = at[i];
    return kept;
}

size_t am_questions_find(const struct am_questions *q, const struct am_question *what,
                         const struct am_shares *m)
{
    size_t entities;
    const struct am_entity *e = am_shares_entities(m, &entities);
    size_t low = 0;
    size_t high = q->at.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(e, &q->at.at[middle], what) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- what was told before ---- */

/* Entities by name: `order` has their places. */
struct names {
    const struct am_entity *entities;
    uint16_t *order;
    size_t count;
};

/* The entity + 1 of a row of a publication; 0: no share tells of it any more. */
static size_t find_entity(const struct names *n, enum am_entity_kind kind, const char *id)
{
    size_t low = 0;
    size_t high = n->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct am_entity *e = &n->entities[n->order[middle]];
        char step[16];
        (void)snprintf(step, sizeof step, "%u", e->step);
        int by = e->kind != kind ? (e->kind < kind ? -1 : 1)
                                 : strcmp(kind == AM_ENTITY_STEP ? step : e->id, id);
        if (by == 0)
            return n->order[middle] + 1u;
        if (by < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

/* With those that it hangs together with. */
static void ask_again(struct asking *a, const struct names *n, const struct am_published *row)
{
    size_t of = 0;
    size_t also = 0;
    switch ((unsigned)row->kind) {
    case AM_VAR_EITHER:
        of = find_entity(n, AM_ENTITY_CORPORATION, row->of);
        for (unsigned k = AM_VAR_EITHER; of > 0 && k <= AM_VAR_PRESENCE; k++)
            ask(a, k, of - 1, 0);
        break;
    case AM_VAR_LAW_SERVICE:
        of = find_entity(n, AM_ENTITY_COUNTRY, row->of);
        for (unsigned k = AM_VAR_LAW_SERVICE; of > 0 && k <= AM_VAR_LAW_HOST; k++)
            ask(a, k, of - 1, 0);
        break;
    case AM_VAR_AREA:
        of = find_entity(n, AM_ENTITY_AREA, row->of);
        for (unsigned k = AM_VAR_AREA; of > 0 && k <= AM_VAR_AREA_SINGLE; k++)
            ask(a, k, of - 1, 0);
        break;
    case AM_VAR_AREA_PROVIDER:
        of = find_entity(n, AM_ENTITY_AREA, row->of);
        also = find_entity(n, AM_ENTITY_CORPORATION, row->also);
        if (of > 0 && also > 0)
            ask(a, row->kind, of - 1, also - 1);
        break;
    case AM_VAR_FIRST:
        of = find_entity(n, AM_ENTITY_STEP, "1");
        also = find_entity(n, AM_ENTITY_CORPORATION, row->of);
        if (of > 0 && also > 0)
            ask(a, row->kind, of - 1, also - 1);
        break;
    case AM_VAR_LOST:
        of = find_entity(n, AM_ENTITY_STEP, row->of);
        if (of > 0)
            ask(a, row->kind, of - 1, 0);
        break;
    default:
        break;
    }
}

static void ask_past(struct asking *a, const struct names *n, const struct am_history *history)
{
    for (size_t e = 0; e < history->count; e++) {
        const struct am_publication *p = history->editions[e].publication;
        for (size_t i = 0; i < p->rows.count; i++)
            if (p->rows.at[i].cell->kind == AM_CELL_ALL && p->rows.at[i].cell->round == a->r->round)
                ask_again(a, n, &p->rows.at[i]);
    }
}

static int by_name(const void *a, const void *b, void *names)
{
    const struct am_entity *e = ((const struct names *)names)->entities;
    const struct am_entity *x = &e[*(const uint16_t *)a];
    const struct am_entity *y = &e[*(const uint16_t *)b];
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return x->step != y->step ? (x->step < y->step ? -1 : 1) : strcmp(x->id, y->id);
}

static enum am_status sort_names(const struct asking *a, struct am_pool *pool, struct names *out)
{
    out->entities = a->entities;
    out->count = a->entity_count;
    out->order = am_pool_take(pool, a->entity_count, sizeof *out->order);
    if (!out->order)
        return am_pool_status(pool);
    for (size_t i = 0; i < a->entity_count; i++)
        out->order[i] = (uint16_t)i;
    if (a->entity_count > 0)
        qsort_r(out->order, out->count, sizeof *out->order, by_name, out);
    return AM_OK;
}

enum am_status am_questions_of(const struct am_round *r, const struct am_history *history,
                               unsigned at_least, struct am_pool *pool, struct am_questions *out)
{
    struct asking a = {.r = r, .at_least = at_least};
    struct names names;
    a.entities = am_shares_entities(r->shares, &a.entity_count);
    enum am_status status = sort_names(&a, pool, &names);
    struct counts c = {.also = calloc(a.entity_count + 1, sizeof *c.also)};
    if (status == AM_OK && !c.also)
        status = AM_E_NO_MEMORY;
    if (status == AM_OK) {
        ask_all(&a, &c);
        ask_past(&a, &names, history);
        a.at = am_pool_take(pool, a.count, sizeof *a.at);
        status = am_pool_status(pool);
    }
    if (status == AM_OK) {
        ask_all(&a, &c);
        ask_past(&a, &names, history);
        out->at.at = a.at;
        out->at.count = am_questions_sort(r->shares, a.at, a.count);
    }
    free(c.also);
    return status;
}
