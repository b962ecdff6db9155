/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The store when the machine fails it, at each single place where it can: every write of SQLite's
 * is once the last one before a crash, and once the first that finds the disk full; every
 * allocation fails once. */
#include "unit/scanner/store_fixture.h"

#include <errno.h>
#include <sys/mman.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ITS_OWN_ALLOCATOR 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HAS_ITS_OWN_ALLOCATOR 1
#endif

enum fault {
    FAULT_NONE,
    FAULT_CRASH,  /* at the n-th change of a file the process ends */
    FAULT_FULL,   /* from the n-th write on there is no space */
    FAULT_MEMORY, /* the n-th allocation fails, and the next after it succeeds */
};

/* Not const because neither system calls nor allocations have a context of their own. */
static enum fault fault;
static long calls_left;
static struct am_pseudonym *pseudonym; /* device 1's, where someone wants to know it */
static size_t lost_bytes;
static unsigned secrets_lost;

static void arm(enum fault what, long calls)
{
    fault = what;
    calls_left = calls;
}

static void disarm(void)
{
    fault = FAULT_NONE;
}

static void may_crash(void)
{
    if (fault == FAULT_CRASH && --calls_left <= 0)
        _exit(42);
}

static bool is_full(void)
{
    may_crash();
    if (fault != FAULT_FULL || --calls_left > 0)
        return false;
    errno = ENOSPC;
    return true;
}

static ssize_t faulty_pwrite(int fd, const void *bytes, size_t len, off_t at)
{
    return is_full() ? -1 : pwrite(fd, bytes, len, at);
}

static ssize_t faulty_write(int fd, const void *bytes, size_t len)
{
    return is_full() ? -1 : write(fd, bytes, len);
}

/* Whether what a file holds past `from`, and is about to lose, is a secret: its blocks go back to
 * the disk as they are. */
static void see_what_is_lost(int fd, off_t from)
{
    static char bytes[1 << 20];
    ssize_t len = fd < 0 ? -1 : pread(fd, bytes, sizeof bytes, from);
    if (len > 0)
        lost_bytes += (size_t)len;
    if (len > 0 && (memmem(bytes, (size_t)len, "secret", 6) ||
                    (pseudonym && memmem(bytes, (size_t)len, pseudonym, sizeof *pseudonym))))
        secrets_lost++;
}

static int faulty_truncate(int fd, off_t len)
{
    may_crash();
    see_what_is_lost(fd, len);
    return ftruncate(fd, len);
}

static int faulty_unlink(const char *path)
{
    may_crash();
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    see_what_is_lost(fd, 0);
    if (fd >= 0)
        (void)close(fd);
    return unlink(path);
}

#ifndef HAS_ITS_OWN_ALLOCATOR
/* The C library's own names for what the following take the place of. */
extern void *__libc_malloc(size_t len);
extern void *__libc_calloc(size_t count, size_t each);
extern void *__libc_realloc(void *at, size_t len);

static bool is_out_of_memory(void)
{
    if (fault != FAULT_MEMORY || --calls_left != 0)
        return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t len)
{
    return is_out_of_memory() ? NULL : __libc_malloc(len);
}

void *calloc(size_t count, size_t each)
{
    return is_out_of_memory() ? NULL : __libc_calloc(count, each);
}

void *realloc(void *at, size_t len)
{
    return is_out_of_memory() ? NULL : __libc_realloc(at, len);
}
#endif

static void install(void)
{
    static const struct {
        const char *name;
        sqlite3_syscall_ptr call;
    } calls[] = {
        {"pwrite", (sqlite3_syscall_ptr)(void (*)(void))faulty_pwrite},
        {"pwrite64", (sqlite3_syscall_ptr)(void (*)(void))faulty_pwrite},
        {"write", (sqlite3_syscall_ptr)(void (*)(void))faulty_write},
        {"ftruncate", (sqlite3_syscall_ptr)(void (*)(void))faulty_truncate},
        {"unlink", (sqlite3_syscall_ptr)(void (*)(void))faulty_unlink},
    };
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        assert_int_equal(vfs->xSetSystemCall(vfs, calls[i].name, calls[i].call), SQLITE_OK);
}

static void add_round(struct am_store *s, int round)
{
    static const char *const names[] = {"alfa.example", "secret.example", "beta.example", NULL};
    for (unsigned device = 1; device <= 4; device++)
        for (unsigned i = 0; i < 4; i++)
            add_seen(s, &(struct seen){device, round, i == 1 && device > 2 ? NULL : names[i],
                                       i % 2 ? "198.51.100.7" : "203.0.113.9", NULL,
                                       AM_EVIDENCE_SNI, AM_BLIND_NOT, "tls", 1, 10, 20});
}

enum phase { PHASE_CREATE, PHASE_ADD, PHASE_FLUSH, PHASE_CLOSE, PHASE_COUNT };

