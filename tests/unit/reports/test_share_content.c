/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What of a scan goes into a share, and what does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "facts.h"
#include "share/share.h"

static const struct am_fact_source own_word = {.id = "declared", .kind = "declared", .title = "We"};
static const struct am_corporation ourselves = {
    .id = "declared",
    .name = "Cooperativa La Colmena",
    .kind = "community",
    .parent = &uy,
    .basis = {.source = &own_word, .checked = "2026-11-27"},
};
static const struct am_corporation antel = {
    .id = "antel", .name = "Antel", .kind = "telecom", .parent = &uy, .basis = BASIS};
static const struct am_service our_mail = {
    .id = "declared-1", .name = "Our mail", .category = &mail, .role = &service_role};
static const struct am_service antel_mail = {
    .id = "antel-mail", .name = "Mail", .category = &mail, .role = &service_role};
static const struct am_service cloud_files = {
    .id = "cloud-files", .name = "Files", .category = &play, .role = &service_role};

struct line {
    const struct am_corporation *service, *host; /* NULL: not known */
    const struct am_service *what;
    uint64_t contacts;
    int hour; /* of HOUR */
};

/* Devices behind each label: 7, but for those told here. */
static const char *few;

static enum am_status reach(void *ctx, const char *label, uint64_t *devices,
                            struct am_problem *problem)
{
    (void)ctx;
    (void)problem;
    *devices = few && strstr(label, few) ? 4 : 7;
    return AM_OK;
}

static struct am_figures *figures_by(const struct line *lines, size_t count,
                                     const struct am_scan_info *info, const struct am_ask *ask)
{
    struct am_figures *f = NULL;
    const struct am_finish how = {.infos = info, .info_count = 1, .reach = reach};
    assert_int_equal(am_figures_new(ask, &f), AM_OK);
    for (size_t i = 0; i < count; i++) {
        struct am_scan_row row = {.hour = HOUR(lines[i].hour),
                                  .name = "host.example",
                                  .known = true,
                                  .app = "tls",
                                  .contacts = lines[i].contacts,
                                  .flows = lines[i].contacts,
                                  .up = 10,
                                  .down = 10};
        struct am_seen seen = {.row = &row,
                               .service = {NULL, lines[i].what, NULL, lines[i].service},
                               .host = {.parent = lines[i].host}};
        assert_int_equal(am_figures_add(f, &seen), AM_OK);
    }
    assert_int_equal(am_figures_finish(f, &how, NULL), AM_OK);
    return f;
}

static const struct am_ask of_uruguay = {
    .home = &uy, .work_from = 8, .work_to = 18, .work_days = 0x1f};
static const struct am_share_about about = {.campaign = "c", .country = "UY", .sector = "union"};

static struct am_share *share_by(const struct line *lines, size_t count,
                                 const struct am_scan_info *info, const struct am_share_about *a)
{
    struct am_public p;
    struct am_share *s = NULL;
    struct am_problem problem = {0};
    struct am_figures *f = figures_by(lines, count, info, &of_uruguay);
    assert_int_equal(am_public_of(f, &p, NULL), AM_OK);
    if (am_share_of(&p, "2026.11.27-1a2b3c4d+99887766", a, &s, &problem) != AM_OK)
        fail_msg("%s", problem.text);
    am_figures_free(f); /* a share outlives what it was made of */
    return s;
}

static const struct am_share_corporation *find(const struct am_share *s, const char *id)
{
    for (size_t i = 0; i < s->corporations.count; i++)
        if (strcmp(s->corporations.at[i].id, id) == 0)
            return &s->corporations.at[i];
    return NULL;
}

static const struct am_share_country *country(const struct am_share *s, const char *code)
{
    for (size_t i = 0; i < s->countries.count; i++)
        if (strcmp(s->countries.at[i].code, code) == 0)
            return &s->countries.at[i];
    return NULL;
}

#define assert_band(b, low, high)                                                                  \
    do {                                                                                           \
        assert_int_equal((b).from, low);                                                           \
        assert_int_equal((b).to, high);                                                            \
    } while (0)

/* 100 contacts: north 52 (37 of them at cloud's), south 30, nobody known 18. */
static const struct line office[] = {
    {&north, &cloud, &north_mail, 37, 0},
    {&north, &north, &north_mail, 15, 0},
    {&south, &south, &south_mail, 30, 1},
    {NULL, NULL, NULL, 18, 2},
};

