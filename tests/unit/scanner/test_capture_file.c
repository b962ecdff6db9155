/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/stat.h>

#include "capture/input.h"
#include "capture/source.h"
#include "capture_bytes.h"

#define SECOND 1000000000ll

struct got {
    size_t count;
    uint64_t bytes, wire;
    struct {
        int64_t time;
        uint32_t len, wire;
        int link_type;
        uint8_t first;
    } at[256];
    enum am_status status;
    struct am_problem problem;
    struct am_source_losses losses;
};

static void note(void *ctx, const struct am_frame *frames, size_t count)
{
    struct got *got = ctx;
    assert_in_range(count, 1, AM_FRAMES_MAX);
    for (size_t i = 0; i < count; i++, got->count++) {
        uint64_t sum = 0;
        for (size_t b = 0; b < frames[i].bytes.len; b++) /* all of it can be read */
            sum += frames[i].bytes.at[b];
        assert_true(sum < UINT64_MAX);
        assert_true(frames[i].wire_len >= frames[i].bytes.len);
        got->bytes += frames[i].bytes.len;
        got->wire += frames[i].wire_len;
        if (got->count >= sizeof got->at / sizeof *got->at)
            continue;
        got->at[got->count].time = frames[i].time;
        got->at[got->count].len = (uint32_t)frames[i].bytes.len;
        got->at[got->count].wire = frames[i].wire_len;
        got->at[got->count].link_type = frames[i].link_type;
        got->at[got->count].first = frames[i].bytes.len > 0 ? frames[i].bytes.at[0] : 0;
    }
}

/* Heap memory: too large for a stack. */
static struct capture_bytes *new_bytes(bool little)
{
    struct capture_bytes *b = calloc(1, sizeof *b);
    assert_non_null(b);
    b->little = little;
    return b;
}

static void read_file(struct am_bytes bytes, struct got *got)
{
    struct memory_file file = memory_file(bytes);
    struct am_capture_file *f = NULL;
    bool end = false;
    memset(got, 0, sizeof *got);
    got->status = am_capture_file_open(file.path, &f, &got->problem);
    while (got->status == AM_OK && !end) {
        size_t before = got->count;
        got->status = am_capture_file_read(f, note, got, &end, &got->problem);
        assert_true(end || got->status != AM_OK || got->count > before);
    }
    if (f)
        got->losses = *am_capture_file_losses(f);
    am_capture_file_free(f);
    memory_file_done(&file);
    assert_int_equal(got->status, got->problem.status);
}

static void finish(struct capture_bytes *b, struct got *got)
{
    read_file((struct am_bytes){b->at, b->len}, got);
    free(b);
}

static void reads_every_kind_of_classic_file(void **state)
{
    (void)state;
    static const struct {
        uint32_t magic;
        uint32_t fraction;
        int64_t want;
        bool modified;
    } cases[] = {
        {0xa1b2c3d4, 123456, 123456000, false},
        {0xa1b23c4d, 123456789, 123456789, false},
        {0xa1b2cd34, 999999, 999999000, true},
        {0xa1b2c3d4, 4000000, 4000000000ll, false}, /* more than a second: carried over */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (unsigned little = 0; little < 2; little++) {
            struct capture_bytes *b = new_bytes(little);
            struct got got;
            put_pcap_header(b, cases[i].magic, 0x40000001); /* and a frame check sequence */
            for (unsigned n = 0; n < 3; n++) {
                put(b, 1700000000 + n, 4);
                put(b, cases[i].fraction, 4);
                put(b, 2, 4);
                put(b, 60, 4);
                if (cases[i].modified)
                    put_zeroes(b, 8);
                put_bytes(b, (uint8_t[]){(uint8_t)(n + 1), 7}, 2);
            }
            finish(b, &got);
            assert_int_equal(got.status, AM_OK);
            assert_int_equal(got.count, 3);
            for (unsigned n = 0; n < 3; n++) {
                assert_int_equal(got.at[n].time, (1700000000 + n) * SECOND + cases[i].want);
                assert_int_equal(got.at[n].len, 2);
                assert_int_equal(got.at[n].wire, 60);
                assert_int_equal(got.at[n].link_type, 1);
                assert_int_equal(got.at[n].first, n + 1);
            }
            assert_int_equal(got.losses.unreadable, 0);
        }
    }
}

