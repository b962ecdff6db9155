/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dns_messages.h"

static const struct message messages[] = {
    {"a query", QUERY, {"www.example.org"}, {{0}}, Q("www.example.org"), 0, 0, 0},
    {"mixed case, as resolvers spell it against forgery",
     QUERY,
     {"wWw.ExAmPlE.oRg"},
     {{0}},
     Q("www.example.org"),
     0,
     0,
     0},
    {"underscores", QUERY, {"_sip._udp.example.org"}, {{0}}, Q("_sip._udp.example.org"), 0, 0, 0},
    {"the root", QUERY, {""}, {{0}}, "", 0, 0, 0},
    {"no question", QUERY, {NULL}, {{0}}, "", 0, 0, 0},
    {"ten questions",
     QUERY,
     {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"},
     {{0}},
     Q("a") Q("b") Q("c") Q("d") Q("e") Q("f") Q("g") Q("h") Q("i") Q("j"),
     0,
     0,
     0},
    {"a second question that points into the first",
     QUERY,
     {"www.example.org", "mail.@16"},
     {{0}},
     Q("www.example.org") Q("mail.example.org"),
     0,
     0,
     0},
    {"one valid name of two",
     QUERY,
     {"b?d", "good"},
     {{0}},
     "invalid dns.query\n" Q("good"),
     0,
     0,
     0},
    {"a blank in a name", QUERY, {"my printer.local"}, {{0}}, "invalid dns.query\n", 0, 0, 0},
    {"a dot inside a label", QUERY, {"www\\.example.org"}, {{0}}, "invalid dns.query\n", 0, 0, 0},
    {"an update", UPDATE, {"example.org"}, {{0}}, "", 0, 0, 0},
    {"a notify", NOTIFY, {"example.org"}, {{0}}, "", 0, 0, 0},
    {"junk after the message", QUERY, {"example.org"}, {{0}}, Q("example.org"), 0, 0, 40},
    {"an answer",
     RESPONSE,
     {"example.org"},
     {{"@12", A, "192.0.2.1", 60, 0}},
     Q("example.org") "answer example.org 192.0.2.1 ttl 60\n",
     0,
     0,
     0},
    {"addresses of both kinds, and the smallest time to live",
     RESPONSE,
     {"example.org"},
     {{"@12", AAAA, "2001:db8::1", 300, 0}, {"@12", A, "192.0.2.1", 60, 0}},
     Q("example.org") "answer example.org 2001:db8::1 192.0.2.1 ttl 60\n",
     0,
     0,
     0},
    {"a time to live with its top bit set is none",
     RESPONSE,
     {"example.org"},
     {{"@12", A, "192.0.2.1", 0x80000000u, 0}},
     Q("example.org") "answer example.org 192.0.2.1 ttl 0\n",
     0,
     0,
     0},
    {"no such name",
     RESPONSE | NXDOMAIN,
     {"example.org"},
     {{"@12", A, "192.0.2.1", 60, 0}},
     Q("example.org") "answer example.org rcode 3\n",
     0,
     0,
     0},
    {"a chain",
     RESPONSE,
     {"www.example.org"},
     {{"@12", CNAME, "cdn.example.net", 60, 0},
      {"cdn.example.net", CNAME, "edge7.example.com", 60, 0},
      {"edge7.example.com", A, "192.0.2.1", 20, 0}},
     Q("www.example.org") "answer www.example.org > cdn.example.net > edge7.example.com 192.0.2.1 "
                          "ttl 20\n",
     0,
     0,
     0},
    {"a chain backwards, in mixed case",
     RESPONSE,
     {"www.example.org"},
     {{"EDGE7.example.com", A, "192.0.2.1", 20, 0},
      {"cdn.Example.net", CNAME, "edge7.EXAMPLE.com", 60, 0},
      {"wWW.example.org", CNAME, "CDN.example.net", 60, 0}},
     Q("www.example.org") "answer www.example.org > cdn.example.net > edge7.example.com 192.0.2.1 "
                          "ttl 20\n",
     0,
     0,
     0},
    {"a chain that goes round",
     RESPONSE,
     {"a.org"},
     {{"a.org", CNAME, "b.org", 60, 0}, {"b.org", CNAME, "a.org", 60, 0}},
     Q("a.org") "answer a.org > b.org > a.org\n",
     0,
     0,
     0},
    {"a chain that ends nowhere",
     RESPONSE,
     {"a.org"},
     {{"a.org", CNAME, "b.org", 60, 0}, {"a.org", A, "192.0.2.1", 60, 0}},
     Q("a.org") "answer a.org > b.org\n",
     0,
     0,
     0},
    {"a whole tree renamed, with the alias made from it",
     RESPONSE,
     {"www.old.org"},
     {{"old.org", DNAME, "new.net", 60, 0},
      {"www.old.org", CNAME, "www.new.net", 0, 0},
      {"www.new.net", A, "192.0.2.1", 60, 0}},
     Q("www.old.org") "answer www.old.org > www.new.net 192.0.2.1 ttl 60\n",
     0,
     0,
     0},
    {"a whole tree renamed, without it",
     RESPONSE,
     {"www.old.org"},
     {{"www.new.net", A, "192.0.2.1", 60, 0}, {"old.org", DNAME, "new.net", 60, 0}},
     Q("www.old.org") "answer www.old.org > www.new.net 192.0.2.1 ttl 60\n",
     0,
     0,
     0},
    {"a renamed tree that the name only resembles",
     RESPONSE,
     {"wwwold.org"},
     {{"old.org", DNAME, "new.net", 60, 0}, {"wwwnew.net", A, "192.0.2.1", 60, 0}},
     Q("wwwold.org") "answer wwwold.org\n",
     0,
     0,
     0},
    {"addresses of names that nobody asked for",
     RESPONSE,
     {"a.org"},
     {{"bank.org", A, "192.0.2.66", 60, 0}, {"a.org", A, "192.0.2.1", 60, 0}},
     Q("a.org") "answer a.org 192.0.2.1 ttl 60\n",
     0,
     0,
     0},
    {"another class",
     RESPONSE,
     {"a.org"},
     {{"a.org", A, "192.0.2.1", 60, CHAOS}},
     Q("a.org") "answer a.org\n",
     0,
     0,
     0},
    {"a record of another type between",
     RESPONSE,
     {"a.org"},
     {{"a.org", TXT, "whatever", 60, 0}, {"a.org", A, "192.0.2.1", 60, 0}},
     Q("a.org") "answer a.org 192.0.2.1 ttl 60\n",
     0,
     0,
     0},
    {"an A record of the wrong size",
     RESPONSE,
     {"a.org"},
     {{"a.org", A, "2001:db8::1", 60, 0}},
     Q("a.org") "answer a.org\n",
     0,
     0,
     0},
    {"an alias that is no name",
     RESPONSE,
     {"a.org"},
     {{"a.org", CNAME, "b?d", 60, 0}, {"a.org", A, "192.0.2.1", 60, 0}},
     Q("a.org") "answer a.org 192.0.2.1 ttl 60\n",
     0,
     0,
     0},
    {"an answer to two questions",
     RESPONSE,
     {"a.org", "b.org"},
     {{"b.org", A, "192.0.2.2", 60, 0}, {"a.org", A, "192.0.2.1", 60, 0}},
     Q("a.org") Q("b.org") "answer a.org 192.0.2.1 ttl 60\nanswer b.org 192.0.2.2 ttl 60\n",
     0,
     0,
     0},
    {"a server that fails",
     RESPONSE | SERVFAIL,
     {"a.org"},
     {{0}},
     Q("a.org") "answer a.org rcode 2\n",
     0,
     0,
     0},
    {"a server that refuses two questions",
     RESPONSE | REFUSED,
     {"a.org", "b.org"},
     {{0}},
     Q("a.org") Q("b.org") "answer a.org rcode 5\nanswer b.org rcode 5\n",
     0,
     0,
     0},
    {"a name without records of the kind asked",
     RESPONSE,
     {"a.org"},
     {{0}},
     Q("a.org") "answer a.org\n",
     0,
     0,
     0},
    {"nothing but the question fitted",
     RESPONSE | TRUNCATED,
     {"a.org"},
     {{0}},
     Q("a.org") "answer a.org\n",
     0,
     0,
     0},
    {"an answer to a question that is no name",
     RESPONSE,
     {"b?d"},
     {{"@12", A, "192.0.2.1", 60, 0}},
     "invalid dns.query\n",
     0,
     0,
     0},
    {"names spelled out and names pointed to",
     RESPONSE,
     {"www.example.org"},
     {{"WWW.@16", CNAME, "cdn.@16", 60, 0},
      {"cdn.example.org", A, "192.0.2.1", 60, 0},
      {"cdn.@16", A, "192.0.2.2", 50, 0}},
     Q("www.example.org") "answer www.example.org > cdn.example.org 192.0.2.1 192.0.2.2 ttl 50\n",
     0,
     0,
     0},
    {"truncated by its server, counts as before",
     RESPONSE | TRUNCATED,
     {"a.org"},
     {{"a.org", A, "192.0.2.1", 60, 0}},
     Q("a.org") "answer a.org 192.0.2.1 ttl 60\n",
     0,
     9,
     0},
    {"more records announced than can be there",
     RESPONSE,
     {"a.org"},
     {{"a.org", A, "192.0.2.1", 60, 0}},
     "",
     0,
     9,
     0},
    {"more questions announced than can be there", QUERY, {"a.org"}, {{0}}, "", 9, 0, 0},
    {"a name that points at itself", QUERY, {"www.@12"}, {{0}}, "", 0, 0, 8},
    {"a name that points ahead", QUERY, {"www.@20"}, {{0}}, "", 0, 0, 8},
    {"a name that points into the header", QUERY, {"www.@4"}, {{0}}, "", 0, 0, 8},
};

static void hears_every_message_as_it_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        struct wire w = {.len = 0};
        struct heard h = {.proto = NULL};
        put_message(&w, &messages[i]);
        heard_whole(&h, &am_proto_dns, wire_view(&w), false, true);
        if (strcmp(h.text, messages[i].heard) != 0)
            print_error("in the case of: %s\n", messages[i].title);
        assert_string_equal(h.text, messages[i].heard);
        if (h.state != AM_TAKEN_NOT)
            assert_int_equal(h.taken, w.len);
    }
}

