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

static const struct fact day[] = {
    {NORTH_MAIL, 0, 30, 30000, 3000000},
    {NORTH_MAIL, 1, 10, 100, 1000},
    {NORTH_ADS, 0, 2, 50, 10},
    {SOUTH_MAIL, 2, 1, 10, 20},
    {NO_RULE, 0, 1, 5, 5},
    {UNLISTED, 1, 1, 7, 7},
    {NAMELESS, 1, 1, 9, 9},
    {CLEAR_DNS, 0, 2, 100, 400},
    {DOH, 1, 3, 10, 10},
    {ORPHAN, 2, 1, 4, 4},
    {BY_ADDRESS, 2, 2, 6, 6},
};
#define DAY (sizeof day / sizeof *day)

#define EVIL "<script>alert('x')</script>\"><img src=x onerror=y>\x1b[31m\xe2\x80\xae\xff=1+1"

typedef enum am_status (*spoken_fn)(const struct am_report *r, struct am_speech *s,
                                    struct am_text *out);

static void speak(spoken_fn write, const struct am_report *r, enum am_language l,
                  struct am_text *out)
{
    struct am_speech *s = NULL;
    struct am_problem problem = {0};
    am_text_init(out, AM_REPORT_TEXT_MAX);
    assert_int_equal(am_speech_open(NULL, l, &s, &problem), AM_OK);
    assert_int_equal(write(r, s, out), AM_OK);
    am_speech_free(s);
}

/* A figure of the first row of `day` with everything hostile that may be. */
static struct am_figures *hostile_figures(const struct am_scan_info *info)
{
    struct am_figures *f = NULL;
    struct am_problem problem = {0};
    const struct am_finish how = {.info = info, .reach = reach_twelve};
    assert_int_equal(am_figures_new(&f), AM_OK);
    for (size_t i = 0; i < DAY; i++) {
        struct am_scan_row row = row_of(&day[i]);
        struct am_seen seen = {.row = &row};
        (void)snprintf(row.place.as_name, sizeof row.place.as_name, "%s", EVIL);
        if (row.name)
            row.name = EVIL;
        attribute(&day[i], &seen);
        assert_int_equal(am_figures_add(f, &seen), AM_OK);
    }
    static const struct am_scan_counter counter = {"lost." EVIL, 3};
    assert_int_equal(am_figures_add_counter(f, &counter), AM_OK);
    assert_int_equal(am_figures_finish(f, &how, &problem), AM_OK);
    return f;
}

static void a_page_loads_nothing_and_runs_nothing(void **state)
{
    (void)state;
    static const char *const barred[] = {"<script",  "<link",  "<iframe",     "<img",
                                         "<object",  "src=",   "@import",     "onerror",
                                         "onclick=", "style=", "javascript:", "url(http"};
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(day, DAY, &info);
    struct am_report r = report_of(f);
    for (int l = 0; l < AM_LANG_COUNT; l++) {
        struct am_text page;
        char lang[32];
        speak(am_format_html, &r, (enum am_language)l, &page);
        for (size_t i = 0; i < sizeof barred / sizeof *barred; i++)
            assert_null(strstr(page.at, barred[i]));
        assert_non_null(strstr(page.at, "default-src &#39;none&#39;"));
        (void)snprintf(lang, sizeof lang, "<html lang=\"%s\">",
                       am_language_code((enum am_language)l));
        assert_non_null(strstr(page.at, lang));
        am_text_done(&page);
    }
    am_figures_free(f);
}

static void hostile_names_are_inert_in_a_page(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    info.live = true;
    (void)snprintf(info.sources, sizeof info.sources, "%s", EVIL);
    (void)snprintf(info.program, sizeof info.program, "<b>");
    struct am_figures *f = hostile_figures(&info);
    struct am_report r = report_of(f);
    struct am_text page;
    r.title = EVIL;
    speak(am_format_html, &r, AM_LANG_ES, &page);
    assert_null(strstr(page.at, "<script"));
    assert_null(strstr(page.at, "<img"));
    assert_null(strstr(page.at, "<b>"));
    assert_null(strchr(page.at, '\x1b'));
    assert_null(strstr(page.at, "\xe2\x80\xae"));
    assert_null(strchr(page.at, '\xff'));
    assert_non_null(strstr(page.at, "&lt;script&gt;"));
    am_text_done(&page);
    am_figures_free(f);
}

