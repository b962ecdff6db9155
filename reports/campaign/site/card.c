/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/site/card.h"

#include <math.h>
#include <stdio.h>

#include "campaign/site/data.h"
#include "campaign/told.h"
#include "campaign/words.h"
#include "charts/canvas.h"
#include "charts/render.h"

#define WIDTH       1000.0
#define EDGE        56.0
#define DRAWN       720.0 /* px: how wide a picture is drawn before it is brought to the card's width */
#define PNG_WIDTH   1600 /* px */
#define SMALL       13.0
#define LOGO_WIDTH  150.0
#define LOGO_HEIGHT 70.0

struct card {
    struct am_html h;
    const struct am_site *site;
    struct am_speech *speech;
    double y, height;
};

void am_card_name(enum am_site_chart which, struct am_speech *s, const char *ending,
                  char out[AM_CARD_NAME])
{
    (void)snprintf(out, AM_CARD_NAME, "pictures/%s.%s.%s", am_site_chart_name(which),
                   am_language_code(am_speech_language(s)), ending);
}

static void words(struct card *c, const char *look, double size, double room, double after,
                  const char *text)
{
    c->y += am_canvas_paragraph(&c->h, look, EDGE, c->y, room, size, text) + after;
}

static bool has_logo(const struct card *c)
{
    return c->site->logo && c->site->logo->type;
}

static void logo(struct card *c)
{
    am_html_picture(&c->h, "image", c->site->logo->type, c->site->logo->bytes);
    am_canvas_attribute(&c->h, "x", WIDTH - EDGE - LOGO_WIDTH);
    am_canvas_attribute(&c->h, "y", 36);
    am_canvas_attribute(&c->h, "width", LOGO_WIDTH);
    am_canvas_attribute(&c->h, "height", LOGO_HEIGHT);
    am_html_attribute(&c->h, "preserveAspectRatio", "xMaxYMin meet");
    am_html_close(&c->h, "image");
}

static void head(struct card *c, enum am_site_chart which)
{
    const struct am_campaign_figures *f = c->site->figures;
    double room = WIDTH - 2 * EDGE;
    double beside = room - (has_logo(c) ? LOGO_WIDTH + 20 : 0);
    am_canvas_rect(&c->h, "service", 0, 0, WIDTH, 10);
    c->y = 34;
    if (has_logo(c))
        logo(c);
    words(c, "soft", 16, beside, 0, f->settings->organizer);
    words(c, "soft", 16, beside, 14, am_told_title(c->speech, f->settings));
    if (has_logo(c))
        c->y = fmax(c->y, 36 + LOGO_HEIGHT + 14);
    words(c, "head", 26, room, 8, am_site_chart_title(c->speech, f, which));
    words(c, "plain", 16, room, 20, am_site_chart_aloud(c->speech, f, which));
}

static enum am_status picture(struct card *c, enum am_site_chart which)
{
    const struct am_campaign_figures *f = c->site->figures;
    double room = WIDTH - 2 * EDGE;
    struct am_text svg;
    struct am_html h;
    struct am_site_place place = {
        .suffix = "", .width = DRAWN, .colours = &f->settings->colours, .legend = true};
    am_text_init(&svg, AM_RENDER_SVG_MAX);
    am_html_init_piece(&h, &svg);
    enum am_status status = am_site_chart_draw(&h, c->speech, f, which, &place);
    double high = room * am_canvas_proportion(svg.at);
    am_text_done(&svg);
    const struct am_chart_place in = {EDGE, c->y, room, high};
    place.in = &in;
    if (status == AM_OK)
        status = am_site_chart_draw(&c->h, c->speech, f, which, &place);
    c->y += high + 18;
    return status;
}

