/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What leaves the office: bytes up by the role of the service that takes them. */
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"

static void add(struct am_figures *f, const struct am_row_view *row)
{
    const struct am_service *s = row->seen->service.service;
    const struct am_role *role = s ? s->role : NULL;
    (void)am_groups_add(&f->groups, AM_KIND_ROLE, role, NULL, &row->sum, row->hour);
    if (row->service)
        (void)am_groups_add(&f->groups, AM_KIND_ROLE_OWNER, role, row->service, &row->sum,
                            row->hour);
}

static int order(const void *a, const void *b)
{
    const struct am_role_line *x = a;
    const struct am_role_line *y = b;
    if (!x->role || !y->role)
        return (x->role == NULL) - (y->role == NULL);
    if (x->sum.up != y->sum.up)
        return x->sum.up < y->sum.up ? 1 : -1;
    return strcmp(x->role->id, y->role->id);
}

static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    (void)how;
    (void)problem;
    size_t count;
    size_t owners;
    struct am_group **roles = am_groups_list(&f->groups, AM_KIND_ROLE, &count);
    struct am_group **held = am_groups_list(&f->groups, AM_KIND_ROLE_OWNER, &owners);
    struct am_role_line *lines = am_lines(f, count, sizeof *lines);
    if (!roles || !held || !lines)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        lines[i] = (struct am_role_line){.role = roles[i]->a, .sum = roles[i]->sum};
        for (size_t o = 0; o < owners; o++)
            lines[i].corporations += held[o]->a == roles[i]->a;
    }
    qsort(lines, count, sizeof *lines, order);
    f->roles.at = lines;
    f->roles.count = count;
    return AM_OK;
}

const struct am_family am_family_leaving = {.takes = AM_TAKES_LEDGER, .add = add, .finish = finish};
