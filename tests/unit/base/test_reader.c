/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/reader.h"

static const uint8_t counting[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};

static struct am_reader over(size_t len, bool cut)
{
    return am_reader_over((struct am_bytes){.at = counting, .len = len}, cut);
}

static void reads_numbers_in_both_orders(void **state)
{
    (void)state;
    struct am_reader r = over(9, false);
    assert_int_equal(am_read_u8(&r), 1);
    r = over(9, false);
    assert_int_equal(am_read_be16(&r), 0x0102);
    assert_int_equal(am_read_be24(&r), 0x030405);
    r = over(9, false);
    assert_int_equal(am_read_be32(&r), 0x01020304);
    r = over(9, false);
    assert_int_equal(am_read_be64(&r), 0x0102030405060708);
    r = over(9, false);
    assert_int_equal(am_read_le16(&r), 0x0201);
    assert_int_equal(am_read_le32(&r), 0x06050403);
    assert_int_equal(am_reader_status(&r), AM_OK);
    assert_int_equal(am_reader_rest(&r).len, 3);
}

static uint64_t read_one(struct am_reader *r, size_t which)
{
    switch (which) {
    case 0:
        return am_read_u8(r);
    case 1:
        return am_read_be16(r);
    case 2:
        return am_read_be24(r);
    case 3:
        return am_read_be32(r);
    case 4:
        return am_read_be64(r);
    case 5:
        return am_read_le16(r);
    case 6:
        return am_read_le32(r);
    default:
        return am_read_bytes(r, 8).len;
    }
}

/* Each read, over every number of bytes: all of them or none, and never a byte too many. */
static void reads_are_whole_or_fail_for_good(void **state)
{
    (void)state;
    static const size_t needs[] = {1, 2, 3, 4, 8, 2, 4, 8};
    for (size_t which = 0; which < 8; which++) {
        for (size_t len = 0; len <= sizeof counting; len++) {
            for (unsigned cut = 0; cut < 2; cut++) {
                uint8_t *exact = malloc(len ? len : 1); /* a sanitizer sees each step beyond */
                assert_non_null(exact);
                memcpy(exact, counting, len);
                struct am_reader r = am_reader_over((struct am_bytes){exact, len}, cut);
                uint64_t value = read_one(&r, which);
                if (len >= needs[which]) {
                    assert_int_equal(am_reader_status(&r), AM_OK);
                    assert_int_equal(am_reader_rest(&r).len, len - needs[which]);
                    assert_true(value != 0);
                } else {
                    assert_int_equal(am_reader_status(&r), cut ? AM_E_TRUNCATED : AM_E_MALFORMED);
                    assert_int_equal(value, 0);
                    assert_int_equal(am_read_u8(&r), 0); /* though a byte may be there */
                    assert_int_equal(am_reader_rest(&r).len, 0);
                    assert_int_equal(am_reader_peek(&r, 0), -1);
                    assert_false(am_reader_more(&r));
                }
                free(exact);
            }
        }
    }
}

static void peeks_without_reading(void **state)
{
    (void)state;
    struct am_reader r = over(3, false);
    assert_int_equal(am_reader_peek(&r, 0), 1);
    assert_int_equal(am_reader_peek(&r, 2), 3);
    assert_int_equal(am_reader_peek(&r, 3), -1);
    assert_int_equal(am_reader_peek(&r, SIZE_MAX), -1);
    assert_int_equal(am_reader_rest(&r).len, 3);
    assert_int_equal(am_reader_status(&r), AM_OK);
}

static void no_bytes_at_all_can_be_read_over(void **state)
{
    (void)state;
    struct am_reader r = am_reader_over((struct am_bytes){0}, false);
    assert_false(am_reader_more(&r));
    assert_int_equal(am_read_bytes(&r, 0).len, 0);
    am_read_skip(&r, 0);
    assert_int_equal(am_reader_status(&r), AM_OK);
    am_read_skip(&r, SIZE_MAX);
    assert_int_equal(am_reader_status(&r), AM_E_MALFORMED);
}