/* A cut message tells no more than the whole one, and line by line the same or less. */
static void keeps_what_came_whole_of_a_cut_message(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        struct wire w = {.len = 0};
        struct heard h = {.proto = NULL};
        bool is_dns = messages[i].heard[0] != '\0';
        put_message(&w, &messages[i]);
        for (size_t len = 0; len < w.len; len++) {
            heard_whole(&h, &am_proto_dns, (struct am_bytes){.at = w.at, .len = len}, true, true);
            assert_int_equal(h.state, AM_TAKEN_MORE);
            char *answers = strstr(h.text, "answer");
            if (answers)
                *answers = '\0';
            if (is_dns)
                assert_memory_equal(h.text, messages[i].heard, strlen(h.text));
        }
    }
}

static void tells_the_question_of_a_query_cut_after_it(void **state)
{
    struct wire w = {.len = 0};
    struct heard h = {.proto = NULL};
    (void)state;
    put_message(&w, &messages[0]);
    size_t name_end = QUESTION_AT + sizeof "www.example.org" + 1;
    heard_whole(&h, &am_proto_dns, (struct am_bytes){w.at, name_end}, true, true);
    assert_string_equal(h.text, "dns.query www.example.org\n");
    heard_whole(&h, &am_proto_dns, (struct am_bytes){w.at, name_end - 1}, true, true);
    assert_string_equal(h.text, "");
}

