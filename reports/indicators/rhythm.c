/* SPDX-License-Identifier: AGPL-3.0-or-later
 * When it happens, on the organization's own clock: the hours of the week, the days, and what goes
 * on out of working time, when mostly nobody asked for it. */
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"

static void add(struct am_figures *f, const struct am_row_view *row)
{
    struct am_groups *g = &f->groups;
    const char *date = f->now.date_key;
    const struct am_service *s = row->seen->service.service;
    (void)am_groups_add(g, AM_KIND_SLOT, &f->week[row->slot], NULL, &row->sum, row->hour);
    struct am_group *day = am_groups_add(g, AM_KIND_DATE, date, NULL, &row->sum, row->hour);
    if (day)
        day->marks = (uint32_t)row->date;
    if (row->working)
        return;
    (void)am_groups_add(g, AM_KIND_DATE_NIGHT, date, NULL, &row->sum, row->hour);
    (void)am_groups_add(g, AM_KIND_NIGHT, NULL, NULL, &row->sum, row->hour);
    (void)am_groups_add(g, AM_KIND_NIGHT_ROLE, s ? s->role : NULL, NULL, &row->sum, row->hour);
    if (row->service)
        (void)am_groups_add(g, AM_KIND_NIGHT_OWNER, row->service, NULL, &row->sum, row->hour);
}

static void finish_week(struct am_figures *f)
{
    for (size_t i = 0; i < AM_SLOTS; i++) {
        const struct am_group *g = am_groups_find(&f->groups, AM_KIND_SLOT, &f->week[i], NULL);
        if (!g)
            continue;
        f->week[i].sum = g->sum;
        f->week[i].hours = g->hours;
    }
}

static int by_date(const void *a, const void *b)
{
    const struct am_day_line *x = a;
    const struct am_day_line *y = b;
    return (x->date > y->date) - (x->date < y->date);
}

static enum am_status finish_days(struct am_figures *f)
{
    size_t count;
    struct am_group **list = am_groups_list(&f->groups, AM_KIND_DATE, &count);
    struct am_day_line *lines = am_lines(f, count, sizeof *lines);
    if (!list || !lines)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const struct am_group *night =
            am_groups_find(&f->groups, AM_KIND_DATE_NIGHT, list[i]->a, NULL);
        lines[i] = (struct am_day_line){
            .date = (int32_t)list[i]->marks,
            .measure = am_measure_of(f, list[i]),
            .night = night ? night->sum : (struct am_sum){0},
        };
    }
    qsort(lines, count, sizeof *lines, by_date);
    f->days.at = lines;
    f->days.count = count;
    return AM_OK;
}

static int by_contacts(const void *a, const void *b)
{
    const struct am_night_line *x = a;
    const struct am_night_line *y = b;
    if (!x->role || !y->role)
        return (x->role == NULL) - (y->role == NULL);
    int by = am_sum_compare(&x->sum, &y->sum);
    return by != 0 ? by : strcmp(x->role->id, y->role->id);
}

static enum am_status finish_nights(struct am_figures *f)
{
    size_t count;
    struct am_group **list = am_groups_list(&f->groups, AM_KIND_NIGHT_ROLE, &count);
    struct am_night_line *lines = am_lines(f, count, sizeof *lines);
    if (!list || !lines)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        lines[i] = (struct am_night_line){list[i]->a, list[i]->sum, list[i]->hours};
    qsort(lines, count, sizeof *lines, by_contacts);
    f->nights.at = lines;
    f->nights.count = count;
    return AM_OK;
}

static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    (void)how;
    (void)problem;
    finish_week(f);
    enum am_status status = finish_days(f);
    return status == AM_OK ? finish_nights(f) : status;
}

const struct am_family am_family_rhythm = {.takes = AM_TAKES_LEDGER, .add = add, .finish = finish};
