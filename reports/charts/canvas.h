/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What charts are drawn with: the frame of an SVG, its marks, and text that is made to fit. */
#ifndef AM_REPORTS_CANVAS_H
#define AM_REPORTS_CANVAS_H

#include "charts/charts.h"

/* The picture with its title and description, and its patterns: "ID-hatch" of the second series,
 * "ID-doubt" of what is not known. */
void am_canvas_open(struct am_html *h, const struct am_chart *c, double height);
void am_canvas_close(struct am_html *h);

void am_canvas_rect(struct am_html *h, const char *look, double x, double y, double width,
                    double height);
/* The same with a title, NULL: none. `fill`: id of a pattern, NULL: as the look says. */
void am_canvas_rect_titled(struct am_html *h, const char *look, const char *fill, double x,
                           double y, double width, double height, const char *title);
void am_canvas_line(struct am_html *h, const char *look, double x1, double y1, double x2,
                    double y2);

enum am_anchor { AM_ANCHOR_START, AM_ANCHOR_MIDDLE, AM_ANCHOR_END };
/* On the base line `y`, shortened to `room` px; then its title tells the whole. */
void am_canvas_text(struct am_html *h, const char *look, enum am_anchor anchor, double x, double y,
                    double room, const char *text);

/* The same with a value behind it, which is cut only where it has no room alone. */
void am_canvas_text_value(struct am_html *h, const char *look, enum am_anchor anchor, double x,
                          double y, double room, const char *text, const char *value);

/* The same around the middle `y`, in two lines where one is too narrow; the value ends the last.
 * Returns its height, AM_CANVAS_LINE for each line; `h` NULL: only measures. */
#define AM_CANVAS_LINE 15.0
double am_canvas_label(struct am_html *h, const char *look, enum am_anchor anchor, double x,
                       double y, double room, const char *text, const char *value);

/* Words in lines of `room` px, from `y` down, letters of `size` px; look "head" is bold. Returns
 * the height; `h` NULL: only measures. */
double am_canvas_paragraph(struct am_html *h, const char *look, double x, double y, double room,
                           double size, const char *text);

/* How high a drawing is for each px of its width, as its own frame tells. */
double am_canvas_proportion(const char *svg);

/* A share brought to 0..1; what is no number is 0. */
double am_canvas_share(double value);
/* How wide a text of 12 px is, roughly and rather too much. */
double am_canvas_width(const char *text);
/* "12.5" without zeros at the end, with a point under any locale. */
void am_canvas_number(double value, char out[32]);
void am_canvas_attribute(struct am_html *h, const char *name, double value);

/* "ID-NAME" */
#define AM_CANVAS_ID_SIZE 80
void am_canvas_id(const struct am_chart *c, const char *name, char out[AM_CANVAS_ID_SIZE]);

/* A legend's keys in a row, wrapped to the width; draws where `draw`, and tells the height. */
struct am_key {
    const char *look, *fill, *label; /* `fill` as above */
};
double am_canvas_legend(struct am_html *h, const struct am_chart *c, double y,
                        const struct am_key *keys, size_t count, bool draw);

#endif
