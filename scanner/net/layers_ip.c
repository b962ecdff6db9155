/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The internet layer and the transports: RFC 791, 8200, 4302, 9293, 768. */
#include <netinet/in.h>

#include "net/layers.h"

#define IPV4_HEADER  20
#define IPV6_HEADER  40
#define TCP_HEADER   20
#define TCP_NEEDED   14 /* ports, sequence number, flags: enough where a snapshot cuts the rest */
#define UDP_HEADER   8
#define DATAGRAM_MAX 65535

#define MORE_FRAGMENTS 0x2000
#define OFFSET_MASK    0x1fff

static const struct {
    uint8_t layer;
    bool carries; /* a packet in its own right, whatever it carries */
} protocols[256] = {
    [0] = {AM_LAYER_EXTENSION, false}, /* hop-by-hop options */
    [4] = {AM_LAYER_IPV4, true},
    [6] = {AM_LAYER_TCP, false},
    [17] = {AM_LAYER_UDP, false},
    [41] = {AM_LAYER_IPV6, true},
    [43] = {AM_LAYER_EXTENSION, false}, /* routing */
    [44] = {AM_LAYER_FRAGMENT, false},
    [47] = {AM_LAYER_GRE, true},
    [51] = {AM_LAYER_AUTHENTICATION, false},
    [60] = {AM_LAYER_EXTENSION, false}, /* destination options */
    [94] = {AM_LAYER_IPV4, true},       /* KA9Q IP in IP */
    [97] = {AM_LAYER_ETHERIP, true},
    [135] = {AM_LAYER_EXTENSION, false}, /* mobility */
    [137] = {AM_LAYER_MPLS, true},
    [139] = {AM_LAYER_EXTENSION, false}, /* HIP */
    [140] = {AM_LAYER_EXTENSION, false}, /* Shim6 */
    [143] = {AM_LAYER_ETHERNET, true},   /* RFC 8986, 4.9 */
};

/* UDP ports whose datagrams may carry a whole packet; the layer tells whether one does. */
static const struct {
    uint16_t port;
    uint8_t layer;
} tunnels[] = {
    {1701, AM_LAYER_L2TP},   {2152, AM_LAYER_GTP},    {3544, AM_LAYER_TEREDO},
    {3386, AM_LAYER_GTP0},   {4341, AM_LAYER_LISP},   {4754, AM_LAYER_GRE},
    {4789, AM_LAYER_VXLAN},  {8472, AM_LAYER_VXLAN},  {4790, AM_LAYER_VXLAN_GPE},
    {5247, AM_LAYER_CAPWAP}, {6081, AM_LAYER_GENEVE}, {6635, AM_LAYER_MPLS},
    {37008, AM_LAYER_TZSP},
};

static enum am_layer tunnel_of(uint16_t src_port, uint16_t dst_port)
{
    for (size_t i = 0; i < sizeof tunnels / sizeof tunnels[0]; i++) {
        if (tunnels[i].port == dst_port || tunnels[i].port == src_port)
            return tunnels[i].layer;
    }
    return AM_LAYER_END;
}

/* What follows the IP header of a fragment; the ports of a first one where it reaches that far. */
static enum am_layer take_fragment(struct am_walk *w, uint8_t protocol)
{
    struct am_packet *p = w->level;
    struct am_bytes body = am_reader_rest(w->r);

    if (am_reader_status(w->r) != AM_OK)
        return AM_LAYER_BROKEN;
    p->payload = body;
    p->payload_len = am_walk_left(w);
    if (p->fragment_offset + p->payload_len > DATAGRAM_MAX)
        return am_walk_reject(w);
    p->fragment = true;
    p->transport = protocol;
    bool known = protocol == IPPROTO_TCP || protocol == IPPROTO_UDP;
    if (known && p->fragment_offset == 0 && body.len >= 4) {
        p->src_port = am_be16(body, 0);
        p->dst_port = am_be16(body, 2);
        if (protocol == IPPROTO_TCP && body.len >= TCP_NEEDED) {
            p->tcp_seq = am_be32(body, 4);
            p->tcp_flags = body.at[13];
        }
    }
    known |= protocols[protocol].carries; /* put together, it may be a packet within */
    am_walk_accept(w, known ? AM_DECODED_TRANSPORT : AM_DECODED_OTHER_IP, body);
    return AM_LAYER_END;
}

