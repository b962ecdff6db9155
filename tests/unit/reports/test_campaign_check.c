/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign.h"

#include "campaign/check.h"

#define TODAY 20785 /* 2026-11-28 */
#define NOW   (2026 * 12 + 10)
/* Of several, so that a case may change any of them. */
static struct am_share_corporation corporations[2];
static struct am_share_area areas[2];
static struct am_share_country countries[2];
static struct am_settings settings;
static struct am_rules *rules;

static struct am_share sound(void)
{
    corporations[0] = (struct am_share_corporation){"c00", {35, 40}, {20, 25}, {40, 45}, {95, 100}};
    corporations[1] = (struct am_share_corporation){"c01", {0, 0}, {40, 45}, {40, 45}, {5, 10}};
    areas[0] = (struct am_share_area){"email", "c00", {15, 20}, true};
    areas[1] = (struct am_share_area){"files", NULL, {5, 10}, true};
    countries[0] = (struct am_share_country){"US", {35, 40}, {20, 25}};
    countries[1] = (struct am_share_country){"UY", {0, 0}, {40, 45}};
    settings = (struct am_settings){.id = "uy-2026", .dataset = "2026.11.20"};
    return (struct am_share){
        .about = {.campaign = "uy-2026", .country = "UY"},
        .dataset = "2026.11.24-1a2b3c4d",
        .method = AM_SHARE_METHOD,
        .fold_below = 5,
        .from = NOW,
        .to = NOW,
        .days = {5, 9},
        .devices = {10, 24},
        .vantage = "",
        .at_home = true,
        .owned = {55, 60},
        .hosted = {60, 65},
        .home = {0, 0},
        .rest_service = {20, 25},
        .rest_host = {0, 5},
        .corporations = {corporations, 2},
        .areas = {areas, 2},
        .countries = {countries, 2},
    };
}

static const char *reason(const struct am_share *s)
{
    static struct am_problem problem;
    const struct am_check c = {&settings, rules, TODAY};
    problem = (struct am_problem){0};
    enum am_status status = am_check_share(&c, s, "share.json", 7, &problem);
    if (status == AM_OK)
        return "";
    assert_int_equal(status, AM_E_USAGE);
    assert_string_equal(problem.file, "share.json");
    assert_int_equal(problem.line, 7);
    return problem.text;
}

static void a_sound_share_counts(void **state)
{
    (void)state;
    struct am_share s = sound();
    assert_string_equal(reason(&s), "");
    settings.dataset = NULL;
    s.dataset = "2020.01.01";
    assert_string_equal(reason(&s), "");
    s = sound();
    s.dataset = "2026.11.20"; /* the day of the oldest that is taken */
    s.days = (struct am_range){20, 0};
    s.devices = (struct am_range){250, 0};
    s.fold_below = 300;
    assert_string_equal(reason(&s), "");
    s = sound();
    s.trial = 1;
    settings.trials = true;
    assert_string_equal(reason(&s), "");
    s = sound();
    s.vantage = "one-way";
    assert_string_equal(reason(&s), "");
    /* All of it one corporation's, and exactly so. */
    s = sound();
    corporations[0] =
        (struct am_share_corporation){"c00", {100, 100}, {100, 100}, {100, 100}, {100, 100}};
    corporations[1] = (struct am_share_corporation){"c01", {0, 0}, {0, 0}, {0, 0}, {0, 0}};
    s.owned = s.hosted = (struct am_band){100, 100};
    s.rest_service = (struct am_band){0, 0};
    assert_string_equal(reason(&s), "");
}

