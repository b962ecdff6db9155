/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum am_status io_problem(struct am_problem *problem, const char *path, const char *what)
{
    return am_problem_set(problem, AM_E_IO, path, 0, "can't %s: %s", what, strerror(errno));
}

enum am_status am_file_create(const char *path, struct am_file *out, struct am_problem *problem)
{
    struct am_file f = {0};
    struct stat st;
    /* A file is put in its place: of /dev/null it would make one, for everybody. */
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
        return am_problem_set(problem, AM_E_IO, path, 0,
                              "it is a device or a pipe: name a file to write");
    int a = snprintf(f.path, sizeof f.path, "%s", path);
    int b = snprintf(f.temporary, sizeof f.temporary, "%s.XXXXXX", path);
    if (a < 0 || b < 0 || (size_t)b >= sizeof f.temporary)
        return am_problem_set(problem, AM_E_LIMIT, path, 0, "the path is too long");
    int fd = mkostemp(f.temporary, O_CLOEXEC);
    if (fd < 0)
        return io_problem(problem, path, "create a file there");
    mode_t mask = umask(0);
    (void)umask(mask);
    (void)fchmod(fd, 0666 & ~mask); /* a memory stick's file system may know no modes */
    if (!(f.stream = fdopen(fd, "wb"))) {
        enum am_status status = io_problem(problem, path, "create a file there");
        (void)close(fd);
        (void)unlink(f.temporary);
        return status;
    }
    *out = f;
    return AM_OK;
}

static void sync_folder(const char *path)
{
    char folder[PATH_MAX];
    (void)snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash)
        *slash = '\0';
    int fd = open(slash ? (folder[0] ? folder : "/") : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)fsync(fd); /* some file systems can't; the file itself is safe */
    (void)close(fd);
}

enum am_status am_file_commit(struct am_file *f, struct am_problem *problem)
{
    bool ok = fflush(f->stream) == 0 && fsync(fileno(f->stream)) == 0 && !ferror(f->stream);
    enum am_status status = ok ? AM_OK : io_problem(problem, f->path, "write the file");
    if (fclose(f->stream) != 0 && status == AM_OK)
        status = io_problem(problem, f->path, "write the file");
    f->stream = NULL;
    if (status == AM_OK && rename(f->temporary, f->path) != 0)
        status = io_problem(problem, f->path, "put the file in place");
    if (status != AM_OK)
        (void)unlink(f->temporary);
    else
        sync_folder(f->path);
    return status;
}

void am_file_abandon(struct am_file *f)
{
    if (!f->stream)
        return;
    (void)fclose(f->stream);
    (void)unlink(f->temporary);
    f->stream = NULL;
}

/* Takes `stream`. */
static enum am_status load(FILE *stream, const char *path, size_t limit, struct am_bytes *out,
                           struct am_problem *problem)
{
    enum am_status status = AM_OK;
    size_t size = 1 << 16;
    size_t len = 0;
    uint8_t *bytes = malloc(size);
    while (bytes && len < size) {
        len += fread(bytes + len, 1, size - len - 1, stream);
        if (len < size - 1 || len > limit)
            break;
        uint8_t *grown = realloc(bytes, size *= 2);
        if (!grown)
            free(bytes);
        bytes = grown;
    }
    if (!bytes)
        status = am_problem_set(problem, AM_E_NO_MEMORY, path, 0, "out of memory");
    else if (ferror(stream))
        status = io_problem(problem, path, "read it");
    else if (len > limit)
        status = am_problem_set(problem, AM_E_LIMIT, path, 0, "larger than %zu bytes", limit);
    (void)fclose(stream);
    if (status != AM_OK || !bytes) {
        free(bytes);
        return status;
    }
    bytes[len] = 0;
    *out = (struct am_bytes){.at = bytes, .len = len};
    return AM_OK;
}

static enum am_status no_stream(const char *path, struct am_problem *problem)
{
    if (errno == ENOENT)
        return am_problem_set(problem, AM_E_NOT_FOUND, path, 0, "can't open it: %s",
                              strerror(errno));
    return io_problem(problem, path, "open it");
}

enum am_status am_file_load(const char *path, size_t limit, struct am_bytes *out,
                            struct am_problem *problem)
{
    FILE *stream = fopen(path, "rbe");
    return stream ? load(stream, path, limit, out, problem) : no_stream(path, problem);
}

enum am_status am_file_load_regular(const char *path, size_t limit, struct am_bytes *out,
                                    struct am_problem *problem)
{
    struct stat st;
    /* Without waiting: a pipe that nobody writes to would never open. */
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return no_stream(path, problem);
    enum am_status status = AM_OK;
    if (fstat(fd, &st) != 0)
        status = io_problem(problem, path, "read it");
    else if (!S_ISREG(st.st_mode))
        status = am_problem_set(problem, AM_E_MALFORMED, path, 0, "%s",
                                S_ISDIR(st.st_mode) ? "it is a folder, not a file"
                                                    : "it is no file, but a device or a pipe");
    else if (st.st_size < 0 || (uintmax_t)st.st_size > limit)
        status = am_problem_set(problem, AM_E_LIMIT, path, 0, "larger than %zu bytes", limit);
    FILE *stream = status == AM_OK ? fdopen(fd, "rb") : NULL;
    if (status == AM_OK && !stream)
        status = io_problem(problem, path, "read it");
    if (stream)
        return load(stream, path, limit, out, problem);
    (void)close(fd);
    return status;
}

void am_free(const void *owned)
{
    void *memory;
    memcpy(&memory, &owned,
           sizeof memory); /* const is a promise to readers; the owner may end it */
    free(memory);
}

bool am_bytes_copy(struct am_bytes from, struct am_bytes *out)
{
    uint8_t *bytes = malloc(from.len + 1);
    if (!bytes)
        return false;
    if (from.len > 0)
        memcpy(bytes, from.at, from.len);
    bytes[from.len] = 0;
    *out = (struct am_bytes){bytes, from.len};
    return true;
}

enum am_status am_data_dir(const char *given, char out[PATH_MAX], struct am_problem *problem)
{
    static const char *const places[] = {"share/amarra", "../share/amarra"};
    struct stat st;
    if (given) {
        if (stat(given, &st) != 0 || !S_ISDIR(st.st_mode))
            return am_problem_set(problem, AM_E_NOT_FOUND, given, 0, "no such data folder");
        (void)snprintf(out, PATH_MAX, "%s", given);
        return AM_OK;
    }
    char exe[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (len > 0) {
        exe[len] = '\0';
        *strrchr(exe, '/') = '\0';
        for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
            char place[PATH_MAX + 32];
            (void)snprintf(place, sizeof place, "%s/%s", exe, places[i]);
            if (strlen(place) < PATH_MAX && stat(place, &st) == 0 && S_ISDIR(st.st_mode)) {
                memcpy(out, place, strlen(place) + 1);
                return AM_OK;
            }
        }
    }
    return am_problem_set(problem, AM_E_NOT_FOUND, NULL, 0,
                          "the data folder share/amarra is not beside the program: name it with "
                          "--data DIR");
}
