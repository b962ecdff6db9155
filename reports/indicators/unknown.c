/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What has no name or no owner, by the network that carries it: where a better dataset, or a better
 * place for the sensor, would help most. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"
#include "indicators/network.h"

void am_network_name(const struct am_place *place, char *out, size_t size)
{
    out[0] = '\0';
    if (place->asn != 0)
        (void)snprintf(out, size, "AS%" PRIu32 "%s%s", place->asn, place->as_name[0] ? " " : "",
                       place->as_name);
}

const char *am_network_text(struct am_figures *f, const struct am_place *place)
{
    char text[AM_AS_NAME_SIZE + 16];
    am_network_name(place, text, sizeof text);
    return am_groups_text(&f->groups, text);
}

const struct am_corporation *am_network_owner(const struct am_row_view *row)
{
    const char *kind = row->seen->host.kind;
    if (row->service || !kind)
        return row->service;
    return strcmp(kind, "own") == 0 || strcmp(kind, "access") == 0 ? row->host : NULL;
}

static void add(struct am_figures *f, const struct am_row_view *row)
{
    if (row->service)
        return;
    const char *network = am_network_text(f, &row->seen->host.place);
    if (network)
        (void)am_groups_add(&f->groups, row->named ? AM_KIND_NO_OWNER : AM_KIND_NO_NAME, network,
                            row->host, &row->sum, row->hour);
}

static int order(const void *a, const void *b)
{
    const struct am_network_line *x = a;
    const struct am_network_line *y = b;
    uint64_t p = x->no_name.contacts + x->no_owner.contacts;
    uint64_t q = y->no_name.contacts + y->no_owner.contacts;
    if (p != q)
        return p < q ? 1 : -1;
    int by = strcmp(x->network, y->network);
    if (by != 0 || !x->host || !y->host)
        return by != 0 ? by : (x->host == NULL) - (y->host == NULL);
    return strcmp(x->host->id, y->host->id);
}

static struct am_sum sum_of(const struct am_figures *f, enum am_kind kind, const struct am_group *g)
{
    const struct am_group *found = am_groups_find(&f->groups, kind, g->a, g->b);
    return found ? found->sum : (struct am_sum){0};
}

static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    (void)how;
    (void)problem;
    size_t names;
    size_t owners;
    struct am_group **no_name = am_groups_list(&f->groups, AM_KIND_NO_NAME, &names);
    struct am_group **no_owner = am_groups_list(&f->groups, AM_KIND_NO_OWNER, &owners);
    struct am_network_line *lines = am_lines(f, names + owners, sizeof *lines);
    if (!no_name || !no_owner || !lines)
        return AM_E_NO_MEMORY;
    size_t n = 0;
    for (size_t i = 0; i < names + owners; i++) {
        const struct am_group *g = i < names ? no_name[i] : no_owner[i - names];
        if (i >= names && am_groups_find(&f->groups, AM_KIND_NO_NAME, g->a, g->b))
            continue;
        lines[n++] = (struct am_network_line){
            .network = g->a,
            .host = g->b,
            .no_name = sum_of(f, AM_KIND_NO_NAME, g),
            .no_owner = sum_of(f, AM_KIND_NO_OWNER, g),
        };
    }
    qsort(lines, n, sizeof *lines, order);
    f->networks.at = lines;
    f->networks.count = n;
    return AM_OK;
}

const struct am_family am_family_unknown = {.takes = AM_TAKES_LEDGER, .add = add, .finish = finish};
