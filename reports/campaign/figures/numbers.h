/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How a true count is told, and what a told one leaves open. */
#ifndef AM_REPORTS_CAMPAIGN_NUMBERS_H
#define AM_REPORTS_CAMPAIGN_NUMBERS_H

#include "campaign/figures/figures.h"

struct am_rule_of_numbers {
    uint64_t at_least, round_to;
};
struct am_span {
    uint64_t from, to; /* both possible */
};

/* `count` of `n` organizations, `n` public. */
struct am_number am_number_tell(uint64_t count, uint64_t n, struct am_rule_of_numbers rule);
/* Of a base that is itself told as `base` only; `n` its true count. */
struct am_number am_number_tell_of(uint64_t count, uint64_t n, struct am_number base, uint64_t cell,
                                   struct am_rule_of_numbers rule);
/* What whoever reads the number knows of the count, in a cell of `n`. */
struct am_span am_number_span(struct am_number number, uint64_t n, struct am_rule_of_numbers rule);
/* What a share is of: the middle of what is told of the base. */
uint64_t am_number_middle(struct am_number base, struct am_rule_of_numbers rule);

#endif
