/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/site/site.h"

#include <stdio.h>
#include <string.h>

#include "assets.h"
#include "campaign/site/card.h"
#include "campaign/site/data.h"
#include "campaign/site/leaf.h"
#include "campaign/told.h"
#include "campaign/words.h"
#include "format/shell.h"

static const char *const sheets[] = {am_asset_report_css, am_asset_charts_css, am_asset_site_css};

static void (*const writers[AM_LEAVES])(struct am_leaf *l) = {
    [AM_LEAF_FRONT] = am_leaf_front,         [AM_LEAF_CORPORATIONS] = am_leaf_corporations,
    [AM_LEAF_COUNTRIES] = am_leaf_countries, [AM_LEAF_WORK] = am_leaf_work,
    [AM_LEAF_SECTOR] = am_leaf_groups,       [AM_LEAF_COUNTRY] = am_leaf_groups,
    [AM_LEAF_TERRITORY] = am_leaf_groups,    [AM_LEAF_SIZE] = am_leaf_groups,
    [AM_LEAF_ROUNDS] = am_leaf_rounds,       [AM_LEAF_METHOD] = am_leaf_method,
    [AM_LEAF_DATA] = am_leaf_data,
};

/* Each by its own name: no translation. */
static const char *const endonyms[AM_LANG_COUNT] = {
    [AM_LANG_EN] = "English",  [AM_LANG_ES] = "Español", [AM_LANG_PT] = "Português",
    [AM_LANG_FR] = "Français", [AM_LANG_DE] = "Deutsch",
};

/* ---- what stands around a page ---- */

struct around {
    struct am_shell shell;
    struct am_shell_link pages[AM_LEAVES], languages[AM_LANG_COUNT];
};

static void language_links(const struct am_site *site, struct am_speech *s, const char *file,
                           struct around *out)
{
    for (size_t i = 0; i < site->speech_count && i < AM_LANG_COUNT; i++) {
        enum am_language language = am_speech_language(site->speeches[i]);
        const char *code = am_language_code(language);
        out->languages[i] = (struct am_shell_link){.href = AM_SAY(s, "./{1}.{2}.html", file, code),
                                                   .text = endonyms[language],
                                                   .lang = code,
                                                   .here = language == am_speech_language(s)};
    }
    out->shell.languages =
        (struct am_shell_links){.label = AM_SAY(s, TEXT_SITE_LANGUAGES),
                                .at = out->languages,
                                .count = site->speech_count > 1 ? site->speech_count : 0};
}

static void page_links(struct am_leaf *l, struct around *out)
{
    size_t count = 0;
    for (int i = 0; i < AM_LEAVES; i++)
        if (am_leaf_has(l->figures, (enum am_leaf_name)i))
            out->pages[count++] = (struct am_shell_link){
                .href = am_leaf_address(l, (enum am_leaf_name)i, NULL),
                .text = AM_SAY(l->speech, am_leaf_title((enum am_leaf_name)i)),
                .here = l->name == (enum am_leaf_name)i};
    out->shell.pages = (struct am_shell_links){
        .label = AM_SAY(l->speech, TEXT_SITE_PAGES), .at = out->pages, .count = count};
}

static void begin_around(const struct am_site *site, struct am_speech *s, struct around *out)
{
    const struct am_campaign_figures *f = site->figures;
    memset(out, 0, sizeof *out);
    out->shell.skip = AM_SAY(s, TEXT_SITE_SKIP);
    out->shell.foot = AM_SAY(s, TEXT_SITE_FOOT, am_site_identifier(s, f), AMARRA_VERSION);
    out->shell.tagline =
        AM_SAY(s, TEXT_SITE_TAGLINE, am_say_number(s, f->edition), am_say_date(s, f->day));
    out->shell.logo = site->logo;
    out->shell.sheets = sheets;
    out->shell.sheet_count = sizeof sheets / sizeof *sheets;
}

static enum am_status add(struct am_leaf *l, const char *name, struct am_text *text,
                          struct am_batch *batch, struct am_problem *problem, enum am_status status)
{
    if (status == AM_OK)
        status = am_batch_add(batch, name, text, problem);
    else
        (void)am_problem_set(problem, status, name, 0, "can't be made: %s", am_status_name(status));
    am_text_done(text);
    am_speech_forget(l->speech);
    return status;
}