static void tells_the_addresses_of_an_answer_cut_after_them(void **state)
{
    static const struct message m = {
        "", RESPONSE, {"a.org"}, {{"@12", A, "192.0.2.1", 60, 0}, {"@12", A, "192.0.2.2", 60, 0}},
        "", 0,        0,         0};
    struct wire w = {.len = 0};
    struct heard h = {.proto = NULL};
    (void)state;
    put_message(&w, &m);
    heard_whole(&h, &am_proto_dns, (struct am_bytes){w.at, w.len - 1}, true, true);
    assert_string_equal(h.text, "dns.query a.org\nanswer a.org 192.0.2.1 ttl 60\n");
}

static void hears_a_stream_alike_however_it_is_split(void **state)
{
    struct wire w = {.len = 0};
    struct heard whole = {.proto = NULL};
    struct heard split = {.proto = NULL};
    (void)state;
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        if (messages[i].heard[0] == '\0' || messages[i].junk > 0)
            continue;
        size_t mark = wire_open(&w, 2);
        struct wire one = {.len = 0}; /* pointers count from the message's start */
        put_message(&one, &messages[i]);
        wire_bytes(&w, one.at, one.len);
        wire_close(&w, mark, 2);
    }
    heard_whole(&whole, &am_proto_dns, wire_view(&w), false, false);
    assert_non_null(strstr(whole.text, "answer b.org 192.0.2.2"));
    assert_int_equal(whole.taken, w.len);
    for (size_t first = 0; first <= w.len; first++) {
        heard_stream(&split, &am_proto_dns, wire_view(&w), first, 0);
        assert_string_equal(split.text, whole.text);
    }
    heard_stream(&split, &am_proto_dns, wire_view(&w), 1, 1);
    assert_string_equal(split.text, whole.text);
}

