/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is told of a round: every variable that enough of its organizations have. */
#ifndef AM_REPORTS_CAMPAIGN_QUESTIONS_H
#define AM_REPORTS_CAMPAIGN_QUESTIONS_H

#include "campaign/figures/tally.h"

struct am_questions {
    AM_LINES(struct am_question) at; /* by kind, then ids */
};
AM_MUST_CHECK enum am_status am_questions_of(const struct am_round *r, unsigned at_least,
                                             struct am_pool *pool, struct am_questions *out);
/* In that order, each once; how many there are then. */
size_t am_questions_sort(const struct am_shares *m, struct am_question *at, size_t count);
/* The place of one that is there. */
size_t am_questions_find(const struct am_questions *q, const struct am_question *what,
                         const struct am_shares *m);

#endif
