/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The terminal: cells out, keys in. The only file that meets ncurses.
 *
 * Of the locale only LC_CTYPE is set, which tells whether the terminal takes UTF-8; without it
 * there is ASCII alone. One terminal at a time. */
#ifndef AM_REPORTS_TERMINAL_H
#define AM_REPORTS_TERMINAL_H

#include "live/cells.h"

struct am_terminal;

/* USAGE where standard output is no terminal or can't be drawn on, before anything is begun. */
AM_MUST_CHECK enum am_status am_terminal_check(struct am_problem *problem);

AM_MUST_CHECK enum am_status am_terminal_open(struct am_terminal **out, struct am_problem *problem);
/* The terminal is as it was before. NULL is fine. */
void am_terminal_close(struct am_terminal *t);

/* Blank cells of its size. */
AM_MUST_CHECK enum am_status am_terminal_cells(const struct am_terminal *t, struct am_cells *out);
void am_terminal_show(struct am_terminal *t, const struct am_cells *cells);
/* What was pressed (keys.h); AM_KEY_NONE: nothing waits. */
uint32_t am_terminal_key(struct am_terminal *t);

#endif
