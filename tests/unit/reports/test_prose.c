/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "templates/markup.h"
#include "templates/prose.h"
#include "templates/sheet.h"

static const struct am_value_names part_names[] = {
    {"name", "", NULL}, {"note", "", NULL}, AM_VALUE_NAMES_END};
static const struct am_value_names thing_names[] = {
    {"name", "", NULL}, {"count", "", NULL}, {"parts", "", part_names}, AM_VALUE_NAMES_END};
static const struct am_value_names names[] = {
    {"title", "", NULL},        {"untold", "", NULL}, {"link", "", NULL},
    {"mail", "", NULL},         {"lost-1", "", NULL}, {"things", "", thing_names},
    {"empty", "", thing_names}, {"name", "", NULL},   AM_VALUE_NAMES_END};

struct world {
    struct am_pool pool;
    struct am_values values;
};

static void open_world(struct world *w)
{
    am_pool_init(&w->pool, (size_t)1 << 20);
    am_values_init(&w->values, &w->pool);
    am_values_text(&w->values, "title", "A *bold* <title> & [more](x)");
    am_values_text(&w->values, "untold", NULL);
    am_values_link(&w->values, "link", "https://example.org/a_b");
    am_values_link(&w->values, "mail", "ana_b@example.org");
    am_values_text(&w->values, "lost-1", "45 %");
    am_values_text(&w->values, "name", "outer");
    struct am_values *things = am_values_list(&w->values, "things", "a, b and c", 3);
    for (size_t i = 0; i < 3; i++) {
        char name[] = {(char)('a' + i), '\0'};
        am_values_text(&things[i], "name", name);
        am_values_share(&things[i], "count", i == 1 ? NULL : "5 of 9", i == 1 ? -1 : 5.0 / 9);
    }
    struct am_values *parts = am_values_list(&things[2], "parts", NULL, 2);
    am_values_text(&parts[0], "name", "x");
    am_values_text(&parts[1], "name", "y");
    am_values_text(&parts[0], "note", "noted");
    am_values_text(&parts[1], "note", NULL);
    (void)am_values_list(&w->values, "empty", NULL, 0);
}

/* What a template says; the caller frees. */
static char *say_as(const char *template_, enum am_prose_kind kind)
{
    struct world w;
    struct am_prose *p = NULL;
    struct am_problem problem = {0};
    struct am_prose_how how = {.kind = kind};
    struct am_text out;
    open_world(&w);
    am_text_init(&out, AM_PROSE_OUT);
    assert_int_equal(am_prose_parse(template_, "t.md", 1, names, &p, &problem), AM_OK);
    assert_int_equal(am_prose_say(p, &w.values, &how, &out, &problem), AM_OK);
    char *copy = strdup(out.at);
    assert_non_null(copy);
    am_text_done(&out);
    am_prose_free(p);
    am_pool_done(&w.pool);
    return copy;
}

static void check_as(const char *template_, enum am_prose_kind kind, const char *expected)
{
    char *said = say_as(template_, kind);
    assert_string_equal(said, expected);
    free(said);
}

static void check(const char *template_, const char *expected)
{
    check_as(template_, AM_PROSE_MARKDOWN, expected);
}

static void fills_and_escapes(void **state)
{
    (void)state;
    check("# {title}\n", "# A \\*bold\\* \\<title\\> \\& \\[more\\](x)\n");
    check_as("{title}", AM_PROSE_PLAIN, "A *bold* <title> & [more](x)");
    check("{{title}\n", "{title}\n");
    check("{link} {mail}", "<https://example.org/a_b> <ana_b@example.org>");
    check("no places at all", "no places at all");
    check("", "");
}

static void lists_repeat_and_names_inside_go_first(void **state)
{
    (void)state;
    check("{each things}\n- {name}\n{end}\n", "- a\n- b\n- c\n");
    check("{each things 2}\n- {name}\n{end}\n", "- a\n- b\n");
    check("{each things}{name} {end}\n", "a b c \n");
    check("{things}: {name}\n", "a, b and c: outer\n");
    check("{things-3-name} {lost-1}\n", "c 45 %\n");
    check("{each things}\n{each parts}\n- {name}: {things}\n{end}\n{end}\n",
          "- x: a, b and c\n- y: a, b and c\n");
    check("{each empty}\n- {name}\n{end}\nend\n", "end\n");
}