static void the_first_failure_stays(void **state)
{
    (void)state;
    struct am_reader r = over(2, true);
    (void)am_read_be32(&r);
    am_reader_reject(&r);
    assert_int_equal(am_reader_status(&r), AM_E_TRUNCATED);
    r = over(2, true);
    am_reader_reject(&r);
    (void)am_read_be32(&r);
    assert_int_equal(am_reader_status(&r), AM_E_MALFORMED);
}

/* A block of `len` in `have` bytes, of which a child reads `reads`. */
static void blocks_hold_their_children(void **state)
{
    (void)state;
    static const struct {
        size_t have, len, reads;
        bool cut;
        enum am_status child, parent;
        size_t rest; /* of the parent, where it is well */
    } cases[] = {
        {9, 4, 4, false, AM_OK, AM_OK, 5},
        {9, 4, 4, true, AM_OK, AM_OK, 5},
        {9, 9, 9, false, AM_OK, AM_OK, 0},
        {9, 0, 0, false, AM_OK, AM_OK, 9},
        {9, 4, 3, false, AM_OK, AM_E_MALFORMED, 0},           /* a byte left over */
        {9, 4, 5, false, AM_E_MALFORMED, AM_E_MALFORMED, 0},  /* beyond the block */
        {9, 4, 5, true, AM_E_MALFORMED, AM_E_MALFORMED, 0},   /* which was not cut */
        {9, 10, 1, false, AM_E_MALFORMED, AM_E_MALFORMED, 0}, /* it is not there */
        {9, 10, 9, true, AM_OK, AM_E_TRUNCATED, 0},           /* ... for it was cut */
        {9, 10, 10, true, AM_E_TRUNCATED, AM_E_TRUNCATED, 0},
        {9, SIZE_MAX, 1, false, AM_E_MALFORMED, AM_E_MALFORMED, 0},
        {9, SIZE_MAX, 1, true, AM_OK, AM_E_TRUNCATED, 0},
        {0, 1, 1, true, AM_E_TRUNCATED, AM_E_TRUNCATED, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_reader r = over(cases[i].have, cases[i].cut);
        struct am_reader child = am_open_block(&r, cases[i].len);
        am_read_skip(&child, cases[i].reads);
        if (am_reader_status(&child) != cases[i].child)
            fail_msg("case %zu: the child is %s", i, am_status_name(am_reader_status(&child)));
        am_close_block(&r, &child);
        if (am_reader_status(&r) != cases[i].parent)
            fail_msg("case %zu: the parent is %s", i, am_status_name(am_reader_status(&r)));
        assert_int_equal(am_reader_rest(&r).len, cases[i].rest);
    }
}

static void blocks_that_bring_their_length(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {2, 'a', 'b', 0, 2, 'c', 'd', 0, 0, 1, 'e', 'f'};
    struct am_reader r = am_reader_over((struct am_bytes){bytes, sizeof bytes}, false);
    struct am_reader child = am_open_block8(&r);
    assert_memory_equal(am_read_bytes(&child, 2).at, "ab", 2);
    am_close_block(&r, &child);
    child = am_open_block16(&r);
    assert_memory_equal(am_read_bytes(&child, 2).at, "cd", 2);
    am_close_block(&r, &child);
    child = am_open_block24(&r);
    assert_int_equal(am_read_u8(&child), 'e');
    am_close_block(&r, &child);
    assert_int_equal(am_reader_status(&r), AM_OK);
    assert_int_equal(am_reader_rest(&r).len, 1);
    child = am_open_block8(&r); /* 'f' of them */
    assert_int_equal(am_reader_status(&r), AM_E_MALFORMED);
    assert_int_equal(am_reader_status(&child), AM_E_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_numbers_in_both_orders),
        cmocka_unit_test(reads_are_whole_or_fail_for_good),
        cmocka_unit_test(peeks_without_reading),
        cmocka_unit_test(no_bytes_at_all_can_be_read_over),
        cmocka_unit_test(the_first_failure_stays),
        cmocka_unit_test(blocks_hold_their_children),
        cmocka_unit_test(blocks_that_bring_their_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
