/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "indicators/public.h"

#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"

struct am_band am_band_of(uint64_t part, uint64_t whole)
{
    if (part == 0 || whole == 0)
        return (struct am_band){0, 0};
    if (part >= whole)
        return (struct am_band){100, 100};
    /* Without multiplying: counts may be as large as they come. */
    double share = (double)part / (double)whole * (100.0 / AM_BAND_STEP);
    unsigned step = (unsigned)share;
    if (step >= 100 / AM_BAND_STEP)
        step = 100 / AM_BAND_STEP - 1;
    return (struct am_band){step * AM_BAND_STEP, (step + 1) * AM_BAND_STEP};
}

static int by_band(const struct am_band *a, const struct am_band *b)
{
    if (a->from != b->from)
        return a->from < b->from ? 1 : -1;
    return (a->to < b->to) - (a->to > b->to);
}

/* Only what k devices reached, in one ledger or the other, has a name here. */
static bool may_tell(const struct am_figures *f, const struct am_owner_line *line)
{
    int64_t k = (int64_t)f->scope.k;
    return line->corporation && (line->service.devices >= k || line->host.devices >= k);
}

static int order_owners(const void *a, const void *b)
{
    const struct am_public_owner *x = a;
    const struct am_public_owner *y = b;
    int by = by_band(&x->either, &y->either);
    if (by == 0)
        by = by_band(&x->service, &y->service);
    return by != 0 ? by : strcmp(x->corporation->name, y->corporation->name);
}

static enum am_status set_owners(struct am_figures *f, struct am_public *out)
{
    struct am_public_owner *lines = am_lines(f, f->owners.count + 1, sizeof *lines);
    uint64_t all = f->coverage.all.contacts;
    struct am_sum service = {0};
    struct am_sum host = {0};
    size_t n = 0;
    if (!lines)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < f->owners.count; i++) {
        const struct am_owner_line *line = &f->owners.at[i];
        if (!may_tell(f, line)) {
            am_sum_add(&service, &line->service.sum);
            am_sum_add(&host, &line->host.sum);
            continue;
        }
        lines[n++] = (struct am_public_owner){
            .corporation = line->corporation,
            .service = am_band_of(line->service.sum.contacts, all),
            .host = am_band_of(line->host.sum.contacts, all),
            .either = am_band_of(line->either.sum.contacts, all),
            .presence = am_band_of(line->either.work_hours, f->scope.work_hours),
        };
    }
    qsort(lines, n, sizeof *lines, order_owners);
    lines[n++] = (struct am_public_owner){.service = am_band_of(service.contacts, all),
                                          .host = am_band_of(host.contacts, all)};
    out->owners.at = lines;
    out->owners.count = n;
    return AM_OK;
}

static bool is_told(const struct am_figures *f, const struct am_corporation *c)
{
    for (size_t i = 0; i < f->owners.count; i++)
        if (f->owners.at[i].corporation == c)
            return may_tell(f, &f->owners.at[i]);
    return false;
}

static int order_areas(const void *a, const void *b)
{
    const struct am_public_area *x = a;
    const struct am_public_area *y = b;
    int by = by_band(&x->contacts, &y->contacts);
    return by != 0 ? by : strcmp(x->category->id, y->category->id);
}

/* Devices are not counted by area: one is told where somebody has part in it whom k devices
 * reached. */
static bool has_told(const struct am_figures *f, const struct am_work_line *work)
{
    for (size_t i = 0; i < work->holder_count; i++)
        if (work->holders[i].corporation && is_told(f, work->holders[i].corporation))
            return true;
    return false;
}

static enum am_status set_areas(struct am_figures *f, struct am_public *out)
{
    struct am_public_area *lines = am_lines(f, f->work.count, sizeof *lines);
    size_t n = 0;
    if (!lines)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < f->work.count; i++) {
        const struct am_work_line *work = &f->work.at[i];
        if (!work->counted || !has_told(f, work))
            continue;
        const struct am_holder *first = &work->holders[0];
        bool held = first->corporation &&
                    am_nearly_all(first->sum.contacts, work->measure.sum.contacts) &&
                    is_told(f, first->corporation);
        lines[n++] = (struct am_public_area){
            .category = work->category,
            .contacts = am_band_of(work->measure.sum.contacts, f->coverage.all.contacts),
            .provider = held ? first->corporation : NULL,
            .essential = work->judged,
        };
    }
    qsort(lines, n, sizeof *lines, order_areas);
    out->areas.at = lines;
    out->areas.count = n;
    return AM_OK;
}

