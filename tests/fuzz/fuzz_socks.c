/* SPDX-License-Identifier: AGPL-3.0-or-later
 * SOCKS: byte 0 says how the rest is used.
 * even: any bytes. What is told stands in them, and no more is taken than is there.
 * odd:  version, lengths of name and password (3 bytes), then a host. An opening made of them is
 *       recognised; its host is told if it is a name, the same however split; the rest never is.
 */
#include <ctype.h>

#include "heard.h"
#include "wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool holds(struct am_bytes data, const char *name, size_t len)
{
    for (size_t i = 0; i + len <= data.len; i++) {
        size_t same = 0;
        while (same < len && tolower(data.at[i + same]) == name[same])
            same++;
        if (same == len)
            return true;
    }
    return false;
}

static void check_bytes(struct am_bytes data, bool cut)
{
    static const char told[] = "socks.host ";
    static struct heard h;

    enum am_probe probe = am_proto_socks.probe(data);
    heard_whole(&h, &am_proto_socks, data, cut, false);
    if (strncmp(h.text, told, sizeof told - 1) == 0 &&
        !holds(data, h.text + sizeof told - 1, h.len - sizeof told))
        abort();
    if (probe == AM_PROBE_YES && h.state == AM_TAKEN_NOT)
        abort();
    if (h.state == AM_TAKEN_NEXT && h.taken == 0)
        abort();
}

static void put_opening(struct wire *w, bool old, uint8_t user, uint8_t password,
                        struct am_bytes host)
{
    if (old) {
        wire_bytes(w, "\4\1\1\xbb\0\0\0\1", 8);
        wire_fill(w, 'u', user);
        wire_number(w, 0, 1);
        wire_bytes(w, host.at, host.len);
        wire_number(w, 0, 1);
        return;
    }
    wire_bytes(w, "\5\2\0\2", 4);
    if (user > 0) {
        wire_number(w, 1, 1);
        wire_number(w, user, 1);
        wire_fill(w, 5, user); /* as a request begins */
        wire_number(w, password, 1);
        wire_fill(w, 'p', password);
    }
    wire_bytes(w, "\5\1\0\3", 4);
    wire_number(w, (uint32_t)host.len, 1);
    wire_bytes(w, host.at, host.len);
    wire_number(w, 443, 2);
}

static void check_opening(struct am_bytes data, size_t split)
{
    static struct wire w;
    static struct heard expected;
    static struct heard told;
    char clean[AM_NAME_SIZE];

    if (data.len < 4)
        return;
    struct am_bytes host = {.at = data.at + 3, .len = data.len - 3 > 255 ? 255 : data.len - 3};
    bool letters = false;
    for (size_t i = 0; i < host.len; i++)
        letters = letters || isalpha(host.at[i]);
    if (am_name_clean(host, clean) != AM_OK || !letters)
        return;
    heard_init(&expected);
    heard_name(&expected, AM_SOURCE_SOCKS_HOST, clean);
    w.len = 0;
    put_opening(&w, data.at[0] & 1, data.at[1], data.at[2], host);
    size_t opening = w.len;
    wire_text(&w, "\x16\x03\x01 and what follows");
    if (am_proto_socks.probe(wire_view(&w)) != AM_PROBE_YES)
        abort();
    for (size_t each = 0; each < 2; each++) {
        heard_stream(&told, &am_proto_socks, wire_view(&w), split, each * 7);
        if (strcmp(told.text, expected.text) != 0 || told.state != AM_TAKEN_NEXT ||
            told.taken != opening)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    struct am_bytes rest = {.at = data + 1, .len = size - 1};

    if (data[0] % 2 == 0)
        check_bytes(rest, data[0] & 2);
    else
        check_opening(rest, data[0]);
    return 0;
}
