/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The clock of a place: what time it was there, by the system's own time zone database (tzdata),
 * which is kept up to date; that of ICU in Debian 12 is of 2022 and has Mexico's summer time still.
 *
 * Zones are used by one thread only: telling one sets the zone of the process. NULL stands for UTC
 * wherever a zone is asked for. */
#ifndef AM_REPORTS_ZONE_H
#define AM_REPORTS_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

struct am_zone;

struct am_local {
    int year;
    unsigned month, day;   /* from 1 */
    unsigned weekday;      /* 0 Monday .. 6 Sunday */
    unsigned hour, minute; /* of 24 */
    int offset_minutes;    /* east of UTC */
    int32_t date;          /* of the local day, as days since 1970-01-01 */
};

/* `name` as "America/Montevideo"; NULL: the machine's own zone. USAGE for a name that is none. */
AM_MUST_CHECK enum am_status am_zone_open(const char *name, struct am_zone **out,
                                          struct am_problem *problem);
void am_zone_free(struct am_zone *z);
const char *am_zone_name(const struct am_zone *z); /* "America/Montevideo"; "UTC" */

/* `utc` in seconds since 1970; past the years 1 and 9999 it is told as the nearest of them. */
void am_zone_local(const struct am_zone *z, int64_t utc, struct am_local *out);

/* The moment of "2026-11-24", "2026-11-24 08:30" or "2026-11-24T08:30" there. A day alone begins at
 * its first second; with `end`, the first second after it is given. False for anything else. */
bool am_zone_parse(const struct am_zone *z, const char *text, bool end, int64_t *out);

#endif
