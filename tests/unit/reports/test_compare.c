/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What changed between two scans, worked out by hand; that a comparison the other way around is the
 * negative; what can't be compared. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compare/compare.h"
#include "compare/write.h"
#include "facts.h"

/* Forty contacts in three hours, then fifty in four. */
static const struct fact monday[] = {
    {NORTH_MAIL, 0, 12, 300, 3000}, {NORTH_MAIL, 1, 18, 100, 1000}, {NORTH_ADS, 0, 2, 480, 10},
    {SOUTH_MAIL, 2, 1, 10, 20},     {NO_RULE, 0, 5, 5, 5},          {NAMELESS, 1, 2, 9, 9},
};
static const struct fact later[] = {
    {NORTH_MAIL, 168, 10, 300, 3000}, {SOUTH_MAIL, 168, 20, 10, 20}, {SOUTH_MAIL, 169, 10, 10, 20},
    {NORTH_ADS, 170, 5, 96, 10},      {NO_RULE, 171, 5, 5, 5},
};
#define MONDAY monday, sizeof monday / sizeof *monday
#define LATER  later, sizeof later / sizeof *later

static struct am_scan_info scan_of(int first, int last)
{
    struct am_scan_info info = closed_scan();
    info.first_packet = HOUR(first) + 60;
    info.last_packet = HOUR(last) + 60;
    return info;
}

static struct am_figures *of_monday(void)
{
    struct am_scan_info info = scan_of(0, 2);
    return figures_of(MONDAY, &info);
}

static struct am_figures *of_later(void)
{
    struct am_scan_info info = scan_of(168, 171);
    return figures_of(LATER, &info);
}

static void compare(const struct am_figures *a, const struct am_figures *b,
                    const struct am_figures *was, const struct am_figures *will,
                    struct am_comparison *out)
{
    struct am_reading r[4];
    *out = (struct am_comparison){0};
    am_pool_init(&out->pool, AM_GROUPS_BYTES);
    assert_int_equal(am_reading_take(a, &out->pool, &r[0]), AM_OK);
    assert_int_equal(am_reading_take(b, &out->pool, &r[1]), AM_OK);
    if (was) {
        assert_int_equal(am_reading_take(was, &out->pool, &r[2]), AM_OK);
        assert_int_equal(am_reading_take(will, &out->pool, &r[3]), AM_OK);
    }
    assert_int_equal(am_compare(&r[0], &r[1], was ? &r[2] : NULL, was ? &r[3] : NULL, out), AM_OK);
}

static const struct am_change *change(const struct am_comparison *c, enum am_told_kind kind,
                                      bool host, const char *id)
{
    for (size_t i = 0; i < c->change_count; i++)
        if (c->changes[i].kind == kind && c->changes[i].host == host &&
            strcmp(c->changes[i].id, id) == 0)
            return &c->changes[i];
    return NULL;
}

