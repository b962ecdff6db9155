/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/stream.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_SIZE 2048u

struct piece {
    uint32_t from, to; /* offsets from `base` */
};

struct am_stream_buffer {
    struct piece pieces[AM_STREAM_PIECES]; /* sorted, apart from each other; the first may start
                                              at 0 */
    uint8_t bytes[];
};

static void drop_buffer(struct am_stream *s, struct am_stream_pool *pool)
{
    if (s->buffer)
        pool->used -= sizeof *s->buffer + s->size;
    free(s->buffer);
    s->buffer = NULL;
    s->size = 0;
    s->pieces_len = 0;
}

void am_stream_done(struct am_stream *s, struct am_stream_pool *pool)
{
    drop_buffer(s, pool);
    s->held = 0;
}

size_t am_stream_waiting(const struct am_stream *s)
{
    size_t sum = 0;
    for (size_t i = 0; i < s->pieces_len; i++)
        sum += s->buffer->pieces[i].to - s->buffer->pieces[i].from;
    return sum;
}

bool am_stream_has_gap(const struct am_stream *s)
{
    return s->pieces_len > 1 || (s->pieces_len == 1 && s->buffer->pieces[0].from > 0);
}

bool am_stream_is_early(const struct am_stream *s, uint32_t seq)
{
    return s->begun && (int32_t)(seq - s->base) > 0;
}

static bool reserve(struct am_stream *s, struct am_stream_pool *pool, uint32_t need)
{
    if (s->buffer && need <= s->size)
        return true;
    if (need > AM_STREAM_MAX)
        return false;
    uint32_t size = s->size ? s->size : FIRST_SIZE;
    while (size < need)
        size *= 2;
    if (size > AM_STREAM_MAX)
        size = AM_STREAM_MAX;
    size_t more = size - s->size + (s->buffer ? 0 : sizeof *s->buffer);
    if (more > pool->limit - pool->used)
        return false;
    struct am_stream_buffer *grown = realloc(s->buffer, sizeof *grown + size);
    if (!grown)
        return false;
    pool->used += more;
    s->buffer = grown;
    s->size = size;
    return true;
}

/* Merges [from, to) into the sorted pieces; false where the list is full. */
static bool note_piece(struct am_stream *s, uint32_t from, uint32_t to)
{
    struct piece *pieces = s->buffer->pieces;
    size_t first = 0;
    while (first < s->pieces_len && pieces[first].to < from)
        first++;
    size_t last = first;
    while (last < s->pieces_len && pieces[last].from <= to) {
        if (pieces[last].from < from)
            from = pieces[last].from;
        if (pieces[last].to > to)
            to = pieces[last].to;
        last++;
    }
    if (last == first && s->pieces_len == AM_STREAM_PIECES)
        return false;
    memmove(&pieces[first + 1], &pieces[last], (s->pieces_len - last) * sizeof *pieces);
    s->pieces_len = (uint16_t)(s->pieces_len + 1 + first - last);
    pieces[first] = (struct piece){from, to};
    return true;
}

/* Copies the parts of a segment that no earlier copy holds. */
static bool store(struct am_stream *s, struct am_stream_pool *pool, uint32_t from,
                  struct am_bytes segment)
{
    if (from > AM_STREAM_MAX || segment.len > AM_STREAM_MAX - from)
        return false;
    uint32_t to = from + (uint32_t)segment.len;
    if (!reserve(s, pool, to))
        return false;
    uint32_t at = from;
    for (size_t i = 0; i < s->pieces_len && at < to; i++) {
        struct piece p = s->buffer->pieces[i];
        if (p.to <= at)
            continue;
        if (p.from > at) {
            uint32_t end = p.from < to ? p.from : to;
            memcpy(s->buffer->bytes + at, segment.at + (at - from), end - at);
        }
        at = p.to;
    }
    if (at < to)
        memcpy(s->buffer->bytes + at, segment.at + (at - from), to - at);
    return note_piece(s, from, to);
}

static struct am_bytes ready(const struct am_stream *s)
{
    if (s->pieces_len == 0 || s->buffer->pieces[0].from > 0)
        return (struct am_bytes){0};
    return (struct am_bytes){.at = s->buffer->bytes, .len = s->buffer->pieces[0].to};
}

