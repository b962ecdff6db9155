/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/page.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/shell.h"
#include "web/downloads.h"
#include "web/pieces.h"
#include "web/words.h"

#define REFRESH "5" /* seconds, without script */

struct piece {
    struct am_text text;
    uint64_t revision; /* in which it changed */
};

struct am_web_page {
    struct am_web_page_options with;
    struct piece pieces[AM_WEB_PIECES];
    uint64_t revision, seen; /* ours; the session's at the last update */
};

enum am_status am_web_page_new(const struct am_web_page_options *options, struct am_web_page **out,
                               struct am_problem *problem)
{
    struct am_web_page *p = calloc(1, sizeof *p);
    if (!p)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    p->with = *options;
    p->seen = UINT64_MAX;
    for (size_t i = 0; i < AM_WEB_PIECES; i++)
        am_text_init(&p->pieces[i].text, AM_WEB_PAGE_MAX / 4);
    am_web_page_update(p);
    *out = p;
    return AM_OK;
}

void am_web_page_free(struct am_web_page *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < AM_WEB_PIECES; i++)
        am_text_done(&p->pieces[i].text);
    free(p);
}

/* Keeps what it had where the new one can't be written; true where it is another. */
static bool renew(struct am_web_page *p, enum am_web_piece which)
{
    const struct am_report report = {.title = p->with.title};
    struct piece *piece = &p->pieces[which];
    struct am_text text;
    am_text_init(&text, piece->text.limit);
    struct am_web_draft draft = {
        .page = {.speech = p->with.speech,
                 .report = &report,
                 .figures = am_view_figures(am_session_view(p->with.session))},
        .state = am_session_state(p->with.session),
        .view = am_session_view(p->with.session),
    };
    am_html_init_piece(&draft.page.html, &text);
    am_web_piece_write(&draft, which);
    bool good = am_html_status(&draft.page.html) == AM_OK && draft.page.status == AM_OK &&
                am_text_status(&text) == AM_OK && am_speech_status(p->with.speech) == AM_OK;
    bool other = good && strcmp(text.at, piece->text.at) != 0;
    if (other) {
        am_text_done(&piece->text);
        piece->text = text;
    } else {
        am_text_done(&text);
    }
    am_speech_forget(p->with.speech);
    return other;
}

void am_web_page_update(struct am_web_page *p)
{
    uint64_t now = am_session_state(p->with.session)->revision;
    uint64_t next = p->revision + 1;
    if (now == p->seen)
        return;
    p->seen = now;
    for (int i = 0; i < AM_WEB_PIECES; i++)
        if (renew(p, (enum am_web_piece)i))
            p->pieces[i].revision = p->revision = next;
}

uint64_t am_web_page_revision(const struct am_web_page *p)
{
    return p->revision;
}

/* ---- the whole ---- */

static void meta(struct am_html *h, const char *name, const char *content)
{
    am_html_void(h, "meta");
    am_html_attribute(h, "name", name);
    am_html_attribute(h, "content", content);
}

static void style(struct am_html *h, const char *href)
{
    am_html_void(h, "link");
    am_html_attribute(h, "rel", "stylesheet");
    am_html_attribute(h, "href", href);
}

static void write_head(const struct am_web_page *p, struct am_html *h)
{
    struct am_speech *s = p->with.speech;
    const char *title = AM_SAY(s, TEXT_WEB);
    if (p->with.title)
        title = AM_SAY(s, "{1} – {2}", p->with.title, title);
    am_html_open(h, "head");
    am_html_void(h, "meta");
    am_html_attribute(h, "charset", "utf-8");
    meta(h, "viewport", "width=device-width, initial-scale=1");
    meta(h, "referrer", "no-referrer");
    meta(h, "color-scheme", "light dark");
    am_html_element(h, "title", NULL, title);
    am_html_void(h, "link");
    am_html_attribute(h, "rel", "icon");
    am_html_attribute(h, "href", "./icon.svg");
    style(h, "./report.css");
    style(h, "./charts.css");
    style(h, "./web.css");
    am_html_open(h, "noscript");
    am_html_void(h, "meta");
    am_html_attribute(h, "http-equiv", "refresh");
    am_html_attribute(h, "content", REFRESH);
    am_html_close(h, "noscript");
    am_html_open(h, "script");
    am_html_attribute(h, "src", "./web.js");
    am_html_attribute(h, "defer", "");
    am_html_close(h, "script");
    am_html_close(h, "head");
}

