/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "live/script.h"

#define FIRST    INT64_C(1794798000) /* 2026-11-16 03:00 UTC, midnight in Montevideo */
#define OPENING  "{\"timezone\": \"America/Montevideo\",\n\"scenes\": [\n"
#define SCENE    "{\"at\": \"09:45\", \"until\": \"09:47\", \"text\": {\"es\": \"El diario.\"}}"
#define CLOSING  "\n]}\n"
#define TEN      "aaaaaaaaaa"
#define WITH(it) OPENING it CLOSING

static enum am_status parse(const char *text, int64_t first, struct am_script *out,
                            struct am_problem *problem)
{
    struct am_bytes bytes = {(const uint8_t *)text, strlen(text)};
    return am_script_parse(bytes, "day.json", first, out, problem);
}

static void parse_good(const char *text, int64_t first, struct am_script *out)
{
    struct am_problem problem = {0};
    if (parse(text, first, out, &problem) != AM_OK)
        fail_msg("line %lu: %s", problem.line, problem.text);
}

static void the_clock_is_that_of_the_office(void **state)
{
    (void)state;
    struct am_script s;
    parse_good(WITH(SCENE), FIRST, &s);
    assert_int_equal(s.len, 1);
    assert_int_equal(s.scenes[0].from, FIRST + 9 * 3600 + 45 * 60);
    assert_int_equal(s.scenes[0].until, FIRST + 9 * 3600 + 47 * 60);
    assert_string_equal(am_zone_name(s.zone), "America/Montevideo");
    assert_int_equal(s.seconds, AM_SCRIPT_SECONDS);
    assert_string_equal(s.capture, "");
    am_script_done(&s);
}

/* A capture may begin in the middle of a scene, or go on past midnight. */
static void what_is_over_before_the_capture_begins_is_of_the_next_day(void **state)
{
    (void)state;
    static const struct {
        int64_t first, from;
    } cases[] = {
        {FIRST + 9 * 3600 + 46 * 60, FIRST + 9 * 3600 + 45 * 60},
        {FIRST + 9 * 3600 + 47 * 60, FIRST + 33 * 3600 + 45 * 60},
        {FIRST + 86399, FIRST + 33 * 3600 + 45 * 60},
        {FIRST + 86400, FIRST + 33 * 3600 + 45 * 60},
        {FIRST - 1, FIRST + 9 * 3600 + 45 * 60},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_script s;
        parse_good(WITH(SCENE), cases[i].first, &s);
        assert_int_equal(s.scenes[0].from, cases[i].from);
        am_script_done(&s);
    }
}

static void a_language_that_is_missing_has_english_or_the_first(void **state)
{
    (void)state;
    struct am_script s;
    parse_good(WITH("{\"at\": \"09:45\", \"until\": \"09:47\", \"text\": {\"pt\": \"O jornal.\"}, "
                    "\"after\": {\"es\": \"Uno.\", \"en\": \"One.\"}},"
                    "{\"at\": \"09:47\", \"until\": \"09:48\", \"text\": {\"de\": \"Die Bank.\"}}"),
               FIRST, &s);
    assert_string_equal(s.scenes[0].text[AM_LANG_ES], "O jornal.");
    assert_string_equal(s.scenes[0].after[AM_LANG_ES], "Uno.");
    assert_string_equal(s.scenes[0].after[AM_LANG_FR], "One.");
    assert_string_equal(s.scenes[1].text[AM_LANG_EN], "Die Bank.");
    for (size_t l = 0; l < AM_LANG_COUNT; l++)
        assert_null(s.scenes[1].after[l]);
    am_script_done(&s);
}

static void what_is_told_beside_the_scenes_is_kept(void **state)
{
    (void)state;
    struct am_script s;
    parse_good("{\"capture\": \"mine.pcap\", \"seconds\": 600, \"scenes\": [" SCENE "]}", FIRST,
               &s);
    assert_string_equal(s.capture, "mine.pcap");
    assert_int_equal(s.seconds, 600);
    assert_non_null(s.zone);
    am_script_done(&s);
}

#define AT(at, until)                                                                              \
    "{\"at\": \"" at "\", \"until\": \"" until "\",\n\"text\": {\"es\": \"El diario.\"}}"
#define SAYS(text) "{\"at\": \"09:45\", \"until\": \"09:47\",\n\"text\": " text "}"

