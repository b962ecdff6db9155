/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/status.h"

static void the_first_problem_wins(void **state)
{
    (void)state;
    struct am_problem p = {0};
    assert_int_equal(am_problem_set(&p, AM_E_IO, "a.db", 7, "%s is full", "the disk"), AM_E_IO);
    assert_int_equal(am_problem_set(&p, AM_E_USAGE, "b.db", 9, "another"), AM_E_USAGE);
    assert_int_equal(p.status, AM_E_IO);
    assert_string_equal(p.file, "a.db");
    assert_int_equal(p.line, 7);
    assert_string_equal(p.text, "the disk is full");
}

static void nobody_needs_to_listen(void **state)
{
    (void)state;
    assert_int_equal(am_problem_set(NULL, AM_E_LIMIT, NULL, 0, "x"), AM_E_LIMIT);
}

static void long_texts_are_cut(void **state)
{
    (void)state;
    struct am_problem p = {0};
    char many[2000];
    memset(many, 'x', sizeof many - 1);
    many[sizeof many - 1] = '\0';
    (void)am_problem_set(&p, AM_E_IO, many, 0, "%s", many);
    assert_int_equal(strlen(p.text), AM_PROBLEM_TEXT - 1);
    assert_int_equal(strlen(p.file), AM_PROBLEM_FILE - 1);
}

/* What is printed to stderr, as a string. */
static int print(const struct am_problem *p, char *out, size_t size)
{
    FILE *file = tmpfile();
    int saved = dup(STDERR_FILENO);
    assert_non_null(file);
    assert_true(saved >= 0);
    assert_true(dup2(fileno(file), STDERR_FILENO) >= 0);
    int code = am_problem_print(p);
    (void)fflush(stderr);
    assert_true(dup2(saved, STDERR_FILENO) >= 0);
    (void)close(saved);
    rewind(file);
    size_t len = fread(out, 1, size - 1, file);
    out[len] = '\0';
    (void)fclose(file);
    return code;
}

static void prints_where_and_what(void **state)
{
    (void)state;
    static const struct {
        struct am_problem problem;
        const char *printed;
        int code;
    } cases[] = {
        {{AM_E_IO, 0, "", "the disk is full"}, "amarra: the disk is full\n", AM_EXIT_MACHINE},
        {{AM_E_MALFORMED, 12, "a.pcap", "damaged"}, "amarra: a.pcap:12: damaged\n", AM_EXIT_INPUT},
        {{AM_E_USAGE, 0, "a.db", "it exists"}, "amarra: a.db: it exists\n", AM_EXIT_USAGE},
        {{AM_E_NO_MEMORY, 0, "", ""}, "amarra: out of memory\n", AM_EXIT_MACHINE},
        {{AM_E_TRUNCATED, 0, "", "cut"}, "amarra: cut\n", AM_EXIT_INPUT},
        {{AM_E_NOT_FOUND, 0, "", "none"}, "amarra: none\n", AM_EXIT_INPUT},
        {{AM_E_LIMIT, 0, "", "too many"}, "amarra: too many\n", AM_EXIT_INPUT},
        {{(enum am_status) - 99, 0, "", ""}, "amarra: unknown\n", AM_EXIT_MACHINE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char printed[2048];
        assert_int_equal(print(&cases[i].problem, printed, sizeof printed), cases[i].code);
        assert_string_equal(printed, cases[i].printed);
    }
}

static void a_command_ends_with_its_code_or_with_its_problem(void **state)
{
    (void)state;
    struct am_problem problem = {0};
    assert_int_equal(am_problem_exit(&problem, AM_OK, AM_EXIT_PARTIAL), AM_EXIT_PARTIAL);
    assert_int_equal(am_problem_exit(&problem, AM_E_USAGE, AM_EXIT_OK), AM_EXIT_USAGE);
    assert_int_equal(problem.status, AM_E_USAGE);
}

/* What can't be written any more is a problem, though all else went well. */
static void what_a_command_told_must_be_out(void **state)
{
    (void)state;
    struct am_problem problem = {0};
    int saved = dup(STDOUT_FILENO);
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    assert_true(saved >= 0 && full >= 0);
    (void)fflush(stdout);
    assert_true(dup2(full, STDOUT_FILENO) >= 0);
    (void)fputs("told", stdout);
    int code = am_problem_exit(&problem, AM_OK, AM_EXIT_OK);
    assert_true(dup2(saved, STDOUT_FILENO) >= 0);
    (void)close(saved);
    (void)close(full);
    clearerr(stdout);
    assert_int_equal(code, AM_EXIT_MACHINE);
    assert_non_null(strstr(problem.text, "can't write"));
}

/* A file's name, a name server's answer: nothing of it may move the cursor or turn the line. */
static void what_is_printed_does_not_drive_the_terminal(void **state)
{
    (void)state;
    static const struct {
        const char *text, *printed;
    } cases[] = {
        {"a\x1b[2Jb", "a?[2Jb"},
        {"a\nb\rc\td", "a?b?c?d"},
        {"a\x7f"
         "b",
         "a?b"},
        {"a\xc2\x9b"
         "2J",
         "a?2J"}, /* CSI in one character (C1) */
        {"a\x9b"
         "2J",
         "a?2J"}, /* and as a bare byte */
        {"a\xe2\x80\xae"
         "fdp",
         "a?fdp"}, /* right-to-left override */
        {"caf\xc3\xa9 \xe6\xb8\xaf", "caf\xc3\xa9 \xe6\xb8\xaf"},
        {"caf\xe9", "caf?"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_problem p = {.status = AM_E_IO};
        char printed[2048];
        char want[2048];
        (void)snprintf(p.file, sizeof p.file, "%s", cases[i].text);
        (void)snprintf(p.text, sizeof p.text, "%s", cases[i].text);
        (void)snprintf(want, sizeof want, "amarra: %s: %s\n", cases[i].printed, cases[i].printed);
        (void)print(&p, printed, sizeof printed);
        assert_string_equal(printed, want);
    }
}

static void every_status_has_a_name(void **state)
{
    (void)state;
    for (int s = AM_E_USAGE; s <= AM_OK; s++)
        assert_string_not_equal(am_status_name((enum am_status)s), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_problem_wins),
        cmocka_unit_test(nobody_needs_to_listen),
        cmocka_unit_test(long_texts_are_cut),
        cmocka_unit_test(prints_where_and_what),
        cmocka_unit_test(a_command_ends_with_its_code_or_with_its_problem),
        cmocka_unit_test(what_a_command_told_must_be_out),
        cmocka_unit_test(what_is_printed_does_not_drive_the_terminal),
        cmocka_unit_test(every_status_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
