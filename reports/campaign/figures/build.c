/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/build.h"

#include <stdlib.h>
#include <string.h>

#include "campaign/figures/bootstrap.h"
#include "campaign/figures/protect.h"
#include "campaign/figures/quantiles.h"

#define PERMILLE 1000
#define NO_BASE  SIZE_MAX

struct building {
    const struct am_shares *shares;
    const struct am_plan *plan;
    struct am_campaign_figures *f;
    struct am_pool work;
    struct am_rule_of_numbers rule;
    struct am_told_round rounds[AM_CAMPAIGN_ROUNDS];
    size_t round_count;
    const struct am_entity *entities;
    struct am_question *asked; /* of all rounds, each once, in order; as f->variables */
};

static enum am_status open_round(struct building *b, size_t first, size_t count)
{
    struct am_told_round *t = &b->rounds[b->round_count++];
    const struct am_roll *roll = &b->plan->roll;
    unsigned round = b->plan->cells.at.at[first].cell.round;
    const struct am_set **sets = am_pool_take(&b->work, count, sizeof(const struct am_set *));
    t->cells = &b->plan->cells.at.at[first];
    t->first = first;
    t->cell_count = count;
    t->count = (struct am_round){.shares = b->shares,
                                 .roll = roll,
                                 .round = round,
                                 .postings = &t->postings,
                                 .classes = &t->classes};
    for (size_t i = 0; sets && i < count; i++)
        sets[i] = &t->cells[i].set;
    enum am_status status = am_pool_status(&b->work);
    if (status == AM_OK)
        status = am_classes_of(sets, count, roll->from[round + 1] - roll->from[round], &b->work,
                               &t->classes);
    if (status == AM_OK)
        status = am_postings_of(b->shares, roll, round, &t->classes, &t->postings);
    if (status == AM_OK)
        status = am_questions_of(&t->count, &b->plan->history, (unsigned)b->rule.at_least, &b->work,
                                 &t->questions);
    return status;
}

static enum am_status open_rounds(struct building *b)
{
    size_t count = b->plan->cells.at.count;
    enum am_status status = AM_OK;
    for (size_t i = 0, to; i < count && status == AM_OK; i = to) {
        for (to = i; to < count &&
                     b->plan->cells.at.at[to].cell.round == b->plan->cells.at.at[i].cell.round;)
            to++;
        status = open_round(b, i, to - i);
    }
    return status;
}

static struct am_variable variable_of(const struct building *b, const struct am_question *q)
{
    struct am_variable v = {.kind = q->kind};
    if (q->kind >= AM_VAR_SINGLES)
        return v;
    const struct am_entity *of = &b->entities[q->of];
    v.corporation = of->corporation;
    v.country = of->country;
    v.area = of->area;
    v.step = q->kind == AM_VAR_LOST ? of->step : 0;
    if (q->kind == AM_VAR_AREA_PROVIDER || q->kind == AM_VAR_FIRST)
        v.corporation = b->entities[q->also].corporation;
    return v;
}

static enum am_status list_variables(struct building *b)
{
    size_t count = 0;
    for (size_t i = 0; i < b->round_count; i++)
        count += b->rounds[i].questions.at.count;
    b->asked = am_pool_take(&b->work, count, sizeof *b->asked);
    b->f->variables.at = am_pool_take(&b->f->pool, count, sizeof *b->f->variables.at);
    if (!b->asked || !b->f->variables.at)
        return AM_E_NO_MEMORY;
    count = 0;
    for (size_t i = 0; i < b->round_count; i++) {
        const struct am_questions *q = &b->rounds[i].questions;
        memcpy(b->asked + count, q->at.at, q->at.count * sizeof *b->asked);
        count += q->at.count;
    }
    count = am_questions_sort(b->shares, b->asked, count);
    for (size_t i = 0; i < count; i++)
        b->f->variables.at[i] = variable_of(b, &b->asked[i]);
    b->f->variables.count = count;
    return AM_OK;
}

/* The variable whose count is the base of another; NO_BASE: its base is the cell. Questions of an
 * area, and of a corporation, stand together in the order of kinds, so that it is found by its ids.
 */
static size_t base_question(const struct am_told_round *t, size_t question)
{
    struct am_question q = t->questions.at.at[question];
    if (q.kind == AM_VAR_PRESENCE)
        q.kind = AM_VAR_EITHER;
    else if (q.kind == AM_VAR_AREA_SINGLE || q.kind == AM_VAR_AREA_PROVIDER)
        q.kind = AM_VAR_AREA;
    else
        return NO_BASE;
    q.also = 0;
    return am_questions_find(&t->questions, &q, t->count.shares);
}

