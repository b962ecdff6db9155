/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "assets.h"
#include "campaign/settings.h"

/* A line each, so that a mistake's line tells where it stands. */
#define ID       "{\"id\": \"amarras-2026\",\n"
#define TITLE    "\"title\": {\"es\": \"Amarras\", \"de\": \"Taue\"},\n"
#define WHO      "\"organizer\": \"Red\", \"contact\": \"a@example.org\",\n"
#define ROUNDS   "\"rounds\": [\"2026-11\", \"2027-05\"]"
#define WITH(it) ID TITLE WHO it ",\n" ROUNDS "}\n"
#define BYTES(t) ((struct am_bytes){(const uint8_t *)(t), strlen(t)})
#define LONG_ID  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define MONTH(y)                                                                                   \
    "\"20" #y "-01\",\"20" #y "-02\",\"20" #y "-03\",\"20" #y "-04\",\"20" #y "-05\",\"20" #y      \
    "-06\","
#define YEAR(y)                                                                                    \
    MONTH(y)                                                                                       \
    "\"20" #y "-07\",\"20" #y "-08\",\"20" #y "-09\",\"20" #y "-10\",\"20" #y "-11\",\"20" #y      \
    "-12\""

static struct am_settings *parse(const char *text)
{
    struct am_settings *s = NULL;
    struct am_problem problem = {0};
    if (am_settings_parse(BYTES(text), "campaign.json", &s, &problem) != AM_OK)
        fail_msg("line %lu: %s", problem.line, problem.text);
    return s;
}

static void the_example_is_a_campaign(void **state)
{
    (void)state;
    struct am_settings *s = parse(am_asset_campaign_json);
    assert_string_equal(s->id, "amarras-2026");
    for (size_t l = 0; l < AM_LANG_COUNT; l++)
        assert_true(s->title[l] && s->request[l]);
    assert_string_equal(s->address, "https://example.org/amarras/");
    assert_string_equal(s->reply, "replica@example.org");
    assert_int_equal(s->at_least, AM_CAMPAIGN_AT_LEAST);
    assert_int_equal(s->round_to, AM_CAMPAIGN_ROUND_TO);
    assert_int_equal(s->dominance, AM_CAMPAIGN_DOMINANCE);
    assert_int_equal(s->round_count, 2);
    assert_int_equal(s->rounds[1], 2027 * 12 + 4);
    assert_int_equal(s->territories.count, 2);
    assert_string_equal(s->territories.at[1].code, "UY-CA");
    assert_string_equal(s->territories.at[1].names[AM_LANG_ES], "Canelones");
    am_settings_free(s);
}

static void what_is_not_told_has_its_default(void **state)
{
    (void)state;
    static const struct am_chart_colours colours = AM_CHART_COLOURS;
    struct am_settings *s = parse(ID TITLE WHO ROUNDS "}");
    assert_int_equal(s->at_least, AM_CAMPAIGN_AT_LEAST);
    assert_int_equal(s->round_to, AM_CAMPAIGN_ROUND_TO);
    assert_int_equal(s->dominance, AM_CAMPAIGN_DOMINANCE);
    assert_false(s->trials);
    assert_null(s->dataset);
    assert_null(s->reply);
    assert_null(s->address);
    assert_null(s->title[AM_LANG_EN]);
    assert_null(s->request[AM_LANG_ES]);
    assert_int_equal(s->territories.count, 0);
    assert_memory_equal(&s->colours, &colours, sizeof colours);
    am_settings_free(s);
    s = parse(WITH("\"at_least\": 3")); /* counts are never rounded to none */
    assert_int_equal(s->round_to, 3);
    am_settings_free(s);
}

static void a_share_is_of_the_round_in_which_its_last_month_lies(void **state)
{
    (void)state;
    static const struct {
        int32_t to;
        unsigned round;
    } cases[] = {
        {2020 * 12, 1},     {2026 * 12 + 10, 1}, {2027 * 12 + 3, 1},
        {2027 * 12 + 4, 2}, {2027 * 12 + 5, 2},  {2099 * 12, 2},
    };
    struct am_settings *s = parse(ID TITLE WHO ROUNDS "}");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_share share = {.from = 2020 * 12, .to = cases[i].to};
        assert_int_equal(am_settings_round(s, &share), cases[i].round);
    }
    am_settings_free(s);
}

