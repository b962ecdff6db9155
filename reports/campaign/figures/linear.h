/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whether adding and subtracting published sets, in any way, leaves a few organizations alone:
 * whether the indicator of a class (sets.h) of fewer than may be told of, or a sum of up to four of
 * them, each once or less once, is a linear combination of the sets' indicators.
 *
 * A vector k that is random among those that every set is orthogonal to (modulo the prime 2^61 - 1)
 * has a zero where a class can be computed, and, but for a chance of one in 10^18, only there; and
 * those that can be computed together have numbers there that add up to zero.
 *
 * Time: O(sets^3 + classes * sets^2), and O(small^2) of the small classes, of which those beyond
 * AM_LINEAR_SMALL are looked at alone and in twos. */
#ifndef AM_REPORTS_CAMPAIGN_LINEAR_H
#define AM_REPORTS_CAMPAIGN_LINEAR_H

#include "campaign/figures/sets.h"

#define AM_LINEAR_SETS  2000
#define AM_LINEAR_SMALL 1500

struct am_left_alone {
    bool found;
    uint32_t class;
};
/* `set_count` is how many sets the classes are of. LIMIT: more than AM_LINEAR_SETS. */
AM_MUST_CHECK enum am_status am_linear_check(const struct am_classes *classes, size_t set_count,
                                             size_t at_least, struct am_left_alone *out);

#endif
