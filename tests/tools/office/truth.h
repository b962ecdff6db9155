/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is true of the day, noted while it is made, never read back from the frames.
 *
 * Written as one TSV; the first column tells the kind of row:
 *   flow  remote flows: id device client client_port server server_port transport app name evidence
 *         start end up down packets_up packets_down         (name "-": it has none)
 *   slot  what a flow moved in ten minutes: id slot up down packets
 *   name  per name: name flows up down devices
 *   seen  where names are readable: transport client client_port server server_port source name
 *         count          (local flows too)
 *   device  label kind mac addresses hostname
 *   # total KEY VALUE
 * Times are microseconds since the epoch, slots seconds; bytes are IP length; up is from the local
 * device. Mirrored copies are counted under "duplicate" alone. */
#ifndef OFFICE_TRUTH_H
#define OFFICE_TRUTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/address.h"

#define TRUTH_NONE   SIZE_MAX
#define SLOT_SECONDS 600
#define TRUTH_TEXTS  16

enum direction { UP, DOWN };

enum total {
    TOTAL_FRAMES, /* in the capture, copies and all */
    TOTAL_REMOTE_PACKETS,
    TOTAL_REMOTE_UP,
    TOTAL_REMOTE_DOWN,
    TOTAL_LOCAL_PACKETS, /* the broadcast of the office's own subnet too */
    TOTAL_LOCAL_BYTES,
    TOTAL_MULTICAST_PACKETS, /* and the limited broadcast */
    TOTAL_MULTICAST_BYTES,
    TOTAL_ICMP_PACKETS, /* ICMP, ICMPv6 and IGMP, wherever they go */
    TOTAL_ICMP_BYTES,
    TOTAL_OTHER_FRAMES, /* not IP: ARP, LLDP */
    TOTAL_DUPLICATE_PACKETS,
    TOTAL_DUPLICATE_BYTES,
    TOTAL_COUNT
};

struct truth_key {
    struct am_address client, server;
    uint16_t client_port, server_port;
    uint8_t transport;
};

struct truth_flow {
    unsigned device;
    struct truth_key key;
    const char *app, *name, *evidence; /* static texts; name NULL: none */
    uint64_t start, end;               /* 0: no packet yet */
    uint64_t bytes[2], packets[2];
    size_t slots; /* first of its chain, TRUTH_NONE: none */
};

struct truth_slot {
    size_t flow, next;
    uint64_t slot, bytes[2], packets;
};

struct truth_seen {
    struct truth_key key;
    const char *source, *name;
    unsigned count;
};

struct truth_answer {
    uint64_t us;
    struct am_address client, address;
    const char *name;
};

struct truth {
    struct truth_flow *flow;
    struct truth_slot *slot;
    struct truth_seen *seen;
    struct truth_answer *answer;
    size_t flows, slots, seens, answers;
    size_t flow_room, slot_room, seen_room, answer_room;
    uint64_t total[TOTAL_COUNT];
    char text[TRUTH_TEXTS][AM_ADDRESS_TEXT];
    size_t texts;
};

size_t truth_flow_add(struct truth *t, unsigned device, const struct truth_key *key,
                      const char *app, const char *name, const char *evidence);
void truth_packet(struct truth *t, size_t flow, enum direction way, uint64_t us, uint64_t ip_len,
                  uint64_t packets);
void truth_seen_add(struct truth *t, const struct truth_key *key, const char *source,
                    const char *name, unsigned count);
/* The same, once more, of a name that is asked for again and again between the same two ends. */
void truth_seen_again(struct truth *t, const struct truth_key *key, const char *source,
                      const char *name);
void truth_answer_add(struct truth *t, uint64_t us, const struct am_address *client,
                      const struct am_address *address, const char *name);
/* An address as text, which lives as long as the truth. */
const char *truth_address_text(struct truth *t, const struct am_address *a);
/* Whether each flow's evidence is what a reader of the answers must come to; says on stderr which
 * is not. A day that fails is ambiguous, and of no use as a measure. */
bool truth_check(struct truth *t);
void truth_write(const struct truth *t, FILE *out);
void truth_done(struct truth *t);

#endif
