/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/pieces.h"

#include <inttypes.h>
#include <stdio.h>

#include "charts/charts.h"
#include "format/sentences.h"
#include "format/vantage.h"
#include "web/words.h"

#define WIDE          640 /* px: a column of a laptop; larger ones scale it */
#define SLIM          340
#define NEWEST_MAX    9
#define COUNTRIES_MAX 8
#define TICKS_MAX     40

static struct am_html *html(struct am_web_draft *d)
{
    return &d->page.html;
}

static void begin(struct am_web_draft *d, const char *element, const char *class_)
{
    am_html_open(html(d), element);
    if (class_)
        am_html_attribute(html(d), "class", class_);
}

void am_web_section(struct am_web_draft *d, const char *id, const char *class_, const char *title)
{
    char heading[64];
    (void)snprintf(heading, sizeof heading, "%s-title", id);
    begin(d, "section", class_);
    am_html_attribute(html(d), "id", id);
    am_html_attribute(html(d), "aria-labelledby", heading);
    am_html_open(html(d), "h2");
    am_html_attribute(html(d), "id", heading);
    am_html_text(html(d), AM_SAY(d->page.speech, title));
    am_html_close(html(d), "h2");
}

static bool has_contacts(const struct am_web_draft *d)
{
    return d->page.figures && d->page.figures->coverage.all.contacts > 0;
}

static void say_nothing_yet(struct am_web_draft *d)
{
    am_page_paragraph(&d->page, "note", AM_SAY(d->page.speech, TEXT_LIVE_EMPTY));
}

/* ---- what is going on ---- */

static const char *const looks[] = {
    [AM_STAGE_WAITING] = "waiting", [AM_STAGE_RUNNING] = "running", [AM_STAGE_PAUSED] = "paused",
    [AM_STAGE_ASKING] = "paused",   [AM_STAGE_SCENE] = "running",   [AM_STAGE_REVEALING] = "paused",
    [AM_STAGE_ENDED] = "ended",
};

static const char *stage(const struct am_web_draft *d)
{
    struct am_speech *s = d->page.speech;
    double speed = d->state->speed;
    switch (d->state->stage) {
    case AM_STAGE_WAITING:
        return AM_SAY(s, TEXT_LIVE_WAITING);
    case AM_STAGE_ENDED:
        return AM_SAY(s, TEXT_LIVE_ENDED);
    case AM_STAGE_SCENE: /* has a speed of its own */
        return AM_SAY(s, TEXT_LIVE_SCENE, am_say_number(s, d->state->scene_number),
                      am_say_number(s, d->state->scene_count));
    case AM_STAGE_RUNNING:
        if (!d->state->replay)
            return AM_SAY(s, TEXT_LIVE_WATCHING);
        return AM_SAY(s, TEXT_LIVE_PLAYING,
                      AM_SAY(s, "×{1}", am_say_decimal(s, speed, speed < 10 ? 1 : 0)));
    case AM_STAGE_PAUSED:
    case AM_STAGE_ASKING:
    case AM_STAGE_REVEALING:
        break;
    }
    return AM_SAY(s, TEXT_LIVE_PAUSED);
}

static void write_state(struct am_web_draft *d)
{
    const struct am_session_state *state = d->state;
    struct am_speech *s = d->page.speech;
    begin(d, "div", looks[state->stage]);
    am_html_attribute(html(d), "id", "state");
    am_html_element(html(d), "p", "stage", stage(d));
    begin(d, "p", "source");
    am_html_element(html(d), "span", NULL,
                    state->provisional ? AM_SAY(s, TEXT_LIVE_PROVISIONAL)
                                       : AM_SAY(s, TEXT_WEB_FINAL));
    if (d->page.figures)
        am_html_element(html(d), "span", NULL, am_sentence_source(s, &d->page.figures->scope));
    if (state->follows)
        am_html_element(html(d), "span", NULL, AM_SAY(s, TEXT_WEB_FOLLOWS));
    am_html_close(html(d), "p");
    begin(d, "p", "clock");
    if (state->clock > 0) {
        am_html_element(html(d), "b", NULL, am_say_clock(s, state->clock));
        am_html_text(html(d), " ");
        am_html_element(html(d), "span", NULL, am_say_day(s, state->clock));
    }
    am_html_close(html(d), "p");
    am_html_close(html(d), "div");
}

