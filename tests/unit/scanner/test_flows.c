/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <netinet/in.h>

#include "net/flows.h"

#define S         1000000000ll
#define T0        (1700000000 * S)
#define ENDED_MAX 4096

struct ended {
    size_t len;
    struct {
        uint16_t port;
        uint64_t bytes;
        enum am_flow_end why;
    } at[ENDED_MAX];
};

static void note_end(void *ctx, struct am_flow *flow, enum am_flow_end why)
{
    struct ended *ended = ctx;
    assert_true(ended->len < ENDED_MAX);
    ended->at[ended->len].port = flow->port[0];
    ended->at[ended->len].bytes = flow->bytes[0] + flow->bytes[1];
    ended->at[ended->len++].why = why;
}

static struct am_packet packet(uint8_t transport, uint8_t from, uint16_t from_port, uint8_t to,
                               uint16_t to_port)
{
    return (struct am_packet){
        .src = am_address_v4((uint8_t[]){10, 0, 0, from}),
        .dst = am_address_v4((uint8_t[]){10, 0, 0, to}),
        .src_port = from_port,
        .dst_port = to_port,
        .transport = transport,
        .ip_len = 100,
    };
}

static struct am_packet tcp(uint8_t from, uint16_t from_port, uint8_t to, uint16_t to_port,
                            uint8_t flags, uint32_t seq)
{
    struct am_packet p = packet(IPPROTO_TCP, from, from_port, to, to_port);
    p.tcp_flags = flags;
    p.tcp_seq = seq;
    return p;
}

static struct am_flow *take(struct am_flows *f, const struct am_packet *p, int64_t time,
                            unsigned *side, bool *begun)
{
    struct am_flow *flow = am_flows_take(f, p, am_flows_hash(f, p), time, side, begun);
    assert_non_null(flow);
    return flow;
}

static void both_directions_are_one_flow(void **state)
{
    (void)state;
    struct ended ended = {0};
    struct am_flows *f = am_flows_new(16, 0, note_end, &ended);
    struct am_packet there = packet(IPPROTO_UDP, 1, 4000, 2, 5000);
    struct am_packet back = packet(IPPROTO_UDP, 2, 5000, 1, 4000);
    unsigned side;
    bool begun;
    struct am_flow *flow = take(f, &there, T0, &side, &begun);
    assert_true(begun);
    assert_int_equal(side, 0);
    assert_ptr_equal(take(f, &back, T0, &side, &begun), flow);
    assert_false(begun);
    assert_int_equal(side, 1);
    assert_ptr_equal(am_flows_find(f, &there, am_flows_hash(f, &there)), flow);
    assert_int_equal(flow->bytes[0], 100);
    assert_int_equal(flow->bytes[1], 100);
    assert_int_equal(am_flows_begun(f), 1);
    am_flows_free(f);
}

static void what_differs_in_any_part_is_another_flow(void **state)
{
    (void)state;
    struct ended ended = {0};
    struct am_flows *f = am_flows_new(16, 0, note_end, &ended);
    const struct am_packet packets[] = {
        packet(IPPROTO_UDP, 1, 4000, 2, 5000), packet(IPPROTO_TCP, 1, 4000, 2, 5000),
        packet(IPPROTO_UDP, 1, 4001, 2, 5000), packet(IPPROTO_UDP, 1, 4000, 2, 5001),
        packet(IPPROTO_UDP, 3, 4000, 2, 5000), packet(IPPROTO_UDP, 1, 4000, 3, 5000),
        packet(IPPROTO_UDP, 1, 5000, 2, 4000), /* ports exchanged, addresses not */
    };
    unsigned side;
    bool begun;
    for (size_t i = 0; i < sizeof packets / sizeof *packets; i++) {
        (void)take(f, &packets[i], T0, &side, &begun);
        assert_true(begun);
    }
    am_flows_free(f);
}

