/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The tables of a scan file and how an older file's become today's. docs/store.md explains them.
 *
 * PRAGMA user_version is the number of steps that a file has gone through. A new format is one more
 * step at the end, never a change of one that was released. */
#ifndef AM_CONTACTS_SCHEMA_H
#define AM_CONTACTS_SCHEMA_H

#include <stddef.h>

#include "contacts/sql.h"

extern const char *const am_schema_steps[]; /* SQL of each */
extern const size_t am_schema_version;      /* how many */

/* Runs the steps after the first `from`, within the caller's transaction. */
void am_schema_apply(struct am_sql *q, const char *const *steps, size_t from, size_t count);

/* Takes the file through the steps it has not seen, all or none. LIMIT for a file from a newer
 * amarra. */
AM_MUST_CHECK enum am_status am_schema_upgrade(struct am_sql *q, const char *const *steps,
                                               size_t count, struct am_problem *problem);

/* For reading: an older file is upgraded in a copy in memory, which takes the connection's place.
 * Then refuses a file whose tables are not word for word those of the steps: whatever else a
 * database can hold (views, virtual tables, computed columns) is not ours. */
AM_MUST_CHECK enum am_status am_schema_check(struct am_sql *q, bool writable,
                                             struct am_problem *problem);

#endif
