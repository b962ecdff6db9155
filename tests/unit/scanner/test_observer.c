/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "watched.h"

#define S          WATCHED_SECOND
#define END(a, p)  ((struct watched_end){a, p})
#define DESK       "10.0.0.5"
#define OTHER_DESK "10.0.0.6"
#define SERVER     "192.0.2.7"
#define SERVER6    "2001:db8::7"
#define RESOLVER   "9.9.9.9"
#define FAR        "198.51.100.9"

/* Nothing is lost and nothing counted twice: what contacts and the counters hold is what was sent.
 */
static void expect_all_bytes(struct watched *w)
{
    uint64_t sum = watched_contact_bytes(w) + fake_counter(&w->store, "local.bytes") +
                   fake_counter(&w->store, "multicast.bytes") +
                   fake_counter(&w->store, "icmp.bytes") +
                   fake_counter(&w->store, "bytes.duplicate") +
                   fake_counter(&w->store, "lost.fragments_unnamed_bytes");
    assert_int_equal(sum, w->sent);
    uint64_t flows = 0;
    for (size_t i = 0; i < w->flows_len; i++)
        flows += w->flows[i].flow.bytes[0] + w->flows[i].flow.bytes[1];
    assert_int_equal(flows + fake_counter(&w->store, "icmp.bytes") +
                         fake_counter(&w->store, "bytes.duplicate") +
                         fake_counter(&w->store, "lost.fragments_unnamed_bytes"),
                     w->sent);
}

static void expect_address(const struct am_address *a, const char *want)
{
    char text[AM_ADDRESS_TEXT];
    am_address_write(a, text);
    assert_string_equal(text, want);
}

static void a_named_connection_is_one_contact(void **state)
{
    (void)state;
    struct watched *w = watched_new(100);
    struct watched_end desk = END(DESK, 50000);
    struct watched_end server = END(SERVER, 443);
    watched_hello(w, desk, server, "www.example.org");
    uint64_t up = w->sent - 40;
    watched_tcp(w, server, desk, AM_TCP_ACK, 5001, "0123456789", 10);
    watched_finish(w);
    expect_all_bytes(w);
    assert_int_equal(w->store.len, 1);
    const struct am_contact *c = &w->store.at[0].contact;
    expect_address(&c->device, DESK);
    expect_address(&c->peer, SERVER);
    assert_string_equal(w->store.at[0].name, "www.example.org");
    assert_string_equal(c->app, "tls");
    assert_int_equal(c->evidence, AM_EVIDENCE_SNI);
    assert_int_equal(c->blindness, AM_BLIND_NOT);
    assert_int_equal(c->slot, WATCHED_START / S);
    assert_int_equal(c->flows, 1);
    assert_int_equal(c->up, up);
    assert_int_equal(c->down, 40 + 50);
    assert_string_equal(w->names, "tls.sni www.example.org\n");
    assert_int_equal(am_observer_figures(w->observer).named_flows, 1);
    watched_free(w);
}

/* Up is what the organization's device sends, whoever began and whatever came first. */
static void up_and_down_are_the_devices(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *device, *peer;
        uint16_t from_port, to_port;
        bool up;
    } cases[] = {
        {DESK, FAR, DESK, FAR, 50000, 443, true},
        {FAR, DESK, DESK, FAR, 443, 50000, false},
        {FAR, DESK, DESK, FAR, 50000, 443, false}, /* a visitor to the office's server */
        {"fd00::5", SERVER6, "fd00::5", SERVER6, 50000, 443, true},
        {"203.0.113.1", FAR, "203.0.113.1", FAR, 50000, 443, true}, /* neither: the client's */
        {"203.0.113.1", FAR, FAR, "203.0.113.1", 443, 50000, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct watched *w = watched_new(100);
        watched_udp(w, END(cases[i].from, cases[i].from_port), END(cases[i].to, cases[i].to_port),
                    "abc", 3);
        watched_finish(w);
        expect_all_bytes(w);
        assert_int_equal(w->store.len, 1);
        expect_address(&w->store.at[0].contact.device, cases[i].device);
        expect_address(&w->store.at[0].contact.peer, cases[i].peer);
        assert_int_equal(w->store.at[0].contact.up, cases[i].up ? w->sent : 0);
        assert_int_equal(w->store.at[0].contact.down, cases[i].up ? 0 : w->sent);
        watched_free(w);
    }
}