static void write_message(struct am_web_draft *d)
{
    bool any = d->state->message && d->state->message[0];
    begin(d, "p", "message");
    am_html_attribute(html(d), "id", "message");
    if (!any)
        am_html_attribute(html(d), "hidden", "");
    am_page_foreign(&d->page, NULL, any ? d->state->message : "");
    am_html_close(html(d), "p");
}

/* ---- the whole in a few numbers ---- */

static void sum(struct am_web_draft *d, const char *term, uint64_t n)
{
    begin(d, "div", NULL);
    am_html_element(html(d), "dt", NULL, AM_SAY(d->page.speech, term));
    am_html_element(html(d), "dd", NULL, am_say_number(d->page.speech, n));
    am_html_close(html(d), "div");
}

static uint64_t corporations(const struct am_figures *f)
{
    uint64_t n = 0;
    for (size_t i = 0; i < f->owners.count; i++)
        n += f->owners.at[i].slice == AM_SLICE_OWNER;
    return n;
}

static uint64_t countries(const struct am_figures *f)
{
    uint64_t n = 0;
    for (size_t i = 0; i < f->countries.count; i++)
        n += f->countries.at[i].country &&
             f->countries.at[i].service.sum.contacts + f->countries.at[i].host.sum.contacts > 0;
    return n;
}

static void draw(struct am_web_draft *d, enum am_picture which, const char *class_,
                 const struct am_picture_place *place)
{
    begin(d, "div", class_);
    enum am_status status = am_picture_draw(html(d), d->page.speech, d->page.figures, which, place);
    if (d->page.status == AM_OK)
        d->page.status = status;
    am_html_close(html(d), "div");
}

static void picture(struct am_web_draft *d, enum am_picture which)
{
    draw(d, which, "wide", &(struct am_picture_place){.suffix = "", .width = WIDE});
    draw(d, which, "slim", &(struct am_picture_place){.suffix = "-n", .width = SLIM});
}

/* How far it sees, before any other figure. */
static void write_coverage(struct am_web_draft *d)
{
    const struct am_figures *f = d->page.figures;
    const struct am_coverage *c = &f->coverage;
    struct am_speech *s = d->page.speech;
    const char *vantage[AM_VANTAGE_TOLD_MAX];
    uint64_t all = c->all.contacts;
    begin(d, "div", "coverage");
    picture(d, AM_PICTURE_COVERAGE);
    am_page_paragraph(&d->page, NULL,
                      AM_SAY(s, TEXT_PUBLIC_COVERAGE, am_say_share(s, c->named.contacts, all),
                             am_say_share(s, c->service_owner.contacts, all),
                             am_say_share(s, c->host_owner.contacts, all)));
    size_t count = am_vantage_sentences(s, f, vantage);
    for (size_t i = 0; i < count; i++)
        am_page_paragraph(&d->page, "vantage", vantage[i]);
    am_html_close(html(d), "div");
}

static void write_sums(struct am_web_draft *d)
{
    const struct am_figures *f = d->page.figures;
    am_web_section(d, "sums", NULL, TEXT_COVERAGE_CAPTION);
    if (has_contacts(d)) {
        begin(d, "dl", "sums");
        sum(d, TEXT_PUBLIC_OWNERS, corporations(f));
        sum(d, TEXT_LIVE_VIEW_COUNTRIES, countries(f));
        sum(d, TEXT_COLUMN_DEVICES, f->scope.info.devices);
        sum(d, TEXT_COLUMN_CONTACTS, f->coverage.all.contacts);
        am_html_close(html(d), "dl");
        write_coverage(d);
    } else {
        say_nothing_yet(d);
    }
    am_page_section_end(&d->page);
}

/* ---- who, where ---- */

static void write_owners(struct am_web_draft *d)
{
    am_web_section(d, "owners", NULL, TEXT_OWNERS_CHART);
    if (has_contacts(d))
        picture(d, AM_PICTURE_OWNERS);
    else
        say_nothing_yet(d);
    am_page_section_end(&d->page);
}

