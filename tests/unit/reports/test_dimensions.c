/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "share/dimensions.h"

static void every_sector_and_size_is_found_by_its_id(void **state)
{
    (void)state;
    size_t n = 0;
    for (; am_sector(n); n++) {
        assert_ptr_equal(am_sector_find(am_sector(n)->id), am_sector(n));
        assert_true(strlen(am_sector(n)->text) > 0);
    }
    assert_int_equal(n, 12);
    for (n = 0; am_size(n); n++)
        assert_ptr_equal(am_size_find(am_size(n)->id), am_size(n));
    assert_int_equal(n, 4);
    assert_null(am_sector_find("bank"));
    assert_null(am_size_find("union"));
    assert_null(am_sector_find(""));
}

/* Each number is in the band that holds it, and bands follow each other without a gap. */
static void check(struct am_range (*range_of)(uint64_t), int (*is_one)(struct am_range),
                  unsigned first)
{
    for (uint64_t n = 0; n < 400; n++) {
        struct am_range r = range_of(n);
        if (n < first) {
            assert_int_equal(r.from, 0);
            assert_false(is_one(r));
            continue;
        }
        assert_true(is_one(r));
        assert_true(r.from <= n && (r.to == 0 || n <= r.to));
        if (r.to > 0)
            assert_int_equal(range_of(r.to + 1).from, r.to + 1);
    }
    assert_int_equal(range_of(UINT64_MAX).to, 0);
}

static void bands_hold_what_is_in_them(void **state)
{
    (void)state;
    check(am_devices_range, am_range_is_devices, 5);
    check(am_days_range, am_range_is_days, 1);
    assert_false(am_range_is_devices((struct am_range){5, 10}));
    assert_false(am_range_is_days((struct am_range){5, 0}));
}

static void a_band_has_a_name(void **state)
{
    (void)state;
    char id[AM_RANGE_ID_SIZE];
    am_range_id((struct am_range){10, 24}, id);
    assert_string_equal(id, "10-24");
    am_range_id(am_devices_range(9000), id);
    assert_string_equal(id, "250+");
    am_range_id((struct am_range){UINT32_MAX, UINT32_MAX - 1}, id); /* no band, and no overrun */
    assert_true(strlen(id) < sizeof id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sector_and_size_is_found_by_its_id),
        cmocka_unit_test(bands_hold_what_is_in_them),
        cmocka_unit_test(a_band_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
