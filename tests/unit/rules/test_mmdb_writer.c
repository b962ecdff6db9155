/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is written is read back with libmaxminddb, which shares no code with the writer. */
#include "rules_fixture.h"

#include <arpa/inet.h>
#include <maxminddb.h>

#include "mmdb/mmdb_writer.h"

static struct am_wide at(const char *text)
{
    struct am_address a;
    if (am_address_parse(text, &a) != AM_OK)
        fail_msg("not an address: %s", text);
    return am_wide_of(&a);
}

static void write_to(struct am_mmdb *m, const char *path, unsigned bits,
                     struct am_mmdb_stats *stats)
{
    const struct am_mmdb_about about = {
        .type = "test", .description = "for a test", .record_bits = bits, .epoch = 1781654400};
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(am_mmdb_write(m, &about, out, stats), AM_OK);
    assert_int_equal(fclose(out), 0);
}

static uint32_t number_record(struct am_mmdb *m, uint32_t number)
{
    const struct am_mmdb_field field = {.path = "n", .kind = AM_MMDB_NUMBER, .number = number};
    uint32_t record;
    assert_int_equal(am_mmdb_add_record(m, &field, 1, &record), AM_OK);
    return record;
}

/* The number at an address, or -1. */
static int64_t look_up(const MMDB_s *mmdb, const struct am_address *a)
{
    struct sockaddr_in6 sa = {.sin6_family = AF_INET6};
    int error;
    memcpy(&sa.sin6_addr, a->at, 16);
    MMDB_lookup_result_s found = MMDB_lookup_sockaddr(mmdb, (struct sockaddr *)&sa, &error);
    assert_int_equal(error, MMDB_SUCCESS);
    if (!found.found_entry)
        return -1;
    MMDB_entry_data_s data;
    assert_int_equal(MMDB_get_value(&found.entry, &data, "n", NULL), MMDB_SUCCESS);
    assert_int_equal(data.type, MMDB_DATA_TYPE_UINT32);
    return data.uint32;
}

static int64_t look_up_text(const MMDB_s *mmdb, const char *text)
{
    struct am_address a = am_wide_address(at(text));
    return look_up(mmdb, &a);
}

static void the_same_tree_reads_in_every_record_size(void **state)
{
    (void)state;
    static const unsigned sizes[] = {24, 28, 32};
    for (size_t i = 0; i < 3; i++) {
        struct am_mmdb *m;
        struct am_mmdb_stats stats;
        char path[PATH_MAX];
        MMDB_s mmdb;
        rules_temporary(path, "sizes.mmdb");
        assert_int_equal(am_mmdb_new(&m), AM_OK);
        assert_int_equal(am_mmdb_add_range(m, at("10.0.0.0"), at("10.0.0.255"), 0), AM_E_USAGE);
        uint32_t one = number_record(m, 1);
        uint32_t two = number_record(m, 0xfffffffe);
        assert_int_equal(number_record(m, 1), one);
        assert_int_equal(am_mmdb_add_range(m, at("10.0.0.0"), at("10.255.255.255"), one), AM_OK);
        assert_int_equal(am_mmdb_add_range(m, at("10.0.0.7"), at("10.0.0.7"), two), AM_OK);
        assert_int_equal(am_mmdb_add_range(m, at("2001:db8::"), at("2001:db8::1:0"), two), AM_OK);
        write_to(m, path, sizes[i], &stats);
        assert_int_equal(stats.record_bits, sizes[i]);
        assert_int_equal(stats.overlaps, 1);
        assert_int_equal(MMDB_open(path, MMDB_MODE_MMAP, &mmdb), MMDB_SUCCESS);
        assert_int_equal(mmdb.metadata.record_size, sizes[i]);
        assert_int_equal(mmdb.metadata.ip_version, 6);
        assert_int_equal(mmdb.metadata.build_epoch, 1781654400);
        assert_int_equal(mmdb.metadata.node_count, stats.nodes);
        assert_string_equal(mmdb.metadata.database_type, "test");
        assert_string_equal(mmdb.metadata.description.descriptions[0]->description, "for a test");
        assert_int_equal(look_up_text(&mmdb, "10.0.0.6"), 1);
        assert_int_equal(look_up_text(&mmdb, "10.0.0.7"), 0xfffffffe);
        assert_int_equal(look_up_text(&mmdb, "10.255.255.255"), 1);
        assert_int_equal(look_up_text(&mmdb, "11.0.0.0"), -1);
        assert_int_equal(look_up_text(&mmdb, "9.255.255.255"), -1);
        assert_int_equal(look_up_text(&mmdb, "2001:db8::1:0"), 0xfffffffe);
        assert_int_equal(look_up_text(&mmdb, "2001:db8::1:1"), -1);
        MMDB_close(&mmdb);
        am_mmdb_free(m);
        (void)unlink(path);
    }
}

