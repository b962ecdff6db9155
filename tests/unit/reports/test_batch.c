/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "batch.h"

static char work[] = "/tmp/amarra-batch.XXXXXX";

static int begin(void **state)
{
    (void)state;
    return mkdtemp(work) ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    return rmdir(work);
}

static const char *at(const char *name)
{
    static char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s/%s", work, name);
    return path;
}

static enum am_status put(struct am_batch *b, const char *name, const char *what,
                          struct am_problem *problem)
{
    struct am_text text;
    am_text_init(&text, 1 << 20);
    am_text_add(&text, what);
    return am_batch_add(b, name, &text, problem);
}

/* The content of a file, or "-" where there is none. */
static const char *read_back(const char *name)
{
    static char text[64];
    struct am_bytes bytes;
    if (am_file_load(at(name), 60, &bytes, NULL) != AM_OK)
        return "-";
    (void)snprintf(text, sizeof text, "%s", (const char *)bytes.at);
    am_free(bytes.at);
    return text;
}

/* How many entries a folder has, those that begin with a dot too; -1: there is none. */
static int entries(const char *name)
{
    DIR *folder = opendir(at(name));
    int count = -2;
    if (!folder)
        return -1;
    while (readdir(folder)) /* "." and ".." are the first two */
        count++;
    (void)closedir(folder);
    return count;
}

