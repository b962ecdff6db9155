/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The files of a dataset folder, read whole. */
#ifndef AM_RULES_FOLDER_H
#define AM_RULES_FOLDER_H

#include "text/load.h"

struct am_dataset_folder {
    struct am_dataset_file *files; /* sorted by path; paths and bytes are owned */
    size_t count, size;
};

/* What am_rules_load knows of: other files there are left alone. */
AM_MUST_CHECK enum am_status am_dataset_read(const char *folder, struct am_dataset_folder *out,
                                             struct am_problem *problem);
void am_dataset_done(struct am_dataset_folder *d);

#endif
