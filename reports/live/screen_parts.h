/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The parts of the screen (screen.h), a file each. They draw within an area and keep to it. */
#ifndef AM_REPORTS_SCREEN_PARTS_H
#define AM_REPORTS_SCREEN_PARTS_H

#include "live/screen.h"

struct am_area {
    int row, column, rows, columns;
};

/* Both ledgers, side by side; `step` rows for each line. They return the rows they used. */
int am_screen_owners(const struct am_screen *s, struct am_cells *out, struct am_area a, int step);
int am_screen_countries(const struct am_screen *s, struct am_cells *out, struct am_area a);
/* How many corporations there are in one ledger or the other. */
size_t am_screen_owner_count(const struct am_figures *f);
/* The countries of the service ledger in one line. */
void am_screen_countries_line(const struct am_screen *s, struct am_cells *out, struct am_area a);

void am_screen_newest(const struct am_screen *s, struct am_cells *out, struct am_area a);
void am_screen_timeline(const struct am_screen *s, struct am_cells *out, struct am_area a);

/* Of the stages ASKING and REVEALING; and few things, large. */
void am_screen_ask(const struct am_screen *s, struct am_cells *out, struct am_area a);
void am_screen_reveal(const struct am_screen *s, struct am_cells *out, struct am_area a);
void am_screen_big(const struct am_screen *s, struct am_cells *out, struct am_area a);

/* The one that runs; NULL: none. */
const struct am_marker_line *am_screen_marker(const struct am_screen *s);
/* "Scene 2 of 10" */
const char *am_screen_scene_words(const struct am_screen *s);
/* "14:05" by the organization's clock. */
#define AM_SHORT_CLOCK 8
void am_screen_clock(const struct am_screen *s, int64_t time, char out[AM_SHORT_CLOCK]);
/* A heading over a part. */
void am_screen_title(struct am_cells *out, struct am_area a, const char *text);

#endif
