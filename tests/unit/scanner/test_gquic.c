/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Google's QUIC before TLS, and its hello. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heard.h"
#include "proto/chlo.h"
#include "wire.h"

#define NAME "video.example.org"
#define TOLD "gquic.sni " NAME "\n"

static struct wire w;
static struct heard h;

static void put_le(struct wire *out, uint32_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        wire_number(out, value >> (8 * i) & 0xff, 1);
}

static void put_tag(struct wire *out, const char tag[4], uint32_t end)
{
    wire_bytes(out, tag, 4);
    put_le(out, end, 4);
}

/* PAD, SNI and VER: tags are sorted as little-endian numbers. */
static void put_chlo(struct wire *out, const char *name)
{
    uint32_t len = (uint32_t)strlen(name);
    wire_text(out, "CHLO");
    put_le(out, 3, 2);
    put_le(out, 0, 2);
    put_tag(out, "PAD", 20);
    put_tag(out, "SNI", 20 + len);
    put_tag(out, "VER", 20 + len + 4);
    wire_fill(out, '-', 20);
    wire_text(out, name);
    wire_text(out, "Q043");
}

/* Behind the header: number, hash, a STREAM frame of stream 1. */
static void put_rest(struct wire *out, const char *name)
{
    wire_number(out, 1, 1);
    wire_fill(out, 0x55, 12);
    wire_number(out, 0xa0010100, 4);
    put_chlo(out, name);
    wire_fill(out, 0, 200);
}

static void put_old(struct wire *out, const char *version)
{
    wire_number(out, 0x0d, 1);
    wire_text(out, "12345678");
    wire_text(out, version);
    put_rest(out, NAME);
}

static void put_long(struct wire *out, const char *version)
{
    wire_number(out, 0xc3, 1);
    wire_text(out, version);
    wire_number(out, 0x50, 1); /* eight bytes of the server's id, none of the client's */
    wire_text(out, "12345678");
    put_rest(out, NAME);
}

static int set_up(void **state)
{
    (void)state;
    w.len = 0;
    heard_init(&h);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    heard_done(&h);
    return 0;
}

static const struct {
    const char *title, *start;
    size_t len;
    enum am_probe probe;
} starts[] = {
    {"Q043",
     "\x0d"
     "12345678Q043\x01",
     14, AM_PROBE_YES},
    {"Q009",
     "\x0d"
     "12345678Q009\x01",
     14, AM_PROBE_YES},
    {"Q008",
     "\x0d"
     "12345678Q008\x01",
     14, AM_PROBE_NO},
    {"no connection id", "\x05Q039\x01", 6, AM_PROBE_YES},
    {"Q046",
     "\xc3Q046\x50"
     "12345678\x01",
     15, AM_PROBE_YES},
    {"Q050, of which only the hello is the same",
     "\xc3Q050\x50"
     "12345678",
     14, AM_PROBE_NO},
    {"Q039 with a long header",
     "\xc3Q039\x50"
     "12345678",
     14, AM_PROBE_NO},
    {"no version",
     "\x0c"
     "12345678Q043\x01",
     14, AM_PROBE_NO},
    {"a reset",
     "\x0f"
     "12345678Q043\x01",
     14, AM_PROBE_NO},
    {"multipath",
     "\x4d"
     "12345678Q043\x01",
     14, AM_PROBE_NO},
    {"no digits",
     "\x0d"
     "12345678Q0z3\x01",
     14, AM_PROBE_NO},
    {"TLS",
     "\xc3T051\x50"
     "12345678",
     14, AM_PROBE_NO},
    {"ids cut short",
     "\xc3Q046\x50"
     "1234",
     10, AM_PROBE_NO},
    {"nothing", "", 0, AM_PROBE_NO},
};

static void recognises_packets_that_say_their_version(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        struct am_bytes start = {(const uint8_t *)starts[i].start, starts[i].len};
        if (am_proto_gquic.probe(start) != starts[i].probe)
            fail_msg("in the case of: %s", starts[i].title);
    }
}

static void names_the_server_in_both_kinds_of_header(void **state)
{
    static const char *const olds[] = {"Q024", "Q035", "Q039", "Q043"};

    (void)state;
    for (size_t i = 0; i < sizeof olds / sizeof *olds; i++) {
        w.len = 0;
        put_old(&w, olds[i]);
        heard_whole(&h, &am_proto_gquic, wire_view(&w), false, true);
        assert_string_equal(h.text, TOLD);
        assert_int_equal(h.state, AM_TAKEN_ENOUGH);
    }
    w.len = 0;
    put_long(&w, "Q046");
    heard_whole(&h, &am_proto_gquic, wire_view(&w), false, true);
    assert_string_equal(h.text, TOLD);
}

