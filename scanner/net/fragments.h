/* SPDX-License-Identifier: AGPL-3.0-or-later
 * IP fragments (RFC 791 3.2, RFC 8200 4.5): which flow they belong to, and the datagram they make.
 *
 * Every fragment's bytes count in the flow that the first fragment names. Fragments that come
 * before it wait, by their length only, until it comes. The datagram itself is put together for the
 * name probes, once, when it is whole. Overlapping fragments end it (RFC 5722); copies do no harm.
 * Bounds: AM_FRAGMENTED_MAX datagrams at a time, AM_DATAGRAM_MAX bytes and AM_FRAGMENT_PIECES
 * separate pieces each, 30 seconds; the oldest makes room. Cost a fragment: one walk over the keys
 * of all datagrams (4 KiB), one over its pieces, one copy of its bytes. */
#ifndef AM_NET_FRAGMENTS_H
#define AM_NET_FRAGMENTS_H

#include "net/packet.h"

#define AM_FRAGMENTED_MAX  256
#define AM_DATAGRAM_MAX    (64u << 10)
#define AM_FRAGMENT_PIECES 64

struct am_fragments;

struct am_fragments_told {
    bool named; /* the first fragment has come: `packet` holds ports and, for this packet, ip_len */
    uint64_t waited_len; /* IP bytes of fragments that came before the first, to be counted once */
    uint64_t waited;     /* how many they were */
    bool whole;          /* all of it is here: `packet->payload` is the transport's payload */
};

struct am_fragments *am_fragments_new(void);
void am_fragments_free(struct am_fragments *f); /* tells nothing; accepts NULL */

/* Takes a fragment. Where `named`, `packet` is made into one that belongs to the flow: ports set,
 * payload empty unless `whole`. The payload view holds until the next call. */
struct am_fragments_told am_fragments_take(struct am_fragments *f, struct am_packet *packet,
                                           int64_t time);
/* Whom to tell of a datagram that is given up without its end: the packet it would have been, its
 * payload what came before the first hole, payload_len more than that, ip_len 0 since its fragments
 * were counted. `time` is the first fragment's. Not told: one that overlapped itself, one whose
 * start did not come. Told from within am_fragments_take, before it looks at its own packet, and
 * from am_fragments_finish; the payload dies with the call. */
typedef void (*am_fragments_start_fn)(void *ctx, const struct am_packet *start, int64_t time);
void am_fragments_tell(struct am_fragments *f, am_fragments_start_fn fn, void *ctx);

/* Gives up what still waits, so that it is counted. */
void am_fragments_finish(struct am_fragments *f);

struct am_fragments_figures {
    uint64_t given_up;               /* datagrams, before they were whole */
    uint64_t unnamed, unnamed_bytes; /* fragments whose first part never came: in no flow */
};
struct am_fragments_figures am_fragments_figures(const struct am_fragments *f);

#endif
