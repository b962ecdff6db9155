/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "certificates.h"
#include "dtls_messages.h"
#include "heard.h"

#define NAMED "dtls.sni www.example.org\n"

static struct wire message, datagram;
static struct heard h;

static void make_hello(size_t cookie, size_t padding)
{
    message.len = 0;
    put_dtls_hello(&message, "www.example.org", cookie, padding);
}

/* One datagram with one fragment of the message at hand. */
static void say_part(uint8_t type, uint16_t number, size_t from, size_t to)
{
    datagram.len = 0;
    put_dtls_fragment(&datagram, type, number, &message, from, to);
    (void)heard_call(&h, &am_proto_dtls, wire_view(&datagram), false, true);
}

static void say_record(uint8_t type, uint16_t epoch, const void *bytes, size_t len)
{
    datagram.len = 0;
    put_dtls_record(&datagram, type, epoch, (struct am_bytes){bytes, len});
    (void)heard_call(&h, &am_proto_dtls, wire_view(&datagram), false, true);
}

static void a_hello_in_one_datagram_names_the_flow(void **state)
{
    (void)state;
    heard_init(&h);
    make_hello(0, 10);
    say_part(1, 0, 0, message.len);
    assert_int_equal(am_proto_dtls.probe(wire_view(&datagram)), AM_PROBE_YES);
    assert_string_equal(h.text, NAMED);
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
    heard_done(&h);
}