static void lengths_of_old_files_may_have_changed_places(void **state)
{
    (void)state;
    struct capture_bytes *b = new_bytes(true);
    struct got got;
    put_pcap_header(b, 0xa1b2c3d4, 1);
    b->at[6] = 2; /* version 2.2 */
    put(b, 1, 4);
    put(b, 0, 4);
    put(b, 1500, 4);
    put(b, 3, 4);
    put_bytes(b, "abc", 3);
    finish(b, &got);
    assert_int_equal(got.status, AM_OK);
    assert_int_equal(got.at[0].len, 3);
    assert_int_equal(got.at[0].wire, 1500);
}

static void a_wire_length_that_lies_is_raised(void **state)
{
    (void)state;
    struct capture_bytes *b = new_bytes(true);
    struct got got;
    put_pcap_header(b, 0xa1b2c3d4, 1);
    put_pcap_record(b, 1, 0, "abcd", 4, 2);
    finish(b, &got);
    assert_int_equal(got.at[0].wire, 4);
}

/* Whole, then cut at every byte: what came whole is handed over, and the rest is told. */
static void a_file_cut_anywhere_gives_what_came_whole(void **state)
{
    (void)state;
    for (unsigned ng = 0; ng < 2; ng++) {
        struct capture_bytes *b = new_bytes(true);
        size_t ends[4] = {0};
        if (ng) {
            put_section(b);
            put_interface(b, 1, 0);
        } else {
            put_pcap_header(b, 0xa1b2c3d4, 1);
        }
        size_t header = b->len;
        for (uint32_t n = 0; n < 4; n++) {
            uint8_t bytes[50] = {1};
            if (ng)
                put_packet(b, 0, n, bytes, 10 * n, 10 * n);
            else
                put_pcap_record(b, n, 0, bytes, 10 * n, 10 * n);
            ends[n] = b->len;
        }
        for (size_t len = 24; len < b->len; len++) {
            struct got got;
            size_t whole = 0;
            while (whole < 4 && ends[whole] <= len)
                whole++;
            bool at_end =
                len == header || (whole > 0 && ends[whole - 1] == len) || (ng && len == 28);
            read_file((struct am_bytes){b->at, len}, &got);
            if (got.count != whole || got.status != (at_end ? AM_OK : AM_E_TRUNCATED))
                fail_msg("%s cut at %zu: %zu packets, %s", ng ? "pcapng" : "pcap", len, got.count,
                         am_status_name(got.status));
            assert_true((got.losses.unreadable > 0) == !at_end);
            if (!at_end)
                assert_int_equal(got.problem.line, whole + 1);
        }
        free(b);
    }
}

static void says_what_is_no_capture(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t len;
        enum am_status status;
    } cases[] = {
        {"", 0, AM_E_MALFORMED},
        {"x", 1, AM_E_MALFORMED},
        {"#!/bin/sh\necho this is a script, not a capture\n", 47, AM_E_MALFORMED},
        {"\xd4\xc3\xb2\xa1\x02\x00\x04\x00", 8, AM_E_TRUNCATED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct got got;
        read_file((struct am_bytes){(const uint8_t *)cases[i].bytes, cases[i].len}, &got);
        assert_int_equal(got.status, cases[i].status);
        assert_int_equal(got.count, 0);
        assert_true(got.problem.text[0] != '\0');
    }
}

