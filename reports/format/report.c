/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "format/format.h"

#include <string.h>

#include "base/file.h"

#define LOGO_MAX 200000 /* bytes: it is in each page */

struct am_report am_report_of(struct am_figures *f, const struct am_rules *rules, const char *title)
{
    struct am_report r = {
        .figures = f, .own = f, .title = title, .rules_version = am_rules_version(rules)};
    r.sources = am_rules_sources(rules, &r.source_count);
    return r;
}

void am_logo_done(struct am_logo *logo)
{
    am_free(logo->bytes.at);
    *logo = (struct am_logo){0};
}

/* PNG or JPEG by its first bytes; anything else might be more than a picture. */
enum am_status am_logo_load(const char *path, struct am_logo *out, struct am_problem *problem)
{
    static const struct {
        const char *type;
        uint8_t start[8];
        size_t len;
    } kinds[] = {
        {"image/png", {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, 8},
        {"image/jpeg", {0xff, 0xd8, 0xff}, 3},
    };
    struct am_logo logo = {0};
    enum am_status status = am_file_load(path, LOGO_MAX, &logo.bytes, problem);
    for (size_t i = 0; status == AM_OK && i < sizeof kinds / sizeof *kinds; i++)
        if (logo.bytes.len > kinds[i].len &&
            memcmp(logo.bytes.at, kinds[i].start, kinds[i].len) == 0)
            logo.type = kinds[i].type;
    if (status == AM_OK && !logo.type)
        status = am_problem_set(problem, AM_E_USAGE, path, 0, "a logo is a PNG or a JPEG file");
    if (status == AM_OK)
        *out = logo;
    else
        am_logo_done(&logo);
    return status;
}
