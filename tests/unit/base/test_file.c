/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

/* A folder of this test's own, emptied afterwards. */
static char folder[] = "/tmp/amarra-test-file-XXXXXX";

static const char *in_folder(const char *name)
{
    static char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static size_t count_files(bool remove)
{
    size_t count = 0;
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        count++;
        if (remove)
            (void)unlink(in_folder(e->d_name));
    }
    (void)closedir(d);
    return count;
}

static int remove_folder(void **state)
{
    (void)state;
    (void)count_files(true);
    return rmdir(folder);
}

static void write_file(const char *path, const void *bytes, size_t len)
{
    struct am_problem problem = {0};
    struct am_file f;
    assert_int_equal(am_file_create(path, &f, &problem), AM_OK);
    assert_int_equal(fwrite(bytes, 1, len, f.stream), len);
    assert_int_equal(am_file_commit(&f, &problem), AM_OK);
}

static void expect_file(const char *path, const void *bytes, size_t len)
{
    struct am_problem problem = {0};
    struct am_bytes got;
    assert_int_equal(am_file_load(path, 1 << 20, &got, &problem), AM_OK);
    assert_int_equal(got.len, len);
    assert_memory_equal(got.at, bytes, len);
    assert_int_equal(got.at[len], 0);
    am_free(got.at);
}

static void a_committed_file_is_there_whole(void **state)
{
    (void)state;
    const char *path = in_folder("new");
    write_file(path, "first", 5);
    expect_file(path, "first", 5);
    write_file(path, "second\0one", 10);
    expect_file(path, "second\0one", 10);
    assert_int_equal(count_files(true), 1);
}

static void an_abandoned_file_leaves_all_as_it_was(void **state)
{
    (void)state;
    struct am_problem problem = {0};
    struct am_file f;
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s", in_folder("kept"));
    write_file(path, "old", 3);
    assert_int_equal(am_file_create(path, &f, &problem), AM_OK);
    (void)fputs("half of the ne", f.stream);
    expect_file(path, "old", 3); /* nobody sees it before it is whole */
    am_file_abandon(&f);
    am_file_abandon(&f);
    expect_file(path, "old", 3);
    assert_int_equal(count_files(true), 1);
}