static void an_impossible_length_ends_a_classic_file(void **state)
{
    (void)state;
    static const uint32_t lens[] = {AM_INPUT_WINDOW, 0x7fffffff, 0xffffffff};
    for (size_t i = 0; i < sizeof lens / sizeof *lens; i++) {
        struct capture_bytes *b = new_bytes(true);
        struct got got;
        put_pcap_header(b, 0xa1b2c3d4, 1);
        put_pcap_record(b, 1, 0, "abcd", 4, 4);
        put(b, 2, 4);
        put(b, 0, 4);
        put(b, lens[i], 4);
        put(b, lens[i], 4);
        put_zeroes(b, 100);
        finish(b, &got);
        assert_int_equal(got.status, AM_E_MALFORMED);
        assert_int_equal(got.count, 1);
        assert_int_equal(got.losses.unreadable, 116);
        assert_int_equal(got.problem.line, 2);
    }
}

static void the_largest_packets_are_read(void **state)
{
    (void)state;
    for (unsigned ng = 0; ng < 2; ng++) {
        struct capture_bytes *b = new_bytes(ng);
        struct got got;
        uint32_t len = AM_INPUT_WINDOW - 64;
        uint8_t *zeroes = calloc(1, len);
        assert_non_null(zeroes);
        if (ng) {
            put_section(b);
            put_interface(b, 1, 0);
            put_packet(b, 0, 0, zeroes, len, len);
            put_packet(b, 0, 0, "a", 1, 1);
        } else {
            put_pcap_header(b, 0xa1b2c3d4, 1);
            put_pcap_record(b, 1, 0, zeroes, len, len);
            put_pcap_record(b, 2, 0, "a", 1, 1);
        }
        free(zeroes);
        finish(b, &got);
        assert_int_equal(got.status, AM_OK);
        assert_int_equal(got.count, 2);
        assert_int_equal(got.at[0].len, len);
        assert_int_equal(got.at[1].first, 'a');
    }
}

static void many_packets_span_windows(void **state)
{
    (void)state;
    struct capture_bytes *b = new_bytes(true);
    struct got got;
    size_t count = 0;
    uint64_t bytes = 0;
    uint8_t data[1000] = {0};
    put_pcap_header(b, 0xa1b2c3d4, 101);
    while (b->len < sizeof b->at - 2000) {
        uint32_t len = (uint32_t)(count * 7 % sizeof data);
        put_pcap_record(b, (uint32_t)count, 0, data, len, 1500);
        count++;
        bytes += len;
    }
    finish(b, &got);
    assert_int_equal(got.status, AM_OK);
    assert_int_equal(got.count, count);
    assert_int_equal(got.bytes, bytes);
    assert_int_equal(got.wire, count * 1500);
}

/* --- pcapng --- */

