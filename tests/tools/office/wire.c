/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "wire.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "put.h"

#define ETHERNET    14
#define PADDED      60
#define MIRROR_VLAN 100
#define MORE_FOLLOW 0x2000
#define DONT_SPLIT  0x4000

static uint64_t sum(const uint8_t *at, size_t len, uint64_t s)
{
    for (size_t i = 0; i + 1 < len; i += 2)
        s += (uint64_t)at[i] << 8 | at[i + 1];
    return len % 2 ? s + ((uint64_t)at[len - 1] << 8) : s;
}

static unsigned fold(uint64_t s)
{
    while (s >> 16)
        s = (s & 0xffff) + (s >> 16);
    return (unsigned)(~s & 0xffff);
}

static void put_ethernet(struct put *p, const struct wire *w, const uint8_t dst[6],
                         const uint8_t src[6], unsigned vlan)
{
    put_bytes(p, dst, 6);
    put_bytes(p, src, 6);
    if (w->tag_all) {
        put16(p, vlan ? 0x88a8 : 0x8100);
        put16(p, MIRROR_VLAN);
    }
    if (vlan) {
        put16(p, 0x8100);
        put16(p, vlan);
    }
}

/* What one IP packet carries: all of the transport's bytes, or a fragment of them. */
struct part {
    size_t from, len; /* of head and body together */
    bool more, whole;
};

static void put_ip(struct put *p, const struct wire_packet *w, const struct part *part)
{
    bool v4 = am_address_is_v4(&w->src->address);
    if (v4) {
        size_t start = p->len;
        put16(p, 0x4500);
        put16(p, w->says_zero_length ? 0 : (unsigned)(20 + part->len));
        put16(p, w->id);
        put16(p, (part->whole ? DONT_SPLIT : 0) | (part->more ? MORE_FOLLOW : 0) |
                     (unsigned)(part->from / 8));
        put8(p, w->ttl);
        put8(p, w->transport);
        put16(p, 0);
        put_bytes(p, w->src->address.at + 12, 4);
        put_bytes(p, w->dst->address.at + 12, 4);
        put_set16(p, start + 10, fold(sum(p->at + start, 20, 0)));
        return;
    }
    put32(p, 0x60000000);
    put16(p, w->says_zero_length ? 0 : (unsigned)((part->whole ? 0 : 8) + part->len));
    put8(p, part->whole ? w->transport : 44);
    put8(p, w->ttl);
    put_bytes(p, w->src->address.at, 16);
    put_bytes(p, w->dst->address.at, 16);
    if (!part->whole) { /* RFC 8200 4.5 */
        put8(p, w->transport);
        put8(p, 0);
        put16(p, (unsigned)part->from | (part->more ? 1u : 0u));
        put32(p, 0x10000u + w->id);
    }
}

/* RFC 1071 over the pseudo header; zeros that are not kept add nothing. */
static unsigned transport_checksum(const struct wire_packet *p)
{
    bool v4 = am_address_is_v4(&p->src->address);
    size_t skip = v4 ? 12 : 0, len = p->head.len + p->body_len;
    uint64_t s = 0;
    if (p->transport != IPPROTO_ICMP && p->transport != IPPROTO_IGMP) {
        s = sum(p->src->address.at + skip, 16 - skip, 0);
        s = sum(p->dst->address.at + skip, 16 - skip, s);
        s += p->transport + (len >> 16) + (len & 0xffff);
    }
    s = sum(p->head.at, p->head.len, s);
    s = sum(p->body.at, p->body.len, s); /* heads are of even length */
    unsigned folded = fold(s);
    return folded == 0 && p->transport == IPPROTO_UDP ? 0xffff : folded;
}

static void put_part(struct put *out, const struct wire_packet *p, const struct part *part)
{
    size_t kept = p->head.len + p->body.len, end = part->from + part->len;
    for (size_t i = part->from; i < end && i < kept;) {
        struct am_bytes piece = i < p->head.len ? p->head : p->body;
        size_t at = i < p->head.len ? i : i - p->head.len;
        size_t len = piece.len - at < end - i ? piece.len - at : end - i;
        put_bytes(out, piece.at + at, len);
        i += len;
    }
}

