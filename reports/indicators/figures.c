/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "indicators/figures.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"

/* Later ones read what earlier ones finished. */
static const struct am_family *const families[] = {
    &am_family_coverage, &am_family_rhythm,   &am_family_owners,        &am_family_countries,
    &am_family_places,   &am_family_work,     &am_family_leaving,       &am_family_resolvers,
    &am_family_unknown,  &am_family_tunnels,  &am_family_conflicts,     &am_family_names,
    &am_family_cuts,     &am_family_depth,    &am_family_concentration, &am_family_exits,
    &am_family_near,     &am_family_findings, &am_family_paths,         NULL,
};

enum am_status am_figures_new(const struct am_ask *ask, struct am_figures **out)
{
    struct am_figures *f = calloc(1, sizeof *f);
    if (!f)
        return AM_E_NO_MEMORY;
    f->ask = *ask;
    f->home = ask->home;
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
    free(f->working);
    free(f->marked_at);
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

/* From 22 to 6 is a night's work, which belongs to the day that it began on. */
static bool is_working(const struct am_ask *ask, const struct am_local *l)
{
    unsigned day = l->weekday;
    bool in = l->hour >= ask->work_from && l->hour < ask->work_to;
    if (ask->work_from > ask->work_to) {
        in = l->hour >= ask->work_from || l->hour < ask->work_to;
        if (l->hour < ask->work_to)
            day = (day + 6) % 7;
    }
    return in && (ask->work_days >> day & 1u) != 0;
}

static struct am_now tell_hour(const struct am_figures *f, int64_t hour)
{
    struct am_local l;
    am_zone_local(f->ask.zone, hour, &l);
    return (struct am_now){
        .told = true,
        .working = is_working(&f->ask, &l),
        .hour = hour,
        .date = l.date,
        .slot = l.weekday * 24 + l.hour,
    };
}

static bool is_asked(const struct am_ask *ask, int64_t hour)
{
    return (ask->since == 0 || hour >= ask->since) && (ask->until == 0 || hour < ask->until);
}

struct am_row_view am_row_view_of(struct am_figures *f, const struct am_seen *seen)
{
    const struct am_scan_row *row = seen->row;
    if (!f->now.told || f->now.hour != row->hour) {
        char date[16];
        f->now = tell_hour(f, row->hour);
        (void)snprintf(date, sizeof date, "%" PRId32, f->now.date);
        f->now.date_key = am_groups_text(&f->groups, date);
    }
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
        .working = f->now.working,
        .slot = f->now.slot,
        .date = f->now.date,
    };
    view.hidden_dns = view.resolver ? NULL : hidden;
    return view;
}

enum am_status am_figures_add(struct am_figures *f, const struct am_seen *seen)
{
    if (!is_asked(&f->ask, seen->row->hour))
        return AM_OK;
    struct am_row_view view = am_row_view_of(f, seen);
    enum am_takes takes = view.resolver ? AM_TAKES_DNS : AM_TAKES_LEDGER;
    for (size_t i = 0; families[i]; i++)
        if (families[i]->add && (families[i]->takes == takes || families[i]->takes == AM_TAKES_ALL))
            families[i]->add(f, &view);
    enum am_status status = am_groups_status(&f->groups);
    if (status == AM_OK && f->ask.listener)
        status = f->ask.listener->hear(f->ask.listener->ctx, &view);
    return status;
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
    f->vantage.at[f->vantage.count++] =
        (struct am_vantage_line){name, counter->value, counter->value > 0};
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

/* Several scans lose under the same names. */
static void merge_losses(struct am_figures *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->losses.count; i++) {
        if (n > 0 && f->losses.at[n - 1].name == f->losses.at[i].name)
            f->losses.at[n - 1].value += f->losses.at[i].value;
        else
            f->losses.at[n++] = f->losses.at[i];
    }
    f->losses.count = n;
}

static int by_vantage_name(const void *a, const void *b)
{
    return strcmp(((const struct am_vantage_line *)a)->name,
                  ((const struct am_vantage_line *)b)->name);
}

/* Sums; how many scans tell each shows whether a verdict holds of all. */
static void merge_vantage(struct am_figures *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->vantage.count; i++) {
        struct am_vantage_line *line = &f->vantage.at[i];
        if (n > 0 && f->vantage.at[n - 1].name == line->name) {
            f->vantage.at[n - 1].value += line->value;
            f->vantage.at[n - 1].scans += line->scans;
        } else {
            f->vantage.at[n++] = *line;
        }
    }
    f->vantage.count = n;
}

