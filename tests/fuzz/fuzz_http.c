/* SPDX-License-Identifier: AGPL-3.0-or-later
 * HTTP: bytes 0 to 2 say how the rest is used.
 * even: a stream. Where no body follows a header block, what is told of it whole is the start of
 * what is told of it split (a split may end bytes that are no request, after which one begins).
 * odd:  hosts, one a line, written as requests. They are told as they were written, however split.
 */
#include "heard.h"
#include "wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool has_word(struct am_bytes data, const char *word)
{
    size_t len = strlen(word);
    for (size_t i = 0; i + len <= data.len; i++) {
        size_t same = 0;
        while (same < len && (data.at[i + same] | 0x20) == word[same])
            same++;
        if (same == len)
            return true;
    }
    return false;
}

static void check_stream(struct am_bytes data, size_t split)
{
    static struct heard whole;
    static struct heard pieces;
    bool bodies = has_word(data, "content-length") || has_word(data, "transfer-encoding");

    (void)am_proto_http.probe(data);
    heard_whole(&whole, &am_proto_http, data, false, false);
    heard_stream(&pieces, &am_proto_http, data, split, 0);
    if (!bodies && (pieces.len < whole.len || memcmp(whole.text, pieces.text, whole.len) != 0))
        abort();
    heard_stream(&pieces, &am_proto_http, data, split, split % 251 + 1);
    if (!bodies && (pieces.len < whole.len || memcmp(whole.text, pieces.text, whole.len) != 0))
        abort();

    data.len = split < data.len ? split : data.len;
    heard_whole(&pieces, &am_proto_http, data, true, false);
    if (pieces.state != AM_TAKEN_NEXT && pieces.taken != data.len)
        abort();
}

/* Hosts with what a name may hold, and what it may not. */
static uint8_t host_byte(uint8_t byte)
{
    static const char bytes[] = "abcXYZ0189-_.....@:[]%/ \t";
    return (uint8_t)bytes[byte % (sizeof bytes - 1)];
}

static void put_request(struct wire *w, struct heard *expected, const char *host, size_t len)
{
    char clean[AM_NAME_SIZE];
    struct am_bytes raw = {.at = (const uint8_t *)host, .len = len};

    wire_text(w, len % 2 ? "GET / HTTP/1.1\r\nHost: " : "PATCH /x HTTP/1.0\nhost:");
    wire_bytes(w, host, len);
    wire_text(w, len % 3 ? ":8080\r\nAccept: */*\r\n\r\n" : "\n\n");
    if (am_name_clean(raw, clean) == AM_OK)
        heard_name(expected, AM_SOURCE_HTTP_HOST, clean);
}

static void check_hosts(struct am_bytes data, size_t split)
{
    static struct wire w;
    static struct heard expected;
    static struct heard told;
    char host[300];
    size_t len = 0;

    w.len = 0;
    heard_init(&expected);
    for (size_t i = 0; i < data.len && i < 4096; i++) {
        if (data.at[i] != '\n' && len < sizeof host) {
            host[len++] = (char)host_byte(data.at[i]);
            continue;
        }
        /* Told otherwise than they are cleaned: addresses, ports, blanks around. */
        struct am_bytes view = {.at = (const uint8_t *)host, .len = len};
        char clean[AM_NAME_SIZE];
        if (am_name_clean(view, clean) == AM_OK)
            put_request(&w, &expected, host, len);
        len = 0;
    }
    heard_stream(&told, &am_proto_http, wire_view(&w), split, 0);
    if (strcmp(told.text, expected.text) != 0)
        abort();
    heard_stream(&told, &am_proto_http, wire_view(&w), split, split % 97 + 1);
    if (strcmp(told.text, expected.text) != 0)
        abort();
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
