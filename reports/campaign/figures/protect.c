/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/protect.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "campaign/figures/claims.h"

#define POOL_BYTES  ((size_t)3 << 30)
#define PATIENCE    ((size_t)4) /* times the first tries */
#define AGAIN       2           /* before something is withheld */
#define AT_LAST     12          /* where nothing is left to withhold */
#define CHOICES_MAX 16          /* numbers of which it is tried whether it alone is enough */

struct choice {
    uint32_t layer, cell;
    bool whole;    /* of all organizations of the round: last */
    bool other;    /* not of the variable that is to be closed */
    int64_t count; /* as it is told, the least that it may be */
};

struct protecting {
    struct am_told_round *t;
    struct am_claims_ask ask;
    struct am_round_ground ground;
    struct am_woven woven;
    struct am_claims claims;
    struct am_world world;
    struct choice *choices; /* room for one a claim */
    bool *living;           /* the same */
    size_t open;
};

/* ---- whether it is open ---- */

/* How many steps a row can be moved, up to `most`. The world is as before. */
static int reach(struct am_world *w, size_t row, int by, int most)
{
    size_t mark = w->step_count;
    int steps = 0;
    while (steps < most && am_world_step(w, row, by))
        steps++;
    am_world_back(w, mark);
    return steps;
}

/* So many values from 0 on. */
static bool is_few(struct am_world *w, size_t row, int values)
{
    int value = w->rows[row].value;
    return reach(w, row, -1, value) == value &&
           (value + 1 >= values || reach(w, row, 1, values - 1 - value) == values - 1 - value);
}

/* So many values; or some, of which one might be told of as it is: of N, and N are left. */
static bool is_wide(struct am_world *w, const struct am_target *t)
{
    int value = w->rows[t->row].value;
    int n = am_world_most(w, t->row);
    int down = reach(w, t->row, -1, t->high - 1);
    int up = down + 1 < t->high ? reach(w, t->row, 1, t->high - 1 - down) : 0;
    if (down + 1 + up >= t->high)
        return true;
    if (n >= 2 * t->high && down + 1 + up >= t->low && value + up >= t->high &&
        value - down <= n - t->high)
        return true;
    return down == value && is_few(w, t->row, t->low);
}

static bool is_open(struct am_world *w, const struct am_target *t)
{
    int32_t value = w->rows[t->row].value;
    switch (t->open) {
    case AM_OPEN_WHOLE:
        return (value <= t->low || reach(w, t->row, -1, value - t->low) == value - t->low) &&
               (value >= t->high || reach(w, t->row, 1, t->high - value) == t->high - value);
    case AM_OPEN_FEW:
        return is_few(w, t->row, t->low);
    case AM_OPEN_WIDE:
        return is_wide(w, t);
    case AM_OPEN_NONE:
        return value == 0 || value >= t->high || reach(w, t->row, -1, value) == value ||
               reach(w, t->row, 1, t->high - value) == t->high - value;
    }
    return false;
}

/* What is told of the very same organizations, here or in an earlier edition, is known. */
static bool is_told(const struct am_claims *c, size_t row)
{
    for (size_t i = am_claims_find(c, row); i < c->count && c->at[i].row == row; i++)
        if (!c->at[i].dead)
            return true;
    return false;
}

/* Not to tell it would change nothing: an earlier edition told it. */
static bool is_told_before(const struct am_claims *c, const struct am_claim *claim)
{
    for (size_t i = am_claims_find(c, claim->row); i < c->count && c->at[i].row == claim->row; i++)
        if (c->at[i].cell == AM_CLAIM_PAST && c->at[i].low >= claim->low &&
            c->at[i].high <= claim->high)
            return true;
    return false;
}

/* ---- what to withhold ---- */

static struct am_number *told_of(const struct protecting *p, uint32_t layer, uint32_t cell)
{
    return &p->t->told[p->woven.question[layer] * p->t->cell_count + cell];
}

/* By what is told of them alone: what is withheld must not tell what the counts are. */
static int by_worth(const void *a, const void *b)
{
    const struct choice *x = a;
    const struct choice *y = b;
    if (x->whole != y->whole)
        return x->whole ? 1 : -1;
    if (x->other != y->other)
        return x->other ? 1 : -1;
    if (x->count != y->count)
        return x->count < y->count ? -1 : 1;
    if (x->layer != y->layer)
        return x->layer > y->layer ? -1 : 1;
    return (x->cell > y->cell) - (x->cell < y->cell);
}

static void add_choices(struct protecting *p, size_t row, size_t sum, size_t *count)
{
    for (size_t i = am_claims_find(&p->claims, row);
         i < p->claims.count && p->claims.at[i].row == row; i++) {
        const struct am_claim *c = &p->claims.at[i];
        if (c->dead || c->cell == AM_CLAIM_PAST || is_told_before(&p->claims, c))
            continue;
        const struct am_number *told = told_of(p, c->layer, c->cell);
        p->choices[(*count)++] =
            (struct choice){.layer = c->layer,
                            .cell = c->cell,
                            .whole = p->t->cells[c->cell].cell.kind == AM_CELL_ALL,
                            .other = c->layer != sum,
                            .count = told->as == AM_TELL_FEWER ? 0 : (int64_t)told->n};
    }
}

