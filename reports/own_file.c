/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "own_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool am_own_file_find(const char *variable, const char *folder, const char *file,
                      struct am_own_file *out)
{
    struct am_own_file p = {0};
    const char *own = getenv(variable);
    const char *home = getenv("HOME");
    p.is_home = !own || own[0] != '/'; /* which is to be ignored, says the specification */
    const char *base = p.is_home ? home : own;
    if (!base || base[0] != '/')
        return false;
    p.base_len = strlen(base);
    int len = snprintf(p.path, sizeof p.path, "%s%s%s", base, p.is_home ? folder : "", file);
    if (len <= 0 || (size_t)len >= sizeof p.path)
        return false;
    *out = p;
    return true;
}

static enum am_status make_folder(const char *path, struct am_problem *problem)
{
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return AM_OK;
    return am_problem_set(problem, AM_E_IO, path, 0, "can't make the folder: %s", strerror(errno));
}

enum am_status am_own_file_folders(struct am_own_file *p, struct am_problem *problem)
{
    struct stat st;
    enum am_status status = AM_OK;
    for (char *slash = p->path + p->base_len; status == AM_OK && slash;
         slash = strchr(slash + 1, '/')) {
        bool base = slash == p->path + p->base_len;
        *slash = '\0';
        if (!base || !p->is_home)
            status = make_folder(p->path, problem);
        if (status == AM_OK && base && (stat(p->path, &st) != 0 || st.st_uid != geteuid()))
            status = am_problem_set(problem, AM_E_IO, p->path, 0,
                                    "is not yours, so nothing is kept there");
        *slash = '/';
    }
    return status;
}