static void waits_for_the_hello_and_gives_way_to_another_quic(void **state)
{
    (void)state;
    wire_number(&w, 0x0c, 1);
    wire_fill(&w, 'x', 60);
    (void)heard_call(&h, &am_proto_gquic, wire_view(&w), false, true);
    assert_int_equal(h.state, AM_TAKEN_MORE);
    w.len = 0;
    put_old(&w, "Q043");
    (void)heard_call(&h, &am_proto_gquic, wire_view(&w), false, true);
    assert_string_equal(h.text, TOLD);
    w.len = 0;
    wire_text(&w, "\xc3T051");
    wire_fill(&w, 'x', 60);
    (void)heard_call(&h, &am_proto_gquic, wire_view(&w), false, true);
    assert_int_equal(h.state, AM_TAKEN_NOT);
}

static void a_hello_beyond_the_search_is_not_found(void **state)
{
    (void)state;
    wire_number(&w, 0x0d, 1);
    wire_text(&w, "12345678Q043");
    wire_fill(&w, 0, 3000);
    put_chlo(&w, NAME);
    heard_whole(&h, &am_proto_gquic, wire_view(&w), false, true);
    assert_string_equal(h.text, "");
}

static void a_cut_hello_tells_the_whole_name_or_none(void **state)
{
    size_t named = 0;

    (void)state;
    put_old(&w, "Q043");
    for (size_t len = 0; len < w.len; len++) {
        heard_whole(&h, &am_proto_gquic, (struct am_bytes){w.at, len}, true, true);
        if (h.len > 0)
            assert_string_equal(h.text, TOLD);
        assert_true(h.len > 0 || named == 0);
        named += h.len > 0;
    }
    assert_int_equal(named, 200 + 4); /* from the name's end on: what is behind it is no matter */
}

/* --- the hello --- */

static enum am_status tell(const char *bytes, size_t len)
{
    struct am_findings out = {.ctx = &h, .name = heard_name, .invalid_name = heard_invalid};
    uint8_t copy[256];

    heard_init(&h);
    assert_true(len <= sizeof copy);
    memcpy(copy, bytes, len);
    return am_chlo_tell((struct am_bytes){copy, len}, &out);
}

#define CHLO(tags) "CHLO" tags "\x00\x00\x00"
static const struct {
    const char *title, *bytes;
    size_t len;
    enum am_status status;
    const char *told;
} hellos[] = {
    {"a name alone",
     CHLO("\x01") "SNI\x00\x05\x00\x00\x00"
                  "a.org",
     21, AM_OK, "gquic.sni a.org\n"},
    {"no name",
     CHLO("\x01") "PAD\x00\x02\x00\x00\x00"
                  "--",
     18, AM_OK, ""},
    {"an empty name", CHLO("\x01") "SNI\x00\x00\x00\x00\x00", 16, AM_OK, ""},
    {"a name that is none",
     CHLO("\x01") "SNI\x00\x05\x00\x00\x00"
                  "a org",
     21, AM_OK, "invalid gquic.sni\n"},
    {"a name cut short",
     CHLO("\x01") "SNI\x00\x05\x00\x00\x00"
                  "a.or",
     20, AM_E_TRUNCATED, ""},
    {"an index cut short",
     CHLO("\x02") "SNI\x00\x05\x00\x00\x00"
                  "VER",
     19, AM_E_TRUNCATED, ""},
    {"tags out of order",
     CHLO("\x02") "SNI\x00\x05\x00\x00\x00"
                  "PAD\x00\x05\x00\x00\x00"
                  "a.org",
     29, AM_E_MALFORMED, ""},
    {"a tag twice",
     CHLO("\x02") "SNI\x00\x05\x00\x00\x00"
                  "SNI\x00\x05\x00\x00\x00"
                  "a.org",
     29, AM_E_MALFORMED, ""},
    {"values that end before they begin",
     CHLO("\x02") "PAD\x00\x05\x00\x00\x00"
                  "SNI\x00\x03\x00\x00\x00"
                  "a.org",
     29, AM_E_MALFORMED, ""},
    {"values beyond the limit",
     CHLO("\x01") "SNI\x00\x05\x00\x01\x00"
                  "a.org",
     21, AM_E_MALFORMED, ""},
    {"no tags", CHLO("\x00") "a.org", 13, AM_E_MALFORMED, ""},
    {"too many tags", CHLO("\x81") "a.org", 13, AM_E_MALFORMED, ""},
    {"another message",
     "SHLO\x01\x00\x00\x00SNI\x00\x05\x00\x00\x00"
     "a.org",
     21, AM_E_MALFORMED, ""},
    {"nothing", "", 0, AM_E_TRUNCATED, ""},
};

static void tells_the_name_of_a_hello_that_adds_up(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof hellos / sizeof *hellos; i++) {
        enum am_status status = tell(hellos[i].bytes, hellos[i].len);
        if (status != hellos[i].status || strcmp(h.text, hellos[i].told) != 0)
            fail_msg("in the case of: %s: %d, %s", hellos[i].title, (int)status, h.text);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(recognises_packets_that_say_their_version),
        TEST(names_the_server_in_both_kinds_of_header),
        TEST(waits_for_the_hello_and_gives_way_to_another_quic),
        TEST(a_hello_beyond_the_search_is_not_found),
        TEST(a_cut_hello_tells_the_whole_name_or_none),
        TEST(tells_the_name_of_a_hello_that_adds_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
