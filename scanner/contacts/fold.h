/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A scan that is still by device, seen as one that is not: rows by the hour, rare unknown names
 * folded away. Closing writes what it says; reading an unfinished scan shows it. So what a report
 * says is the same before closing and after, and never tells more before. */
#ifndef AM_CONTACTS_FOLD_H
#define AM_CONTACTS_FOLD_H

#include "contacts/tally.h"

struct am_fold;

/* Reads and counts everything once. `knowledge` may be NULL. `memory`: a store of which nothing was
 * flushed yet, with its pending contacts sorted; what it holds is folded rather than the file's
 * scratch tables. NULL: those. All are borrowed. */
AM_MUST_CHECK enum am_status am_fold_new(struct am_sql *q, const struct am_store *memory,
                                         const struct am_knowledge *knowledge,
                                         const struct am_scan_info *info, struct am_fold **out,
                                         struct am_problem *problem);
void am_fold_free(struct am_fold *f);

/* What stays, in the order of its text: of names those that rows show, as name or as CNAME. */
uint32_t am_fold_names(const struct am_fold *f);
uint32_t am_fold_hosts(const struct am_fold *f);
const struct am_kept_name *am_fold_name(const struct am_fold *f, uint32_t id); /* 1 .. */
const struct am_kept_host *am_fold_host(const struct am_fold *f, uint32_t id);
uint64_t am_fold_devices(const struct am_fold *f);
uint64_t am_fold_unlisted(const struct am_fold *f); /* names folded away */

struct am_fold_row {
    struct am_scan_row row;
    uint32_t name_id, host_id, cname_id; /* 0: none */
    uint32_t marker;                     /* id, of am_fold_each_marked; else 0 */
};
typedef enum am_status (*am_fold_row_fn)(void *ctx, const struct am_fold_row *row);
/* In order of hour, name (none, unlisted, then by text), block. */
AM_MUST_CHECK enum am_status am_fold_each_row(struct am_fold *f, am_fold_row_fn fn, void *ctx,
                                              struct am_problem *problem);

/* What markers saw, in order of marker, name, block; `markers` are those of the file. */
AM_MUST_CHECK enum am_status am_fold_each_marked(struct am_fold *f,
                                                 const struct am_kept_markers *markers,
                                                 am_fold_row_fn fn, void *ctx,
                                                 struct am_problem *problem);

/* Every label that may be told: "all", knowledge's, "name:..." of names that stay. `tag` asks the
 * tally. */
typedef enum am_status (*am_fold_label_fn)(void *ctx, const char *label, uint32_t tag);
AM_MUST_CHECK enum am_status am_fold_each_label(struct am_fold *f, am_fold_label_fn fn, void *ctx);
/* One of them; AM_TABLE_NONE: unknown, or not to be told. */
uint32_t am_fold_find_label(const struct am_fold *f, const char *label);
const struct am_tally *am_fold_tally(const struct am_fold *f);

#endif
