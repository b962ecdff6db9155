/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dns_messages.h"

#define NETBIOS_QUERY        0x0110 /* broadcast, recursion desired */
#define NETBIOS_REGISTRATION 0x2910
#define UNICAST_PLEASE       0x8001

static struct wire w;
static struct heard h;

static void begin_message(uint16_t flags, uint16_t questions)
{
    w.len = 0;
    wire_number(&w, 0, 2);
    wire_number(&w, flags, 2);
    wire_number(&w, questions, 2);
    wire_number(&w, 0, 4); /* no records */
    wire_number(&w, 0, 2);
}

static void ask(const char *name, uint16_t class)
{
    put_name(&w, name);
    wire_number(&w, A, 2);
    wire_number(&w, class, 2);
}

static const char *hear(const struct am_proto *proto)
{
    heard_whole(&h, proto, wire_view(&w), false, true);
    assert_int_equal(h.state, AM_TAKEN_MORE);
    assert_int_equal(h.taken, w.len);
    return h.text;
}

static void tells_every_question_of_multicast_dns(void **state)
{
    (void)state;
    begin_message(0, 4);
    ask("_ipp._tcp.local", UNICAST_PLEASE);
    ask("My Printer._ipp._tcp.local", CLASS_IN); /* services are called what one likes */
    ask("Desk.local", CLASS_IN);
    ask("_http.@17", CLASS_IN);
    assert_string_equal(hear(&am_proto_mdns),
                        "mdns.query _ipp._tcp.local\nmdns.query desk.local\n"
                        "mdns.query _http._tcp.local\n");
}

static void tells_dozens_of_questions(void **state)
{
    (void)state;
    begin_message(0, 60);
    for (unsigned i = 0; i < 60; i++)
        ask("a.local", CLASS_IN);
    const char *text = hear(&am_proto_mdns);
    size_t count = 0;
    for (; *text; text = strchr(text, '\n') + 1)
        count++;
    assert_int_equal(count, 60);
}

/* What a neighbour says of a name must not name an address. */
static void reads_no_answers(void **state)
{
    static const struct am_proto *const protos[] = {&am_proto_mdns, &am_proto_llmnr,
                                                    &am_proto_nbns};
    static const char *const heard[] = {"", "llmnr.query bank.org\n", ""};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        begin_message(0x8400, 1);
        w.at[7] = 1; /* answers */
        ask("bank.org", CLASS_IN);
        put_rr(&w, &(struct rr){"@12", A, "203.0.113.9", 60, 0});
        assert_string_equal(hear(protos[i]), heard[i]);
    }
}

static void asks_neighbours_for_names(void **state)
{
    (void)state;
    begin_message(0, 1);
    ask("WPAD", CLASS_IN);
    assert_string_equal(hear(&am_proto_llmnr), "llmnr.query wpad\n");
    struct wire one = w;
    w.len = 0;
    for (unsigned i = 0; i < 3; i++) {
        wire_number(&w, (uint32_t)one.len, 2);
        wire_bytes(&w, one.at, one.len);
    }
    for (size_t each = 1; each < one.len + 4; each++) {
        heard_stream(&h, &am_proto_llmnr, wire_view(&w), each, each);
        assert_string_equal(h.text, "llmnr.query wpad\nllmnr.query wpad\nllmnr.query wpad\n");
    }
}

/* RFC 1001, 14.1: two letters a byte; `raw` of 16 bytes. */
static void put_netbios(const char *raw, const char *scope)
{
    wire_number(&w, 32, 1);
    for (size_t i = 0; i < 16; i++) {
        wire_number(&w, 'A' + ((uint8_t)raw[i] >> 4), 1);
        wire_number(&w, 'A' + ((uint8_t)raw[i] & 15u), 1);
    }
    put_name(&w, scope);
    wire_number(&w, 0x00200001, 4);
}

static void decodes_netbios_names(void **state)
{
    static const struct {
        const char *raw, *scope, *heard;
        uint16_t flags;
    } cases[] = {
        {"FILESERVER     \x20", "", "nbns.query fileserver\n", NETBIOS_QUERY},
        {"WORKGROUP      \x1d", "", "nbns.query workgroup\n", NETBIOS_QUERY},
        {"EXACTLY15BYTES!\x20", "", "", NETBIOS_QUERY},
        {"EXACTLY-15BYTES ", "", "nbns.query exactly-15bytes\n", NETBIOS_QUERY},
        {"WWW.EXAMPLE.ORG ", "", "nbns.query www.example.org\n", NETBIOS_QUERY},
        {"SCOPED         \x20", "netbios.example.org", "nbns.query scoped\n", NETBIOS_QUERY},
        {"TWO WORDS      \x20", "", "", NETBIOS_QUERY},
        {"*\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "", "", NETBIOS_QUERY},
        {"\x01\x02__MSBROWSE__\x02\x01", "", "", NETBIOS_QUERY},
        {"ZEROES\0\0\0\0\0\0\0\0\0\x20", "", "nbns.query zeroes\n", NETBIOS_QUERY},
        {"               \x20", "", "", NETBIOS_QUERY},
        {"MYSELF         \x20", "", "", NETBIOS_REGISTRATION},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        begin_message(cases[i].flags, 1);
        put_netbios(cases[i].raw, cases[i].scope);
        assert_string_equal(hear(&am_proto_nbns), cases[i].heard);
    }
}

static void passes_over_names_that_are_not_netbios(void **state)
{
    static const char *const names[] = {
        "example.org",
        "",
        "eheifegbegfd",                        /* too short */
        "eheifegbegfdfecacacacacacacacacz",    /* a letter that is none */
        "fdefecacacacacacacacacacacacacacaca", /* too long */
    };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        begin_message(NETBIOS_QUERY, 1);
        ask(names[i], CLASS_IN);
        assert_string_equal(hear(&am_proto_nbns), "");
    }
}

/* A device's questions are one flow: what is damaged in it is passed over. */
static void goes_on_after_damage(void **state)
{
    static const struct am_proto *const protos[] = {&am_proto_mdns, &am_proto_llmnr,
                                                    &am_proto_nbns};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        w.len = 0;
        wire_fill(&w, 0xff, 40);
        assert_string_equal(hear(protos[i]), "");
        assert_int_equal(protos[i]->probe(wire_view(&w)), AM_PROBE_NO);
        begin_message(0, 1);
        ask("a.local", CLASS_IN);
        assert_int_equal(protos[i]->probe(wire_view(&w)), AM_PROBE_YES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_every_question_of_multicast_dns),
        cmocka_unit_test(tells_dozens_of_questions),
        cmocka_unit_test(reads_no_answers),
        cmocka_unit_test(asks_neighbours_for_names),
        cmocka_unit_test(decodes_netbios_names),
        cmocka_unit_test(passes_over_names_that_are_not_netbios),
        cmocka_unit_test(goes_on_after_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
