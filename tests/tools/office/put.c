/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "put.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint8_t *room(struct put *p, size_t len)
{
    if (len > p->size - p->len) {
        (void)fputs("office: a message outgrew its buffer\n", stderr);
        abort();
    }
    uint8_t *at = p->at + p->len;
    p->len += len;
    return at;
}

static void put_be(struct put *p, uint64_t v, unsigned width)
{
    uint8_t *at = room(p, width);
    for (unsigned i = 0; i < width; i++)
        at[i] = (uint8_t)(v >> (8 * (width - 1 - i)));
}

struct put put_over(uint8_t *buffer, size_t size)
{
    return (struct put){.at = buffer, .size = size};
}

void put8(struct put *p, unsigned v)
{
    put_be(p, v, 1);
}

void put16(struct put *p, unsigned v)
{
    put_be(p, v, 2);
}

void put24(struct put *p, unsigned v)
{
    put_be(p, v, 3);
}

void put32(struct put *p, uint64_t v)
{
    put_be(p, v, 4);
}

void put64(struct put *p, uint64_t v)
{
    put_be(p, v, 8);
}

void put_bytes(struct put *p, const void *bytes, size_t len)
{
    uint8_t *at = room(p, len);
    if (len > 0)
        memcpy(at, bytes, len);
}

void put_text(struct put *p, const char *text)
{
    put_bytes(p, text, strlen(text));
}

void put_zeros(struct put *p, size_t len)
{
    memset(room(p, len), 0, len);
}

void putf(struct put *p, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof text)
        abort();
    put_bytes(p, text, (size_t)n);
}

size_t put_open(struct put *p, unsigned width)
{
    put_be(p, 0, width);
    return p->len;
}

void put_close(struct put *p, size_t mark, unsigned width)
{
    uint64_t len = p->len - mark;
    for (unsigned i = 0; i < width; i++)
        p->at[mark - width + i] = (uint8_t)(len >> (8 * (width - 1 - i)));
}

void put_set16(struct put *p, size_t offset, unsigned v)
{
    p->at[offset] = (uint8_t)(v >> 8);
    p->at[offset + 1] = (uint8_t)v;
}
