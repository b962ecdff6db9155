/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which system calls may still be made: seccomp filters, built by libseccomp. Any other ends the
 * process, by SIGSYS.
 *
 * Calls are listed by all the names that they bear on 64-bit and 32-bit machines (amd64, arm64,
 * armhf); what a machine or an older libseccomp doesn't know is passed over. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <termios.h>
#include <unistd.h>

#include "guard/guard_private.h"

#if AM_GUARD_SANITIZED

enum am_status am_calls_restrict(const int *captures, size_t captures_len, bool *installed,
                                 struct am_problem *problem)
{
    (void)captures;
    (void)captures_len;
    (void)problem;
    *installed = false;
    return AM_OK;
}

#else

#include <seccomp.h>

#define LOW (uint64_t)0xffffffff /* of an int or a descriptor, the kernel looks at this half */

#define IS(argument, value)                                                                        \
    {                                                                                              \
        argument, SCMP_CMP_MASKED_EQ, LOW, (uint64_t)(value)                                       \
    }
#define HAS_NO(argument, flags)                                                                    \
    {                                                                                              \
        argument, SCMP_CMP_MASKED_EQ, (uint64_t)(flags), 0                                         \
    }

static const char *const allowed[] = {
    /* what was opened before and files: stdio, zlib, zstd, SQLite; sockets by recv and send */
    "read", "readv", "pread64", "write", "writev", "pwrite64", "lseek", "_llseek", "close", "recv",
    "recvfrom", "recvmsg", "recvmmsg", "recvmmsg_time64", "send",
    /* opening and asking about files: captures, SQLite, the key file, time zones */
    "open", "openat", "access", "faccessat", "faccessat2", "stat", "stat64", "lstat", "lstat64",
    "fstat", "fstat64", "newfstatat", "fstatat64", "statx", "readlink", "readlinkat", "getcwd",
    "getdents64",
    /* changing them: SQLite and its log, its shared memory and journal; files put in place whole */
    "fsync", "fdatasync", "ftruncate", "ftruncate64", "fallocate", "unlink", "unlinkat", "rename",
    "renameat", "renameat2", "fchmod", "fchown", "fchown32", "umask",
    /* how full the disk is */
    "statfs", "statfs64", "fstatfs", "fstatfs64",
    /* waiting and clocks, which are calls where the kernel lends no page of its own (vDSO) */
    "poll", "ppoll", "ppoll_time64", "nanosleep", "clock_nanosleep", "clock_nanosleep_time64",
    "clock_gettime", "clock_gettime64", "clock_getres", "clock_getres_time64", "gettimeofday",
    "time", "restart_syscall",
    /* memory: malloc, the shared memory of SQLite's log */
    "brk", "munmap", "mremap", "madvise", "futex", "futex_time64",
    /* signals: the handlers of stop, abort of an assertion */
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigreturn",
    /* who we are: SQLite, abort; the size of the machine: qsort and getrandom of glibc */
    "getpid", "gettid", "getuid", "getuid32", "geteuid", "geteuid32", "getgid", "getgid32",
    "getegid", "getegid32", "sysinfo", "sched_getaffinity",
    /* libsodium, SQLite */
    "getrandom", "exit", "exit_group",
    /* the keeper of days (sensor/days.h), which was started before */
    "wait4", "waitid"};

struct rule {
    const char *call;
    struct scmp_arg_cmp when;
};

/* Only where an argument is so. One call may have several. */
static const struct rule allowed_where[] = {
    /* memory that is no program */
    {"mmap", HAS_NO(2, PROT_EXEC)},
    {"mmap2", HAS_NO(2, PROT_EXEC)},
    {"mprotect", HAS_NO(2, PROT_EXEC)},
    /* nowhere but where the socket is connected to */
    {"sendto", {4, SCMP_CMP_EQ, 0, 0}},
    /* whether it is a terminal, and how wide */
    {"ioctl", IS(1, TCGETS)},
    {"ioctl", IS(1, TIOCGWINSZ)},
};

/* Locks of SQLite and of the key file. */
static const int of_descriptors[] = {F_GETFD, F_SETFD,  F_GETFL,     F_SETFL,    F_GETLK,
                                     F_SETLK, F_SETLKW, F_OFD_GETLK, F_OFD_SETLK};

