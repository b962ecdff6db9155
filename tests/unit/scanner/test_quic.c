/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heard.h"
#include "messages.h"
#include "quic_wire.h"

#define FIRST  ((struct am_bytes){(const uint8_t *)"first-id", 8})
#define CLIENT ((struct am_bytes){(const uint8_t *)"client", 6})
#define SERVER ((struct am_bytes){(const uint8_t *)"SERVER", 6})
#define AGAIN  ((struct am_bytes){(const uint8_t *)"retried", 7})
#define NAME   "video.example.org"
#define TOLD   "quic.sni " NAME "\n"
#define HELLO  "connection 534552564552\n" /* of SERVER */

static struct wire hello; /* without the record around it */
static struct wire frames;
static struct wire datagram;
static struct heard h;

static struct am_bytes make_hello(const char *name, size_t padding)
{
    hello.len = 0;
    put_hello(&hello, name, padding);
    return (struct am_bytes){.at = hello.at + 5, .len = hello.len - 5};
}

static struct quic_sender client(uint32_t version)
{
    return (struct quic_sender){
        .version = version, .original = FIRST, .to = FIRST, .from = CLIENT, .size = QUIC_SIZE};
}

static struct quic_sender server(void)
{
    return (struct quic_sender){.version = QUIC_V1,
                                .original = FIRST,
                                .to = CLIENT,
                                .from = SERVER,
                                .server = true,
                                .size = 200};
}

/* An Initial with one range of the hello, as the datagram so far or more of it. */
static void put_range(const struct quic_sender *q, struct am_bytes message, size_t from, size_t to)
{
    frames.len = 0;
    quic_crypto(&frames, message, from, to);
    quic_initial(&datagram, q, wire_view(&frames));
}

static void give(unsigned side)
{
    h.side = side;
    (void)heard_call(&h, &am_proto_quic, wire_view(&datagram), false, true);
    datagram.len = 0;
}

static void send_range(const struct quic_sender *q, struct am_bytes message, size_t from, size_t to)
{
    put_range(q, message, from, to);
    give(0);
}

static int set_up(void **state)
{
    (void)state;
    heard_init(&h);
    datagram.len = frames.len = 0;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    heard_done(&h);
    return 0;
}

/* --- one datagram --- */

static void names_the_server_whatever_the_version_and_the_numbers_length(void **state)
{
    static const uint32_t versions[] = {QUIC_V1, QUIC_V2, QUIC_DRAFT_29};

    (void)state;
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        for (unsigned len = 1; len <= 4; len++) {
            struct quic_sender q = client(versions[i]);
            struct am_bytes message = make_hello(NAME, 0);
            q.number = 0x7a;
            q.number_len = len;
            heard_init(&h);
            send_range(&q, message, 0, message.len);
            assert_string_equal(h.text, TOLD);
            assert_int_equal(h.state, AM_TAKEN_ENOUGH);
        }
    }
}

static void put_google_frame(struct am_bytes message)
{
    wire_number(&frames, 0x0708, 2); /* PING, CRYPTO */
    wire_number(&frames, 0, 1);
    quic_number(&frames, message.len);
    wire_bytes(&frames, message.at, message.len);
}

static void reads_googles_frames_with_tls_and_with_its_own_hello(void **state)
{
    static const char chlo[] = "CHLO\x01\x00\x00\x00SNI\x00\x11\x00\x00\x00" NAME;
    struct quic_sender q = client(QUIC_T051);

    (void)state;
    put_google_frame(make_hello(NAME, 0));
    quic_initial(&datagram, &q, wire_view(&frames));
    give(0);
    assert_string_equal(h.text, TOLD);
    heard_init(&h);
    frames.len = 0;
    q = client(QUIC_Q050);
    put_google_frame((struct am_bytes){(const uint8_t *)chlo, sizeof chlo - 1});
    quic_initial(&datagram, &q, wire_view(&frames));
    give(0);
    assert_string_equal(h.text, "gquic.sni " NAME "\n");
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
}

