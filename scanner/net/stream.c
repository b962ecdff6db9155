/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/stream.h"

#include <stdlib.h>
#include <string.h>

void am_stream_begin(struct am_stream *s, uint32_t seq)
{
    if (s->begun)
        return;
    s->begun = true;
    s->base = seq;
}

static void drop_buffer(struct am_stream *s, struct am_stream_pool *pool)
{
    pool->used -= s->size;
    free(s->bytes);
    free(s->pieces);
    s->bytes = NULL;
    s->pieces = NULL;
    s->size = 0;
    s->pieces_len = 0;
}

void am_stream_done(struct am_stream *s, struct am_stream_pool *pool)
{
    drop_buffer(s, pool);
}

size_t am_stream_waiting(const struct am_stream *s)
{
    size_t sum = 0;
    for (size_t i = 0; i < s->pieces_len; i++)
        sum += s->pieces[i].to - s->pieces[i].from;
    return sum;
}

static bool reserve(struct am_stream *s, struct am_stream_pool *pool, uint32_t need)
{
    if (need <= s->size)
        return true;
    uint32_t size = s->size ? s->size : 2048;
    while (size < need)
        size *= 2;
    if (size > AM_STREAM_MAX)
        size = AM_STREAM_MAX;
    if (pool->used + (size - s->size) > pool->limit)
        return false;
    uint8_t *grown = realloc(s->bytes, size);
    if (!grown)
        return false;
    s->bytes = grown;
    pool->used += size - s->size;
    s->size = size;
    if (!s->pieces)
        s->pieces = malloc(AM_STREAM_PIECES * sizeof *s->pieces);
    return s->pieces != NULL;
}

/* Merges [from, to) into the sorted pieces; false where the list is full. */
static bool note_piece(struct am_stream *s, uint32_t from, uint32_t to)
{
    size_t first = 0;
    while (first < s->pieces_len && s->pieces[first].to < from)
        first++;
    size_t last = first;
    while (last < s->pieces_len && s->pieces[last].from <= to) {
        if (s->pieces[last].from < from)
            from = s->pieces[last].from;
        if (s->pieces[last].to > to)
            to = s->pieces[last].to;
        last++;
    }
    if (last == first && s->pieces_len == AM_STREAM_PIECES)
        return false;
    memmove(&s->pieces[first + 1], &s->pieces[last], (s->pieces_len - last) * sizeof *s->pieces);
    s->pieces_len = (uint16_t)(s->pieces_len + 1 + first - last);
    s->pieces[first] = (struct am_stream_piece){from, to};
    return true;
}

/* Copies the parts of a segment that no earlier copy holds. */
static bool store(struct am_stream *s, struct am_stream_pool *pool, uint32_t from,
                  struct am_bytes segment)
{
    uint32_t to;
    if (__builtin_add_overflow(from, (uint32_t)segment.len, &to) || to > AM_STREAM_MAX ||
        !reserve(s, pool, to))
        return false;
    uint32_t at = from;
    for (size_t i = 0; i < s->pieces_len && at < to; i++) {
        const struct am_stream_piece *p = &s->pieces[i];
        if (p->to <= at)
            continue;
        if (p->from > at) {
            uint32_t end = p->from < to ? p->from : to;
            memcpy(s->bytes + at, segment.at + (at - from), end - at);
        }
        if (p->to > at)
            at = p->to;
    }
    if (at < to)
        memcpy(s->bytes + at, segment.at + (at - from), to - at);
    return note_piece(s, from, to);
}

static struct am_bytes ready(const struct am_stream *s)
{
    if (s->pieces_len == 0 || s->pieces[0].from > 0)
        return (struct am_bytes){0};
    return (struct am_bytes){.at = s->bytes, .len = s->pieces[0].to};
}

struct am_bytes am_stream_add(struct am_stream *s, struct am_stream_pool *pool, uint32_t seq,
                              struct am_bytes segment)
{
    am_stream_begin(s, seq);
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
    if (!store(s, pool, (uint32_t)ahead, segment))
        pool->dropped++;
    return ready(s);
}

void am_stream_take(struct am_stream *s, struct am_stream_pool *pool, struct am_bytes view,
                    size_t taken)
{
    bool inside = s->bytes && view.at == s->bytes;
    s->base += (uint32_t)taken;
    if (!inside) {
        struct am_bytes rest = {.at = view.at + taken, .len = view.len - taken};
        if (rest.len > 0 && !store(s, pool, 0, rest)) {
            pool->dropped++;
            s->base += (uint32_t)rest.len;
        }
        return;
    }
    uint32_t by = (uint32_t)taken;
    size_t keep = 0;
    uint32_t end = 0;
    for (size_t i = 0; i < s->pieces_len; i++) {
        struct am_stream_piece p = s->pieces[i];
        if (p.to <= by)
            continue;
        p.from = p.from > by ? p.from - by : 0;
        p.to -= by;
        end = p.to;
        s->pieces[keep++] = p;
    }
    s->pieces_len = (uint16_t)keep;
    if (keep == 0)
        drop_buffer(s, pool);
    else if (by > 0)
        memmove(s->bytes, s->bytes + by, end);
}

void am_stream_jump(struct am_stream *s, struct am_stream_pool *pool, uint32_t seq)
{
    drop_buffer(s, pool);
    s->begun = true;
    s->base = seq;
}

bool am_stream_skip_gap(struct am_stream *s, struct am_stream_pool *pool, struct am_bytes *view)
{
    if (s->pieces_len == 0 || s->pieces[0].from == 0)
        return false;
    pool->gaps++;
    s->after_gap = true;
    am_stream_take(s, pool, (struct am_bytes){.at = s->bytes}, s->pieces[0].from);
    *view = ready(s);
    return view->len > 0;
}
