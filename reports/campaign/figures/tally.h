/* SPDX-License-Identifier: AGPL-3.0-or-later
 * True counts, before any of them is rounded: one variable over the cells of a round at a time. */
#ifndef AM_REPORTS_CAMPAIGN_TALLY_H
#define AM_REPORTS_CAMPAIGN_TALLY_H

#include "campaign/figures/cells.h"

/* Facts by what they are of, so that a variable is one walk. */
struct am_posting {
    uint32_t line; /* of the round's roll */
    uint16_t also;
    uint8_t value[4];
};
struct am_postings {
    struct am_posting *at;
    size_t *from; /* of entity e: at[from[e]] to at[from[e + 1]], by `also`, then line */
};
/* Of the lines `from` to `to` of the roll that are in a class. */
AM_MUST_CHECK enum am_status am_postings_of(const struct am_shares *m, const struct am_roll *roll,
                                            unsigned round, const struct am_classes *classes,
                                            struct am_postings *out);
void am_postings_done(struct am_postings *p);

/* A variable by its place among the entities; `of` and `also` 0 where the kind has none. */
struct am_question {
    enum am_variable_kind kind;
    uint16_t of, also;
};

/* A round as it is counted. */
struct am_round {
    const struct am_shares *shares;
    const struct am_roll *roll;
    unsigned round;
    const struct am_postings *postings;
    const struct am_classes *classes; /* of this edition's cells */
};

/* One cell's part of a variable. */
struct am_tally {
    uint64_t base, count;
    uint64_t values[AM_VALUE_ALL + 1]; /* of those that its quartiles are of (figures.h) */
};
/* `out` has one for each set of the classes, zeroed by this. The base of a provider of an area is
 * not told: it is the count of the area. */
void am_tally_cells(const struct am_round *r, const struct am_question *q, size_t cells,
                    struct am_tally *out);
/* How many of each class have it; `of` the class of each line of the round, `out` zeroed. Nothing
 * of variables that each share answers. */
void am_tally_classes(const struct am_round *r, const struct am_question *q, const uint32_t *of,
                      uint32_t *out);

#endif
