/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The figures for programs: one object, keys sorted, whole numbers only, no moment of writing, so
 * that the same scan and dataset give the same bytes. docs/report-json.md tells the schema. */
#include "format/json_values.h"
#include "format/vantage.h"
#include <jansson.h>

#define SCHEMA "amarra-report/1"

static json_t *scope(const struct am_report *r)
{
    static const char *const states[] = {"open", "interrupted", "closed"};
    static const char *const reasons[] = {"days", "devices", "contacts", "unattributed"};
    const struct am_scope *s = &r->figures->scope;
    const struct am_ask *ask = &r->figures->ask;
    json_t *o = json_object();
    json_t *trial = json_array();
    json_t *days = json_array();
    for (int d = 0; d < 7; d++)
        if (ask->work_days >> d & 1u)
            (void)json_array_append_new(days, json_integer(d + 1));
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (s->trial & 1u << i)
            (void)json_array_append_new(trial, json_string(reasons[i]));
    am_value_put(o, "state", json_string(states[s->info.state]));
    am_value_put(o, "provisional", json_boolean(s->info.state != AM_SCAN_CLOSED));
    am_value_put(o, "first_packet", am_value_moment(s->info.first_packet));
    am_value_put(o, "last_packet", am_value_moment(s->info.last_packet));
    am_value_put(o, "last_flush", am_value_moment(s->info.last_flush));
    am_value_put(o, "live", json_boolean(s->info.live));
    am_value_put(o, "sources", am_value_text(s->info.sources));
    am_value_put(o, "scanned_with", am_value_text(s->info.program));
    am_value_put(o, "dataset_of_scan", am_value_text(s->info.dataset));
    am_value_put(o, "dataset_of_report", am_value_text(r->rules_version));
    am_value_put(o, "title", am_value_text(r->title));
    am_value_put(o, "home", am_value_country(r->figures->home));
    am_value_put(o, "bloc", am_value_text(ask->bloc ? ask->bloc->id : NULL));
    am_value_put(o, "timezone", am_value_text(ask->zone ? am_zone_name(ask->zone) : "UTC"));
    am_value_put(o, "work_from", json_integer(ask->work_from));
    am_value_put(o, "work_to", json_integer(ask->work_to));
    am_value_put(o, "work_days", days);
    am_value_put(o, "since", am_value_moment(ask->since));
    am_value_put(o, "until", am_value_moment(ask->until));
    am_value_put(o, "scans", am_value_count(s->scans));
    am_value_put(o, "devices_at_least", json_boolean(s->at_least));
    am_value_put(o, "work_hours", am_value_count(s->work_hours));
    am_value_put(o, "watched_hours", am_value_count(s->watched_hours));
    am_value_put(o, "watched_work_hours", am_value_count(s->watched_work_hours));
    am_value_put(o, "devices", am_value_count(s->info.devices));
    am_value_put(o, "hours", am_value_count(s->hours));
    am_value_put(o, "days", am_value_count(s->days));
    am_value_put(o, "fold_below", json_integer(s->k));
    am_value_put(o, "not_for_publication_because_of", trial);
    return o;
}