static void interfaces_have_their_own_link_type_and_clock(void **state)
{
    (void)state;
    static const struct {
        uint8_t resolution;
        bool has_resolution, has_offset;
        int64_t offset;
        uint64_t units;
        int64_t want;
    } cases[] = {
        {0, false, false, 0, 1700000000123456, 1700000000 * SECOND + 123456000},
        {9, true, false, 0, 1700000000123456789, 1700000000 * SECOND + 123456789},
        {3, true, false, 0, 1700000000123, 1700000000 * SECOND + 123000000},
        {0, true, false, 0, 1700000000, 1700000000 * SECOND},
        {0x80 | 10, true, false, 0, 1700000000ull * 1024 + 512, 1700000000 * SECOND + SECOND / 2},
        {0x80 | 32, true, false, 0, 1700000000ull << 32 | 1u << 31,
         1700000000 * SECOND + SECOND / 2},
        {6, true, true, 1600000000, 100000000000001, 1700000000 * SECOND + 1000},
        {6, true, true, -100, 1700000100000000, 1700000000 * SECOND},
        {18, true, false, 0, 17ull * 1000000000000000000 + 5000000000, 17 * SECOND + 5},
        {0xff, true, false, 0, 1700000000000001, 1700000000 * SECOND + 1000}, /* beyond sense */
        {100, true, false, 0, 1700000000000001, 1700000000 * SECOND + 1000},
        {0, true, false, 0, UINT64_MAX, 0}, /* a clock gone mad */
        {6, true, true, INT64_MAX, 1700000000000001, 1700000000 * SECOND + 1000},
        {6, true, true, -2000000000, 1700000000000000, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (unsigned little = 0; little < 2; little++) {
            struct capture_bytes *b = new_bytes(little);
            struct got got;
            put_section(b);
            put_interface(b, 113, 0);
            size_t start = put_block(b, 1);
            put(b, 101, 2);
            put(b, 0, 2);
            put(b, 0, 4);
            put_option(b, 2, 0x6574683000000000, 5); /* a name of odd length before them */
            if (cases[i].has_resolution)
                put_option(b, 9, cases[i].resolution, 1);
            if (cases[i].has_offset)
                put_option(b, 14, (uint64_t)cases[i].offset, 8);
            put_option(b, 0, 0, 0);
            put_option(b, 9, 1, 1); /* after the end: not read */
            end_block(b, start);
            put_packet(b, 1, cases[i].units, "abc", 3, 99);
            put_packet(b, 0, 1700000000000000, "d", 1, 1);
            finish(b, &got);
            assert_int_equal(got.status, AM_OK);
            assert_int_equal(got.count, 2);
            if (got.at[0].time != cases[i].want)
                fail_msg("case %zu: %lld", i, (long long)got.at[0].time);
            assert_int_equal(got.at[0].link_type, 101);
            assert_int_equal(got.at[0].wire, 99);
            assert_int_equal(got.at[1].link_type, 113);
            assert_int_equal(got.at[1].time, 1700000000 * SECOND);
        }
    }
}

static void sections_begin_anew_in_either_byte_order(void **state)
{
    (void)state;
    struct capture_bytes *b = new_bytes(true);
    struct got got;
    for (unsigned i = 0; i < 4; i++) {
        b->little = i % 2 == 0;
        put_section(b);
        put_interface(b, (uint16_t)(1 + i), 0);
        put_packet(b, 0, 1000000, "abc", 3, 3);
    }
    put_section(b);
    put_packet(b, 0, 0, "abc", 3, 3); /* the interface was of another section */
    finish(b, &got);
    assert_int_equal(got.status, AM_E_MALFORMED);
    assert_int_equal(got.count, 4);
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(got.at[i].link_type, 1 + i);
        assert_int_equal(got.at[i].time, SECOND);
    }
}

static void simple_and_old_packet_blocks_are_read(void **state)
{
    (void)state;
    struct capture_bytes *b = new_bytes(true);
    struct got got;
    put_section(b);
    put_interface(b, 1, 6);
    put_packet(b, 0, 5000000, "timed", 5, 5);
    size_t start = put_block(b, 3);
    put(b, 100, 4);
    put_bytes(b, "simple", 6);
    end_block(b, start);
    start = put_block(b, 3);
    put(b, 2, 4);
    put_bytes(b, "tw", 2);
    end_block(b, start);
    start = put_block(b, 2);
    put(b, 0, 2);
    put(b, 9, 2);
    put(b, 0, 4);
    put(b, 7000000, 4);
    put(b, 3, 4);
    put(b, 30, 4);
    put_bytes(b, "old", 3);
    end_block(b, start);
    finish(b, &got);
    assert_int_equal(got.status, AM_OK);
    assert_int_equal(got.count, 4);
    static const struct {
        int64_t time;
        uint32_t len, wire;
        uint8_t first;
    } want[] = {
        {5 * SECOND, 5, 5, 't'},
        {5 * SECOND, 6, 100, 's'}, /* it has no time: that of the packet before it */
        {5 * SECOND, 2, 2, 't'},   /* padding is no part of it */
        {7 * SECOND, 3, 30, 'o'},
    };
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(got.at[i].time, want[i].time);
        assert_int_equal(got.at[i].len, want[i].len);
        assert_int_equal(got.at[i].wire, want[i].wire);
        assert_int_equal(got.at[i].first, want[i].first);
    }
}