static enum am_status write_leaf(const struct am_site *site, struct am_speech *s,
                                 enum am_leaf_name name, struct am_batch *batch,
                                 struct am_problem *problem)
{
    const struct am_campaign_figures *f = site->figures;
    struct am_leaf l = {.page = {.speech = s},
                        .site = site,
                        .figures = f,
                        .all = am_told_newest(f),
                        .speech = s,
                        .name = name};
    struct am_text text;
    struct around around;
    char folder[AM_SITE_FOLDER];
    char path[AM_BATCH_NAME_MAX];
    bool front = name == AM_LEAF_FRONT;
    begin_around(site, s, &around);
    around.shell.title = front ? am_told_title(s, f->settings) : AM_SAY(s, am_leaf_title(name));
    around.shell.owner = front ? f->settings->organizer : am_told_title(s, f->settings);
    language_links(site, s, am_leaf_file(name), &around);
    page_links(&l, &around);
    am_site_folder(f->edition, folder);
    (void)snprintf(path, sizeof path, "%s/%s.%s.html", folder, am_leaf_file(name),
                   am_language_code(am_speech_language(s)));
    am_text_init(&text, AM_REPORT_TEXT_MAX);
    am_shell_open(&l.page, &text, &around.shell);
    writers[name](&l);
    return add(&l, path, &text, batch, problem, am_shell_close(&l.page, &around.shell));
}

/* ---- replies ---- */

/* The next line, without its end, in `line`; returns what comes after it. */
static const char *take_line(const char *text, struct am_text *line)
{
    size_t len = strcspn(text, "\r\n");
    am_text_clear(line);
    am_text_add_len(line, text, len);
    text += len;
    text += *text == '\r';
    return text + (*text == '\n');
}

/* Lines of a paragraph follow each other; an empty one ends it. */
static void paragraphs(struct am_html *h, const char *text, struct am_text *line)
{
    bool open = false;
    while (*text) {
        text = take_line(text, line);
        bool empty = line->at[strspn(line->at, " \t")] == '\0';
        if (open && empty)
            am_html_close(h, "p");
        else if (open)
            am_html_void(h, "br");
        else if (!empty)
            am_html_open(h, "p");
        open = !empty;
        if (open)
            am_html_text(h, line->at);
    }
    if (open)
        am_html_close(h, "p");
}

/* Its first line is a heading. */
static void reply(struct am_leaf *l, const struct am_site_reply *r, size_t at)
{
    struct am_html *h = &l->page.html;
    struct am_text line;
    char id[AM_LEAF_ANCHOR];
    char heading[32];
    am_text_init(&line, AM_SITE_REPLY_BYTES + 1);
    const char *text = take_line(r->text, &line);
    (void)am_leaf_anchor(r->name, id);
    (void)snprintf(heading, sizeof heading, "_reply-%zu", at);
    am_html_open(h, "section");
    am_html_attribute(h, "id", id);
    am_html_attribute(h, "aria-labelledby", heading);
    am_html_open(h, "h2");
    am_html_attribute(h, "id", heading);
    am_page_foreign(&l->page, NULL, line.len > 0 ? line.at : r->name);
    am_html_close(h, "h2");
    am_html_open(h, "blockquote");
    am_html_attribute(h, "class", "reply");
    paragraphs(h, text, &line);
    am_html_close(h, "blockquote");
    am_html_close(h, "section");
    am_text_done(&line);
}

static enum am_status write_replies(const struct am_site *site, struct am_speech *s,
                                    struct am_batch *batch, struct am_problem *problem)
{
    struct am_leaf l = {.page = {.speech = s}, .site = site, .figures = site->figures, .speech = s};
    const struct am_settings *settings = site->figures->settings;
    const char *code = am_language_code(am_speech_language(s));
    struct am_text text;
    struct around around;
    char path[64];
    begin_around(site, s, &around);
    around.shell.title = AM_SAY(s, TEXT_SITE_REPLIES);
    around.shell.owner = am_told_title(s, settings);
    around.shell.tagline = AM_SAY(s, TEXT_SITE_REPLIES_LEAD);
    language_links(site, s, "replies", &around);
    (void)snprintf(path, sizeof path, "replies.%s.html", code);
    am_text_init(&text, AM_REPORT_TEXT_MAX);
    am_shell_open(&l.page, &text, &around.shell);
    am_leaf_say(
        &l, NULL,
        AM_SAY(s, TEXT_SITE_REPLY_IS, settings->reply ? settings->reply : settings->contact));
    if (site->reply_count == 0)
        am_leaf_say(&l, NULL, AM_SAY(s, TEXT_SITE_REPLIES_NONE));
    for (size_t i = 0; i < site->reply_count; i++)
        reply(&l, &site->replies[i], i);
    am_leaf_link(&l, "./index.html", AM_SAY(s, TEXT_SITE_EDITIONS_ALL));
    return add(&l, path, &text, batch, problem, am_shell_close(&l.page, &around.shell));
}

/* ---- all editions and languages ---- */