static void tell(const struct building *b, struct am_told_round *t, size_t question, size_t above,
                 size_t cell)
{
    enum am_variable_kind kind = t->questions.at.at[question].kind;
    struct am_tally *tally = &t->tallies[question * t->cell_count + cell];
    struct am_number *base = &t->base[question * t->cell_count + cell];
    struct am_number *told = &t->told[question * t->cell_count + cell];
    uint64_t n = t->cells[cell].cell.n;
    if (above != NO_BASE) {
        size_t at = above * t->cell_count + cell;
        tally->base = t->tallies[at].count;
        *base = t->told[at];
        *told = kind == AM_VAR_PRESENCE
                    ? *base
                    : am_number_tell_of(tally->count, tally->base, *base, n, b->rule);
    } else if (kind == AM_VAR_LOST || kind == AM_VAR_HOME) {
        *base = *told = am_number_tell(tally->base, n, b->rule);
    } else {
        *base = (struct am_number){AM_TELL_ROUNDED, n};
        *told =
            am_variable_shape(kind)->prevalence ? am_number_tell(tally->count, n, b->rule) : *base;
    }
}

static enum am_status count_round(struct building *b, struct am_told_round *t)
{
    size_t count = t->questions.at.count * t->cell_count;
    t->tallies = am_pool_take(&b->work, count, sizeof *t->tallies);
    t->base = am_pool_take(&b->work, count, sizeof *t->base);
    t->told = am_pool_take(&b->work, count, sizeof *t->told);
    if (am_pool_status(&b->work) != AM_OK)
        return am_pool_status(&b->work);
    for (size_t q = 0; q < t->questions.at.count; q++) {
        am_tally_cells(&t->count, &t->questions.at.at[q], t->cell_count,
                       &t->tallies[q * t->cell_count]);
        size_t above = base_question(t, q); /* stands before it */
        for (size_t c = 0; c < t->cell_count; c++)
            tell(b, t, q, above, c);
    }
    return AM_OK;
}

/* What is withheld of a base is withheld of all that is told of it. */
static void follow_bases(struct am_told_round *t)
{
    for (size_t q = 0; q < t->questions.at.count; q++) {
        enum am_variable_kind kind = t->questions.at.at[q].kind;
        size_t above = base_question(t, q);
        for (size_t c = 0; c < t->cell_count; c++) {
            struct am_number *told = &t->told[q * t->cell_count + c];
            struct am_number *base = &t->base[q * t->cell_count + c];
            if (above != NO_BASE)
                *base = t->told[above * t->cell_count + c];
            if (kind == AM_VAR_PRESENCE || (above != NO_BASE && base->as == AM_TELL_WITHHELD))
                *told = *base;
            if (kind == AM_VAR_LOST)
                *base = *told;
        }
    }
}

/* Of so few, or of how many is not told, that nothing is told of a part of them. */
static bool is_told(const struct am_told_round *t, size_t question, size_t cell)
{
    enum am_variable_kind kind = t->questions.at.at[question].kind;
    const struct am_number *base = &t->base[question * t->cell_count + cell];
    return (kind != AM_VAR_AREA_SINGLE && kind != AM_VAR_AREA_PROVIDER) ||
           (base->as != AM_TELL_FEWER && base->as != AM_TELL_WITHHELD);
}

static unsigned permille(uint64_t count, uint64_t base)
{
    return (unsigned)((count * PERMILLE + base / 2) / base);
}