static const struct am_vantage_line *vantage_line(const struct am_figures *f, const char *name)
{
    size_t low = 0;
    size_t high = f->vantage.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(f->vantage.at[middle].name, name);
        if (order == 0)
            return &f->vantage.at[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const uint64_t *am_figures_vantage(const struct am_figures *f, const char *name)
{
    const struct am_vantage_line *line = vantage_line(f, name);
    return line ? &line->value : NULL;
}

size_t am_figures_vantage_scans(const struct am_figures *f, const char *name)
{
    const struct am_vantage_line *line = vantage_line(f, name);
    return line ? line->scans : 0;
}

/* Which hours are of working time, by their bit in the groups. */
static enum am_status mark_working(struct am_figures *f)
{
    const struct am_groups *g = &f->groups;
    f->working_words = g->hours / 64 + 1;
    f->working = calloc(f->working_words, sizeof *f->working);
    if (!f->working)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < g->hours; i++) {
        const struct am_hour *h = &g->hour_list[i];
        if (tell_hour(f, h->start).working)
            f->working[h->index / 64] |= (uint64_t)1 << h->index % 64;
    }
    return AM_OK;
}

struct am_measure am_measure_of(const struct am_figures *f, const struct am_group *g)
{
    struct am_measure m = {.devices = AM_DEVICES_UNKNOWN};
    if (!g)
        return m;
    m.sum = g->sum;
    m.hours = g->hours;
    for (size_t w = 0; w < g->in_hour_words && w < f->working_words; w++)
        m.work_hours += (uint64_t)__builtin_popcountll(g->in_hour[w] & f->working[w]);
    return m;
}

/* Hours of DNS alone are in the list too, and are not counted. */
static void count_time(struct am_figures *f)
{
    struct am_measure all = am_measure_of(f, am_groups_find(&f->groups, AM_KIND_ALL, NULL, NULL));
    f->scope.hours = all.hours;
    f->scope.work_hours = all.work_hours;
    f->scope.days = f->days.count;
}

static int by_first(const void *a, const void *b)
{
    const struct am_scan_info *x = *(const struct am_scan_info *const *)a;
    const struct am_scan_info *y = *(const struct am_scan_info *const *)b;
    return (x->first_packet > y->first_packet) - (x->first_packet < y->first_packet);
}

/* The hours between first and last packet of each scan, once where scans overlap. */
static enum am_status count_watched(struct am_figures *f, const struct am_finish *how)
{
    const struct am_scan_info **order =
        am_lines(f, how->info_count, sizeof(const struct am_scan_info *));
    if (!order)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < how->info_count; i++)
        order[i] = &how->infos[i];
    qsort(order, how->info_count, sizeof(const struct am_scan_info *), by_first);
    int64_t next = INT64_MIN;
    for (size_t i = 0; i < how->info_count; i++) {
        if (order[i]->last_packet == 0 && order[i]->first_packet == 0)
            continue;
        int64_t hour = order[i]->first_packet - order[i]->first_packet % AM_HOUR_SECONDS;
        hour = hour > next ? hour : next;
        for (; hour <= order[i]->last_packet; hour += AM_HOUR_SECONDS) {
            if (f->scope.watched_hours >= AM_HOURS_MAX)
                return AM_OK; /* rows of later hours have been told beyond, too */
            next = hour + AM_HOUR_SECONDS;
            if (!is_asked(&f->ask, hour))
                continue;
            struct am_now now = tell_hour(f, hour);
            f->scope.watched_hours++;
            f->scope.watched_work_hours += now.working;
            f->week[now.slot].watched++;
        }
    }
    return AM_OK;
}

static void widen(struct am_scan_info *to, const struct am_scan_info *info)
{
    if (info->state < to->state) /* open, interrupted, closed */
        to->state = info->state;
    if (info->first_packet != 0 && (to->first_packet == 0 || info->first_packet < to->first_packet))
        to->first_packet = info->first_packet;
    if (info->last_packet > to->last_packet)
        to->last_packet = info->last_packet;
    if (info->last_flush > to->last_flush)
        to->last_flush = info->last_flush;
    if (info->fold_below > to->fold_below)
        to->fold_below = info->fold_below;
    if (info->devices > to->devices)
        to->devices = info->devices;
    if (strcmp(to->program, info->program) != 0)
        to->program[0] = '\0';
    if (strcmp(to->dataset, info->dataset) != 0)
        to->dataset[0] = '\0';
    if (strcmp(to->sources, info->sources) != 0)
        to->sources[0] = '\0';
    to->live = to->live && info->live;
    to->keep_names = to->keep_names || info->keep_names;
}

/* What was asked for cuts the period; each end is that of the packets, if it is the narrower. */
static void narrow(struct am_scope *s, const struct am_ask *ask)
{
    struct am_scan_info *info = &s->info;
    if (ask->since != 0 && info->first_packet < ask->since) {
        info->first_packet = ask->since;
        s->at_least = true;
    }
    if (ask->until != 0 && info->last_packet >= ask->until) {
        info->last_packet = ask->until - 1;
        s->at_least = true;
    }
}

static enum am_status describe(struct am_figures *f, const struct am_finish *how)
{
    struct am_scope *s = &f->scope;
    s->info = how->infos[0];
    s->scans = how->info_count;
    s->at_least = how->info_count > 1;
    for (size_t i = 1; i < how->info_count; i++)
        widen(&s->info, &how->infos[i]);
    narrow(s, &f->ask);
    s->k = s->info.fold_below > 0 ? s->info.fold_below : 1;
    s->hours_beyond = f->groups.hours_beyond;
    s->names_beyond = f->groups.texts_beyond;
    if (f->losses.count > 0)
        qsort(f->losses.at, f->losses.count, sizeof *f->losses.at, by_name);
    merge_losses(f);
    if (f->vantage.count > 0)
        qsort(f->vantage.at, f->vantage.count, sizeof *f->vantage.at, by_vantage_name);
    merge_vantage(f);
    enum am_status status = mark_working(f);
    return status == AM_OK ? count_watched(f, how) : status;
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
    enum am_status described = describe(f, how);
    if (described == AM_OK)
        described = am_markers_finish(f);
    if (described != AM_OK)
        return am_problem_set(problem, described, NULL, 0, "out of memory");
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
    count_time(f);
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

bool am_nearly_all(uint64_t part, uint64_t whole)
{
    return whole > 0 && whole - part <= whole / 100 * (100 - AM_STOPS_PERCENT) +
                                            whole % 100 * (100 - AM_STOPS_PERCENT) / 100;
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
