/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Files that are whole or absent: written beside their place, synced, then renamed over it. */
#ifndef AM_BASE_FILE_H
#define AM_BASE_FILE_H

#include <limits.h>
#include <stdio.h>

#include "base/reader.h"

struct am_file {
    FILE *stream;
    char path[PATH_MAX], temporary[PATH_MAX];
};

/* Opens a temporary file beside `path`, which stays as it was until am_file_commit. IO for a device
 * or a pipe, which would be replaced. */
AM_MUST_CHECK enum am_status am_file_create(const char *path, struct am_file *out,
                                            struct am_problem *problem);
/* Flush, fsync, rename, fsync of the folder. On failure the temporary file is gone. */
AM_MUST_CHECK enum am_status am_file_commit(struct am_file *f, struct am_problem *problem);
/* Removes the temporary file; does nothing after a commit. */
void am_file_abandon(struct am_file *f);

/* The whole file in heap memory with a zero byte after it, LIMIT past `limit` bytes.
 * The caller frees out->at with am_free. */
AM_MUST_CHECK enum am_status am_file_load(const char *path, size_t limit, struct am_bytes *out,
                                          struct am_problem *problem);

/* The same for a file that strangers gave: refused by its size before anything of it is read, and
 * MALFORMED for a folder, a pipe, a device, none of which is waited for. */
AM_MUST_CHECK enum am_status am_file_load_regular(const char *path, size_t limit,
                                                  struct am_bytes *out, struct am_problem *problem);

/* Frees what its owner holds by a pointer to const, such as the bytes of am_file_load. NULL is
 * fine. */
void am_free(const void *owned);

/* A copy, with a zero after it, for am_free; false: out of memory. */
AM_MUST_CHECK bool am_bytes_copy(struct am_bytes from, struct am_bytes *out);

/* The folder that holds the dataset and other data: `given` where not NULL, else beside the program
 * ("share/amarra", in a build tree) or above it ("../share/amarra", installed). */
AM_MUST_CHECK enum am_status am_data_dir(const char *given, char out[PATH_MAX],
                                         struct am_problem *problem);

#endif
