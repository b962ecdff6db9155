/* SPDX-License-Identifier: AGPL-3.0-or-later
 * amarra.mmdb: the address table of dataset/networks joined with the dataset's own networks, so
 * that one walk along the tree tells AS, countries, corporation and region. */
#ifndef AM_RULES_MMDB_BUILD_H
#define AM_RULES_MMDB_BUILD_H

#include "data.h"
#include "mmdb/mmdb_writer.h"

/* `networks` is networks.tsv.zst; owners are those of the dataset's day. */
AM_MUST_CHECK enum am_status am_mmdb_build(const struct am_rules *rules, const char *networks,
                                           const char *path, struct am_mmdb_stats *stats,
                                           struct am_problem *problem);

#endif
