/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/text.h"

static struct am_bytes bytes_of(const char *text)
{
    return (struct am_bytes){.at = (const uint8_t *)text, .len = strlen(text)};
}

static void a_path_leads_to_its_line(void **state)
{
    (void)state;
    static const char text[] =
        "{\n"                           /* 1 */
        "  \"a\": \"x\\\"]}, \\\\\",\n" /* 2 */
        "  \"b\": [1, [2, 3],\n"        /* 3 */
        "    {\"c\": true,\n"           /* 4 */
        "     \"d\":\n"                 /* 5 */
        "       null}],\n"              /* 6 */
        "  \"e\" : {}\n"                /* 7 */
        "}\n";
    static const struct {
        struct am_json_path path;
        unsigned long line;
    } cases[] = {
        {{{{NULL, 0}}, 0}, 1},
        {{{{"a", 0}}, 1}, 2},
        {{{{"b", 0}}, 1}, 3},
        {{{{"b", 0}, {NULL, 1}, {NULL, 1}}, 3}, 3},
        {{{{"b", 0}, {NULL, 2}}, 2}, 4},
        {{{{"b", 0}, {NULL, 2}, {"c", 0}}, 3}, 4},
        {{{{"b", 0}, {NULL, 2}, {"d", 0}}, 3}, 6},
        {{{{"e", 0}}, 1}, 7},
        {{{{"e", 0}, {"f", 0}}, 2}, 7}, /* as far as it leads */
        {{{{"b", 0}, {NULL, 9}}, 2}, 3},
        {{{{"none", 0}}, 1}, 1},
        {{{{"a", 0}, {"b", 0}}, 2}, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (am_json_line(bytes_of(text), &cases[i].path) != cases[i].line)
            fail_msg("case %zu: line %lu", i, am_json_line(bytes_of(text), &cases[i].path));
}

static void a_path_into_broken_text_ends_somewhere(void **state)
{
    (void)state;
    static const char *const texts[] = {"",  "{",  "{\"a", "{\"a\\", "{\"a\":[",
                                        "}", "\"", "[[[[", "{,,,}"};
    const struct am_json_path path = {{{"a", 0}, {NULL, 3}}, 2};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(am_json_line(bytes_of(texts[i]), &path), 1);
}

/* Its elements, as "1|[2, 3]|x|"; "!" at the end where the list is none. */
static void elements_of(const char *text, struct am_text *out)
{
    struct am_json_list l = am_json_list_over(bytes_of(text));
    struct am_bytes element;
    am_text_clear(out);
    while (am_json_list_next(&l, &element)) {
        am_text_add_len(out, (const char *)element.at, element.len);
        am_text_add(out, "|");
    }
    am_text_add(out, l.status == AM_OK ? "" : "!");
}

static void a_list_gives_its_elements_one_by_one(void **state)
{
    (void)state;
    static const struct {
        const char *text, *elements;
    } cases[] = {
        {"[]", ""},
        {" [ ] ", ""},
        {"[1,[2, \"]\"],\n {\"a\": [3]}]\n", "1|[2, \"]\"]|{\"a\": [3]}|"},
        {"[1] {}", "!"},
        {"[] x", "!"},
        {"[1,]", "1|!"},
        {"[1", "!"},
        {"[1,", "!"},
        {"[,1]", "!"},
        {"[", "!"},
        {"", "!"},
        {"{}", "!"},
        {"[1}", "!"},
    };
    struct am_text elements;
    am_text_init(&elements, 64);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        elements_of(cases[i].text, &elements);
        assert_string_equal(elements.at, cases[i].elements);
    }
    am_text_done(&elements);
}

static void limits_hold_before_the_parser_runs(void **state)
{
    (void)state;
    static char deep[100001];
    memset(deep, '[', sizeof deep - 1);
    json_t *root = NULL;
    assert_int_equal(am_json_parse(bytes_of(deep), "x", &root, NULL), AM_E_LIMIT);
    static uint8_t large[AM_JSON_FILE_MAX + 1];
    struct am_problem problem = {0};
    assert_int_equal(am_json_parse((struct am_bytes){large, sizeof large}, "x", &root, &problem),
                     AM_E_LIMIT);
    assert_string_equal(problem.file, "x");
    assert_int_equal(am_json_parse(bytes_of("[]"), "x", &root, NULL), AM_E_MALFORMED);
    assert_int_equal(am_json_parse(bytes_of("{} x"), "x", &root, NULL), AM_E_MALFORMED);
    assert_null(root);
    assert_int_equal(
        am_json_parse(bytes_of("{\"\\u005b\": \"[[[[[[[[[[[[[[[\"}"), "x", &root, NULL), AM_OK);
    json_decref(root);
}

/* Wherever a file is cut, it is told as cut, and one that is whole and wrong is not. */
static void a_cut_text_is_told_from_a_wrong_one(void **state)
{
    (void)state;
    static const char whole[] =
        "{\"a\": [true, null, -1.5e3, \"\\u00e9\\n\"], \"b\": {\"c\": false}}";
    static const char *const wrong[] = {"{\"a\": tru}",   "{\"a\": 1, \"a\": 2}", "{]", "{} x",
                                        "{\"a\": [1 2]}", "{\"a\": \"\\u12\"}"};
    json_t *root = NULL;
    for (size_t len = 0; len < sizeof whole - 1; len++) {
        struct am_bytes cut = {(const uint8_t *)whole, len};
        if (am_json_parse(cut, "x", &root, NULL) != AM_E_TRUNCATED)
            fail_msg("cut to %zu bytes", len);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (am_json_parse(bytes_of(wrong[i]), "x", &root, NULL) != AM_E_MALFORMED)
            fail_msg("%s", wrong[i]);
    assert_int_equal(am_json_parse(bytes_of(whole), "x", &root, NULL), AM_OK);
    json_decref(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_leads_to_its_line),
        cmocka_unit_test(a_path_into_broken_text_ends_somewhere),
        cmocka_unit_test(a_list_gives_its_elements_one_by_one),
        cmocka_unit_test(limits_hold_before_the_parser_runs),
        cmocka_unit_test(a_cut_text_is_told_from_a_wrong_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
