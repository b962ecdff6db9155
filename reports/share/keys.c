/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The secret of an organization, and the keys that come of it. */
#include "share/keys.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "own_file.h"

#define SECRET_BYTES 32
#define OTHERS       (S_IRWXG | S_IRWXO)
#define HEAD                                                                                       \
    "amarra share key: whoever has it can sign and withdraw your shares. Keep a copy, show it to " \
    "nobody.\n"
#define BASE64   sodium_base64_VARIANT_ORIGINAL
#define TEXT     sodium_base64_ENCODED_LEN(SECRET_BYTES, BASE64)
#define FILE_LEN (sizeof HEAD - 1 + TEXT) /* the text's zero is a new line there */
#define DOMAIN   "amarra share key 1\n"

/* A secret lives in locked memory only, as bytes or as the text of its file. */
struct secret {
    uint8_t bytes[SECRET_BYTES];
    char file[FILE_LEN + 1];
};

static enum am_status out_of_memory(struct am_problem *problem)
{
    return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0,
                          "no memory can be locked for the key: %s", strerror(errno));
}

enum am_status am_seal_place(char *out, size_t size, struct am_problem *problem)
{
    struct am_own_file p;
    if (!am_own_file_find("XDG_DATA_HOME", "/.local/share", "/amarra/share.key", &p) ||
        strlen(p.path) >= size)
        return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                              "there is no home folder to keep the key in: name a file with --key");
    memcpy(out, p.path, strlen(p.path) + 1);
    return AM_OK;
}

/* Of the file that is open, so that it can't be another by then. */
static enum am_status check_mode(int fd, const char *path, struct am_problem *problem)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return am_problem_set(problem, AM_E_IO, path, 0, "can't read the key: %s", strerror(errno));
    if (!S_ISREG(st.st_mode))
        return am_problem_set(problem, AM_E_USAGE, path, 0, "is no file that can hold a key");
    if (st.st_mode & OTHERS)
        return am_problem_set(problem, AM_E_USAGE, path, 0,
                              "others may read this key: 'chmod 600' it, and if somebody may have, "
                              "make a new one");
    return AM_OK;
}

static bool take_text(struct secret *s, size_t len)
{
    size_t got;
    const char *text = s->file + sizeof HEAD - 1;
    const char *end;
    return len == FILE_LEN && memcmp(s->file, HEAD, sizeof HEAD - 1) == 0 &&
           sodium_base642bin(s->bytes, SECRET_BYTES, text, TEXT - 1, NULL, &got, &end, BASE64) ==
               0 &&
           got == SECRET_BYTES && end == text + TEXT - 1 && *end == '\n';
}

/* NOT_FOUND, and no problem set: there is none yet. */
static enum am_status load(const char *path, struct secret *s, struct am_problem *problem)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return AM_E_NOT_FOUND;
    if (fd < 0)
        return am_problem_set(problem, AM_E_IO, path, 0, "can't open the key: %s", strerror(errno));
    enum am_status status = check_mode(fd, path, problem);
    ssize_t len = status == AM_OK ? read(fd, s->file, sizeof s->file) : 0;
    if (status == AM_OK && len < 0)
        status =
            am_problem_set(problem, AM_E_IO, path, 0, "can't read the key: %s", strerror(errno));
    else if (status == AM_OK && !take_text(s, (size_t)len))
        status = am_problem_set(problem, AM_E_USAGE, path, 0,
                                "is no key of amarra: if it is yours, put it back as it was; name "
                                "another file with --key");
    (void)close(fd);
    return status;
}

static enum am_status write_whole(int fd, const char *text, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, text, len);
        if (n < 0 && errno != EINTR)
            return AM_E_IO;
        if (n > 0) {
            text += n;
            len -= (size_t)n;
        }
    }
    return fsync(fd) == 0 ? AM_OK : AM_E_IO;
}

/* In place only where nobody else's is: two that begin at once end up with one key. */
static enum am_status put(const char *temporary, const char *path)
{
    if (link(temporary, path) == 0 || errno == EEXIST)
        return AM_OK;
    /* A file system without links */
    return rename(temporary, path) == 0 ? AM_OK : AM_E_IO;
}

