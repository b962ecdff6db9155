/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "format/poster.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "charts/canvas.h"
#include "format/sentences.h"
#include "text.h"

#define EDGE   56.0
#define BOTTOM 48.0
#define BODY   15.0
#define SMALL  12.0
#define DRAWN  560.0 /* px: how wide pictures of a sheet are drawn, before they fill its room */
#define GAP    26.0  /* between what is told */

#define LOGO_WIDTH  150.0
#define LOGO_HEIGHT 70.0

/* Where things are put: a sheet or a card, and how far down it is filled. */
struct paper {
    struct am_html h;
    const struct am_report *report;
    struct am_speech *speech;
    const struct am_chart_colours *colours;
    struct am_poster *poster; /* NULL: a card, which has one paper */
    double width, height, y;
};

static double room_of(const struct paper *p)
{
    return p->width - 2 * EDGE;
}

static void words(struct paper *p, const char *look, double size, double after, const char *text)
{
    p->y += am_canvas_paragraph(&p->h, look, EDGE, p->y, room_of(p), size, text) + after;
}

static double height_of(const struct paper *p, const char *look, double size, const char *text)
{
    return am_canvas_paragraph(NULL, look, 0, 0, room_of(p), size, text);
}

/* ---- a paper's head and foot ---- */

static void logo(struct paper *p)
{
    am_html_picture(&p->h, "image", p->report->logo.type, p->report->logo.bytes);
    am_canvas_attribute(&p->h, "x", p->width - EDGE - LOGO_WIDTH);
    am_canvas_attribute(&p->h, "y", EDGE - 24);
    am_canvas_attribute(&p->h, "width", LOGO_WIDTH);
    am_canvas_attribute(&p->h, "height", LOGO_HEIGHT);
    am_html_attribute(&p->h, "preserveAspectRatio", "xMaxYMin meet");
    am_html_close(&p->h, "image");
}

/* Whose report it is and of when; the same on every paper. */
static void head(struct paper *p)
{
    am_canvas_rect(&p->h, "service", 0, 0, p->width, 10);
    p->y = EDGE - 16;
    if (p->report->logo.type)
        logo(p);
    if (p->report->title)
        words(p, "soft", 18, 2, p->report->title);
    words(p, "soft", SMALL, 16, am_sentence_period(p->speech, &p->report->figures->scope));
}

static const char *base(const struct paper *p)
{
    const struct am_figures *f = p->report->figures;
    const struct am_coverage *c = &f->coverage;
    return AM_SAY(
        p->speech, TEXT_POSTER_BASE, am_sentence_seen(p->speech, f),
        am_say_share(p->speech, c->all.contacts - c->service_owner.contacts, c->all.contacts));
}

static double foot_height(const struct paper *p)
{
    return height_of(p, "soft", SMALL, base(p)) + 2 * SMALL + 12;
}

/* What keeps a figure honest goes with it wherever it is hung up. */
static void foot(struct paper *p)
{
    char version[96];
    double y = p->height - BOTTOM - foot_height(p) + 12;
    (void)snprintf(version, sizeof version, "amarra " AMARRA_VERSION " · %s",
                   p->report->rules_version);
    am_canvas_line(&p->h, "axis", EDGE, y - 8, p->width - EDGE, y - 8);
    y += am_canvas_paragraph(&p->h, "soft", EDGE, y, room_of(p), SMALL, base(p));
    (void)am_canvas_paragraph(&p->h, "soft", EDGE, y, room_of(p), SMALL, version);
    if (p->poster)
        am_canvas_text(&p->h, "soft", AM_ANCHOR_END, p->width - EDGE, y + SMALL, room_of(p),
                       am_say_number(p->speech, p->poster->count));
}

static void begin(struct paper *p, struct am_text *out, const char *title, const char *description)
{
    const struct am_chart chart = {.id = "sheet",
                                   .title = title,
                                   .description = description,
                                   .width = p->width,
                                   .colours = p->colours};
    am_html_init_piece(&p->h, out);
    am_canvas_open(&p->h, &chart, p->height);
    head(p);
}

static enum am_status end(struct paper *p)
{
    foot(p);
    am_canvas_close(&p->h);
    return am_html_status(&p->h);
}