static void tells_what_k_devices_reached_in_bands(void **state)
{
    (void)state;
    const struct am_scan_info info = closed_scan();
    few = ":south";
    struct am_share *s = share_by(office, 4, &info, &about);
    assert_int_equal(s->corporations.count, 2); /* in order of their ids */
    assert_string_equal(s->corporations.at[0].id, "cloud");
    assert_string_equal(s->corporations.at[1].id, "north");
    assert_band(s->corporations.at[1].service, 50, 55);
    assert_band(s->corporations.at[1].host, 15, 20);
    assert_band(s->corporations.at[1].either, 50, 55);
    assert_band(s->corporations.at[0].host, 35, 40);
    assert_band(s->rest_service, 45, 50); /* south and what is not known: 48 */
    assert_band(s->rest_host, 45, 50);
    assert_band(s->owned, 80, 85);
    assert_string_equal(s->dataset, "2026.11.27-1a2b3c4d"); /* no digest of what is declared */
    assert_int_equal(s->from, 2026 * 12 + 10);
    assert_int_equal(s->to, s->from);
    assert_int_equal(s->days.from, 1);
    assert_int_equal(s->devices.from, 10);
    assert_int_equal(s->devices.to, 24);
    assert_int_equal(s->fold_below, 5);
    assert_string_equal(s->vantage, "");
    am_share_free(s);
}

/* A month by the organization's clock: 2026-11-30 22:30 there is December by UTC. */
static void months_are_those_of_the_place(void **state)
{
    (void)state;
    struct am_zone *zone;
    struct am_public p;
    struct am_share *s = NULL;
    struct am_scan_info info = closed_scan();
    const struct line one[] = {{&north, &cloud, &north_mail, 100, 180}};
    info.first_packet = HOUR(0) + 7 * 86400 + 13 * 3600 + 1800;
    info.last_packet = info.first_packet + 2 * 3600;
    few = NULL;
    assert_int_equal(am_zone_open("America/Montevideo", &zone, NULL), AM_OK);
    struct am_ask ask = of_uruguay;
    ask.zone = zone;
    struct am_figures *f = figures_by(one, 1, &info, &ask);
    assert_int_equal(am_public_of(f, &p, NULL), AM_OK);
    assert_int_equal(am_share_of(&p, "1", &about, &s, NULL), AM_OK);
    assert_int_equal(s->from, 2026 * 12 + 10);
    assert_int_equal(s->to, 2026 * 12 + 11);
    am_share_free(s);
    am_figures_free(f);
    am_zone_free(zone);
}

/* The organization's own servers: in the whole and in the areas of work, and told nowhere. */
static const struct line colmena[] = {
    {&ourselves, &ourselves, &our_mail, 96, 0},
    {&north, &north, &north_mail, 2, 0},
    {&antel, &antel, &antel_mail, 2, 1},
    {&north, &cloud, &cloud_files, 100, 1},
};

static void what_was_declared_is_not_told(void **state)
{
    (void)state;
    const struct am_scan_info info = closed_scan();
    few = NULL;
    struct am_share *s = share_by(colmena, 4, &info, &about);
    json_t *o = am_share_json(s);
    char *text = json_dumps(o, JSON_SORT_KEYS);
    assert_null(strstr(text, "declared"));
    assert_null(strstr(text, "Colmena"));
    assert_null(find(s, "declared"));
    assert_band(s->rest_service, 45, 50);
    assert_band(s->rest_host, 45, 50);
    assert_int_equal(s->areas.count, 2);
    assert_string_equal(s->areas.at[0].category, "email");
    assert_null(s->areas.at[0].provider); /* 96 of 100 are their own */
    assert_string_equal(s->areas.at[1].provider, "north");
    assert_band(s->areas.at[0].contacts, 50, 55);
    assert_band(country(s, "UY")->service, 0, 5); /* antel's alone */
    assert_band(s->other_service, 45, 50);
    assert_band(s->home, 0, 5);
    assert_true(s->at_home);
    free(text);
    json_decref(o);
    am_share_free(s);
}

/* One person's tunnel is an area of work too. */
static void an_area_that_few_reached_is_not_told(void **state)
{
    (void)state;
    static const struct line lines[] = {{&north, &north, &north_mail, 60, 0},
                                        {&south, &cloud, &south_vpn, 40, 1}};
    const struct am_scan_info info = closed_scan();
    few = NULL;
    struct am_share *s = share_by(lines, 2, &info, &about);
    assert_int_equal(s->areas.count, 2);
    am_share_free(s);
    few = ":south";
    s = share_by(lines, 2, &info, &about);
    assert_int_equal(s->areas.count, 1);
    assert_string_equal(s->areas.at[0].category, "email");
    am_share_free(s);
}