static void gives_up_on_a_stream_that_is_not_dns(void **state)
{
    static const char *const streams[] = {"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n", "\x00\x00",
                                          "\x00\x05hello", "\x00\x0chello, world"};
    static const size_t lens[] = {37, 2, 7, 14};
    struct heard h = {.proto = NULL};
    (void)state;
    for (size_t i = 1; i < 4; i++) {
        struct am_bytes data = {(const uint8_t *)streams[i], lens[i]};
        heard_whole(&h, &am_proto_dns, data, false, false);
        assert_string_equal(h.text, "");
        assert_int_equal(h.state, AM_TAKEN_NOT);
    }
    assert_int_equal(am_proto_dns.probe((struct am_bytes){(const uint8_t *)streams[0], lens[0]}),
                     AM_PROBE_NO);
}

static void looks_anew_after_a_cut_stream(void **state)
{
    struct wire w = {.len = 0};
    struct heard h = {.proto = NULL};
    (void)state;
    size_t mark = wire_open(&w, 2);
    struct wire one = {.len = 0};
    put_message(&one, &messages[0]);
    wire_bytes(&w, one.at, one.len);
    wire_close(&w, mark, 2);
    heard_whole(&h, &am_proto_dns, (struct am_bytes){w.at, w.len - 2}, true, false);
    assert_string_equal(h.text, "dns.query www.example.org\n");
    assert_int_equal(h.state, AM_TAKEN_NEXT);
    assert_int_equal(h.taken, w.len - 2);
}

static void probes_datagrams_and_streams(void **state)
{
    struct wire w = {.len = 0};
    (void)state;
    size_t mark = wire_open(&w, 2);
    put_message(&w, &messages[0]);
    wire_close(&w, mark, 2);
    assert_int_equal(am_proto_dns.probe(wire_view(&w)), AM_PROBE_YES);
    assert_int_equal(am_proto_dns.probe((struct am_bytes){w.at + 2, w.len - 2}), AM_PROBE_YES);
    assert_int_equal(am_proto_dns.probe((struct am_bytes){w.at, 2}), AM_PROBE_MAYBE);
    assert_int_equal(am_proto_dns.probe((struct am_bytes){w.at, 0}), AM_PROBE_MAYBE);
}

