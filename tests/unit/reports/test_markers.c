/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/utf8.h"
#include "facts.h"

#define MARKERS_MAX 80
#define EVIL        "<script>alert('x')</script>\"><img src=x onerror=y>\x1b[31m\xe2\x80\xae\xff=1+1"

/* What a marker heard: as a row, with flows in place of contacts. */
struct marked {
    size_t marker; /* of the markers given */
    struct fact fact;
};

struct heard {
    size_t rows, last_number;
};

static enum am_status hear(void *ctx, const struct am_row_view *row)
{
    (void)ctx;
    (void)row;
    return AM_OK;
}

static enum am_status hear_marked(void *ctx, size_t number, const struct am_row_view *row)
{
    struct heard *h = ctx;
    (void)row;
    h->rows++;
    h->last_number = number;
    return AM_OK;
}

static struct am_figures *figures_marked(const struct am_scan_marker *markers, size_t marker_count,
                                         const struct marked *rows, size_t count,
                                         const struct am_ask *ask)
{
    static const struct fact whole = {NORTH_MAIL, 0, 1, 1, 1};
    struct am_scan_info info = closed_scan();
    struct am_problem problem = {0};
    const struct am_finish how = {.infos = &info, .info_count = 1, .reach = reach_twelve};
    struct am_figures *f = NULL;
    size_t numbers[MARKERS_MAX];
    assert_int_equal(am_figures_new(ask, &f), AM_OK);
    struct am_scan_row first = row_of(&whole);
    struct am_seen contact = {.row = &first};
    attribute(&whole, &contact);
    assert_int_equal(am_figures_add(f, &contact), AM_OK);
    for (size_t i = 0; i < marker_count; i++)
        assert_int_equal(am_figures_add_marker(f, &markers[i], &numbers[i]), AM_OK);
    for (size_t i = 0; i < count; i++) {
        struct am_scan_row row = row_of(&rows[i].fact);
        struct am_seen seen = {.row = &row};
        row.contacts = 0;
        attribute(&rows[i].fact, &seen);
        assert_int_equal(am_figures_add_marked(f, numbers[rows[i].marker], &seen), AM_OK);
    }
    assert_int_equal(am_figures_finish(f, &how, &problem), AM_OK);
    return f;
}

static const struct am_marker_owner *owner_of(const struct am_marker_line *line,
                                              const struct am_corporation *c)
{
    for (size_t i = 0; i < line->owner_count; i++)
        if (line->owners[i].corporation == c)
            return &line->owners[i];
    return NULL;
}

static const struct am_scan_marker newspaper = {HOUR(0) + 100, HOUR(0) + 200, "the newspaper"};
static const struct am_scan_marker bank = {HOUR(1) + 100, 0, "the bank"};

static void owners_are_told_in_both_ledgers(void **state)
{
    (void)state;
    static const struct marked rows[] = {
        {0, {NORTH_MAIL, 0, 3, 10, 100}}, {0, {NORTH_ADS, 0, 2, 5, 50}},
        {0, {SOUTH_MAIL, 0, 9, 1, 1}},    {0, {CONFLICT, 0, 4, 2, 2}}, /* South, at Stray's */
        {0, {BY_ADDRESS, 0, 1, 7, 7}},
    };
    struct am_figures *f = figures_marked(&newspaper, 1, rows, 5, &office_hours);
    assert_int_equal(f->markers.count, 1);
    const struct am_marker_line *line = &f->markers.at[0];
    assert_int_equal(line->time, newspaper.time);
    assert_int_equal(line->ended, newspaper.ended);
    assert_string_equal(line->text, "the newspaper");
    assert_int_equal(line->all.flows, 19);
    assert_int_equal(line->all.up, 25);
    assert_int_equal(line->all.down, 160);
    assert_int_equal(line->all.contacts, 0);
    assert_int_equal(line->owner_count, 4);
    assert_int_equal(line->service_count, 2); /* North, South */
    static const struct {
        const struct am_corporation *who;
        uint64_t service, host;
    } want[] = {{&cloud, 0, 15}, {&south, 13, 0}, {&north, 6, 0}, {&stray, 0, 4}};
    for (size_t i = 0; i < 4; i++) { /* most flows in one ledger or the other first */
        assert_ptr_equal(line->owners[i].corporation, want[i].who);
        assert_int_equal(line->owners[i].service.flows, want[i].service);
        assert_int_equal(line->owners[i].host.flows, want[i].host);
    }
    assert_int_equal(owner_of(line, &north)->service.up, 22);
    assert_int_equal(owner_of(line, &north)->service.down, 157);
    am_figures_free(f);
}

