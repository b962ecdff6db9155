/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Where templates lie: those that a campaign edited go before the program's own, file by file. */
#ifndef AM_REPORTS_TEMPLATES_FOLDER_H
#define AM_REPORTS_TEMPLATES_FOLDER_H

#include <limits.h>

#include "base/reader.h"
#include "batch.h"

#define AM_TEMPLATES_FILES_MAX 500

struct am_templates {
    const char *own; /* borrowed; NULL: none */
    char data[PATH_MAX];
};

/* `data_dir` as for am_data_dir; `own` is a folder. */
AM_MUST_CHECK enum am_status am_templates_open(const char *data_dir, const char *own,
                                               struct am_templates *out,
                                               struct am_problem *problem);
/* NOT_FOUND, with nothing said, where neither folder has it. `path` tells which it was; the caller
 * frees out->at with am_free. */
AM_MUST_CHECK enum am_status am_templates_load(const struct am_templates *t, const char *name,
                                               size_t limit, char path[PATH_MAX],
                                               struct am_bytes *out, struct am_problem *problem);
/* Adds all of the program's own. */
AM_MUST_CHECK enum am_status am_templates_copy(const struct am_templates *t, struct am_batch *b,
                                               struct am_problem *problem);

#endif
