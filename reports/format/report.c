/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "format/format.h"

struct am_report am_report_of(struct am_figures *f, const struct am_rules *rules, const char *title)
{
    struct am_report r = {
        .figures = f, .own = f, .title = title, .rules_version = am_rules_version(rules)};
    r.sources = am_rules_sources(rules, &r.source_count);
    return r;
}
