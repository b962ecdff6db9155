/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Lists of what is told: corporations, countries with their laws, areas of work, groups. */
#include <stdlib.h>
#include <string.h>

#include "campaign/kit/values_private.h"
#include "campaign/kit/words.h"
#include "campaign/told.h"

#define LINES_MAX 60 /* of one list */

static size_t keep_told(const struct am_kit_values_ctx *k, const struct am_campaign_figure **at,
                        size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (am_kit_count(k->speech, at[i]))
            at[n++] = at[i];
    return n;
}

/* Those of a kind over the latest round that may stand in a headline, most first. */
static size_t lines(const struct am_kit_values_ctx *k, enum am_variable_kind kind,
                    const struct am_campaign_figure *out[LINES_MAX])
{
    size_t count = k->all ? am_told_sorted(k->figures, k->all, kind, out, LINES_MAX) : 0;
    return keep_told(k, out, count);
}

static void corporation(const struct am_kit_values_ctx *k, struct am_values *v, const char *name,
                        const struct am_corporation *c)
{
    am_values_name(v, name, AM_SAY_NAME(k->speech, c), c->legal_name ? c->legal_name : c->id);
}

static void corporations(const struct am_kit_values_ctx *k, struct am_values *v)
{
    const struct am_campaign_figure *at[LINES_MAX];
    size_t count = k->all ? am_told_sorted(k->figures, k->all, AM_VAR_EITHER, at, LINES_MAX) : 0;
    /* One that is withheld is not passed over: those that contacted its services contacted it. */
    for (size_t i = 0; i < count; i++) {
        const struct am_campaign_figure *service = am_campaign_figure(
            k->figures, k->all, AM_VAR_SERVICE, at[i]->variable->corporation, NULL);
        if (!am_told_counted(at[i]) && service)
            at[i] = service;
    }
    count = keep_told(k, at, count);
    struct am_values *items = am_values_list(v, "corporations", NULL, count);
    for (size_t i = 0; items && i < count; i++) {
        const struct am_corporation *c = at[i]->variable->corporation;
        corporation(k, &items[i], "name", c);
        am_values_text(&items[i], "country",
                       c->parent ? am_say_own(k->speech, c->parent->name) : NULL);
        am_kit_add_count(&items[i], k->speech, at[i]);
        am_kit_add_median(&items[i], k->speech, "median", "median-from", at[i]);
    }
}

static void firsts(const struct am_kit_values_ctx *k, struct am_values *v)
{
    const struct am_campaign_figure *at[LINES_MAX];
    size_t count = lines(k, AM_VAR_FIRST, at);
    struct am_values *items = am_values_list(v, "first", NULL, count);
    for (size_t i = 0; items && i < count; i++) {
        const struct am_corporation *c = at[i]->variable->corporation;
        corporation(k, &items[i], "name", c);
        am_values_text(&items[i], "country",
                       c->parent ? am_say_own(k->speech, c->parent->name) : NULL);
        am_kit_add_count(&items[i], k->speech, at[i]);
    }
}

/* ---- laws ---- */

static bool is_kind(const struct am_law *law, const char *kind)
{
    return law->kind && strcmp(law->kind, kind) == 0;
}

static void one_law(const struct am_kit_values_ctx *k, struct am_values *v, const struct am_law *l)
{
    struct am_speech *s = k->speech;
    const struct am_fact_source *source = l->basis.source;
    am_values_text(v, "name", l->name);
    am_values_text(v, "citation", l->citation);
    am_values_text(v, "plain", am_say_own(s, l->plain));
    am_values_text(v, "abroad", l->reaches_abroad ? l->name : NULL);
    am_values_text(v, "source",
                   source ? am_fact_source_title(source, am_speech_language(s)) : NULL);
    am_values_link(v, "source-link", source ? source->url : NULL);
    am_values_text(v, "checked",
                   l->basis.checked && l->basis.verified ? am_say_date(s, l->basis.checked) : NULL);
}

static void laws(const struct am_kit_values_ctx *k, struct am_values *v,
                 const struct am_jurisdiction *country, const char *kind)
{
    const struct am_law *found[AM_KIT_LAWS];
    size_t count = 0;
    for (int pass = 0; pass < 2; pass++) /* those that reach abroad first */
        for (size_t i = 0; i < country->law_count && count < AM_KIT_LAWS; i++)
            if (is_kind(&country->laws[i], kind) && country->laws[i].reaches_abroad == (pass == 0))
                found[count++] = &country->laws[i];
    struct am_values *items = am_values_list(v, "laws", NULL, count);
    for (size_t i = 0; items && i < count; i++)
        one_law(k, &items[i], found[i]);
}

