/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "compare/write.h"
#include "format/json_values.h"
#include "format/vantage.h"

#define SCHEMA "amarra-compare/1"
#define KEYS   20

static json_t *scan(const struct am_figures *f)
{
    const struct am_scope *s = &f->scope;
    json_t *o = json_object();
    json_t *verdicts = json_array();
    const char *verdict;
    for (size_t i = 0; (verdict = am_vantage_verdict(i)); i++)
        if (am_vantage_holds(f, verdict))
            (void)json_array_append_new(verdicts, json_string(verdict));
    am_value_put(o, "first_packet", am_value_moment(s->info.first_packet));
    am_value_put(o, "last_packet", am_value_moment(s->info.last_packet));
    am_value_put(o, "provisional", json_boolean(s->info.state != AM_SCAN_CLOSED));
    am_value_put(o, "dataset_of_scan", am_value_text(s->info.dataset));
    am_value_put(o, "devices", am_value_count(s->info.devices));
    am_value_put(o, "contacts", am_value_count(f->coverage.all.contacts));
    am_value_put(o, "hours", am_value_count(s->hours));
    am_value_put(o, "days", am_value_count(s->days));
    am_value_put(o, "watched_hours", am_value_count(s->watched_hours));
    am_value_put(o, "watched_work_hours", am_value_count(s->watched_work_hours));
    am_value_put(o, "verdicts", f->vantage.count > 0 ? verdicts : json_null());
    if (f->vantage.count == 0)
        json_decref(verdicts);
    return o;
}

/* Words of bits, lowest first. */
static json_t *words(unsigned bits, const char *const *names, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        if (bits >> i & 1u)
            (void)json_array_append_new(list, json_string(names[i]));
    return list;
}

static json_t *ratio(struct am_ratio r)
{
    return am_value_ratio(r.n, r.d);
}

static json_t *line(const struct am_change *c, bool older)
{
    json_t *o = json_object();
    int64_t change = am_change_rounded(c->kind, c->change);
    int64_t dataset = am_change_rounded(c->kind, c->dataset);
    am_value_put(o, "id", am_value_text(c->id && c->id[0] ? c->id : NULL));
    am_value_put(o, "before", ratio(c->before));
    am_value_put(o, "after", ratio(c->after));
    am_value_put(o, "change", json_integer(change));
    am_value_put(o, "dataset", json_integer(dataset));
    am_value_put(o, "between_reports", json_integer(change + dataset));
    if (older) {
        am_value_put(o, "before_by_older", ratio(c->was));
        am_value_put(o, "after_by_older", ratio(c->will));
    }
    return o;
}

static json_t *lines(const struct am_comparison *c, enum am_told_kind kind, bool host)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->change_count; i++)
        if (c->changes[i].kind == kind && c->changes[i].host == host)
            (void)json_array_append_new(list, line(&c->changes[i], c->older));
    return list;
}

static json_t *ledgers(const struct am_comparison *c, enum am_told_kind kind)
{
    json_t *o = json_object();
    am_value_put(o, "service", lines(c, kind, false));
    am_value_put(o, "host", lines(c, kind, true));
    return o;
}

static json_t *arrivals(const struct am_comparison *c, enum am_change_of of)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->change_count; i++)
        if (c->changes[i].kind == AM_TOLD_EITHER && c->changes[i].of == of)
            (void)json_array_append_new(list, am_value_text(c->changes[i].id));
    return list;
}

static json_t *small(const struct am_comparison *c)
{
    json_t *o = json_object();
    json_t *service = line(&c->small[0], c->older);
    json_t *host = line(&c->small[1], c->older);
    (void)json_object_del(service, "id");
    (void)json_object_del(host, "id");
    am_value_put(o, "corporations", am_value_count(c->small_count));
    am_value_put(o, "service", service);
    am_value_put(o, "host", host);
    return o;
}

static json_t *area(const struct am_area *a)
{
    static const char *const states[] = {[AM_AREA_UNCLEAR] = "too-little",
                                         [AM_AREA_SEVERAL] = "several",
                                         [AM_AREA_SINGLE] = "single"};
    json_t *o = json_object();
    am_value_put(o, "state", json_string(states[a->state]));
    am_value_put(o, "corporation", am_value_corporation(a->first));
    return o;
}

static json_t *areas(const struct am_comparison *c)
{
    static const char *const changes[] = {[AM_AREA_GAINED] = "gained",
                                          [AM_AREA_LOST] = "lost",
                                          [AM_AREA_HANDS] = "other-provider",
                                          [AM_AREA_TOO_LITTLE] = "too-little"};
    json_t *list = json_array();
    for (size_t i = 0; i < c->area_count; i++) {
        const struct am_area_change *a = &c->areas[i];
        json_t *o = json_object();
        am_value_put(
            o, "category",
            am_value_text(a->before.category ? a->before.category->id : a->after.category->id));
        am_value_put(o, "change", json_string(changes[a->of]));
        am_value_put(o, "before", area(&a->before));
        am_value_put(o, "after", area(&a->after));
        (void)json_array_append_new(list, o);
    }
    return list;
}

static int write_piece(const char *bytes, size_t len, void *out)
{
    am_text_add_len(out, bytes, len);
    return am_text_status(out) == AM_OK ? 0 : -1;
}

enum am_status am_compare_json(const struct am_compared *compared, struct am_text *out)
{
    static const char *const bars[AM_BARS] = {"same-file", "overlap", "provisional",
                                              "vantage",   "length",  "empty"};
    static const char *const doubts[AM_DOUBTS] = {"dataset",  "devices", "coverage",
                                                  "weekdays", "vantage", "order"};
    const struct am_comparison *c = compared->comparison;
    json_t *o = json_object();
    am_value_put(o, "schema", json_string(SCHEMA));
    am_value_put(o, "program", json_string("amarra " AMARRA_VERSION));
    am_value_put(o, "dataset", am_value_text(compared->dataset));
    am_value_put(o, "older_dataset", am_value_text(compared->older));
    am_value_put(o, "home", am_value_country(compared->after->home));
    am_value_put(o, "before", scan(compared->before));
    am_value_put(o, "after", scan(compared->after));
    am_value_put(o, "not_comparable", words(compared->judgement.bars, bars, AM_BARS));
    am_value_put(o, "doubts", words(compared->judgement.doubts, doubts, AM_DOUBTS));
    am_value_put(o, "coverage", lines(c, AM_TOLD_COVERAGE, false));
    am_value_put(o, "corporations", ledgers(c, AM_TOLD_CORPORATION));
    am_value_put(o, "hours", ledgers(c, AM_TOLD_PRESENCE));
    am_value_put(o, "either", lines(c, AM_TOLD_EITHER, false));
    am_value_put(o, "new", arrivals(c, AM_CHANGE_NEW));
    am_value_put(o, "gone", arrivals(c, AM_CHANGE_GONE));
    am_value_put(o, "small_changes", small(c));
    am_value_put(o, "areas", areas(c));
    am_value_put(o, "countries", ledgers(c, AM_TOLD_COUNTRY));
    am_value_put(o, "near", compared->after->home ? ledgers(c, AM_TOLD_NEAR) : json_null());
    am_value_put(o, "extraction", lines(c, AM_TOLD_EXTRACTION, false));
    int failed = json_object_size(o) != KEYS ||
                 json_dump_callback(o, write_piece, out, JSON_SORT_KEYS | JSON_INDENT(1)) != 0;
    am_text_add(out, "\n");
    json_decref(o);
    if (am_text_status(out) != AM_OK)
        return am_text_status(out);
    return failed ? AM_E_NO_MEMORY : AM_OK;
}
