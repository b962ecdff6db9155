/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Where a person's own files of amarra are (XDG Base Directory Specification): in the folder that
 * an absolute $XDG_... names, else in one of their home. Of the environment as it is: under sudo,
 * that is root's own. */
#ifndef AM_REPORTS_OWN_FILE_H
#define AM_REPORTS_OWN_FILE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct am_own_file {
    char path[PATH_MAX];
    size_t base_len; /* bytes of it that name the folder of $XDG_..., or the home */
    bool is_home;    /* which is there, or not to be made */
};

/* `variable` as "XDG_STATE_HOME", `folder` of the home in its stead as "/.local/state", `file` as
 * "/amarra/agreed". False: there is no such place. */
bool am_own_file_find(const char *variable, const char *folder, const char *file,
                      struct am_own_file *out);

/* Makes the folders that hold it, for their owner alone. IO also where the first one is somebody
 * else's. */
AM_MUST_CHECK enum am_status am_own_file_folders(struct am_own_file *p, struct am_problem *problem);

#endif
