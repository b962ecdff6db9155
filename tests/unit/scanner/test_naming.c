/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "talk.h"

static void a_hello_is_read_however_it_is_cut_up(void **state)
{
    (void)state;
    static const size_t paddings[] = {0, 300, 2000, 12000};
    static const size_t each[] = {1, 2, 7, 64, 517, 1448, 65536};
    for (size_t p = 0; p < 4; p++) {
        for (size_t e = 0; e < sizeof each / sizeof *each; e++) {
            if (paddings[p] / each[e] > 1000)
                continue; /* see bytes_one_by_one_are_given_up_on */
            struct talk *t = begin(IPPROTO_TCP, 443);
            open_connection(t);
            say_hello(t, "www.example.org", paddings[p], each[e]);
            expect(t, "tls.sni www.example.org", "www.example.org", AM_EVIDENCE_SNI);
            assert_string_equal(am_naming_app(&t->naming), "tls");
            assert_false(am_naming_wants(&t->naming, 0));
            assert_false(am_naming_wants(&t->naming, 1)); /* it has nothing to add */
            assert_false(am_naming_waits(&t->naming));
            (void)end(t, NULL);
        }
    }
}

/* Every order of three segments, with a SYN, without, and with one that comes last. */
static void a_hello_is_read_in_any_order(void **state)
{
    (void)state;
    static const unsigned orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                          {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    static struct wire w;
    w.len = 0;
    put_hello(&w, "www.example.org", 3000);
    for (unsigned o = 0; o < 6; o++) {
        for (unsigned syn = 0; syn < 2; syn++) {
            struct talk *t = begin(IPPROTO_TCP, 443);
            if (syn)
                open_connection(t);
            for (unsigned i = 0; i < 3; i++) {
                uint32_t from = orders[o][i] * 1200;
                size_t len = from + 1200 < w.len ? 1200 : w.len - from;
                send_at(t, 0, from, w.at + from, len, len, AM_TCP_ACK);
            }
            if (t->names != 1)
                fail_msg("order %u, %s SYN: '%s'", o, syn ? "with" : "without", t->heard);
            (void)end(t, NULL);
        }
    }
}

static void two_segments_without_a_syn_come_in_either_order(void **state)
{
    (void)state;
    static struct wire w;
    for (unsigned back = 0; back < 2; back++) {
        struct talk *t = begin(IPPROTO_TCP, 443);
        w.len = 0;
        put_hello(&w, "www.example.org", 1200);
        uint32_t first = back ? 1000 : 0;
        size_t rest = w.len - 1000;
        send_at(t, 0, first, w.at + first, back ? rest : 1000, back ? rest : 1000, AM_TCP_ACK);
        send_at(t, 0, 1000 - first, w.at + 1000 - first, back ? 1000 : rest, back ? 1000 : rest,
                AM_TCP_ACK);
        expect(t, "tls.sni www.example.org", "www.example.org", AM_EVIDENCE_SNI);
        (void)end(t, NULL);
    }
}

static void a_name_tells_who_the_client_is(void **state)
{
    (void)state;
    struct talk *t = begin(IPPROTO_TCP, 443);
    t->flow.client = 1; /* a guess, from a packet that came late */
    say_hello(t, "www.example.org", 0, 1000);
    assert_int_equal(t->flow.client, 0);
    (void)end(t, NULL);
    t = begin(IPPROTO_TCP, 443);
    open_connection(t);
    t->flow.client = 1; /* by its SYN: stays */
    say_hello(t, "www.example.org", 0, 1000);
    assert_int_equal(t->flow.client, 1);
    (void)end(t, NULL);
}

static void the_same_without_a_syn(void **state)
{
    (void)state;
    struct talk *t = begin(IPPROTO_TCP, 25);
    say_text(t, 0, "STARTTLS\r\n"); /* held, then passed over; the hello begins a segment */
    say_hello(t, "mail.example.org", 0, 1000);
    expect(t, "tls.sni mail.example.org", "mail.example.org", AM_EVIDENCE_SNI);
    (void)end(t, NULL);
}

static void a_remembered_name_gives_way_to_the_flows_own(void **state)
{
    (void)state;
    struct talk *t = begin(IPPROTO_TCP, 443);
    struct am_observed_name others[AM_NAMING_OTHERS_MAX];
    struct am_memory_name remembered = {.name = am_labels_hold(t->labels, "dns.example", 11),
                                        .chain = am_labels_hold(t->labels, "cdn.example", 11),
                                        .evidence = AM_EVIDENCE_DNS};
    am_naming_remember(t->namer, &t->naming, &remembered);
    am_labels_drop(t->labels, remembered.name);
    am_labels_drop(t->labels, remembered.chain);
    open_connection(t);
    assert_true(am_naming_waits(&t->naming));
    expect(t, "", "dns.example", AM_EVIDENCE_DNS);
    say_hello(t, "www.example.org", 0, 1000);
    expect(t, "tls.sni www.example.org", "www.example.org", AM_EVIDENCE_SNI);
    assert_null(t->naming.chain); /* it led to another name */
    assert_int_equal(am_naming_others(&t->naming, others), 1);
    assert_string_equal(others[0].name, "dns.example");
    assert_string_equal(others[0].evidence, "dns");
    (void)end(t, NULL);

    t = begin(IPPROTO_TCP, 443);
    remembered.name = am_labels_hold(t->labels, "www.example.org", 15);
    remembered.chain = am_labels_hold(t->labels, "cdn.example", 11);
    am_naming_remember(t->namer, &t->naming, &remembered);
    am_labels_drop(t->labels, remembered.name);
    am_labels_drop(t->labels, remembered.chain);
    open_connection(t);
    say_hello(t, "www.example.org", 0, 1000);
    assert_string_equal(am_label_text(t->naming.chain), "cdn.example"); /* it tells the host */
    (void)end(t, NULL);
}

static void an_address_is_told_and_not_kept(void **state)
{
    (void)state;
    struct talk *t = begin(IPPROTO_TCP, 80);
    open_connection(t);
    say_text(t, 0, "GET / HTTP/1.1\r\nHost: 192.0.2.7\r\n\r\n");
    expect(t, "http.host 192.0.2.7", NULL, AM_EVIDENCE_NONE);
    (void)end(t, NULL);
}

static void a_gap_before_a_hello_is_passed_when_it_stays(void **state)
{
    (void)state;
    struct talk *t = begin(IPPROTO_TCP, 25);
    open_connection(t);
    t->next[0] += 100; /* never captured */
    say_text(t, 0, "STARTTLS\r\n");
    assert_true(am_naming_has_gap(&t->naming));
    assert_int_equal(am_stream_waiting(&t->naming.stream[0]), 10);
    for (unsigned i = 0; i <= AM_NAMING_STUCK_MAX; i++)
        say_text(t, 0, "x");
    say_hello(t, "mail.example.org", 0, 1000);
    expect(t, "tls.sni mail.example.org", "mail.example.org", AM_EVIDENCE_SNI);
    assert_true(am_naming_has_gap(&t->naming));
    assert_int_equal(end(t, "lost.stream_gaps"), 1);
}

/* A gap larger than what a stream keeps: nothing waits, and yet it must go on. */
static void a_gap_beyond_what_waits_is_passed_too(void **state)
{
    (void)state;
    struct talk *t = begin(IPPROTO_TCP, 25);
    open_connection(t);
    t->next[0] += 1000000;
    for (unsigned i = 0; i <= AM_NAMING_STUCK_MAX; i++)
        say_text(t, 0, "NOOP\r\n");
    say_hello(t, "mail.example.org", 0, 1000);
    expect(t, "tls.sni mail.example.org", "mail.example.org", AM_EVIDENCE_SNI);
    (void)end(t, NULL);
}

/* Half a DNS message is lost; where the next begins only a new look tells. */
static void a_dissector_that_lost_its_place_is_asked_anew(void **state)
{
    (void)state;
    static struct wire w;
    struct talk *t = begin(IPPROTO_TCP, 53);
    open_connection(t);
    for (unsigned i = 0; i < 40; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "n%u.example", i);
        w.len = 0;
        size_t message = wire_open(&w, 2);
        put_question(&w, name);
        wire_close(&w, message, 2);
        size_t from = 0;
        if (i == 1) { /* only its start was captured, then two were not at all */
            say(t, 0, w.at, 20);
            t->next[0] += (uint32_t)w.len - 20;
            continue;
        }
        say(t, 0, w.at + from, w.len - from);
    }
    assert_non_null(strstr(t->heard, "n0.example"));
    assert_non_null(strstr(t->heard, "n39.example"));
    (void)end(t, NULL);
}

