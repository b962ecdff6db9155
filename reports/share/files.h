/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The two files of a share: what is given away, and the receipt that is kept (mode 0600). Written
 * both or none; nothing that is there and says something else is written over, for without its
 * receipt no share can be withdrawn. */
#ifndef AM_REPORTS_SHARE_FILES_H
#define AM_REPORTS_SHARE_FILES_H

#include <limits.h>

#include "base/text.h"

struct am_share_files {
    char share_path[PATH_MAX], receipt_path[PATH_MAX];
    struct am_text share, receipt; /* empty until they are sealed */
};

/* `path` NULL: "share-CAMPAIGN.json" here. LIMIT for a path that is too long. `out` is for
 * am_share_files_done whatever is returned. */
AM_MUST_CHECK enum am_status am_share_files_begin(const char *path, const char *campaign,
                                                  struct am_share_files *out,
                                                  struct am_problem *problem);
void am_share_files_done(struct am_share_files *f);

/* USAGE: one of them is there and holds something else; what holds the same may stay. */
AM_MUST_CHECK enum am_status am_share_files_check(const struct am_share_files *f,
                                                  struct am_problem *problem);
AM_MUST_CHECK enum am_status am_share_files_write(const struct am_share_files *f,
                                                  struct am_problem *problem);

#endif
