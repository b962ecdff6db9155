/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/stream.h"

#define POOL (1u << 20)

/* What a reader got, letter by letter; it takes `at_once` bytes of each view, 0: all. */
struct heard {
    char text[4096];
    size_t len;
};

static struct am_bytes bytes_of(const char *text)
{
    return (struct am_bytes){.at = (const uint8_t *)text, .len = strlen(text)};
}

static void hear(struct heard *h, struct am_bytes view, size_t taken)
{
    assert_true(h->len + taken < sizeof h->text);
    if (taken > 0)
        memcpy(h->text + h->len, view.at, taken);
    h->len += taken;
    h->text[h->len] = '\0';
}

static void add(struct am_stream *s, struct am_stream_pool *pool, struct heard *h, uint32_t seq,
                const char *text, size_t at_once)
{
    /* a copy of the exact size: a sanitizer sees each step beyond it */
    size_t len = strlen(text);
    uint8_t *copy = malloc(len ? len : 1);
    assert_non_null(copy);
    memcpy(copy, text, len);
    struct am_bytes view = am_stream_add(s, pool, seq, (struct am_bytes){.at = copy, .len = len});
    if (view.len > 0) {
        size_t taken = at_once > 0 && at_once < view.len ? at_once : view.len;
        hear(h, view, taken);
        assert_true(am_stream_take(s, pool, view, taken));
    }
    free(copy);
}

struct step {
    uint32_t seq;
    const char *text;
};

static void puts_segments_in_order(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        struct step steps[8];
        const char *heard;
    } cases[] = {
        {"in order", {{0, "abc"}, {3, "def"}, {6, "g"}}, "abcdefg"},
        {"one late", {{0, "abc"}, {6, "g"}, {3, "def"}}, "abcdefg"},
        {"backwards", {{6, "g"}, {3, "def"}, {0, "abc"}}, "abcdefg"},
        {"sent again", {{0, "abc"}, {0, "abc"}, {3, "def"}, {0, "abcdef"}}, "abcdef"},
        {"sent again and longer", {{0, "abc"}, {0, "abcdef"}}, "abcdef"},
        {"sent again from the middle", {{0, "abcd"}, {2, "cdef"}}, "abcdef"},
        {"overlap of early ones", {{3, "def"}, {5, "fgh"}, {0, "abc"}}, "abcdefgh"},
        {"one early inside another", {{3, "defghi"}, {5, "fg"}, {0, "abc"}}, "abcdefghi"},
        {"one early around another", {{5, "fg"}, {3, "defghi"}, {0, "abc"}}, "abcdefghi"},
        {"overlap keeps what came first", {{3, "DEF"}, {2, "cdefg"}, {0, "ab"}}, "abcDEFg"},
        {"nothing is read past a gap", {{0, "ab"}, {3, "d"}, {5, "f"}}, "ab"},
        {"empty segments", {{0, ""}, {0, "ab"}, {7, ""}, {2, "c"}}, "abc"},
    };
    static const uint32_t bases[] = {0, 1000, UINT32_MAX - 2, 0x7fffffff};
    for (size_t b = 0; b < sizeof bases / sizeof *bases; b++) {
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            struct am_stream s = {0};
            struct am_stream_pool pool = {.limit = POOL};
            struct heard h = {.len = 0};
            am_stream_begin(&s, &pool, bases[b]);
            for (const struct step *step = cases[i].steps; step->text; step++)
                add(&s, &pool, &h, bases[b] + step->seq, step->text, 0);
            if (strcmp(h.text, cases[i].heard) != 0)
                fail_msg("%s, from %u: '%s'", cases[i].what, bases[b], h.text);
            am_stream_done(&s, &pool);
            assert_int_equal(pool.used, 0);
            assert_int_equal(pool.dropped, 0);
        }
    }
}

