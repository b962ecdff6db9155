/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The ground on which possible worlds of a round stand (world.h): everybody who is or was in one of
 * its cells, in classes, and the sets of them that somebody may know something of. */
#ifndef AM_REPORTS_CAMPAIGN_GROUND_H
#define AM_REPORTS_CAMPAIGN_GROUND_H

#include "campaign/figures/build.h"
#include "campaign/figures/world.h"

struct am_hidden {
    uint32_t group;
    uint32_t n;
};
struct am_round_ground {
    struct am_ground ground;
    struct am_classes classes;  /* of this edition's cells, then of all earlier ones' */
    const uint32_t *cell_group; /* of each cell of this edition */
    const uint32_t *const
        *past_group; /* of each edition and each of its cells; AM_TABLE_NONE: another round's */
    /* Not published, but they can be computed: what two editions of a cell differ by, and what a
     * cell of the same organizations leaves of all; and the classes of few, who can be told by who
     * knows everybody's kind. */
    AM_LINES(struct am_hidden) hidden;
};
AM_MUST_CHECK enum am_status am_ground_of(const struct am_told_round *t, const struct am_plan *plan,
                                          size_t at_least, struct am_pool *pool,
                                          struct am_round_ground *out);

/* How many of each class have it: question * classes + class. Of shares of this edition. */
AM_MUST_CHECK enum am_status am_cube_of(const struct am_told_round *t,
                                        const struct am_classes *classes, struct am_pool *pool,
                                        uint32_t **out);

#endif
