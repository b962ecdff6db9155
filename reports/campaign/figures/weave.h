/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The web (web.h) of a round's variables: a corporation's ledgers, its country, the areas of work
 * that it is the only provider of, the cut-offs that it comes first in. */
#ifndef AM_REPORTS_CAMPAIGN_WEAVE_H
#define AM_REPORTS_CAMPAIGN_WEAVE_H

#include "campaign/figures/ground.h"

#define AM_NO_LAYER UINT32_MAX

/* A sum that nobody publishes, but that can be computed; told of by a layer. */
struct am_hidden_sum {
    uint32_t sum, layer;
};
struct am_woven {
    struct am_web web;
    uint32_t *question; /* of each layer */
    uint32_t *layer;    /* of each question; AM_NO_LAYER: it has no count */
    uint32_t *base;     /* layer that is the base of each layer; AM_NO_LAYER: the cell is */
    uint32_t *rest;     /* sum of each layer: the base without it; AM_NO_LAYER: nobody asks */
    AM_LINES(struct am_hidden_sum) hidden;
};
/* `cube`: what a share says is not always so by the newest dataset; a link that the truth breaks is
 * none. In the pool; am_web_done frees the rest, whatever this returned. */
AM_MUST_CHECK enum am_status am_weave(const struct am_told_round *t,
                                      const struct am_history *history, const uint32_t *cube,
                                      size_t classes, struct am_pool *pool, struct am_woven *out);

#endif
