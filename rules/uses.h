/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What addresses are known to serve, and the names that stand in front of hidden ones.
 *
 * A look-up is one hash look-up for each length of prefix that occurs, narrowest first: at most
 * AM_USE_LENGTHS_MAX. */
#ifndef AM_RULES_USES_H
#define AM_RULES_USES_H

#include "index.h"
#include "rules.h"

#define AM_USES_MAX        ((size_t)1 << 18)
#define AM_USE_LENGTHS_MAX 8

struct am_use_rule {
    struct am_rule
        rule; /* id "address:8.8.8.8", "address:162.159.193.0/24", "use:NAME" or "front:NAME" */
    enum am_address_use use;
    const struct am_service *service; /* NULL: not told */
    const char *name;                 /* a name that serves it, or a front; NULL: an address */
    struct am_prefix prefix;          /* of an address or range */
    uint8_t key[17];                  /* the same: its network's bytes and length */
};

struct am_uses {
    struct am_index by_prefix, by_name, by_front;
    const struct am_use_rule **at;
    size_t count, size;
    uint8_t length[AM_USE_LENGTHS_MAX]; /* narrowest first */
    size_t lengths;
};

void am_uses_init(struct am_uses *u);
void am_uses_done(struct am_uses *u);

/* Borrows. By the rule's prefix where it has no name; as a front where it has a name and no use.
 * USAGE where the address or name is there already; LIMIT also where too many lengths occur. */
AM_MUST_CHECK enum am_status am_uses_add(struct am_uses *u, struct am_use_rule *rule);

/* NULL where nothing is known. */
const struct am_use_rule *am_uses_find_address(const struct am_uses *u,
                                               const struct am_address *address);
const struct am_use_rule *am_uses_find_name(const struct am_uses *u, const char *name);
const struct am_use_rule *am_uses_find_front(const struct am_uses *u, const char *name);

#endif
