/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a QUIC datagram is made of before it is opened, and an Initial after (RFC 9000, 12, 17, 19).
 */
#ifndef AM_PROTO_QUIC_PACKET_H
#define AM_PROTO_QUIC_PACKET_H

#include "proto/pieces.h"
#include "proto/quic_keys.h"

#define AM_QUIC_ID_MAX 20 /* bytes of a connection id; version 1's limit */

/* By the numbers of version 1. */
enum am_quic_type { AM_QUIC_INITIAL, AM_QUIC_0RTT, AM_QUIC_HANDSHAKE, AM_QUIC_RETRY };

/* A packet with a long header; views. */
struct am_quic_packet {
    const struct am_quic_version *version;
    uint32_t number; /* the version's */
    enum am_quic_type type;
    struct am_bytes destination, source; /* connection ids */
    struct am_bytes whole;               /* from its first byte on */
    size_t number_at; /* where its number is, in `whole`: not of a Retry, which has none */
    size_t missing;   /* bytes at its end that the capture does not have */
};

enum am_quic_form {
    AM_QUIC_LONG,        /* `out` is written */
    AM_QUIC_SHORT,       /* to the end of the datagram; nothing in it can be read */
    AM_QUIC_NEGOTIATION, /* of versions, by a server; likewise */
    AM_QUIC_OTHER,       /* a version that is not known, or no QUIC */
};

/* Reads the packet that begins here and steps over it: several may lie in one datagram. */
enum am_quic_form am_quic_packet_read(struct am_reader *datagram, struct am_quic_packet *out);

/* Adds what the CRYPTO frames of an opened Initial hold to `pieces`. What has no room there is left
 * out. On TRUNCATED and MALFORMED all before that place was added. */
enum am_status am_quic_frames_read(struct am_bytes frames, const struct am_quic_version *version,
                                   bool cut, struct am_pieces *pieces);

#endif