/* Each makes a sound share one that is not. */
static void campaign(struct am_share *s)
{
    s->about.campaign = "uy-2027";
}
static void method(struct am_share *s)
{
    s->method = AM_SHARE_METHOD - 1;
}
static void no_dataset(struct am_share *s)
{
    s->dataset = "newest";
}
static void old_dataset(struct am_share *s)
{
    s->dataset = "2026.11.19-1a2b3c4d";
}
static void early(struct am_share *s)
{
    s->from = s->to = 2019 * 12 + 11;
}
static void late(struct am_share *s)
{
    s->to = NOW + 1;
}
static void days(struct am_share *s)
{
    s->from = s->to = NOW;
    s->days = (struct am_range){30, 0}; /* of 29 days, today's and tomorrow's among them */
}
static void itself(struct am_share *s)
{
    s->vantage = "only-itself";
}
static void nothing(struct am_share *s)
{
    s->vantage = "no-traffic";
}
static void outside(struct am_share *s)
{
    s->vantage = "outside-nat";
}
static void few(struct am_share *s)
{
    s->fold_below = 25;
}
static void trial(struct am_share *s)
{
    s->trial = 8;
}
static void country(struct am_share *s)
{
    s->about.country = "ZZ";
}
static void corporation(struct am_share *s)
{
    s->corporations.at[1].id = "zorro";
}
static void newer(struct am_share *s)
{
    s->corporations.at[1].id = "zorro";
    s->dataset = "2026.11.25-1a2b3c4d";
}
static void category(struct am_share *s)
{
    s->areas.at[1].category = "dance";
}
static void law(struct am_share *s)
{
    s->countries.at[1].code = "ZZ";
}
static void both(struct am_share *s)
{
    s->corporations.at[0].either = (struct am_band){65, 70};
}
static void alone(struct am_share *s)
{
    s->corporations.at[1].either = (struct am_band){45, 50};
}
static void owner(struct am_share *s)
{
    s->owned = (struct am_band){30, 35};
}
static void host(struct am_share *s)
{
    s->hosted = (struct am_band){35, 40};
}
static void hosts(struct am_share *s)
{
    s->hosted = (struct am_band){50, 55};
}
static void rest(struct am_share *s)
{
    s->rest_service = (struct am_band){70, 75};
}
static void area(struct am_share *s)
{
    s->areas.at[1].contacts = (struct am_band){0, 0};
}
static void area_sum(struct am_share *s)
{
    s->areas.at[0].contacts = s->areas.at[1].contacts = (struct am_band){55, 60};
}
static void country_sum(struct am_share *s)
{
    s->other_host = (struct am_band){45, 50};
}
static void home(struct am_share *s)
{
    s->home = (struct am_band){60, 65};
}

static void what_can_not_count_is_told(void **state)
{
    (void)state;
    static const struct {
        void (*change)(struct am_share *);
        const char *says;
    } cases[] = {
        {campaign, "for the campaign 'uy-2027'"},
        {method, "counts by method"},
        {no_dataset, "no version"},
        {old_dataset, "none older than 2026.11.20"},
        {early, "before 2020"},
        {late, "of the future"},
        {days, "30 days or more"},
        {itself, "saw only itself"},
        {nothing, "saw no traffic"},
        {outside, "outside of the router"},
        {few, "24 devices at most"},
        {trial, "of a trial"},
        {country, "the country 'ZZ'"},
        {corporation, "the corporation 'zorro', which the dataset installed (2026.11.24)"},
        {newer, "its own is newer"},
        {category, "the area of work 'dance'"},
        {law, "the country 'ZZ'"},
        {both, "more than both of its ledgers"},
        {alone, "more than both of its ledgers"},
        {owner, "more than of all owners"},
        {host, "more than of all owners"},
        {hosts, "add up to more"},
        {rest, "add up to more"},
        {area, "no contact in it"},
        {area_sum, "areas of work add up"},
        {country_sum, "countries add up"},
        {home, "own country"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_share s = sound();
        cases[i].change(&s);
        if (!strstr(reason(&s), cases[i].says))
            fail_msg("case %zu: '%s'", i, reason(&s));
    }
}

/* Clocks: a share made where it is the next day already, at the month's end. */
static void somewhere_it_is_tomorrow_already(void **state)
{
    (void)state;
    struct am_problem problem = {0};
    struct am_share s = sound();
    struct am_check c = {&settings, rules, TODAY + 2}; /* the last of November */
    s.from = s.to = NOW + 1;
    s.days = (struct am_range){1, 2};
    assert_int_equal(am_check_share(&c, &s, "a", 0, &problem), AM_OK);
    c.today = TODAY + 1;
    assert_int_equal(am_check_share(&c, &s, "a", 0, &problem), AM_E_USAGE);
}

static int open_rules(void **state)
{
    (void)state;
    return (rules = campaign_rules()) ? 0 : -1;
}

static int close_rules(void **state)
{
    (void)state;
    am_rules_free(rules);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_share_counts),
        cmocka_unit_test(what_can_not_count_is_told),
        cmocka_unit_test(somewhere_it_is_tomorrow_already),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
