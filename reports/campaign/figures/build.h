/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From cells to figures: every variable of a round over every cell of it, counted, told and sorted.
 */
#ifndef AM_REPORTS_CAMPAIGN_BUILD_H
#define AM_REPORTS_CAMPAIGN_BUILD_H

#include "campaign/figures/numbers.h"
#include "campaign/figures/questions.h"

/* What is known of a round, and how it is told. */
struct am_told_round {
    struct am_round count;
    struct am_postings postings;
    struct am_classes classes;
    struct am_questions questions;
    const struct am_cell_set *cells; /* of the round */
    size_t first, cell_count;        /* their place among all cells */
    struct am_tally *tallies;        /* question * cell_count + cell */
    struct am_number *base, *told;   /* the same */
};

/* Into the pool of `f`, whose cells are there already, in the same order. */
AM_MUST_CHECK enum am_status am_build_figures(const struct am_cells_ask *ask,
                                              const struct am_cells *cells,
                                              struct am_campaign_figures *f);

#endif