enum am_layer am_walk_protocol(struct am_walk *w, uint8_t protocol)
{
    if (am_reader_status(w->r) != AM_OK)
        return AM_LAYER_BROKEN;
    enum am_layer layer = protocols[protocol].layer;
    w->level->transport = protocol;
    if (layer == AM_LAYER_END || protocols[protocol].carries)
        am_walk_accept(w, AM_DECODED_OTHER_IP, am_reader_rest(w->r));
    return layer;
}

enum am_layer am_layer_ip(struct am_walk *w)
{
    static const uint8_t versions[16] = {[4] = AM_LAYER_IPV4, [6] = AM_LAYER_IPV6};

    int first = am_reader_peek(w->r, 0);
    if (first >= 0)
        return versions[first >> 4];
    am_read_skip(w->r, 1); /* nothing there: the reader tells cut from malformed */
    return AM_LAYER_BROKEN;
}

/* The length on the wire of a packet whose first `header` bytes are read, or 0 where it can't be.
 * One that says none stands for one that the field can't hold (jumbogram, RFC 2675) or that the
 * network card was to fill in; inside a tunnel only the first is believed. */
static uint32_t length_on_wire(const struct am_walk *w, uint32_t header, uint32_t said, bool none)
{
    bool inside = am_walk_inside(w);
    if (!none && !inside)
        return said;
    uint32_t left = header + am_walk_left(w);
    if (none && (!inside || left > DATAGRAM_MAX))
        return left;
    return said <= left ? said : 0;
}

/* A packet straight inside another has no link header of its own: the outer level took it. */
static void begin_level(struct am_walk *w, struct am_address src, struct am_address dst,
                        uint32_t ip_len, uint8_t ttl)
{
    static const struct am_packet blank; /* copied faster than compilers clear */
    struct am_packet *p = w->level;
    *p = blank;
    p->src = src;
    p->dst = dst;
    p->ip_len = ip_len;
    p->ttl = ttl;
    p->src_mac = w->src_mac;
    p->dst_mac = w->dst_mac;
    w->src_mac = w->dst_mac = 0;
}

enum am_layer am_layer_ipv4(struct am_walk *w)
{
    /* Some rewriting tools and virtual devices label every packet IPv4: the version decides. */
    if (am_reader_peek(w->r, 0) >> 4 == 6)
        return AM_LAYER_IPV6;
    struct am_bytes h = am_read_bytes(w->r, IPV4_HEADER);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    uint32_t header = (h.at[0] & 0x0fu) * 4, said = am_be16(h, 2);
    uint32_t total = length_on_wire(w, IPV4_HEADER, said, said == 0);
    if (h.at[0] >> 4 != 4 || header < IPV4_HEADER || total < header)
        return am_walk_reject(w);
    if (header > IPV4_HEADER)
        am_read_skip(w->r, header - IPV4_HEADER);
    am_walk_narrow(w, total - header);

    uint16_t fragment = am_be16(h, 6);
    w->ipv6 = false;
    begin_level(w, am_address_v4(h.at + 12), am_address_v4(h.at + 16), total, h.at[8]);
    w->level->fragment_id = am_be16(h, 4);
    if ((fragment & (MORE_FRAGMENTS | OFFSET_MASK)) == 0)
        return am_walk_protocol(w, h.at[9]);
    w->level->more_fragments = (fragment & MORE_FRAGMENTS) != 0;
    w->level->fragment_offset = (fragment & OFFSET_MASK) * 8u;
    return take_fragment(w, h.at[9]);
}