static void ipv4_answers_at_its_own_place_and_at_its_aliases(void **state)
{
    (void)state;
    struct am_mmdb *m;
    struct am_mmdb_stats stats;
    char path[PATH_MAX];
    MMDB_s mmdb;
    rules_temporary(path, "aliases.mmdb");
    assert_int_equal(am_mmdb_new(&m), AM_OK);
    uint32_t v4 = number_record(m, 4);
    uint32_t v6 = number_record(m, 6);
    assert_int_equal(am_mmdb_add_range(m, at("192.0.2.0"), at("192.0.2.255"), v4), AM_OK);
    /* All of IPv6, the aliases' places too: those are left to IPv4. */
    assert_int_equal(am_mmdb_add_range(m, at("2001::"), at("2001:0:ffff::"), v6), AM_OK);
    assert_int_equal(am_mmdb_add_range(m, at("2001:ffff::"), at("2004::"), v6), AM_OK);
    assert_int_equal(am_mmdb_add_range(m, at("::"), at("::1234"), v6), AM_OK);
    write_to(m, path, 0, &stats);
    assert_int_equal(stats.aliased, 3);
    assert_int_equal(MMDB_open(path, MMDB_MODE_MMAP, &mmdb), MMDB_SUCCESS);
    static const struct {
        const char *address;
        int64_t want;
    } cases[] = {
        {"::c000:201", 4},         /* ::/96 */
        {"192.0.2.1", 4},          /* ::ffff:0:0/96 */
        {"2002:c000:201::1", 4},   /* 6to4 */
        {"2001:0:c000:201::1", 4}, /* Teredo */
        {"2002:c000:301::1", -1},
        {"2001:0:c000:301::1", -1},
        {"192.0.3.1", -1},
        {"::1234", -1},
        {"2001:ffff::", 6},
        {"2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 6},
        {"2003::", 6},
        {"2004::", 6},
        {"2004::1", -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (look_up_text(&mmdb, cases[i].address) != cases[i].want)
            fail_msg("%s", cases[i].address);
    MMDB_close(&mmdb);
    am_mmdb_free(m);
    (void)unlink(path);
}

static void all_of_ipv4_in_one_record_reads_at_every_alias(void **state)
{
    (void)state;
    struct am_mmdb *m;
    char path[PATH_MAX];
    MMDB_s mmdb;
    rules_temporary(path, "whole.mmdb");
    assert_int_equal(am_mmdb_new(&m), AM_OK);
    uint32_t all = number_record(m, 7);
    assert_int_equal(
        am_mmdb_add_range(m, (struct am_wide){0, 0}, (struct am_wide){UINT64_MAX, UINT64_MAX}, all),
        AM_OK);
    write_to(m, path, 0, NULL);
    assert_int_equal(MMDB_open(path, MMDB_MODE_MMAP, &mmdb), MMDB_SUCCESS);
    static const char *const addresses[] = {"0.0.0.0",   "255.255.255.255", "2002:1::", "2001::1",
                                            "::1:0:0:0", "ffff::",          "8000::",   "7fff::"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        if (look_up_text(&mmdb, addresses[i]) != 7)
            fail_msg("%s", addresses[i]);
    MMDB_close(&mmdb);
    am_mmdb_free(m);
    (void)unlink(path);
}

static void an_empty_database_opens_and_knows_nothing(void **state)
{
    (void)state;
    struct am_mmdb *m;
    char path[PATH_MAX];
    MMDB_s mmdb;
    rules_temporary(path, "empty.mmdb");
    assert_int_equal(am_mmdb_new(&m), AM_OK);
    (void)number_record(m, 1); /* readers want a data section */
    write_to(m, path, 0, NULL);
    assert_int_equal(MMDB_open(path, MMDB_MODE_MMAP, &mmdb), MMDB_SUCCESS);
    assert_int_equal(look_up_text(&mmdb, "192.0.2.1"), -1);
    assert_int_equal(look_up_text(&mmdb, "2001:db8::1"), -1);
    MMDB_close(&mmdb);
    am_mmdb_free(m);
    (void)unlink(path);
}

/* Text of all sizes around the limits of the control byte, flags, maps inside maps, and enough of
 * it that pointers of each size are needed. */
static void records_of_every_kind_read_back(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 2, 3, 28, 29, 284, 285, 286, 1500};
    enum { COUNT = 3000 };
    struct am_mmdb *m;
    char path[PATH_MAX];
    MMDB_s mmdb;
    rules_temporary(path, "kinds.mmdb");
    assert_int_equal(am_mmdb_new(&m), AM_OK);
    char text[1600];
    for (uint32_t i = 0; i < COUNT; i++) {
        size_t len = lengths[i % 10];
        memset(text, 'a', len);
        text[len] = '\0';
        if (len >= 6)
            (void)snprintf(text, 7, "%06u", i), text[6] = len > 6 ? 'x' : '\0';
        const struct am_mmdb_field fields[] = {
            {.path = "n", .kind = AM_MMDB_NUMBER, .number = i},
            {.path = "name", .kind = AM_MMDB_TEXT, .text = text},
            {.path = "country.iso_code", .kind = AM_MMDB_TEXT, .text = i % 2 ? "UY" : "AR"},
            {.path = "traits.is_anycast", .kind = AM_MMDB_FLAG, .number = i % 3 == 0},
        };
        uint32_t record;
        assert_int_equal(am_mmdb_add_record(m, fields, 4, &record), AM_OK);
        struct am_wide first = {.high = (uint64_t)(0x3000 + i) << 32};
        assert_int_equal(am_mmdb_add_range(m, first, first, record), AM_OK);
    }
    struct am_mmdb_stats stats;
    write_to(m, path, 0, &stats);
    assert_true(stats.data_bytes > 526336); /* so that pointers of three sizes were needed */
    assert_int_equal(MMDB_open(path, MMDB_MODE_MMAP, &mmdb), MMDB_SUCCESS);
    for (uint32_t i = 0; i < COUNT; i++) {
        struct am_address a =
            am_wide_address((struct am_wide){.high = (uint64_t)(0x3000 + i) << 32});
        assert_int_equal(look_up(&mmdb, &a), i);
        struct sockaddr_in6 sa = {.sin6_family = AF_INET6};
        int error;
        memcpy(&sa.sin6_addr, a.at, 16);
        MMDB_lookup_result_s found = MMDB_lookup_sockaddr(&mmdb, (struct sockaddr *)&sa, &error);
        MMDB_entry_data_s data;
        assert_int_equal(MMDB_get_value(&found.entry, &data, "name", NULL), MMDB_SUCCESS);
        assert_int_equal(data.data_size, lengths[i % 10]);
        assert_int_equal(MMDB_get_value(&found.entry, &data, "country", "iso_code", NULL),
                         MMDB_SUCCESS);
        assert_memory_equal(data.utf8_string, i % 2 ? "UY" : "AR", 2);
        assert_int_equal(MMDB_get_value(&found.entry, &data, "traits", "is_anycast", NULL),
                         MMDB_SUCCESS);
        assert_int_equal(data.boolean, i % 3 == 0);
    }
    MMDB_close(&mmdb);
    am_mmdb_free(m);
    (void)unlink(path);
}

static void oversized_records_are_refused(void **state)
{
    (void)state;
    struct am_mmdb *m;
    struct am_mmdb_field fields[AM_MMDB_FIELDS_MAX + 1];
    char text[3000];
    uint32_t record;
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(am_mmdb_new(&m), AM_OK);
    for (size_t i = 0; i <= AM_MMDB_FIELDS_MAX; i++)
        fields[i] = (struct am_mmdb_field){.path = "n", .kind = AM_MMDB_NUMBER};
    assert_int_equal(am_mmdb_add_record(m, fields, AM_MMDB_FIELDS_MAX + 1, &record), AM_E_LIMIT);
    fields[0] = (struct am_mmdb_field){.path = "n", .kind = AM_MMDB_TEXT, .text = text};
    assert_int_equal(am_mmdb_add_record(m, fields, 1, &record), AM_E_LIMIT);
    am_mmdb_free(m);
    am_mmdb_free(NULL);
}

#define RANGES 60

/* Which of the ranges answers, asked one by one. */
static int64_t naive(const struct am_range *ranges, size_t count, struct am_wide x)
{
    const struct am_range *best = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct am_range *r = &ranges[i];
        if (am_wide_compare(r->first, x) > 0 || am_wide_compare(r->last, x) < 0)
            continue;
        int width = best ? am_wide_compare(am_wide_subtract(r->last, r->first),
                                           am_wide_subtract(best->last, best->first))
                         : -1;
        if (width < 0 || (width == 0 && am_wide_compare(r->first, best->first) >= 0))
            best = r;
    }
    return best ? (int64_t)best->value : -1;
}

/* Addresses close to each other, half of them IPv4, so that ranges overlap and share boundaries. */
static struct am_wide some_address(uint64_t *seed, bool v4)
{
    uint64_t r = rules_random(seed);
    if (v4)
        return (struct am_wide){.low = UINT64_C(0xffff) << 32 | (r & 0xff00ff)};
    return (struct am_wide){.high = UINT64_C(0x2a00) << 48 | (r & 0x3) << 20, .low = r >> 60 << 60};
}

static void random_ranges_answer_as_all_of_them_do(void **state)
{
    (void)state;
    uint64_t seed = 7;
    char path[PATH_MAX];
    rules_temporary(path, "random.mmdb");
    for (int round = 0; round < 60; round++) {
        struct am_range given[RANGES];
        size_t count = 1 + rules_random(&seed) % RANGES;
        struct am_mmdb *m;
        MMDB_s mmdb;
        assert_int_equal(am_mmdb_new(&m), AM_OK);
        for (uint32_t i = 0; i < 8; i++)
            assert_int_equal(number_record(m, i), i);
        for (size_t i = 0; i < count; i++) {
            bool v4 = rules_random(&seed) % 2;
            struct am_wide a = some_address(&seed, v4);
            struct am_wide b = some_address(&seed, v4);
            bool swap = am_wide_compare(a, b) > 0;
            given[i] =
                (struct am_range){swap ? b : a, swap ? a : b, (uint32_t)(rules_random(&seed) % 8)};
            assert_int_equal(am_mmdb_add_range(m, given[i].first, given[i].last, given[i].value),
                             AM_OK);
        }
        write_to(m, path, round % 3 == 0 ? 28 : 0, NULL);
        assert_int_equal(MMDB_open(path, MMDB_MODE_MMAP, &mmdb), MMDB_SUCCESS);
        for (size_t i = 0; i < 2000; i++) {
            struct am_wide x = some_address(&seed, i % 2);
            if (i < 4 * count) { /* at the boundaries and just past them */
                x = i % 2 ? given[i / 4].first : given[i / 4].last;
                if (i % 4 > 1)
                    x = i % 2 ? am_wide_subtract(x, am_wide_bit(0))
                              : am_wide_add(x, am_wide_bit(0));
            }
            struct am_address a = am_wide_address(x);
            assert_int_equal(look_up(&mmdb, &a), naive(given, count, x));
        }
        MMDB_close(&mmdb);
        am_mmdb_free(m);
    }
    (void)unlink(path);
}

static void the_same_input_gives_the_same_bytes(void **state)
{
    (void)state;
    char *bytes[2];
    size_t sizes[2];
    for (size_t i = 0; i < 2; i++) {
        struct am_mmdb *m;
        const struct am_mmdb_about about = {.type = "t", .description = "d", .epoch = 1};
        FILE *out = open_memstream(&bytes[i], &sizes[i]);
        assert_non_null(out);
        assert_int_equal(am_mmdb_new(&m), AM_OK);
        for (uint32_t k = 0; k < 300; k++) {
            struct am_wide first = {.high = (uint64_t)k << 40};
            assert_int_equal(am_mmdb_add_range(m, first, first, number_record(m, k % 17)), AM_OK);
        }
        assert_int_equal(am_mmdb_write(m, &about, out, NULL), AM_OK);
        assert_int_equal(fclose(out), 0);
        am_mmdb_free(m);
    }
    assert_int_equal(sizes[0], sizes[1]);
    assert_memory_equal(bytes[0], bytes[1], sizes[0]);
    free(bytes[0]);
    free(bytes[1]);
}

static void a_full_disk_is_told(void **state)
{
    (void)state;
    struct am_mmdb *m;
    const struct am_mmdb_about about = {.type = "t", .description = "d", .epoch = 1};
    FILE *out = fopen("/dev/full", "wb");
    if (!out)
        skip();
    (void)setvbuf(out, NULL, _IONBF, 0);
    assert_int_equal(am_mmdb_new(&m), AM_OK);
    (void)number_record(m, 1);
    assert_int_equal(am_mmdb_write(m, &about, out, NULL), AM_E_IO);
    (void)fclose(out);
    am_mmdb_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_tree_reads_in_every_record_size),
        cmocka_unit_test(ipv4_answers_at_its_own_place_and_at_its_aliases),
        cmocka_unit_test(all_of_ipv4_in_one_record_reads_at_every_alias),
        cmocka_unit_test(an_empty_database_opens_and_knows_nothing),
        cmocka_unit_test(records_of_every_kind_read_back),
        cmocka_unit_test(oversized_records_are_refused),
        cmocka_unit_test(random_ranges_answer_as_all_of_them_do),
        cmocka_unit_test(the_same_input_gives_the_same_bytes),
        cmocka_unit_test(a_full_disk_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
