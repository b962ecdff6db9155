/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/world.h"

#include <string.h>

#define DEPTH        6   /* moves that mend one another */
#define BREADTH      12  /* tried of each */
#define LOOKS        400 /* moves that are looked at before the best of them are tried */
#define TRIES        300 /* moves tried for one step */
#define TERMS        10  /* answers that change in one move */
#define ALTERNATIVES 6   /* ways to keep the links of a class */
#define MENDS        100000

enum am_status am_world_new(const struct am_ground *ground, const struct am_web *web,
                            struct am_pool *pool, struct am_world *out)
{
    size_t rows = web->sums.count * ground->groups;
    struct am_world w = {.ground = ground, .web = web};
    w.x = am_pool_take(pool, web->layers * ground->classes, sizeof *w.x);
    w.y = am_pool_take(pool, web->links.count * ground->classes, sizeof *w.y);
    w.value = am_pool_take(pool, rows, sizeof *w.value);
    w.low = am_pool_take(pool, rows, sizeof *w.low);
    w.high = am_pool_take(pool, rows, sizeof *w.high);
    w.steps = am_pool_take(pool, AM_WORLD_STEPS, sizeof *w.steps);
    w.blame = am_pool_take(pool, AM_WORLD_BLAME, sizeof *w.blame);
    if (am_pool_status(pool) != AM_OK)
        return am_pool_status(pool);
    for (size_t i = 0; i < rows; i++) {
        w.low[i] = INT32_MIN;
        w.high[i] = INT32_MAX;
    }
    *out = w;
    return AM_OK;
}

size_t am_world_row(const struct am_world *w, size_t sum, size_t group)
{
    return sum * w->ground->groups + group;
}

static int32_t off(const struct am_world *w, size_t row, int32_t value)
{
    if (value < w->low[row])
        return w->low[row] - value;
    return value > w->high[row] ? value - w->high[row] : 0;
}

bool am_world_fits(const struct am_world *w, size_t row)
{
    return off(w, row, w->value[row]) == 0;
}

void am_world_bound(struct am_world *w, size_t row, int32_t low, int32_t high)
{
    w->wrong -= off(w, row, w->value[row]);
    w->low[row] = low;
    w->high[row] = high;
    w->wrong += off(w, row, w->value[row]);
}

static void sum_links(struct am_world *w)
{
    const struct am_terms *t = &w->web->links;
    size_t classes = w->ground->classes;
    memset(w->y, 0, t->count * classes * sizeof *w->y);
    for (uint32_t link = 0; link < t->count; link++)
        for (uint32_t i = t->from[link]; i < t->from[link + 1]; i++)
            for (size_t c = 0; c < classes; c++)
                w->y[link * classes + c] += t->at[i].by * w->x[t->at[i].at * classes + c];
}

void am_world_sum(struct am_world *w)
{
    const struct am_ground *g = w->ground;
    const struct am_terms *t = &w->web->sums;
    sum_links(w);
    memset(w->value, 0, t->count * g->groups * sizeof *w->value);
    for (uint32_t sum = 0; sum < t->count; sum++)
        for (uint32_t i = t->from[sum]; i < t->from[sum + 1]; i++)
            for (size_t c = 0; c < g->classes; c++) {
                int32_t by = t->at[i].by * w->x[t->at[i].at * g->classes + c];
                for (uint32_t k = g->groups_from[c]; by != 0 && k < g->groups_from[c + 1]; k++)
                    w->value[sum * g->groups + g->groups_of[k]] += by;
            }
    w->wrong = 0;
    for (size_t row = 0; row < t->count * g->groups; row++)
        w->wrong += off(w, row, w->value[row]);
}

/* ---- moves ---- */

/* An organization of a class answers otherwise: several layers at once, so that all links hold. */
struct move {
    uint32_t class;
    uint8_t count;
    struct {
        uint16_t layer;
        int8_t by;
    } terms[TERMS];
};

static int changed(const struct move *m, uint32_t layer)
{
    for (size_t i = 0; i < m->count; i++)
        if (m->terms[i].layer == layer)
            return m->terms[i].by;
    return 0;
}

/* By how much a list of terms changes. */
static int32_t change_of(const struct am_terms *t, uint32_t list, const struct move *m)
{
    int32_t by = 0;
    for (uint32_t i = t->from[list]; i < t->from[list + 1]; i++)
        by += t->at[i].by * changed(m, t->at[i].at);
    return by;
}

static bool can_change(const struct am_world *w, const struct move *m, uint32_t layer, int by)
{
    int32_t then = w->x[layer * w->ground->classes + m->class] + by;
    return changed(m, layer) == 0 && then >= 0 && then <= (int32_t)w->ground->size[m->class];
}

/* A link that the move would break; false: it keeps all. Only those of the layers it changes can
 * be. */