/* What went on over a flow that had begun before is told, after what began. */
static void flows_that_began_before_are_told_apart(void **state)
{
    (void)state;
    static const struct marked rows[] = {{0, {SOUTH_MAIL, 0, 0, 9000, 9000}},
                                         {0, {NORTH_MAIL, 0, 1, 1, 1}}};
    struct am_figures *f = figures_marked(&newspaper, 1, rows, 2, &office_hours);
    const struct am_marker_line *line = &f->markers.at[0];
    assert_int_equal(line->owner_count, 3); /* North, Cloud, South */
    assert_int_equal(line->begun, 2);
    assert_ptr_equal(line->owners[2].corporation, &south);
    assert_int_equal(line->all.up, 9001);
    am_figures_free(f);
}

/* A name counts once; without an owner is what no row of it has, in either ledger. */
static void names_are_counted_once_with_those_without_an_owner(void **state)
{
    (void)state;
    static const struct marked rows[] = {
        {0, {NORTH_MAIL, 0, 1, 1, 1}}, {0, {NORTH_MAIL, 1, 1, 1, 1}}, {0, {NO_RULE, 0, 1, 1, 1}},
        {0, {NO_RULE, 2, 1, 1, 1}},    {0, {ORPHAN, 0, 1, 1, 1}}, /* its machine has one */
        {0, {NAMELESS, 0, 1, 1, 1}},   {0, {UNLISTED, 0, 1, 1, 1}},
    };
    struct am_figures *f = figures_marked(&newspaper, 1, rows, 7, &office_hours);
    const struct am_marker_line *line = &f->markers.at[0];
    assert_int_equal(line->names, 3);
    assert_int_equal(line->unowned, 1); /* that no rule knows, in a network that nobody does */
    assert_int_equal(line->all.flows, 7);
    am_figures_free(f);
}

/* Questions to resolvers are no part of it; encrypted ones are contacts like any other. */
static void questions_to_resolvers_are_left_out(void **state)
{
    (void)state;
    static const struct marked rows[] = {{0, {CLEAR_DNS, 0, 50, 5000, 5000}},
                                         {0, {DOH, 0, 2, 20, 200}}};
    struct am_figures *f = figures_marked(&newspaper, 1, rows, 2, &office_hours);
    const struct am_marker_line *line = &f->markers.at[0];
    assert_int_equal(line->all.flows, 2);
    assert_int_equal(line->names, 1);
    assert_non_null(owner_of(line, &stray));
    assert_int_equal(line->owner_count, 2); /* Stray, on machines of Cloud */
    am_figures_free(f);
}

/* None of it is counted as contacts: the whole stays the one row's. */
static void the_ledgers_stay_as_they_are(void **state)
{
    (void)state;
    static const struct marked rows[] = {{0, {SOUTH_MAIL, 5, 90, 900, 900}}};
    struct am_figures *f = figures_marked(&newspaper, 1, rows, 1, &office_hours);
    assert_int_equal(f->coverage.all.contacts, 1);
    assert_int_equal(f->coverage.all.flows, 1);
    assert_int_equal(f->scope.hours, 1);
    assert_int_equal(f->names.count, 1);
    for (size_t i = 0; i < f->owners.count; i++)
        assert_ptr_not_equal(f->owners.at[i].corporation, &south);
    am_figures_free(f);
}