static void what_stays_inside_is_counted_and_no_contact(void **state)
{
    (void)state;
    struct watched *w = watched_new(100);
    watched_udp(w, END(DESK, 1), END(OTHER_DESK, 2), "abc", 3);
    watched_udp(w, END(DESK, 5353), END("224.0.0.251", 5353), "abcd", 4);
    watched_udp(w, END("fe80::1", 5353), END("ff02::fb", 5353), "abcde", 5);
    watched_udp(w, END("fe80::1", 1), END("fd00::1", 2), "abcdef", 6);
    watched_udp(w, END("0.0.0.0", 68), END("255.255.255.255", 67), "x", 1);
    watched_finish(w);
    expect_all_bytes(w);
    assert_int_equal(w->store.len, 0);
    assert_int_equal(fake_counter(&w->store, "local.packets"), 2);
    assert_int_equal(fake_counter(&w->store, "local.bytes"), 31 + 54);
    assert_int_equal(fake_counter(&w->store, "multicast.packets"), 3);
    assert_int_equal(fake_counter(&w->store, "multicast.bytes"), 32 + 53 + 29);
    assert_int_equal(w->flows_len, 5);
    watched_free(w);
}

static void a_flow_is_counted_slot_by_slot(void **state)
{
    (void)state;
    struct watched *w = watched_new(100);
    struct watched_end desk = END(DESK, 50000);
    struct watched_end server = END(SERVER, 443);
    watched_hello(w, desk, server, "www.example.org");
    uint64_t first = w->sent;
    w->time += 599 * S;
    watched_tcp(w, server, desk, AM_TCP_ACK, 5001, "x", 1);
    w->time += 1 * S; /* the next slot begins */
    watched_tcp(w, server, desk, AM_TCP_ACK, 5002, "yy", 2);
    w->time += 1200 * S; /* one slot is left out */
    watched_tcp(w, desk, server, AM_TCP_ACK, 1300, "zzz", 3);
    w->time -= 1 * S; /* a packet that was captured late */
    watched_tcp(w, desk, server, AM_TCP_ACK, 1310, "zzzz", 4);
    watched_finish(w);
    expect_all_bytes(w);
    static const struct {
        int64_t slot;
        uint64_t flows;
    } want[] = {{0, 1}, {600, 0}, {1800, 0}, {1200, 0}};
    assert_int_equal(w->store.len, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(w->store.at[i].contact.slot, WATCHED_START / S + want[i].slot);
        assert_int_equal(w->store.at[i].contact.flows, want[i].flows);
        assert_string_equal(w->store.at[i].name, "www.example.org");
    }
    assert_int_equal(w->store.at[0].contact.up + w->store.at[0].contact.down, first + 41);
    assert_int_equal(w->store.at[1].contact.down, 42);
    assert_int_equal(w->store.at[2].contact.up, 43);
    assert_int_equal(w->store.at[3].contact.up, 44);
    assert_int_equal(w->flows_len, 1);
    watched_free(w);
}

static void a_flush_adds_what_came_since_the_last(void **state)
{
    (void)state;
    struct watched *w = watched_new(100);
    struct watched_end desk = END(DESK, 50000);
    struct watched_end server = END(SERVER, 443);
    watched_tcp(w, desk, server, AM_TCP_SYN, 1000, NULL, 0);
    am_observer_settle(w->observer);
    assert_int_equal(w->store.len, 0); /* its name may still come */
    watched_hello(w, desk, server, "www.example.org");
    am_observer_settle(w->observer);
    assert_int_equal(w->store.len, 1);
    am_observer_settle(w->observer);
    assert_int_equal(w->store.len, 1); /* nothing new */
    watched_tcp(w, server, desk, AM_TCP_ACK, 5001, "yy", 2);
    am_observer_settle(w->observer);
    assert_int_equal(w->store.len, 2);
    assert_int_equal(w->store.at[1].contact.down, 42);
    assert_int_equal(w->store.at[1].contact.flows, 0);
    watched_finish(w);
    expect_all_bytes(w);
    watched_free(w);
}