/* Of the sockets that hear the network, besides reading. */
static const char *const of_captures[] = {"bind", "getsockname", "getsockopt", "setsockopt",
                                          "ioctl"};
static const char *const never_of_captures[] = {"write", "writev", "send", "sendto"};

/* 0 or a negative errno. */
static int add(scmp_filter_ctx filter, uint32_t action, const char *call, unsigned when_len,
               const struct scmp_arg_cmp *when)
{
    int number = seccomp_syscall_resolve_name(call);
    if (number < 0) /* another machine's */
        return 0;
    return seccomp_rule_add_array(filter, action, number, when_len, when);
}

static int add_of_descriptors(scmp_filter_ctx filter, const char *call)
{
    /* A copy of standard input: a capture that comes by it. No others, which could hide what a
     * descriptor is. */
    const struct scmp_arg_cmp copy[] = {IS(0, STDIN_FILENO), IS(1, F_DUPFD_CLOEXEC)};
    int rc = add(filter, SCMP_ACT_ALLOW, call, 2, copy);
    for (size_t i = 0; i < sizeof of_descriptors / sizeof *of_descriptors && rc == 0; i++)
        rc = add(filter, SCMP_ACT_ALLOW, call, 1, &(struct scmp_arg_cmp)IS(1, of_descriptors[i]));
    return rc;
}

static int add_of_captures(scmp_filter_ctx filter, uint32_t action, const char *const *calls,
                           size_t calls_len, const int *captures, size_t captures_len)
{
    int rc = 0;
    for (size_t i = 0; i < calls_len; i++)
        for (size_t j = 0; j < captures_len && rc == 0; j++)
            rc = add(filter, action, calls[i], 1, &(struct scmp_arg_cmp)IS(0, captures[j]));
    return rc;
}

static int load(scmp_filter_ctx filter)
{
    int rc = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    /* no_new_privs is set already, for all */
    rc = rc ? rc : seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 0);
    return rc ? rc : seccomp_load(filter);
}

/* The sockets that hear the network must not speak. "Any descriptor but these" is no rule that an
 * allow-list can hold, but a second filter is asked as well, and the stricter one is obeyed. */
static int load_never(const int *captures, size_t captures_len)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (!filter)
        return -ENOMEM;
    int rc = add_of_captures(filter, SCMP_ACT_KILL_PROCESS, never_of_captures,
                             sizeof never_of_captures / sizeof *never_of_captures, captures,
                             captures_len);
    rc = rc ? rc : load(filter);
    seccomp_release(filter);
    return rc;
}

static int load_allowed(const int *captures, size_t captures_len)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return -ENOMEM;
    struct scmp_arg_cmp own = IS(0, getpid());
    int rc = add(filter, SCMP_ACT_ALLOW, "tgkill", 1, &own); /* abort */
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed && rc == 0; i++)
        rc = add(filter, SCMP_ACT_ALLOW, allowed[i], 0, NULL);
    for (size_t i = 0; i < sizeof allowed_where / sizeof *allowed_where && rc == 0; i++)
        rc = add(filter, SCMP_ACT_ALLOW, allowed_where[i].call, 1, &allowed_where[i].when);
    rc = rc ? rc : add_of_descriptors(filter, "fcntl");
    rc = rc ? rc : add_of_descriptors(filter, "fcntl64");
    rc = rc ? rc
            : add_of_captures(filter, SCMP_ACT_ALLOW, of_captures,
                              sizeof of_captures / sizeof *of_captures, captures, captures_len);
    /* A tree instead of a list: the calls of each packet's turn are found as fast as any. */
    rc = rc ? rc : seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    rc = rc ? rc : load(filter);
    seccomp_release(filter);
    return rc;
}

enum am_status am_calls_restrict(const int *captures, size_t captures_len, bool *installed,
                                 struct am_problem *problem)
{
    *installed = false;
    if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0) /* a kernel built without */
        return AM_OK;
    /* This one first: the other leaves no call that could load it. */
    int rc = captures_len > 0 ? load_never(captures, captures_len) : 0;
    rc = rc ? rc : load_allowed(captures, captures_len);
    if (rc != 0)
        return am_problem_set(problem, AM_E_IO, NULL, 0, "can't confine the system calls: %s",
                              strerror(-rc));
    *installed = true;
    return AM_OK;
}

#endif
