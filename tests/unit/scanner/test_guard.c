/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guard/guard.h"

#include <dirent.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>

#include "unit/scanner/guard_world.h"

/* --- what a scan goes on to do --- */

static void write_rename_remove(struct world *w)
{
    char path[128];
    char other[128];
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    (void)snprintf(path, sizeof path, "%s/a", w->f->folder);
    (void)snprintf(other, sizeof other, "%s/b", w->f->folder);
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    MUST(fd >= 0 && write(fd, "abc", 3) == 3 && ftruncate(fd, 2) == 0 && fsync(fd) == 0);
    MUST(fcntl(fd, F_OFD_SETLK, &whole) == 0 && fchmod(fd, 0644) == 0 && close(fd) == 0);
    MUST(rename(path, other) == 0);
    MUST((fd = open(other, O_WRONLY | O_TRUNC | O_CLOEXEC)) >= 0 && close(fd) == 0);
    DIR *folder = opendir(w->f->folder);
    size_t entries = 0;
    while (folder && readdir(folder))
        entries++;
    MUST(entries == 3 && closedir(folder) == 0);
    MUST(unlink(other) == 0 && access(other, F_OK) != 0);
}

static void files_of_the_folder_may_be_made_and_removed(void **state)
{
    passes(*state, write_rename_remove);
}

static void make_a_scan(struct world *w)
{
    struct am_store *s = NULL;
    struct am_problem problem = {0};
    struct am_store_options o = {.path = w->f->path, .knowledge = &w->f->knowledge, .sources = "x"};
    MUST(am_store_create(&o, &s, &problem) == AM_OK);
    add_seen(s, &(struct seen){.device = 1, .name = "beta.example", .peer = "192.0.2.1"});
    MUST(am_store_flush(s, T0, T0, &problem) == AM_OK);
    add_seen(s, &(struct seen){.device = 2, .name = "beta.example", .peer = "192.0.2.1"});
    MUST(am_store_close(s, T0, T0, &problem) == AM_OK);
    am_store_free(s);
}

static void a_scan_is_made_and_closed(void **state)
{
    struct world *w = *state;
    passes(w, make_a_scan);
    assert_true(exists(w->f, ""));
    assert_false(exists(w->f, "-key"));
}

static void make_a_scan_by_relative_path(struct world *w)
{
    (void)snprintf(w->f->path, sizeof w->f->path, "scan.db");
    make_a_scan(w);
}

static void a_scan_in_the_folder_where_we_are(void **state)
{
    struct world *w = *state;
    char before[PATH_MAX];
    char path[sizeof w->f->path];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(w->f->folder), 0);
    memcpy(path, w->f->path, sizeof path);
    (void)snprintf(w->f->path, sizeof w->f->path, "scan.db");
    int ending = ended(w, true, make_a_scan_by_relative_path);
    memcpy(w->f->path, path, sizeof path);
    assert_int_equal(chdir(before), 0);
    assert_int_equal(ending, 0);
    assert_true(exists(w->f, ""));
}

static void read_and_wait(struct world *w)
{
    char bytes[16];
    time_t now = time(NULL);
    struct tm local;
    int fd = open(w->readable, O_RDONLY | O_CLOEXEC);
    MUST(fd >= 0 && read(fd, bytes, sizeof bytes) == 7 && close(fd) == 0);
    MUST((fd = open("/dev/null", O_RDWR | O_CLOEXEC)) >= 0 && !isatty(fd) && close(fd) == 0);
    MUST(poll(&(struct pollfd){.fd = w->capture, .events = POLLIN}, 1, 1) == 0);
    MUST(nanosleep(&(struct timespec){0, 1000}, NULL) == 0);
    MUST(localtime_r(&now, &local) != NULL);
    MUST(signal(SIGUSR1, SIG_IGN) != SIG_ERR && raise(SIGUSR1) == 0);
    MUST((fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)) >= 0 && close(fd) == 0);
}

static void what_was_named_may_be_read(void **state)
{
    passes(*state, read_and_wait);
}

/* --- files --- */

static void open_others(struct world *w)
{
    static const char *const paths[] = {"/etc/passwd", "/", "/usr", "/proc/self/status"};
    char link[128];
    char moved[128];
    (void)snprintf(link, sizeof link, "%s/link", w->f->folder);
    (void)snprintf(moved, sizeof moved, "%s/moved", w->elsewhere);
    /* The last is open to sanitizers. */
    for (size_t i = 0; i < sizeof paths / sizeof *paths - AM_GUARD_SANITIZED; i++)
        MUST(open(paths[i], O_RDONLY | O_CLOEXEC) < 0 && errno == EACCES);
    MUST(open(w->forbidden, O_RDONLY | O_CLOEXEC) < 0 && errno == EACCES);
    MUST(open(w->readable, O_WRONLY | O_CLOEXEC) < 0 && errno == EACCES);
    MUST(open(link, O_RDONLY | O_CLOEXEC) < 0 && errno == EACCES);
    MUST(open(moved, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) < 0 && errno == EACCES);
    MUST(rename(link, moved) < 0 && (errno == EACCES || errno == EXDEV));
    MUST(unlink(w->readable) < 0 && errno == EACCES);
}

