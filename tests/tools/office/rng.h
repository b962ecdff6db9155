/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Seeded randomness, the same on every machine: xoshiro256** filled by splitmix64 (public domain
 * algorithms by Blackman and Vigna). Whole numbers only. Every part of the day draws from a stream
 * of its own, so that a change to one does not reshuffle the others. */
#ifndef OFFICE_RNG_H
#define OFFICE_RNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng {
    uint64_t s[4];
};

/* `label`, `a` and `b` tell the stream apart from the seed's other ones. */
void rng_init(struct rng *r, uint64_t seed, const char *label, uint64_t a, uint64_t b);
uint64_t rng_next(struct rng *r);
/* 0 .. n-1; 0 where n is 0. */
uint64_t rng_below(struct rng *r, uint64_t n);
/* from .. to, both included. */
uint64_t rng_between(struct rng *r, uint64_t from, uint64_t to);
bool rng_percent(struct rng *r, unsigned percent);
/* 50 to 150 percent of `mean`. */
uint64_t rng_around(struct rng *r, uint64_t mean);
void rng_fill(struct rng *r, uint8_t *out, size_t len);

#endif
