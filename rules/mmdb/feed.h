/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The address table of dataset/networks, as text: sections "[as]" (number, tab, name) and
 * "[v4.asn]" ... "[v6.located]" (gap, tab, size, tab, value). A range starts `gap` addresses after
 * the one before it ends. Gap and size are "8" for 2^8 or "3*8" for 3 times 2^8, the factor odd and
 * in hexadecimal; no gap is left empty. dataset/networks/README.md tells it to people. */
#ifndef AM_RULES_MMDB_FEED_H
#define AM_RULES_MMDB_FEED_H

#include <stdio.h>

#include "mmdb/ranges.h"

#define AM_FEED_HEAD "amarra-networks 1"

enum am_feed_layer {
    AM_LAYER_V4_ASN,
    AM_LAYER_V6_ASN,
    AM_LAYER_V4_REGISTERED,
    AM_LAYER_V6_REGISTERED,
    AM_LAYER_V4_LOCATED,
    AM_LAYER_V6_LOCATED,
    AM_LAYER_COUNT
};

struct am_feed_as {
    uint32_t asn;
    const char *name;
};

struct am_feed {
    char date[16];         /* "2026-06-17" */
    struct am_feed_as *as; /* in order of their numbers */
    size_t as_count, as_size;
    struct am_ranges layer[AM_LAYER_COUNT]; /* values: AS numbers, or am_feed_country */
};

/* "UY" as a number, and back. */
uint32_t am_feed_country(const char *code);
void am_feed_country_write(uint32_t value, char out[3]);
/* Decimal digits and nothing else; false, and `out` untouched, for anything else or more. */
bool am_feed_number(const char *text, uint32_t *out);

/* Borrows the name. */
AM_MUST_CHECK enum am_status am_feed_add_as(struct am_feed *t, uint32_t asn, const char *name);

void am_feed_done(struct am_feed *t);

/* Layers must be flat. */
AM_MUST_CHECK enum am_status am_feed_write(const struct am_feed *t, FILE *out);

/* Reads what am_feed_write wrote. `text` is changed, and the names borrow it. */
AM_MUST_CHECK enum am_status am_feed_read(char *text, struct am_feed *out,
                                          struct am_problem *problem);

#endif
