/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The hours of days as a field of cells. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "charts/canvas.h"

#define DAYS    7
#define HOURS   24
#define CLASSES 5
#define FOOT    18.0
#define TOP     2.0 /* room for the frame */

#define DENSE 19.0 /* px a row, where there are more than a week has */

struct field {
    const struct am_chart_days *in;
    unsigned rows;
    bool round; /* a week: after its last day comes its first */
    double left, cell, row;
};

static struct field field_of(const struct am_chart *c, const struct am_chart_days *in, bool round)
{
    struct field f = {.in = in, .round = round, .row = c->width < AM_CHART_NARROW ? 20 : 24};
    f.rows = in->count < AM_DAYS_MAX ? (unsigned)in->count : AM_DAYS_MAX;
    if (f.rows > DAYS)
        f.row = DENSE;
    for (size_t d = 0; d < f.rows; d++)
        f.left = fmax(f.left, am_canvas_width(in->days[d]) + 8);
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

static bool works(const struct field *f, unsigned day)
{
    return !f->in->works || f->in->works[day];
}

/* Whether the shift that began on the day before ends on this one. */
static bool worked_before(const struct field *f, unsigned day)
{
    if (day > 0)
        return works(f, day - 1);
    return f->round && f->rows > 0 && works(f, f->rows - 1);
}

/* Around days that follow each other, from an hour to another. */
static void frame_days(struct am_html *h, const struct field *f,
                       bool (*is_in)(const struct field *f, unsigned day), unsigned from,
                       unsigned to)
{
    for (unsigned d = 0; d < f->rows && from < to; d++) {
        unsigned first = d;
        if (!is_in(f, d))
            continue;
        while (d + 1 < f->rows && is_in(f, d + 1))
            d++;
        am_canvas_rect(h, "frame", f->left + from * f->cell, TOP + first * f->row - 1,
                       (to - from) * f->cell, (d - first + 1) * f->row);
    }
}

static void draw_frames(struct am_html *h, const struct field *f)
{
    unsigned from = f->in->work_from < HOURS ? f->in->work_from : HOURS;
    unsigned to = f->in->work_to < HOURS ? f->in->work_to : HOURS;
    if (from < to) {
        frame_days(h, f, works, from, to);
        return;
    }
    frame_days(h, f, works, from, HOURS);
    frame_days(h, f, worked_before, 0, to); /* the night's second half */
}

static void draw_foot(struct am_html *h, const struct am_chart *c, const struct field *f, double y)
{
    unsigned step = c->width < AM_CHART_NARROW ? 6 : 3;
    for (unsigned i = 0; i < HOURS; i += step)
        am_canvas_text(h, "soft", AM_ANCHOR_START, f->left + i * f->cell + 1, y + 13,
                       step * f->cell - 4, f->in->hours[i]);
}

static const char *look_of(const struct field *f, unsigned at)
{
    double value = f->in->cell[at];
    return value >= 0 ? class_of(value) : "none";
}

static const char *title_of(const struct field *f, unsigned at)
{
    return f->in->title ? f->in->title[at] : NULL;
}

static void add_cell(struct am_text *path, const struct field *f, unsigned at)
{
    char n[4][32];
    unsigned day = at / HOURS;
    const double values[] = {f->left + at % HOURS * f->cell + 0.5, TOP + day * f->row + 0.5,
                             f->cell - 1, f->row - 3};
    for (size_t i = 0; i < 4; i++)
        am_canvas_number(values[i], n[i]);
    am_text_addf(path, "M%s,%sh%sv%sh-%sz", n[0], n[1], n[2], n[3], n[2]);
}

/* Cells of one look that say nothing by themselves are one path. */
static void draw_silent(struct am_html *h, const struct field *f, const char *look)
{
    struct am_text path;
    am_text_init(&path, 1 << 16);
    for (unsigned i = 0; i < f->rows * HOURS; i++)
        if (!title_of(f, i) && strcmp(look_of(f, i), look) == 0)
            add_cell(&path, f, i);
    if (path.len > 0) {
        am_html_open(h, "path");
        am_html_attribute(h, "class", look);
        am_html_attribute(h, "d", path.at);
        am_html_close(h, "path");
    }
    am_text_done(&path);
}

static void draw_cells(struct am_html *h, const struct field *f)
{
    static const char *const looks[] = {"none",   "heat-0", "heat-1", "heat-2",
                                        "heat-3", "heat-4", "heat-5"};
    for (unsigned d = 0; d < f->rows; d++)
        am_canvas_text(h, "soft", AM_ANCHOR_START, 2, TOP + d * f->row + f->row / 2 + 3,
                       f->left - 6, f->in->days[d]);
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        draw_silent(h, f, looks[i]);
    for (unsigned d = 0; d < f->rows; d++)
        for (unsigned i = 0; i < HOURS; i++)
            if (title_of(f, d * HOURS + i))
                am_canvas_rect_titled(h, look_of(f, d * HOURS + i), NULL,
                                      f->left + i * f->cell + 0.5, TOP + d * f->row + 0.5,
                                      f->cell - 1, f->row - 3, title_of(f, d * HOURS + i));
}

static void draw(struct am_html *h, const struct am_chart *c, const struct am_chart_days *in,
                 bool round)
{
    struct field f = field_of(c, in, round);
    double foot = TOP + f.rows * f.row;
    const struct am_key keys[] = {{"heat-0", NULL, in->least}, {"heat-1", NULL, ""},
                                  {"heat-2", NULL, ""},        {"heat-3", NULL, ""},
                                  {"heat-4", NULL, ""},        {"heat-5", NULL, in->most},
                                  {"none", NULL, in->none},    {"frame", NULL, in->work}};
    size_t count = sizeof keys / sizeof *keys - (in->work ? 0 : 1);
    double legend = am_canvas_legend(h, c, 0, keys, count, false);
    am_canvas_open(h, c, foot + FOOT + 8 + legend);
    draw_cells(h, &f);
    draw_frames(h, &f);
    draw_foot(h, c, &f, foot);
    (void)am_canvas_legend(h, c, foot + FOOT + 8, keys, count, true);
    am_canvas_close(h);
}

void am_chart_days(struct am_html *h, const struct am_chart *c, const struct am_chart_days *days)
{
    draw(h, c, days, false);
}

void am_chart_week(struct am_html *h, const struct am_chart *c, const struct am_chart_week *week)
{
    bool work[DAYS];
    struct am_chart_days days = {.days = week->days,
                                 .count = DAYS,
                                 .cell = week->cell,
                                 .title = week->title,
                                 .works = work,
                                 .work_from = week->work_from,
                                 .work_to = week->work_to,
                                 .least = week->least,
                                 .most = week->most,
                                 .none = week->none,
                                 .work = week->work};
    for (size_t i = 0; i < HOURS; i++)
        days.hours[i] = week->hours[i];
    for (unsigned d = 0; d < DAYS; d++)
        work[d] = week->work_days >> d & 1u;
    draw(h, c, &days, true);
}
