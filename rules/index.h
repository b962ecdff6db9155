/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A flat hash table from text to a number, with a ceiling. Keys are borrowed.
 *
 * The hash runs from the last byte to the first, so that one pass over a name gives the hash of
 * each of its suffixes. It is seeded, but its strength does not rest on that: keys come from the
 * dataset alone, and what comes from the network is only looked up. */
#ifndef AM_RULES_INDEX_H
#define AM_RULES_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct am_index_slot {
    uint64_t hash;
    const char *key; /* NULL: free */
    uint32_t len, value;
};

struct am_index {
    struct am_index_slot *slots;
    size_t count, size, limit; /* size is a power of two, at least twice the count */
    uint64_t seed;
};

void am_index_init(struct am_index *x, size_t limit);
void am_index_done(struct am_index *x);

/* Borrowed until the next am_index_add; NULL where there is none. */
uint32_t *am_index_find(const struct am_index *x, const char *key, size_t len);
/* The key must not be there yet. LIMIT or NO_MEMORY. */
AM_MUST_CHECK enum am_status am_index_add(struct am_index *x, const char *key, size_t len,
                                          uint32_t value);

/* The hash of text that was fed backwards, byte by byte. */
static inline uint64_t am_index_start(const struct am_index *x)
{
    return x->seed;
}

static inline uint64_t am_index_feed(uint64_t h, char byte)
{
    return (h ^ (unsigned char)byte) * 0x9e3779b97f4a7c15u;
}

static inline uint64_t am_index_end(uint64_t h)
{
    h ^= h >> 32;
    h *= 0xd6e8feb86659fd93u;
    return h ^ h >> 29;
}

uint32_t *am_index_find_hashed(const struct am_index *x, uint64_t hash, const char *key,
                               size_t len);

#endif