static void joins_frames_in_any_order_with_others_between(void **state)
{
    static const uint8_t others[] = {
        0x00, 0x01, 0x00, 0x00,                         /* PADDING, PING */
        0x02, 0x05, 0x00, 0x01, 0x01, 0x00, 0x01,       /* ACK of two ranges */
        0x03, 0x05, 0x00, 0x00, 0x01, 0x01, 0x02, 0x03, /* with ECN */
    };
    struct quic_sender q = client(QUIC_V1);
    struct am_bytes message = make_hello(NAME, 300);

    (void)state;
    for (size_t end = message.len; end > 0;) {
        size_t from = end > 40 ? end - 40 : 0;
        quic_crypto(&frames, message, from, end);
        wire_bytes(&frames, others, sizeof others);
        end = from;
    }
    quic_initial(&datagram, &q, wire_view(&frames));
    give(0);
    assert_string_equal(h.text, TOLD);
}

static void what_comes_before_an_unknown_frame_counts(void **state)
{
    struct quic_sender q = client(QUIC_V1);
    struct am_bytes message = make_hello(NAME, 0);

    (void)state;
    quic_crypto(&frames, message, 0, message.len);
    wire_number(&frames, 0x3f, 1);
    quic_initial(&datagram, &q, wire_view(&frames));
    give(0);
    assert_string_equal(h.text, TOLD);
    heard_init(&h);
    frames.len = 0;
    wire_number(&frames, 0x3f, 1);
    quic_crypto(&frames, message, 0, message.len);
    quic_initial(&datagram, &q, wire_view(&frames));
    give(0);
    assert_string_equal(h.text, "");
}

static void tells_the_protocols_of_dns_over_quic(void **state)
{
    static const char extensions[] =
        "\x00\x0a\x00\x10\x00\x06\x00\x04\x03"
        "doq";
    struct quic_sender q = client(QUIC_V1);
    struct wire *w = &hello;

    (void)state;
    w->len = 0;
    wire_number(w, 1, 1);
    size_t body = wire_open(w, 3);
    wire_number(w, 0x0303, 2);
    wire_fill(w, 0x77, 32);
    wire_number(w, 0, 1);
    wire_number(w, 0x00021301, 4);
    wire_number(w, 0x0100, 2);
    wire_bytes(w, extensions, sizeof extensions - 1);
    wire_close(w, body, 3);
    struct am_bytes message = wire_view(w);
    send_range(&q, message, 0, message.len);
    assert_string_equal(h.text, "alpn doq\n");
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
}

static void reads_past_tokens_and_other_packets_of_the_datagram(void **state)
{
    static uint8_t token[900];
    struct quic_sender q = client(QUIC_V1);
    struct am_bytes message = make_hello(NAME, 0);

    (void)state;
    q.token = (struct am_bytes){token, sizeof token};
    q.size = 0;
    quic_closed(&datagram, &q, 1, 100);
    put_range(&q, message, 0, message.len);
    give(0);
    assert_string_equal(h.text, TOLD);
}

static void without_a_session_a_hello_of_one_datagram_is_read_all_the_same(void **state)
{
    struct quic_sender q = client(QUIC_V1);
    struct am_bytes message = make_hello(NAME, 0);

    (void)state;
    h.proto = &am_proto_quic; /* and no session */
    send_range(&q, message, 0, message.len);
    assert_string_equal(h.text, TOLD);
}

/* --- several datagrams --- */

static void joins_datagrams_in_either_order(void **state)
{
    struct quic_sender q = client(QUIC_V1);
    struct am_bytes message = make_hello(NAME, 1500);

    (void)state;
    send_range(&q, message, 0, 1000);
    assert_string_equal(h.text, "");
    assert_int_equal(h.state, AM_TAKEN_MORE);
    q.number = 1;
    send_range(&q, message, 1000, message.len);
    assert_string_equal(h.text, TOLD);
    heard_init(&h);
    send_range(&q, message, 1000, message.len);
    send_range(&q, message, 0, 1000);
    assert_string_equal(h.text, TOLD);
}

