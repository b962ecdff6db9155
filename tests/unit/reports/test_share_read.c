/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "shares.h"

static void what_is_written_reads_the_same(void **state)
{
    (void)state;
    struct am_share s = full_share();
    struct am_share *back = NULL;
    json_t *first = am_share_json(&s);
    assert_non_null(first);
    assert_int_equal(am_share_parse(first, (struct am_bytes){0}, "x", &back, NULL), AM_OK);
    json_t *second = am_share_json(back);
    assert_true(json_equal(first, second));
    json_decref(second);
    assert_string_equal(back->about.campaign, "uy-2026");
    assert_string_equal(back->about.country, "UY");
    assert_string_equal(back->about.territory, "UY-MO");
    assert_string_equal(back->about.sector, "union");
    assert_string_equal(back->about.size, "10-49");
    assert_string_equal(back->about.note, NOTE);
    assert_string_equal(back->vantage, "one-way");
    assert_int_equal(back->trial, s.trial);
    assert_int_equal(back->from, s.from);
    assert_int_equal(back->to, s.to);
    assert_int_equal(back->fold_below, 6);
    assert_true(back->at_home);
    assert_int_equal(back->corporations.count, 3);
    assert_int_equal(back->corporations.at[1].presence.from, 100);
    assert_string_equal(back->areas.at[0].provider, "alphabet");
    assert_null(back->areas.at[1].provider);
    assert_int_equal(back->steps.at[1].lost.to, 55);
    json_decref(first);
    am_share_free(back);
}

/* Each member that may be missing, missing. */
static void what_is_not_told_stays_untold(void **state)
{
    (void)state;
    struct am_share s = full_share();
    struct am_share *back = NULL;
    s.about = (struct am_share_about){.campaign = "c"};
    s.at_home = false;
    s.vantage = "";
    s.trial = 0;
    s.devices = am_devices_range(9999);
    s.days = am_days_range(9999);
    s.corporations.count = s.areas.count = s.countries.count = s.steps.count = 0;
    json_t *o = am_share_json(&s);
    assert_int_equal(json_object_size(o), 17);
    assert_int_equal(am_share_parse(o, (struct am_bytes){0}, "x", &back, NULL), AM_OK);
    assert_null(back->about.country);
    assert_null(back->about.note);
    assert_false(back->at_home);
    assert_string_equal(back->vantage, "");
    assert_int_equal(back->devices.from, 250);
    assert_int_equal(back->devices.to, 0);
    json_t *again = am_share_json(back);
    assert_true(json_equal(o, again));
    json_decref(again);
    json_decref(o);
    am_share_free(back);
}

