/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Memory that is filled once and freed whole: what the rules are made of. Zeroed, aligned for any
 * type, never moved. NULL once memory or the limit is used up, and from then on. */
#ifndef AM_RULES_ARENA_H
#define AM_RULES_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct am_arena_block;

struct am_arena {
    struct am_arena_block *last;
    size_t used, limit; /* bytes handed out, and how many may be */
    bool failed;
};

void am_arena_init(struct am_arena *a, size_t limit);
void am_arena_done(struct am_arena *a);
void *am_arena_take(struct am_arena *a, size_t count, size_t size);
const char *am_arena_text(struct am_arena *a, const char *text, size_t len);

#endif
