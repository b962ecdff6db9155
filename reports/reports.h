/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The public face of the reports. */
#ifndef AM_REPORTS_H
#define AM_REPORTS_H

#include "base/status.h"
#include "base/text.h"
#include "rules/rules.h"
#include "scanner/scanner.h"

int am_cmd_report(int argc, char **argv);

/* The short report of a scan, for a terminal, in `language`: what `amarra report` prints and others
 * (the demo) show. `data_dir` as for am_data_dir, `title` may be NULL. Adds to `out`. */
AM_MUST_CHECK enum am_status am_report_summary(struct am_scan *scan, const struct am_rules *rules,
                                               const char *data_dir, enum am_language language,
                                               const char *title, struct am_text *out,
                                               struct am_problem *problem);

#endif
