/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sensor/days.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

#include "unit/scanner/store_fixture.h"

#define DAY_SECONDS 86400

static char folder[64];
static struct fixture *the_fixture;

static void path_in(const char *name, char out[PATH_MAX])
{
    (void)snprintf(out, PATH_MAX, "%s/%s", folder, name);
}

static bool is_there(const char *name)
{
    char path[PATH_MAX];
    path_in(name, path);
    return access(path, F_OK) == 0;
}

static void make_scan(const char *path, bool close)
{
    struct am_store *s = NULL;
    struct am_store_options options = {.path = path, .knowledge = &the_fixture->knowledge};
    assert_int_equal(am_store_create(&options, &s, &the_fixture->problem), AM_OK);
    am_store_add(s, &(struct am_contact){.device = address_of("10.0.0.1"),
                                         .peer = address_of("198.51.100.7"),
                                         .app = "tls",
                                         .slot = T0,
                                         .flows = 1,
                                         .up = 1});
    if (close)
        assert_int_equal(am_store_close(s, T0, T0, &the_fixture->problem), AM_OK);
    else
        assert_int_equal(am_store_flush(s, T0, T0, &the_fixture->problem), AM_OK);
    am_store_free(s);
}

static void names_a_day_by_its_date(void **state)
{
    static const struct {
        const char *output, *name;
    } cases[] = {
        {"office.db", "office-2026-11-28.db"},
        {"office", "office-2026-11-28"},
        {"a.b/office.db", "a.b/office-2026-11-28.db"},
        {"a.b/office", "a.b/office-2026-11-28"},
        {".hidden", ".hidden-2026-11-28"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[PATH_MAX];
        assert_int_equal(am_day_path(cases[i].output, 20785, path, &f->problem), AM_OK);
        assert_string_equal(path, cases[i].name);
    }
}

static void numbers_what_is_of_the_same_day(void **state)
{
    struct fixture *f = *state;
    char output[PATH_MAX];
    char path[PATH_MAX];
    path_in("office.db", output);
    for (int i = 1; i <= 99; i++) {
        assert_int_equal(am_day_path(output, 20785, path, &f->problem), AM_OK);
        int fd = open(path, O_CREAT | O_WRONLY, 0600);
        assert_true(fd >= 0);
        (void)close(fd);
    }
    assert_true(is_there("office-2026-11-28.99.db"));
    assert_int_equal(am_day_path(output, 20785, path, &f->problem), AM_E_LIMIT);
}

static void goes_by_the_clock_of_the_place(void **state)
{
    (void)state;
    assert_int_equal(setenv("TZ", "UTC+3", 1), 0);
    tzset();
    assert_int_equal(am_day_of(20785 * (int64_t)DAY_SECONDS + 3 * 3600), 20785);
    assert_int_equal(am_day_of(20785 * (int64_t)DAY_SECONDS + 3 * 3600 - 1), 20784);
    assert_int_equal(unsetenv("TZ"), 0);
    tzset();
}

static enum am_status open_knowledge(const struct am_knowledge_options *options,
                                     struct am_knowledge *out, struct am_problem *problem)
{
    (void)options;
    (void)problem;
    *out = the_fixture->knowledge;
    out->done = NULL;
    return AM_OK;
}

static enum am_status no_guard(void *ctx, struct am_problem *problem)
{
    (void)ctx;
    (void)problem;
    return AM_OK;
}

static void name_days_ago(int days, const char *ending, char out[PATH_MAX])
{
    char output[PATH_MAX];
    struct am_problem problem = {0};
    (void)snprintf(output, sizeof output, "%s/office%s", folder, ending);
    assert_int_equal(am_day_path(output, am_day_of(time(NULL)) - days, out, &problem), AM_OK);
}

static enum am_scan_state state_of(const char *path)
{
    struct am_scan *scan = NULL;
    assert_int_equal(am_scan_open(path, NULL, &scan, &the_fixture->problem), AM_OK);
    enum am_scan_state state = am_scan_info(scan)->state;
    am_scan_free(scan);
    return state;
}

static void closes_days_and_removes_old_ones(void **state)
{
    (void)state;
    char output[PATH_MAX];
    char old[PATH_MAX];
    char crashed[PATH_MAX];
    char today[PATH_MAX];
    char foreign[PATH_MAX];
    struct am_keeper keeper = {0};
    path_in("office.db", output);
    name_days_ago(20, ".db", old);
    make_scan(old, true);
    name_days_ago(2, ".db", crashed);
    make_scan(crashed, false);
    name_days_ago(20, ".txt", foreign); /* not one of ours: another ending */
    make_scan(foreign, true);
    struct am_keeper_options options = {
        .output = output, .open_knowledge = open_knowledge, .keep_days = 14, .guard = no_guard};
    assert_int_equal(am_keeper_start(&options, &keeper, &the_fixture->problem), AM_OK);
    name_days_ago(0, ".db", today);
    make_scan(today, false);
    assert_true(am_keeper_close(&keeper, today));
    assert_true(am_keeper_end(&keeper));
    assert_int_not_equal(access(old, F_OK), 0);
    assert_int_equal(access(foreign, F_OK), 0);
    assert_int_equal(state_of(crashed), AM_SCAN_CLOSED);
    assert_int_equal(state_of(today), AM_SCAN_CLOSED);
}

static void tells_what_it_could_not_close(void **state)
{
    (void)state;
    char output[PATH_MAX];
    char path[PATH_MAX];
    struct am_keeper keeper = {0};
    path_in("office.db", output);
    path_in("no-scan", path);
    struct am_keeper_options options = {
        .output = output, .open_knowledge = open_knowledge, .guard = no_guard};
    assert_int_equal(am_keeper_start(&options, &keeper, &the_fixture->problem), AM_OK);
    assert_true(am_keeper_close(&keeper, path));
    assert_false(am_keeper_end(&keeper));
}

static int begin(void **state)
{
    if (set_up(state) != 0)
        return -1;
    the_fixture = *state;
    (void)snprintf(folder, sizeof folder, "/tmp/amarra-days-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st;
    (void)kind;
    (void)where;
    return remove(path);
}

static int end(void **state)
{
    return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS) == 0 ? tear_down(state) : -1;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_a_day_by_its_date),        TEST(numbers_what_is_of_the_same_day),
        TEST(goes_by_the_clock_of_the_place), TEST(closes_days_and_removes_old_ones),
        TEST(tells_what_it_could_not_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
