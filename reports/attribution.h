/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From a scan and the rules to figures: where the two rooms meet. */
#ifndef AM_REPORTS_ATTRIBUTION_H
#define AM_REPORTS_ATTRIBUTION_H

#include "indicators/figures.h"

/* What the rules say of one row, on its own day. */
void am_attribute(const struct am_rules *rules, const struct am_scan_row *row, struct am_seen *out);

/* Reads whole scans, one at least. The figures borrow from the rules and from what `ask` borrows,
 * not from the scans. */
AM_MUST_CHECK enum am_status am_figures_of(struct am_scan *const *scans, size_t count,
                                           const struct am_rules *rules, const struct am_ask *ask,
                                           struct am_figures **out, struct am_problem *problem);

#endif