static void a_cut_segment_is_read_and_what_comes_after_too(void **state)
{
    (void)state;
    static struct wire w;
    struct talk *t = begin(IPPROTO_TCP, 80);
    const char *first = "GET /a HTTP/1.1\r\nHost: a.example\r\nCookie: 0123456789\r\n\r\n";
    const char *second = "GET /b HTTP/1.1\r\nHost: b.example\r\n\r\n";
    open_connection(t);
    send_at(t, 0, 0, first, strlen(first), 40, AM_TCP_ACK);
    send_at(t, 0, 0, first, strlen(first), 40, AM_TCP_ACK); /* sent again: nothing twice */
    t->next[0] += (uint32_t)strlen(first);
    say_text(t, 0, second);
    assert_string_equal(t->heard, "http.host a.example, http.host b.example");
    (void)end(t, NULL);

    t = begin(IPPROTO_TCP, 443);
    w.len = 0;
    put_hello(&w, "www.example.org", 0);
    wire_fill(&w, 0, 500); /* more records, not captured */
    open_connection(t);
    send_at(t, 0, 0, w.at, w.len, w.len - 490, AM_TCP_ACK);
    assert_string_equal(t->heard, "tls.sni www.example.org");
    (void)end(t, NULL);
}

static void a_cut_segment_that_is_early_waits_like_others(void **state)
{
    (void)state;
    struct talk *t = begin(IPPROTO_TCP, 80);
    const char *first = "GET /a HTTP/1.1\r\nHost: a.example\r\n\r\n";
    const char *second = "GET /b HTTP/1.1\r\nHost: b.example\r\n\r\n";
    size_t len = strlen(first);
    open_connection(t);
    send_at(t, 0, (uint32_t)len, second, len, len - 2, AM_TCP_ACK);
    assert_string_equal(t->heard, "");
    say_text(t, 0, first);
    assert_string_equal(t->heard, "http.host a.example");
    (void)end(t, NULL);
}

