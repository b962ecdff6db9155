/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What goes through tunnels: contacts of services whose area of work is "vpn", and what has no name
 * because it goes through one. Where it goes on to is not seen. */
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"
#include "indicators/network.h"

static void add(struct am_figures *f, const struct am_row_view *row)
{
    if (!row->tunnel)
        return;
    const struct am_corporation *owner = am_network_owner(row);
    const char *network = owner ? NULL : am_network_text(f, &row->seen->host.place);
    if (owner)
        (void)am_groups_add(&f->groups, AM_KIND_TUNNEL_OWNER, owner, NULL, &row->sum, row->hour);
    else if (network)
        (void)am_groups_add(&f->groups, AM_KIND_TUNNEL_NETWORK, network, NULL, &row->sum,
                            row->hour);
}

static const char *key(const struct am_tunnel_line *l)
{
    return l->corporation ? l->corporation->id : l->network;
}

static int order(const void *a, const void *b)
{
    const struct am_tunnel_line *x = a;
    const struct am_tunnel_line *y = b;
    int by = am_sum_compare(&x->sum, &y->sum);
    return by != 0 ? by : strcmp(key(x), key(y));
}

static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    (void)how;
    (void)problem;
    size_t owned;
    size_t other;
    struct am_group **o = am_groups_list(&f->groups, AM_KIND_TUNNEL_OWNER, &owned);
    struct am_group **n = am_groups_list(&f->groups, AM_KIND_TUNNEL_NETWORK, &other);
    struct am_tunnel_line *lines = am_lines(f, owned + other, sizeof *lines);
    if (!o || !n || !lines)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < owned + other; i++) {
        const struct am_group *g = i < owned ? o[i] : n[i - owned];
        lines[i] = (struct am_tunnel_line){
            .corporation = i < owned ? g->a : NULL,
            .network = i < owned ? "" : g->a,
            .sum = g->sum,
            .hours = g->hours,
        };
    }
    qsort(lines, owned + other, sizeof *lines, order);
    f->tunnels.at = lines;
    f->tunnels.count = owned + other;
    return AM_OK;
}

const struct am_family am_family_tunnels = {.takes = AM_TAKES_LEDGER, .add = add, .finish = finish};