static void a_mistake_is_told_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned long line;
        const char *says;
    } cases[] = {
        {"", 1, "expected near end"},
        {"[]", 1, "must be an object"},
        {"{\"id\": \"a\",\n\"id\": \"b\"}", 2, "duplicate"},
        {"{\"id\": \"a\xff\"}", 1, "decode byte"},
        {"{" TITLE WHO ROUNDS "}", 1, "'id'"},
        {"{\"id\": 5,\n" TITLE WHO ROUNDS "}", 1, "id: must be 1 to 40"},
        {"{\"id\": \"\",\n" TITLE WHO ROUNDS "}", 1, "id: must be 1 to 40"},
        {"{\"id\": \"-a\",\n" TITLE WHO ROUNDS "}", 1, "id: must be 1 to 40"},
        {"{\"id\": \"A\",\n" TITLE WHO ROUNDS "}", 1, "id: must be 1 to 40"},
        {"{\"id\": \"a'b\",\n" TITLE WHO ROUNDS "}", 1, "id: must be 1 to 40"},
        {"{\"id\": \"" LONG_ID "a\",\n" TITLE WHO ROUNDS "}", 1, "id: must be 1 to 40"},
        {ID WHO ROUNDS "}", 1, "'title'"},
        {ID "\"title\": \"Amarras\",\n" WHO ROUNDS "}", 2, "title: must be texts"},
        {ID "\"title\": {},\n" WHO ROUNDS "}", 2, "title: must be texts"},
        {ID "\"title\": {\n\"it\": \"Ormeggi\"},\n" WHO ROUNDS "}", 3, "it: no language"},
        {ID "\"title\": {\n\"es\": \"\"},\n" WHO ROUNDS "}", 3, "es: is empty"},
        {ID "\"title\": {\n\"es\": \"a\\nb\"},\n" WHO ROUNDS "}", 3, "one line"},
        {ID "\"title\": {\n\"es\": \"a\\u202eb\"},\n" WHO ROUNDS "}", 3, "one line"},
        {ID TITLE "\"contact\": \"a\",\n" ROUNDS "}", 1, "'organizer'"},
        {ID TITLE "\"organizer\": \"a\",\n" ROUNDS "}", 1, "'contact'"},
        {ID TITLE WHO "\"rounds\": []}", 4, "rounds: it needs"},
        {ID TITLE WHO "\"trials\": false}", 1, "it needs 'rounds'"},
        {ID TITLE WHO "\"rounds\": [\"2026-11\",\n\"2026-11\"]}", 5, "later than the one before"},
        {ID TITLE WHO "\"rounds\": [\"2026-13\"]}", 4, "begins with a month"},
        {ID TITLE WHO "\"rounds\": [\"2019-12\"]}", 4, "begins with a month"},
        {ID TITLE WHO "\"rounds\": [\"2026-1\"]}", 4, "begins with a month"},
        {ID TITLE WHO "\"rounds\": [202611]}", 4, "begins with a month"},
        {ID TITLE WHO "\"rounds\": [" YEAR(26) "," YEAR(27) "," YEAR(28) "," YEAR(29) "]}", 4,
         "at most 40"},
        {WITH("\"color\": 5"), 4, "color: a campaign has no such key"},
        {WITH("\"reply\": 5"), 4, "reply: must be a text"},
        {WITH("\"address\": \"ftp://example.org\""), 4, "web address"},
        {WITH("\"address\": \"https://\""), 4, "web address"},
        {WITH("\"address\": \"https:///etc\""), 4, "web address"},
        {WITH("\"address\": \"https://a.example/<b>\""), 4, "web address"},
        {WITH("\"address\": \"https://a.example/ b\""), 4, "web address"},
        {WITH("\"address\": \"javascript:alert(1)\""), 4, "web address"},
        {WITH("\"dataset\": \"newest\""), 4, "a version such as"},
        {WITH("\"dataset\": \"2026-11-24\""), 4, "a version such as"},
        {WITH("\"dataset\": \"2026.02.30\""), 4, "a version such as"},
        {WITH("\"dataset\": 20261124"), 4, "a version such as"},
        {WITH("\"at_least\": 2"), 4, "from 3 to 1000"},
        {WITH("\"at_least\": 5.0"), 4, "from 3 to 1000"},
        {WITH("\"at_least\": true"), 4, "from 3 to 1000"},
        {WITH("\"at_least\": 99999999999999999"), 4, "from 3 to 1000"},
        {WITH("\"round_to\": 6"), 4, "from 1 to 5"},
        {WITH("\"round_to\": 0"), 4, "from 1 to 5"},
        {WITH("\"dominance\": 101"), 4, "from 10 to 100"},
        {WITH("\"trials\": 1"), 4, "true or false"},
        {WITH("\"colours\": []"), 4, "must be an object"},
        {WITH("\"colours\": {\"service\": \"red\"}"), 4, "#1f6f9f"},
        {WITH("\"colours\": {\"host\":\n\"#ffffff\"}"), 5, "too light"},
        {WITH("\"colours\": {\"text\": \"#000000\"}"), 4, "no such key"},
        {WITH("\"territories\": []"), 4, "must be an object"},
        {WITH("\"territories\": {\"UY\": {\"es\": \"a\"}}"), 4, "ISO 3166-2"},
        {WITH("\"territories\": {\"uy-mo\": {\"es\": \"a\"}}"), 4, "ISO 3166-2"},
        {WITH("\"territories\": {\"UY-MONT\": {\"es\": \"a\"}}"), 4, "ISO 3166-2"},
        {WITH("\"territories\": {\"UY-MO\": \"Montevideo\"}"), 4, "UY-MO: must be texts"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_settings *s = NULL;
        struct am_problem problem = {0};
        enum am_status status =
            am_settings_parse(BYTES(cases[i].text), "campaign.json", &s, &problem);
        assert_null(s);
        if (status == AM_OK || status != problem.status || problem.line != cases[i].line ||
            !strstr(problem.text, cases[i].says))
            fail_msg("case %zu, line %lu: %s", i, problem.line, problem.text);
    }
}

static void the_longest_id_and_as_many_rounds_as_there_may_be_are_taken(void **state)
{
    (void)state;
    struct am_settings *s = parse("{\"id\": \"" LONG_ID "\"," TITLE WHO "\"rounds\": [" YEAR(
        26) "," YEAR(27) "," YEAR(28) ",\"2029-01\",\"2029-02\",\"2029-03\",\"2029-04\"]}");
    assert_int_equal(s->round_count, AM_CAMPAIGN_ROUNDS);
    assert_int_equal(strlen(s->id), AM_SHARE_CAMPAIGN);
    am_settings_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_is_a_campaign),
        cmocka_unit_test(what_is_not_told_has_its_default),
        cmocka_unit_test(a_share_is_of_the_round_in_which_its_last_month_lies),
        cmocka_unit_test(a_mistake_is_told_with_its_line),
        cmocka_unit_test(the_longest_id_and_as_many_rounds_as_there_may_be_are_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
