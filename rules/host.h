/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What an MMDB file says of an address: our own, or any with AS numbers or countries, whatever it
 * calls them. The only module that knows libmaxminddb. */
#ifndef AM_RULES_HOST_H
#define AM_RULES_HOST_H

#include <maxminddb.h>

#include "base/knowledge.h"

#define AM_PLACES_NONE "none" /* in place of a path: no address data */

struct am_places {
    MMDB_s mmdb;
    bool open, own; /* own: made of dataset/networks */
    size_t paths;   /* how many of the table of paths to try */
};

AM_MUST_CHECK enum am_status am_places_open(const char *path, struct am_places *out,
                                            struct am_problem *problem);
void am_places_done(struct am_places *p);

/* The file's database type and the day it was built ("2026-06-17"), as text to keep. */
void am_places_describe(const struct am_places *p, char *type, size_t size, char date[11]);

/* `out` is zeroed where nothing is known. Anycast is what the file says of it. */
void am_places_find(const struct am_places *p, const struct am_address *address,
                    struct am_place *out);

#endif
