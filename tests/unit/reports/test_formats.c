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
#include "format/vantage.h"

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

/* What can't be seen, or can't be: the figures are worked out in test_indicators.c. */
static const struct fact unseen[] = {
    {NORTH_MAIL, 0, 9, 60, 600}, {DOH, 0, 2, 20, 200},     {DOT, 0, 3, 15, 15},
    {VPN, 0, 3, 300, 3000},      {TUNNEL, 2, 1, 200, 100}, {CONFLICT, 0, 2, 20, 20},
};
#define UNSEEN (sizeof unseen / sizeof *unseen)
#define DAY    (sizeof day / sizeof *day)

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
    const struct am_finish how = {.infos = info, .info_count = 1, .reach = reach_twelve};
    assert_int_equal(am_figures_new(&office_hours, &f), AM_OK);
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

/* The one script is the last thing in the page: what is before it. */
static const char *before_script(struct am_text *page)
{
    char *script = strstr(page->at, "<script>");
    assert_non_null(script);
    assert_null(strstr(script + 1, "<script"));
    *script = '\0';
    return page->at;
}

static void a_page_loads_nothing_and_runs_its_own_script_alone(void **state)
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
        const char *before = before_script(&page);
        for (size_t i = 0; i < sizeof barred / sizeof *barred; i++)
            assert_null(strstr(before, barred[i]));
        assert_non_null(strstr(page.at, "default-src &#39;none&#39;"));
        assert_non_null(strstr(page.at, "script-src &#39;sha256-"));
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
    (void)before_script(&page);
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

/* Blanks that do not break a line, made plain ones. */
static void strip(char *text)
{
    char *out = text;
    for (const char *c = text; *c; c++) {
        bool blank = (unsigned char)c[0] == 0xc2 && (unsigned char)c[1] == 0xa0;
        *out++ = (char)(blank ? ' ' : *c);
        c += blank;
    }
    *out = '\0';
}

static uint64_t number_at(json_t *o, const char *a, const char *b, const char *c)
{
    json_t *at = json_object_get(json_object_get(o, a), b);
    at = c ? json_object_get(at, c) : at;
    assert_true(json_is_integer(at));
    return (uint64_t)json_integer_value(at);
}

