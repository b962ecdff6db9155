/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/address.h"

static struct am_address address(const char *text)
{
    struct am_address a;
    if (am_address_parse(text, &a) != AM_OK)
        fail_msg("'%s' is an address", text);
    return a;
}

static struct am_prefix prefix(const char *text)
{
    struct am_prefix p;
    if (am_prefix_parse(text, &p) != AM_OK)
        fail_msg("'%s' is a prefix", text);
    return p;
}

static void reads_and_writes_addresses(void **state)
{
    (void)state;
    static const struct {
        const char *text, *written;
        bool v4;
    } cases[] = {
        {"192.0.2.1", "192.0.2.1", true},
        {"0.0.0.0", "0.0.0.0", true},
        {"255.255.255.255", "255.255.255.255", true},
        {"::ffff:192.0.2.1", "192.0.2.1", true},
        {"::ffff:c000:201", "192.0.2.1", true},
        {"2001:db8::1", "2001:db8::1", false},
        {"2001:0DB8:0:0:0:0:0:1", "2001:db8::1", false},
        {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1", false}, /* RFC 5952, 4.2.2 */
        {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1", false},
        {"::", "::", false},
        {"::1", "::1", false},
        {"fe80::", "fe80::", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[AM_ADDRESS_TEXT];
        struct am_address a = address(cases[i].text);
        am_address_write(&a, text);
        assert_string_equal(text, cases[i].written);
        assert_int_equal(am_address_is_v4(&a), cases[i].v4);
        struct am_address again = address(text);
        assert_true(am_address_equal(&a, &again));
    }
}

static void refuses_what_is_no_address(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",           " ",         "192.0.2",    "192.0.2.1.5", "192.0.2.256", "192.0.2.01",
        "0x7f.0.0.1", "localhost", "192.0.2.1 ", "1::2::3",     "2001:db8",    "fe80::1%eth0",
        "[::1]",      "::1/128",   "12345::",    ":::",         "1.2.3.4:80",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_address a = {{1, 2, 3}};
        struct am_address before = a;
        if (am_address_parse(cases[i], &a) != AM_E_MALFORMED)
            fail_msg("'%s'", cases[i]);
        assert_memory_equal(&a, &before, sizeof a);
    }
}

static void reads_and_writes_prefixes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *written;
        uint8_t len;
    } cases[] = {
        {"10.0.0.0/8", "10.0.0.0/8", 104},
        {"10.1.2.3/8", "10.0.0.0/8", 104}, /* host bits are cleared */
        {"192.0.2.129/25", "192.0.2.128/25", 121},
        {"192.0.2.1", "192.0.2.1/32", 128},
        {"0.0.0.0/0", "0.0.0.0/0", 96},
        {"255.255.255.255/1", "128.0.0.0/1", 97},
        {"2001:db8:ffff::1/33", "2001:db8:8000::/33", 33},
        {"2001:db8::1", "2001:db8::1/128", 128},
        {"::/0", "::/0", 0},
        {"::ffff:10.0.0.0/104", "10.0.0.0/8", 104},
        {"fc00::/7", "fc00::/7", 7},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[AM_PREFIX_TEXT];
        struct am_prefix p = prefix(cases[i].text);
        am_prefix_write(&p, text);
        assert_string_equal(text, cases[i].written);
        assert_int_equal(p.len, cases[i].len);
    }
}

static void refuses_what_is_no_prefix(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "10.0.0.0/33", "10.0.0.0/",   "10.0.0.0/-1",
        "10.0.0.0/8x", "10.0.0.0/ 8", "/8",
        "::/129",      "::/1280",     "::/99999999999999999999",
        "10.0.0.0//8", "10.0.0.0/8/", "2001:db8:2001:db8:2001:db8:2001:db8:2001:db8/10",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_prefix p = {.len = 77};
        if (am_prefix_parse(cases[i], &p) != AM_E_MALFORMED)
            fail_msg("'%s'", cases[i]);
        assert_int_equal(p.len, 77);
    }
}

static void a_prefix_holds_its_own_addresses(void **state)
{
    (void)state;
    static const struct {
        const char *prefix, *address;
        bool holds;
    } cases[] = {
        {"10.0.0.0/8", "10.255.255.255", true},
        {"10.0.0.0/8", "11.0.0.0", false},
        {"192.0.2.128/25", "192.0.2.127", false},
        {"192.0.2.128/25", "192.0.2.128", true},
        {"192.0.2.1", "192.0.2.1", true},
        {"192.0.2.1", "192.0.2.0", false},
        {"0.0.0.0/0", "203.0.113.9", true},
        {"0.0.0.0/0", "2001:db8::1", false},
        {"::/0", "2001:db8::1", true},
        {"::/0", "203.0.113.9", true}, /* IPv4 lies inside as mapped */
        {"2001:db8::/33", "2001:db8:7fff::1", true},
        {"2001:db8::/33", "2001:db8:8000::1", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_prefix p = prefix(cases[i].prefix);
        struct am_address a = address(cases[i].address);
        if (am_prefix_holds(&p, &a) != cases[i].holds)
            fail_msg("%s in %s", cases[i].address, cases[i].prefix);
    }
}

/* Bit by bit, against the plain way of saying it. */
static void clears_exactly_the_bits_past_its_length(void **state)
{
    (void)state;
    struct am_address ones;
    memset(ones.at, 0xff, sizeof ones.at);
    for (unsigned len = 0; len <= 128; len++) {
        struct am_prefix p = am_address_prefix(&ones, (uint8_t)len);
        for (unsigned bit = 0; bit < 128; bit++)
            assert_int_equal(p.address.at[bit / 8] >> (7 - bit % 8) & 1, bit < len);
        assert_true(am_prefix_holds(&p, &ones));
        for (unsigned bit = 0; bit < 128; bit++) {
            struct am_address other = ones;
            other.at[bit / 8] = (uint8_t)(other.at[bit / 8] ^ (1u << (7 - bit % 8)));
            assert_int_equal(am_prefix_holds(&p, &other), bit >= len);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_and_writes_addresses),
        cmocka_unit_test(refuses_what_is_no_address),
        cmocka_unit_test(reads_and_writes_prefixes),
        cmocka_unit_test(refuses_what_is_no_prefix),
        cmocka_unit_test(a_prefix_holds_its_own_addresses),
        cmocka_unit_test(clears_exactly_the_bits_past_its_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
