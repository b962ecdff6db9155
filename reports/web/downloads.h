/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What can be taken along from the page: the report's own outputs, made from the figures that it
 * shows at that moment. */
#ifndef AM_REPORTS_WEB_DOWNLOADS_H
#define AM_REPORTS_WEB_DOWNLOADS_H

#include "format/format.h"

enum am_web_download {
    AM_WEB_REPORT_HTML,
    AM_WEB_REPORT_JSON,
    AM_WEB_CORPORATIONS_CSV,
    AM_WEB_NAMES_CSV
};

struct am_web_source {
    struct am_figures *figures;
    const struct am_rules *rules;
    const char *title; /* as of am_report */
};

AM_MUST_CHECK enum am_status am_web_download(const struct am_web_source *from,
                                             enum am_web_download which, struct am_speech *s,
                                             struct am_text *out);

#endif
