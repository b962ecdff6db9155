/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "format/poster.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "charts/canvas.h"
#include "format/sentences.h"
#include "text.h"

#define EDGE  56.0
#define ROOM  (AM_POSTER_WIDTH - 2 * EDGE)
#define DRAWN 560.0 /* px wide, before it is shown as wide as the room */
#define FOOT  (AM_POSTER_HEIGHT - EDGE)
#define BODY  16.0
#define SMALL 12.0

#define LOGO_WIDTH  150.0
#define LOGO_HEIGHT 70.0

struct sheet {
    struct am_html h;
    const struct am_report *report;
    struct am_speech *speech;
    const struct am_chart_colours *colours;
    double y;
};

static void words(struct sheet *p, const char *look, double size, double after, const char *text)
{
    p->y += am_canvas_paragraph(&p->h, look, EDGE, p->y, ROOM, size, text) + after;
}

/* Whose report it is and of when; the same on every sheet. */
static void head(struct sheet *p)
{
    const struct am_figures *f = p->report->figures;
    am_canvas_rect(&p->h, "service", 0, 0, AM_POSTER_WIDTH, 10);
    p->y = EDGE;
    if (p->report->logo.type) {
        am_html_picture(&p->h, "image", p->report->logo.type, p->report->logo.bytes);
        am_canvas_attribute(&p->h, "x", AM_POSTER_WIDTH - EDGE - LOGO_WIDTH);
        am_canvas_attribute(&p->h, "y", EDGE - 20);
        am_canvas_attribute(&p->h, "width", LOGO_WIDTH);
        am_canvas_attribute(&p->h, "height", LOGO_HEIGHT);
        am_html_attribute(&p->h, "preserveAspectRatio", "xMaxYMin meet");
        am_html_close(&p->h, "image");
    }
    if (p->report->title)
        words(p, "soft", 18, 2, p->report->title);
    words(p, "soft", SMALL, 18, am_sentence_period(p->speech, &f->scope));
}

/* What keeps a figure honest goes with it wherever it is hung up. */
static void foot(struct sheet *p)
{
    const struct am_figures *f = p->report->figures;
    struct am_speech *s = p->speech;
    const struct am_coverage *c = &f->coverage;
    char version[96];
    (void)snprintf(version, sizeof version, "amarra " AMARRA_VERSION " · %s",
                   p->report->rules_version);
    const char *base =
        AM_SAY(s, TEXT_POSTER_BASE, am_sentence_seen(s, f),
               am_say_share(s, c->all.contacts - c->service_owner.contacts, c->all.contacts));
    double height = am_canvas_paragraph(NULL, "soft", 0, 0, ROOM, SMALL, base) + 2 * SMALL;
    double y = FOOT - height;
    am_canvas_line(&p->h, "axis", EDGE, y - 8, AM_POSTER_WIDTH - EDGE, y - 8);
    y += am_canvas_paragraph(&p->h, "soft", EDGE, y, ROOM, SMALL, base);
    (void)am_canvas_paragraph(&p->h, "soft", EDGE, y, ROOM, SMALL, version);
}

static void findings(struct sheet *p)
{
    const struct am_figures *f = p->report->figures;
    struct am_finding found[3];
    words(p, "head", 34, 4, AM_SAY(p->speech, TEXT_REPORT));
    words(p, "soft", 18, 24, AM_SAY(p->speech, TEXT_TAGLINE));
    am_sentence_findings(p->speech, f, found);
    for (size_t i = 0; i < 3; i++) {
        words(p, "head", 20, 2, found[i].title);
        words(p, "plain", BODY, found[i].second ? 4 : 20, found[i].text);
        if (found[i].second)
            words(p, "soft", BODY - 2, 20, found[i].second);
    }
    words(p, "head", 20, 2, AM_SAY(p->speech, TEXT_NEAR_TITLE));
    words(p, "plain", BODY, 20, am_sentence_near(p->speech, f));
}

/* How high the picture is for each px of its width, as its own frame tells. */
static enum am_status proportion(struct sheet *p, enum am_picture which, double *out)
{
    const struct am_picture_place place = {
        .suffix = "", .width = DRAWN, .colours = p->colours, .legend = true};
    struct am_text svg;
    struct am_html h;
    am_text_init(&svg, AM_REPORT_TEXT_MAX);
    am_html_init_piece(&h, &svg);
    enum am_status status = am_picture_draw(&h, p->speech, p->report->figures, which, &place);
    const char *frame = strstr(svg.at, "viewBox=\"0 0 ");
    const char *height = frame ? strchr(frame + strlen("viewBox=\"0 0 "), ' ') : NULL;
    *out = height ? strtod(height, NULL) / DRAWN : 1;
    am_text_done(&svg);
    return status;
}

/* Drawn small and shown large, so that it can be read from a wall. */
static enum am_status picture(struct sheet *p, enum am_picture which)
{
    const struct am_figures *f = p->report->figures;
    const char *aloud = am_picture_aloud(p->speech, f, which);
    double high;
    words(p, "head", 28, 24, am_picture_title(p->speech, which));
    double below = am_canvas_paragraph(NULL, "plain", 0, 0, ROOM, BODY, aloud) + 140;
    enum am_status status = proportion(p, which, &high);
    if (status != AM_OK)
        return status;
    double most = FOOT - p->y - below;
    const struct am_chart_place in = {EDGE, p->y, ROOM, high * ROOM < most ? high * ROOM : most};
    const struct am_picture_place place = {
        .suffix = "-sheet", .width = DRAWN, .colours = p->colours, .legend = true, .in = &in};
    status = am_picture_draw(&p->h, p->speech, f, which, &place);
    p->y += in.height + 24;
    words(p, "plain", BODY, 0, aloud);
    return status;
}

/* The n-th of those that have something to show. */
static enum am_picture picture_at(const struct am_figures *f, size_t n)
{
    for (int i = 0; i < AM_PICTURE_COUNT; i++)
        if (am_picture_has(f, (enum am_picture)i) && n-- == 0)
            return (enum am_picture)i;
    return AM_PICTURE_COUNT;
}

size_t am_poster_count(const struct am_figures *f)
{
    size_t count = 1;
    for (int i = 0; i < AM_PICTURE_COUNT; i++)
        count += am_picture_has(f, (enum am_picture)i);
    return count;
}

enum am_status am_poster_draw(const struct am_report *r, struct am_speech *s, size_t which,
                              const struct am_chart_colours *colours, struct am_text *out)
{
    struct sheet p = {.report = r, .speech = s, .colours = colours};
    const struct am_chart chart = {.id = "sheet",
                                   .title = AM_SAY(s, TEXT_REPORT),
                                   .description = AM_SAY(s, TEXT_TAGLINE),
                                   .width = AM_POSTER_WIDTH,
                                   .colours = colours};
    enum am_status status = AM_OK;
    am_html_init_piece(&p.h, out);
    am_canvas_open(&p.h, &chart, AM_POSTER_HEIGHT);
    head(&p);
    if (which == 0)
        findings(&p);
    else
        status = picture(&p, picture_at(r->figures, which - 1));
    foot(&p);
    am_canvas_close(&p.h);
    return status == AM_OK ? am_html_status(&p.h) : status;
}