static void json_tells_what_could_not_be_seen(void **state)
{
    (void)state;
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(unseen, UNSEEN, &info);
    struct am_report r = report_of(f);
    struct am_text text;
    am_text_init(&text, AM_REPORT_TEXT_MAX);
    assert_int_equal(am_format_json(&r, &text), AM_OK);
    json_t *o = json_loads(text.at, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(o);
    json_t *coverage = json_object_get(o, "coverage");
    assert_int_equal(number_at(coverage, "encrypted_dns", "contacts", "numerator"), 5);
    assert_int_equal(number_at(coverage, "encrypted_dns", "contacts", "denominator"), 20);
    assert_int_equal(number_at(coverage, "encrypted_dns", "flows", NULL), 5);
    assert_int_equal(number_at(coverage, "tunnels", "bytes", "numerator"), 3600);
    assert_int_equal(number_at(coverage, "tunnels", "bytes", "denominator"), 4550);
    assert_int_equal(number_at(coverage, "tunnels_named", "contacts", "numerator"), 3);
    json_t *no_name = json_object_get(coverage, "no_name");
    assert_int_equal(number_at(no_name, "tunnel", "flows", NULL), 1);
    assert_int_equal(number_at(no_name, "tunnel", "bytes", "numerator"), 300);
    json_t *resolver = json_array_get(json_object_get(o, "resolvers"), 0);
    assert_string_equal(json_string_value(json_object_get(resolver, "protocol")), "dot");
    assert_true(json_is_null(json_object_get(resolver, "corporation")));
    assert_string_equal(json_string_value(json_object_get(resolver, "network")), "AS64500 CLOUD");
    assert_int_equal(json_array_size(json_object_get(o, "tunnels")), 2);
    assert_int_equal(json_array_size(json_object_get(o, "conflicts")), 1);
    json_t *conflict = json_array_get(json_object_get(o, "conflicts"), 0);
    assert_string_equal(json_string_value(json_object_get(conflict, "name")), "south.example");
    assert_string_equal(json_string_value(json_object_get(conflict, "service_owner")), "south");
    assert_string_equal(json_string_value(json_object_get(conflict, "host_owner")), "stray");
    assert_true(json_is_null(json_object_get(o, "vantage"))); /* the scan did not tell */
    json_decref(o);
    am_text_clear(&text);

    assert_int_equal(am_format_names(&r, &text), AM_OK);
    assert_non_null(strstr(text.at, ",sni,stray,2,"));
    assert_non_null(strstr(text.at, ",quic,,9,"));
    am_text_clear(&text);
    assert_int_equal(am_format_blindness(&r, &text), AM_OK);
    assert_non_null(
        strstr(text.at, "no-name,tunnel,1,0.050000,200,100,1,0.050000,300,0.065934,20,20,4550"));
    assert_non_null(
        strstr(text.at, "evidence,quic,9,0.450000,60,600,9,0.450000,660,0.145055,20,20,4550"));
    assert_non_null(strstr(text.at, "tunnels,,4,"));
    am_text_done(&text);
    am_figures_free(f);
}

static void the_page_says_what_could_not_be_seen(void **state)
{
    (void)state;
    static const struct {
        enum am_language language;
        const char *says[8];
    } cases[] = {
        {AM_LANG_EN,
         {"5 of 20 contacts (25.0%) carried encrypted questions, which can’t be seen.",
          "4 of 20 contacts (20.0%), and 3.6 kB of the 4.6 kB sent and received (79.1%), went "
          "through tunnels",
          "2 of 20 contacts (10.0%) reached an address of Stray’s own network under a name of "
          "South.",
          "encrypted (DoT)", "encrypted (DoH)", "Connections", NULL}},
        {AM_LANG_ES,
         {"5 de 20 contactos (25,0 %) llevaron consultas cifradas, que no se pueden ver.",
          "pasaron por túneles: VPN, Tor, relevos.",
          "llegaron a una dirección de la red propia de Stray con un nombre de South.",
          "cifrada (DoT)", "Conexiones", NULL}},
    };
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(unseen, UNSEEN, &info);
    struct am_report r = report_of(f);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_text page;
        speak(am_format_html, &r, cases[i].language, &page);
        strip(page.at);
        for (size_t k = 0; cases[i].says[k]; k++) {
            if (!strstr(page.at, cases[i].says[k]))
                fail_msg("the page does not say: %s", cases[i].says[k]);
        }
        am_text_done(&page);
    }
    am_figures_free(f);
}

static struct am_figures *vantage_figures(const struct am_scan_info *info,
                                          const struct am_scan_counter *counters, size_t count)
{
    struct am_figures *f = NULL;
    struct am_problem problem = {0};
    const struct am_finish how = {.infos = info, .info_count = 1, .reach = reach_twelve};
    assert_int_equal(am_figures_new(&office_hours, &f), AM_OK);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(am_figures_add_counter(f, &counters[i]), AM_OK);
    assert_int_equal(am_figures_finish(f, &how, &problem), AM_OK);
    return f;
}

