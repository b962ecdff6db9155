/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Within the reader of publications: publication_read.c takes all but the figures,
 * publication_rows.c the figures. */
#ifndef AM_REPORTS_CAMPAIGN_READING_H
#define AM_REPORTS_CAMPAIGN_READING_H

#include "base/table.h"
#include "campaign/figures/columns.h"
#include "campaign/figures/publication.h"
#include "members.h"

#define AM_PUBLISHED_COUNT_MAX 1000000000 /* of organizations */

struct am_reading {
    struct am_members r;
    struct am_publication *p;
    struct am_table by_cell; /* indices of p->cells, by their ids */
};

bool am_reading_is_subject(enum am_subject subject, const char *text);
/* A copy in the publication's memory; "" of NULL, and where there is none left. */
const char *am_reading_keep(struct am_reading *g, const char *text);
/* NULL: none of the cells that were read has this id. */
const struct am_cell *am_reading_cell(const struct am_reading *g, const char *id);

/* The list of figures, into g->p->rows. */
void am_reading_rows(struct am_reading *g, struct am_bytes list);

#endif