/* Those that begin in the time that is asked for, whole. */
static void markers_outside_of_what_is_asked_are_not_told(void **state)
{
    (void)state;
    static const struct {
        int64_t since, until;
        size_t count;
        const char *first;
    } cases[] = {
        {0, 0, 2, "the newspaper"},        {HOUR(0), HOUR(1), 1, "the newspaper"},
        {HOUR(1), 0, 1, "the bank"},       {0, HOUR(1) + 100, 1, "the newspaper"},
        {HOUR(1) + 100, 0, 1, "the bank"}, {HOUR(3), 0, 0, NULL},
    };
    const struct am_scan_marker markers[] = {newspaper, bank};
    static const struct marked rows[] = {{0, {NORTH_MAIL, 0, 1, 1, 1}},
                                         {1, {SOUTH_MAIL, 1, 2, 1, 1}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_ask ask = office_hours;
        ask.since = cases[i].since;
        ask.until = cases[i].until;
        struct am_figures *f = figures_marked(markers, 2, rows, 2, &ask);
        assert_int_equal(f->markers.count, cases[i].count);
        if (cases[i].count > 0)
            assert_string_equal(f->markers.at[0].text, cases[i].first);
        am_figures_free(f);
    }
}

/* Of two scans that overlap, each with two: in order of time, each with its own rows. */
static void markers_of_two_scans_are_told_in_order_of_time(void **state)
{
    (void)state;
    static const struct am_scan_marker markers[] = {{HOUR(1), HOUR(1) + 60, "first, b"},
                                                    {HOUR(3), 0, "first, d"},
                                                    {HOUR(0), HOUR(0) + 60, "second, a"},
                                                    {HOUR(2), 0, "second, c"}};
    static const struct marked rows[] = {
        {0, {NORTH_MAIL, 1, 1, 1, 1}}, {1, {NORTH_MAIL, 3, 2, 1, 1}}, {2, {NORTH_MAIL, 0, 3, 1, 1}},
        {3, {NORTH_MAIL, 2, 4, 1, 1}}, {0, {NO_RULE, 1, 10, 1, 1}},
    };
    static const struct {
        const char *text;
        size_t number, names;
        uint64_t flows;
    } want[] = {{"second, a", 2, 1, 3},
                {"first, b", 0, 2, 11},
                {"second, c", 3, 1, 4},
                {"first, d", 1, 1, 2}};
    struct am_figures *f = figures_marked(markers, 4, rows, 5, &office_hours);
    assert_int_equal(f->markers.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(f->markers.at[i].text, want[i].text);
        assert_int_equal(f->markers.at[i].number, want[i].number);
        assert_int_equal(f->markers.at[i].names, want[i].names);
        assert_int_equal(f->markers.at[i].all.flows, want[i].flows);
    }
    am_figures_free(f);
}

static void a_marker_after_which_nothing_was_contacted_is_told(void **state)
{
    (void)state;
    struct am_figures *f = figures_marked(&bank, 1, NULL, 0, &office_hours);
    assert_int_equal(f->markers.count, 1);
    assert_int_equal(f->markers.at[0].owner_count, 0);
    assert_int_equal(f->markers.at[0].names, 0);
    assert_int_equal(f->markers.at[0].ended, 0);
    am_figures_free(f);
}

static void a_listener_hears_the_rows_that_count(void **state)
{
    (void)state;
    const struct am_scan_marker markers[] = {newspaper, bank};
    static const struct marked rows[] = {
        {0, {NORTH_MAIL, 0, 1, 1, 1}}, {0, {CLEAR_DNS, 0, 1, 1, 1}}, {1, {SOUTH_MAIL, 1, 2, 1, 1}}};
    struct heard heard = {0};
    const struct am_listener listener = {&heard, hear, hear_marked};
    struct am_ask ask = office_hours;
    ask.listener = &listener;
    ask.since = HOUR(1);
    am_figures_free(figures_marked(markers, 2, rows, 3, &ask));
    assert_int_equal(heard.rows, 1); /* the first two are of a marker outside of it */
    assert_int_equal(heard.last_number, 1);
    heard = (struct heard){0};
    ask.since = 0;
    am_figures_free(figures_marked(markers, 2, rows, 3, &ask));
    assert_int_equal(heard.rows, 2);
}

/* ---- formats ---- */

typedef enum am_status (*spoken_fn)(const struct am_report *r, struct am_speech *s,
                                    struct am_text *out);

static void speak(spoken_fn write, const struct am_figures *f, enum am_language l,
                  struct am_text *out)
{
    struct am_report r = report_of(f);
    struct am_speech *s = NULL;
    struct am_problem problem = {0};
    am_text_init(out, AM_REPORT_TEXT_MAX);
    assert_int_equal(am_speech_open(NULL, l, &s, &problem), AM_OK);
    assert_int_equal(write(&r, s, out), AM_OK);
    am_speech_free(s);
}

static struct am_figures *many(size_t count)
{
    static struct am_scan_marker markers[MARKERS_MAX];
    static const struct marked rows[] = {{0, {NORTH_MAIL, 0, 3, 10, 100}},
                                         {0, {NO_RULE, 0, 1, 10, 100}}};
    for (size_t i = 0; i < count; i++)
        markers[i] = (struct am_scan_marker){HOUR(0) + 60 * (int64_t)i, 0, EVIL};
    return figures_marked(markers, count, rows, 2, &office_hours);
}

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;
    for (; (text = strstr(text, what)); text++)
        count++;
    return count;
}