static void the_client_is_who_asked(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        uint8_t transport, flags;
        uint16_t src_port, dst_port;
        unsigned client;
    } cases[] = {
        {"a SYN", IPPROTO_TCP, AM_TCP_SYN, 443, 50000, 0},
        {"a SYN's answer", IPPROTO_TCP, AM_TCP_SYN | AM_TCP_ACK, 50000, 443, 1},
        {"a later packet of a server", IPPROTO_TCP, AM_TCP_ACK, 443, 50000, 1},
        {"a later packet of a client", IPPROTO_TCP, AM_TCP_ACK, 50000, 443, 0},
        {"two high ports", IPPROTO_TCP, AM_TCP_ACK, 50000, 40000, 0},
        {"an answer", IPPROTO_UDP, 0, 53, 50000, 1},
        {"two services", IPPROTO_UDP, 0, 123, 123, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ended ended = {0};
        struct am_flows *f = am_flows_new(16, 0, note_end, &ended);
        struct am_packet p = packet(cases[i].transport, 1, cases[i].src_port, 2, cases[i].dst_port);
        unsigned side;
        bool begun;
        p.tcp_flags = cases[i].flags;
        if (take(f, &p, T0, &side, &begun)->client != cases[i].client)
            fail_msg("%s", cases[i].what);
        am_flows_free(f);
    }
}

static void a_syn_that_comes_late_still_tells_the_client(void **state)
{
    (void)state;
    struct ended ended = {0};
    struct am_flows *f = am_flows_new(16, 0, note_end, &ended);
    struct am_packet ack = tcp(2, 40000, 1, 50000, AM_TCP_ACK, 7);
    struct am_packet syn = tcp(1, 50000, 2, 40000, AM_TCP_SYN, 9);
    unsigned side;
    bool begun;
    assert_int_equal(take(f, &ack, T0, &side, &begun)->client, 0);
    struct am_flow *flow = take(f, &syn, T0 + 1000, &side, &begun);
    assert_false(begun);
    assert_int_equal(flow->client, 1);
    am_flows_free(f);
}

/* Each case: first packets of a flow, then one more after a pause; whether that begins another. */
static void ports_taken_again_are_another_flow(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        uint8_t first_flags, last_flags, again_flags;
        uint32_t first_seq, again_seq;
        int64_t pause;
        bool answered, begun;
    } cases[] = {
        {"a SYN sent again", AM_TCP_SYN, AM_TCP_SYN, AM_TCP_SYN, 5, 5, S, false, false},
        {"a SYN of another number", AM_TCP_SYN, AM_TCP_ACK, AM_TCP_SYN, 5, 900, S, true, true},
        {"a SYN after a reset", AM_TCP_SYN, AM_TCP_RST, AM_TCP_SYN, 5, 900, S, false, true},
        {"a late copy of the SYN after a reset", AM_TCP_SYN, AM_TCP_RST, AM_TCP_SYN, 5, 5, S, false,
         false},
        {"data after a reset", AM_TCP_SYN, AM_TCP_RST, AM_TCP_ACK, 5, 6, S, false, false},
        {"data long after a reset", AM_TCP_SYN, AM_TCP_RST, AM_TCP_ACK, 5, 6, 16 * S, false, true},
        {"a SYN captured just after the data", AM_TCP_ACK, AM_TCP_ACK, AM_TCP_SYN, 6, 5, S / 1000,
         false, false},
        {"a SYN long after data without one", AM_TCP_ACK, AM_TCP_ACK, AM_TCP_SYN, 6, 5, 2 * S,
         false, true},
        {"silence under the time-out", AM_TCP_SYN, AM_TCP_ACK, AM_TCP_ACK, 5, 6, 1799 * S, true,
         false},
        {"silence past the time-out", AM_TCP_SYN, AM_TCP_ACK, AM_TCP_ACK, 5, 6, 1801 * S, true,
         true},
        {"a clock set back a little", AM_TCP_SYN, AM_TCP_ACK, AM_TCP_ACK, 5, 6, -1799 * S, true,
         false},
        {"a clock set back far", AM_TCP_SYN, AM_TCP_ACK, AM_TCP_ACK, 5, 6, -1801 * S, true, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ended ended = {0};
        struct am_flows *f = am_flows_new(16, 0, note_end, &ended);
        struct am_packet first = tcp(1, 50000, 2, 443, cases[i].first_flags, cases[i].first_seq);
        struct am_packet answer = tcp(2, 443, 1, 50000, AM_TCP_SYN | AM_TCP_ACK, 77);
        struct am_packet last = tcp(1, 50000, 2, 443, cases[i].last_flags, cases[i].first_seq);
        struct am_packet again = tcp(1, 50000, 2, 443, cases[i].again_flags, cases[i].again_seq);
        unsigned side;
        bool begun;
        (void)take(f, &first, T0, &side, &begun);
        if (cases[i].answered)
            (void)take(f, &answer, T0, &side, &begun);
        (void)take(f, &last, T0, &side, &begun);
        (void)take(f, &again, T0 + cases[i].pause, &side, &begun);
        if (begun != cases[i].begun || ended.len != (size_t)cases[i].begun)
            fail_msg("%s", cases[i].what);
        if (begun)
            assert_int_equal(ended.at[0].why, AM_FLOW_REUSED);
        am_flows_free(f);
    }
}

