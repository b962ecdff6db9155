/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What was published before: the figures of earlier editions and who was in their cells. */
#ifndef AM_REPORTS_CAMPAIGN_HISTORY_H
#define AM_REPORTS_CAMPAIGN_HISTORY_H

#include "campaign/figures/cells.h"
#include "campaign/figures/publication.h"
#include "campaign/store/store.h"

#define AM_EDITIONS_MAX 200

struct am_past {
    struct am_publication *publication;
    struct am_set *sets; /* of each of its cells */
};
struct am_history {
    struct am_past editions[AM_EDITIONS_MAX];
    size_t count;
};
/* The roll has everybody of the shares and of the editions. What is in the pool outlives the call;
 * the publications are freed by am_history_done, which may be called whatever this returned. */
AM_MUST_CHECK enum am_status am_history_read(const struct am_edition *editions, size_t count,
                                             const struct am_shares *shares, struct am_pool *pool,
                                             struct am_roll *roll, struct am_history *out,
                                             struct am_problem *problem);
void am_history_done(struct am_history *h);
/* The cell of a past edition; NULL: it had none of this id. `set` may be NULL. */
const struct am_cell *am_past_cell(const struct am_past *p, const char *id,
                                   const struct am_set **set);

#endif
