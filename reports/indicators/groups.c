/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "indicators/groups.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

struct am_group_text {
    uint64_t hash;
    const char *at;
};

/* Kinds whose hours are asked for; the others would only cost memory. */
static const bool tells_hours[AM_KIND_COUNT] = {
    [AM_KIND_ALL] = true,
    [AM_KIND_EITHER] = true,
    [AM_KIND_SLOT] = true,
    [AM_KIND_DATE] = true,
    [AM_KIND_NIGHT] = true,
    [AM_KIND_NIGHT_ROLE] = true,
    [AM_KIND_NIGHT_OWNER] = true,
    [AM_KIND_SERVICE_OWNER] = true,
    [AM_KIND_HOST_OWNER] = true,
    [AM_KIND_SERVICE_PARENT] = true,
    [AM_KIND_HOST_PARENT] = true,
    [AM_KIND_WORK] = true,
    [AM_KIND_RESOLVER] = true,
    [AM_KIND_RESOLVER_OWNER] = true,
    [AM_KIND_RESOLVER_NETWORK] = true,
    [AM_KIND_TUNNEL_OWNER] = true,
    [AM_KIND_TUNNEL_NETWORK] = true,
    [AM_KIND_PATH_NAME] = true,
    [AM_KIND_PATH_HOST] = true,
};

void am_groups_init(struct am_groups *g)
{
    *g = (struct am_groups){.last = {INT64_MIN, SIZE_MAX}};
    am_pool_init(&g->pool, AM_GROUPS_BYTES);
}

void am_groups_done(struct am_groups *g)
{
    free(g->table);
    free(g->texts);
    free(g->hour_list);
    am_pool_done(&g->pool);
    am_groups_init(g);
}

static void fail(struct am_groups *g, enum am_status status)
{
    if (g->status == AM_OK)
        g->status = status;
}

void am_sum_add(struct am_sum *to, const struct am_sum *sum)
{
    to->contacts += sum->contacts;
    to->flows += sum->flows;
    to->up += sum->up;
    to->down += sum->down;
}

/* Texts come from the network: their hash is seeded (base/hash.h). */
static bool texts_grow(struct am_groups *g)
{
    size_t size = g->texts_size ? g->texts_size * 2 : 1024;
    struct am_group_text **grown = calloc(size, sizeof(struct am_group_text *));
    if (!grown)
        return false;
    for (size_t i = 0; i < g->texts_size; i++) {
        struct am_group_text *t = g->texts[i];
        if (!t)
            continue;
        size_t at = t->hash & (size - 1);
        while (grown[at])
            at = (at + 1) & (size - 1);
        grown[at] = t;
    }
    free(g->texts);
    g->texts = grown;
    g->texts_size = size;
    return true;
}

const char *am_groups_text(struct am_groups *g, const char *text)
{
    size_t len = strlen(text);
    uint64_t hash = am_hash_bytes(text, len);
    if (g->texts_count * 2 >= g->texts_size && !texts_grow(g)) {
        fail(g, AM_E_NO_MEMORY);
        return NULL;
    }
    size_t at = hash & (g->texts_size - 1);
    for (; g->texts[at]; at = (at + 1) & (g->texts_size - 1))
        if (g->texts[at]->hash == hash && strcmp(g->texts[at]->at, text) == 0)
            return g->texts[at]->at;
    if (g->texts_count >= AM_TEXTS_MAX) {
        g->texts_beyond++;
        return NULL;
    }
    struct am_group_text *made = am_pool_take(&g->pool, 1, sizeof *made);
    char *copy = am_pool_text(&g->pool, text, len);
    if (!made || !copy) {
        fail(g, am_pool_status(&g->pool));
        return NULL;
    }
    *made = (struct am_group_text){hash, copy};
    g->texts[at] = made;
    g->texts_count++;
    return copy;
}

/* Keys are our own addresses, which nobody outside chooses: a plain mix serves. */
static uint64_t hash_of(enum am_kind kind, const void *a, const void *b)
{
    uint64_t h = (uint64_t)(uintptr_t)a * 0x9e3779b97f4a7c15u;
    h ^= h >> 29;
    h = (h + (uint64_t)(uintptr_t)b) * 0xbf58476d1ce4e5b9u;
    h ^= h >> 32;
    h = (h + (uint64_t)kind) * 0x94d049bb133111ebu;
    return h ^ h >> 31;
}

/* The slot that holds the key, or the free one where it belongs. */
static struct am_group_slot *place(const struct am_groups *g, uint64_t hash, enum am_kind kind,
                                   const void *a, const void *b)
{
    for (size_t at = (size_t)hash & (g->size - 1);; at = (at + 1) & (g->size - 1)) {
        struct am_group_slot *slot = &g->table[at];
        const struct am_group *group = slot->group;
        if (!group || (slot->hash == hash && group->a == a && group->b == b && group->kind == kind))
            return slot;
    }
}

static bool table_grow(struct am_groups *g)
{
    struct am_group_slot *old = g->table;
    size_t old_size = g->size;
    size_t size = old_size ? old_size * 2 : 1024;
    struct am_group_slot *grown = calloc(size, sizeof *grown);
    if (!grown)
        return false;
    for (size_t i = 0; i < old_size; i++) {
        if (!old[i].group)
            continue;
        size_t at = (size_t)old[i].hash & (size - 1);
        while (grown[at].group)
            at = (at + 1) & (size - 1);
        grown[at] = old[i];
    }
    g->table = grown;
    g->size = size;
    free(old);
    return true;
}

