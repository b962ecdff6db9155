/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Every allocation of a load fails once: the load says so, frees what it had, and never crashes.
 * Under a sanitizer, which has its own allocator, the test is skipped. */
#include "rules_dataset.h"

#include "mmdb/mmdb_writer.h"

#if defined __SANITIZE_ADDRESS__
#define REPLACED 0
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define REPLACED 0
#endif
#endif
#ifndef REPLACED
#define REPLACED 1
#endif

static long until_failure = -1; /* allocations that still succeed; negative: all */
static long live;               /* not freed yet, while counting */

#if REPLACED
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *at, size_t size);
extern void __libc_free(void *at);

static bool fails(void)
{
    if (until_failure < 0)
        return false;
    if (until_failure == 0)
        return true;
    until_failure--;
    return false;
}

void *malloc(size_t size)
{
    void *at = fails() ? NULL : __libc_malloc(size);
    live += at != NULL;
    return at;
}

void *calloc(size_t count, size_t size)
{
    void *at = fails() ? NULL : __libc_calloc(count, size);
    live += at != NULL;
    return at;
}

void *realloc(void *at, size_t size)
{
    void *grown = fails() ? NULL : __libc_realloc(at, size);
    live += !at && grown;
    return grown;
}

void free(void *at)
{
    live -= at != NULL;
    __libc_free(at);
}
#endif

static void a_load_survives_every_failure(void **state)
{
    (void)state;
    if (!REPLACED)
        skip();
    struct am_dataset_folder d = dataset();
    long n = 0;
    for (;; n++) {
        struct am_rules *rules = NULL;
        struct am_problem problem = {0};
        long before = live;
        until_failure = n;
        enum am_status status = am_rules_load(d.files, d.count, NULL, &rules, &problem);
        bool done = until_failure > 0;
        until_failure = -1;
        if (status == AM_OK)
            am_rules_free(rules);
        assert_int_equal(live, before); /* nothing is left behind */
        /* jansson calls some of its own failures a syntax error */
        if (status != problem.status || (status != AM_OK && status != AM_E_NO_MEMORY &&
                                         status != AM_E_MALFORMED && status != AM_E_LIMIT))
            fail_msg("failure %ld: %s: %s", n, am_status_name(status), problem.text);
        if (done)
            break;
    }
    assert_true(n > 100);
    am_dataset_done(&d);
}

static void a_database_survives_every_failure(void **state)
{
    (void)state;
    if (!REPLACED)
        skip();
    const struct am_mmdb_about about = {.type = "t", .description = "d"};
    FILE *out = fopen("/dev/null", "wb");
    assert_non_null(out);
    for (long n = 0;; n++) {
        struct am_mmdb *m = NULL;
        long before = live;
        until_failure = n;
        enum am_status status = am_mmdb_new(&m);
        for (uint32_t i = 0; i < 300 && status == AM_OK; i++) {
            const struct am_mmdb_field field = {.path = "n", .kind = AM_MMDB_NUMBER, .number = i};
            struct am_wide at = {.high = (uint64_t)i << 33};
            uint32_t record;
            status = am_mmdb_add_record(m, &field, 1, &record);
            if (status == AM_OK)
                status = am_mmdb_add_range(m, at, at, record);
        }
        if (status == AM_OK)
            status = am_mmdb_write(m, &about, out, NULL);
        bool done = until_failure > 0;
        until_failure = -1;
        am_mmdb_free(m);
        assert_int_equal(live, before);
        assert_true(status == AM_OK || status == AM_E_NO_MEMORY);
        if (done)
            break;
    }
    (void)fclose(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_load_survives_every_failure),
        cmocka_unit_test(a_database_survives_every_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
