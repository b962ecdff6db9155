/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pictures with places to fill: SVG as Inkscape writes it (docs/kit.md tells those who draw).
 *
 *   slot-NAME              a rectangle: becomes text, by the look that its style has, in the
 * largest size that has room; slot-logo becomes the logo bar-NAME               a rectangle: as
 * wide as the share of NAME if-NAME, unless-NAME   anything: stays where NAME is told, or is not
 *   colour-service, colour-host, and tint-, shade-, deep-: anything takes the campaign's colours
 *
 * The names are an element's label in Inkscape, or its id, or (colours) one of its classes. A
 * drawing is outside bytes: no DTD, no entities, no scripts, styles or links, nothing that is
 * fetched; of other namespaces nothing is kept. What is filled in is text, whatever it holds. */
#ifndef AM_REPORTS_DRAWING_H
#define AM_REPORTS_DRAWING_H

#include "base/reader.h"
#include "base/text.h"
#include "charts/charts.h"
#include "format/format.h"
#include "templates/letters.h"

#define AM_DRAWING_BYTES        ((size_t)1 << 20) /* of a template */
#define AM_DRAWING_ELEMENTS_MAX 20000
#define AM_DRAWING_SLOTS_MAX    150
#define AM_DRAWING_OUT          ((size_t)4 << 20)

struct am_drawing;

/* MALFORMED and LIMIT with file and line. */
AM_MUST_CHECK enum am_status am_drawing_read(struct am_bytes text, const char *file,
                                             struct am_drawing **out, struct am_problem *problem);
void am_drawing_free(struct am_drawing *d);
/* Its height for each px of width. */
double am_drawing_proportion(const struct am_drawing *d);

enum am_slot_state {
    AM_SLOT_UNKNOWN, /* nothing is called so: a mistake, told with its line */
    AM_SLOT_UNTOLD,  /* nothing to tell */
    AM_SLOT_TOLD,
};
struct am_slot_value {
    const char *text;
    double share; /* 0..1; below 0: none */
};
struct am_drawing_fill {
    enum am_slot_state (*find)(void *ctx, const char *name, struct am_slot_value *out);
    void *ctx;
    const struct am_chart_colours *colours;
    const struct am_logo *logo;                 /* NULL, or of no type: none */
    const char *title, *description, *language; /* for who does not see it; "es" */
    double width;                               /* px */
};
/* What could be done better, for who drew it: a text that was shortened, or that is hard to read.
 */
struct am_drawing_doubt {
    unsigned long line;
    char slot[64];
    bool cut;
    double contrast; /* 0: good */
};
#define AM_DRAWING_DOUBTS_MAX 8
struct am_drawing_doubts {
    struct am_drawing_doubt at[AM_DRAWING_DOUBTS_MAX];
    size_t count;
};
/* Adds the filled SVG. */
AM_MUST_CHECK enum am_status am_drawing_fill(const struct am_drawing *d,
                                             const struct am_drawing_fill *fill,
                                             struct am_letters *letters, struct am_text *out,
                                             struct am_drawing_doubts *doubts,
                                             struct am_problem *problem);

#endif
