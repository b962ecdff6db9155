/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The report as one HTML file: nothing is loaded, and a policy forbids that anything be. A little
 * script sorts and finds; without it nothing is missing. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assets.h"
#include "format/page.h"
#include "format/sentences.h"
#include "text.h"

#define DIGEST_SIZE 64

static void digest_of(const char *text, char out[DIGEST_SIZE])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    (void)crypto_hash_sha256(digest, (const unsigned char *)text, strlen(text));
    (void)sodium_bin2base64(out, DIGEST_SIZE, digest, sizeof digest,
                            sodium_base64_VARIANT_ORIGINAL);
}

/* Style sheets of a page; the last is for those that have markers. */
static const char *const sheets[] = {am_asset_report_css, am_asset_charts_css,
                                     am_asset_markers_css};

static bool has_markers(const struct am_page *p)
{
    return p->figures->markers.count > 0 && !p->report->published;
}

static size_t sheets_of(const struct am_page *p)
{
    return sizeof sheets / sizeof *sheets - (has_markers(p) ? 0 : 1);
}

/* Whatever the page holds, it may apply these style sheets, run this one script, and do nothing
 * else. */
static void write_policy(struct am_page *p)
{
    struct am_html *h = &p->html;
    char style[sizeof sheets / sizeof *sheets * (DIGEST_SIZE + 16)] = "";
    char digest[DIGEST_SIZE];
    char policy[512];
    size_t len = 0;
    for (size_t i = 0; i < sheets_of(p); i++) {
        digest_of(sheets[i], digest);
        len += (size_t)snprintf(style + len, sizeof style - len, " 'sha256-%s'", digest);
    }
    digest_of(am_asset_report_js, digest);
    (void)snprintf(policy, sizeof policy,
                   "default-src 'none'; style-src%s; script-src 'sha256-%s'; "
                   "%sbase-uri 'none'; form-action 'none'",
                   style, digest, p->report->logo.type ? "img-src data:; " : "");
    am_html_void(h, "meta");
    am_html_attribute(h, "http-equiv", "Content-Security-Policy");
    am_html_attribute(h, "content", policy);
}

static void meta(struct am_html *h, const char *name, const char *content)
{
    am_html_void(h, "meta");
    am_html_attribute(h, "name", name);
    am_html_attribute(h, "content", content);
}

static void write_head(struct am_page *p, const char *title)
{
    struct am_html *h = &p->html;
    if (p->report->title)
        title = AM_SAY(p->speech, "{1} – {2}", p->report->title, title);
    am_html_open(h, "head");
    am_html_void(h, "meta");
    am_html_attribute(h, "charset", "utf-8");
    write_policy(p);
    meta(h, "viewport", "width=device-width, initial-scale=1");
    meta(h, "referrer", "no-referrer");
    meta(h, "color-scheme", "light dark");
    meta(h, "generator", "amarra " AMARRA_VERSION);
    am_html_element(h, "title", NULL, title);
    for (size_t i = 0; i < sheets_of(p); i++)
        am_html_style(h, sheets[i]);
    am_html_close(h, "head");
}

static void fact(struct am_page *p, const char *term, const char *text)
{
    am_html_open(&p->html, "div");
    am_html_element(&p->html, "dt", NULL, AM_SAY(p->speech, term));
    am_html_element(&p->html, "dd", NULL, text);
    am_html_close(&p->html, "div");
}

static void write_header(struct am_page *p, const char *title)
{
    struct am_html *h = &p->html;
    struct am_speech *s = p->speech;
    am_html_open(h, "header");
    if (p->report->logo.type) { /* the name beside it is its text */
        am_html_picture(h, "img", p->report->logo.type, p->report->logo.bytes);
        am_html_attribute(h, "class", "logo");
        am_html_attribute(h, "alt", "");
        am_html_close(h, "img");
    }
    if (p->report->title) {
        am_html_open(h, "p");
        am_html_attribute(h, "class", "organization");
        am_page_foreign(p, NULL, p->report->title);
        am_html_close(h, "p");
    }
    am_html_element(h, "h1", NULL, title);
    am_page_paragraph(p, "tagline", AM_SAY(s, TEXT_TAGLINE));
    am_html_close(h, "header");
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

void am_page_patterns(struct am_page *p)
{
    struct am_html *h = &p->html;
    am_html_open(h, "svg");
    am_html_attribute(h, "class", "patterns");
    am_html_attribute(h, "width", "0");
    am_html_attribute(h, "height", "0");
    am_html_attribute(h, "aria-hidden", "true");
    am_html_open(h, "pattern");
    am_html_attribute(h, "id", "hatch");
    am_html_attribute(h, "width", "6");
    am_html_attribute(h, "height", "6");
    am_html_attribute(h, "patternUnits", "userSpaceOnUse");
    am_html_attribute(h, "patternTransform", "rotate(45)");
    am_html_open(h, "rect");
    am_html_attribute(h, "class", "hatch-ground");
    am_html_attribute(h, "width", "6");
    am_html_attribute(h, "height", "6");
    am_html_close(h, "rect");
    am_html_open(h, "rect");
    am_html_attribute(h, "class", "hatch-line");
    am_html_attribute(h, "width", "3");
    am_html_attribute(h, "height", "6");
    am_html_close(h, "rect");
    am_html_close(h, "pattern");
    am_html_close(h, "svg");
}

/* The script's words come with it, in the language of the page. */
static void write_script(struct am_page *p)
{
    struct am_html *h = &p->html;
    am_html_open(h, "div");
    am_html_attribute(h, "id", "words");
    am_html_attribute(h, "hidden", "");
    am_html_attribute(h, "data-point", am_say_point(p->speech));
    am_html_attribute(h, "data-sort", AM_SAY(p->speech, TEXT_SORT));
    am_html_attribute(h, "data-find", AM_SAY(p->speech, TEXT_FIND));
    am_html_attribute(h, "data-unfold", AM_SAY(p->speech, TEXT_UNFOLD));
    am_html_attribute(h, "data-fold", AM_SAY(p->speech, TEXT_FOLD));
    am_html_close(h, "div");
    am_html_script(h, am_asset_report_js);
}

void am_page_open(struct am_page *p, struct am_text *out, const char *title)
{
    struct am_html *h = &p->html;
    am_html_init(h, out);
    am_html_open(h, "html");
    am_html_attribute(h, "lang", am_language_code(am_speech_language(p->speech)));
    write_head(p, title);
    am_html_open(h, "body");
    am_html_open(h, "a");
    am_html_attribute(h, "class", "skip");
    am_html_attribute(h, "href", "#report");
    am_html_text(h, AM_SAY(p->speech, TEXT_SKIP));
    am_html_close(h, "a");
    am_page_patterns(p);
    write_header(p, title);
    am_html_open(h, "main");
    am_html_attribute(h, "id", "report");
    am_html_attribute(h, "tabindex", "-1");
}

enum am_status am_page_close(struct am_page *p)
{
    struct am_html *h = &p->html;
    am_html_close(h, "main");
    am_html_open(h, "footer");
    am_page_paragraph(p, NULL, AM_SAY(p->speech, TEXT_FOOT, AMARRA_VERSION));
    am_html_close(h, "footer");
    write_script(p);
    am_html_close(h, "body");
    am_html_close(h, "html");
    am_text_add(h->out, "\n");
    enum am_status status = p->status != AM_OK ? p->status : am_html_status(h);
    return status == AM_OK ? am_speech_status(p->speech) : status;
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
