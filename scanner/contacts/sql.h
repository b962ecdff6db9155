/* SPDX-License-Identifier: AGPL-3.0-or-later
 * SQLite, met in one place: a connection that remembers its first failure, so that a caller binds,
 * steps and asks once; and the one table that tells errors apart. Values are bound, never printed
 * into a statement.
 *
 * A scan file is untrusted: connections run with triggers, views and trusted schema off, cell sizes
 * checked and lengths limited. */
#ifndef AM_CONTACTS_SQL_H
#define AM_CONTACTS_SQL_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

#define AM_SQL_APPLICATION 0x616d7261 /* "amra": PRAGMA application_id */
/* Counts stored never pass this, so that two of them added fit SQLite's 64 bits with their sign. */
#define AM_SQL_COUNT_MAX (UINT64_C(1) << 61)

struct am_sql {
    sqlite3 *db;
    char *path; /* owned */
    int rc;     /* first failure, SQLITE_OK: none */
};

/* An existing scan file, for reading only or to be changed. Says what is wrong with anything else:
 * missing, a folder, empty, no database, another program's. */
AM_MUST_CHECK enum am_status am_sql_open(struct am_sql *q, const char *path, bool writable,
                                         struct am_problem *problem);
/* An empty file that was just made, and a private one in memory. */
AM_MUST_CHECK enum am_status am_sql_open_new(struct am_sql *q, const char *path,
                                             struct am_problem *problem);
AM_MUST_CHECK enum am_status am_sql_open_memory(struct am_sql *q, const char *path,
                                                struct am_problem *problem);
void am_sql_close(struct am_sql *q);

/* True where the file starts like an amarra scan. */
bool am_sql_is_scan_file(int fd);

void am_sql_exec(struct am_sql *q, const char *sql);
sqlite3_stmt *am_sql_prepare(struct am_sql *q, const char *sql); /* NULL after a failure */
void am_sql_finish(sqlite3_stmt **stmt);                         /* for AM_CLEANUP */

void am_sql_bind_int(struct am_sql *q, sqlite3_stmt *stmt, int at, int64_t value);
void am_sql_bind_count(struct am_sql *q, sqlite3_stmt *stmt, int at, uint64_t value);
/* Text and bytes are borrowed until the next step's end; NULL text binds NULL. */
void am_sql_bind_text(struct am_sql *q, sqlite3_stmt *stmt, int at, const char *text);
void am_sql_bind_bytes(struct am_sql *q, sqlite3_stmt *stmt, int at, const void *bytes, int len);
bool am_sql_row(struct am_sql *q, sqlite3_stmt *stmt); /* true: a row; resets after the last */
void am_sql_run(struct am_sql *q, sqlite3_stmt *stmt); /* steps to the end and resets */
int64_t am_sql_ask_int(struct am_sql *q, const char *sql, int64_t otherwise);

/* Adds as far as AM_SQL_COUNT_MAX. */
void am_sql_add_count(uint64_t *sum, uint64_t more);

/* The text of a column, at most `limit` bytes without zero bytes; NULL: not so, and the connection
 * has failed as corrupt. Borrowed until the next step. */
const char *am_sql_text(struct am_sql *q, sqlite3_stmt *stmt, int column, int limit);
/* An integer column within bounds; else 0, failed as corrupt. */
int64_t am_sql_int(struct am_sql *q, sqlite3_stmt *stmt, int column, int64_t min, int64_t max);
/* Fails the connection: the file holds what amarra never writes. */
void am_sql_reject(struct am_sql *q);
/* The same for memory that ran out beside the database. */
void am_sql_no_memory(struct am_sql *q);

/* What the first failure means: IO where the same may be tried again later (disk full, busy),
 * NO_MEMORY, MALFORMED for a damaged file. Clears the failure. `doing`: "write the scan". */
AM_MUST_CHECK enum am_status am_sql_status(struct am_sql *q, const char *doing,
                                           struct am_problem *problem);

#endif
