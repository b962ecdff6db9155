/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The sensor's privileges and sandbox. With the capture open, and before its first byte is parsed,
 * the process leaves root, empties its capabilities, and from then on can open only the files
 * (Landlock) and make only the system calls (seccomp) that a scan still needs. Whoever takes it
 * over through a packet finds no program to start, no socket to open and no file to read.
 *
 * What was opened before stays open: the capture, the dataset, standard error, a socket to the
 * service manager, a pipe. Enter before the scan file is made, so that it belongs to the user that
 * is left. It can't be undone, and covers the calling thread: start none before. */
#ifndef AM_GUARD_GUARD_H
#define AM_GUARD_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

#define AM_GUARD_USER 33 /* a user's name and its zero byte */

enum am_guard_profile {
    AM_GUARD_SENSOR,
    AM_GUARD_VIEWER, /* user and capabilities alone: it parses no packet, and serves a page */
};

/* All is borrowed, and only while entering. */
struct am_guard_options {
    enum am_guard_profile profile;
    bool drop_user; /* root is left; else root keeps its reach over others' files, and only that */
    const char *user;   /* whom to become, `drop_user` or not; NULL: see am_guard_enter */
    const char *output; /* the scan file: its folder, and what lies in it, stays writable */
    /* Files and folders that may still be opened for reading. What isn't there, and "-", is passed
     * over. */
    const char *const *readable;
    size_t readable_len;
    /* Sockets that hear the network: they may be read, bound and set anew, never written. */
    const int *captures;
    size_t captures_len;
    /* Files opened for writing as root, which shall be the user's; negative: none. */
    const int *owned;
    size_t owned_len;
};

struct am_guard {
    char user[AM_GUARD_USER]; /* who we are now; a number where it has no name */
    bool dropped;             /* root was left */
    bool capabilities_empty;
    bool seccomp; /* false: this kernel, or a build under AddressSanitizer, has none */
    int landlock; /* its ABI; 0: this kernel has none */
};

/* As root, with no user named: who called sudo; else the owner of the output's folder; else the
 * user `amarra`: the first of them that is not root and can write that folder. Where there is none
 * we stay root, without any of its capabilities. Supplementary groups are left.
 *
 * USAGE where the user that was named doesn't exist, can't be become or can't write the folder.
 * After any other failure the process may be half confined: end it. */
AM_MUST_CHECK enum am_status am_guard_enter(const struct am_guard_options *options,
                                            struct am_guard *out, struct am_problem *problem);

#endif