static void what_nothing_recognises_is_given_up(void **state)
{
    (void)state;
    struct talk *t = begin(IPPROTO_TCP, 9999);
    open_connection(t);
    for (unsigned i = 0; i < AM_NAMING_PASSED_MAX; i++)
        say_text(t, 0, "\x99\x98\x97 nothing that anyone knows");
    assert_true(am_naming_wants(&t->naming, 0));
    say_text(t, 0, "\x99\x98\x97 nothing that anyone knows");
    assert_false(am_naming_wants(&t->naming, 0));
    assert_true(am_naming_wants(&t->naming, 1)); /* it said nothing yet */
    assert_string_equal(am_naming_app(&t->naming), "unknown");
    (void)end(t, NULL);
}

/* A hello of many kilobytes, byte by byte, is reading the same over and over. */
static void bytes_one_by_one_are_given_up_on(void **state)
{
    (void)state;
    struct talk *t = begin(IPPROTO_TCP, 443);
    open_connection(t);
    say_hello(t, "www.example.org", 12000, 1);
    assert_string_equal(t->heard, "");
    assert_false(am_naming_wants(&t->naming, 0));
    assert_true(t->naming.reread[0] <= AM_NAMING_REREAD_MAX + (64u << 10));
    (void)end(t, NULL);
}

static void thousands_of_messages_in_one_stream_are_read(void **state)
{
    (void)state;
    enum { MESSAGES = 5000 };
    static struct wire w;
    for (size_t each = 1; each <= 10000; each *= 100) {
        struct talk *t = begin(IPPROTO_TCP, 53);
        open_connection(t);
        for (unsigned i = 0; i < MESSAGES; i += 100) {
            w.len = 0;
            for (unsigned n = 0; n < 100; n++) {
                size_t message = wire_open(&w, 2);
                put_question(&w, "a.example");
                wire_close(&w, message, 2);
            }
            for (size_t done = 0; done < w.len; done += each) {
                t->heard[0] = '\0';
                say(t, 0, w.at + done, w.len - done < each ? w.len - done : each);
            }
        }
        assert_int_equal(t->names, MESSAGES);
        assert_true(am_naming_wants(&t->naming, 0));
        (void)end(t, NULL);
    }
}

