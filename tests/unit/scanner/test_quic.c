/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heard.h"

static const struct {
    const char *title, *start;
    size_t len;
    enum am_probe probe;
} cases[] = {
    {"version 1",
     "\xc3\x00\x00\x00\x01\x08"
     "12345678\x00",
     15, AM_PROBE_YES},
    {"version 2",
     "\xd3\x6b\x33\x43\xcf\x08"
     "12345678\x00",
     15, AM_PROBE_YES},
    {"draft 29",
     "\xc3\xff\x00\x00\x1d\x08"
     "12345678\x00",
     15, AM_PROBE_YES},
    {"draft 21",
     "\xc3\xff\x00\x00\x15\x08"
     "12345678\x00",
     15, AM_PROBE_NO},
    {"draft 35",
     "\xc3\xff\x00\x00\x23\x08"
     "12345678\x00",
     15, AM_PROBE_NO},
    {"Facebook's",
     "\xc3\xfa\xce\xb0\x02\x08"
     "12345678\x00",
     15, AM_PROBE_YES},
    {"Google's with TLS",
     "\xc3T051\x08"
     "12345678\x00",
     15, AM_PROBE_YES},
    {"Google's with a long header",
     "\xc3Q046\x50"
     "12345678",
     14, AM_PROBE_YES},
    {"Google's of old",
     "\x0d"
     "12345678Q043\x01",
     14, AM_PROBE_YES},
    {"version negotiation",
     "\xc3\x00\x00\x00\x00\x08"
     "12345678\x00",
     15, AM_PROBE_NO},
    {"no fixed bit",
     "\x83\x00\x00\x00\x01\x08"
     "12345678\x00",
     15, AM_PROBE_NO},
    {"a connection id too long",
     "\xc3\x00\x00\x00\x01\x15"
     "123456789012345678901\x00",
     28, AM_PROBE_NO},
    {"connection ids cut short",
     "\xc3\x00\x00\x00\x01\x08"
     "1234",
     10, AM_PROBE_NO},
    {"a short header",
     "\x43"
     "12345678901234",
     15, AM_PROBE_NO},
    {"DNS", "\xbe\xef\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01x\x00", 15, AM_PROBE_NO},
    {"nothing", "", 0, AM_PROBE_NO},
};

static void recognises_the_versions_that_are_spoken(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_bytes start = {(const uint8_t *)cases[i].start, cases[i].len};
        if (am_proto_quic.probe(start) != cases[i].probe)
            print_error("in the case of: %s\n", cases[i].title);
        assert_int_equal(am_proto_quic.probe(start), cases[i].probe);
    }
}

static void tells_no_names_yet(void **state)
{
    struct heard h = {.proto = NULL};
    (void)state;
    heard_whole(&h, &am_proto_quic,
                (struct am_bytes){(const uint8_t *)cases[0].start, cases[0].len}, false, true);
    assert_string_equal(h.text, "");
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recognises_the_versions_that_are_spoken),
        cmocka_unit_test(tells_no_names_yet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
