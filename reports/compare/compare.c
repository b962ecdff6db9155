/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "compare/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define READINGS 4 /* before, after, was, will */

double am_ratio_value(struct am_ratio r)
{
    return r.d > 0 ? (double)r.n / (double)r.d : 0;
}

static int by_key(const void *a, const void *b)
{
    const struct am_told *x = *(const struct am_told *const *)a;
    const struct am_told *y = *(const struct am_told *const *)b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->host != y->host)
        return x->host ? 1 : -1;
    return strcmp(x->id, y->id);
}

/* One figure with the reading that tells it. */
struct entry {
    const struct am_told *told;
    size_t reading;
};

static int by_entry(const void *a, const void *b)
{
    const struct entry *x = a;
    const struct entry *y = b;
    int by = by_key(&x->told, &y->told);
    return by != 0 ? by : (x->reading > y->reading) - (x->reading < y->reading);
}

static const struct entry *sorted(const struct am_reading *const readings[READINGS],
                                  struct am_pool *pool, size_t *count)
{
    size_t total = 0;
    for (size_t r = 0; r < READINGS; r++)
        total += readings[r] ? readings[r]->told_count : 0;
    struct entry *all = am_pool_take(pool, total + 1, sizeof *all);
    size_t n = 0;
    for (size_t r = 0; all && r < READINGS; r++)
        for (size_t i = 0; readings[r] && i < readings[r]->told_count; i++)
            all[n++] = (struct entry){&readings[r]->told[i], r};
    if (all && n > 0)
        qsort(all, n, sizeof *all, by_entry);
    *count = n;
    return all;
}

/* Subtraction of doubles is antisymmetric, so the comparison the other way round is the negative.
 */
static void set_differences(struct am_change *c, bool older)
{
    c->change = am_ratio_value(c->after) - am_ratio_value(c->before);
    c->dataset = older ? am_ratio_value(c->before) - am_ratio_value(c->was) : 0;
    c->of = c->before.n == 0 && c->after.n > 0   ? AM_CHANGE_NEW
            : c->before.n > 0 && c->after.n == 0 ? AM_CHANGE_GONE
                                                 : AM_CHANGE_BOTH;
}

static void set_wholes(struct am_change *c, const struct am_reading *const readings[READINGS])
{
    struct am_ratio *const to[READINGS] = {&c->before, &c->after, &c->was, &c->will};
    for (size_t r = 0; r < READINGS; r++)
        to[r]->d = readings[r] ? readings[r]->whole[c->kind] : 0;
}

static bool is_of_corporation(enum am_told_kind kind)
{
    return kind == AM_TOLD_CORPORATION || kind == AM_TOLD_PRESENCE || kind == AM_TOLD_EITHER;
}

/* What is not worth a line is summed, in contacts; hours do not add up. */
static void add_small(struct am_comparison *out, const struct am_change *c)
{
    if (c->kind == AM_TOLD_EITHER)
        out->small_count++;
    if (c->kind != AM_TOLD_CORPORATION)
        return;
    struct am_change *s = &out->small[c->host];
    s->before.n += c->before.n;
    s->after.n += c->after.n;
    s->was.n += c->was.n;
    s->will.n += c->will.n;
}

static enum am_status set_changes(const struct am_reading *const readings[READINGS],
                                  struct am_comparison *out)
{
    size_t count;
    const struct entry *all = sorted(readings, &out->pool, &count);
    struct am_change *changes = am_pool_take(&out->pool, count + 1, sizeof *changes);
    if (!all || !changes)
        return am_pool_status(&out->pool);
    for (size_t host = 0; host < 2; host++) {
        out->small[host] = (struct am_change){.kind = AM_TOLD_CORPORATION, .host = host > 0};
        set_wholes(&out->small[host], readings);
    }
    for (size_t i = 0; i < count;) {
        const struct am_told *key = all[i].told;
        struct am_change c = {
            .kind = key->kind, .host = key->host, .id = key->id, .what = key->what};
        struct am_ratio *const to[READINGS] = {&c.before, &c.after, &c.was, &c.will};
        bool news = false;
        set_wholes(&c, readings);
        for (; i < count && by_key(&all[i].told, &key) == 0; i++) {
            to[all[i].reading]->n = all[i].told->n;
            news = news || all[i].told->news;
        }
        set_differences(&c, out->older);
        if (is_of_corporation(c.kind) && !news)
            add_small(out, &c);
        else
            changes[out->change_count++] = c;
    }
    set_differences(&out->small[0], out->older);
    set_differences(&out->small[1], out->older);
    out->changes = changes;
    return AM_OK;
}

