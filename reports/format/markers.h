/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sentences of a marker: when it was, who was contacted after it. */
#ifndef AM_REPORTS_MARKERS_H
#define AM_REPORTS_MARKERS_H

#include "format/format.h"

/* A report is for people: those past it are in the files alone. */
#define AM_MARKERS_TOLD 60

size_t am_markers_told(const struct am_figures *f);
/* "and 12 more are in the files"; NULL: none. */
const char *am_marker_rest(struct am_speech *s, const struct am_figures *f);

/* "28 November 2026, from 10:05 UTC−3 to 10:09 UTC−3" */
const char *am_marker_when(struct am_speech *s, const struct am_marker_line *line);
/* "14 corporations": those to which a connection began */
const char *am_marker_count(struct am_speech *s, const struct am_marker_line *line);
/* Names, connections, bytes, and what has no owner. */
const char *am_marker_seen(struct am_speech *s, const struct am_marker_line *line);
/* The corporations to which a connection began, by ledger, most connections first; those to which
 * one that was open already went on, in either ledger. NULL: none. */
enum am_marker_part { AM_MARKER_SERVICE, AM_MARKER_HOST, AM_MARKER_STILL, AM_MARKER_PARTS };
const char *am_marker_owners(struct am_speech *s, const struct am_marker_line *line,
                             enum am_marker_part part);
/* What heads them: an English sentence. */
const char *am_marker_part_name(enum am_marker_part part);

#endif
