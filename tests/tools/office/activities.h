/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people and machines do in a day; data, not code. */
#ifndef OFFICE_ACTIVITIES_H
#define OFFICE_ACTIVITIES_H

#include "talk.h"

#define HALF_HOURS 48

enum profile { OFFICE_HOURS, LUNCH, ARRIVAL, ALL_DAY, NIGHT, PROFILES };
extern const uint8_t profile_weight[PROFILES][HALF_HOURS];

struct activity {
    const char *id;
    unsigned kinds; /* any of these flags ... */
    unsigned needs; /* ... and all of these */
    enum profile when;
    unsigned least, most;    /* sessions a device and day */
    const struct step *step; /* ends with a step without a host */
};
extern const struct activity activities[];
extern const size_t activities_count;

#endif
