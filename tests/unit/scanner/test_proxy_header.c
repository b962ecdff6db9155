/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heard.h"

#define BYTES(text) text, sizeof(text) - 1
#define MARK        "\r\n\r\n\0\r\nQUIT\n"
#define IPV4        "\xc0\0\2\1\xc0\0\2\2\xc3\x50\1\xbb"
#define SNI         "tls.sni a.example.org\n"

static const struct {
    const char *sent;
    size_t len, taken;
    const char *heard;
} headers[] = {
    {BYTES("PROXY TCP4 192.0.2.1 192.0.2.2 50000 443\r\n\x16\3\1"), 42, ""},
    {BYTES("PROXY TCP6 2001:db8::1 2001:db8::2 50000 443\r\nGET /"), 46, ""},
    {BYTES("PROXY UNKNOWN\r\nGET /"), 15, ""},
    {BYTES("PROXY UNKNOWN whatever it is\r\n"), 30, ""},
    {BYTES(MARK "\x21\x11\0\x0c" IPV4 "GET /"), 28, ""},
    {BYTES(MARK "\x20\0\0\0GET /"), 16, ""}, /* of its own: whether it lives */
    {BYTES(MARK "\x21\x11\0\x1c" IPV4 "\2\0\x0d"
                "a.example.org"
                "GET /"),
     44, SNI},
    {BYTES(MARK "\x21\x11\0\x22" IPV4 "\4\0\3xyz\2\0\x0d"
                "a.example.org"
                "GET /"),
     50, SNI},
    {BYTES(MARK "\x21\x11\0\x1b" IPV4 "\2\0\x0d"
                "a.example.or"
                "GET /"),
     43, ""}, /* it ends early */
};

static void passes_over_a_header_however_it_is_split(void **state)
{
    struct heard h = {.proto = NULL};
    (void)state;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        struct am_bytes data = {(const uint8_t *)headers[i].sent, headers[i].len};
        for (size_t len = 0; len <= data.len; len++) {
            enum am_probe probe = am_proto_proxy_header.probe((struct am_bytes){data.at, len});
            assert_int_not_equal(probe, AM_PROBE_NO);
            assert_true(len < data.len || probe == AM_PROBE_YES);
            if (probe != AM_PROBE_YES)
                continue;
            heard_stream(&h, &am_proto_proxy_header, data, len, 1);
            assert_string_equal(h.text, headers[i].heard);
            assert_int_equal(h.state, AM_TAKEN_NEXT);
            assert_int_equal(h.taken, headers[i].taken);
        }
    }
}

static void gives_up_a_line_that_does_not_end(void **state)
{
    char line[200];
    struct heard h = {.proto = NULL};
    (void)state;
    memset(line, 'x', sizeof line);
    memcpy(line, "PROXY UNKNOWN", 13);
    heard_whole(&h, &am_proto_proxy_header, (struct am_bytes){(const uint8_t *)line, 106}, false,
                false);
    assert_int_equal(h.state, AM_TAKEN_MORE);
    heard_whole(&h, &am_proto_proxy_header, (struct am_bytes){(const uint8_t *)line, 107}, false,
                false);
    assert_int_equal(h.state, AM_TAKEN_NOT);
    heard_whole(&h, &am_proto_proxy_header, (struct am_bytes){(const uint8_t *)line, 20}, true,
                false);
    assert_int_equal(h.state, AM_TAKEN_NOT);
}

static void refuses_what_only_begins_like_it(void **state)
{
    static const struct {
        const char *sent;
        size_t len;
    } cases[] = {
        {BYTES("PROXY /x HTTP/1.1\r\n")},      {BYTES("PROXY TCP5 ")},
        {BYTES("\r\n\r\nGET / HTTP/1.1\r\n")}, {BYTES(MARK "\x31\x11\0\x0c")}, /* version 3 */
        {BYTES(MARK "\x22\x11\0\x0c")},                                        /* no command */
        {BYTES(MARK "\x21\x41\0\x0c")},                                        /* no family */
        {BYTES(MARK "\x21\x13\0\x0c")},                                        /* no transport */
        {BYTES(MARK "\x21\x11\0\x0b")},   /* too short for its addresses */
        {BYTES(MARK "\x21\x11\xff\xff")}, /* longer than is read */
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(am_proto_proxy_header.probe(
                             (struct am_bytes){(const uint8_t *)cases[i].sent, cases[i].len}),
                         AM_PROBE_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passes_over_a_header_however_it_is_split),
        cmocka_unit_test(gives_up_a_line_that_does_not_end),
        cmocka_unit_test(refuses_what_only_begins_like_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
