/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Figures of a campaign that is made up, for tests of what publishes them: sixty-four
 * organizations, two rounds, corporations of the real dataset and three others whose names are
 * long, Arabic and Chinese. Answers are drawn by a fixed rule; counts are rounded, cut and withheld
 * as docs/disclosure.md wants, but for its search for what could be computed: one number is
 * withheld wherever another would be alone. */
#ifndef AM_TEST_CAMPAIGN_SAMPLE_H
#define AM_TEST_CAMPAIGN_SAMPLE_H

#include "campaign/figures/figures.h"

struct campaign_sample {
    struct am_rules *rules;
    struct am_settings *settings;
    struct am_campaign_figures *figures;
};

/* From the data that were built beside the tests. Ends the program where it can't. */
void campaign_sample_open(struct campaign_sample *out);
void campaign_sample_done(struct campaign_sample *s);

#endif
