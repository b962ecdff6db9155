/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)1 << 18)

struct am_arena_block {
    struct am_arena_block *before;
    size_t used, size;
    alignas(max_align_t) char at[];
};

void am_arena_init(struct am_arena *a, size_t limit)
{
    *a = (struct am_arena){.limit = limit};
}

void am_arena_done(struct am_arena *a)
{
    while (a->last) {
        struct am_arena_block *block = a->last;
        a->last = block->before;
        free(block);
    }
    am_arena_init(a, a->limit);
}

static struct am_arena_block *block_with(struct am_arena *a, size_t size)
{
    if (a->last && a->last->size - a->last->used >= size)
        return a->last;
    size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
    struct am_arena_block *block = calloc(1, sizeof *block + room);
    if (!block)
        return NULL;
    block->before = a->last;
    block->size = room;
    a->last = block;
    return block;
}

static void *take(struct am_arena *a, size_t count, size_t size, size_t align)
{
    size_t len;
    if (a->failed || __builtin_mul_overflow(count, size, &len) || len > a->limit - a->used) {
        a->failed = true;
        return NULL;
    }
    if (a->last) /* what is left of the block starts aligned */
        a->last->used += -a->last->used & (align - 1);
    if (a->last && a->last->used > a->last->size)
        a->last->used = a->last->size;
    struct am_arena_block *block = block_with(a, len);
    if (!block) {
        a->failed = true;
        return NULL;
    }
    void *out = block->at + block->used;
    block->used += len;
    a->used += len;
    return out;
}

void *am_arena_take(struct am_arena *a, size_t count, size_t size)
{
    return take(a, count, size, alignof(max_align_t));
}

const char *am_arena_text(struct am_arena *a, const char *text, size_t len)
{
    if (len >= a->limit) {
        a->failed = true;
        return NULL;
    }
    char *out = take(a, len + 1, 1, 1);
    if (out && len > 0)
        memcpy(out, text, len);
    return out;
}
