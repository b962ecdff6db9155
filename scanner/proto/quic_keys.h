/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The keys of QUIC's Initial packets (RFC 9001, 5; RFC 9369, 3.3): whoever sees the client's first
 * packet can make them, so what they seal is no secret. By nettle; nothing is kept or allocated.
 *
 * Cost on an AMD EPYC: keys 0.8 us, a packet of 1,200 bytes 0.7 us, linear in its length. */
#ifndef AM_PROTO_QUIC_KEYS_H
#define AM_PROTO_QUIC_KEYS_H

#include "base/reader.h"

#define AM_QUIC_SALT       20
#define AM_QUIC_TAG        16
#define AM_QUIC_HEADER_MAX 2048 /* of a packet that is opened; its token lies there */
#define AM_QUIC_PACKET_MAX (16u << 10)

/* Versions that seal alike. */
struct am_quic_version {
    uint32_t first, last;
    bool second; /* RFC 9369: other labels, and packet types by other numbers */
    bool google; /* frames by Google's own numbers */
    bool chlo;   /* the hello is Google's, not TLS's */
    uint8_t salt[AM_QUIC_SALT];
};

/* NULL: not known, or not with long headers as in RFC 8999. */
const struct am_quic_version *am_quic_version_find(uint32_t version);

struct am_quic_keys {
    uint8_t key[16], iv[12], mask[16];
};

/* Of what the client sends, or the server, on the connection that began with a packet to `id`. */
void am_quic_keys_derive(const struct am_quic_version *version, struct am_bytes id, bool by_server,
                         struct am_quic_keys *out);

/* Opens a packet whose number begins at `number_at`; `frames` lies in `room`. Where bytes are
 * `missing` at its end, what is there is opened without being authenticated: with other keys it is
 * noise, and whether it is has to be seen by the caller. False: not sealed with these keys, or
 * beyond the limits. */
bool am_quic_open(const struct am_quic_keys *keys, struct am_bytes packet, size_t number_at,
                  size_t missing, uint8_t room[AM_QUIC_PACKET_MAX], struct am_bytes *frames);

#endif
