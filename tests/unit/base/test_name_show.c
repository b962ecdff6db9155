/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/name_show.h"

static void names_are_shown_as_people_write_them_where_that_is_safe(void **state)
{
    (void)state;
    static const struct {
        const char *name, *shown;
    } cases[] = {
        {"example.org", "example.org"},
        {"xn--mnchen-3ya.de", "m\xc3\xbcnchen.de"},
        {"www.xn--caf-dma.com.br", "www.caf\xc3\xa9.com.br"},
        {"xn--fiqs8s", "\xe4\xb8\xad\xe5\x9b\xbd"},
        {"xn--wgv71a119e.jp", "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e.jp"},
        {"xn--80aswg.xn--p1ai",
         "\xd1\x81\xd0\xb0\xd0\xb9\xd1\x82.\xd1\x80\xd1\x84"}, /* Cyrillic, with letters of its own
                                                                */
        /* look-alikes: "apple" and "paypal" in Cyrillic, "apple" with one Cyrillic letter */
        {"xn--80ak6aa92e.com", "xn--80ak6aa92e.com"},
        {"xn--pple-43d.com", "xn--pple-43d.com"},
        {"xn--pypal-4ve.com", "xn--pypal-4ve.com"},
        /* not valid, or not what it says when written back */
        {"xn--a.example", "xn--a.example"},
        {"xn--.example", "xn--.example"},
        {"xn--99999999.example", "xn--99999999.example"},
        {"xn--ls8h.la", "xn--ls8h.la"}, /* an emoji */
        {"xn--example-.org", "xn--example-.org"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char shown[AM_NAME_SHOWN_SIZE];
        bool changed = am_name_show(cases[i].name, shown);
        print_message("    %s\n", cases[i].name);
        assert_string_equal(shown, cases[i].shown);
        assert_int_equal(changed, strcmp(cases[i].name, cases[i].shown) != 0);
    }
}

static void the_longest_name_fits(void **state)
{
    (void)state;
    char name[AM_NAME_SIZE] = "";
    char shown[AM_NAME_SHOWN_SIZE];
    while (strlen(name) + 12 < sizeof name)
        (void)snprintf(name + strlen(name), sizeof name - strlen(name), "%sxn--fiqs8s",
                       name[0] ? "." : "");
    assert_true(am_name_show(name, shown));
    assert_null(strstr(shown, "xn--"));
}

static void what_people_type_is_read_in_either_form(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *name; /* NULL: none */
    } cases[] = {
        {"Example.ORG", "example.org"},
        {"m\xc3\xbcnchen.de", "xn--mnchen-3ya.de"},
        {"M\xc3\x9cNCHEN.de", "xn--mnchen-3ya.de"},
        {"\xe4\xb8\xad\xe5\x9b\xbd.xn--p1ai777", "xn--fiqs8s.xn--p1ai777"},
        {"mu\xcc\x88nchen.de", "xn--mnchen-3ya.de"}, /* composed first */
        {"\xe4\xb8\xad\xe5\x9b\xbd", "xn--fiqs8s"},
        {"xn--mnchen-3ya.de", "xn--mnchen-3ya.de"},
        {"_dmarc.example.org", "_dmarc.example.org"},
        {"", NULL},
        {"a b", NULL},
        {"m\xff\xfe", NULL},
        {"\xe2\x80\xae"
         "x.org",
         NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char name[AM_NAME_SIZE] = "untouched";
        const struct am_bytes text = {.at = (const uint8_t *)cases[i].typed,
                                      .len = strlen(cases[i].typed)};
        print_message("    %s\n", cases[i].typed);
        assert_int_equal(am_name_from_text(text, name), cases[i].name ? AM_OK : AM_E_MALFORMED);
        assert_string_equal(name, cases[i].name ? cases[i].name : "untouched");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_shown_as_people_write_them_where_that_is_safe),
        cmocka_unit_test(the_longest_name_fits),
        cmocka_unit_test(what_people_type_is_read_in_either_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