static void classes_have_their_own_time_out(void **state)
{
    (void)state;
    static const struct {
        uint8_t transport;
        uint16_t port;
        int64_t idle;
    } cases[] = {
        {IPPROTO_TCP, 443, 1800 * S}, {IPPROTO_UDP, 443, 300 * S}, {IPPROTO_UDP, 53, 30 * S},
        {IPPROTO_TCP, 53, 30 * S},    {IPPROTO_ESP, 0, 300 * S},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ended ended = {0};
        struct am_flows *f = am_flows_new(16, 0, note_end, &ended);
        struct am_packet p = packet(cases[i].transport, 1, 50000, 2, cases[i].port);
        unsigned side;
        bool begun;
        (void)take(f, &p, T0, &side, &begun);
        am_flows_expire(f, T0 + cases[i].idle);
        assert_int_equal(ended.len, 0);
        am_flows_expire(f, T0 + cases[i].idle + 1);
        assert_int_equal(ended.len, 1);
        assert_int_equal(ended.at[0].why, AM_FLOW_IDLE);
        am_flows_free(f);
    }
}

static void a_connection_closed_by_both_ends_soon(void **state)
{
    (void)state;
    struct ended ended = {0};
    struct am_flows *f = am_flows_new(16, 0, note_end, &ended);
    struct am_packet fin = tcp(1, 50000, 2, 443, AM_TCP_FIN | AM_TCP_ACK, 5);
    struct am_packet back = tcp(2, 443, 1, 50000, AM_TCP_FIN | AM_TCP_ACK, 9);
    unsigned side;
    bool begun;
    (void)take(f, &fin, T0, &side, &begun);
    am_flows_expire(f, T0 + 60 * S);
    assert_int_equal(ended.len, 0); /* half closed */
    (void)take(f, &back, T0 + 60 * S, &side, &begun);
    am_flows_expire(f, T0 + 60 * S + 15 * S);
    assert_int_equal(ended.len, 0);
    am_flows_expire(f, T0 + 60 * S + 15 * S + 1);
    assert_int_equal(ended.len, 1);
    am_flows_free(f);
}

static void a_flow_of_a_clock_set_back_holds_up_no_other(void **state)
{
    (void)state;
    struct ended ended = {0};
    struct am_flows *f = am_flows_new(16, 0, note_end, &ended);
    struct am_packet ahead = packet(IPPROTO_UDP, 1, 1111, 2, 5000);
    struct am_packet now = packet(IPPROTO_UDP, 1, 2222, 2, 5000);
    unsigned side;
    bool begun;
    (void)take(f, &ahead, T0 + 86400 * S, &side, &begun);
    (void)take(f, &now, T0, &side, &begun);
    am_flows_expire(f, T0);
    assert_int_equal(ended.len, 1);
    assert_int_equal(ended.at[0].port, 1111);
    am_flows_expire(f, T0 + 301 * S);
    assert_int_equal(ended.len, 2);
    am_flows_free(f);
}

