/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "net/clock.h"
#include "net/duplicates.h"

#define MS 1000000ll
#define T0 (1700000000000 * MS)

static void the_same_within_ten_milliseconds_is_a_copy(void **state)
{
    (void)state;
    static const struct {
        int64_t after;
        bool copy;
    } cases[] = {
        {0, true},  {1, true},        {10 * MS, true},       {10 * MS + 1, false},
        {-1, true}, {-10 * MS, true}, {-10 * MS - 1, false}, {86400000 * MS, false},
    };
    struct am_duplicates *d = calloc(1, sizeof *d);
    assert_non_null(d);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t signature = 0x123456789abcdef0 + i;
        assert_false(am_duplicates_seen(d, signature, T0));
        assert_int_equal(am_duplicates_seen(d, signature, T0 + cases[i].after), cases[i].copy);
    }
    free(d);
}

static void others_are_no_copies(void **state)
{
    (void)state;
    struct am_duplicates *d = calloc(1, sizeof *d);
    assert_non_null(d);
    for (uint64_t i = 0; i < 100000; i++)
        assert_false(am_duplicates_seen(d, i * 0x9e3779b97f4a7c15, T0));
    free(d);
}

static void one_that_was_pushed_out_is_not_recognised(void **state)
{
    (void)state;
    struct am_duplicates *d = calloc(1, sizeof *d);
    assert_non_null(d);
    assert_false(am_duplicates_seen(d, 5, T0));
    assert_false(am_duplicates_seen(d, 5 + AM_DUPLICATE_SLOTS, T0));
    assert_false(am_duplicates_seen(d, 5, T0));
    assert_true(am_duplicates_seen(d, 5, T0));
    free(d);
}

/* --- the clock that times of frames make --- */

static void a_clock_follows_frames_that_agree(void **state)
{
    (void)state;
    enum { DAY = 86400 };
    static const struct {
        const char *what;
        int64_t seconds[6], told[6];
        int64_t first, last;
        uint64_t odd;
    } cases[] = {
        {"steady", {100, 101, 102, 103, 104, 105}, {100, 101, 102, 103, 104, 105}, 100, 105, 0},
        {"a little back", {100, 99, 102, 50, 104, 105}, {100, 99, 102, 50, 104, 105}, 50, 105, 0},
        {"one far ahead",
         {100, 101, 99 * DAY, 103, 104, 105},
         {100, 101, 101, 103, 104, 105},
         100,
         105,
         1},
        {"one far back",
         {99 * DAY, 99 * DAY, 5, 99 * DAY, 99 * DAY, 99 * DAY},
         {99 * DAY, 99 * DAY, 99 * DAY, 99 * DAY, 99 * DAY, 99 * DAY},
         99 * DAY,
         99 * DAY,
         1},
        {"the first far off",
         {99 * DAY, 101, 102, 103, 104, 105},
         {101, 101, 102, 103, 104, 105},
         101,
         105,
         1},
        {"a jump that stays",
         {100, 101, 99 * DAY, 99 * DAY + 1, 99 * DAY + 2, 99 * DAY + 3},
         {100, 101, 99 * DAY, 99 * DAY + 1, 99 * DAY + 2, 99 * DAY + 3},
         100,
         99 * DAY + 3,
         0},
        {"set back for good",
         {99 * DAY, 99 * DAY, 101, 102, 103, 104},
         {99 * DAY, 99 * DAY, 101, 102, 103, 104},
         101,
         99 * DAY,
         0},
        {"the last far off",
         {100, 101, 102, 103, 104, 99 * DAY},
         {100, 101, 102, 103, 104, 104},
         100,
         104,
         1},
    };
    /* in one batch; then frame by frame, where a jump is believed one frame later */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_frame frames[6] = {{.wire_len = 0}};
        struct am_clock c = {0};
        for (size_t n = 0; n < 6; n++)
            frames[n].time = cases[i].seconds[n] * 1000 * MS;
        for (size_t n = 0; n < 6; n++)
            if (am_clock_tell(&c, &frames[n], 6 - n) != cases[i].told[n] * 1000 * MS)
                fail_msg("%s: frame %zu", cases[i].what, n);
        assert_int_equal(c.first, cases[i].first * 1000 * MS);
        assert_int_equal(c.last, cases[i].last * 1000 * MS);
        assert_int_equal(c.odd, cases[i].odd);

        struct am_clock live = {0};
        for (size_t n = 0; n < 6; n++)
            (void)am_clock_tell(&live, &frames[n], 1);
        assert_true(live.odd <= cases[i].odd + 1);
        if (cases[i].seconds[0] == cases[i].told[0])
            assert_int_equal(live.last, cases[i].last * 1000 * MS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_within_ten_milliseconds_is_a_copy),
        cmocka_unit_test(others_are_no_copies),
        cmocka_unit_test(one_that_was_pushed_out_is_not_recognised),
        cmocka_unit_test(a_clock_follows_frames_that_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
