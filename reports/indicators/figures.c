/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "indicators/figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"

/* Later ones read what earlier ones finished. */
static const struct am_family *const families[] = {
    &am_family_coverage,
    &am_family_owners,
    &am_family_countries,
    &am_family_places,
    &am_family_work,
    &am_family_leaving,
    &am_family_resolvers,
    &am_family_unknown,
    &am_family_tunnels,
    &am_family_conflicts,
    &am_family_names,
    &am_family_findings,
    NULL,
};

enum am_status am_figures_new(struct am_figures **out)
{
    struct am_figures *f = calloc(1, sizeof *f);
    if (!f)
        return AM_E_NO_MEMORY;
    am_groups_init(&f->groups);
    *out = f;
    return AM_OK;
}

void am_figures_free(struct am_figures *f)
{
    if (!f)
        return;
    am_groups_done(&f->groups);
    free(f->losses.at);
    free(f->vantage.at);
    free(f);
}

int32_t am_figures_day(int64_t time)
{
    int64_t day = time / 86400 - (time % 86400 < 0);
    return day < INT32_MIN ? INT32_MIN : day > INT32_MAX ? INT32_MAX : (int32_t)day;
}

static bool is_for(const struct am_service *service, const char *category)
{
    return service && service->category && strcmp(service->category->id, category) == 0;
}

/* How questions were hidden: as the scanner tells it, or over HTTPS where the name is a resolver's;
 * what goes to its address without a name may be anything. A browser that only asks whether it may
 * ("connectivity-check") has asked nothing yet. */
static const char *hidden_dns(const struct am_seen *seen)
{
    static const char *const protocols[] = {"dot", "doq", "doh"};
    const struct am_service *s = seen->service.service;
    for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
        if (strcmp(seen->row->app, protocols[i]) == 0)
            return protocols[i];
    bool asks = s && s->role && strcmp(s->role->id, "connectivity-check") == 0;
    return (seen->resolver || (is_for(s, "dns") && !seen->by_address)) && !asks ? "doh" : NULL;
}

enum am_status am_figures_add(struct am_figures *f, const struct am_seen *seen)
{
    const struct am_scan_row *row = seen->row;
    bool clear = strcmp(row->app, "dns") == 0;
    const char *hidden = clear ? NULL : hidden_dns(seen);
    struct am_row_view view = {
        .seen = seen,
        .sum = {row->contacts, row->flows, row->up, row->down},
        .hour = row->hour,
        .named = row->name || row->unlisted,
        .resolver = clear || (row->blindness == AM_BLIND_RESOLVER && !hidden),
        .tunnel = row->blindness == AM_BLIND_TUNNEL || is_for(seen->service.service, "vpn"),
        .service = seen->service.parent,
        .host = seen->host.parent,
    };
    view.hidden_dns = view.resolver ? NULL : hidden;
    enum am_takes takes = view.resolver ? AM_TAKES_DNS : AM_TAKES_LEDGER;
    for (size_t i = 0; families[i]; i++)
        if (families[i]->add && (families[i]->takes == takes || families[i]->takes == AM_TAKES_ALL))
            families[i]->add(f, &view);
    return am_groups_status(&f->groups);
}

/* Counters of what was missed; the others tell work that was done. */
static bool is_loss(const char *name)
{
    static const char *const others[] = {
        "flows.evicted",    "fragments.given_up", "memory.forgotten",
        "names.invalid",    "names.refused",      "packets.malformed",
        "packets.too_deep", "packets.cut",        "flushes.failed",
    };
    if (strncmp(name, "lost.", 5) == 0)
        return true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(name, others[i]) == 0)
            return true;
    return false;
}

#define VANTAGE "vantage."

static enum am_status add_vantage(struct am_figures *f, const struct am_scan_counter *counter)
{
    if (f->vantage.count == f->vantage_size) {
        size_t size = f->vantage_size ? f->vantage_size * 2 : 64;
        struct am_vantage_line *grown = realloc(f->vantage.at, size * sizeof *grown);
        if (!grown)
            return AM_E_NO_MEMORY;
        f->vantage.at = grown;
        f->vantage_size = size;
    }
    const char *name = am_groups_text(&f->groups, counter->name + strlen(VANTAGE));
    if (!name)
        return AM_E_NO_MEMORY;
    f->vantage.at[f->vantage.count++] = (struct am_vantage_line){name, counter->value};
    return AM_OK;
}