/* Every id that is linked to exists, once. */
static void links_inside_a_page_lead_somewhere(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(day, DAY, &info);
    struct am_report r = report_of(f);
    struct am_text page;
    speak(am_format_html, &r, AM_LANG_EN, &page);
    size_t links = 0;
    for (const char *at = page.at; (at = strstr(at, "href=\"#")); at++, links++) {
        char id[64];
        size_t len = strcspn(at + 7, "\"");
        assert_true(len > 0 && len < 48);
        (void)snprintf(id, sizeof id, "id=\"%.*s\"", (int)len, at + 7);
        const char *there = strstr(page.at, id);
        if (!there)
            print_message("    nothing at %s\n", id);
        assert_non_null(there);
        assert_null(strstr(there + 1, id));
    }
    assert_true(links > 12);
    am_text_done(&page);
    am_figures_free(f);
}

static void the_terminal_gets_eighty_columns_and_no_controls(void **state)
{
    (void)state;
    static const enum am_scan_state states[] = {AM_SCAN_CLOSED, AM_SCAN_OPEN, AM_SCAN_INTERRUPTED};
    for (int l = 0; l < AM_LANG_COUNT; l++) {
        for (size_t i = 0; i < 3; i++) {
            struct am_scan_info info = closed_scan();
            struct am_text sheet;
            info.state = states[i];
            info.devices = i + 1;
            struct am_figures *f = hostile_figures(&info);
            struct am_report r = report_of(f);
            r.title = EVIL;
            speak(am_format_text, &r, (enum am_language)l, &sheet);
            for (char *line = sheet.at; *line;) {
                size_t len = strcspn(line, "\n");
                line[len] = '\0';
                if (am_utf8_width(line) > 80)
                    print_message("    %s\n", line);
                assert_true(am_utf8_width(line) <= 80);
                for (const char *c = line; *c; c++)
                    assert_true((unsigned char)*c >= 0x20 && *c != 0x7f);
                line += len + 1;
            }
            am_text_done(&sheet);
            am_figures_free(f);
        }
    }
}

