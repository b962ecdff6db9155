/* SPDX-License-Identifier: AGPL-3.0-or-later
 * HTTP/2: bytes 0 to 2 say how the rest is used.
 * even: what a client says after its preface. What is told of it whole is told of it split.
 * odd:  hosts, one a line, written as requests by another's encoder, with a table it shares with
 * the decoder, in frames of all shapes. They are told as they were written, however split.
 */
#include <nghttp2/nghttp2.h>

#include "frames.h"
#include "heard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must_be_alike(const struct heard *whole, const struct heard *pieces)
{
    if (strcmp(whole->text, pieces->text) != 0 || whole->state != pieces->state)
        abort();
    if (whole->state != AM_TAKEN_ENOUGH && whole->taken != pieces->taken)
        abort();
}

static void check_stream(struct am_bytes data, size_t split)
{
    static struct wire w;
    static struct heard whole;
    static struct heard pieces;

    (void)am_proto_http2.probe(data);
    if (data.len > WIRE_MAX / 2)
        return;
    w.len = 0;
    put_client_preface(&w);
    wire_bytes(&w, data.at, data.len);
    heard_whole(&whole, &am_proto_http2, wire_view(&w), false, false);
    heard_stream(&pieces, &am_proto_http2, wire_view(&w), split, 0);
    must_be_alike(&whole, &pieces);
    heard_stream(&pieces, &am_proto_http2, wire_view(&w), split, split % 31 + 1);
    must_be_alike(&whole, &pieces);

    /* A part that was lost: nothing is told that was not sent. */
    size_t at = split % w.len;
    heard_stream(&pieces, &am_proto_http2, (struct am_bytes){w.at, at}, at, 0);
    size_t gap = split % 61 + 1;
    if (at + gap < w.len && pieces.state == AM_TAKEN_MORE) {
        pieces.missed = (uint32_t)(gap + at - pieces.taken);
        (void)heard_call(&pieces, &am_proto_http2,
                         (struct am_bytes){w.at + at + gap, w.len - at - gap}, false, false);
        if (whole.state == AM_TAKEN_MORE && strncmp(whole.text, pieces.text, pieces.len) != 0)
            abort();
    }
    heard_done(&whole);
    heard_done(&pieces);
}

static void put_block(struct wire *w, uint32_t stream, struct am_bytes block, size_t shape)
{
    struct wire part = {.len = 0};
    struct am_bytes first = {.at = block.at, .len = block.len * (shape % 5) / 4};
    unsigned flags = shape & 8 ? H2_PADDED : 0;
    flags |= shape & 16 ? H2_PRIORITIZED : 0;

    first.len = first.len > block.len ? block.len : first.len;
    if (flags & H2_PADDED)
        wire_number(&part, (uint32_t)shape & 0xff, 1);
    if (flags & H2_PRIORITIZED)
        wire_fill(&part, 0, 5);
    wire_bytes(&part, first.at, first.len);
    if (flags & H2_PADDED)
        wire_fill(&part, 0, shape & 0xff);
    if (first.len == block.len)
        flags |= H2_END_HEADERS;
    put_frame(w, H2_HEADERS, flags, stream, wire_view(&part));
    if (first.len < block.len)
        put_frame(w, H2_CONTINUATION, H2_END_HEADERS, stream,
                  (struct am_bytes){block.at + first.len, block.len - first.len});
    put_frame(w, H2_DATA, 0, stream, block);
}

static nghttp2_nv field(const char *name, const char *value, size_t len)
{
    return (nghttp2_nv){(uint8_t *)(uintptr_t)name, (uint8_t *)(uintptr_t)value, strlen(name), len,
                        NGHTTP2_NV_FLAG_NONE};
}

static void check_hosts(struct am_bytes data, size_t split)
{
    static struct wire w;
    static struct heard expected;
    static struct heard told;
    static uint8_t block[4096];
    nghttp2_hd_deflater *deflater;
    uint32_t stream = 1;

    w.len = 0;
    put_client_preface(&w);
    heard_init(&expected);
    if (nghttp2_hd_deflate_new(&deflater, 4096) != 0)
        return;
    for (size_t i = 0; i < data.len && stream < 400; stream += 2) {
        size_t end = i;
        while (end < data.len && data.at[end] != '\n' && end - i < 250)
            end++;
        const char *host = (const char *)data.at + i;
        char clean[AM_NAME_SIZE];
        bool good = am_name_clean((struct am_bytes){data.at + i, end - i}, clean) == AM_OK;
        nghttp2_nv fields[] = {field(":method", "POST", 4), field(":scheme", "http", 4),
                               field(":authority", good ? host : "", good ? end - i : 0),
                               field("te", "trailers", 8), field("x", host, end - i)};
        long len = nghttp2_hd_deflate_hd(deflater, block, sizeof block, fields, 5);
        if (len < 0)
            break;
        put_block(&w, stream, (struct am_bytes){block, (size_t)len}, split + i);
        if (good)
            heard_name(&expected, AM_SOURCE_HTTP2_AUTHORITY, clean);
        i = end + 1;
    }
    nghttp2_hd_deflate_del(deflater);
    heard_stream(&told, &am_proto_http2, wire_view(&w), split, 0);
    if (strcmp(told.text, expected.text) != 0)
        abort();
    heard_stream(&told, &am_proto_http2, wire_view(&w), split, split % 97 + 1);
    if (strcmp(told.text, expected.text) != 0 || told.taken != w.len)
        abort();
    heard_done(&told);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3)
        return 0;
    struct am_bytes rest = {.at = data + 3, .len = size - 3};
    size_t split = (size_t)data[1] << 8 | data[2];

    if (data[0] % 2 == 0)
        check_stream(rest, split);
    else
        check_hosts(rest, split);
    return 0;
}
