/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whose the two ends of a flow are: in which place, which device stands behind an address, and what
 * the sensor's vantage is told of it. */
#include "contacts/observer_private.h"

void am_flow_find_ends(struct am_observer *o, struct am_flow *flow, const struct am_packet *p,
                       unsigned side)
{
    struct am_use *use = am_flow_use(flow);
    const struct am_locality *l = &o->options.locality;
    uint64_t mac[2];

    mac[side] = p->src_mac;
    mac[1 - side] = p->dst_mac;
    for (unsigned i = 0; i < 2; i++) {
        use->place[i] = (uint8_t)am_locality_of(l, &flow->address[i]);
        use->stands[i] = flow->address[i];
    }
    am_devices_learn(o->devices, p, use->place[side], use->place[1 - side]);
    for (unsigned i = 0; i < 2; i++) {
        bool local = use->place[i] == AM_PLACE_LOCAL;
        /* A public IPv6 address may be of a device of ours: nobody told that the prefix is. */
        bool perhaps = use->place[i] == AM_PLACE_REMOTE && i == flow->client &&
                       !am_address_is_v4(&flow->address[i]);
        if (!local && !perhaps)
            continue;
        use->stands[i] = am_devices_of(o->devices, mac[i], &flow->address[i]);
        if (am_locality_of(l, &use->stands[i]) == AM_PLACE_LOCAL)
            use->place[i] = AM_PLACE_LOCAL;
    }
}

static struct am_vantage_flow as_vantage_sees(const struct am_flow *flow, const struct am_use *use)
{
    struct am_vantage_flow seen = {.client = flow->client, .transport = flow->transport};

    for (unsigned i = 0; i < 2; i++) {
        seen.address[i] = use->stands[i];
        seen.place[i] = use->place[i];
        seen.tcp_flags[i] = flow->tcp_flags[i];
        seen.ttl[i] = use->ttl[i];
        seen.bytes[i] = flow->bytes[i];
        seen.packets[i] = flow->packets[i];
    }
    return seen;
}

void am_flow_tell_vantage(struct am_observer *o, struct am_flow *flow)
{
    struct am_vantage_flow seen = as_vantage_sees(flow, am_flow_use(flow));
    am_vantage_take(o->vantage, &seen);
}

static void tell_open(void *ctx, struct am_flow *flow)
{
    struct am_observer *o = ctx;
    struct am_vantage_flow seen = as_vantage_sees(flow, am_flow_use(flow));
    am_vantage_take_open(o->vantage, &seen);
}

struct am_vantage_figures am_observer_vantage(struct am_observer *o)
{
    uint64_t c[COUNTERS];
    for (unsigned i = 0; i < COUNTERS; i++)
        c[i] = o->counters[i] - o->earlier[i];
    struct am_vantage_counts counts = {
        .packets = c[PACKETS],
        .unread = c[NOT_IP] + c[CUT_HEADERS] + c[MALFORMED] + c[TOO_DEEP] + c[LINK_UNKNOWN],
        .sealed = c[SEALED],
        .copies = c[DUPLICATES],
        .group = c[MULTICAST_PACKETS],
        .first = o->clock.first,
        .last = o->clock.last,
    };
    struct am_vantage_figures figures;

    am_vantage_reopen(o->vantage);
    am_flows_each(o->flows, tell_open, o);
    am_vantage_figures(o->vantage, &counts, &figures);
    return figures;
}
