/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sheets to hang up and to hand on: the findings, and each picture with what it says. A sheet is an
 * SVG document of A4's proportions, from which PNG and PDF are made. */
#ifndef AM_REPORTS_POSTER_H
#define AM_REPORTS_POSTER_H

#include "format/pictures.h"

#define AM_POSTER_WIDTH  794.0 /* px: A4 at 96 to the inch */
#define AM_POSTER_HEIGHT 1123.0

/* How many sheets there are: the findings, then a picture each. */
size_t am_poster_count(const struct am_figures *f);
/* Adds one of them to `out`. */
AM_MUST_CHECK enum am_status am_poster_draw(const struct am_report *r, struct am_speech *s,
                                            size_t which, const struct am_chart_colours *colours,
                                            struct am_text *out);

#endif
