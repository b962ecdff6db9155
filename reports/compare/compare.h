/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Before and after: what differs between the figures of two scans, as shares of their own whole.
 *
 * Four readings: both scans with the current dataset, and both with an older one where that is
 * given. With `before` and `after` in the current dataset, and `was` the scan before in the older:
 *   the organization's change   after - before
 *   the dataset's change        before - was
 *   between the two reports     after - was, the sum of both
 * Everything but what the pool of the comparison holds is borrowed from the figures. */
#ifndef AM_REPORTS_COMPARE_H
#define AM_REPORTS_COMPARE_H

#include "indicators/figures.h"

/* A corporation is worth a line where one of the scans saw this much of it. */
#define AM_NEWS_CONTACTS 10
#define AM_NEWS_HOURS    2

/* Kinds of figure, which tell their whole. Arrays that are taken are the pool's. */
enum am_told_kind {
    AM_TOLD_COVERAGE,    /* contacts: "named", "service-owner", "host-owner" */
    AM_TOLD_CORPORATION, /* contacts, by ledger */
    AM_TOLD_PRESENCE,    /* hours, by ledger */
    AM_TOLD_EITHER,      /* contacts in one ledger or the other */
    AM_TOLD_COUNTRY,     /* contacts, by ledger: the parent's; "" not known */
    AM_TOLD_NEAR,        /* contacts, by ledger: "home", "bloc", "elsewhere", "unknown" */
    AM_TOLD_EXTRACTION,  /* bytes up; the whole is device-hours: role, or "all" */
    AM_TOLD_KINDS
};
/* One figure of one reading; `what` is a corporation, jurisdiction or role, or NULL. */
struct am_told {
    enum am_told_kind kind;
    bool host;
    const char *id;
    const void *what;
    uint64_t n;
    bool news; /* of a corporation: seen enough */
};
/* Whether an area of work hangs on one provider. */
enum am_area_state { AM_AREA_UNCLEAR, AM_AREA_SEVERAL, AM_AREA_SINGLE };
struct am_area {
    const struct am_category *category;
    enum am_area_state state;
    const struct am_corporation *first; /* of AM_AREA_SINGLE: who holds it */
};

/* What a comparison takes from the figures of a scan (take.c alone reads them). */
struct am_reading {
    const struct am_figures *figures;
    struct am_told *told; /* by kind, ledger and id */
    struct am_area *areas;
    size_t told_count, area_count;
    uint64_t whole[AM_TOLD_KINDS];
};

struct am_ratio {
    uint64_t n, d; /* d 0: nothing was seen */
};
double am_ratio_value(struct am_ratio r); /* 0 where there is no whole */

enum am_change_of { AM_CHANGE_BOTH, AM_CHANGE_NEW, AM_CHANGE_GONE }; /* of a corporation */

struct am_change {
    enum am_told_kind kind;
    bool host;
    const char *id;
    const void *what;
    struct am_ratio before, after, was, will; /* the latter two in the older dataset */
    double change, dataset;                   /* after - before; before - was */
    enum am_change_of of;                     /* of AM_TOLD_EITHER */
};

enum am_area_change_of { AM_AREA_GAINED, AM_AREA_LOST, AM_AREA_HANDS, AM_AREA_TOO_LITTLE };
struct am_area_change {
    enum am_area_change_of of;
    struct am_area before, after; /* one may be of no category: it was not seen at all */
};

struct am_comparison {
    struct am_pool pool;
    bool older;                /* there are readings in an older dataset */
    struct am_change *changes; /* by kind and ledger, the largest difference first */
    struct am_area_change *areas;
    size_t change_count, area_count;
    struct am_change small[2]; /* of corporations that are not worth a line: service, host */
    size_t small_count;
};

AM_MUST_CHECK enum am_status am_reading_take(const struct am_figures *f, struct am_pool *pool,
                                             struct am_reading *out);
/* `was` and `will` are the older dataset's readings of both; both NULL: none is given. `out` holds
 * the pool that the readings came from. */
AM_MUST_CHECK enum am_status am_compare(const struct am_reading *before,
                                        const struct am_reading *after,
                                        const struct am_reading *was, const struct am_reading *will,
                                        struct am_comparison *out);

#endif
