/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Narrowing what numbers may be by what they are parts of. */
#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "campaign/audit/sums.h"

struct am_sums_number *am_sums_at(const struct am_sums *s, size_t set, size_t key)
{
    return &s->at[set * s->keys.count + key];
}

uint64_t am_sums_least(const struct am_sums *s, size_t set)
{
    return s->a->editions.at[s->sets.at[set].edition].publication->rule.at_least;
}

/* ---- relations ---- */

enum am_status am_sums_begin(struct am_sums *s)
{
    if (s->relations.count >= AM_SUMS_RELATIONS)
        return AM_E_LIMIT;
    void *room = am_array_room(s->relations.at, (uint32_t)s->relations.count, &s->relation_room,
                               sizeof *s->relations.at);
    if (!room)
        return AM_E_NO_MEMORY;
    s->relations.at = room;
    s->relations.at[s->relations.count] =
        (struct am_sums_relation){.from = (uint32_t)s->terms.count};
    return AM_OK;
}

enum am_status am_sums_term(struct am_sums *s, uint32_t at, int32_t by)
{
    void *room =
        am_array_room(s->terms.at, (uint32_t)s->terms.count, &s->term_room, sizeof *s->terms.at);
    if (!room)
        return AM_E_NO_MEMORY;
    s->terms.at = room;
    s->terms.at[s->terms.count++] = (struct am_sums_term){at, by};
    s->relations.at[s->relations.count].count++;
    return AM_OK;
}

void am_sums_close(struct am_sums *s, int64_t least, int64_t most)
{
    struct am_sums_relation *r = &s->relations.at[s->relations.count++];
    r->least = least;
    r->most = most;
}

/* ---- narrowing ---- */

struct narrowing {
    struct am_sums *s;
    bool *key_changed, *set_changed; /* since they were looked at */
    bool changed;
};

/* A relation as it holds for one key, or for one set. */
struct instance {
    uint32_t relation, other; /* `other`: the key of a relation of sets, the set of one of keys */
    bool of_sets;
};

static uint32_t set_of(const struct instance *i, const struct am_sums_term *t)
{
    return i->of_sets ? t->at : i->other;
}

static uint32_t key_of(const struct instance *i, const struct am_sums_term *t)
{
    return i->of_sets ? i->other : t->at;
}

/* Nothing more is said of what can't be: one clash would make many. */
static void clash(struct narrowing *n, const struct instance *i, const struct am_sums_term *term)
{
    struct am_sums *s = n->s;
    const struct am_sums_relation *r = &s->relations.at[i->relation];
    if (s->clashes.count < s->keys.count)
        s->clashes.at[s->clashes.count++] =
            (struct am_sums_clash){set_of(i, term), key_of(i, term), i->relation};
    for (uint32_t t = r->from; t < r->from + r->count; t++)
        s->dead[key_of(i, &s->terms.at[t])] = true;
}

static bool is_dead(const struct am_sums *s, const struct instance *i)
{
    const struct am_sums_relation *r = &s->relations.at[i->relation];
    if (i->of_sets)
        return s->dead[i->other];
    for (uint32_t t = r->from; t < r->from + r->count; t++)
        if (s->dead[s->terms.at[t].at])
            return true;
    return false;
}

static bool tighten(struct narrowing *n, const struct instance *i, const struct am_sums_term *term,
                    int64_t low, int64_t high)
{
    struct am_sums *s = n->s;
    struct am_sums_number *at = am_sums_at(s, set_of(i, term), key_of(i, term));
    if (low <= at->low && high >= at->high)
        return true;
    if (low > at->high || high < at->low) {
        clash(n, i, term);
        return false;
    }
    if (low > at->low) {
        at->low = (int32_t)low;
        at->why_low = i->relation;
    }
    if (high < at->high) {
        at->high = (int32_t)high;
        at->why_high = i->relation;
    }
    n->key_changed[key_of(i, term)] = true;
    n->set_changed[set_of(i, term)] = true;
    n->changed = true;
    return true;
}

/* Each term is what the others leave of the sum. */
static void apply(struct narrowing *n, const struct instance *i)
{
    const struct am_sums *s = n->s;
    const struct am_sums_relation *r = &s->relations.at[i->relation];
    int64_t low = 0;
    int64_t high = 0;
    if (is_dead(s, i))
        return;
    for (uint32_t t = r->from; t < r->from + r->count; t++) {
        const struct am_sums_term *term = &s->terms.at[t];
        const struct am_sums_number *at = am_sums_at(s, set_of(i, term), key_of(i, term));
        low += term->by > 0 ? at->low : -(int64_t)at->high;
        high += term->by > 0 ? at->high : -(int64_t)at->low;
    }
    if (low >= r->least && high <= r->most)
        return; /* it says nothing */
    for (uint32_t t = r->from; t < r->from + r->count; t++) {
        const struct am_sums_term *term = &s->terms.at[t];
        const struct am_sums_number *at = am_sums_at(s, set_of(i, term), key_of(i, term));
        int64_t my_low = term->by > 0 ? at->low : -(int64_t)at->high;
        int64_t my_high = term->by > 0 ? at->high : -(int64_t)at->low;
        int64_t from = r->least - (high - my_high);
        int64_t to = r->most - (low - my_low);
        if (!tighten(n, i, term, term->by > 0 ? from : -to, term->by > 0 ? to : -from))
            return;
    }
}

static void sweep(struct narrowing *n)
{
    struct am_sums *s = n->s;
    for (uint32_t k = 0; k < s->keys.count; k++) {
        if (!n->key_changed[k] || s->dead[k])
            continue;
        n->key_changed[k] = false;
        for (uint32_t r = 0; r < s->active; r++)
            apply(n, &(struct instance){r, k, true});
    }
    for (uint32_t set = 0; set < s->sets.count; set++) {
        if (!n->set_changed[set])
            continue;
        n->set_changed[set] = false;
        for (uint32_t r = (uint32_t)s->of_sets; r < s->relations.count; r++)
            apply(n, &(struct instance){r, set, false});
    }
}

enum am_status am_sums_narrow(struct am_sums *s, bool *settled)
{
    struct narrowing n = {.s = s, .changed = true};
    n.key_changed = malloc(s->keys.count + 1);
    n.set_changed = malloc(s->sets.count + 1);
    if (n.key_changed && n.set_changed) {
        memset(n.key_changed, true, s->keys.count + 1);
        memset(n.set_changed, true, s->sets.count + 1);
        for (unsigned i = 0; i < AM_SUMS_SWEEPS && n.changed; i++) {
            n.changed = false;
            sweep(&n);
        }
        *settled = !n.changed;
    }
    bool good = n.key_changed && n.set_changed;
    free(n.key_changed);
    free(n.set_changed);
    return good ? AM_OK : AM_E_NO_MEMORY;
}