/* Goes on from one phase to the next: a fault of memory is for one of them alone. */
static void enter(enum phase now, enum fault what, enum phase phase, long calls)
{
    if (now == phase)
        arm(what, calls);
    else if (fault == FAULT_MEMORY)
        disarm();
}

/* Adds twice and closes, `flushes` or not in between; the fault from one phase on. True: closed. */
static bool run(struct fixture *f, bool flushes, enum fault what, enum phase phase, long calls,
                struct am_problem *problem)
{
    struct am_store *s = NULL;
    struct am_store_options options = {
        .path = f->path, .knowledge = &f->knowledge, .fold_below = 3};
    enter(PHASE_CREATE, what, phase, calls);
    if (am_store_create(&options, &s, problem) != AM_OK)
        return false;
    if (pseudonym) {
        struct am_address one = device_of(1);
        *pseudonym = am_store_pseudonym(s, &one);
    }
    for (int round = 0; round < 2; round++) {
        if (round == 0)
            enter(PHASE_ADD, what, phase, calls);
        add_round(s, round * 4);
        if (round == 0)
            enter(PHASE_FLUSH, what, phase, calls);
        if (flushes && am_store_flush(s, T0, T0 + 60, problem) != AM_OK)
            assert_int_not_equal(problem->status, AM_OK);
    }
    enter(PHASE_CLOSE, what, phase, calls);
    enum am_status status = am_store_close(s, T0, T0 + 120, problem);
    am_store_free(s);
    return status == AM_OK;
}

/* What a crash may leave: nothing that is a scan, or one that reads, and closes to the same rows
 * that it showed before. */
static void assert_reads_and_closes(struct fixture *f)
{
    struct am_scan *scan = NULL;
    struct am_problem problem = {0};
    enum am_status status = am_scan_open(f->path, &f->knowledge, &scan, &problem);
    if (status != AM_OK) { /* crashed before it was created */
        assert_true(status == AM_E_NOT_FOUND || strstr(problem.text, "is empty"));
        assert_false(scan_holds(f, "alfa", 4));
        return;
    }
    am_scan_free(scan);
    struct am_text before;
    rows_of(f, &before);
    status = am_scan_close_interrupted(f->path, &f->knowledge, &problem);
    if (status != AM_OK)
        fail_msg("%s", problem.text);
    assert_rows(f, before.at);
    assert_null(strstr(before.at, "secret"));
    am_text_done(&before);
    assert_false(scan_holds(f, "secret", 6));
    assert_false(exists(f, "-key"));
    assert_false(exists(f, "-wal"));
}

static long crash_at_each_write(struct fixture *f, bool flushes)
{
    int code = 42;
    long calls = 1;
    for (; code == 42; calls++) {
        pid_t child = fork();
        if (child == 0) {
            struct am_problem problem = {0};
            _exit(run(f, flushes, FAULT_CRASH, PHASE_CREATE, calls, &problem) ? 0 : 1);
        }
        int how;
        assert_int_equal(waitpid(child, &how, 0), child);
        assert_true(WIFEXITED(how));
        code = WEXITSTATUS(how);
        if (!flushes) { /* folded from memory, neither ever comes to the disk */
            assert_false(scan_holds(f, "secret", 6));
            assert_false(scan_holds(f, pseudonym->at, AM_PSEUDONYM_SIZE));
        }
        assert_reads_and_closes(f);
        remove_scan(f);
    }
    assert_int_equal(code, 0);
    return calls - 2;
}