/* ---- sheets, as many as it takes ---- */

static enum am_status next_sheet(struct paper *p)
{
    enum am_status status = p->poster->count > 0 ? end(p) : AM_OK;
    if (status == AM_OK && p->poster->count == AM_POSTER_SHEETS_MAX)
        status = AM_E_LIMIT;
    if (status != AM_OK)
        return status;
    struct am_text *sheet = &p->poster->sheets[p->poster->count++];
    am_text_init(sheet, AM_REPORT_TEXT_MAX);
    begin(p, sheet, AM_SAY(p->speech, TEXT_REPORT), AM_SAY(p->speech, TEXT_TAGLINE));
    return AM_OK;
}

static double left_of(const struct paper *p)
{
    return p->height - BOTTOM - foot_height(p) - p->y;
}

/* On a sheet that has this much left; a card grows. */
static enum am_status need(struct paper *p, double height)
{
    return p->poster && height > left_of(p) ? next_sheet(p) : AM_OK;
}

/* Text that stays together. */
static enum am_status tell(struct paper *p, const char *look, double size, double after,
                           const char *text)
{
    enum am_status status = need(p, height_of(p, look, size, text));
    if (status == AM_OK)
        words(p, look, size, after, text);
    return status;
}

/* A heading, on a sheet that has room for `more` below it as well. */
static enum am_status headline(struct paper *p, double size, double more, const char *text)
{
    enum am_status status = need(p, height_of(p, "head", size, text) + more);
    if (status == AM_OK)
        words(p, "head", size, size / 3, text);
    return status;
}

/* ---- what is told ---- */

static enum am_status findings(struct paper *p)
{
    struct am_speech *s = p->speech;
    const struct am_figures *f = p->report->figures;
    struct am_finding found[3];
    words(p, "head", 34, 4, AM_SAY(s, TEXT_REPORT));
    words(p, "soft", 18, 22, AM_SAY(s, TEXT_TAGLINE));
    am_sentence_findings(s, f, found);
    for (size_t i = 0; i < 3; i++) {
        words(p, "head", 19, 2, found[i].title);
        words(p, "plain", BODY, found[i].second ? 4 : 18, found[i].text);
        if (found[i].second)
            words(p, "soft", BODY - 1, 18, found[i].second);
    }
    words(p, "head", 19, 2, AM_SAY(s, TEXT_NEAR_TITLE));
    words(p, "plain", BODY, GAP, am_sentence_near(s, f));
    return AM_OK;
}

/* How high the picture is for each px of its width, as its own frame tells. */
static enum am_status proportion(struct paper *p, enum am_picture which, double drawn, double *out)
{
    const struct am_picture_place place = {
        .suffix = "", .width = drawn, .colours = p->colours, .legend = true};
    struct am_text svg;
    struct am_html h;
    am_text_init(&svg, AM_REPORT_TEXT_MAX);
    am_html_init_piece(&h, &svg);
    enum am_status status = am_picture_draw(&h, p->speech, p->report->figures, which, &place);
    *out = am_canvas_proportion(svg.at);
    am_text_done(&svg);
    return status;
}

/* Its title, what it says, and itself; `drawn`: how wide before it is brought to the room. */
static enum am_status picture(struct paper *p, enum am_picture which, double size, double drawn)
{
    const struct am_figures *f = p->report->figures;
    const char *title = am_picture_title(p->speech, which);
    const char *aloud = am_picture_aloud(p->speech, f, which);
    char suffix[32];
    double high = 1;
    enum am_status status = proportion(p, which, drawn, &high);
    if (status != AM_OK)
        return status;
    high *= room_of(p);
    status = headline(p, size, height_of(p, "plain", BODY - 1, aloud) + 12 + high, title);
    if (status != AM_OK)
        return status;
    words(p, "plain", BODY - 1, 12, aloud);
    if (p->poster && high > left_of(p)) /* higher than a whole sheet: smaller */
        high = fmax(left_of(p), 1);
    (void)snprintf(suffix, sizeof suffix, "-%d", (int)which);
    const struct am_chart_place in = {EDGE, p->y, room_of(p), high};
    const struct am_picture_place place = {
        .suffix = suffix, .width = drawn, .colours = p->colours, .legend = true, .in = &in};
    status = am_picture_draw(&p->h, p->speech, f, which, &place);
    p->y += high + GAP;
    return status;
}