static void all_files_are_put_in_place_in_their_folders(void **state)
{
    (void)state;
    struct am_problem problem = {0};
    struct am_batch *b = NULL;
    char folder[PATH_MAX];
    (void)snprintf(folder, sizeof folder, "%s", at("out"));
    assert_int_equal(am_batch_new(folder, &b, &problem), AM_OK);
    assert_int_equal(put(b, "a.txt", "one", &problem), AM_OK);
    assert_int_equal(put(b, "x/y/b.txt", "two", &problem), AM_OK);
    assert_int_equal(put(b, "x/empty", "", &problem), AM_OK);
    assert_string_equal(read_back("out/a.txt"), "-");
    assert_int_equal(am_batch_count(b), 3);
    assert_string_equal(am_batch_name(b, 1), "x/y/b.txt");
    assert_int_equal(am_batch_commit(b, &problem), AM_OK);
    am_batch_free(b);
    assert_string_equal(read_back("out/a.txt"), "one");
    assert_string_equal(read_back("out/x/y/b.txt"), "two");
    assert_string_equal(read_back("out/x/empty"), "");
    assert_int_equal(entries("out"), 2);
    assert_int_equal(entries("out/x"), 2);
    struct stat st;
    mode_t mask = umask(0);
    (void)umask(mask);
    assert_int_equal(stat(at("out/a.txt"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0666 & ~mask);

    /* What was there is replaced; what is of others stays. */
    assert_int_equal(am_batch_new(folder, &b, &problem), AM_OK);
    assert_int_equal(put(b, "a.txt", "three", &problem), AM_OK);
    assert_int_equal(am_batch_commit(b, &problem), AM_OK);
    am_batch_free(b);
    assert_string_equal(read_back("out/a.txt"), "three");
    assert_string_equal(read_back("out/x/y/b.txt"), "two");
    static const char *const files[] = {"out/a.txt", "out/x/y/b.txt", "out/x/empty"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        assert_int_equal(unlink(at(files[i])), 0);
    static const char *const folders[] = {"out/x/y", "out/x", "out"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        assert_int_equal(rmdir(at(folders[i])), 0);
}

static void a_batch_that_is_given_up_leaves_nothing_behind(void **state)
{
    (void)state;
    struct am_problem problem = {0};
    struct am_batch *b = NULL;
    char folder[PATH_MAX];
    (void)snprintf(folder, sizeof folder, "%s", at("out"));
    assert_int_equal(am_batch_new(folder, &b, &problem), AM_OK);
    am_batch_free(b);
    assert_int_equal(entries("out"), -1);

    assert_int_equal(am_batch_new(folder, &b, &problem), AM_OK);
    assert_int_equal(put(b, "x/a.txt", "one", &problem), AM_OK);
    assert_int_equal(entries("out"), 1);
    am_batch_free(b);
    assert_int_equal(entries("out"), -1);

    /* A folder that was there stays, with what is in it. */
    assert_int_equal(mkdir(folder, 0777), 0);
    assert_int_equal(am_batch_new(folder, &b, &problem), AM_OK);
    assert_int_equal(put(b, "a.txt", "one", &problem), AM_OK);
    am_batch_free(b);
    assert_int_equal(entries("out"), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void what_can_not_be_a_file_is_refused_and_the_rest_stands(void **state)
{
    (void)state;
    static const char *const bad[] = {"",     "/etc/x", "../x", "a/../x", "a//x", "a/",     ".x",
                                      "a/.x", ".",      "a/..", "a.txt",  "/",    "./a.txt"};
    struct am_batch *b = NULL;
    char folder[PATH_MAX];
    char longest[AM_BATCH_NAME_MAX + 2];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    (void)snprintf(folder, sizeof folder, "%s", at("out"));
    assert_int_equal(am_batch_new(folder, &b, NULL), AM_OK);
    assert_int_equal(put(b, "a.txt", "one", NULL), AM_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct am_problem problem = {0};
        assert_int_equal(put(b, bad[i], "bad", &problem), AM_E_USAGE);
        assert_true(problem.text[0] != '\0');
    }
    assert_int_equal(put(b, longest, "bad", NULL), AM_E_USAGE);
    longest[AM_BATCH_NAME_MAX] = '\0';
    assert_int_equal(put(b, longest, "good", NULL), AM_OK);
    struct am_text text; /* one that did not fit */
    am_text_init(&text, 4);
    am_text_add(&text, "more than four");
    assert_int_equal(am_batch_add(b, "b.txt", &text, NULL), AM_E_LIMIT);
    assert_int_equal(am_batch_count(b), 2);
    assert_int_equal(am_batch_commit(b, NULL), AM_OK);
    am_batch_free(b);
    assert_int_equal(entries("out"), 2);
    assert_string_equal(read_back("out/a.txt"), "one");
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "out/%s", longest);
    assert_int_equal(unlink(at(path)), 0);
    assert_int_equal(unlink(at("out/a.txt")), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void a_folder_that_can_not_be_is_told(void **state)
{
    (void)state;
    struct am_problem problem = {0};
    struct am_batch *b = NULL;
    char folder[PATH_MAX];
    (void)snprintf(folder, sizeof folder, "%s", at("no/folder"));
    assert_int_equal(am_batch_new(folder, &b, &problem), AM_OK);
    assert_int_equal(put(b, "a.txt", "one", &problem), AM_E_IO);
    assert_non_null(strstr(problem.text, "can't make the folder"));
    am_batch_free(b);

    /* A file stands where a folder of the batch would. */
    (void)snprintf(folder, sizeof folder, "%s", work);
    FILE *in_the_way = fopen(at("x"), "wbe");
    assert_non_null(in_the_way);
    assert_int_equal(fclose(in_the_way), 0);
    memset(&problem, 0, sizeof problem);
    assert_int_equal(am_batch_new(folder, &b, &problem), AM_OK);
    assert_int_equal(put(b, "x/a.txt", "one", &problem), AM_OK);
    assert_int_equal(am_batch_commit(b, &problem), AM_E_IO);
    assert_non_null(strstr(problem.text, "Not a directory"));
    am_batch_free(b);
    assert_int_equal(entries("."), 1);
    assert_int_equal(unlink(at("x")), 0);
}

static void hundreds_of_files_need_no_memory_and_no_open_files(void **state)
{
    (void)state;
    struct am_batch *b = NULL;
    char folder[PATH_MAX];
    char name[32];
    (void)snprintf(folder, sizeof folder, "%s", at("many"));
    assert_int_equal(am_batch_new(folder, &b, NULL), AM_OK);
    for (int i = 0; i < 1500; i++) {
        (void)snprintf(name, sizeof name, "%d/%d.txt", i % 3, i);
        assert_int_equal(put(b, name, name, NULL), AM_OK);
    }
    assert_int_equal(am_batch_commit(b, NULL), AM_OK);
    am_batch_free(b);
    for (int i = 0; i < 1500; i++) {
        (void)snprintf(name, sizeof name, "many/%d/%d.txt", i % 3, i);
        assert_string_equal(read_back(name), name + strlen("many/"));
        assert_int_equal(unlink(at(name)), 0);
    }
    for (int i = 0; i < 3; i++) {
        (void)snprintf(name, sizeof name, "many/%d", i);
        assert_int_equal(rmdir(at(name)), 0);
    }
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_files_are_put_in_place_in_their_folders),
        cmocka_unit_test(a_batch_that_is_given_up_leaves_nothing_behind),
        cmocka_unit_test(what_can_not_be_a_file_is_refused_and_the_rest_stands),
        cmocka_unit_test(a_folder_that_can_not_be_is_told),
        cmocka_unit_test(hundreds_of_files_need_no_memory_and_no_open_files),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
