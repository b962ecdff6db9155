/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Bars, cumulative rows, and the whole as one bar. */
#include <math.h>
#include <string.h>

#include "charts/canvas.h"

#define BAR       13.0
#define TEXT      16.0
#define VALUE_MIN 40.0 /* px for the values */
#define GAP       9.0
#define HAIR      1.5 /* px: what is not nothing can be seen */
#define TOP       4.0 /* px above the first row, for fonts whose letters are high */

/* Where things stand in a chart of rows. */
struct rows {
    bool narrow;
    double label, left, room; /* width of labels; where bars begin; how long they can get */
    double value;             /* width of the values, at the right */
};

static struct rows rows_of(const struct am_chart *c, double value)
{
    struct rows r = {.narrow = c->width < AM_CHART_NARROW};
    r.value = fmin(fmax(value + 1, VALUE_MIN), c->width * (r.narrow ? 0.4 : 0.25));
    r.label = r.narrow ? c->width : c->width * 0.3;
    r.left = r.narrow ? 0 : r.label + 12;
    r.room = c->width - r.left - r.value - 8;
    return r;
}

static void bar(struct am_html *h, const struct am_chart *c, const struct rows *r, const char *look,
                const char *fill, double y, double value, const char *text)
{
    double share = am_canvas_share(value);
    am_canvas_rect(h, "whole", r->left, y, r->room, BAR);
    if (share > 0)
        am_canvas_rect_titled(h, look, fill, r->left, y, fmax(share * r->room, HAIR), BAR, NULL);
    am_canvas_text(h, NULL, AM_ANCHOR_END, c->width, y + 11, r->value, text);
}

/* A label beside a row's bars; returns how high it is, `h` NULL: only that. */
static double beside(struct am_html *h, const struct rows *r, const char *look, double middle,
                     const char *text)
{
    return am_canvas_label(h, look, AM_ANCHOR_END, r->label, middle, r->label, text, "") - 2;
}

/* A row without the gap below it: what is higher of its label and its bars; or both. */
static double row_height(const struct rows *r, double bars, const char *text)
{
    return r->narrow ? TEXT + bars : fmax(bars, beside(NULL, r, "strong", 0, text));
}

/* A row's label, above its bars or beside them; returns where the bars begin. */
static double label(struct am_html *h, const struct rows *r, const char *look, double y,
                    double bars, const char *text)
{
    double height = row_height(r, bars, text);
    if (!r->narrow) {
        (void)beside(h, r, look, y + height / 2, text);
        return y + (height - bars) / 2;
    }
    am_canvas_text(h, look, AM_ANCHOR_START, 0, y + 12, r->label, text);
    return y + TEXT;
}

static double bars_height(const struct am_chart_bar *b)
{
    return b->second >= 0 ? 2 * BAR + 2 : BAR;
}

static double bar_height(const struct rows *r, const struct am_chart_bar *b)
{
    return row_height(r, bars_height(b), b->label) + GAP;
}

static void draw_bar(struct am_html *h, const struct am_chart *c, const struct rows *r,
                     const struct am_chart_bar *b, double y)
{
    char hatch[AM_CANVAS_ID_SIZE];
    char doubt[AM_CANVAS_ID_SIZE];
    am_canvas_id(c, "hatch", hatch);
    am_canvas_id(c, "doubt", doubt);
    y = label(h, r, b->unknown ? "soft" : "strong", y, bars_height(b), b->label);
    bar(h, c, r, b->unknown ? "unknown" : "service", b->unknown ? doubt : NULL, y, b->value,
        b->text);
    if (b->second >= 0)
        bar(h, c, r, b->unknown ? "unknown" : "host", b->unknown ? doubt : hatch, y + BAR + 2,
            b->second, b->second_text);
}

static double values_of(const struct am_chart_bar *bars, size_t count)
{
    double width = 0;
    for (size_t i = 0; i < count; i++) {
        width = fmax(width, am_canvas_width(bars[i].text));
        if (bars[i].second >= 0)
            width = fmax(width, am_canvas_width(bars[i].second_text));
    }
    return width;
}

