/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the tests of the guard share. The guard can't be left, so each case is a child of its own,
 * in a folder for its scan, beside a file that may be read and one that may not. */
#ifndef AM_TEST_GUARD_WORLD_H
#define AM_TEST_GUARD_WORLD_H

#include <arpa/inet.h>
#include <cap-ng.h>
#include <errno.h>
#include <pwd.h>
#include <sys/socket.h>

#include "guard/guard_private.h"
#include "unit/scanner/store_fixture.h"

/* In a child there is no test to fail: it ends, and says where. */
#define MUST(true_)                                                                                \
    do {                                                                                           \
        if (!(true_)) {                                                                            \
            (void)dprintf(STDERR_FILENO, "%s:%d: not so: %s (%s)\n", __FILE__, __LINE__, #true_,   \
                          strerror(errno));                                                        \
            _exit(1);                                                                              \
        }                                                                                          \
    } while (0)

struct world {
    struct fixture *f;  /* its folder is the output's */
    char readable[96];  /* a file elsewhere, allowed */
    char forbidden[96]; /* its neighbour */
    char elsewhere[64];
    int capture, other; /* UDP sockets */
    int talk[2];        /* a pair of sockets, connected */
    int status;         /* /proc/self/status of the child */
    struct am_guard_options options;
    struct am_guard guard;
};

static inline void write_file(const char *path, const char *text)
{
    FILE *stream = fopen(path, "we");
    assert_non_null(stream);
    assert_true(fputs(text, stream) >= 0);
    assert_int_equal(fclose(stream), 0);
}

static inline int listening(void)
{
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&here, sizeof here), 0);
    return fd;
}

static inline int make_world(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    void *fixture = NULL;
    if (!w || set_up(&fixture) != 0)
        return 1;
    w->f = fixture;
    (void)snprintf(w->elsewhere, sizeof w->elsewhere, "%s", "/tmp/amarra-guard-XXXXXX");
    if (!mkdtemp(w->elsewhere))
        return 1;
    (void)snprintf(w->readable, sizeof w->readable, "%s/readable", w->elsewhere);
    (void)snprintf(w->forbidden, sizeof w->forbidden, "%s/forbidden", w->elsewhere);
    write_file(w->readable, "read me");
    write_file(w->forbidden, "read me not");
    w->capture = listening();
    w->other = listening();
    if (socketpair(AF_UNIX, SOCK_DGRAM, 0, w->talk) != 0)
        return 1;
    (void)unsetenv("SUDO_UID");
    (void)unsetenv("SUDO_GID");
    *state = w;
    return 0;
}

static inline int unmake_world(void **state)
{
    struct world *w = *state;
    void *fixture = w->f;
    (void)close(w->capture);
    (void)close(w->other);
    (void)close(w->talk[0]);
    (void)close(w->talk[1]);
    (void)unlink(w->readable);
    (void)unlink(w->forbidden);
    int rc = rmdir(w->elsewhere);
    free(w);
    return tear_down(&fixture) != 0 || rc != 0;
}

static inline enum am_status try_to_enter(struct world *w, struct am_problem *problem)
{
    const char *readable[] = {"-", "/no/such/file", w->readable};
    struct am_guard_options options = w->options;
    options.output = w->f->path;
    options.readable = readable;
    options.readable_len = sizeof readable / sizeof *readable;
    options.captures = &w->capture;
    options.captures_len = 1;
    return am_guard_enter(&options, &w->guard, problem);
}

static inline void enter(struct world *w)
{
    struct am_problem problem = {0};
    w->status = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
    MUST(w->status >= 0);
    enum am_status status = try_to_enter(w, &problem);
    if (status != AM_OK)
        (void)dprintf(STDERR_FILENO, "%s\n", problem.text);
    MUST(status == AM_OK);
}

/* How a child that enters and then works ended: as by waitpid. */
static inline int ended(struct world *w, bool guarded, void (*work)(struct world *))
{
    int state = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (guarded)
            enter(w);
        work(w);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &state, 0), child);
    return state;
}

static inline void passes(struct world *w, void (*work)(struct world *))
{
    int state = ended(w, true, work);
    assert_false(WIFSIGNALED(state) && WTERMSIG(state));
    assert_int_equal(state, 0);
}

/* Whether what needs root can be tested; says why not. */
static inline bool is_root(void)
{
    bool all = geteuid() == 0 && getpwnam("nobody") && capng_get_caps_process() == 0;
    static const unsigned needed[] = {CAP_SETUID, CAP_SETGID, CAP_SETPCAP, CAP_CHOWN,
                                      CAP_DAC_OVERRIDE};
    for (size_t i = 0; i < sizeof needed / sizeof *needed && all; i++)
        all = capng_have_capability(CAPNG_EFFECTIVE, needed[i]);
    if (!all)
        print_message("needs root with its capabilities, and a user 'nobody'\n");
    return all;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_world, unmake_world)

#endif
