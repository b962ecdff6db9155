/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A screen as cells, drawn without a terminal: rows and columns of a character and a style each.
 *
 * This is the border for text (DESIGN.md, rule 2): whatever is put here becomes inert (base/utf8.h)
 * and is counted in columns, so that nothing a peer sends can command a terminal or move what
 * stands beside it. What lies outside of the cells is not drawn. */
#ifndef AM_REPORTS_CELLS_H
#define AM_REPORTS_CELLS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

#define AM_CELL_SIZE   16  /* bytes: a character and the marks above and below it */
#define AM_CELLS_WIDTH 500 /* columns and rows of the largest screen that is drawn */

enum am_style {
    AM_STYLE_PLAIN,
    AM_STYLE_STRONG,
    AM_STYLE_FAINT,
    AM_STYLE_SERVICE, /* of the two ledgers */
    AM_STYLE_HOST,
    AM_STYLE_NEW, /* what has just grown */
    AM_STYLE_WARNING,
    AM_STYLE_KEY, /* a key to press; a line that stands apart */
    AM_STYLE_COUNT
};

struct am_cell {
    char text[AM_CELL_SIZE]; /* "": right half of the wide character before it */
    enum am_style style;
};

struct am_cells {
    int rows, columns;
    bool plain; /* ASCII alone: letters without their marks, bars of # */
    struct am_cell *at;
};

/* Blank. Larger sizes than AM_CELLS_WIDTH are cut. */
AM_MUST_CHECK enum am_status am_cells_init(struct am_cells *c, int rows, int columns, bool plain);
void am_cells_done(struct am_cells *c);
void am_cells_clear(struct am_cells *c, int row, int column, int rows, int columns);

/* Within `width` columns, with an ellipsis where something is missing. Returns the columns used. */
int am_cells_put(struct am_cells *c, int row, int column, int width, enum am_style style,
                 const char *text);
void am_cells_put_right(struct am_cells *c, int row, int column, int width, enum am_style style,
                        const char *text);
void am_cells_put_centre(struct am_cells *c, int row, int column, int width, enum am_style style,
                         const char *text);
/* Words in lines, `step` rows apart and at most `lines` of them; the last ends in an ellipsis where
 * there was more. Returns how many lines there are. With `c` NULL they are only counted. */
struct am_wrap {
    int row, column, width, lines, step;
    bool centre;
};
int am_cells_wrap(struct am_cells *c, const struct am_wrap *where, enum am_style style,
                  const char *text);

/* A part of a whole, `width` columns long if it is all of it; each ledger and the unknown have a
 * shape of their own. */
enum am_bar { AM_BAR_SERVICE, AM_BAR_HOST, AM_BAR_UNKNOWN };
void am_cells_bar(struct am_cells *c, int row, int column, int width, enum am_bar bar,
                  uint64_t part, uint64_t whole);
/* Upright, with its foot in `row`, at most `height` rows. */
void am_cells_pillar(struct am_cells *c, int row, int column, int height, enum am_style style,
                     uint64_t part, uint64_t whole);
/* A line across; a box with its inside cleared. */
void am_cells_rule(struct am_cells *c, int row, int column, int width);
void am_cells_box(struct am_cells *c, int row, int column, int rows, int columns);
/* A number in digits of AM_DIGIT_ROWS rows; returns their columns (with `c` NULL: only that). */
#define AM_DIGIT_ROWS 5
int am_cells_digits(struct am_cells *c, int row, int column, enum am_style style, uint64_t number);

/* As text, a line each, without blanks at their ends. */
void am_cells_text(const struct am_cells *c, struct am_text *out);

#endif