static const struct wrong {
    const char *path, *value, *says;
} wrongs[] = {
    {"schema", "\"amarra-share/2\"", "made by a newer amarra (amarra-share/2): update amarra"},
    {"schema", "\"amarra-share/999\"", "made by a newer amarra"},
    {"schema", "\"amarra-share/0\"", "\"schema\" is not \"amarra-share/1\""},
    {"schema", "\"amarra-share/01\"", "\"schema\" is not"},
    {"schema", "\"amarra-share/1x\"", "\"schema\" is not"},
    {"schema", "\"amarra-share/\"", "\"schema\" is not"},
    {"schema", "\"amarra-report/1\"", "\"schema\" is not"},
    {"schema", "1", "\"schema\" is not"},
    {"schema", NULL, "\"schema\" is not"},
    {"method", "2", "made by a newer amarra (method 2): update amarra"},
    {"method", "0", "method: must be a whole number from 1 to 1"},
    {"method", "\"1\"", "method: must be a whole number"},
    {"method", NULL, "method: is missing"},
    {"more", "1", "more: no member of this name is known"},
    {"campaign", NULL, "campaign: is missing"},
    {"campaign", "7", "campaign: must be a text"},
    {"campaign", "\"UY\"", "campaign: must be 1 to 40 of a-z"},
    {"campaign", "\"\"", "campaign: must be 1 to 40"},
    {"campaign", "\"-x\"", "campaign: must be 1 to 40"},
    {"campaign", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", "campaign: must be 1 to 40"},
    {"country", "\"uy\"", "country: must be two capital letters"},
    {"country", "null", "country: must be a text"},
    {"country", NULL, "territory: must stand with its country"},
    {"territory", "\"AR-C\"", "territory: must be a code of its country's"},
    {"territory", "\"UY-\"", "territory: must be a code"},
    {"territory", "\"UY-abcd\"", "territory: must be a code"},
    {"sector", "\"bank\"", "sector: must be one of the sectors"},
    {"size", "\"1-10\"", "size: must be 1-9, 10-49, 50-249 or 250+"},
    {"note", "\"\"", "note: must be one line"},
    {"note", "\"a\\nb\"", "note: must be one line"},
    {"note", "\"\\u202egnp\"", "note: must be one line"},
    {"program", "\"<b>\"", "program: must be a name and a version"},
    {"dataset", "\"2026.11.27-1a2b3c4d+12345678\"", "dataset: must be a version"},
    {"dataset", "\"\"", "dataset: must be a version"},
    {"period", "[]", "period: must be an object"},
    {"period/from", "\"2026-13\"", "period.from: must be a month"},
    {"period/from", "\"2026-1\"", "period.from: must be a month"},
    {"period/from", "\"2026-11-27\"", "period.from: must be a month"},
    {"period/from", "\"20x6-11\"", "period.from: must be a month"},
    {"period/from", "\"1969-12\"", "period.from: must be a month"},
    {"period/to", "\"2026-10\"", "period.to: is before \"from\""},
    {"period/days", "[5, 10]", "period.days: must be one of the bands"},
    {"period/days", "[20, 0]", "period.days: must be one of the bands"},
    {"period/days", "[5]", "period.days: must be one of the bands"},
    {"period/hours", "[]", "period.hours: no member of this name is known"},
    {"devices", "[12, 12]", "devices: must be one of the bands"},
    {"devices", "12", "devices: must be a list"},
    {"devices", "[]", "devices: must be one of the bands"},
    {"devices", "[1, 2, 3]", "devices: has more than 2 elements"},
    {"fold_below", "4", "fold_below: must be a whole number from 5"},
    {"fold_below", "5.0", "fold_below: must be a whole number"},
    {"vantage", "\"fine\"", "vantage: must be a verdict"},
    {"trial", "[\"hours\"]", "trial: must be of days, devices"},
    {"trial", "[\"unattributed\", \"days\"]", "trial: must be of days, devices"},
    {"trial", "[\"days\", \"days\"]", "trial: must be of days, devices"},
    {"trial", "[1]", "trial: must be of days, devices"},
    {"coverage/named", "[90, 96]", "coverage.named: must be a band"},
    {"coverage/named", "[91, 96]", "coverage.named: must be a band"},
    {"coverage/host", "[5, 5]", "coverage.host: must be a band"},
    {"coverage/service", "[100, 105]", "coverage.service: must be a band"},
    {"coverage/service", "[-5, 0]", "coverage.service: must be a band"},
    {"coverage/service", "[0.0, 5]", "coverage.service: must be a band"},
    {"coverage/service", "[4294967296, 4294967301]", "coverage.service: must be a band"},
    {"coverage/more", "[0, 5]", "coverage.more: no member of this name"},
    {"extraction/up", NULL, "extraction.up: is missing"},
    {"night", "true", "night: must be a list"},
    {"home", "[0, 1]", "home: must be a band"},
    {"rest/countries/host", "[1, 5]", "rest.countries.host: must be a band"},
    {"rest/names", "[]", "rest.names: no member of this name"},
    {"corporations", "{}", "corporations: must be a list"},
    {"corporations/0", "\"alphabet\"", "corporations[0]: must be an object"},
    {"corporations/0/id", "\"Alphabet\"", "corporations[0].id: must be an id"},
    {"corporations/0/id", "\"declared\"", "corporations[0].id: must be an id"},
    {"corporations/1/id", "\"alphabet\"", "corporations[1].id: must come after the one before"},
    {"corporations/0/id", "\"zzz\"", "corporations[1].id: must come after the one before"},
    {"corporations/0/name", "\"Alphabet\"", "corporations[0].name: no member of this name"},
    {"corporations/0/either", "[30, 35]", "corporations[0].either: is less than one"},
    {"areas/0/provider", "\"microsoft\"", "areas[0].provider: is none of the corporations"},
    {"areas/0/essential", "1", "areas[0].essential: must be true or false"},
    {"areas/1/id", "\"email\"", "areas[1].id: must come after"},
    {"countries/0/id", "\"USA\"", "countries[0].id: must be two capital letters"},
    {"countries/1/id", "\"US\"", "countries[1].id: must come after"},
    {"cut_off/0/corporation", "\"microsoft\"", "cut_off[0].corporation: is none of"},
    {"cut_off/1/corporation", "\"alphabet\"", "cut_off[1].corporation: is gone already"},
    {"cut_off/1/lost", "[35, 40]", "cut_off[1].lost: is less than one step before"},
};

static void refuses_each_wrong_thing_with_its_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        struct am_share s = full_share();
        struct am_share *out = NULL;
        struct am_problem problem = {0};
        json_t *o = am_share_json(&s);
        shares_change(o, wrongs[i].path, wrongs[i].value);
        enum am_status status = am_share_parse(o, (struct am_bytes){0}, "x.json", &out, &problem);
        if (status != (strstr(wrongs[i].says, "newer") ? AM_E_LIMIT : AM_E_MALFORMED) || out ||
            strncmp(problem.text, wrongs[i].says, strlen(wrongs[i].says)) != 0)
            fail_msg("%s = %s: %s (%s)", wrongs[i].path, wrongs[i].value ? wrongs[i].value : "-",
                     problem.text, am_status_name(status));
        assert_string_equal(problem.file, "x.json");
        json_decref(o);
    }
}