static void a_later_flight_goes_to_the_servers_id_with_the_first_keys(void **state)
{
    struct quic_sender q = client(QUIC_V1);
    struct quic_sender s = server();
    struct am_bytes message = make_hello(NAME, 1500);

    (void)state;
    send_range(&q, message, 0, 1000);
    frames.len = 0;
    wire_number(&frames, 0x02000000, 4);
    wire_number(&frames, 0, 1);
    quic_initial(&datagram, &s, wire_view(&frames));
    give(1);
    assert_string_equal(h.text, HELLO);
    q.to = SERVER;
    q.number = 3;
    send_range(&q, message, 1000, message.len);
    assert_string_equal(h.text, HELLO TOLD);
}

static void after_a_retry_both_flights_are_read_with_new_keys(void **state)
{
    static const uint8_t token[] = "token";
    struct quic_sender q = client(QUIC_V1);
    struct quic_sender s = server();
    struct am_bytes message = make_hello(NAME, 1500);

    (void)state;
    send_range(&q, message, 1000, message.len);
    s.from = AGAIN;
    s.token = (struct am_bytes){token, 5};
    quic_retry(&datagram, &s);
    give(1);
    assert_int_equal(h.state, AM_TAKEN_MORE);
    q.original = q.to = AGAIN;
    q.token = s.token;
    q.number = 1;
    send_range(&q, message, 0, 1000);
    assert_string_equal(h.text, "connection 72657472696564\n");
    q.number = 2;
    send_range(&q, message, 1000, message.len);
    assert_string_equal(h.text, "connection 72657472696564\n" TOLD);
    s.from = SERVER;
    quic_closed(&datagram, &s, 2, 60);
    give(1);
    assert_string_equal(h.text, "connection 72657472696564\n" TOLD HELLO);
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
}

static void the_client_starts_over_with_a_version_that_the_server_speaks(void **state)
{
    struct quic_sender q = client(QUIC_V2);
    struct quic_sender s = server();
    struct am_bytes message = make_hello("other.example.org", 1500);

    (void)state;
    send_range(&q, message, 0, 1000);
    quic_negotiation(&datagram, &s, QUIC_V1);
    give(1);
    q.version = QUIC_V1;
    message = make_hello(NAME, 0);
    send_range(&q, message, 0, message.len);
    assert_string_equal(h.text, TOLD);
}

static void the_servers_answer_may_be_seen_first(void **state)
{
    struct quic_sender q = client(QUIC_V1);
    struct quic_sender s = server();
    struct am_bytes message = make_hello(NAME, 0);

    (void)state;
    frames.len = 0;
    wire_fill(&frames, 1, 20);
    quic_initial(&datagram, &s, wire_view(&frames));
    give(1);
    send_range(&q, message, 0, message.len);
    assert_string_equal(h.text, HELLO TOLD);
}

/* Who opens with the client's keys is the client, whatever was thought. */
static void the_client_may_be_the_other_side(void **state)
{
    struct quic_sender q = client(QUIC_V1);
    struct am_bytes message = make_hello(NAME, 1500);

    (void)state;
    put_range(&q, message, 0, 1000);
    give(1);
    put_range(&q, message, 1000, message.len);
    give(1);
    assert_string_equal(h.text, TOLD);
}

/* --- what is missing, damaged or too much --- */

static void without_the_first_datagram_nobody_is_named(void **state)
{
    struct quic_sender q = client(QUIC_V1);
    struct am_bytes message = make_hello(NAME, 0);
    unsigned calls = 0;

    (void)state;
    q.to = SERVER; /* the keys come from an id that was not seen */
    for (; calls < 100 && h.state == AM_TAKEN_MORE; calls++)
        send_range(&q, message, 0, message.len);
    assert_string_equal(h.text, "");
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
    assert_in_range(calls, 2, 32);
}