static void a_report_without_markers_says_nothing_of_them(void **state)
{
    (void)state;
    static const struct fact fact = {NORTH_MAIL, 0, 1, 1, 1};
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(&fact, 1, &info);
    struct am_report r = report_of(f);
    struct am_text text;
    speak(am_format_html, f, AM_LANG_EN, &text);
    assert_null(strstr(text.at, "markers"));
    assert_null(strstr(text.at, "What one click"));
    assert_int_equal(count_of(text.at, "<style"), 2);
    am_text_done(&text);
    speak(am_format_text, f, AM_LANG_EN, &text);
    assert_null(strstr(text.at, "What one click"));
    am_text_done(&text);
    speak(am_format_markdown, f, AM_LANG_EN, &text);
    assert_null(strstr(text.at, "What one click"));
    am_text_done(&text);
    am_text_init(&text, AM_REPORT_TEXT_MAX);
    assert_int_equal(am_format_markers(&r, &text), AM_OK);
    assert_int_equal(text.len, 0);
    assert_int_equal(am_format_json(&r, &text), AM_OK);
    assert_null(strstr(text.at, "\"markers\""));
    am_text_done(&text);
    am_figures_free(f);
}

static void a_page_tells_markers_the_first_of_them_unfolded(void **state)
{
    (void)state;
    struct am_figures *f = many(70);
    struct am_text page;
    speak(am_format_html, f, AM_LANG_EN, &page);
    assert_non_null(strstr(page.at, "href=\"#markers\""));
    assert_int_equal(count_of(page.at, "<style"), 3);
    assert_int_equal(count_of(page.at, "sha256-"), 4);
    const char *section = strstr(page.at, "<section id=\"markers\"");
    assert_non_null(section);
    char *end = strstr(section, "</section>");
    assert_non_null(end);
    *end = '\0';
    assert_int_equal(count_of(section, "<details"), 60);
    assert_int_equal(count_of(section, "<details class=\"fold\" open"), 12);
    assert_non_null(strstr(section, "2 corporations"));
    assert_non_null(strstr(section, "North (Search)"));
    assert_non_null(strstr(
        section, "4 connections began. Over these and those that were open already: 2 names"));
    assert_non_null(strstr(section, "in either ledger: 1."));
    assert_non_null(strstr(section, "10 more are in the files"));
    assert_int_equal(count_of(section, "<svg"), 2);
    am_text_done(&page);
    am_figures_free(f);
}

