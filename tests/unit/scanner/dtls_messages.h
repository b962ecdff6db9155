/* SPDX-License-Identifier: AGPL-3.0-or-later
 * DTLS, as clients and servers send it (RFC 6347, 4.1 to 4.3). */
#ifndef AM_TESTS_DTLS_MESSAGES_H
#define AM_TESTS_DTLS_MESSAGES_H

#include "wire.h"

/* The body of a ClientHello, `padding` bytes before the name; without a name where it is NULL. */
static inline void put_dtls_hello(struct wire *w, const char *name, size_t cookie, size_t padding)
{
    wire_number(w, 0xfefd, 2);
    wire_fill(w, 0x77, 32);
    wire_number(w, 0, 1); /* no session */
    wire_number(w, (uint32_t)cookie, 1);
    wire_fill(w, 0xc0, cookie);
    wire_number(w, 0x0002c02b, 4); /* one suite */
    wire_number(w, 0x0100, 2);     /* no compression */
    size_t extensions = wire_open(w, 2);
    wire_number(w, 21, 2);
    size_t body = wire_open(w, 2);
    wire_fill(w, 0, padding);
    wire_close(w, body, 2);
    if (name) {
        wire_number(w, 0, 2);
        size_t extension = wire_open(w, 2);
        size_t list = wire_open(w, 2);
        wire_number(w, 0, 1);
        size_t text = wire_open(w, 2);
        wire_text(w, name);
        wire_close(w, text, 2);
        wire_close(w, list, 2);
        wire_close(w, extension, 2);
    }
    wire_close(w, extensions, 2);
}

static inline void put_dtls_record(struct wire *w, uint8_t type, uint16_t epoch,
                                   struct am_bytes body)
{
    wire_number(w, type, 1);
    wire_number(w, 0xfefd, 2);
    wire_number(w, epoch, 2);
    wire_fill(w, 0, 6); /* sequence number */
    wire_number(w, (uint32_t)body.len, 2);
    wire_bytes(w, body.at, body.len);
}

/* A record with the bytes of a message from `from` up to `to`. */
static inline void put_dtls_fragment(struct wire *w, uint8_t type, uint16_t number,
                                     const struct wire *message, size_t from, size_t to)
{
    static struct wire part;
    part.len = 0;
    wire_number(&part, type, 1);
    wire_number(&part, (uint32_t)message->len, 3);
    wire_number(&part, number, 2);
    wire_number(&part, (uint32_t)from, 3);
    wire_number(&part, (uint32_t)(to - from), 3);
    wire_bytes(&part, message->at + from, to - from);
    put_dtls_record(w, 22, 0, wire_view(&part));
}

#endif
