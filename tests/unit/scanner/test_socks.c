/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heard.h"

#define BYTES(text)   text, sizeof(text) - 1
#define SOCKS(name)   "socks.host " name "\n"
#define ASKS(command) "\5" command "\0"
#define NAME          "\3\x0dx.example.org" /* a host of 13 bytes */
#define HTTPS         "\1\xbb"

struct opening {
    const char *title, *sent;
    size_t len;
    const char *heard;
    size_t taken; /* what follows is somebody else's */
};

/* Whole openings, recognised by themselves; what follows them is left alone. */
static const struct opening openings[] = {
    {"version 4", BYTES("\4\1\1\xbb\xc0\0\2\7\0"), "", 9},
    {"version 4 with a user's name", BYTES("\4\1\1\xbb\xc0\0\2\7jane\0"), "", 13},
    {"version 4a", BYTES("\4\1\1\xbb\0\0\0\1\0a.example.org\0"), SOCKS("a.example.org"), 23},
    {"version 4a with a user's name", BYTES("\4\1\1\xbb\0\0\0\7jane\0A.Example.ORG\0"),
     SOCKS("a.example.org"), 27},
    {"version 4a, waited for by others", BYTES("\4\2\1\xbb\0\0\0\1\0a.example.org\0"), "", 23},
    {"version 4a, a name to look up", BYTES("\4\xf0\0\0\0\0\0\1\0a.example.org\0"),
     SOCKS("a.example.org"), 23},
    {"version 4a and what follows", BYTES("\4\1\1\xbb\0\0\0\1\0a.example.org\0\x16\3\1"),
     SOCKS("a.example.org"), 23},
    {"version 5", BYTES("\5\1\0" ASKS("\1") NAME HTTPS), SOCKS("x.example.org"), 23},
    {"version 5 and what follows", BYTES("\5\1\0" ASKS("\1") NAME HTTPS "\x16\3\1"),
     SOCKS("x.example.org"), 23},
    {"version 5 with a password", BYTES("\5\2\0\2\1\4jane\6secret" ASKS("\1") NAME HTTPS),
     SOCKS("x.example.org"), 37},
    {"version 5 with an empty password", BYTES("\5\2\0\2\1\4jane\0" ASKS("\1") NAME HTTPS),
     SOCKS("x.example.org"), 31},
    {"a password that was not needed", BYTES("\5\3\0\1\2" ASKS("\1") NAME HTTPS),
     SOCKS("x.example.org"), 25},
    {"an IPv4 address", BYTES("\5\1\0" ASKS("\1") "\1\xc0\0\2\7\1\xbb"), "", 13},
    {"an IPv6 address", BYTES("\5\1\0" ASKS("\1") "\4\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1\1\xbb"),
     "", 25},
    {"an address as text",
     BYTES("\5\1\0" ASKS("\1") "\3\x09"
                               "192.0.2.7" HTTPS),
     "", 19},
    {"an address with zeroes",
     BYTES("\5\1\0" ASKS("\1") "\3\x0e"
                               "010.000.00.003" HTTPS),
     "", 24},
    {"an IPv6 address as text",
     BYTES("\5\1\0" ASKS("\1") "\3\x07"
                               "fe80::1" HTTPS),
     "", 17},
    {"no name",
     BYTES("\5\1\0" ASKS("\1") "\3\x07"
                               "a b.org" HTTPS),
     "invalid socks.host\n", 17},
    {"a name to look up", BYTES("\5\1\0" ASKS("\xf0") NAME "\0\0"), SOCKS("x.example.org"), 23},
    {"a way for datagrams", BYTES("\5\1\0" ASKS("\3") "\1\0\0\0\0\0\0"), "", 13},
    {"a request whose greeting was missed", BYTES(ASKS("\1") NAME HTTPS), SOCKS("x.example.org"),
     20},
};

static void check(const struct heard *h, const struct opening *o)
{
    if (strcmp(h->text, o->heard) != 0 || h->state != AM_TAKEN_NEXT || h->taken != o->taken)
        print_error("in the case of: %s\n", o->title);
    assert_string_equal(h->text, o->heard);
    assert_int_equal(h->state, AM_TAKEN_NEXT);
    assert_int_equal(h->taken, o->taken);
}

static void tells_the_host_that_the_proxy_is_asked_for(void **state)
{
    struct heard h = {.proto = NULL};
    (void)state;
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        struct am_bytes data = {(const uint8_t *)openings[i].sent, openings[i].len};
        if (am_proto_socks.probe(data) != AM_PROBE_YES)
            print_error("in the case of: %s\n", openings[i].title);
        assert_int_equal(am_proto_socks.probe(data), AM_PROBE_YES);
        heard_whole(&h, &am_proto_socks, data, false, false);
        check(&h, &openings[i]);
    }
}

/* Probed as the bytes come, as the caller does: no start of an opening is refused, and where one
 * says yes, reading on from there tells the same. The greeting alone can't be told from the start
 * of a request that has none. */
