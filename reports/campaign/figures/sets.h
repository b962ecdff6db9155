/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sets of organizations: the cells of this edition and of earlier ones, as bits over the roll of a
 * round. */
#ifndef AM_REPORTS_CAMPAIGN_SETS_H
#define AM_REPORTS_CAMPAIGN_SETS_H

#include "campaign/figures/shares.h"
#include "campaign/settings.h"

/* Everybody who takes part or ever did, by round and id: the order of shares in the store means
 * nothing. */
struct am_roll_line {
    uint8_t id[AM_MEMBER_ID];
    uint32_t member; /* of am_shares; AM_TABLE_NONE: withdrawn, nothing else is known of it */
    uint8_t round;
};
struct am_roll {
    AM_LINES(struct am_roll_line) lines;
    size_t from[AM_CAMPAIGN_ROUNDS + 2]; /* lines of a round r: from[r] to from[r + 1] */
};

struct am_set {
    uint64_t *bits; /* one a line of the round */
    size_t n;
};

size_t am_set_words(size_t lines);
/* Empty, in the pool. NULL bits: out of memory. */
struct am_set am_set_new(struct am_pool *pool, size_t lines);
void am_set_put(struct am_set *s, size_t line);
bool am_set_has(const struct am_set *s, size_t line);
void am_set_join(struct am_set *s, const struct am_set *other, size_t lines);
/* In one of them but not in the other. */
size_t am_sets_apart(const struct am_set *a, const struct am_set *b, size_t lines);

/* Organizations that are in exactly the same sets are one class: nothing that is published tells
 * them apart. */
struct am_classes {
    size_t count;
    uint32_t *of;   /* of each line; AM_TABLE_NONE: in no set */
    uint32_t *n;    /* lines of each class */
    uint32_t *from; /* sets of class c: at[from[c]] to at[from[c + 1]] */
    uint32_t *at;
};
AM_MUST_CHECK enum am_status am_classes_of(const struct am_set *const *sets, size_t count,
                                           size_t lines, struct am_pool *pool,
                                           struct am_classes *out);

#endif
