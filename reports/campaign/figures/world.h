/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Possible worlds: how the organizations of each class could have answered, so that all that is
 * published would be the same. What may not be told is safe where there are worlds in which it is
 * this and worlds in which it is that; this module looks for them, from the true one on, an
 * organization's answer at a time. A world that was found is proof. One that was not found is none:
 * then more is withheld than perhaps had to be, never less.
 *
 * A row is a sum (web.h) over a group, which is a set of classes (sets.h). */
#ifndef AM_REPORTS_CAMPAIGN_WORLD_H
#define AM_REPORTS_CAMPAIGN_WORLD_H

#include <stdbool.h>

#include "campaign/figures/web.h"

#define AM_WORLD_STEPS (1u << 20) /* past which no way is found */
#define AM_WORLD_TRIES 40         /* at first */
#define AM_WORLD_BLAME 4096       /* rows that are remembered as having stood in the way */

/* Borrowed. */
struct am_ground {
    size_t classes, groups;
    const uint32_t *size;                      /* organizations of each class */
    const uint32_t *groups_from, *groups_of;   /* of class c: groups_of[groups_from[c]] ... */
    const uint32_t *classes_from, *classes_of; /* of group g */
};

struct am_row {
    int32_t value, low, high; /* as it is; as somebody knows it */
    uint16_t weight;          /* what stood wrong for long weighs more */
    bool listed;              /* among those that are, or were, out of their bounds */
};

struct am_change {
    uint32_t class;
    uint16_t layer;
    int16_t by;
};

struct am_tried;
struct am_world {
    const struct am_ground *ground;
    const struct am_web *web;
    int32_t *x;          /* layer * classes + class */
    int32_t *y;          /* link * classes + class */
    struct am_row *rows; /* sum * groups + group */
    int64_t wrong;       /* by how much values are out of their bounds, all together, weighed */
    size_t *wrongs;      /* rows that are out of them, and some that were */
    size_t wrong_count;
    struct am_change *steps; /* made, and may be taken back */
    size_t step_count;
    unsigned draw;          /* another one goes other ways */
    size_t tries;           /* moves made for one step, at most */
    struct am_tried *tried; /* what a move that is tried would change */
    size_t *blame;          /* rows that stood in the way, perhaps more than once */
    size_t blame_count;
};
/* Counts of 0; of each row is known that it is not below 0, and, of a layer, that it is not more
 * than there are. */
AM_MUST_CHECK enum am_status am_world_new(const struct am_ground *ground, const struct am_web *web,
                                          struct am_pool *pool, struct am_world *out);
/* After x is set: all sums and links. */
void am_world_sum(struct am_world *w);
size_t am_world_row(const struct am_world *w, size_t sum, size_t group);
/* As many as there are in the group, for a row of a layer. */
int32_t am_world_most(const struct am_world *w, size_t row);
/* Other bounds of a row, within what is always known; `wrong` follows. */
void am_world_bound(struct am_world *w, size_t row, int32_t low, int32_t high);
bool am_world_fits(const struct am_world *w, size_t row);

/* Moves a row by one, up or down, within all bounds; false: no way was found, and the world is as
 * it was. Nothing may be wrong before. */
bool am_world_step(struct am_world *w, size_t row, int by);
/* Brings all rows within their bounds; false: not all of them, though perhaps more than before. */
bool am_world_mend(struct am_world *w);
/* Takes back the steps that were made after the world had made so many. */
void am_world_back(struct am_world *w, size_t steps);

#endif
