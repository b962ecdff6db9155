/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pool.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK 65536

struct am_pool_chunk {
    struct am_pool_chunk *next;
    size_t used, size;
    alignas(max_align_t) unsigned char at[];
};

void am_pool_init(struct am_pool *p, size_t limit)
{
    *p = (struct am_pool){.limit = limit};
}

void am_pool_done(struct am_pool *p)
{
    while (p->chunks) {
        struct am_pool_chunk *next = p->chunks->next;
        free(p->chunks);
        p->chunks = next;
    }
    am_pool_init(p, p->limit);
}

static struct am_pool_chunk *chunk_for(struct am_pool *p, size_t need)
{
    struct am_pool_chunk *chunk = p->chunks;
    if (chunk && need <= chunk->size - chunk->used)
        return chunk;
    size_t size = need > CHUNK ? need : CHUNK;
    if (size > p->limit - p->used) {
        p->status = AM_E_LIMIT;
        return NULL;
    }
    chunk = malloc(sizeof *chunk + size);
    if (!chunk) {
        p->status = AM_E_NO_MEMORY;
        return NULL;
    }
    *chunk = (struct am_pool_chunk){.next = p->chunks, .size = size};
    p->chunks = chunk;
    p->used += size;
    return chunk;
}

void *am_pool_take(struct am_pool *p, size_t count, size_t size)
{
    size_t bytes;
    if (p->status != AM_OK)
        return NULL;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > p->limit) {
        p->status = AM_E_LIMIT;
        return NULL;
    }
    bytes = (bytes / alignof(max_align_t) + 1) * alignof(max_align_t);
    struct am_pool_chunk *chunk = chunk_for(p, bytes);
    if (!chunk)
        return NULL;
    void *at = chunk->at + chunk->used;
    chunk->used += bytes;
    memset(at, 0, bytes);
    return at;
}

char *am_pool_text(struct am_pool *p, const char *text, size_t len)
{
    char *copy = am_pool_take(p, len + 1, 1);
    if (copy)
        memcpy(copy, text, len);
    return copy;
}

enum am_status am_pool_status(const struct am_pool *p)
{
    return p->status;
}
