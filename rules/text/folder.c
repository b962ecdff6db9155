/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

static const char *const single[] = {"VERSION", "sources.json", "categories.json",
                                     "public_suffix_list.dat"};
static const char *const folders[] = {"jurisdictions", "corporations"};
/* What a dataset may do without. */
static const char *const optional_files[] = {"blocs.json", "resolvers.json", "tunnels.json",
                                             "ech.json"};
static const char *const optional_folders[] = {"ranges", "alternatives"};

void am_dataset_done(struct am_dataset_folder *d)
{
    for (size_t i = 0; i < d->count; i++) {
        am_free(d->files[i].text.at);
        am_free(d->files[i].path);
    }
    free(d->files);
    *d = (struct am_dataset_folder){0};
}

/* Reads folder/path. */
static enum am_status add_file(struct am_dataset_folder *d, const char *folder, const char *path,
                               struct am_problem *problem)
{
    if (d->count >= AM_DATASET_FILES_MAX)
        return am_problem_set(problem, AM_E_LIMIT, folder, 0, "more than %d files",
                              AM_DATASET_FILES_MAX);
    if (d->count == d->size) {
        size_t size = d->size > 0 ? d->size * 2 : 64;
        struct am_dataset_file *files = reallocarray(d->files, size, sizeof *files);
        if (!files)
            return am_problem_set(problem, AM_E_NO_MEMORY, folder, 0, "out of memory");
        d->files = files;
        d->size = size;
    }
    char whole[PATH_MAX];
    int len = snprintf(whole, sizeof whole, "%s/%s", folder, path);
    if (len < 0 || (size_t)len >= sizeof whole)
        return am_problem_set(problem, AM_E_LIMIT, folder, 0, "the path is too long");
    if (access(whole, F_OK) != 0)
        return am_problem_set(problem, AM_E_NOT_FOUND, whole, 0,
                              "it is missing: is this the data folder?");
    struct am_dataset_file *file = &d->files[d->count];
    enum am_status status = am_file_load(whole, AM_JSON_FILE_MAX, &file->text, problem);
    if (status != AM_OK)
        return status;
    file->path = strdup(path);
    d->count++; /* am_dataset_done frees the bytes even where the path failed */
    if (!file->path)
        return am_problem_set(problem, AM_E_NO_MEMORY, folder, 0, "out of memory");
    return AM_OK;
}

static bool is_json(const char *name)
{
    size_t len = strlen(name);
    return name[0] != '.' && len > 5 && strcmp(name + len - 5, ".json") == 0;
}

static enum am_status add_folder(struct am_dataset_folder *d, const char *folder, const char *sub,
                                 struct am_problem *problem)
{
    char path[PATH_MAX];
    int len = snprintf(path, sizeof path, "%s/%s", folder, sub);
    DIR *dir = len > 0 && (size_t)len < sizeof path ? opendir(path) : NULL;
    if (!dir)
        return am_problem_set(problem, AM_E_NOT_FOUND, path, 0, "can't read the folder: %s",
                              strerror(errno));
    enum am_status status = AM_OK;
    const struct dirent *entry;
    while (status == AM_OK && (entry = readdir(dir)))
        if (is_json(entry->d_name)) {
            (void)snprintf(path, sizeof path, "%s/%s", sub, entry->d_name);
            status = add_file(d, folder, path, problem);
        }
    (void)closedir(dir);
    return status;
}

static bool is_there(const char *folder, const char *path)
{
    char whole[PATH_MAX];
    int len = snprintf(whole, sizeof whole, "%s/%s", folder, path);
    return len > 0 && (size_t)len < sizeof whole && access(whole, F_OK) == 0;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct am_dataset_file *)a)->path,
                  ((const struct am_dataset_file *)b)->path);
}

enum am_status am_dataset_read(const char *folder, struct am_dataset_folder *out,
                               struct am_problem *problem)
{
    struct am_dataset_folder d = {0};
    enum am_status status = AM_OK;
    for (size_t i = 0; i < sizeof single / sizeof *single && status == AM_OK; i++)
        status = add_file(&d, folder, single[i], problem);
    for (size_t i = 0; i < sizeof folders / sizeof *folders && status == AM_OK; i++)
        status = add_folder(&d, folder, folders[i], problem);
    for (size_t i = 0; i < sizeof optional_files / sizeof *optional_files && status == AM_OK; i++)
        if (is_there(folder, optional_files[i]))
            status = add_file(&d, folder, optional_files[i], problem);
    for (size_t i = 0; i < sizeof optional_folders / sizeof *optional_folders && status == AM_OK;
         i++)
        if (is_there(folder, optional_folders[i]))
            status = add_folder(&d, folder, optional_folders[i], problem);
    if (status != AM_OK) {
        am_dataset_done(&d);
        return status;
    }
    qsort(d.files, d.count, sizeof *d.files, by_path);
    *out = d;
    return AM_OK;
}
