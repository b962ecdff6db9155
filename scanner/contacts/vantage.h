/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Vantage: does the sensor see the office, or only itself?
 *
 * Flows are told one by one; figures and counters come out, and from the figures alone the
 * verdicts, each with one line of what to change. At which shares, and why there, is in the table
 * of vantage_verdicts.c. No address leaves the module: only counts.
 *
 * O(1) a flow, O(devices) for the figures. At most AM_VANTAGE_DEVICES_MAX addresses are told apart,
 * about 7 MB; `beyond` counts the flows of later ones, which count in all that is not of one
 * device.
 */
#ifndef AM_CONTACTS_VANTAGE_H
#define AM_CONTACTS_VANTAGE_H

#include "base/address.h"

#define AM_VANTAGE_DEVICES_MAX 65536
#define AM_VANTAGE_OWN_MAX     64
#define AM_VANTAGE_TEXT        512

/* What stands between the sensor and a good report, worst first; several may hold. */
enum am_vantage_verdict {
    AM_VANTAGE_NO_TRAFFIC,     /* nothing that could be read */
    AM_VANTAGE_ENCRYPTED_WIFI, /* radio frames, most of them encrypted */
    AM_VANTAGE_BROADCAST_ONLY, /* an ordinary switch port, nobody's traffic */
    AM_VANTAGE_OUTSIDE_NAT,    /* one address stands for many machines */
    AM_VANTAGE_ONLY_ITSELF,    /* live: the sensor's own traffic */
    AM_VANTAGE_ONE_DEVICE,     /* the traffic of one device */
    AM_VANTAGE_NO_INSIDE,      /* no local device: which network is ours? */
    AM_VANTAGE_ONE_WAY,        /* the mirror copies one direction */
    AM_VANTAGE_MID_STREAM,     /* most connections lack their beginning */
    AM_VANTAGE_TOO_LITTLE,     /* too short, or too few flows, to tell of an office */
    AM_VANTAGE_DOUBLED,        /* many packets came twice: harmless, counted once */
    AM_VANTAGE_OK,             /* none of these but perhaps `doubled` */
    AM_VANTAGE_VERDICTS
};

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

/* `own`: the sensor's own addresses where it watches live (copied), else none. NULL when out of
 * memory. */
struct am_vantage *am_vantage_new(const struct am_address *own, size_t own_len);
void am_vantage_free(struct am_vantage *v); /* accepts NULL */

/* A flow that ended, or a part of one that is told as a whole (12 hours): counted for good. */
void am_vantage_take(struct am_vantage *v, const struct am_vantage_flow *flow);
/* For figures while flows are open: am_vantage_reopen forgets the open ones told before, then each
 * flow that is open now is told. After am_vantage_reopen alone figures are of ended flows only. */
void am_vantage_reopen(struct am_vantage *v);
void am_vantage_take_open(struct am_vantage *v, const struct am_vantage_flow *flow);

/* What others count (the counters of contacts/observer.c). */
struct am_vantage_counts {
    uint64_t packets;    /* frames of every kind, copies included */
    uint64_t unread;     /* of them: no IP, cut, malformed, too deep, link unknown */
    uint64_t sealed;     /* of those: encrypted 802.11 (am_packet_is_sealed) */
    uint64_t copies;     /* counted once: packets.duplicate */
    uint64_t group;      /* IP packets to a group or to everyone: multicast.packets */
    int64_t first, last; /* nanoseconds, of packets */
};

/* Numerators and denominators. "Unicast" flows are those that no group address takes part in. */
struct am_vantage_figures {
    uint64_t seconds;              /* from the first packet to the last */
    uint64_t readable;             /* IP packets, copies included */
    uint64_t sealed, seen;         /* encrypted 802.11; with what was readable */
    uint64_t copies, group;        /* of readable */
    uint64_t flows, bytes;         /* unicast */
    uint64_t devices;              /* local addresses that unicast was seen of */
    uint64_t answered;             /* of them: seen talking both ways with the outside */
    uint64_t announced;            /* local addresses known from broadcast and multicast alone */
    uint64_t beyond;               /* flows whose device found no room to be told apart */
    uint64_t top_flows, top_bytes; /* the local device's that takes part in most flows */
    uint64_t own_flows, own_bytes; /* that the sensor itself takes part in */
    uint64_t outside_flows;        /* unicast, neither side local */
    uint64_t outside_top_flows;    /* of them: of the one IPv4 client that has most */
    uint64_t outside_top_ttl_flows, outside_top_far_flows; /* like those of the top device, below */
    uint64_t tcp_flows, tcp_one_way; /* TCP that tells of two sides; that showed one */
    uint64_t tcp_whole, tcp_mid;     /* TCP that showed both; without a SYN */
    uint64_t ttl_flows;              /* TCP to the outside, the device's hop limit known */
    uint64_t nat_flows;   /* of them: of addresses that several kinds of machines send with, all a
                             hop or more away */
    uint64_t nat_devices; /* those addresses */
    uint64_t top_ttl_flows, top_far_flows; /* the top device's; of them: a hop or more away */
};

void am_vantage_figures(const struct am_vantage *v, const struct am_vantage_counts *counts,
                        struct am_vantage_figures *out);

/* A set: bit 1u << enum am_vantage_verdict. A pure function of the figures; never empty. */
uint32_t am_vantage_verdicts(const struct am_vantage_figures *f);

const char *am_vantage_name(enum am_vantage_verdict v); /* "one-device" */

/* One line for the screen, in English: what was found, in figures, and what to change. */
void am_vantage_tell(const struct am_vantage_figures *f, enum am_vantage_verdict v,
                     char out[AM_VANTAGE_TEXT]);

/* The counters of a scan, docs/counters.md: figures ("vantage.devices"), then each verdict as 0 or
 * 1
 * ("vantage.one-device"). Names are static text. Writes all of AM_VANTAGE_COUNTERS. */
struct am_vantage_counter {
    const char *name;
    uint64_t value;
};
#define AM_VANTAGE_COUNTERS 39
void am_vantage_counters(const struct am_vantage_figures *f,
                         struct am_vantage_counter out[AM_VANTAGE_COUNTERS]);

#endif
