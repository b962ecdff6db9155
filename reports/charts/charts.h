/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pictures of a report, drawn once as SVG with real text: the same marks stand in the page, in
 * files of their own, and in what is rendered from those.
 *
 * Charts know values and labels, which come in the reader's language; nothing of figures, rules or
 * languages. Looks are class names: the page's style sheet colours them for light, dark and paper,
 * and a file carries a style of its own (am_chart.colours). Layout follows `width`: wide for a
 * screen or a page, narrow for a phone; text is never below AM_CHART_TEXT px, is shortened to what
 * fits, and says the whole as its title. The same input gives the same bytes. */
#ifndef AM_REPORTS_CHARTS_H
#define AM_REPORTS_CHARTS_H

#include "base/html.h"

#define AM_CHART_TEXT   12  /* px, the smallest */
#define AM_CHART_NARROW 560 /* px; below, labels stand above what they tell of */

/* #rrggbb each */
struct am_chart_colours {
    char service[8], host[8]; /* those that an organization may choose */
};
#define AM_CHART_COLOURS                                                                           \
    {                                                                                              \
        "#1f6f9f", "#b5651d"                                                                       \
    }
/* NULL: good. Else why not, in English: no colour, or too near to white to be read on paper
 * (WCAG 2.2, 1.4.11: 3 to 1). */
const char *am_chart_colour_check(const char *colour);

/* Where a chart stands within another drawing, which brings the colours; px. What does not fit is
 * made smaller. */
struct am_chart_place {
    double x, y, width, height;
};

struct am_chart {
    const char *id; /* of its own in the page: letters, digits, '-' */
    const char *title, *description;
    double width;                           /* px */
    const struct am_chart_colours *colours; /* NULL: coloured by the page it stands in */
    const struct am_chart_place *in;        /* NULL: it stands by itself, or in a page */
};

/* Bars: a row each. `second` < 0: there is none. Values are shares of one whole, 0..1. */
struct am_chart_bar {
    const char *label, *text, *second_text;
    double value, second;
    bool unknown; /* what is not known looks so */
};
void am_chart_bars(struct am_html *h, const struct am_chart *c, const char *first_legend,
                   const char *second_legend, const struct am_chart_bar *bars, size_t count);

/* Cumulative rows: `before` is the light part, `added` the strong one; both of one whole. */
struct am_chart_step {
    const char *label, *text;
    double before, added;
};
void am_chart_steps(struct am_html *h, const struct am_chart *c, const struct am_chart_step *steps,
                    size_t count);

/* One bar that is the whole, with its legend. `look`: a class, "service", "named", "unknown" ... */
struct am_chart_part {
    const char *look, *label, *text;
    double value;
};
void am_chart_stack(struct am_html *h, const struct am_chart *c, const struct am_chart_part *parts,
                    size_t count);

/* Seven days of 24 hours. A cell below 0 has no data; else 0..1 of the greatest. */
struct am_chart_week {
    double cell[168];
    const char *title[168]; /* NULL: none */
    const char *days[7];
    const char *hours[24];           /* at the foot; every sixth where it is narrow */
    unsigned work_days;              /* a bit each, Monday the lowest */
    unsigned work_from, work_to;     /* framed; may cross midnight */
    const char *least, *most, *none; /* legend: 0, the greatest, not watched */
    const char *work;                /* legend of the frame; NULL: none */
};
void am_chart_week(struct am_html *h, const struct am_chart *c, const struct am_chart_week *week);

/* The same for up to AM_DAYS_MAX days that are named by the caller, such as dates. */
#define AM_DAYS_MAX 31
struct am_chart_days {
    const char *const *days; /* labels */
    size_t count;
    const double *cell;       /* count * 24; as above */
    const char *const *title; /* count * 24; NULL: none at all */
    const char *hours[24];
    const bool *works; /* of each day; NULL: all do */
    unsigned work_from, work_to;
    const char *least, *most, *none, *work; /* legend, as above */
};
void am_chart_days(struct am_html *h, const struct am_chart *c, const struct am_chart_days *days);

/* How something went over time: an area in steps, each until the next, under numbered ticks. Ticks
 * whose numbers would meet share one, "3–5". Times in any unit, all in order. */
struct am_chart_point {
    int64_t time;
    double value; /* the greatest is as high as the area */
};
struct am_chart_tick {
    int64_t time;
    unsigned number;
    const char *title;
};
struct am_chart_hour {
    int64_t time;
    const char *label;
};
struct am_chart_timeline {
    int64_t from, to;
    const struct am_chart_point *points;
    const struct am_chart_tick *ticks;
    const struct am_chart_hour *hours; /* at the foot, evenly apart: as many as have room */
    size_t point_count, tick_count, hour_count;
    const char *area; /* legend; NULL: none */
};
void am_chart_timeline(struct am_html *h, const struct am_chart *c,
                       const struct am_chart_timeline *in);

/* Three columns of nodes, joined by links of neighbouring columns. Where it is narrow, the two
 * stages stand one below the other. */
#define AM_FLOW_COLUMNS 3
struct am_flow_node {
    const char *label, *text;
    bool unknown;
};
struct am_flow_link {
    size_t from, to; /* in their columns */
    double value;
};
struct am_flow {
    const char *heading[AM_FLOW_COLUMNS];
    const struct am_flow_node *nodes[AM_FLOW_COLUMNS];
    size_t node_count[AM_FLOW_COLUMNS];
    const struct am_flow_link *links[AM_FLOW_COLUMNS - 1];
    size_t link_count[AM_FLOW_COLUMNS - 1];
};
/* NO_MEMORY leaves nothing written. */
AM_MUST_CHECK enum am_status am_chart_flow(struct am_html *h, const struct am_chart *c,
                                           const struct am_flow *flow);

/* The world: countries by value, 0..1; each `title` tells name and value. `limits` are the upper
 * ends of the classes but the last, ascending. */
#define AM_MAP_CLASSES 5
struct am_chart_country {
    const char *code, *title; /* ISO 3166-1 alpha-2 */
    double value;
};
struct am_chart_map {
    const struct am_chart_country *countries;
    size_t count;
    const char *home; /* outlined; NULL: none */
    double limits[AM_MAP_CLASSES - 1];
    const char *legend[AM_MAP_CLASSES];
    const char *none, *home_legend;
};
void am_chart_map(struct am_html *h, const struct am_chart *c, const struct am_chart_map *map);

#endif
