/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The start of what one side of a TCP connection sent, put in order (RFC 9293 3.4).
 *
 * A segment that comes in order while nothing waits is handed on where it lies; only what is early,
 * or left over by a dissector that wants more, is copied. Overlaps keep the bytes that came first.
 * Bounds: AM_STREAM_MAX bytes and AM_STREAM_PIECES early pieces a side, and the pool's total; what
 * is beyond is dropped and counted, and the side goes on after the gap. Cost a segment: one copy of
 * it, a walk over the pieces, and where bytes are taken from the front a move of what waits behind
 * them. */
#ifndef AM_NET_STREAM_H
#define AM_NET_STREAM_H

#include "base/reader.h"

#define AM_STREAM_MAX     (72u << 10) /* more than dissectors ask for, and room for what is early */
#define AM_STREAM_PIECES  32
#define AM_STREAM_EARLIER (16u << 10) /* how far before a held segment the first may begin */

/* Shared by all streams of an observer. */
struct am_stream_pool {
    size_t used, limit;     /* bytes of buffers */
    uint64_t gaps, dropped; /* gaps skipped over; segments not kept */
};

struct am_stream_buffer;

/* Zero-initialised is a stream that has not begun. Private but for `begun` and `held`. */
struct am_stream {
    uint32_t base; /* sequence number of the first byte not taken yet */
    uint32_t size; /* of the buffer */
    uint16_t pieces_len;
    bool begun;   /* base is known */
    uint8_t held; /* segments, if base is only where the first of them begins; an earlier one may
                     come */
    struct am_stream_buffer *buffer; /* what waits; NULL while nothing does */
};

/* The sequence number the next byte has: a SYN's plus one, or the first segment seen. A SYN that
 * comes after a held segment says where the side begins. */
void am_stream_begin(struct am_stream *s, struct am_stream_pool *pool, uint32_t seq);
void am_stream_done(struct am_stream *s, struct am_stream_pool *pool);

/* Begins with a segment that may not be the first, since no SYN was seen, and keeps it; or keeps
 * one more, before or after it. False: it could not be kept, and is to be added. */
bool am_stream_hold(struct am_stream *s, struct am_stream_pool *pool, uint32_t seq,
                    struct am_bytes segment);
/* No earlier segment came: what was held is to be read as it is. */
struct am_bytes am_stream_unhold(struct am_stream *s);

/* Adds a segment. Returns the bytes that can be read now, in order, from `base` on: empty where
 * none are new or they have to wait. The view lies in the segment or in the stream and holds until
 * the next call. */
struct am_bytes am_stream_add(struct am_stream *s, struct am_stream_pool *pool, uint32_t seq,
                              struct am_bytes segment);
/* Whether `seq` lies past the next byte that is awaited. */
bool am_stream_is_early(const struct am_stream *s, uint32_t seq);
/* The first `taken` bytes of the view returned last are done with; the rest is kept for the next
 * call. False: it could not be kept, and the stream goes on after it. */
bool am_stream_take(struct am_stream *s, struct am_stream_pool *pool, struct am_bytes view,
                    size_t taken);
/* Goes on at `seq`, past bytes that will not come; never back. Returns what can be read there. */
struct am_bytes am_stream_jump(struct am_stream *s, struct am_stream_pool *pool, uint32_t seq);
/* Gives up waiting for a gap: goes on with what came after it, or at `seq` where nothing did. */
struct am_bytes am_stream_skip_gap(struct am_stream *s, struct am_stream_pool *pool, uint32_t seq);
/* Bytes waiting, in order or not. */
size_t am_stream_waiting(const struct am_stream *s);
/* Whether there are bytes with a gap before them. */
bool am_stream_has_gap(const struct am_stream *s);

#endif