enum am_layer am_layer_ipv6(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, IPV6_HEADER);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    uint32_t said = am_be16(h, 4);
    bool none = said == 0 && h.at[6] != IPPROTO_NONE;
    uint32_t total = length_on_wire(w, IPV6_HEADER, IPV6_HEADER + said, none);
    if (h.at[0] >> 4 != 6 || total < IPV6_HEADER)
        return am_walk_reject(w);
    am_walk_narrow(w, total - IPV6_HEADER);

    w->ipv6 = true;
    begin_level(w, am_address_v6(h.at + 8), am_address_v6(h.at + 24), total, h.at[7]);
    return am_walk_protocol(w, h.at[6]);
}

/* In IPv4 the numbers of IPv6's extension headers mean nothing. */
static enum am_layer not_in_ipv4(struct am_walk *w)
{
    am_walk_accept(w, AM_DECODED_OTHER_IP, am_reader_rest(w->r));
    return AM_LAYER_END;
}

enum am_layer am_layer_extension(struct am_walk *w)
{
    if (!w->ipv6)
        return not_in_ipv4(w);
    struct am_bytes h = am_read_bytes(w->r, 8);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    am_read_skip(w->r, h.at[1] * (size_t)8);
    return am_walk_protocol(w, h.at[0]);
}

enum am_layer am_layer_fragment(struct am_walk *w)
{
    if (!w->ipv6)
        return not_in_ipv4(w);
    struct am_bytes h = am_read_bytes(w->r, 8);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    uint16_t offset = am_be16(h, 2);
    w->level->fragment_id = am_be32(h, 4);
    if ((offset & 0xfff9) == 0)
        return am_walk_protocol(w, h.at[0]); /* an atomic fragment is whole (RFC 6946) */
    w->level->more_fragments = (offset & 1) != 0;
    w->level->fragment_offset = offset & 0xfff8;
    return take_fragment(w, h.at[0]);
}

enum am_layer am_layer_authentication(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 12);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    size_t len = (h.at[1] + (size_t)2) * 4; /* RFC 4302, 2.2: in 4-byte words, minus 2 */
    if (len < h.len)
        return am_walk_reject(w);
    am_read_skip(w->r, len - h.len);
    return am_walk_protocol(w, h.at[0]);
}

enum am_layer am_layer_tcp(struct am_walk *w)
{
    struct am_packet *p = w->level;
    struct am_bytes body = am_reader_rest(w->r), h = am_read_bytes(w->r, TCP_NEEDED);
    uint32_t left = (uint32_t)body.len + w->beyond;
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    uint32_t header = (h.at[12] >> 4) * 4u;
    if (header < TCP_HEADER || header > left)
        return am_walk_reject(w);
    p->src_port = am_be16(h, 0);
    p->dst_port = am_be16(h, 2);
    p->tcp_seq = am_be32(h, 4);
    p->tcp_flags = h.at[13];
    p->payload_len = left - header;
    if (body.len >
        header) { /* else the snapshot ends in the options, and all that matters is read */
        am_read_skip(w->r, header - TCP_NEEDED);
        p->payload = am_reader_rest(w->r);
    }
    am_walk_accept(w, AM_DECODED_TRANSPORT, body);
    return AM_LAYER_END;
}

enum am_layer am_layer_udp(struct am_walk *w)
{
    struct am_packet *p = w->level;
    struct am_bytes body = am_reader_rest(w->r), h = am_read_bytes(w->r, UDP_HEADER);
    uint32_t left = (uint32_t)body.len + w->beyond;
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    uint32_t len = am_be16(h, 4);
    if (len == 0)
        len = left; /* jumbogram (RFC 2675) */
    if (len < UDP_HEADER || (len > left && am_walk_inside(w)))
        return am_walk_reject(w);
    p->src_port = am_be16(h, 0);
    p->dst_port = am_be16(h, 2);
    am_walk_narrow(w, (len < left ? len : left) - UDP_HEADER);
    p->payload = am_reader_rest(w->r);
    p->payload_len = (uint32_t)p->payload.len + w->beyond;
    am_walk_accept(w, AM_DECODED_TRANSPORT, body);
    return tunnel_of(p->src_port, p->dst_port);
}
