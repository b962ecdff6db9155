/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a campaign may publish: the only thing that site, data and kit read. Nothing in here is
 * exact where it may not be; docs/disclosure.md is the method.
 *
 * A share counts once, whatever its size: figures are of organizations, never of their bytes or
 * contacts. A
 * **cell** is a set of shares of one round: all, those of a sector, of a country, of a size, of a
 * territory, or those of organizations that took part in two rounds. A **variable** is one question
 * that each share answers with a value 0..AM_VALUE_ALL. A **figure** is a variable over a cell: of
 * `base` organizations, `count` have it.
 *
 * Memory: O(cells * variables), and eight bytes for each value of each share. */
#ifndef AM_REPORTS_CAMPAIGN_FIGURES_H
#define AM_REPORTS_CAMPAIGN_FIGURES_H

#include "campaign/settings.h"
#include "rules/rules.h"

/* Values of a variable of bands: 0 none, 1 to 20 from (v - 1) * 5 to less than v * 5 percent, 21
 * all. Of a flag: 0, 1. Of a number: itself, up to 21. */
#define AM_VALUE_ALL 21
enum am_unit { AM_UNIT_BAND, AM_UNIT_FLAG, AM_UNIT_NUMBER };

enum am_variable_kind {
    AM_VAR_EITHER,        /* corporation: contacts that need it in one ledger or the other */
    AM_VAR_SERVICE,       /* corporation: of the service ledger */
    AM_VAR_HOST,          /* corporation: of the host ledger */
    AM_VAR_PRESENCE,      /* corporation: of the hours of work */
    AM_VAR_LAW_SERVICE,   /* country, by the parent */
    AM_VAR_LAW_HOST,      /* country */
    AM_VAR_AREA,          /* area of work: seen enough; its part of the contacts */
    AM_VAR_AREA_SINGLE,   /* area: nine of ten contacts go to one; base: AM_VAR_AREA's count */
    AM_VAR_AREA_PROVIDER, /* area and corporation: it is that one; base: the same */
    AM_VAR_FIRST,         /* corporation: the one without which most stops */
    AM_VAR_LOST,          /* step "1", "2", "3": contacts lost without so many corporations */
    AM_VAR_SINGLES,       /* number of essential areas with one provider */
    AM_VAR_NAMED,
    AM_VAR_OWNED,
    AM_VAR_HOSTED,        /* coverage */
    AM_VAR_EXTRACTION,    /* contacts of telemetry, advertising, analytics */
    AM_VAR_EXTRACTION_UP, /* bytes up of those */
    AM_VAR_NIGHT,         /* contacts out of working time */
    AM_VAR_HOME, /* services whose parent is of the organization's country; base: who told it */
    AM_VAR_COUNT
};
struct am_variable_shape {
    const char *id; /* "either" ... of the data files */
    enum am_unit unit;
    bool prevalence;  /* `count` means something: how many have it at all */
    bool among_those; /* quartiles are of those that have it; else of the base */
};
const struct am_variable_shape *am_variable_shape(enum am_variable_kind kind);

struct am_variable {
    enum am_variable_kind kind;
    /* What it is of; which are set depends on the kind. */
    const struct am_corporation *corporation;
    const struct am_jurisdiction *country;
    const struct am_category *area;
    unsigned step;
};

enum am_cell_kind {
    AM_CELL_ALL,
    AM_CELL_SECTOR,
    AM_CELL_COUNTRY,
    AM_CELL_TERRITORY,
    AM_CELL_SIZE,
    AM_CELL_SAME, /* of this round, whose organizations took part in the round `other` too */
    AM_CELL_KINDS
};
#define AM_CELL_OTHER "other"
struct am_cell {
    char id[64]; /* "1/all", "1/sector/union", "1/country/UY", "1/sector/other", "2/same/1" */
    enum am_cell_kind kind;
    unsigned round, other; /* `other` of AM_CELL_SAME */
    const char
        *value; /* "union", "UY"; "other": all that may not be told one by one, or was not given */
    uint64_t n; /* organizations; at_least or more, exact */
};

enum am_told_as {
    AM_TELL_ROUNDED,  /* `n`: the count, to the nearest multiple */
    AM_TELL_FEWER,    /* fewer than `n`: at_least; perhaps none */
    AM_TELL_MOST,     /* `n` or more, perhaps all: all but fewer than at_least */
    AM_TELL_WITHHELD, /* not told, so that another can't be computed from it */
};
struct am_number {
    enum am_told_as as;
    uint64_t n;
};

/* Nearest rank. `told` only where at_least organizations lie on either side. */
struct am_quantile {
    bool told;
    unsigned value;
};

struct am_campaign_figure {
    const struct am_variable *variable;
    const struct am_cell *cell;
    struct am_number base,
        count; /* base: AM_TELL_ROUNDED with the cell's exact n where it is the cell */
    /* Of AM_TELL_ROUNDED, in tenths of a percent: the share, and the 95 % interval of its
     * bootstrap. */
    unsigned share, share_low, share_high;
    struct am_quantile q1, median, q3, median_low,
        median_high; /* the latter two: bootstrap, 95 % */
};

struct am_campaign_figures {
    const struct am_settings *settings; /* borrowed */
    const char *dataset;                /* that named corporations and countries */
    unsigned edition;
    const char *day;                             /* "2026-11-28" */
    size_t shares, held;                         /* in this edition; set aside for the next one */
    const char *dataset_oldest, *dataset_newest; /* of the shares */
    int32_t month_from, month_to;                /* of all shares, as of am_share */
    AM_LINES(struct am_cell)
    cells; /* by round, kind, then most organizations first; "other" last */
    AM_LINES(struct am_variable) variables;
    AM_LINES(struct am_campaign_figure) figures; /* by cell, kind, then largest count first */
    struct am_bytes members; /* who is in which cell, for the store alone (attendance.h) */
    uint64_t told, withheld; /* figures with a count; withheld ones among them */
    size_t unproven; /* sums that others may compute, for which no second possible world was found
                      * and nothing of this edition is left to withhold (docs/disclosure.md) */
    struct am_pool pool;
};

/* NULL where nothing is told of it. `what`: the corporation, country or area; `also`: the provider.
 */
const struct am_campaign_figure *am_campaign_figure(const struct am_campaign_figures *f,
                                                    const struct am_cell *cell,
                                                    enum am_variable_kind kind, const void *what,
                                                    const void *also);
/* Those of one kind over a cell, in order; `count` of them from the pointer on. */
const struct am_campaign_figure *am_campaign_list(const struct am_campaign_figures *f,
                                                  const struct am_cell *cell,
                                                  enum am_variable_kind kind, size_t *count);
/* Whether the base of its figures is all organizations of the cell, told exactly; else a count,
 * told as one. */
bool am_kind_is_of_cell(enum am_variable_kind kind);
/* NULL: there is none. `value` NULL: of AM_CELL_ALL. */
const struct am_cell *am_campaign_cell(const struct am_campaign_figures *f, unsigned round,
                                       enum am_cell_kind kind, const char *value);

/* Of all shares of a campaign and the editions it has published, in order. USAGE, with a line why,
 * where nothing may be published now: too few organizations, or too few that came or left since the
 * last edition. */
struct am_shares;
struct am_edition;
AM_MUST_CHECK enum am_status
am_campaign_figures_of(const struct am_shares *shares, const struct am_edition *editions,
                       size_t edition_count, const struct am_settings *settings,
                       const struct am_rules *rules, const char *day,
                       struct am_campaign_figures **out, struct am_problem *problem);
void am_campaign_figures_free(struct am_campaign_figures *f);

#endif
