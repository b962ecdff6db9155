/* SPDX-License-Identifier: AGPL-3.0-or-later
 * All shares of a campaign, held as its figures ask for them: who is in which group, and eight
 * bytes a fact. Names of corporations, countries and areas are looked up in the rules once each,
 * when first met. */
#ifndef AM_REPORTS_CAMPAIGN_SHARES_H
#define AM_REPORTS_CAMPAIGN_SHARES_H

#include "rules/rules.h"
#include "share/share.h"

#define AM_SHARES_MAX  1000000u          /* shares */
#define AM_FACTS_BYTES  ((size_t)2 << 30) /* of all facts */
#define AM_ENTITIES_MAX 60000u            /* corporations, countries, areas and steps */
#define AM_VALUES_MAX   4000u             /* sectors, sizes, countries, territories, datasets */
#define AM_MEMBER_ID    16                /* bytes of a share's id */
#define AM_STEPS_TOLD   3                 /* of the cut-off, as of AM_VAR_LOST */

/* What a fact is of. */
enum am_entity_kind { AM_ENTITY_CORPORATION, AM_ENTITY_COUNTRY, AM_ENTITY_AREA, AM_ENTITY_STEP };
struct am_entity {
    enum am_entity_kind kind;
    unsigned step; /* from 1 on */
    const char *id;
    const struct am_corporation *corporation;
    const struct am_jurisdiction *country;
    const struct am_category *area;
};

/* Values as of figures.h: 0..AM_VALUE_ALL. */
enum {
    AM_FACT_EITHER,
    AM_FACT_SERVICE,
    AM_FACT_HOST,
    AM_FACT_PRESENCE
};                                            /* of a corporation, a country */
enum { AM_FACT_CONTACTS, AM_FACT_ESSENTIAL }; /* of an area */
enum { AM_FACT_LOST };                        /* of a step */
struct am_fact {
    uint16_t of;   /* entity */
    uint16_t also; /* entity + 1 of the provider of an area, the corporation of a step; 0: none */
    uint8_t value[4];
};

/* Figures of a whole office, in the order of AM_VAR_NAMED and after. */
enum am_whole {
    AM_WHOLE_NAMED,
    AM_WHOLE_OWNED,
    AM_WHOLE_HOSTED,
    AM_WHOLE_EXTRACTION,
    AM_WHOLE_EXTRACTION_UP,
    AM_WHOLE_NIGHT,
    AM_WHOLE_HOME,
    AM_WHOLE_COUNT
};
/* What an organization says of itself, by which cells are made; in the order of AM_CELL_SECTOR and
 * after. */
enum am_trait {
    AM_TRAIT_SECTOR,
    AM_TRAIT_COUNTRY,
    AM_TRAIT_TERRITORY,
    AM_TRAIT_SIZE,
    AM_TRAIT_COUNT
};

struct am_member {
    uint8_t organization[AM_MEMBER_ID]; /* digest of its key */
    uint8_t id[AM_MEMBER_ID];           /* of the share */
    uint16_t traits[AM_TRAIT_COUNT];    /* value + 1; 0: not told */
    uint16_t dataset;                   /* value */
    uint16_t devices;                   /* middle of the band */
    uint8_t round;
    uint8_t singles; /* essential areas with one provider */
    uint8_t whole[AM_WHOLE_COUNT];
    bool at_home; /* AM_WHOLE_HOME is told */
    int32_t from, to;
    size_t facts, fact_count;
};

struct am_shares;

/* The rules must outlive it. */
AM_MUST_CHECK enum am_status am_shares_new(const struct am_rules *rules, struct am_shares **out);
void am_shares_free(struct am_shares *m);
/* `organization` and `id` as in the store. NOT_FOUND: a corporation, country or area that the rules
 * do not know; the share was made with a newer dataset. */
AM_MUST_CHECK enum am_status am_shares_add(struct am_shares *m, const char *organization,
                                            const char *id, unsigned round,
                                            const struct am_share *share,
                                            struct am_problem *problem);

const struct am_member *am_shares_all(const struct am_shares *m, size_t *count);
const struct am_fact *am_shares_facts(const struct am_shares *m, const struct am_member *member);
const struct am_entity *am_shares_entities(const struct am_shares *m, size_t *count);
/* The text of a value of a trait or of a dataset. */
const char *am_shares_value(const struct am_shares *m, unsigned value);
/* 32 hexadecimal digits, as in the store; false: it is none. */
bool am_shares_id(const char *text, uint8_t out[AM_MEMBER_ID]);

#endif
