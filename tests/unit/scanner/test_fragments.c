/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <netinet/in.h>

#include "net/fragments.h"

#define S      1000000000ll
#define T0     (1700000000 * S)
#define HEADER 20 /* of IP */

static uint8_t datagram[65536]; /* a UDP header, then bytes that tell their place */

static size_t make_datagram(size_t len)
{
    for (size_t i = 0; i < len; i++)
        datagram[i] = (uint8_t)(i * 7 >> 2);
    datagram[0] = 0x9c; /* 40000 */
    datagram[1] = 0x40;
    datagram[2] = 0;
    datagram[3] = 53;
    datagram[4] = (uint8_t)(len >> 8);
    datagram[5] = (uint8_t)len;
    return len;
}

static struct am_packet part(uint32_t id, uint32_t from, uint32_t to, uint32_t total)
{
    struct am_packet p = {
        .src = am_address_v4((uint8_t[]){10, 0, 0, 1}),
        .dst = am_address_v4((uint8_t[]){192, 0, 2, 53}),
        .transport = IPPROTO_UDP,
        .ip_len = HEADER + to - from,
        .payload = {datagram + from, to - from},
        .payload_len = to - from,
        .fragment = true,
        .more_fragments = to < total,
        .fragment_id = id,
        .fragment_offset = from,
    };
    if (from == 0) {
        p.src_port = 40000;
        p.dst_port = 53;
    }
    return p;
}

struct sum {
    uint64_t bytes, packets; /* counted in flows */
    size_t whole;
    size_t payload;
};

static void take(struct am_fragments *f, struct am_packet p, int64_t time, struct sum *sum)
{
    struct am_fragments_told told = am_fragments_take(f, &p, time);
    if (!told.named) {
        assert_int_equal(told.waited, 0);
        return;
    }
    assert_int_equal(p.src_port, 40000);
    assert_int_equal(p.dst_port, 53);
    sum->bytes += p.ip_len + told.waited_len;
    sum->packets += 1 + told.waited;
    if (told.whole) {
        sum->whole++;
        sum->payload = p.payload.len;
        assert_memory_equal(p.payload.at, datagram + 8, p.payload.len);
    } else {
        assert_int_equal(p.payload.len, 0);
        assert_int_equal(p.payload_len, 0);
    }
}

static void puts_a_datagram_together_in_any_order(void **state)
{
    (void)state;
    enum { LEN = 4000, PARTS = 5 };
    (void)make_datagram(LEN);
    /* every order of five parts */
    for (unsigned code = 0; code < 120; code++) {
        unsigned order[PARTS] = {0, 1, 2, 3, 4};
        unsigned rest = code;
        for (unsigned i = PARTS; i > 1; i--) {
            unsigned other = rest % i;
            unsigned swap = order[i - 1];
            rest /= i;
            order[i - 1] = order[other];
            order[other] = swap;
        }
        struct am_fragments *f = am_fragments_new();
        struct sum sum = {0};
        for (unsigned i = 0; i < PARTS; i++) {
            uint32_t from = order[i] * 800;
            take(f, part(7, from, from + 800, LEN), T0, &sum);
        }
        assert_int_equal(sum.whole, 1);
        assert_int_equal(sum.payload, LEN - 8);
        assert_int_equal(sum.packets, PARTS);
        assert_int_equal(sum.bytes, LEN + PARTS * HEADER);
        am_fragments_finish(f);
        assert_int_equal(am_fragments_figures(f).unnamed, 0);
        assert_int_equal(am_fragments_figures(f).given_up, 0);
        am_fragments_free(f);
    }
}

static void the_largest_datagram_of_small_parts_is_whole(void **state)
{
    (void)state;
    size_t len = make_datagram(65528);
    struct am_fragments *f = am_fragments_new();
    struct sum sum = {0};
    for (uint32_t from = 0; from < len; from += 8)
        take(f, part(7, from, from + 8, (uint32_t)len), T0, &sum);
    assert_int_equal(sum.whole, 1);
    assert_int_equal(sum.payload, len - 8);
    am_fragments_free(f);
}

