/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who the process is to be, and becoming it. */
#include <cap-ng.h>
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guard/guard_private.h"

#define SYSTEM_USER "amarra"

static void take_entry(const struct passwd *entry, struct am_identity *out)
{
    *out = (struct am_identity){.uid = entry->pw_uid, .gid = entry->pw_gid};
    (void)snprintf(out->name, sizeof out->name, "%s", entry->pw_name);
}

static bool named(const char *name, struct am_identity *out)
{
    const struct passwd *entry = getpwnam(name);
    if (entry)
        take_entry(entry, out);
    return entry != NULL;
}

/* `gid` is for a user without a name, as in containers. */
static void numbered(uid_t uid, gid_t gid, struct am_identity *out)
{
    const struct passwd *entry = getpwuid(uid);
    *out = (struct am_identity){.uid = uid, .gid = gid};
    (void)snprintf(out->name, sizeof out->name, "%u", (unsigned)uid);
    if (entry)
        take_entry(entry, out);
}

static bool number_of(const char *variable, unsigned *out)
{
    const char *text = secure_getenv(variable);
    char *end = NULL;
    errno = 0;
    unsigned long number = text && *text >= '0' && *text <= '9' ? strtoul(text, &end, 10) : 0;
    *out = (unsigned)number;
    return end && *end == '\0' && errno == 0 && number < UINT_MAX; /* UINT_MAX means nobody */
}

static bool who_called_sudo(const char *folder, struct am_identity *out)
{
    unsigned uid;
    unsigned gid;
    (void)folder;
    if (!number_of("SUDO_UID", &uid) || !number_of("SUDO_GID", &gid))
        return false;
    numbered(uid, gid, out);
    return true;
}

static bool owner(const char *folder, struct am_identity *out)
{
    struct stat st;
    if (stat(folder, &st) != 0)
        return false;
    numbered(st.st_uid, st.st_gid, out);
    return true;
}

static bool system_user(const char *folder, struct am_identity *out)
{
    (void)folder;
    return named(SYSTEM_USER, out);
}

bool am_identity_become(const struct am_identity *who)
{
    if (capng_get_caps_process() != 0)
        return false;
    bool reach = who->reach && capng_have_capability(CAPNG_PERMITTED, CAP_DAC_OVERRIDE);
    bool may_change = capng_have_capability(CAPNG_EFFECTIVE, CAP_SETUID) &&
                      capng_have_capability(CAPNG_EFFECTIVE, CAP_SETGID);
    if (capng_have_capability(CAPNG_EFFECTIVE, CAP_SETPCAP)) {
        /* Being root shall mean nothing from now on, and what is emptied stay empty. */
        capng_clear(CAPNG_SELECT_BOUNDS);
        if (capng_lock() != 0 || capng_apply(CAPNG_SELECT_BOUNDS) != 0)
            return false;
    }
    if (may_change && geteuid() == 0 &&
        (setgroups(0, NULL) != 0 || setresgid(who->gid, who->gid, who->gid) != 0 ||
         setresuid(who->uid, who->uid, who->uid) != 0))
        return false;
    if (geteuid() != who->uid) {
        errno = EPERM;
        return false;
    }
    capng_clear(CAPNG_SELECT_ALL);
    if (reach)
        (void)capng_update(CAPNG_ADD, CAPNG_EFFECTIVE | CAPNG_PERMITTED, CAP_DAC_OVERRIDE);
    return capng_apply(CAPNG_SELECT_CAPS | CAPNG_SELECT_AMBIENT) == 0;
}

/* Asked of the kernel, by a child that becomes that user. */
static bool can_write(const struct am_identity *who, const char *folder)
{
    int state = 0;
    pid_t child = fork();
    if (child == 0)
        _exit(am_identity_become(who) && access(folder, W_OK | X_OK) == 0 ? 0 : 1);
    while (child > 0 && waitpid(child, &state, 0) < 0 && errno == EINTR)
        ;
    return child > 0 && WIFEXITED(state) && WEXITSTATUS(state) == 0;
}

static enum am_status choose_named(const char *user, const char *folder, struct am_identity *out,
                                   struct am_problem *problem)
{
    if (!named(user, out))
        return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                              "there is no user '%s': make it with: useradd --system %s", user,
                              user);
    if (geteuid() != 0 && out->uid != geteuid())
        return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                              "only root can run as '%s': start it as root, or without --user",
                              user);
    if (!can_write(out, folder))
        return am_problem_set(problem, AM_E_USAGE, folder, 0,
                              "the user '%s' can't write this folder: give it another one, or "
                              "this one with: chown %s %s",
                              user, user, folder);
    return AM_OK;
}

enum am_status am_identity_choose(const struct am_guard_options *options, const char *folder,
                                  struct am_identity *out, struct am_problem *problem)
{
    static bool (*const ways[])(const char *, struct am_identity *) = {who_called_sudo, owner,
                                                                       system_user};
    if (options->user)
        return choose_named(options->user, folder, out, problem);
    bool root = geteuid() == 0;
    for (size_t i = 0; root && options->drop_user && i < sizeof ways / sizeof *ways; i++)
        if (ways[i](folder, out) && out->uid != 0 && can_write(out, folder))
            return AM_OK;
    numbered(geteuid(), getegid(), out);
    out->gid = getegid();
    out->reach = root && !options->drop_user;
    return AM_OK;
}
