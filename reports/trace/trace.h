/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What 'explain --scan' answers of one corporation: its figures in the report, and the lines that
 * they are made of (indicators/paths.h). For people and for programs (docs/explain-scan-json.md).
 */
#ifndef AM_REPORTS_TRACE_H
#define AM_REPORTS_TRACE_H

#include "format/format.h"
#include "trace/find.h"

/* Everything is borrowed; the figures are those of a trace of `corporation`. */
struct am_trace_answer {
    const struct am_figures *figures;
    const struct am_corporation *corporation;
    const struct am_corporation *const *near; /* seen, and named alike */
    size_t near_count;
    const char *asked, *rules_version;
};

AM_MUST_CHECK enum am_status am_trace_text(const struct am_trace_answer *a, struct am_speech *s,
                                           struct am_text *out);
/* One line with its newline. */
AM_MUST_CHECK enum am_status am_trace_json(const struct am_trace_answer *a, struct am_text *out);

#endif
