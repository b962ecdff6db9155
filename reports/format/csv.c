/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tables for spreadsheets: whole numbers, shares with a point, and the denominator in each row.
 * Column names and codes are English and stay as they are; docs/report-json.md tells them. */
#include "base/csv.h"

#include <stdio.h>
#include <time.h>

#include "format/format.h"

static void header(struct am_csv *c, const char *const *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        am_csv_text(c, columns[i]);
    am_csv_end_row(c);
}
#define HEADER(c, columns) header((c), (columns), sizeof(columns) / sizeof *(columns))

static void devices(struct am_csv *c, const struct am_report *r, int64_t n)
{
    char text[32];
    if (n >= 0) {
        am_csv_count(c, (uint64_t)n);
        return;
    }
    (void)snprintf(text, sizeof text, "<%u", r->figures->scope.k);
    am_csv_text(c, n == AM_DEVICES_FEW ? text : NULL);
}

static const char *code(const struct am_jurisdiction *j)
{
    return j ? j->code : NULL;
}

static void sum(struct am_csv *c, const struct am_report *r, const struct am_sum *s)
{
    am_csv_count(c, s->contacts);
    am_csv_share(c, s->contacts, r->figures->coverage.all.contacts);
    am_csv_count(c, s->up);
    am_csv_count(c, s->down);
}

static void measure(struct am_csv *c, const struct am_report *r, const struct am_measure *m)
{
    sum(c, r, &m->sum);
    am_csv_count(c, m->hours);
    devices(c, r, m->devices);
}

enum am_status am_format_corporations(const struct am_report *r, struct am_text *out)
{
    static const char *const columns[] = {
        "corporation_id", "corporation",      "known",         "parent_country", "head_office",
        "legal_seat",     "service_contacts", "service_share", "service_up",     "service_down",
        "service_hours",  "service_devices",  "host_contacts", "host_share",     "host_up",
        "host_down",      "host_hours",       "host_devices",  "all_contacts",   "all_hours",
    };
    static const char *const known[] = {"owner", "no-owner", "no-name"};
    const struct am_figures *f = r->figures;
    struct am_csv c;
    am_csv_init(&c, out);
    HEADER(&c, columns);
    for (size_t i = 0; i < f->owners.count; i++) {
        const struct am_owner_line *line = &f->owners.at[i];
        const struct am_corporation *owner = line->corporation;
        am_csv_text(&c, owner ? owner->id : NULL);
        am_csv_text(&c, owner ? owner->name : NULL);
        am_csv_text(&c, known[line->slice]);
        am_csv_text(&c, owner ? code(owner->parent) : NULL);
        am_csv_text(&c, owner ? code(owner->head_office) : NULL);
        am_csv_text(&c, owner ? code(owner->legal_seat) : NULL);
        measure(&c, r, &line->service);
        measure(&c, r, &line->host);
        am_csv_count(&c, f->coverage.all.contacts);
        am_csv_count(&c, f->scope.hours);
        am_csv_end_row(&c);
    }
    return am_text_status(out);
}

enum am_status am_format_jurisdictions(const struct am_report *r, struct am_text *out)
{
    static const char *const columns[] = {
        "country",
        "country_en",
        "service_contacts",
        "service_share",
        "service_up",
        "service_down",
        "service_hours",
        "service_devices",
        "host_contacts",
        "host_share",
        "host_up",
        "host_down",
        "host_hours",
        "host_devices",
        "service_head_office_contacts",
        "service_legal_seat_contacts",
        "host_head_office_contacts",
        "host_legal_seat_contacts",
        "all_contacts",
        "all_hours",
    };
    const struct am_figures *f = r->figures;
    struct am_csv c;
    am_csv_init(&c, out);
    HEADER(&c, columns);
    for (size_t i = 0; i < f->countries.count; i++) {
        const struct am_country_line *line = &f->countries.at[i];
        am_csv_text(&c, code(line->country));
        am_csv_text(&c, line->country ? line->country->name[AM_LANG_EN] : NULL);
        measure(&c, r, &line->service);
        measure(&c, r, &line->host);
        am_csv_count(&c, line->service_head.contacts);
        am_csv_count(&c, line->service_seat.contacts);
        am_csv_count(&c, line->host_head.contacts);
        am_csv_count(&c, line->host_seat.contacts);
        am_csv_count(&c, f->coverage.all.contacts);
        am_csv_count(&c, f->scope.hours);
        am_csv_end_row(&c);
    }
    return am_text_status(out);
}

