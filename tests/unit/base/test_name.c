/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/name.h"

#define L63 "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabc"
#define L61 "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghija"

static void cleans_names(void **state)
{
    (void)state;
    static const struct {
        const char *raw, *clean;
    } cases[] = {
        {"example.org", "example.org"},
        {"EXAMPLE.Org.", "example.org"},
        {"localhost", "localhost"},
        {"_dmarc.Example.ORG", "_dmarc.example.org"},
        {"xn--mnchen-3ya.de", "xn--mnchen-3ya.de"},
        {"-odd-.example", "-odd-.example"},
        {"192.0.2.1", "192.0.2.1"},
        {"a", "a"},
        {L63, L63},
        {L63 "." L63 "." L63 "." L61, L63 "." L63 "." L63 "." L61},
        {L63 "." L63 "." L63 "." L61 ".", L63 "." L63 "." L63 "." L61},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[AM_NAME_SIZE];
        struct am_bytes raw = {(const uint8_t *)cases[i].raw, strlen(cases[i].raw)};
        if (am_name_clean(raw, out) != AM_OK)
            fail_msg("'%s'", cases[i].raw);
        assert_string_equal(out, cases[i].clean);
    }
}

static void refuses_what_is_no_name(void **state)
{
    (void)state;
    static const struct {
        const char *raw;
        size_t len;
    } cases[] = {
        {"", 0},
        {".", 1},
        {"..", 2},
        {".a", 2},
        {"a..b", 4},
        {"a..", 3},
        {"a b", 3},
        {"a\0b", 3},
        {"a\n", 2},
        {"a/b", 3},
        {"a:80", 4},
        {"*.example.org", 13},
        {"caf\xc3\xa9.fr", 8},
        {"<script>", 8},
        {"a\x7f", 2},
        {"\x80", 1},
        {"[::1]", 5},
        {L63 "x", 64},
        {L63 "." L63 "." L63 "." L61 "x", 254},
        {L63 "." L63 "." L63 "." L61 "x.", 255},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[AM_NAME_SIZE] = "untouched";
        struct am_bytes raw = {(const uint8_t *)cases[i].raw, cases[i].len};
        if (am_name_clean(raw, out) != AM_E_MALFORMED)
            fail_msg("case %zu: '%s'", i, cases[i].raw);
        assert_string_equal(out, "untouched");
    }
}

/* Every byte there is: kept, lowered, or refused. */
static void only_these_bytes_may_stand_in_a_label(void **state)
{
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        uint8_t raw[3] = {'a', (uint8_t)byte, 'b'};
        char out[AM_NAME_SIZE];
        bool lower = byte >= 'a' && byte <= 'z';
        bool upper = byte >= 'A' && byte <= 'Z';
        bool other = (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '.';
        bool ok = am_name_clean((struct am_bytes){raw, 3}, out) == AM_OK;
        assert_int_equal(ok, lower || upper || other);
        if (ok)
            assert_int_equal(out[1], upper ? byte + 32 : byte);
    }
}

static void tells_addresses_from_names(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool address;
    } cases[] = {
        {"192.0.2.1", true},
        {"10.000.000.001", true},
        {"3221225985", true},
        {"10.1", true},
        {"0x7f.1", true},
        {"127.0.0.0x1", true},
        {"host.0x", true},
        {"1.2.3.4.5", true},
        {"printer.7", true},
        {"1.2.0.192.in-addr.arpa", true},
        {"b.a.9.8.ip6.arpa", true},
        {"2001:db8::1", true},
        {"example.org", false},
        {"1.example.org", false},
        {"4.3.2.1.example", false},
        {"0xcafe.org", false},
        {"1password.com", false},
        {"10.1a", false},
        {"0x7g", false},
        {"localhost", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (am_name_is_address(cases[i].name) != cases[i].address)
            fail_msg("'%s'", cases[i].name);
}

static void climbs_to_the_parent(void **state)
{
    (void)state;
    const char *name = "a.b.example";
    assert_string_equal(am_name_parent(name), "b.example");
    assert_ptr_equal(am_name_parent(name), name + 2);
    assert_string_equal(am_name_parent("b.example"), "example");
    assert_null(am_name_parent("example"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cleans_names),
        cmocka_unit_test(refuses_what_is_no_name),
        cmocka_unit_test(only_these_bytes_may_stand_in_a_label),
        cmocka_unit_test(tells_addresses_from_names),
        cmocka_unit_test(climbs_to_the_parent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