static void fragments_are_joined_in_any_order(void **state)
{
    (void)state;
    static const unsigned orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                          {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (unsigned o = 0; o < 6; o++) {
        heard_init(&h);
        make_hello(0, 2000);
        for (unsigned i = 0; i < 3; i++) {
            size_t from = (size_t)orders[o][i] * 800;
            assert_string_equal(h.text, "");
            say_part(1, 0, from, from + 800 < message.len ? from + 800 : message.len);
        }
        assert_string_equal(h.text, NAMED);
        heard_done(&h);
    }
}

static void fragments_in_one_datagram_are_joined_too(void **state)
{
    (void)state;
    heard_init(&h);
    make_hello(0, 100);
    datagram.len = 0;
    for (size_t from = 0; from < message.len; from += 50)
        put_dtls_fragment(&datagram, 1, 0, &message, from,
                          from + 50 < message.len ? from + 50 : message.len);
    (void)heard_call(&h, &am_proto_dtls, wire_view(&datagram), false, true);
    assert_string_equal(h.text, NAMED);
    heard_done(&h);
}

static void the_hello_with_the_cookie_takes_the_place_of_the_first(void **state)
{
    (void)state;
    heard_init(&h);
    make_hello(0, 900);
    say_part(1, 0, 0, 500); /* the rest is lost */
    make_hello(20, 900);
    say_part(1, 1, 500, message.len);
    assert_string_equal(h.text, "");
    say_part(1, 1, 0, 500);
    assert_string_equal(h.text, NAMED);
    heard_done(&h);
}

static void what_else_is_said_between_fragments_ends_nothing(void **state)
{
    (void)state;
    static const uint8_t stun[20] = {0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42};
    heard_init(&h);
    make_hello(0, 900);
    say_part(1, 0, 0, 500);
    (void)heard_call(&h, &am_proto_dtls, (struct am_bytes){stun, sizeof stun}, false, true);
    assert_int_equal(h.state, AM_TAKEN_MORE);
    say_part(1, 0, 500, message.len);
    assert_string_equal(h.text, NAMED);
    (void)heard_call(&h, &am_proto_dtls, (struct am_bytes){stun, sizeof stun}, false, true);
    assert_int_equal(h.state, AM_TAKEN_NOT);
    heard_done(&h);
}

static void a_cut_datagram_tells_what_came_whole(void **state)
{
    (void)state;
    make_hello(0, 0);
    datagram.len = 0;
    put_dtls_fragment(&datagram, 1, 0, &message, 0, message.len);
    /* The list of names ends the message, so all but the end is cut. */
    heard_whole(&h, &am_proto_dtls, (struct am_bytes){datagram.at, datagram.len - 1}, true, true);
    assert_null(strstr(h.text, "dtls.sni"));
    heard_whole(&h, &am_proto_dtls, (struct am_bytes){datagram.at, datagram.len - 1}, false, true);
    assert_string_equal(h.text, "");
    assert_int_equal(h.state, AM_TAKEN_NOT);
    heard_done(&h);
}

static void a_server_is_named_by_its_certificate(void **state)
{
    (void)state;
    static struct wire certificate;
    certificate.len = 0;
    put_simple_certificate(&certificate, "mail.example.org", 300);
    for (unsigned greeted = 0; greeted < 2; greeted++) {
        heard_init(&h);
        h.side = 1;
        message.len = 0;
        put_server_hello(&message, 0xfefd, 0);
        if (greeted)
            say_part(2, 1, 0, message.len);
        message = certificate;
        say_part(11, 2, 60, message.len);
        assert_string_equal(h.text, "");
        say_part(11, 2, 0, 60);
        /* Clients have certificates too: they said no ServerHello. */
        assert_string_equal(
            h.text, greeted ? "certificate mail.example.org\ntls.cert mail.example.org\n" : "");
        heard_done(&h);
    }
}

static void a_server_of_1_3_has_nothing_more_to_tell(void **state)
{
    (void)state;
    heard_init(&h);
    h.side = 1;
    message.len = 0;
    put_server_hello(&message, 0xfefd, 0xfefc);
    say_part(2, 0, 0, message.len);
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
    heard_done(&h);
}

static void later_epochs_are_recognised_and_given_up_on(void **state)
{
    (void)state;
    heard_init(&h);
    for (unsigned i = 0; i < 7; i++) {
        say_record(23, 1, "sealed bytes", 12);
        assert_int_equal(am_proto_dtls.probe(wire_view(&datagram)), AM_PROBE_YES);
        assert_int_equal(h.state, AM_TAKEN_MORE);
    }
    say_record(23, 1, "sealed bytes", 12);
    assert_int_equal(h.state, AM_TAKEN_ENOUGH);
    assert_string_equal(h.text, "");
    heard_done(&h);
}

/* Hostile: fragments that are never enough. */
static void a_hello_that_never_ends_is_given_up_on(void **state)
{
    (void)state;
    heard_init(&h);
    make_hello(0, 900);
    unsigned said = 0;
    do
        say_part(1, (uint16_t)said, 100, 200);
    while (h.state == AM_TAKEN_MORE && ++said < 1000);
    assert_int_equal(said, 63);
    assert_string_equal(h.text, "");
    heard_done(&h);
}

static const struct {
    const char *title;
    uint8_t bytes[32];
    size_t len;
    bool yes;
} probes[] = {
    {"an alert", {21, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 40}, 15, true},
    {"an alert behind a preamble",
     {1, 0, 0, 0, 21, 0xfe, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 40},
     19,
     true},
    {"an alert that is longer",
     {21, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 40, 0},
     16,
     false},
    {"data in the clear", {23, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 40}, 15, false},
    {"data of a later epoch", {23, 0xfe, 0xfd, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 2, 40}, 15, true},
    {"a version of TLS", {21, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 40}, 15, false},
    {"a short header alone", {0x2c, 0, 0, 0, 4, 1, 2, 3, 4}, 9, false},
    {"QUIC", {0xc3, 0, 0, 0, 1, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0}, 16, false},
    {"OpenVPN", {0x38, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0}, 14, false},
    {"nothing", {0}, 0, false},
};

static void only_dtls_is_taken_for_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof probes / sizeof *probes; i++) {
        bool yes =
            am_proto_dtls.probe((struct am_bytes){probes[i].bytes, probes[i].len}) == AM_PROBE_YES;
        if (yes != probes[i].yes)
            fail_msg("%s: %d", probes[i].title, yes);
    }
    make_hello(0, 0);
    datagram.len = 0;
    put_dtls_fragment(&datagram, 1, 0, &message, 0, message.len);
    for (const struct am_proto *const *p = am_protocols; *p; p++)
        if (((*p)->over & AM_OVER_UDP) && !(*p)->ports_only && *p != &am_proto_dtls)
            assert_int_equal((*p)->probe(wire_view(&datagram)), AM_PROBE_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hello_in_one_datagram_names_the_flow),
        cmocka_unit_test(fragments_are_joined_in_any_order),
        cmocka_unit_test(fragments_in_one_datagram_are_joined_too),
        cmocka_unit_test(the_hello_with_the_cookie_takes_the_place_of_the_first),
        cmocka_unit_test(what_else_is_said_between_fragments_ends_nothing),
        cmocka_unit_test(a_cut_datagram_tells_what_came_whole),
        cmocka_unit_test(a_server_is_named_by_its_certificate),
        cmocka_unit_test(a_server_of_1_3_has_nothing_more_to_tell),
        cmocka_unit_test(later_epochs_are_recognised_and_given_up_on),
        cmocka_unit_test(a_hello_that_never_ends_is_given_up_on),
        cmocka_unit_test(only_dtls_is_taken_for_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
