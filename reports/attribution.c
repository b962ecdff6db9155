/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "attribution.h"

#include <stdlib.h>

/* What explains another's address: mirrors and volunteers, who answer by design; an alias into the
 * host's own names, which tells that the name's owner is its customer. */
static bool is_explained(const struct am_rules *rules, int32_t day, const struct am_seen *seen)
{
    struct am_attribution alias;
    if (seen->service.service->mirrored)
        return true;
    return seen->row->cname && am_rules_find_name(rules, seen->row->cname, day, &alias) &&
           alias.parent == seen->host.parent;
}

/* The owner of the name and the owner of the address are not the same, and the address stands where
 * nobody keeps others' names. A proxy's address is no answer to the name asked of it. */
static bool is_conflict(const struct am_rules *rules, int32_t day, const struct am_seen *seen)
{
    const struct am_corporation *service = seen->service.parent;
    const struct am_corporation *host = seen->host.parent;
    return seen->row->name && seen->row->evidence != AM_EVIDENCE_PROXY && service && host &&
           service != host && am_host_is_own(&seen->host) && !is_explained(rules, day, seen);
}

void am_attribute(const struct am_rules *rules, const struct am_scan_row *row, struct am_seen *out)
{
    int32_t day = am_figures_day(row->hour);
    *out = (struct am_seen){.row = row};
    (void)am_rules_find_host(rules, &row->block, &row->place, row->cname, day, &out->host);
    (void)am_rules_find_cache(rules, row->name, row->cname, day, &out->host);
    if (row->name)
        (void)am_rules_find_name(rules, row->name, day, &out->service);
    else if (!row->unlisted)
        out->by_address = am_rules_service_of_host(&out->host, day, &out->service);
    struct am_known known;
    out->resolver = row->name && am_rules_find_use_of_name(rules, row->name, &known) &&
                    known.use == AM_USE_RESOLVER;
    out->conflict = is_conflict(rules, day, out);
}

struct walk {
    const struct am_rules *rules;
    struct am_scan *const *scans;
    size_t count;
    struct am_figures *figures;
    size_t first_marker, scan_markers; /* of the scan that is being read */
};

static enum am_status add_row(void *ctx, const struct am_scan_row *row)
{
    struct walk *w = ctx;
    struct am_seen seen;
    am_attribute(w->rules, row, &seen);
    return am_figures_add(w->figures, &seen);
}

static enum am_status add_marker(void *ctx, const struct am_scan_marker *marker)
{
    struct walk *w = ctx;
    size_t number;
    enum am_status status = am_figures_add_marker(w->figures, marker, &number);
    if (w->scan_markers++ == 0)
        w->first_marker = number;
    return status;
}

static enum am_status add_marked(void *ctx, size_t marker, const struct am_scan_row *row)
{
    struct walk *w = ctx;
    struct am_seen seen;
    am_attribute(w->rules, row, &seen);
    return am_figures_add_marked(w->figures, w->first_marker + marker, &seen);
}

static enum am_status add_counter(void *ctx, const struct am_scan_counter *counter)
{
    struct walk *w = ctx;
    return am_figures_add_counter(w->figures, counter);
}

/* Devices of two scans, or of two days, can't be told apart any more: the most of one is how many
 * there were at least. */
static enum am_status reach(void *ctx, const char *label, uint64_t *devices,
                            struct am_problem *problem)
{
    struct walk *w = ctx;
    const struct am_ask *ask = &w->figures->ask;
    const struct am_scan_info *all = &w->figures->scope.info;
    bool whole = ask->since == 0 && ask->until == 0;
    enum am_status status = AM_OK;
    *devices = 0;
    for (size_t i = 0; i < w->count && status == AM_OK; i++) {
        const struct am_scan_info *info = am_scan_info(w->scans[i]);
        uint64_t n = 0;
        if (whole) {
            status = am_scan_reach(w->scans[i], label, &n, problem);
            *devices = n > *devices ? n : *devices;
            continue;
        }
        int64_t from =
            info->first_packet > all->first_packet ? info->first_packet : all->first_packet;
        int64_t to = info->last_packet < all->last_packet ? info->last_packet : all->last_packet;
        for (int32_t day = am_figures_day(from);
             status == AM_OK && from <= to && day <= am_figures_day(to); day++) {
            status = am_scan_reach_on(w->scans[i], label, day, &n, problem);
            *devices = n > *devices ? n : *devices;
        }
    }
    return status;
}

static const struct am_jurisdiction *jurisdiction(void *ctx, const char *code)
{
    struct walk *w = ctx;
    return am_rules_jurisdiction(w->rules, code);
}

static enum am_status read_scans(struct walk *w, struct am_scan_info *infos,
                                 struct am_problem *problem)
{
    enum am_status status = AM_OK;
    for (size_t i = 0; i < w->count && status == AM_OK; i++) {
        infos[i] = *am_scan_info(w->scans[i]);
        status = am_scan_each_row(w->scans[i], add_row, w, problem);
        if (status == AM_OK)
            status = am_scan_each_counter(w->scans[i], add_counter, w, problem);
        w->scan_markers = 0;
        if (status == AM_OK)
            status = am_scan_each_marker(w->scans[i], add_marker, w, problem);
        if (status == AM_OK)
            status = am_scan_each_marked(w->scans[i], add_marked, w, problem);
    }
    return status;
}

enum am_status am_figures_of(struct am_scan *const *scans, size_t count,
                             const struct am_rules *rules, const struct am_ask *ask,
                             struct am_figures **out, struct am_problem *problem)
{
    struct walk w = {.rules = rules, .scans = scans, .count = count};
    struct am_scan_info *infos = calloc(count, sizeof *infos);
    enum am_status status = infos ? am_figures_new(ask, &w.figures) : AM_E_NO_MEMORY;
    if (status == AM_OK)
        status = read_scans(&w, infos, problem);
    if (status == AM_OK) {
        struct am_finish how = {
            .infos = infos,
            .info_count = count,
            .ctx = &w,
            .reach = reach,
            .jurisdiction = jurisdiction,
        };
        how.alternatives = am_rules_alternatives(rules, &how.alternative_count);
        status = am_figures_finish(w.figures, &how, problem);
    }
    free(infos);
    if (status != AM_OK) {
        am_figures_free(w.figures);
        return am_problem_set(problem, status, NULL, 0, "the figures of the report: %s",
                              am_status_name(status));
    }
    *out = w.figures;
    return AM_OK;
}