/* "sni;dns" */
static void evidence(struct am_csv *c, uint32_t marks)
{
    char text[160] = "";
    size_t len = 0;
    for (int e = 0; e < AM_EVIDENCE_COUNT; e++)
        if (marks & 1u << e && len < sizeof text)
            len += (size_t)snprintf(text + len, sizeof text - len, "%s%s", len > 0 ? ";" : "",
                                    am_evidence_name((enum am_evidence)e));
    am_csv_text(c, text);
}

/* The corporations at whose addresses the name was reached without being theirs. */
static void conflict(struct am_csv *c, const struct am_figures *f, const struct am_name_line *line)
{
    struct am_text hosts;
    am_text_init(&hosts, 1 << 16);
    for (size_t i = 0; line->conflict && i < f->conflicts.count; i++)
        if (f->conflicts.at[i].name == line->name) {
            am_text_add(&hosts, hosts.len > 0 ? ";" : "");
            am_text_add(&hosts, f->conflicts.at[i].host->id);
        }
    am_csv_text(c, hosts.len > 0 ? hosts.at : NULL);
    am_text_done(&hosts);
}

enum am_status am_format_names(const struct am_report *r, struct am_text *out)
{
    static const char *const columns[] = {
        "name",  "service_id",     "service", "category",     "role",     "operator", "corporation",
        "known", "parent_country", "rule",    "evidence",     "conflict", "contacts", "share",
        "up",    "down",           "devices", "all_contacts",
    };
    const struct am_figures *f = r->figures;
    struct am_csv c;
    am_csv_init(&c, out);
    HEADER(&c, columns);
    for (size_t i = 0; i < f->names.count; i++) {
        const struct am_name_line *line = &f->names.at[i];
        const struct am_attribution *a = &line->service;
        const struct am_service *s = a->service;
        am_csv_text(&c, line->name);
        am_csv_text(&c, s ? s->id : NULL);
        am_csv_text(&c, s ? s->name : NULL);
        am_csv_text(&c, s && s->category ? s->category->id : NULL);
        am_csv_text(&c, s && s->role ? s->role->id : NULL);
        am_csv_text(&c, a->operator_ ? a->operator_->id : NULL);
        am_csv_text(&c, a->parent ? a->parent->id : NULL);
        am_csv_text(&c, a->parent ? "owner" : "no-owner");
        am_csv_text(&c, a->parent ? code(a->parent->parent) : NULL);
        am_csv_text(&c, a->rule ? a->rule->id : NULL);
        evidence(&c, line->evidence);
        conflict(&c, f, line);
        sum(&c, r, &line->sum);
        devices(&c, r, line->devices);
        am_csv_count(&c, f->coverage.all.contacts);
        am_csv_end_row(&c);
    }
    return am_text_status(out);
}

static void cause(struct am_csv *c, const struct am_report *r, const char *part, const char *name,
                  const struct am_sum *s)
{
    const struct am_sum *all = &r->figures->coverage.all;
    am_csv_text(c, part);
    am_csv_text(c, name);
    sum(c, r, s);
    am_csv_count(c, s->flows);
    am_csv_share(c, s->flows, all->flows);
    am_csv_count(c, s->up + s->down);
    am_csv_share(c, s->up + s->down, all->up + all->down);
    am_csv_count(c, all->contacts);
    am_csv_count(c, all->flows);
    am_csv_count(c, all->up + all->down);
    am_csv_end_row(c);
}