static void earlier(struct am_html *h, const struct am_site *site, struct am_speech *s)
{
    enum am_language language = am_speech_language(s);
    bool begun = false;
    for (size_t i = site->edition_count; i > 0; i--) {
        const struct am_site_edition *e = &site->editions[i - 1];
        char folder[AM_SITE_FOLDER];
        if (!(e->languages & 1u << language))
            continue;
        if (!begun) {
            am_html_open(h, "p");
            am_html_attribute(h, "class", "note");
            am_html_text(h, AM_SAY(s, TEXT_SITE_EARLIER));
        }
        begun = true;
        am_site_folder(e->number, folder);
        am_html_text(h, " ");
        am_html_open(h, "a");
        am_html_attribute(h, "href",
                          AM_SAY(s, "./{1}/index.{2}.html", folder, am_language_code(language)));
        am_html_text(h, AM_SAY(s, TEXT_SITE_EDITION_OF, am_say_number(s, e->number),
                               am_say_date(s, e->day)));
        am_html_close(h, "a");
    }
    if (begun)
        am_html_close(h, "p");
}

static void choice(struct am_html *h, const struct am_site *site, struct am_speech *s)
{
    const struct am_campaign_figures *f = site->figures;
    const char *code = am_language_code(am_speech_language(s));
    char folder[AM_SITE_FOLDER];
    am_site_folder(f->edition, folder);
    am_html_open(h, "li");
    am_html_attribute(h, "lang", code);
    am_html_element(h, "h2", NULL, endonyms[am_speech_language(s)]);
    am_html_open(h, "p");
    am_html_attribute(h, "class", "where");
    am_html_open(h, "a");
    am_html_attribute(h, "href", AM_SAY(s, "./{1}/index.{2}.html", folder, code));
    am_html_attribute(h, "hreflang", code);
    am_html_text(h, am_told_title(s, f->settings));
    am_html_close(h, "a");
    am_html_close(h, "p");
    am_html_element(
        h, "p", NULL,
        AM_SAY(s, TEXT_SITE_NEWEST, am_say_number(s, f->edition), am_say_date(s, f->day)));
    earlier(h, site, s);
    am_html_open(h, "p");
    am_html_attribute(h, "class", "note");
    am_html_open(h, "a");
    am_html_attribute(h, "href", AM_SAY(s, "./replies.{1}.html", code));
    am_html_text(h, AM_SAY(s, TEXT_SITE_REPLIES_READ));
    am_html_close(h, "a");
    am_html_close(h, "p");
    am_html_close(h, "li");
}

/* A door: every language in its own words. */
static enum am_status write_index(const struct am_site *site, struct am_batch *batch,
                                  struct am_problem *problem)
{
    struct am_speech *s = site->speeches[0];
    struct am_leaf l = {.page = {.speech = s}, .site = site, .figures = site->figures, .speech = s};
    struct am_text text;
    struct around around;
    enum am_status status = AM_OK;
    begin_around(site, s, &around);
    around.shell.title = am_told_title(s, site->figures->settings);
    around.shell.owner = site->figures->settings->organizer;
    am_text_init(&text, AM_REPORT_TEXT_MAX);
    am_shell_open(&l.page, &text, &around.shell);
    am_html_open(&l.page.html, "ul");
    am_html_attribute(&l.page.html, "class", "choice");
    for (size_t i = 0; i < site->speech_count; i++) {
        choice(&l.page.html, site, site->speeches[i]);
        if (status == AM_OK)
            status = am_speech_status(site->speeches[i]);
    }
    am_html_close(&l.page.html, "ul");
    enum am_status closed = am_shell_close(&l.page, &around.shell);
    return add(&l, "index.html", &text, batch, problem, status == AM_OK ? closed : status);
}

enum am_status am_site_write(const struct am_site *site, struct am_batch *batch,
                             struct am_problem *problem)
{
    enum am_status status = AM_OK;
    if (!am_told_newest(site->figures))
        return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                              "there is nothing that may be published yet");
    for (size_t i = 0; i < site->speech_count && status == AM_OK; i++) {
        for (int name = 0; name < AM_LEAVES && status == AM_OK; name++)
            if (am_leaf_has(site->figures, (enum am_leaf_name)name))
                status =
                    write_leaf(site, site->speeches[i], (enum am_leaf_name)name, batch, problem);
        if (status == AM_OK)
            status = write_replies(site, site->speeches[i], batch, problem);
        if (status == AM_OK)
            status = am_card_write(site, site->speeches[i], batch, problem);
        am_speech_forget(site->speeches[i]);
    }
    if (status == AM_OK)
        status = write_index(site, batch, problem);
    return status == AM_OK ? am_data_write(site, batch, problem) : status;
}
