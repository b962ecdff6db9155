/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "batch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/table.h"

#define OWN "/.amarra-XXXXXX"

struct am_batch {
    const char *folder;
    bool made;          /* the folder was not there */
    char own[PATH_MAX]; /* where files wait, by number; "": none has come */
    char **names;
    uint32_t count, size;
    size_t placed; /* the first of them are in place */
    struct am_table seen;
};

static enum am_status io_problem(struct am_problem *problem, const char *path, const char *what)
{
    return am_problem_set(problem, AM_E_IO, path, 0, "can't %s: %s", what, strerror(errno));
}

static enum am_status make(const char *folder, bool *made, struct am_problem *problem)
{
    struct stat st;
    if (mkdir(folder, 0777) == 0) {
        *made = true;
        return AM_OK;
    }
    if (errno == EEXIST && stat(folder, &st) == 0 && S_ISDIR(st.st_mode))
        return AM_OK;
    if (errno == EEXIST)
        errno = ENOTDIR;
    return io_problem(problem, folder, "make the folder");
}

enum am_status am_batch_folder(const char *folder, struct am_problem *problem)
{
    bool made;
    return make(folder, &made, problem);
}

enum am_status am_batch_new(const char *folder, struct am_batch **out, struct am_problem *problem)
{
    struct am_batch *b = calloc(1, sizeof *b);
    if (!b)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    b->folder = folder;
    *out = b;
    return AM_OK;
}

static enum am_status join(const char *a, const char *b, char out[PATH_MAX],
                           struct am_problem *problem)
{
    int len = snprintf(out, PATH_MAX, "%s/%s", a, b);
    return len > 0 && len < PATH_MAX
               ? AM_OK
               : am_problem_set(problem, AM_E_LIMIT, a, 0, "the path is too long");
}

/* Where a file waits; the own folder's path left room for it. */
static void waiting(const struct am_batch *b, size_t at, char out[PATH_MAX])
{
    (void)snprintf(out, PATH_MAX, "%.*s/%zu", PATH_MAX - 32, b->own, at);
}

void am_batch_free(struct am_batch *b)
{
    if (!b)
        return;
    for (size_t i = b->placed; i < b->count; i++) {
        char path[PATH_MAX];
        waiting(b, i, path);
        (void)unlink(path);
    }
    if (b->own[0])
        (void)rmdir(b->own);
    if (b->made && b->placed == 0)
        (void)rmdir(b->folder); /* it stays where somebody put something into it */
    for (size_t i = 0; i < b->count; i++)
        free(b->names[i]);
    free(b->names);
    am_table_done(&b->seen);
    free(b);
}

/* Made of parts that are names: none is empty or begins with a dot. */
static bool is_inside(const char *name)
{
    size_t len = strlen(name);
    for (const char *part = name; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL)
        if (part[0] == '.' || part[0] == '/' || part[0] == '\0')
            return false;
    return len <= AM_BATCH_NAME_MAX;
}

static bool is_there(const struct am_batch *b, const char *name, uint32_t hash)
{
    for (uint32_t at = hash, i; (i = am_table_next(&b->seen, hash, &at)) != AM_TABLE_NONE;)
        if (strcmp(b->names[i], name) == 0)
            return true;
    return false;
}

static enum am_status begin(struct am_batch *b, struct am_problem *problem)
{
    int len = snprintf(b->own, sizeof b->own, "%s" OWN, b->folder);
    if (len < 0 || (size_t)len >= sizeof b->own - AM_BATCH_NAME_MAX) {
        b->own[0] = '\0';
        return am_problem_set(problem, AM_E_LIMIT, b->folder, 0, "the path is too long");
    }
    enum am_status status = make(b->folder, &b->made, problem);
    if (status == AM_OK && !mkdtemp(b->own))
        status = io_problem(problem, b->folder, "create a file there");
    if (status != AM_OK)
        b->own[0] = '\0';
    return status;
}

static enum am_status write_file(const char *path, const struct am_text *text, const char *name,
                                 struct am_problem *problem)
{
    FILE *stream = fopen(path, "wbxe");
    bool ok = stream && fwrite(text->at, 1, text->len, stream) == text->len;
    int why = errno;
    if (stream && fclose(stream) != 0 && ok) {
        ok = false;
        why = errno;
    }
    errno = why;
    return ok ? AM_OK : io_problem(problem, name, "write the file");
}

