/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "campaign/figures/bootstrap.h"

/* Quantiles of the binomial distribution as tables have them. */
static void shares_are_those_of_the_binomial(void **state)
{
    static const struct {
        uint64_t count, n, low, high;
    } cases[] = {
        {5, 10, 2, 8}, {50, 100, 40, 60}, {10, 100, 5, 16},      {0, 7, 0, 0},
        {7, 7, 7, 7},  {1, 2, 0, 2},      {500, 1000, 469, 531}, {50000, 100000, 49690, 50310},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_interval got = am_bootstrap_share(cases[i].count, cases[i].n);
        assert_int_equal(got.low, cases[i].low);
        assert_int_equal(got.high, cases[i].high);
    }
}

/* Of three values the median of a draw is the least with 7/27, the greatest with 7/27. */
static void medians_are_those_of_order_statistics(void **state)
{
    static const struct {
        uint64_t n, low, high;
    } cases[] = {{1, 1, 1}, {3, 1, 3}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_interval got = am_bootstrap_median(cases[i].n);
        assert_int_equal(got.low, cases[i].low);
        assert_int_equal(got.high, cases[i].high);
    }
}

/* About the rank n / 2 ± sqrt(n), as the normal distribution has it. */
static void medians_of_many_are_near_the_middle(void **state)
{
    (void)state;
    for (uint64_t n = 100; n <= 1000000; n *= 100) {
        struct am_interval got = am_bootstrap_median(n);
        uint64_t root = n == 100 ? 10 : n == 10000 ? 100 : 1000;
        assert_in_range(n / 2 - got.low, root * 9 / 10, root * 11 / 10);
        assert_in_range(got.high - n / 2, root * 9 / 10, root * 11 / 10);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_those_of_the_binomial),
        cmocka_unit_test(medians_are_those_of_order_statistics),
        cmocka_unit_test(medians_of_many_are_near_the_middle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
