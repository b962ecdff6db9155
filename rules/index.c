/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "index.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define SIZE_FIRST 64

void am_index_init(struct am_index *x, size_t limit)
{
    *x = (struct am_index){.limit = limit < UINT32_MAX ? limit : UINT32_MAX};
    randombytes_buf(&x->seed, sizeof x->seed);
}

void am_index_done(struct am_index *x)
{
    free(x->slots);
    *x = (struct am_index){.limit = x->limit, .seed = x->seed};
}

static uint64_t hash_of(const struct am_index *x, const char *key, size_t len)
{
    uint64_t h = am_index_start(x);
    while (len > 0)
        h = am_index_feed(h, key[--len]);
    return am_index_end(h);
}

/* The slot that holds the key, or the free one where it belongs. */
static struct am_index_slot *slot_for(struct am_index_slot *slots, size_t size, uint64_t hash,
                                      const char *key, size_t len)
{
    size_t at = (size_t)hash & (size - 1);
    while (slots[at].key &&
           (slots[at].hash != hash || slots[at].len != len || memcmp(slots[at].key, key, len) != 0))
        at = (at + 1) & (size - 1);
    return &slots[at];
}

uint32_t *am_index_find_hashed(const struct am_index *x, uint64_t hash, const char *key, size_t len)
{
    if (x->count == 0)
        return NULL;
    struct am_index_slot *slot = slot_for(x->slots, x->size, hash, key, len);
    return slot->key ? &slot->value : NULL;
}

uint32_t *am_index_find(const struct am_index *x, const char *key, size_t len)
{
    return am_index_find_hashed(x, hash_of(x, key, len), key, len);
}

static enum am_status grow(struct am_index *x)
{
    size_t size = x->size > 0 ? x->size * 2 : SIZE_FIRST;
    struct am_index_slot *slots = calloc(size, sizeof *slots);
    if (!slots)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < x->size; i++) {
        const struct am_index_slot *old = &x->slots[i];
        if (old->key)
            *slot_for(slots, size, old->hash, old->key, old->len) = *old;
    }
    free(x->slots);
    x->slots = slots;
    x->size = size;
    return AM_OK;
}

enum am_status am_index_add(struct am_index *x, const char *key, size_t len, uint32_t value)
{
    if (x->count >= x->limit || len > UINT32_MAX)
        return AM_E_LIMIT;
    if ((x->count + 1) * 2 > x->size) {
        enum am_status status = grow(x);
        if (status != AM_OK)
            return status;
    }
    uint64_t hash = hash_of(x, key, len);
    *slot_for(x->slots, x->size, hash, key, len) =
        (struct am_index_slot){.hash = hash, .key = key, .len = (uint32_t)len, .value = value};
    x->count++;
    return AM_OK;
}
