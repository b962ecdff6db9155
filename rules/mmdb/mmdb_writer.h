/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writes address ranges as a MaxMind DB 2.0 file, which libmaxminddb and every other reader of that
 * format opens: a binary tree over IPv6 with IPv4 at ::/96 and as aliases of it at ::ffff:0:0/96,
 * 2002::/16 (6to4) and 2001::/32 (Teredo).
 *
 * Give records and ranges in any order; where ranges overlap the narrowest wins (ranges.h). The
 * same input gives the same file, byte for byte. */
#ifndef AM_RULES_MMDB_WRITER_H
#define AM_RULES_MMDB_WRITER_H

#include <stdio.h>

#include "mmdb/mmdb_data.h"
#include "mmdb/ranges.h"

#define AM_MMDB_FIELDS_MAX 16
#define AM_MMDB_NODES_MAX  ((uint32_t)1 << 26)
#define AM_MMDB_DATA_MAX   ((size_t)1 << 28)

struct am_mmdb_about {
    const char *type, *description; /* description in English */
    unsigned record_bits;           /* 24, 28 or 32 at least; 0: as few as the tree needs */
    uint64_t epoch;                 /* of the data, so that a build can be repeated */
};

struct am_mmdb_stats {
    size_t ranges, overlaps; /* given; of them, those that overlap one before */
    size_t aliased;          /* pieces inside the aliases, left out: IPv4 answers there */
    uint32_t nodes, records;
    unsigned record_bits;
    size_t data_bytes;
};

struct am_mmdb;

AM_MUST_CHECK enum am_status am_mmdb_new(struct am_mmdb **out);
void am_mmdb_free(struct am_mmdb *m);
/* Copies; equal records share a number. */
AM_MUST_CHECK enum am_status am_mmdb_add_record(struct am_mmdb *m,
                                                const struct am_mmdb_field *fields, size_t count,
                                                uint32_t *record);
/* IPv4 ranges are of mapped addresses, as everywhere (base/address.h). */
AM_MUST_CHECK enum am_status am_mmdb_add_range(struct am_mmdb *m, struct am_wide first,
                                               struct am_wide last, uint32_t record);
/* Once, at the end. `stats` may be NULL. */
AM_MUST_CHECK enum am_status am_mmdb_write(struct am_mmdb *m, const struct am_mmdb_about *about,
                                           FILE *out, struct am_mmdb_stats *stats);

#endif
