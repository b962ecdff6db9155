/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which cells may be published: values of too few organizations, or of one that outweighs the rest,
 * join "other"; so does one that would tell of few by its difference from a set that is published
 * already. */
#ifndef AM_REPORTS_CAMPAIGN_CELLS_H
#define AM_REPORTS_CAMPAIGN_CELLS_H

#include "campaign/figures/figures.h"
#include "campaign/figures/sets.h"

#define AM_CELLS_MAX 4000u

struct am_cell_set {
    struct am_cell cell;
    struct am_set set; /* of the roll's lines of cell.round */
};
/* Sets of a round that others can compute of earlier editions: cells, and what they leave. */
struct am_known_sets {
    AM_LINES(struct am_set) of[AM_CAMPAIGN_ROUNDS + 1];
};
struct am_cells {
    AM_LINES(struct am_cell_set) at; /* in the order of am_campaign_figures */
};

struct am_cells_ask {
    const struct am_shares *shares;
    const struct am_roll *roll;
    const struct am_settings *settings;
    const struct am_known_sets *known;
    const struct am_set *aside; /* of the whole roll: not in this edition; NULL: nobody */
};
/* Everything in the pool. USAGE: there is nothing that may be published, and why. */
AM_MUST_CHECK enum am_status am_cells_of(const struct am_cells_ask *ask, struct am_pool *pool,
                                         struct am_cells *out, struct am_problem *problem);

#endif
