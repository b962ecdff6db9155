/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The two ledgers by corporation, side by side, and what each line is made of. */
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"

static void add(struct am_figures *f, const struct am_row_view *row)
{
    struct am_groups *g = &f->groups;
    const struct am_seen *seen = row->seen;
    /* A contact without a name and one whose name has no owner are two lines. */
    const void *why = !row->service && !row->named ? f : NULL;
    (void)am_groups_add(g, AM_KIND_SERVICE_OWNER, row->service, why, &row->sum, row->hour);
    (void)am_groups_add(g, AM_KIND_HOST_OWNER, row->host, NULL, &row->sum, row->hour);
    if (row->service)
        (void)am_groups_add(g, AM_KIND_EITHER, row->service, NULL, &row->sum, row->hour);
    if (row->host && row->host != row->service)
        (void)am_groups_add(g, AM_KIND_EITHER, row->host, NULL, &row->sum, row->hour);
    if (seen->service.service)
        (void)am_groups_add(g, AM_KIND_ANY_SERVICE, seen->service.service, NULL, &row->sum,
                            row->hour);
    if (row->service && seen->service.service)
        (void)am_groups_add(g, AM_KIND_SERVICE, row->service, seen->service.service, &row->sum,
                            row->hour);
    if (row->service && seen->service.rule)
        (void)am_groups_add(g, AM_KIND_SERVICE_RULE, row->service, seen->service.rule, &row->sum,
                            row->hour);
    if (row->host && seen->host.rule)
        (void)am_groups_add(g, AM_KIND_HOST_RULE, row->host, seen->host.rule, &row->sum, row->hour);
}

static int order_lines(const void *a, const void *b)
{
    const struct am_owner_line *x = a;
    const struct am_owner_line *y = b;
    if (x->slice != y->slice)
        return (x->slice > y->slice) - (x->slice < y->slice);
    int order = am_sum_compare(&x->service.sum, &y->service.sum);
    if (order == 0)
        order = am_sum_compare(&x->host.sum, &y->host.sum);
    if (order == 0 && x->corporation && y->corporation)
        order = strcmp(x->corporation->id, y->corporation->id);
    return order;
}

static int order_parts(const void *a, const void *b)
{
    const struct am_part *x = a;
    const struct am_part *y = b;
    int order = am_sum_compare(&x->sum, &y->sum);
    return order != 0 ? order : strcmp(x->service->id, y->service->id);
}

static int order_traces(const void *a, const void *b)
{
    const struct am_trace *x = a;
    const struct am_trace *y = b;
    if (x->host != y->host)
        return x->host ? 1 : -1;
    int order = am_sum_compare(&x->sum, &y->sum);
    return order != 0 ? order : strcmp(x->rule->id, y->rule->id);
}

/* Every line of either ledger, once. */
static struct am_owner_line *lines_of(struct am_figures *f, size_t *count)
{
    struct am_groups *g = &f->groups;
    size_t services;
    size_t hosts;
    struct am_group **service = am_groups_list(g, AM_KIND_SERVICE_OWNER, &services);
    struct am_group **host = am_groups_list(g, AM_KIND_HOST_OWNER, &hosts);
    struct am_owner_line *lines = am_lines(f, services + hosts + 2, sizeof *lines);
    if (!service || !host || !lines)
        return NULL;
    size_t n = 0;
    for (size_t i = 0; i < services; i++) {
        const struct am_corporation *c = service[i]->a;
        if (c)
            lines[n++] = (struct am_owner_line){
                .corporation = c,
                .service = am_measure_of(f, service[i]),
                .host = am_measure_of(f, am_groups_find(g, AM_KIND_HOST_OWNER, c, NULL)),
            };
    }
    for (size_t i = 0; i < hosts; i++) {
        const struct am_corporation *c = host[i]->a;
        if (c && !am_groups_find(g, AM_KIND_SERVICE_OWNER, c, NULL))
            lines[n++] = (struct am_owner_line){
                .corporation = c,
                .service = am_measure_of(f, NULL),
                .host = am_measure_of(f, host[i]),
            };
    }
    lines[n++] = (struct am_owner_line){
        .slice = AM_SLICE_NO_OWNER,
        .service = am_measure_of(f, am_groups_find(g, AM_KIND_SERVICE_OWNER, NULL, NULL)),
        .host = am_measure_of(f, am_groups_find(g, AM_KIND_HOST_OWNER, NULL, NULL)),
    };
    lines[n++] = (struct am_owner_line){
        .slice = AM_SLICE_NO_NAME,
        .service = am_measure_of(f, am_groups_find(g, AM_KIND_SERVICE_OWNER, NULL, f)),
        .host = am_measure_of(f, NULL),
    };
    *count = n;
    return lines;
}

