/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What may be told to everybody: corporations, areas of work and countries in bands, nothing by the
 * hour, nothing of what fewer than k devices reached (research/METHOD 6; docs/method.md). Lines of
 * one band come by name, so that their order tells nothing that the band does not. */
#ifndef AM_REPORTS_PUBLIC_H
#define AM_REPORTS_PUBLIC_H

#include "indicators/figures.h"

#define AM_BAND_STEP 5 /* percent */

/* A share, told as from..to percent of its whole: 0..0 is none, 100..100 all. */
struct am_band {
    unsigned from, to;
};
struct am_band am_band_of(uint64_t part, uint64_t whole);

struct am_public_owner {
    const struct am_corporation *corporation;       /* NULL: all that may not be told one by one */
    struct am_band service, host, either, presence; /* presence: of working hours */
};

struct am_public_area {
    const struct am_category *category;
    struct am_band contacts;
    const struct am_corporation *provider; /* who has nine of ten; NULL: nobody, or not told */
    bool essential;
};

struct am_public_country {
    const struct am_jurisdiction *country; /* NULL: not known, or not told */
    struct am_band service, host;
};

struct am_public_step {
    const struct am_corporation *corporation;
    struct am_band lost;
};

struct am_public {
    const struct am_figures *figures; /* for scope, home and bloc; no other figure of it is told */
    struct am_band named, owned, hosted, extraction, extraction_up, night, home, bloc;
    size_t days, judged, single; /* whole ones: areas that matter, those with one provider */
    AM_LINES(struct am_public_owner) owners; /* the last one is the rest */
    AM_LINES(struct am_public_area) areas;
    AM_LINES(struct am_public_country) countries;
    AM_LINES(struct am_public_step) steps; /* up to the first that may not be told */
};

/* Of figures that are finished. USAGE, with a line why, for a scan that is not closed or that saw
 * fewer than k devices: of that nothing can be told to everybody. The lines live as long as the
 * figures. */
AM_MUST_CHECK enum am_status am_public_of(struct am_figures *f, struct am_public *out,
                                          struct am_problem *problem);

#endif
