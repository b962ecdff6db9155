/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/figures.h"

#include <stdlib.h>
#include <string.h>

#include "campaign/figures/attendance.h"
#include "campaign/figures/build.h"
#include "campaign/figures/publication.h"

#define FIGURES_BYTES ((size_t)1 << 30)
#define WORK_BYTES    ((size_t)3 << 30)

void am_campaign_figures_free(struct am_campaign_figures *f)
{
    if (!f)
        return;
    am_pool_done(&f->pool);
    free(f);
}

/* What is told of the shares of this edition together: versions of datasets, months. */
static enum am_status sum_up(const struct am_shares *shares, const struct am_plan *plan,
                             struct am_campaign_figures *f)
{
    size_t count;
    const struct am_member *members = am_shares_all(shares, &count);
    const struct am_cells *cells = &plan->cells;
    const char *oldest = "";
    const char *newest = "";
    for (size_t i = 0; i < cells->at.count; i++) {
        const struct am_cell_set *all = &cells->at.at[i];
        size_t from = plan->roll.from[all->cell.round];
        size_t to = plan->roll.from[all->cell.round + 1];
        for (size_t k = from; all->cell.kind == AM_CELL_ALL && k < to; k++) {
            if (!am_set_has(&all->set, k - from))
                continue;
            const struct am_member *m = &members[plan->roll.lines.at[k].member];
            const char *dataset = am_shares_value(shares, m->dataset);
            bool first = f->shares++ == 0;
            oldest = first || strcmp(dataset, oldest) < 0 ? dataset : oldest;
            newest = first || strcmp(dataset, newest) > 0 ? dataset : newest;
            f->month_from = first || m->from < f->month_from ? m->from : f->month_from;
            f->month_to = first || m->to > f->month_to ? m->to : f->month_to;
        }
    }
    f->held = count - f->shares;
    f->dataset_oldest = am_pool_text(&f->pool, oldest, strlen(oldest));
    f->dataset_newest = am_pool_text(&f->pool, newest, strlen(newest));
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
    }
    return am_pool_status(&f->pool);
}

static enum am_status take_attendance(const struct am_plan *plan, struct am_campaign_figures *f)
{
    struct am_text text;
    am_text_init(&text, AM_ATTENDANCE_BYTES);
    enum am_status status = am_attendance_write(&plan->cells, &plan->roll, &text);
    if (status == AM_OK) {
        f->members.at = (const uint8_t *)am_pool_text(&f->pool, text.at, text.len);
        f->members.len = text.len;
        status = am_pool_status(&f->pool);
    }
    am_text_done(&text);
    return status;
}

/* What all attempts at an edition need. */
struct making {
    const struct am_shares *shares;
    const struct am_settings *settings;
    const struct am_rules *rules;
    const struct am_edition *editions;
};

/* After so many of the editions, with this number and day. `news` may be NULL. */
static enum am_status make(const struct making *m, size_t editions, unsigned number,
                           const char *day, bool *news, struct am_campaign_figures **out,
                           struct am_problem *problem)
{
    struct am_pool work;
    struct am_plan plan = {0};
    struct am_campaign_figures *f = calloc(1, sizeof *f);
    if (!f)
        return AM_E_NO_MEMORY;
    am_pool_init(&work, WORK_BYTES);
    am_pool_init(&f->pool, FIGURES_BYTES);
    f->settings = m->settings;
    f->edition = number;
    f->day = am_pool_text(&f->pool, day, strlen(day));
    f->dataset =
        am_pool_text(&f->pool, am_rules_version(m->rules), strlen(am_rules_version(m->rules)));
    enum am_status status =
        am_plan_of(m->editions, editions, m->shares, m->settings, &work, &plan, problem);
    if (status == AM_OK)
        status = sum_up(m->shares, &plan, f);
    if (status == AM_OK)
        status = take_cells(&plan.cells, f);
    if (status == AM_OK)
        status = am_build_figures(m->shares, m->settings, &plan, f);
    if (status == AM_OK)
        status = take_attendance(&plan, f);
    if (news)
        *news = plan.news;
    am_plan_done(&plan);
    am_pool_done(&work);
    if (status == AM_OK)
        *out = f;
    else
        am_campaign_figures_free(f);
    return status;
}

/* The last edition once more, where the same shares, settings and dataset make the same bytes of
 * it. */
static enum am_status repeat(const struct making *m, size_t editions,
                             struct am_campaign_figures **out, struct am_problem *problem)
{
    const struct am_edition *last = &m->editions[editions - 1];
    struct am_campaign_figures *f = NULL;
    struct am_text text;
    enum am_status status = make(m, editions - 1, last->number, last->day, NULL, &f, problem);
    if (status != AM_OK)
        return status;
    am_text_init(&text, AM_PUBLICATION_BYTES);
    status = am_publication_write(f, &text);
    bool same = status == AM_OK && text.len == last->figures.len &&
                memcmp(text.at, last->figures.at, text.len) == 0;
    am_text_done(&text);
    if (same)
        *out = f;
    else
        am_campaign_figures_free(f);
    return status;
}

enum am_status am_campaign_figures_of(const struct am_shares *shares,
                                      const struct am_edition *editions, size_t edition_count,
                                      const struct am_settings *settings,
                                      const struct am_rules *rules, const char *day,
                                      struct am_campaign_figures **out, struct am_problem *problem)
{
    const struct making m = {shares, settings, rules, editions};
    struct am_campaign_figures *f = NULL;
    struct am_campaign_figures *again = NULL;
    unsigned last = edition_count > 0 ? editions[edition_count - 1].number : 0;
    bool news = false;
    enum am_status status = make(&m, edition_count, last + 1, day, &news, &f, problem);
    if (status == AM_OK && edition_count > 0 && !news)
        status = repeat(&m, edition_count, &again, problem);
    if (status != AM_OK || again) {
        am_campaign_figures_free(f);
        f = again;
    }
    if (status != AM_OK)
        return am_problem_set(problem, status, NULL, 0, "the figures can't be made: %s",
                              am_status_name(status));
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
