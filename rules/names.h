/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Domain names to rules: the longest suffix on label boundaries. */
#ifndef AM_RULES_NAMES_H
#define AM_RULES_NAMES_H

#include "arena.h"
#include "base/name.h"
#include "index.h"
#include "rules.h"

#define AM_NAME_RULES_MAX ((size_t)1 << 20)

enum am_name_match {
    AM_MATCH_SUFFIX, /* the name and what is below it */
    AM_MATCH_EXACT,  /* the name alone; beats a suffix of the same name */
    AM_MATCH_EXCEPT, /* the name and what is below it belong to no one known */
};

struct am_name_rule {
    struct am_rule rule; /* id "name:example.org", "exact:..." or "except:..." */
    const struct am_service *service;
    enum am_name_match match;
};

struct am_name_entry; /* the rules of one name */

struct am_names {
    struct am_index index;
    struct am_name_entry *entries;
    size_t size, labels_max; /* no rule's name has more labels */
};

void am_names_init(struct am_names *n);
void am_names_done(struct am_names *n);

/* Borrows both. USAGE where the name has such a rule already. */
AM_MUST_CHECK enum am_status am_names_add(struct am_names *n, const char *name,
                                          const struct am_name_rule *rule);

/* The rule that decides for `name`, AM_MATCH_EXCEPT ones too, or NULL. `matched` is set to the part
 * of `name` that is the rule's. */
const struct am_name_rule *am_names_find(const struct am_names *n, const char *name,
                                         const char **matched);

#endif