static void hears_nothing_in_random_bytes(void **state)
{
    uint64_t seed = 0x9e3779b97f4a7c15u;
    uint8_t bytes[512];
    struct heard h = {.proto = NULL};
    (void)state;
    heard_init(&h);
    for (unsigned round = 0; round < 200000; round++) {
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            bytes[i] = (uint8_t)(seed >> 56);
        }
        size_t len = seed >> 33 & 511;
        (void)heard_call(&h, &am_proto_dns, (struct am_bytes){bytes, len}, false, true);
        (void)heard_call(&h, &am_proto_dns, (struct am_bytes){bytes, len}, false, false);
    }
    assert_string_equal(h.text, "");
}

/* On a port that is not its own a question has to be one to the last byte. */
static void hears_a_lone_question_on_another_port(void **state)
{
    static const struct {
        const char *title;
        uint16_t flags;
        const char *question;
        unsigned option, junk;
        const char *heard;
    } cases[] = {
        {"a question", QUERY, "2.resolver.example.org", 0, 0, "2.resolver.example.org"},
        {"with EDNS", QUERY, "example.org", 11, 0, "example.org"},
        {"with another record", QUERY, "example.org", 10, 0, NULL},
        {"an answer", RESPONSE, "example.org", 0, 0, NULL},
        {"an update", UPDATE, "example.org", 0, 0, NULL},
        {"one label", QUERY, "printer", 0, 0, NULL},
        {"a label that is no host's", QUERY, "a b.example.org", 0, 0, NULL},
        {"something behind it", QUERY, "example.org", 0, 1, NULL},
        {"a name that ends elsewhere", QUERY, "www.example.@12", 0, 0, NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wire w = {.len = 0};
        struct heard h = {.proto = NULL};
        char expected[64] = "";
        wire_number(&w, 0x1234, 2);
        wire_number(&w, cases[i].flags, 2);
        wire_number(&w, 1, 2);
        wire_number(&w, 0, 4);
        wire_number(&w, cases[i].option > 0, 2);
        put_name(&w, cases[i].question);
        wire_number(&w, TXT, 2);
        wire_number(&w, CLASS_IN, 2);
        if (cases[i].option > 0) {
            wire_number(&w, 0, 1);
            wire_number(&w, cases[i].option == 11 ? 41 : TXT, 2);
            wire_number(&w, 1232, 2);
            wire_number(&w, 0, 4);
            wire_number(&w, 0, 2);
        }
        wire_fill(&w, 0, cases[i].junk);
        enum am_probe probe = am_proto_dns_other.probe(wire_view(&w));
        heard_whole(&h, &am_proto_dns_other, wire_view(&w), false, true);
        if (cases[i].heard)
            (void)snprintf(expected, sizeof expected, "dns.query.otherport %s\n", cases[i].heard);
        if (strcmp(h.text, expected) != 0)
            print_error("in the case of: %s\n", cases[i].title);
        assert_string_equal(h.text, expected);
        assert_int_equal(probe, cases[i].heard ? AM_PROBE_YES : AM_PROBE_NO);
        for (size_t len = 0; len < w.len - cases[i].junk - (cases[i].junk > 0); len++)
            assert_int_equal(am_proto_dns_other.probe((struct am_bytes){w.at, len}), AM_PROBE_NO);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hears_every_message_as_it_should),
        cmocka_unit_test(keeps_what_came_whole_of_a_cut_message),
        cmocka_unit_test(tells_the_question_of_a_query_cut_after_it),
        cmocka_unit_test(tells_the_addresses_of_an_answer_cut_after_them),
        cmocka_unit_test(hears_a_stream_alike_however_it_is_split),
        cmocka_unit_test(gives_up_on_a_stream_that_is_not_dns),
        cmocka_unit_test(looks_anew_after_a_cut_stream),
        cmocka_unit_test(probes_datagrams_and_streams),
        cmocka_unit_test(hears_a_lone_question_on_another_port),
        cmocka_unit_test(hears_nothing_in_random_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