static enum am_status remember(struct am_batch *b, const char *name, uint32_t hash,
                               struct am_problem *problem)
{
    char **names = am_array_room(b->names, b->count, &b->size, sizeof *b->names);
    char *copy = strdup(name);
    if (names)
        b->names = names;
    if (!names || !copy || !am_table_add(&b->seen, hash, b->count)) {
        free(copy);
        return am_problem_set(problem, AM_E_NO_MEMORY, name, 0, "out of memory");
    }
    b->names[b->count++] = copy;
    return AM_OK;
}

static enum am_status add(struct am_batch *b, const char *name, const struct am_text *text,
                          struct am_problem *problem)
{
    char path[PATH_MAX];
    enum am_status status = am_text_status(text);
    if (status != AM_OK)
        return am_problem_set(problem, status, name, 0, "can't be made: %s",
                              am_status_name(status));
    if (!is_inside(name))
        return am_problem_set(problem, AM_E_USAGE, name, 0, "this is no name for a file in %s",
                              b->folder);
    uint32_t hash = am_table_hash(name, strlen(name));
    if (is_there(b, name, hash))
        return am_problem_set(problem, AM_E_USAGE, name, 0, "two files would have this name");
    if (b->count == AM_BATCH_FILES_MAX)
        return am_problem_set(problem, AM_E_LIMIT, b->folder, 0, "more than %d files",
                              AM_BATCH_FILES_MAX);
    status = b->own[0] ? AM_OK : begin(b, problem);
    if (status == AM_OK) {
        waiting(b, b->count, path);
        status = write_file(path, text, name, problem);
        if (status == AM_OK)
            status = remember(b, name, hash, problem);
        if (status != AM_OK)
            (void)unlink(path);
    }
    return status;
}

enum am_status am_batch_add(struct am_batch *b, const char *name, struct am_text *text,
                            struct am_problem *problem)
{
    enum am_status status = add(b, name, text, problem);
    am_text_done(text);
    return status;
}

size_t am_batch_count(const struct am_batch *b)
{
    return b->count;
}

const char *am_batch_name(const struct am_batch *b, size_t at)
{
    return b->names[at];
}

/* One call for all, instead of one a file: on a memory stick that is seconds instead of minutes. */
static enum am_status settle(const char *folder, struct am_problem *problem)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && (syncfs(fd) == 0 || errno == ENOSYS || errno == EINVAL);
    enum am_status status = ok ? AM_OK : io_problem(problem, folder, "write the files");
    if (fd >= 0)
        (void)close(fd);
    return status;
}

/* The folders that a name goes through. */
static enum am_status make_way(const struct am_batch *b, const char *name,
                               struct am_problem *problem)
{
    enum am_status status = AM_OK;
    for (const char *slash = strchr(name, '/'); slash && status == AM_OK;
         slash = strchr(slash + 1, '/')) {
        char part[AM_BATCH_NAME_MAX + 1];
        char path[PATH_MAX];
        (void)snprintf(part, sizeof part, "%.*s", (int)(slash - name), name);
        status = join(b->folder, part, path, problem);
        if (status == AM_OK)
            status = am_batch_folder(path, problem);
    }
    return status;
}

enum am_status am_batch_commit(struct am_batch *b, struct am_problem *problem)
{
    enum am_status status = b->count > 0 ? settle(b->own, problem) : AM_OK;
    for (size_t i = 0; status == AM_OK && i < b->count; i++)
        status = make_way(b, b->names[i], problem);
    while (status == AM_OK && b->placed < b->count) {
        char from[PATH_MAX];
        char to[PATH_MAX];
        waiting(b, b->placed, from);
        status = join(b->folder, b->names[b->placed], to, problem);
        if (status == AM_OK && rename(from, to) != 0)
            status = io_problem(problem, to, "put the file in place");
        if (status == AM_OK)
            b->placed++;
    }
    if (status == AM_OK && b->count > 0) {
        (void)rmdir(b->own);
        b->own[0] = '\0';
        status = settle(b->folder, problem);
    }
    return status;
}
