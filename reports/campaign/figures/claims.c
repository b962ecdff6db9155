/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/claims.h"

#include <stdlib.h>

#include "base/table.h"
#include "campaign/figures/columns.h"

struct claiming {
    const struct am_claims_ask *ask;
    struct am_claims *out;
    struct am_rule_of_numbers rule; /* of the edition whose numbers are claimed */
    enum am_status status;
};

/* A cell, as a place where numbers are told. */
struct place {
    uint32_t group, cell;
    uint64_t n;
};

static size_t row_of(const struct claiming *c, size_t sum, const struct place *at)
{
    return sum * c->ask->ground->ground.groups + at->group;
}

static void claim(struct claiming *c, uint32_t sum, uint32_t layer, const struct place *at,
                  int64_t low, int64_t high)
{
    struct am_claims *o = c->out;
    if (sum == AM_NO_LAYER || c->status != AM_OK)
        return;
    void *room = am_array_room(o->at, o->count, &o->room, sizeof *o->at);
    if (!room) {
        c->status = AM_E_NO_MEMORY;
        return;
    }
    o->at = room;
    o->at[o->count++] = (struct am_claim){.row = row_of(c, sum, at),
                                          .layer = layer,
                                          .cell = at->cell,
                                          .low = (int32_t)low,
                                          .high = (int32_t)high};
}

static void target(struct claiming *c, enum am_open open, uint32_t sum, const struct place *at,
                   uint64_t low, uint64_t high)
{
    struct am_claims *o = c->out;
    if (sum == AM_NO_LAYER || c->status != AM_OK)
        return;
    void *room = am_array_room(o->targets, o->target_count, &o->target_room, sizeof *o->targets);
    if (!room) {
        c->status = AM_E_NO_MEMORY;
        return;
    }
    o->targets = room;
    o->targets[o->target_count++] =
        (struct am_target){open, row_of(c, sum, at), (int32_t)low, (int32_t)high};
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* How many values "fewer" has to leave, at the least. */
static uint64_t few_values(const struct claiming *c)
{
    return (c->rule.at_least + 1) / 2;
}

/* Of a set of which nothing is told. Whoever is alone in it may be either; of two all is open, of
 * less than N so many values as "fewer" has to leave. */
static void target_wide(struct claiming *c, uint32_t sum, const struct place *at)
{
    uint64_t few = smaller(few_values(c), at->n + 1);
    target(c, AM_OPEN_WIDE, sum, at, few, at->n < c->rule.at_least ? few : c->rule.at_least);
}

/* A count is told; where it is of a base that is itself a count, the base leaves something too. */
static void claim_number(struct claiming *c, uint32_t layer, const struct place *at,
                         struct am_number told, const struct am_number *base)
{
    uint64_t few = smaller(c->rule.at_least - 1, at->n);
    uint32_t rest = c->ask->woven->rest[layer];
    if (base && (base->as == AM_TELL_FEWER || base->as == AM_TELL_WITHHELD)) {
        /* Not listed; what other cells leave for it must not tell it either. */
        target_wide(c, layer, at);
        return;
    }
    struct am_span span = am_number_span(told, at->n, c->rule);
    switch (told.as) {
    case AM_TELL_FEWER:
        claim(c, layer, layer, at, 0, (int64_t)few);
        target(c, AM_OPEN_FEW, layer, at, smaller(few_values(c), few + 1), few);
        break;
    case AM_TELL_ROUNDED:
        claim(c, layer, layer, at, (int64_t)span.from, (int64_t)span.to);
        if (base)
            claim(c, rest, layer, at, (int64_t)c->rule.at_least, INT32_MAX);
        break;
    case AM_TELL_MOST:
        claim(c, layer, layer, at, (int64_t)span.from, (int64_t)at->n);
        if (!base) {
            target(c, AM_OPEN_WHOLE, layer, at, span.from, at->n);
            break;
        }
        claim(c, rest, layer, at, 0, (int64_t)few);
        target(c, AM_OPEN_WHOLE, rest, at, 0, few);
        break;
    case AM_TELL_WITHHELD:
        target_wide(c, layer, at);
        break;
    }
}

static void claim_now(struct claiming *c)
{
    const struct am_told_round *t = c->ask->t;
    const struct am_woven *w = c->ask->woven;
    for (uint32_t l = 0; l < w->web.layers; l++)
        for (size_t cell = 0; cell < t->cell_count; cell++) {
            const struct place at = {c->ask->ground->cell_group[cell], (uint32_t)cell,
                                     t->cells[cell].cell.n};
            const struct am_number *base =
                w->base[l] != AM_NO_LAYER ? &t->told[w->question[w->base[l]] * t->cell_count + cell]
                                          : NULL;
            claim_number(c, l, &at, t->told[w->question[l] * t->cell_count + cell], base);
        }
}

static const struct am_published *find_row(const struct claiming *c, const struct am_past *past,
                                           const struct am_cell *cell, uint32_t layer)
{
    const struct am_question *q = &c->ask->t->questions.at.at[c->ask->woven->question[layer]];
    size_t entities;
    const struct am_entity *e = am_shares_entities(c->ask->t->count.shares, &entities);
    struct am_variable_ids ids;
    struct am_variable v = {.kind = q->kind,
                            .corporation = e[q->of].corporation,
                            .country = e[q->of].country,
                            .area = e[q->of].area,
                            .step = e[q->of].step};
    if (q->kind == AM_VAR_AREA_PROVIDER || q->kind == AM_VAR_FIRST)
        v.corporation = e[q->also].corporation;
    am_variable_ids(&v, &ids);
    return am_published_find(past->publication, cell, q->kind, ids.of ? ids.of : "",
                             ids.also ? ids.also : "");
}

/* What was told of nowhere was of too few in the whole round. */
static void claim_silence(struct claiming *c, uint32_t layer, const struct place *at,
                          const struct am_number *base)
{
    enum am_variable_kind kind = c->ask->t->questions.at.at[c->ask->woven->question[layer]].kind;
    if (kind == AM_VAR_SERVICE || kind == AM_VAR_HOST || kind == AM_VAR_AREA_SINGLE)
        return; /* those that it is a part of say it */
    claim_number(c, layer, at, (struct am_number){AM_TELL_FEWER, c->rule.at_least}, base);
}

static void claim_past(struct claiming *c, const struct am_past *past, const uint32_t *groups)
{
    const struct am_publication *p = past->publication;
    const struct am_woven *w = c->ask->woven;
    c->rule = p->rule;
    for (size_t i = 0; i < p->cells.count; i++) {
        if (groups[i] == AM_TABLE_NONE)
            continue;
        const struct place at = {groups[i], AM_CLAIM_PAST, p->cells.at[i].n};
        for (uint32_t l = 0; l < w->web.layers; l++) {
            bool based = w->base[l] != AM_NO_LAYER;
            const struct am_published *row = find_row(c, past, &p->cells.at[i], l);
            const struct am_published *above =
                based ? find_row(c, past, &p->cells.at[i], w->base[l]) : NULL;
            if (based && !above)
                continue;
            if (row)
                claim_number(c, l, &at, row->count, above ? &above->count : NULL);
            else if (p->cells.at[i].kind == AM_CELL_ALL)
                claim_silence(c, l, &at, above ? &above->count : NULL);
        }
    }
}

/* Of sets that nobody published, and of sums that nobody did. */
static void target_hidden(struct claiming *c)
{
    const struct am_woven *w = c->ask->woven;
    const struct am_told_round *t = c->ask->t;
    for (size_t i = 0; i < c->ask->ground->hidden.count; i++) {
        const struct am_hidden *h = &c->ask->ground->hidden.at[i];
        const struct place at = {h->group, AM_CLAIM_PAST, h->n};
        for (uint32_t l = 0; l < w->web.layers; l++)
            target_wide(c, l, &at);
    }
    for (size_t cell = 0; cell < t->cell_count; cell++) {
        const struct place at = {c->ask->ground->cell_group[cell], AM_CLAIM_PAST,
                                 t->cells[cell].cell.n};
        for (size_t i = 0; i < w->hidden.count; i++)
            target(c, AM_OPEN_NONE, w->hidden.at[i].sum, &at, 0, c->rule.at_least);
    }
}

static int by_row(const void *a, const void *b)
{
    const struct am_claim *x = a;
    const struct am_claim *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->cell != y->cell)
        return x->cell < y->cell ? -1 : 1;
    return (x->layer > y->layer) - (x->layer < y->layer);
}