static void a_full_table_ends_what_was_silent_longest(void **state)
{
    (void)state;
    struct ended ended = {0};
    struct am_flows *f = am_flows_new(100, 24, note_end, &ended);
    unsigned side;
    bool begun;
    for (uint16_t i = 0; i < 300; i++) {
        struct am_packet p = packet(IPPROTO_UDP, 1, (uint16_t)(1000 + i), 2, 5000);
        (void)take(f, &p, T0 + i * S / 4, &side, &begun);
        struct am_packet kept = packet(IPPROTO_UDP, 1, 1000, 2, 5000);
        (void)take(f, &kept, T0 + i * S / 4, &side, &begun);
        assert_int_equal(begun, false);
    }
    assert_int_equal(am_flows_evicted(f), 200);
    assert_int_equal(ended.len, 200);
    for (size_t i = 0; i < ended.len; i++) {
        assert_int_equal(ended.at[i].why, AM_FLOW_EVICTED);
        assert_int_equal(ended.at[i].port, 1001 + i);
    }
    am_flows_free(f);
}

static void an_answered_question_makes_room_before_older_flows(void **state)
{
    (void)state;
    struct ended ended = {0};
    struct am_flows *f = am_flows_new(2, 0, note_end, &ended);
    unsigned side;
    bool begun;
    struct am_packet old = packet(IPPROTO_UDP, 1, 1000, 2, 5000);
    struct am_packet question = packet(IPPROTO_UDP, 1, 1001, 2, 53);
    struct am_packet answer = packet(IPPROTO_UDP, 2, 53, 1, 1001);
    struct am_packet next = packet(IPPROTO_UDP, 1, 1002, 2, 53);
    (void)take(f, &old, T0, &side, &begun);
    (void)take(f, &question, T0 + S, &side, &begun);
    (void)take(f, &answer, T0 + S, &side, &begun);
    (void)take(f, &next, T0 + S, &side, &begun); /* two flows are all there is room for */
    assert_int_equal(ended.len, 1);
    assert_int_equal(ended.at[0].port, 1001);
    assert_int_equal(am_flows_evicted(f), 0); /* it was over: nothing was cut short */
    (void)take(f, &question, T0 + S, &side, &begun);
    assert_int_equal(ended.at[1].port, 1000); /* the new one has no answer yet: the oldest goes */
    assert_int_equal(am_flows_evicted(f), 1);
    am_flows_free(f);
}

static void room_behind_a_flow_is_zero_each_time(void **state)
{
    (void)state;
    struct ended ended = {0};
    struct am_flows *f = am_flows_new(1, 40, note_end, &ended);
    static const uint8_t zero[40];
    unsigned side;
    bool begun;
    for (uint16_t i = 0; i < 20; i++) {
        struct am_packet p = packet(IPPROTO_UDP, 1, (uint16_t)(1000 + i), 2, 5000);
        struct am_flow *flow = take(f, &p, T0, &side, &begun);
        assert_memory_equal(am_flow_use(flow), zero, sizeof zero);
        memset(am_flow_use(flow), 0xaa, sizeof zero);
    }
    am_flows_free(f);
}

/* Against a plain table that is searched from end to end: what is counted where. */
static void agrees_with_a_plain_table(void **state)
{
    (void)state;
    enum { FLOWS = 3000, PACKETS = 60000 };
    struct ended ended = {0};
    struct am_flows *f = am_flows_new(8192, 0, note_end, &ended);
    uint64_t *want = calloc(FLOWS, sizeof *want);
    uint32_t random = 1;
    assert_non_null(want);
    for (size_t i = 0; i < PACKETS; i++) {
        random = random * 1664525u + 1013904223u;
        uint16_t which = (uint16_t)((random >> 8) % FLOWS);
        bool back = random >> 31;
        struct am_packet p =
            back ? packet(IPPROTO_UDP, 2, 5000, 1, which) : packet(IPPROTO_UDP, 1, which, 2, 5000);
        unsigned side;
        bool begun;
        p.ip_len = 40 + (random >> 20) % 1400;
        (void)take(f, &p, T0, &side, &begun);
        want[which] += p.ip_len;
    }
    am_flows_finish(f);
    assert_true(ended.len <= FLOWS && ended.len > FLOWS / 2);
    uint64_t sum = 0;
    uint64_t all = 0;
    for (size_t i = 0; i < ended.len; i++)
        sum += ended.at[i].bytes;
    for (size_t i = 0; i < FLOWS; i++)
        all += want[i];
    assert_int_equal(sum, all);
    free(want);
    am_flows_free(f);
}

