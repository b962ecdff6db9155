/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What stops without whom, how deep, how near, and when: worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

#include "facts.h"

/* Of ten contacts cloud's machines answer nine; the tenth has no owner in either ledger. */
static const struct fact day[] = {
    {NORTH_MAIL, 0, 3, 300, 3000}, {NORTH_MAIL, 1, 1, 100, 1000}, {NORTH_ADS, 0, 2, 50, 10},
    {SOUTH_MAIL, 2, 1, 10, 20},    {NO_RULE, 0, 1, 5, 5},         {UNLISTED, 1, 1, 7, 7},
    {NAMELESS, 1, 1, 9, 9},
};
#define DAY (sizeof day / sizeof *day)

static const struct am_owner_line *owner(const struct am_figures *f, const char *id)
{
    for (size_t i = 0; i < f->owners.count; i++)
        if (f->owners.at[i].corporation && strcmp(f->owners.at[i].corporation->id, id) == 0)
            return &f->owners.at[i];
    return NULL;
}

static void without_the_host_all_that_it_carries_stops(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(day, DAY, &info);
    assert_int_equal(f->cuts.count, 1); /* nothing with an owner is left after it */
    assert_string_equal(f->cuts.at[0].owner->corporation->id, "cloud");
    assert_int_equal(f->cuts.at[0].added.contacts, 9);
    assert_int_equal(f->cuts.at[0].lost.contacts, 9);
    assert_int_equal(owner(f, "cloud")->either.sum.contacts, 9);
    assert_int_equal(owner(f, "north")->either.sum.contacts, 6);
    assert_int_equal(owner(f, "north")->either.hours, 2);
    assert_ptr_equal(f->findings.widest, owner(f, "cloud"));
    /* Three services of others answered from cloud's machines; most contacts first. */
    const struct am_owner_line *c = owner(f, "cloud");
    assert_int_equal(c->carry_count, 3);
    assert_string_equal(c->carries[0].service->id, "north-mail");
    assert_int_equal(c->carries[0].sum.contacts, 4);
    assert_int_equal(owner(f, "north")->carry_count, 0);
    am_figures_free(f);
}

static void each_step_takes_the_one_that_most_of_the_rest_needs(void **state)
{
    (void)state;
    /* Stray answers for itself; south's name at stray's address needs both. */
    static const struct fact facts[] = {{DOQ_OWN, 0, 6, 1, 1},
                                        {CONFLICT, 0, 3, 1, 1},
                                        {NORTH_MAIL, 0, 5, 1, 1},
                                        {SOUTH_MAIL, 0, 1, 1, 1}};
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(facts, 4, &info);
    static const struct {
        const char *id;
        uint64_t added, lost;
    } want[] = {{"stray", 9, 9}, {"cloud", 6, 15}};
    assert_int_equal(f->cuts.count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(f->cuts.at[i].owner->corporation->id, want[i].id);
        assert_int_equal(f->cuts.at[i].added.contacts, want[i].added);
        assert_int_equal(f->cuts.at[i].lost.contacts, want[i].lost);
    }
    am_figures_free(f);
}

