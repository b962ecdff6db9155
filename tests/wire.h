/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writes messages byte by byte, so that tests build what they send in the open. Lengths that are
 * not known yet are filled in when a block is closed. */
#ifndef AM_TESTS_WIRE_H
#define AM_TESTS_WIRE_H

#include <stdlib.h>
#include <string.h>

#include "base/reader.h"

#define WIRE_MAX (200u << 10)

struct wire {
    uint8_t at[WIRE_MAX];
    size_t len;
};

static inline void wire_bytes(struct wire *w, const void *bytes, size_t len)
{
    if (len > sizeof w->at - w->len)
        abort();
    if (len > 0)
        memcpy(w->at + w->len, bytes, len);
    w->len += len;
}

static inline void wire_text(struct wire *w, const char *text)
{
    wire_bytes(w, text, strlen(text));
}

static inline void wire_number(struct wire *w, uint32_t value, size_t size)
{
    for (size_t i = size; i-- > 0;) {
        uint8_t byte = (uint8_t)(value >> (8 * i));
        wire_bytes(w, &byte, 1);
    }
}

static inline void wire_fill(struct wire *w, uint8_t byte, size_t len)
{
    for (size_t i = 0; i < len; i++)
        wire_bytes(w, &byte, 1);
}

/* Leaves room for a length of `size` bytes and tells where it is. */
static inline size_t wire_open(struct wire *w, size_t size)
{
    wire_number(w, 0, size);
    return w->len;
}

static inline void wire_close(struct wire *w, size_t mark, size_t size)
{
    size_t end = w->len;
    uint32_t len = (uint32_t)(end - mark);
    w->len = mark - size;
    wire_number(w, len, size);
    w->len = end;
}

static inline struct am_bytes wire_view(const struct wire *w)
{
    return (struct am_bytes){.at = w->at, .len = w->len};
}

#endif
