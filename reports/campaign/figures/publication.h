/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A publication as a file ("amarra-publication/1", docs/publication.md): all that a campaign tells,
 * and all that an audit or the next edition needs to know of what was told. The same figures give
 * the same bytes. */
#ifndef AM_REPORTS_CAMPAIGN_PUBLICATION_H
#define AM_REPORTS_CAMPAIGN_PUBLICATION_H

#include "base/reader.h"
#include "base/text.h"
#include "campaign/figures/figures.h"
#include "campaign/figures/numbers.h"

#define AM_PUBLICATION_VERSION 1
#define AM_PUBLICATION_BYTES   ((size_t)256 << 20)
#define AM_PUBLICATION_ROWS    2000000u
#define AM_PUBLICATION_CELLS   4000u
#define AM_PUBLICATION_MEMORY  ((size_t)1 << 30)

AM_MUST_CHECK enum am_status am_publication_write(const struct am_campaign_figures *f,
                                                  struct am_text *out);

/* A figure as it was read. Texts are those of the file: the dataset may have changed since. */
struct am_published {
    const struct am_cell *cell;
    enum am_variable_kind kind;
    const char *of, *also; /* "" where the kind has none */
    struct am_number base, count;
    bool exact; /* `base` is the cell itself */
    unsigned share, share_low, share_high;
    struct am_quantile q1, median, q3, median_low, median_high;
};

struct am_publication {
    const char *campaign, *day, *dataset, *dataset_oldest, *dataset_newest;
    unsigned edition, method;
    struct am_rule_of_numbers rule;
    unsigned dominance;
    int32_t month_from, month_to;
    size_t shares, held;
    AM_LINES(struct am_cell) cells;
    AM_LINES(struct am_published) rows; /* in the order of am_published_order */
    struct am_pool pool;
};

/* Strict: every member known, of its kind, within its limits, no cell or figure twice. Whether it
 * keeps the rules of disclosure is for the audit. MALFORMED, LIMIT (a version that is newer than
 * this program). */
AM_MUST_CHECK enum am_status am_publication_read(struct am_bytes text, const char *file,
                                                 struct am_publication **out,
                                                 struct am_problem *problem);
void am_publication_free(struct am_publication *p);

/* By cell, kind, of, also. */
int am_published_order(const void *a, const void *b);
/* NULL: there is none. */
const struct am_published *am_published_find(const struct am_publication *p,
                                             const struct am_cell *cell, enum am_variable_kind kind,
                                             const char *of, const char *also);
const struct am_cell *am_published_cell(const struct am_publication *p, const char *id);

#endif
