/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writes CSV (RFC 4180): comma, CRLF, quotes where needed. A text cell that a spreadsheet would
 * run as a formula gets an apostrophe before it; untrusted text is made inert (base/utf8.h). */
#ifndef AM_BASE_CSV_H
#define AM_BASE_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct am_csv {
    struct am_text *out; /* borrowed; its status tells whether all fitted */
    bool in_row;
};

void am_csv_init(struct am_csv *c, struct am_text *out);
void am_csv_text(struct am_csv *c, const char *text); /* NULL: an empty cell */
void am_csv_count(struct am_csv *c, uint64_t value);
/* numerator / denominator with six decimals and a point; empty where the denominator is 0. */
void am_csv_share(struct am_csv *c, uint64_t numerator, uint64_t denominator);
void am_csv_end_row(struct am_csv *c);

#endif