static void what_a_reader_leaves_comes_again(void **state)
{
    (void)state;
    struct am_stream s = {0};
    struct am_stream_pool pool = {.limit = POOL};
    uint8_t segment[] = "abcdef";
    am_stream_begin(&s, &pool, 0);
    struct am_bytes view = am_stream_add(&s, &pool, 0, (struct am_bytes){.at = segment, .len = 6});
    assert_true(am_stream_take(&s, &pool, view, 2));
    memset(segment, 'x', sizeof segment); /* the packet's buffer is used again */
    view = am_stream_add(&s, &pool, 6, bytes_of("gh"));
    assert_int_equal(view.len, 6);
    assert_memory_equal(view.at, "cdefgh", 6);
    assert_true(am_stream_take(&s, &pool, view, 5));
    view = am_stream_add(&s, &pool, 9, bytes_of("j"));
    assert_int_equal(view.len, 0); /* 'h' is there, but it is not new */
    view = am_stream_add(&s, &pool, 8, bytes_of("i"));
    assert_memory_equal(view.at, "hij", 3);
    assert_true(am_stream_take(&s, &pool, view, 3));
    assert_int_equal(am_stream_waiting(&s), 0);
    assert_int_equal(pool.used, 0);
}

static void a_held_first_segment_waits_for_an_earlier_one(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        uint32_t seq;
        const char *text, *want;
    } cases[] = {
        {"just before", 97, "abc", "abcdef"},
        {"overlapping", 98, "bcDE", "bcdef"},
        {"before a gap", 90, "xyz", "xyz"},
        {"around it", 97, "abcdefg", "abcdefg"},
        {"after it", 103, "ghi", "defghi"},
        {"too far before", 100 - AM_STREAM_EARLIER - 1, "x", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (unsigned wrap = 0; wrap < 2; wrap++) {
            uint32_t base = wrap ? UINT32_MAX - 98 : 0;
            struct am_stream s = {0};
            struct am_stream_pool pool = {.limit = POOL};
            assert_true(am_stream_hold(&s, &pool, base + 100, bytes_of("def")));
            struct am_bytes view =
                am_stream_add(&s, &pool, base + cases[i].seq, bytes_of(cases[i].text));
            if (view.len != strlen(cases[i].want) ||
                memcmp(view.at ? view.at : (const uint8_t *)"", cases[i].want, view.len) != 0)
                fail_msg("%s: %zu bytes", cases[i].what, view.len);
            am_stream_done(&s, &pool);
            assert_int_equal(pool.used, 0);
        }
    }
}

static void a_held_segment_is_read_as_it_is_when_none_came(void **state)
{
    (void)state;
    struct am_stream s = {0};
    struct am_stream_pool pool = {.limit = POOL};
    assert_true(am_stream_hold(&s, &pool, 100, bytes_of("def")));
    struct am_bytes view = am_stream_unhold(&s);
    assert_memory_equal(view.at, "def", 3);
    assert_true(am_stream_take(&s, &pool, view, 3));
    view = am_stream_add(&s, &pool, 97, bytes_of("abc"));
    assert_int_equal(view.len, 0); /* too late */
    view = am_stream_add(&s, &pool, 103, bytes_of("g"));
    assert_int_equal(view.len, 1);
}

static void a_late_syn_says_where_a_held_side_begins(void **state)
{
    (void)state;
    struct am_stream s = {0};
    struct am_stream_pool pool = {.limit = POOL};
    assert_true(am_stream_hold(&s, &pool, 103, bytes_of("def")));
    am_stream_begin(&s, &pool, 100);
    assert_true(am_stream_has_gap(&s));
    struct am_bytes view = am_stream_add(&s, &pool, 106, bytes_of("ghi"));
    assert_int_equal(view.len, 0);
    view = am_stream_add(&s, &pool, 100, bytes_of("abc"));
    assert_int_equal(view.len, 9);
    assert_memory_equal(view.at, "abcdefghi", 9);
    am_stream_done(&s, &pool);
}

