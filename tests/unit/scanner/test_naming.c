/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <netinet/in.h>

#include "contacts/naming.h"
#include "fake_store.h"
#include "frames.h"
#include "messages.h"

/* One TCP or UDP flow and what is heard of it. Side 0 is the client. */
struct talk {
    struct am_labels *labels;
    struct am_namer *namer;
    struct am_flow flow;
    struct am_naming naming;
    char heard[4096];
    uint32_t next[2]; /* sequence numbers */
    size_t names, answers;
};

static void hear_name(void *ctx, const struct am_flow *flow, enum am_source source,
                      const char *name)
{
    struct talk *t = ctx;
    size_t len = strlen(t->heard);
    assert_ptr_equal(flow, &t->flow);
    (void)snprintf(t->heard + len, sizeof t->heard - len, "%s%s %s", len ? ", " : "",
                   am_source_name(source), name);
    t->names++;
}

static void hear_answer(void *ctx, struct am_flow *flow, unsigned side,
                        const struct am_dns_answer *answer, int64_t time)
{
    struct talk *t = ctx;
    (void)time;
    assert_ptr_equal(flow, &t->flow);
    assert_int_equal(side, 1);
    assert_true(answer->addresses_len > 0);
    t->answers++;
}

static struct talk *begin(uint8_t transport, uint16_t port)
{
    struct talk *t = calloc(1, sizeof *t);
    assert_non_null(t);
    t->labels = am_labels_new();
    struct am_namer_options options = {.labels = t->labels,
                                       .ctx = t,
                                       .answer = hear_answer,
                                       .name = hear_name,
                                       .keep_others = true};
    t->namer = am_namer_new(&options);
    assert_non_null(t->namer);
    t->flow.transport = transport;
    t->flow.port[0] = 50000;
    t->flow.port[1] = port;
    t->next[0] = 0xfffffff0; /* the numbers wrap early on */
    t->next[1] = 7000;
    am_naming_init(t->namer, &t->naming, &t->flow);
    return t;
}

static uint64_t end(struct talk *t, const char *counter)
{
    struct am_store *store = calloc(1, sizeof *store);
    assert_non_null(store);
    am_namer_count(t->namer, store);
    uint64_t value = counter ? fake_counter(store, counter) : 0;
    free(store);
    am_naming_done(t->namer, &t->naming);
    am_namer_free(t->namer);
    am_labels_free(t->labels);
    free(t);
    return value;
}

/* A segment at `offset` from the side's next number, in a heap copy of its exact size. */
static void send_at(struct talk *t, unsigned side, uint32_t offset, const void *bytes, size_t len,
                    size_t kept, uint8_t flags)
{
    if (!am_naming_wants(&t->naming, side))
        return;
    uint8_t *copy = malloc(kept ? kept : 1);
    assert_non_null(copy);
    if (kept > 0)
        memcpy(copy, bytes, kept);
    struct am_packet p = {.transport = t->flow.transport,
                          .tcp_flags = flags,
                          .tcp_seq = t->next[side] + offset,
                          .payload = {copy, kept},
                          .payload_len = (uint32_t)len};
    t->flow.tcp_flags[side] |= flags;
    am_naming_take(t->namer, &t->flow, &t->naming, side, &p, 0);
    free(copy);
}

static void open_connection(struct talk *t)
{
    for (unsigned side = 0; side < 2; side++) {
        send_at(t, side, 0, NULL, 0, 0, (uint8_t)(side ? AM_TCP_SYN | AM_TCP_ACK : AM_TCP_SYN));
        t->next[side]++;
    }
}

static void say(struct talk *t, unsigned side, const void *bytes, size_t len)
{
    send_at(t, side, 0, bytes, len, len, AM_TCP_ACK);
    t->next[side] += (uint32_t)len;
}

static void say_text(struct talk *t, unsigned side, const char *text)
{
    say(t, side, text, strlen(text));
}

static void say_hello(struct talk *t, const char *name, size_t padding, size_t each)
{
    static struct wire w;
    w.len = 0;
    put_hello(&w, name, padding);
    for (size_t done = 0; done < w.len; done += each)
        say(t, 0, w.at + done, w.len - done < each ? w.len - done : each);
}

static void expect(struct talk *t, const char *heard, const char *name, enum am_evidence evidence)
{
    assert_string_equal(t->heard, heard);
    if (name)
        assert_string_equal(am_label_text(t->naming.name), name);
    else
        assert_null(t->naming.name);
    assert_int_equal(t->naming.evidence, evidence);
}

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

static void the_same_without_a_syn(void **state)
{
    (void)state;
    struct talk *t = begin(IPPROTO_TCP, 25);
    say_text(t, 0, "STARTTLS\r\n"); /* held, then passed over; the hello begins a segment */
    say_hello(t, "mail.example.org", 0, 1000);
    expect(t, "tls.sni mail.example.org", "mail.example.org", AM_EVIDENCE_SNI);
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
        cmocka_unit_test(what_comes_before_a_hello_is_passed_over),
        cmocka_unit_test(a_command_and_the_hello_come_in_one_segment),
        cmocka_unit_test(a_hello_within_other_bytes_is_not_taken_for_one),
        cmocka_unit_test(a_long_conversation_may_come_before_a_hello),
        cmocka_unit_test(a_balancers_header_is_passed_over),
        cmocka_unit_test(a_socks_proxy_is_asked_for_a_name_and_then_used),
        cmocka_unit_test(an_upgrade_is_followed_or_not),
        cmocka_unit_test(the_same_without_a_syn),
        cmocka_unit_test(a_body_is_followed_over_what_was_not_captured),
        cmocka_unit_test(a_proxy_is_asked_for_a_name_and_then_used),
        cmocka_unit_test(requests_of_one_connection_are_all_read),
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