static void changes_come_out_as_by_hand(void **state)
{
    (void)state;
    static const struct {
        enum am_told_kind kind;
        bool host;
        const char *id;
        uint64_t before, before_of, after, after_of;
        int64_t change;
    } want[] = {
        /* 32 of 40 is 80 %, 15 of 50 is 30 % */
        {AM_TOLD_CORPORATION, false, "north", 32, 40, 15, 50, -5000},
        {AM_TOLD_CORPORATION, false, "south", 1, 40, 30, 50, 5750},
        {AM_TOLD_CORPORATION, true, "cloud", 35, 40, 45, 50, 250},
        {AM_TOLD_PRESENCE, false, "north", 2, 3, 2, 4, -1667},
        {AM_TOLD_PRESENCE, false, "south", 1, 3, 2, 4, 1667},
        {AM_TOLD_PRESENCE, true, "cloud", 3, 3, 3, 4, -2500},
        {AM_TOLD_EITHER, false, "south", 1, 40, 30, 50, 5750},
        {AM_TOLD_COVERAGE, false, "named", 38, 40, 50, 50, 500},
        {AM_TOLD_COVERAGE, false, "service-owner", 33, 40, 45, 50, 750},
        {AM_TOLD_COVERAGE, false, "host-owner", 35, 40, 45, 50, 250},
        {AM_TOLD_COUNTRY, false, "US", 32, 40, 15, 50, -5000},
        {AM_TOLD_COUNTRY, false, "UY", 1, 40, 30, 50, 5750},
        {AM_TOLD_COUNTRY, false, "", 7, 40, 5, 50, -750},
        /* 480 bytes in 12 * 3 device-hours is 13.3, 96 in 12 * 4 is 2 */
        {AM_TOLD_EXTRACTION, false, "all", 480, 36, 96, 48, -11},
        {AM_TOLD_EXTRACTION, false, "advertising", 480, 36, 96, 48, -11},
    };
    struct am_figures *a = of_monday();
    struct am_figures *b = of_later();
    struct am_comparison c;
    compare(a, b, NULL, NULL, &c);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        const struct am_change *got = change(&c, want[i].kind, want[i].host, want[i].id);
        print_message("    %d %s\n", (int)want[i].kind, want[i].id);
        assert_non_null(got);
        assert_int_equal(got->before.n, want[i].before);
        assert_int_equal(got->before.d, want[i].before_of);
        assert_int_equal(got->after.n, want[i].after);
        assert_int_equal(got->after.d, want[i].after_of);
        assert_int_equal(am_change_rounded(got->kind, got->change), want[i].change);
        assert_int_equal(am_change_rounded(got->kind, got->dataset), 0);
    }
    assert_int_equal(c.small_count, 0);
    am_pool_done(&c.pool);
    am_figures_free(a);
    am_figures_free(b);
}

static void the_largest_difference_comes_first(void **state)
{
    (void)state;
    struct am_figures *a = of_monday();
    struct am_figures *b = of_later();
    struct am_comparison c;
    compare(a, b, NULL, NULL, &c);
    for (size_t i = 1; i < c.change_count; i++) {
        const struct am_change *x = &c.changes[i - 1];
        const struct am_change *y = &c.changes[i];
        if (x->kind == y->kind && x->host == y->host)
            assert_true(fabs(x->change) >= fabs(y->change));
    }
    am_pool_done(&c.pool);
    am_figures_free(a);
    am_figures_free(b);
}

static void a_scan_against_itself_changes_nothing(void **state)
{
    (void)state;
    struct am_figures *a = of_monday();
    struct am_figures *b = of_monday();
    struct am_comparison c;
    compare(a, b, NULL, NULL, &c);
    assert_true(c.change_count > 10);
    for (size_t i = 0; i < c.change_count; i++) {
        assert_true(fpclassify(c.changes[i].change) == FP_ZERO);
        assert_int_equal(c.changes[i].of, AM_CHANGE_BOTH);
    }
    assert_int_equal(c.area_count, 0);
    am_pool_done(&c.pool);
    am_figures_free(a);
    am_figures_free(b);
}

static void the_other_way_around_is_the_negative(void **state)
{
    (void)state;
    struct am_figures *a = of_monday();
    struct am_figures *b = of_later();
    struct am_comparison there;
    struct am_comparison back;
    compare(a, b, NULL, NULL, &there);
    compare(b, a, NULL, NULL, &back);
    assert_int_equal(there.change_count, back.change_count);
    for (size_t i = 0; i < there.change_count; i++) {
        const struct am_change *x = &there.changes[i];
        const struct am_change *y = change(&back, x->kind, x->host, x->id);
        assert_non_null(y);
        assert_true(fpclassify(x->change + y->change) == FP_ZERO);
        assert_int_equal(am_change_rounded(x->kind, x->change),
                         -am_change_rounded(y->kind, y->change));
        assert_int_equal(x->of == AM_CHANGE_NEW, y->of == AM_CHANGE_GONE);
    }
    assert_int_equal(there.area_count, back.area_count);
    am_pool_done(&there.pool);
    am_pool_done(&back.pool);
    am_figures_free(a);
    am_figures_free(b);
}

