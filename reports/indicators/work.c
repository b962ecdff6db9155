/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Areas of work (the categories of services): who holds each, and which hang on one provider. */
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"

static void add(struct am_figures *f, const struct am_row_view *row)
{
    const struct am_service *s = row->seen->service.service;
    const struct am_category *c = s ? s->category : NULL;
    (void)am_groups_add(&f->groups, AM_KIND_WORK, c, NULL, &row->sum, row->hour);
    (void)am_groups_add(&f->groups, AM_KIND_WORK_OWNER, c, row->service, &row->sum, row->hour);
}

static int order_holders(const void *a, const void *b)
{
    const struct am_holder *x = a;
    const struct am_holder *y = b;
    int by = am_sum_compare(&x->sum, &y->sum);
    if (by != 0)
        return by;
    if (!x->corporation || !y->corporation)
        return (x->corporation == NULL) - (y->corporation == NULL);
    return strcmp(x->corporation->id, y->corporation->id);
}

static int order_lines(const void *a, const void *b)
{
    const struct am_work_line *x = a;
    const struct am_work_line *y = b;
    if (!x->category || !y->category)
        return (x->category == NULL) - (y->category == NULL);
    int by = am_sum_compare(&x->measure.sum, &y->measure.sum);
    return by != 0 ? by : strcmp(x->category->id, y->category->id);
}

static void judge(struct am_work_line *line)
{
    uint64_t all = line->measure.sum.contacts;
    line->counted = line->category && all >= AM_SINGLE_CONTACTS && line->holder_count > 0;
    line->judged = line->counted && line->category->criticality >= AM_SINGLE_CRITICALITY;
    if (!line->judged)
        return;
    const struct am_holder *first = &line->holders[0];
    line->single = first->corporation && am_nearly_all(first->sum.contacts, all);
}

static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    (void)how;
    (void)problem;
    size_t count;
    size_t holders;
    struct am_group **work = am_groups_list(&f->groups, AM_KIND_WORK, &count);
    struct am_group **held = am_groups_list(&f->groups, AM_KIND_WORK_OWNER, &holders);
    struct am_work_line *lines = am_lines(f, count, sizeof *lines);
    struct am_holder *all = am_lines(f, holders, sizeof *all);
    if (!work || !held || !lines || !all)
        return AM_E_NO_MEMORY;
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        struct am_work_line *line = &lines[i];
        *line = (struct am_work_line){
            .category = work[i]->a,
            .measure = am_measure_of(f, work[i]),
            .holders = all + n,
        };
        for (size_t h = 0; h < holders; h++)
            if (held[h]->a == line->category)
                all[n++] = (struct am_holder){held[h]->b, held[h]->sum};
        line->holder_count = (size_t)(all + n - line->holders);
        qsort(all + n - line->holder_count, line->holder_count, sizeof *all, order_holders);
        judge(line);
        f->counted += line->counted;
    }
    qsort(lines, count, sizeof *lines, order_lines);
    for (size_t i = 0; i < count; i++) { /* later families find a line by its group */
        struct am_group *g =
            am_groups_add(&f->groups, AM_KIND_WORK, lines[i].category, NULL, NULL, 0);
        if (g)
            g->more = &lines[i];
    }
    f->work.at = lines;
    f->work.count = count;
    return AM_OK;
}

const struct am_family am_family_work = {.takes = AM_TAKES_LEDGER, .add = add, .finish = finish};