/* The first law on access that reaches what is kept abroad. */
static void the_law(const struct am_kit_values_ctx *k, struct am_values *v,
                    const struct am_jurisdiction *country)
{
    const struct am_law *law = NULL;
    for (size_t i = 0; i < country->law_count && !law; i++)
        if (is_kind(&country->laws[i], "access") && country->laws[i].reaches_abroad)
            law = &country->laws[i];
    am_values_text(v, "law", law ? law->name : NULL);
    am_values_text(v, "law-plain", law ? am_say_own(k->speech, law->plain) : NULL);
    am_values_text(v, "law-citation", law ? law->citation : NULL);
}

static int by_median(const void *a, const void *b)
{
    const struct am_campaign_figure *x = *(const struct am_campaign_figure *const *)a;
    const struct am_campaign_figure *y = *(const struct am_campaign_figure *const *)b;
    if (x->median.told != y->median.told)
        return x->median.told ? -1 : 1;
    if (x->median.told && x->median.value != y->median.value)
        return x->median.value < y->median.value ? 1 : -1;
    return (x > y) - (x < y);
}

static void countries(const struct am_kit_values_ctx *k, struct am_values *v,
                      enum am_variable_kind kind, const char *name)
{
    const struct am_campaign_figure *at[LINES_MAX];
    size_t count = lines(k, kind, at);
    if (count > 0)
        qsort(at, count, sizeof(const struct am_campaign_figure *), by_median);
    struct am_values *items = am_values_list(v, name, NULL, count);
    for (size_t i = 0; items && i < count; i++) {
        const struct am_jurisdiction *country = at[i]->variable->country;
        am_values_text(&items[i], "name", am_told_name(k->speech, at[i]->variable));
        am_kit_add_count(&items[i], k->speech, at[i]);
        am_kit_add_median(&items[i], k->speech, "median", "median-from", at[i]);
        the_law(k, &items[i], country);
        laws(k, &items[i], country, "access");
    }
}

/* ---- areas of work ---- */

/* Without advertising or telemetry nothing stops that anyone works with. */
static bool is_work(const struct am_campaign_figure *f)
{
    return f->variable->area->criticality != 0;
}

static size_t keep_work(const struct am_campaign_figure **at, size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (is_work(at[i]))
            at[n++] = at[i];
    return n;
}

static bool is_for(const struct am_alternative *a, const struct am_category *area)
{
    for (size_t i = 0; i < a->category_count; i++)
        if (a->categories[i] == area)
            return true;
    return false;
}

/* Of the region, then what takes least, then by id: the same on every machine. */
static bool is_before(const struct am_alternative *a, const struct am_alternative *b)
{
    if (a->lac != b->lac)
        return a->lac;
    if (a->effort != b->effort)
        return a->effort < b->effort;
    return strcmp(a->id, b->id) < 0;
}

size_t am_kit_alternatives(const struct am_rules *rules, const struct am_category *area,
                           const struct am_alternative **out, size_t most)
{
    size_t count = 0;
    size_t n = 0;
    const struct am_alternative *const *all = am_rules_alternatives(rules, &count);
    for (size_t i = 0; i < count; i++) {
        size_t place = n;
        if (!is_for(all[i], area))
            continue;
        while (place > 0 && is_before(all[i], out[place - 1]))
            place--;
        if (place == most)
            continue;
        n = n < most ? n + 1 : n;
        memmove(&out[place + 1], &out[place],
                (n - 1 - place) * sizeof(const struct am_alternative *));
        out[place] = all[i];
    }
    return n;
}

static const char *const efforts[] = {NULL, TEXT_EFFORT_1, TEXT_EFFORT_2, TEXT_EFFORT_3};

/* 1 to 3; 0: not told. */
static int least_effort(const struct am_alternative *const *found, size_t count)
{
    int least = 0;
    for (size_t i = 0; i < count; i++)
        if (found[i]->effort >= 1 && found[i]->effort <= 3 &&
            (least == 0 || found[i]->effort < least))
            least = found[i]->effort;
    return least;
}

