/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who answered the office's DNS questions, and so learns every name it asks for. Questions in the
 * clear are rows of their own; encrypted ones are contacts of a service whose area of work is
 * "dns", and stay in the ledgers. */
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"
#include "indicators/network.h"

static void add(struct am_figures *f, const struct am_row_view *row)
{
    if (row->resolver) {
        const char *network = row->host ? NULL : am_network_text(f, &row->seen->host.place);
        (void)am_groups_add(&f->groups, AM_KIND_RESOLVER, row->host, network, &row->sum, row->hour);
        return;
    }
    const struct am_service *s = row->seen->service.service;
    if (s && s->category && strcmp(s->category->id, "dns") == 0)
        (void)am_groups_add(&f->groups, AM_KIND_RESOLVER_NAMED, row->service, NULL, &row->sum,
                            row->hour);
}

static const char *key(const struct am_resolver_line *l)
{
    return l->corporation ? l->corporation->id : l->network;
}

static int order(const void *a, const void *b)
{
    const struct am_resolver_line *x = a;
    const struct am_resolver_line *y = b;
    int by = x->encrypted - y->encrypted;
    if (by == 0)
        by = am_sum_compare(&x->sum, &y->sum);
    return by != 0 ? by : strcmp(key(x), key(y));
}

static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    (void)how;
    (void)problem;
    size_t clear;
    size_t encrypted;
    struct am_group **c = am_groups_list(&f->groups, AM_KIND_RESOLVER, &clear);
    struct am_group **e = am_groups_list(&f->groups, AM_KIND_RESOLVER_NAMED, &encrypted);
    struct am_resolver_line *lines = am_lines(f, clear + encrypted, sizeof *lines);
    if (!c || !e || !lines)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < clear + encrypted; i++) {
        const struct am_group *g = i < clear ? c[i] : e[i - clear];
        lines[i] = (struct am_resolver_line){
            .corporation = g->a,
            .network = g->b ? g->b : "",
            .encrypted = i >= clear,
            .sum = g->sum,
            .hours = g->hours,
        };
    }
    qsort(lines, clear + encrypted, sizeof *lines, order);
    f->resolvers.at = lines;
    f->resolvers.count = clear + encrypted;
    return AM_OK;
}

const struct am_family am_family_resolvers = {.takes = AM_TAKES_ALL, .add = add, .finish = finish};
