/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Private to the observer: what its three files share. observer.c follows packets to their flows;
 * ends.c finds whose they are; settle.c turns flows into contacts. */
#ifndef AM_CONTACTS_OBSERVER_PRIVATE_H
#define AM_CONTACTS_OBSERVER_PRIVATE_H

#include "contacts/labels.h"
#include "contacts/memory.h"
#include "contacts/naming.h"
#include "contacts/observer.h"
#include "net/clock.h"
#include "net/connections.h"
#include "net/devices.h"
#include "net/duplicates.h"
#include "net/fragments.h"

#define AM_SECOND_NS 1000000000ll

enum am_observer_counter {
    PACKETS,
    DUPLICATES,
    DUPLICATE_BYTES,
    NOT_IP,
    SEALED,
    CUT_HEADERS,
    MALFORMED,
    TOO_DEEP,
    LINK_UNKNOWN,
    CUT_PACKETS,
    LOCAL_PACKETS,
    LOCAL_BYTES,
    MULTICAST_PACKETS,
    MULTICAST_BYTES,
    ICMP_PACKETS,
    ICMP_BYTES,
    FRAGMENTS,
    NO_ROOM,
    MOVED,
    DNS_ANSWERS,
    DNS_NO_SUCH_NAME,
    DNS_FAILED,
    COUNTERS
};

/* What the observer keeps of each flow, in the room behind it. */
struct am_use {
    int64_t slot;                /* nanoseconds; start of the slot being filled */
    uint8_t place[2];            /* enum am_place_kind of each side */
    uint8_t ttl[2];              /* of each side's first packet; 0: none yet */
    struct am_address stands[2]; /* for the device behind each side's address (net/devices.h) */
    bool told;                   /* its first contact was counted */
    bool cut;                    /* some packet of it was not captured whole, */
    bool cut_unread;             /* and one of a side that had not been understood yet */
    struct am_naming naming;
    uint32_t connection; /* handle of net/connections.h */
    uint64_t settled[2]; /* bytes of each side that contacts have already */
};

struct am_observer {
    struct am_observer_options options;
    struct am_flows *flows;
    struct am_fragments *fragments;
    struct am_duplicates duplicates;
    struct am_labels *labels;
    struct am_memory *memory;
    struct am_namer *namer;
    struct am_connections *connections;
    struct am_devices *devices;
    struct am_vantage *vantage;
    uint64_t counters[COUNTERS];
    uint64_t earlier[COUNTERS]; /* of them, what belongs to files before this one */
    uint64_t named_flows, contact_flows;
    struct am_clock clock;
};

/* Whether a flow reaches somebody outside: only those are contacts. */
bool am_flow_leaves(const struct am_use *use);
/* Which side is the organization's device: the local one, else the one that asked. */
unsigned am_flow_device(const struct am_flow *flow, const struct am_use *use);
/* Places and devices of a flow that `p`, sent by `side`, begins or moves. */
void am_flow_find_ends(struct am_observer *o, struct am_flow *flow, const struct am_packet *p,
                       unsigned side);
void am_flow_tell_vantage(struct am_observer *o, struct am_flow *flow);
/* Adds what the flow carried since the last time to its contact, but for `held` bytes of `side`. */
void am_flow_settle(struct am_observer *o, struct am_flow *flow, unsigned side, uint64_t held);
void am_flow_tell(struct am_observer *o, struct am_flow *flow, enum am_flow_end why);

#endif
