/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reads a table that is CSV (RFC 4180), as strangers may have changed it. */
#ifndef AM_REPORTS_CAMPAIGN_AUDIT_CSV_ROWS_H
#define AM_REPORTS_CAMPAIGN_AUDIT_CSV_ROWS_H

#include "base/reader.h"

#define AM_CSV_COLUMNS 32
#define AM_CSV_LINE    16384 /* bytes of a line, once its quotes are gone */

struct am_csv_problem {
    unsigned long line;
    const char *what;
};
/* Fields are texts of the call's own. */
typedef void (*am_csv_row_fn)(void *ctx, unsigned long line, const char *const *fields);
/* `columns`: the names of the first line; NULL: any. False, with `problem`, where a line is none or
 * has other than `count` fields; lines before it were told. */
bool am_csv_rows(struct am_bytes text, const char *const *columns, size_t count, am_csv_row_fn fn,
                 void *ctx, struct am_csv_problem *problem);

#endif
