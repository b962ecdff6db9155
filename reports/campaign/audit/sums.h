/* SPDX-License-Identifier: AGPL-3.0-or-later
 * All counts of a round that can be spoken of, and what everybody knows of each: numbers by set of
 * organizations (cells of all editions, and what is left between them) and by variable, each from
 * `low` to `high`. They are held together by relations: of sets, which hold for every variable (a
 * breakdown's cells are the whole), and of variables, which hold for every set (a provider's area
 * is part of the area). Bounds are narrowed by all of them until nothing changes. It is less than
 * a solver of integer programs would find, and each step of it can be followed by hand.
 *
 * Memory: 20 bytes for each set times each variable; LIMIT past AM_SUMS_NUMBERS of them. Time: of
 * each round of narrowing, the relations times what they hold for, where something changed. */
#ifndef AM_REPORTS_CAMPAIGN_AUDIT_SUMS_H
#define AM_REPORTS_CAMPAIGN_AUDIT_SUMS_H

#include "campaign/audit/rules.h"

#define AM_SUMS_NUMBERS   60000000u
#define AM_SUMS_RELATIONS 4000000u
#define AM_SUMS_SWEEPS    400u
#define AM_SUMS_BYTES     ((size_t)3 << 30)
#define AM_SUMS_NO        UINT32_MAX
#define AM_SUMS_ENDLESS   ((int64_t)1 << 40) /* of a relation that has one end */

/* What is no variable, but can be computed: of those that have the one, who have not the other. */
enum am_sums_rest {
    AM_REST_NO, /* a variable as it is published */
    AM_REST_NOT_SERVICE,
    AM_REST_NOT_HOST,
    AM_REST_BOTH,
    AM_REST_NOT_SINGLE,
    AM_REST_NOT_PROVIDER,
    AM_REST_OTHER_PROVIDER,
    AM_REST_OTHER_FIRST,
};
struct am_sums_key {
    enum am_variable_kind kind; /* of a rest: of what it is left */
    enum am_sums_rest rest;
    const char *of, *also;
};

struct am_sums_set {
    size_t edition;
    const struct am_cell *cell; /* that it is, or is told with */
    const char *name;           /* of what nobody tells; NULL: it is the cell */
    int64_t n;
};

/* What must stay possible of a number (computed.c). */
enum am_sums_open {
    AM_SUMS_ANY,
    AM_SUMS_FEW,  /* told as fewer than at_least: none, and some */
    AM_SUMS_MOST, /* told as nearly all: everything that is */
    AM_SUMS_WIDE, /* not told: at_least values, or as of what is few */
    AM_SUMS_NONE, /* a rest: 0, or at_least */
};
struct am_sums_number {
    int32_t low, high;
    uint32_t why_low, why_high; /* the relation that said so; AM_SUMS_NO: the number itself */
    uint8_t open;
    bool told_of; /* a breach was told */
};

struct am_sums_term {
    uint32_t at; /* set or key */
    int32_t by;  /* 1, -1 */
};
/* least <= the sum of its terms <= most. Those of sets come first. */
struct am_sums_relation {
    uint32_t from, count;
    int64_t least, most;
};
struct am_sums_clash {
    uint32_t set, key, relation;
};

struct am_sums {
    struct am_audit *a;
    unsigned round;
    AM_LINES(struct am_sums_set) sets;
    AM_LINES(struct am_sums_key) keys; /* published ones first, `published` of them, in order */
    size_t published;
    uint32_t *alone; /* of each published key, what its base leaves of it; AM_SUMS_NO: not asked */
    struct am_sums_number *at; /* set * keys.count + key */
    AM_LINES(struct am_sums_relation) relations;
    AM_LINES(struct am_sums_term) terms;
    uint32_t relation_room, term_room;
    size_t of_sets, within; /* relations of sets; those within one edition, which come first */
    size_t active;          /* relations of sets that hold now */
    bool *dead;             /* keys that can't be */
    AM_LINES(struct am_sums_clash) clashes; /* one for each such key at most */
    struct am_pool pool;
};

/* Of one round of all editions, with all relations. NOT_FOUND: nothing is told of it. */
AM_MUST_CHECK enum am_status am_sums_of(struct am_audit *a, unsigned round, struct am_sums *out);
void am_sums_done(struct am_sums *s); /* whatever am_sums_of returned */
/* By the relations that hold now. False: given up after AM_SUMS_SWEEPS. */
AM_MUST_CHECK enum am_status am_sums_narrow(struct am_sums *s, bool *settled);

struct am_sums_number *am_sums_at(const struct am_sums *s, size_t set, size_t key);
/* AM_SUMS_NO: it is not published anywhere. */
uint32_t am_sums_find(const struct am_sums *s, enum am_variable_kind kind, const char *of,
                      const char *also);
uint64_t am_sums_least(const struct am_sums *s, size_t set);

/* ---- for who makes them: relations are opened, filled, closed ---- */
AM_MUST_CHECK enum am_status am_sums_begin(struct am_sums *s);
AM_MUST_CHECK enum am_status am_sums_term(struct am_sums *s, uint32_t at, int32_t by);
void am_sums_close(struct am_sums *s, int64_t least, int64_t most);
AM_MUST_CHECK enum am_status am_sums_relate_keys(struct am_sums *s); /* keys.c */

#endif
