/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of the kit's values share. */
#ifndef AM_REPORTS_CAMPAIGN_KIT_VALUES_PRIVATE_H
#define AM_REPORTS_CAMPAIGN_KIT_VALUES_PRIVATE_H

#include "campaign/kit/values.h"

struct am_kit_values_ctx {
    const struct am_campaign_figures *figures;
    const struct am_rules *rules;
    struct am_speech *speech;
    const struct am_cell *all; /* of the latest round; NULL: no round is told */
};

/* "35 of 54", "49 or more of about 55"; NULL: it is not told. */
const char *am_kit_count(struct am_speech *s, const struct am_campaign_figure *f);
/* 0..1, of what is told at least; below 0: it is not told. */
double am_kit_part(const struct am_campaign_figure *f);
/* Count, share and interval, under these names. */
void am_kit_add_count(struct am_values *v, struct am_speech *s, const struct am_campaign_figure *f);
/* The median of bands, and what half have more than. `f` NULL: not told. */
void am_kit_add_median(struct am_values *v, struct am_speech *s, const char *name, const char *from,
                       const struct am_campaign_figure *f);

void am_kit_add_lists(const struct am_kit_values_ctx *k, struct am_values *v);

#endif
