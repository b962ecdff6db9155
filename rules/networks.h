/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Addresses and AS numbers to rules: the longest prefix, found by bisection. */
#ifndef AM_RULES_NETWORKS_H
#define AM_RULES_NETWORKS_H

#include "index.h"
#include "rules.h"

#define AM_NETWORKS_MAX ((size_t)1 << 18)

struct am_network {
    struct am_rule rule;
    uint32_t asn;            /* 0: a prefix */
    struct am_prefix prefix; /* where asn is 0 */
    const struct am_operator *operator_;
    const struct am_service *service; /* mostly NULL */
    const struct am_region *region;   /* mostly NULL */
    const char *kind;                 /* NULL: not told */
    bool anycast;
    const struct am_network *wider; /* the next prefix around this one */
};

struct am_networks {
    struct am_network **by_asn, **by_prefix; /* sorted by am_networks_sort */
    size_t asn_count, asn_size, prefix_count, prefix_size;
    struct am_index ids; /* of their rules */
};

void am_networks_init(struct am_networks *n);
void am_networks_done(struct am_networks *n);
/* Borrows. USAGE where a rule of that id is there already. */
AM_MUST_CHECK enum am_status am_networks_add(struct am_networks *n, struct am_network *network);
/* Once, before the first look-up. */
void am_networks_sort(struct am_networks *n);
/* Takes all at once, borrowed, as am_networks_sort left them: those by AS number before the others.
 * None can be added after. MALFORMED where they are not in that order. */
AM_MUST_CHECK enum am_status am_networks_take(struct am_networks *n, struct am_network *networks,
                                              size_t count);

/* All of them: those by AS number, then the prefixes, each in order. */
size_t am_networks_count(const struct am_networks *n);
const struct am_network *am_networks_at(const struct am_networks *n, size_t i);

const struct am_network *am_networks_find_asn(const struct am_networks *n, uint32_t asn);
/* By the rule's id, "as:15169" or "prefix:8.8.8.0/24". */
const struct am_network *am_networks_find_rule(const struct am_networks *n, const char *id,
                                               size_t len);
/* The narrowest prefix that holds the whole block. */
const struct am_network *am_networks_find_prefix(const struct am_networks *n,
                                                 const struct am_prefix *block);

#endif
