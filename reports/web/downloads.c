/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/downloads.h"

enum am_status am_web_download(const struct am_web_source *from, enum am_web_download which,
                               struct am_speech *s, struct am_text *out)
{
    const struct am_report r = am_report_of(from->figures, from->rules, from->title);
    switch (which) {
    case AM_WEB_REPORT_HTML:
        return am_format_html(&r, s, out);
    case AM_WEB_REPORT_JSON:
        return am_format_json(&r, out);
    case AM_WEB_CORPORATIONS_CSV:
        return am_format_corporations(&r, out);
    case AM_WEB_NAMES_CSV:
        return am_format_names(&r, out);
    }
    return AM_E_NOT_FOUND;
}