static void tells_the_line_of_the_file(void **state)
{
    (void)state;
    struct am_share s = full_share();
    struct am_share *out = NULL;
    struct am_problem problem = {0};
    json_t *o = am_share_json(&s);
    shares_change(o, "countries/1/service", "[1, 2]");
    char *text = json_dumps(o, JSON_INDENT(1) | JSON_SORT_KEYS);
    const char *at = strstr(strstr(text, "\"UY\""), "\"service\"");
    unsigned long line = 1;
    for (const char *c = text; c < at; c++)
        line += *c == '\n';
    struct am_bytes bytes = {(const uint8_t *)text, strlen(text)};
    assert_int_equal(am_share_parse(o, bytes, "x", &out, &problem), AM_E_MALFORMED);
    assert_int_equal(problem.line, line);
    free(text);
    json_decref(o);
    o = json_array();
    assert_int_equal(am_share_parse(o, (struct am_bytes){0}, "x", &out, NULL), AM_E_MALFORMED);
    json_decref(o);
}

static void lists_have_a_limit(void **state)
{
    (void)state;
    struct am_share s = full_share();
    struct am_share *out = NULL;
    struct am_problem problem = {0};
    json_t *o = am_share_json(&s);
    json_t *list = json_object_get(o, "countries");
    for (size_t i = json_array_size(list); i <= AM_SHARE_LINES; i++)
        assert_int_equal(json_array_append_new(list, json_null()), 0);
    assert_int_equal(am_share_parse(o, (struct am_bytes){0}, "x", &out, &problem), AM_E_MALFORMED);
    assert_string_equal(problem.text, "countries: has more than 2000 elements");
    json_decref(o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_reads_the_same),
        cmocka_unit_test(what_is_not_told_stays_untold),
        cmocka_unit_test(refuses_each_wrong_thing_with_its_line),
        cmocka_unit_test(tells_the_line_of_the_file),
        cmocka_unit_test(lists_have_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
