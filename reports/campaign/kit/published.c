/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/kit/published.h"

#include <stdlib.h>
#include <string.h>

/* What a row is of; false: the rules do not know it. */
static bool variable_of(const struct am_published *row, const struct am_rules *rules,
                        struct am_variable *out)
{
    *out = (struct am_variable){.kind = row->kind};
    switch (row->kind) {
    case AM_VAR_EITHER:
    case AM_VAR_SERVICE:
    case AM_VAR_HOST:
    case AM_VAR_PRESENCE:
    case AM_VAR_FIRST:
        out->corporation = am_rules_corporation(rules, row->of);
        return out->corporation;
    case AM_VAR_LAW_SERVICE:
    case AM_VAR_LAW_HOST:
        out->country = am_rules_jurisdiction(rules, row->of);
        return out->country;
    case AM_VAR_AREA:
    case AM_VAR_AREA_SINGLE:
        out->area = am_rules_category(rules, row->of);
        return out->area;
    case AM_VAR_AREA_PROVIDER:
        out->area = am_rules_category(rules, row->of);
        out->corporation = am_rules_corporation(rules, row->also);
        return out->area && out->corporation;
    case AM_VAR_LOST:
        out->step = row->of[0] >= '1' && row->of[0] <= '9' ? (unsigned)(row->of[0] - '0') : 0;
        return out->step > 0;
    case AM_VAR_SINGLES:
    case AM_VAR_NAMED:
    case AM_VAR_OWNED:
    case AM_VAR_HOSTED:
    case AM_VAR_EXTRACTION:
    case AM_VAR_EXTRACTION_UP:
    case AM_VAR_NIGHT:
    case AM_VAR_HOME:
        return true;
    case AM_VAR_COUNT:
        break;
    }
    return false;
}

static uint64_t weight(const struct am_number *n)
{
    return n->as == AM_TELL_MOST      ? n->n + 2
           : n->as == AM_TELL_ROUNDED ? n->n + 1
           : n->as == AM_TELL_FEWER   ? 1
                                      : 0;
}

/* As am_campaign_figures has them: by cell, kind, then largest count first. */
static int by_place(const void *a, const void *b)
{
    const struct am_campaign_figure *x = a;
    const struct am_campaign_figure *y = b;
    if (x->cell != y->cell)
        return x->cell < y->cell ? -1 : 1;
    if (x->variable->kind != y->variable->kind)
        return x->variable->kind < y->variable->kind ? -1 : 1;
    if (weight(&x->count) != weight(&y->count))
        return weight(&x->count) < weight(&y->count) ? 1 : -1;
    return (x->variable > y->variable) - (x->variable < y->variable);
}

static void add_row(struct am_campaign_figures *f, const struct am_published *row,
                    const struct am_variable *v)
{
    f->variables.at[f->variables.count] = *v;
    f->figures.at[f->figures.count++] =
        (struct am_campaign_figure){.variable = &f->variables.at[f->variables.count],
                                    .cell = row->cell,
                                    .base = row->base,
                                    .count = row->count,
                                    .share = row->share,
                                    .share_low = row->share_low,
                                    .share_high = row->share_high,
                                    .q1 = row->q1,
                                    .median = row->median,
                                    .q3 = row->q3,
                                    .median_low = row->median_low,
                                    .median_high = row->median_high};
    f->variables.count++;
    f->told += am_variable_shape(v->kind)->prevalence;
    f->withheld += row->count.as == AM_TELL_WITHHELD;
}

enum am_status am_kit_figures_of(const struct am_publication *p, const struct am_settings *settings,
                                 const struct am_rules *rules, struct am_campaign_figures **out,
                                 size_t *unknown, struct am_problem *problem)
{
    if (strcmp(p->campaign, settings->id) != 0)
        return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                              "the publication is of the campaign '%s', the settings are of '%s'",
                              p->campaign, settings->id);
    struct am_campaign_figures *f = calloc(1, sizeof *f);
    if (!f)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    am_pool_init(&f->pool, AM_KIT_FIGURES_BYTES);
    f->settings = settings;
    f->dataset = p->dataset;
    f->edition = p->edition;
    f->day = p->day;
    f->shares = p->shares;
    f->held = p->held;
    f->dataset_oldest = p->dataset_oldest;
    f->dataset_newest = p->dataset_newest;
    f->month_from = p->month_from;
    f->month_to = p->month_to;
    f->cells.at = p->cells.at;
    f->cells.count = p->cells.count;
    f->variables.at = am_pool_take(&f->pool, p->rows.count + 1, sizeof *f->variables.at);
    f->figures.at = am_pool_take(&f->pool, p->rows.count + 1, sizeof *f->figures.at);
    enum am_status status = am_pool_status(&f->pool);
    if (status != AM_OK) {
        am_campaign_figures_free(f);
        return am_problem_set(problem, status, NULL, 0, "the figures do not fit in memory");
    }
    *unknown = 0;
    for (size_t i = 0; i < p->rows.count; i++) {
        struct am_variable v;
        if (variable_of(&p->rows.at[i], rules, &v))
            add_row(f, &p->rows.at[i], &v);
        else
            ++*unknown;
    }
    if (f->figures.count > 1)
        qsort(f->figures.at, f->figures.count, sizeof *f->figures.at, by_place);
    *out = f;
    return AM_OK;
}