void am_chart_bars(struct am_html *h, const struct am_chart *c, const char *first_legend,
                   const char *second_legend, const struct am_chart_bar *bars, size_t count)
{
    char hatch[AM_CANVAS_ID_SIZE];
    struct rows r = rows_of(c, values_of(bars, count));
    am_canvas_id(c, "hatch", hatch);
    const struct am_key keys[] = {{"service", NULL, first_legend}, {"host", hatch, second_legend}};
    size_t legends = second_legend ? 2 : first_legend ? 1 : 0;
    double y = am_canvas_legend(h, c, 0, keys, legends, false);
    double height = y + (legends > 0 ? 6 : TOP);
    for (size_t i = 0; i < count; i++)
        height += bar_height(&r, &bars[i]);
    am_canvas_open(h, c, height);
    (void)am_canvas_legend(h, c, 0, keys, legends, true);
    y += legends > 0 ? 6 : TOP;
    for (size_t i = 0; i < count; i++) {
        draw_bar(h, c, &r, &bars[i], y);
        y += bar_height(&r, &bars[i]);
    }
    am_canvas_close(h);
}

void am_chart_steps(struct am_html *h, const struct am_chart *c, const struct am_chart_step *steps,
                    size_t count)
{
    double value = 0;
    for (size_t i = 0; i < count; i++)
        value = fmax(value, am_canvas_width(steps[i].text));
    struct rows r = rows_of(c, value);
    double height = TOP;
    for (size_t i = 0; i < count; i++)
        height += row_height(&r, BAR, steps[i].label) + GAP;
    am_canvas_open(h, c, height);
    double y = TOP;
    double last = 0; /* where the bar above ended */
    for (size_t i = 0; i < count; i++) {
        const struct am_chart_step *s = &steps[i];
        double before = am_canvas_share(s->before) * r.room;
        double end = fmin(before + am_canvas_share(s->added) * r.room, r.room);
        double at = label(h, &r, "strong", y, BAR, s->label);
        if (i > 0) /* the step down from the row above */
            am_canvas_line(h, "axis", r.left + before, last, r.left + before, at);
        bar(h, c, &r, "before", NULL, at, s->before, s->text);
        am_canvas_rect(h, "added", r.left + before, at, end - before, BAR);
        last = at + BAR;
        y += row_height(&r, BAR, s->label) + GAP;
    }
    am_canvas_close(h);
}

#define KEYS_MAX 12

#define WHOLE 32.0 /* px: the height of the one bar */

static bool is_unknown(const struct am_chart_part *part)
{
    return strcmp(part->look, "unknown") == 0;
}

/* Known parts in their order, then what is not known. */
static size_t order(const struct am_chart_part *parts, size_t count,
                    const struct am_chart_part *out[KEYS_MAX])
{
    size_t kept = 0;
    for (int unknown = 0; unknown < 2; unknown++)
        for (size_t i = 0; i < count && kept < KEYS_MAX; i++)
            if (is_unknown(&parts[i]) == (unknown == 1))
                out[kept++] = &parts[i];
    return kept;
}

/* Where rounding brings the sum over one whole, the parts share it. */
static void draw_parts(struct am_html *h, const struct am_chart *c,
                       const struct am_chart_part *const *parts, size_t count, const char *doubt)
{
    double x = 0, sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += am_canvas_share(parts[i]->value);
    am_canvas_rect(h, "whole", 0, 0, c->width, WHOLE);
    for (size_t i = 0; i < count; i++) {
        double width = am_canvas_share(parts[i]->value) * c->width / fmax(sum, 1);
        if (width <= 0)
            continue;
        am_canvas_rect_titled(h, parts[i]->look, is_unknown(parts[i]) ? doubt : NULL, x, 0,
                              width > 3 ? width - 1 : width, WHOLE, parts[i]->label);
        x += width;
    }
}

void am_chart_stack(struct am_html *h, const struct am_chart *c, const struct am_chart_part *parts,
                    size_t count)
{
    const struct am_chart_part *ordered[KEYS_MAX];
    struct am_key keys[KEYS_MAX];
    struct am_text labels[KEYS_MAX];
    char doubt[AM_CANVAS_ID_SIZE];
    am_canvas_id(c, "doubt", doubt);
    count = order(parts, count, ordered);
    for (size_t i = 0; i < count; i++) {
        am_text_init(&labels[i], 1024);
        am_text_add(&labels[i], ordered[i]->label);
        am_text_add(&labels[i], " ");
        am_text_add(&labels[i], ordered[i]->text);
        keys[i] =
            (struct am_key){ordered[i]->look, is_unknown(ordered[i]) ? doubt : NULL, labels[i].at};
    }
    am_canvas_open(h, c, WHOLE + 6 + am_canvas_legend(h, c, 0, keys, count, false));
    draw_parts(h, c, ordered, count, doubt);
    (void)am_canvas_legend(h, c, WHOLE + 6, keys, count, true);
    am_canvas_close(h);
    for (size_t i = 0; i < count; i++)
        am_text_done(&labels[i]);
}