static json_t *coverage(const struct am_figures *f)
{
    const struct am_coverage *c = &f->coverage;
    const struct am_sum without = am_sum_rest(&c->all, &c->service_owner);
    json_t *o = json_object();
    json_t *blind = json_object();
    json_t *evidence = json_object();
    json_t *no_owner = json_object();
    for (int b = AM_BLIND_NOT + 1; b < AM_BLIND_COUNT; b++)
        am_value_put(blind, am_blindness_name((enum am_blindness)b), am_value_sum(f, &c->blind[b]));
    for (int e = 0; e < AM_EVIDENCE_COUNT; e++)
        am_value_put(evidence, am_evidence_name((enum am_evidence)e),
                     am_value_sum(f, &c->evidence[e]));
    am_value_put(no_owner, "no-rule", am_value_sum(f, &c->no_rule));
    am_value_put(no_owner, "unlisted", am_value_sum(f, &c->unlisted));
    am_value_put(no_owner, "no-parent", am_value_sum(f, &c->no_parent));
    am_value_put(o, "all", am_value_sum(f, &c->all));
    am_value_put(o, "named", am_value_sum(f, &c->named));
    am_value_put(o, "service_owner", am_value_sum(f, &c->service_owner));
    am_value_put(o, "service_owner_by_name", am_value_sum(f, &c->owner_by_name));
    am_value_put(o, "service_owner_by_address", am_value_sum(f, &c->owner_by_address));
    am_value_put(o, "host_owner", am_value_sum(f, &c->host_owner));
    am_value_put(o, "no_service_owner", am_value_sum(f, &without));
    am_value_put(o, "network_known", am_value_sum(f, &c->network_known));
    am_value_put(o, "no_name", blind);
    am_value_put(o, "named_without_owner", no_owner);
    am_value_put(o, "evidence", evidence);
    am_value_put(o, "encrypted_dns", am_value_sum(f, &c->encrypted_dns));
    am_value_put(o, "tunnels", am_value_sum(f, &c->tunnels));
    am_value_put(o, "tunnels_named", am_value_sum(f, &c->tunnels_named));
    am_value_put(o, "caches", am_value_sum(f, &c->caches));
    am_value_put(o, "conflicts", am_value_sum(f, &c->conflicts));
    am_value_put(o, "resolver_contacts", am_value_count(c->resolvers.contacts));
    return o;
}

static json_t *losses(const struct am_figures *f)
{
    json_t *o = json_object();
    for (size_t i = 0; i < f->losses.count; i++)
        am_value_put(o, f->losses.at[i].name, am_value_count(f->losses.at[i].value));
    am_value_put(o, "report.names-beyond", am_value_count(f->scope.names_beyond));
    am_value_put(o, "report.hours-beyond", am_value_count(f->scope.hours_beyond));
    return o;
}

static json_t *findings(const struct am_figures *f)
{
    const struct am_findings *v = &f->findings;
    json_t *o = json_object();
    am_value_put(o, "most_present_service",
                 am_value_corporation(v->first ? v->first->corporation : NULL));
    am_value_put(o, "most_present_host",
                 am_value_corporation(v->first_host ? v->first_host->corporation : NULL));
    am_value_put(o, "most_present_country",
                 am_value_country(v->first_country ? v->first_country->country : NULL));
    am_value_put(o, "single_provider_areas", am_value_ratio(v->single, v->judged));
    am_value_put(o, "extraction", am_value_sum(f, &v->extraction));
    am_value_put(o, "common", am_value_sum(f, &v->common));
    am_value_put(o, "most_needed", am_value_corporation(v->widest ? v->widest->corporation : NULL));
    am_value_put(o, "home", f->home ? am_value_sum(f, &v->home) : json_null());
    am_value_put(o, "abroad", f->home ? am_value_sum(f, &v->abroad) : json_null());
    return o;
}

static json_t *owner(const struct am_figures *f, const struct am_owner_line *line)
{
    static const char *const known[] = {"owner", "no-owner", "no-name"};
    const struct am_corporation *c = line->corporation;
    json_t *o = json_object();
    json_t *services = json_array();
    json_t *rules = json_array();
    am_value_put(o, "known", json_string(known[line->slice]));
    am_value_put(o, "id", am_value_corporation(c));
    am_value_put(o, "service", am_value_measure(f, &line->service, true));
    am_value_put(o, "host",
                 line->slice == AM_SLICE_NO_NAME ? json_null()
                                                 : am_value_measure(f, &line->host, true));
    for (size_t i = 0; i < line->part_count; i++) {
        const struct am_service *s = line->parts[i].service;
        json_t *part = am_value_sum(f, &line->parts[i].sum);
        am_value_put(part, "id", am_value_text(s->id));
        am_value_put(part, "name", am_value_text(s->name));
        am_value_put(part, "category", am_value_text(s->category ? s->category->id : NULL));
        am_value_put(part, "role", am_value_text(s->role ? s->role->id : NULL));
        (void)json_array_append_new(services, part);
    }
    for (size_t i = 0; i < line->trace_count; i++) {
        json_t *rule = am_value_basis(&line->traces[i].rule->basis);
        am_value_put(rule, "id", am_value_text(line->traces[i].rule->id));
        am_value_put(rule, "ledger", json_string(line->traces[i].host ? "host" : "service"));
        am_value_put(rule, "contacts", am_value_count(line->traces[i].sum.contacts));
        (void)json_array_append_new(rules, rule);
    }
    am_value_put(o, "services", services);
    am_value_put(o, "rules", rules);
    if (c) {
        am_json_owner_ways(f, line, o);
        am_value_put(o, "name", am_value_text(c->name));
        am_value_put(o, "legal_name", am_value_text(c->legal_name));
        am_value_put(o, "kind", am_value_text(c->kind));
        am_value_put(o, "parent_country", am_value_country(c->parent));
        am_value_put(o, "head_office", am_value_country(c->head_office));
        am_value_put(o, "legal_seat", am_value_country(c->legal_seat));
        am_value_put(o, "basis", am_value_basis(&c->basis));
    }
    return o;
}

