/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules_fixture.h"

#include "mmdb/ranges.h"

static struct am_wide wide(uint64_t high, uint64_t low)
{
    return (struct am_wide){high, low};
}

static void numbers_carry_between_their_halves(void **state)
{
    (void)state;
    struct am_wide top = wide(0, UINT64_MAX);
    struct am_wide sum = am_wide_add(top, am_wide_bit(0));
    assert_true(sum.high == 1 && sum.low == 0);
    assert_int_equal(am_wide_compare(am_wide_subtract(sum, am_wide_bit(0)), top), 0);
    assert_int_equal(am_wide_compare(top, sum), -1);
    assert_int_equal(am_wide_low_zeros(wide(0, 0)), 128);
    assert_int_equal(am_wide_low_zeros(wide(4, 0)), 66);
    assert_int_equal(am_wide_high_bit(wide(0, 0)), -1);
    assert_int_equal(am_wide_high_bit(wide(1, 5)), 64);
    assert_int_equal(am_wide_high_bit(wide(0, 5)), 2);
    for (unsigned bit = 0; bit < 128; bit++) {
        assert_int_equal(am_wide_high_bit(am_wide_bit(bit)), bit);
        assert_int_equal(am_wide_low_zeros(am_wide_bit(bit)), bit);
    }
    struct am_address a;
    assert_int_equal(am_address_parse("2001:db8::ff", &a), AM_OK);
    struct am_address again = am_wide_address(am_wide_of(&a));
    assert_true(am_address_equal(&a, &again));
}

static void the_narrowest_wins_then_the_later_start_then_the_later_given(void **state)
{
    (void)state;
    struct am_ranges r = {0};
    size_t overlaps;
    assert_int_equal(am_ranges_add(&r, wide(0, 0), wide(0, 99), 1), AM_OK);
    assert_int_equal(am_ranges_add(&r, wide(0, 10), wide(0, 19), 2), AM_OK);
    assert_int_equal(am_ranges_add(&r, wide(0, 15), wide(0, 24), 3), AM_OK);   /* as wide, later */
    assert_int_equal(am_ranges_add(&r, wide(0, 15), wide(0, 24), 4), AM_OK);   /* the same again */
    assert_int_equal(am_ranges_add(&r, wide(0, 100), wide(0, 110), 1), AM_OK); /* goes on */
    assert_int_equal(am_ranges_flatten(&r, &overlaps), AM_OK);
    static const struct {
        uint64_t first, last;
        uint32_t value;
    } want[] = {{0, 9, 1}, {10, 14, 2}, {15, 24, 4}, {25, 110, 1}};
    assert_int_equal(r.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(r.at[i].first.low, want[i].first);
        assert_int_equal(r.at[i].last.low, want[i].last);
        assert_int_equal(r.at[i].value, want[i].value);
    }
    assert_int_equal(overlaps, 3);
    am_ranges_done(&r);
}

static void inverted_ranges_are_refused_and_the_last_address_is_one(void **state)
{
    (void)state;
    struct am_ranges r = {0};
    const struct am_wide top = wide(UINT64_MAX, UINT64_MAX);
    assert_int_equal(am_ranges_flatten(&r, NULL), AM_OK); /* of nothing */
    assert_int_equal(am_ranges_add(&r, wide(1, 0), wide(0, 5), 1), AM_E_MALFORMED);
    assert_int_equal(am_ranges_add(&r, wide(0, 0), top, 1), AM_OK);
    assert_int_equal(am_ranges_add(&r, top, top, 2), AM_OK);
    assert_int_equal(am_ranges_flatten(&r, NULL), AM_OK);
    assert_int_equal(r.count, 2);
    assert_int_equal(r.at[1].value, 2);
    assert_int_equal(am_wide_compare(r.at[1].first, top), 0);
    am_ranges_done(&r);
}

#define SPACE 256
#define MANY  40

/* The answer by asking every range, as the header says it. */
static int32_t naive(const struct am_range *ranges, size_t count, uint64_t at)
{
    const struct am_range *best = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct am_range *r = &ranges[i];
        if (r->first.low > at || r->last.low < at)
            continue;
        uint64_t width = r->last.low - r->first.low;
        uint64_t best_width = best ? best->last.low - best->first.low : 0;
        if (!best || width < best_width || (width == best_width && r->first.low >= best->first.low))
            best = r;
    }
    return best ? (int32_t)best->value : -1;
}

static void flat_ranges_answer_as_all_of_them_do(void **state)
{
    (void)state;
    uint64_t seed = 20261124;
    for (int round = 0; round < 500; round++) {
        struct am_range given[MANY];
        struct am_ranges r = {0};
        size_t count = rules_random(&seed) % MANY;
        for (size_t i = 0; i < count; i++) {
            uint64_t a = rules_random(&seed) % SPACE;
            uint64_t b = a + rules_random(&seed) % (1 + (rules_random(&seed) % 2 ? 8 : SPACE - a));
            given[i] =
                (struct am_range){wide(0, a), wide(0, b), (uint32_t)(rules_random(&seed) % 5)};
            assert_int_equal(am_ranges_add(&r, given[i].first, given[i].last, given[i].value),
                             AM_OK);
        }
        assert_int_equal(am_ranges_flatten(&r, NULL), AM_OK);
        for (size_t i = 1; i < r.count; i++) {
            assert_true(r.at[i - 1].last.low < r.at[i].first.low);
            assert_true(r.at[i - 1].last.low + 1 < r.at[i].first.low ||
                        r.at[i - 1].value != r.at[i].value);
        }
        size_t at = 0;
        for (uint64_t x = 0; x < 2 * SPACE; x++) {
            while (at < r.count && r.at[at].last.low < x)
                at++;
            bool inside = at < r.count && r.at[at].first.low <= x;
            assert_int_equal(inside ? (int32_t)r.at[at].value : -1, naive(given, count, x));
        }
        am_ranges_done(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_carry_between_their_halves),
        cmocka_unit_test(the_narrowest_wins_then_the_later_start_then_the_later_given),
        cmocka_unit_test(inverted_ranges_are_refused_and_the_last_address_is_one),
        cmocka_unit_test(flat_ranges_answer_as_all_of_them_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
