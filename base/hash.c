/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/hash.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* The one thing in base/ that lives as long as the process: a seed that is the same for every
 * table. */
static const struct am_hash_seed *seed(void)
{
    static struct am_hash_seed drawn;
    static int ready;
    if (!ready) {
        if (sodium_init() < 0)
            abort(); /* no random numbers: nothing here could be trusted */
        randombytes_buf(&drawn, sizeof drawn);
        for (size_t i = 0; i < sizeof drawn.at / sizeof *drawn.at; i++)
            drawn.at[i] |= 1; /* a factor of zero would fold everything into one bucket */
        ready = 1;
    }
    return &drawn;
}

uint64_t am_hash_bytes(const void *bytes, size_t len)
{
    unsigned char key[crypto_shorthash_KEYBYTES];
    unsigned char out[crypto_shorthash_BYTES];
    uint64_t value;
    memcpy(key, seed(), sizeof key);
    (void)crypto_shorthash(out, bytes, len, key);
    memcpy(&value, out, sizeof value);
    return value;
}

struct am_hash_seed am_hash_seed(void)
{
    return *seed();
}
