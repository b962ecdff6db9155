/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "proto/protocols.h"

static void lists_whole_rows_in_order(void **state)
{
    static const char *const order[] = {"dns",   "mdns",  "llmnr", "nbns",         "tls",
                                        "http",  "http2", "socks", "proxy-header", "quic",
                                        "gquic", "dtls",  "stun",  "wireguard",    "openvpn",
                                        "ike",   "esp",   "l2tp",  "pptp",         "dns"};
    size_t count = 0;
    (void)state;
    for (; am_protocols[count]; count++) {
        const struct am_proto *p = am_protocols[count];
        assert_true(count < sizeof order / sizeof *order);
        assert_string_equal(p->name, order[count]);
        assert_non_null(p->rfc);
        assert_non_null(p->probe);
        assert_non_null(p->dissect);
        assert_true(p->over != 0 && (p->over & ~(AM_OVER_TCP | AM_OVER_UDP)) == 0);
        assert_true(p->max_bytes > 0 && (!p->ports || p->ports[0] != 0));
    }
    assert_int_equal(count, sizeof order / sizeof *order);
}

static void names_every_source_once(void **state)
{
    (void)state;
    for (unsigned i = 0; i < AM_SOURCE_COUNT; i++)
        for (unsigned j = 0; j < i; j++)
            assert_string_not_equal(am_source_name((enum am_source)i),
                                    am_source_name((enum am_source)j));
    assert_string_equal(am_source_name(AM_SOURCE_DNS_QUERY), "dns.query");
    assert_string_equal(am_source_name(AM_SOURCE_HTTP_CONNECT), "http.connect");
}

/* What no message begins with, every probe refuses; a first byte alone is never enough. */
static void refuses_what_no_message_begins_with(void **state)
{
    static const uint8_t zeroes[64];
    (void)state;
    for (size_t i = 0; am_protocols[i]; i++) {
        if (!am_protocols[i]->ports_only)
            assert_int_equal(am_protocols[i]->probe((struct am_bytes){zeroes, 64}), AM_PROBE_NO);
        for (unsigned byte = 0; byte < 256; byte++) {
            uint8_t start = (uint8_t)byte;
            assert_int_not_equal(am_protocols[i]->probe((struct am_bytes){&start, 1}),
                                 AM_PROBE_YES);
        }
        assert_int_not_equal(am_protocols[i]->probe((struct am_bytes){0}), AM_PROBE_YES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_whole_rows_in_order),
        cmocka_unit_test(names_every_source_once),
        cmocka_unit_test(refuses_what_no_message_begins_with),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