static json_t *countries(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->countries.count; i++) {
        const struct am_country_line *line = &f->countries.at[i];
        json_t *o = json_object();
        json_t *reach = json_array();
        for (size_t l = 0; line->country && l < line->country->law_count; l++)
            (void)json_array_append_new(reach, am_value_text(line->country->laws[l].id));
        am_value_put(o, "country", am_value_country(line->country));
        am_value_put(o, "service", am_value_measure(f, &line->service, true));
        am_value_put(o, "host", am_value_measure(f, &line->host, true));
        am_value_put(o, "service_head_office", am_value_sum(f, &line->service_head));
        am_value_put(o, "service_legal_seat", am_value_sum(f, &line->service_seat));
        am_value_put(o, "host_head_office", am_value_sum(f, &line->host_head));
        am_value_put(o, "host_legal_seat", am_value_sum(f, &line->host_seat));
        am_value_put(o, "laws", reach);
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
        am_value_put(o, "country",
                     am_value_text(line->anycast || !line->code[0] ? NULL : line->code));
        am_value_put(o, "anycast", json_boolean(line->anycast));
        am_value_put(o, "located", am_value_sum(f, &line->located));
        am_value_put(o, "registered", am_value_sum(f, &line->registered));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *work(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->work.count; i++) {
        const struct am_work_line *line = &f->work.at[i];
        json_t *o = am_value_sum(f, &line->measure.sum);
        json_t *holders = json_array();
        for (size_t h = 0; h < line->holder_count; h++) {
            json_t *holder = json_object();
            am_value_put(holder, "corporation", am_value_corporation(line->holders[h].corporation));
            am_value_put(holder, "contacts",
                         am_value_ratio(line->holders[h].sum.contacts, line->measure.sum.contacts));
            (void)json_array_append_new(holders, holder);
        }
        am_value_put(o, "category", am_value_text(line->category ? line->category->id : NULL));
        am_value_put(o, "criticality",
                     line->category && line->category->criticality >= 0
                         ? json_integer(line->category->criticality)
                         : json_null());
        am_value_put(o, "hours", am_value_ratio(line->measure.hours, f->scope.hours));
        am_value_put(o, "work_hours",
                     am_value_ratio(line->measure.work_hours, f->scope.work_hours));
        am_value_put(o, "holders", holders);
        am_value_put(o, "counted", json_boolean(line->counted));
        am_value_put(o, "judged", json_boolean(line->judged));
        am_value_put(o, "single_provider", json_boolean(line->single));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *roles(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->roles.count; i++) {
        const struct am_role_line *line = &f->roles.at[i];
        json_t *o = am_value_sum(f, &line->sum);
        am_value_put(o, "role", am_value_text(line->role ? line->role->id : NULL));
        am_value_put(o, "corporations", am_value_count(line->corporations));
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
        am_value_put(o, "corporation", am_value_corporation(line->corporation));
        am_value_put(o, "network", am_value_text(line->network[0] ? line->network : NULL));
        am_value_put(o, "encrypted", json_boolean(line->encrypted));
        am_value_put(o, "protocol", json_string(line->protocol));
        am_value_put(o, "contacts", am_value_ratio(line->sum.contacts, whole));
        am_value_put(o, "hours", am_value_count(line->hours));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *tunnels(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->tunnels.count; i++) {
        const struct am_tunnel_line *line = &f->tunnels.at[i];
        json_t *o = am_value_sum(f, &line->sum);
        am_value_put(o, "corporation", am_value_corporation(line->corporation));
        am_value_put(o, "network", am_value_text(line->network[0] ? line->network : NULL));
        am_value_put(o, "hours", am_value_ratio(line->hours, f->scope.hours));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *conflicts(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->conflicts.count; i++) {
        const struct am_conflict_line *line = &f->conflicts.at[i];
        json_t *o = am_value_sum(f, &line->sum);
        am_value_put(o, "name", am_value_text(line->name));
        am_value_put(o, "service_owner", am_value_corporation(line->service));
        am_value_put(o, "host_owner", am_value_corporation(line->host));
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
            am_value_put(figures, line->name, am_value_count(line->value));
    }
    const char *verdict;
    for (size_t i = 0; (verdict = am_vantage_verdict(i)); i++)
        if (am_vantage_holds(f, verdict))
            (void)json_array_append_new(verdicts, json_string(verdict));
    am_value_put(o, "verdicts", verdicts);
    am_value_put(o, "figures", figures);
    return o;
}

static json_t *networks(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->networks.count; i++) {
        const struct am_network_line *line = &f->networks.at[i];
        json_t *o = json_object();
        am_value_put(o, "network", am_value_text(line->network[0] ? line->network : NULL));
        am_value_put(o, "host", am_value_corporation(line->host));
        am_value_put(o, "no_name", am_value_sum(f, &line->no_name));
        am_value_put(o, "no_owner", am_value_sum(f, &line->no_owner));
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
        am_value_put(source, "title", am_value_text(s->title));
        am_value_put(source, "url", am_value_text(s->url));
        am_value_put(source, "licence", am_value_text(s->licence));
        am_value_put(source, "date", am_value_text(s->date));
        am_value_put(o, s->id, source);
    }
    return o;
}

static void add_laws(json_t *laws, const struct am_jurisdiction *country)
{
    for (size_t i = 0; country && i < country->law_count; i++) {
        const struct am_law *law = &country->laws[i];
        json_t *o = am_value_basis(&law->basis);
        am_value_put(o, "country", am_value_text(country->code));
        am_value_put(o, "name", am_value_text(law->name));
        am_value_put(o, "citation", am_value_text(law->citation));
        am_value_put(o, "plain", am_value_names(law->plain));
        am_value_put(laws, law->id, o);
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
            am_value_put(c, f->countries.at[i].country->code,
                         am_value_names(f->countries.at[i].country->name));
    for (size_t i = 0; i < f->places.count; i++)
        if (f->places.at[i].country)
            am_value_put(c, f->places.at[i].country->code,
                         am_value_names(f->places.at[i].country->name));
    for (size_t i = 0; i < f->work.count; i++)
        if (f->work.at[i].category)
            am_value_put(w, f->work.at[i].category->id,
                         am_value_names(f->work.at[i].category->name));
    for (size_t i = 0; i < f->roles.count; i++)
        if (f->roles.at[i].role)
            am_value_put(k, f->roles.at[i].role->id, am_value_names(f->roles.at[i].role->name));
    am_value_put(o, "countries", c);
    am_value_put(o, "categories", w);
    am_value_put(o, "roles", k);
    return o;
}

static json_t *program(const struct am_report *r)
{
    (void)r;
    return json_string("amarra " AMARRA_VERSION);
}

static json_t *schema(const struct am_report *r)
{
    (void)r;
    return json_string(SCHEMA);
}

static int write_piece(const char *bytes, size_t len, void *out)
{
    am_text_add_len(out, bytes, len);
    return am_text_status(out) == AM_OK ? 0 : -1;
}

/* One value on a line. Takes it. */
static bool write_line(json_t *value, struct am_text *out)
{
    bool ok = value && json_dump_callback(value, write_piece, out,
                                          JSON_SORT_KEYS | JSON_COMPACT | JSON_ENCODE_ANY) == 0;
    json_decref(value);
    return ok;
}

/* A list has a line for each of its values. Takes it. */
static bool write_list(json_t *list, struct am_text *out)
{
    size_t count = json_array_size(list);
    bool ok = true;
    am_text_add(out, "[");
    for (size_t i = 0; i < count && ok; i++) {
        am_text_add(out, i > 0 ? ",\n  " : "\n  ");
        ok = write_line(json_incref(json_array_get(list, i)), out);
    }
    am_text_add(out, count > 0 ? "\n ]" : "]");
    json_decref(list);
    return ok;
}

static bool write_value(json_t *value, struct am_text *out)
{
    return json_is_array(value) ? write_list(value, out) : write_line(value, out);
}

/* There may be thousands of corporations, with all their rules: one at a time is in memory. */
static bool write_owners(const struct am_figures *f, struct am_text *out)
{
    bool ok = true;
    am_text_add(out, "[");
    for (size_t i = 0; i < f->owners.count && ok; i++) {
        am_text_add(out, i > 0 ? ",\n  " : "\n  ");
        ok = write_line(owner(f, &f->owners.at[i]), out);
    }
    am_text_add(out, f->owners.count > 0 ? "\n ]" : "]");
    return ok;
}

/* In order of their names. Each is made of figures, or of the report where those are not all. */
static const struct key {
    const char *name;
    json_t *(*of_figures)(const struct am_figures *f);
    json_t *(*of_report)(const struct am_report *r); /* both NULL: the corporations */
} keys[] = {
    {"alternatives", am_json_alternatives, NULL},
    {"concentration", am_json_concentration, NULL},
    {"conflicts", conflicts, NULL},
    {"corporations", NULL, NULL},
    {"coverage", coverage, NULL},
    {"cut_off", am_json_cut_off, NULL},
    {"days", am_json_days, NULL},
    {"depth", am_json_depth, NULL},
    {"findings", findings, NULL},
    {"jurisdictions", countries, NULL},
    {"kinds", am_json_kinds, NULL},
    {"laws", laws, NULL},
    {"losses", losses, NULL},
    {"markers", am_json_markers, NULL}, /* only where there are some */
    {"near", am_json_near, NULL},
    {"networks", networks, NULL},
    {"night", am_json_night, NULL},
    {"place_and_control", am_json_place_and_control, NULL},
    {"places", places, NULL},
    {"program", NULL, program},
    {"resolvers", resolvers, NULL},
    {"roles", roles, NULL},
    {"ropes", am_json_ropes, NULL},
    {"schema", NULL, schema},
    {"scope", NULL, scope},
    {"sources", NULL, sources},
    {"tunnels", tunnels, NULL},
    {"vantage", vantage, NULL},
    {"vocabulary", vocabulary, NULL},
    {"week", am_json_week, NULL},
    {"work", work, NULL},
};

enum am_status am_format_json(const struct am_report *r, struct am_text *out)
{
    bool ok = true;
    for (size_t i = 0; i < sizeof keys / sizeof *keys && ok; i++) {
        const struct key *key = &keys[i];
        if (key->of_figures == am_json_markers && r->figures->markers.count == 0)
            continue;
        am_text_add(out, i > 0 ? ",\n \"" : "{\n \"");
        am_text_add(out, key->name);
        am_text_add(out, "\": ");
        ok = key->of_figures  ? write_value(key->of_figures(r->figures), out)
             : key->of_report ? write_value(key->of_report(r), out)
                              : write_owners(r->figures, out);
    }
    am_text_add(out, "\n}\n");
    if (am_text_status(out) != AM_OK)
        return am_text_status(out);
    return ok ? AM_OK : AM_E_NO_MEMORY;
}
