/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How far the report sees: what has a name, an owner, a host, and why the rest has none. */
#include "indicators/families.h"

static void add_owner(struct am_coverage *c, const struct am_row_view *row)
{
    const struct am_seen *seen = row->seen;
    if (row->service) {
        am_sum_add(&c->service_owner, &row->sum);
        am_sum_add(seen->by_address ? &c->owner_by_address : &c->owner_by_name, &row->sum);
    } else if (row->seen->row->unlisted) {
        am_sum_add(&c->unlisted, &row->sum);
    } else if (row->named) {
        am_sum_add(seen->service.rule ? &c->no_parent : &c->no_rule, &row->sum);
    }
}

static void add(struct am_figures *f, const struct am_row_view *row)
{
    struct am_coverage *c = &f->coverage;
    const struct am_scan_row *r = row->seen->row;
    if (row->resolver) {
        am_sum_add(&c->resolvers, &row->sum);
        return;
    }
    am_sum_add(&c->all, &row->sum);
    (void)am_groups_add(&f->groups, AM_KIND_ALL, NULL, NULL, &row->sum, row->hour);
    am_sum_add(&c->evidence[row->named ? r->evidence : AM_EVIDENCE_NONE], &row->sum);
    if (row->named)
        am_sum_add(&c->named, &row->sum);
    else
        am_sum_add(&c->blind[r->blindness == AM_BLIND_NOT ? AM_BLIND_ADDRESS_ONLY : r->blindness],
                   &row->sum);
    if (row->hidden_dns)
        am_sum_add(&c->encrypted_dns, &row->sum);
    if (row->tunnel)
        am_sum_add(&c->tunnels, &row->sum);
    if (row->tunnel && row->named)
        am_sum_add(&c->tunnels_named, &row->sum);
    if (row->seen->host.cache)
        am_sum_add(&c->caches, &row->sum);
    if (row->seen->conflict)
        am_sum_add(&c->conflicts, &row->sum);
    add_owner(c, row);
    if (row->host)
        am_sum_add(&c->host_owner, &row->sum);
    if (row->seen->host.place.asn != 0)
        am_sum_add(&c->network_known, &row->sum);
}

const struct am_family am_family_coverage = {.takes = AM_TAKES_ALL, .add = add};
