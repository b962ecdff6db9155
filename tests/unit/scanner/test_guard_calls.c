/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The system calls that the guard leaves, and those that end the process. */
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "unit/scanner/guard_world.h"

#define HIGH (1L << 32) /* set in a descriptor's upper half, which the kernel passes over */

struct call {
    const char *what;
    long number, arguments[6];
};

static long at(const void *pointer)
{
    return (long)(intptr_t)pointer;
}

static void make(const struct call *c)
{
    const long *a = c->arguments;
    (void)syscall(c->number, a[0], a[1], a[2], a[3], a[4], a[5]);
    _exit(0);
}

static void assert_dies(struct world *w, const struct call *c)
{
    for (int guarded = 0; guarded <= 1; guarded++) {
        int state = 0;
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            /* A picture of memory could be made, and where: it must not be. */
            (void)setrlimit(RLIMIT_CORE, &(struct rlimit){RLIM_INFINITY, RLIM_INFINITY});
            MUST(chdir(w->f->folder) == 0);
            if (guarded)
                enter(w);
            make(c);
        }
        assert_int_equal(waitpid(child, &state, 0), child);
        bool died = WIFSIGNALED(state) && WTERMSIG(state) == SIGSYS && !WCOREDUMP(state);
        if (guarded ? !died : state != 0)
            fail_msg("%s, %s the guard: ended with %#x", c->what, guarded ? "behind" : "before",
                     (unsigned)state);
    }
}

static void forbidden_calls_end_the_process(void **state)
{
    static char page[1 << 16];
    struct world *w = *state;
    const struct sockaddr_in loop = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000001)};
    const struct iovec x = {page, 1};
    const long in_page = (at(page) + 4095) & ~4095L;
    const struct call calls[] = {
        {"TCP socket", SYS_socket, {AF_INET, SOCK_STREAM}},
        {"packet socket", SYS_socket, {AF_PACKET, SOCK_RAW}},
        {"netlink socket", SYS_socket, {AF_NETLINK, SOCK_RAW}},
        {"pair of sockets", SYS_socketpair, {AF_UNIX, SOCK_STREAM, 0, at(page)}},
        {"connect", SYS_connect, {w->capture, at(&loop), sizeof loop}},
        {"listen", SYS_listen, {w->other, 1}},
        {"accept", SYS_accept4, {w->other}},
        {"bind, not of a capture", SYS_bind, {w->other, at(&loop), sizeof loop}},
        {"setsockopt, not of a capture", SYS_setsockopt, {w->other, SOL_SOCKET, SO_BROADCAST}},
        {"getsockopt, not of a capture", SYS_getsockopt, {w->other, SOL_SOCKET, SO_BROADCAST}},
        {"ioctl, not of a capture", SYS_ioctl, {w->other, FIONREAD, at(page)}},
        {"typing into the terminal", SYS_ioctl, {STDIN_FILENO, TIOCSTI}},
        {"sendto an address", SYS_sendto, {w->other, at(page), 1, 0, at(&loop), sizeof loop}},
        {"sendmsg", SYS_sendmsg, {w->other}},
        {"send by a capture", SYS_sendto, {w->capture, at(page), 1}},
        {"write to a capture", SYS_write, {w->capture, at(page), 1}},
        {"write to a disguised capture", SYS_write, {w->capture | HIGH, at(page), 1}},
        {"writev to a capture", SYS_writev, {w->capture, at(&x), 1}},
        {"dup", SYS_dup, {w->capture}},
        {"dup3", SYS_dup3, {w->capture, STDOUT_FILENO}},
        {"dup by fcntl", SYS_fcntl, {w->capture, F_DUPFD_CLOEXEC}},
        {"signals by fcntl", SYS_fcntl, {w->capture, F_SETOWN}},
        {"execve", SYS_execve, {at("/no/such/program")}},
        {"execveat", SYS_execveat, {-1, at("/no/such/program")}},
        {"fork", SYS_clone, {SIGCHLD}},
        {"clone3", SYS_clone3, {0, 0}},
        {"kill", SYS_kill, {getpid(), 0}},
        {"tgkill", SYS_tgkill, {getpid(), getpid(), 0}},
        {"memory for programs", SYS_mmap, {0, 4096, PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1}},
        {"memory turned program", SYS_mprotect, {in_page, 4096, PROT_READ | PROT_EXEC}},
        {"memory of a file's own", SYS_memfd_create, {at("x")}},
        {"ptrace", SYS_ptrace, {PTRACE_TRACEME}},
        {"another's memory", SYS_process_vm_readv, {0}},
        {"mount", SYS_mount, {at("x"), at("/no/such/folder"), at("x")}},
        {"chroot", SYS_chroot, {at("/no/such/folder")}},
        {"fchmodat", SYS_fchmodat, {AT_FDCWD, at(w->readable), 0600}},
        {"symlinkat", SYS_symlinkat, {at("x"), AT_FDCWD, at("/no/such/folder/x")}},
        {"linkat", SYS_linkat, {AT_FDCWD, at("/no/such/x"), AT_FDCWD, at("/no/such/folder/x")}},
        {"mkdirat", SYS_mkdirat, {AT_FDCWD, at("/no/such/folder/x")}},
        {"open by handle", SYS_open_by_handle_at, {-1}},
        {"setuid", SYS_setuid, {geteuid()}},
        {"prctl", SYS_prctl, {PR_GET_DUMPABLE}},
        {"seccomp", SYS_seccomp, {0xffff}},
        {"unshare", SYS_unshare, {0}},
        {"bpf", SYS_bpf, {0}},
        {"perf", SYS_perf_event_open, {0, 0, -1, -1}},
        {"keyctl", SYS_keyctl, {0}},
        {"io_uring", SYS_io_uring_setup, {0}},
        {"userfaultfd", SYS_userfaultfd, {0xffff}},
        {"a call that no kernel has", 100000, {0}},
#ifdef __x86_64__
        {"socket by the table of x32", SYS_socket | 0x40000000, {AF_INET, SOCK_STREAM}},
#endif
    };
    if (AM_GUARD_SANITIZED)
        skip();
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        assert_dies(w, &calls[i]);
}

