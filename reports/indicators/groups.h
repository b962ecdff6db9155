/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sums by key: what every family of figures is made of.
 *
 * A group is what was seen of one thing (a corporation, a country, a name ...) of one kind. Keys
 * are two words: addresses of facts that outlive the groups, or texts taken in by am_groups_text.
 * Memory grows with distinct keys, never with rows: at most AM_GROUPS_MAX groups, and one bit an
 * hour for the kinds that tell hours. */
#ifndef AM_REPORTS_GROUPS_H
#define AM_REPORTS_GROUPS_H

#include <stdbool.h>
#include <stdint.h>

#include "pool.h"

#define AM_GROUPS_MAX   4000000
#define AM_TEXTS_MAX    1000000
#define AM_GROUPS_BYTES ((size_t)2 << 30)
#define AM_HOURS_MAX    100000 /* eleven years */

struct am_sum {
    uint64_t contacts, flows, up, down;
};

enum am_kind {
    AM_KIND_ALL,           /* what the ledgers hold */
    AM_KIND_SERVICE_OWNER, /* corporation, NULL: not known */
    AM_KIND_HOST_OWNER,
    AM_KIND_EITHER,       /* corporation: contacts that need it in one ledger or the other */
    AM_KIND_PAIR,         /* the owners in both ledgers */
    AM_KIND_PAIR_WORK,    /* category, group of AM_KIND_PAIR */
    AM_KIND_CARRIED,      /* host's corporation, a service of another */
    AM_KIND_SERVICE_HOST, /* service, host's corporation, NULL: not known */
    AM_KIND_SLOT,         /* its place in am_figures.week */
    AM_KIND_DATE,         /* local date, as days since 1970 in a text; its number is in the marks */
    AM_KIND_DATE_NIGHT,
    AM_KIND_NIGHT,      /* all that is out of working time */
    AM_KIND_NIGHT_ROLE, /* role, NULL: not known */
    AM_KIND_NIGHT_OWNER,
    AM_KIND_ANY_SERVICE,  /* service, whoever owns it */
    AM_KIND_SERVICE,      /* corporation, service */
    AM_KIND_SERVICE_RULE, /* corporation, rule */
    AM_KIND_HOST_RULE,
    AM_KIND_SERVICE_PARENT, /* jurisdiction, NULL: not known */
    AM_KIND_SERVICE_HEAD,
    AM_KIND_SERVICE_SEAT,
    AM_KIND_HOST_PARENT,
    AM_KIND_HOST_HEAD,
    AM_KIND_HOST_SEAT,
    AM_KIND_LOCATED, /* country code as text */
    AM_KIND_REGISTERED,
    AM_KIND_WORK, /* category, NULL: not known */
    AM_KIND_WORK_OWNER,
    AM_KIND_ROLE,
    AM_KIND_ROLE_OWNER,
    AM_KIND_RESOLVER,         /* host's corporation, else network as text */
    AM_KIND_RESOLVER_OWNER,   /* encrypted: corporation, protocol as text */
    AM_KIND_RESOLVER_NETWORK, /* encrypted, owner not known: network, protocol as texts */
    AM_KIND_TUNNEL_OWNER,     /* corporation */
    AM_KIND_TUNNEL_NETWORK,   /* owner not known: network as text */
    AM_KIND_CONFLICT,         /* name as text, host's corporation */
    AM_KIND_NO_NAME,          /* network as text, host's corporation */
    AM_KIND_NO_OWNER,
    AM_KIND_NAME,           /* name as text, attribution of the first row that had it */
    AM_KIND_MARKED_SERVICE, /* number of the marker as text, corporation (NULL: not known) */
    AM_KIND_MARKED_HOST,
    AM_KIND_MARKED_NAME, /* number of the marker, name as texts */
    AM_KIND_PATH_RULE,   /* rule, service or operator: what led to the corporation that is traced */
    AM_KIND_PATH_OWNED,  /* group of the former, ownership */
    AM_KIND_PATH_NAME,   /* name as text (NULL: none), group of the former */
    AM_KIND_PATH_BLOCK,  /* network, block as texts */
    AM_KIND_PATH_HOST,   /* group of AM_KIND_PATH_BLOCK, group of AM_KIND_PATH_OWNED */
    AM_KIND_COUNT
};

struct am_group {
    enum am_kind kind;
    const void *a, *b;
    struct am_sum sum;
    uint64_t hours;    /* distinct ones, where the kind tells them */
    uint64_t *in_hour; /* a bit each, by order of appearance */
    size_t in_hour_words;
    void *more;            /* what the family keeps beside the sums */
    struct am_group *next; /* of its kind */
    uint32_t marks;        /* bits of the family */
};

/* A distinct hour: its start, and its bit in the groups. */
struct am_hour {
    int64_t start;
    size_t index;
};

/* The hash stands beside the group, so that a probe touches only what it looks for. */
struct am_group_slot {
    uint64_t hash;
    struct am_group *group; /* NULL: free */
};

struct am_groups {
    struct am_pool pool;
    struct am_group_slot *table; /* open addressing; `size` is a power of two */
    size_t size, count;
    struct am_group_chain {
        struct am_group *first, *last;
        size_t count;
    } of_kind[AM_KIND_COUNT];
    struct am_group_text **texts;
    size_t texts_size, texts_count;
    struct am_hour *hour_list; /* in order of time */
    size_t hours, hour_list_size;
    uint64_t hours_beyond, texts_beyond;
    struct am_hour last; /* rows come hour by hour */
    enum am_status status;
};

void am_groups_init(struct am_groups *g);
void am_groups_done(struct am_groups *g);

/* Our copy of a text, the same one for the same text. NULL past AM_TEXTS_MAX (counted). */
const char *am_groups_text(struct am_groups *g, const char *text);

/* Adds to the group of this key, made where there is none; NULL once memory or a limit ended.
 * `sum` NULL: adds nothing, the hour neither. */
struct am_group *am_groups_add(struct am_groups *g, enum am_kind kind, const void *a, const void *b,
                               const struct am_sum *sum, int64_t hour);
const struct am_group *am_groups_find(const struct am_groups *g, enum am_kind kind, const void *a,
                                      const void *b);

/* Whether the group was seen in this hour. */
bool am_group_in_hour(const struct am_group *group, const struct am_hour *hour);

/* All groups of one kind, in order of appearance, as an array that lives as long as the groups. */
struct am_group **am_groups_list(struct am_groups *g, enum am_kind kind, size_t *count);

AM_MUST_CHECK enum am_status am_groups_status(const struct am_groups *g);

void am_sum_add(struct am_sum *to, const struct am_sum *sum);

#endif