enum am_status am_claims_of(const struct am_claims_ask *ask, struct am_claims *out)
{
    struct claiming c = {.ask = ask, .rule = ask->rule, .out = out};
    *out = (struct am_claims){0};
    claim_now(&c);
    for (size_t e = 0; e < ask->history->count; e++)
        if (ask->history->editions[e].publication->method == AM_SHARE_METHOD)
            claim_past(&c, &ask->history->editions[e], ask->ground->past_group[e]);
    c.rule = ask->rule;
    target_hidden(&c);
    if (out->count > 0)
        qsort(out->at, out->count, sizeof *out->at, by_row);
    return c.status;
}

void am_claims_done(struct am_claims *c)
{
    free(c->at);
    free(c->targets);
    *c = (struct am_claims){0};
}

enum am_status am_claims_withheld(struct am_claims *claims, const struct am_claims_ask *ask,
                                  uint32_t layer, uint32_t cell)
{
    struct claiming c = {.ask = ask, .rule = ask->rule, .out = claims};
    const struct place at = {ask->ground->cell_group[cell], cell, ask->t->cells[cell].cell.n};
    claim_number(&c, layer, &at, (struct am_number){.as = AM_TELL_WITHHELD}, NULL);
    return c.status;
}

size_t am_claims_find(const struct am_claims *c, size_t row)
{
    size_t low = 0;
    size_t high = c->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->at[middle].row < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool am_claim_fits(const struct am_claim *c, const struct am_world *w)
{
    return w->rows[c->row].value >= c->low && w->rows[c->row].value <= c->high;
}

void am_claims_bind(const struct am_claims *c, size_t row, struct am_world *w)
{
    int32_t low = 0;
    int32_t high = am_world_most(w, row);
    for (size_t i = am_claims_find(c, row); i < c->count && c->at[i].row == row; i++) {
        if (c->at[i].dead)
            continue;
        low = c->at[i].low > low ? c->at[i].low : low;
        high = c->at[i].high < high ? c->at[i].high : high;
    }
    am_world_bound(w, row, low, high);
}

void am_claims_bind_all(const struct am_claims *c, struct am_world *w)
{
    for (size_t i = 0; i < c->count; i++)
        if (i == 0 || c->at[i].row != c->at[i - 1].row)
            am_claims_bind(c, c->at[i].row, w);
}