static void abort_of_itself(struct world *w)
{
    (void)w;
    abort();
}

static void an_assertion_still_ends_by_its_own_signal(void **state)
{
    int ending = ended(*state, true, abort_of_itself);
    assert_true(WIFSIGNALED(ending));
    assert_int_equal(WTERMSIG(ending), SIGABRT);
    assert_false(WCOREDUMP(ending));
}

static void hear_and_talk(struct world *w)
{
    char bytes[16];
    int value = 1;
    socklen_t len = sizeof value;
    struct sockaddr_in here = {.sin_family = AF_INET};
    MUST(recv(w->capture, bytes, sizeof bytes, MSG_DONTWAIT) < 0 && errno == EAGAIN);
    MUST(setsockopt(w->capture, SOL_SOCKET, SO_TIMESTAMPNS, &value, len) == 0);
    MUST(getsockopt(w->capture, SOL_SOCKET, SO_RCVBUF, &value, &len) == 0);
    MUST(ioctl(w->capture, FIONREAD, &value) == 0);
    MUST(bind(w->capture, (struct sockaddr *)&here, sizeof here) != 0 && errno == EINVAL);
    MUST(send(w->talk[0], "ready", 5, MSG_NOSIGNAL) == 5 && write(w->talk[0], "x", 1) == 1);
    MUST(recv(w->talk[1], bytes, sizeof bytes, 0) == 5 && read(w->talk[1], bytes, 1) == 1);
}

static void captures_are_heard_and_who_was_connected_is_told(void **state)
{
    passes(*state, hear_and_talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(forbidden_calls_end_the_process),
        CASE(an_assertion_still_ends_by_its_own_signal),
        CASE(captures_are_heard_and_who_was_connected_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
