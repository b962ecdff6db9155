/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A session watched in a terminal, from its beginning until a key or a signal ends it. */
#ifndef AM_REPORTS_LIVE_H
#define AM_REPORTS_LIVE_H

#include "live/session.h"

struct am_live_options {
    struct am_session_options session;
    const char *source;   /* shown: "eth0", "office.pcap" */
    const char *data_dir; /* as for am_data_dir */
};

/* Says at the end, on standard output, where the scan is and what to do next. */
AM_MUST_CHECK enum am_status am_live_watch(const struct am_live_options *options,
                                           struct am_problem *problem);

#endif