static void a_crash_at_any_write_leaves_a_scan_that_closes(void **state)
{
    struct fixture *f = *state;
    pseudonym =
        mmap(NULL, sizeof *pseudonym, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(pseudonym, MAP_FAILED);
    long with = crash_at_each_write(f, true);
    long without = crash_at_each_write(f, false);
    print_message("%ld and %ld writes\n", with, without);
    assert_true(with > 60 && without > 40);
    assert_int_equal(munmap(pseudonym, sizeof *pseudonym), 0);
    pseudonym = NULL;
}

static void what_closing_cuts_off_and_deletes_holds_no_secret(void **state)
{
    struct fixture *f = *state;
    struct am_store *s = new_store(f, false);
    struct am_address device = device_of(1);
    struct am_pseudonym one = am_store_pseudonym(s, &device);
    am_sql_exec(&s->sql, "PRAGMA wal_autocheckpoint = 100"); /* some is in the file already */
    for (int round = 0; round < 100; round++) {
        add_round(s, round);
        assert_int_equal(am_store_flush(s, T0, T0, &f->problem), AM_OK);
    }
    assert_true(holds(f->path, "secret", 6));
    assert_true(holds(f->path, one.at, sizeof one.at));
    pseudonym = &one;
    lost_bytes = 0;
    secrets_lost = 0;
    assert_int_equal(am_store_close(s, T0, T0, &f->problem), AM_OK);
    pseudonym = NULL;
    assert_true(lost_bytes > 100000); /* of the log and of the file's free pages */
    assert_int_equal(secrets_lost, 0);
    am_store_free(s);
}

/* One run in which the disk is full from a write on, and has room again after the first call that
 * says so; how many calls did. */
static unsigned run_on_full_disk(struct fixture *f, bool flushes, long calls)
{
    struct am_store *s = NULL;
    struct am_store_options options = {
        .path = f->path, .knowledge = &f->knowledge, .fold_below = 3};
    unsigned failed = 0;
    struct am_problem problem = {0};
    arm(FAULT_FULL, calls);
    if (am_store_create(&options, &s, &problem) != AM_OK) {
        disarm();
        failed++;
        assert_false(exists(f, "") || exists(f, "-key"));
        assert_int_equal(am_store_create(&options, &s, NULL), AM_OK);
    }
    for (int round = 0; round < 2; round++) {
        add_round(s, round * 4);
        if (flushes && am_store_flush(s, T0, T0 + 60, &problem) != AM_OK) {
            disarm();
            failed++;
        }
    }
    if (am_store_close(s, T0, T0 + 120, &problem) != AM_OK) {
        disarm();
        failed++;
        assert_int_equal(am_store_close(s, T0, T0 + 120, NULL), AM_OK);
    }
    am_store_free(s);
    assert_int_equal(problem.status, failed ? AM_E_IO : AM_OK);
    return failed;
}

/* Whatever write first finds no space: once there is some again, all is there, and once only. */
static void a_full_disk_at_any_write_loses_nothing(void **state)
{
    struct fixture *f = *state;
    struct am_text whole;
    struct am_problem problem = {0};
    assert_true(run(f, true, FAULT_NONE, PHASE_CREATE, 0, &problem));
    rows_of(f, &whole);
    remove_scan(f);

    for (int flushes = 0; flushes < 2; flushes++) {
        unsigned failed = 0;
        for (long calls = 1; calls == 1 || calls_left <= 0; calls++) {
            failed += run_on_full_disk(f, flushes, calls);
            assert_rows(f, whole.at);
            assert_false(scan_holds(f, "secret", 6));
            assert_int_equal(counter_of(f, "lost.contacts"), 0);
            remove_scan(f);
        }
        disarm();
        print_message("%u calls failed\n", failed);
        assert_true(failed > 40);
    }
    am_text_done(&whole);
}

#ifndef HAS_ITS_OWN_ALLOCATOR
struct outcomes {
    unsigned reported, counted;
};

static void check_after_failed_allocation(struct fixture *f, bool closed, const char *whole,
                                          const struct am_problem *problem, struct outcomes *o)
{
    o->reported += problem->status != AM_OK;
    if (closed) {
        struct am_text rows;
        uint64_t lost = counter_of(f, "lost.contacts") + counter_of(f, "lost.names");
        rows_of(f, &rows);
        if (lost == 0)
            assert_string_equal(rows.at, whole);
        o->counted += lost > 0;
        am_text_done(&rows);
    } else {
        assert_int_not_equal(problem->status, AM_OK);
    }
    assert_reads_and_closes(f);
    remove_scan(f);
}
#endif

/* No crash, and never a scan that claims to be whole and is not. */
static void a_failed_allocation_is_reported_or_counted(void **state)
{
#ifdef HAS_ITS_OWN_ALLOCATOR
    (void)state;
    skip();
#else
    struct fixture *f = *state;
    struct am_text whole;
    struct am_problem problem = {0};
    struct outcomes outcomes = {0};
    assert_true(run(f, true, FAULT_NONE, PHASE_CREATE, 0, &problem));
    rows_of(f, &whole);
    remove_scan(f);

    for (int phase = 0; phase < 2 * PHASE_COUNT; phase++) {
        bool adding = phase % PHASE_COUNT == PHASE_ADD;
        for (long calls = 1; calls == 1 || calls_left <= 0;
             calls += adding ? 1 : 1 + calls / 30) { /* the others repeat themselves */
            problem = (struct am_problem){0};
            bool closed = run(f, phase < PHASE_COUNT, FAULT_MEMORY,
                              (enum phase)(phase % PHASE_COUNT), calls, &problem);
            disarm();
            check_after_failed_allocation(f, closed, whole.at, &problem, &outcomes);
        }
    }
    am_text_done(&whole);
    print_message("%u reported, %u counted\n", outcomes.reported, outcomes.counted);
    assert_true(outcomes.reported > 100 && outcomes.counted > 5);
#endif
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_crash_at_any_write_leaves_a_scan_that_closes),
        TEST(what_closing_cuts_off_and_deletes_holds_no_secret),
        TEST(a_full_disk_at_any_write_loses_nothing),
        TEST(a_failed_allocation_is_reported_or_counted),
    };
    install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
