/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What an edition is of: which shares, in which cells, so that neither these nor any earlier ones
 * tell of few by what they differ by. */
#ifndef AM_REPORTS_CAMPAIGN_PLAN_H
#define AM_REPORTS_CAMPAIGN_PLAN_H

#include "campaign/figures/history.h"

struct am_plan {
    struct am_roll roll;
    struct am_history history;
    struct am_cells cells;
    struct am_set aside; /* of the whole roll */
    bool news; /* somebody is in it who was not in the last edition, or the other way about */
};
/* In the pool; am_plan_done frees the rest, whatever this returned. USAGE: nothing may be published
 * now. */
AM_MUST_CHECK enum am_status am_plan_of(const struct am_edition *editions, size_t edition_count,
                                        const struct am_shares *shares,
                                        const struct am_settings *settings, struct am_pool *pool,
                                        struct am_plan *out, struct am_problem *problem);
void am_plan_done(struct am_plan *p);

#endif
