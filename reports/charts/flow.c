/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A Sankey diagram: bands as wide as what they carry. Nodes keep the caller's order, so bands cross
 * as little as that allows and the picture is the same each time. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "charts/canvas.h"

#define NODE    12.0
#define APART   3.0 /* px between labels of neighbouring nodes */
#define GAP     6.0
#define HEADING 24.0
#define BETWEEN 28.0 /* stages that stand one below the other */

struct node {
    double value, y, height, in, out; /* `in`, `out`: how far its sides are used */
    double slot;                      /* the least it takes, so that labels keep apart */
};

struct stage {
    const struct am_flow *flow;
    struct node *nodes[AM_FLOW_COLUMNS];
    double scale;
};

static double total_of(const struct stage *s, size_t column)
{
    double total = 0;
    for (size_t i = 0; i < s->flow->node_count[column]; i++)
        total += s->nodes[column][i].value;
    return total;
}

/* A link that leads nowhere, or carries nothing, is none. */
static bool is_link(const struct am_flow *flow, size_t stage, const struct am_flow_link *link)
{
    return link->from < flow->node_count[stage] && link->to < flow->node_count[stage + 1] &&
           isfinite(link->value) && link->value > 0;
}

/* A node is as large as the larger of its sides; those agree but for rounding. */
static enum am_status take_nodes(struct stage *s, const struct am_flow *flow)
{
    s->flow = flow;
    for (size_t c = 0; c < AM_FLOW_COLUMNS; c++) {
        s->nodes[c] = calloc(flow->node_count[c] + 1, sizeof **s->nodes);
        if (!s->nodes[c])
            return AM_E_NO_MEMORY;
    }
    for (size_t l = 0; l < AM_FLOW_COLUMNS - 1; l++)
        for (size_t i = 0; i < flow->link_count[l]; i++) {
            const struct am_flow_link *link = &flow->links[l][i];
            if (!is_link(flow, l, link))
                continue;
            s->nodes[l][link->from].out += link->value;
            s->nodes[l + 1][link->to].in += link->value;
        }
    for (size_t c = 0; c < AM_FLOW_COLUMNS; c++)
        for (size_t i = 0; i < flow->node_count[c]; i++) {
            struct node *n = &s->nodes[c][i];
            n->value = fmax(n->in, n->out);
            n->in = n->out = 0;
        }
    return AM_OK;
}

static void drop_nodes(struct stage *s)
{
    for (size_t c = 0; c < AM_FLOW_COLUMNS; c++)
        free(s->nodes[c]);
}

/* What the labels of a column need, `room` px wide. */
static void measure(struct stage *s, size_t column, double room)
{
    for (size_t i = 0; i < s->flow->node_count[column]; i++) {
        const struct am_flow_node *told = &s->flow->nodes[column][i];
        s->nodes[column][i].slot = APART + am_canvas_label(NULL, NULL, AM_ANCHOR_START, 0, 0, room,
                                                           told->label, told->text);
    }
}

/* Stacks one column from `y` on; returns where it ends. */
static double stack(struct stage *s, size_t column, double y)
{
    for (size_t i = 0; i < s->flow->node_count[column]; i++) {
        struct node *n = &s->nodes[column][i];
        n->height = n->value * s->scale;
        n->y = y + fmax(0, n->slot - n->height) / 2;
        n->in = n->out = 0;
        y += fmax(n->height, n->slot) + GAP;
    }
    return y - GAP;
}

static void band(struct am_html *h, const char *look, double x0, double y0, double x1, double y1,
                 double height, const char *title)
{
    char path[512];
    char n[7][32];
    double middle = (x0 + x1) / 2;
    const double values[] = {x0, y0, middle, y1, x1, y1 + height, y0 + height};
    for (size_t i = 0; i < 7; i++)
        am_canvas_number(values[i], n[i]);
    (void)snprintf(path, sizeof path, "M%s,%sC%s,%s,%s,%s,%s,%sV%sC%s,%s,%s,%s,%s,%sZ", n[0], n[1],
                   n[2], n[1], n[2], n[3], n[4], n[3], n[5], n[2], n[5], n[2], n[6], n[0], n[6]);
    am_html_open(h, "path");
    am_html_attribute(h, "class", look);
    am_html_attribute(h, "d", path);
    if (title)
        am_html_element(h, "title", NULL, title);
    am_html_close(h, "path");
}

/* Links of one stage come ordered by source, then target, from whoever made them. */
static void draw_links(struct am_html *h, struct stage *s, size_t l, double x0, double x1)
{
    const struct am_flow *f = s->flow;
    for (size_t i = 0; i < f->link_count[l]; i++) {
        const struct am_flow_link *link = &f->links[l][i];
        if (!is_link(f, l, link))
            continue;
        struct node *a = &s->nodes[l][link->from];
        struct node *b = &s->nodes[l + 1][link->to];
        double height = link->value * s->scale;
        bool unknown = f->nodes[l][link->from].unknown || f->nodes[l + 1][link->to].unknown;
        struct am_text title;
        am_text_init(&title, 2048);
        am_text_addf(&title, "%s → %s", f->nodes[l][link->from].label,
                     f->nodes[l + 1][link->to].label);
        band(h, unknown ? "link unknown" : "link service", x0 + NODE, a->y + a->out, x1,
             b->y + b->in, fmax(height, 0.4), title.at);
        a->out += height;
        b->in += height;
        am_text_done(&title);
    }
}

