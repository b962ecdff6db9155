/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "format/ropes.h"

#include <stdlib.h>
#include <string.h>

#include "format/json_values.h"
#include "text.h"

#define KEPT_MAX      8 /* areas, and corporations */
#define COUNTRIES_MAX 6
#define ALOUD_MAX     4

/* A column: the first `kept` by contacts, then the others, then what is not known. */
struct column {
    const void *kept[KEPT_MAX];
    size_t count, others; /* kept; told as one */
    uint64_t sum[16];
    struct am_flow_node nodes[16];
    size_t place[16]; /* of each slot among the nodes drawn */
    size_t drawn;
};

struct ropes {
    struct column area, owner, country;
    double first[16][16], second[16][16];
    struct am_flow_link links[2][256];
    size_t link_count[2];
};

/* Slot of a thing in its column: kept, others, not known. */
static size_t slot(const struct column *c, const void *thing)
{
    for (size_t i = 0; thing && i < c->count; i++)
        if (c->kept[i] == thing)
            return i;
    return thing ? c->count : c->count + 1;
}

static void keep_first(struct ropes *r, const struct am_figures *f)
{
    for (size_t i = 0; i < f->work.count; i++) {
        if (!f->work.at[i].category)
            continue;
        if (r->area.count < KEPT_MAX)
            r->area.kept[r->area.count++] = f->work.at[i].category;
        else
            r->area.others++;
    }
    for (size_t i = 0; i < f->owners.count; i++) {
        const struct am_owner_line *line = &f->owners.at[i];
        if (!line->corporation || line->service.sum.contacts == 0)
            continue;
        if (r->owner.count < KEPT_MAX)
            r->owner.kept[r->owner.count++] = line->corporation;
        else
            r->owner.others++;
    }
    for (size_t i = 0; i < f->countries.count; i++) {
        const struct am_country_line *line = &f->countries.at[i];
        if (!line->country || line->service.sum.contacts == 0)
            continue;
        if (r->country.count < COUNTRIES_MAX)
            r->country.kept[r->country.count++] = line->country;
        else
            r->country.others++;
    }
}

/* The lines of the areas hold every contact by area and corporation. */
static void add_up(struct ropes *r, const struct am_figures *f)
{
    for (size_t i = 0; i < f->work.count; i++) {
        const struct am_work_line *line = &f->work.at[i];
        size_t area = slot(&r->area, line->category);
        for (size_t h = 0; h < line->holder_count; h++) {
            const struct am_corporation *c = line->holders[h].corporation;
            uint64_t n = line->holders[h].sum.contacts;
            size_t owner = slot(&r->owner, c);
            size_t country = slot(&r->country, c ? c->parent : NULL);
            r->area.sum[area] += n;
            r->owner.sum[owner] += n;
            r->country.sum[country] += n;
            r->first[area][owner] += (double)n;
            r->second[owner][country] += (double)n;
        }
    }
}

static void set_nodes(struct column *c, struct am_speech *s, const char *const *labels,
                      const char *others, const char *unknown, uint64_t all)
{
    for (size_t i = 0; i < c->count + 2; i++) {
        if (c->sum[i] == 0)
            continue;
        c->place[i] = c->drawn;
        c->nodes[c->drawn++] = (struct am_flow_node){
            .label = i < c->count    ? labels[i]
                     : i == c->count ? others
                                     : unknown,
            .text = am_say_share(s, c->sum[i], all),
            .unknown = i > c->count,
        };
    }
}

static const char *counted(struct am_speech *s, size_t n, const char *one, const char *many)
{
    return AM_SAY_COUNT(s, n, one, many, am_say_number(s, n));
}

static void name_nodes(struct ropes *r, struct am_speech *s, uint64_t all)
{
    const char *labels[16];
    for (size_t i = 0; i < r->area.count; i++)
        labels[i] = am_say_own(s, ((const struct am_category *)r->area.kept[i])->name);
    set_nodes(&r->area, s, labels, counted(s, r->area.others, TEXT_OTHER_AREAS),
              AM_SAY(s, TEXT_UNKNOWN_AREA), all);
    for (size_t i = 0; i < r->owner.count; i++)
        labels[i] = AM_SAY_NAME(s, (const struct am_corporation *)r->owner.kept[i]);
    set_nodes(&r->owner, s, labels, counted(s, r->owner.others, TEXT_REST),
              AM_SAY(s, TEXT_NO_OWNER), all);
    for (size_t i = 0; i < r->country.count; i++)
        labels[i] = am_say_own(s, ((const struct am_jurisdiction *)r->country.kept[i])->name);
    set_nodes(&r->country, s, labels, counted(s, r->country.others, TEXT_OTHER_COUNTRIES),
              AM_SAY(s, TEXT_UNKNOWN_COUNTRY), all);
}

