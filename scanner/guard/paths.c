/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which files may still be opened: Landlock (landlock(7)), by raw system calls, for the C library
 * has no functions for it. What the kernel's ABI knows and no rule allows is forbidden. */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "guard/guard_private.h"

/* What the headers of Debian 12 (ABI 2) don't know yet; numbers of the kernel's, never to change.
 */
#define FS_TRUNCATE  (UINT64_C(1) << 14) /* ABI 3 */
#define FS_IOCTL_DEV (UINT64_C(1) << 15) /* ABI 5 */
#define NET_ALL      UINT64_C(3)         /* ABI 4: to bind and to connect TCP */
#define SCOPE_ALL    UINT64_C(3)         /* ABI 6: abstract Unix sockets, signals */

#define FS_FIRST                                                                                   \
    (LANDLOCK_ACCESS_FS_MAKE_SYM | (LANDLOCK_ACCESS_FS_MAKE_SYM - 1)) /* ABI 1: bits 0 to 12 */

#define FILE_READ   (UINT64_C(0) | LANDLOCK_ACCESS_FS_READ_FILE)
#define FILE_CHANGE (FILE_READ | LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE)
#define FOLDER_READ (FILE_READ | LANDLOCK_ACCESS_FS_READ_DIR)
#define FOLDER_CHANGE                                                                              \
    (FOLDER_READ | FILE_CHANGE | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE)

struct ruleset_attributes {
    uint64_t fs, net, scopes; /* an older kernel takes fewer, or these with zeroes at the end */
};

/* What others need when no one thinks of it any more. */
static const struct {
    const char *path;
    uint64_t access;
} always[] = {
    {"/dev/null", FILE_CHANGE},  /* SQLite, where standard input or output is closed */
    {"/dev/urandom", FILE_READ}, /* SQLite */
    {"/etc/localtime", FILE_READ}, {"/usr/share/zoneinfo", FOLDER_READ},
#if AM_GUARD_SANITIZED
    {"/proc", FOLDER_READ},
#endif
};

/* libpcap asks here how many packets an interface dropped; each of the first points to one of the
 * second. */
static const char *const statistics[] = {"/sys/class/net", "/sys/devices"};

static uint64_t known_to(int abi)
{
    uint64_t access = FS_FIRST;
    access |= abi >= 2 ? UINT64_C(0) | LANDLOCK_ACCESS_FS_REFER : 0;
    access |= abi >= 3 ? FS_TRUNCATE : 0;
    access |= abi >= 5 ? FS_IOCTL_DEV : 0;
    return access;
}

static enum am_status trouble(struct am_problem *problem, const char *path)
{
    return am_problem_set(problem, AM_E_IO, path, 0, "can't confine the files to open: %s",
                          strerror(errno));
}

/* What can't be opened for a rule will not be opened later either. */
static enum am_status allow(const struct am_paths *p, const char *path, uint64_t access,
                            struct am_problem *problem)
{
    struct stat st;
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return AM_OK;
    if (fstat(fd, &st) != 0 || !S_ISDIR(st.st_mode))
        access &= FILE_CHANGE; /* a rule on a file must not speak of what only folders know */
    struct landlock_path_beneath_attr rule = {
        .allowed_access = access & known_to(p->abi),
        .parent_fd = fd,
    };
    long rc = syscall(SYS_landlock_add_rule, p->ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    int error = errno;
    (void)close(fd);
    if (rc == 0 || error == EBADFD) /* a pipe, as of <(zcat ...): open to us without a rule */
        return AM_OK;
    errno = error;
    return trouble(problem, path);
}

static enum am_status allow_all(const struct am_paths *p, const struct am_guard_options *o,
                                const char *folder, struct am_problem *problem)
{
    enum am_status status = allow(p, folder, FOLDER_CHANGE, problem);
    for (size_t i = 0; i < sizeof always / sizeof *always && status == AM_OK; i++)
        status = allow(p, always[i].path, always[i].access, problem);
    for (size_t i = 0; i < sizeof statistics / sizeof *statistics && status == AM_OK; i++)
        if (o->captures_len > 0)
            status = allow(p, statistics[i], FOLDER_READ, problem);
    for (size_t i = 0; i < o->readable_len && status == AM_OK; i++)
        if (strcmp(o->readable[i], "-") != 0)
            status = allow(p, o->readable[i], FOLDER_READ, problem);
    return status;
}

enum am_status am_paths_prepare(const struct am_guard_options *options, const char *folder,
                                struct am_paths *out, struct am_problem *problem)
{
    struct am_paths p = {.ruleset = -1};
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 0) { /* not built in, switched off, or kept from us by a container */
        *out = p;
        return AM_OK;
    }
    p.abi = (int)abi;
    struct ruleset_attributes handled = {
        .fs = known_to(p.abi),
        .net = p.abi >= 4 ? NET_ALL : 0,
        .scopes = p.abi >= 6 ? SCOPE_ALL : 0,
    };
    p.ruleset = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);
    if (p.ruleset < 0)
        return trouble(problem, NULL);
    enum am_status status = allow_all(&p, options, folder, problem);
    if (status == AM_OK)
        *out = p;
    else
        (void)close(p.ruleset);
    return status;
}

enum am_status am_paths_restrict(struct am_paths *p, struct am_problem *problem)
{
    return syscall(SYS_landlock_restrict_self, p->ruleset, 0) == 0 ? AM_OK : trouble(problem, NULL);
}