static void a_flow_that_never_names_itself_is_counted_after_a_while(void **state)
{
    (void)state;
    struct watched *w = watched_new(100);
    struct watched_end desk = END(DESK, 50000);
    struct watched_end server = END(SERVER, 9999);
    watched_tcp(w, desk, server, AM_TCP_SYN, 1000, NULL, 0);
    w->time += 9 * S;
    watched_tcp(w, server, desk, AM_TCP_SYN | AM_TCP_ACK, 1, NULL, 0);
    am_observer_settle(w->observer);
    assert_int_equal(w->store.len, 0);
    w->time += 1 * S;
    watched_tcp(w, desk, server, AM_TCP_ACK, 1001, NULL, 0);
    am_observer_settle(w->observer);
    assert_int_equal(w->store.len, 1);
    assert_false(w->store.at[0].has_name);
    assert_int_equal(w->store.at[0].contact.blindness, AM_BLIND_ADDRESS_ONLY);
    watched_finish(w);
    expect_all_bytes(w);
    watched_free(w);
}

static void the_dns_names_what_does_not_name_itself(void **state)
{
    (void)state;
    static const struct {
        const char *device, *name, *cname;
        enum am_evidence evidence;
    } cases[] = {
        {DESK, "www.example.org", "edge.cdn.example", AM_EVIDENCE_DNS},
        {OTHER_DESK, "www.example.org", "edge.cdn.example", AM_EVIDENCE_DNS_OTHER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct watched *w = watched_new(100);
        watched_resolve(w, END(DESK, 40000), END(RESOLVER, 53), "www.example.org",
                        "edge.cdn.example", (uint8_t[]){192, 0, 2, 7});
        watched_udp(w, END(cases[i].device, 50000), END(SERVER, 9999), "x", 1);
        watched_finish(w);
        expect_all_bytes(w);
        assert_int_equal(w->answers, 1);
        assert_int_equal(w->store.len, 2); /* in order of their ends: the question's is older */
        for (size_t n = 0; n < 2; n++) {
            bool dns = strcmp(w->store.at[n].contact.app, "dns") == 0;
            assert_int_equal(w->store.at[n].has_name, !dns);
            assert_int_equal(w->store.at[n].contact.blindness,
                             dns ? AM_BLIND_RESOLVER : AM_BLIND_NOT);
            if (dns)
                continue;
            assert_string_equal(w->store.at[n].name, cases[i].name);
            assert_string_equal(w->store.at[n].cname, cases[i].cname);
            assert_int_equal(w->store.at[n].contact.evidence, cases[i].evidence);
        }
        watched_free(w);
    }
}

static void a_visitor_to_our_server_is_not_named_after_it(void **state)
{
    (void)state;
    struct watched *w = watched_new(100);
    watched_hello(w, END(FAR, 50000), END(DESK, 443), "office.example.org");
    watched_finish(w);
    expect_all_bytes(w);
    assert_string_equal(w->flows[0].name, "office.example.org");
    assert_int_equal(w->store.len, 1);
    expect_address(&w->store.at[0].contact.peer, FAR);
    assert_false(w->store.at[0].has_name);
    assert_int_equal(w->store.at[0].contact.evidence, AM_EVIDENCE_NONE);
    assert_int_not_equal(w->store.at[0].contact.blindness, AM_BLIND_NOT);
    assert_int_equal(am_observer_figures(w->observer).named_flows, 0);
    watched_free(w);
}

static void why_a_flow_has_no_name(void **state)
{
    (void)state;
    enum {
        SYN_BOTH = 1,
        BACK = 2,
        CUT = 4,
        GAP = 8,
        ESP = 16,
    };
    static const struct {
        const char *what;
        unsigned how;
        enum am_blindness blindness;
    } cases[] = {
        {"seen whole", SYN_BOTH | BACK, AM_BLIND_ADDRESS_ONLY},
        {"only there", SYN_BOTH, AM_BLIND_ONE_WAY},
        {"from its middle on", BACK, AM_BLIND_MID_STREAM},
        {"cut by the snapshot length", SYN_BOTH | BACK | CUT, AM_BLIND_LOST},
        {"with a gap", SYN_BOTH | BACK | GAP, AM_BLIND_LOST},
        {"IPsec", ESP, AM_BLIND_TUNNEL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct watched *w = watched_new(100);
        struct watched_end desk = END(DESK, 50000);
        struct watched_end server = END(SERVER, 9999);
        unsigned how = cases[i].how;
        if (how & ESP) {
            watched_ip(w, DESK, SERVER, IPPROTO_ESP, 30, 0);
            watched_send(w, "012345678901234567890123456789", 30);
        } else {
            if (how & SYN_BOTH)
                watched_tcp(w, desk, server, AM_TCP_SYN, 1000, NULL, 0);
            if (how & BACK)
                watched_tcp(w, server, desk, how & SYN_BOTH ? AM_TCP_SYN | AM_TCP_ACK : AM_TCP_ACK,
                            1, NULL, 0);
            if (how & CUT)
                w->kept = 45;
            watched_tcp(w, desk, server, AM_TCP_ACK, how & GAP ? 2000 : 1001, "\x99\x98\x97\x96xx",
                        6);
        }
        watched_finish(w);
        expect_all_bytes(w);
        assert_int_equal(w->flows_len, 1);
        if (w->flows[0].told.blindness != cases[i].blindness ||
            w->store.at[0].contact.blindness != cases[i].blindness)
            fail_msg("%s: %s", cases[i].what, am_blindness_name(w->flows[0].told.blindness));
        assert_int_equal(w->flows[0].told.cut, (how & CUT) != 0);
        assert_int_equal(w->flows[0].told.gap, (how & GAP) != 0);
        assert_int_equal(fake_counter(&w->store, "packets.cut"), (how & CUT) != 0);
        watched_free(w);
    }
}

static void a_flow_of_days_is_told_every_twelve_hours(void **state)
{
    (void)state;
    struct watched *w = watched_new(100);
    struct watched_end desk = END(DESK, 50000);
    struct watched_end server = END(SERVER, 443);
    uint32_t seq = 5001;
    watched_hello(w, desk, server, "www.example.org");
    for (unsigned minute = 0; minute < 30 * 60; minute += 10) {
        w->time += 600 * S;
        watched_tcp(w, server, desk, AM_TCP_ACK, seq++, "x", 1);
        watched_tcp(w, desk, server, AM_TCP_ACK, 2000 + seq, NULL, 0);
    }
    watched_finish(w);
    expect_all_bytes(w);
    assert_int_equal(w->flows_len, 3);
    uint64_t flows = 0;
    for (size_t i = 0; i < w->store.len; i++) {
        assert_string_equal(w->store.at[i].name, "www.example.org");
        flows += w->store.at[i].contact.flows;
    }
    assert_int_equal(flows, 1);
    assert_int_equal(w->store.len, 181); /* slots */
    assert_true(w->flows[1].flow.first > w->flows[0].flow.first + 12 * 3600 * S);
    watched_free(w);
}

static void ports_used_again_are_two_flows_with_their_own_names(void **state)
{
    (void)state;
    struct watched *w = watched_new(100);
    struct watched_end desk = END(DESK, 50000);
    struct watched_end server = END(SERVER, 443);
    static struct wire hello;
    watched_hello(w, desk, server, "a.example");
    /* its end was not captured; the next one has other sequence numbers */
    watched_tcp(w, desk, server, AM_TCP_SYN, 900000, NULL, 0);
    hello.len = 0;
    put_hello(&hello, "b.example", 0);
    watched_tcp(w, desk, server, AM_TCP_ACK, 900001, hello.at, hello.len);
    watched_finish(w);
    expect_all_bytes(w);
    assert_int_equal(w->flows_len, 2);
    assert_string_equal(w->flows[0].name, "a.example");
    assert_string_equal(w->flows[1].name, "b.example");
    watched_free(w);
}

static void mirrored_copies_count_once(void **state)
{
    (void)state;
    struct watched *w = watched_new(100);
    struct watched_end desk = END(DESK, 50000);
    struct watched_end server = END(SERVER, 9999);
    for (unsigned i = 0; i < 10; i++) {
        watched_udp(w, desk, server, "abc", 3);
        w->ip_id--; /* the very same */
        watched_udp(w, desk, server, "abc", 3);
        w->time += S;
    }
    watched_finish(w);
    expect_all_bytes(w);
    assert_int_equal(fake_counter(&w->store, "packets.duplicate"), 10);
    assert_int_equal(fake_counter(&w->store, "bytes.duplicate"), 310);
    assert_int_equal(w->store.at[0].contact.up, 310);
    watched_free(w);
}

static void fragments_belong_to_the_flow_that_the_first_names(void **state)
{
    (void)state;
    static struct wire message;
    for (unsigned backwards = 0; backwards < 2; backwards++) {
        for (unsigned first = 0; first < 2; first++) {
            struct watched *w = watched_new(100);
            message.len = 0;
            wire_number(&message, 40000, 2);
            wire_number(&message, 53, 2);
            size_t len = wire_open(&message, 2);
            wire_number(&message, 0, 2);
            put_question(&message, "a-rather-long-name-in-two-pieces.example.org");
            wire_close(&message, len, 2);
            message.at[5] = (uint8_t)(message.at[5] + 6); /* counts its own header */
            for (unsigned i = 0; i < 2; i++) {
                bool start = (i == 0) != backwards;
                if (start && !first)
                    continue; /* the first is lost */
                w->ip_id = 776;
                watched_ip(w, DESK, RESOLVER, IPPROTO_UDP, start ? 32 : message.len - 32,
                           start ? 0x2000 : 4);
                watched_send(w, message.at + (start ? 0 : 32), start ? 32 : message.len - 32);
            }
            watched_finish(w);
            expect_all_bytes(w);
            assert_int_equal(w->flows_len, first);
            assert_int_equal(fake_counter(&w->store, "packets.fragments"), 1 + first);
            assert_int_equal(fake_counter(&w->store, "lost.fragments_unnamed"), !first);
            if (first) {
                assert_int_equal(w->flows[0].flow.packets[0], 2);
                assert_int_equal(w->flows[0].flow.port[1], 53);
                assert_string_equal(w->names,
                                    "dns.query a-rather-long-name-in-two-pieces.example.org\n");
            }
            watched_free(w);
        }
    }
}

static void icmp_is_counted_apart(void **state)
{
    (void)state;
    struct watched *w = watched_new(100);
    watched_ip(w, DESK, SERVER, IPPROTO_ICMP, 8, 0);
    watched_send(w, "\x08\0\0\0\0\0\0\x01", 8);
    watched_ip(w, "2001:db8::1", SERVER6, IPPROTO_ICMPV6, 8, 0);
    watched_send(w, "\x80\0\0\0\0\0\0\x01", 8);
    watched_finish(w);
    expect_all_bytes(w);
    assert_int_equal(fake_counter(&w->store, "icmp.packets"), 2);
    assert_int_equal(fake_counter(&w->store, "icmp.bytes"), 28 + 48);
    assert_int_equal(w->store.len, 0);
    watched_free(w);
}

static void a_full_table_loses_no_bytes(void **state)
{
    (void)state;
    struct watched *w = watched_new(50);
    for (uint16_t i = 0; i < 1000; i++) {
        watched_udp(w, END(DESK, (uint16_t)(2000 + i)), END(SERVER, 9999), "abc", 3);
        watched_udp(w, END(SERVER, 9999), END(DESK, (uint16_t)(2000 + i / 2)), "abc", 3);
    }
    watched_finish(w);
    expect_all_bytes(w);
    assert_true(fake_counter(&w->store, "flows.evicted") >= 950);
    size_t evicted = 0;
    for (size_t i = 0; i < w->flows_len; i++)
        evicted += w->flows[i].told.evicted;
    assert_int_equal(evicted, fake_counter(&w->store, "flows.evicted"));
    watched_free(w);
}

static void one_odd_time_ends_no_flow(void **state)
{
    (void)state;
    struct watched *w = watched_new(100);
    struct watched_end desk = END(DESK, 50000);
    struct watched_end server = END(SERVER, 443);
    watched_hello(w, desk, server, "www.example.org");
    int64_t before = w->time;
    w->time += 3650ll * 86400 * S;
    watched_udp(w, END(OTHER_DESK, 1), END(SERVER, 9999), "x", 1);
    w->time = before + S;
    for (uint32_t i = 0; i < 10; i++)
        watched_tcp(w, server, desk, AM_TCP_ACK, 5001 + i, "y", 1);
    watched_finish(w);
    expect_all_bytes(w);
    assert_int_equal(w->flows_len, 2);
    assert_int_equal(fake_counter(&w->store, "packets.odd_time"), 1);
    struct am_observer_figures figures = am_observer_figures(w->observer);
    assert_int_equal(figures.first, WATCHED_START);
    assert_int_equal(figures.last, WATCHED_START + S);
    for (size_t i = 0; i < w->store.len; i++)
        assert_int_equal(w->store.at[i].contact.slot, WATCHED_START / S);
    watched_free(w);
}

static void what_is_no_packet_is_counted_by_kind(void **state)
{
    (void)state;
    static const struct {
        int link_type;
        const char *bytes;
        size_t len;
        uint32_t wire_len;
        const char *counter;
    } cases[] = {
        {101, "\x45\0\0\x14", 4, 20, "lost.cut_headers"},
        {101, "\x45\0\0\x14", 4, 4, "packets.malformed"},
        {1, "\1\2\3\4\5\6\1\2\3\4\5\6\x08\x06\0\1", 16, 60, "packets.not_ip"},
        {9999, "x", 1, 1, "lost.link_unknown"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct watched *w = watched_new(100);
        struct am_frame frame = {.bytes = {(const uint8_t *)cases[i].bytes, cases[i].len},
                                 .wire_len = cases[i].wire_len,
                                 .link_type = cases[i].link_type,
                                 .time = w->time};
        am_observer_take(w->observer, &frame, 1);
        watched_finish(w);
        assert_int_equal(fake_counter(&w->store, "packets"), 1);
        if (fake_counter(&w->store, cases[i].counter) != 1)
            fail_msg("%s", cases[i].counter);
        assert_int_equal(w->store.len, 0);
        watched_free(w);
    }
}

static void send_fragment(struct watched *w, const char *from, const char *to,
                          const uint8_t *payload, size_t len, uint16_t fragment)
{
    watched_ip(w, from, to, IPPROTO_UDP, len + 8, fragment);
    watched_put(w, 0x12340035, 4);
    watched_put(w, 0, 4);
    watched_send(w, payload, len);
}

/* Packets of every kind at random, flushed now and then: every byte is somewhere, once. */
static void no_byte_is_lost_or_counted_twice(void **state)
{
    (void)state;
    static const char *const addresses[] = {DESK, OTHER_DESK, SERVER, FAR, "224.0.0.1", RESOLVER};
    static const uint8_t flags[] = {AM_TCP_SYN, AM_TCP_ACK, AM_TCP_ACK, AM_TCP_FIN | AM_TCP_ACK,
                                    AM_TCP_RST};
    static const uint16_t ports[] = {53, 80, 443, 50000, 50001};
    uint32_t random = 99;
    for (unsigned round = 0; round < 20; round++) {
        struct watched *w = watched_new(round % 2 ? 8 : 1000);
        for (unsigned i = 0; i < 600; i++) {
            random = random * 1664525u + 1013904223u;
            uint32_t r = random >> 8;
            struct watched_end from = END(addresses[r % 6], ports[r / 6 % 5]);
            struct watched_end to = END(addresses[r / 30 % 6], ports[r / 180 % 5]);
            size_t len = r / 900 % 300;
            static const uint8_t payload[300] = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";
            w->time += r / 7 % 5 == 0 ? (int64_t)(r % 700) * S : (int64_t)(r % 1000) * 1000000;
            w->time -= r % 50 == 0 ? 30 * S : 0;
            w->kept = r % 17 == 0 ? 60 : SIZE_MAX;
            if (r % 3 == 0)
                watched_udp(w, from, to, payload, len);
            else if (r % 31 == 0)
                send_fragment(w, from.address, to.address, payload, len,
                              (uint16_t)(r % 2 ? 0x2000 : r % 7));
            else
                watched_tcp(w, from, to, flags[r / 11 % 5], r, payload, len);
            if (r % 101 == 0)
                am_observer_settle(w->observer);
        }
        watched_finish(w);
        expect_all_bytes(w);
        watched_free(w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_named_connection_is_one_contact),
        cmocka_unit_test(up_and_down_are_the_devices),
        cmocka_unit_test(what_stays_inside_is_counted_and_no_contact),
        cmocka_unit_test(a_flow_is_counted_slot_by_slot),
        cmocka_unit_test(a_flush_adds_what_came_since_the_last),
        cmocka_unit_test(a_flow_that_never_names_itself_is_counted_after_a_while),
        cmocka_unit_test(the_dns_names_what_does_not_name_itself),
        cmocka_unit_test(a_visitor_to_our_server_is_not_named_after_it),
        cmocka_unit_test(why_a_flow_has_no_name),
        cmocka_unit_test(a_flow_of_days_is_told_every_twelve_hours),
        cmocka_unit_test(ports_used_again_are_two_flows_with_their_own_names),
        cmocka_unit_test(mirrored_copies_count_once),
        cmocka_unit_test(fragments_belong_to_the_flow_that_the_first_names),
        cmocka_unit_test(icmp_is_counted_apart),
        cmocka_unit_test(a_full_table_loses_no_bytes),
        cmocka_unit_test(one_odd_time_ends_no_flow),
        cmocka_unit_test(what_is_no_packet_is_counted_by_kind),
        cmocka_unit_test(no_byte_is_lost_or_counted_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
