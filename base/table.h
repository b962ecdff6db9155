/* SPDX-License-Identifier: AGPL-3.0-or-later
 * An index from hashes to positions in an array that the caller owns: open addressing, eight bytes
 * an entry, nothing allocated per entry.
 *
 * Looking up, the caller compares each candidate with its key:
 *     for (uint32_t at = hash, i; (i = am_table_next(t, hash, &at)) != AM_TABLE_NONE;) */
#ifndef AM_BASE_TABLE_H
#define AM_BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AM_TABLE_NONE UINT32_MAX

struct am_table {
    uint64_t *cells; /* hash in the upper half, position + 1 in the lower; 0 empty */
    uint32_t size, used;
};

void am_table_done(struct am_table *t);
void am_table_clear(struct am_table *t); /* keeps the memory */

/* Brings the cell where a search begins nearer, while there is other work. */
static inline void am_table_prefetch(const struct am_table *t, uint32_t hash)
{
    if (t->size != 0)
        __builtin_prefetch(&t->cells[hash & (t->size - 1)]);
}

/* The next candidate's position or AM_TABLE_NONE; `at` starts as `hash`. */
static inline uint32_t am_table_next(const struct am_table *t, uint32_t hash, uint32_t *at)
{
    while (t->size != 0) {
        uint64_t cell = t->cells[*at & (t->size - 1)];
        if (cell == 0)
            break;
        (*at)++;
        if ((uint32_t)(cell >> 32) == hash)
            return (uint32_t)cell - 1;
    }
    return AM_TABLE_NONE;
}

/* Does not look for one that is there already. False: out of memory, nothing was added. */
bool am_table_add(struct am_table *t, uint32_t hash, uint32_t position);

/* Forgets an entry that is there. */
void am_table_remove(struct am_table *t, uint32_t hash, uint32_t position);

/* Where the first look leads, without comparing: a guess for prefetching what it points to. */
static inline uint32_t am_table_guess(const struct am_table *t, uint32_t hash)
{
    return t->size > 0 ? (uint32_t)t->cells[hash & (t->size - 1)] - 1 : AM_TABLE_NONE;
}

/* A keyed hash (SipHash) cut to what a table takes. */
uint32_t am_table_hash(const void *bytes, size_t len);
/* A faster one for keys of fixed size, in words of eight bytes. */
uint32_t am_table_hash_words(const void *key, size_t words);

/* Room for one more entry of `each` bytes after `used`: the array, moved perhaps, or NULL when out
 * of memory or past 2^31 entries, with the old array as it was. */
void *am_array_room(void *array, uint32_t used, uint32_t *size, size_t each);

#endif
