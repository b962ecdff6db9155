/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The figures for programs: one object, keys sorted, whole numbers only, no moment of writing, so
 * that the same scan and dataset give the same bytes. docs/report-json.md tells the schema. */
#include <jansson.h>
#include <stdio.h>
#include <time.h>

#include "base/utf8.h"
#include "format/format.h"
#include "format/vantage.h"

#define SCHEMA "amarra-report/1"

static json_t *text(const char *raw)
{
    struct am_text t;
    if (!raw)
        return json_null();
    am_text_init(&t, 1 << 20);
    am_utf8_add_inert(&t, raw);
    json_t *made = json_string(t.at);
    am_text_done(&t);
    return made;
}

/* Takes `value`, as jansson's _new functions do. A failure shows in the size of the object. */
static void put(json_t *object, const char *key, json_t *value)
{
    (void)json_object_set_new(object, key, value);
}

static json_t *count(uint64_t n)
{
    return json_integer(n > INT64_MAX ? INT64_MAX : (json_int_t)n);
}

static json_t *ratio(uint64_t numerator, uint64_t denominator)
{
    json_t *o = json_object();
    put(o, "numerator", count(numerator));
    put(o, "denominator", count(denominator));
    return o;
}

static json_t *moment(int64_t seconds)
{
    time_t t = (time_t)seconds;
    struct tm tm;
    char out[40];
    if (seconds == 0 || !gmtime_r(&t, &tm) ||
        strftime(out, sizeof out, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
        return json_null();
    return json_string(out);
}

static json_t *id_of(const struct am_corporation *c)
{
    return text(c ? c->id : NULL);
}

static json_t *country_of(const struct am_jurisdiction *j)
{
    return text(j ? j->code : NULL);
}

/* Contacts and bytes against the whole of both ledgers. */
static json_t *sum(const struct am_figures *f, const struct am_sum *s)
{
    const struct am_sum *all = &f->coverage.all;
    json_t *o = json_object();
    put(o, "contacts", ratio(s->contacts, all->contacts));
    put(o, "flows", count(s->flows));
    put(o, "up", ratio(s->up, all->up));
    put(o, "down", ratio(s->down, all->down));
    put(o, "bytes", ratio(s->up + s->down, all->up + all->down));
    return o;
}

static json_t *devices(const struct am_figures *f, int64_t n)
{
    json_t *o = json_object();
    put(o, "numerator", n >= 0 ? json_integer(n) : json_null());
    if (n == AM_DEVICES_FEW)
        put(o, "fewer_than", json_integer(f->scope.k));
    put(o, "denominator", count(f->scope.info.devices));
    return o;
}

static json_t *measure(const struct am_figures *f, const struct am_measure *m)
{
    json_t *o = sum(f, &m->sum);
    put(o, "hours", ratio(m->hours, f->scope.hours));
    put(o, "devices", devices(f, m->devices));
    return o;
}

static json_t *names(const char *const own[AM_LANG_COUNT])
{
    json_t *o = json_object();
    for (int l = 0; l < AM_LANG_COUNT; l++)
        put(o, am_language_code((enum am_language)l), text(own[l]));
    return o;
}

static json_t *basis(const struct am_basis *b)
{
    json_t *o = json_object();
    put(o, "source", text(b->source ? b->source->id : NULL));
    put(o, "checked", text(b->checked));
    put(o, "verified", json_boolean(b->verified));
    put(o, "declared", json_boolean(am_basis_is_declared(b)));
    return o;
}

static json_t *scope(const struct am_report *r)
{
    static const char *const states[] = {"open", "interrupted", "closed"};
    static const char *const reasons[] = {"days", "devices", "contacts", "unattributed"};
    const struct am_scope *s = &r->figures->scope;
    json_t *o = json_object();
    json_t *trial = json_array();
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (s->trial & 1u << i)
            (void)json_array_append_new(trial, json_string(reasons[i]));
    put(o, "state", json_string(states[s->info.state]));
    put(o, "provisional", json_boolean(s->info.state != AM_SCAN_CLOSED));
    put(o, "first_packet", moment(s->info.first_packet));
    put(o, "last_packet", moment(s->info.last_packet));
    put(o, "last_flush", moment(s->info.last_flush));
    put(o, "live", json_boolean(s->info.live));
    put(o, "sources", text(s->info.sources));
    put(o, "scanned_with", text(s->info.program));
    put(o, "dataset_of_scan", text(s->info.dataset));
    put(o, "dataset_of_report", text(r->rules_version));
    put(o, "title", text(r->title));
    put(o, "home", country_of(r->figures->home));
    put(o, "devices", count(s->info.devices));
    put(o, "hours", count(s->hours));
    put(o, "days", count(s->days));
    put(o, "fold_below", json_integer(s->k));
    put(o, "not_for_publication_because_of", trial);
    return o;
}

static json_t *coverage(const struct am_figures *f)
{
    const struct am_coverage *c = &f->coverage;
    json_t *o = json_object();
    json_t *blind = json_object();
    json_t *evidence = json_object();
    json_t *no_owner = json_object();
    for (int b = AM_BLIND_NOT + 1; b < AM_BLIND_COUNT; b++)
        put(blind, am_blindness_name((enum am_blindness)b), sum(f, &c->blind[b]));
    for (int e = 0; e < AM_EVIDENCE_COUNT; e++)
        put(evidence, am_evidence_name((enum am_evidence)e), sum(f, &c->evidence[e]));
    put(no_owner, "no-rule", sum(f, &c->no_rule));
    put(no_owner, "unlisted", sum(f, &c->unlisted));
    put(no_owner, "no-parent", sum(f, &c->no_parent));
    put(o, "all", sum(f, &c->all));
    put(o, "named", sum(f, &c->named));
    put(o, "service_owner", sum(f, &c->service_owner));
    put(o, "service_owner_by_name", sum(f, &c->owner_by_name));
    put(o, "service_owner_by_address", sum(f, &c->owner_by_address));
    put(o, "host_owner", sum(f, &c->host_owner));
    put(o, "network_known", sum(f, &c->network_known));
    put(o, "no_name", blind);
    put(o, "named_without_owner", no_owner);
    put(o, "evidence", evidence);
    put(o, "encrypted_dns", sum(f, &c->encrypted_dns));
    put(o, "tunnels", sum(f, &c->tunnels));
    put(o, "tunnels_named", sum(f, &c->tunnels_named));
    put(o, "caches", sum(f, &c->caches));
    put(o, "conflicts", sum(f, &c->conflicts));
    put(o, "resolver_contacts", count(c->resolvers.contacts));
    return o;
}

static json_t *losses(const struct am_figures *f)
{
    json_t *o = json_object();
    for (size_t i = 0; i < f->losses.count; i++)
        put(o, f->losses.at[i].name, count(f->losses.at[i].value));
    put(o, "report.names-beyond", count(f->scope.names_beyond));
    put(o, "report.hours-beyond", count(f->scope.hours_beyond));
    return o;
}

static json_t *findings(const struct am_figures *f)
{
    const struct am_findings *v = &f->findings;
    json_t *o = json_object();
    put(o, "most_present_service", id_of(v->first ? v->first->corporation : NULL));
    put(o, "most_present_host", id_of(v->first_host ? v->first_host->corporation : NULL));
    put(o, "most_present_country", country_of(v->first_country ? v->first_country->country : NULL));
    put(o, "single_provider_areas", ratio(v->single, v->judged));
    put(o, "extraction", sum(f, &v->extraction));
    put(o, "home", f->home ? sum(f, &v->home) : json_null());
    put(o, "abroad", f->home ? sum(f, &v->abroad) : json_null());
    return o;
}

static json_t *owner(const struct am_figures *f, const struct am_owner_line *line)
{
    static const char *const known[] = {"owner", "no-owner", "no-name"};
    const struct am_corporation *c = line->corporation;
    json_t *o = json_object();
    json_t *services = json_array();
    json_t *rules = json_array();
    put(o, "known", json_string(known[line->slice]));
    put(o, "id", id_of(c));
    put(o, "service", measure(f, &line->service));
    put(o, "host", line->slice == AM_SLICE_NO_NAME ? json_null() : measure(f, &line->host));
    for (size_t i = 0; i < line->part_count; i++) {
        const struct am_service *s = line->parts[i].service;
        json_t *part = sum(f, &line->parts[i].sum);
        put(part, "id", text(s->id));
        put(part, "name", text(s->name));
        put(part, "category", text(s->category ? s->category->id : NULL));
        put(part, "role", text(s->role ? s->role->id : NULL));
        (void)json_array_append_new(services, part);
    }
    for (size_t i = 0; i < line->trace_count; i++) {
        json_t *rule = basis(&line->traces[i].rule->basis);
        put(rule, "id", text(line->traces[i].rule->id));
        put(rule, "ledger", json_string(line->traces[i].host ? "host" : "service"));
        put(rule, "contacts", count(line->traces[i].sum.contacts));
        (void)json_array_append_new(rules, rule);
    }
    put(o, "services", services);
    put(o, "rules", rules);
    if (c) {
        put(o, "name", text(c->name));
        put(o, "legal_name", text(c->legal_name));
        put(o, "kind", text(c->kind));
        put(o, "parent_country", country_of(c->parent));
        put(o, "head_office", country_of(c->head_office));
        put(o, "legal_seat", country_of(c->legal_seat));
        put(o, "basis", basis(&c->basis));
    }
    return o;
}

static json_t *owners(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->owners.count; i++)
        (void)json_array_append_new(list, owner(f, &f->owners.at[i]));
    return list;
}

static json_t *countries(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->countries.count; i++) {
        const struct am_country_line *line = &f->countries.at[i];
        json_t *o = json_object();
        json_t *reach = json_array();
        for (size_t l = 0; line->country && l < line->country->law_count; l++)
            (void)json_array_append_new(reach, text(line->country->laws[l].id));
        put(o, "country", country_of(line->country));
        put(o, "service", measure(f, &line->service));
        put(o, "host", measure(f, &line->host));
        put(o, "service_head_office", sum(f, &line->service_head));
        put(o, "service_legal_seat", sum(f, &line->service_seat));
        put(o, "host_head_office", sum(f, &line->host_head));
        put(o, "host_legal_seat", sum(f, &line->host_seat));
        put(o, "laws", reach);
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *places(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->places.count; i++) {
        const struct am_place_line *line = &f->places.at[i];
        json_t *o = json_object();
        put(o, "country", text(line->anycast || !line->code[0] ? NULL : line->code));
        put(o, "anycast", json_boolean(line->anycast));
        put(o, "located", sum(f, &line->located));
        put(o, "registered", sum(f, &line->registered));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *work(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->work.count; i++) {
        const struct am_work_line *line = &f->work.at[i];
        json_t *o = sum(f, &line->measure.sum);
        json_t *holders = json_array();
        for (size_t h = 0; h < line->holder_count; h++) {
            json_t *holder = json_object();
            put(holder, "corporation", id_of(line->holders[h].corporation));
            put(holder, "contacts",
                ratio(line->holders[h].sum.contacts, line->measure.sum.contacts));
            (void)json_array_append_new(holders, holder);
        }
        put(o, "category", text(line->category ? line->category->id : NULL));
        put(o, "criticality",
            line->category && line->category->criticality >= 0
                ? json_integer(line->category->criticality)
                : json_null());
        put(o, "hours", ratio(line->measure.hours, f->scope.hours));
        put(o, "holders", holders);
        put(o, "judged", json_boolean(line->judged));
        put(o, "single_provider", json_boolean(line->single));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *roles(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->roles.count; i++) {
        const struct am_role_line *line = &f->roles.at[i];
        json_t *o = sum(f, &line->sum);
        put(o, "role", text(line->role ? line->role->id : NULL));
        put(o, "corporations", count(line->corporations));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *resolvers(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->resolvers.count; i++) {
        const struct am_resolver_line *line = &f->resolvers.at[i];
        json_t *o = json_object();
        uint64_t whole =
            line->encrypted ? f->coverage.all.contacts : f->coverage.resolvers.contacts;
        put(o, "corporation", id_of(line->corporation));
        put(o, "network", text(line->network[0] ? line->network : NULL));
        put(o, "encrypted", json_boolean(line->encrypted));
        put(o, "protocol", json_string(line->protocol));
        put(o, "contacts", ratio(line->sum.contacts, whole));
        put(o, "hours", count(line->hours));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *tunnels(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->tunnels.count; i++) {
        const struct am_tunnel_line *line = &f->tunnels.at[i];
        json_t *o = sum(f, &line->sum);
        put(o, "corporation", id_of(line->corporation));
        put(o, "network", text(line->network[0] ? line->network : NULL));
        put(o, "hours", ratio(line->hours, f->scope.hours));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *conflicts(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->conflicts.count; i++) {
        const struct am_conflict_line *line = &f->conflicts.at[i];
        json_t *o = sum(f, &line->sum);
        put(o, "name", text(line->name));
        put(o, "service_owner", id_of(line->service));
        put(o, "host_owner", id_of(line->host));
        (void)json_array_append_new(list, o);
    }
    return list;
}

/* `null` where the scan does not tell. */
static json_t *vantage(const struct am_figures *f)
{
    if (f->vantage.count == 0)
        return json_null();
    json_t *o = json_object();
    json_t *verdicts = json_array();
    json_t *figures = json_object();
    for (size_t i = 0; i < f->vantage.count; i++) {
        const struct am_vantage_line *line = &f->vantage.at[i];
        if (!am_vantage_is_verdict(line->name))
            put(figures, line->name, count(line->value));
    }
    const char *verdict;
    for (size_t i = 0; (verdict = am_vantage_verdict(i)); i++)
        if (am_vantage_holds(f, verdict))
            (void)json_array_append_new(verdicts, json_string(verdict));
    put(o, "verdicts", verdicts);
    put(o, "figures", figures);
    return o;
}

static json_t *networks(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->networks.count; i++) {
        const struct am_network_line *line = &f->networks.at[i];
        json_t *o = json_object();
        put(o, "network", text(line->network[0] ? line->network : NULL));
        put(o, "host", id_of(line->host));
        put(o, "no_name", sum(f, &line->no_name));
        put(o, "no_owner", sum(f, &line->no_owner));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *sources(const struct am_report *r)
{
    json_t *o = json_object();
    for (size_t i = 0; i < r->source_count; i++) {
        const struct am_fact_source *s = &r->sources[i];
        json_t *source = json_object();
        put(source, "title", text(s->title));
        put(source, "url", text(s->url));
        put(source, "licence", text(s->licence));
        put(source, "date", text(s->date));
        put(o, s->id, source);
    }
    return o;
}

static void add_laws(json_t *laws, const struct am_jurisdiction *country)
{
    for (size_t i = 0; country && i < country->law_count; i++) {
        const struct am_law *law = &country->laws[i];
        json_t *o = basis(&law->basis);
        put(o, "country", text(country->code));
        put(o, "name", text(law->name));
        put(o, "citation", text(law->citation));
        put(o, "plain", names(law->plain));
        put(laws, law->id, o);
    }
}

/* What the states of the jurisdictions, and the organization's own, may order. */
static json_t *laws(const struct am_figures *f)
{
    json_t *o = json_object();
    for (size_t i = 0; i < f->countries.count; i++)
        add_laws(o, f->countries.at[i].country);
    add_laws(o, f->home);
    return o;
}

/* The names, in every language, of the codes that the figures use. */
static json_t *vocabulary(const struct am_figures *f)
{
    json_t *o = json_object();
    json_t *c = json_object();
    json_t *w = json_object();
    json_t *k = json_object();
    for (size_t i = 0; i < f->countries.count; i++)
        if (f->countries.at[i].country)
            put(c, f->countries.at[i].country->code, names(f->countries.at[i].country->name));
    for (size_t i = 0; i < f->places.count; i++)
        if (f->places.at[i].country)
            put(c, f->places.at[i].country->code, names(f->places.at[i].country->name));
    for (size_t i = 0; i < f->work.count; i++)
        if (f->work.at[i].category)
            put(w, f->work.at[i].category->id, names(f->work.at[i].category->name));
    for (size_t i = 0; i < f->roles.count; i++)
        if (f->roles.at[i].role)
            put(k, f->roles.at[i].role->id, names(f->roles.at[i].role->name));
    put(o, "countries", c);
    put(o, "categories", w);
    put(o, "roles", k);
    return o;
}

static int write_piece(const char *bytes, size_t len, void *out)
{
    am_text_add_len(out, bytes, len);
    return am_text_status(out) == AM_OK ? 0 : -1;
}

enum am_status am_format_json(const struct am_report *r, struct am_text *out)
{
    const struct am_figures *f = r->figures;
    json_t *o = json_object();
    put(o, "schema", json_string(SCHEMA));
    put(o, "program", json_string("amarra " AMARRA_VERSION));
    put(o, "scope", scope(r));
    put(o, "coverage", coverage(f));
    put(o, "losses", losses(f));
    put(o, "findings", findings(f));
    put(o, "corporations", owners(f));
    put(o, "jurisdictions", countries(f));
    put(o, "places", places(f));
    put(o, "work", work(f));
    put(o, "roles", roles(f));
    put(o, "resolvers", resolvers(f));
    put(o, "tunnels", tunnels(f));
    put(o, "conflicts", conflicts(f));
    put(o, "vantage", vantage(f));
    put(o, "networks", networks(f));
    put(o, "sources", sources(r));
    put(o, "laws", laws(f));
    put(o, "vocabulary", vocabulary(f));
    int failed = json_object_size(o) != 19 ||
                 json_dump_callback(o, write_piece, out, JSON_SORT_KEYS | JSON_INDENT(1)) != 0;
    am_text_add(out, "\n");
    json_decref(o);
    if (am_text_status(out) != AM_OK)
        return am_text_status(out);
    return failed ? AM_E_NO_MEMORY : AM_OK;
}
