/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A page for a terminal: wrapped text, and tables of a wide first column and numbers. Text that is
 * given raw is made inert here. English sentences ("to be said") are said in the page's language.
 */
#ifndef AM_REPORTS_SHEET_H
#define AM_REPORTS_SHEET_H

#include "base/text.h"
#include "indicators/figures.h"
#include "language.h"

#define AM_SHEET_COLUMNS 78
#define AM_SHEET_NAME    34 /* columns of the first cell of a table */
#define AM_SHEET_NUMBER  14
#define AM_SHEET_LABEL   26 /* columns before the text of a fact */

/* Everything is borrowed. */
struct am_sheet {
    struct am_text *out;
    struct am_speech *speech;
    const struct am_figures *figures;
};

void am_sheet_spaces(struct am_sheet *t, size_t count);
/* Words of `text` in lines of AM_SHEET_COLUMNS, each after `indent` spaces, the first after
 * `first`. */
void am_sheet_wrap(struct am_sheet *t, size_t indent, const char *first, const char *text);
/* `text` cut to `width` columns, with an ellipsis where something is missing. */
void am_sheet_cell(struct am_sheet *t, const char *text, size_t width);
void am_sheet_number(struct am_sheet *t, const char *text);
/* A label, and beside it its text in as many lines as it takes. */
void am_sheet_fact(struct am_sheet *t, const char *label, const char *text);
/* A name and numbers at the right end of the line; a name without room has a line of its own,
 * whole. */
void am_sheet_row(struct am_sheet *t, const char *name, const char *const *numbers, size_t count);
/* To be said: a title underlined; the head of a table, `b` and `c` may be NULL. */
void am_sheet_heading(struct am_sheet *t, const char *text);
void am_sheet_columns(struct am_sheet *t, const char *first, const char *a, const char *b,
                      const char *c);

#endif