static void copies_count_and_do_no_harm(void **state)
{
    (void)state;
    (void)make_datagram(2000);
    struct am_fragments *f = am_fragments_new();
    struct sum sum = {0};
    take(f, part(7, 0, 800, 2000), T0, &sum);
    take(f, part(7, 0, 800, 2000), T0, &sum);
    take(f, part(7, 800, 1600, 2000), T0, &sum);
    take(f, part(7, 1600, 2000, 2000), T0, &sum);
    assert_int_equal(sum.whole, 1);
    take(f, part(7, 800, 1600, 2000), T0 + 1, &sum); /* after it was read */
    assert_int_equal(sum.packets, 5);
    assert_int_equal(sum.whole, 1);
    am_fragments_finish(f);
    assert_int_equal(am_fragments_figures(f).unnamed, 0);
    am_fragments_free(f);
}

static void overlaps_end_a_datagram_but_count(void **state)
{
    (void)state;
    static const struct {
        uint32_t from, to;
        bool other_bytes;
        size_t whole;
    } cases[] = {
        {400, 1200, false, 0}, {792, 1600, false, 0}, {0, 800, true, 0},
        {8, 16, true, 0},      {8, 16, false, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        (void)make_datagram(2000);
        struct am_fragments *f = am_fragments_new();
        struct sum sum = {0};
        uint8_t other[2000];
        memset(other, 0xee, sizeof other);
        take(f, part(7, 0, 800, 2000), T0, &sum);
        struct am_packet overlap = part(7, cases[i].from, cases[i].to, 2000);
        if (cases[i].other_bytes)
            overlap.payload.at = other;
        take(f, overlap, T0, &sum);
        take(f, part(7, 800, 1600, 2000), T0, &sum);
        take(f, part(7, 1600, 2000, 2000), T0, &sum);
        assert_int_equal(sum.whole, cases[i].whole);
        assert_int_equal(sum.packets, 4);
        am_fragments_finish(f);
        assert_int_equal(am_fragments_figures(f).given_up, 1 - cases[i].whole);
        am_fragments_free(f);
    }
}

static void fragments_whose_first_never_comes_are_counted(void **state)
{
    (void)state;
    (void)make_datagram(2000);
    struct am_fragments *f = am_fragments_new();
    struct sum sum = {0};
    take(f, part(7, 800, 1600, 2000), T0, &sum);
    take(f, part(7, 1600, 2000, 2000), T0, &sum);
    take(f, part(8, 0, 800, 2000), T0 + 31 * S, &sum); /* another, after the time-out */
    struct am_fragments_figures figures = am_fragments_figures(f);
    assert_int_equal(figures.unnamed, 2);
    assert_int_equal(figures.unnamed_bytes, 1200 + 2 * HEADER);
    assert_int_equal(figures.given_up, 1);
    am_fragments_finish(f);
    assert_int_equal(am_fragments_figures(f).given_up, 2);
    assert_int_equal(sum.packets, 1);
    am_fragments_free(f);
}

static void a_number_used_again_begins_another_datagram(void **state)
{
    (void)state;
    (void)make_datagram(1600);
    struct am_fragments *f = am_fragments_new();
    struct sum sum = {0};
    for (unsigned round = 0; round < 3; round++) {
        take(f, part(7, 0, 800, 1600), T0 + round, &sum);
        take(f, part(7, 800, 1600, 1600), T0 + round, &sum);
    }
    assert_int_equal(sum.whole, 3);
    assert_int_equal(sum.packets, 6);
    am_fragments_free(f);
}

/* A mirror in GRE over a link that is too narrow for it. */
static void a_packet_within_is_read_once_its_tunnel_is_whole(void **state)
{
    static const uint8_t gre_ip_tcp[] = {
        0,    0,   0x08, 0, /* GRE, IPv4 */
        0x45, 0,   0,    44, 0, 1, 0, 0, 64, 6, 0, 0, 10,   0,    0, 5, 192, 0, 2, 7, /* 44 bytes */
        0xc0, 1,   0,    80, 1, 2, 3, 4, 0,  0, 0, 0, 0x50, 0x18, 0, 0, 0,   0, 0, 0, 'a',
        'b',  'c', 'd',
    };
    struct am_fragments *f = am_fragments_new();
    (void)state;
    assert_non_null(f);
    memcpy(datagram, gre_ip_tcp, sizeof gre_ip_tcp);
    struct am_packet first = part(9, 0, 32, sizeof gre_ip_tcp);
    struct am_packet last = part(9, 32, sizeof gre_ip_tcp, sizeof gre_ip_tcp);
    first.transport = last.transport = IPPROTO_GRE;
    first.src_port = first.dst_port = 0;

    struct am_fragments_told told = am_fragments_take(f, &first, T0);
    assert_true(told.named && !told.whole);
    assert_int_equal(first.transport, IPPROTO_GRE);
    told = am_fragments_take(f, &last, T0);
    assert_true(told.named && told.whole);
    assert_int_equal(last.transport, IPPROTO_TCP);
    assert_int_equal(last.dst_port, 80);
    assert_int_equal(last.payload_len, 4);
    assert_memory_equal(last.payload.at, "abcd", 4);
    assert_int_equal(last.ip_len, HEADER + sizeof gre_ip_tcp - 32); /* what the wire carried */
    am_fragments_free(f);
}

struct start {
    unsigned count;
    size_t len;
    uint32_t payload_len, ip_len;
    uint16_t port;
    int64_t time;
};

static void note_start(void *ctx, const struct am_packet *p, int64_t time)
{
    struct start *start = ctx;
    *start = (struct start){start->count + 1, p->payload.len, p->payload_len,
                            p->ip_len,        p->dst_port,    time};
    assert_memory_equal(p->payload.at, datagram + 8, p->payload.len);
    assert_false(p->fragment);
}

static void the_start_of_a_datagram_without_its_end_is_told(void **state)
{
    struct am_fragments *f = am_fragments_new();
    struct start start = {0};
    struct sum sum = {0};
    size_t len = make_datagram(3000);
    (void)state;
    assert_non_null(f);
    am_fragments_tell(f, note_start, &start);
    take(f, part(1, 0, 800, (uint32_t)len), T0, &sum);
    take(f, part(1, 800, 1600, (uint32_t)len), T0, &sum);
    take(f, part(1, 2400, 3000, (uint32_t)len), T0, &sum); /* a hole at 1600 */
    take(f, part(2, 800, 1600, (uint32_t)len), T0, &sum);  /* without its start */
    take(f, part(3, 0, 800, (uint32_t)len), T0 + S, &sum); /* without its end */
    take(f, part(4, 0, 1600, (uint32_t)len), T0, &sum);
    take(f, part(4, 1600, 3000, (uint32_t)len), T0, &sum); /* whole */
    assert_int_equal(sum.whole, 1);
    assert_int_equal(start.count, 0);

    take(f, part(9, 0, 800, 800), T0 + 31 * S, &sum); /* the others' time is over, but for one */
    assert_int_equal(start.count, 1);
    assert_int_equal(start.len, 1592);
    assert_int_equal(start.payload_len, 2992);
    assert_int_equal(start.ip_len, 0);
    assert_int_equal(start.port, 53);
    assert_int_equal(start.time, T0);
    am_fragments_finish(f);
    assert_int_equal(start.count, 2);
    assert_int_equal(start.len, 792);
    assert_true(start.payload_len > 792);
    assert_int_equal(start.time, T0 + S);
    take(f, part(5, 0, 800, (uint32_t)len), T0 + 32 * S, &sum);
    am_fragments_free(f); /* whom it told may be gone by then */
    assert_int_equal(start.count, 2);
}

static void datagrams_are_told_apart(void **state)
{
    (void)state;
    (void)make_datagram(1600);
    struct am_fragments *f = am_fragments_new();
    struct sum sum = {0};
    struct am_packet first = part(7, 0, 800, 1600);
    struct am_packet others[4] = {part(8, 800, 1600, 1600), part(7, 800, 1600, 1600),
                                  part(7, 800, 1600, 1600), part(7, 800, 1600, 1600)};
    others[1].src.at[15] = 99;
    others[2].dst.at[15] = 99;
    others[3].transport = IPPROTO_TCP;
    take(f, first, T0, &sum);
    for (size_t i = 0; i < 4; i++)
        take(f, others[i], T0, &sum);
    assert_int_equal(sum.packets, 1);
    assert_int_equal(sum.whole, 0);
    am_fragments_finish(f);
    assert_int_equal(am_fragments_figures(f).unnamed, 4);
    am_fragments_free(f);
}

static void the_oldest_makes_room(void **state)
{
    (void)state;
    (void)make_datagram(1600);
    struct am_fragments *f = am_fragments_new();
    struct sum sum = {0};
    for (uint32_t i = 0; i <= AM_FRAGMENTED_MAX; i++)
        take(f, part(i, 0, 800, 1600), T0 + i, &sum);
    assert_int_equal(am_fragments_figures(f).given_up, 1);
    take(f, part(1, 800, 1600, 1600), T0 + 1000, &sum); /* still there */
    assert_int_equal(sum.whole, 1);
    take(f, part(0, 800, 1600, 1600), T0 + 1000, &sum); /* gone */
    assert_int_equal(sum.whole, 1);
    am_fragments_free(f);
}

static void a_cut_capture_gives_what_it_kept(void **state)
{
    (void)state;
    (void)make_datagram(1600);
    struct am_fragments *f = am_fragments_new();
    struct sum sum = {0};
    struct am_packet first = part(7, 0, 800, 1600);
    struct am_packet last = part(7, 800, 1600, 1600);
    first.payload.len = 60;
    last.payload.len = 0;
    last.payload.at = NULL;
    take(f, first, T0, &sum);
    take(f, last, T0, &sum);
    assert_int_equal(sum.whole, 1);
    assert_int_equal(sum.payload, 52);
    assert_int_equal(sum.bytes, 1600 + 2 * HEADER);
    am_fragments_free(f);
}

static void what_lies_beyond_a_datagram_ends_it(void **state)
{
    (void)state;
    (void)make_datagram(1600);
    struct am_fragments *f = am_fragments_new();
    struct sum sum = {0};
    struct am_packet far = part(7, 0, 800, 1600);
    far.fragment_offset = 65535 * 8;
    take(f, part(7, 0, 800, 1600), T0, &sum);
    take(f, far, T0, &sum);
    take(f, part(7, 800, 1600, 1600), T0, &sum);
    assert_int_equal(sum.whole, 0);
    assert_int_equal(sum.packets, 3);
    /* two ends that disagree */
    take(f, part(8, 0, 800, 1600), T0, &sum);
    take(f, part(8, 1200, 1600, 1600), T0, &sum);
    take(f, part(8, 800, 1000, 1000), T0, &sum);
    assert_int_equal(sum.whole, 0);
    am_fragments_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(puts_a_datagram_together_in_any_order),
        cmocka_unit_test(the_largest_datagram_of_small_parts_is_whole),
        cmocka_unit_test(copies_count_and_do_no_harm),
        cmocka_unit_test(overlaps_end_a_datagram_but_count),
        cmocka_unit_test(fragments_whose_first_never_comes_are_counted),
        cmocka_unit_test(a_number_used_again_begins_another_datagram),
        cmocka_unit_test(a_packet_within_is_read_once_its_tunnel_is_whole),
        cmocka_unit_test(the_start_of_a_datagram_without_its_end_is_told),
        cmocka_unit_test(datagrams_are_told_apart),
        cmocka_unit_test(the_oldest_makes_room),
        cmocka_unit_test(a_cut_capture_gives_what_it_kept),
        cmocka_unit_test(what_lies_beyond_a_datagram_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
