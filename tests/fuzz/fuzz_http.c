/* SPDX-License-Identifier: AGPL-3.0-or-later
 * HTTP: bytes 0 to 2 say how the rest is used.
 * 0 of 3: a stream. What is told of it whole is told of it split, and it ends alike.
 * 1 of 3: hosts, one a line, written as requests. They are told as they were written, however
 * split. 2 of 3: bodies, one a line. They name nobody, of known length or in chunks, however split;
 * nor where bytes of them were lost.
 */
#include "heard.h"
#include "wire.h"

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
    static struct heard whole;
    static struct heard pieces;

    (void)am_proto_http.probe(data);
    heard_whole(&whole, &am_proto_http, data, false, false);
    heard_stream(&pieces, &am_proto_http, data, split, 0);
    must_be_alike(&whole, &pieces);
    heard_stream(&pieces, &am_proto_http, data, split, split % 251 + 1);
    must_be_alike(&whole, &pieces);

    data.len = split < data.len ? split : data.len;
    heard_whole(&pieces, &am_proto_http, data, true, false);
    if ((pieces.state == AM_TAKEN_MORE || pieces.state == AM_TAKEN_ENOUGH) &&
        pieces.taken != data.len)
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

/* A request with a body: of known length, or in chunks of `each` bytes. Tells where the body's, or
 * the first chunk's, bytes lie. */
static struct am_bytes put_body(struct wire *w, struct am_bytes body, size_t each)
{
    char line[64];
    struct am_bytes first = {.len = each > 0 && each < body.len ? each : body.len};

    wire_text(w, "POST / HTTP/1.1\r\nHost: a.org\r\n");
    if (each == 0) {
        snprintf(line, sizeof line, "Content-Length: %zu\r\n\r\n", body.len);
        wire_text(w, line);
        first.at = w->at + w->len;
        wire_bytes(w, body.at, body.len);
        return first;
    }
    wire_text(w, "Transfer-Encoding: chunked\r\n\r\n");
    for (size_t at = 0; at < body.len; at += each) {
        size_t len = body.len - at < each ? body.len - at : each;
        snprintf(line, sizeof line, "%zx\r\n", len);
        wire_text(w, line);
        if (at == 0)
            first.at = w->at + w->len;
        wire_bytes(w, body.at + at, len);
        wire_text(w, "\r\n");
    }
    wire_text(w, "0\r\n\r\n");
    return first;
}

static void must_hear(const struct heard *told, const char *name, size_t times)
{
    const char *at = told->text;
    for (; times > 0; times--) {
        if (strncmp(at, name, strlen(name)) != 0)
            abort();
        at += strlen(name);
    }
    if (*at)
        abort();
}

static void check_bodies(struct am_bytes data, size_t split)
{
    static struct wire w;
    static struct heard told;
    static const char name[] = "http.host a.org\n";
    struct am_bytes lost = {.len = 0};
    size_t count = 0;

    w.len = 0;
    for (size_t i = 0; i < data.len && count < 50 && w.len < 100000; count++) {
        size_t end = i;
        while (end < data.len && data.at[end] != '\0')
            end++;
        lost = put_body(&w, (struct am_bytes){data.at + i, end - i}, (split + count) % 40);
        i = end + 1;
    }
    if (count == 0)
        return;
    heard_stream(&told, &am_proto_http, wire_view(&w), split, 0);
    must_hear(&told, name, count);
    heard_stream(&told, &am_proto_http, wire_view(&w), split, split % 97 + 1);
    must_hear(&told, name, count);

    if (lost.len < 2)
        return;
    /* of the last body the first byte comes, and after what is lost the last */
    size_t before = (size_t)(lost.at - w.at) + 1;
    size_t after = before + lost.len - 2;
    heard_stream(&told, &am_proto_http, (struct am_bytes){w.at, before}, split, 0);
    told.missed = (uint32_t)(lost.len - 2);
    (void)heard_call(&told, &am_proto_http, (struct am_bytes){w.at + after, w.len - after}, false,
                     false);
    must_hear(&told, name, count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3)
        return 0;
    struct am_bytes rest = {.at = data + 3, .len = size - 3};
    size_t split = (size_t)data[1] << 8 | data[2];

    if (data[0] % 3 == 0)
        check_stream(rest, split);
    else if (data[0] % 3 == 1)
        check_hosts(rest, split);
    else
        check_bodies(rest, split);
    return 0;
}
