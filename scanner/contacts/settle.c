/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From flow to contact: whose it is, by which name, and why it has none. */
#include <netinet/in.h>
#include <string.h>

#include "contacts/observer_private.h"

unsigned am_flow_device(const struct am_flow *flow, const struct am_use *use)
{
    bool a = use->place[0] == AM_PLACE_LOCAL;
    bool b = use->place[1] == AM_PLACE_LOCAL;
    if (a != b)
        return a ? 0 : 1;
    return flow->client;
}

bool am_flow_leaves(const struct am_use *use)
{
    bool multicast = use->place[0] == AM_PLACE_MULTICAST || use->place[1] == AM_PLACE_MULTICAST;
    bool local = use->place[0] == AM_PLACE_LOCAL && use->place[1] == AM_PLACE_LOCAL;
    return !multicast && !local;
}

/* What carries packets of its own, sealed: IPsec with its exchange of keys (RFC 3948, RFC 7296),
 * and GRE with something in it that is not read. */
static bool is_tunnel(const struct am_flow *flow)
{
    uint16_t server = flow->port[1 - flow->client];
    return flow->transport == IPPROTO_ESP || flow->transport == IPPROTO_AH ||
           flow->transport == IPPROTO_GRE ||
           (flow->transport == IPPROTO_UDP && (server == 500 || server == 4500));
}

/* What a visitor asks a machine of ours for names that machine, not the visitor. */
static bool names_peer(const struct am_flow *flow, const struct am_use *use)
{
    return use->naming.name && (!use->naming.own || am_flow_device(flow, use) == flow->client);
}

/* What the dataset knows the peer's address to serve; asked only where no name tells more. */
static enum am_address_use known_use(const struct am_observer *o, const struct am_flow *flow,
                                     const struct am_use *use)
{
    const struct am_knowledge *k = o->options.knowledge;
    if (!k || !k->use || !am_flow_leaves(use))
        return AM_USE_NOT_KNOWN;
    return k->use(k->ctx, &flow->address[1 - am_flow_device(flow, use)]);
}

/* What goes to a known resolver by TLS, QUIC or HTTP are questions (RFC 8484). */
static const char *app_of(const struct am_use *use, enum am_address_use known)
{
    const char *app = am_naming_app(&use->naming);
    static const char *const carriers[] = {"tls", "quic", "http", "http2"};
    for (size_t i = 0; known == AM_USE_RESOLVER && i < sizeof carriers / sizeof *carriers; i++)
        if (strcmp(app, carriers[i]) == 0)
            return "doh";
    return app;
}

static enum am_blindness blindness(const struct am_flow *flow, const struct am_use *use,
                                   enum am_address_use known)
{
    if (names_peer(flow, use))
        return AM_BLIND_NOT;
    if (am_naming_is_dns(&use->naming))
        return AM_BLIND_RESOLVER;
    if (is_tunnel(flow) || am_naming_is_tunnel(&use->naming) || known == AM_USE_TUNNEL)
        return AM_BLIND_TUNNEL;
    if (use->naming.front)
        return AM_BLIND_HIDDEN;
    if (flow->packets[0] == 0 || flow->packets[1] == 0)
        return AM_BLIND_ONE_WAY;
    if (am_naming_has_gap(&use->naming) || use->cut_unread)
        return AM_BLIND_LOST;
    if (flow->transport == IPPROTO_TCP && !((flow->tcp_flags[0] | flow->tcp_flags[1]) & AM_TCP_SYN))
        return AM_BLIND_MID_STREAM;
    return AM_BLIND_ADDRESS_ONLY;
}

static const char *last_of_chain(const char *chain)
{
    const char *space = chain ? strrchr(chain, ' ') : NULL;
    return space ? space + 1 : chain;
}

void am_flow_settle(struct am_observer *o, struct am_flow *flow, unsigned side, uint64_t held)
{
    struct am_use *use = am_flow_use(flow);
    uint64_t sent[2] = {flow->bytes[0] - use->settled[0], flow->bytes[1] - use->settled[1]};
    sent[side] -= held;
    if (sent[0] + sent[1] == 0)
        return;
    use->settled[0] += sent[0];
    use->settled[1] += sent[1];
    if (!o->options.store || !am_flow_leaves(use))
        return;
    unsigned device = am_flow_device(flow, use);
    bool named = names_peer(flow, use);
    enum am_address_use known = named ? AM_USE_NOT_KNOWN : known_use(o, flow, use);
    /* A front tells who runs the door, as the end of a chain does. */
    const struct am_label *behind =
        named && use->naming.chain ? use->naming.chain : use->naming.front;
    struct am_contact contact = {
        .device = use->stands[device],
        .peer = flow->address[1 - device],
        .name = named ? am_label_text(use->naming.name) : NULL,
        .cname = last_of_chain(am_label_text(behind)),
        .app = app_of(use, known),
        .evidence = named ? use->naming.evidence : AM_EVIDENCE_NONE,
        .blindness = blindness(flow, use, known),
        .slot = use->slot / AM_SECOND_NS,
        .flows = use->told ? 0 : 1,
        .up = sent[device],
        .down = sent[1 - device],
    };
    bool asks = contact.blindness == AM_BLIND_RESOLVER; /* questions are a layer of their own */
    o->contact_flows += contact.flows && !asks;
    o->named_flows += contact.flows && !asks && contact.name;
    use->told = true;
    am_store_add(o->options.store, &contact);
}

void am_flow_tell(struct am_observer *o, struct am_flow *flow, enum am_flow_end why)
{
    const struct am_use *use = am_flow_use(flow);
    struct am_observed_name names[AM_NAMING_OTHERS_MAX];
    unsigned client = flow->client;
    bool named = names_peer(flow, use);
    enum am_address_use known = named ? AM_USE_NOT_KNOWN : known_use(o, flow, use);
    struct am_observed_flow told = {
        .flow = flow,
        .device = am_flow_device(flow, use),
        .stands = &use->stands[am_flow_device(flow, use)],
        .client_local = use->place[client] == AM_PLACE_LOCAL,
        .server_local = use->place[1 - client] == AM_PLACE_LOCAL,
        .multicast = use->place[0] == AM_PLACE_MULTICAST || use->place[1] == AM_PLACE_MULTICAST,
        .app = app_of(use, known),
        .name = am_label_text(use->naming.name),
        .evidence = use->naming.evidence,
        .blindness = blindness(flow, use, known),
        .front = am_label_text(use->naming.front),
        .chain = am_label_text(use->naming.chain),
        .names = names,
        .names_len = am_naming_others(&use->naming, names),
        .gap = am_naming_has_gap(&use->naming),
        .cut = use->cut,
        .evicted = why == AM_FLOW_EVICTED,
    };
    o->options.listener.flow(o->options.listener.ctx, &told);
}
