/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What happened over time, and when somebody wrote something down. */
#include <math.h>
#include <stdio.h>

#include "charts/canvas.h"

#define EDGE      8.0 /* px left free at both sides, so that a number stands over its tick */
#define NUMBERS   20.0
#define AREA      96.0
#define FOOT      18.0
#define APART     4.0 /* px between two numbers, at least */
#define BOLD      1.14
#define NUMBER    48   /* bytes of "4294967294–4294967295" and more */
#define TITLE_MAX 1000 /* bytes, past which the ticks that share a number are told no more */

struct line {
    const struct am_chart_timeline *in;
    double left, width, top, base;
};

static double x_of(const struct line *l, int64_t time)
{
    double whole = (double)l->in->to - (double)l->in->from;
    double share = whole > 0 ? am_canvas_share(((double)time - (double)l->in->from) / whole) : 0;
    return l->left + share * l->width;
}

static void add_number(struct am_text *path, const char *command, double value)
{
    char text[32];
    am_canvas_number(value, text);
    am_text_addf(path, "%s%s", command, text);
}

static double greatest(const struct am_chart_timeline *in)
{
    double most = 0;
    for (size_t i = 0; i < in->point_count; i++)
        if (isfinite(in->points[i].value))
            most = fmax(most, in->points[i].value);
    return most;
}

static void draw_path(struct am_html *h, const char *look, struct am_text *path)
{
    if (path->len > 0) {
        am_html_open(h, "path");
        am_html_attribute(h, "class", look);
        am_html_attribute(h, "d", path->at);
        am_html_close(h, "path");
    }
    am_text_done(path);
}

static void draw_area(struct am_html *h, const struct line *l)
{
    const struct am_chart_timeline *in = l->in;
    double most = greatest(in);
    struct am_text path;
    am_text_init(&path, 1 << 20);
    if (in->point_count > 0 && most > 0) {
        add_number(&path, "M", x_of(l, in->points[0].time));
        add_number(&path, ",", l->base);
        for (size_t i = 0; i < in->point_count; i++) {
            int64_t next = i + 1 < in->point_count ? in->points[i + 1].time : in->to;
            double share = am_canvas_share(in->points[i].value / most);
            add_number(&path, "V", l->base - share * (l->base - l->top));
            add_number(&path, "H", x_of(l, next));
        }
        add_number(&path, "V", l->base);
        am_text_add(&path, "z");
    }
    draw_path(h, "area", &path);
}

/* ---- ticks ---- */

static void tell_numbers(const struct am_chart_tick *first, const struct am_chart_tick *last,
                         char out[NUMBER])
{
    if (first == last)
        (void)snprintf(out, NUMBER, "%u", first->number);
    else
        (void)snprintf(out, NUMBER, "%u–%u", first->number, last->number);
}

static double number_width(const char *number)
{
    return am_canvas_width(number) * BOLD;
}

static void draw_number(struct am_html *h, double x, double y, const char *number,
                        const struct am_chart_tick *first, const struct am_chart_tick *last)
{
    struct am_text title;
    am_text_init(&title, 1 << 20);
    for (const struct am_chart_tick *t = first; t <= last; t++) {
        am_text_add(&title, t > first ? "; " : "");
        am_text_add(&title, title.len < TITLE_MAX ? t->title : "…");
        if (title.len >= TITLE_MAX)
            break;
    }
    am_html_open(h, "text");
    am_html_attribute(h, "class", "strong");
    am_canvas_attribute(h, "x", x);
    am_canvas_attribute(h, "y", y);
    am_html_attribute(h, "text-anchor", "middle");
    am_html_element(h, "title", NULL, title.at);
    am_html_text(h, number);
    am_html_close(h, "text");
    am_text_done(&title);
}

/* Of all that ticks may share. */
static double widest_number(const struct am_chart_timeline *in)
{
    struct am_chart_tick most[2] = {{0}, {0}};
    char number[NUMBER];
    for (size_t i = 0; i < in->tick_count; i++)
        if (in->ticks[i].number > most[0].number)
            most[0] = most[1] = in->ticks[i];
    tell_numbers(&most[0], &most[1], number);
    return number_width(number);
}

