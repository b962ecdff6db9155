/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the two files of the PostgreSQL driver share. */
#ifndef AM_REPORTS_STORE_POSTGRES_H
#define AM_REPORTS_STORE_POSTGRES_H

#include <libpq-fe.h>

#include "campaign/store/driver.h"

struct am_postgres {
    PGconn *conn;
    char *where; /* as messages name it: without user and password */
    bool prepared[AM_SQL_COUNT];
    bool conflict; /* the last failure was another writer's */
};

/* Statements without values, whose rows nobody wants. */
AM_MUST_CHECK enum am_status am_postgres_run(struct am_postgres *c, const char *sql,
                                             struct am_problem *problem);
/* What an answer that is a failure means. */
enum am_status am_postgres_problem(struct am_postgres *c, const PGresult *result,
                                   struct am_problem *problem);
enum am_status am_postgres_no_memory(const struct am_postgres *c, struct am_problem *problem);

/* am_driver.make */
enum am_status am_postgres_make(void *connection, const char *campaign, unsigned parts,
                                struct am_problem *problem);

#endif