static enum am_status make(const char *path, struct secret *s, struct am_problem *problem)
{
    char temporary[PATH_MAX];
    struct stat st;
    int len = snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
    if (len < 0 || (size_t)len >= sizeof temporary)
        return am_problem_set(problem, AM_E_LIMIT, path, 0, "the path is too long");
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return am_problem_set(problem, AM_E_IO, path, 0, "can't make the key: %s", strerror(errno));
    enum am_status status = AM_OK;
    if (fstat(fd, &st) != 0 || st.st_mode & OTHERS)
        status = am_problem_set(problem, AM_E_USAGE, path, 0,
                                "this disk can't keep a file from others: name another place with "
                                "--key");
    randombytes_buf(s->bytes, sizeof s->bytes);
    memcpy(s->file, HEAD, sizeof HEAD - 1);
    (void)sodium_bin2base64(s->file + sizeof HEAD - 1, TEXT, s->bytes, sizeof s->bytes, BASE64);
    s->file[FILE_LEN - 1] = '\n';
    if (status == AM_OK)
        status = write_whole(fd, s->file, FILE_LEN);
    if (status == AM_OK)
        status = put(temporary, path);
    if (status == AM_E_IO)
        (void)am_problem_set(problem, status, path, 0, "can't make the key: %s", strerror(errno));
    (void)close(fd);
    (void)unlink(temporary);
    return status;
}

/* Of the secret and the campaign's id alone; one key tells nothing of another. */
static void derive(const struct secret *s, const char *campaign, struct am_seal *seal)
{
    crypto_generichash_state state;
    uint8_t seed[crypto_sign_SEEDBYTES];
    (void)crypto_generichash_init(&state, s->bytes, sizeof s->bytes, sizeof seed);
    (void)crypto_generichash_update(&state, (const uint8_t *)DOMAIN, sizeof DOMAIN - 1);
    (void)crypto_generichash_update(&state, (const uint8_t *)campaign, strlen(campaign));
    (void)crypto_generichash_final(&state, seed, sizeof seed);
    (void)crypto_sign_seed_keypair(seal->key, seal->secret, seed);
    sodium_memzero(seed, sizeof seed);
    sodium_memzero(&state, sizeof state);
    (void)snprintf(seal->campaign, sizeof seal->campaign, "%s", campaign);
}

static enum am_status with_secret(const char *path, bool may_make, struct secret *s,
                                  struct am_problem *problem)
{
    struct am_own_file own;
    enum am_status status = load(path, s, problem);
    if (status != AM_E_NOT_FOUND || !may_make)
        return status;
    status = AM_OK;
    if (am_own_file_find("XDG_DATA_HOME", "/.local/share", "/amarra/share.key", &own) &&
        strcmp(own.path, path) == 0)
        status = am_own_file_folders(&own, problem);
    if (status == AM_OK)
        status = make(path, s, problem);
    if (status == AM_OK) /* what is there now, whoever made it */
        status = load(path, s, problem);
    return status == AM_E_NOT_FOUND
               ? am_problem_set(problem, AM_E_IO, path, 0, "somebody removed the key")
               : status;
}

enum am_status am_seal_check(const char *path, bool *out, struct am_problem *problem)
{
    struct secret *s = sodium_init() < 0 ? NULL : sodium_malloc(sizeof *s);
    if (!s)
        return out_of_memory(problem);
    enum am_status status = with_secret(path, false, s, problem);
    sodium_free(s);
    if (status != AM_OK && status != AM_E_NOT_FOUND)
        return status;
    *out = status == AM_OK;
    return AM_OK;
}

enum am_status am_seal_open(const char *path, const char *campaign, struct am_seal **out,
                            struct am_problem *problem)
{
    assert(!am_share_campaign_fault(campaign));
    struct secret *s = sodium_init() < 0 ? NULL : sodium_malloc(sizeof *s);
    struct am_seal *seal = s ? sodium_malloc(sizeof *seal) : NULL;
    if (!seal) {
        sodium_free(s);
        return out_of_memory(problem);
    }
    enum am_status status = with_secret(path, true, s, problem);
    if (status == AM_OK) {
        derive(s, campaign, seal);
        *out = seal;
    } else {
        am_seal_free(seal);
    }
    sodium_free(s);
    return status;
}

void am_seal_free(struct am_seal *seal)
{
    sodium_free(seal); /* which wipes it */
}