static void alternatives(const struct am_kit_values_ctx *k, struct am_values *v,
                         const struct am_category *area)
{
    const struct am_alternative *found[AM_KIT_ALTERNATIVES];
    const char *names[AM_KIT_ALTERNATIVES];
    struct am_speech *s = k->speech;
    size_t count = am_kit_alternatives(k->rules, area, found, AM_KIT_ALTERNATIVES);
    for (size_t i = 0; i < count; i++)
        names[i] = AM_SAY_NAME(s, found[i]);
    int least = least_effort(found, count);
    am_values_text(v, "effort", least > 0 ? AM_SAY(s, efforts[least]) : NULL);
    struct am_values *items =
        am_values_list(v, "alternatives", count > 0 ? am_say_list(s, names, count) : NULL, count);
    for (size_t i = 0; items && i < count; i++) {
        const struct am_alternative *a = found[i];
        am_values_text(&items[i], "name", names[i]);
        am_values_text(&items[i], "text", am_say_own(s, a->text));
        am_values_text(&items[i], "caution",
                       a->caution[AM_LANG_EN] ? am_say_own(s, a->caution) : NULL);
        am_values_text(&items[i], "effort",
                       a->effort >= 1 && a->effort <= 3 ? AM_SAY(s, efforts[a->effort]) : NULL);
        am_values_link(&items[i], "link", a->url);
    }
}

static void providers(const struct am_kit_values_ctx *k, struct am_values *v,
                      const struct am_category *area)
{
    const struct am_campaign_figure *at[LINES_MAX];
    size_t total = 0;
    size_t count = 0;
    const struct am_campaign_figure *f =
        am_campaign_list(k->figures, k->all, AM_VAR_AREA_PROVIDER, &total);
    for (size_t i = 0; i < total && count < LINES_MAX; i++)
        if (f[i].variable->area == area && am_kit_count(k->speech, &f[i]))
            at[count++] = &f[i];
    struct am_values *items = am_values_list(v, "providers", NULL, count);
    for (size_t i = 0; items && i < count; i++) {
        corporation(k, &items[i], "name", at[i]->variable->corporation);
        am_kit_add_count(&items[i], k->speech, at[i]);
    }
    if (count > 0) {
        corporation(k, v, "provider", at[0]->variable->corporation);
        am_values_share(v, "provider-count", am_kit_count(k->speech, at[0]), am_kit_part(at[0]));
    }
}

static void area_of(const struct am_kit_values_ctx *k, struct am_values *v,
                    const struct am_campaign_figure *f)
{
    const struct am_category *area = f->variable->area;
    am_values_text(v, "name", am_say_own(k->speech, area->name));
    am_values_text(v, "if-cut", am_say_own(k->speech, area->if_cut));
    am_values_text(v, "provider", NULL);
    am_values_text(v, "provider-count", NULL);
    am_kit_add_count(v, k->speech, f);
    providers(k, v, area);
    alternatives(k, v, area);
}

struct exit_line {
    const struct am_campaign_figure *f;
    int effort;
};

/* The easy ones first, then those of most organizations. */
static int by_effort(const void *a, const void *b)
{
    const struct exit_line *x = a;
    const struct exit_line *y = b;
    if (x->effort != y->effort)
        return x->effort - y->effort;
    return (x->f > y->f) - (x->f < y->f);
}

static void exits(const struct am_kit_values_ctx *k, struct am_values *v,
                  const struct am_campaign_figure *const *at, size_t total)
{
    struct exit_line ways[LINES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < total; i++) {
        const struct am_alternative *found[AM_KIT_ALTERNATIVES];
        size_t n = am_kit_alternatives(k->rules, at[i]->variable->area, found, AM_KIT_ALTERNATIVES);
        if (n > 0)
            ways[count++] = (struct exit_line){at[i], least_effort(found, n)};
    }
    if (count > 0)
        qsort(ways, count, sizeof *ways, by_effort);
    struct am_values *items = am_values_list(v, "exits", NULL, count);
    for (size_t i = 0; items && i < count; i++)
        area_of(k, &items[i], ways[i].f);
}