static void an_area_stops_where_nine_of_ten_contacts_do(void **state)
{
    (void)state;
    static const struct {
        struct fact facts[2];
        size_t counted, north, cloud;
    } cases[] = {
        {{{NORTH_MAIL, 0, 90, 1, 1}, {SOUTH_MAIL, 0, 10, 1, 1}}, 1, 1, 1},
        {{{NORTH_MAIL, 0, 89, 1, 1}, {SOUTH_MAIL, 0, 11, 1, 1}}, 1, 0, 1},
        {{{NORTH_MAIL, 0, 20, 1, 1}, {SOUTH_MAIL, 0, 9, 1, 1}}, 0, 0, 0}, /* seen too little */
        {{{NORTH_ADS, 0, 30, 1, 1}, {NORTH_MAIL, 0, 30, 1, 1}}, 2, 2, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_scan_info info = closed_scan();
        struct am_figures *f = figures_of(cases[i].facts, 2, &info);
        print_message("    case %zu\n", i);
        assert_int_equal(f->counted, cases[i].counted);
        assert_int_equal(owner(f, "north")->stop_count, cases[i].north);
        assert_int_equal(owner(f, "cloud")->stop_count, cases[i].cloud);
        assert_int_equal(f->cuts.at[0].stopped, cases[i].cloud);
        am_figures_free(f);
    }
}

static void depth_counts_who_stands_behind_a_contact(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(day, DAY, &info);
    assert_int_equal(f->depth.same.contacts, 0);
    assert_int_equal(f->depth.differ.contacts, 7);
    assert_int_equal(f->depth.service_only.contacts, 0);
    assert_int_equal(f->depth.host_only.contacts, 2);
    assert_int_equal(f->depth.none.contacts, 1);
    assert_int_equal(f->depth.services, 3);
    assert_int_equal(f->depth.corporations, 6);
    assert_int_equal(f->depth.hidden, 3);
    am_figures_free(f);
}

static void concentration_is_an_interval(void **state)
{
    (void)state;
    /* Services: six of ten are north's, one south's, three not known.
     * (36 + 1 + 3) / 100 and ((6 + 3)^2 + 1) / 100. Hosts: 82 / 100 and 100 / 100. */
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(day, DAY, &info);
    assert_int_equal(f->service_hhi.low, 4000);
    assert_int_equal(f->service_hhi.high, 8200);
    assert_int_equal(f->host_hhi.low, 8200);
    assert_int_equal(f->host_hhi.high, 10000);
    am_figures_free(f);
}

static void near_and_far_are_by_the_parent(void **state)
{
    (void)state;
    static const struct am_bloc rivers = {.id = "rivers"}; /* nobody is of it */
    static const struct am_jurisdiction elsewhere = {.code = "BO"};
    static const struct {
        const char *what;
        const struct am_jurisdiction *home;
        bool bloc;
        uint64_t at_home, in_bloc, elsewhere;
    } cases[] = {
        {"home is where north's parent is", &us, false, 6, 0, 1},
        {"south's parent is of home", &uy, false, 1, 0, 6},
        {"nobody is of home", &elsewhere, false, 0, 0, 7},
        {"south's parent is of the bloc", &elsewhere, true, 0, 1, 6},
        {"home is no part of its bloc", &uy, true, 1, 0, 6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_scan_info info = closed_scan();
        struct am_ask ask = office_hours;
        ask.home = cases[i].home;
        ask.bloc = cases[i].bloc ? &plains : &rivers;
        struct am_figures *f = figures_asked(day, DAY, &info, &ask);
        print_message("    %s\n", cases[i].what);
        assert_int_equal(f->service_near.home.contacts, cases[i].at_home);
        assert_int_equal(f->service_near.bloc.contacts, cases[i].in_bloc);
        assert_int_equal(f->service_near.elsewhere.contacts, cases[i].elsewhere);
        assert_int_equal(f->service_near.unknown.contacts, 3);
        am_figures_free(f);
    }
}

static void place_and_control_are_crossed(void **state)
{
    (void)state;
    /* All machines seem to stand in AR but that of NO_RULE, which is anycast. */
    struct am_scan_info info = closed_scan();
    struct am_ask ask = office_hours;
    ask.home = &ar;
    struct am_figures *f = figures_asked(day, DAY, &info, &ask);
    assert_int_equal(f->square[AM_SIDE_HOME][AM_SIDE_HOME].contacts, 0);
    assert_int_equal(f->square[AM_SIDE_HOME][AM_SIDE_ABROAD].contacts, 7);
    assert_int_equal(f->square[AM_SIDE_HOME][AM_SIDE_UNKNOWN].contacts, 2);
    assert_int_equal(f->square[AM_SIDE_UNKNOWN][AM_SIDE_UNKNOWN].contacts, 1);
    am_figures_free(f);
}

static void working_time_is_by_the_clock_of_the_organization(void **state)
{
    (void)state;
    /* HOUR(0) is Monday 12:00 UTC. */
    static const struct fact facts[] = {{NORTH_MAIL, 0, 5, 9, 1},  /* Monday 12 */
                                        {NORTH_ADS, 8, 2, 7, 1},   /* Monday 20 */
                                        {NORTH_MAIL, 14, 1, 1, 1}, /* Tuesday 2 */
                                        {SOUTH_MAIL, 120, 1, 1, 1} /* Saturday 12 */};
    static const struct {
        const char *what;
        unsigned from, to, days;
        uint64_t night, work_hours, north_work_hours;
    } cases[] = {
        {"office", 8, 18, 0x1f, 4, 1, 1},
        {"also on Saturdays", 8, 18, 0x3f, 3, 2, 1},
        {"all day long", 0, 24, 0x7f, 0, 4, 3},
        {"a night's work", 20, 6, 0x1f, 6, 2, 2},
        {"of Mondays alone, its second half on Tuesday", 20, 6, 0x01, 6, 2, 2},
        {"of Tuesdays alone", 20, 6, 0x02, 9, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_scan_info info = closed_scan();
        const struct am_ask ask = {
            .work_from = cases[i].from, .work_to = cases[i].to, .work_days = cases[i].days};
        struct am_figures *f = figures_asked(facts, 4, &info, &ask);
        print_message("    %s\n", cases[i].what);
        assert_int_equal(f->findings.night.contacts, cases[i].night);
        assert_int_equal(f->scope.work_hours, cases[i].work_hours);
        assert_int_equal(owner(f, "north")->service.work_hours, cases[i].north_work_hours);
        assert_int_equal(f->scope.hours, 4);
        am_figures_free(f);
    }
}

static void hours_of_the_week_tell_what_was_watched(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan(); /* Monday 12:01 to 14:01 */
    struct am_figures *f = figures_of(day, DAY, &info);
    assert_int_equal(f->week[12].sum.contacts, 6);
    assert_int_equal(f->week[13].sum.contacts, 3);
    assert_int_equal(f->week[14].sum.contacts, 1);
    assert_int_equal(f->week[12].watched, 1);
    assert_int_equal(f->week[14].watched, 1);
    assert_int_equal(f->week[15].watched, 0);
    assert_int_equal(f->scope.watched_hours, 3);
    assert_int_equal(f->scope.watched_work_hours, 3);
    assert_int_equal(f->days.count, 1);
    assert_int_equal(f->days.at[0].date, am_figures_day(HOUR(0)));
    am_figures_free(f);
}

static void only_what_was_asked_for_is_counted(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    struct am_ask ask = office_hours;
    ask.since = HOUR(1);
    ask.until = HOUR(2);
    struct am_figures *f = figures_asked(day, DAY, &info, &ask);
    assert_int_equal(f->coverage.all.contacts, 3);
    assert_int_equal(f->scope.hours, 1);
    assert_int_equal(f->scope.watched_hours, 1);
    assert_int_equal(f->scope.info.first_packet, HOUR(1));
    assert_int_equal(f->scope.info.last_packet, HOUR(2) - 1);
    assert_true(f->scope.at_least);
    am_figures_free(f);
}

static void several_scans_are_one_period(void **state)
{
    (void)state;
    struct am_scan_info infos[] = {closed_scan(), closed_scan(), closed_scan()};
    infos[1].first_packet = HOUR(24) + 1; /* the next day, 24 to 26 */
    infos[1].last_packet = HOUR(26) + 1;
    infos[1].devices = 30;
    infos[2].first_packet = HOUR(1); /* within the first */
    infos[2].last_packet = HOUR(3);
    infos[2].state = AM_SCAN_INTERRUPTED;
    const struct am_finish how = {.infos = infos, .info_count = 3};
    struct am_figures *f = NULL;
    struct am_problem problem = {0};
    assert_int_equal(am_figures_new(&office_hours, &f), AM_OK);
    assert_int_equal(am_figures_finish(f, &how, &problem), AM_OK);
    assert_int_equal(f->scope.scans, 3);
    assert_true(f->scope.at_least);
    assert_int_equal(f->scope.info.devices, 30);
    assert_int_equal(f->scope.info.state, AM_SCAN_INTERRUPTED);
    assert_int_equal(f->scope.info.first_packet, HOUR(0) + 60);
    assert_int_equal(f->scope.info.last_packet, HOUR(26) + 1);
    assert_int_equal(f->scope.watched_hours, 7); /* 12, 13, 14, 15; 12, 13, 14 of the next day */
    am_figures_free(f);
}

static void ways_out_put_the_near_and_the_easy_first(void **state)
{
    (void)state;
    static const struct am_category *const for_mail[] = {&mail};
    static const struct am_category *const for_play[] = {&play};
    static const struct am_alternative list[] = {
        {.id = "far-easy",
         .jurisdiction = &us,
         .effort = 1,
         .categories = for_mail,
         .category_count = 1},
        {.id = "home-hard",
         .jurisdiction = &uy,
         .effort = 3,
         .categories = for_mail,
         .category_count = 1},
        {.id = "home-easy",
         .jurisdiction = &uy,
         .effort = 2,
         .categories = for_mail,
         .category_count = 1},
        {.id = "own", .effort = 3, .categories = for_mail, .category_count = 1},
        {.id = "another-area", .effort = 1, .categories = for_play, .category_count = 1},
    };
    static const struct am_alternative *const all[] = {&list[0], &list[1], &list[2], &list[3],
                                                       &list[4]};
    static const char *const want[] = {"home-easy", "home-hard", "own", "far-easy"};
    static const struct fact facts[] = {{NORTH_MAIL, 0, 89, 1, 1}, {SOUTH_MAIL, 0, 11, 1, 1}};
    struct am_scan_info info = closed_scan();
    struct am_ask ask = office_hours;
    ask.home = &uy;
    const struct am_finish how = {
        .infos = &info, .info_count = 1, .alternatives = all, .alternative_count = 5};
    struct am_figures *f = NULL;
    struct am_problem problem = {0};
    assert_int_equal(am_figures_new(&ask, &f), AM_OK);
    for (size_t i = 0; i < 2; i++) {
        struct am_scan_row row = row_of(&facts[i]);
        struct am_seen seen = {.row = &row};
        attribute(&facts[i], &seen);
        assert_int_equal(am_figures_add(f, &seen), AM_OK);
    }
    assert_int_equal(am_figures_finish(f, &how, &problem), AM_OK);
    for (size_t c = 0; c < 2; c++) { /* both hold a tenth of the mail, or more */
        const struct am_owner_line *line = owner(f, c == 0 ? "north" : "south");
        assert_int_equal(line->exit_count, 1);
        assert_int_equal(line->exits[0].count, 4);
        for (size_t i = 0; i < 4; i++)
            assert_string_equal(line->exits[0].alternatives[i]->id, want[i]);
        assert_int_equal(line->exits[0].effort, 1);
        assert_int_equal(line->effort, 1);
        assert_int_equal(line->bound, AM_BOUND_DATA);
    }
    assert_int_equal(owner(f, "cloud")->exit_count, 0);
    am_figures_free(f);
}

static void the_json_tells_them(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(day, DAY, &info);
    struct am_report r = report_of(f);
    struct am_text text;
    am_text_init(&text, AM_REPORT_TEXT_MAX);
    assert_int_equal(am_format_json(&r, &text), AM_OK);
    json_t *o = json_loads(text.at, JSON_REJECT_DUPLICATES, NULL);
    const char *who = NULL;
    json_int_t lost = 0;
    json_int_t low = 0;
    assert_int_equal(json_unpack(o, "{s:[{s:s, s:{s:{s:I}}}], s:{s:{s:I}}}", "cut_off",
                                 "corporation", &who, "lost", "contacts", "numerator", &lost,
                                 "concentration", "service", "low", &low),
                     0);
    assert_string_equal(who, "cloud");
    assert_int_equal(lost, 9);
    assert_int_equal(low, 4000);
    assert_int_equal(json_array_size(json_object_get(o, "week")), AM_SLOTS);
    json_decref(o);
    am_text_done(&text);
    am_figures_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_the_host_all_that_it_carries_stops),
        cmocka_unit_test(each_step_takes_the_one_that_most_of_the_rest_needs),
        cmocka_unit_test(an_area_stops_where_nine_of_ten_contacts_do),
        cmocka_unit_test(depth_counts_who_stands_behind_a_contact),
        cmocka_unit_test(concentration_is_an_interval),
        cmocka_unit_test(near_and_far_are_by_the_parent),
        cmocka_unit_test(place_and_control_are_crossed),
        cmocka_unit_test(working_time_is_by_the_clock_of_the_organization),
        cmocka_unit_test(hours_of_the_week_tell_what_was_watched),
        cmocka_unit_test(only_what_was_asked_for_is_counted),
        cmocka_unit_test(several_scans_are_one_period),
        cmocka_unit_test(ways_out_put_the_near_and_the_easy_first),
        cmocka_unit_test(the_json_tells_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
