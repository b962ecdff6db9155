/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "indicators/paths.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "indicators/network.h"

#define UNTOLD 1u /* a mark: the name can't be listed, whatever is known of it */

/* Rule, what it leads to, and who owned that on the row's day: one chain of groups. */
static const struct am_group *owned_group(struct am_figures *f, const struct am_row_view *row,
                                          const struct am_rule *rule, const void *leads_to,
                                          const struct am_operator *operator_)
{
    struct am_groups *g = &f->groups;
    const struct am_ownership *owned =
        operator_ ? am_rules_owned(operator_, am_figures_day(row->hour)) : NULL;
    struct am_group *by = am_groups_add(g, AM_KIND_PATH_RULE, rule, leads_to, NULL, 0);
    return by ? am_groups_add(g, AM_KIND_PATH_OWNED, by, owned, NULL, 0) : NULL;
}

static void add_service(struct am_figures *f, const struct am_row_view *row)
{
    const struct am_attribution *s = &row->seen->service;
    const char *raw = row->seen->row->name;
    const char *name = raw ? am_groups_text(&f->groups, raw) : NULL;
    const struct am_group *owned = owned_group(f, row, s->rule, s->service, s->operator_);
    if (raw && !name) /* past what a report can list: in the sum of what is not told */
        owned = NULL;
    struct am_group *g =
        am_groups_add(&f->groups, AM_KIND_PATH_NAME, name, owned, &row->sum, row->hour);
    if (g && (row->seen->row->unlisted || (raw && !name)))
        g->marks |= UNTOLD;
}

static void add_host(struct am_figures *f, const struct am_row_view *row)
{
    const struct am_host *h = &row->seen->host;
    char text[AM_PREFIX_TEXT];
    const char *block = NULL;
    if (f->ask.blocks) {
        am_prefix_write(&row->seen->row->block, text);
        block = am_groups_text(&f->groups, text);
    }
    const char *network = am_network_text(f, &h->place);
    struct am_group *where = am_groups_add(&f->groups, AM_KIND_PATH_BLOCK, network, block, NULL, 0);
    const struct am_group *owned = owned_group(f, row, h->rule, h->operator_, h->operator_);
    (void)am_groups_add(&f->groups, AM_KIND_PATH_HOST, where, owned, &row->sum, row->hour);
}

static void add(struct am_figures *f, const struct am_row_view *row)
{
    if (!f->ask.trace)
        return;
    if (row->service == f->ask.trace)
        add_service(f, row);
    if (row->host == f->ask.trace)
        add_host(f, row);
}

/* Names are the figures' own copies: their addresses tell them apart. */
static int by_address(const void *a, const void *b)
{
    uintptr_t x = (uintptr_t) * (const char *const *)a;
    uintptr_t y = (uintptr_t) * (const char *const *)b;
    return (x > y) - (x < y);
}

static const char **told_names(struct am_figures *f)
{
    const char **told = am_lines(f, f->names.count, sizeof *told);
    for (size_t i = 0; told && i < f->names.count; i++)
        told[i] = f->names.at[i].name;
    if (told)
        qsort(told, f->names.count, sizeof *told, by_address);
    return told;
}

static void set_facts(struct am_path_line *line, const struct am_group *owned)
{
    if (!owned)
        return;
    const struct am_group *by = owned->a;
    line->owned = owned->b;
    line->rule = by->a;
    if (line->kind == AM_PATH_HOST) {
        line->operator_ = by->b;
        return;
    }
    line->service = by->b;
    line->operator_ = line->service ? line->service->operator_ : NULL;
}

/* Adds what was seen of one name to the sum of those that are not told; an hour counts once. */
static bool merge(struct am_figures *f, struct am_group *to, const struct am_group *g)
{
    if (g->in_hour_words > to->in_hour_words) {
        uint64_t *grown = am_lines(f, g->in_hour_words, sizeof *grown);
        if (!grown)
            return false;
        if (to->in_hour_words > 0)
            memcpy(grown, to->in_hour, to->in_hour_words * sizeof *grown);
        to->in_hour = grown;
        to->in_hour_words = g->in_hour_words;
    }
    for (size_t w = 0; w < g->in_hour_words; w++)
        to->in_hour[w] |= g->in_hour[w];
    to->hours = 0;
    for (size_t w = 0; w < to->in_hour_words; w++)
        to->hours += (uint64_t)__builtin_popcountll(to->in_hour[w]);
    am_sum_add(&to->sum, &g->sum);
    return true;
}

