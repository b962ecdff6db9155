/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the rules of an audit share: how a breach is told, and the list of them. */
#ifndef AM_REPORTS_CAMPAIGN_AUDIT_RULES_H
#define AM_REPORTS_CAMPAIGN_AUDIT_RULES_H

#include "campaign/audit/audit.h"

/* What a figure is, without its cell: "either/alphabet", "area-provider/email/alphabet". */
#define AM_AUDIT_FIGURE 192
void am_audit_figure(enum am_variable_kind kind, const char *of, const char *also,
                     char out[AM_AUDIT_FIGURE]);

/* `cell` and `figure` are copied; NULL: none. */
void am_audit_break(struct am_audit *a, enum am_audit_rule rule, unsigned edition, const char *cell,
                    const char *figure, const char *format, ...) AM_PRINTF(6, 7);
/* The same of a row of a publication. */
void am_audit_break_row(struct am_audit *a, enum am_audit_rule rule, unsigned edition,
                        const struct am_published *row, const char *format, ...) AM_PRINTF(5, 6);
/* A sentence, once. */
void am_audit_unseen(struct am_audit *a, const char *format, ...) AM_PRINTF(2, 3);

/* Own arithmetic of what a told number leaves open; not am_number_span. */
struct am_audit_span {
    int64_t low, high;
};
struct am_audit_span am_audit_span(const struct am_publication *p, const struct am_number *told,
                                   uint64_t n);
/* Whether a figure's base is the count of another one: of `kind`, of the same area or
 * corporation. AM_VAR_COUNT: it is not. */
enum am_variable_kind am_audit_base_kind(enum am_variable_kind kind);
const struct am_published *am_audit_base_row(const struct am_publication *p,
                                             const struct am_published *row);
/* The round's AM_CELL_ALL; NULL: there is none. */
const struct am_cell *am_audit_all(const struct am_publication *p, unsigned round);
/* Whether a count is what is told of it (else only quartiles are, and their base). */
bool am_audit_counts(enum am_variable_kind kind);

/* Whether what a cell differs by in editions e and f (their places) is whom came or left: "other"
 * is of the same kind of organizations only where the others are; and, without members, its round
 * must not have had both who came and who left. */
bool am_audit_comparable(const struct am_audit *a, size_t e, size_t f, const struct am_cell *cell);
/* How many came to a cell between editions e and f (their places), and how many left it: of its
 * members, where they are known, else as if only one of both had been. */
void am_audit_moved(const struct am_audit *a, size_t e, const struct am_cell *was, size_t f,
                    const struct am_cell *is, size_t *came, size_t *left);

/* The 95 % interval of a bootstrap: of a share of `count` among `n`, as counts; of the median of
 * `n`, as ranks. `low` and `high` each with what floating point leaves open. */
struct am_audit_interval {
    uint64_t low[2], high[2];
};
struct am_audit_interval am_audit_interval_of_share(uint64_t count, uint64_t n);
struct am_audit_interval am_audit_interval_of_median(uint64_t n);

/* The rules; one file each, but for what belongs together. */
enum am_status am_audit_settings(struct am_audit *a);
enum am_status am_audit_threshold(struct am_audit *a);
enum am_status am_audit_rounding(struct am_audit *a);
enum am_status am_audit_quartiles(struct am_audit *a);
enum am_status am_audit_sums(struct am_audit *a); /* SENSE, COMPLEMENT, DIFFERENCE */
enum am_status am_audit_sense(struct am_audit *a);
enum am_status am_audit_difference(struct am_audit *a);
enum am_status am_audit_files(struct am_audit *a);
enum am_status am_audit_members_check(struct am_audit *a); /* MEMBERS, FEW, LINKAGE */
enum am_status am_audit_truth(struct am_audit *a);         /* DOMINANCE, TRUTH */

#endif