static int by_number(const void *a, const void *b)
{
    size_t x = *(const size_t *)a;
    size_t y = *(const size_t *)b;
    return (x > y) - (x < y);
}

/* Numbers of this edition that stood in the way, the least worth first. */
static size_t list_choices(struct protecting *p, size_t row)
{
    struct am_world *w = &p->world;
    size_t count = 0;
    size_t kept = 0;
    if (w->blame_count < AM_WORLD_BLAME)
        w->blame[w->blame_count++] = row;
    if (w->blame_count > 0)
        qsort(w->blame, w->blame_count, sizeof *w->blame, by_number);
    for (size_t i = 0; i < w->blame_count; i++)
        if (i == 0 || w->blame[i] != w->blame[i - 1])
            add_choices(p, w->blame[i], row / w->ground->groups, &count);
    if (count > 0)
        qsort(p->choices, count, sizeof *p->choices, by_worth);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || by_worth(&p->choices[kept - 1], &p->choices[i]) != 0)
            p->choices[kept++] = p->choices[i];
    return kept;
}

/* The claims of a number and of those whose base it is, dead or alive. */
static void take_out(struct protecting *p, const struct choice *c, bool dead)
{
    for (uint32_t l = 0; l < p->woven.web.layers; l++) {
        if (l != c->layer && p->woven.base[l] != c->layer)
            continue;
        if (l != c->layer && told_of(p, l, c->cell)->as == AM_TELL_WITHHELD)
            continue;
        const uint32_t sums[] = {l, p->woven.rest[l]};
        for (size_t s = 0; s < 2; s++) {
            if (sums[s] == AM_NO_LAYER)
                continue;
            size_t row = am_world_row(&p->world, sums[s], p->ground.cell_group[c->cell]);
            for (size_t i = am_claims_find(&p->claims, row);
                 i < p->claims.count && p->claims.at[i].row == row; i++)
                if (p->claims.at[i].layer == l && p->claims.at[i].cell == c->cell)
                    p->claims.at[i].dead = dead;
            am_claims_bind(&p->claims, row, &p->world);
        }
    }
}

static enum am_status withhold(struct protecting *p, const struct choice *c)
{
    take_out(p, c, true);
    for (uint32_t l = 0; l < p->woven.web.layers; l++)
        if (p->woven.base[l] == c->layer)
            *told_of(p, l, c->cell) = (struct am_number){.as = AM_TELL_WITHHELD};
    *told_of(p, c->layer, c->cell) = (struct am_number){.as = AM_TELL_WITHHELD};
    return am_claims_withheld(&p->claims, &p->ask, c->layer, c->cell);
}

/* Before something is given up for it, and where nothing is left to give up: more patiently, and by
 * other ways. What stood in the way at first is to blame all the same. */
static bool is_open_after_all(struct am_world *w, const struct am_target *t, unsigned times)
{
    size_t blame = w->blame_count;
    bool open = false;
    for (unsigned i = 1; i <= times && !open; i++) {
        w->draw = i;
        w->tries = AM_WORLD_TRIES * PATIENCE * i;
        open = is_open(w, t);
    }
    w->draw = 0;
    w->tries = AM_WORLD_TRIES;
    w->blame_count = blame;
    return open;
}

/* Where nothing that was met stands in the way, and yet there is no way: what this edition tells
 * that would not be so in worlds that fit all that was told before it. */
static void blame_what_breaks(struct protecting *p, const struct am_target *t)
{
    struct am_world *w = &p->world;
    struct am_claims *c = &p->claims;
    for (size_t i = 0; i < c->count; i++) {
        p->living[i] = !c->at[i].dead && c->at[i].cell != AM_CLAIM_PAST;
        c->at[i].dead |= p->living[i];
    }
    am_claims_bind_all(c, w);
    w->tries = AM_WORLD_TRIES * PATIENCE * AT_LAST;
    for (int by = -1; by <= 1; by += 2) {
        for (int i = 0; i < t->high && am_world_step(w, t->row, by);)
            i++;
        for (size_t i = 0; i < c->count && w->blame_count < AM_WORLD_BLAME; i++)
            if (p->living[i] && !am_claim_fits(&c->at[i], w))
                w->blame[w->blame_count++] = c->at[i].row;
        am_world_back(w, 0);
    }
    w->tries = AM_WORLD_TRIES;
    for (size_t i = 0; i < c->count; i++)
        c->at[i].dead &= !p->living[i];
    am_claims_bind_all(c, w);
}