enum am_status am_format_blindness(const struct am_report *r, struct am_text *out)
{
    static const char *const columns[] = {
        "part",        "cause", "contacts",    "share",        "up",        "down",      "flows",
        "flows_share", "bytes", "bytes_share", "all_contacts", "all_flows", "all_bytes",
    };
    const struct am_coverage *v = &r->figures->coverage;
    struct am_csv c;
    am_csv_init(&c, out);
    HEADER(&c, columns);
    cause(&c, r, "all", NULL, &v->all);
    cause(&c, r, "named", NULL, &v->named);
    cause(&c, r, "service-owner", NULL, &v->service_owner);
    cause(&c, r, "host-owner", NULL, &v->host_owner);
    for (int b = AM_BLIND_NOT + 1; b < AM_BLIND_COUNT; b++)
        cause(&c, r, "no-name", am_blindness_name((enum am_blindness)b), &v->blind[b]);
    cause(&c, r, "no-owner", "no-rule", &v->no_rule);
    cause(&c, r, "no-owner", "unlisted", &v->unlisted);
    cause(&c, r, "no-owner", "no-parent", &v->no_parent);
    for (int e = 0; e < AM_EVIDENCE_COUNT; e++)
        cause(&c, r, "evidence", am_evidence_name((enum am_evidence)e), &v->evidence[e]);
    cause(&c, r, "encrypted-dns", NULL, &v->encrypted_dns);
    cause(&c, r, "tunnels", NULL, &v->tunnels);
    cause(&c, r, "caches", NULL, &v->caches);
    cause(&c, r, "conflicts", NULL, &v->conflicts);
    return am_text_status(out);
}

enum am_status am_format_areas(const struct am_report *r, struct am_text *out)
{
    static const char *const columns[] = {
        "category",       "criticality",     "contacts",        "share",
        "corporation_id", "corporation",     "holder_contacts", "counted",
        "judged",         "single_provider", "all_contacts",
    };
    const struct am_figures *f = r->figures;
    struct am_csv c;
    am_csv_init(&c, out);
    HEADER(&c, columns);
    for (size_t i = 0; i < f->work.count; i++) {
        const struct am_work_line *line = &f->work.at[i];
        for (size_t h = 0; h < line->holder_count; h++) {
            const struct am_corporation *holder = line->holders[h].corporation;
            am_csv_text(&c, line->category ? line->category->id : NULL);
            if (line->category && line->category->criticality >= 0)
                am_csv_count(&c, (uint64_t)line->category->criticality);
            else
                am_csv_text(&c, NULL);
            am_csv_count(&c, line->measure.sum.contacts);
            am_csv_share(&c, line->measure.sum.contacts, f->coverage.all.contacts);
            am_csv_text(&c, holder ? holder->id : NULL);
            am_csv_text(&c, holder ? holder->name : NULL);
            am_csv_count(&c, line->holders[h].sum.contacts);
            am_csv_count(&c, line->counted);
            am_csv_count(&c, line->judged);
            am_csv_count(&c, line->single);
            am_csv_count(&c, f->coverage.all.contacts);
            am_csv_end_row(&c);
        }
    }
    return am_text_status(out);
}