static void fill(const struct building *b, const struct am_told_round *t, size_t question,
                 size_t cell, struct am_campaign_figure *out)
{
    size_t at = question * t->cell_count + cell;
    enum am_variable_kind kind = t->questions.at.at[question].kind;
    const struct am_variable_shape *shape = am_variable_shape(kind);
    size_t variable =
        am_questions_find(&(struct am_questions){.at = {b->asked, b->f->variables.count}},
                          &t->questions.at.at[question], t->count.shares);
    *out = (struct am_campaign_figure){.variable = &b->f->variables.at[variable],
                                       .cell = &b->f->cells.at[t->first + cell],
                                       .base = t->base[at],
                                       .count = t->told[at]};
    uint64_t base = am_number_middle(out->base, b->rule);
    if (shape->prevalence && out->count.as == AM_TELL_ROUNDED && base > 0) {
        struct am_interval draws = am_bootstrap_share(out->count.n, base); /* of what is told */
        out->share = permille(out->count.n, base);
        out->share_low = permille(draws.low, base);
        out->share_high = permille(draws.high, base);
    }
    if (shape->unit != AM_UNIT_FLAG &&
        (out->count.as == AM_TELL_ROUNDED || out->count.as == AM_TELL_MOST)) {
        struct am_span span = am_number_span(out->count, out->cell->n, b->rule);
        if (out->base.as == AM_TELL_ROUNDED && out->base.n == out->cell->n && !shape->prevalence)
            span = (struct am_span){out->cell->n, out->cell->n};
        am_quantiles_tell(&t->tallies[at], span, b->rule.at_least, out);
    }
}

/* Rounded counts first, then what is fewer, then what is not told; by id where that says the same.
 */
static int by_count(const void *a, const void *b)
{
    const struct am_campaign_figure *x = a;
    const struct am_campaign_figure *y = b;
    if (x->cell != y->cell)
        return x->cell < y->cell ? -1 : 1;
    if (x->variable->kind != y->variable->kind)
        return x->variable->kind < y->variable->kind ? -1 : 1;
    if (x->variable->area != y->variable->area && x->variable->kind == AM_VAR_AREA_PROVIDER)
        return strcmp(x->variable->area->id, y->variable->area->id);
    bool some_x = x->count.as == AM_TELL_ROUNDED || x->count.as == AM_TELL_MOST;
    bool some_y = y->count.as == AM_TELL_ROUNDED || y->count.as == AM_TELL_MOST;
    if (some_x != some_y)
        return some_x ? -1 : 1;
    if (some_x && x->count.n != y->count.n)
        return x->count.n > y->count.n ? -1 : 1;
    if (!some_x && x->count.as != y->count.as)
        return x->count.as == AM_TELL_FEWER ? -1 : 1;
    return x->variable < y->variable ? -1 : 1; /* variables are in the order of ids */
}

static enum am_status fill_all(struct building *b)
{
    struct am_campaign_figures *f = b->f;
    size_t room = 0;
    for (size_t i = 0; i < b->round_count; i++)
        room += b->rounds[i].questions.at.count * b->rounds[i].cell_count;
    f->figures.at = am_pool_take(&f->pool, room, sizeof *f->figures.at);
    if (!f->figures.at)
        return am_pool_status(&f->pool);
    for (size_t i = 0; i < b->round_count; i++) {
        const struct am_told_round *t = &b->rounds[i];
        for (size_t q = 0; q < t->questions.at.count; q++)
            for (size_t c = 0; c < t->cell_count; c++)
                if (is_told(t, q, c))
                    fill(b, t, q, c, &f->figures.at[f->figures.count++]);
    }
    if (f->figures.count > 0)
        qsort(f->figures.at, f->figures.count, sizeof *f->figures.at, by_count);
    for (size_t i = 0; i < f->figures.count; i++) {
        bool counts = am_variable_shape(f->figures.at[i].variable->kind)->prevalence;
        f->told += counts;
        f->withheld += counts && f->figures.at[i].count.as == AM_TELL_WITHHELD;
    }
    return AM_OK;
}

enum am_status am_build_figures(const struct am_shares *shares, const struct am_settings *settings,
                                const struct am_plan *plan, struct am_campaign_figures *f)
{
    struct building b = {
        .shares = shares, .plan = plan, .f = f, .rule = {settings->at_least, settings->round_to}};
    size_t entities;
    b.entities = am_shares_entities(shares, &entities);
    am_pool_init(&b.work, (size_t)2 << 30);
    enum am_status status = open_rounds(&b);
    if (status == AM_OK)
        status = list_variables(&b);
    for (size_t i = 0; i < b.round_count && status == AM_OK; i++)
        status = count_round(&b, &b.rounds[i]);
    for (size_t i = 0; i < b.round_count && status == AM_OK; i++) {
        status = am_protect(&b.rounds[i], plan, b.rule, &f->unproven);
        follow_bases(&b.rounds[i]);
    }
    if (status == AM_OK)
        status = fill_all(&b);
    for (size_t i = 0; i < b.round_count; i++)
        am_postings_done(&b.rounds[i].postings);
    am_pool_done(&b.work);
    return status;
}
