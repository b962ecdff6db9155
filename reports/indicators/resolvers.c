/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who answered the office's DNS questions, and so learns every name it asks for. Questions in the
 * clear are rows of their own; encrypted ones are contacts like any other, and stay in the ledgers.
 */
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"
#include "indicators/network.h"

static void add(struct am_figures *f, const struct am_row_view *row)
{
    struct am_groups *g = &f->groups;
    if (row->resolver) {
        const char *network = row->host ? NULL : am_network_text(f, &row->seen->host.place);
        (void)am_groups_add(g, AM_KIND_RESOLVER, row->host, network, &row->sum, row->hour);
        return;
    }
    if (!row->hidden_dns)
        return;
    const struct am_corporation *owner = am_network_owner(row);
    const char *network = owner ? NULL : am_network_text(f, &row->seen->host.place);
    if (owner)
        (void)am_groups_add(g, AM_KIND_RESOLVER_OWNER, owner, row->hidden_dns, &row->sum,
                            row->hour);
    else if (network)
        (void)am_groups_add(g, AM_KIND_RESOLVER_NETWORK, network, row->hidden_dns, &row->sum,
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
    if (by == 0)
        by = strcmp(key(x), key(y));
    return by != 0 ? by : strcmp(x->protocol, y->protocol);
}

static const enum am_kind kinds[] = {AM_KIND_RESOLVER, AM_KIND_RESOLVER_OWNER,
                                     AM_KIND_RESOLVER_NETWORK};
#define KINDS (sizeof kinds / sizeof *kinds)

static struct am_resolver_line line_of(const struct am_group *g)
{
    struct am_resolver_line line = {.network = "", .sum = g->sum, .hours = g->hours};
    line.encrypted = g->kind != AM_KIND_RESOLVER;
    line.protocol = line.encrypted ? g->b : "dns";
    if (g->kind == AM_KIND_RESOLVER_NETWORK)
        line.network = g->a;
    else
        line.corporation = g->a;
    if (g->kind == AM_KIND_RESOLVER && g->b)
        line.network = g->b;
    return line;
}

static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    (void)how;
    (void)problem;
    struct am_group **list[KINDS];
    size_t count[KINDS];
    size_t all = 0;
    for (size_t k = 0; k < KINDS; k++) {
        list[k] = am_groups_list(&f->groups, kinds[k], &count[k]);
        if (!list[k])
            return AM_E_NO_MEMORY;
        all += count[k];
    }
    struct am_resolver_line *lines = am_lines(f, all, sizeof *lines);
    if (!lines)
        return AM_E_NO_MEMORY;
    size_t n = 0;
    for (size_t k = 0; k < KINDS; k++)
        for (size_t i = 0; i < count[k]; i++)
            lines[n++] = line_of(list[k][i]);
    qsort(lines, n, sizeof *lines, order);
    f->resolvers.at = lines;
    f->resolvers.count = n;
    return AM_OK;
}

const struct am_family am_family_resolvers = {.takes = AM_TAKES_ALL, .add = add, .finish = finish};