/* What it is of, and whose: it goes with it wherever it is handed on. */
static void foot(struct card *c, enum am_site_chart which)
{
    struct am_speech *s = c->speech;
    const struct am_campaign_figures *f = c->site->figures;
    const struct am_cell *cell = am_site_chart_cell(f, which);
    const char *address = am_site_address(s, f);
    double room = WIDTH - 2 * EDGE;
    am_canvas_line(&c->h, "axis", EDGE, c->y, WIDTH - EDGE, c->y);
    c->y += 8;
    words(c, "soft", SMALL, room, 2,
          AM_SAY(s, TEXT_SITE_CARD_BASE, am_say_number(s, cell->n),
                 am_told_round(s, f, cell->round), am_say_number(s, f->settings->round_to)));
    words(c, "soft", SMALL, room, 2,
          AM_SAY(s, "{1} CC\u00a0BY-SA\u00a04.0", am_site_citation(s, f)));
    words(c, "soft", SMALL, room, 30,
          address ? AM_SAY(s, "{1} · amarra " AMARRA_VERSION " · {2}", address, f->dataset)
                  : AM_SAY(s, "amarra " AMARRA_VERSION " · {1}", f->dataset));
}

static enum am_status draw(struct card *c, enum am_site_chart which, struct am_text *out)
{
    const struct am_campaign_figures *f = c->site->figures;
    const struct am_chart chart = {.id = "card",
                                   .title = am_site_chart_title(c->speech, f, which),
                                   .description = am_site_chart_aloud(c->speech, f, which),
                                   .width = WIDTH,
                                   .colours = &f->settings->colours};
    am_html_init_piece(&c->h, out);
    am_canvas_open(&c->h, &chart, c->height);
    head(c, which);
    enum am_status status = picture(c, which);
    foot(c, which);
    am_canvas_close(&c->h);
    return status == AM_OK ? am_html_status(&c->h) : status;
}

/* Drawn twice: the first time tells how high it is. */
static enum am_status draw_card(const struct am_site *site, struct am_speech *s,
                                enum am_site_chart which, struct am_text *out)
{
    struct card c = {.site = site, .speech = s, .height = 1};
    struct am_text trial;
    am_text_init(&trial, AM_RENDER_SVG_MAX);
    enum am_status status = draw(&c, which, &trial);
    am_text_done(&trial);
    c.height = ceil(c.y);
    return status == AM_OK ? draw(&c, which, out) : status;
}

static enum am_status add(const struct am_site *site, struct am_speech *s, enum am_site_chart which,
                          const char *ending, struct am_text *text, struct am_batch *batch,
                          struct am_problem *problem)
{
    char name[AM_CARD_NAME];
    char folder[AM_SITE_FOLDER];
    char path[AM_CARD_NAME + AM_SITE_FOLDER];
    am_card_name(which, s, ending, name);
    am_site_folder(site->figures->edition, folder);
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return am_batch_add(batch, path, text, problem);
}

static enum am_status give(const struct am_site *site, struct am_speech *s,
                           enum am_site_chart which, struct am_text *svg, struct am_batch *batch,
                           struct am_problem *problem)
{
    struct am_text text;
    const char *pages[] = {svg->at};
    am_text_init(&text, AM_RENDER_OUT_MAX);
    enum am_status status = am_text_status(svg);
    if (status == AM_OK && site->pictures) {
        status = am_render_png(svg->at, PNG_WIDTH, &text, problem);
        if (status == AM_OK)
            status = add(site, s, which, "png", &text, batch, problem);
        if (status == AM_OK)
            status = am_render_pdf(pages, 1, AM_RENDER_OWN,
                                   am_site_chart_title(s, site->figures, which), &text, problem);
        if (status == AM_OK)
            status = add(site, s, which, "pdf", &text, batch, problem);
    }
    am_text_done(&text);
    return status == AM_OK ? add(site, s, which, "svg", svg, batch, problem) : status;
}

enum am_status am_card_write(const struct am_site *site, struct am_speech *s,
                             struct am_batch *batch, struct am_problem *problem)
{
    enum am_status status = AM_OK;
    for (int i = 0; i < AM_SITE_CHARTS && status == AM_OK; i++) {
        struct am_text svg;
        if (!am_site_chart_has(site->figures, (enum am_site_chart)i))
            continue;
        am_text_init(&svg, AM_RENDER_SVG_MAX);
        status = draw_card(site, s, (enum am_site_chart)i, &svg);
        if (status == AM_OK)
            status = give(site, s, (enum am_site_chart)i, &svg, batch, problem);
        am_text_done(&svg);
    }
    return status == AM_OK ? AM_OK
                           : am_problem_set(problem, status, NULL, 0, "the pictures: %s",
                                            am_status_name(status));
}