static int order(const void *a, const void *b)
{
    const struct am_change *x = a;
    const struct am_change *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->host != y->host)
        return x->host ? 1 : -1;
    double p = fabs(x->change);
    double q = fabs(y->change);
    if (p < q || p > q)
        return p < q ? 1 : -1;
    p = fabs(x->dataset);
    q = fabs(y->dataset);
    if (p < q || p > q)
        return p < q ? 1 : -1;
    return strcmp(x->id, y->id);
}

static const struct am_area *area_of(const struct am_reading *r, const char *id)
{
    for (size_t i = 0; i < r->area_count; i++)
        if (strcmp(r->areas[i].category->id, id) == 0)
            return &r->areas[i];
    return NULL;
}

/* False where nothing changed, or where neither scan tells. */
static bool area_change(struct am_area_change *c)
{
    enum am_area_state a = c->before.state;
    enum am_area_state b = c->after.state;
    if (a == AM_AREA_SINGLE && b == AM_AREA_SINGLE) {
        c->of = AM_AREA_HANDS;
        return strcmp(c->before.first->id, c->after.first->id) != 0;
    }
    c->of = a == AM_AREA_UNCLEAR || b == AM_AREA_UNCLEAR ? AM_AREA_TOO_LITTLE
            : b == AM_AREA_SINGLE                        ? AM_AREA_GAINED
                                                         : AM_AREA_LOST;
    return a == AM_AREA_SINGLE || b == AM_AREA_SINGLE;
}

static int by_area(const void *a, const void *b)
{
    const struct am_area_change *x = a;
    const struct am_area_change *y = b;
    const struct am_category *p = x->before.category ? x->before.category : x->after.category;
    const struct am_category *q = y->before.category ? y->before.category : y->after.category;
    if (x->of != y->of)
        return x->of < y->of ? -1 : 1;
    return strcmp(p->id, q->id);
}

/* Areas are a few dozen. */
static enum am_status set_areas(const struct am_reading *before, const struct am_reading *after,
                                struct am_comparison *out)
{
    struct am_area_change *areas =
        am_pool_take(&out->pool, before->area_count + after->area_count + 1, sizeof *areas);
    if (!areas)
        return am_pool_status(&out->pool);
    for (size_t i = 0; i < before->area_count; i++) {
        const struct am_area *there = area_of(after, before->areas[i].category->id);
        struct am_area_change c = {.before = before->areas[i]};
        if (there)
            c.after = *there;
        if (area_change(&c))
            areas[out->area_count++] = c;
    }
    for (size_t i = 0; i < after->area_count; i++) {
        struct am_area_change c = {.after = after->areas[i]};
        if (!area_of(before, c.after.category->id) && area_change(&c))
            areas[out->area_count++] = c;
    }
    if (out->area_count > 0)
        qsort(areas, out->area_count, sizeof *areas, by_area);
    out->areas = areas;
    return AM_OK;
}

enum am_status am_compare(const struct am_reading *before, const struct am_reading *after,
                          const struct am_reading *was, const struct am_reading *will,
                          struct am_comparison *out)
{
    const struct am_reading *const readings[READINGS] = {before, after, was, will};
    out->older = was && will;
    enum am_status status = set_changes(readings, out);
    if (status != AM_OK)
        return status;
    if (out->change_count > 0)
        qsort(out->changes, out->change_count, sizeof *out->changes, order);
    return set_areas(before, after, out);
}