/* Each corporation is in one ledger at least, so it has a group of either. */
static void set_lines(struct am_figures *f)
{
    for (size_t i = 0; i < f->owners.count; i++) {
        struct am_owner_line *line = &f->owners.at[i];
        if (!line->corporation)
            continue;
        struct am_group *g =
            am_groups_add(&f->groups, AM_KIND_EITHER, line->corporation, NULL, NULL, 0);
        if (!g)
            return;
        line->either = am_measure_of(f, g);
        g->more = line;
    }
}

struct am_owner_line *am_owner_line_of(struct am_figures *f, const struct am_corporation *c)
{
    const struct am_group *g = am_groups_find(&f->groups, AM_KIND_EITHER, c, NULL);
    return g ? g->more : NULL;
}

static int by_corporation(const void *a, const void *b)
{
    const struct am_group *x = *(const struct am_group *const *)a;
    const struct am_group *y = *(const struct am_group *const *)b;
    return strcmp(((const struct am_corporation *)x->a)->id,
                  ((const struct am_corporation *)y->a)->id);
}

/* Groups whose `a` is a corporation, each corporation's together. */
static struct am_group **grouped(struct am_figures *f, enum am_kind kind, size_t *count)
{
    struct am_group **list = am_groups_list(&f->groups, kind, count);
    if (list)
        qsort(list, *count, sizeof(struct am_group *), by_corporation);
    return list;
}

static void set_parts(struct am_figures *f)
{
    size_t count;
    struct am_group **list = grouped(f, AM_KIND_SERVICE, &count);
    struct am_part *parts = am_lines(f, count, sizeof *parts);
    if (!list || !parts)
        return;
    for (size_t i = 0; i < count;) {
        size_t first = i;
        for (; i < count && list[i]->a == list[first]->a; i++)
            parts[i] = (struct am_part){list[i]->b, list[i]->sum};
        qsort(parts + first, i - first, sizeof *parts, order_parts);
        struct am_owner_line *line = am_owner_line_of(f, list[first]->a);
        if (!line)
            continue; /* a service is added with its owner */
        line->parts = parts + first;
        line->part_count = i - first;
    }
}

/* The rules of both ledgers in one list, in which each corporation's stand together. */
static void set_traces(struct am_figures *f)
{
    size_t services;
    size_t hosts;
    struct am_group **service = am_groups_list(&f->groups, AM_KIND_SERVICE_RULE, &services);
    struct am_group **host = am_groups_list(&f->groups, AM_KIND_HOST_RULE, &hosts);
    struct am_group **list = am_lines(f, services + hosts, sizeof(struct am_group *));
    struct am_trace *traces = am_lines(f, services + hosts, sizeof *traces);
    if (!service || !host || !list || !traces)
        return;
    memcpy(list, service, services * sizeof(struct am_group *));
    memcpy(list + services, host, hosts * sizeof(struct am_group *));
    size_t count = services + hosts;
    qsort(list, count, sizeof(struct am_group *), by_corporation);
    for (size_t i = 0; i < count;) {
        size_t first = i;
        for (; i < count && list[i]->a == list[first]->a; i++)
            traces[i] =
                (struct am_trace){list[i]->b, list[i]->kind == AM_KIND_HOST_RULE, list[i]->sum};
        qsort(traces + first, i - first, sizeof *traces, order_traces);
        struct am_owner_line *line = am_owner_line_of(f, list[first]->a);
        if (!line)
            continue; /* a rule is added with its owner */
        line->traces = traces + first;
        line->trace_count = i - first;
    }
}

static void sum_rest(struct am_figures *f)
{
    for (size_t i = AM_OWNERS_TOP; i < f->owners.count; i++) {
        if (!f->owners.at[i].corporation)
            continue;
        am_sum_add(&f->rest_service, &f->owners.at[i].service.sum);
        am_sum_add(&f->rest_host, &f->owners.at[i].host.sum);
        f->rest_count++;
    }
}

static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    f->owners.at = lines_of(f, &f->owners.count);
    if (!f->owners.at)
        return AM_E_NO_MEMORY;
    qsort(f->owners.at, f->owners.count, sizeof *f->owners.at, order_lines);
    set_lines(f);
    set_parts(f);
    set_traces(f);
    sum_rest(f);
    enum am_status status = AM_OK;
    for (size_t i = 0; i < f->owners.count && status == AM_OK; i++) {
        struct am_owner_line *line = &f->owners.at[i];
        if (!line->corporation)
            continue;
        const char *id = line->corporation->id;
        if (line->service.hours > 0)
            status = am_reach_of(f, how, "service", id, &line->service.devices, problem);
        if (status == AM_OK && line->host.hours > 0)
            status = am_reach_of(f, how, "host", id, &line->host.devices, problem);
    }
    return status;
}

const struct am_family am_family_owners = {.takes = AM_TAKES_LEDGER, .add = add, .finish = finish};
