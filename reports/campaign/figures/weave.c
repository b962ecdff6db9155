/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/weave.h"

#include <stdlib.h>
#include <string.h>

struct weaving {
    const struct am_told_round *t;
    const struct am_history *history;
    const uint32_t *cube;
    size_t classes;
    const struct am_question *questions;
    const struct am_entity *entities;
    struct am_woven *out;
    struct am_term *terms; /* room for a list of all layers */
};

static size_t question_of(const struct weaving *w, enum am_variable_kind kind, size_t of,
                          size_t also)
{
    const struct am_question q = {kind, (uint16_t)of, (uint16_t)also};
    size_t at = am_questions_find(&w->t->questions, &q, w->t->count.shares);
    const struct am_question *found = &w->questions[at];
    return at < w->t->questions.at.count && found->kind == kind && found->of == q.of &&
                   found->also == q.also
               ? at
               : SIZE_MAX;
}

static uint32_t layer_of(const struct weaving *w, enum am_variable_kind kind, size_t of,
                         size_t also)
{
    size_t at = question_of(w, kind, of, also);
    return at == SIZE_MAX ? AM_NO_LAYER : w->out->layer[at];
}

/* Where the truth keeps it. */
static void link_up(struct weaving *w, const struct am_term *terms, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (terms[i].at == AM_NO_LAYER)
            return;
    for (size_t c = 0; c < w->classes; c++) {
        int64_t sum = 0;
        for (size_t i = 0; i < count; i++)
            sum += terms[i].by * (int64_t)w->cube[w->out->question[terms[i].at] * w->classes + c];
        if (sum < 0)
            return;
    }
    am_web_link(&w->out->web, terms, count);
}

static void link_two(struct weaving *w, uint32_t larger, uint32_t smaller)
{
    link_up(w, (struct am_term[]){{larger, 1}, {smaller, -1}}, 2);
}

static uint32_t sum_two(struct weaving *w, uint32_t larger, uint32_t smaller)
{
    return (uint32_t)am_web_sum(&w->out->web, (struct am_term[]){{larger, 1}, {smaller, -1}}, 2);
}

/* A link would hold in each class, and a country has too many corporations to follow it there; a
 * sum is not below zero in any group that is looked at, which is what reads the numbers. Where the
 * truth keeps it, as for a link. */
static void floor_two(struct weaving *w, uint32_t larger, uint32_t smaller)
{
    if (larger == AM_NO_LAYER || smaller == AM_NO_LAYER)
        return;
    for (size_t c = 0; c < w->classes; c++)
        if (w->cube[w->out->question[larger] * w->classes + c] <
            w->cube[w->out->question[smaller] * w->classes + c])
            return;
    (void)sum_two(w, larger, smaller);
}

static void hide(struct weaving *w, uint32_t sum, uint32_t layer)
{
    w->out->hidden.at[w->out->hidden.count++] = (struct am_hidden_sum){sum, layer};
}

static void weave_owner(struct weaving *w, uint32_t either)
{
    size_t corporation = w->questions[w->out->question[either]].of;
    uint32_t service = layer_of(w, AM_VAR_SERVICE, corporation, 0);
    uint32_t host = layer_of(w, AM_VAR_HOST, corporation, 0);
    link_two(w, either, service);
    link_two(w, either, host);
    link_up(w, (struct am_term[]){{either, -1}, {service, 1}, {host, 1}}, 3);
    hide(w, sum_two(w, either, service), service);
    hide(w, sum_two(w, either, host), host);
}

/* The countries of corporations, found once each. */
static void weave_country(struct weaving *w, uint32_t layer)
{
    const struct am_question *q = &w->questions[w->out->question[layer]];
    const struct am_jurisdiction *country = w->entities[q->of].country;
    enum am_variable_kind side = q->kind == AM_VAR_LAW_SERVICE ? AM_VAR_SERVICE : AM_VAR_HOST;
    for (uint32_t l = 0; l < w->out->web.layers; l++) {
        const struct am_question *other = &w->questions[w->out->question[l]];
        if (other->kind == side && w->entities[other->of].corporation->parent == country)
            floor_two(w, layer, l);
    }
}

/* Parts of a layer, of which one organization has one at most; what is left of it can be computed.
 */
static void weave_parts(struct weaving *w, uint32_t whole, enum am_variable_kind kind, size_t of)
{
    size_t count = 1;
    w->terms[0] = (struct am_term){whole, 1};
    for (uint32_t l = 0; l < w->out->web.layers; l++) {
        const struct am_question *q = &w->questions[w->out->question[l]];
        if (q->kind == kind && q->of == of)
            w->terms[count++] = (struct am_term){l, -1};
    }
    link_up(w, w->terms, count);
    hide(w, (uint32_t)am_web_sum(&w->out->web, w->terms, count), whole);
}

