/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a campaign may publish now: its store, read whole, and the figures of that. Where nothing is
 * new since the last edition, it is that edition once more, to the byte. */
#ifndef AM_REPORTS_CAMPAIGN_EDITION_H
#define AM_REPORTS_CAMPAIGN_EDITION_H

#include "campaign/campaign.h"
#include "campaign/figures/figures.h"
#include "rules/rules.h"

#define AM_EDITIONS_MAX 1000

struct am_edition_now {
    struct am_campaign campaign;
    struct am_rules *rules;
    struct am_edition *before; /* editions that were published, in order; owned */
    size_t before_count;
    struct am_campaign_figures *figures;
    bool again; /* the last of them is this one */
};

/* "2026-11-28", today in UTC. */
#define AM_DAY_SIZE 16
void am_edition_today(char out[AM_DAY_SIZE]);

/* `data_dir` as of am_knowledge_options; `day` is that of an edition which is new. USAGE, with a
 * line why, where nothing may be published now. */
AM_MUST_CHECK enum am_status am_edition_open(const struct am_campaign_options *where,
                                             const char *data_dir, const char *day,
                                             struct am_edition_now *out,
                                             struct am_problem *problem);
void am_edition_close(struct am_edition_now *e);

/* Writes it down as published, where it is new: `publication` is the JSON of its figures. USAGE:
 * somebody else published meanwhile. */
AM_MUST_CHECK enum am_status am_edition_publish(struct am_edition_now *e,
                                                struct am_bytes publication,
                                                struct am_problem *problem);

#endif
