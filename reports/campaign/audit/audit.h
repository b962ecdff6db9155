/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The audit of publications ('amarra campaign audit'): whether the files that were published keep
 * the rules of docs/disclosure.md. It takes nothing from what made them: it shares the reader of
 * the file, the words in it and sets as bits, and computes all else by itself, so that a mistake
 * there is none here.
 *
 * Without the campaign's store it knows what everybody does. With it, it also counts again, and
 * holds the members of all published sets against each other.
 *
 * Memory: the publications; 20 bytes for each set of a round times each of its variables
 * (sums.h). */
#ifndef AM_REPORTS_CAMPAIGN_AUDIT_H
#define AM_REPORTS_CAMPAIGN_AUDIT_H

#include "base/text.h"
#include "campaign/campaign.h"
#include "campaign/figures/publication.h"

#define AM_AUDIT_EDITIONS 1000
#define AM_AUDIT_TOLD     20 /* breaches of one rule that are told one by one; others are counted */
#define AM_AUDIT_TEXT     1024
#define AM_AUDIT_UNSEEN   64 /* remarks on what could not be checked */

enum am_audit_rule {
    AM_AUDIT_SETTINGS,
    AM_AUDIT_THRESHOLD,
    AM_AUDIT_ROUNDING,
    AM_AUDIT_QUARTILES,
    AM_AUDIT_SENSE,
    AM_AUDIT_COMPLEMENT,
    AM_AUDIT_DIFFERENCE,
    AM_AUDIT_FILES,
    AM_AUDIT_MEMBERS, /* from here on: only with the store */
    AM_AUDIT_FEW,
    AM_AUDIT_LINKAGE,
    AM_AUDIT_DOMINANCE,
    AM_AUDIT_TRUTH,
    AM_AUDIT_RULES
};

/* `cell`, `figure`: "" where it is of a whole edition, of a whole cell. */
struct am_audit_breach {
    enum am_audit_rule rule;
    unsigned edition;
    const char *cell, *figure; /* "2/all", "either/alphabet" */
    const char *why;
};

struct am_audit_edition {
    struct am_publication *publication;
    struct am_bytes text;
    const char *file, *folder; /* `folder`: of its other files; NULL: none was given */
    struct am_bytes members;   /* of the store; none without */
};

struct am_audit_members; /* members.h */
struct am_audit {
    AM_LINES(struct am_audit_edition) editions; /* by number, each once */
    AM_LINES(const char *) sites;               /* folders of all editions */
    struct am_share_store *store;               /* NULL: none; borrowed */
    struct am_audit_members *members;           /* of all editions; NULL without a store */
    struct am_problem *problem;
    AM_LINES(struct am_audit_breach) breaches;
    AM_LINES(const char *) unseen; /* what could not be checked, a sentence each */
    uint64_t broken[AM_AUDIT_RULES], cells, figures, numbers, relations, pairs;
    struct am_pool pool;
};

/* NULL paths are none. `where->store` NULL: without. A file is a publication.json; a folder that of
 * one edition or of a whole site. */
AM_MUST_CHECK enum am_status am_audit_open(char *const *paths, size_t count,
                                           const struct am_campaign *campaign,
                                           struct am_problem *problem, struct am_audit **out);
void am_audit_free(struct am_audit *a);
/* All rules that can be checked; that one is broken is no failure. */
AM_MUST_CHECK enum am_status am_audit_run(struct am_audit *a);
/* A line for each breach, and what was checked; or one JSON object. */
AM_MUST_CHECK enum am_status am_audit_write(const struct am_audit *a, bool json,
                                            struct am_text *out);
uint64_t am_audit_broken(const struct am_audit *a);
const char *am_audit_rule_id(enum am_audit_rule rule);

#endif