static void both_sides_of_dns_tell(void **state)
{
    (void)state;
    static struct wire w;
    static const uint8_t transports[] = {IPPROTO_UDP, IPPROTO_TCP};
    for (size_t i = 0; i < 2; i++) {
        struct talk *t = begin(transports[i], 53);
        bool tcp = transports[i] == IPPROTO_TCP;
        if (tcp)
            open_connection(t);
        for (unsigned side = 0; side < 2; side++) {
            w.len = 0;
            size_t message = tcp ? wire_open(&w, 2) : 0;
            if (side == 0)
                put_question(&w, "a.example");
            else
                put_answer(&w, "a.example", "b.example", (uint8_t[]){192, 0, 2, 1});
            if (tcp)
                wire_close(&w, message, 2);
            say(t, side, w.at, w.len);
        }
        assert_int_equal(t->names, 2);
        assert_int_equal(t->answers, 1);
        assert_true(am_naming_is_dns(&t->naming));
        expect(t, "dns.query a.example, dns.query a.example", NULL, AM_EVIDENCE_NONE);
        (void)end(t, NULL);
    }
}

/* A resolver's port is used for years: what is no DNS in between must not end the reading. */
static void strange_datagrams_do_not_silence_a_resolver(void **state)
{
    (void)state;
    static struct wire w;
    struct talk *t = begin(IPPROTO_UDP, 53);
    for (unsigned i = 0; i < 500; i++) {
        w.len = 0;
        put_question(&w, "a.example");
        t->heard[0] = '\0';
        say(t, 0, w.at, w.len);
        say(t, 0, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 14);
    }
    assert_int_equal(t->names, 500);
    (void)end(t, NULL);
}

static void names_that_are_none_are_counted(void **state)
{
    (void)state;
    struct talk *t = begin(IPPROTO_TCP, 80);
    open_connection(t);
    say_text(t, 0, "GET / HTTP/1.1\r\nHost: <script>\r\n\r\n");
    expect(t, "", NULL, AM_EVIDENCE_NONE);
    assert_int_equal(end(t, "names.invalid"), 1);
}

static void other_transports_are_not_read(void **state)
{
    (void)state;
    struct talk *t = begin(IPPROTO_ESP, 0);
    assert_false(am_naming_wants(&t->naming, 0));
    assert_false(am_naming_wants(&t->naming, 1));
    assert_false(am_naming_waits(&t->naming));
    (void)end(t, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hello_is_read_however_it_is_cut_up),
        cmocka_unit_test(a_hello_is_read_in_any_order),
        cmocka_unit_test(two_segments_without_a_syn_come_in_either_order),
        cmocka_unit_test(a_name_tells_who_the_client_is),
        cmocka_unit_test(the_same_without_a_syn),
        cmocka_unit_test(a_remembered_name_gives_way_to_the_flows_own),
        cmocka_unit_test(an_address_is_told_and_not_kept),
        cmocka_unit_test(a_gap_before_a_hello_is_passed_when_it_stays),
        cmocka_unit_test(a_gap_beyond_what_waits_is_passed_too),
        cmocka_unit_test(a_dissector_that_lost_its_place_is_asked_anew),
        cmocka_unit_test(a_cut_segment_is_read_and_what_comes_after_too),
        cmocka_unit_test(a_cut_segment_that_is_early_waits_like_others),
        cmocka_unit_test(what_nothing_recognises_is_given_up),
        cmocka_unit_test(bytes_one_by_one_are_given_up_on),
        cmocka_unit_test(thousands_of_messages_in_one_stream_are_read),
        cmocka_unit_test(both_sides_of_dns_tell),
        cmocka_unit_test(strange_datagrams_do_not_silence_a_resolver),
        cmocka_unit_test(names_that_are_none_are_counted),
        cmocka_unit_test(other_transports_are_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
