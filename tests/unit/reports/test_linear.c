/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "campaign/figures/linear.h"

#define LINES 32

/* Sets as lists of letters: 'a' is the first organization, 'b' the second. */
static bool tells_of_few(const char *const *lists, size_t count, size_t at_least)
{
    struct am_pool pool;
    struct am_set sets[8];
    const struct am_set *at[8];
    struct am_classes classes;
    struct am_left_alone alone = {0};
    am_pool_init(&pool, (size_t)16 << 20);
    assert_true(count <= 8);
    for (size_t i = 0; i < count; i++) {
        sets[i] = am_set_new(&pool, LINES);
        assert_non_null(sets[i].bits);
        for (const char *c = lists[i]; *c; c++)
            am_set_put(&sets[i], (size_t)(*c - 'a'));
        at[i] = &sets[i];
    }
    assert_int_equal(am_classes_of(at, count, LINES, &pool, &classes), AM_OK);
    assert_int_equal(am_linear_check(&classes, count, at_least, &alone), AM_OK);
    if (alone.found)
        assert_true(alone.class < classes.count && classes.n[alone.class] < at_least);
    am_pool_done(&pool);
    return alone.found;
}

static void a_class_that_is_the_rest_of_others_is_found(void **state)
{
    (void)state;
    static const char *const sets[] = {"abcdefghijkl", "abcdef", "ghij"};
    assert_true(tells_of_few(sets, 3, 5));
    assert_false(tells_of_few(sets, 3, 2));
}

static void two_that_differ_by_what_is_known_are_found(void **state)
{
    (void)state;
    static const char *const sets[] = {"abcdefghij", "abcdek", "abcdel"};
    assert_true(tells_of_few(sets, 3, 5));
}

/* m, n and o are in no set alone, and no two of them are; but what the halves leave is those three.
 */
static void three_that_are_left_together_are_found(void **state)
{
    (void)state;
    static const char *const sets[] = {"abcdefghijklmno", "abcdef", "ghijkl", "mabcgh", "ndeijk"};
    assert_true(tells_of_few(sets, 5, 5));
    assert_true(tells_of_few(sets, 5, 4));
    assert_false(tells_of_few(sets, 5, 3));
    assert_false(tells_of_few(sets + 1, 4, 4)); /* without the whole nobody knows */
}

static void four_that_are_left_together_are_found(void **state)
{
    (void)state;
    static const char *const sets[] = {"abcdefghijklmnop", "abcdef", "ghijkl",
                                       "mabcgh",           "ndeijk", "oabdgijl"};
    assert_true(tells_of_few(sets, 6, 5));
    assert_false(tells_of_few(sets, 6, 4));
    assert_false(tells_of_few(sets + 1, 5, 4));
}

static void cells_that_cross_tell_of_nobody(void **state)
{
    (void)state;
    static const char *const sets[] = {"abcdefghijklmnopqrst", "abcdefghij", "klmnopqrst",
                                       "abcdefklmnop", "ghijqrst"};
    assert_false(tells_of_few(sets, 5, 4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_class_that_is_the_rest_of_others_is_found),
        cmocka_unit_test(two_that_differ_by_what_is_known_are_found),
        cmocka_unit_test(three_that_are_left_together_are_found),
        cmocka_unit_test(four_that_are_left_together_are_found),
        cmocka_unit_test(cells_that_cross_tell_of_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