/* Whether this kernel has Landlock; says why not. */
static bool has_landlock(void)
{
    if (syscall(SYS_landlock_create_ruleset, NULL, 0, 1) > 0)
        return true;
    print_message("this kernel has no Landlock, or it is switched off\n");
    return false;
}

static void other_files_may_not_be_opened(void **state)
{
    struct world *w = *state;
    char link[128];
    if (!has_landlock())
        skip();
    (void)snprintf(link, sizeof link, "%s/link", w->f->folder);
    assert_int_equal(symlink(w->forbidden, link), 0);
    int ending = ended(w, true, open_others);
    assert_int_equal(unlink(link), 0);
    assert_int_equal(ending, 0);
}

static void tell_landlock(struct world *w)
{
    MUST(w->guard.landlock > 0);
    MUST(w->guard.seccomp || AM_GUARD_SANITIZED);
}

static void what_holds_is_told(void **state)
{
    if (!has_landlock())
        skip();
    passes(*state, tell_landlock);
}

/* --- user and capabilities --- */

/* "CapEff:\t0000000000000000", of the process that opened it. */
static void must_say(struct world *w, const char *line)
{
    char text[8192];
    ssize_t len = pread(w->status, text, sizeof text - 1, 0);
    MUST(len > 0);
    text[len] = '\0';
    if (!strstr(text, line))
        (void)dprintf(STDERR_FILENO, "no '%s' in:\n%s", line, text);
    MUST(strstr(text, line));
}

static void capabilities_are_gone(struct world *w)
{
    must_say(w,
             "CapInh:\t0000000000000000\nCapPrm:\t0000000000000000\nCapEff:\t0000000000000000\n");
    must_say(w, "CapAmb:\t0000000000000000\nNoNewPrivs:\t1\n");
    MUST(w->guard.capabilities_empty);
}

static void and_never_come_back(struct world *w)
{
    capabilities_are_gone(w);
    must_say(w, "CapBnd:\t0000000000000000\n");
    must_say(w, AM_GUARD_SANITIZED ? "Seccomp:\t0" : "Seccomp:\t2");
}

static void no_capability_is_left(void **state)
{
    struct world *w = *state;
    w->options.drop_user = true;
    passes(w, is_root() ? and_never_come_back : capabilities_are_gone);
}

static void only_reach_is_left(struct world *w)
{
    must_say(w, "CapPrm:\t0000000000000002\nCapEff:\t0000000000000002\n"); /* CAP_DAC_OVERRIDE */
    MUST(!w->guard.capabilities_empty && !w->guard.dropped && geteuid() == 0);
    write_rename_remove(w);
}

static void root_that_stays_writes_what_is_others(void **state)
{
    struct world *w = *state;
    if (!is_root())
        skip();
    assert_int_equal(chown(w->f->folder, getpwnam("nobody")->pw_uid, (gid_t)-1), 0);
    passes(w, only_reach_is_left);
}

static void is_root_without_power(struct world *w)
{
    MUST(!w->guard.dropped && geteuid() == 0 && strcmp(w->guard.user, "root") == 0);
    and_never_come_back(w);
    write_rename_remove(w);
}

static void in_a_folder_of_roots_root_stays_without_power(void **state)
{
    struct world *w = *state;
    if (!is_root() || getpwnam("amarra"))
        skip();
    w->options.drop_user = true;
    passes(w, is_root_without_power);
}

