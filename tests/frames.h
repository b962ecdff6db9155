/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Frames of HTTP/2 (RFC 9113, 4.1), with header blocks written field by field (RFC 7541, 6). */
#ifndef AM_TESTS_FRAMES_H
#define AM_TESTS_FRAMES_H

#include "wire.h"

#define H2_PREFACE "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

enum { H2_DATA, H2_HEADERS, H2_PRIORITY, H2_SETTINGS = 4, H2_CONTINUATION = 9 };
enum { H2_END_HEADERS = 0x04, H2_PADDED = 0x08, H2_PRIORITIZED = 0x20 };

static inline void put_frame(struct wire *w, unsigned type, unsigned flags, uint32_t stream,
                             struct am_bytes payload)
{
    wire_number(w, (uint32_t)payload.len, 3);
    wire_number(w, type, 1);
    wire_number(w, flags, 1);
    wire_number(w, stream, 4);
    wire_bytes(w, payload.at, payload.len);
}

/* What a client says first: its preface and empty SETTINGS. */
static inline void put_client_preface(struct wire *w)
{
    wire_text(w, H2_PREFACE);
    put_frame(w, H2_SETTINGS, 0, 0, (struct am_bytes){.at = w->at, .len = 0});
}

/* A number with a prefix of `bits` under the bits of `first` (5.1). */
static inline void put_prefixed(struct wire *w, unsigned first, unsigned bits, size_t value)
{
    size_t max = (1u << bits) - 1;
    wire_number(w, first | (unsigned)(value < max ? value : max), 1);
    if (value < max)
        return;
    for (value -= max; value >= 128; value >>= 7)
        wire_number(w, 0x80 | (unsigned)(value & 127), 1);
    wire_number(w, (unsigned)value, 1);
}

/* A field with a name of its own; `first` 0x40: kept in the dynamic table, 0: not. */
static inline void put_field(struct wire *w, unsigned first, const char *name, const char *value)
{
    wire_number(w, first, 1);
    put_prefixed(w, 0, 7, strlen(name));
    wire_text(w, name);
    put_prefixed(w, 0, 7, strlen(value));
    wire_text(w, value);
}

/* The block of "GET" to an authority. */
static inline void put_get(struct wire *w, const char *authority)
{
    wire_number(w, 0x82, 1); /* :method GET */
    put_field(w, 0, ":authority", authority);
}

#endif