#define NAMES_MAX 4

/* "Messaging: Briar, Conversations, Delta Chat", for the areas that were seen enough. */
static enum am_status instead(struct paper *p)
{
    const struct am_figures *f = p->report->figures;
    struct am_speech *s = p->speech;
    enum am_status status = AM_OK;
    bool begun = false;
    for (size_t i = 0; i < f->work.count && status == AM_OK; i++) {
        const struct am_way_out *way = am_way_out_of(f, &f->work.at[i]);
        if (!way || way->count == 0)
            continue;
        if (!begun)
            status = headline(p, 20, 120, AM_SAY(s, TEXT_OWNER_INSTEAD));
        if (!begun && status == AM_OK)
            words(p, "soft", BODY - 2, 8, AM_SAY(s, TEXT_INSTEAD_LEAD));
        begun = true;
        if (status == AM_OK)
            status = tell(p, "plain", BODY - 1, 5,
                          AM_SAY(s, TEXT_PART, am_say_own(s, f->work.at[i].category->name),
                                 am_sentence_alternatives(s, way, NAMES_MAX)));
    }
    p->y += GAP - 5;
    return status;
}

static enum am_status limits(struct paper *p)
{
    enum am_status status = headline(p, 20, 120, AM_SAY(p->speech, TEXT_LIMITS));
    for (size_t i = 0; i < AM_LIMITS && status == AM_OK; i++)
        status = tell(p, "plain", BODY - 2, 4, am_sentence_limit(p->speech, i));
    p->y += GAP - 4;
    if (status == AM_OK)
        status = headline(p, 20, 120, AM_SAY(p->speech, TEXT_REPLY));
    return status == AM_OK ? tell(p, "plain", BODY - 2, 0, AM_SAY(p->speech, TEXT_REPLY_IS))
                           : status;
}

enum am_status am_poster_draw(const struct am_report *r, struct am_speech *s,
                              const struct am_chart_colours *colours, struct am_poster *out)
{
    struct paper p = {.report = r,
                      .speech = s,
                      .colours = colours,
                      .poster = out,
                      .width = AM_POSTER_WIDTH,
                      .height = AM_POSTER_HEIGHT};
    out->count = 0;
    enum am_status status = next_sheet(&p);
    if (status == AM_OK)
        status = findings(&p);
    for (int i = 0; i < AM_PICTURE_COUNT && status == AM_OK; i++)
        if (am_picture_has(r->figures, (enum am_picture)i))
            status =
                picture(&p, (enum am_picture)i, 20, i == AM_PICTURE_ROPES ? room_of(&p) : DRAWN);
    if (status == AM_OK)
        status = instead(&p);
    if (status == AM_OK)
        status = limits(&p);
    return status == AM_OK ? end(&p) : status;
}

void am_poster_done(struct am_poster *p)
{
    for (size_t i = 0; i < p->count; i++)
        am_text_done(&p->sheets[i]);
    p->count = 0;
}

/* ---- cards ---- */

static enum am_status card(struct paper *p, enum am_picture which, struct am_text *out)
{
    begin(p, out, am_picture_title(p->speech, which),
          am_picture_aloud(p->speech, p->report->figures, which));
    enum am_status status = picture(p, which, 26, room_of(p));
    return status == AM_OK ? end(p) : status;
}

/* Drawn twice: the first time tells how high it is. */
enum am_status am_card_draw(const struct am_report *r, struct am_speech *s, enum am_picture which,
                            const struct am_chart_colours *colours, struct am_text *out)
{
    struct paper p = {
        .report = r, .speech = s, .colours = colours, .width = AM_CARD_WIDTH, .height = 1};
    struct am_text trial;
    am_text_init(&trial, AM_REPORT_TEXT_MAX);
    enum am_status status = card(&p, which, &trial);
    am_text_done(&trial);
    p.height = ceil(p.y + foot_height(&p) + BOTTOM);
    return status == AM_OK ? card(&p, which, out) : status;
}