static void write_name(struct am_web_draft *d, const struct am_news *n)
{
    struct am_speech *s = d->page.speech;
    if (n->name[0])
        am_page_name(&d->page, n->name);
    else if (n->unlisted)
        am_html_element(html(d), "i", NULL, AM_SAY(s, TEXT_LIVE_UNLISTED));
    else if (n->network[0])
        am_page_foreign(&d->page, "code", n->network);
    else
        am_html_element(html(d), "i", NULL, AM_SAY(s, TEXT_WEB_NO_NAME));
}

/* Its owner in the service ledger, else why there is none; then whose machine it was. */
static void write_whose(struct am_web_draft *d, const struct am_news *n)
{
    struct am_speech *s = d->page.speech;
    const struct am_corporation *owner = n->service.parent;
    const struct am_service *service = n->service.service;
    if (owner)
        am_html_element(html(d), "b", NULL, AM_SAY_NAME(s, owner));
    else
        am_html_element(html(d), "span", "of",
                        n->name[0] || n->unlisted ? AM_SAY(s, TEXT_NO_OWNER)
                                                  : AM_SAY(s, am_sentence_blind(n->blindness)));
    if (service) {
        const char *name = AM_SAY_NAME(s, service);
        am_html_text(html(d), " ");
        am_html_element(html(d), "span", "of",
                        service->category ? AM_SAY(s, TEXT_SERVICE_AREA, name,
                                                   am_say_own(s, service->category->name))
                                          : name);
    }
    if (n->host && n->host != owner) {
        am_html_text(html(d), " ");
        am_html_element(html(d), "span", "of on", AM_SAY(s, TEXT_WEB_ON, AM_SAY_NAME(s, n->host)));
    }
}

static void write_newest(struct am_web_draft *d)
{
    const struct am_news *news = NULL;
    size_t count = am_view_news(d->view, &news);
    am_web_section(d, "newest", NULL, TEXT_LIVE_NEWEST);
    if (count == 0)
        say_nothing_yet(d);
    begin(d, "ol", NULL);
    for (size_t i = 0; i < count && i < NEWEST_MAX; i++) {
        char key[32];
        (void)snprintf(key, sizeof key, "n%" PRIu64, news[i].number);
        begin(d, "li", NULL);
        am_html_attribute(html(d), "data-key", key);
        write_name(d, &news[i]);
        am_html_text(html(d), " ");
        if (news[i].first)
            am_html_element(html(d), "span", "first", AM_SAY(d->page.speech, TEXT_WEB_FIRST));
        begin(d, "span", "whose");
        write_whose(d, &news[i]);
        am_html_close(html(d), "span");
        am_html_close(html(d), "li");
    }
    am_html_close(html(d), "ol");
    am_page_section_end(&d->page);
}

static void write_law(struct am_web_draft *d)
{
    static const struct am_column columns[3] = {{TEXT_COLUMN_COUNTRY, AM_CELL_TEXT},
                                                {TEXT_SERVICE, AM_CELL_TEXT},
                                                {TEXT_HOST, AM_CELL_TEXT}};
    const struct am_figures *f = d->page.figures;
    struct am_speech *s = d->page.speech;
    am_web_section(d, "law", NULL, TEXT_LAW);
    if (!has_contacts(d)) {
        say_nothing_yet(d);
        am_page_section_end(&d->page);
        return;
    }
    draw(d, AM_PICTURE_WORLD, "map",
         &(struct am_picture_place){.suffix = "", .width = WIDE, .legend = false});
    am_page_table(&d->page, "overview", AM_SAY(s, TEXT_LAW_CAPTION), columns, 3);
    am_page_rows(&d->page, NULL);
    for (size_t i = 0, shown = 0; i < f->countries.count; i++) {
        const struct am_country_line *line = &f->countries.at[i];
        if (line->country && shown++ >= COUNTRIES_MAX)
            continue;
        am_page_ledgers(&d->page, columns,
                        line->country ? am_say_own(s, line->country->name)
                                      : AM_SAY(s, TEXT_COUNTRY_UNKNOWN),
                        &line->service.sum, &line->host.sum, !line->country);
    }
    am_page_rows_end(&d->page);
    am_page_table_end(&d->page);
    am_page_section_end(&d->page);
}