/* From left to right, each over the middle of its ticks. Room for the widest is kept free at the
 * right, so that whatever comes last has it. */
static void draw_numbers(struct am_html *h, const struct line *l)
{
    const struct am_chart_timeline *in = l->in;
    double widest = widest_number(in);
    double right = l->left + l->width + EDGE;
    double free_from = l->left - EDGE;
    char number[NUMBER];
    for (size_t i = 0; i < in->tick_count;) {
        const struct am_chart_tick *first = &in->ticks[i];
        const struct am_chart_tick *last = first;
        double at, width;
        for (;;) {
            tell_numbers(first, last, number);
            width = number_width(number);
            at = (x_of(l, first->time) + x_of(l, last->time)) / 2 - width / 2;
            at = fmax(fmin(at, right - width), free_from);
            if (++i == in->tick_count)
                break;
            const struct am_chart_tick *next = &in->ticks[i];
            double end = at + width + APART;
            tell_numbers(next, next, number);
            if (fmin(x_of(l, next->time) - number_width(number) / 2, right - widest) >= end)
                break;
            last = next;
        }
        tell_numbers(first, last, number);
        draw_number(h, at + width / 2, NUMBERS - 4, number, first, last);
        free_from = at + width + APART;
    }
}

static void draw_ticks(struct am_html *h, const struct line *l)
{
    const struct am_chart_timeline *in = l->in;
    struct am_text path;
    am_text_init(&path, 1 << 20);
    for (size_t i = 0; i < in->tick_count; i++) {
        add_number(&path, "M", x_of(l, in->ticks[i].time));
        add_number(&path, ",", NUMBERS);
        add_number(&path, "V", l->base);
    }
    draw_path(h, "frame", &path);
    draw_numbers(h, l);
}

/* ---- the foot ---- */

/* Every how many of them have room. */
static size_t stride(const struct line *l)
{
    static const size_t strides[] = {1, 2, 3, 6, 12, 24};
    const struct am_chart_timeline *in = l->in;
    double width = 0;
    for (size_t i = 0; i < in->hour_count; i++)
        width = fmax(width, am_canvas_width(in->hours[i].label));
    double apart =
        in->hour_count > 1
            ? (x_of(l, in->hours[in->hour_count - 1].time) - x_of(l, in->hours[0].time)) /
                  (double)(in->hour_count - 1)
            : l->width;
    for (size_t i = 0; i < sizeof strides / sizeof *strides; i++)
        if (apart * (double)strides[i] >= width + 2 * APART)
            return strides[i];
    return in->hour_count;
}

static void draw_hours(struct am_html *h, const struct line *l)
{
    const struct am_chart_timeline *in = l->in;
    double right = l->left + l->width + EDGE;
    double free_from = 0;
    size_t by = in->hour_count > 0 ? stride(l) : 1;
    for (size_t i = 0; i < in->hour_count; i += by) {
        double x = x_of(l, in->hours[i].time);
        double width = am_canvas_width(in->hours[i].label);
        am_canvas_line(h, "axis", x, l->base, x, l->base + 4);
        if (x + width > right)
            x = fmax(right - width, 0);
        if (x < free_from)
            continue;
        free_from = x + width + APART;
        am_canvas_text(h, "soft", AM_ANCHOR_START, x, l->base + FOOT - 2, right - x,
                       in->hours[i].label);
    }
}

void am_chart_timeline(struct am_html *h, const struct am_chart *c,
                       const struct am_chart_timeline *in)
{
    const struct line l = {
        .in = in,
        .left = EDGE,
        .width = fmax(c->width - 2 * EDGE, 1),
        .top = NUMBERS + 4,
        .base = NUMBERS + 4 + AREA,
    };
    const struct am_key keys[] = {{"before", NULL, in->area}};
    double legend = in->area ? am_canvas_legend(h, c, 0, keys, 1, false) : 0;
    am_canvas_open(h, c, l.base + FOOT + 8 + legend);
    draw_area(h, &l);
    am_canvas_line(h, "axis", 0, l.base, c->width, l.base);
    draw_ticks(h, &l);
    draw_hours(h, &l);
    if (in->area)
        (void)am_canvas_legend(h, c, l.base + FOOT + 8, keys, 1, true);
    am_canvas_close(h);
}
