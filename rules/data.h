/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The rules as they lie in memory: everything borrowed from one arena, found through indexes. Known
 * to this room alone. */
#ifndef AM_RULES_DATA_H
#define AM_RULES_DATA_H

#include <libpsl.h>

#include "arena.h"
#include "host.h"
#include "index.h"
#include "names.h"
#include "networks.h"
#include "rules.h"
#include "uses.h"

/* The kinds of entity that have an id. */
enum am_kind {
    AM_KIND_SOURCE,
    AM_KIND_ROLE,
    AM_KIND_CATEGORY,
    AM_KIND_JURISDICTION,
    AM_KIND_LAW,
    AM_KIND_CORPORATION,
    AM_KIND_OPERATOR,
    AM_KIND_SERVICE,
    AM_KIND_BLOC,
    AM_KIND_REGION, /* by "OPERATOR/ID", or that and the network's kind: see load_ranges.c */
    AM_KIND_ALTERNATIVE,
    AM_KIND_COUNT
};

struct am_entities {
    void **at; /* of the arena */
    size_t count, size;
    struct am_index by_id;
};

struct am_rules {
    struct am_arena arena;
    struct am_entities entities[AM_KIND_COUNT];
    struct am_fact_source *sources; /* the same as the entities, with room for AM_SOURCES_LATER */
    size_t source_count;
    struct am_names names;
    struct am_networks networks;
    struct am_uses uses;
    struct { /* what the organization itself declares; decides before the dataset */
        struct am_names names;
        struct am_networks networks;
    } declared;
    struct am_places places;
    bool joined;             /* `places` tells the networks of these rules */
    const char *suffix_text; /* the ICANN part of the public suffix list; NULL: none was given */
    size_t suffix_len;
    psl_ctx_t *suffixes; /* made of it for who keeps names (keep.c) */
    void *map;           /* the compiled file that texts are borrowed from; NULL: of text */
    size_t map_len;
    char version[64];
    char built[64]; /* the version without what is declared */
    int32_t day;    /* of the dataset: owners as of then where nobody says when */
};

/* Sources that are not of the dataset: the organization's own file, a user's address data. */
#define AM_SOURCES_LATER      2
#define AM_DATASET_MEMORY_MAX ((size_t)256 << 20)

/* Empty, to be filled; NULL where memory is out. */
struct am_rules *am_rules_new(void);

/* Roles that run other people's machines: a CNAME into one of them tells who hosts. */
bool am_role_is_hosting(const struct am_role *role);

/* What the dataset's networks say of an address: `prefix` the narrowest that holds it (or NULL),
 * `place` as the address table has it. */
void am_host_of(const struct am_rules *rules, const struct am_network *prefix,
                const struct am_place *place, int32_t day, struct am_host *out);

/* The public suffixes, ICANN's alone, as libpsl has them; the caller frees. NULL: none were given.
 */
psl_ctx_t *am_rules_suffixes(const struct am_rules *rules);

/* The rule that decides for a name, and the part of it that is the rule's: as am_names_find, of the
 * declared ones too. */
const struct am_name_rule *am_rules_name_rule(const struct am_rules *rules, const char *name,
                                              const char **matched);

/* What a rule is about, the part of its id after the kind: "8.8.8.0/24" of "prefix:8.8.8.0/24". */
const char *am_rule_subject(const struct am_rule *rule);

/* NULL where there is none. */
void *am_rules_entity(const struct am_rules *rules, enum am_kind kind, const char *id);

#endif
