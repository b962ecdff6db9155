/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The public face of the rules: the dataset loaded, names and addresses attributed, and why.
 *
 * One attribution function serves live view, report and `explain`. Everything it returns is
 * borrowed from the rules and lives as long as they do. Lookups allocate nothing: at most one hash
 * lookup a label of the name, one MMDB walk an address. */
#ifndef AM_RULES_H
#define AM_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/address.h"
#include "base/knowledge.h"
#include "base/status.h"
#include "rules/entities.h"

/* Service ledger: who runs what was asked for. Members are NULL where the chain ends. */
struct am_attribution {
    const struct am_rule *rule;
    const struct am_service *service;
    const struct am_operator *operator_;
    const struct am_corporation *parent; /* owner on the day asked for */
};

/* Host ledger: who runs the machine that answered. */
struct am_host {
    struct am_place place;
    const struct am_rule *rule; /* of operator_; NULL: the AS is known, its owner is not */
    const struct am_operator *operator_;
    const struct am_corporation *parent;
    const char *kind; /* of the network: "own", "cloud", "cdn", "access"; NULL: not told */
    const struct am_service *service;   /* of an address that serves one thing; mostly NULL */
    const struct am_rule *service_rule; /* that says so */
    const struct am_region *region;     /* where the provider says that it stands; mostly NULL */
    bool cache; /* a machine of the service's own inside another's access network */
};

struct am_rules;

AM_MUST_CHECK enum am_status am_rules_open(const struct am_knowledge_options *options,
                                           struct am_rules **out, struct am_problem *problem);
void am_rules_free(struct am_rules *rules);
const char *
am_rules_version(const struct am_rules *rules); /* "2026.11.24-1a2b3c4d": date and digest */

/* `day` is a day of the capture, as days since 1970-01-01 (owners change). True where a rule
 * matched; the longest suffix on label boundaries wins. `out` is always written. */
bool am_rules_find_name(const struct am_rules *rules, const char *name, int32_t day,
                        struct am_attribution *out);

/* `place` NULL: looked up now. Else as it was stored. `cname` (may be NULL) tells the host where
 * the address's AS does not. Longest prefix before AS. */
bool am_rules_find_host(const struct am_rules *rules, const struct am_prefix *block,
                        const struct am_place *place, const char *cname, int32_t day,
                        struct am_host *out);

/* Google, Netflix, Meta, Akamai keep machines inside operators' networks: told by the name (or its
 * alias, each may be NULL) and an address in a network that carries people's connections. Then
 * `host` becomes the cache's operator, its place stays, and true is returned. */
bool am_rules_find_cache(const struct am_rules *rules, const char *name, const char *cname,
                         int32_t day, struct am_host *host);

/* A contact without a name belongs to a service only where its network serves one thing. */
bool am_rules_service_of_host(const struct am_host *host, int32_t day, struct am_attribution *out);

/* Whether the address stands in a network that serves its operator's own names alone, so that
 * another corporation's name there needs an explanation. */
bool am_host_is_own(const struct am_host *host);

/* The organization's own word (--rules), neither verified nor not. */
bool am_basis_is_declared(const struct am_basis *basis);

/* What an address is known to serve, by itself or by the range around it; or, of a name, that it is
 * shown in place of hidden ones (`use` is AM_USE_NOT_KNOWN then). */
struct am_known {
    const struct am_rule *rule;
    enum am_address_use use;
    const struct am_service *service; /* NULL: not told */
};
/* True where something is known. `out` is always written. */
bool am_rules_find_use(const struct am_rules *rules, const struct am_address *address,
                       struct am_known *out);
bool am_rules_find_front(const struct am_rules *rules, const char *name, struct am_known *out);
/* The same for a name that serves encrypted DNS or leads into a tunnel, and nothing else. */
bool am_rules_find_use_of_name(const struct am_rules *rules, const char *name,
                               struct am_known *out);

/* The ownership that holds on `day`, and whose it is; NULL: nobody's. */
const struct am_ownership *am_rules_owned(const struct am_operator *operator_, int32_t day);
const struct am_corporation *am_rules_owner(const struct am_operator *operator_, int32_t day);

const struct am_corporation *am_rules_corporation(const struct am_rules *rules, const char *id);
const struct am_jurisdiction *am_rules_jurisdiction(const struct am_rules *rules, const char *code);
/* All of them, in no order that means anything. */
const struct am_corporation *const *am_rules_corporations(const struct am_rules *rules,
                                                          size_t *count);
const struct am_category *am_rules_category(const struct am_rules *rules, const char *id);
/* A union, an alliance, a treaty: "mercosur". */
const struct am_bloc *am_rules_bloc(const struct am_rules *rules, const char *id);
/* All alternatives, in no order that means anything. */
const struct am_alternative *const *am_rules_alternatives(const struct am_rules *rules,
                                                          size_t *count);
/* Sources of the dataset and of the MMDB, for the report's footer; `count` of them. */
const struct am_fact_source *am_rules_sources(const struct am_rules *rules, size_t *count);

/* Days since 1970-01-01 of "2026-11-24"; false (and `day` untouched) for anything else. */
bool am_rules_day(const char *date, int32_t *day);

/* The am_knowledge_open_fn that amarra.c hands to the scanner's commands. Labels it gives:
 * "service:PARENT", "service-operator:ID", "service-country:CC" (parent's), "host:PARENT",
 * "host-country:CC". */
AM_MUST_CHECK enum am_status am_rules_knowledge(const struct am_knowledge_options *options,
                                                struct am_knowledge *out,
                                                struct am_problem *problem);
/* The same over rules that are open already; the rules must outlive it. */
void am_rules_as_knowledge(struct am_rules *rules, struct am_knowledge *out);

/* What is asked of corporations in scans. Rules know nothing of scans, so amarra.c hands in who
 * answers, with options of its own: `argp` takes `options_size` bytes of zero as its input. */
struct am_scan_question {
    const char *const *scans, *const *corporations;
    size_t scan_count, corporation_count;
    enum am_language language;
    const char *data_dir; /* NULL: the one installed */
    bool json, blocks;
    const void *options;
};
struct argp;
struct am_scan_explainer {
    const struct argp *argp;
    size_t options_size;
    enum am_status (*run)(const struct am_scan_question *question, struct am_rules *rules,
                          FILE *out, struct am_problem *problem);
};
int am_cmd_explain(int argc, char **argv, const struct am_scan_explainer *scans);
/* What two datasets say differently of a scan, as text; rules know nothing of scans, so amarra.c
 * hands in who does. */
typedef enum am_status (*am_scan_moves_fn)(const char *scan, struct am_rules *from,
                                           struct am_rules *to, FILE *out,
                                           struct am_problem *problem);
int am_cmd_dataset(int argc, char **argv, am_scan_moves_fn moves);

#endif
