/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What stands before the protocol that names, and how the naming goes on behind it. */
#include "talk.h"

static void what_comes_before_a_hello_is_passed_over(void **state)
{
    (void)state;
    struct talk *t = begin(IPPROTO_TCP, 25);
    open_connection(t);
    say_text(t, 1, "220 mail.example.org ESMTP\r\n");
    say_text(t, 0, "EHLO pc\r\n");
    say_text(t, 1, "250-mail.example.org\r\n250 STARTTLS\r\n");
    say_text(t, 0, "STARTTLS\r\n");
    say_text(t, 1, "220 go ahead\r\n");
    say_hello(t, "mail.example.org", 0, 1000);
    expect(t, "tls.sni mail.example.org", "mail.example.org", AM_EVIDENCE_SNI);
    (void)end(t, NULL);
}

/* A header of a balancer, and a hello in the same segment, as one that copies both sends. */
static void a_balancers_header_is_passed_over(void **state)
{
    (void)state;
    static struct wire w;
    w.len = 0;
    wire_text(&w, "PROXY TCP4 192.0.2.1 192.0.2.2 50000 443\r\n");
    put_hello(&w, "www.example.org", 0);
    struct talk *t = begin(IPPROTO_TCP, 8443);
    open_connection(t);
    say(t, 0, w.at, w.len);
    expect(t, "tls.sni www.example.org", "www.example.org", AM_EVIDENCE_SNI);
    assert_string_equal(am_naming_app(&t->naming), "tls");
    (void)end(t, NULL);

    t = begin(IPPROTO_TCP, 80);
    open_connection(t);
    say_text(t, 0, "PROXY UNKNOWN\r\nGET / HTTP/1.1\r\nHost: a.org\r\n\r\n");
    expect(t, "http.host a.org", "a.org", AM_EVIDENCE_HTTP);
    assert_string_equal(am_naming_app(&t->naming), "http");
    (void)end(t, NULL);
}

/* The name asked of the proxy counts, until a hello inside tells it better. */
static void a_socks_proxy_is_asked_for_a_name_and_then_used(void **state)
{
    (void)state;
    struct talk *t = begin(IPPROTO_TCP, 1080);
    open_connection(t);
    say(t, 0, "\x05\x01\x00", 3);
    say(t, 1, "\x05\x00", 2);
    say(t, 0, "\x05\x01\x00\x03\x0fwww.example.org\x01\xbb", 22);
    expect(t, "socks.host www.example.org", "www.example.org", AM_EVIDENCE_PROXY);
    assert_string_equal(am_naming_app(&t->naming), "socks");
    say_hello(t, "www.example.org", 0, 1000);
    expect(t, "socks.host www.example.org, tls.sni www.example.org", "www.example.org",
           AM_EVIDENCE_SNI);
    assert_string_equal(am_naming_app(&t->naming), "tls");
    (void)end(t, NULL);
}

/* Commands that ask for TLS, and the hello at once behind them. */
static const struct {
    const char *bytes;
    size_t len;
} commands[] = {
    {"STARTTLS\r\n", 10}, /* SMTP, NNTP, ManageSieve, IRC */
    {"EHLO pc\r\nSTARTTLS\r\n", 19},
    {"a001 STARTTLS\r\n", 15},
    {"STLS\r\n", 6},
    {"AUTH TLS\r\n", 10},
    {"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", 51},
    {"\x30\x1d\x02\x01\x01\x77\x18\x80\x16"
     "1.3.6.1.4.1.1466.20037",
     31},                              /* LDAP: its length is a record's first byte */
    {"\0\0\0\x08\x04\xd2\x16\x2f", 8}, /* PostgreSQL: and so is a byte of its number */
    {"\x20\0\0\x01\x85\xae\xff\x19\0\0\0\x01\xff\0\0\0\0\0\0\0\0\0\0\0"
     "\0\0\0\0\0\0\0\0\0\0\0\0",
     36},                                                         /* MySQL */
    {"\x12\x01\x01\x02\0\0\0\0", 8},                              /* TDS */
    {"\x03\0\0\x13\x0e\xe0\0\0\0\0\0\x01\0\x08\0\x03\0\0\0", 19}, /* RDP */
};

