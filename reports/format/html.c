/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The report as one HTML file: nothing is loaded, and a policy forbids that anything be. A little
 * script sorts and finds; without it nothing is missing. */
#include <stdio.h>
#include <stdlib.h>

#include "assets.h"
#include "format/page.h"
#include "format/sentences.h"
#include "format/shell.h"
#include "text.h"

/* Style sheets of a page; the last is for those that have markers. */
static const char *const sheets[] = {am_asset_report_css, am_asset_charts_css,
                                     am_asset_markers_css};

static bool has_markers(const struct am_page *p)
{
    return p->figures->markers.count > 0 && !p->report->published;
}

static void fact(struct am_page *p, const char *term, const char *text)
{
    am_html_open(&p->html, "div");
    am_html_element(&p->html, "dt", NULL, AM_SAY(p->speech, term));
    am_html_element(&p->html, "dd", NULL, text);
    am_html_close(&p->html, "div");
}

static void write_facts(struct am_page *p)
{
    struct am_html *h = &p->html;
    struct am_speech *s = p->speech;
    am_html_open(h, "dl");
    am_html_attribute(h, "class", "facts");
    fact(p, TEXT_FACT_PERIOD, am_sentence_period(s, &p->figures->scope));
    fact(p, TEXT_FACT_SEEN, am_sentence_seen(s, p->figures));
    fact(p, TEXT_FACT_VOLUME, am_sentence_volume(s, p->figures));
    fact(p, TEXT_FACT_WORK, am_sentence_work_time(s, &p->figures->ask));
    fact(p, TEXT_FACT_SOURCE, am_sentence_source(s, &p->figures->scope));
    am_html_close(h, "dl");
}

/* One box for each title; lines without one belong to the box before them. */
static void write_notices(struct am_page *p)
{
    struct am_html *h = &p->html;
    struct am_notice notices[AM_NOTICES_MAX];
    size_t count = am_sentence_notices(p->speech, p->figures, notices);
    bool list = false;
    for (size_t i = 0; i < count; i++) {
        if (notices[i].title) {
            am_html_open(h, "div");
            am_html_attribute(h, "class", "notice");
            am_html_attribute(h, "role", "note");
            am_html_element(h, "p", "notice-title", notices[i].title);
        }
        if (notices[i].item && !list)
            am_html_open(h, "ul");
        list = notices[i].item;
        am_html_element(h, list ? "li" : "p", NULL, notices[i].text);
        bool last = i + 1 == count || notices[i + 1].title;
        if (list && (last || !notices[i + 1].item)) {
            am_html_close(h, "ul");
            list = false;
        }
        if (last)
            am_html_close(h, "div");
    }
}

static const struct {
    const char *id, *title;
    void (*write)(struct am_page *p);
} sections[] = {
    {"coverage", TEXT_COVERAGE, am_page_coverage},
    {"findings", TEXT_FINDINGS, am_page_findings},
    {"ropes", TEXT_ROPES, am_page_ropes},
    {"owners", TEXT_OWNERS, am_page_owners},
    {"stops", TEXT_STOPS, am_page_stops},
    {"work", TEXT_WORK, am_page_work},
    {"instead", TEXT_OWNER_INSTEAD, am_page_instead},
    {"law", TEXT_LAW, am_page_law},
    {"leaving", TEXT_LEAVING, am_page_leaving},
    {"night", TEXT_NIGHT, am_page_night},
    {"markers", TEXT_MARKERS, am_page_markers},
    {"blind", TEXT_BLIND, am_page_blind},
    {"method", TEXT_METHOD, am_page_method},
    {"trace", TEXT_TRACE, am_page_trace},
    {"sources", TEXT_SOURCES, am_page_sources},
};

static bool is_told(const struct am_page *p, size_t section)
{
    return sections[section].write != am_page_markers || has_markers(p);
}

static void write_contents(struct am_page *p)
{
    struct am_html *h = &p->html;
    am_html_open(h, "nav");
    am_html_attribute(h, "aria-labelledby", "contents");
    am_html_open(h, "p");
    am_html_attribute(h, "id", "contents");
    am_html_text(h, AM_SAY(p->speech, TEXT_CONTENTS));
    am_html_close(h, "p");
    am_html_open(h, "ol");
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        char link[32];
        if (!is_told(p, i))
            continue;
        (void)snprintf(link, sizeof link, "#%s", sections[i].id);
        am_html_open(h, "li");
        am_html_open(h, "a");
        am_html_attribute(h, "href", link);
        am_html_text(h, AM_SAY(p->speech, sections[i].title));
        am_html_close(h, "a");
        am_html_close(h, "li");
    }
    am_html_close(h, "ol");
    am_html_close(h, "nav");
}

static struct am_shell shell_of(const struct am_page *p, const char *title)
{
    struct am_speech *s = p->speech;
    return (struct am_shell){
        .title = title,
        .owner = p->report->title,
        .tagline = AM_SAY(s, TEXT_TAGLINE),
        .skip = AM_SAY(s, TEXT_SKIP),
        .foot = AM_SAY(s, TEXT_FOOT, AMARRA_VERSION),
        .logo = &p->report->logo,
        .sheets = sheets,
        .sheet_count = sizeof sheets / sizeof *sheets - (has_markers(p) ? 0 : 1),
    };
}

void am_page_open(struct am_page *p, struct am_text *out, const char *title)
{
    const struct am_shell shell = shell_of(p, title);
    am_shell_open(p, out, &shell);
}

enum am_status am_page_close(struct am_page *p)
{
    const struct am_shell shell = shell_of(p, "");
    return am_shell_close(p, &shell);
}

enum am_status am_format_html(const struct am_report *r, struct am_speech *s, struct am_text *out)
{
    struct am_page p = {.speech = s, .report = r, .figures = r->figures};
    p.cited = calloc(r->source_count + 1, sizeof(const struct am_fact_source *));
    if (!p.cited)
        return AM_E_NO_MEMORY;
    am_page_open(&p, out, AM_SAY(s, TEXT_REPORT));
    write_facts(&p);
    write_contents(&p);
    write_notices(&p);
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        if (!is_told(&p, i))
            continue;
        am_page_section(&p, sections[i].id, sections[i].title);
        sections[i].write(&p);
        am_page_section_end(&p);
    }
    enum am_status status = am_page_close(&p);
    free((void *)p.cited);
    return status;
}