static void a_piece_that_names_what_is_not_told_falls_away(void **state)
{
    (void)state;
    check("One {untold} here\ngoes on.\n\nTwo stays.\n", "Two stays.\n");
    check("{each things}\n- {name}: {count}\n{end}\n", "- a: 5 of 9\n- c: 5 of 9\n");
    check("- a\n- {untold}\n- b\n", "- a\n- b\n");
    check("1. {untold}\n2. two\n", "2. two\n");
    check("| a |\n| {untold} |\n", "| a |\n");
    check("## {untold}\n\ntext\n", "text\n");
    check("kept\n\n{untold}\n\nkept too\n", "kept\n\nkept too\n");
    check("{things-4-name} is not there\n", "");
    check("{things-2-count} is not told\n", "");
    /* what an inner list does not tell is not taken from outside */
    check("{each things}{each parts}\n- {note}\n{end}{end}\n", "- noted\n");
}

static void conditions_choose(void **state)
{
    (void)state;
    check("{if untold}\nno\n{else}\nyes\n{end}\n", "yes\n");
    check("{if title}\nyes\n{else}\nno\n{end}\n", "yes\n");
    check("{unless untold}yes{end}{unless title}no{end}\n", "yes\n");
    check("{if empty}no{else}yes{end}\n", "yes\n");
    check("{if things}a{if untold}b{else}c{end}{end}\n", "ac\n");
    check("a{if untold} {untold}{end} b\n", "a b\n");
    check("{unless untold}\n{unless title}\nno\n{else}\nyes\n{end}\n{end}\n", "yes\n");
}

static void refused_at(const char *template_, unsigned long line, const char *why)
{
    struct am_prose *p = NULL;
    struct am_problem problem = {0};
    assert_int_not_equal(am_prose_parse(template_, "t.md", 1, names, &p, &problem), AM_OK);
    assert_null(p);
    assert_string_equal(problem.file, "t.md");
    if (problem.line != line || !strstr(problem.text, why))
        fail_msg("'%s' is refused at %lu as '%s'", template_, problem.line, problem.text);
}

static void mistakes_are_told_with_their_line(void **state)
{
    (void)state;
    refused_at("a\nb {titel}\n", 2, "nothing called 'titel'");
    refused_at("{name} {count}\n", 1, "nothing called 'count'");
    refused_at("{each things}\n{note}\n{end}\n", 2, "nothing called 'note'");
    refused_at("a\n\n{if title}\nb\n", 3, "no {end}");
    refused_at("{if title}a{end}\n{end}\n", 2, "an {end} too many");
    refused_at("{else}\n", 1, "without its {if}");
    refused_at("{if title}\n{else}\n{else}\n{end}\n", 3, "a second {else}");
    refused_at("{each things}{else}{end}", 1, "without its {if}");
    refused_at("{each title}{end}", 1, "is no list");
    refused_at("{each things x}{end}", 1, "a number");
    refused_at("{each things 99999}{end}", 1, "a number");
    refused_at("a { b\n", 1, "a brace");
    refused_at("a {\n}", 1, "a brace");
    refused_at("{Title}", 1, "nothing called");
    refused_at("{}", 1, "nothing called");
    refused_at("{if }a{end}", 1, "nothing called");
    refused_at(
        "{each things}{each things}{each things}{each things}{each things}{each things}"
        "{each things}{end}{end}{end}{end}{end}{end}{end}",
        1, "within one another");
    refused_at("{things-0-name}", 1, "nothing called");
    refused_at("{things-100-name}", 1, "nothing called");
}

