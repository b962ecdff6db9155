/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a campaign is: a JSON file that campaigners write (docs/campaign.md; 'amarra campaign
 * example' prints one), kept in the store as it was read. */
#ifndef AM_REPORTS_CAMPAIGN_SETTINGS_H
#define AM_REPORTS_CAMPAIGN_SETTINGS_H

#include "base/reader.h"
#include "charts/charts.h"
#include "indicators/figures.h"
#include "share/share.h"

#define AM_CAMPAIGN_AT_LEAST  5  /* N: nothing is told of fewer organizations */
#define AM_CAMPAIGN_ROUND_TO  5  /* counts are told as multiples of it */
#define AM_CAMPAIGN_DOMINANCE 50 /* percent of a cell's devices that one organization may have */
#define AM_CAMPAIGN_ROUNDS    40

struct am_territory {
    const char *code;                 /* as in shares: "UY-MO" */
    const char *names[AM_LANG_COUNT]; /* NULL: as in English, else the code */
};

struct am_settings {
    const char *id;                   /* of AM_SHARE_CAMPAIGN bytes at most */
    const char *title[AM_LANG_COUNT]; /* one at least; NULL: the first that is given */
    const char
        *request[AM_LANG_COUNT];     /* what the campaign asks for, one sentence; NULL: nothing */
    const char *organizer, *contact; /* who publishes, and how to reach them */
    const char *reply;   /* where a corporation or an organization answers; NULL: contact */
    const char *address; /* where the publication will be, "https://..."; NULL: not told */
    const char *dataset; /* shares of an older one are refused; NULL: any */
    unsigned at_least, round_to, dominance;
    bool trials;                        /* scans that are too little to publish count too */
    int32_t rounds[AM_CAMPAIGN_ROUNDS]; /* first month of each, ascending, as of am_share */
    size_t round_count;                 /* 1 at least; the first holds all before too */
    struct am_chart_colours colours;
    AM_LINES(struct am_territory) territories;
    struct am_pool pool;
};

/* Strict as am_share_parse: a member that is not known is a mistake, told with its line. */
AM_MUST_CHECK enum am_status am_settings_parse(struct am_bytes text, const char *file,
                                               struct am_settings **out,
                                               struct am_problem *problem);
void am_settings_free(struct am_settings *s);
/* The round of a share, from 1 on, by its last month. */
unsigned am_settings_round(const struct am_settings *s, const struct am_share *share);

#endif
