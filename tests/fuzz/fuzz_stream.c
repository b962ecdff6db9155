/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Input: the first sequence number (4 bytes), then steps of 4 bytes: what to do, where, how much.
 *
 * A sender sends one known text, in whatever pieces, order and copies; whatever is handed over is
 * that text at the place the stream says it is; the place never moves back; and no buffer is left
 * over. */
#include <stdlib.h>
#include <string.h>

#include "net/stream.h"

#define TEXT_LEN (1u << 20)

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* No two places of the text look alike. */
static const uint8_t *text(void)
{
    static uint8_t bytes[TEXT_LEN];
    if (bytes[1] == 0)
        for (uint32_t i = 0; i < TEXT_LEN; i++)
            bytes[i] = (uint8_t)((i * 2654435761u) >> 13);
    return bytes;
}

struct run {
    struct am_stream stream;
    struct am_stream_pool pool;
    uint32_t start;
    uint32_t reached; /* where the stream is in the text */
};

static void check(struct run *r, struct am_bytes view, unsigned share)
{
    uint32_t place = r->stream.base - r->start;
    must(r->pool.used <= r->pool.limit);
    must(am_stream_waiting(&r->stream) <= AM_STREAM_MAX);
    if (view.len == 0)
        return;
    must(place >= r->reached || r->reached == UINT32_MAX);
    must(place < TEXT_LEN && view.len <= TEXT_LEN - place);
    must(memcmp(view.at, text() + place, view.len) == 0);
    size_t taken = share == 7 ? view.len : view.len * share / 7;
    (void)am_stream_take(&r->stream, &r->pool, view, taken);
    r->reached = r->stream.base - r->start;
    must(r->reached >= place + taken);
}

static void step(struct run *r, const uint8_t *at)
{
    unsigned what = at[0] & 7;
    unsigned share = at[0] >> 3 & 7;
    uint32_t place = r->stream.begun ? r->stream.base - r->start : 0;
    int32_t offset = (int8_t)at[1] * (at[0] & 0x40 ? 700 : 1);
    uint32_t len = (uint32_t)at[2] * (at[0] & 0x80 ? 600 : 1) + at[3] % 4;
    int64_t from = (int64_t)place + offset;
    if (from < 0 || from >= TEXT_LEN || len > TEXT_LEN - (uint32_t)from)
        return;
    uint32_t seq = r->start + (uint32_t)from;
    /* of the exact size, gone after the call: views must not outlive what they lie in */
    uint8_t *copy = malloc(len ? len : 1);
    must(copy != NULL);
    memcpy(copy, text() + from, len);
    struct am_bytes segment = {.at = copy, .len = len};
    switch (what) {
    case 0:
        if (am_stream_has_gap(&r->stream))
            check(r, am_stream_skip_gap(&r->stream, &r->pool, seq), share);
        break;
    case 1:
        check(r, am_stream_jump(&r->stream, &r->pool, seq), share);
        break;
    case 2:
        if ((!r->stream.begun || r->stream.held > 0) && r->stream.held < 3 &&
            am_stream_hold(&r->stream, &r->pool, seq, segment))
            r->reached = UINT32_MAX; /* an earlier one may come */
        break;
    case 3:
        if (r->stream.held)
            check(r, am_stream_unhold(&r->stream), share);
        break;
    case 4:
        am_stream_begin(&r->stream, &r->pool, seq);
        break;
    default:
        check(r, am_stream_add(&r->stream, &r->pool, seq, segment), share);
        break;
    }
    free(copy);
    check(r, (struct am_bytes){0}, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4)
        return 0;
    struct run r = {.pool = {.limit = data[3] & 1 ? 100000 : 1 << 20}};
    memcpy(&r.start, data, sizeof r.start);
    for (size_t i = 4; i + 4 <= size; i += 4)
        step(&r, data + i);
    am_stream_done(&r.stream, &r.pool);
    must(r.pool.used == 0);
    return 0;
}
