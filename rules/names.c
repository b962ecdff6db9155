/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "names.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define LABELS_MAX  (AM_NAME_MAX / 2 + 1)
#define SLOTS_FIRST 64

void am_names_init(struct am_names *n)
{
    *n = (struct am_names){0};
    randombytes_buf(&n->seed, sizeof n->seed);
}

void am_names_done(struct am_names *n)
{
    if (!n->borrowed)
        free(n->rules);
    free(n->slots);
    *n = (struct am_names){0};
}

static uint64_t feed(uint64_t h, char byte)
{
    return (h ^ (unsigned char)byte) * 0x9e3779b97f4a7c15u;
}

static uint64_t end(uint64_t h)
{
    h ^= h >> 32;
    h *= 0xd6e8feb86659fd93u;
    return h ^ h >> 29;
}

static uint64_t hash_of(const struct am_names *n, const char *name, size_t len)
{
    uint64_t h = n->seed;
    while (len > 0)
        h = feed(h, name[--len]);
    return end(h);
}

/* The low half says where a name's slot is, the high half is kept in it. */
static struct am_name_slot *slot_for(const struct am_names *n, uint64_t hash, const char *name,
                                     size_t len)
{
    uint32_t high = (uint32_t)(hash >> 32);
    size_t at = (size_t)hash & (n->slot_count - 1);
    for (;; at = (at + 1) & (n->slot_count - 1)) {
        struct am_name_slot *slot = &n->slots[at];
        if (slot->place == 0)
            return slot;
        if (slot->hash != high)
            continue;
        const char *known = n->rules[slot->place - 1].name;
        if (strncmp(known, name, len) == 0 && known[len] == '\0')
            return slot;
    }
}

static enum am_status grow_slots(struct am_names *n)
{
    struct am_names wider = *n;
    wider.slot_count = n->slot_count > 0 ? n->slot_count * 2 : SLOTS_FIRST;
    wider.slots = calloc(wider.slot_count, sizeof *wider.slots);
    if (!wider.slots)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < n->slot_count; i++) {
        if (n->slots[i].place == 0)
            continue;
        const char *name = n->rules[n->slots[i].place - 1].name;
        size_t len = strlen(name);
        *slot_for(&wider, hash_of(n, name, len), name, len) = n->slots[i];
    }
    free(n->slots);
    *n = wider;
    return AM_OK;
}

static enum am_status grow_rules(struct am_names *n)
{
    size_t size = n->size > 0 ? n->size * 2 : 256;
    struct am_name_rule *rules = reallocarray(n->rules, size, sizeof *rules);
    if (!rules)
        return AM_E_NO_MEMORY;
    n->rules = rules;
    n->size = size;
    return AM_OK;
}

static void count_labels(struct am_names *n, const char *name)
{
    size_t labels = 1;
    for (const char *c = name; *c; c++)
        labels += *c == '.';
    if (labels > n->labels_max)
        n->labels_max = labels;
}

enum am_status am_names_add(struct am_names *n, const struct am_name_rule *rule)
{
    enum am_status status = AM_OK;
    if (n->count >= AM_NAME_RULES_MAX || n->borrowed)
        return AM_E_LIMIT;
    if ((n->count + 1) * 2 > n->slot_count)
        status = grow_slots(n);
    if (status == AM_OK && n->count == n->size)
        status = grow_rules(n);
    if (status != AM_OK)
        return status;
    size_t len = strlen(rule->name);
    uint64_t hash = hash_of(n, rule->name, len);
    struct am_name_slot *slot = slot_for(n, hash, rule->name, len);
    uint32_t place = (uint32_t)n->count + 1;
    if (slot->place != 0) {
        struct am_name_rule *known = &n->rules[slot->place - 1];
        if (known->other != 0 ||
            (known->match == AM_MATCH_EXACT) == (rule->match == AM_MATCH_EXACT))
            return AM_E_USAGE;
        known->other = place;
    } else {
        *slot = (struct am_name_slot){.hash = (uint32_t)(hash >> 32), .place = place};
    }
    n->rules[n->count] = *rule;
    n->rules[n->count++].other = 0;
    count_labels(n, rule->name);
    return AM_OK;
}

enum am_status am_names_take(struct am_names *n, struct am_name_rule *rules, size_t count,
                             struct am_name_slot *slots, size_t slot_count, uint64_t seed)
{
    size_t used = 0;
    if (count > AM_NAME_RULES_MAX || (slot_count & (slot_count - 1)) != 0 ||
        slot_count < count * 2 || (count > 0 && slot_count == 0))
        return AM_E_MALFORMED;
    for (size_t i = 0; i < slot_count; i++) {
        if (slots[i].place > count)
            return AM_E_MALFORMED;
        used += slots[i].place != 0;
    }
    if (used > count) /* at least half is free, so that every search ends */
        return AM_E_MALFORMED;
    for (size_t i = 0; i < count; i++) {
        if (rules[i].other > count || rules[i].match > AM_MATCH_EXCEPT)
            return AM_E_MALFORMED;
        count_labels(n, rules[i].name);
    }
    n->rules = rules;
    n->borrowed = true;
    n->count = count;
    n->slots = slots;
    n->slot_count = slot_count;
    n->seed = seed;
    return AM_OK;
}

/* Of the rules of one name the one that holds for it (`whole`), or for what is below it. */
static const struct am_name_rule *choose(const struct am_names *n, const struct am_name_rule *rule,
                                         bool whole)
{
    const struct am_name_rule *other = rule->other != 0 ? &n->rules[rule->other - 1] : NULL;
    if (rule->match != AM_MATCH_EXACT) {
        const struct am_name_rule *below = rule;
        rule = other;
        other = below;
    }
    return whole && rule ? rule : other;
}

const struct am_name_rule *am_names_find(const struct am_names *n, const char *name,
                                         const char **matched)
{
    struct {
        uint64_t hash;
        size_t at;
    } suffix[LABELS_MAX];
    size_t len = strlen(name);
    if (len > AM_NAME_MAX || n->count == 0)
        return NULL;
    size_t count = 0;
    size_t most = n->labels_max < LABELS_MAX ? n->labels_max : LABELS_MAX;
    uint64_t h = n->seed;
    for (size_t i = len; i > 0 && count < most; i--) {
        h = feed(h, name[i - 1]);
        if (i == 1 || name[i - 2] == '.') {
            suffix[count].hash = end(h);
            suffix[count++].at = i - 1;
        }
    }
    while (count-- > 0) {
        size_t at = suffix[count].at;
        const struct am_name_slot *slot = slot_for(n, suffix[count].hash, name + at, len - at);
        const struct am_name_rule *rule =
            slot->place != 0 ? choose(n, &n->rules[slot->place - 1], at == 0) : NULL;
        if (!rule)
            continue;
        *matched = name + at;
        return rule;
    }
    return NULL;
}
