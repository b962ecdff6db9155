/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How many corporations stand behind one contact, and behind one service: who runs it, and whose
 * machines answer for it. What stands behind those machines is not seen. */
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"

static void add(struct am_figures *f, const struct am_row_view *row)
{
    struct am_depth *d = &f->depth;
    const struct am_service *s = row->seen->service.service;
    struct am_sum *to = row->service && row->host
                            ? (row->service == row->host ? &d->same : &d->differ)
                            : (row->service ? &d->service_only : &d->none);
    if (!row->service && row->host)
        to = &d->host_only;
    am_sum_add(to, &row->sum);
    if (s && row->service)
        (void)am_groups_add(&f->groups, AM_KIND_SERVICE_HOST, s,
                            row->host == row->service ? f : (const void *)row->host, &row->sum,
                            row->hour);
}

static int by_service(const void *a, const void *b)
{
    const struct am_group *x = *(const struct am_group *const *)a;
    const struct am_group *y = *(const struct am_group *const *)b;
    return strcmp(((const struct am_service *)x->a)->id, ((const struct am_service *)y->a)->id);
}

/* The service's own machines stand under the figures' address, those that are not known under
 * NULL. */
static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    (void)how;
    (void)problem;
    size_t count;
    struct am_group **list = am_groups_list(&f->groups, AM_KIND_SERVICE_HOST, &count);
    if (!list)
        return AM_E_NO_MEMORY;
    if (count > 0)
        qsort(list, count, sizeof(struct am_group *), by_service);
    for (size_t i = 0; i < count;) {
        const void *service = list[i]->a;
        bool own = false;
        size_t others = 0;
        for (; i < count && list[i]->a == service; i++) {
            own = own || list[i]->b == f;
            others += list[i]->b && list[i]->b != f;
        }
        f->depth.services++;
        f->depth.corporations += 1 + others;
        f->depth.hidden += others > 0 && !own;
    }
    return AM_OK;
}

const struct am_family am_family_depth = {.takes = AM_TAKES_LEDGER, .add = add, .finish = finish};
