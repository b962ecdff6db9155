/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A filling under way: what fill.c and slots.c share. */
#ifndef AM_REPORTS_FILL_PRIVATE_H
#define AM_REPORTS_FILL_PRIVATE_H

#include "charts/ink.h"
#include "charts/render.h"
#include "templates/xml.h"

struct am_drawing_slot {
    xmlNode *rect;
    char name[64], id[96];
    double x, y, width, height;
    const char *text;
};

struct am_filling {
    const struct am_drawing *drawing;
    const struct am_drawing_fill *fill;
    struct am_letters *letters;
    struct am_problem *problem;
    struct am_drawing_doubts *doubts;
    xmlDoc *doc;
    xmlNode *root;
    struct am_drawing_slot *slots; /* AM_DRAWING_SLOTS_MAX */
    size_t count;
};

bool am_fill_number(xmlNode *node, const char *name, double *out);
void am_fill_set_number(xmlNode *node, const char *name, double value);
AM_MUST_CHECK enum am_status am_fill_dump(const struct am_filling *f, struct am_text *out);

/* Logo and texts in place of their rectangles. */
AM_MUST_CHECK enum am_status am_fill_slots(const struct am_filling *f);

#endif