static void put(const struct am_web_page *p, struct am_html *h, enum am_web_piece which)
{
    am_html_text(h, ""); /* ends the tag before it */
    am_text_add(h->out, p->pieces[which].text.at);
}

/* Shown by the script, without which it would do nothing. */
static void write_big(const struct am_web_page *p, struct am_html *h)
{
    am_html_open(h, "button");
    am_html_attribute(h, "id", "big");
    am_html_attribute(h, "type", "button");
    am_html_attribute(h, "aria-pressed", "false");
    am_html_attribute(h, "hidden", "");
    am_html_text(h, AM_SAY(p->with.speech, TEXT_WEB_BIG));
    am_html_close(h, "button");
}

static void write_top(const struct am_web_page *p, struct am_html *h)
{
    struct am_speech *s = p->with.speech;
    am_html_open(h, "header");
    am_html_open(h, "h1");
    if (p->with.title) {
        am_html_element(h, "bdi", NULL, p->with.title);
        am_html_text(h, " ");
        am_html_element(h, "span", NULL, AM_SAY(s, TEXT_WEB));
    } else {
        am_html_text(h, AM_SAY(s, TEXT_WEB));
    }
    am_html_close(h, "h1");
    put(p, h, AM_WEB_STATE);
    write_big(p, h);
    put(p, h, AM_WEB_CONTROLS);
    am_html_close(h, "header");
}

static void link_to(const struct am_web_page *p, struct am_html *h, const char *href,
                    const char *text)
{
    am_html_open(h, "li");
    am_html_open(h, "a");
    am_html_attribute(h, "href", href);
    am_html_attribute(h, "download", "");
    am_html_text(h, AM_SAY(p->with.speech, text));
    am_html_close(h, "a");
    am_html_close(h, "li");
}

static void write_downloads(const struct am_web_page *p, struct am_html *h)
{
    am_html_open(h, "section");
    am_html_attribute(h, "id", "take");
    am_html_attribute(h, "aria-labelledby", "take-title");
    am_html_open(h, "h2");
    am_html_attribute(h, "id", "take-title");
    am_html_text(h, AM_SAY(p->with.speech, TEXT_WEB_TAKE));
    am_html_close(h, "h2");
    am_html_element(h, "p", "note", AM_SAY(p->with.speech, TEXT_WEB_TAKE_IS));
    am_html_open(h, "ul");
    link_to(p, h, "./report.html", TEXT_WEB_TAKE_REPORT);
    link_to(p, h, "./report.json", TEXT_WEB_TAKE_JSON);
    link_to(p, h, "./corporations.csv", TEXT_WEB_TAKE_OWNERS);
    link_to(p, h, "./names.csv", TEXT_WEB_TAKE_NAMES);
    am_html_close(h, "ul");
    am_html_close(h, "section");
}

/* Shown by the script, which alone hears them. Single letters can be turned off (WCAG 2.1.4). */
static void write_keys(const struct am_web_page *p, struct am_html *h)
{
    struct am_speech *s = p->with.speech;
    static const char *const keys[][2] = {
        {TEXT_KEY_SPACE, TEXT_KEY_PAUSE_HELP},
        {"n", TEXT_KEY_NEXT_HELP},
        {"g", TEXT_KEY_GUESS_HELP},
        {"m", TEXT_KEY_MARKER_HELP},
        {"b", TEXT_KEY_BIG_HELP},
        {"+ −", TEXT_KEY_SPEED_HELP},
    };
    am_html_open(h, "details");
    am_html_attribute(h, "id", "keys");
    am_html_attribute(h, "hidden", "");
    am_html_element(h, "summary", NULL, AM_SAY(s, TEXT_LIVE_KEYS));
    am_html_open(h, "dl");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        am_html_open(h, "div");
        am_html_open(h, "dt");
        am_html_element(h, "kbd", NULL, AM_SAY(s, keys[i][0]));
        am_html_close(h, "dt");
        am_html_element(h, "dd", NULL, AM_SAY(s, keys[i][1]));
        am_html_close(h, "div");
    }
    am_html_close(h, "dl");
    am_html_open(h, "label");
    am_html_void(h, "input");
    am_html_attribute(h, "id", "keys-on");
    am_html_attribute(h, "type", "checkbox");
    am_html_attribute(h, "checked", "");
    am_html_text(h, " ");
    am_html_text(h, AM_SAY(s, TEXT_WEB_KEYS_USE));
    am_html_close(h, "label");
    am_html_close(h, "details");
}