static void half_a_hello_names_nobody_and_ends(void **state)
{
    struct quic_sender q = client(QUIC_V1);
    struct am_bytes message = make_hello(NAME, 1500);
    unsigned calls = 0;

    (void)state;
    send_range(&q, message, 1000, message.len);
    for (; calls < 100 && h.state == AM_TAKEN_MORE; calls++) {
        quic_short(&datagram, SERVER, 40);
        give(0);
    }
    assert_string_equal(h.text, "");
    assert_in_range(calls, 1, 8);
}

static void a_name_that_came_before_the_lost_rest_is_told_when_the_connection_goes_on(void **state)
{
    struct quic_sender q = client(QUIC_V1);
    struct am_bytes message = make_hello(NAME, 0);

    (void)state;
    send_range(&q, message, 0, message.len - 1); /* the name's last letter is missing */
    for (unsigned i = 0; i < 3; i++) {
        quic_closed(&datagram, &q, 2, 40);
        give(0);
    }
    assert_string_equal(h.text, "");
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
    heard_init(&h);
    hello.len = 0;
    put_hello(&hello, NAME, 0);
    size_t extensions = 5 + 4 + 2 + 32 + 1 + 4 + 2;
    /* Four more bytes of extensions, and a hello that says so: they never come. */
    hello.at[extensions + 1] += 4;
    hello.at[8] += 4;
    message = (struct am_bytes){hello.at + 5, hello.len - 5};
    send_range(&q, message, 0, message.len);
    assert_string_equal(h.text, "");
    for (unsigned i = 0; i < 3; i++) {
        quic_short(&datagram, SERVER, 40);
        give(0);
    }
    assert_string_equal(h.text, TOLD);
}

/* What is left of the session then waits for the server, who may never answer. */
static void once_the_hello_is_told_the_session_is_light(void **state)
{
    struct quic_sender q = client(QUIC_V1);
    struct am_bytes message = make_hello(NAME, 1500);

    (void)state;
    put_range(&q, message, 0, 1000);
    assert_false(heard_call(&h, &am_proto_quic, wire_view(&datagram), false, true).light);
    datagram.len = 0;
    put_range(&q, message, 1000, message.len);
    assert_true(heard_call(&h, &am_proto_quic, wire_view(&datagram), false, true).light);
}

