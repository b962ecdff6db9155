/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules_fixture.h"

#include <time.h>

static void days_count_as_the_calendar_does(void **state)
{
    (void)state;
    int32_t day = 0;
    int32_t before = 0;
    for (time_t t = -100000; t < 60000; t++) { /* 1696 to 2134 */
        time_t seconds = t * 86400;
        struct tm tm;
        char date[16];
        assert_non_null(gmtime_r(&seconds, &tm));
        assert_true(strftime(date, sizeof date, "%Y-%m-%d", &tm) > 0);
        assert_true(am_rules_day(date, &day));
        assert_int_equal(day, t);
        assert_true(t == -100000 || day == before + 1);
        before = day;
    }
}

static void what_is_no_date_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",           "2026",       "2026-11",     "2026-11-2",     "2026-11-31",
        "2026-02-29", "2100-02-29", "2026-13-01",  "2026-00-10",    "2026-01-00",
        "0000-01-01", "2026/11/24", "2026-11-24 ", "2026-11-24T",   " 2026-11-24",
        "20 6-11-24", "2026-1--24", "-026-11-24",  "２０２６-11-24"};
    int32_t day = 42;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (am_rules_day(bad[i], &day))
            fail_msg("%s", bad[i]);
        assert_int_equal(day, 42);
    }
    assert_true(am_rules_day("2024-02-29", &day));
    assert_true(am_rules_day("2000-02-29", &day));
    assert_true(am_rules_day("9999-12-31", &day));
}

static void the_owner_is_the_one_of_that_day(void **state)
{
    (void)state;
    struct am_rules *rules = rules_open(NULL);
    static const struct {
        const char *date, *parent; /* NULL: nobody known */
    } cases[] = {
        {"2014-12-31", NULL},   {"2015-01-01", "colmena"}, {"2022-10-26", "colmena"},
        {"2022-10-27", "acme"}, {"2026-11-24", "acme"},    {"9999-12-31", "acme"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_attribution found;
        assert_true(am_rules_find_name(rules, "a.birdsong.com.uy", day_of(cases[i].date), &found));
        assert_string_equal(found.operator_->id, "birdsong");
        if (cases[i].parent)
            assert_string_equal(found.parent->id, cases[i].parent);
        else
            assert_null(found.parent);
    }
    struct am_attribution found;
    assert_true(am_rules_find_name(rules, "acmemail.com", INT32_MIN, &found));
    assert_string_equal(found.parent->id, "acme"); /* open at both ends */
    assert_true(am_rules_find_name(rules, "acmemail.com", 0, &found));
    assert_true(am_rules_find_name(rules, "orphan.example.net", 0, &found));
    assert_null(found.parent); /* no owner was ever told */
    am_rules_free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_count_as_the_calendar_does),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(the_owner_is_the_one_of_that_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
