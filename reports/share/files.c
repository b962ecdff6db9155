/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "share/files.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "share/share.h"

#define ENDING ".json"

enum am_status am_share_files_begin(const char *path, const char *campaign,
                                    struct am_share_files *out, struct am_problem *problem)
{
    *out = (struct am_share_files){0};
    am_text_init(&out->share, AM_SHARE_BYTES);
    am_text_init(&out->receipt, AM_SHARE_BYTES);
    int len = path ? snprintf(out->share_path, sizeof out->share_path, "%s", path)
                   : snprintf(out->share_path, sizeof out->share_path, "share-%s" ENDING, campaign);
    size_t stem = strlen(out->share_path);
    size_t ending = sizeof ENDING - 1;
    if (stem > ending && strcmp(out->share_path + stem - ending, ENDING) == 0)
        stem -= ending;
    int second = snprintf(out->receipt_path, sizeof out->receipt_path, "%.*s.receipt" ENDING,
                          (int)stem, out->share_path);
    if (len < 0 || second < 0 || (size_t)len >= sizeof out->share_path ||
        (size_t)second >= sizeof out->receipt_path)
        return am_problem_set(problem, AM_E_LIMIT, path, 0, "the path is too long");
    return AM_OK;
}

void am_share_files_done(struct am_share_files *f)
{
    am_text_done(&f->share);
    am_text_done(&f->receipt);
}

/* Absent, or the same to the last byte. */
static enum am_status check(const char *path, const struct am_text *text,
                            struct am_problem *problem)
{
    struct am_bytes there = {0};
    struct stat st;
    if (stat(path, &st) != 0 && errno == ENOENT)
        return AM_OK;
    bool same = am_file_load_regular(path, AM_SHARE_BYTES, &there, NULL) == AM_OK &&
                there.len == text->len && memcmp(there.at, text->at, there.len) == 0;
    am_free(there.at);
    return same ? AM_OK
                : am_problem_set(problem, AM_E_USAGE, path, 0,
                                 "is there already and holds something else: keep it, and name "
                                 "another file with -o");
}

enum am_status am_share_files_check(const struct am_share_files *f, struct am_problem *problem)
{
    enum am_status status = check(f->receipt_path, &f->receipt, problem);
    return status == AM_OK ? check(f->share_path, &f->share, problem) : status;
}

static enum am_status put(const char *path, const struct am_text *text, mode_t mode,
                          struct am_file *out, struct am_problem *problem)
{
    enum am_status status = am_file_create(path, out, problem);
    if (status != AM_OK)
        return status;
    if (mode != 0)
        (void)fchmod(fileno(out->stream), mode); /* a memory stick knows no modes */
    if (fwrite(text->at, 1, text->len, out->stream) == text->len)
        return AM_OK;
    status = am_problem_set(problem, AM_E_IO, path, 0, "can't write the file: %s", strerror(errno));
    am_file_abandon(out);
    return status;
}

enum am_status am_share_files_write(const struct am_share_files *f, struct am_problem *problem)
{
    struct am_file share = {0};
    struct am_file receipt = {0};
    struct stat st;
    bool was_there = stat(f->receipt_path, &st) == 0;
    enum am_status status = am_share_files_check(f, problem); /* time went by since the question */
    if (status == AM_OK)
        status = put(f->receipt_path, &f->receipt, S_IRUSR | S_IWUSR, &receipt, problem);
    if (status == AM_OK)
        status = put(f->share_path, &f->share, 0, &share, problem);
    if (status == AM_OK)
        status = am_file_commit(&receipt, problem);
    if (status == AM_OK) {
        status = am_file_commit(&share, problem);
        if (status != AM_OK && !was_there)
            (void)unlink(f->receipt_path);
    }
    am_file_abandon(&receipt);
    am_file_abandon(&share);
    return status;
}
