/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A corporation's contacts, line by line: they add up to the report's figures, and no name is told
 * that the report does not tell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "facts.h"
#include "indicators/paths.h"

static struct am_figures *traced(const struct fact *facts, size_t count,
                                 const struct am_scan_info *info, const struct am_corporation *c,
                                 bool blocks)
{
    struct am_ask ask = office_hours;
    ask.trace = c;
    ask.blocks = blocks;
    return figures_asked(facts, count, info, &ask);
}

static const struct fact day[] = {
    {NORTH_MAIL, 0, 3, 300, 3000}, {NORTH_MAIL, 1, 1, 100, 1000}, {NORTH_ADS, 0, 2, 50, 10},
    {SOUTH_MAIL, 2, 1, 10, 20},    {NO_RULE, 0, 1, 5, 5},         {UNLISTED, 1, 1, 7, 7},
    {NAMELESS, 1, 1, 9, 9},        {CLEAR_DNS, 0, 2, 100, 400},   {BY_ADDRESS, 2, 4, 40, 4},
    {CONFLICT, 2, 2, 8, 80},       {DOQ_OWN, 1, 1, 2, 3},
};
#define DAY (sizeof day / sizeof *day)

static void lines_come_out_as_by_hand(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    struct am_figures *f = traced(day, DAY, &info, &north, false);
    static const struct {
        enum am_path_kind kind;
        const char *name, *rule, *service;
        uint64_t contacts, hours, up, down;
    } want[] = {
        {AM_PATH_NAME, "mail.north.example", "name:mail.north.example", "north-mail", 4, 2, 400,
         4000},
        {AM_PATH_NAME, "ads.north.example", "name:ads.north.example", "north-ads", 2, 1, 50, 10},
        {AM_PATH_ADDRESS, NULL, "as:64500", "north-mail", 4, 1, 40, 4},
    };
    assert_int_equal(f->paths.count, 3);
    for (size_t i = 0; i < 3; i++) {
        const struct am_path_line *line = &f->paths.at[i];
        assert_int_equal(line->kind, want[i].kind);
        if (want[i].name)
            assert_string_equal(line->name, want[i].name);
        else
            assert_null(line->name);
        assert_string_equal(line->rule->id, want[i].rule);
        assert_string_equal(line->service->id, want[i].service);
        assert_ptr_equal(line->operator_, &north_op);
        assert_int_equal(line->measure.sum.contacts, want[i].contacts);
        assert_int_equal(line->measure.hours, want[i].hours);
        assert_int_equal(line->measure.sum.up, want[i].up);
        assert_int_equal(line->measure.sum.down, want[i].down);
    }
    assert_int_equal(am_paths_sum(f, false).contacts, 10);
    assert_int_equal(am_paths_sum(f, true).contacts, 0);
    am_figures_free(f);
}

static void every_corporation_adds_up_in_both_ledgers(void **state)
{
    (void)state;
    static const struct am_corporation *const all[] = {&north, &south, &cloud, &stray};
    struct am_scan_info info = closed_scan();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct am_figures *f = traced(day, DAY, &info, all[i], true);
        const struct am_owner_line *line = am_paths_owner(f);
        assert_non_null(line);
        assert_true(am_paths_add_up(f));
        assert_int_equal(am_paths_sum(f, false).contacts, line->service.sum.contacts);
        assert_int_equal(am_paths_sum(f, false).up, line->service.sum.up);
        assert_int_equal(am_paths_sum(f, true).contacts, line->host.sum.contacts);
        assert_int_equal(am_paths_sum(f, true).down, line->host.sum.down);
        am_figures_free(f);
    }
}

static void a_line_that_is_missing_shows(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    struct am_figures *f = traced(day, DAY, &info, &north, false);
    f->paths.count--;
    assert_false(am_paths_add_up(f));
    am_figures_free(f);
}

static void blocks_are_told_only_where_they_are_asked_for(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    struct am_figures *f = traced(day, DAY, &info, &cloud, false);
    assert_int_equal(f->paths.count, 1);
    assert_string_equal(f->paths.at[0].network, "AS64500 CLOUD");
    assert_null(f->paths.at[0].block);
    am_figures_free(f);
    f = traced(day, DAY, &info, &cloud, true);
    assert_int_equal(f->paths.count, 1);
    assert_string_equal(f->paths.at[0].block, "::/0");
    am_figures_free(f);
}

/* Rows whose name no rule knew and whose owner the name tells all the same: what an imperfect
 * dataset could bring. `named` is followed by the scan's own rule for names. */
static struct am_figures *with_unknown_names(const struct am_scan_info *info)
{
    static const char *const names[] = {"clinic.example", "parish.example"};
    struct am_figures *f = NULL;
    struct am_problem problem = {0};
    struct am_ask ask = office_hours;
    const struct am_finish how = {.infos = info, .info_count = 1};
    ask.trace = &south;
    assert_int_equal(am_figures_new(&ask, &f), AM_OK);
    for (size_t i = 0; i < 4; i++) {
        struct am_scan_row row = {
            .hour = HOUR(i / 2), .name = names[i % 2], .app = "tls", .contacts = 1, .up = 10};
        struct am_seen seen = {.row = &row, .service = {.parent = &south}};
        assert_int_equal(am_figures_add(f, &seen), AM_OK);
    }
    assert_int_equal(am_figures_finish(f, &how, &problem), AM_OK);
    return f;
}

static void names_that_may_not_be_told_are_one_line(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    info.state = AM_SCAN_INTERRUPTED;
    struct am_figures *f = with_unknown_names(&info);
    assert_int_equal(f->names.count, 0); /* the report tells none */
    assert_int_equal(f->paths.count, 1);
    assert_int_equal(f->paths.at[0].kind, AM_PATH_UNTOLD);
    assert_null(f->paths.at[0].name);
    assert_int_equal(f->paths.at[0].measure.sum.contacts, 4);
    assert_int_equal(f->paths.at[0].measure.hours, 2); /* two names in the same two hours */
    assert_true(am_paths_add_up(f));
    am_figures_free(f);

    info.state = AM_SCAN_CLOSED; /* what closing left is told */
    f = with_unknown_names(&info);
    assert_int_equal(f->names.count, 2);
    assert_int_equal(f->paths.count, 2);
    assert_string_equal(f->paths.at[0].name, "clinic.example");
    assert_true(am_paths_add_up(f));
    am_figures_free(f);
}

static void nothing_is_kept_where_nobody_asks(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(day, DAY, &info);
    assert_int_equal(f->paths.count, 0);
    assert_null(am_paths_owner(f));
    assert_null(am_groups_find(&f->groups, AM_KIND_PATH_RULE, &rule_mail, &north_mail));
    am_figures_free(f);
}

int main(void)
{
    (void)report_of; /* of facts.h, not needed here */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_out_as_by_hand),
        cmocka_unit_test(every_corporation_adds_up_in_both_ledgers),
        cmocka_unit_test(a_line_that_is_missing_shows),
        cmocka_unit_test(blocks_are_told_only_where_they_are_asked_for),
        cmocka_unit_test(names_that_may_not_be_told_are_one_line),
        cmocka_unit_test(nothing_is_kept_where_nobody_asks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
