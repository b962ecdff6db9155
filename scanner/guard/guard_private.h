/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The three walls of the guard, and who stands behind them. */
#ifndef AM_GUARD_GUARD_PRIVATE_H
#define AM_GUARD_GUARD_PRIVATE_H

#include <limits.h>
#include <sys/types.h>

#include "guard/guard.h"

/* LeakSanitizer looks at the process from a thread of its own: it reads /proc, clones and traces,
 * which is what seccomp is there to forbid. */
#if defined(__SANITIZE_ADDRESS__)
#define AM_GUARD_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define AM_GUARD_SANITIZED 1
#endif
#endif
#ifndef AM_GUARD_SANITIZED
#define AM_GUARD_SANITIZED 0
#endif

struct am_identity {
    uid_t uid;
    gid_t gid;
    char name[AM_GUARD_USER];
    bool reach; /* root, that keeps CAP_DAC_OVERRIDE: others' files may be read and written */
};

/* The folder of a file that need not exist, without symbolic links. */
AM_MUST_CHECK enum am_status am_guard_folder(const char *file, char out[PATH_MAX],
                                             struct am_problem *problem);
AM_MUST_CHECK enum am_status am_identity_choose(const struct am_guard_options *options,
                                                const char *folder, struct am_identity *out,
                                                struct am_problem *problem);
/* False with errno set, and then half done. */
AM_MUST_CHECK bool am_identity_become(const struct am_identity *who);

struct am_paths {
    int ruleset; /* -1: the kernel has no Landlock */
    int abi;
};

/* The paths are looked up here, with the rights we still have; nothing is forbidden yet. */
AM_MUST_CHECK enum am_status am_paths_prepare(const struct am_guard_options *options,
                                              const char *folder, struct am_paths *out,
                                              struct am_problem *problem);
/* Needs no_new_privs. */
AM_MUST_CHECK enum am_status am_paths_restrict(struct am_paths *p, struct am_problem *problem);

/* Needs no_new_privs. `installed` is false where there is no seccomp. */
AM_MUST_CHECK enum am_status am_calls_restrict(const int *captures, size_t captures_len,
                                               bool *installed, struct am_problem *problem);

#endif
