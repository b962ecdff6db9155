/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "uses.h"

#include <stdlib.h>
#include <string.h>

void am_uses_init(struct am_uses *u)
{
    *u = (struct am_uses){0};
    am_index_init(&u->by_prefix, AM_USES_MAX);
    am_index_init(&u->by_name, AM_USES_MAX);
    am_index_init(&u->by_front, AM_USES_MAX);
}

void am_uses_done(struct am_uses *u)
{
    am_index_done(&u->by_prefix);
    am_index_done(&u->by_name);
    am_index_done(&u->by_front);
    free(u->at);
    *u = (struct am_uses){0};
}

/* The bytes by which a network is found: its address without host bits, and its length. */
static void write_key(const struct am_address *address, uint8_t len, uint8_t key[17])
{
    const struct am_prefix network = am_address_prefix(address, len);
    memcpy(key, network.address.at, 16);
    key[16] = len;
}

static enum am_status append(struct am_uses *u, const struct am_use_rule *rule, uint32_t *out)
{
    if (u->count == u->size) {
        size_t size = u->size > 0 ? u->size * 2 : 64;
        const struct am_use_rule **grown =
            reallocarray(u->at, size, sizeof(const struct am_use_rule *));
        if (!grown)
            return AM_E_NO_MEMORY;
        u->at = grown;
        u->size = size;
    }
    *out = (uint32_t)u->count;
    u->at[u->count++] = rule;
    return AM_OK;
}

/* Keeps the lengths that occur, longest first. */
static enum am_status add_length(struct am_uses *u, uint8_t len)
{
    size_t at = 0;
    while (at < u->lengths && u->length[at] > len)
        at++;
    if (at < u->lengths && u->length[at] == len)
        return AM_OK;
    if (u->lengths == AM_USE_LENGTHS_MAX)
        return AM_E_LIMIT;
    memmove(u->length + at + 1, u->length + at, u->lengths - at);
    u->length[at] = len;
    u->lengths++;
    return AM_OK;
}

static enum am_status add(struct am_uses *u, struct am_index *index, const char *key, size_t len,
                          const struct am_use_rule *rule)
{
    uint32_t place;
    if (am_index_find(index, key, len))
        return AM_E_USAGE;
    enum am_status status = append(u, rule, &place);
    return status == AM_OK ? am_index_add(index, key, len, place) : status;
}

enum am_status am_uses_add(struct am_uses *u, struct am_use_rule *rule)
{
    if (rule->name)
        return add(u, rule->use == AM_USE_NOT_KNOWN ? &u->by_front : &u->by_name, rule->name,
                   strlen(rule->name), rule);
    write_key(&rule->prefix.address, rule->prefix.len, rule->key);
    enum am_status status = add_length(u, rule->prefix.len);
    return status == AM_OK ? add(u, &u->by_prefix, (const char *)rule->key, sizeof rule->key, rule)
                           : status;
}

const struct am_use_rule *am_uses_find_address(const struct am_uses *u,
                                               const struct am_address *address)
{
    for (size_t i = 0; i < u->lengths; i++) {
        uint8_t key[17];
        write_key(address, u->length[i], key);
        const uint32_t *found = am_index_find(&u->by_prefix, (const char *)key, sizeof key);
        if (found)
            return u->at[*found];
    }
    return NULL;
}

static const struct am_use_rule *find_name(const struct am_uses *u, const struct am_index *index,
                                           const char *name)
{
    const uint32_t *found = am_index_find(index, name, strlen(name));
    return found ? u->at[*found] : NULL;
}

const struct am_use_rule *am_uses_find_name(const struct am_uses *u, const char *name)
{
    return find_name(u, &u->by_name, name);
}

const struct am_use_rule *am_uses_find_front(const struct am_uses *u, const char *name)
{
    return find_name(u, &u->by_front, name);
}