static void a_command_and_the_hello_come_in_one_segment(void **state)
{
    (void)state;
    static struct wire w;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        for (unsigned split = 0; split < 2; split++) {
            struct talk *t = begin(IPPROTO_TCP, 6000);
            open_connection(t);
            w.len = 0;
            wire_bytes(&w, commands[i].bytes, commands[i].len);
            put_hello(&w, "www.example.org", 1000);
            size_t first = split ? 700 : w.len;
            say(t, 0, w.at, first);
            if (split)
                say(t, 0, w.at + first, w.len - first);
            if (strcmp(t->heard, "tls.sni www.example.org") != 0)
                fail_msg("command %zu: '%s'", i, t->heard);
            (void)end(t, NULL);
        }
    }
}

/* As in a capture that is itself sent over the network. */
static void a_hello_within_other_bytes_is_not_taken_for_one(void **state)
{
    (void)state;
    static struct wire w;
    for (unsigned what = 0; what < 3; what++) {
        struct talk *t = begin(IPPROTO_TCP, 6000);
        open_connection(t);
        w.len = 0;
        wire_fill(&w, 'x', what == 1 ? 600 : 40);
        put_hello(&w, "www.example.org", 100);
        if (what == 0)
            wire_fill(&w, 'x', 1); /* something follows */
        if (what == 2)
            w.at[40 + 4]++; /* the record is longer than the hello */
        say(t, 0, w.at, w.len);
        assert_string_equal(t->heard, "");
        (void)end(t, NULL);
    }
}

/* HTTP/1 that becomes HTTP/2 (RFC 7540, 3.2), and that does not. */
static void an_upgrade_is_followed_or_not(void **state)
{
    (void)state;
    static struct wire w;
    static struct wire block;
    w.len = block.len = 0;
    put_client_preface(&w);
    put_get(&block, "b.org");
    put_frame(&w, H2_HEADERS, H2_END_HEADERS, 3, wire_view(&block));
    for (unsigned agreed = 0; agreed < 2; agreed++) {
        struct talk *t = begin(IPPROTO_TCP, 80);
        open_connection(t);
        say_text(t, 0, "GET / HTTP/1.1\r\nHost: a.org\r\nUpgrade: h2c\r\n\r\n");
        if (agreed)
            say(t, 0, w.at, w.len);
        else
            say_text(t, 0, "GET / HTTP/1.1\r\nHost: b.org\r\n\r\n");
        expect(t,
               agreed ? "http.host a.org, http2.authority b.org"
                      : "http.host a.org, http.host b.org",
               "a.org", AM_EVIDENCE_HTTP);
        (void)end(t, NULL);
    }
}

static void a_long_conversation_may_come_before_a_hello(void **state)
{
    (void)state;
    struct talk *t = begin(IPPROTO_TCP, 143);
    open_connection(t);
    for (unsigned i = 0; i < 500; i++) {
        say_text(t, 0, "a001 NOOP\r\n");
        say_text(t, 1, "a001 OK\r\n");
    }
    say_text(t, 0, "a002 STARTTLS\r\n");
    say_hello(t, "mail.example.org", 1000, 700);
    expect(t, "tls.sni mail.example.org", "mail.example.org", AM_EVIDENCE_SNI);
    (void)end(t, NULL);

    t = begin(IPPROTO_TCP, 143); /* an end to it there is, too */
    open_connection(t);
    for (unsigned i = 0; i < AM_NAMING_LINES_MAX; i++)
        say_text(t, 0, "a001 NOOP\r\n");
    assert_true(am_naming_wants(&t->naming, 0));
    say_text(t, 0, "a001 NOOP\r\n");
    assert_false(am_naming_wants(&t->naming, 0));
    (void)end(t, NULL);
}