static void goes_on_after_a_gap(void **state)
{
    (void)state;
    struct am_stream s = {0};
    struct am_stream_pool pool = {.limit = POOL};
    struct heard h = {.len = 0};
    am_stream_begin(&s, &pool, 0);
    add(&s, &pool, &h, 0, "abc", 0);
    add(&s, &pool, &h, 6, "ghi", 0);
    add(&s, &pool, &h, 12, "mno", 0);
    assert_true(am_stream_has_gap(&s));
    assert_int_equal(am_stream_waiting(&s), 6);
    struct am_bytes view = am_stream_skip_gap(&s, &pool, 12);
    assert_int_equal(view.len, 3);
    assert_memory_equal(view.at, "ghi", 3);
    assert_true(am_stream_take(&s, &pool, view, 3));
    add(&s, &pool, &h, 9, "jkl", 0);
    assert_string_equal(h.text, "abcjklmno");
    assert_int_equal(pool.gaps, 1);
    assert_int_equal(pool.used, 0);

    /* Nothing waits, since what comes lies too far ahead. */
    add(&s, &pool, &h, 500000, "far", 0);
    assert_int_equal(am_stream_waiting(&s), 0);
    assert_int_equal(pool.dropped, 1);
    view = am_stream_skip_gap(&s, &pool, 500000);
    assert_int_equal(view.len, 0);
    add(&s, &pool, &h, 500000, "far", 0);
    assert_string_equal(h.text, "abcjklmnofar");
}

/* The start of a message that waits for its rest, which was not captured. */
static void goes_on_after_a_gap_behind_what_waits(void **state)
{
    (void)state;
    struct am_stream s = {0};
    struct am_stream_pool pool = {.limit = POOL};
    am_stream_begin(&s, &pool, 0);
    struct am_bytes view = am_stream_add(&s, &pool, 0, bytes_of("abc"));
    assert_true(am_stream_take(&s, &pool, view, 1));
    assert_false(am_stream_has_gap(&s));
    assert_int_equal(am_stream_add(&s, &pool, 6, bytes_of("ghi")).len, 0);
    assert_true(am_stream_has_gap(&s));
    view = am_stream_skip_gap(&s, &pool, 6);
    assert_int_equal(view.len, 3);
    assert_memory_equal(view.at, "ghi", 3);
    assert_true(am_stream_take(&s, &pool, view, 3));
    assert_int_equal(pool.used, 0);
}

static void jumps_forward_and_never_back(void **state)
{
    (void)state;
    struct am_stream s = {0};
    struct am_stream_pool pool = {.limit = POOL};
    struct heard h = {.len = 0};
    am_stream_begin(&s, &pool, 100);
    add(&s, &pool, &h, 110, "klm", 0);
    add(&s, &pool, &h, 120, "uvw", 0);
    struct am_bytes view = am_stream_jump(&s, &pool, 110);
    assert_int_equal(view.len, 3);
    assert_memory_equal(view.at, "klm", 3);
    view = am_stream_jump(&s, &pool, 50);
    assert_int_equal(view.len, 3);
    view = am_stream_jump(&s, &pool, 121);
    assert_int_equal(view.len, 2);
    assert_memory_equal(view.at, "vw", 2);
    view = am_stream_jump(&s, &pool, 100000000);
    assert_int_equal(view.len, 0);
    assert_int_equal(pool.used, 0);
}

static void keeps_within_its_bounds(void **state)
{
    (void)state;
    struct am_stream s = {0};
    struct am_stream_pool pool = {.limit = POOL};
    struct heard h = {.len = 0};
    am_stream_begin(&s, &pool, 0);
    /* Early single bytes, apart from each other. */
    for (uint32_t i = 0; i < 2 * AM_STREAM_PIECES; i++)
        add(&s, &pool, &h, 2 + 2 * i, "x", 0);
    assert_int_equal(am_stream_waiting(&s), AM_STREAM_PIECES);
    assert_int_equal(pool.dropped, AM_STREAM_PIECES);
    am_stream_done(&s, &pool);

    /* Bytes up to the last that fits, and the one after it. */
    uint8_t *many = calloc(1, AM_STREAM_MAX);
    assert_non_null(many);
    struct am_stream full = {0};
    am_stream_begin(&full, &pool, 0);
    pool.dropped = 0;
    (void)am_stream_add(&full, &pool, 1, (struct am_bytes){many, AM_STREAM_MAX - 1});
    assert_int_equal(am_stream_waiting(&full), AM_STREAM_MAX - 1);
    (void)am_stream_add(&full, &pool, AM_STREAM_MAX, (struct am_bytes){many, 1});
    assert_int_equal(pool.dropped, 1);
    struct am_bytes view = am_stream_add(&full, &pool, 0, (struct am_bytes){many, 1});
    assert_int_equal(view.len, AM_STREAM_MAX);
    am_stream_done(&full, &pool);

    /* A held segment that leaves no room before it. */
    struct am_stream held = {0};
    assert_true(am_stream_hold(&held, &pool, 100, (struct am_bytes){many, AM_STREAM_MAX - 10}));
    assert_int_equal(am_stream_add(&held, &pool, 80, (struct am_bytes){many, 20}).len, 0);
    assert_int_equal(am_stream_waiting(&held), AM_STREAM_MAX - 10);
    am_stream_done(&held, &pool);
    assert_int_equal(pool.used, 0);
    free(many);
}