static bool find_broken(const struct am_world *w, const struct move *m, uint32_t *out)
{
    const struct am_terms *of = &w->web->links_of;
    for (size_t i = 0; i < m->count; i++)
        for (uint32_t k = of->from[m->terms[i].layer]; k < of->from[m->terms[i].layer + 1u]; k++) {
            uint32_t link = of->at[k].at;
            if (of->at[k].by * m->terms[i].by > 0)
                continue;
            if (w->y[link * w->ground->classes + m->class] + change_of(&w->web->links, link, m) <
                0) {
                *out = link;
                return true;
            }
        }
    return false;
}

/* Mends broken links by other layers until all hold. Where there are several ways, `way` tells
 * which; what is left of it is more than zero past the last way. */
static bool complete(const struct am_world *w, struct move *m, unsigned *way)
{
    const struct am_terms *links = &w->web->links;
    uint32_t link;
    while (find_broken(w, m, &link)) {
        unsigned options = 0;
        for (uint32_t i = links->from[link]; i < links->from[link + 1]; i++)
            options += can_change(w, m, links->at[i].at, links->at[i].by);
        if (options == 0 || m->count == TERMS)
            return false;
        unsigned pick = *way % options;
        *way /= options;
        for (uint32_t i = links->from[link]; i < links->from[link + 1]; i++) {
            if (!can_change(w, m, links->at[i].at, links->at[i].by) || pick-- > 0)
                continue;
            m->terms[m->count].layer = (uint16_t)links->at[i].at;
            m->terms[m->count++].by = (int8_t)links->at[i].by;
            break;
        }
    }
    return true;
}

/* By how much more, or less, would be wrong. */
static int64_t cost(const struct am_world *w, const struct move *m)
{
    const struct am_ground *g = w->ground;
    const struct am_terms *of = &w->web->sums_of;
    int64_t more = 0;
    for (size_t i = 0; i < m->count; i++)
        for (uint32_t s = of->from[m->terms[i].layer]; s < of->from[m->terms[i].layer + 1u]; s++) {
            uint32_t sum = of->at[s].at;
            int32_t by = of->at[s].by * m->terms[i].by;
            if (sum >= w->web->layers) { /* told once, by the first of its layers */
                by = change_of(&w->web->sums, sum, m);
                for (size_t k = 0; k < i && by != 0; k++)
                    for (uint32_t j = w->web->sums.from[sum]; j < w->web->sums.from[sum + 1]; j++)
                        if (w->web->sums.at[j].at == m->terms[k].layer)
                            by = 0;
            }
            for (uint32_t k = g->groups_from[m->class]; by != 0 && k < g->groups_from[m->class + 1];
                 k++) {
                size_t row = sum * g->groups + g->groups_of[k];
                more += off(w, row, w->value[row] + by) - off(w, row, w->value[row]);
            }
        }
    return more;
}

static void apply(struct am_world *w, uint32_t layer, uint32_t class, int by)
{
    const struct am_ground *g = w->ground;
    const struct am_terms *links = &w->web->links_of;
    const struct am_terms *sums = &w->web->sums_of;
    w->x[layer * g->classes + class] += by;
    for (uint32_t k = links->from[layer]; k < links->from[layer + 1]; k++)
        w->y[links->at[k].at * g->classes + class] += links->at[k].by * by;
    for (uint32_t s = sums->from[layer]; s < sums->from[layer + 1]; s++)
        for (uint32_t k = g->groups_from[class]; k < g->groups_from[class + 1]; k++) {
            size_t row = sums->at[s].at * g->groups + g->groups_of[k];
            w->wrong -= off(w, row, w->value[row]);
            w->value[row] += sums->at[s].by * by;
            w->wrong += off(w, row, w->value[row]);
        }
}

static bool make(struct am_world *w, const struct move *m)
{
    if (w->step_count + m->count > AM_WORLD_STEPS)
        return false;
    for (size_t i = 0; i < m->count; i++) {
        apply(w, m->terms[i].layer, m->class, m->terms[i].by);
        w->steps[w->step_count++] = (struct am_change){m->class, m->terms[i].layer, m->terms[i].by};
    }
    return true;
}

void am_world_back(struct am_world *w, size_t steps)
{
    while (w->step_count > steps) {
        const struct am_change *c = &w->steps[--w->step_count];
        apply(w, c->layer, c->class, -c->by);
    }
}

/* ---- the search ---- */

struct option {
    struct move move;
    int64_t wrong;
};
struct fork {
    struct option options[BREADTH];
    size_t count, next, mark; /* `mark`: steps before any of them */
};

static void remember(struct fork *f, const struct option *option)
{
    size_t at = f->count < BREADTH ? f->count++ : BREADTH;
    if (at == BREADTH) {
        if (f->options[BREADTH - 1].wrong <= option->wrong)
            return;
        at = BREADTH - 1;
    }
    for (; at > 0 && f->options[at - 1].wrong > option->wrong; at--)
        f->options[at] = f->options[at - 1];
    f->options[at] = *option;
}

