/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Shared by the files that make the sample, and by none else: who is asked what, what they answer
 * (campaign_sample_answers.c), what is told of that (campaign_sample_told.c). */
#ifndef AM_TEST_CAMPAIGN_SAMPLE_PRIVATE_H
#define AM_TEST_CAMPAIGN_SAMPLE_PRIVATE_H

#include "campaign/figures/figures.h"

#define SAMPLE_ORGANIZATIONS 64
#define SAMPLE_N             5u /* at_least */
#define SAMPLE_CELLS_MAX     40
#define SAMPLE_CORPORATIONS  29 /* the last two are of no dataset */
#define SAMPLE_AREAS         12
#define SAMPLE_COUNTRIES_MAX 12
#define SAMPLE_PROVIDERS     3 /* of an area */

struct sample_area {
    const char *id;
    int seen, single; /* of organizations, in tenths of a percent */
    const char *providers[SAMPLE_PROVIDERS];
};
extern const struct sample_area sample_areas[SAMPLE_AREAS];

/* Ids of those that are in the dataset. */
const char *sample_corporation(size_t i);

struct sample_made {
    struct am_campaign_figures *f;
    const struct am_rules *rules;
    const struct am_corporation *corporations[SAMPLE_CORPORATIONS];
    const struct am_category *areas[SAMPLE_AREAS];
    const struct am_jurisdiction *countries[SAMPLE_COUNTRIES_MAX];
    size_t country_count;
    bool members[SAMPLE_CELLS_MAX][SAMPLE_ORGANIZATIONS];
};

/* 0..999, the same for the same question. */
unsigned sample_draw(unsigned organization, unsigned what, unsigned salt);
bool sample_took_part(unsigned organization, unsigned round);
/* What an organization answers to a variable; -1: it is not asked. */
int sample_answer(const struct sample_made *m, const struct am_variable *v, unsigned organization,
                  unsigned round);

void sample_make_cells(struct sample_made *m);
/* Once cells and variables are there. */
void sample_make_figures(struct sample_made *m);

#endif
