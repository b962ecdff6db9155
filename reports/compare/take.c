/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is compared, taken from the figures: the only place that knows where they stand. */
#include <stdlib.h>
#include <string.h>

#include "compare/compare.h"

#define COVERAGES   3
#define SIDES       4 /* home, bloc, elsewhere, unknown */
#define BY_OWNER    5 /* two ledgers of contacts, two of hours, either */
#define EXTRACTIONS 1 /* besides roles: all of them */

static void tell(struct am_reading *r, enum am_told_kind kind, bool host, const char *id,
                 const void *what, uint64_t n)
{
    if (n > 0)
        r->told[r->told_count++] =
            (struct am_told){.kind = kind, .host = host, .id = id, .what = what, .n = n};
}

static void tell_coverage(struct am_reading *r)
{
    const struct am_coverage *c = &r->figures->coverage;
    tell(r, AM_TOLD_COVERAGE, false, "named", NULL, c->named.contacts);
    tell(r, AM_TOLD_COVERAGE, false, "service-owner", NULL, c->service_owner.contacts);
    tell(r, AM_TOLD_COVERAGE, false, "host-owner", NULL, c->host_owner.contacts);
}

static void tell_owner(struct am_reading *r, const struct am_owner_line *line)
{
    const struct am_corporation *c = line->corporation;
    size_t first = r->told_count;
    tell(r, AM_TOLD_CORPORATION, false, c->id, c, line->service.sum.contacts);
    tell(r, AM_TOLD_CORPORATION, true, c->id, c, line->host.sum.contacts);
    tell(r, AM_TOLD_PRESENCE, false, c->id, c, line->service.hours);
    tell(r, AM_TOLD_PRESENCE, true, c->id, c, line->host.hours);
    tell(r, AM_TOLD_EITHER, false, c->id, c, line->either.sum.contacts);
    bool news =
        line->either.sum.contacts >= AM_NEWS_CONTACTS && line->either.hours >= AM_NEWS_HOURS;
    for (size_t i = first; i < r->told_count; i++)
        r->told[i].news = news;
}

static void tell_near(struct am_reading *r, bool host, const struct am_near *n)
{
    tell(r, AM_TOLD_NEAR, host, "home", NULL, n->home.contacts);
    tell(r, AM_TOLD_NEAR, host, "bloc", NULL, n->bloc.contacts);
    tell(r, AM_TOLD_NEAR, host, "elsewhere", NULL, n->elsewhere.contacts);
    tell(r, AM_TOLD_NEAR, host, "unknown", NULL, n->unknown.contacts);
}

static void tell_all(struct am_reading *r)
{
    const struct am_figures *f = r->figures;
    tell_coverage(r);
    for (size_t i = 0; i < f->owners.count; i++)
        if (f->owners.at[i].corporation)
            tell_owner(r, &f->owners.at[i]);
    for (size_t i = 0; i < f->countries.count; i++) {
        const struct am_country_line *line = &f->countries.at[i];
        const char *code = line->country ? line->country->code : "";
        tell(r, AM_TOLD_COUNTRY, false, code, line->country, line->service.sum.contacts);
        tell(r, AM_TOLD_COUNTRY, true, code, line->country, line->host.sum.contacts);
    }
    if (f->home) {
        tell_near(r, false, &f->service_near);
        tell_near(r, true, &f->host_near);
    }
    tell(r, AM_TOLD_EXTRACTION, false, "all", NULL, f->findings.extraction.up);
    for (size_t i = 0; i < f->roles.count; i++) {
        const struct am_role_line *line = &f->roles.at[i];
        if (am_role_is_extraction(line->role))
            tell(r, AM_TOLD_EXTRACTION, false, line->role->id, line->role, line->sum.up);
    }
}

static void set_areas(struct am_reading *r)
{
    for (size_t i = 0; i < r->figures->work.count; i++) {
        const struct am_work_line *line = &r->figures->work.at[i];
        if (!line->category)
            continue;
        r->areas[r->area_count++] = (struct am_area){
            .category = line->category,
            .state = !line->judged  ? AM_AREA_UNCLEAR
                     : line->single ? AM_AREA_SINGLE
                                    : AM_AREA_SEVERAL,
            .first = line->single ? line->holders[0].corporation : NULL,
        };
    }
}

enum am_status am_reading_take(const struct am_figures *f, struct am_pool *pool,
                               struct am_reading *out)
{
    uint64_t contacts = f->coverage.all.contacts;
    size_t most = COVERAGES + f->owners.count * BY_OWNER + f->countries.count * 2 +
                  (size_t)SIDES * 2 + EXTRACTIONS + f->roles.count;
    *out = (struct am_reading){
        .figures = f,
        .told = am_pool_take(pool, most, sizeof *out->told),
        .areas = am_pool_take(pool, f->work.count + 1, sizeof *out->areas),
        .whole = {contacts, contacts, f->scope.hours, contacts, contacts, contacts,
                  f->scope.info.devices * f->scope.hours},
    };
    if (!out->told || !out->areas)
        return am_pool_status(pool);
    tell_all(out);
    set_areas(out);
    return AM_OK;
}