/* The first number that is enough, or else the first of all. */
static size_t choose(struct protecting *p, const struct am_target *target, size_t count)
{
    for (size_t i = 0; i < count && i < CHOICES_MAX; i++) {
        take_out(p, &p->choices[i], true);
        bool enough = is_open(&p->world, target);
        take_out(p, &p->choices[i], false);
        if (enough)
            return i;
    }
    return 0;
}

/* What holds for a number that is told does not hold any more once it is withheld, and the other
 * way about. */
static bool is_due(const struct protecting *p, const struct am_target *t)
{
    if (t->open == AM_OPEN_NONE)
        return true;
    return is_told(&p->claims, t->row) == (t->open != AM_OPEN_WIDE);
}

/* Withholds a number after the other until it is open. */
static enum am_status close_one(struct protecting *p, const struct am_target *target)
{
    enum am_status status = AM_OK;
    while (status == AM_OK && is_due(p, target)) {
        p->world.step_count = 0;
        p->world.blame_count = 0;
        if (is_open(&p->world, target) || is_open_after_all(&p->world, target, AGAIN))
            break;
        size_t count = list_choices(p, target->row);
        if (count == 0) {
            if (is_open_after_all(&p->world, target, AT_LAST))
                break;
            blame_what_breaks(p, target);
            count = list_choices(p, target->row);
        }
        if (count == 0) {
            p->open++;
            break;
        }
        status = withhold(p, &p->choices[choose(p, target, count)]);
    }
    return status;
}

/* What is withheld is a target more. */
static enum am_status close_all(struct protecting *p)
{
    enum am_status status = AM_OK;
    for (size_t i = 0; i < p->claims.target_count && status == AM_OK; i++) {
        const struct am_target target = p->claims.targets[i];
        status = close_one(p, &target);
    }
    return status;
}

/* What withdrawn shares said is not known any more: anything that fits what was published of them.
 * A row that can't be made to fit is one of which nothing is told now. */
static enum am_status recall(struct protecting *p)
{
    struct am_world *w = &p->world;
    enum am_status status = AM_OK;
    while (status == AM_OK && !am_world_mend(w)) {
        size_t i = 0;
        while (i < p->claims.count &&
               (p->claims.at[i].dead || am_world_fits(w, p->claims.at[i].row)))
            i++;
        if (i == p->claims.count)
            break;
        uint32_t layer = p->claims.at[i].layer;
        p->open++;
        for (uint32_t cell = 0; cell < p->t->cell_count && status == AM_OK; cell++)
            if (told_of(p, layer, cell)->as != AM_TELL_WITHHELD)
                status = withhold(p, &(struct choice){.layer = layer, .cell = cell});
        for (size_t k = 0; k < p->claims.count; k++)
            if (p->claims.at[k].layer == layer) {
                p->claims.at[k].dead = true;
                am_claims_bind(&p->claims, p->claims.at[k].row, w);
            }
    }
    w->step_count = 0;
    return status;
}

static enum am_status set_up(struct protecting *p, const struct am_plan *plan, struct am_pool *pool)
{
    uint32_t *cube = NULL;
    struct am_told_round *t = p->t;
    enum am_status status = am_ground_of(t, plan, p->ask.rule.at_least, pool, &p->ground);
    if (status == AM_OK)
        status = am_cube_of(t, &p->ground.classes, pool, &cube);
    if (status == AM_OK)
        status = am_weave(t, &plan->history, cube, p->ground.classes.count, pool, &p->woven);
    if (status == AM_OK)
        status = am_claims_of(&p->ask, &p->claims);
    if (status == AM_OK)
        status = am_world_new(&p->ground.ground, &p->woven.web, pool, &p->world);
    if (status != AM_OK)
        return status;
    size_t classes = p->ground.classes.count;
    for (size_t l = 0; l < p->woven.web.layers; l++)
        for (size_t c = 0; c < classes; c++)
            p->world.x[l * classes + c] = (int32_t)cube[p->woven.question[l] * classes + c];
    am_world_sum(&p->world);
    am_claims_bind_all(&p->claims, &p->world);
    p->choices = am_pool_take(pool, p->claims.count, sizeof *p->choices);
    p->living = am_pool_take(pool, p->claims.count, sizeof *p->living);
    return am_pool_status(pool);
}

enum am_status am_protect(struct am_told_round *t, const struct am_plan *plan,
                          struct am_rule_of_numbers rule, size_t *open)
{
    struct am_pool pool;
    struct protecting p = {.t = t};
    p.ask = (struct am_claims_ask){
        .t = t, .history = &plan->history, .woven = &p.woven, .ground = &p.ground, .rule = rule};
    am_pool_init(&pool, POOL_BYTES);
    enum am_status status = set_up(&p, plan, &pool);
    if (status == AM_OK)
        status = recall(&p);
    if (status == AM_OK)
        status = close_all(&p);
    am_claims_done(&p.claims);
    am_web_done(&p.woven.web);
    am_pool_done(&pool);
    *open += p.open;
    return status;
}
