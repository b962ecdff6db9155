/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A whole that grows with time, and flags for what happened meanwhile. */
#include <math.h>

#include "charts/canvas.h"

#define TOP    38.0 /* of the field; above it what grows, then the flags' labels */
#define FIELD  120.0
#define FOOT   20.0
#define LABELS 16.0 /* px that a flag's label needs */

/* Where a moment lies; sharper than what marks are drawn with, for a curve of many. */
static void add_point(struct am_text *path, char command, double x, double y)
{
    char n[2][32];
    am_canvas_number(x, n[0]);
    am_canvas_number(y, n[1]);
    am_text_addf(path, "%c%s,%s", command, n[0], n[1]);
}

/* It begins at nothing; between two moments it is as straight as nobody knows better. */
static void draw_curve(struct am_html *h, const struct am_chart *c, const struct am_chart_growth *g)
{
    const double foot = TOP + FIELD;
    struct am_text path;
    double last = 0;
    am_text_init(&path, 1 << 16);
    add_point(&path, 'M', 0, foot);
    for (size_t i = 0; i < g->count; i++) {
        last = fmax(last, am_canvas_share(g->moments[i].at));
        add_point(&path, 'L', last * c->width, foot - am_canvas_share(g->moments[i].value) * FIELD);
    }
    add_point(&path, 'L', last * c->width, foot);
    am_html_open(h, "path");
    am_html_attribute(h, "class", "growth");
    am_html_attribute(h, "d", path.at);
    am_html_close(h, "path");
    am_text_done(&path);
}

/* Its stretch behind the curve; a line and a number on it. Numbers that would lie on the one before
 * are left out: the line is there. */
static void draw_flags(struct am_html *h, const struct am_chart *c, const struct am_chart_growth *g)
{
    double free_from = 0;
    for (size_t i = 0; i < g->flag_count && i < AM_CHART_FLAGS_MAX; i++) {
        const struct am_chart_flag *f = &g->flags[i];
        double x = am_canvas_share(f->at) * c->width;
        double end = am_canvas_share(f->until) * c->width;
        double half = fmin(am_canvas_width(f->label) / 2 + 1, c->width / 2);
        double middle = fmin(fmax(x, half), c->width - half);
        if (end > x)
            am_canvas_rect_titled(h, "stretch", NULL, x, TOP, end - x, FIELD, f->title);
        am_canvas_line(h, "flag", x, TOP - 4, x, TOP + FIELD);
        if (middle - half < free_from)
            continue;
        am_canvas_text(h, "strong", AM_ANCHOR_MIDDLE, middle, TOP - 7, 2 * half, f->label);
        free_from = middle + half + LABELS / 4;
    }
}

void am_chart_growth(struct am_html *h, const struct am_chart *c,
                     const struct am_chart_growth *growth)
{
    const double foot = TOP + FIELD;
    am_canvas_open(h, c, foot + FOOT);
    draw_flags(h, c, growth);
    draw_curve(h, c, growth);
    am_canvas_line(h, "axis", 0, foot, c->width, foot);
    double room = c->width / 2 - 4;
    am_canvas_text_value(h, NULL, AM_ANCHOR_START, 0, 12, c->width, growth->what, growth->most);
    am_canvas_text(h, "soft", AM_ANCHOR_START, 0, foot + 15, room, growth->from);
    am_canvas_text(h, "soft", AM_ANCHOR_END, c->width, foot + 15, room, growth->to);
    am_canvas_close(h);
}
