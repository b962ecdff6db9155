/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Complementary suppression: numbers are withheld until nothing that must stay open can be computed
 * from what is told, in this edition and in all earlier ones together. */
#ifndef AM_REPORTS_CAMPAIGN_PROTECT_H
#define AM_REPORTS_CAMPAIGN_PROTECT_H

#include "campaign/figures/build.h"

/* Numbers of t->told become AM_TELL_WITHHELD. `open`: what could not be closed, because earlier
 * editions had told it already. */
AM_MUST_CHECK enum am_status am_protect(struct am_told_round *t, const struct am_plan *plan,
                                        struct am_rule_of_numbers rule, size_t *open);

#endif
