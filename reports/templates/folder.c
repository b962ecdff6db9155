/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "templates/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define FILE_MAX ((size_t)1 << 20)

enum am_status am_templates_open(const char *data_dir, const char *own, struct am_templates *out,
                                 struct am_problem *problem)
{
    struct am_templates t = {.own = own};
    char data[PATH_MAX - 8];
    char found[PATH_MAX];
    struct stat st;
    enum am_status status = am_data_dir(data_dir, found, problem);
    if (status != AM_OK)
        return status;
    if (strlen(found) >= sizeof data)
        return am_problem_set(problem, AM_E_LIMIT, found, 0, "the path is too long");
    (void)snprintf(data, sizeof data, "%.*s", (int)sizeof data - 1, found);
    (void)snprintf(t.data, sizeof t.data, "%s/kit", data);
    if (own && (stat(own, &st) != 0 || !S_ISDIR(st.st_mode)))
        return am_problem_set(problem, AM_E_USAGE, own, 0, "there is no such folder of templates");
    *out = t;
    return AM_OK;
}

static bool path_of(const char *folder, const char *name, char out[PATH_MAX])
{
    int len = snprintf(out, PATH_MAX, "%s/%s", folder, name);
    return len > 0 && len < PATH_MAX && access(out, F_OK) == 0;
}

enum am_status am_templates_load(const struct am_templates *t, const char *name, size_t limit,
                                 char path[PATH_MAX], struct am_bytes *out,
                                 struct am_problem *problem)
{
    if ((t->own && path_of(t->own, name, path)) || path_of(t->data, name, path))
        return am_file_load(path, limit, out, problem);
    return AM_E_NOT_FOUND;
}

static enum am_status copy(const struct am_templates *t, const char *name, struct am_batch *b,
                           struct am_problem *problem)
{
    char path[PATH_MAX];
    struct am_bytes bytes = {0};
    struct am_text text;
    if (!path_of(t->data, name, path))
        return AM_OK;
    enum am_status status = am_file_load(path, FILE_MAX, &bytes, problem);
    if (status != AM_OK)
        return status;
    am_text_init(&text, FILE_MAX);
    am_text_add_len(&text, (const char *)bytes.at, bytes.len);
    am_free(bytes.at);
    status = am_text_status(&text);
    if (status == AM_OK)
        status = am_batch_add(b, name, &text, problem);
    am_text_done(&text);
    return status;
}

enum am_status am_templates_copy(const struct am_templates *t, struct am_batch *b,
                                 struct am_problem *problem)
{
    struct dirent **files = NULL;
    enum am_status status = AM_OK;
    int count = scandir(t->data, &files, NULL, alphasort);
    if (count < 0)
        return am_problem_set(problem, AM_E_IO, t->data, 0, "can't read the folder: %s",
                              strerror(errno));
    for (int i = 0; i < count; i++) {
        if (status == AM_OK && files[i]->d_name[0] != '.' && i < AM_TEMPLATES_FILES_MAX)
            status = copy(t, files[i]->d_name, b, problem);
        free(files[i]);
    }
    free(files);
    return status;
}