static void a_full_pool_drops_and_goes_on(void **state)
{
    (void)state;
    struct am_stream s = {0};
    struct am_stream_pool pool = {.limit = 100};
    am_stream_begin(&s, &pool, 0);
    assert_int_equal(am_stream_add(&s, &pool, 5, bytes_of("f")).len, 0);
    assert_int_equal(pool.dropped, 1);
    struct am_bytes view = am_stream_add(&s, &pool, 0, bytes_of("abc"));
    assert_int_equal(view.len, 3);
    assert_false(am_stream_take(&s, &pool, view, 1)); /* the rest can't wait */
    view = am_stream_add(&s, &pool, 3, bytes_of("d"));
    assert_int_equal(view.len, 1);
    assert_false(am_stream_hold(&(struct am_stream){0}, &pool, 0, bytes_of("x")));
    assert_int_equal(pool.used, 0);
}

/* Whatever the order, a reader that takes what it is given hears the text itself. */
static void any_order_gives_the_same_text(void **state)
{
    (void)state;
    enum { LEN = 300 };
    char text[LEN + 1];
    uint32_t random = 7;
    for (size_t i = 0; i < LEN; i++)
        text[i] = (char)('a' + i % 26);
    text[LEN] = '\0';
    for (unsigned round = 0; round < 500; round++) {
        struct am_stream s = {0};
        struct am_stream_pool pool = {.limit = POOL};
        struct heard h = {.len = 0};
        am_stream_begin(&s, &pool, 0u - 100);
        for (unsigned tries = 0; h.len < LEN && tries < 20000; tries++) {
            char part[24];
            random = random * 1664525u + 1013904223u;
            uint32_t window = LEN - (uint32_t)h.len < 60 ? LEN - (uint32_t)h.len : 60;
            uint32_t from = (uint32_t)h.len + (random >> 8) % window;
            from = from > 10 ? from - (random >> 3) % 10 : from;
            size_t len = 1 + (random >> 20) % (sizeof part - 2);
            (void)snprintf(part, sizeof part, "%.*s", (int)len, text + from);
            add(&s, &pool, &h, from - 100, part, 1 + (random >> 26));
        }
        assert_true(h.len + am_stream_waiting(&s) >= LEN - 64);
        if (strncmp(h.text, text, h.len) != 0)
            fail_msg("round %u: '%s'", round, h.text);
        am_stream_done(&s, &pool);
        assert_int_equal(pool.used, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(puts_segments_in_order),
        cmocka_unit_test(what_a_reader_leaves_comes_again),
        cmocka_unit_test(a_held_first_segment_waits_for_an_earlier_one),
        cmocka_unit_test(a_held_segment_is_read_as_it_is_when_none_came),
        cmocka_unit_test(a_late_syn_says_where_a_held_side_begins),
        cmocka_unit_test(goes_on_after_a_gap),
        cmocka_unit_test(goes_on_after_a_gap_behind_what_waits),
        cmocka_unit_test(jumps_forward_and_never_back),
        cmocka_unit_test(keeps_within_its_bounds),
        cmocka_unit_test(a_full_pool_drops_and_goes_on),
        cmocka_unit_test(any_order_gives_the_same_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