static void is_nobody(struct world *w)
{
    const struct passwd *nobody = getpwnam("nobody");
    uid_t u[3];
    gid_t g[3];
    struct stat st;
    MUST(getresuid(&u[0], &u[1], &u[2]) == 0 && getresgid(&g[0], &g[1], &g[2]) == 0);
    for (size_t i = 0; i < 3; i++)
        MUST(u[i] == nobody->pw_uid && g[i] == nobody->pw_gid);
    MUST(getgroups(0, NULL) == 0);
    MUST(w->guard.dropped && strcmp(w->guard.user, "nobody") == 0);
    MUST(setuid(0) != 0 && setgid(0) != 0 && setgroups(0, NULL) != 0);
    must_say(w, "Seccomp:\t0");
    MUST(open(w->forbidden, O_WRONLY | O_CLOEXEC) < 0 && errno == EACCES);
    int fd = open(w->f->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    MUST(fd >= 0 && fstat(fd, &st) == 0 && st.st_uid == u[0] && st.st_gid == g[0]);
    MUST(unlink(w->f->path) == 0);
    MUST(w->options.owned_len == 0 || (fstat(w->options.owned[0], &st) == 0 && st.st_uid == u[0]));
}

/* As a viewer, so that it can be asked who it is. */
static void becomes_nobody(struct world *w)
{
    const gid_t groups[] = {0, 4};
    w->options.profile = AM_GUARD_VIEWER;
    assert_int_equal(setgroups(2, groups), 0);
    passes(w, is_nobody);
    assert_int_equal(setgroups(0, NULL), 0);
}

static void root_becomes_the_owner_of_the_folder(void **state)
{
    struct world *w = *state;
    if (!is_root())
        skip();
    assert_int_equal(chown(w->f->folder, getpwnam("nobody")->pw_uid, 0), 0);
    w->options.drop_user = true;
    becomes_nobody(w);
}

static void root_becomes_who_called_sudo(void **state)
{
    struct world *w = *state;
    char number[16];
    if (!is_root())
        skip();
    (void)snprintf(number, sizeof number, "%u", (unsigned)getpwnam("nobody")->pw_uid);
    assert_int_equal(setenv("SUDO_UID", number, 1), 0);
    assert_int_equal(setenv("SUDO_GID", number, 1), 0);
    assert_int_equal(chmod(w->f->folder, 0777), 0); /* which its owner, root, would also do in */
    w->options.drop_user = true;
    becomes_nobody(w);
}

static void who_called_sudo_but_cannot_write_there_is_passed_over(void **state)
{
    struct world *w = *state;
    if (!is_root() || getpwnam("amarra"))
        skip();
    assert_int_equal(setenv("SUDO_UID", "65534", 1), 0);
    assert_int_equal(setenv("SUDO_GID", "65534", 1), 0);
    w->options.drop_user = true;
    passes(w, is_root_without_power);
}

static void a_user_may_be_named(void **state)
{
    struct world *w = *state;
    if (!is_root())
        skip();
    int lines = open(w->f->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_int_equal(chmod(w->f->folder, 0777), 0);
    w->options.user = "nobody";
    w->options.owned = &lines;
    w->options.owned_len = 1;
    becomes_nobody(w);
    (void)close(lines);
}

static void assert_refused(struct world *w, const char *why)
{
    struct am_problem problem = {0};
    assert_int_equal(try_to_enter(w, &problem), AM_E_USAGE);
    assert_non_null(strstr(problem.text, why));
}

static void a_user_that_cannot_be_is_said(void **state)
{
    struct world *w = *state;
    w->options.user = "no-such-user";
    assert_refused(w, "there is no user 'no-such-user'");
    if (!is_root())
        skip();
    w->options.user = "nobody";
    assert_refused(w, "the user 'nobody' can't write this folder");
    assert_int_equal(geteuid(), 0);
}

static void become_another(struct world *w)
{
    struct am_problem problem = {0};
    MUST(setresuid(65534, 65534, 65534) == 0);
    w->options.user = "root";
    MUST(try_to_enter(w, &problem) == AM_E_USAGE);
    MUST(strstr(problem.text, "only root can run as 'root'"));
    w->options.user = NULL;
    w->options.drop_user = true;
    enter(w);
    MUST(!w->guard.dropped && strcmp(w->guard.user, "nobody") == 0);
}

static void only_root_becomes_another(void **state)
{
    struct world *w = *state;
    if (!is_root())
        skip();
    assert_int_equal(ended(w, false, become_another), 0);
}

static void a_folder_that_is_not_there_is_said(void **state)
{
    struct am_problem problem = {0};
    struct am_guard guard;
    (void)state;
    struct am_guard_options options = {.output = "/no/such/folder/scan.db"};
    assert_int_equal(am_guard_enter(&options, &guard, &problem), AM_E_IO);
    assert_string_equal(problem.file, "/no/such/folder/scan.db");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(files_of_the_folder_may_be_made_and_removed),
        CASE(a_scan_is_made_and_closed),
        CASE(a_scan_in_the_folder_where_we_are),
        CASE(what_was_named_may_be_read),
        CASE(other_files_may_not_be_opened),
        CASE(what_holds_is_told),
        CASE(no_capability_is_left),
        CASE(root_that_stays_writes_what_is_others),
        CASE(in_a_folder_of_roots_root_stays_without_power),
        CASE(root_becomes_the_owner_of_the_folder),
        CASE(root_becomes_who_called_sudo),
        CASE(who_called_sudo_but_cannot_write_there_is_passed_over),
        CASE(a_user_may_be_named),
        CASE(a_user_that_cannot_be_is_said),
        CASE(only_root_becomes_another),
        CASE(a_folder_that_is_not_there_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
