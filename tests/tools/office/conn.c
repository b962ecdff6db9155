/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "conn.h"

#include <netinet/in.h>
#include <string.h>

#include "put.h"

#define OFFLOAD_FROM 2500  /* bytes; smaller transfers go in single segments */
#define KEPT_OF_BULK 10    /* bytes of a cut segment's payload */
#define RECORD_MAX   16384 /* TLS record (RFC 8446 5.1) */

static enum direction other(enum direction way)
{
    return way == UP ? DOWN : UP;
}

void conn_open(struct conn *c, struct office *o, struct rng *rng, const struct conn_spec *spec,
               uint64_t when)
{
    *c = (struct conn){.office = o,
                       .rng = rng,
                       .flow = TRUTH_NONE,
                       .end = {spec->client, spec->server},
                       .vlan = spec->vlan,
                       .transport = spec->transport,
                       .now = when,
                       .rtt = spec->local ? 400
                                          : (uint64_t)spec->rtt_ms * 1000 + rng_below(rng, 3000)};
    c->key = (struct truth_key){.client = spec->client.address,
                                .server = spec->server.address,
                                .client_port = spec->client.port,
                                .server_port = spec->server.port,
                                .transport = spec->transport};
    for (unsigned way = UP; way <= DOWN; way++) {
        c->seq[way] = (uint32_t)rng_next(rng);
        c->stamp[way] = (uint32_t)rng_next(rng);
        c->id[way] = (uint16_t)rng_next(rng);
        c->ttl[way] = way == UP || spec->local ? 64 : (uint8_t)rng_between(rng, 46, 60);
    }
    bool v4 = am_address_is_v4(&spec->client.address);
    /* Without timestamps nothing tells an IPv6 retransmission from a mirror's copy. */
    c->timestamps = !v4 || !(o->device[spec->device].kind->flags & WINDOWS);
    c->mss = WIRE_MTU - (v4 ? 40u : 60u) - (c->timestamps ? 12u : 0u);
    if (!spec->local)
        c->flow =
            truth_flow_add(&o->truth, spec->device, &c->key, spec->app, spec->name, spec->evidence);
}

static void count(struct conn *c, enum direction way, struct wire_sent sent)
{
    struct truth *t = &c->office->truth;
    if (c->flow != TRUTH_NONE) {
        truth_packet(t, c->flow, way, c->now, sent.ip_len, sent.packets);
    } else {
        t->total[TOTAL_LOCAL_PACKETS] += sent.packets;
        t->total[TOTAL_LOCAL_BYTES] += sent.ip_len;
    }
}

static void send_head(struct conn *c, enum direction way, struct am_bytes head, size_t checksum_at,
                      struct am_bytes body, size_t body_len)
{
    c->id[way]++;
    if (c->missing[way])
        return;
    struct wire_packet p = {.us = c->now,
                            .src = &c->end[way],
                            .dst = &c->end[other(way)],
                            .vlan = c->vlan,
                            .transport = c->transport,
                            .ttl = c->ttl[way],
                            .id = c->id[way],
                            .head = head,
                            .checksum_at = checksum_at,
                            .body = body,
                            .body_len = body_len,
                            .fragment = c->fragment,
                            .says_zero_length = c->says_zero_length && body_len > c->mss,
                            .inbound = way == DOWN};
    count(c, way, wire_send(&c->office->wire, &p));
}

static void put_tcp_options(struct put *p, const struct conn *c, enum direction way, unsigned flags)
{
    if (flags & TCP_SYN) {
        put16(p, 0x0204);
        put16(p, (unsigned)c->mss + (c->timestamps ? 12 : 0));
        put32(p, 0x01030308); /* NOP, window scale */
        if (!c->timestamps)
            put32(p, 0x01010402);
    }
    if (!c->timestamps)
        return;
    put32(p, flags & TCP_SYN ? 0x0402080a : 0x0101080a);
    put32(p, c->stamp[way] + (uint32_t)(c->now / 1000));
    put32(p, flags & TCP_ACK ? c->stamp[other(way)] + (uint32_t)((c->now - c->rtt) / 1000) : 0);
}

/* At a sequence number of its own: retransmissions and what overtakes. */
static void segment_at(struct conn *c, enum direction way, unsigned flags, uint32_t seq,
                       struct am_bytes bytes, size_t sent)
{
    uint8_t buffer[60];
    struct put p = put_over(buffer, sizeof buffer);
    put16(&p, c->end[way].port);
    put16(&p, c->end[other(way)].port);
    put32(&p, seq);
    put32(&p, flags & TCP_ACK ? c->seq[other(way)] : 0);
    put16(&p, flags);
    put16(&p, (unsigned)rng_between(c->rng, 500, 64240));
    put32(&p, 0);
    put_tcp_options(&p, c, way, flags);
    buffer[12] = (uint8_t)(p.len / 4 << 4);
    send_head(c, way, (struct am_bytes){buffer, p.len}, 16, bytes, sent);
}

void tcp_segment(struct conn *c, enum direction way, unsigned flags, struct am_bytes bytes,
                 size_t sent)
{
    segment_at(c, way, flags, c->seq[way], bytes, sent);
    c->seq[way] += (uint32_t)sent + (flags & (TCP_SYN | TCP_FIN) ? 1 : 0);
}

void tcp_ack(struct conn *c, enum direction way)
{
    tcp_segment(c, way, TCP_ACK, (struct am_bytes){0}, 0);
}

void tcp_connect(struct conn *c)
{
    tcp_segment(c, UP, TCP_SYN, (struct am_bytes){0}, 0);
    c->now += c->rtt;
    tcp_segment(c, DOWN, TCP_SYN | TCP_ACK, (struct am_bytes){0}, 0);
    c->now += 90;
    tcp_ack(c, UP);
    c->now += 150;
}