static int order_countries(const void *a, const void *b)
{
    const struct am_public_country *x = a;
    const struct am_public_country *y = b;
    int by = by_band(&x->service, &y->service);
    if (by == 0)
        by = by_band(&x->host, &y->host);
    return by != 0 ? by : strcmp(x->country->code, y->country->code);
}

static enum am_status set_countries(struct am_figures *f, struct am_public *out)
{
    struct am_public_country *lines = am_lines(f, f->countries.count + 1, sizeof *lines);
    uint64_t all = f->coverage.all.contacts;
    int64_t k = (int64_t)f->scope.k;
    struct am_sum service = {0};
    struct am_sum host = {0};
    size_t n = 0;
    if (!lines)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < f->countries.count; i++) {
        const struct am_country_line *line = &f->countries.at[i];
        if (!line->country || (line->service.devices < k && line->host.devices < k)) {
            am_sum_add(&service, &line->service.sum);
            am_sum_add(&host, &line->host.sum);
            continue;
        }
        lines[n++] = (struct am_public_country){
            .country = line->country,
            .service = am_band_of(line->service.sum.contacts, all),
            .host = am_band_of(line->host.sum.contacts, all),
        };
    }
    qsort(lines, n, sizeof *lines, order_countries);
    lines[n++] = (struct am_public_country){.service = am_band_of(service.contacts, all),
                                            .host = am_band_of(host.contacts, all)};
    out->countries.at = lines;
    out->countries.count = n;
    return AM_OK;
}

/* The curve ends before one that may not be told: what comes after would tell of it. */
static enum am_status set_steps(struct am_figures *f, struct am_public *out)
{
    struct am_public_step *lines = am_lines(f, f->cuts.count, sizeof *lines);
    size_t n = 0;
    if (!lines)
        return AM_E_NO_MEMORY;
    for (; n < f->cuts.count && may_tell(f, f->cuts.at[n].owner); n++)
        lines[n] = (struct am_public_step){
            .corporation = f->cuts.at[n].owner->corporation,
            .lost = am_band_of(f->cuts.at[n].lost.contacts, f->coverage.all.contacts),
        };
    out->steps.at = lines;
    out->steps.count = n;
    return AM_OK;
}

static void set_bands(const struct am_figures *f, struct am_public *out)
{
    const struct am_coverage *c = &f->coverage;
    uint64_t all = c->all.contacts;
    out->named = am_band_of(c->named.contacts, all);
    out->owned = am_band_of(c->service_owner.contacts, all);
    out->hosted = am_band_of(c->host_owner.contacts, all);
    out->extraction = am_band_of(f->findings.extraction.contacts, all);
    out->extraction_up = am_band_of(f->findings.extraction.up, c->all.up);
    out->night = am_band_of(f->findings.night.contacts, all);
    out->home = am_band_of(f->service_near.home.contacts, all);
    out->bloc = am_band_of(f->service_near.bloc.contacts, all);
    out->days = f->scope.days;
    for (size_t i = 0; i < out->areas.count; i++) {
        out->judged += out->areas.at[i].essential;
        out->single += out->areas.at[i].essential && out->areas.at[i].provider;
    }
}

enum am_status am_public_of(struct am_figures *f, struct am_public *out, struct am_problem *problem)
{
    *out = (struct am_public){.figures = f};
    if (f->scope.info.state != AM_SCAN_CLOSED)
        return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                              "a scan that is not closed has no report for the public: run "
                              "'amarra close SCAN.db' first");
    if (f->scope.info.devices < f->scope.k)
        return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                              "fewer than %u devices were seen: a report for the public would tell "
                              "of persons",
                              f->scope.k);
    enum am_status status = set_owners(f, out);
    if (status == AM_OK)
        status = set_areas(f, out);
    if (status == AM_OK)
        status = set_countries(f, out);
    if (status == AM_OK)
        status = set_steps(f, out);
    if (status != AM_OK)
        return am_problem_set(problem, status, NULL, 0, "out of memory");
    set_bands(f, out);
    return AM_OK;
}