static void no_flipped_bit_names_anybody(void **state)
{
    struct quic_sender q = client(QUIC_V1);
    struct am_bytes message = make_hello(NAME, 0);

    (void)state;
    q.size = 0;
    put_range(&q, message, 0, message.len);
    for (size_t bit = 0; bit < datagram.len * 8; bit++) {
        datagram.at[bit / 8] ^= (uint8_t)(1u << bit % 8);
        heard_whole(&h, &am_proto_quic, wire_view(&datagram), false, true);
        if (h.len > 0)
            fail_msg("byte %zu, bit %zu: %s", bit / 8, bit % 8, h.text);
        datagram.at[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    heard_whole(&h, &am_proto_quic, wire_view(&datagram), false, true);
    assert_string_equal(h.text, TOLD);
}

static void a_cut_capture_tells_the_whole_name_or_none(void **state)
{
    struct quic_sender q = client(QUIC_V1);
    struct am_bytes message = make_hello(NAME, 100);
    size_t named = 0;

    (void)state;
    put_range(&q, message, 0, message.len);
    for (size_t len = 0; len < datagram.len; len++) {
        heard_whole(&h, &am_proto_quic, (struct am_bytes){datagram.at, len}, true, true);
        assert_true(h.len == 0 || strcmp(h.text, TOLD) == 0);
        assert_true(h.len > 0 || named == 0); /* more bytes do not take it away */
        named += h.len > 0;
        /* Bytes that should be there and are not: no packet. */
        heard_whole(&h, &am_proto_quic, (struct am_bytes){datagram.at, len}, false, true);
        assert_string_equal(h.text, "");
    }
    /* Named as soon as the hello is there: behind header, number and the frame's beginning. */
    assert_int_equal(named, datagram.len - (25 + 5 + message.len));
}

static void a_cut_packet_that_opens_to_noise_names_nobody(void **state)
{
    struct quic_sender q = client(QUIC_V1);
    struct am_bytes message = make_hello(NAME, 0);

    (void)state;
    q.to = SERVER; /* other keys than those that seal it */
    for (uint32_t i = 0; i < 5000; i++) {
        heard_init(&h);
        q.number = i;
        q.number_len = 2;
        put_range(&q, message, 0, message.len);
        datagram.len = 600;
        (void)heard_call(&h, &am_proto_quic, wire_view(&datagram), true, true);
        datagram.len = 0;
        assert_string_equal(h.text, "");
    }
}

static void ends_after_a_bounded_number_of_datagrams(void **state)
{
    struct quic_sender q = client(QUIC_V1);
    struct am_bytes message = make_hello(NAME, 1500);
    unsigned calls = 0;

    (void)state;
    for (; calls < 1000 && h.state == AM_TAKEN_MORE; calls++) {
        q.number = calls % 200;
        send_range(&q, message, 2, 500); /* opens, and never begins */
    }
    assert_string_equal(h.text, "");
    assert_in_range(calls, 2, 64);
    heard_init(&h);
    for (calls = 0; calls < 1000 && h.state == AM_TAKEN_MORE; calls++) {
        struct quic_sender s = server();
        quic_retry(&datagram, &s);
        give(1);
    }
    assert_in_range(calls, 2, 64);
}

static void a_hello_beyond_the_room_for_it_names_nobody(void **state)
{
    struct quic_sender q = client(QUIC_V1);
    struct am_bytes message = make_hello(NAME, 20000);

    (void)state;
    for (size_t from = 0; from < 16000 && h.state == AM_TAKEN_MORE; from += 1000)
        send_range(&q, message, from, from + 1000);
    assert_string_equal(h.text, "");
}

static void another_quic_on_the_same_ports_makes_the_probe_look_again(void **state)
{
    (void)state;
    wire_text(&datagram, "\xc3Q046\x50");
    wire_fill(&datagram, 0x11, 40);
    give(0);
    assert_int_equal(h.state, AM_TAKEN_NOT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_the_server_whatever_the_version_and_the_numbers_length),
        TEST(reads_googles_frames_with_tls_and_with_its_own_hello),
        TEST(joins_frames_in_any_order_with_others_between),
        TEST(what_comes_before_an_unknown_frame_counts),
        TEST(tells_the_protocols_of_dns_over_quic),
        TEST(reads_past_tokens_and_other_packets_of_the_datagram),
        TEST(without_a_session_a_hello_of_one_datagram_is_read_all_the_same),
        TEST(joins_datagrams_in_either_order),
        TEST(a_later_flight_goes_to_the_servers_id_with_the_first_keys),
        TEST(after_a_retry_both_flights_are_read_with_new_keys),
        TEST(the_client_starts_over_with_a_version_that_the_server_speaks),
        TEST(the_servers_answer_may_be_seen_first),
        TEST(the_client_may_be_the_other_side),
        TEST(without_the_first_datagram_nobody_is_named),
        TEST(half_a_hello_names_nobody_and_ends),
        TEST(a_name_that_came_before_the_lost_rest_is_told_when_the_connection_goes_on),
        TEST(once_the_hello_is_told_the_session_is_light),
        TEST(no_flipped_bit_names_anybody),
        TEST(a_cut_capture_tells_the_whole_name_or_none),
        TEST(a_cut_packet_that_opens_to_noise_names_nobody),
        TEST(ends_after_a_bounded_number_of_datagrams),
        TEST(a_hello_beyond_the_room_for_it_names_nobody),
        TEST(another_quic_on_the_same_ports_makes_the_probe_look_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
