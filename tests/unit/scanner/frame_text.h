/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Frames for tests, written as words from the outermost header inwards:
 *
 *     "eth:0800 ip4:17 udp:4789 0800000000002a00 eth:86dd ip6:6 tcp ..41"
 *
 * eth:TYPE, ip4:PROTOCOL, ip6:NEXT, udp:PORT, tcp, "len2" (a 16-bit length of all that follows) are
 * headers with lengths that fit; "ip4:17=99" says 99 instead. "..41" is 41 bytes of payload; any
 * other word is bytes in hex. */
#ifndef AM_TEST_FRAME_TEXT_H
#define AM_TEST_FRAME_TEXT_H

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/reader.h"

#define FRAME_TEXT_MAX 80000

struct frame_text {
    uint8_t bytes[FRAME_TEXT_MAX]; /* filled from the end: headers need to know what follows */
    size_t len;
};

static inline struct am_bytes frame_text_bytes(const struct frame_text *f)
{
    return (struct am_bytes){f->bytes + FRAME_TEXT_MAX - f->len, f->len};
}

static inline uint8_t *frame_text_front(struct frame_text *f, size_t len)
{
    assert(f->len + len <= FRAME_TEXT_MAX);
    f->len += len;
    return memset(f->bytes + FRAME_TEXT_MAX - f->len, 0, len);
}

static inline void frame_text_put16(uint8_t *at, unsigned long value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static inline void frame_text_hex(struct frame_text *f, const char *word, size_t len)
{
    assert(len % 2 == 0);
    uint8_t *at = frame_text_front(f, len / 2);
    for (size_t i = 0; i < len / 2; i++) {
        char pair[3] = {word[i * 2], word[i * 2 + 1], '\0'};
        at[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
}

/* Addresses tell the levels of a frame apart: each holds the length of what it carries. */
static inline void frame_text_ip4(struct frame_text *f, unsigned long protocol, const char *says)
{
    size_t body = f->len;
    uint8_t *at = frame_text_front(f, 20);
    at[0] = 0x45;
    frame_text_put16(at + 2, says ? strtoul(says + 1, NULL, 10) : f->len);
    frame_text_put16(at + 4, 0x1234);
    at[8] = 64;
    at[9] = (uint8_t)protocol;
    memcpy(at + 12, (uint8_t[]){10, 0, (uint8_t)(body >> 8), (uint8_t)body}, 4);
    memcpy(at + 16, (uint8_t[]){192, 0, 2, 7}, 4);
}

static inline void frame_text_ip6(struct frame_text *f, unsigned long next, const char *says)
{
    size_t body = f->len;
    uint8_t *at = frame_text_front(f, 40);
    at[0] = 0x60;
    frame_text_put16(at + 4, says ? strtoul(says + 1, NULL, 10) : body);
    at[6] = (uint8_t)next;
    at[7] = 64;
    memcpy(at + 8, (uint8_t[]){0x20, 0x01, 0x0d, 0xb8}, 4);
    memcpy(at + 24, (uint8_t[]){0x20, 0x01, 0x0d, 0xb8}, 4);
    frame_text_put16(at + 22, body);
    at[39] = 7;
}

static inline void frame_text_word(struct frame_text *f, const char *word, size_t len)
{
    const char *says = memchr(word, '=', len);
    unsigned long number = len > 4 ? strtoul(word + 4, NULL, word[0] == 'e' ? 16 : 10) : 0;

    if (strncmp(word, "eth:", 4) == 0) {
        uint8_t *at = frame_text_front(f, 14);
        memcpy(at, (uint8_t[]){2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2}, 12);
        frame_text_put16(at + 12, number);
    } else if (strncmp(word, "ip4:", 4) == 0) {
        frame_text_ip4(f, number, says);
    } else if (strncmp(word, "ip6:", 4) == 0) {
        frame_text_ip6(f, number, says);
    } else if (strncmp(word, "udp:", 4) == 0) {
        size_t whole = f->len + 8;
        uint8_t *at = frame_text_front(f, 8);
        frame_text_put16(at, 40000);
        frame_text_put16(at + 2, number);
        frame_text_put16(at + 4, says ? strtoul(says + 1, NULL, 10) : whole);
    } else if (strncmp(word, "tcp", 3) == 0) {
        frame_text_hex(f,
                       "c0010050"
                       "01020304"
                       "0a0b0c0d"
                       "5018"
                       "2000"
                       "abcd"
                       "0000",
                       40);
    } else if (strncmp(word, "len2", 4) == 0) {
        size_t body = f->len;
        frame_text_put16(frame_text_front(f, 2), body);
    } else if (strncmp(word, "..", 2) == 0) {
        size_t count = strtoul(word + 2, NULL, 10);
        uint8_t *at = frame_text_front(f, count);
        for (size_t i = 0; i < count; i++)
            at[i] = (uint8_t)('a' + i % 26);
    } else {
        frame_text_hex(f, word, len);
    }
}

static inline struct am_bytes frame_text_build(struct frame_text *f, const char *words)
{
    const char *end = words + strlen(words);
    f->len = 0;
    while (end > words) {
        const char *start = end;
        while (start > words && start[-1] != ' ')
            start--;
        if (start < end)
            frame_text_word(f, start, (size_t)(end - start));
        end = start > words ? start - 1 : words;
    }
    return frame_text_bytes(f);
}

#endif