static void set_links(struct ropes *r, size_t stage, const struct column *a, const struct column *b,
                      double (*values)[16])
{
    for (size_t i = 0; i < a->count + 2; i++)
        for (size_t j = 0; j < b->count + 2; j++)
            if (values[i][j] > 0)
                r->links[stage][r->link_count[stage]++] =
                    (struct am_flow_link){a->place[i], b->place[j], values[i][j]};
}

static struct ropes *ropes_of(struct am_speech *s, const struct am_figures *f)
{
    struct ropes *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    keep_first(r, f);
    add_up(r, f);
    name_nodes(r, s, f->coverage.all.contacts);
    set_links(r, 0, &r->area, &r->owner, r->first);
    set_links(r, 1, &r->owner, &r->country, r->second);
    return r;
}

static json_t *area_id(const void *thing)
{
    return am_value_text(((const struct am_category *)thing)->id);
}

static json_t *owner_id(const void *thing)
{
    return am_value_text(((const struct am_corporation *)thing)->id);
}

static json_t *country_id(const void *thing)
{
    return am_value_text(((const struct am_jurisdiction *)thing)->code);
}

/* `others`: how many are told as one; 0 for one of their own and for what is not known. */
static json_t *column_json(const struct column *c, uint64_t all, json_t *(*id)(const void *thing))
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->count + 2; i++) {
        if (c->sum[i] == 0)
            continue;
        json_t *o = json_object();
        am_value_put(o, "id", i < c->count ? id(c->kept[i]) : json_null());
        am_value_put(o, "others", am_value_count(i == c->count ? c->others : 0));
        am_value_put(o, "contacts", am_value_ratio(c->sum[i], all));
        (void)json_array_append_new(list, o);
    }
    return list;
}

json_t *am_json_ropes(const struct am_figures *f)
{
    struct ropes *r = calloc(1, sizeof *r);
    json_t *o = json_object();
    if (!r)
        return o;
    uint64_t all = f->coverage.all.contacts;
    keep_first(r, f);
    add_up(r, f);
    am_value_put(o, "areas", column_json(&r->area, all, area_id));
    am_value_put(o, "corporations", column_json(&r->owner, all, owner_id));
    am_value_put(o, "countries", column_json(&r->country, all, country_id));
    free(r);
    return o;
}

static const char *largest(struct am_speech *s, const struct column *c)
{
    const char *list[ALOUD_MAX];
    size_t n = 0;
    for (size_t i = 0; i < c->drawn && n < ALOUD_MAX; i++)
        list[n++] = AM_SAY(s, "{1} {2}", c->nodes[i].label, c->nodes[i].text);
    return am_say_list(s, list, n);
}

const char *am_ropes_aloud(struct am_speech *s, const struct am_figures *f)
{
    struct ropes *r = ropes_of(s, f);
    if (!r)
        return "";
    const char *text = AM_SAY(s, TEXT_ROPES_ALOUD, largest(s, &r->area), largest(s, &r->owner),
                              largest(s, &r->country));
    free(r);
    return text;
}

enum am_status am_ropes_draw(struct am_html *h, const struct am_chart *chart, struct am_speech *s,
                             const struct am_figures *f)
{
    struct ropes *r = ropes_of(s, f);
    if (!r)
        return AM_E_NO_MEMORY;
    const struct am_flow flow = {
        .heading = {AM_SAY(s, TEXT_COLUMN_AREA), AM_SAY(s, TEXT_COLUMN_CORPORATION),
                    AM_SAY(s, TEXT_COLUMN_COUNTRY)},
        .nodes = {r->area.nodes, r->owner.nodes, r->country.nodes},
        .node_count = {r->area.drawn, r->owner.drawn, r->country.drawn},
        .links = {r->links[0], r->links[1]},
        .link_count = {r->link_count[0], r->link_count[1]},
    };
    enum am_status status = am_chart_flow(h, chart, &flow);
    free(r);
    return status;
}
