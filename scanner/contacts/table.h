/* SPDX-License-Identifier: AGPL-3.0-or-later
 * An index from hashes to positions in an array that the caller owns: open addressing, eight bytes
 * an entry, nothing allocated per entry.
 *
 * Looking up, the caller compares each candidate with its key:
 *     for (uint32_t at = hash, i; (i = am_table_next(t, hash, &at)) != AM_TABLE_NONE;) */
#ifndef AM_CONTACTS_TABLE_H
#define AM_CONTACTS_TABLE_H

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

/* The next candidate's position or AM_TABLE_NONE; `at` starts as `hash`. */
uint32_t am_table_next(const struct am_table *t, uint32_t hash, uint32_t *at);

/* Does not look for one that is there already. False: out of memory, nothing was added. */
bool am_table_add(struct am_table *t, uint32_t hash, uint32_t position);

/* Forgets an entry that is there. */
void am_table_remove(struct am_table *t, uint32_t hash, uint32_t position);

/* A keyed hash (SipHash) cut to what a table takes. */
uint32_t am_table_hash(const void *bytes, size_t len);

/* Room for one more entry of `each` bytes after `used`: the array, moved perhaps, or NULL when out
 * of memory or past 2^31 entries, with the old array as it was. */
void *am_array_room(void *array, uint32_t used, uint32_t *size, size_t each);

#endif
