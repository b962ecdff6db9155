/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "capture/source.h"
#include "capture_bytes.h"

static struct memory_file file_of(uint32_t seconds, bool damaged)
{
    struct capture_bytes *b = calloc(1, sizeof *b); /* too large for a stack */
    assert_non_null(b);
    b->little = true;
    put_pcap_header(b, 0xa1b2c3d4, 1);
    if (seconds > 0)
        put_pcap_record(b, seconds, 0, "x", 1, 1);
    if (damaged)
        b->at[0] = 0;
    struct memory_file f = memory_file((struct am_bytes){b->at, b->len});
    free(b);
    return f;
}

static void files_are_sorted_by_their_first_packet(void **state)
{
    (void)state;
    struct memory_file f[] = {file_of(300, false), file_of(0, false), file_of(100, false),
                              file_of(50, true), file_of(200, false)};
    const char *paths[5];
    static const size_t want[] = {2, 4, 0, 1, 3};
    struct am_problem problem = {0};
    for (size_t i = 0; i < 5; i++)
        paths[i] = f[i].path;
    assert_int_equal(am_capture_files_sort(paths, 5, &problem), AM_OK);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(paths[i], f[want[i]].path);
    for (size_t i = 0; i < 5; i++)
        memory_file_done(&f[i]);
}

static void what_can_be_read_but_once_is_not_opened_to_sort(void **state)
{
    (void)state;
    int ends[2];
    char path[64];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "precious", 8), 8);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
    const char *paths[] = {path};
    struct am_problem problem = {0};
    char left[16];
    assert_int_equal(am_capture_files_sort(paths, 1, &problem), AM_OK);
    assert_int_equal(read(ends[0], left, sizeof left), 8);
    (void)close(ends[0]);
    (void)close(ends[1]);
}

static void sorting_fails_where_nothing_could_be_scanned(void **state)
{
    (void)state;
    struct memory_file good = file_of(100, false);
    struct memory_file bad = file_of(100, true);
    struct {
        const char *paths[2];
        enum am_status status;
    } cases[] = {
        {{good.path, "/nonexistent/x.pcap"}, AM_E_NOT_FOUND},
        {{good.path, "-"}, AM_E_USAGE},
        {{bad.path, bad.path}, AM_E_MALFORMED},
        {{bad.path, good.path}, AM_OK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_problem problem = {0};
        assert_int_equal(am_capture_files_sort(cases[i].paths, 2, &problem), cases[i].status);
        assert_int_equal(problem.status, cases[i].status);
    }
    memory_file_done(&good);
    memory_file_done(&bad);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_sorted_by_their_first_packet),
        cmocka_unit_test(what_can_be_read_but_once_is_not_opened_to_sort),
        cmocka_unit_test(sorting_fails_where_nothing_could_be_scanned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
