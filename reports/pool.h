/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Memory that lives as long as one report and is freed whole. Failure is sticky: after it every
 * request gives NULL, and am_pool_status tells which limit was met. */
#ifndef AM_REPORTS_POOL_H
#define AM_REPORTS_POOL_H

#include <stddef.h>

#include "base/status.h"

struct am_pool {
    struct am_pool_chunk *chunks;
    size_t used, limit; /* bytes */
    enum am_status status;
};

void am_pool_init(struct am_pool *p, size_t limit);
void am_pool_done(struct am_pool *p);
/* `count` objects of `size` bytes, zeroed and aligned for any type; never NULL for 0 bytes. */
void *am_pool_take(struct am_pool *p, size_t count, size_t size);
/* A copy of `len` bytes with a zero after them. */
char *am_pool_text(struct am_pool *p, const char *text, size_t len);
AM_MUST_CHECK enum am_status am_pool_status(const struct am_pool *p);

#endif