enum side { SIDE_LEFT, SIDE_RIGHT };

static void draw_column(struct am_html *h, const struct am_chart *c, const struct stage *s,
                        size_t column, double x, enum side side, double room, bool halo)
{
    const struct am_flow *f = s->flow;
    char doubt[AM_CANVAS_ID_SIZE];
    am_canvas_id(c, "doubt", doubt);
    for (size_t i = 0; i < f->node_count[column]; i++) {
        const struct node *n = &s->nodes[column][i];
        const struct am_flow_node *told = &f->nodes[column][i];
        am_canvas_rect_titled(h, told->unknown ? "unknown" : "service",
                              told->unknown ? doubt : NULL, x, n->y, NODE, fmax(n->height, 1),
                              NULL);
        (void)am_canvas_label(h, halo ? "halo" : NULL,
                              side == SIDE_LEFT ? AM_ANCHOR_END : AM_ANCHOR_START,
                              side == SIDE_LEFT ? x - 6 : x + NODE + 6, n->y + n->height / 2, room,
                              told->label, told->text);
    }
}

static void heading(struct am_html *h, const struct am_flow *f, size_t column,
                    enum am_anchor anchor, double x, double y, double room)
{
    am_canvas_text(h, "soft", anchor, x, y + 15, room, f->heading[column]);
}

static double scale_for(const struct stage *s, double height)
{
    double most = 0;
    for (size_t c = 0; c < AM_FLOW_COLUMNS; c++)
        most = fmax(most, total_of(s, c));
    return most > 0 ? height / most : 0;
}

static void draw_wide(struct am_html *h, const struct am_chart *c, struct stage *s)
{
    double side = c->width * 0.24;
    const double x[] = {side, (c->width - NODE) / 2, c->width - side - NODE};
    const double room[] = {side - 8, x[2] - x[1] - NODE - 12, side - 8};
    double end = HEADING;
    s->scale = scale_for(s, 380);
    for (size_t i = 0; i < AM_FLOW_COLUMNS; i++)
        measure(s, i, room[i]);
    for (size_t i = 0; i < AM_FLOW_COLUMNS; i++)
        end = fmax(end, stack(s, i, HEADING));
    am_canvas_open(h, c, end + 4);
    heading(h, s->flow, 0, AM_ANCHOR_END, x[0] + NODE, 0, side);
    heading(h, s->flow, 1, AM_ANCHOR_MIDDLE, x[1] + NODE / 2, 0, side);
    heading(h, s->flow, 2, AM_ANCHOR_START, x[2], 0, side);
    draw_links(h, s, 0, x[0], x[1]);
    draw_links(h, s, 1, x[1], x[2]);
    draw_column(h, c, s, 0, x[0], SIDE_LEFT, room[0], false);
    draw_column(h, c, s, 1, x[1], SIDE_RIGHT, room[1], true);
    draw_column(h, c, s, 2, x[2], SIDE_RIGHT, room[2], false);
    am_canvas_close(h);
}

/* Labels stand within, over the bands: each side has half of the width. */
static void draw_narrow(struct am_html *h, const struct am_chart *c, struct stage *s)
{
    double room = c->width / 2 - NODE - 12;
    double right = c->width - NODE;
    double tops[AM_FLOW_COLUMNS - 1];
    double end = 0;
    s->scale = scale_for(s, 300);
    for (size_t i = 0; i < AM_FLOW_COLUMNS; i++)
        measure(s, i, room);
    for (size_t l = 0; l + 1 < AM_FLOW_COLUMNS; l++) {
        tops[l] = end;
        end = fmax(stack(s, l, end + HEADING), stack(s, l + 1, end + HEADING)) + BETWEEN;
    }
    am_canvas_open(h, c, end - BETWEEN + 4);
    for (size_t l = 0; l + 1 < AM_FLOW_COLUMNS; l++) {
        (void)stack(s, l, tops[l] + HEADING);
        (void)stack(s, l + 1, tops[l] + HEADING);
        heading(h, s->flow, l, AM_ANCHOR_START, 0, tops[l], c->width / 2);
        heading(h, s->flow, l + 1, AM_ANCHOR_END, c->width, tops[l], c->width / 2);
        draw_links(h, s, l, 0, right);
        draw_column(h, c, s, l, 0, SIDE_RIGHT, room, true);
        draw_column(h, c, s, l + 1, right, SIDE_LEFT, room, true);
    }
    am_canvas_close(h);
}

enum am_status am_chart_flow(struct am_html *h, const struct am_chart *c,
                             const struct am_flow *flow)
{
    struct stage s = {0};
    enum am_status status = take_nodes(&s, flow);
    if (status == AM_OK) {
        if (c->width < AM_CHART_NARROW)
            draw_narrow(h, c, &s);
        else
            draw_wide(h, c, &s);
    }
    drop_nodes(&s);
    return status;
}
