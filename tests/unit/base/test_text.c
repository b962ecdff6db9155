/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static void is_a_string_from_the_start(void **state)
{
    (void)state;
    struct am_text t;
    am_text_init(&t, 100);
    assert_string_equal(t.at, "");
    assert_int_equal(t.len, 0);
    assert_int_equal(am_text_status(&t), AM_OK);
    am_text_clear(&t);
    am_text_done(&t);
    assert_string_equal(t.at, "");
    am_text_done(&t); /* once more does no harm */
}

static void grows_as_it_is_added_to(void **state)
{
    (void)state;
    struct am_text t;
    am_text_init(&t, 1 << 20);
    for (int i = 0; i < 5000; i++) {
        am_text_add(&t, "ab");
        am_text_add_len(&t, "cdef", 2);
        am_text_addf(&t, "%d", i % 10);
    }
    assert_int_equal(am_text_status(&t), AM_OK);
    assert_int_equal(t.len, 25000);
    assert_int_equal(strlen(t.at), 25000);
    assert_memory_equal(t.at + 24995, "abcd9", 6);
    am_text_clear(&t);
    assert_string_equal(t.at, "");
    am_text_add(&t, "again");
    assert_string_equal(t.at, "again");
    am_text_done(&t);
}

static void holds_zero_bytes(void **state)
{
    (void)state;
    struct am_text t;
    am_text_init(&t, 100);
    am_text_add_len(&t, "a\0b", 3);
    assert_int_equal(t.len, 3);
    assert_memory_equal(t.at, "a\0b", 4);
    am_text_done(&t);
}

static void stops_at_its_limit_and_says_so(void **state)
{
    (void)state;
    struct am_text t;
    am_text_init(&t, 5);
    am_text_add(&t, "abc");
    am_text_add(&t, "de");
    assert_int_equal(am_text_status(&t), AM_OK); /* the limit itself fits */
    am_text_add(&t, "");
    assert_int_equal(am_text_status(&t), AM_OK);
    am_text_add(&t, "f");
    assert_int_equal(am_text_status(&t), AM_E_LIMIT);
    assert_string_equal(t.at, "abcde");
    am_text_clear(&t);
    am_text_addf(&t, "%s", "much too long");
    assert_string_equal(t.at, "");
    am_text_add(&t, "x"); /* what came before was not added, so this is not either */
    assert_string_equal(t.at, "");
    assert_int_equal(am_text_status(&t), AM_E_LIMIT);
    am_text_done(&t);
}

static void nothing_fits_under_a_limit_of_zero(void **state)
{
    (void)state;
    struct am_text t;
    am_text_init(&t, 0);
    am_text_add_len(&t, "", 0);
    assert_int_equal(am_text_status(&t), AM_OK);
    am_text_add(&t, "a");
    assert_int_equal(am_text_status(&t), AM_E_LIMIT);
    am_text_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_a_string_from_the_start),
        cmocka_unit_test(grows_as_it_is_added_to),
        cmocka_unit_test(holds_zero_bytes),
        cmocka_unit_test(stops_at_its_limit_and_says_so),
        cmocka_unit_test(nothing_fits_under_a_limit_of_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