static void a_problem_tells_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
        enum am_status status;
        unsigned long line;
    } cases[] = {
        {"[]", "object", AM_E_MALFORMED, 1},
        {"{\n\"scenes\": [" SCENE "],\n\"scenes\": []}", "duplicate", AM_E_MALFORMED, 3},
        {"{\"scenes\": [" SCENE "],\n\"scene\": 1}", "scene:", AM_E_MALFORMED, 2},
        {"{}", "'scenes'", AM_E_MALFORMED, 1},
        {"{\n\"scenes\": []}", "at least one", AM_E_MALFORMED, 2},
        {"{\n\"scenes\": {}}", "at least one", AM_E_MALFORMED, 2},
        {"{\"scenes\": [" SCENE "],\n\"capture\": \"../mine.pcap\"}", "beside", AM_E_MALFORMED, 2},
        {"{\"scenes\": [" SCENE "],\n\"capture\": \"..\"}", "beside", AM_E_MALFORMED, 2},
        {"{\"scenes\": [" SCENE "],\n\"capture\": 1}", "quotes", AM_E_MALFORMED, 2},
        {"{\"scenes\": [" SCENE "],\n\"seconds\": 0}", "seconds:", AM_E_MALFORMED, 2},
        {"{\"scenes\": [" SCENE "],\n\"seconds\": 601}", "seconds:", AM_E_MALFORMED, 2},
        {"{\"scenes\": [" SCENE "],\n\"seconds\": \"20\"}", "seconds:", AM_E_MALFORMED, 2},
        {"{\"scenes\": [" SCENE "],\n\"timezone\": \"Mars/Olympus\"}", "Mars", AM_E_MALFORMED, 2},
        {"{\"scenes\": [" SCENE "],\n\"timezone\": null}", "quotes", AM_E_MALFORMED, 2},
        {WITH("1"), "object", AM_E_MALFORMED, 3},
        {WITH("{\"until\": \"09:47\", \"text\": {}}"), "'at'", AM_E_MALFORMED, 3},
        {WITH(AT("9:45", "09:47")), "at:", AM_E_MALFORMED, 3},
        {WITH(AT("09:60", "10:47")), "at:", AM_E_MALFORMED, 3},
        {WITH(AT("09:45", "24:00")), "until:", AM_E_MALFORMED, 3},
        {WITH(AT("09:45", "09:45")), "later", AM_E_MALFORMED, 3},
        {WITH(AT("23:59", "00:01")), "later", AM_E_MALFORMED, 3},
        {WITH(SCENE ",\n" AT("09:46", "09:48")), "above", AM_E_MALFORMED, 4},
        {WITH(SAYS("\"El diario.\"")), "needs a 'text'", AM_E_MALFORMED, 4},
        {WITH(SAYS("{}")), "needs a 'text'", AM_E_MALFORMED, 4},
        {WITH(SAYS("{\"en\": \"a\",\n\"ca\": \"b\"}")), "ca: no language", AM_E_MALFORMED, 5},
        {WITH(SAYS("{\"es\": 1}")), "quotes", AM_E_MALFORMED, 4},
        {WITH(SAYS("{\"es\": \"  \"}")), "empty", AM_E_MALFORMED, 4},
        {WITH(SAYS("{\"es\": \"a\\nb\"}")), "one line", AM_E_MALFORMED, 4},
        {WITH(SAYS("{\"es\": \"a\\u202eb\"}")), "one line", AM_E_MALFORMED, 4},
        {WITH(SAYS("{\"es\": \"" TEN TEN TEN TEN TEN TEN TEN TEN TEN "a\"}")), "longer", AM_E_LIMIT,
         4},
        {WITH(SAYS("{\"es\": \"a\"}, \"afterwards\": {}")), "afterwards:", AM_E_MALFORMED, 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_script s = {0};
        struct am_problem problem = {0};
        enum am_status status = parse(cases[i].text, FIRST, &s, &problem);
        if (status != cases[i].status || problem.line != cases[i].line ||
            !strstr(problem.text, cases[i].says) || strcmp(problem.file, "day.json") != 0)
            fail_msg("case %zu: status %d, line %lu: %s", i, status, problem.line, problem.text);
        assert_null(s.scenes);
    }
}

static void scenes_have_a_limit(void **state)
{
    (void)state;
    for (unsigned count = AM_SCRIPT_SCENES_MAX; count <= AM_SCRIPT_SCENES_MAX + 1; count++) {
        static char text[16384];
        struct am_script s = {0};
        struct am_problem problem = {0};
        int len = snprintf(text, sizeof text, "%s", OPENING);
        for (unsigned i = 0; i < count; i++)
            len += snprintf(text + len, sizeof text - (size_t)len,
                            "%s{\"at\": \"%02u:%02u\", \"until\": \"%02u:%02u\", \"text\": "
                            "{\"es\": \"Uno.\"}}",
                            i ? ",\n" : "", i / 60, i % 60, (i + 1) / 60, (i + 1) % 60);
        (void)snprintf(text + len, sizeof text - (size_t)len, "%s", CLOSING);
        enum am_status status = parse(text, FIRST, &s, &problem);
        if (count > AM_SCRIPT_SCENES_MAX) {
            assert_int_equal(status, AM_E_LIMIT);
            assert_int_equal(problem.line, 2);
            continue;
        }
        assert_int_equal(status, AM_OK);
        assert_int_equal(s.len, count);
        am_script_done(&s);
    }
}

static void a_file_that_is_not_there_is_named(void **state)
{
    (void)state;
    struct am_script s;
    struct am_problem problem = {0};
    assert_int_not_equal(am_script_load("no/such/script.json", FIRST, &s, &problem), AM_OK);
    assert_non_null(strstr(problem.file, "no/such/script.json"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_clock_is_that_of_the_office),
        cmocka_unit_test(what_is_over_before_the_capture_begins_is_of_the_next_day),
        cmocka_unit_test(a_language_that_is_missing_has_english_or_the_first),
        cmocka_unit_test(what_is_told_beside_the_scenes_is_kept),
        cmocka_unit_test(a_problem_tells_its_line),
        cmocka_unit_test(scenes_have_a_limit),
        cmocka_unit_test(a_file_that_is_not_there_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
