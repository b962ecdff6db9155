/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the templates of a campaign's kit may say, from figures that may be published. Nothing is
 * told that is withheld or of fewer than may be told: such a figure has no text, and what a
 * template says with it falls away.
 *
 * Figures are those of the latest round, over all that took part. */
#ifndef AM_REPORTS_CAMPAIGN_KIT_VALUES_H
#define AM_REPORTS_CAMPAIGN_KIT_VALUES_H

#include "campaign/figures/figures.h"
#include "language.h"
#include "templates/values.h"

#define AM_KIT_LICENCE      "CC BY-SA 4.0"
#define AM_KIT_ALTERNATIVES 4 /* of an area */
#define AM_KIT_LAWS         4 /* of a country */

/* Every name that a template of a campaign may use. */
extern const struct am_value_names am_kit_names[];

/* What could take the place of an area's services: alternatives of the region first, then the easy
 * ones; `out` has room for `most`. Returns how many. */
size_t am_kit_alternatives(const struct am_rules *rules, const struct am_category *area,
                           const struct am_alternative **out, size_t most);

/* Texts live in `pool`. */
void am_kit_values(const struct am_campaign_figures *f, const struct am_rules *rules,
                   struct am_speech *s, struct am_pool *pool, struct am_values *out);

#endif