enum am_status am_format_stops(const struct am_report *r, struct am_text *out)
{
    static const char *const columns[] = {
        "step",         "corporation_id", "corporation",   "added_contacts",    "lost_contacts",
        "lost_share",   "areas_stopped",  "areas_counted", "essential_stopped", "areas_essential",
        "all_contacts",
    };
    const struct am_figures *f = r->figures;
    struct am_csv c;
    am_csv_init(&c, out);
    HEADER(&c, columns);
    for (size_t i = 0; i < f->cuts.count; i++) {
        const struct am_cut_step *step = &f->cuts.at[i];
        am_csv_count(&c, i + 1);
        am_csv_text(&c, step->owner->corporation->id);
        am_csv_text(&c, step->owner->corporation->name);
        am_csv_count(&c, step->added.contacts);
        am_csv_count(&c, step->lost.contacts);
        am_csv_share(&c, step->lost.contacts, f->coverage.all.contacts);
        am_csv_count(&c, step->stopped);
        am_csv_count(&c, f->counted);
        am_csv_count(&c, step->essential);
        am_csv_count(&c, f->findings.judged);
        am_csv_count(&c, f->coverage.all.contacts);
        am_csv_end_row(&c);
    }
    return am_text_status(out);
}

enum am_status am_format_week(const struct am_report *r, struct am_text *out)
{
    static const char *const columns[] = {"weekday", "hour",  "contacts",      "up",
                                          "down",    "hours", "hours_watched", "all_contacts"};
    const struct am_figures *f = r->figures;
    struct am_csv c;
    am_csv_init(&c, out);
    HEADER(&c, columns);
    for (unsigned i = 0; i < AM_SLOTS; i++) {
        const struct am_slot *slot = &f->week[i];
        am_csv_count(&c, i / 24 + 1);
        am_csv_count(&c, i % 24);
        am_csv_count(&c, slot->sum.contacts);
        am_csv_count(&c, slot->sum.up);
        am_csv_count(&c, slot->sum.down);
        am_csv_count(&c, slot->hours);
        am_csv_count(&c, slot->watched);
        am_csv_count(&c, f->coverage.all.contacts);
        am_csv_end_row(&c);
    }
    return am_text_status(out);
}

static void flows(struct am_csv *c, const struct am_sum *sum)
{
    am_csv_count(c, sum->flows);
    am_csv_count(c, sum->up);
    am_csv_count(c, sum->down);
}

/* ISO 8601, UTC; empty where there is none. */
static void moment(struct am_csv *c, int64_t seconds)
{
    time_t t = (time_t)seconds;
    struct tm tm;
    char text[40];
    bool told = seconds != 0 && gmtime_r(&t, &tm) &&
                strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm) > 0;
    am_csv_text(c, told ? text : NULL);
}

/* A row for each marker and corporation; one without corporations has a row all the same. */
static void marker(struct am_csv *c, const struct am_marker_line *line, size_t number,
                   const struct am_marker_owner *owner)
{
    static const struct am_sum nothing = {0};
    am_csv_count(c, number);
    moment(c, line->time);
    moment(c, line->ended);
    am_csv_text(c, line->text);
    am_csv_text(c, owner ? owner->corporation->id : NULL);
    am_csv_text(c, owner ? owner->corporation->name : NULL);
    flows(c, owner ? &owner->service : &nothing);
    flows(c, owner ? &owner->host : &nothing);
    am_csv_count(c, line->names);
    am_csv_count(c, line->unowned);
    flows(c, &line->all);
    am_csv_end_row(c);
}

enum am_status am_format_markers(const struct am_report *r, struct am_text *out)
{
    static const char *const columns[] = {
        "marker",      "time",          "ended",      "text",         "corporation_id",
        "corporation", "service_flows", "service_up", "service_down", "host_flows",
        "host_up",     "host_down",     "names",      "unowned",      "all_flows",
        "all_up",      "all_down",
    };
    const struct am_figures *f = r->figures;
    struct am_csv c;
    if (f->markers.count == 0)
        return AM_OK;
    am_csv_init(&c, out);
    HEADER(&c, columns);
    for (size_t i = 0; i < f->markers.count; i++) {
        const struct am_marker_line *line = &f->markers.at[i];
        if (line->owner_count == 0)
            marker(&c, line, i + 1, NULL);
        for (size_t o = 0; o < line->owner_count; o++)
            marker(&c, line, i + 1, &line->owners[o]);
    }
    return am_text_status(out);
}
