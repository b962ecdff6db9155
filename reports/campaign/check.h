/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whether a share, which is signed and well formed, may count in a campaign: made for it, with the
 * figures and the dataset that it counts by, of a scan that saw the organization, and without what
 * can't all be true at once. */
#ifndef AM_REPORTS_CAMPAIGN_CHECK_H
#define AM_REPORTS_CAMPAIGN_CHECK_H

#include "campaign/settings.h"
#include "rules/rules.h"

#define AM_CHECK_YEAR 2020 /* no scan is older */

struct am_check {
    const struct am_settings *settings;
    const struct am_rules *rules;
    int32_t today; /* days since 1970-01-01, in UTC */
};

/* USAGE, with a line why not that the campaigner can pass on. */
AM_MUST_CHECK enum am_status am_check_share(const struct am_check *c, const struct am_share *share,
                                            const char *file, unsigned long line,
                                            struct am_problem *problem);

#endif