static void new_files_follow_the_umask(void **state)
{
    (void)state;
    struct stat st;
    mode_t before = umask(027);
    write_file(in_folder("mode"), "x", 1);
    (void)umask(before);
    assert_int_equal(stat(in_folder("mode"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);
    (void)count_files(true);
}

static void says_where_a_file_can_not_be_made(void **state)
{
    (void)state;
    struct am_problem problem = {0};
    struct am_file f;
    assert_int_equal(am_file_create(in_folder("no/such/folder"), &f, &problem), AM_E_IO);
    assert_string_equal(problem.file, in_folder("no/such/folder"));

    char path[PATH_MAX + 10];
    memset(path, 'x', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    struct am_problem too_long = {0};
    assert_int_equal(am_file_create(path, &f, &too_long), AM_E_LIMIT);
    assert_int_equal(count_files(true), 0);
}

/* /dev/full takes nothing: what a full disk does. */
static void a_full_disk_leaves_no_half_file(void **state)
{
    (void)state;
    struct am_problem problem = {0};
    struct am_file f;
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s", in_folder("full"));
    write_file(path, "old", 3);
    assert_int_equal(am_file_create(path, &f, &problem), AM_OK);
    f.stream = freopen("/dev/full", "wb", f.stream);
    if (!f.stream)
        skip();
    (void)fputs("new", f.stream);
    assert_int_equal(am_file_commit(&f, &problem), AM_E_IO);
    assert_string_equal(problem.file, path);
    expect_file(path, "old", 3);
    assert_int_equal(count_files(true), 1);
}

static void a_pipe_or_a_device_is_not_replaced_by_a_file(void **state)
{
    (void)state;
    struct am_file f;
    struct am_problem problem = {0};
    struct stat st;
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s", in_folder("pipe"));
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(am_file_create(path, &f, &problem), AM_E_IO);
    assert_non_null(strstr(problem.text, "pipe"));
    assert_int_equal(stat(path, &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
    (void)unlink(path);
}

static void loads_up_to_a_limit(void **state)
{
    (void)state;
    static const size_t lens[] = {0, 1, 65534, 65535, 65536, 65537, 300000};
    uint8_t *bytes = malloc(300000);
    assert_non_null(bytes);
    for (size_t i = 0; i < 300000; i++)
        bytes[i] = (uint8_t)(i * 31 >> 4);
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s", in_folder("load"));
    for (size_t i = 0; i < sizeof lens / sizeof *lens; i++) {
        struct am_problem problem = {0};
        struct am_bytes got;
        write_file(path, bytes, lens[i]);
        assert_int_equal(am_file_load(path, lens[i], &got, &problem), AM_OK);
        assert_int_equal(got.len, lens[i]);
        assert_memory_equal(got.at, bytes, lens[i]);
        am_free(got.at);
        if (lens[i] > 0)
            assert_int_equal(am_file_load(path, lens[i] - 1, &got, &problem), AM_E_LIMIT);
    }
    free(bytes);
    (void)count_files(true);
}

static void says_what_can_not_be_loaded(void **state)
{
    (void)state;
    struct am_problem none = {0};
    struct am_problem directory = {0};
    struct am_bytes got;
    assert_int_equal(am_file_load(in_folder("absent"), 10, &got, &none), AM_E_NOT_FOUND);
    assert_int_equal(am_file_load(folder, 10, &got, &directory), AM_E_IO);
    assert_true(none.text[0] && directory.text[0]);
}

static void of_strangers_only_a_file_is_loaded_and_nothing_is_waited_for(void **state)
{
    (void)state;
    char path[PATH_MAX];
    struct am_problem problems[4] = {{0}};
    struct am_bytes got = {0};
    (void)snprintf(path, sizeof path, "%s", in_folder("pipe"));
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(am_file_load_regular(path, 10, &got, &problems[0]), AM_E_MALFORMED);
    assert_non_null(strstr(problems[0].text, "pipe"));
    (void)unlink(path);
    assert_int_equal(am_file_load_regular(folder, 10, &got, &problems[1]), AM_E_MALFORMED);
    assert_non_null(strstr(problems[1].text, "folder"));
    assert_int_equal(am_file_load_regular(path, 10, &got, &problems[2]), AM_E_NOT_FOUND);
    assert_int_equal(am_file_load_regular("/dev/zero", 10, &got, NULL), AM_E_MALFORMED);
    assert_null(got.at);
    write_file(path, "0123456789", 10);
    assert_int_equal(truncate(path, (off_t)1 << 40), 0); /* all holes: nobody could read it whole */
    assert_int_equal(am_file_load_regular(path, 10, &got, &problems[3]), AM_E_LIMIT);
    assert_int_equal(truncate(path, 10), 0);
    assert_int_equal(am_file_load_regular(path, 10, &got, NULL), AM_OK);
    assert_int_equal(got.len, 10);
    assert_memory_equal(got.at, "0123456789", 11);
    am_free(got.at);
    (void)unlink(path);
}

static void the_data_folder_given_must_exist(void **state)
{
    (void)state;
    char out[PATH_MAX];
    struct am_problem problem = {0};
    assert_int_equal(am_data_dir(folder, out, &problem), AM_OK);
    assert_string_equal(out, folder);
    assert_int_equal(am_data_dir(in_folder("absent"), out, &problem), AM_E_NOT_FOUND);
    assert_string_equal(problem.file, in_folder("absent"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_committed_file_is_there_whole),
        cmocka_unit_test(an_abandoned_file_leaves_all_as_it_was),
        cmocka_unit_test(new_files_follow_the_umask),
        cmocka_unit_test(says_where_a_file_can_not_be_made),
        cmocka_unit_test(a_full_disk_leaves_no_half_file),
        cmocka_unit_test(a_pipe_or_a_device_is_not_replaced_by_a_file),
        cmocka_unit_test(loads_up_to_a_limit),
        cmocka_unit_test(says_what_can_not_be_loaded),
        cmocka_unit_test(of_strangers_only_a_file_is_loaded_and_nothing_is_waited_for),
        cmocka_unit_test(the_data_folder_given_must_exist),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
