/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "markdown.h"

static void marks_lose_their_meaning(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"plain words 12", "plain words 12"},
        {"*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`"},
        {"[x](http://y)", "\\[x\\](http\\://y)"},
        {"<b>&amp;", "\\<b\\>\\&amp;"},
        {"a|b", "a\\|b"},
        {"www.x.example", "www\\.x.example"},
        {"# 1. - +", "\\# 1. - +"},
        {"1. one", "1\\. one"},
        {"12) twelve", "12\\) twelve"},
        {"- x", "\\- x"},
        {"1.5 - 2", "1\\.5 - 2"},
        {"mail@x.example", "mail\\@x.example"},
        {"back\\slash", "back\\\\slash"},
        {"line\nbreak\ttab",
         "line\xef\xbf\xbd"
         "break\xef\xbf\xbdtab"},
        {"\xe2\x80\xaeturned", "\xef\xbf\xbdturned"},
        {"\xff\xc3", "\xef\xbf\xbd\xef\xbf\xbd"},
        {"ñandú “x”", "ñandú “x”"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_text out;
        am_text_init(&out, 4096);
        am_markdown_text(&out, cases[i].text);
        assert_string_equal(out.at, cases[i].want);
        am_text_done(&out);
    }
}

static void code_is_fenced_by_more_than_it_holds(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"a.example", "` a.example `"}, {"a`b", "`` a`b ``"}, {"``", "``` `` ```"},
        {"a|b", "` a\\|b `"},           {"<b>*", "` <b>* `"}, {"x\ny", "` x\xef\xbf\xbdy `"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_text out;
        am_text_init(&out, 4096);
        am_markdown_code(&out, cases[i].text);
        assert_string_equal(out.at, cases[i].want);
        am_text_done(&out);
    }
}

/* Whatever the bytes: no mark stands alone, and no line ends before its time. */
static void no_bytes_break_out(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int round = 0; round < 2000; round++) {
        char text[64];
        struct am_text out;
        size_t len = 1 + (size_t)round % 60;
        for (size_t i = 0; i < len; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            text[i] = (char)(1 + (seed >> 33) % 255);
        }
        text[len] = '\0';
        am_text_init(&out, 4096);
        am_markdown_text(&out, text);
        for (const char *c = out.at; *c; c++) {
            assert_true((unsigned char)*c >= 0x20 && *c != 0x7f);
            if (*c == '\\')
                c++; /* what it escapes */
            else
                assert_null(strchr("`*_[]<>#|~&", *c));
        }
        am_text_done(&out);
    }
}

static void tables_and_headings_are_lines(void **state)
{
    (void)state;
    static const char *const cells[] = {"a|b", "1"};
    struct am_text out;
    am_text_init(&out, 4096);
    am_markdown_heading(&out, 2, "A #title");
    am_markdown_paragraph(&out, "Words.");
    am_markdown_row(&out, cells, 2);
    am_markdown_rule(&out, 2);
    assert_string_equal(out.at, "## A \\#title\n\nWords.\n| a\\|b | 1 |\n| --- | ---: |\n");
    am_text_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_lose_their_meaning),
        cmocka_unit_test(code_is_fenced_by_more_than_it_holds),
        cmocka_unit_test(no_bytes_break_out),
        cmocka_unit_test(tables_and_headings_are_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
