/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The hours of a week as a field of cells. */
#include <math.h>
#include <stdio.h>

#include "charts/canvas.h"

#define DAYS    7
#define HOURS   24
#define CLASSES 5
#define FOOT    18.0
#define TOP     2.0 /* room for the frame */

struct field {
    double left, cell, row;
};

static struct field field_of(const struct am_chart *c, const struct am_chart_week *w)
{
    struct field f = {.left = 0, .row = c->width < AM_CHART_NARROW ? 20 : 24};
    for (size_t d = 0; d < DAYS; d++)
        f.left = fmax(f.left, am_canvas_width(w->days[d]) + 8);
    f.left = fmin(f.left, c->width * 0.3);
    f.cell = (c->width - f.left - 2) / HOURS;
    return f;
}

static const char *class_of(double value)
{
    static const char *const classes[] = {"heat-0", "heat-1", "heat-2",
                                          "heat-3", "heat-4", "heat-5"};
    if (value <= 0)
        return classes[0];
    int n = (int)ceil(am_canvas_share(value) * CLASSES);
    return classes[n < 1 ? 1 : n];
}

/* Around days that follow each other, from an hour to another. */
static void frame(struct am_html *h, const struct field *f, unsigned first, unsigned last,
                  unsigned from, unsigned to)
{
    am_canvas_rect(h, "frame", f->left + from * f->cell, TOP + first * f->row - 1,
                   (to - from) * f->cell, (last - first + 1) * f->row);
}

static void frame_days(struct am_html *h, const struct field *f, unsigned days, unsigned from,
                       unsigned to)
{
    for (unsigned d = 0; d < DAYS; d++) {
        unsigned first = d;
        if (!(days >> d & 1u) || from >= to)
            continue;
        while (d + 1 < DAYS && days >> (d + 1) & 1u)
            d++;
        frame(h, f, first, d, from, to);
    }
}

static void draw_frames(struct am_html *h, const struct field *f, const struct am_chart_week *w)
{
    unsigned from = w->work_from < HOURS ? w->work_from : HOURS;
    unsigned to = w->work_to < HOURS ? w->work_to : HOURS;
    if (from < to) {
        frame_days(h, f, w->work_days, from, to);
        return;
    }
    unsigned next = (w->work_days << 1 | w->work_days >> 6) & 0x7f; /* the night's second half */
    frame_days(h, f, w->work_days, from, HOURS);
    frame_days(h, f, next, 0, to);
}

static void draw_foot(struct am_html *h, const struct am_chart *c, const struct field *f,
                      const struct am_chart_week *w, double y)
{
    unsigned step = c->width < AM_CHART_NARROW ? 6 : 3;
    for (unsigned i = 0; i < HOURS; i += step)
        am_canvas_text(h, "soft", AM_ANCHOR_START, f->left + i * f->cell + 1, y + 13,
                       step * f->cell, w->hours[i]);
}

void am_chart_week(struct am_html *h, const struct am_chart *c, const struct am_chart_week *week)
{
    struct field f = field_of(c, week);
    double foot = TOP + DAYS * f.row;
    const struct am_key keys[] = {{"heat-0", NULL, week->least}, {"heat-1", NULL, ""},
                                  {"heat-2", NULL, ""},          {"heat-3", NULL, ""},
                                  {"heat-4", NULL, ""},          {"heat-5", NULL, week->most},
                                  {"none", NULL, week->none},    {"frame", NULL, week->work}};
    size_t count = sizeof keys / sizeof *keys - (week->work ? 0 : 1);
    double legend = am_canvas_legend(h, c, 0, keys, count, false);
    am_canvas_open(h, c, foot + FOOT + 8 + legend);
    for (unsigned d = 0; d < DAYS; d++) {
        am_canvas_text(h, "soft", AM_ANCHOR_START, 0, TOP + d * f.row + f.row / 2 + 3, f.left - 4,
                       week->days[d]);
        for (unsigned i = 0; i < HOURS; i++) {
            double value = week->cell[d * HOURS + i];
            am_canvas_rect_titled(h, !(value >= 0) ? "none" : class_of(value), NULL,
                                  f.left + i * f.cell + 0.5, TOP + d * f.row + 0.5, f.cell - 1,
                                  f.row - 3, week->title[d * HOURS + i]);
        }
    }
    draw_frames(h, &f, week);
    draw_foot(h, c, &f, week, foot);
    (void)am_canvas_legend(h, c, foot + FOOT + 8, keys, count, true);
    am_canvas_close(h);
}
