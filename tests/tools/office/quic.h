/* SPDX-License-Identifier: AGPL-3.0-or-later
 * QUIC version 1 Initial packets, protected as RFC 9001 5 says: anyone who sees the first one can
 * read them. */
#ifndef OFFICE_QUIC_H
#define OFFICE_QUIC_H

#include "put.h"
#include "rng.h"

#define QUIC_ID 8 /* bytes of a connection id here */

struct quic_initial {
    const uint8_t
        *original;     /* the id that the client's first packet went to: the keys come from it */
    const uint8_t *to; /* NULL: of no length */
    const uint8_t *from;
    unsigned number; /* of the packet */
    bool server;
    size_t size; /* of the whole datagram; padded */
};

/* `frames` is at most what fits `size`. */
void put_quic_initial(struct put *out, const struct quic_initial *q, const struct put *frames);
/* CRYPTO frame (RFC 9000 19.6). */
void put_crypto_frame(struct put *out, const struct put *message, size_t from, size_t to);

#endif
