/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Time that nobody sets: for how long things take and when they are due. */
#ifndef AM_BASE_MONOTONIC_H
#define AM_BASE_MONOTONIC_H

#include <stdint.h>
#include <time.h>

static inline int64_t am_monotonic_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static inline int64_t am_monotonic_ms(void)
{
    return am_monotonic_ns() / 1000000;
}

#endif