/* Whether all but a few of a base have it in some cell, now or before. */
static bool is_most(const struct weaving *w, uint32_t layer)
{
    size_t question = w->out->question[layer];
    const struct am_question *q = &w->questions[question];
    bool most = false;
    for (size_t c = 0; c < w->t->cell_count; c++)
        most |= w->t->told[question * w->t->cell_count + c].as == AM_TELL_MOST;
    for (size_t e = 0; e < w->history->count; e++) {
        const struct am_publication *past = w->history->editions[e].publication;
        for (size_t c = 0; c < past->cells.count && !most; c++) {
            const struct am_published *row =
                am_published_find(past, &past->cells.at[c], q->kind, w->entities[q->of].id, "");
            most = row && row->count.as == AM_TELL_MOST;
        }
    }
    return most;
}

static void weave_area(struct weaving *w, uint32_t area)
{
    size_t of = w->questions[w->out->question[area]].of;
    uint32_t single = layer_of(w, AM_VAR_AREA_SINGLE, of, 0);
    bool rests = is_most(w, single); /* where some are left, they are left of each part of it too */
    link_two(w, area, single);
    w->out->base[single] = area;
    w->out->rest[single] = sum_two(w, area, single);
    weave_parts(w, single, AM_VAR_AREA_PROVIDER, of);
    for (uint32_t l = 0; l < w->out->web.layers; l++) {
        const struct am_question *q = &w->questions[w->out->question[l]];
        if (q->kind != AM_VAR_AREA_PROVIDER || q->of != of)
            continue;
        w->out->base[l] = area;
        w->out->rest[l] = rests ? sum_two(w, area, l) : AM_NO_LAYER;
        floor_two(w, layer_of(w, AM_VAR_SERVICE, q->also, 0), l);
    }
}

static void weave_first_step(struct weaving *w, uint32_t layer)
{
    const struct am_question *first = &w->questions[w->out->question[layer]];
    uint32_t before = layer;
    if (w->entities[first->of].step != 1)
        return;
    for (uint32_t l = layer + 1; l < w->out->web.layers; l++) {
        if (w->questions[w->out->question[l]].kind != AM_VAR_LOST)
            break;
        link_two(w, before, l);
        before = l;
    }
    weave_parts(w, layer, AM_VAR_FIRST, first->of);
    for (uint32_t l = 0; l < w->out->web.layers; l++) {
        const struct am_question *q = &w->questions[w->out->question[l]];
        if (q->kind == AM_VAR_FIRST)
            floor_two(w, layer_of(w, AM_VAR_EITHER, q->also, 0), l);
    }
}

static bool has_count(enum am_variable_kind kind)
{
    return kind == AM_VAR_LOST || am_variable_shape(kind)->prevalence;
}

static enum am_status list_layers(struct weaving *w, struct am_pool *pool)
{
    size_t count = w->t->questions.at.count;
    size_t layers = 0;
    struct am_woven *o = w->out;
    o->question = am_pool_take(pool, count, sizeof *o->question);
    o->layer = am_pool_take(pool, count, sizeof *o->layer);
    o->base = am_pool_take(pool, count, sizeof *o->base);
    o->rest = am_pool_take(pool, count, sizeof *o->rest);
    o->hidden.at = am_pool_take(pool, 2 * count + 1, sizeof *o->hidden.at);
    w->terms = am_pool_take(pool, count + 1, sizeof *w->terms);
    if (am_pool_status(pool) != AM_OK)
        return am_pool_status(pool);
    for (size_t q = 0; q < count; q++) {
        o->layer[q] = AM_NO_LAYER;
        if (!has_count(w->questions[q].kind))
            continue;
        o->question[layers] = (uint32_t)q;
        o->base[layers] = o->rest[layers] = AM_NO_LAYER;
        o->layer[q] = (uint32_t)layers++;
    }
    am_web_init(&o->web, layers);
    return o->web.status;
}

enum am_status am_weave(const struct am_told_round *t, const struct am_history *history,
                        const uint32_t *cube, size_t classes, struct am_pool *pool,
                        struct am_woven *out)
{
    size_t entities;
    struct weaving w = {.t = t,
                        .history = history,
                        .cube = cube,
                        .classes = classes,
                        .questions = t->questions.at.at,
                        .entities = am_shares_entities(t->count.shares, &entities),
                        .out = out};
    enum am_status status = list_layers(&w, pool);
    for (uint32_t l = 0; status == AM_OK && l < out->web.layers; l++) {
        enum am_variable_kind kind = w.questions[out->question[l]].kind;
        if (kind == AM_VAR_EITHER)
            weave_owner(&w, l);
        else if (kind == AM_VAR_LAW_SERVICE || kind == AM_VAR_LAW_HOST)
            weave_country(&w, l);
        else if (kind == AM_VAR_AREA)
            weave_area(&w, l);
        else if (kind == AM_VAR_LOST)
            weave_first_step(&w, l);
        status = out->web.status;
    }
    return status == AM_OK ? am_web_close(&out->web) : status;
}
