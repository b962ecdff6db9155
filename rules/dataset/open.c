/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <unistd.h>

#include "base/file.h"
#include "compiled/compiled.h"
#include "dataset/dataset.h"
#include "text/folder.h"

enum am_status am_dataset_open(const char *folder, struct am_rules **out,
                               struct am_problem *problem)
{
    char path[PATH_MAX];
    char found[PATH_MAX];
    struct am_dataset_folder files;
    enum am_status status = AM_OK;
    if (!folder) {
        status = am_data_dir(NULL, found, problem);
        folder = found;
    }
    if (status != AM_OK)
        return status;
    int len = snprintf(path, sizeof path, "%s/" AM_COMPILED_FILE, folder);
    if (len < 0 || (size_t)len >= sizeof path)
        return am_problem_set(problem, AM_E_LIMIT, folder, 0, "the path is too long");
    if (access(path, F_OK) == 0)
        return am_compiled_open(path, out, problem);
    status = am_dataset_read(folder, &files, problem);
    if (status != AM_OK)
        return status;
    status = am_rules_load(files.files, files.count, folder, out, problem);
    am_dataset_done(&files);
    return status;
}
