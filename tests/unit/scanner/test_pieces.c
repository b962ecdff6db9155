/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/pieces.h"

#define STEPS_MAX 8

static const struct {
    const char *title;
    struct {
        unsigned offset;
        const char *piece; /* NULL ends the steps */
    } steps[STEPS_MAX];
    const char *front;
    unsigned runs;
} cases[] = {
    {"nothing", {{0, NULL}}, "", 0},
    {"in order", {{0, "abc"}, {3, "def"}}, "abcdef", 1},
    {"backwards", {{6, "ghi"}, {3, "def"}, {0, "abc"}}, "abcdefghi", 1},
    {"a gap", {{0, "abc"}, {4, "efg"}}, "abc", 2},
    {"no beginning", {{1, "bcd"}}, "", 1},
    {"a gap that is filled", {{0, "abc"}, {6, "ghi"}, {3, "def"}}, "abcdefghi", 1},
    {"twice", {{0, "abcdef"}, {0, "abcdef"}}, "abcdef", 1},
    {"the first bytes win", {{0, "abcdef"}, {2, "XXXXXX"}}, "abcdefXX", 1},
    {"they win in the middle too", {{2, "cd"}, {0, "XXXXXX"}}, "XXcdXX", 1},
    {"over several runs", {{1, "b"}, {3, "d"}, {5, "f"}, {0, "XXXXXXX"}}, "XbXdXfX", 1},
    {"from run to run", {{0, "ab"}, {4, "ef"}, {1, "XXXX"}}, "abXXef", 1},
    {"inside of one", {{0, "abcdef"}, {2, "XX"}}, "abcdef", 1},
    {"an empty piece", {{0, "abc"}, {9, ""}, {0, ""}}, "abc", 1},
    {"between two runs", {{0, "a"}, {8, "i"}, {4, "e"}}, "a", 3},
};

static struct am_bytes bytes_of(const char *text)
{
    return (struct am_bytes){.at = (const uint8_t *)text, .len = strlen(text)};
}

static void joins_pieces_in_any_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_pieces p = {0};
        for (size_t k = 0; k < STEPS_MAX && cases[i].steps[k].piece; k++)
            assert_true(
                am_pieces_add(&p, cases[i].steps[k].offset, bytes_of(cases[i].steps[k].piece)));
        struct am_bytes front = am_pieces_front(&p);
        struct am_bytes expected = bytes_of(cases[i].front);
        if (front.len != expected.len || p.runs_len != cases[i].runs)
            print_error("in the case of: %s\n", cases[i].title);
        assert_int_equal(front.len, expected.len);
        if (front.len > 0)
            assert_memory_equal(front.at, expected.at, front.len);
        assert_int_equal(p.runs_len, cases[i].runs);
        am_pieces_done(&p);
    }
}

static void refuses_what_lies_beyond_its_bounds(void **state)
{
    static const uint8_t zeroes[AM_PIECES_MAX + 1];
    struct am_pieces p = {0};
    (void)state;

    assert_false(am_pieces_add(&p, 0, (struct am_bytes){zeroes, sizeof zeroes}));
    assert_false(am_pieces_add(&p, AM_PIECES_MAX, (struct am_bytes){zeroes, 1}));
    assert_false(am_pieces_add(&p, UINT64_MAX, (struct am_bytes){zeroes, 1}));
    assert_false(am_pieces_add(&p, UINT64_MAX, (struct am_bytes){zeroes, 0}));
    assert_false(am_pieces_add(&p, 1ull << 32, (struct am_bytes){zeroes, 1}));
    assert_int_equal(p.runs_len, 0);
    assert_true(am_pieces_add(&p, AM_PIECES_MAX - 1, (struct am_bytes){zeroes, 1}));
    assert_true(am_pieces_add(&p, 0, (struct am_bytes){zeroes, AM_PIECES_MAX}));
    assert_int_equal(am_pieces_front(&p).len, AM_PIECES_MAX);
    am_pieces_done(&p);
}

static void refuses_more_runs_than_it_has_room_for(void **state)
{
    struct am_pieces p = {0};
    (void)state;

    for (unsigned i = 0; i < AM_PIECES_RUNS; i++)
        assert_true(am_pieces_add(&p, 2 * i, bytes_of("a")));
    assert_false(am_pieces_add(&p, 2 * AM_PIECES_RUNS, bytes_of("a")));
    assert_int_equal(p.runs_len, AM_PIECES_RUNS);
    /* What touches a run still has room, and closes a gap. */
    assert_true(am_pieces_add(&p, 1, bytes_of("b")));
    assert_int_equal(p.runs_len, AM_PIECES_RUNS - 1);
    assert_int_equal(am_pieces_front(&p).len, 3);
    assert_true(am_pieces_add(&p, 2 * AM_PIECES_RUNS, bytes_of("a")));
    am_pieces_done(&p);
}

static void is_empty_and_usable_when_done(void **state)
{
    struct am_pieces p = {0};
    (void)state;

    assert_true(am_pieces_add(&p, 0, bytes_of("abc")));
    am_pieces_done(&p);
    am_pieces_done(&p);
    assert_int_equal(am_pieces_front(&p).len, 0);
    assert_true(am_pieces_add(&p, 0, bytes_of("de")));
    assert_memory_equal(am_pieces_front(&p).at, "de", 2);
    am_pieces_done(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(joins_pieces_in_any_order),
        cmocka_unit_test(refuses_what_lies_beyond_its_bounds),
        cmocka_unit_test(refuses_more_runs_than_it_has_room_for),
        cmocka_unit_test(is_empty_and_usable_when_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