/* Nine contacts, or many in one hour, are no news; ten in two hours are. */
static void noise_is_no_news(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        struct fact facts[2];
        bool news;
    } cases[] = {
        {"nine in two hours", {{SOUTH_MAIL, 168, 5, 1, 1}, {SOUTH_MAIL, 169, 4, 1, 1}}, false},
        {"ten in two hours", {{SOUTH_MAIL, 168, 5, 1, 1}, {SOUTH_MAIL, 169, 5, 1, 1}}, true},
        {"ninety in one", {{SOUTH_MAIL, 168, 50, 1, 1}, {SOUTH_MAIL, 168, 40, 1, 1}}, false},
    };
    static const struct fact usual[] = {{NORTH_MAIL, 0, 20, 1, 1}, {NORTH_MAIL, 1, 20, 1, 1}};
    struct am_scan_info first = scan_of(0, 1);
    struct am_scan_info second = scan_of(168, 169);
    struct am_figures *a = figures_of(usual, 2, &first);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_figures *b = figures_of(cases[i].facts, 2, &second);
        uint64_t contacts = cases[i].facts[0].contacts + cases[i].facts[1].contacts;
        struct am_comparison c;
        print_message("    %s\n", cases[i].what);
        compare(a, b, NULL, NULL, &c);
        const struct am_change *south_either = change(&c, AM_TOLD_EITHER, false, "south");
        const struct am_change *north_either = change(&c, AM_TOLD_EITHER, false, "north");
        assert_non_null(north_either);
        assert_int_equal(north_either->of, AM_CHANGE_GONE);
        assert_int_equal(south_either != NULL, cases[i].news);
        if (south_either)
            assert_int_equal(south_either->of, AM_CHANGE_NEW);
        assert_int_equal(c.small_count, cases[i].news ? 0 : 1);
        assert_int_equal(c.small[0].after.n, cases[i].news ? 0 : contacts);
        assert_int_equal(c.small[0].before.n, 0);
        assert_int_equal(c.small[0].after.d, contacts);
        am_pool_done(&c.pool);
        am_figures_free(b);
    }
    am_figures_free(a);
}

/* The older dataset knew South's mail as no one's: of the 57.5 points that South gained by the
 * current one, and the 60 between the two reports, 2.5 are the dataset's. */
static void the_dataset_s_part_is_told_apart(void **state)
{
    (void)state;
    static const struct fact was[] = {
        {NORTH_MAIL, 0, 12, 300, 3000}, {NORTH_MAIL, 1, 18, 100, 1000}, {NORTH_ADS, 0, 2, 480, 10},
        {ORPHAN, 2, 1, 10, 20},         {NO_RULE, 0, 5, 5, 5},          {NAMELESS, 1, 2, 9, 9},
    };
    struct am_scan_info info = scan_of(0, 2);
    struct am_figures *a = of_monday();
    struct am_figures *b = of_later();
    struct am_figures *a0 = figures_of(was, sizeof was / sizeof *was, &info);
    struct am_figures *b0 = of_later();
    struct am_comparison c;
    compare(a, b, a0, b0, &c);
    const struct am_change *got = change(&c, AM_TOLD_CORPORATION, false, "south");
    assert_true(c.older);
    assert_non_null(got);
    assert_int_equal(got->was.n, 0);
    assert_int_equal(got->was.d, 40);
    assert_int_equal(got->will.n, 30);
    assert_int_equal(am_change_rounded(got->kind, got->change), 5750);
    assert_int_equal(am_change_rounded(got->kind, got->dataset), 250);
    got = change(&c, AM_TOLD_CORPORATION, false, "north");
    assert_int_equal(am_change_rounded(got->kind, got->dataset), 0);
    got = change(&c, AM_TOLD_COVERAGE, false, "service-owner");
    assert_int_equal(am_change_rounded(got->kind, got->dataset), 250);
    am_pool_done(&c.pool);
    am_figures_free(a);
    am_figures_free(b);
    am_figures_free(a0);
    am_figures_free(b0);
}

