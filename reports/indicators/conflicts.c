/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Names of one corporation that were reached at another's own addresses: a proxy, a wrong rule or a
 * false name. Which rows those are is decided where name and address are joined (attribution.c). */
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"

struct conflict_detail {
    const struct am_corporation *service;
    int64_t hour;
};

static void add(struct am_figures *f, const struct am_row_view *row)
{
    if (!row->seen->conflict)
        return;
    const char *name = am_groups_text(&f->groups, row->seen->row->name);
    struct am_group *g =
        name ? am_groups_add(&f->groups, AM_KIND_CONFLICT, name, row->host, &row->sum, row->hour)
             : NULL;
    if (!g)
        return;
    struct conflict_detail *detail = g->more;
    if (!detail) {
        g->more = detail = am_lines(f, 1, sizeof *detail);
        if (!detail)
            return;
        detail->hour = INT64_MIN;
    }
    if (row->hour >= detail->hour)
        *detail = (struct conflict_detail){row->service, row->hour};
}

static int order(const void *a, const void *b)
{
    const struct am_conflict_line *x = a;
    const struct am_conflict_line *y = b;
    int by = am_sum_compare(&x->sum, &y->sum);
    if (by == 0)
        by = strcmp(x->name, y->name);
    return by != 0 ? by : strcmp(x->host->id, y->host->id);
}

static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    (void)how;
    (void)problem;
    size_t count;
    struct am_group **list = am_groups_list(&f->groups, AM_KIND_CONFLICT, &count);
    struct am_conflict_line *lines = am_lines(f, count, sizeof *lines);
    if (!list || !lines)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const struct conflict_detail *detail = list[i]->more;
        lines[i] = (struct am_conflict_line){.name = list[i]->a,
                                             .service = detail->service,
                                             .host = list[i]->b,
                                             .sum = list[i]->sum};
    }
    qsort(lines, count, sizeof *lines, order);
    f->conflicts.at = lines;
    f->conflicts.count = count;
    return AM_OK;
}

const struct am_family am_family_conflicts = {
    .takes = AM_TAKES_LEDGER, .add = add, .finish = finish};
