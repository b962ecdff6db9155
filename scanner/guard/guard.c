/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guard/guard.h"

#include <cap-ng.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guard/guard_private.h"

enum am_status am_guard_folder(const char *file, char out[PATH_MAX], struct am_problem *problem)
{
    char folder[PATH_MAX];
    size_t len = strlen(file);
    while (len > 0 && file[len - 1] != '/')
        len--;
    if (len >= sizeof folder)
        return am_problem_set(problem, AM_E_LIMIT, file, 0, "the path is too long");
    memcpy(folder, file, len);
    folder[len] = '\0';
    if (!realpath(len > 0 ? folder : ".", out))
        return am_problem_set(problem, AM_E_IO, file, 0, "can't create it: %s", strerror(errno));
    return AM_OK;
}

/* Files that root made for the user; whatever else was opened (a terminal, a pipe) is left. */
static void hand_over(const struct am_guard_options *o, const struct am_identity *who)
{
    for (size_t i = 0; i < o->owned_len; i++) {
        struct stat st;
        if (o->owned[i] >= 0 && fstat(o->owned[i], &st) == 0 && S_ISREG(st.st_mode) &&
            st.st_uid == 0 && fchown(o->owned[i], who->uid, who->gid) != 0)
            continue; /* a memory stick's file system may know no owners */
    }
}

/* A picture of memory on disk would hold the devices' addresses, and the key to their pseudonyms.
 * Nor may another process of this user look into this one. */
static bool keep_memory_private(void)
{
    return setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}) == 0 &&
           prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

static enum am_status leave(const struct am_guard_options *o, const struct am_identity *who,
                            struct am_guard *out, struct am_problem *problem)
{
    uid_t before = geteuid();
    if (who->uid != before)
        hand_over(o, who);
    if (!am_identity_become(who))
        return am_problem_set(problem, AM_E_IO, NULL, 0,
                              "can't give up privileges to run as %s: %s", who->name,
                              strerror(errno));
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return am_problem_set(problem, AM_E_IO, NULL, 0, "can't give up new privileges: %s",
                              strerror(errno));
    (void)snprintf(out->user, sizeof out->user, "%s", who->name);
    out->dropped = before == 0 && who->uid != 0;
    out->capabilities_empty =
        capng_get_caps_process() == 0 && capng_have_capabilities(CAPNG_SELECT_CAPS) == CAPNG_NONE;
    if (!out->capabilities_empty && !who->reach)
        return am_problem_set(problem, AM_E_IO, NULL, 0,
                              "the capabilities of the process could not be given up");
    return AM_OK;
}

enum am_status am_guard_enter(const struct am_guard_options *options, struct am_guard *out,
                              struct am_problem *problem)
{
    char folder[PATH_MAX];
    struct am_identity who;
    struct am_guard guard = {0};
    struct am_paths paths = {.ruleset = -1};
    bool sensor = options->profile == AM_GUARD_SENSOR;
    enum am_status status = am_guard_folder(options->output, folder, problem);
    if (status == AM_OK)
        status = am_identity_choose(options, folder, &who, problem);
    if (status == AM_OK && sensor)
        status = am_paths_prepare(options, folder, &paths, problem);
    if (status == AM_OK)
        status = leave(options, &who, &guard, problem);
    if (status == AM_OK && sensor && !keep_memory_private())
        status = am_problem_set(problem, AM_E_IO, NULL, 0, "can't keep memory from the disk: %s",
                                strerror(errno));
    guard.landlock = paths.abi;
    if (status == AM_OK && paths.ruleset >= 0)
        status = am_paths_restrict(&paths, problem);
    if (paths.ruleset >= 0)
        (void)close(paths.ruleset);
    if (status == AM_OK && sensor)
        status =
            am_calls_restrict(options->captures, options->captures_len, &guard.seccomp, problem);
    if (status == AM_OK)
        *out = guard;
    return status;
}
