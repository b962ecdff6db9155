/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/figures.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "campaign/figures/build.h"
#include "campaign/store/store.h"

#define FIGURES_BYTES ((size_t)1 << 30)

void am_campaign_figures_free(struct am_campaign_figures *f)
{
    if (!f)
        return;
    am_pool_done(&f->pool);
    free(f);
}

static int by_round(const void *a, const void *b)
{
    const struct am_roll_line *x = a;
    const struct am_roll_line *y = b;
    if (x->round != y->round)
        return x->round < y->round ? -1 : 1;
    return memcmp(x->id, y->id, sizeof x->id);
}

static enum am_status call_roll(const struct am_shares *m, struct am_pool *pool,
                                struct am_roll *out)
{
    size_t count;
    const struct am_member *shares = am_shares_all(m, &count);
    struct am_roll_line *lines = am_pool_take(pool, count, sizeof *lines);
    if (!lines)
        return am_pool_status(pool);
    for (size_t i = 0; i < count; i++) {
        lines[i] = (struct am_roll_line){.member = (uint32_t)i, .round = shares[i].round};
        memcpy(lines[i].id, shares[i].id, sizeof lines[i].id);
    }
    qsort(lines, count, sizeof *lines, by_round);
    out->lines.at = lines;
    out->lines.count = count;
    for (unsigned r = 0, i = 0; r <= AM_CAMPAIGN_ROUNDS + 1; r++) {
        while (i < count && lines[i].round < r)
            i++;
        out->from[r] = i;
    }
    return AM_OK;
}

/* What is told of all shares together: versions of datasets, months. */
static enum am_status sum_up(const struct am_shares *m, struct am_campaign_figures *f)
{
    size_t count;
    const struct am_member *shares = am_shares_all(m, &count);
    const char *oldest = NULL;
    const char *newest = NULL;
    for (size_t i = 0; i < count; i++) {
        const char *dataset = am_shares_value(m, shares[i].dataset);
        if (!oldest || strcmp(dataset, oldest) < 0)
            oldest = dataset;
        if (!newest || strcmp(dataset, newest) > 0)
            newest = dataset;
        if (i == 0 || shares[i].from < f->month_from)
            f->month_from = shares[i].from;
        if (i == 0 || shares[i].to > f->month_to)
            f->month_to = shares[i].to;
    }
    f->dataset_oldest = am_pool_text(&f->pool, oldest ? oldest : "", strlen(oldest ? oldest : ""));
    f->dataset_newest = am_pool_text(&f->pool, newest ? newest : "", strlen(newest ? newest : ""));
    return am_pool_status(&f->pool);
}

static enum am_status take_cells(const struct am_cells *cells, struct am_campaign_figures *f)
{
    f->cells.at = am_pool_take(&f->pool, cells->at.count, sizeof *f->cells.at);
    if (!f->cells.at)
        return am_pool_status(&f->pool);
    for (size_t i = 0; i < cells->at.count; i++) {
        struct am_cell *to = &f->cells.at[f->cells.count++];
        *to = cells->at.at[i].cell;
        if (to->value)
            to->value = am_pool_text(&f->pool, to->value, strlen(to->value));
        if (to->kind == AM_CELL_ALL)
            f->shares += to->n;
    }
    return am_pool_status(&f->pool);
}

static enum am_status make(const struct am_shares *shares, const struct am_settings *settings,
                           struct am_pool *work, struct am_campaign_figures *f,
                           struct am_problem *problem)
{
    struct am_roll roll = {0};
    struct am_cells cells = {0};
    const struct am_cells_ask ask = {.shares = shares, .roll = &roll, .settings = settings};
    enum am_status status = call_roll(shares, work, &roll);
    if (status == AM_OK)
        status = am_cells_of(&ask, work, &cells, problem);
    if (status == AM_OK)
        status = sum_up(shares, f);
    if (status == AM_OK)
        status = take_cells(&cells, f);
    if (status == AM_OK)
        status = am_build_figures(&ask, &cells, f);
    f->held = roll.lines.count - f->shares;
    return status;
}

enum am_status am_campaign_figures_of(const struct am_shares *shares,
                                      const struct am_edition *editions, size_t edition_count,
                                      const struct am_settings *settings,
                                      const struct am_rules *rules, const char *day,
                                      struct am_campaign_figures **out, struct am_problem *problem)
{
    struct am_pool work;
    struct am_campaign_figures *f = calloc(1, sizeof *f);
    if (!f)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    am_pool_init(&work, FIGURES_BYTES);
    am_pool_init(&f->pool, FIGURES_BYTES);
    f->settings = settings;
    f->edition = edition_count > 0 ? editions[edition_count - 1].number + 1 : 1;
    f->day = am_pool_text(&f->pool, day, strlen(day));
    f->dataset = am_pool_text(&f->pool, am_rules_version(rules), strlen(am_rules_version(rules)));
    enum am_status status = make(shares, settings, &work, f, problem);
    am_pool_done(&work);
    if (status != AM_OK) {
        am_campaign_figures_free(f);
        return am_problem_set(problem, status, NULL, 0, "the figures can't be made: %s",
                              am_status_name(status));
    }
    *out = f;
    return AM_OK;
}

const struct am_cell *am_campaign_cell(const struct am_campaign_figures *f, unsigned round,
                                       enum am_cell_kind kind, const char *value)
{
    for (size_t i = 0; i < f->cells.count; i++) {
        const struct am_cell *c = &f->cells.at[i];
        if (c->round == round && c->kind == kind &&
            (!value || (c->value && strcmp(c->value, value) == 0)))
            return c;
    }
    return NULL;
}

/* The first figure that does not come before this cell and kind. */
static size_t seek(const struct am_campaign_figures *f, const struct am_cell *cell,
                   enum am_variable_kind kind)
{
    size_t low = 0;
    size_t high = f->figures.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct am_campaign_figure *at = &f->figures.at[middle];
        if (at->cell < cell || (at->cell == cell && at->variable->kind < kind))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct am_campaign_figure *am_campaign_list(const struct am_campaign_figures *f,
                                                  const struct am_cell *cell,
                                                  enum am_variable_kind kind, size_t *count)
{
    size_t from = seek(f, cell, kind);
    *count = seek(f, cell, kind + 1) - from;
    return *count > 0 ? &f->figures.at[from] : NULL;
}

const struct am_campaign_figure *am_campaign_figure(const struct am_campaign_figures *f,
                                                    const struct am_cell *cell,
                                                    enum am_variable_kind kind, const void *what,
                                                    const void *also)
{
    size_t count;
    const struct am_campaign_figure *at = am_campaign_list(f, cell, kind, &count);
    for (size_t i = 0; i < count; i++) {
        const struct am_variable *v = at[i].variable;
        const void *is = v->area      ? (const void *)v->area
                         : v->country ? (const void *)v->country
                                      : (const void *)v->corporation;
        if ((!what || is == what) && (!v->area || !also || v->corporation == also))
            return &at[i];
    }
    return NULL;
}
