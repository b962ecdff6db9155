/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Seeded hashes for tables whose keys come from the network: the seed is drawn once a run, so that
 * nobody outside can make keys collide. */
#ifndef AM_BASE_HASH_H
#define AM_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* SipHash-2-4 (libsodium) of any bytes. */
uint64_t am_hash_bytes(const void *bytes, size_t len);

/* Seeds for am_hash_mix; drawn at the first call. */
struct am_hash_seed {
    uint64_t at[4];
};
struct am_hash_seed am_hash_seed(void);

__extension__ typedef unsigned __int128 am_u128; /* gcc and clang on amd64 and arm64 */

/* Folds 128 bits of product to 64: the step of a fast hash over whole words. */
static inline uint64_t am_hash_mix(uint64_t a, uint64_t b)
{
    am_u128 product = (am_u128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

#endif