enum am_status am_figures_add_counter(struct am_figures *f, const struct am_scan_counter *counter)
{
    if (strncmp(counter->name, VANTAGE, strlen(VANTAGE)) == 0)
        return add_vantage(f, counter);
    if (counter->value == 0 || !is_loss(counter->name))
        return AM_OK;
    if (f->losses.count == f->losses_size) {
        size_t size = f->losses_size ? f->losses_size * 2 : 16;
        struct am_loss *grown = realloc(f->losses.at, size * sizeof *grown);
        if (!grown)
            return AM_E_NO_MEMORY;
        f->losses.at = grown;
        f->losses_size = size;
    }
    const char *name = am_groups_text(&f->groups, counter->name);
    if (!name)
        return AM_E_NO_MEMORY;
    f->losses.at[f->losses.count++] = (struct am_loss){name, counter->value};
    return AM_OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct am_loss *)a)->name, ((const struct am_loss *)b)->name);
}

static int by_vantage_name(const void *a, const void *b)
{
    return strcmp(((const struct am_vantage_line *)a)->name,
                  ((const struct am_vantage_line *)b)->name);
}

const uint64_t *am_figures_vantage(const struct am_figures *f, const char *name)
{
    size_t low = 0;
    size_t high = f->vantage.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(f->vantage.at[middle].name, name);
        if (order == 0)
            return &f->vantage.at[middle].value;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Distinct hours and days with a contact; hours of DNS alone are in the list too. */
static void count_time(struct am_figures *f)
{
    const struct am_groups *g = &f->groups;
    const struct am_group *all = am_groups_find(g, AM_KIND_ALL, NULL, NULL);
    int64_t last = INT64_MIN;
    for (size_t i = 0; all && i < g->hours; i++) {
        int64_t day = am_figures_day(g->hour_list[i].start);
        if (!am_group_in_hour(all, &g->hour_list[i]))
            continue;
        f->scope.hours++;
        f->scope.days += day != last;
        last = day;
    }
}

static void describe(struct am_figures *f, const struct am_finish *how)
{
    struct am_scope *s = &f->scope;
    s->info = *how->info;
    s->k = how->info->fold_below > 0 ? how->info->fold_below : 1;
    count_time(f);
    s->hours_beyond = f->groups.hours_beyond;
    s->names_beyond = f->groups.texts_beyond;
    f->home = how->home;
    if (f->losses.count > 0)
        qsort(f->losses.at, f->losses.count, sizeof *f->losses.at, by_name);
    if (f->vantage.count > 0)
        qsort(f->vantage.at, f->vantage.count, sizeof *f->vantage.at, by_vantage_name);
}

static unsigned judge(const struct am_figures *f)
{
    const struct am_coverage *c = &f->coverage;
    unsigned trial = 0;
    if (f->scope.days < AM_TRIAL_DAYS)
        trial |= AM_TRIAL_FEW_DAYS;
    if (f->scope.info.devices < AM_TRIAL_DEVICES)
        trial |= AM_TRIAL_FEW_DEVICES;
    if (c->all.contacts < AM_TRIAL_CONTACTS)
        trial |= AM_TRIAL_FEW_CONTACTS;
    uint64_t unknown = c->all.contacts - c->service_owner.contacts;
    if (unknown > c->all.contacts / 4)
        trial |= AM_TRIAL_UNATTRIBUTED;
    return trial;
}

enum am_status am_figures_finish(struct am_figures *f, const struct am_finish *how,
                                 struct am_problem *problem)
{
    describe(f, how);
    for (size_t i = 0; families[i]; i++) {
        enum am_status status = families[i]->finish ? families[i]->finish(f, how, problem) : AM_OK;
        if (status == AM_OK)
            status = am_groups_status(&f->groups);
        if (status != AM_OK)
            return am_problem_set(problem, status, NULL, 0,
                                  status == AM_E_LIMIT
                                      ? "the scan holds more distinct names than a report can take"
                                      : "the figures of the report can't be computed: %s",
                                  am_status_name(status));
    }
    f->scope.trial = judge(f);
    return AM_OK;
}

enum am_status am_reach_of(const struct am_figures *f, const struct am_finish *how,
                           const char *kind, const char *id, int64_t *out,
                           struct am_problem *problem)
{
    char label[AM_NAME_SIZE + 32];
    uint64_t devices = 0;
    *out = AM_DEVICES_UNKNOWN;
    if (!how->reach || f->scope.info.devices < f->scope.k)
        return AM_OK;
    int len = snprintf(label, sizeof label, "%s:%s", kind, id);
    if (len < 0 || (size_t)len >= sizeof label)
        return AM_OK;
    enum am_status status = how->reach(how->ctx, label, &devices, problem);
    if (status == AM_OK && devices > 0)
        *out = devices < f->scope.k ? AM_DEVICES_FEW : (int64_t)devices;
    return status;
}

int am_sum_compare(const struct am_sum *a, const struct am_sum *b)
{
    return (a->contacts < b->contacts) - (a->contacts > b->contacts);
}

void *am_lines(struct am_figures *f, size_t count, size_t size)
{
    void *lines = am_pool_take(&f->groups.pool, count + 1, size);
    if (!lines && f->groups.status == AM_OK)
        f->groups.status = am_pool_status(&f->groups.pool);
    return lines;
}