static void other_blocks_are_passed_over_however_large(void **state)
{
    (void)state;
    static const uint32_t types[] = {4, 9, 10, 0xbad, 0x40000bad, 0x12345678};
    struct capture_bytes *b = new_bytes(true);
    struct got got;
    put_section(b);
    put_interface(b, 1, 0);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        size_t start = put_block(b, types[i]);
        put_zeroes(b, i == 2 ? AM_INPUT_WINDOW + 12345 : 16 * i);
        end_block(b, start);
        put_packet(b, 0, i, "x", 1, 1);
    }
    finish(b, &got);
    assert_int_equal(got.status, AM_OK);
    assert_int_equal(got.count, 6);
    assert_int_equal(got.losses.blocks_other, 6);
    assert_int_equal(got.losses.unreadable, 0);
}

static void blocks_that_do_not_add_up_end_the_file(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        uint32_t type, len;
        uint32_t words[8];
    } cases[] = {
        {"a length under its own frame", 4, 8, {0}},
        {"a length of no whole words", 4, 13, {0}},
        {"a packet that claims more than its block", 6, 36, {0, 0, 0, 40, 40, 0}},
        {"a packet of no interface", 6, 36, {1, 0, 0, 4, 4, 0}},
        {"an interface block without room", 1, 16, {0}},
        {"a section without byte order", 0x0a0d0d0a, 28, {0}},
        {"a packet larger than any", 6, 0x40000000, {0}},
        {"an interface larger than any", 1, 0x40000000, {0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct capture_bytes *b = new_bytes(true);
        struct got got;
        put_section(b);
        put_interface(b, 1, 0);
        put_packet(b, 0, 0, "x", 1, 1);
        size_t before = b->len;
        put(b, cases[i].type, 4);
        put(b, cases[i].len, 4);
        for (size_t w = 0; w < 8; w++)
            put(b, cases[i].words[w], 4);
        size_t bad = b->len - before;
        finish(b, &got);
        if (got.status != AM_E_MALFORMED || got.count != 1 || got.losses.unreadable != bad)
            fail_msg("%s: %s, %zu packets", cases[i].what, am_status_name(got.status), got.count);
    }
}

static void drops_that_a_file_reports_are_its_last_word(void **state)
{
    (void)state;
    struct capture_bytes *b = new_bytes(true);
    struct got got;
    put_section(b);
    put_interface(b, 1, 0);
    put_interface(b, 1, 0);
    static const struct {
        uint32_t interface;
        uint64_t interface_drops, system_drops;
    } told[] = {{0, 5, 1}, {1, 100, 0}, {0, 7, 3}, {9, 1000, 1000}};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        size_t start = put_block(b, 5);
        put(b, told[i].interface, 4);
        put(b, 0, 8);
        put_option(b, 4, 12345, 8);
        put_option(b, 5, told[i].interface_drops, 8);
        put_option(b, 7, told[i].system_drops, 8);
        end_block(b, start);
    }
    finish(b, &got);
    assert_int_equal(got.status, AM_OK);
    assert_int_equal(got.losses.file, 110);
}

static void too_many_interfaces_are_refused(void **state)
{
    (void)state;
    struct capture_bytes *b = new_bytes(true);
    struct got got;
    put_section(b);
    for (unsigned i = 0; i < 5000; i++)
        put_interface(b, 1, 0);
    finish(b, &got);
    assert_int_equal(got.status, AM_E_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_kind_of_classic_file),
        cmocka_unit_test(lengths_of_old_files_may_have_changed_places),
        cmocka_unit_test(a_wire_length_that_lies_is_raised),
        cmocka_unit_test(a_file_cut_anywhere_gives_what_came_whole),
        cmocka_unit_test(says_what_is_no_capture),
        cmocka_unit_test(an_impossible_length_ends_a_classic_file),
        cmocka_unit_test(the_largest_packets_are_read),
        cmocka_unit_test(many_packets_span_windows),
        cmocka_unit_test(interfaces_have_their_own_link_type_and_clock),
        cmocka_unit_test(sections_begin_anew_in_either_byte_order),
        cmocka_unit_test(simple_and_old_packet_blocks_are_read),
        cmocka_unit_test(other_blocks_are_passed_over_however_large),
        cmocka_unit_test(blocks_that_do_not_add_up_end_the_file),
        cmocka_unit_test(drops_that_a_file_reports_are_its_last_word),
        cmocka_unit_test(too_many_interfaces_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
