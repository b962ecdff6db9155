/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a store is made of and all that is ever asked of it, once for every database. Values are
 * parameters, $1 to $5, numbered in the order of their first use (SQLite takes them as names). */
#ifndef AM_REPORTS_STORE_SQL_H
#define AM_REPORTS_STORE_SQL_H

#include <stdbool.h>
#include <stddef.h>

#define AM_STORE_VERSION    1        /* of the tables */
#define AM_STATEMENT_VALUES 5        /* parameters of one statement, at most */
#define AM_STATEMENT_RESULT 4        /* columns of a row, at most */
#define AM_STORE_SCHEMA     "amarra" /* of PostgreSQL, in which the tables stand */

struct am_store_table {
    const char *name, *columns;
    bool parted; /* by campaign and organization, where the database can */
};
extern const struct am_store_table am_store_tables[];
extern const size_t am_store_table_count;

enum am_statement {
    AM_SQL_VERSION,
    AM_SQL_CAMPAIGNS,
    AM_SQL_SETTINGS,
    AM_SQL_NEW,
    AM_SQL_SET,
    AM_SQL_PUT,
    AM_SQL_LOOK,
    AM_SQL_MARK,  /* as withdrawn, where nothing is known of the share */
    AM_SQL_ERASE, /* and mark, where it is there */
    AM_SQL_SHARES,
    AM_SQL_EDITIONS,
    AM_SQL_PUBLISHED, /* how many editions */
    AM_SQL_PUBLISH,
    AM_SQL_COUNT
};
struct am_statement_text {
    const char *text;
    size_t values;
};
extern const struct am_statement_text am_statements[AM_SQL_COUNT];

#endif
