/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules_fixture.h"

#include "index.h"

static void finds_what_was_added_and_nothing_else(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    static char keys[COUNT][16];
    struct am_index x;
    am_index_init(&x, COUNT);
    assert_null(am_index_find(&x, "a", 1));
    for (uint32_t i = 0; i < COUNT; i++) {
        (void)snprintf(keys[i], sizeof keys[i], "key%u", i * 3);
        assert_int_equal(am_index_add(&x, keys[i], strlen(keys[i]), i), AM_OK);
    }
    for (uint32_t i = 0; i < 3 * COUNT; i++) {
        char key[16];
        (void)snprintf(key, sizeof key, "key%u", i);
        const uint32_t *found = am_index_find(&x, key, strlen(key));
        assert_int_equal(found != NULL, i % 3 == 0);
        if (found)
            assert_int_equal(*found, i / 3);
    }
    assert_int_equal(am_index_add(&x, "one more", 8, 0), AM_E_LIMIT);
    am_index_done(&x);
}

static void the_hash_of_each_suffix_comes_on_the_way(void **state)
{
    (void)state;
    static const char name[] = "mail.example.org";
    struct am_index x;
    am_index_init(&x, 10);
    assert_int_equal(am_index_add(&x, "example.org", 11, 7), AM_OK);
    uint64_t h = am_index_start(&x);
    for (size_t i = sizeof name - 1; i > 5; i--)
        h = am_index_feed(h, name[i - 1]);
    const uint32_t *found = am_index_find_hashed(&x, am_index_end(h), name + 5, 11);
    assert_non_null(found);
    assert_int_equal(*found, 7);
    am_index_done(&x);
}

static void two_tables_hash_differently(void **state)
{
    (void)state;
    struct am_index a;
    struct am_index b;
    am_index_init(&a, 1);
    am_index_init(&b, 1);
    assert_true(a.seed != b.seed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_was_added_and_nothing_else),
        cmocka_unit_test(the_hash_of_each_suffix_comes_on_the_way),
        cmocka_unit_test(two_tables_hash_differently),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
