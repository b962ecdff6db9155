/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/world.h"

#include <string.h>

#define LOOKS        48 /* moves that are looked at before the best of them is made */
#define PATIENCE     60
#define TABU         12
#define EQUALS       8    /* best ones, of which one is drawn */
#define TERMS        10   /* answers that change in one move */
#define ALTERNATIVES 6    /* ways to keep the links of a class */
#define MENDS        4000 /* moves made to mend a world, at most */

/* Changes by a move that is tried, of links or of sums; all zero between moves. */
struct changes {
    int16_t *by;     /* of each */
    uint32_t *which; /* those that were touched, each once at least */
    size_t count;
};
struct am_tried {
    struct changes links, sums;
};
#define TOUCHED 4096 /* by one move: what touches more is no way */

/* Of a layer no more than there are in the group. */
int32_t am_world_most(const struct am_world *w, size_t row)
{
    const struct am_ground *g = w->ground;
    int64_t n = 0;
    if (row / g->groups >= w->web->layers)
        return INT32_MAX;
    for (uint32_t i = g->classes_from[row % g->groups]; i < g->classes_from[row % g->groups + 1];
         i++)
        n += g->size[g->classes_of[i]];
    return n < INT32_MAX ? (int32_t)n : INT32_MAX;
}

enum am_status am_world_new(const struct am_ground *ground, const struct am_web *web,
                            struct am_pool *pool, struct am_world *out)
{
    size_t rows = web->sums.count * ground->groups;
    struct am_world w = {.ground = ground, .web = web, .tries = AM_WORLD_TRIES};
    w.x = am_pool_take(pool, web->layers * ground->classes, sizeof *w.x);
    w.y = am_pool_take(pool, web->links.count * ground->classes, sizeof *w.y);
    w.rows = am_pool_take(pool, rows, sizeof *w.rows);
    w.steps = am_pool_take(pool, AM_WORLD_STEPS, sizeof *w.steps);
    w.wrongs = am_pool_take(pool, rows, sizeof *w.wrongs);
    w.tried = am_pool_take(pool, 1, sizeof *w.tried);
    if (w.tried) {
        w.tried->links.by = am_pool_take(pool, web->links.count, sizeof(int16_t));
        w.tried->links.which = am_pool_take(pool, TOUCHED, sizeof(uint32_t));
        w.tried->sums.by = am_pool_take(pool, web->sums.count, sizeof(int16_t));
        w.tried->sums.which = am_pool_take(pool, TOUCHED, sizeof(uint32_t));
    }
    w.blame = am_pool_take(pool, AM_WORLD_BLAME, sizeof *w.blame);
    if (am_pool_status(pool) != AM_OK)
        return am_pool_status(pool);
    for (size_t i = 0; i < rows; i++)
        w.rows[i] = (struct am_row){.high = am_world_most(&w, i), .weight = 1};
    *out = w;
    return AM_OK;
}

size_t am_world_row(const struct am_world *w, size_t sum, size_t group)
{
    return sum * w->ground->groups + group;
}

static int32_t off(const struct am_row *r, int32_t value)
{
    if (value < r->low)
        return r->low - value;
    return value > r->high ? value - r->high : 0;
}

/* The same, as it counts. */
static int64_t weigh(const struct am_row *r, int32_t value)
{
    return (int64_t)off(r, value) * r->weight;
}

static void note(struct am_world *w, size_t row)
{
    if (w->rows[row].listed)
        return;
    w->rows[row].listed = true;
    w->wrongs[w->wrong_count++] = row;
}

bool am_world_fits(const struct am_world *w, size_t row)
{
    return off(&w->rows[row], w->rows[row].value) == 0;
}

