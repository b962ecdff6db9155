/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Bars, cumulative rows, and the whole as one bar. */
#include "charts/canvas.h"

#define BAR   13.0
#define TEXT  16.0
#define VALUE 72.0
#define GAP   9.0

/* Where things stand in a chart of rows. */
struct rows {
    bool narrow;
    double label, left, room; /* width of labels; where bars begin; how long they can get */
};

static struct rows rows_of(const struct am_chart *c)
{
    struct rows r = {.narrow = c->width < AM_CHART_NARROW};
    r.label = r.narrow ? c->width : c->width * 0.3;
    r.left = r.narrow ? 0 : r.label + 12;
    r.room = c->width - r.left - VALUE;
    return r;
}

static void bar(struct am_html *h, const struct am_chart *c, const struct rows *r, const char *look,
                const char *fill, double y, double value, const char *text)
{
    am_canvas_rect(h, "whole", r->left, y, r->room, BAR);
    am_canvas_rect_titled(h, look, fill, r->left, y, value * r->room, BAR, NULL);
    am_canvas_text(h, NULL, AM_ANCHOR_END, c->width, y + 11, VALUE - 6, text);
}

static double bar_height(const struct rows *r, const struct am_chart_bar *b)
{
    return (r->narrow ? TEXT : 0) + (b->second >= 0 ? 2 * BAR + 2 : BAR) + GAP;
}

static void draw_bar(struct am_html *h, const struct am_chart *c, const struct rows *r,
                     const struct am_chart_bar *b, double y)
{
    char hatch[AM_CANVAS_ID_SIZE];
    am_canvas_id(c, "hatch", hatch);
    bool two = b->second >= 0;
    if (r->narrow) {
        am_canvas_text(h, b->unknown ? "soft" : "strong", AM_ANCHOR_START, 0, y + 12, r->label,
                       b->label);
        y += TEXT;
    } else {
        am_canvas_text(h, b->unknown ? "soft" : "strong", AM_ANCHOR_END, r->label,
                       y + (two ? BAR + 5 : 11), r->label, b->label);
    }
    bar(h, c, r, b->unknown ? "unknown" : "service", NULL, y, b->value, b->text);
    if (two)
        bar(h, c, r, b->unknown ? "unknown" : "host", b->unknown ? NULL : hatch, y + BAR + 2,
            b->second, b->second_text);
}

void am_chart_bars(struct am_html *h, const struct am_chart *c, const char *first_legend,
                   const char *second_legend, const struct am_chart_bar *bars, size_t count)
{
    char hatch[AM_CANVAS_ID_SIZE];
    struct rows r = rows_of(c);
    am_canvas_id(c, "hatch", hatch);
    const struct am_key keys[] = {{"service", NULL, first_legend}, {"host", hatch, second_legend}};
    size_t legends = second_legend ? 2 : first_legend ? 1 : 0;
    double y = am_canvas_legend(h, c, 0, keys, legends, false);
    double height = y + (legends > 0 ? 6 : 0);
    for (size_t i = 0; i < count; i++)
        height += bar_height(&r, &bars[i]);
    am_canvas_open(h, c, height);
    (void)am_canvas_legend(h, c, 0, keys, legends, true);
    y += legends > 0 ? 6 : 0;
    for (size_t i = 0; i < count; i++) {
        draw_bar(h, c, &r, &bars[i], y);
        y += bar_height(&r, &bars[i]);
    }
    am_canvas_close(h);
}

void am_chart_steps(struct am_html *h, const struct am_chart *c, const struct am_chart_step *steps,
                    size_t count)
{
    struct rows r = rows_of(c);
    double each = (r.narrow ? TEXT : 0) + BAR + GAP;
    am_canvas_open(h, c, each * (double)count);
    for (size_t i = 0; i < count; i++) {
        const struct am_chart_step *s = &steps[i];
        double y = each * (double)i;
        am_canvas_text(h, "strong", r.narrow ? AM_ANCHOR_START : AM_ANCHOR_END,
                       r.narrow ? 0 : r.label, y + 12, r.label, s->label);
        y += r.narrow ? TEXT : 0;
        bar(h, c, &r, "before", NULL, y, s->before, s->text);
        am_canvas_rect(h, "added", r.left + s->before * r.room, y, s->added * r.room, BAR);
        if (i + 1 < count) /* the step down to the next row */
            am_canvas_line(h, "axis", r.left + (s->before + s->added) * r.room, y + BAR,
                           r.left + (s->before + s->added) * r.room, y + each);
    }
    am_canvas_close(h);
}

#define KEYS_MAX 12

void am_chart_stack(struct am_html *h, const struct am_chart *c, const struct am_chart_part *parts,
                    size_t count)
{
    struct am_key keys[KEYS_MAX];
    struct am_text labels[KEYS_MAX];
    const double height = 32;
    double x = 0;
    count = count < KEYS_MAX ? count : KEYS_MAX;
    for (size_t i = 0; i < count; i++) {
        am_text_init(&labels[i], 1024);
        am_text_add(&labels[i], parts[i].label);
        am_text_add(&labels[i], " ");
        am_text_add(&labels[i], parts[i].text);
        keys[i] = (struct am_key){parts[i].look, NULL, labels[i].at};
    }
    am_canvas_open(h, c, height + 6 + am_canvas_legend(h, c, 0, keys, count, false));
    am_canvas_rect(h, "whole", 0, 0, c->width, height);
    for (size_t i = 0; i < count; i++) {
        am_canvas_rect(h, parts[i].look, x, 0, parts[i].value * c->width, height);
        x += parts[i].value * c->width;
    }
    (void)am_canvas_legend(h, c, height + 6, keys, count, true);
    am_canvas_close(h);
    for (size_t i = 0; i < count; i++)
        am_text_done(&labels[i]);
}
