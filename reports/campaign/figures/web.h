/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How the counts of a round hang together. A layer is a variable: how many organizations of each
 * class have it. A link is a sum of layers that is never below zero in any class: who needs a
 * corporation in one ledger needs it in one or the other. A sum is what somebody may know something
 * of, over a set of classes: each layer by itself, and some differences. */
#ifndef AM_REPORTS_CAMPAIGN_WEB_H
#define AM_REPORTS_CAMPAIGN_WEB_H

#include <stddef.h>
#include <stdint.h>

#include "pool.h"

#define AM_WEB_MAX 60000u /* layers; links; sums */

/* So many times a layer, or in a link or sum. */
struct am_term {
    uint32_t at;
    int32_t by;
};
/* Lists of terms: those of list i are at[from[i]] to at[from[i + 1]]. */
struct am_terms {
    uint32_t *from;
    struct am_term *at;
    uint32_t count, count_room, used, room;
};

struct am_web {
    size_t layers;
    struct am_terms links, sums;       /* sum i, below `layers`, is layer i */
    struct am_terms links_of, sums_of; /* by layer, once the web is closed */
    enum am_status status;             /* of what was added */
};
void am_web_init(struct am_web *w, size_t layers);
void am_web_done(struct am_web *w);
/* Terms of distinct layers. A sum's number; links have none. */
void am_web_link(struct am_web *w, const struct am_term *terms, size_t count);
size_t am_web_sum(struct am_web *w, const struct am_term *terms, size_t count);
/* After all are there. */
AM_MUST_CHECK enum am_status am_web_close(struct am_web *w);

#endif