void am_world_bound(struct am_world *w, size_t row, int32_t low, int32_t high)
{
    struct am_row *r = &w->rows[row];
    w->wrong -= weigh(r, r->value);
    r->low = low > 0 ? low : 0;
    r->high = high;
    int64_t by = weigh(&w->rows[row], w->rows[row].value);
    w->wrong += by;
    if (by > 0)
        note(w, row);
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
    for (size_t row = 0; row < t->count * g->groups; row++)
        w->rows[row].value = 0;
    w->wrong = 0;
    for (uint32_t sum = 0; sum < t->count; sum++)
        for (uint32_t i = t->from[sum]; i < t->from[sum + 1]; i++)
            for (size_t c = 0; c < g->classes; c++) {
                int32_t by = t->at[i].by * w->x[t->at[i].at * g->classes + c];
                for (uint32_t k = g->groups_from[c]; by != 0 && k < g->groups_from[c + 1]; k++)
                    w->rows[sum * g->groups + g->groups_of[k]].value += by;
            }
    for (size_t row = 0; row < t->count * g->groups; row++) {
        int64_t by = weigh(&w->rows[row], w->rows[row].value);
        w->wrong += by;
        if (by > 0)
            note(w, row);
    }
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

static bool touch(struct changes *c, const struct am_terms *of, uint32_t layer, int by)
{
    if (c->count + of->from[layer + 1] - of->from[layer] > TOUCHED)
        return false;
    for (uint32_t k = of->from[layer]; k < of->from[layer + 1]; k++) {
        uint32_t at = of->at[k].at;
        if (c->by[at] == 0)
            c->which[c->count++] = at;
        c->by[at] = (int16_t)(c->by[at] + of->at[k].by * by);
    }
    return true;
}

static void forget(struct changes *c)
{
    for (size_t i = 0; i < c->count; i++)
        c->by[c->which[i]] = 0;
    c->count = 0;
}

static bool can_change(const struct am_world *w, const struct move *m, uint32_t layer, int by)
{
    int32_t then = w->x[layer * w->ground->classes + m->class] + by;
    return then >= 0 && then <= (int32_t)w->ground->size[m->class] && changed(m, layer) == 0;
}

static bool add_term(const struct am_world *w, struct move *m, uint32_t layer, int by)
{
    if (m->count == TERMS || !touch(&w->tried->links, &w->web->links_of, layer, by))
        return false;
    m->terms[m->count].layer = (uint16_t)layer;
    m->terms[m->count++].by = (int8_t)by;
    return true;
}

/* A link that the move would break; false: it keeps all. */
static bool find_broken(const struct am_world *w, const struct move *m, uint32_t *out)
{
    const struct changes *c = &w->tried->links;
    for (size_t i = 0; i < c->count; i++) {
        *out = c->which[i];
        if (c->by[*out] < 0 && w->y[*out * w->ground->classes + m->class] + c->by[*out] < 0)
            return true;
    }
    return false;
}

/* Layers that can mend a link, a few of them: where there are many, those after a place that
 * differs from class to class. */
static size_t list_mends(const struct am_world *w, const struct move *m, uint32_t link,
                         uint32_t out[ALTERNATIVES])
{
    const struct am_terms *links = &w->web->links;
    uint32_t from = links->from[link];
    uint32_t count = links->from[link + 1] - from;
    uint32_t start = count > ALTERNATIVES ? m->class * 0x9e3779b1u % count : 0;
    size_t found = 0;
    for (uint32_t i = 0; i < count && found < ALTERNATIVES; i++) {
        uint32_t at = from + (start + i < count ? start + i : start + i - count);
        if (can_change(w, m, links->at[at].at, links->at[at].by))
            out[found++] = at;
    }
    return found;
}

/* Mends broken links by other layers until all hold. Where there are several ways, `way` tells
 * which; what is left of it is more than zero past the last way. */
static bool complete(const struct am_world *w, struct move *m, unsigned *way)
{
    uint32_t link;
    uint32_t mends[ALTERNATIVES];
    while (find_broken(w, m, &link)) {
        unsigned options = (unsigned)list_mends(w, m, link, mends);
        if (options == 0)
            return false;
        const struct am_term *with = &w->web->links.at[mends[*way % options]];
        *way /= options;
        if (!add_term(w, m, with->at, with->by))
            return false;
    }
    return true;
}

/* By how much more, or less, would be wrong; false: it does not bring the sum where it should go.
 */
static bool cost(const struct am_world *w, const struct move *m, uint32_t sum, int sign,
                 int64_t *out)
{
    const struct am_ground *g = w->ground;
    struct changes *c = &w->tried->sums;
    bool right = true;
    int64_t more = 0;
    for (size_t i = 0; i < m->count && right; i++)
        right = touch(c, &w->web->sums_of, m->terms[i].layer, m->terms[i].by);
    right = right && c->by[sum] * sign > 0;
    for (size_t i = 0; i < c->count && right; i++) {
        int32_t by = c->by[c->which[i]];
        c->by[c->which[i]] = 0; /* it may be there twice */
        for (uint32_t k = g->groups_from[m->class]; by != 0 && k < g->groups_from[m->class + 1];
             k++) {
            const struct am_row *row = &w->rows[c->which[i] * g->groups + g->groups_of[k]];
            more += weigh(row, row->value + by) - weigh(row, row->value);
        }
    }
    forget(c);
    *out = more;
    return right;
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
            w->wrong -= weigh(&w->rows[row], w->rows[row].value);
            w->rows[row].value += sums->at[s].by * by;
            int64_t more = weigh(&w->rows[row], w->rows[row].value);
            w->wrong += more;
            if (more > 0)
                note(w, row);
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

/* Moves for a row: the best that there are, as good as one another. */
struct choice {
    struct move moves[EQUALS];
    size_t count;
    int64_t wrong;
};

/* What was done lately, so that it is not undone at once; rows that weigh more than one. */
struct memory {
    struct am_change recent[TABU];
    size_t next;
    uint64_t state;
    size_t heavy[MENDS], heavy_count;
};

static uint64_t draw(struct memory *m)
{
    m->state ^= m->state << 13;
    m->state ^= m->state >> 7;
    m->state ^= m->state << 17;
    return m->state;
}

static bool is_tabu(const struct memory *m, const struct move *move)
{
    for (size_t i = 0; i < TABU; i++)
        if (m->recent[i].by != 0 && m->recent[i].class == move->class &&
            m->recent[i].layer == move->terms[0].layer && m->recent[i].by == -move->terms[0].by)
            return true;
    return false;
}

static void consider(struct choice *c, const struct move *move, int64_t wrong)
{
    if (c->count == 0 || wrong < c->wrong) {
        c->count = 0;
        c->wrong = wrong;
    }
    if (wrong == c->wrong && c->count < EQUALS)
        c->moves[c->count++] = *move;
}

/* All ways in which one layer changes in one class; true where what is wrong after one of them is
 * little enough. */
static bool look_at(const struct am_world *w, uint32_t sum, int sign, const struct move *first,
                    const struct memory *m, struct choice *out)
{
    for (unsigned a = 0; a < ALTERNATIVES; a++) {
        struct move move = {.class = first->class};
        unsigned way = a;
        int64_t wrong;
        bool right = add_term(w, &move, first->terms[0].layer, first->terms[0].by) &&
                     complete(w, &move, &way);
        forget(&w->tried->links);
        if (way > 0)
            break; /* there are no more */
        if (!right || !cost(w, &move, sum, sign, &wrong))
            continue;
        wrong += w->wrong;
        if (wrong > 0 && is_tabu(m, &move))
            continue;
        consider(out, &move, wrong);
        if (wrong == 0)
            return true;
    }
    return false;
}

static void look(const struct am_world *w, size_t row, struct memory *m, struct choice *out)
{
    const struct am_ground *g = w->ground;
    uint32_t sum = (uint32_t)(row / g->groups);
    size_t group = row % g->groups;
    int sign = w->rows[row].value < w->rows[row].low ? 1 : -1;
    const struct am_terms *sums = &w->web->sums;
    out->count = 0;
    for (uint32_t t = sums->from[sum]; t < sums->from[sum + 1]; t++) {
        uint32_t count = g->classes_from[group + 1] - g->classes_from[group];
        uint32_t start = count > LOOKS ? (uint32_t)(draw(m) % count) : 0;
        size_t looks = 0;
        for (uint32_t i = 0; i < count && looks < LOOKS; i++) {
            uint32_t at = g->classes_from[group] + (start + i) % count;
            struct move first = {.class = g->classes_of[at]};
            int by = sums->at[t].by * sign;
            if (!can_change(w, &first, sums->at[t].at, by))
                continue;
            first.terms[0].layer = (uint16_t)sums->at[t].at;
            first.terms[0].by = (int8_t)by;
            first.count = 1;
            looks++;
            if (look_at(w, sum, sign, &first, m, out))
                return;
        }
    }
}

/* One of the rows that are wrong, drawn, which weighs more from now on; those that are right again
 * leave the list. */
static size_t pick_wrong(struct am_world *w, struct memory *m)
{
    size_t kept = 0;
    for (size_t i = 0; i < w->wrong_count; i++) {
        size_t row = w->wrongs[i];
        w->rows[row].listed = !am_world_fits(w, row);
        if (w->rows[row].listed)
            w->wrongs[kept++] = row;
    }
    w->wrong_count = kept;
    size_t row = w->wrongs[kept > 0 ? draw(m) % kept : 0];
    if (w->blame_count < AM_WORLD_BLAME)
        w->blame[w->blame_count++] = row;
    m->heavy[m->heavy_count++] = row;
    w->rows[row].weight++;
    w->wrong += off(&w->rows[row], w->rows[row].value);
    return row;
}

static void lighten(struct am_world *w, const struct memory *m)
{
    for (size_t i = 0; i < m->heavy_count; i++) {
        size_t row = m->heavy[i];
        w->wrong -= off(&w->rows[row], w->rows[row].value);
        w->rows[row].weight--;
    }
}

static void recall(struct memory *m, const struct move *move)
{
    m->recent[m->next++ % TABU] =
        (struct am_change){move->class, move->terms[0].layer, move->terms[0].by};
}

/* The best move for a row that is wrong, again and again, though it may make others wrong, until
 * nothing is. */
static bool search(struct am_world *w, size_t tries)
{
    struct memory m = {.state = 0x9e3779b97f4a7c15u * (w->draw + 1u)};
    tries = tries < MENDS ? tries : MENDS;
    while (w->wrong > 0 && tries-- > 0) {
        struct choice c;
        look(w, pick_wrong(w, &m), &m, &c);
        if (c.count == 0) { /* all ways lead back: what was done is forgotten bit by bit */
            m.recent[m.next++ % TABU] = (struct am_change){0};
            continue;
        }
        const struct move *move = &c.moves[c.count > 1 ? draw(&m) % c.count : 0];
        if (!make(w, move))
            break;
        recall(&m, move);
    }
    lighten(w, &m);
    return w->wrong == 0;
}

bool am_world_step(struct am_world *w, size_t row, int by)
{
    int32_t low = w->rows[row].low;
    int32_t high = w->rows[row].high;
    int32_t to = w->rows[row].value + by;
    size_t start = w->step_count;
    if (w->wrong != 0 || to < low || to > high)
        return false;
    am_world_bound(w, row, to, to);
    bool found = search(w, w->tries);
    if (!found)
        am_world_back(w, start);
    am_world_bound(w, row, low, high);
    return found;
}

bool am_world_mend(struct am_world *w)
{
    return w->wrong == 0 || search(w, MENDS);
}
