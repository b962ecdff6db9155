/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The start of what one side of a TCP connection sent, put in order (RFC 9293 3.4).
 *
 * A segment that comes in order while nothing waits is handed on where it lies; only what is early,
 * or left over by a dissector that wants more, is copied. Overlaps keep the bytes that came first.
 * Bounds: AM_STREAM_MAX bytes and AM_STREAM_PIECES early pieces a side, and the pool's total; what
 * is beyond is dropped and counted, and the side goes on after the gap. */
#ifndef AM_NET_STREAM_H
#define AM_NET_STREAM_H

#include "base/reader.h"

#define AM_STREAM_MAX (72u << 10) /* more than any dissector asks for, and room for what is early  \
                                   */
#define AM_STREAM_PIECES 32

/* Shared by all streams of an observer. */
struct am_stream_pool {
    size_t used, limit;     /* bytes of buffers */
    uint64_t gaps, dropped; /* pieces skipped over; segments not kept */
};

struct am_stream_piece {
    uint32_t from, to; /* offsets from `base` */
};

/* Zero-initialised is a stream that has not begun. */
struct am_stream {
    uint32_t base;  /* sequence number of the first byte not taken yet */
    bool begun;     /* base is known */
    bool after_gap; /* bytes before `base` were missed */
    uint8_t *bytes; /* what waits; NULL while nothing does */
    uint32_t size;
    uint16_t pieces_len;
    struct am_stream_piece *pieces; /* sorted, apart from each other; the first may start at 0 */
};

/* The sequence number the next byte has: a SYN's plus one, or the first segment seen. */
void am_stream_begin(struct am_stream *s, uint32_t seq);
void am_stream_done(struct am_stream *s, struct am_stream_pool *pool);

/* Adds a segment. Returns the bytes that can be read now, in order, from `base` on: empty where
 * they have to wait. The view lies in the segment or in the stream and holds until the next call.
 */
struct am_bytes am_stream_add(struct am_stream *s, struct am_stream_pool *pool, uint32_t seq,
                              struct am_bytes segment);
/* The first `taken` bytes of the view returned last are done with; the rest is kept for the next
 * call. */
void am_stream_take(struct am_stream *s, struct am_stream_pool *pool, struct am_bytes view,
                    size_t taken);
/* Forgets what waits and goes on at `seq`: after a segment that the capture did not keep whole. */
void am_stream_jump(struct am_stream *s, struct am_stream_pool *pool, uint32_t seq);
/* Gives up waiting for a gap: goes on with what came after it. True where there was something. */
bool am_stream_skip_gap(struct am_stream *s, struct am_stream_pool *pool, struct am_bytes *view);
/* Bytes waiting, in order or not. */
size_t am_stream_waiting(const struct am_stream *s);

#endif
