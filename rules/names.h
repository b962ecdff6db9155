/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Domain names to rules: the longest suffix on label boundaries.
 *
 * A flat hash table of eight bytes a slot. The hash runs from the last byte to the first, so that
 * one pass over a name gives the hash of each of its suffixes; a look-up is that pass and one probe
 * for each label, and allocates nothing. */
#ifndef AM_RULES_NAMES_H
#define AM_RULES_NAMES_H

#include "base/name.h"
#include "rules.h"

#define AM_NAME_RULES_MAX ((size_t)1 << 20)

enum am_name_match {
    AM_MATCH_SUFFIX, /* the name and what is below it */
    AM_MATCH_EXACT,  /* the name alone; beats a suffix of the same name */
    AM_MATCH_EXCEPT, /* the name and what is below it belong to no one known */
};

struct am_name_rule {
    struct am_rule rule; /* id "name:example.org", "exact:..." or "except:..." */
    const char *name;    /* the part of the id after the colon */
    const struct am_service *service;
    uint32_t match; /* enum am_name_match */
    uint32_t other; /* place + 1 of the name's other rule; 0: it has one alone */
};

struct am_name_slot {
    uint32_t hash, place; /* place + 1 of a rule; 0: free */
};

struct am_names {
    struct am_name_rule *rules;
    size_t count, size;
    struct am_name_slot *slots;
    size_t slot_count; /* a power of two, at least twice the rules; 0: none yet */
    uint64_t seed;
    size_t labels_max; /* no rule's name has more labels */
    bool borrowed;     /* `rules` is of an arena */
};

void am_names_init(struct am_names *n);
void am_names_done(struct am_names *n);

/* Copies the rule, whose texts are borrowed; those that were found before may move. USAGE where the
 * name has such a rule already. */
AM_MUST_CHECK enum am_status am_names_add(struct am_names *n, const struct am_name_rule *rule);

/* Takes a whole table, as am_names_add made it elsewhere: `rules` is borrowed, `slots` owned.
 * MALFORMED where it does not hold together. */
AM_MUST_CHECK enum am_status am_names_take(struct am_names *n, struct am_name_rule *rules,
                                           size_t count, struct am_name_slot *slots,
                                           size_t slot_count, uint64_t seed);

/* The rule that decides for `name`, AM_MATCH_EXCEPT ones too, or NULL. `matched` is set to the part
 * of `name` that is the rule's. */
const struct am_name_rule *am_names_find(const struct am_names *n, const char *name,
                                         const char **matched);

#endif