static void areas_gain_and_lose_their_single_provider(void **state)
{
    (void)state;
    static const struct fact alone[] = {{NORTH_MAIL, 0, 40, 1, 1}, {NO_RULE, 1, 5, 1, 1}};
    static const struct fact both[] = {{NORTH_MAIL, 168, 20, 1, 1}, {SOUTH_MAIL, 168, 20, 1, 1}};
    static const struct fact other[] = {{SOUTH_MAIL, 168, 40, 1, 1}};
    static const struct fact few[] = {{NORTH_MAIL, 168, 3, 1, 1}};
    static const struct {
        const struct fact *facts;
        size_t count;
        enum am_area_change_of there, back;
        const char *holder;
    } cases[] = {
        {both, 2, AM_AREA_LOST, AM_AREA_GAINED, NULL},
        {other, 1, AM_AREA_HANDS, AM_AREA_HANDS, "south"},
        {few, 1, AM_AREA_TOO_LITTLE, AM_AREA_TOO_LITTLE, NULL},
    };
    struct am_scan_info first = scan_of(0, 1);
    struct am_scan_info second = scan_of(168, 169);
    struct am_figures *a = figures_of(alone, 2, &first);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_figures *b = figures_of(cases[i].facts, cases[i].count, &second);
        struct am_comparison c;
        print_message("    case %zu\n", i);
        compare(a, b, NULL, NULL, &c);
        assert_int_equal(c.area_count, 1);
        assert_int_equal(c.areas[0].of, cases[i].there);
        assert_string_equal(c.areas[0].before.category->id, "email");
        assert_string_equal(c.areas[0].before.first->id, "north");
        if (cases[i].holder)
            assert_string_equal(c.areas[0].after.first->id, cases[i].holder);
        else
            assert_null(c.areas[0].after.first);
        am_pool_done(&c.pool);
        compare(b, a, NULL, NULL, &c);
        assert_int_equal(c.area_count, 1);
        assert_int_equal(c.areas[0].of, cases[i].back);
        am_pool_done(&c.pool);
        am_figures_free(b);
    }
    am_figures_free(a);
}

static void counted(struct am_figures *f, const char *name, uint64_t value)
{
    const struct am_scan_counter counter = {.name = name, .value = value};
    assert_int_equal(am_figures_add_counter(f, &counter), AM_OK);
}

/* Of `hours` hours from `first` on, two contacts in each. */
static struct am_figures *watched(int first, int hours, const struct am_scan_info *like,
                                  const char *verdict)
{
    struct am_scan_info info = *like;
    struct am_problem problem = {0};
    struct am_figures *f = NULL;
    info.first_packet = HOUR(first) + 60;
    info.last_packet = HOUR(first + hours - 1) + 60;
    const struct am_finish how = {.infos = &info, .info_count = 1};
    assert_int_equal(am_figures_new(&office_hours, &f), AM_OK);
    for (int h = 0; h < hours; h++) {
        struct fact fact = {NORTH_MAIL, first + h, 2, 1, 1};
        struct am_scan_row row = row_of(&fact);
        struct am_seen seen = {.row = &row};
        attribute(&fact, &seen);
        assert_int_equal(am_figures_add(f, &seen), AM_OK);
    }
    if (verdict)
        counted(f, verdict, 1);
    assert_int_equal(am_figures_finish(f, &how, &problem), AM_OK);
    return f;
}