/* Lets go of the first `by` bytes from `base` on. */
static void advance(struct am_stream *s, struct am_stream_pool *pool, uint32_t by)
{
    size_t keep = 0;
    uint32_t end = 0;
    s->base += by;
    for (size_t i = 0; i < s->pieces_len; i++) {
        struct piece p = s->buffer->pieces[i];
        if (p.to <= by)
            continue;
        p.from = p.from > by ? p.from - by : 0;
        p.to -= by;
        end = p.to;
        s->buffer->pieces[keep++] = p;
    }
    s->pieces_len = (uint16_t)keep;
    if (keep == 0)
        drop_buffer(s, pool);
    else if (by > 0)
        memmove(s->buffer->bytes, s->buffer->bytes + by, end);
}

/* Moves the held pieces back, so that the stream begins `by` bytes earlier. */
static bool retreat(struct am_stream *s, struct am_stream_pool *pool, uint32_t by)
{
    uint32_t end = s->buffer->pieces[s->pieces_len - 1u].to;
    if (by > AM_STREAM_EARLIER || !reserve(s, pool, end + by))
        return false;
    memmove(s->buffer->bytes + by, s->buffer->bytes, end);
    for (size_t i = 0; i < s->pieces_len; i++) {
        s->buffer->pieces[i].from += by;
        s->buffer->pieces[i].to += by;
    }
    s->base -= by;
    return true;
}

void am_stream_begin(struct am_stream *s, struct am_stream_pool *pool, uint32_t seq)
{
    uint32_t by = s->base - seq;
    if (s->held > 0 && (int32_t)by > 0 && retreat(s, pool, by))
        s->held = 0; /* where it can't, what is held is what there is */
    else if (!s->begun)
        s->base = seq;
    s->begun = true;
}

bool am_stream_hold(struct am_stream *s, struct am_stream_pool *pool, uint32_t seq,
                    struct am_bytes segment)
{
    uint32_t by = s->base - seq;
    if (segment.len == 0 || (s->held > 0 && (int32_t)by > 0 && !retreat(s, pool, by)))
        return false;
    if (s->held == 0)
        s->base = seq;
    if (!store(s, pool, seq - s->base, segment))
        return false;
    s->begun = true;
    s->held++;
    return true;
}

struct am_bytes am_stream_unhold(struct am_stream *s)
{
    s->held = 0;
    return ready(s);
}

struct am_bytes am_stream_add(struct am_stream *s, struct am_stream_pool *pool, uint32_t seq,
                              struct am_bytes segment)
{
    am_stream_begin(s, pool, seq);
    s->held = 0;
    int32_t ahead = (int32_t)(seq - s->base);
    if (ahead < 0) {
        /* Seen already, in whole or in part; new is only what reaches past `base`. */
        uint32_t old = 0u - (uint32_t)ahead;
        if (old >= segment.len)
            return (struct am_bytes){0};
        segment.at += old;
        segment.len -= old;
        ahead = 0;
    }
    if (segment.len == 0)
        return (struct am_bytes){0};
    if (ahead == 0 && s->pieces_len == 0)
        return segment;
    size_t before = ready(s).len;
    if (!store(s, pool, (uint32_t)ahead, segment))
        pool->dropped++;
    struct am_bytes view = ready(s);
    return view.len > before ? view : (struct am_bytes){0};
}

bool am_stream_take(struct am_stream *s, struct am_stream_pool *pool, struct am_bytes view,
                    size_t taken)
{
    if (s->buffer && view.at == s->buffer->bytes) {
        advance(s, pool, (uint32_t)taken);
        return true;
    }
    struct am_bytes rest = {.at = view.at + taken, .len = view.len - taken};
    s->base += (uint32_t)taken;
    if (rest.len == 0 || store(s, pool, 0, rest))
        return true;
    pool->dropped++;
    s->base += (uint32_t)rest.len;
    return false;
}

struct am_bytes am_stream_jump(struct am_stream *s, struct am_stream_pool *pool, uint32_t seq)
{
    if (!s->begun)
        am_stream_begin(s, pool, seq);
    else if (am_stream_is_early(s, seq))
        advance(s, pool, seq - s->base);
    s->held = 0;
    return ready(s);
}

struct am_bytes am_stream_skip_gap(struct am_stream *s, struct am_stream_pool *pool, uint32_t seq)
{
    pool->gaps++;
    if (!am_stream_has_gap(s))
        return am_stream_jump(s, pool, seq);
    /* What waits before the gap is the start of something that will not come whole. */
    s->held = 0;
    struct piece first = s->buffer->pieces[0];
    advance(s, pool, first.from > 0 ? first.from : s->buffer->pieces[1].from);
    return ready(s);
}