/* Minutes, days, weeks and years apart, as far as a file may claim. */
static void the_picture_holds_markers_however_far_apart(void **state)
{
    (void)state;
    static const struct {
        int64_t time;
        const char *foot;
    } cases[] = {{HOUR(0) + 600, ">13:00<"},
                 {HOUR(30), ">18:00<"},
                 {HOUR(100), ">Fri<"},
                 {HOUR(1000), ">4 January 2027<"},
                 {INT64_MAX - 1, "9999<"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct am_scan_marker markers[] = {newspaper,
                                                 {cases[i].time, cases[i].time + 1, "far"}};
        struct am_figures *f = figures_marked(markers, 2, NULL, 0, &office_hours);
        struct am_text page;
        speak(am_format_html, f, AM_LANG_EN, &page);
        char *end = strstr(page.at, "<div class=\"clicks\"");
        assert_non_null(end);
        *end = '\0';
        const char *picture = strstr(page.at, "id=\"markers-line-t\"");
        assert_non_null(picture);
        if (!strstr(picture, cases[i].foot))
            print_message("    no %s\n", cases[i].foot);
        assert_non_null(strstr(picture, cases[i].foot));
        assert_non_null(strstr(picture, "far</title>"));
        am_text_done(&page);
        am_figures_free(f);
    }
}

static void what_somebody_typed_is_inert_everywhere(void **state)
{
    (void)state;
    static const spoken_fn writers[] = {am_format_html, am_format_text, am_format_markdown};
    struct am_figures *f = many(3);
    for (size_t i = 0; i < 3; i++) {
        struct am_text text;
        speak(writers[i], f, AM_LANG_ES, &text);
        char *script = strstr(text.at, "<script>\n");
        if (script) /* the page's own is the last of it */
            *script = '\0';
        if (i == 0) { /* the others run nothing */
            assert_null(strstr(text.at, "<img"));
            assert_null(strstr(text.at, "<script>alert"));
        }
        assert_null(strchr(text.at, '\x1b'));
        assert_null(strstr(text.at, "\xe2\x80\xae"));
        assert_null(strchr(text.at, '\xff'));
        am_text_done(&text);
    }
    am_figures_free(f);
}

static void markers_fit_into_eighty_columns(void **state)
{
    (void)state;
    struct am_figures *f = many(70);
    for (int l = 0; l < AM_LANG_COUNT; l++) {
        struct am_text sheet;
        speak(am_format_text, f, (enum am_language)l, &sheet);
        for (char *line = sheet.at; *line;) {
            size_t len = strcspn(line, "\n");
            line[len] = '\0';
            assert_true(am_utf8_width(line) <= 80);
            line += len + 1;
        }
        am_text_done(&sheet);
    }
    am_figures_free(f);
}

static void programs_get_markers_with_both_ledgers(void **state)
{
    (void)state;
    static const struct marked rows[] = {{0, {NORTH_MAIL, 0, 3, 10, 100}},
                                         {0, {CLEAR_DNS, 0, 9, 9, 9}}};
    const struct am_scan_marker markers[] = {bank, newspaper};
    struct am_figures *f = figures_marked(markers, 2, rows, 2, &office_hours);
    struct am_report r = report_of(f);
    struct am_text text;
    am_text_init(&text, AM_REPORT_TEXT_MAX);
    assert_int_equal(am_format_json(&r, &text), AM_OK);
    json_error_t error;
    json_t *o = json_loads(text.at, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(o);
    json_t *second = json_array_get(json_object_get(o, "markers"), 1);
    assert_string_equal(json_string_value(json_object_get(second, "text")), "the bank");
    assert_string_equal(json_string_value(json_object_get(second, "time")), "2026-11-23T13:01:40Z");
    assert_true(json_is_null(json_object_get(second, "ended")));
    assert_int_equal(json_integer_value(json_object_get(second, "flows")), 3);
    assert_int_equal(json_integer_value(json_object_get(second, "names")), 1);
    assert_int_equal(json_integer_value(json_object_get(second, "unowned")), 0);
    json_t *owner = json_array_get(json_object_get(second, "corporations"), 0);
    assert_string_equal(json_string_value(json_object_get(owner, "id")), "cloud");
    assert_int_equal(json_integer_value(json_object_get(json_object_get(owner, "host"), "down")),
                     100);
    assert_int_equal(json_integer_value(json_object_get(json_object_get(owner, "service"), "down")),
                     0);
    json_decref(o);
    am_text_clear(&text);
    assert_int_equal(am_format_markers(&r, &text), AM_OK);
    assert_int_equal(count_of(text.at, "\r\n"), 1 + 1 + 2); /* one without a corporation */
    assert_non_null(strstr(text.at,
                           "\r\n1,2026-11-23T12:01:40Z,2026-11-23T12:03:20Z,the "
                           "newspaper,,,0,0,0,0,0,0,0,0,0,0,0\r\n"));
    assert_non_null(strstr(text.at,
                           "\r\n2,2026-11-23T13:01:40Z,,the bank,north,North (Search),"
                           "3,10,100,0,0,0,1,0,3,10,100\r\n"));
    am_text_done(&text);
    am_figures_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(owners_are_told_in_both_ledgers),
        cmocka_unit_test(flows_that_began_before_are_told_apart),
        cmocka_unit_test(names_are_counted_once_with_those_without_an_owner),
        cmocka_unit_test(questions_to_resolvers_are_left_out),
        cmocka_unit_test(the_ledgers_stay_as_they_are),
        cmocka_unit_test(markers_outside_of_what_is_asked_are_not_told),
        cmocka_unit_test(markers_of_two_scans_are_told_in_order_of_time),
        cmocka_unit_test(a_marker_after_which_nothing_was_contacted_is_told),
        cmocka_unit_test(a_listener_hears_the_rows_that_count),
        cmocka_unit_test(a_report_without_markers_says_nothing_of_them),
        cmocka_unit_test(a_page_tells_markers_the_first_of_them_unfolded),
        cmocka_unit_test(the_picture_holds_markers_however_far_apart),
        cmocka_unit_test(what_somebody_typed_is_inert_everywhere),
        cmocka_unit_test(markers_fit_into_eighty_columns),
        cmocka_unit_test(programs_get_markers_with_both_ledgers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
