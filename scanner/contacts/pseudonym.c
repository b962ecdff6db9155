/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/pseudonym.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPEN_FLAGS (O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)

static bool path_of(const char *scan, char out[PATH_MAX])
{
    int len = snprintf(out, PATH_MAX, "%s-key", scan);
    return len > 0 && len < PATH_MAX;
}

static enum am_status io_problem(struct am_problem *problem, const char *path, const char *what)
{
    return am_problem_set(problem, AM_E_IO, path, 0, "can't %s the key file: %s", what,
                          strerror(errno));
}

static void sync_folder_of(const char *path)
{
    char folder[PATH_MAX];
    (void)snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = '\0';
    int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)fsync(fd); /* some file systems can't */
    (void)close(fd);
}

/* Locks of the open file, not of the process: they end with the last descriptor, however the
 * process ends, and asking for one's state takes none. */
static bool lock(int fd)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(fd, F_OFD_SETLK, &whole) == 0;
}

enum am_key_state am_key_state(const char *scan)
{
    char path[PATH_MAX];
    if (!path_of(scan, path))
        return AM_KEY_HELD;
    int fd = open(path, O_RDONLY | OPEN_FLAGS);
    if (fd < 0)
        return errno == ENOENT ? AM_KEY_ABSENT : AM_KEY_HELD;
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    bool asked = fcntl(fd, F_OFD_GETLK, &whole) == 0;
    (void)close(fd);
    return asked && whole.l_type == F_UNLCK ? AM_KEY_FREE : AM_KEY_HELD;
}

bool am_file_zero(int fd)
{
    static const uint8_t zeroes[1 << 16];
    struct stat st;
    if (fstat(fd, &st) != 0)
        return false;
    for (off_t at = 0; at < st.st_size;) {
        off_t left = st.st_size - at;
        size_t len = left < (off_t)sizeof zeroes ? (size_t)left : sizeof zeroes;
        ssize_t written = pwrite(fd, zeroes, len, at);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        at += written;
    }
    return fsync(fd) == 0;
}

static enum am_status open_key(const char *scan, int flags, struct am_key_file *out,
                               struct am_problem *problem)
{
    *out = (struct am_key_file){.fd = -1};
    if (!path_of(scan, out->path))
        return am_problem_set(problem, AM_E_LIMIT, scan, 0, "the path is too long");
    out->fd = open(out->path, O_RDWR | OPEN_FLAGS | flags, 0600);
    if (out->fd < 0)
        return errno == ENOENT || errno == EEXIST ? AM_OK : io_problem(problem, out->path, "open");
    if (lock(out->fd))
        return AM_OK;
    am_key_close(out);
    return am_problem_set(problem, AM_E_USAGE, scan, 0,
                          "the scan is being written by another amarra; end that one first");
}

enum am_status am_key_take(const char *scan, struct am_key_file *out, struct am_problem *problem)
{
    return open_key(scan, 0, out, problem);
}

enum am_status am_key_create(const char *scan, struct am_key_file *out, uint8_t key[AM_KEY_SIZE],
                             struct am_problem *problem)
{
    enum am_status status = am_key_take(scan, out, problem);
    if (status != AM_OK)
        return status;
    if (out->fd >= 0) { /* of a scan that is gone */
        status = am_key_erase(out, problem);
        if (status == AM_OK)
            status = am_key_remove(out, problem);
        am_key_close(out);
        if (status != AM_OK)
            return status;
    }
    status = open_key(scan, O_CREAT | O_EXCL, out, problem);
    if (status != AM_OK)
        return status;
    if (out->fd < 0)
        return io_problem(problem, out->path, "create");

    randombytes_buf(key, AM_KEY_SIZE);
    if (write(out->fd, key, AM_KEY_SIZE) != AM_KEY_SIZE || fsync(out->fd) != 0) {
        status = io_problem(problem, out->path, "write");
        (void)unlink(out->path);
        am_key_close(out);
        return status;
    }
    sync_folder_of(out->path);
    return AM_OK;
}

enum am_status am_key_erase(struct am_key_file *k, struct am_problem *problem)
{
    if (k->fd < 0 || am_file_zero(k->fd))
        return AM_OK;
    return io_problem(problem, k->path, "erase");
}

enum am_status am_key_remove(struct am_key_file *k, struct am_problem *problem)
{
    if (k->fd < 0)
        return AM_OK;
    if (unlink(k->path) != 0 && errno != ENOENT)
        return io_problem(problem, k->path, "remove");
    sync_folder_of(k->path);
    return AM_OK;
}

void am_key_close(struct am_key_file *k)
{
    if (k->fd >= 0)
        (void)close(k->fd);
    k->fd = -1;
}

static struct am_pseudonym compute(const struct am_pseudonyms *p, const struct am_address *device)
{
    uint8_t hash[crypto_generichash_BYTES_MIN];
    struct am_pseudonym pseudonym;
    (void)crypto_generichash(hash, sizeof hash, device->at, sizeof device->at, p->key, AM_KEY_SIZE);
    memcpy(pseudonym.at, hash, sizeof pseudonym.at);
    return pseudonym;
}

struct am_pseudonym am_pseudonym_of(struct am_pseudonyms *p, const struct am_address *device)
{
    uint32_t hash = am_table_hash_words(device->at, 2);
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&p->table, hash, &at)) != AM_TABLE_NONE;)
        if (am_address_equal(&p->devices[i].address, device))
            return p->devices[i].pseudonym;

    struct am_pseudonym pseudonym = compute(p, device);
    if (p->len == AM_PSEUDONYMS_CACHED) {
        am_table_clear(&p->table);
        p->len = 0;
    }
    struct am_device *devices = am_array_room(p->devices, p->len, &p->size, sizeof *devices);
    if (!devices)
        return pseudonym; /* without a cache it only takes longer */
    p->devices = devices;
    if (am_table_add(&p->table, hash, p->len))
        p->devices[p->len++] = (struct am_device){*device, pseudonym};
    return pseudonym;
}

void am_pseudonyms_done(struct am_pseudonyms *p)
{
    if (p->devices)
        sodium_memzero(p->devices, p->size * sizeof *p->devices);
    free(p->devices);
    am_table_done(&p->table);
    sodium_memzero(p, sizeof *p);
}