/* All ways in which one layer changes in one class; true where nothing is wrong after one of them.
 */
static bool look_at(const struct am_world *w, uint32_t sum, int sign, const struct move *first,
                    struct fork *out, size_t *looks)
{
    for (unsigned a = 0; a < ALTERNATIVES; a++) {
        struct option o = {.move = *first};
        unsigned way = a;
        bool right = complete(w, &o.move, &way);
        if (way > 0)
            break; /* there are no more */
        if (!right || change_of(&w->web->sums, sum, &o.move) * sign <= 0)
            continue;
        o.wrong = w->wrong + cost(w, &o.move);
        remember(out, &o);
        (*looks)++;
        if (o.wrong == 0)
            return true;
    }
    return false;
}

/* The best moves for a row; the first that leaves nothing wrong ends it. */
static void look(const struct am_world *w, size_t row, struct fork *out)
{
    const struct am_ground *g = w->ground;
    uint32_t sum = (uint32_t)(row / g->groups);
    size_t group = row % g->groups;
    int sign = w->value[row] < w->low[row] ? 1 : -1;
    const struct am_terms *sums = &w->web->sums;
    out->count = out->next = 0;
    out->mark = w->step_count;
    for (uint32_t t = sums->from[sum]; t < sums->from[sum + 1]; t++) {
        size_t looks = 0;
        for (uint32_t i = g->classes_from[group]; i < g->classes_from[group + 1] && looks < LOOKS;
             i++) {
            struct move first = {.class = g->classes_of[i]};
            int by = sums->at[t].by * sign;
            if (!can_change(w, &first, sums->at[t].at, by))
                continue;
            first.terms[0].layer = (uint16_t)sums->at[t].at;
            first.terms[0].by = (int8_t)by;
            first.count = 1;
            if (look_at(w, sum, sign, &first, out, &looks))
                return;
        }
    }
}

static void compare(struct am_world *w, size_t row, size_t *at, int32_t *most)
{
    int32_t by = off(w, row, w->value[row]);
    if (by > 0 && w->blame_count < AM_WORLD_BLAME &&
        (w->blame_count == 0 || w->blame[w->blame_count - 1] != row))
        w->blame[w->blame_count++] = row;
    if (by > *most) {
        *most = by;
        *at = row;
    }
}

/* The row of which most is wrong: `first`, or one that the steps since then changed. */
static size_t worst_since(struct am_world *w, size_t first, size_t steps)
{
    const struct am_ground *g = w->ground;
    const struct am_terms *of = &w->web->sums_of;
    size_t at = first;
    int32_t most = 0;
    compare(w, first, &at, &most);
    for (size_t i = steps; i < w->step_count; i++) {
        const struct am_change *c = &w->steps[i];
        for (uint32_t s = of->from[c->layer]; s < of->from[c->layer + 1u]; s++)
            for (uint32_t k = g->groups_from[c->class]; k < g->groups_from[c->class + 1]; k++)
                compare(w, of->at[s].at * g->groups + g->groups_of[k], &at, &most);
    }
    return at;
}

/* Depth first, the best moves first, until no more than `allowed` is wrong: what was wrong
 * elsewhere before. */
static bool search(struct am_world *w, size_t row, int64_t allowed, size_t tries)
{
    struct fork forks[DEPTH];
    size_t depth = 0;
    size_t start = w->step_count;
    look(w, row, &forks[0]);
    while (true) {
        struct fork *f = &forks[depth];
        am_world_back(w, f->mark);
        if (f->next == f->count || tries == 0) {
            if (depth == 0)
                return false;
            depth--;
            continue;
        }
        if (!make(w, &f->options[f->next++].move))
            continue;
        tries--;
        if (w->wrong <= allowed)
            return true;
        if (depth + 1 < DEPTH)
            look(w, worst_since(w, row, start), &forks[++depth]);
    }
}

bool am_world_step(struct am_world *w, size_t row, int by)
{
    int32_t low = w->low[row];
    int32_t high = w->high[row];
    int32_t to = w->value[row] + by;
    if (w->wrong != 0 || to < low || to > high)
        return false;
    am_world_bound(w, row, to, to);
    bool found = search(w, row, 0, TRIES);
    am_world_bound(w, row, low, high);
    return found;
}

bool am_world_mend(struct am_world *w, size_t row)
{
    for (size_t i = 0; i < MENDS && !am_world_fits(w, row); i++) {
        struct fork f;
        look(w, row, &f);
        if (f.count > 0 && f.options[0].wrong < w->wrong) {
            if (!make(w, &f.options[0].move))
                return false;
        } else if (!search(w, row, w->wrong - 1, TRIES)) {
            return false;
        }
    }
    return am_world_fits(w, row);
}
