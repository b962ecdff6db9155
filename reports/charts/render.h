/* SPDX-License-Identifier: AGPL-3.0-or-later
 * SVG documents of the charts (am_chart.colours) as PNG and PDF, by librsvg and cairo.
 *
 * The documents are our own, but hold text from outside: sizes are bounded, nothing is fetched, no
 * file is read but fonts. The same documents give the same bytes on one machine; fonts may differ
 * on another. A failed call leaves `out` with nothing of use. */
#ifndef AM_REPORTS_CHARTS_RENDER_H
#define AM_REPORTS_CHARTS_RENDER_H

#include "base/text.h"
#include "charts/ink.h"

#define AM_RENDER_SVG_MAX    ((size_t)4 << 20) /* bytes of one document */
#define AM_RENDER_SIDE_MAX   10000u            /* px, of documents and of images */
#define AM_RENDER_PIXELS_MAX 40000000.0
#define AM_RENDER_PAGES_MAX  200
#define AM_RENDER_OUT_MAX    ((size_t)64 << 20) /* a limit for `out` that anything here fits in */

enum am_render_page {
    AM_RENDER_A4,  /* upright, each document as large as margins allow */
    AM_RENDER_OWN, /* as large as its document: 96 px are an inch */
};

/* Adds a PNG that is `width` px wide, its height as the document's proportions want it. LIMIT for
 * one that is too large, MALFORMED for what is no SVG or has no size. `problem` may be NULL. */
AM_MUST_CHECK enum am_status am_render_png(const char *svg, unsigned width, struct am_text *out,
                                           struct am_problem *problem);

/* Adds a PDF, one page for each document; `title` is the file's, NULL: none. Its date is fixed, so
 * that the same report is the same file. */
AM_MUST_CHECK enum am_status am_render_pdf(const char *const *svgs, size_t count,
                                           enum am_render_page page, const char *title,
                                           struct am_text *out, struct am_problem *problem);

/* What is seen in the place of each element, by its id: colours evenly spread over its box. One
 * that is not there, or outside of what is drawn, is seen as white. */
#define AM_RENDER_SAMPLES 60
AM_MUST_CHECK enum am_status am_render_samples(const char *svg, const char *const *ids,
                                               size_t count,
                                               struct am_ink (*out)[AM_RENDER_SAMPLES],
                                               struct am_problem *problem);

#endif
