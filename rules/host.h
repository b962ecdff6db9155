/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What an MMDB file says of an address: our own, or any with AS numbers or countries, whatever it
 * calls them. The only module that knows libmaxminddb. */
#ifndef AM_RULES_HOST_H
#define AM_RULES_HOST_H

#include <maxminddb.h>

#include "base/knowledge.h"
#include "networks.h"

#define AM_PLACES_NONE "none" /* in place of a path: no address data */

#define AM_PLACES_OWN_TYPE "amarra-network"
#define AM_PLACES_MEMO_MAX                                                                         \
    ((size_t)1 << 19) /* decoded records that are kept; others are decoded anew */

/* What the file's record tells, decoded once however many addresses share it. */
struct am_place_record {
    struct am_place place;
    const struct am_network *network; /* of `rule`; NULL: none, or not of these networks */
    const struct am_network *as;      /* that of the place's AS */
    uint32_t offset;                  /* of the record in the file */
};

struct am_place_memo;

struct am_places {
    MMDB_s mmdb;
    bool open, own; /* own: made by `amarra dataset build` */
    size_t paths;   /* how many of the table of paths to try */
    struct am_place_memo *memo;
};

AM_MUST_CHECK enum am_status am_places_open(const char *path, struct am_places *out,
                                            struct am_problem *problem);
void am_places_done(struct am_places *p);

/* The file's database type and the day it was built ("2026-06-17"), as text to keep. */
void am_places_describe(const struct am_places *p, char *type, size_t size, char date[11]);
/* Whether it was joined with the networks of this version of the dataset. */
bool am_places_is_of(const struct am_places *p, const char *version);

/* Borrowed until the next call; NULL where nothing is known. Anycast is what the file says of it.
 * `networks` are those that it was joined with, or NULL: no network is told then. The first call
 * decides, since records are kept. */
const struct am_place_record *am_places_find(const struct am_places *p,
                                             const struct am_networks *networks,
                                             const struct am_address *address);

#endif