static void nothing_goes_on_without_end(void **state)
{
    (void)state;
    struct am_pool pool;
    struct am_values values;
    struct am_prose *p = NULL;
    struct am_problem problem = {0};
    struct am_prose_how how = {.kind = AM_PROSE_PLAIN};
    struct am_text out;
    am_pool_init(&pool, (size_t)16 << 20);
    am_values_init(&values, &pool);
    struct am_values *things = am_values_list(&values, "things", NULL, AM_VALUES_ITEMS);
    for (size_t i = 0; i < AM_VALUES_ITEMS; i++)
        am_values_text(&things[i], "name", "n");
    am_text_init(&out, AM_PROSE_OUT);
    assert_int_equal(am_prose_parse("{each things}{each things}{each things}{end}{end}{end}", "t",
                                    1, names, &p, &problem),
                     AM_OK);
    assert_int_equal(am_prose_say(p, &values, &how, &out, &problem), AM_E_LIMIT);
    assert_non_null(strstr(problem.text, "too much"));
    am_prose_free(p);
    am_text_done(&out);
    am_pool_done(&pool);
}

static enum am_status clean(const char *bytes, size_t len, struct am_text *out,
                            struct am_problem *problem)
{
    *problem = (struct am_problem){0};
    return am_prose_clean((struct am_bytes){(const uint8_t *)bytes, len}, "f", out, problem);
}

static void files_of_any_editor_are_read(void **state)
{
    (void)state;
    struct am_text out;
    struct am_problem problem;
    assert_int_equal(clean("\xef\xbb\xbf# a\r\nb\r\n", 11, &out, &problem), AM_OK);
    assert_string_equal(out.at, "# a\nb\n");
    am_text_done(&out);
    assert_int_equal(clean("so\xc2\xad"
                           "ft \xef\xbf\xbd",
                           10, &out, &problem),
                     AM_OK);
    am_text_done(&out);
    assert_int_equal(clean("a\nb\xe9", 4, &out, &problem), AM_E_MALFORMED);
    assert_int_equal(problem.line, 2);
    assert_non_null(strstr(problem.text, "UTF-8"));
    am_text_done(&out);
    assert_int_equal(clean("a\n\n\xe2\x80\xae", 6, &out, &problem), AM_E_MALFORMED);
    assert_int_equal(problem.line, 3);
    assert_non_null(strstr(problem.text, "U+202E"));
    am_text_done(&out);
    assert_int_equal(clean("a\0b", 3, &out, &problem), AM_E_MALFORMED);
    am_text_done(&out);
}

/* ---- words of pictures ---- */

static void words_are_found_by_picture(void **state)
{
    (void)state;
    struct am_words *w = NULL;
    struct am_problem problem = {0};
    assert_int_equal(am_words_parse("# remark\n[all]\nfoot = for all\n\n[one]\nhead = {title}\n"
                                    "    and more\n\n[two]\nfoot = {untold}\n",
                                    "w.txt", names, &w, &problem),
                     AM_OK);
    assert_string_equal(am_words_section(w, 0), "one");
    assert_string_equal(am_words_section(w, 1), "two");
    assert_null(am_words_section(w, 2));
    assert_non_null(am_words_find(w, "one", "head"));
    assert_null(am_words_find(w, "two", "head"));
    assert_null(am_words_find(w, "three", "head"));
    assert_ptr_equal(am_words_find(w, "one", "foot"), am_words_find(w, "none", "foot"));
    assert_ptr_not_equal(am_words_find(w, "two", "foot"), am_words_find(w, "one", "foot"));
    am_words_free(w);
}

static void words_refused_at(const char *text, unsigned long line, const char *why)
{
    struct am_words *w = NULL;
    struct am_problem problem = {0};
    assert_int_equal(am_words_parse(text, "w.txt", names, &w, &problem), AM_E_MALFORMED);
    if (problem.line != line || !strstr(problem.text, why))
        fail_msg("'%s' is refused at %lu as '%s'", text, problem.line, problem.text);
}