static void a_bad_vantage_is_told_first_with_what_to_change(void **state)
{
    (void)state;
    static const struct {
        const char *verdict, *says;
    } cases[] = {
        {"vantage.no-traffic", "Check the cable, the interface"},
        {"vantage.encrypted-wifi", "by cable to a mirror port"},
        {"vantage.broadcast-only", "“amarra scan --tzsp 37008”"},
        {"vantage.outside-nat", "Put it on the inner side."},
        {"vantage.only-itself", "The sensor sees only itself"},
        {"vantage.one-device", "connect the sensor to a mirror port of the switch"},
        {"vantage.no-inside", "which network is yours (--local)"},
        {"vantage.one-way", "30 of 40 TCP connections (75.0%) showed one direction only."},
        {"vantage.mid-stream", "6 of 10 TCP connections (60.0%) had begun before"},
        {"vantage.too-little", "50 connections in this time are too little"},
        {"vantage.doubled", NULL}, /* harmless */
        {"vantage.ok", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct am_scan_counter counters[] = {
            {cases[i].verdict, 1},       {"vantage.tcp_flows", 40}, {"vantage.tcp_one_way", 30},
            {"vantage.tcp_whole", 10},   {"vantage.tcp_mid", 6},    {"vantage.flows", 50},
            {"vantage.no-such-word", 0},
        };
        struct am_scan_info info = closed_scan();
        struct am_figures *f = vantage_figures(&info, counters, sizeof counters / sizeof *counters);
        struct am_report r = report_of(f);
        struct am_text page;
        print_message("    %s\n", cases[i].verdict);
        speak(am_format_text, &r, AM_LANG_EN, &page);
        for (char *c = page.at; *c; c++) /* as one line */
            *c = (char)(*c == '\n' ? ' ' : *c);
        assert_int_equal(strstr(page.at, "! What the sensor could see") != NULL,
                         cases[i].says != NULL);
        am_text_done(&page);
        speak(am_format_html, &r, AM_LANG_EN, &page);
        const char *found = cases[i].says ? strstr(page.at, "class=\"notice\"") : page.at;
        assert_non_null(found);
        assert_non_null(strstr(page.at, "TCP connections that had begun before"));
        am_text_done(&page);
        am_text_init(&page, AM_REPORT_TEXT_MAX);
        assert_int_equal(am_format_json(&r, &page), AM_OK);
        json_t *o = json_loads(page.at, 0, NULL);
        json_t *verdicts = json_object_get(json_object_get(o, "vantage"), "verdicts");
        assert_int_equal(json_array_size(verdicts), 1);
        assert_string_equal(json_string_value(json_array_get(verdicts, 0)),
                            cases[i].verdict + strlen("vantage."));
        assert_int_equal(number_at(json_object_get(o, "vantage"), "figures", "tcp_mid", NULL), 6);
        json_decref(o);
        am_text_done(&page);
        for (int l = 0; l < AM_LANG_COUNT && cases[i].says; l++) {
            struct am_speech *s = NULL;
            struct am_problem problem = {0};
            const char *texts[AM_VANTAGE_TOLD_MAX];
            assert_int_equal(am_speech_open(NULL, (enum am_language)l, &s, &problem), AM_OK);
            assert_int_equal(am_vantage_sentences(s, f, texts), 1);
            assert_null(strchr(texts[0], '{'));
            char said[1024];
            (void)snprintf(said, sizeof said, "%s", texts[0]);
            strip(said);
            if (l == AM_LANG_EN && !strstr(said, cases[i].says))
                fail_msg("%s", said);
            am_speech_free(s);
        }
        am_figures_free(f);
    }
}

/* One's own machine is one device: what is said of it is said once. The worst come first. */
static void few_sentences_tell_of_a_bad_vantage(void **state)
{
    (void)state;
    static const struct am_scan_counter counters[] = {
        {"vantage.too-little", 1},  {"vantage.flows", 1},       {"vantage.one-way", 1},
        {"vantage.tcp_flows", 2},   {"vantage.tcp_one_way", 2}, {"vantage.mid-stream", 1},
        {"vantage.only-itself", 1}, {"vantage.one-device", 1},  {"vantage.tcp_mid", 1},
        {"vantage.tcp_whole", 1},
    };
    struct am_scan_info info = closed_scan();
    struct am_figures *f = vantage_figures(&info, counters, sizeof counters / sizeof *counters);
    struct am_speech *s = NULL;
    struct am_problem problem = {0};
    const char *texts[AM_VANTAGE_TOLD_MAX];
    assert_int_equal(am_speech_open(NULL, AM_LANG_EN, &s, &problem), AM_OK);
    assert_int_equal(am_vantage_sentences(s, f, texts), 3);
    assert_non_null(strstr(texts[0], "only itself"));
    assert_non_null(strstr(texts[1], "one direction"));
    assert_non_null(strstr(texts[2], "had begun"));
    am_speech_free(s);
    am_figures_free(f);
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
        {"blindness", am_format_blindness, 29},
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
        cmocka_unit_test(a_page_loads_nothing_and_runs_its_own_script_alone),
        cmocka_unit_test(hostile_names_are_inert_in_a_page),
        cmocka_unit_test(links_inside_a_page_lead_somewhere),
        cmocka_unit_test(the_terminal_gets_eighty_columns_and_no_controls),
        cmocka_unit_test(json_holds_numerators_and_denominators),
        cmocka_unit_test(json_survives_hostile_text),
        cmocka_unit_test(json_tells_what_could_not_be_seen),
        cmocka_unit_test(the_page_says_what_could_not_be_seen),
        cmocka_unit_test(a_bad_vantage_is_told_first_with_what_to_change),
        cmocka_unit_test(few_sentences_tell_of_a_bad_vantage),
        cmocka_unit_test(tables_are_whole_and_run_nothing),
        cmocka_unit_test(an_empty_scan_makes_a_report),
        cmocka_unit_test(a_scan_that_is_not_closed_says_so_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
