/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/locality.h"

static void tells_whose_an_address_is(void **state)
{
    (void)state;
    static const struct {
        const char *address;
        enum am_place_kind kind;
    } cases[] = {
        {"10.0.0.0", AM_PLACE_LOCAL},
        {"10.255.255.255", AM_PLACE_LOCAL},
        {"9.255.255.255", AM_PLACE_REMOTE},
        {"11.0.0.0", AM_PLACE_REMOTE},
        {"172.15.255.255", AM_PLACE_REMOTE},
        {"172.16.0.0", AM_PLACE_LOCAL},
        {"172.31.255.255", AM_PLACE_LOCAL},
        {"172.32.0.0", AM_PLACE_REMOTE},
        {"192.167.255.255", AM_PLACE_REMOTE},
        {"192.168.0.0", AM_PLACE_LOCAL},
        {"192.169.0.0", AM_PLACE_REMOTE},
        {"169.254.1.1", AM_PLACE_LOCAL},
        {"169.253.255.255", AM_PLACE_REMOTE},
        {"100.63.255.255", AM_PLACE_REMOTE},
        {"100.64.0.0", AM_PLACE_LOCAL},
        {"100.127.255.255", AM_PLACE_LOCAL},
        {"100.128.0.0", AM_PLACE_REMOTE},
        {"127.0.0.1", AM_PLACE_LOCAL},
        {"0.0.0.0", AM_PLACE_LOCAL},
        {"223.255.255.255", AM_PLACE_REMOTE},
        {"224.0.0.251", AM_PLACE_MULTICAST},
        {"239.255.255.255", AM_PLACE_MULTICAST},
        {"240.0.0.0", AM_PLACE_REMOTE},
        {"255.255.255.254", AM_PLACE_REMOTE},
        {"255.255.255.255", AM_PLACE_MULTICAST},
        {"8.8.8.8", AM_PLACE_REMOTE},
        {"::", AM_PLACE_LOCAL},
        {"::1", AM_PLACE_LOCAL},
        {"::2", AM_PLACE_REMOTE},
        {"fbff::1", AM_PLACE_REMOTE},
        {"fc00::1", AM_PLACE_LOCAL},
        {"fdff::1", AM_PLACE_LOCAL},
        {"fe00::1", AM_PLACE_REMOTE},
        {"fe7f::1", AM_PLACE_REMOTE},
        {"fe80::1", AM_PLACE_LOCAL},
        {"febf::1", AM_PLACE_LOCAL},
        {"fec0::1", AM_PLACE_REMOTE},
        {"ff02::fb", AM_PLACE_MULTICAST},
        {"2001:db8::1", AM_PLACE_REMOTE},
        {"a00::1", AM_PLACE_REMOTE}, /* begins with 10, and is not IPv4 */
        {"::ffff:10.1.2.3", AM_PLACE_LOCAL},
    };
    static const struct am_locality nothing_told;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_address a;
        assert_int_equal(am_address_parse(cases[i].address, &a), AM_OK);
        if (am_locality_of(&nothing_told, &a) != cases[i].kind)
            fail_msg("%s", cases[i].address);
    }
}

static void networks_it_is_told_of_are_local(void **state)
{
    (void)state;
    static const struct {
        const char *address;
        enum am_place_kind kind;
    } cases[] = {
        {"200.40.30.1", AM_PLACE_LOCAL},   {"200.40.31.1", AM_PLACE_REMOTE},
        {"2001:db8:1::9", AM_PLACE_LOCAL}, {"2001:db8:2::9", AM_PLACE_REMOTE},
        {"224.0.0.1", AM_PLACE_MULTICAST}, /* even where a network holds it */
    };
    struct am_locality l = {.networks_len = 3};
    assert_int_equal(am_prefix_parse("200.40.30.0/24", &l.networks[0]), AM_OK);
    assert_int_equal(am_prefix_parse("2001:db8:1::/48", &l.networks[1]), AM_OK);
    assert_int_equal(am_prefix_parse("224.0.0.0/8", &l.networks[2]), AM_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_address a;
        assert_int_equal(am_address_parse(cases[i].address, &a), AM_OK);
        if (am_locality_of(&l, &a) != cases[i].kind)
            fail_msg("%s", cases[i].address);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_whose_an_address_is),
        cmocka_unit_test(networks_it_is_told_of_are_local),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