static void mistakes_in_words_are_told_with_their_line(void **state)
{
    (void)state;
    words_refused_at("a = b\n", 1, "before the first");
    words_refused_at("[one]\na = b\n\na = c\n", 4, "twice");
    words_refused_at("[one]\n[two]\n[one]\n", 3, "twice");
    words_refused_at("[One]\n", 1, "a section");
    words_refused_at("[one\n", 1, "a section");
    words_refused_at("[one]\nnothing here\n", 2, "none of");
    words_refused_at("[one]\na = b\n   goes on\nb = {titel}\n", 4, "nothing called 'titel'");
    words_refused_at("[one]\na = {title\n", 2, "brace");
    words_refused_at("[all]\na = b\n", 3, "no [picture]");
}

/* ---- as a page ---- */

static char *page_of(const char *markdown)
{
    struct am_text out;
    am_text_init(&out, (size_t)8 << 20);
    assert_int_equal(am_markup_page(markdown, "fallback", AM_LANG_ES, &out), AM_OK);
    char *copy = strdup(out.at);
    am_text_done(&out);
    return copy;
}

static void nothing_of_a_text_becomes_markup_of_a_page(void **state)
{
    (void)state;
    char *page = page_of(
        "# T <b>\n\n<script>alert(1)</script>\n\na <img src=x onerror=y> b "
        "[l](javascript:alert(1)) [m](https://example.org) "
        "![p](https://example.org/p.png)\n\n- [ ] box: ________ x\n");
    const char *body = strstr(page, "<main>");
    assert_non_null(body);
    assert_null(strstr(body, "<script"));
    assert_null(strstr(body, "<img"));
    assert_null(strstr(body, "javascript:"));
    assert_null(strstr(body, "p.png"));
    assert_non_null(strstr(body, "href=\"https://example.org\""));
    assert_non_null(strstr(body, "&lt;script&gt;"));
    assert_non_null(strstr(body, "class=\"box\""));
    assert_non_null(strstr(body, "class=\"blank\""));
    assert_non_null(strstr(page, "<title>T "));
    free(page);
}

static void what_is_filled_in_is_no_markup(void **state)
{
    (void)state;
    static const char *const hostile[] = {"<script>x</script>",
                                          "](javascript:x)",
                                          "# head",
                                          "- item",
                                          "1. item",
                                          "```",
                                          "| a | b |",
                                          "![i](http://x)",
                                          "*b*",
                                          "&amp;",
                                          "a\nb",
                                          "http://example.org",
                                          "www.example.org"};
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct am_pool pool;
        struct am_values values;
        struct am_prose *p = NULL;
        struct am_problem problem = {0};
        struct am_prose_how how = {.kind = AM_PROSE_MARKDOWN};
        struct am_text out;
        am_pool_init(&pool, (size_t)1 << 20);
        am_values_init(&values, &pool);
        am_values_link(&values, "title", hostile[i]);
        am_text_init(&out, AM_PROSE_OUT);
        assert_int_equal(am_prose_parse("{title}\n", "t", 1, names, &p, &problem), AM_OK);
        assert_int_equal(am_prose_say(p, &values, &how, &out, &problem), AM_OK);
        char *page = page_of(out.at);
        const char *body = strstr(page, "<main>");
        static const char *const marks[] = {
            "<script", "<h1", "<ul", "<ol", "<pre", "<em", "<img", "href=\"javascript", "<br"};
        for (size_t m = 0; m < sizeof marks / sizeof *marks; m++)
            if (strstr(body, marks[m]))
                fail_msg("'%s' became %s", hostile[i], marks[m]);
        free(page);
        am_prose_free(p);
        am_text_done(&out);
        am_pool_done(&pool);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_and_escapes),
        cmocka_unit_test(lists_repeat_and_names_inside_go_first),
        cmocka_unit_test(a_piece_that_names_what_is_not_told_falls_away),
        cmocka_unit_test(conditions_choose),
        cmocka_unit_test(mistakes_are_told_with_their_line),
        cmocka_unit_test(nothing_goes_on_without_end),
        cmocka_unit_test(files_of_any_editor_are_read),
        cmocka_unit_test(words_are_found_by_picture),
        cmocka_unit_test(mistakes_in_words_are_told_with_their_line),
        cmocka_unit_test(nothing_of_a_text_becomes_markup_of_a_page),
        cmocka_unit_test(what_is_filled_in_is_no_markup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