/* The same packet at a second mirror port: later, and half of the time past a router. */
static void send_copy(struct wire *w, const struct wire_packet *p, uint32_t kept, uint32_t wire_len,
                      size_t ip_at, size_t ip_len)
{
    memcpy(w->copy, w->frame, kept);
    if (rng_percent(&w->rng, 50)) {
        static const uint8_t routed[2][6] = {{0x02, 0x11, 0x22, 0, 0, 1},
                                             {0x02, 0x11, 0x22, 0, 0, 2}};
        memcpy(w->copy, routed, sizeof routed);
        bool v4 = am_address_is_v4(&p->src->address);
        w->copy[ip_at + (v4 ? 8 : 7)]--;
        if (v4) {
            struct put ip = put_over(w->copy + ip_at, 20);
            put_set16(&ip, 10, 0);
            put_set16(&ip, 10, fold(sum(w->copy + ip_at, 20, 0)));
        }
    }
    trace_add(w->trace, p->us + rng_between(&w->rng, 3, 400), w->copy, kept, wire_len);
    w->duplicates++;
    w->duplicate_bytes += ip_len;
}

static uint64_t send_part(struct wire *w, const struct wire_packet *p, const struct part *part)
{
    bool v4 = am_address_is_v4(&p->src->address);
    struct put out = put_over(w->frame, sizeof w->frame);
    put_ethernet(&out, w, p->dst->mac, p->src->mac, p->vlan);
    put16(&out, v4 ? 0x0800 : 0x86dd);
    size_t ip_at = out.len;
    put_ip(&out, p, part);
    size_t ip_len = out.len - ip_at + part->len;
    put_part(&out, p, part);
    uint32_t wire_len = (uint32_t)(ip_at + ip_len);
    if (p->inbound && out.len == wire_len && wire_len < PADDED && !p->vlan && !w->tag_all) {
        put_zeros(&out, PADDED - wire_len);
        wire_len = PADDED;
    }
    trace_add(w->trace, p->us, w->frame, (uint32_t)out.len, wire_len);
    if (w->twice && !p->group)
        send_copy(w, p, (uint32_t)out.len, wire_len, ip_at, ip_len);
    return ip_len;
}

struct wire_sent wire_send(struct wire *w, const struct wire_packet *given)
{
    struct wire_packet p = *given;
    uint8_t head[256];
    if (p.head.len > sizeof head || p.head.len % 2)
        abort();
    memcpy(head, p.head.at, p.head.len);
    p.head.at = head;
    if (p.checksum_at > 0) {
        struct put h = put_over(head, sizeof head);
        put_set16(&h, p.checksum_at, transport_checksum(&p));
    }
    size_t all = p.head.len + p.body_len;
    bool v4 = am_address_is_v4(&p.src->address);
    size_t limit = WIRE_MTU - (v4 ? 20 : 40), room = v4 ? limit : limit - 8;
    if (!p.fragment || all <= limit)
        return (struct wire_sent){1, send_part(w, &p, &(struct part){0, all, false, true})};
    room -= room % 8;
    struct wire_sent sent = {0};
    for (size_t from = 0; from < all; from += room) {
        bool last = all - from <= room;
        struct part part = {from, last ? all - from : room, !last, false};
        sent.ip_len += send_part(w, &p, &part);
        sent.packets++;
        p.us += 12;
    }
    return sent;
}

uint32_t wire_send_raw(struct wire *w, uint64_t us, const uint8_t dst[6], const uint8_t src[6],
                       unsigned type, struct am_bytes body)
{
    struct put out = put_over(w->frame, sizeof w->frame);
    put_ethernet(&out, w, dst, src, 0);
    put16(&out, type);
    put_bytes(&out, body.at, body.len);
    if (out.len < PADDED)
        put_zeros(&out, PADDED - out.len);
    trace_add(w->trace, us, w->frame, (uint32_t)out.len, (uint32_t)out.len);
    return (uint32_t)out.len - ETHERNET;
}
