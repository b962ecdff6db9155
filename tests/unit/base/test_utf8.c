/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

static void check_inert(const char *what, const char *raw, const char *want)
{
    struct am_text t;
    am_text_init(&t, 4096);
    print_message("    %s\n", what);
    am_utf8_add_inert(&t, raw);
    assert_string_equal(t.at, want);
    assert_int_equal(am_text_status(&t), AM_OK);
    am_text_done(&t);
}

#define R "\xef\xbf\xbd" /* U+FFFD */

static void keeps_text_and_replaces_what_could_act(void **state)
{
    (void)state;
    static const struct {
        const char *what, *raw, *want;
    } cases[] = {
        {"plain", "example.org", "example.org"},
        {"accents and wide", "Am\xc3\xa9rica \xe6\xbc\xa2 \xf0\x9f\x8c\x8a",
         "Am\xc3\xa9rica \xe6\xbc\xa2 \xf0\x9f\x8c\x8a"},
        {"narrow no-break space of French numbers",
         "1\xe2\x80\xaf"
         "234",
         "1\xe2\x80\xaf"
         "234"},
        {"escape sequence", "\x1b[31mred\x07", R "[31mred" R},
        {"new line and tab", "a\r\nb\tc", "a" R R "b" R "c"},
        {"C1 control",
         "a\xc2\x9b"
         "31m",
         "a" R "31m"},
        {"right-to-left override",
         "moc.\xe2\x80\xae"
         "elpmaxe",
         "moc." R "elpmaxe"},
        {"isolates", "\xe2\x81\xa6x\xe2\x81\xa9", R "x" R},
        {"zero width", "pay\xe2\x80\x8bpal", "pay" R "pal"},
        {"byte order mark", "\xef\xbb\xbfx", R "x"},
        {"lone continuation", "a\x80z", "a" R "z"},
        {"overlong slash", "\xc0\xaf", R R},
        {"surrogate", "\xed\xa0\x80", R R R},
        {"past the last character", "\xf4\x90\x80\x80", R R R R},
        {"cut in the middle", "\xe2\x82", R},
        {"cut before a letter", "\xe2\x82z", R "z"},
        {"noncharacter", "\xef\xbf\xbe", R},
        {"tag characters", "\xf3\xa0\x81\x81", R},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_inert(cases[i].what, cases[i].raw, cases[i].want);
}

/* Whatever goes in, what comes out is valid, inert and made inert once. */
static void every_two_bytes_come_out_valid(void **state)
{
    (void)state;
    struct am_text once;
    struct am_text twice;
    am_text_init(&once, 64);
    am_text_init(&twice, 64);
    for (unsigned a = 1; a < 256; a++) {
        for (unsigned b = 0; b < 256; b++) {
            char raw[3] = {(char)a, (char)b, 0};
            am_text_clear(&once);
            am_text_clear(&twice);
            am_utf8_add_inert(&once, raw);
            am_utf8_add_inert(&twice, once.at);
            assert_string_equal(once.at, twice.at);
        }
    }
    am_text_done(&once);
    am_text_done(&twice);
}

static void writes_back_what_it_reads(void **state)
{
    (void)state;
    struct am_text t;
    am_text_init(&t, 16);
    for (uint32_t code = 1; code <= 0x10ffff; code++) {
        if (code >= 0xd800 && code <= 0xdfff)
            continue;
        am_text_clear(&t);
        am_utf8_add(&t, code);
        struct am_reader r = am_reader_over((struct am_bytes){(uint8_t *)t.at, t.len}, false);
        assert_int_equal(am_utf8_read(&r), code);
        assert_false(am_reader_more(&r));
    }
    am_text_done(&t);
}

static void counts_terminal_columns(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t width;
    } cases[] = {
        {"", 0}, {"abc", 3}, {"\xc3\xb1", 1}, {"\xe6\xbc\xa2\xe5\xad\x97", 4}, {"e\xcc\x81", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(am_utf8_width(cases[i].text), cases[i].width);
}

static void the_first_broken_sequence_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t at;
        bool cut;
    } cases[] = {
        {"", 0, false},
        {"caf\xc3\xa9", 5, false},
        {R "x", 4, false}, /* the replacement character itself is right */
        {"a\x80", 1, false},
        {"ab\xc0\xafz", 2, false},
        {"caf\xc3", 3, true},
        {"a\xf0\x9f\x8c", 1, true},
        {"a\xed\xa0\x80", 1, false},
        {"a\xe2\x82z", 1, false},
        {"\xff", 0, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool cut = !cases[i].cut;
        struct am_bytes bytes = {(const uint8_t *)cases[i].text, strlen(cases[i].text)};
        if (am_utf8_check(bytes, &cut) != cases[i].at || cut != cases[i].cut)
            fail_msg("case %zu: %zu, %d", i, am_utf8_check(bytes, NULL), cut);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_text_and_replaces_what_could_act),
        cmocka_unit_test(every_two_bytes_come_out_valid),
        cmocka_unit_test(writes_back_what_it_reads),
        cmocka_unit_test(counts_terminal_columns),
        cmocka_unit_test(the_first_broken_sequence_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
