/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What stops without a corporation and what could take its place, how many stand behind a contact,
 * and how near they are. */
#include "format/json_values.h"

static json_t *areas(const struct am_owner_line *line)
{
    json_t *list = json_array();
    for (size_t i = 0; i < line->area_count; i++) {
        const struct am_cut_area *area = &line->areas[i];
        json_t *o = json_object();
        am_value_put(o, "category", am_value_text(area->work->category->id));
        am_value_put(o, "contacts",
                     am_value_ratio(area->carried.contacts, area->work->measure.sum.contacts));
        am_value_put(o, "stops", json_boolean(area->stops));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *carries(const struct am_figures *f, const struct am_owner_line *line)
{
    json_t *list = json_array();
    for (size_t i = 0; i < line->carry_count; i++) {
        json_t *o = am_value_sum(f, &line->carries[i].sum);
        am_value_put(o, "id", am_value_text(line->carries[i].service->id));
        am_value_put(o, "name", am_value_text(line->carries[i].service->name));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *effort(int n)
{
    return n > 0 ? json_integer(n) : json_null();
}

static json_t *exits(const struct am_owner_line *line)
{
    json_t *list = json_array();
    for (size_t i = 0; i < line->exit_count; i++) {
        const struct am_way_out *way = &line->exits[i];
        json_t *o = json_object();
        json_t *alternatives = json_array();
        for (size_t a = 0; a < way->count; a++)
            (void)json_array_append_new(alternatives, am_value_text(way->alternatives[a]->id));
        am_value_put(o, "category", am_value_text(way->work->category->id));
        am_value_put(o, "alternatives", alternatives);
        am_value_put(o, "effort", effort(way->effort));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *bound(unsigned bits)
{
    static const char *const names[] = {"data", "identity", "device"};
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (bits >> i & 1u)
            (void)json_array_append_new(list, json_string(names[i]));
    return list;
}

void am_json_owner_ways(const struct am_figures *f, const struct am_owner_line *line, json_t *o)
{
    am_value_put(o, "either", am_value_measure(f, &line->either, false));
    am_value_put(o, "areas", areas(line));
    am_value_put(o, "areas_stopped", am_value_ratio(line->stop_count, f->counted));
    am_value_put(o, "carries", carries(f, line));
    am_value_put(o, "exits", exits(line));
    am_value_put(o, "effort", effort(line->effort));
    am_value_put(o, "bound", bound(line->bound));
    am_value_put(o, "night", am_value_measure(f, &line->night, false));
}

json_t *am_json_cut_off(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->cuts.count; i++) {
        const struct am_cut_step *step = &f->cuts.at[i];
        json_t *o = json_object();
        am_value_put(o, "corporation", am_value_corporation(step->owner->corporation));
        am_value_put(o, "added", am_value_sum(f, &step->added));
        am_value_put(o, "lost", am_value_sum(f, &step->lost));
        am_value_put(o, "areas_stopped", am_value_ratio(step->stopped, f->counted));
        am_value_put(o, "essential_stopped", am_value_ratio(step->essential, f->findings.judged));
        (void)json_array_append_new(list, o);
    }
    return list;
}

json_t *am_json_depth(const struct am_figures *f)
{
    const struct am_depth *d = &f->depth;
    json_t *o = json_object();
    am_value_put(o, "same", am_value_sum(f, &d->same));
    am_value_put(o, "differ", am_value_sum(f, &d->differ));
    am_value_put(o, "service_only", am_value_sum(f, &d->service_only));
    am_value_put(o, "host_only", am_value_sum(f, &d->host_only));
    am_value_put(o, "none", am_value_sum(f, &d->none));
    am_value_put(o, "corporations_of_services", am_value_ratio(d->corporations, d->services));
    am_value_put(o, "only_on_others_machines", am_value_ratio(d->hidden, d->services));
    return o;
}

static json_t *interval(const struct am_concentration *c)
{
    json_t *o = json_object();
    am_value_put(o, "low", json_integer(c->low));
    am_value_put(o, "high", json_integer(c->high));
    return o;
}

json_t *am_json_concentration(const struct am_figures *f)
{
    json_t *o = json_object();
    am_value_put(o, "service", interval(&f->service_hhi));
    am_value_put(o, "host", interval(&f->host_hhi));
    return o;
}

static json_t *near(const struct am_figures *f, const struct am_near *n)
{
    json_t *o = json_object();
    am_value_put(o, "home", f->home ? am_value_sum(f, &n->home) : json_null());
    am_value_put(o, "bloc", f->ask.bloc ? am_value_sum(f, &n->bloc) : json_null());
    am_value_put(o, "elsewhere", am_value_sum(f, &n->elsewhere));
    am_value_put(o, "unknown", am_value_sum(f, &n->unknown));
    return o;
}

json_t *am_json_near(const struct am_figures *f)
{
    json_t *o = json_object();
    am_value_put(o, "service", near(f, &f->service_near));
    am_value_put(o, "host", near(f, &f->host_near));
    return o;
}

json_t *am_json_place_and_control(const struct am_figures *f)
{
    static const char *const sides[AM_SIDE_COUNT] = {"home", "abroad", "unknown"};
    json_t *list = json_array();
    for (int p = 0; f->home && p < AM_SIDE_COUNT; p++) {
        for (int c = 0; c < AM_SIDE_COUNT; c++) {
            json_t *o = am_value_sum(f, &f->square[p][c]);
            am_value_put(o, "place", json_string(sides[p]));
            am_value_put(o, "control", json_string(sides[c]));
            (void)json_array_append_new(list, o);
        }
    }
    return list;
}

json_t *am_json_kinds(const struct am_figures *f)
{
    json_t *list = json_array();
    for (size_t i = 0; i < f->kinds.count; i++) {
        const struct am_kind_line *line = &f->kinds.at[i];
        json_t *o = json_object();
        am_value_put(o, "kind", am_value_text(line->kind));
        am_value_put(o, "service", am_value_sum(f, &line->service));
        am_value_put(o, "host", am_value_sum(f, &line->host));
        am_value_put(o, "corporations", am_value_count(line->corporations));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static json_t *alternative(const struct am_alternative *a)
{
    json_t *o = am_value_basis(&a->basis);
    am_value_put(o, "name", am_value_text(a->name));
    am_value_put(o, "url", am_value_text(a->url));
    am_value_put(o, "type", am_value_text(a->type));
    am_value_put(o, "licence", am_value_text(a->licence));
    am_value_put(o, "run_by", am_value_text(a->run_by));
    am_value_put(o, "run_by_kind", am_value_text(a->run_by_kind));
    am_value_put(o, "jurisdiction", am_value_country(a->jurisdiction));
    am_value_put(o, "lac", json_boolean(a->lac));
    am_value_put(o, "effort", effort(a->effort));
    am_value_put(o, "text", am_value_names(a->text));
    am_value_put(o, "caution", a->caution[AM_LANG_EN] ? am_value_names(a->caution) : json_null());
    return o;
}

/* Those that a way out names, once each. */
json_t *am_json_alternatives(const struct am_figures *f)
{
    json_t *o = json_object();
    for (size_t i = 0; i < f->owners.count; i++)
        for (size_t e = 0; e < f->owners.at[i].exit_count; e++)
            for (size_t a = 0; a < f->owners.at[i].exits[e].count; a++) {
                const struct am_alternative *one = f->owners.at[i].exits[e].alternatives[a];
                if (!json_object_get(o, one->id))
                    am_value_put(o, one->id, alternative(one));
            }
    return o;
}