static struct am_group *take(struct am_groups *g, enum am_kind kind, const void *a, const void *b)
{
    if (g->count * 2 >= g->size && !table_grow(g)) {
        fail(g, AM_E_NO_MEMORY);
        return NULL;
    }
    uint64_t hash = hash_of(kind, a, b);
    struct am_group_slot *slot = place(g, hash, kind, a, b);
    if (slot->group)
        return slot->group;
    if (g->count >= AM_GROUPS_MAX) {
        fail(g, AM_E_LIMIT);
        return NULL;
    }
    struct am_group *made = am_pool_take(&g->pool, 1, sizeof *made);
    if (!made) {
        fail(g, am_pool_status(&g->pool));
        return NULL;
    }
    *made = (struct am_group){.kind = kind, .a = a, .b = b};
    *slot = (struct am_group_slot){hash, made};
    g->count++;
    struct am_group_chain *chain = &g->of_kind[kind];
    *(chain->last ? &chain->last->next : &chain->first) = made;
    chain->last = made;
    chain->count++;
    return made;
}

/* Marks one hour of a group; the first mark of an hour counts it. */
static void mark_hour(struct am_groups *g, struct am_group *group, size_t index)
{
    size_t word = index / 64;
    if (word >= group->in_hour_words) {
        size_t words = word + 1 > group->in_hour_words * 2 ? word + 1 : group->in_hour_words * 2;
        uint64_t *grown = am_pool_take(&g->pool, words, sizeof *grown);
        if (!grown) {
            fail(g, am_pool_status(&g->pool));
            return;
        }
        if (group->in_hour_words > 0)
            memcpy(grown, group->in_hour, group->in_hour_words * sizeof *grown);
        group->in_hour = grown;
        group->in_hour_words = words;
    }
    uint64_t bit = (uint64_t)1 << index % 64;
    group->hours += !(group->in_hour[word] & bit);
    group->in_hour[word] |= bit;
}

static bool hours_grow(struct am_groups *g)
{
    size_t size = g->hour_list_size ? g->hour_list_size * 2 : 256;
    struct am_hour *grown = realloc(g->hour_list, size * sizeof *grown);
    if (!grown)
        return false;
    g->hour_list = grown;
    g->hour_list_size = size;
    return true;
}

/* Where an hour stands, or belongs, in the list. */
static size_t search_hour(const struct am_groups *g, int64_t start)
{
    size_t low = 0;
    size_t high = g->hours;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (g->hour_list[middle].start < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The bit of an hour; SIZE_MAX past the limit. */
static size_t index_of_hour(struct am_groups *g, int64_t start)
{
    if (start == g->last.start && g->last.index != SIZE_MAX)
        return g->last.index;
    size_t at = search_hour(g, start);
    if (at == g->hours || g->hour_list[at].start != start) {
        if (g->hours >= AM_HOURS_MAX) {
            g->hours_beyond++;
            return SIZE_MAX;
        }
        if (g->hours == g->hour_list_size && !hours_grow(g)) {
            fail(g, AM_E_NO_MEMORY);
            return SIZE_MAX;
        }
        memmove(g->hour_list + at + 1, g->hour_list + at, (g->hours - at) * sizeof *g->hour_list);
        g->hour_list[at] = (struct am_hour){start, g->hours++};
    }
    g->last = g->hour_list[at];
    return g->last.index;
}

struct am_group *am_groups_add(struct am_groups *g, enum am_kind kind, const void *a, const void *b,
                               const struct am_sum *sum, int64_t hour)
{
    struct am_group *group = take(g, kind, a, b);
    if (!group)
        return NULL;
    if (!sum)
        return group;
    am_sum_add(&group->sum, sum);
    if (tells_hours[kind]) {
        size_t index = index_of_hour(g, hour);
        if (index != SIZE_MAX)
            mark_hour(g, group, index);
    }
    return group;
}

const struct am_group *am_groups_find(const struct am_groups *g, enum am_kind kind, const void *a,
                                      const void *b)
{
    return g->size > 0 ? place(g, hash_of(kind, a, b), kind, a, b)->group : NULL;
}

bool am_group_in_hour(const struct am_group *group, const struct am_hour *hour)
{
    size_t word = hour->index / 64;
    return word < group->in_hour_words && (group->in_hour[word] >> hour->index % 64 & 1) != 0;
}

struct am_group **am_groups_list(struct am_groups *g, enum am_kind kind, size_t *count)
{
    const struct am_group_chain *chain = &g->of_kind[kind];
    struct am_group **list = am_pool_take(&g->pool, chain->count + 1, sizeof(struct am_group *));
    *count = 0;
    if (!list) {
        fail(g, am_pool_status(&g->pool));
        return NULL;
    }
    for (struct am_group *group = chain->first; group; group = group->next)
        list[(*count)++] = group;
    return list;
}

enum am_status am_groups_status(const struct am_groups *g)
{
    return g->status;
}
