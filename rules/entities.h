/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the dataset knows, as values: everything is borrowed from the rules and lives as long as
 * they do. dataset/README.md tells what each member means. */
#ifndef AM_RULES_ENTITIES_H
#define AM_RULES_ENTITIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum am_language { AM_LANG_EN, AM_LANG_ES, AM_LANG_PT, AM_LANG_FR, AM_LANG_DE, AM_LANG_COUNT };
const char *am_language_code(enum am_language l); /* "en" ... */

/* A source of facts: a page, a dataset, a statute. */
struct am_fact_source {
    const char *id, *title, *url, *licence, *date;
    const char *kind; /* how it was come by: "list", "filing", "statute", "page" ... */
    const char *titles[AM_LANG_COUNT]; /* where `title` is in words of ours; else all NULL */
};
/* As who reads that language is told it. */
const char *am_fact_source_title(const struct am_fact_source *source, enum am_language l);

/* A name as who reads that language is told it: `names` as of a corporation. */
const char *am_name_told(const char *name, const char *const names[AM_LANG_COUNT],
                         enum am_language l);

/* Behind every fact: where it was read, on what day it was checked ("2026-11-24"), and how. */
struct am_basis {
    const struct am_fact_source *source;
    const char *checked;
    bool verified; /* false: general knowledge, shown as unverified */
};

/* What a state may order by one of its laws. */
struct am_law {
    const char *id, *name, *citation;
    const char *kind;    /* "data-protection", "access", "retention" ...; NULL: not told */
    bool reaches_abroad; /* it binds those who hold data in other countries */
    const char *plain[AM_LANG_COUNT];
    struct am_basis basis;
};

/* States that agreed on something: a market, an alliance of intelligence services, a treaty. */
struct am_bloc {
    const char *id; /* "mercosur" ... */
    const char *name[AM_LANG_COUNT];
    const char *kind; /* "union", "intelligence", "treaty" ... */
    struct am_basis basis;
};

struct am_jurisdiction {
    const char *code; /* ISO 3166-1 alpha-2 */
    const char *name[AM_LANG_COUNT];
    bool lac;       /* Latin America and the Caribbean */
    const char *of; /* code of the state whose territory it is; NULL: a state */
    const struct am_bloc *const *blocs;
    size_t bloc_count;
    const struct am_law *laws;
    size_t law_count;
    struct am_basis basis;
};

struct am_category {
    const char *id;
    const char *name[AM_LANG_COUNT];
    const char *if_cut[AM_LANG_COUNT]; /* what stops without it, one sentence */
    int criticality;                   /* 0..4, -1 unknown (dataset/README.md) */
};

struct am_role {
    const char *id; /* "service", "infrastructure", "telemetry", "advertising" ... */
    const char *name[AM_LANG_COUNT];
};

/* A corporate group: the ultimate owner. */
struct am_corporation {
    const char *id, *name, *legal_name;
    const char *names[AM_LANG_COUNT]; /* where `name` is in words of ours; else all NULL */
    const char *kind;                 /* "big-tech", "telecom", "community" ... */
    const struct am_jurisdiction *parent, *head_office, *legal_seat; /* NULL: unknown */
    struct am_basis basis;
};

/* One owner for one time: the days `from` <= day < `to`. */
struct am_ownership {
    const struct am_corporation *owner;
    int32_t from, to; /* days since 1970-01-01; INT32_MIN, INT32_MAX: open */
    struct am_basis basis;
};

struct am_operator {
    const char *id, *name;
    const char *names[AM_LANG_COUNT]; /* as of a corporation */
    const struct am_ownership *owned; /* in order of time, never two at once */
    size_t owned_count;
    bool hosts; /* runs a service whose role is to carry others' ("cdn", "infrastructure") */
};

struct am_service {
    const char *id, *name;
    const char *names[AM_LANG_COUNT]; /* as of a corporation */
    const struct am_category *category;
    const struct am_role *role;
    const struct am_operator *operator_;
    bool mirrored; /* others' machines answer under its names by design */
    bool cached;   /* its operator keeps machines of its own inside access networks */
    const char *if_cut[AM_LANG_COUNT]; /* what stops without it; all NULL: as its category */
    struct am_basis basis;
};

struct am_rule {
    const char *id;   /* "name:mail.google.com", "as:15169", "prefix:8.8.8.0/24" */
    const char *file; /* of the dataset */
    struct am_basis basis;
};

/* Where a provider says that a range of its addresses stands. */
struct am_region {
    const char *id;                        /* the provider's own word: "sa-east-1" */
    const char *place;                     /* "São Paulo"; NULL: none told */
    const struct am_jurisdiction *country; /* NULL: none told */
};

/* Something to use in place of a service, or to run oneself. */
struct am_alternative {
    const char *id, *name, *url;
    const char *names[AM_LANG_COUNT]; /* as of a corporation */
    const char *type;                 /* "software", "service", "network", "practice" */
    const char *licence;              /* SPDX; NULL: none, or not known */
    const char *run_by;               /* who runs or makes it, as text; NULL: whoever hosts it */
    const char *run_by_kind;          /* as the kinds of corporations; NULL: not told */
    const struct am_jurisdiction *jurisdiction; /* NULL: that of whoever hosts it */
    bool lac;                                   /* made or run in Latin America, the Caribbean */
    int effort; /* 1 a person alone, 2 somebody who knows computers, 3 an organization's project */
    const struct am_category *const *categories;
    size_t category_count;
    const char *text[AM_LANG_COUNT];    /* what it is, one sentence */
    const char *caution[AM_LANG_COUNT]; /* what to mind; all NULL: nothing */
    struct am_basis basis;
};

#endif
