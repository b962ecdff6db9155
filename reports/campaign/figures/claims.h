/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What everybody knows of a round's counts from what is told of them, now and in earlier editions,
 * and what must stay open all the same. */
#ifndef AM_REPORTS_CAMPAIGN_CLAIMS_H
#define AM_REPORTS_CAMPAIGN_CLAIMS_H

#include "campaign/figures/weave.h"

#define AM_CLAIM_PAST UINT32_MAX

struct am_claim {
    size_t row; /* of the world */
    uint32_t layer,
        cell; /* `cell` of this edition; AM_CLAIM_PAST: of an earlier one, which stands */
    int32_t low, high;
    bool dead; /* withheld meanwhile */
};

/* That somebody contacted what is told of is what nobody may learn; that few did harms nobody, as
 * long as it may be none and may be some. */
enum am_open {
    AM_OPEN_WHOLE, /* every value from `low` to `high` */
    AM_OPEN_FEW,   /* so many values from 0 on: `low` */
    AM_OPEN_WIDE,  /* so many values: `high`; or `low` of them, from 0 on or with one from `high`
                      on that leaves `high` */
    AM_OPEN_NONE,  /* 0, or as many as `high` */
};
struct am_target {
    enum am_open open;
    size_t row;
    int32_t low, high;
};

struct am_claims {
    struct am_claim *at; /* by row */
    struct am_target *targets;
    uint32_t count, target_count, room, target_room;
};
struct am_claims_ask {
    const struct am_told_round *t;
    const struct am_history *history;
    const struct am_woven *woven;
    const struct am_round_ground *ground;
    struct am_rule_of_numbers rule;
};
/* am_claims_done frees, whatever this returned. */
AM_MUST_CHECK enum am_status am_claims_of(const struct am_claims_ask *ask, struct am_claims *out);
void am_claims_done(struct am_claims *c);
/* One more target: of a number that is withheld now. */
AM_MUST_CHECK enum am_status am_claims_withheld(struct am_claims *c,
                                                const struct am_claims_ask *ask, uint32_t layer,
                                                uint32_t cell);
/* The bounds of a row by the claims that live; of all rows. */
void am_claims_bind(const struct am_claims *c, size_t row, struct am_world *w);
void am_claims_bind_all(const struct am_claims *c, struct am_world *w);
/* Whether it is so in a world. */
bool am_claim_fits(const struct am_claim *c, const struct am_world *w);
/* The first claim of a row; `count` where there is none. */
size_t am_claims_find(const struct am_claims *c, size_t row);

#endif
