/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The families of figures, one file each: `add` takes a row, `finish` sorts the lines. */
#ifndef AM_REPORTS_FAMILIES_H
#define AM_REPORTS_FAMILIES_H

#include "indicators/figures.h"

/* One row as every family reads it. */
struct am_row_view {
    const struct am_seen *seen;
    struct am_sum sum;
    int64_t hour;
    bool named, resolver;
    const char *hidden_dns; /* "dot", "doq" or "doh": a question that can't be seen; else NULL */
    bool tunnel;
    const struct am_corporation *service, *host; /* parents, NULL: not known */
    bool working;                                /* within working time */
    unsigned slot;                               /* hour of the week */
    int32_t date;                                /* of the organization's clock */
};

enum am_takes { AM_TAKES_LEDGER, AM_TAKES_DNS, AM_TAKES_ALL };

struct am_family {
    enum am_takes takes; /* which rows: contacts, DNS exchanges or both */
    void (*add)(struct am_figures *f, const struct am_row_view *row);
    enum am_status (*finish)(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem);
};

extern const struct am_family am_family_coverage, am_family_owners, am_family_countries,
    am_family_places, am_family_work, am_family_leaving, am_family_resolvers, am_family_unknown,
    am_family_tunnels, am_family_conflicts, am_family_names, am_family_findings, am_family_rhythm,
    am_family_cuts, am_family_depth, am_family_concentration, am_family_exits, am_family_near,
    am_family_paths;

/* The row as families read it. */
struct am_row_view am_row_view_of(struct am_figures *f, const struct am_seen *seen);

/* Adds up what markers saw (markers.c), before the figures are finished. */
enum am_status am_markers_finish(struct am_figures *f);

/* Distinct devices behind a label, k applied. */
enum am_status am_reach_of(const struct am_figures *f, const struct am_finish *how,
                           const char *kind, const char *id, int64_t *out,
                           struct am_problem *problem);

/* Sum and hours of a group, NULL: nothing; devices are not told yet. */
struct am_measure am_measure_of(const struct am_figures *f, const struct am_group *g);

/* The line of a corporation among the owners; NULL: none. Once those are finished. */
struct am_owner_line *am_owner_line_of(struct am_figures *f, const struct am_corporation *c);

/* Whether a part is AM_STOPS_PERCENT of the whole, or more. */
bool am_nearly_all(uint64_t part, uint64_t whole);

/* More contacts first; 0 where equal: the caller decides by name, so that order is stable. */
int am_sum_compare(const struct am_sum *a, const struct am_sum *b);

/* `count` lines in the figures' memory, or NULL and a status. */
void *am_lines(struct am_figures *f, size_t count, size_t size);

#endif
