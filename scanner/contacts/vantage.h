/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Vantage: does the sensor see the office, or only itself?
 *
 * Flows are told one by one; figures and counters come out, and from the figures alone the
 * verdicts, each with one line of what to change. What judges, and why at that share, is the table
 * in vantage_rules.c. No address leaves the module: only counts.
 *
 * O(1) a flow. At most AM_VANTAGE_DEVICES_MAX devices are told apart, about 6 MB; flows of later
 * ones count in all that is not of one device, and `beyond` counts them. */
#ifndef AM_CONTACTS_VANTAGE_H
#define AM_CONTACTS_VANTAGE_H

#include "base/address.h"

#define AM_VANTAGE_DEVICES_MAX 65536
#define AM_VANTAGE_TEXT        512

/* What stands between the sensor and a good report, worst first; several may hold. Bit 1u << v of a
 * set. The words (am_vantage_name) are in brackets. */
enum am_vantage_verdict {
    AM_VANTAGE_NO_TRAFFIC,     /* [no-traffic] nothing that could be read */
    AM_VANTAGE_ENCRYPTED_WIFI, /* [encrypted-wifi] radio frames, most of them sealed */
    AM_VANTAGE_BROADCAST_ONLY, /* [broadcast-only] an ordinary switch port, nobody's traffic */
    AM_VANTAGE_ONLY_ITSELF,    /* [only-itself] live: one device, and that is the sensor */
    AM_VANTAGE_OUTSIDE_NAT,    /* [outside-nat] one address stands for the office */
    AM_VANTAGE_ONE_DEVICE,     /* [one-device] the traffic of one device */
    AM_VANTAGE_NO_INSIDE,      /* [no-inside] no local device: which network is ours? */
    AM_VANTAGE_ONE_WAY,        /* [one-way] the mirror copies one direction */
    AM_VANTAGE_MID_STREAM,     /* [mid-stream] most connections lack their beginning */
    AM_VANTAGE_TOO_LITTLE,     /* [too-little] too short, or too few flows, to tell of an office */
    AM_VANTAGE_DOUBLED,        /* [doubled] many packets came twice: harmless, counted once */
    AM_VANTAGE_OK,             /* [ok] none of these but perhaps `doubled` */
    AM_VANTAGE_VERDICTS
};
const char *am_vantage_name(enum am_vantage_verdict v); /* "one-device"; the counter's is
                                                           "vantage.one-device" */

/* A flow, as it stands. Sides as in struct am_flow: 0 sent the first packet. */
struct am_vantage_flow {
    struct am_address address[2]; /* of a local side what am_devices_of gives (net/devices.h) */
    uint8_t place[2];             /* enum am_place_kind */
    uint8_t client;               /* the side that asked */
    uint8_t transport;
    uint8_t tcp_flags[2]; /* all that a side has sent */
    uint8_t ttl[2];       /* of a side's first packet (struct am_packet); 0: not known */
    uint64_t bytes[2], packets[2];
};

struct am_vantage;

/* `own`: the sensor's own addresses where it watches live (copied; at most 64 count), else none.
 * NULL when out of memory. */
struct am_vantage *am_vantage_new(const struct am_address *own, size_t own_len);
void am_vantage_free(struct am_vantage *v); /* accepts NULL */

/* A flow that ended: counted for good. */
void am_vantage_take(struct am_vantage *v, const struct am_vantage_flow *flow);
/* For figures while flows are open: am_vantage_reopen forgets the open ones told before, then each
 * flow that is open now is told. Without it figures are of ended flows only. */
void am_vantage_reopen(struct am_vantage *v);
void am_vantage_take_open(struct am_vantage *v, const struct am_vantage_flow *flow);

/* What others count (the observer's counters; contacts/observer.c). */
struct am_vantage_counts {
    uint64_t packets;    /* frames of every kind, copies included */
    uint64_t unread;     /* of them: no IP, cut, malformed, too deep, link unknown */
    uint64_t sealed;     /* of those: encrypted 802.11 (am_packet_is_sealed) */
    uint64_t copies;     /* counted once: packets.duplicate */
    uint64_t group;      /* IP packets to a group or to everyone: multicast.packets */
    int64_t first, last; /* nanoseconds, of packets */
    bool live;
};

/* Numerators and denominators. "Unicast" flows are those that no group address takes part in. */
struct am_vantage_figures {
    uint64_t packets, sealed, readable;  /* readable: IP packets, copies included */
    uint64_t copies, group;              /* of readable */
    uint64_t seconds;                    /* from the first packet to the last */
    uint64_t flows, bytes;               /* unicast */
    uint64_t inside_flows, inside_bytes; /* of them: with a local side */
    uint64_t devices;                    /* local addresses that take part in unicast flows */
    uint64_t answered;               /* of them: seen talking both ways with something outside */
    uint64_t announced;              /* local addresses known from broadcast and multicast alone */
    uint64_t beyond;                 /* flows whose device found no room to be told apart */
    uint64_t top_flows, top_bytes;   /* of inside: of the device that takes part in most flows */
    uint64_t own_flows, own_bytes;   /* of inside: that the sensor itself takes part in */
    uint64_t outside_flows;          /* unicast, neither side local ... */
    uint64_t outside_top_flows;      /* ... of the one client that has most of them */
    uint64_t tcp_flows, tcp_one_way; /* TCP that tells of both directions; that showed one */
    uint64_t tcp_whole, tcp_mid;     /* TCP seen both ways; of it without a SYN */
    uint64_t ttl_flows; /* between a local device and the outside, the device's TTL known */
    uint64_t nat_flows; /* of them: of addresses shared by several kinds of machines, all of them a
                           hop or more away */
    uint64_t nat_devices;                  /* those addresses */
    uint64_t top_ttl_flows, top_far_flows; /* the top device's; of them: a hop or more away */
    bool live;
};

void am_vantage_figures(const struct am_vantage *v, const struct am_vantage_counts *counts,
                        struct am_vantage_figures *out);

/* A set: bit 1u << enum am_vantage_verdict. A pure function of the figures; never empty. */
uint32_t am_vantage_verdicts(const struct am_vantage_figures *f);

/* One line for the screen, in English, with the figures: what was found, and what to change. */
void am_vantage_tell(const struct am_vantage_figures *f, enum am_vantage_verdict v,
                     char out[AM_VANTAGE_TEXT]);

/* The counters of a scan, docs/counters.md: figures, then each verdict as 0 or 1. Names are static
 * text. Returns how many were written: AM_VANTAGE_COUNTERS. */
struct am_vantage_counter {
    const char *name;
    uint64_t value;
};
#define AM_VANTAGE_COUNTERS 36
size_t am_vantage_counters(const struct am_vantage_figures *f,
                           struct am_vantage_counter out[AM_VANTAGE_COUNTERS]);

#endif
