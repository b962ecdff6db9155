/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The outputs of a report. Each writes one file's text from figures that are finished; none
 * computes. Text that came from outside is escaped by the writers of base/. */
#ifndef AM_REPORTS_FORMAT_H
#define AM_REPORTS_FORMAT_H

#include "base/text.h"
#include "indicators/figures.h"
#include "language.h"

#define AM_REPORT_TEXT_MAX ((size_t)512 << 20) /* bytes of one output */

struct am_public;

/* The organization's own picture; `type` as "image/png", NULL: none. */
struct am_logo {
    const char *type;
    struct am_bytes bytes;
};

/* USAGE for what is no PNG and no JPEG. The bytes are the caller's, until am_logo_done. */
AM_MUST_CHECK enum am_status am_logo_load(const char *path, struct am_logo *out,
                                          struct am_problem *problem);
void am_logo_done(struct am_logo *logo);

struct am_report {
    const struct am_figures *figures;
    struct am_figures *own;            /* the same, for what makes lists of its groups */
    const struct am_public *published; /* NULL: a report for members */
    struct am_logo logo;
    const char *title;         /* of the organization, untrusted; NULL: none */
    const char *rules_version; /* of the dataset that attributed, not of the scan's day */
    const struct am_fact_source *sources;
    size_t source_count;
};

/* Of figures that are finished; all are borrowed. */
struct am_report am_report_of(struct am_figures *f, const struct am_rules *rules,
                              const char *title);

AM_MUST_CHECK enum am_status am_format_html(const struct am_report *r, struct am_speech *s,
                                            struct am_text *out);
/* At most 80 columns, no colours. */
AM_MUST_CHECK enum am_status am_format_text(const struct am_report *r, struct am_speech *s,
                                            struct am_text *out);
/* For wikis and minutes. */
AM_MUST_CHECK enum am_status am_format_markdown(const struct am_report *r, struct am_speech *s,
                                                struct am_text *out);
/* docs/report-json.md */
AM_MUST_CHECK enum am_status am_format_json(const struct am_report *r, struct am_text *out);

AM_MUST_CHECK enum am_status am_format_corporations(const struct am_report *r, struct am_text *out);
AM_MUST_CHECK enum am_status am_format_jurisdictions(const struct am_report *r,
                                                     struct am_text *out);
AM_MUST_CHECK enum am_status am_format_names(const struct am_report *r, struct am_text *out);
AM_MUST_CHECK enum am_status am_format_areas(const struct am_report *r, struct am_text *out);
AM_MUST_CHECK enum am_status am_format_stops(const struct am_report *r, struct am_text *out);
AM_MUST_CHECK enum am_status am_format_week(const struct am_report *r, struct am_text *out);
/* Nothing at all where there are none. */
AM_MUST_CHECK enum am_status am_format_markers(const struct am_report *r, struct am_text *out);
AM_MUST_CHECK enum am_status am_format_blindness(const struct am_report *r, struct am_text *out);

#endif