static void areas(const struct am_kit_values_ctx *k, struct am_values *v)
{
    const struct am_campaign_figure *at[LINES_MAX];
    size_t count = keep_work(at, lines(k, AM_VAR_AREA_SINGLE, at));
    struct am_values *items = am_values_list(v, "areas", NULL, count);
    for (size_t i = 0; items && i < count; i++)
        area_of(k, &items[i], at[i]);
    exits(k, v, at, count);
}

/* ---- who took part ---- */

static void groups(const struct am_kit_values_ctx *k, struct am_values *v, enum am_cell_kind kind,
                   const char *name)
{
    const struct am_cell *found[LINES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < k->figures->cells.count && count < LINES_MAX; i++) {
        const struct am_cell *c = &k->figures->cells.at[i];
        if (k->all && c->kind == kind && c->round == k->all->round && c->value)
            found[count++] = c;
    }
    struct am_values *items = am_values_list(v, name, NULL, count);
    for (size_t i = 0; items && i < count; i++) {
        const struct am_jurisdiction *country =
            kind == AM_CELL_COUNTRY ? am_rules_jurisdiction(k->rules, found[i]->value) : NULL;
        am_values_text(&items[i], "name", am_told_cell(k->speech, k->figures, found[i]));
        am_values_text(&items[i], "n", am_say_number(k->speech, found[i]->n));
        if (country)
            laws(k, &items[i], country, "data-protection");
    }
}

/* ---- what changed ---- */

struct change {
    const struct am_campaign_figure *before, *after;
};

/* Areas that are told in both rounds, with other counts; `then` NULL: no round before. */
static size_t find_changes(const struct am_kit_values_ctx *k, const struct am_cell *then,
                           const struct am_cell *now, struct change out[LINES_MAX])
{
    size_t count = 0;
    size_t total = 0;
    const struct am_campaign_figure *f =
        then ? am_campaign_list(k->figures, now, AM_VAR_AREA_SINGLE, &total) : NULL;
    for (size_t i = 0; i < total && count < LINES_MAX; i++) {
        const struct am_campaign_figure *old =
            am_campaign_figure(k->figures, then, AM_VAR_AREA_SINGLE, f[i].variable->area, NULL);
        if (old && is_work(&f[i]) && f[i].count.as == AM_TELL_ROUNDED &&
            old->count.as == AM_TELL_ROUNDED && f[i].count.n != old->count.n &&
            am_kit_count(k->speech, old) && am_kit_count(k->speech, &f[i]))
            out[count++] = (struct change){old, &f[i]};
    }
    return count;
}

static void change_list(const struct am_kit_values_ctx *k, struct am_values *v, const char *name,
                        const struct change *at, size_t count)
{
    struct am_values *items = am_values_list(v, name, NULL, count);
    for (size_t i = 0; items && i < count; i++) {
        am_values_text(&items[i], "name", am_say_own(k->speech, at[i].after->variable->area->name));
        am_values_text(&items[i], "before", am_kit_count(k->speech, at[i].before));
        am_values_text(&items[i], "after", am_kit_count(k->speech, at[i].after));
    }
}

static void changes(const struct am_kit_values_ctx *k, struct am_values *v)
{
    struct change at[LINES_MAX];
    const struct am_cell *then = NULL;
    const struct am_cell *now = NULL;
    bool same = am_told_same(k->figures, &then, &now);
    size_t count = find_changes(k, same ? then : NULL, now, at);
    am_values_text(v, "same-n", same ? am_say_number(k->speech, now->n) : NULL);
    change_list(k, v, "changes", at, count);
    size_t freed = 0;
    for (size_t i = 0; i < count; i++)
        if (am_kit_part(at[i].after) < am_kit_part(at[i].before) &&
            at[i].after->count.n < at[i].before->count.n)
            at[freed++] = at[i];
    change_list(k, v, "freed", at, freed);
}

void am_kit_add_lists(const struct am_kit_values_ctx *k, struct am_values *v)
{
    corporations(k, v);
    firsts(k, v);
    countries(k, v, AM_VAR_LAW_SERVICE, "countries");
    countries(k, v, AM_VAR_LAW_HOST, "hosts");
    areas(k, v);
    groups(k, v, AM_CELL_SECTOR, "sectors");
    groups(k, v, AM_CELL_SIZE, "sizes");
    groups(k, v, AM_CELL_COUNTRY, "places");
    groups(k, v, AM_CELL_TERRITORY, "territories");
    changes(k, v);
}
