/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The report as an SQLite database for analysts: rows as they are counted, views that add them up
 * (assets/database.sql, docs/report-sqlite.md).
 *
 * Made beside its place while the figures are computed, put in place once all is written. What the
 * report may not tell is not in it: no block of a peer, no name that the report folds away. */
#ifndef AM_REPORTS_DATABASE_H
#define AM_REPORTS_DATABASE_H

#include "format/format.h"

struct am_database;

/* Begins FOLDER/report.db; the folder exists. */
AM_MUST_CHECK enum am_status am_database_new(const char *folder, struct am_database **out,
                                             struct am_problem *problem);
/* Hears the rows while the figures are computed (am_ask.listener). Lives as long as the database.
 */
const struct am_listener *am_database_listener(struct am_database *d);
/* What the figures tell once they are finished: names, owners, reach; and the views. */
AM_MUST_CHECK enum am_status am_database_finish(struct am_database *d, const struct am_report *r,
                                                struct am_problem *problem);
/* Syncs it and puts it in place. */
AM_MUST_CHECK enum am_status am_database_commit(struct am_database *d, struct am_problem *problem);
/* Removes what was not committed. NULL is fine. */
void am_database_free(struct am_database *d);

#endif