static enum am_status set_services(struct am_figures *f, struct am_path_line *lines, size_t *n,
                                   struct am_group *const *list, size_t count)
{
    const char **told = told_names(f);
    struct am_group untold = {0};
    bool any = false;
    if (!told)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const struct am_group *g = list[i];
        const char *name = g->a;
        bool listed =
            name && bsearch(&name, told, f->names.count, sizeof *told, by_address) != NULL;
        if ((g->marks & UNTOLD) || (name && !listed)) {
            any = true;
            if (!merge(f, &untold, g))
                return AM_E_NO_MEMORY;
            continue;
        }
        struct am_path_line *line = &lines[(*n)++];
        line->kind = name ? AM_PATH_NAME : AM_PATH_ADDRESS;
        line->name = name;
        line->measure = am_measure_of(f, g);
        set_facts(line, g->b);
    }
    if (any) {
        lines[*n].kind = AM_PATH_UNTOLD;
        lines[(*n)++].measure = am_measure_of(f, &untold);
    }
    return AM_OK;
}

static void set_hosts(const struct am_figures *f, struct am_path_line *lines, size_t *n,
                      struct am_group *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct am_group *where = list[i]->a;
        struct am_path_line *line = &lines[(*n)++];
        line->kind = AM_PATH_HOST;
        line->network = where && where->a ? where->a : "";
        line->block = where ? where->b : NULL;
        line->measure = am_measure_of(f, list[i]);
        set_facts(line, list[i]->b);
    }
}

static int by_text(const char *a, const char *b)
{
    if (!a || !b)
        return (a == NULL) - (b == NULL);
    return strcmp(a, b);
}

static int order(const void *a, const void *b)
{
    const struct am_path_line *x = a;
    const struct am_path_line *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    int by = am_sum_compare(&x->measure.sum, &y->measure.sum);
    if (by == 0)
        by = by_text(x->name, y->name);
    if (by == 0)
        by = by_text(x->network, y->network);
    if (by == 0)
        by = by_text(x->block, y->block);
    if (by == 0)
        by = by_text(x->rule ? x->rule->id : NULL, y->rule ? y->rule->id : NULL);
    if (by == 0)
        by = by_text(x->service ? x->service->id : NULL, y->service ? y->service->id : NULL);
    if (by == 0 && x->owned && y->owned)
        by = (x->owned->from > y->owned->from) - (x->owned->from < y->owned->from);
    return by;
}

static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    (void)how;
    (void)problem;
    if (!f->ask.trace)
        return AM_OK;
    size_t names;
    size_t hosts;
    size_t n = 0;
    struct am_group **name = am_groups_list(&f->groups, AM_KIND_PATH_NAME, &names);
    struct am_group **host = am_groups_list(&f->groups, AM_KIND_PATH_HOST, &hosts);
    struct am_path_line *lines = am_lines(f, names + hosts + 1, sizeof *lines);
    if (!name || !host || !lines)
        return AM_E_NO_MEMORY;
    enum am_status status = set_services(f, lines, &n, name, names);
    if (status != AM_OK)
        return status;
    set_hosts(f, lines, &n, host, hosts);
    if (n > 0)
        qsort(lines, n, sizeof *lines, order);
    f->paths.at = lines;
    f->paths.count = n;
    return AM_OK;
}

struct am_sum am_paths_sum(const struct am_figures *f, bool host)
{
    struct am_sum sum = {0};
    for (size_t i = 0; i < f->paths.count; i++)
        if ((f->paths.at[i].kind == AM_PATH_HOST) == host)
            am_sum_add(&sum, &f->paths.at[i].measure.sum);
    return sum;
}

const struct am_owner_line *am_paths_owner(const struct am_figures *f)
{
    for (size_t i = 0; f->ask.trace && i < f->owners.count; i++)
        if (f->owners.at[i].corporation == f->ask.trace)
            return &f->owners.at[i];
    return NULL;
}

static bool is_same(const struct am_sum *a, const struct am_sum *b)
{
    return a->contacts == b->contacts && a->flows == b->flows && a->up == b->up &&
           a->down == b->down;
}

bool am_paths_add_up(const struct am_figures *f)
{
    static const struct am_measure nothing;
    const struct am_owner_line *line = am_paths_owner(f);
    struct am_sum service = am_paths_sum(f, false);
    struct am_sum host = am_paths_sum(f, true);
    return is_same(&service, line ? &line->service.sum : &nothing.sum) &&
           is_same(&host, line ? &line->host.sum : &nothing.sum);
}

const struct am_family am_family_paths = {.takes = AM_TAKES_LEDGER, .add = add, .finish = finish};
