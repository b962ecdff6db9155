/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/sets.h"

#include <string.h>

#include "base/table.h"

#define WORD 64

size_t am_set_words(size_t lines)
{
    return (lines + WORD - 1) / WORD;
}

struct am_set am_set_new(struct am_pool *pool, size_t lines)
{
    return (struct am_set){.bits = am_pool_take(pool, am_set_words(lines), sizeof(uint64_t))};
}

void am_set_put(struct am_set *s, size_t line)
{
    uint64_t bit = (uint64_t)1 << (line % WORD);
    s->n += !(s->bits[line / WORD] & bit);
    s->bits[line / WORD] |= bit;
}

bool am_set_has(const struct am_set *s, size_t line)
{
    return s->bits[line / WORD] >> (line % WORD) & 1;
}

void am_set_join(struct am_set *s, const struct am_set *other, size_t lines)
{
    s->n = 0;
    for (size_t i = 0; i < am_set_words(lines); i++) {
        s->bits[i] |= other->bits[i];
        s->n += (size_t)__builtin_popcountll(s->bits[i]);
    }
}

size_t am_sets_apart(const struct am_set *a, const struct am_set *b, size_t lines)
{
    size_t apart = 0;
    for (size_t i = 0; i < am_set_words(lines); i++)
        apart += (size_t)__builtin_popcountll(a->bits[i] ^ b->bits[i]);
    return apart;
}

/* Splits each class by whether its lines are in the set. `next`: two numbers a class, all
 * AM_TABLE_NONE. */
static size_t refine(const struct am_set *set, size_t lines, uint32_t *of, uint32_t *next)
{
    size_t count = 0;
    for (size_t i = 0; i < lines; i++) {
        uint32_t *to = &next[of[i] * 2 + am_set_has(set, i)];
        if (*to == AM_TABLE_NONE)
            *to = (uint32_t)count++;
        of[i] = *to;
    }
    return count;
}

/* The sets of each class, asked of one of its lines. */
static enum am_status list_sets(const struct am_set *const *sets, size_t set_count,
                                const uint32_t *first, struct am_pool *pool, struct am_classes *c)
{
    size_t total = 0;
    c->from = am_pool_take(pool, c->count + 1, sizeof *c->from);
    for (size_t i = 0; c->from && i < c->count; i++) {
        for (size_t k = 0; k < set_count; k++)
            total += am_set_has(sets[k], first[i]);
        c->from[i + 1] = (uint32_t)total;
    }
    c->at = am_pool_take(pool, total, sizeof *c->at);
    if (am_pool_status(pool) != AM_OK)
        return am_pool_status(pool);
    total = 0;
    for (size_t i = 0; i < c->count; i++)
        for (size_t k = 0; k < set_count; k++)
            if (am_set_has(sets[k], first[i]))
                c->at[total++] = (uint32_t)k;
    return AM_OK;
}

/* Numbers the classes by their first lines, those in no set left out. */
static enum am_status number(const struct am_set *const *sets, size_t set_count, size_t lines,
                             size_t raw, struct am_pool *pool, struct am_classes *c)
{
    uint32_t *names = am_pool_take(pool, raw, sizeof *names);
    uint32_t *first = am_pool_take(pool, raw, sizeof *first);
    c->n = am_pool_take(pool, raw, sizeof *c->n);
    if (am_pool_status(pool) != AM_OK)
        return am_pool_status(pool);
    memset(names, 0xff, raw * sizeof *names);
    for (size_t i = 0; i < lines; i++) {
        uint32_t *name = &names[c->of[i]];
        bool some = *name != AM_TABLE_NONE;
        for (size_t k = 0; k < set_count && !some; k++)
            some = am_set_has(sets[k], i);
        if (*name == AM_TABLE_NONE && some) {
            *name = (uint32_t)c->count;
            first[c->count++] = (uint32_t)i;
        }
        c->of[i] = *name;
        if (some)
            c->n[*name]++;
    }
    return list_sets(sets, set_count, first, pool, c);
}

enum am_status am_classes_of(const struct am_set *const *sets, size_t count, size_t lines,
                             struct am_pool *pool, struct am_classes *out)
{
    struct am_classes c = {.of = am_pool_take(pool, lines, sizeof *c.of)};
    uint32_t *next = am_pool_take(pool, lines + 1, 2 * sizeof *next);
    size_t raw = 1;
    if (am_pool_status(pool) != AM_OK)
        return am_pool_status(pool);
    for (size_t i = 0; i < count; i++) {
        memset(next, 0xff, raw * 2 * sizeof *next);
        raw = refine(sets[i], lines, c.of, next);
    }
    enum am_status status = number(sets, count, lines, raw, pool, &c);
    if (status == AM_OK)
        *out = c;
    return status;
}
