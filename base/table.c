/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define TABLE_MIN 256u
#define TABLE_MAX (1u << 31)

void am_table_done(struct am_table *t)
{
    free(t->cells);
    *t = (struct am_table){0};
}

void am_table_clear(struct am_table *t)
{
    if (t->cells)
        memset(t->cells, 0, t->size * sizeof *t->cells);
    t->used = 0;
}

static void put(uint64_t *cells, uint32_t size, uint64_t cell)
{
    uint32_t at = (uint32_t)(cell >> 32);
    while (cells[at & (size - 1)] != 0)
        at++;
    cells[at & (size - 1)] = cell;
}

static bool grow(struct am_table *t)
{
    if (t->size >= TABLE_MAX)
        return false;
    uint32_t size = t->size ? t->size * 2 : TABLE_MIN;
    uint64_t *cells = calloc(size, sizeof *cells);
    if (!cells)
        return false;
    for (uint32_t i = 0; i < t->size; i++)
        if (t->cells[i] != 0)
            put(cells, size, t->cells[i]);
    free(t->cells);
    t->cells = cells;
    t->size = size;
    return true;
}

bool am_table_add(struct am_table *t, uint32_t hash, uint32_t position)
{
    /* Past five eighths full, runs of taken cells get long; and one must stay empty, or
     * am_table_next would not end. */
    if (t->used >= t->size / 8 * 5 && !grow(t))
        return false;
    put(t->cells, t->size, (uint64_t)hash << 32 | (position + 1));
    t->used++;
    return true;
}

/* Moves later cells of the same run back into the hole, so that no marks of removed ones gather. */
void am_table_remove(struct am_table *t, uint32_t hash, uint32_t position)
{
    uint32_t mask = t->size - 1;
    uint64_t wanted = (uint64_t)hash << 32 | (position + 1);
    uint32_t hole = hash & mask;
    while (t->cells[hole] != wanted)
        hole = (hole + 1) & mask;
    for (uint32_t at = (hole + 1) & mask; t->cells[at] != 0; at = (at + 1) & mask) {
        uint32_t home = (uint32_t)(t->cells[at] >> 32) & mask;
        if (((at - home) & mask) < ((at - hole) & mask))
            continue; /* its run begins after the hole */
        t->cells[hole] = t->cells[at];
        hole = at;
    }
    t->cells[hole] = 0;
    t->used--;
}

uint32_t am_table_hash(const void *bytes, size_t len)
{
    return (uint32_t)am_hash_bytes(bytes, len);
}

uint32_t am_table_hash_words(const void *key, size_t words)
{
    const struct am_hash_seed seed = am_hash_seed();
    uint64_t hash = seed.at[0];
    for (size_t i = 0; i < words; i++) {
        uint64_t word;
        memcpy(&word, (const uint8_t *)key + i * sizeof word, sizeof word);
        hash = am_hash_mix(hash ^ word, seed.at[1 + i % 3]);
    }
    return (uint32_t)(hash ^ hash >> 32);
}

void *am_array_room(void *array, uint32_t used, uint32_t *size, size_t each)
{
    if (used < *size)
        return array;
    if (*size >= TABLE_MAX)
        return NULL;
    uint32_t grown_size = *size ? *size * 2 : 64;
    void *grown = reallocarray(array, grown_size, each);
    if (grown)
        *size = grown_size;
    return grown;
}