/* The script's words, in the language of the page, and what it alone needs. */
static void write_for_script(const struct am_web_page *p, struct am_html *h)
{
    struct am_speech *s = p->with.speech;
    am_html_open(h, "p");
    am_html_attribute(h, "id", "notice");
    am_html_attribute(h, "role", "status");
    am_html_attribute(h, "data-lost", AM_SAY(s, TEXT_WEB_LOST));
    am_html_close(h, "p");
    am_html_open(h, "p");
    am_html_attribute(h, "id", "told");
    am_html_attribute(h, "class", "aloud");
    am_html_attribute(h, "role", "status");
    am_html_close(h, "p");
    am_html_open(h, "noscript");
    am_html_element(h, "p", "note", AM_SAY(s, TEXT_WEB_NO_SCRIPT, REFRESH));
    am_html_close(h, "noscript");
}

static void write_body(const struct am_web_page *p, struct am_html *h)
{
    struct am_page around = {.speech = p->with.speech};
    am_html_open(h, "a");
    am_html_attribute(h, "class", "skip");
    am_html_attribute(h, "href", "#live");
    am_html_text(h, AM_SAY(p->with.speech, TEXT_WEB_SKIP));
    am_html_close(h, "a");
    around.html = *h;
    am_shell_patterns(&around);
    *h = around.html;
    write_top(p, h);
    am_html_open(h, "main");
    am_html_attribute(h, "id", "live");
    am_html_attribute(h, "tabindex", "-1");
    write_for_script(p, h);
    for (int i = AM_WEB_MESSAGE; i < AM_WEB_PIECES; i++)
        put(p, h, (enum am_web_piece)i);
    write_downloads(p, h);
    am_html_close(h, "main");
    am_html_open(h, "footer");
    write_keys(p, h);
    am_html_element(h, "p", NULL, AM_SAY(p->with.speech, TEXT_WEB_FOOT, AMARRA_VERSION));
    am_html_close(h, "footer");
}

enum am_status am_web_page_write(const struct am_web_page *p, struct am_text *out)
{
    struct am_html h;
    am_html_init(&h, out);
    am_html_open(&h, "html");
    am_html_attribute(&h, "lang", am_language_code(am_speech_language(p->with.speech)));
    write_head(p, &h);
    am_html_open(&h, "body");
    write_body(p, &h);
    am_html_close(&h, "body");
    am_html_close(&h, "html");
    am_text_add(out, "\n");
    enum am_status status = am_html_status(&h);
    if (status == AM_OK)
        status = am_text_status(out);
    if (status == AM_OK)
        status = am_speech_status(p->with.speech);
    am_speech_forget(p->with.speech);
    return status;
}

/* A message ends at an empty line, so each line of a piece says that it belongs to it. */
static void add_lines(struct am_text *out, const char *text)
{
    for (const char *at = text; *at;) {
        size_t len = strcspn(at, "\r\n");
        if (len > 0) {
            am_text_add(out, "data:");
            am_text_add_len(out, at, len);
            am_text_add(out, "\n");
        }
        at += len;
        at += strspn(at, "\r\n");
    }
}

enum am_status am_web_page_write_since(const struct am_web_page *p, uint64_t since,
                                       struct am_text *out)
{
    am_text_addf(out, "id:%" PRIu64 "\n", p->revision);
    for (size_t i = 0; i < AM_WEB_PIECES; i++)
        if (p->pieces[i].revision > since)
            add_lines(out, p->pieces[i].text.at);
    am_text_add(out, "\n");
    return am_text_status(out);
}

enum am_status am_web_page_download(const struct am_web_page *p, int which, struct am_text *out)
{
    struct am_web_source from = {.figures = am_view_figures(am_session_view(p->with.session)),
                                 .rules = p->with.rules,
                                 .title = p->with.title};
    if (!from.figures)
        return AM_E_NOT_FOUND;
    enum am_status status =
        am_web_download(&from, (enum am_web_download)which, p->with.speech, out);
    am_speech_forget(p->with.speech);
    return status;
}
