/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The two databases behind a store, told apart by nothing but this table of functions. Each runs
 * the statements of sql.h, and says of an error what it means: IO where the same may be said again
 * (the connection was lost, the disk is full), MALFORMED for what is no store of ours. */
#ifndef AM_REPORTS_STORE_DRIVER_H
#define AM_REPORTS_STORE_DRIVER_H

#include <stdint.h>

#include "base/reader.h"
#include "campaign/store/sql.h"

enum am_datum_kind { AM_DATUM_NULL, AM_DATUM_TEXT, AM_DATUM_BYTES, AM_DATUM_NUMBER };

/* A value that goes into a statement, or comes out of it; borrowed for the call. */
struct am_datum {
    enum am_datum_kind kind;
    struct am_bytes bytes;
    int64_t number;
};

typedef enum am_status (*am_driver_row_fn)(void *ctx, const struct am_datum *columns, size_t count);

struct am_driver {
    bool several; /* campaigns may stand in one store */

    /* `make`: a store that is not there yet will be made. Else NOT_FOUND where there is none. */
    enum am_status (*open)(const char *where, bool make, void **out, struct am_problem *problem);
    void (*close)(void *connection);

    enum am_status (*begin)(void *connection, struct am_problem *problem);
    enum am_status (*commit)(void *connection, struct am_problem *problem);
    void (*rollback)(void *connection);
    /* After a failure of anything above or below: another writer stood in the way, and the same
     * transaction may do if it is run again. */
    bool (*may_retry)(const void *connection);

    /* Within a transaction: the tables, and the parts of a campaign's, where they are missing. */
    enum am_status (*make)(void *connection, const char *campaign, unsigned parts,
                           struct am_problem *problem);
    /* Each row as it comes; the rows are not held in memory together. `fn` may not use the
     * connection. */
    enum am_status (*ask)(void *connection, enum am_statement which, const struct am_datum *values,
                          am_driver_row_fn fn, void *ctx, struct am_problem *problem);
    /* One statement with `rows` times its values; `changed` tells of each whether it did. */
    enum am_status (*change)(void *connection, enum am_statement which,
                             const struct am_datum *values, size_t rows, bool *changed,
                             struct am_problem *problem);
};

extern const struct am_driver am_driver_sqlite, am_driver_postgres;

#endif
