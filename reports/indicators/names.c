/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The names that may be told. A name that no rule knows tells of a person when few devices
 * contacted it: the store folds those on closing, and here it is seen to once more, for scans that
 * are not closed yet and for those whose owner asked that all names be kept. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"

#define CONFLICT (1u << 31) /* a mark beside those of evidence */
static_assert(AM_EVIDENCE_COUNT < 31, "marks hold a bit for each kind of evidence");

struct name_detail {
    struct am_attribution service;
    int64_t hour;
    bool known;
};

static void add(struct am_figures *f, const struct am_row_view *row)
{
    const struct am_scan_row *r = row->seen->row;
    if (!r->name)
        return;
    const char *name = am_groups_text(&f->groups, r->name);
    if (!name)
        return;
    struct am_group *g = am_groups_add(&f->groups, AM_KIND_NAME, name, NULL, &row->sum, row->hour);
    if (!g)
        return;
    struct name_detail *detail = g->more;
    if (!detail) {
        g->more = detail = am_lines(f, 1, sizeof *detail);
        if (!detail)
            return;
        detail->hour = INT64_MIN;
    }
    if (row->hour >= detail->hour) { /* owners change: the latest one is told */
        detail->service = row->seen->service;
        detail->hour = row->hour;
    }
    detail->known = detail->known || r->known || row->seen->service.rule;
    if (r->evidence < AM_EVIDENCE_COUNT)
        g->marks |= 1u << r->evidence;
    if (row->seen->conflict)
        g->marks |= CONFLICT;
}

static int order(const void *a, const void *b)
{
    const struct am_name_line *x = a;
    const struct am_name_line *y = b;
    int by = am_sum_compare(&x->sum, &y->sum);
    return by != 0 ? by : strcmp(x->name, y->name);
}

/* Whether a name that no rule knows may be told: only with k devices behind it for certain. */
static bool may_tell(const struct am_figures *f, const struct am_name_line *line)
{
    if (f->scope.k <= 1)
        return true;
    if (f->scope.info.state != AM_SCAN_CLOSED)
        return false;
    return !f->scope.info.keep_names || line->devices >= (int64_t)f->scope.k;
}

static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    size_t count;
    struct am_group **list = am_groups_list(&f->groups, AM_KIND_NAME, &count);
    struct am_name_line *lines = am_lines(f, count, sizeof *lines);
    if (!list || !lines)
        return AM_E_NO_MEMORY;
    /* In a scan that is not closed each answer is a search: names go without devices. */
    bool ask = f->scope.info.state == AM_SCAN_CLOSED;
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        const struct name_detail *detail = list[i]->more;
        struct am_name_line line = {
            .name = list[i]->a,
            .service = detail->service,
            .sum = list[i]->sum,
            .evidence = list[i]->marks & ~CONFLICT,
            .conflict = (list[i]->marks & CONFLICT) != 0,
            .devices = AM_DEVICES_UNKNOWN,
        };
        enum am_status status =
            ask ? am_reach_of(f, how, "name", line.name, &line.devices, problem) : AM_OK;
        if (status != AM_OK)
            return status;
        if (detail->known || may_tell(f, &line))
            lines[n++] = line;
    }
    qsort(lines, n, sizeof *lines, order);
    f->names.at = lines;
    f->names.count = n;
    return AM_OK;
}

const struct am_family am_family_names = {.takes = AM_TAKES_LEDGER, .add = add, .finish = finish};
