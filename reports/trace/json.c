/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdio.h>
#include <time.h>

#include "format/json_values.h"
#include "indicators/paths.h"
#include "trace/trace.h"

#define SCHEMA "amarra-explain-scan/1"
#define KEYS   13

static json_t *corporation(const struct am_corporation *c)
{
    json_t *o = json_object();
    am_value_put(o, "id", am_value_text(c->id));
    am_value_put(o, "name", am_value_text(c->name));
    am_value_put(o, "legal_name", am_value_text(c->legal_name));
    am_value_put(o, "kind", am_value_text(c->kind));
    am_value_put(o, "parent_country", am_value_country(c->parent));
    am_value_put(o, "head_office", am_value_country(c->head_office));
    am_value_put(o, "legal_seat", am_value_country(c->legal_seat));
    am_value_put(o, "basis", am_value_basis(&c->basis));
    return o;
}

static json_t *scope(const struct am_trace_answer *a)
{
    const struct am_scope *s = &a->figures->scope;
    json_t *o = json_object();
    am_value_put(o, "first_packet", am_value_moment(s->info.first_packet));
    am_value_put(o, "last_packet", am_value_moment(s->info.last_packet));
    am_value_put(o, "provisional", json_boolean(s->info.state != AM_SCAN_CLOSED));
    am_value_put(o, "scans", am_value_count(s->scans));
    am_value_put(o, "fold_below", am_value_count(s->k));
    return o;
}

static json_t *day(int32_t days, int32_t open)
{
    struct tm tm;
    char out[40];
    time_t t = (time_t)days * 86400;
    if (days == open || !gmtime_r(&t, &tm) || strftime(out, sizeof out, "%Y-%m-%d", &tm) == 0)
        return json_null();
    return json_string(out);
}

static json_t *rule(const struct am_rule *r)
{
    if (!r)
        return json_null();
    json_t *o = am_value_basis(&r->basis);
    am_value_put(o, "id", am_value_text(r->id));
    am_value_put(o, "file", am_value_text(r->file));
    return o;
}

static json_t *owned(const struct am_ownership *w)
{
    if (!w)
        return json_null();
    json_t *o = am_value_basis(&w->basis);
    am_value_put(o, "owner", am_value_corporation(w->owner));
    am_value_put(o, "from", day(w->from, INT32_MIN));
    am_value_put(o, "to", day(w->to, INT32_MAX));
    return o;
}

static json_t *operator_of(const struct am_operator *p)
{
    if (!p)
        return json_null();
    json_t *o = json_object();
    am_value_put(o, "id", am_value_text(p->id));
    am_value_put(o, "name", am_value_text(p->name));
    return o;
}

static json_t *service(const struct am_service *s)
{
    if (!s)
        return json_null();
    json_t *o = json_object();
    am_value_put(o, "id", am_value_text(s->id));
    am_value_put(o, "name", am_value_text(s->name));
    am_value_put(o, "category", am_value_text(s->category ? s->category->id : NULL));
    am_value_put(o, "role", am_value_text(s->role ? s->role->id : NULL));
    return o;
}

static void put_sum(json_t *o, const struct am_sum *s)
{
    am_value_put(o, "contacts", am_value_count(s->contacts));
    am_value_put(o, "flows", am_value_count(s->flows));
    am_value_put(o, "up", am_value_count(s->up));
    am_value_put(o, "down", am_value_count(s->down));
}

static json_t *line(const struct am_figures *f, const struct am_path_line *l)
{
    static const char *const kinds[] = {
        [AM_PATH_NAME] = "name", [AM_PATH_ADDRESS] = "address", [AM_PATH_UNTOLD] = "untold"};
    json_t *o = json_object();
    if (l->kind == AM_PATH_HOST) {
        am_value_put(o, "network", am_value_text(l->network[0] ? l->network : NULL));
        if (f->ask.blocks)
            am_value_put(o, "block", am_value_text(l->block));
    } else {
        am_value_put(o, "by", json_string(kinds[l->kind]));
        am_value_put(o, "name", am_value_text(l->name));
        am_value_put(o, "service", service(l->service));
    }
    am_value_put(o, "rule", rule(l->rule));
    am_value_put(o, "operator", operator_of(l->operator_));
    am_value_put(o, "ownership", owned(l->owned));
    am_value_put(o, "hours", am_value_count(l->measure.hours));
    am_value_put(o, "work_hours", am_value_count(l->measure.work_hours));
    put_sum(o, &l->measure.sum);
    return o;
}

static json_t *ledger(const struct am_figures *f, const struct am_measure *m, bool host)
{
    json_t *o = json_object();
    json_t *lines = json_array();
    json_t *sum = json_object();
    struct am_sum all = am_paths_sum(f, host);
    for (size_t i = 0; i < f->paths.count; i++)
        if ((f->paths.at[i].kind == AM_PATH_HOST) == host)
            (void)json_array_append_new(lines, line(f, &f->paths.at[i]));
    put_sum(sum, &all);
    am_value_put(o, "figure", am_value_measure(f, m, true));
    am_value_put(o, "lines", lines);
    am_value_put(o, "sum_of_lines", sum);
    return o;
}

static int write_piece(const char *bytes, size_t len, void *out)
{
    am_text_add_len(out, bytes, len);
    return am_text_status(out) == AM_OK ? 0 : -1;
}

enum am_status am_trace_json(const struct am_trace_answer *a, struct am_text *out)
{
    static const struct am_owner_line nothing = {.service = {.devices = AM_DEVICES_UNKNOWN},
                                                 .host = {.devices = AM_DEVICES_UNKNOWN}};
    const struct am_figures *f = a->figures;
    const struct am_owner_line *seen = am_paths_owner(f);
    const struct am_owner_line *l = seen ? seen : &nothing;
    json_t *o = json_object();
    json_t *near = json_array();
    for (size_t i = 0; i < a->near_count; i++)
        (void)json_array_append_new(near, am_value_corporation(a->near[i]));
    am_value_put(o, "schema", json_string(SCHEMA));
    am_value_put(o, "program", json_string("amarra " AMARRA_VERSION));
    am_value_put(o, "query", am_value_text(a->asked));
    am_value_put(o, "dataset_of_scan", am_value_text(f->scope.info.dataset));
    am_value_put(o, "dataset_of_report", am_value_text(a->rules_version));
    am_value_put(o, "home", am_value_country(f->home));
    am_value_put(o, "scope", scope(a));
    am_value_put(o, "corporation", corporation(a->corporation));
    am_value_put(o, "seen", json_boolean(seen != NULL));
    am_value_put(o, "near", near);
    am_value_put(o, "service", ledger(f, &l->service, false));
    am_value_put(o, "host", ledger(f, &l->host, true));
    am_value_put(o, "either", am_value_measure(f, &l->either, false));
    int failed = json_object_size(o) != KEYS ||
                 json_dump_callback(o, write_piece, out, JSON_SORT_KEYS | JSON_COMPACT) != 0;
    am_text_add(out, "\n");
    json_decref(o);
    if (am_text_status(out) != AM_OK)
        return am_text_status(out);
    return failed ? AM_E_NO_MEMORY : AM_OK;
}