/* ---- as time goes on ---- */

static void draw_time(struct am_web_draft *d, double width, const char *suffix,
                      const struct am_history_point *history, size_t count)
{
    struct am_speech *s = d->page.speech;
    const struct am_figures *f = d->page.figures;
    struct am_chart_point points[AM_HISTORY_MAX];
    struct am_chart_tick ticks[TICKS_MAX];
    uint64_t most = history[count - 1].contacts;
    const char *contacts = AM_SAY_COUNT(s, most, TEXT_CONTACTS, am_say_number(s, most));
    const int64_t from = f->scope.info.first_packet;
    const int64_t to = history[count - 1].time;
    const struct am_chart_hour ends[] = {{from, am_say_clock(s, from)}, {to, am_say_clock(s, to)}};
    char id[32];
    (void)snprintf(id, sizeof id, "growth%s", suffix);
    for (size_t i = 0; i < count; i++)
        points[i] = (struct am_chart_point){history[i].time, (double)history[i].contacts};
    struct am_chart_timeline line = {
        .from = from,
        .to = to,
        .points = points,
        .ticks = ticks,
        .hours = ends,
        .point_count = count,
        .hour_count = 2,
        .area = contacts,
    };
    for (size_t i = 0; i < f->markers.count && i < TICKS_MAX; i++) {
        const struct am_marker_line *m = &f->markers.at[i];
        ticks[line.tick_count++] = (struct am_chart_tick){m->time, (unsigned)i + 1, m->text};
    }
    const struct am_chart chart = {
        .id = id,
        .title = AM_SAY(s, TEXT_LIVE_OVER_TIME),
        .description = AM_SAY(s, TEXT_WEB_TIME_ALOUD, contacts, am_say_clock(s, to)),
        .width = width,
    };
    am_chart_timeline(html(d), &chart, &line);
}

static void write_time(struct am_web_draft *d)
{
    const struct am_history_point *points = NULL;
    size_t count = am_view_history(d->view, &points);
    am_web_section(d, "time", NULL, TEXT_LIVE_OVER_TIME);
    if (has_contacts(d) && count > 0) {
        begin(d, "div", "wide");
        draw_time(d, WIDE, "", points, count);
        am_html_close(html(d), "div");
        begin(d, "div", "slim");
        draw_time(d, SLIM, "-n", points, count);
        am_html_close(html(d), "div");
    } else {
        say_nothing_yet(d);
    }
    am_web_write_markers(d);
    am_page_section_end(&d->page);
}

static void write_ropes(struct am_web_draft *d)
{
    am_web_section(d, "ropes", NULL, TEXT_ROPES);
    if (has_contacts(d)) {
        am_page_paragraph(&d->page, "note", AM_SAY(d->page.speech, TEXT_ROPES_LEAD));
        draw(d, AM_PICTURE_ROPES, "wide", &(struct am_picture_place){.suffix = "", .width = 960});
        draw(d, AM_PICTURE_ROPES, "slim",
             &(struct am_picture_place){.suffix = "-n", .width = SLIM});
    } else {
        say_nothing_yet(d);
    }
    am_page_section_end(&d->page);
}

void am_web_piece_write(struct am_web_draft *d, enum am_web_piece which)
{
    static void (*const writers[AM_WEB_PIECES])(struct am_web_draft *) = {
        [AM_WEB_STATE] = write_state,     [AM_WEB_CONTROLS] = am_web_write_controls,
        [AM_WEB_MESSAGE] = write_message, [AM_WEB_SCENE] = am_web_write_scene,
        [AM_WEB_SUMS] = write_sums,       [AM_WEB_OWNERS] = write_owners,
        [AM_WEB_LAW] = write_law,         [AM_WEB_NEWEST] = write_newest,
        [AM_WEB_TIME] = write_time,       [AM_WEB_ROPES] = write_ropes,
    };
    writers[which](d);
}