/* An address and a port that make up for each other must not meet in the table: with IPv6 a sender
 * has as many addresses as it likes. */
static void addresses_and_ports_do_not_cancel_out(void **state)
{
    (void)state;
    struct ended ended = {0};
    struct am_flows *f = am_flows_new(16, 0, note_end, &ended);
    uint64_t first = 0;
    size_t same = 0;
    for (unsigned i = 0; i < 65536; i++) {
        struct am_packet p = packet(IPPROTO_UDP, 1, 0, 2, 443);
        uint8_t at[16] = {0x20, 0x01, 0x0d, 0xb8};
        p.src_port = (uint16_t)i;
        memcpy(at + 8, &p.src_port, sizeof p.src_port); /* as one word it would vanish by XOR */
        p.src = am_address_v6(at);
        uint64_t hash = am_flows_hash(f, &p);
        same += i > 0 && hash == first;
        first = i == 0 ? hash : first;
    }
    assert_int_equal(same, 0);
    am_flows_free(f);
}

static void a_flow_goes_on_from_another_port_or_address(void **state)
{
    static const struct {
        uint8_t from;
        uint16_t port;
        bool server_first; /* the flow's side 0 is the end that stays */
    } cases[] = {{1, 4001, false}, {9, 4000, false}, {9, 4001, true}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ended ended = {0};
        struct am_flows *f = am_flows_new(16, 0, note_end, &ended);
        struct am_packet there = packet(IPPROTO_UDP, 1, 4000, 2, 443);
        struct am_packet back = packet(IPPROTO_UDP, 2, 443, 1, 4000);
        struct am_packet moved = packet(IPPROTO_UDP, cases[i].from, cases[i].port, 2, 443);
        struct am_packet answer = packet(IPPROTO_UDP, 2, 443, cases[i].from, cases[i].port);
        unsigned client = cases[i].server_first ? 1 : 0;
        unsigned side;
        bool begun;
        struct am_flow *flow = take(f, cases[i].server_first ? &back : &there, T0, &side, &begun);
        struct am_flow *fresh = take(f, &moved, T0 + S, &side, &begun);
        assert_true(begun);
        am_flows_join(f, flow, fresh, &side);
        assert_int_equal(side, client);
        assert_int_equal(am_flows_begun(f), 1);
        assert_ptr_equal(take(f, &answer, T0 + 2 * S, &side, &begun), flow);
        assert_int_equal(side, 1 - client);
        assert_false(begun);
        assert_int_equal(flow->bytes[0] + flow->bytes[1], 300);
        assert_int_equal(flow->bytes[client], cases[i].server_first ? 100 : 200);
        assert_int_equal(flow->port[client], cases[i].port);
        assert_null(am_flows_find(f, &there, am_flows_hash(f, &there)));
        am_flows_finish(f);
        assert_int_equal(ended.len, 1);
        am_flows_free(f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flow_goes_on_from_another_port_or_address),
        cmocka_unit_test(both_directions_are_one_flow),
        cmocka_unit_test(what_differs_in_any_part_is_another_flow),
        cmocka_unit_test(the_client_is_who_asked),
        cmocka_unit_test(a_syn_that_comes_late_still_tells_the_client),
        cmocka_unit_test(ports_taken_again_are_another_flow),
        cmocka_unit_test(classes_have_their_own_time_out),
        cmocka_unit_test(a_connection_closed_by_both_ends_soon),
        cmocka_unit_test(a_flow_of_a_clock_set_back_holds_up_no_other),
        cmocka_unit_test(a_full_table_ends_what_was_silent_longest),
        cmocka_unit_test(an_answered_question_makes_room_before_older_flows),
        cmocka_unit_test(room_behind_a_flow_is_zero_each_time),
        cmocka_unit_test(agrees_with_a_plain_table),
        cmocka_unit_test(addresses_and_ports_do_not_cancel_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
