/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The flow table: packets of one (addresses, ports, transport), both directions, are one flow.
 *
 * Lookup is O(1): open addressing over a symmetric seeded hash. Flows live in chunks that never
 * move, in lists by time-out class, oldest first. Memory is bounded by `max` flows; past that the
 * flow that was silent longest is ended and counted. Times are nanoseconds of the capture's own
 * clock, from 0 on and under 2^63.
 *
 * A flow ends when it was silent for its class's time, when the table is full, when it is asked to,
 * or when a new connection takes its ports (a SYN after the end, or with another sequence number):
 * the end itself may not have been captured. */
#ifndef AM_NET_FLOWS_H
#define AM_NET_FLOWS_H

#include "net/packet.h"

/* Time-out classes: idle time after which a flow is over. */
enum am_flow_class {
    AM_FLOW_TCP,    /* 30 minutes: longer than a keep-alive */
    AM_FLOW_UDP,    /* 5 minutes */
    AM_FLOW_BRIEF,  /* 30 seconds: DNS, one question and one answer */
    AM_FLOW_CLOSED, /* 15 seconds after FIN of both sides, RST, or DNS answers to all questions:
                       late copies still belong to it, and it makes room first */
    AM_FLOW_CLASSES
};
#define AM_FLOW_HARD_NS (12 * 3600ll * 1000000000) /* a flow this old is told, and starts anew */

enum am_flow_end { AM_FLOW_IDLE, AM_FLOW_HARD, AM_FLOW_EVICTED, AM_FLOW_REUSED, AM_FLOW_FINISHED };

struct am_flow {
    struct am_address address[2]; /* side 0 sent the first packet that was seen */
    uint16_t port[2];
    uint8_t transport;
    uint8_t list;         /* enum am_flow_class */
    uint8_t client;       /* the side that asked: by SYN, else by ports and first packet */
    uint8_t tcp_flags[2]; /* all that a side has sent */
    uint32_t syn;         /* sequence number of the client's SYN, where there was one */
    int64_t first, last;
    uint64_t bytes[2], packets[2]; /* sent by each side; bytes as IP length */
    uint64_t copies;               /* packets seen twice, counted once (net/duplicates.h) */
    /* private */
    uint64_t hash;
    uint32_t older, newer, self;
};

typedef void (*am_flow_end_fn)(void *ctx, struct am_flow *flow, enum am_flow_end why);
typedef void (*am_flow_fn)(void *ctx, struct am_flow *flow);

struct am_flows;

/* `use_size` bytes of zeroed room follow each flow for the caller (am_flow_use). `ended` is called
 * for every flow before it is forgotten. NULL when out of memory. */
struct am_flows *am_flows_new(size_t max, size_t use_size, am_flow_end_fn ended, void *ctx);
void am_flows_free(struct am_flows *flows); /* without calling `ended`; accepts NULL */

uint64_t am_flows_hash(const struct am_flows *flows, const struct am_packet *packet);
/* Two steps to have a flow at hand: its index entry first, a while later the flow itself. */
void am_flows_prefetch(const struct am_flows *flows, uint64_t hash);
void am_flows_prefetch_flow(const struct am_flows *flows, uint64_t hash);

/* The packet's flow, found or begun, with the packet counted in it; NULL when out of memory. `side`
 * sent it. Times may run backwards a little; a flow that lies further ahead than its time-out is
 * over, since the clock was set back. */
struct am_flow *am_flows_take(struct am_flows *flows, const struct am_packet *packet, uint64_t hash,
                              int64_t time, unsigned *side, bool *begun);
/* `fresh`, which the packet has just begun, turns out to go on with `flow`, one of whose ends moved
 * to another address or port (QUIC): the packet counts in `flow`, which takes over the ends, and
 * `fresh` was never there. `side`: of `flow`, that sent it. */
void am_flows_join(struct am_flows *flows, struct am_flow *flow, struct am_flow *fresh,
                   unsigned *side);
/* The packet's flow where there is one already, untouched; else NULL. */
struct am_flow *am_flows_find(const struct am_flows *flows, const struct am_packet *packet,
                              uint64_t hash);
/* Ends what has been silent too long at `now`. O(flows ended). */
void am_flows_expire(struct am_flows *flows, int64_t now);
void am_flows_each(struct am_flows *flows, am_flow_fn fn, void *ctx);
void am_flows_finish(struct am_flows *flows); /* ends all */
void am_flows_set_class(struct am_flows *flows, struct am_flow *flow, enum am_flow_class class_);

uint64_t am_flows_evicted(const struct am_flows *flows);
uint64_t am_flows_begun(const struct am_flows *flows);

static inline void *am_flow_use(struct am_flow *flow)
{
    return flow + 1;
}

#endif
