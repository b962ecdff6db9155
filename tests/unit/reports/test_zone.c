/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "zone.h"

static struct am_zone *zone(const char *name)
{
    struct am_zone *z = NULL;
    struct am_problem problem = {0};
    assert_int_equal(am_zone_open(name, &z, &problem), AM_OK);
    return z;
}

/* 1797854400 is 2026-12-21 12:00 UTC, a Monday; 1782043200 is 2026-06-21 12:00 UTC, a Sunday. */
static void clocks_are_those_of_the_place(void **state)
{
    (void)state;
    static const struct {
        const char *zone;
        int64_t utc;
        const char *local;
    } cases[] = {
        {"America/Montevideo", 1797854400, "2026-12-21 1 09:00 -180"},
        {"America/Santiago", 1797854400, "2026-12-21 1 09:00 -180"}, /* summer */
        {"America/Santiago", 1782043200, "2026-06-21 7 08:00 -240"},
        {"America/Havana", 1782043200, "2026-06-21 7 08:00 -240"}, /* summer */
        {"America/Havana", 1797854400, "2026-12-21 1 07:00 -300"},
        {"Europe/Berlin", 1782043200, "2026-06-21 7 14:00 120"},
        {"America/St_Johns", 1797854400, "2026-12-21 1 08:30 -210"}, /* half an hour */
        {"America/Caracas", 1451606400, "2015-12-31 4 19:30 -270"},  /* until May 2016 */
        {"America/Caracas", 1483228800, "2016-12-31 6 20:00 -240"},
        {"America/Mexico_City", 1782043200,
         "2026-06-21 7 06:00 -360"}, /* no summer time since 2022 */
        {"America/Sao_Paulo", 0, "1969-12-31 3 21:00 -180"},
        {"Pacific/Kiritimati", 1797854400, "2026-12-22 2 02:00 840"},
        {"UTC", -1, "1969-12-31 3 23:59 0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_zone *z = zone(cases[i].zone);
        struct am_local l;
        char text[64];
        am_zone_local(z, cases[i].utc, &l);
        (void)snprintf(text, sizeof text, "%04d-%02u-%02u %u %02u:%02u %d", l.year, l.month, l.day,
                       l.weekday + 1, l.hour, l.minute, l.offset_minutes);
        assert_string_equal(text, cases[i].local);
        assert_string_equal(am_zone_name(z), cases[i].zone);
        am_zone_free(z);
    }
}

static void no_zone_is_utc(void **state)
{
    (void)state;
    struct am_local l;
    am_zone_local(NULL, 86400 + 3600, &l);
    assert_int_equal(l.date, 1);
    assert_int_equal(l.hour, 1);
    assert_int_equal(l.weekday, 4); /* a Friday */
    assert_string_equal(am_zone_name(NULL), "UTC");
}

static void a_name_that_is_none_is_refused(void **state)
{
    (void)state;
    static const char *const names[] = {
        "",
        "Mars/Olympus",
        "America/Montevideo ",
        "../etc/passwd",
        "GMT+25:99",
        "\xc3\xb1",
        "a-name-that-is-much-longer-than-any-time-zone-that-there-is-anywhere"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct am_zone *z = NULL;
        struct am_problem problem = {0};
        print_message("    '%s'\n", names[i]);
        assert_int_equal(am_zone_open(names[i], &z, &problem), AM_E_USAGE);
        assert_null(z);
    }
}

static void days_and_moments_are_parsed(void **state)
{
    (void)state;
    static const struct {
        const char *zone, *text;
        bool end, ok;
        int64_t want;
    } cases[] = {
        {"America/Montevideo", "2026-12-21", false, true, 1797854400 - 9 * 3600},
        {"America/Montevideo", "2026-12-21", true, true, 1797854400 + 15 * 3600},
        {"America/Montevideo", "2026-12-21 09:00", true, true, 1797854400},
        {"America/Montevideo", "2026-12-21T09:00", false, true, 1797854400},
        {"UTC", "1970-01-01", false, true, 0},
        {"UTC", "2024-02-29", false, true, 1709164800},
        /* Santiago's clocks go forward at midnight of 2026-09-06: the day begins at one o'clock. */
        {"America/Santiago", "2026-09-06", false, true, 1788667200},
        {"UTC", "2026-02-29", false, false, 0},
        {"UTC", "2026-13-01", false, false, 0},
        {"UTC", "2026-1-1", false, false, 0},
        {"UTC", "2026-01-01 24:00", false, false, 0},
        {"UTC", "2026-01-01 08:60", false, false, 0},
        {"UTC", "2026-01-01 08:00:00", false, false, 0},
        {"UTC", "2026-01-01x", false, false, 0},
        {"UTC", "yesterday", false, false, 0},
        {"UTC", "", false, false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_zone *z = zone(cases[i].zone);
        int64_t got = 0;
        print_message("    %s %s\n", cases[i].zone, cases[i].text);
        assert_int_equal(am_zone_parse(z, cases[i].text, cases[i].end, &got), cases[i].ok);
        assert_int_equal(got, cases[i].want);
        am_zone_free(z);
    }
}

/* Parsing what was told gives the minute back, but for hours that come twice. */
static void what_is_told_parses_back(void **state)
{
    (void)state;
    static const char *const names[] = {"America/Santiago", "America/Havana", "Europe/Berlin",
                                        "America/St_Johns", "Asia/Kathmandu", "UTC"};
    uint64_t seed = 1;
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        struct am_zone *z = zone(names[n]);
        for (int i = 0; i < 2000; i++) {
            struct am_local l;
            char text[64];
            int64_t back = 0;
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            int64_t t = (int64_t)(seed >> 33) % 2000000000 / 60 * 60;
            am_zone_local(z, t, &l);
            (void)snprintf(text, sizeof text, "%04d-%02u-%02u %02u:%02u", l.year, l.month, l.day,
                           l.hour, l.minute);
            assert_true(am_zone_parse(z, text, false, &back));
            assert_true(back == t || t - back == 3600);
            assert_true(l.weekday < 7 && l.hour < 24 && l.minute < 60);
        }
        am_zone_free(z);
    }
}

/* Where clocks go forward at midnight the day begins later, and where they go back over it, once.
 */
static void a_day_begins_before_its_moments_and_ends_after_them(void **state)
{
    (void)state;
    static const char *const names[] = {"America/Santiago",  "America/Havana",   "America/Asuncion",
                                        "America/Sao_Paulo", "America/St_Johns", "UTC"};
    uint64_t seed = 2;
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        struct am_zone *z = zone(names[n]);
        for (int i = 0; i < 2000; i++) {
            struct am_local l;
            char text[32];
            int64_t begin = 0;
            int64_t end = 0;
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            int64_t t = (int64_t)(seed >> 33) % 2000000000;
            am_zone_local(z, t, &l);
            (void)snprintf(text, sizeof text, "%04d-%02u-%02u", l.year, l.month, l.day);
            assert_true(am_zone_parse(z, text, false, &begin));
            assert_true(am_zone_parse(z, text, true, &end));
            assert_true(begin <= t && t < end);
            am_zone_local(z, begin, &l);
            assert_true(l.hour <= 1);
        }
        am_zone_free(z);
    }
}

static void no_moment_is_too_far(void **state)
{
    (void)state;
    static const int64_t moments[] = {INT64_MIN,    INT64_MIN / 1000, -62135596801,
                                      253402300800, INT64_MAX / 1000, INT64_MAX};
    struct am_zone *z = zone("America/Santiago");
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        struct am_local l;
        am_zone_local(z, moments[i], &l);
        assert_true(l.year >= 0 && l.year <= 9999);
    }
    am_zone_free(z);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clocks_are_those_of_the_place),
        cmocka_unit_test(no_zone_is_utc),
        cmocka_unit_test(a_name_that_is_none_is_refused),
        cmocka_unit_test(days_and_moments_are_parsed),
        cmocka_unit_test(what_is_told_parses_back),
        cmocka_unit_test(a_day_begins_before_its_moments_and_ends_after_them),
        cmocka_unit_test(no_moment_is_too_far),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
