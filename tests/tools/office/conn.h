/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One conversation between a device and a server: sequence numbers, acknowledgements, the clock,
 * and what the truth has to know of each packet. */
#ifndef OFFICE_CONN_H
#define OFFICE_CONN_H

#include "office.h"

#define TCP_FIN 0x01u
#define TCP_SYN 0x02u
#define TCP_RST 0x04u
#define TCP_PSH 0x08u
#define TCP_ACK 0x10u

enum content { CONTENT_RANDOM, CONTENT_TLS, CONTENT_QUIC, CONTENT_RTP };
enum ending { END_FIN, END_RST, END_OPEN };

struct conn_spec {
    struct wire_end client, server;
    uint16_t vlan;
    uint8_t transport;
    unsigned device;
    bool local; /* both ends in the office: totals only */
    const char *app, *name, *evidence;
    unsigned rtt_ms;
};

struct conn {
    struct office *office;
    struct rng *rng;
    size_t flow; /* of the truth; TRUTH_NONE: local */
    struct truth_key key;
    struct wire_end end[2]; /* who sends UP, who sends DOWN */
    uint16_t vlan;
    uint8_t transport;
    uint64_t now, rtt;
    uint32_t seq[2], stamp[2];
    uint16_t id[2];
    uint8_t ttl[2];
    size_t mss;
    bool timestamps, fragment, says_zero_length;
    bool keeps_all;  /* nothing of it is cut: what has no name must not have it for want of bytes */
    bool missing[2]; /* this direction passes elsewhere and is not captured */
};

void conn_open(struct conn *c, struct office *o, struct rng *rng, const struct conn_spec *spec,
               uint64_t when);

/* `sent` bytes of which `bytes` are kept; the sequence number moves on. */
void tcp_segment(struct conn *c, enum direction way, unsigned flags, struct am_bytes bytes,
                 size_t sent);
void tcp_ack(struct conn *c, enum direction way);
void tcp_connect(struct conn *c);
/* In segments, whole, acknowledged by the other side. */
void tcp_message(struct conn *c, enum direction way, struct am_bytes bytes);
/* `total` bytes over `us` microseconds; large ones in offloaded frames, cut after their start. */
void tcp_bulk(struct conn *c, enum direction way, uint64_t total, uint64_t us,
              enum content content);
void tcp_close(struct conn *c, enum ending ending);

void udp_datagram(struct conn *c, enum direction way, struct am_bytes bytes, size_t sent);
/* Leaves the clock as it was: both directions of a call flow at once. */
void udp_bulk(struct conn *c, enum direction way, uint64_t total, uint64_t us, size_t size,
              enum content content);

#endif