static void json_holds_numerators_and_denominators(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(day, DAY, &info);
    struct am_report r = report_of(f);
    struct am_text text;
    am_text_init(&text, AM_REPORT_TEXT_MAX);
    assert_int_equal(am_format_json(&r, &text), AM_OK);
    json_error_t error;
    json_t *o = json_loads(text.at, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(o);
    assert_string_equal(json_string_value(json_object_get(o, "schema")), "amarra-report/1");
    json_t *first = json_array_get(json_object_get(o, "corporations"), 0);
    assert_string_equal(json_string_value(json_object_get(first, "id")), "north");
    json_t *contacts = json_object_get(json_object_get(first, "service"), "contacts");
    assert_int_equal(json_integer_value(json_object_get(contacts, "numerator")), 44);
    assert_int_equal(json_integer_value(json_object_get(contacts, "denominator")), 52);
    /* Two devices are fewer than five: told as that, and not as two. */
    json_t *south_line = json_array_get(json_object_get(o, "corporations"), 2);
    assert_string_equal(json_string_value(json_object_get(south_line, "id")), "south");
    json_t *devices = json_object_get(json_object_get(south_line, "service"), "devices");
    assert_true(json_is_null(json_object_get(devices, "numerator")));
    assert_int_equal(json_integer_value(json_object_get(devices, "fewer_than")), 5);
    json_decref(o);
    am_text_done(&text);
    am_figures_free(f);
}

static void json_survives_hostile_text(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    struct am_figures *f = hostile_figures(&info);
    struct am_report r = report_of(f);
    struct am_text text;
    json_error_t error;
    r.title = EVIL;
    am_text_init(&text, AM_REPORT_TEXT_MAX);
    assert_int_equal(am_format_json(&r, &text), AM_OK);
    json_t *o = json_loads(text.at, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(o);
    json_decref(o);
    am_text_done(&text);
    am_figures_free(f);
}

/* Cells of each row of an RFC 4180 text; every row has as many as the first. */
static size_t check_rows(const char *csv)
{
    size_t columns = 0;
    size_t cells = 1;
    size_t rows = 0;
    bool quoted = false;
    bool begins = true;
    for (const char *c = csv; *c; c++) {
        if (begins && !quoted)
            assert_null(strchr("=+-@", *c));
        begins = !quoted && (*c == ',' || *c == '\n');
        if (*c == '"')
            quoted = !quoted;
        else if (!quoted && *c == ',')
            cells++;
        else if (!quoted && *c == '\n') {
            if (rows++ == 0)
                columns = cells;
            assert_int_equal(cells, columns);
            cells = 1;
        }
    }
    assert_false(quoted);
    return rows;
}

static void tables_are_whole_and_run_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        enum am_status (*write)(const struct am_report *r, struct am_text *out);
        size_t rows; /* with the header */
    } cases[] = {
        {"corporations", am_format_corporations, 7},
        {"jurisdictions", am_format_jurisdictions, 5},
        {"names", am_format_names, 7},
        {"blindness", am_format_blindness, 15},
    };
    struct am_scan_info info = closed_scan();
    struct am_figures *plain = figures_of(day, DAY, &info);
    struct am_figures *evil = hostile_figures(&info);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_report r = report_of(plain);
        struct am_text text;
        print_message("    %s\n", cases[i].what);
        am_text_init(&text, AM_REPORT_TEXT_MAX);
        assert_int_equal(cases[i].write(&r, &text), AM_OK);
        assert_int_equal(check_rows(text.at), cases[i].rows);
        am_text_clear(&text);
        r = report_of(evil);
        assert_int_equal(cases[i].write(&r, &text), AM_OK);
        (void)check_rows(text.at);
        am_text_done(&text);
    }
    am_figures_free(plain);
    am_figures_free(evil);
}

static void an_empty_scan_makes_a_report(void **state)
{
    (void)state;
    struct am_scan_info info = {.state = AM_SCAN_CLOSED};
    struct am_figures *f = figures_of(NULL, 0, &info);
    struct am_report r = report_of(f);
    struct am_text out;
    speak(am_format_html, &r, AM_LANG_FR, &out);
    am_text_done(&out);
    speak(am_format_text, &r, AM_LANG_DE, &out);
    am_text_done(&out);
    am_figures_free(f);
}

static void a_scan_that_is_not_closed_says_so_first(void **state)
{
    (void)state;
    static const struct {
        enum am_scan_state state;
        const char *title, *close;
    } cases[] = {
        {AM_SCAN_OPEN, "Provisional: the scan is still being written", NULL},
        {AM_SCAN_INTERRUPTED, "Provisional: the scan was interrupted", "amarra close SCAN.db"},
    };
    for (size_t i = 0; i < 2; i++) {
        struct am_scan_info info = closed_scan();
        info.state = cases[i].state;
        struct am_figures *f = figures_of(day, DAY, &info);
        struct am_report r = report_of(f);
        struct am_text page;
        speak(am_format_html, &r, AM_LANG_EN, &page);
        const char *notice = strstr(page.at, cases[i].title);
        assert_non_null(notice);
        assert_true(notice < strstr(page.at, "id=\"coverage\""));
        assert_non_null(strstr(notice, "23 November 2026, 14:00"));
        if (cases[i].close)
            assert_non_null(strstr(notice, cases[i].close));
        am_text_done(&page);
        am_figures_free(f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_loads_nothing_and_runs_nothing),
        cmocka_unit_test(hostile_names_are_inert_in_a_page),
        cmocka_unit_test(links_inside_a_page_lead_somewhere),
        cmocka_unit_test(the_terminal_gets_eighty_columns_and_no_controls),
        cmocka_unit_test(json_holds_numerators_and_denominators),
        cmocka_unit_test(json_survives_hostile_text),
        cmocka_unit_test(tables_are_whole_and_run_nothing),
        cmocka_unit_test(an_empty_scan_makes_a_report),
        cmocka_unit_test(a_scan_that_is_not_closed_says_so_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