void tcp_message(struct conn *c, enum direction way, struct am_bytes bytes)
{
    for (size_t at = 0; at < bytes.len;) {
        size_t len = bytes.len - at < c->mss ? bytes.len - at : c->mss;
        bool last = at + len == bytes.len;
        struct am_bytes piece = {bytes.at + at, len};
        tcp_segment(c, way, TCP_ACK | (last ? TCP_PSH : 0), piece, len);
        c->now += 25;
        at += len;
    }
    c->now += way == UP ? c->rtt : 60;
    tcp_ack(c, other(way));
    c->now += 200;
}

/* Random bytes in whole TLS records that end where the frame does. */
static size_t fill_tls(struct office *o, struct rng *rng, size_t len, size_t kept)
{
    memcpy(o->scratch, o->noise + rng_below(rng, NOISE_LEN - len), kept);
    for (size_t at = 0; at + 5 <= kept;) {
        size_t record = len - at - 5 < RECORD_MAX ? len - at - 5 : RECORD_MAX;
        if (record == RECORD_MAX && len - at - 5 - record < 32)
            record -= 64;
        struct put p = put_over(o->scratch + at, 5);
        put24(&p, 0x170303);
        put16(&p, (unsigned)record);
        at += 5 + record;
    }
    return kept;
}

static struct am_bytes fill(struct conn *c, enum content content, size_t len)
{
    struct office *o = c->office;
    bool cut = o->options.slice && !c->keeps_all && len > (size_t)2 * KEPT_OF_BULK;
    size_t kept = cut ? KEPT_OF_BULK : len;
    if (content == CONTENT_TLS)
        return (struct am_bytes){o->scratch, fill_tls(o, c->rng, len, kept)};
    memcpy(o->scratch, o->noise + rng_below(c->rng, NOISE_LEN - len), kept);
    if (content == CONTENT_QUIC) /* short header, fixed bit (RFC 9000 17.3) */
        o->scratch[0] = 0x40 | (o->scratch[0] & 0x3f);
    else if (content == CONTENT_RTP)
        o->scratch[0] = 0x80;
    return (struct am_bytes){o->scratch, kept};
}

static void retransmit(struct conn *c, enum direction way, struct am_bytes bytes, size_t sent)
{
    c->now += c->rtt;
    segment_at(c, way, TCP_ACK | TCP_PSH, c->seq[way] - (uint32_t)sent, bytes, sent);
}

void tcp_bulk(struct conn *c, enum direction way, uint64_t total, uint64_t us, enum content content)
{
    size_t most = 65535 - 80 - (65535 - 80) % c->mss;
    uint64_t frames = 0, at = 0, start = c->now;
    /* The card hands over bursts as one frame, the longer the faster they come. */
    uint64_t burst = total > OFFLOAD_FROM ? total / c->mss + 1 : 1;
    if (burst > most / c->mss)
        burst = most / c->mss;
    while (at < total) {
        size_t len = c->mss * rng_between(c->rng, (burst + 1) / 2, burst);
        uint64_t left = total - at;
        if (len >= left)
            len = (size_t)left;
        else if (left - len < 64) /* no crumb of a frame at the end */
            len -= 128;
        struct am_bytes bytes = fill(c, content, len);
        bool push = at + len == total || rng_percent(c->rng, 20);
        tcp_segment(c, way, TCP_ACK | (push ? TCP_PSH : 0), bytes, len);
        if (rng_below(c->rng, 200) == 0)
            retransmit(c, way, bytes, len);
        at += len;
        uint64_t due = start + us * (at * 1000 / total) / 1000;
        if (frames++ % 4 == 3 || at == total) {
            c->now += way == UP && at == total ? c->rtt : 50;
            tcp_ack(c, other(way));
        }
        c->now = due > c->now ? due : c->now + 20;
    }
}

void tcp_close(struct conn *c, enum ending ending)
{
    if (ending == END_OPEN)
        return;
    if (ending == END_RST) {
        tcp_segment(c, UP, TCP_RST | TCP_ACK, (struct am_bytes){0}, 0);
        return;
    }
    tcp_segment(c, UP, TCP_FIN | TCP_ACK, (struct am_bytes){0}, 0);
    c->now += c->rtt;
    tcp_segment(c, DOWN, TCP_FIN | TCP_ACK, (struct am_bytes){0}, 0);
    c->now += 70;
    tcp_ack(c, UP);
}

void udp_datagram(struct conn *c, enum direction way, struct am_bytes bytes, size_t sent)
{
    uint8_t buffer[8];
    struct put p = put_over(buffer, sizeof buffer);
    put16(&p, c->end[way].port);
    put16(&p, c->end[other(way)].port);
    put16(&p, (unsigned)(8 + sent));
    put16(&p, 0);
    send_head(c, way, (struct am_bytes){buffer, sizeof buffer}, 6, bytes, sent);
}

void udp_bulk(struct conn *c, enum direction way, uint64_t total, uint64_t us, size_t size,
              enum content content)
{
    uint64_t start = c->now, datagrams = total / size + 1;
    for (uint64_t i = 0; i < datagrams; i++) {
        uint64_t step = us / datagrams;
        c->now = start + i * step + (way == DOWN ? c->rtt : 0);
        if (i > 0 || way == DOWN) /* the device speaks first */
            c->now += rng_below(c->rng, step / 2 + 1);
        size_t len = size - rng_below(c->rng, size / 4);
        struct am_bytes bytes = fill(c, content, len);
        udp_datagram(c, way, bytes, len);
    }
    c->now = start;
}
