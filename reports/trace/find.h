/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A corporation by what people type: its id or its name, whatever the case and the accents, or a
 * beginning that only one has. Those that a scan saw go before the others. */
#ifndef AM_REPORTS_TRACE_FIND_H
#define AM_REPORTS_TRACE_FIND_H

#include "indicators/figures.h"

#define AM_NEAR_MAX 6

struct am_corporation_search {
    const struct am_corporation *found; /* NULL: none, or more than one */
    bool several;                       /* `near` are those that it may mean */
    const struct am_corporation *near[AM_NEAR_MAX];
    size_t near_count;
};

/* `all` as am_rules_corporations gives them; `seen` tells who was contacted. NO_MEMORY. */
AM_MUST_CHECK enum am_status am_corporation_find(const struct am_corporation *const *all,
                                                 size_t count, const struct am_figures *seen,
                                                 const char *asked,
                                                 struct am_corporation_search *out);

#endif