static void recognises_an_opening_however_it_is_split(void **state)
{
    struct heard h = {.proto = NULL};
    (void)state;
    for (size_t i = 0; i + 1 < sizeof openings / sizeof *openings; i++) {
        struct am_bytes data = {(const uint8_t *)openings[i].sent, openings[i].len};
        for (size_t len = 0; len < openings[i].taken; len++) {
            enum am_probe probe = am_proto_socks.probe((struct am_bytes){data.at, len});
            assert_int_not_equal(probe, AM_PROBE_NO);
            if (probe != AM_PROBE_YES)
                continue;
            heard_stream(&h, &am_proto_socks, data, len, 1);
            check(&h, &openings[i]);
            heard_stream(&h, &am_proto_socks, data, len, 0);
            check(&h, &openings[i]);
        }
    }
}

/* GSSAPI, or no SOCKS after all: what came next is looked at anew. */
static void gives_back_what_does_not_follow_a_greeting(void **state)
{
    static const struct {
        const char *sent;
        size_t len, greeting;
    } cases[] = {
        {BYTES("\5\1\1\1\1\0\x10token"), 3}, {BYTES("\5\1\0GET / HTTP/1.1\r\n"), 3},
        {BYTES("\5\1\0\5\4\0\1"), 3},        {BYTES("\5\1\0\5\1\1\1"), 3},
        {BYTES("\5\1\0\5\1\0\2"), 3},        {BYTES("\5\1\0\5\1\0\3\0"), 3},
        {BYTES("\5\1\2\1\0\0\5\1"), 3},      {BYTES("\5\1\0\5\1\0\1\xc0\0\2\7\0\0"), 3},
        {BYTES("\5\1\0\1\1x\1x\5\1"), 3},
    };
    struct heard h = {.proto = NULL};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        heard_stream(&h, &am_proto_socks,
                     (struct am_bytes){(const uint8_t *)cases[i].sent, cases[i].len}, 3, 0);
        assert_string_equal(h.text, "");
        assert_int_equal(h.state, AM_TAKEN_NEXT);
        assert_int_equal(h.taken, cases[i].greeting);
    }
}

static void never_waits_for_more_than_an_opening_can_be(void **state)
{
    static uint8_t opening[2000] = {5, 1, 2, 1, 255};
    struct heard h = {.proto = NULL};
    (void)state;
    opening[5 + 255] = 255;
    memcpy(opening + 5 + 255 + 1 + 255, "\5\1\0\3\xff", 5);
    memset(opening + 5 + 255 + 1 + 255 + 5, 'a', 255);
    opening[5 + 255 + 1 + 255 + 5 + 255] = 1; /* a port */
    heard_stream(&h, &am_proto_socks, (struct am_bytes){opening, sizeof opening}, 3, 100);
    assert_int_equal(h.state, AM_TAKEN_NEXT);
    assert_string_equal(h.text, "invalid socks.host\n"); /* a label of 255 bytes */
    heard_whole(&h, &am_proto_socks, (struct am_bytes){opening, 100}, true, false);
    assert_int_equal(h.state, AM_TAKEN_NEXT);
    assert_int_equal(h.taken, 100);
}

static void refuses_what_only_begins_like_it(void **state)
{
    static const struct {
        const char *sent;
        size_t len;
    } cases[] = {
        {BYTES("\4\3\1\xbb\xc0\0\2\7\0")},             /* no command */
        {BYTES("\4\1\0\0\xc0\0\2\7\0")},               /* no port */
        {BYTES("\4\1\1\xbb\0\0\2\7\0")},               /* no address */
        {BYTES("\4\1\1\xbb\xc0\0\2\7\0x")},            /* something after it */
        {BYTES("\4\1\1\xbb\xc0\0\2\7\1\0")},           /* no user's name */
        {BYTES("\4\1\1\xbb\0\0\0\1\0a b\0")},          /* no host */
        {BYTES("\4\1\1\xbb\0\0\0\1\0\0")},             /* none at all */
        {BYTES("\5\0")},                               /* no method */
        {BYTES("\5\1\x10")},                           /* one that nobody knows */
        {BYTES("\5\1\xff")},                           /* ... or that is none */
        {BYTES("\5\2\0\0")},                           /* the same twice */
        {BYTES("\5\x11\0\1\2\3\4\5\6\7\x08\x09\x80")}, /* too many */
        {BYTES("\5\0\x0b\3\x10\0\0\0")},               /* DCE/RPC */
        {BYTES(ASKS("\1") "\1\xc0\0\2\7\1\xbb")},      /* an address, without a greeting */
        {BYTES(ASKS("\1") NAME HTTPS "x")},            /* something after it, without a greeting */
        {BYTES("\6\1\0")},
        {BYTES("\3\1\0")},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_bytes bytes = {(const uint8_t *)cases[i].sent, cases[i].len};
        if (am_proto_socks.probe(bytes) == AM_PROBE_YES)
            print_error("in case %zu\n", i);
        assert_int_not_equal(am_proto_socks.probe(bytes), AM_PROBE_YES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_the_host_that_the_proxy_is_asked_for),
        cmocka_unit_test(recognises_an_opening_however_it_is_split),
        cmocka_unit_test(gives_back_what_does_not_follow_a_greeting),
        cmocka_unit_test(never_waits_for_more_than_an_opening_can_be),
        cmocka_unit_test(refuses_what_only_begins_like_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