static void what_is_not_alike_is_told(void **state)
{
    (void)state;
    struct am_scan_info usual = closed_scan();
    struct am_scan_info open = usual;
    struct am_scan_info other = usual;
    struct am_scan_info nine = usual;
    struct am_scan_info eight = usual;
    open.state = AM_SCAN_INTERRUPTED;
    (void)snprintf(other.dataset, sizeof other.dataset, "2026.12.01-other");
    nine.devices = 9;  /* three of twelve fewer: a quarter, not more */
    eight.devices = 8; /* a third */
    /* HOUR(0) is Monday at noon: six working hours are left. */
    const struct {
        const char *what;
        int first, hours;
        const struct am_scan_info *like;
        const char *verdict;
        unsigned bars, doubts;
    } cases[] = {
        {"the same week later", 168, 4, &usual, "vantage.ok", 0, 0},
        {"twice as long", 166, 6, &usual, "vantage.ok", 0, 0},
        {"half as long", 168, 2, &usual, "vantage.ok", 0, 0},
        {"a quarter as long", 168, 1, &usual, "vantage.ok", AM_BAR_LENGTH, 0},
        {"overlapping", 3, 3, &usual, "vantage.ok", AM_BAR_OVERLAP, 0},
        {"open", 168, 4, &open, "vantage.ok", AM_BAR_PROVISIONAL, 0},
        {"one machine", 168, 4, &usual, "vantage.only-itself", AM_BAR_VANTAGE, 0},
        {"doubled is no other place", 168, 4, &usual, "vantage.doubled", 0, 0},
        {"not told", 168, 4, &usual, NULL, 0, AM_DOUBT_VANTAGE},
        {"another dataset", 168, 4, &other, "vantage.ok", 0, AM_DOUBT_DATASET},
        {"three fewer", 168, 4, &nine, "vantage.ok", 0, 0},
        {"four fewer", 168, 4, &eight, "vantage.ok", 0, AM_DOUBT_DEVICES},
        {"a Tuesday", 24, 4, &usual, "vantage.ok", 0, AM_DOUBT_WEEKDAYS},
        {"the week before", -168, 4, &usual, "vantage.ok", 0, AM_DOUBT_ORDER},
    };
    struct am_figures *a = watched(0, 4, &usual, "vantage.ok");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_figures *b =
            watched(cases[i].first, cases[i].hours, cases[i].like, cases[i].verdict);
        struct am_judgement j = am_compare_judge(a, b, false);
        print_message("    %s\n", cases[i].what);
        assert_int_equal(j.bars, cases[i].bars);
        assert_int_equal(j.doubts, cases[i].doubts);
        am_figures_free(b);
    }
    struct am_judgement same = am_compare_judge(a, a, true);
    assert_int_equal(same.bars, AM_BAR_SAME_FILE | AM_BAR_OVERLAP);
    am_figures_free(a);
}

static void coverage_that_differs_by_ten_points_is_told(void **state)
{
    (void)state;
    static const struct fact all[] = {{NORTH_MAIL, 0, 100, 1, 1}};
    struct fact most[] = {{NORTH_MAIL, 168, 90, 1, 1}, {NAMELESS, 168, 10, 1, 1}};
    struct am_scan_info first = scan_of(0, 0);
    struct am_scan_info second = scan_of(168, 168);
    struct am_figures *a = figures_of(all, 1, &first);
    struct am_figures *b = figures_of(most, 2, &second);
    assert_int_equal(am_compare_judge(a, b, false).doubts & AM_DOUBT_COVERAGE, 0);
    am_figures_free(b);
    most[0].contacts = 89;
    b = figures_of(most, 2, &second);
    assert_int_equal(am_compare_judge(a, b, false).doubts & AM_DOUBT_COVERAGE, AM_DOUBT_COVERAGE);
    am_figures_free(a);
    am_figures_free(b);
}

static void every_bar_has_its_sentence(void **state)
{
    (void)state;
    assert_null(am_bar_sentence(0, 0));
    for (unsigned bit = 0; bit < AM_BARS; bit++) {
        assert_non_null(am_bar_sentence(1u << bit, 0));
        assert_null(am_bar_sentence(1u << bit, 1));
        assert_non_null(am_bar_sentence((1u << AM_BARS) - 1, bit));
    }
    assert_null(am_bar_sentence((1u << AM_BARS) - 1, AM_BARS));
}

int main(void)
{
    (void)report_of; /* of facts.h, not needed here */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_come_out_as_by_hand),
        cmocka_unit_test(the_largest_difference_comes_first),
        cmocka_unit_test(a_scan_against_itself_changes_nothing),
        cmocka_unit_test(the_other_way_around_is_the_negative),
        cmocka_unit_test(noise_is_no_news),
        cmocka_unit_test(the_dataset_s_part_is_told_apart),
        cmocka_unit_test(areas_gain_and_lose_their_single_provider),
        cmocka_unit_test(what_is_not_alike_is_told),
        cmocka_unit_test(coverage_that_differs_by_ten_points_is_told),
        cmocka_unit_test(every_bar_has_its_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
