/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/protocols.h"

#define IDS_AND_TOKEN                                                                              \
    "\x08"                                                                                         \
    "12345678\x00\x00\x14"                                                                         \
    "....................."
static const struct {
    const char *title, *start;
    size_t len;
    enum am_probe probe;
} starts[] = {
    {"version 1", "\xc3\x00\x00\x00\x01" IDS_AND_TOKEN, 37, AM_PROBE_YES},
    {"version 2", "\xd3\x6b\x33\x43\xcf" IDS_AND_TOKEN, 37, AM_PROBE_YES},
    {"draft 29", "\xc3\xff\x00\x00\x1d" IDS_AND_TOKEN, 37, AM_PROBE_YES},
    {"draft 22", "\xc3\xff\x00\x00\x16" IDS_AND_TOKEN, 37, AM_PROBE_YES},
    {"draft 21, whose header is another", "\xc3\xff\x00\x00\x15" IDS_AND_TOKEN, 37, AM_PROBE_NO},
    {"draft 35, which never was", "\xc3\xff\x00\x00\x23" IDS_AND_TOKEN, 37, AM_PROBE_NO},
    {"Facebook's", "\xc3\xfa\xce\xb0\x02" IDS_AND_TOKEN, 37, AM_PROBE_YES},
    {"Google's with TLS", "\xc3T051" IDS_AND_TOKEN, 37, AM_PROBE_YES},
    {"Google's with CHLO", "\xc3Q050" IDS_AND_TOKEN, 37, AM_PROBE_YES},
    {"Google's before", "\xc3Q046" IDS_AND_TOKEN, 37, AM_PROBE_NO},
    {"a version that is kept free", "\xc3\x0a\x0a\x0a\x0a" IDS_AND_TOKEN, 37, AM_PROBE_NO},
    {"no fixed bit", "\x83\x00\x00\x00\x01" IDS_AND_TOKEN, 37, AM_PROBE_NO},
    {"too short a packet", "\xc3\x00\x00\x00\x01\x00\x00\x00\x10................", 25, AM_PROBE_NO},
    {"a connection id too long",
     "\xc3\x00\x00\x00\x01\x15"
     "123456789012345678901\x00\x00\x14.....................",
     50, AM_PROBE_NO},
    {"connection ids cut short",
     "\xc3\x00\x00\x00\x01\x08"
     "1234",
     10, AM_PROBE_NO},
    {"negotiation",
     "\x80\x00\x00\x00\x00\x01"
     "a\x01"
     "b\x0a\x0a\x0a\x0a\x00\x00\x00\x01",
     17, AM_PROBE_YES},
    {"negotiation of nothing that is known",
     "\x80\x00\x00\x00\x00\x01"
     "a\x01"
     "b\x0a\x0a\x0a\x0a\x00\x00\x00\x07",
     17, AM_PROBE_NO},
    {"a short header", "\x43" IDS_AND_TOKEN, 33, AM_PROBE_NO},
    {"DNS", "\xbe\xef\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01x\x00", 15, AM_PROBE_NO},
    {"nothing", "", 0, AM_PROBE_NO},
};

static void recognises_the_versions_that_are_spoken(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        struct am_bytes start = {(const uint8_t *)starts[i].start, starts[i].len};
        if (am_proto_quic.probe(start) != starts[i].probe)
            fail_msg("in the case of: %s", starts[i].title);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recognises_the_versions_that_are_spoken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
