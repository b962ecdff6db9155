/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ranges of addresses, each with a value. Feeds overlap each other; here they become disjoint:
 * where several cover an address the narrowest wins, of equal ones the one that starts later, of
 * identical ones the one given later. */
#ifndef AM_RULES_RANGES_H
#define AM_RULES_RANGES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"
#include "base/status.h"

#define AM_RANGES_MAX ((size_t)1 << 23)

/* An address as a number; no 128-bit type, which small machines' compilers lack. */
struct am_wide {
    uint64_t high, low;
};

struct am_wide am_wide_of(const struct am_address *a);
struct am_address am_wide_address(struct am_wide w);
int am_wide_compare(struct am_wide a, struct am_wide b);
struct am_wide am_wide_add(struct am_wide a, struct am_wide b); /* modulo 2^128 */
struct am_wide am_wide_subtract(struct am_wide a, struct am_wide b);
struct am_wide am_wide_bit(unsigned bit); /* 2^bit, bit < 128 */
/* How many low bits are zero (128 for zero), and which is the highest set (-1 for zero). */
int am_wide_low_zeros(struct am_wide w);
int am_wide_high_bit(struct am_wide w);

struct am_range {
    struct am_wide first, last; /* both belong to it; first <= last */
    uint32_t value;
};

struct am_ranges {
    struct am_range *at;
    size_t count, size;
};

void am_ranges_done(struct am_ranges *r);
/* MALFORMED where `last` comes before `first`, LIMIT past AM_RANGES_MAX. */
AM_MUST_CHECK enum am_status am_ranges_add(struct am_ranges *r, struct am_wide first,
                                           struct am_wide last, uint32_t value);
/* Makes them disjoint and sorted, neighbours of one value joined. Counts the ranges that overlapped
 * one before them in `overlaps` (may be NULL). */
AM_MUST_CHECK enum am_status am_ranges_flatten(struct am_ranges *r, size_t *overlaps);

#endif