/* Without a corporation of its own that is told, a country might be told of the organization's. */
static void a_country_is_not_told_by_what_was_declared(void **state)
{
    (void)state;
    const struct am_scan_info info = closed_scan();
    few = ":antel";
    struct am_share *s = share_by(colmena, 4, &info, &about);
    assert_null(find(s, "antel"));
    assert_null(country(s, "UY"));
    assert_band(s->other_service, 45, 50);
    am_share_free(s);
}

static void the_cut_off_ends_before_what_was_declared(void **state)
{
    (void)state;
    const struct am_scan_info info = closed_scan();
    few = NULL;
    struct am_share *s = share_by(colmena, 4, &info, &about);
    assert_int_equal(s->steps.count, 1); /* north 102, then ourselves 96, then antel 2 */
    assert_string_equal(s->steps.at[0].corporation, "north");
    assert_band(s->steps.at[0].lost, 50, 55);
    am_share_free(s);
}

/* Home is of the country that is told, and of no other. */
static void home_is_told_with_its_country_alone(void **state)
{
    (void)state;
    const struct am_scan_info info = closed_scan();
    static const struct am_share_about none = {.campaign = "c"};
    static const struct am_share_about elsewhere = {.campaign = "c", .country = "AR"};
    few = NULL;
    struct am_share *s = share_by(office, 4, &info, &none);
    assert_false(s->at_home);
    am_share_free(s);
    s = share_by(office, 4, &info, &elsewhere);
    assert_false(s->at_home);
    am_share_free(s);
    s = share_by(office, 4, &info, &about);
    assert_true(s->at_home);
    assert_band(s->home, 30, 35);
    am_share_free(s);
}

static void what_may_not_be_shared_is_refused(void **state)
{
    (void)state;
    static const struct {
        struct am_share_about about;
        const char *says;
    } cases[] = {
        {{.campaign = ""}, "the campaign '': it must be 1 to 40"},
        {{.campaign = "A b"}, "the campaign 'A b'"},
        {{.campaign = "c", .country = "Uruguay"}, "the country 'Uruguay': it must be two capital"},
        {{.campaign = "c", .territory = "UY-MO"}, "the territory 'UY-MO': it must stand with"},
        {{.campaign = "c", .sector = "bank"}, "the sector 'bank'"},
        {{.campaign = "c", .size = "12"}, "the size '12'"},
        {{.campaign = "c", .note = "a\tb"}, "the note"},
    };
    struct am_scan_info info = closed_scan();
    struct am_public p;
    struct am_share *s = NULL;
    few = NULL;
    struct am_figures *f = figures_by(office, 4, &info, &of_uruguay);
    assert_int_equal(am_public_of(f, &p, NULL), AM_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_problem problem = {0};
        assert_int_equal(am_share_of(&p, "1", &cases[i].about, &s, &problem), AM_E_USAGE);
        if (strncmp(problem.text, cases[i].says, strlen(cases[i].says)) != 0)
            fail_msg("%s", problem.text);
    }
    f->scope.k = 4;
    assert_int_equal(am_share_of(&p, "1", &about, &s, NULL), AM_E_USAGE);
    am_figures_free(f);
    f = figures_by(office, 0, &info, &of_uruguay);
    assert_int_equal(am_public_of(f, &p, NULL), AM_OK);
    struct am_problem problem = {0};
    assert_int_equal(am_share_of(&p, "1", &about, &s, &problem), AM_E_USAGE);
    assert_non_null(strstr(problem.text, "nothing was contacted"));
    assert_null(s);
    am_figures_free(f);
}

/* Whatever is made of a scan can be read. */
static void what_is_made_parses(void **state)
{
    (void)state;
    const struct am_scan_info info = closed_scan();
    struct am_share *s = share_by(colmena, 4, &info, &about);
    struct am_share *back = NULL;
    struct am_problem problem = {0};
    json_t *o = am_share_json(s);
    if (am_share_parse(o, (struct am_bytes){0}, "x", &back, &problem) != AM_OK)
        fail_msg("%s", problem.text);
    json_decref(o);
    am_share_free(back);
    am_share_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_what_k_devices_reached_in_bands),
        cmocka_unit_test(months_are_those_of_the_place),
        cmocka_unit_test(what_was_declared_is_not_told),
        cmocka_unit_test(an_area_that_few_reached_is_not_told),
        cmocka_unit_test(a_country_is_not_told_by_what_was_declared),
        cmocka_unit_test(the_cut_off_ends_before_what_was_declared),
        cmocka_unit_test(home_is_told_with_its_country_alone),
        cmocka_unit_test(what_may_not_be_shared_is_refused),
        cmocka_unit_test(what_is_made_parses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
