/* SPDX-License-Identifier: AGPL-3.0-or-later
 * DTLS: the first byte says how the rest is used.
 * even: datagrams of both sides, each with its length before it. Whatever they say, a side is told
 *       at most once, and what a probe took is not refused where it has a hello whole.
 * odd:  a server name, in a hello whose fragments come backwards. It is told as it was written, or
 *       as no name. */
#include "heard.h"
#include "unit/scanner/dtls_messages.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned times(const char *text, const char *word)
{
    unsigned n = 0;
    for (const char *at = text; (at = strstr(at, word)); at++)
        n++;
    return n;
}

static void check_datagrams(const uint8_t *data, size_t size)
{
    static struct heard h;
    bool done[2] = {false, false};

    heard_init(&h);
    for (size_t at = 0; at + 3 <= size;) {
        size_t len = (size_t)(data[at + 1] & 7) << 8 | data[at + 2];
        h.side = data[at] & 1;
        bool cut = data[at] & 2;
        at += 3;
        len = len < size - at ? len : size - at;
        struct am_bytes datagram = {.at = data + at, .len = len};
        (void)am_proto_dtls.probe(datagram);
        if (!done[h.side] && datagram.len > 0) {
            (void)heard_call(&h, &am_proto_dtls, datagram, cut, true);
            done[h.side] = h.state == AM_TAKEN_ENOUGH || h.state == AM_TAKEN_NOT;
        }
        at += len;
    }
    if (times(h.text, "dtls.sni") > 2 || times(h.text, "tls.cert") > 2)
        abort();
    heard_done(&h);
}

static void check_name(const uint8_t *data, size_t size, size_t each)
{
    static struct wire hello;
    static struct wire datagram;
    static struct heard h;
    char text[300] = {0};
    char clean[AM_NAME_SIZE];
    char expected[AM_NAME_SIZE + 32] = "";
    struct am_bytes name = {.at = data, .len = size < 299 ? size : 299};

    if (name.len > 0)
        memcpy(text, name.at, name.len);
    if (memchr(text, 0, name.len))
        return;
    hello.len = 0;
    put_dtls_hello(&hello, text, each % 32, 40);
    heard_init(&h);
    for (size_t to = hello.len; to > 0;) {
        size_t from = to > each ? to - each : 0;
        datagram.len = 0;
        put_dtls_fragment(&datagram, 1, 0, &hello, from, to);
        (void)heard_call(&h, &am_proto_dtls, wire_view(&datagram), false, true);
        to = from;
    }
    if (am_name_clean(name, clean) == AM_OK)
        (void)snprintf(expected, sizeof expected, "dtls.sni %s\n", clean);
    if (expected[0] ? strcmp(h.text, expected) != 0
                    : h.len > 0 && !strstr(h.text, "invalid") && !strchr(h.text, ':'))
        abort();
    heard_done(&h);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    if (data[0] % 2 == 1)
        check_name(data + 1, size - 1, 16 + data[0] / 2u);
    else
        check_datagrams(data + 1, size - 1);
    return 0;
}
