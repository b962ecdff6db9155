/* SPDX-License-Identifier: AGPL-3.0-or-later
 * TLS: bytes 0 to 2 say how the rest is used.
 * even: a stream. However it is split, the same is told; a cut one tells at most one name.
 * odd:  a server name, written into a hello that is spread over records. It is told as it was
 *       written, or as no name. */
#include "heard.h"
#include "wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_split(struct am_bytes data, size_t split, const struct heard *whole)
{
    static struct heard pieces;

    heard_stream(&pieces, &am_proto_tls, data, split, 0);
    if (strcmp(whole->text, pieces.text) != 0)
        abort();
    heard_stream(&pieces, &am_proto_tls, data, split, split % 251 + 1);
    if (strcmp(whole->text, pieces.text) != 0)
        abort();
}

static void check_cut(struct am_bytes data, size_t split)
{
    static struct heard cut;

    data.len = split < data.len ? split : data.len;
    heard_whole(&cut, &am_proto_tls, data, true, false);
    const char *name = strstr(cut.text, "tls.sni ");
    if (cut.state == AM_TAKEN_MORE || (name && strstr(name + 1, "tls.sni ")))
        abort();
}

static void put_hello(struct wire *w, struct am_bytes name, size_t padding)
{
    wire_number(w, 1, 1);
    size_t body = wire_open(w, 3);
    wire_number(w, 0x0303, 2);
    wire_fill(w, 0xab, 32);
    wire_number(w, 0, 1);
    wire_number(w, 0x00021301, 4);
    wire_number(w, 0x0100, 2);
    size_t extensions = wire_open(w, 2);
    wire_number(w, 21, 2);
    wire_number(w, (uint32_t)padding, 2);
    wire_fill(w, 0, padding);
    wire_number(w, 0, 2);
    size_t extension = wire_open(w, 2);
    size_t list = wire_open(w, 2);
    wire_number(w, 0, 1);
    size_t entry = wire_open(w, 2);
    wire_bytes(w, name.at, name.len);
    wire_close(w, entry, 2);
    wire_close(w, list, 2);
    wire_close(w, extension, 2);
    wire_close(w, extensions, 2);
    wire_close(w, body, 3);
}

static void check_name(struct am_bytes name, size_t padding, size_t each)
{
    static struct wire message;
    static struct wire w;
    static struct heard whole;
    char clean[AM_NAME_SIZE];
    char expected[AM_NAME_SIZE + 32] = "";

    name.len = name.len < 300 ? name.len : 300;
    message.len = w.len = 0;
    put_hello(&message, name, padding);
    for (size_t at = 0; at < message.len; at += each) {
        size_t len = message.len - at < each ? message.len - at : each;
        wire_number(&w, 22, 1);
        wire_number(&w, 0x0301, 2);
        wire_number(&w, (uint32_t)len, 2);
        wire_bytes(&w, message.at + at, len);
    }
    if (am_proto_tls.probe(wire_view(&w)) != AM_PROBE_YES)
        abort();
    heard_whole(&whole, &am_proto_tls, wire_view(&w), false, false);
    check_split(wire_view(&w), padding, &whole);
    if (am_name_clean(name, clean) == AM_OK)
        (void)snprintf(expected, sizeof expected, "tls.sni %s\n", clean);
    if (expected[0] ? strcmp(whole.text, expected) != 0
                    : whole.len > 0 && !strstr(whole.text, "invalid") && !strchr(whole.text, ':'))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct heard whole;
    if (size < 3)
        return 0;
    struct am_bytes rest = {.at = data + 3, .len = size - 3};
    size_t split = (size_t)data[1] << 8 | data[2];

    if (data[0] % 2 == 1) {
        check_name(rest, split % 1500, data[0] / 2u + 1);
        return 0;
    }
    (void)am_proto_tls.probe(rest);
    heard_whole(&whole, &am_proto_tls, rest, false, false);
    check_split(rest, split, &whole);
    check_cut(rest, split);
    return 0;
}