/* A request to one of many hosts on a connection, whose body of 3000 bytes is not all captured. */
static void a_body_is_followed_over_what_was_not_captured(void **state)
{
    (void)state;
    static const char inside[] = "GET / HTTP/1.1\r\nHost: no.example.org\r\n\r\n";
    for (unsigned lost = 0; lost < 2; lost++) {
        struct talk *t = begin(IPPROTO_TCP, 80);
        open_connection(t);
        say_text(t, 0, "PUT / HTTP/1.1\r\nHost: a.example.org\r\nContent-Length: 3000\r\n\r\n");
        for (unsigned i = 0; i < 3; i++) {
            if (!lost || i != 1)
                send_at(t, 0, 0, inside, 1000, sizeof inside - 1, AM_TCP_ACK);
            t->next[0] += 1000;
        }
        for (unsigned i = 0; i < 60; i++) /* enough to give up on two gaps */
            say_text(t, 0, "GET / HTTP/1.1\r\nHost: b.example.org\r\n\r\n");
        assert_non_null(strstr(t->heard, "http.host a.example.org"));
        assert_non_null(strstr(t->heard, "http.host b.example.org"));
        assert_null(strstr(t->heard, "no.example.org"));
        (void)end(t, NULL);
    }
}

static void a_proxy_is_asked_for_a_name_and_then_used(void **state)
{
    (void)state;
    struct talk *t = begin(IPPROTO_TCP, 3128);
    open_connection(t);
    say_text(t, 0, "CONNECT www.example.org:443 HTTP/1.1\r\nHost: www.example.org:443\r\n\r\n");
    say_text(t, 1, "HTTP/1.1 200 OK\r\n\r\n");
    say_hello(t, "www.example.org", 0, 1000);
    assert_non_null(strstr(t->heard, "http.connect www.example.org"));
    assert_non_null(strstr(t->heard, "tls.sni www.example.org"));
    assert_string_equal(am_label_text(t->naming.name), "www.example.org");
    (void)end(t, NULL);
}

static void requests_of_one_connection_are_all_read(void **state)
{
    (void)state;
    enum { REQUESTS = 300 };
    struct talk *t = begin(IPPROTO_TCP, 80);
    struct am_observed_name others[AM_NAMING_OTHERS_MAX];
    open_connection(t);
    for (unsigned i = 0; i < REQUESTS; i++) {
        char request[128];
        (void)snprintf(request, sizeof request, "GET / HTTP/1.1\r\nHost: h%u.example\r\n\r\n", i);
        t->heard[0] = '\0';
        say_text(t, 0, request);
    }
    assert_int_equal(t->names, REQUESTS);
    assert_string_equal(am_label_text(t->naming.name), "h0.example");
    assert_int_equal(am_naming_others(&t->naming, others), AM_NAMING_OTHERS_MAX);
    assert_string_equal(others[0].name, "h1.example");
    assert_string_equal(others[0].evidence, "http");
    assert_int_equal(end(t, "names.beyond_limit"), REQUESTS - 1 - AM_NAMING_OTHERS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_comes_before_a_hello_is_passed_over),
        cmocka_unit_test(a_balancers_header_is_passed_over),
        cmocka_unit_test(a_socks_proxy_is_asked_for_a_name_and_then_used),
        cmocka_unit_test(a_command_and_the_hello_come_in_one_segment),
        cmocka_unit_test(a_hello_within_other_bytes_is_not_taken_for_one),
        cmocka_unit_test(an_upgrade_is_followed_or_not),
        cmocka_unit_test(a_long_conversation_may_come_before_a_hello),
        cmocka_unit_test(a_body_is_followed_over_what_was_not_captured),
        cmocka_unit_test(a_proxy_is_asked_for_a_name_and_then_used),
        cmocka_unit_test(requests_of_one_connection_are_all_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
