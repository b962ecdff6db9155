/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Both ledgers by jurisdiction: the parent's country, and head office and legal seat as two more
 * facts. Not known is a line. */
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"

static const struct {
    enum am_kind parent, head, seat;
} ledgers[] = {
    {AM_KIND_SERVICE_PARENT, AM_KIND_SERVICE_HEAD, AM_KIND_SERVICE_SEAT},
    {AM_KIND_HOST_PARENT, AM_KIND_HOST_HEAD, AM_KIND_HOST_SEAT},
};

static void add(struct am_figures *f, const struct am_row_view *row)
{
    const struct am_corporation *owners[] = {row->service, row->host};
    for (size_t i = 0; i < 2; i++) {
        const struct am_corporation *c = owners[i];
        (void)am_groups_add(&f->groups, ledgers[i].parent, c ? c->parent : NULL, NULL, &row->sum,
                            row->hour);
        (void)am_groups_add(&f->groups, ledgers[i].head, c ? c->head_office : NULL, NULL, &row->sum,
                            row->hour);
        (void)am_groups_add(&f->groups, ledgers[i].seat, c ? c->legal_seat : NULL, NULL, &row->sum,
                            row->hour);
    }
}

static int order(const void *a, const void *b)
{
    const struct am_country_line *x = a;
    const struct am_country_line *y = b;
    if (!x->country || !y->country)
        return (x->country == NULL) - (y->country == NULL);
    int by = am_sum_compare(&x->service.sum, &y->service.sum);
    if (by == 0)
        by = am_sum_compare(&x->host.sum, &y->host.sum);
    return by != 0 ? by : strcmp(x->country->code, y->country->code);
}

static struct am_sum sum_of(const struct am_figures *f, enum am_kind kind, const void *country)
{
    const struct am_group *g = am_groups_find(&f->groups, kind, country, NULL);
    return g ? g->sum : (struct am_sum){0};
}

static struct am_measure measure_of(const struct am_figures *f, enum am_kind kind,
                                    const void *country)
{
    return am_measure_of(f, am_groups_find(&f->groups, kind, country, NULL));
}

static bool has(const struct am_country_line *lines, size_t count, const void *country)
{
    for (size_t i = 0; i < count; i++)
        if (lines[i].country == country)
            return true;
    return false;
}

/* A country counts once, whichever of the six roles it was met in. At most some 250 of them. */
static enum am_status collect(struct am_figures *f)
{
    size_t total = 0;
    for (int kind = AM_KIND_SERVICE_PARENT; kind <= AM_KIND_HOST_SEAT; kind++) {
        size_t count;
        (void)am_groups_list(&f->groups, (enum am_kind)kind, &count);
        total += count;
    }
    struct am_country_line *lines = am_lines(f, total, sizeof *lines);
    if (!lines)
        return AM_E_NO_MEMORY;
    size_t n = 0;
    for (int kind = AM_KIND_SERVICE_PARENT; kind <= AM_KIND_HOST_SEAT; kind++) {
        size_t count;
        struct am_group **list = am_groups_list(&f->groups, (enum am_kind)kind, &count);
        for (size_t i = 0; list && i < count; i++) {
            const void *c = list[i]->a;
            if (has(lines, n, c))
                continue;
            lines[n++] = (struct am_country_line){
                .country = c,
                .service = measure_of(f, AM_KIND_SERVICE_PARENT, c),
                .host = measure_of(f, AM_KIND_HOST_PARENT, c),
                .service_head = sum_of(f, AM_KIND_SERVICE_HEAD, c),
                .service_seat = sum_of(f, AM_KIND_SERVICE_SEAT, c),
                .host_head = sum_of(f, AM_KIND_HOST_HEAD, c),
                .host_seat = sum_of(f, AM_KIND_HOST_SEAT, c),
            };
        }
    }
    qsort(lines, n, sizeof *lines, order);
    f->countries.at = lines;
    f->countries.count = n;
    return AM_OK;
}

static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    enum am_status status = collect(f);
    for (size_t i = 0; i < f->countries.count && status == AM_OK; i++) {
        struct am_country_line *line = &f->countries.at[i];
        if (!line->country)
            continue;
        const char *code = line->country->code;
        if (line->service.hours > 0)
            status = am_reach_of(f, how, "service-country", code, &line->service.devices, problem);
        if (status == AM_OK && line->host.hours > 0)
            status = am_reach_of(f, how, "host-country", code, &line->host.devices, problem);
    }
    return status;
}

const struct am_family am_family_countries = {
    .takes = AM_TAKES_LEDGER, .add = add, .finish = finish};
