/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dns_messages.h"

static void keeps_the_end_of_a_chain_longer_than_it_keeps(void **state)
{
    struct wire w = {.len = 0};
    struct heard h = {.proto = NULL};
    char owner[16];
    char target[16];
    (void)state;
    put_response_header(&w, 31);
    for (unsigned i = 0; i < 30; i++) {
        (void)snprintf(owner, sizeof owner, "n%u.org", i);
        (void)snprintf(target, sizeof target, "n%u.org", i + 1);
        put_rr(&w, &(struct rr){owner, CNAME, target, 60, 0});
    }
    put_rr(&w, &(struct rr){"n30.org", A, "192.0.2.30", 60, 0});
    heard_whole(&h, &am_proto_dns, wire_view(&w), false, true);
    assert_string_equal(
        h.text,
        "dns.query n0.org\nanswer n0.org > n1.org > n2.org > n3.org > n4.org > n5.org > "
        "n6.org > n7.org > n8.org > n9.org > n10.org > n11.org > n12.org > n13.org > "
        "n14.org > n15.org > n30.org 192.0.2.30 ttl 60\n");
}

static void keeps_sixty_four_addresses(void **state)
{
    struct wire w = {.len = 0};
    struct heard h = {.proto = NULL};
    (void)state;
    put_response_header(&w, 300);
    for (unsigned i = 0; i < 300; i++)
        put_rr(&w, &(struct rr){"@12", A, "192.0.2.1", 60, 0});
    heard_whole(&h, &am_proto_dns, wire_view(&w), false, true);
    size_t count = 0;
    for (const char *at = h.text; (at = strstr(at, "192.0.2.1")); at++)
        count++;
    assert_int_equal(count, 64);
}

/* Work is bounded: what stands after so many records is not looked at. */
static void leaves_what_comes_after_many_records(void **state)
{
    (void)state;
    for (unsigned others = 255; others <= 256; others++) {
        struct wire w = {.len = 0};
        struct heard h = {.proto = NULL};
        put_response_header(&w, (uint16_t)(others + 1));
        for (unsigned i = 0; i < others; i++)
            put_rr(&w, &(struct rr){"@12", TXT, "", 60, 0});
        put_rr(&w, &(struct rr){"@12", A, "192.0.2.1", 60, 0});
        heard_whole(&h, &am_proto_dns, wire_view(&w), false, true);
        assert_int_equal(strstr(h.text, "answer") != NULL, others < 256);
    }
}

static void follows_few_renamed_trees(void **state)
{
    (void)state;
    for (unsigned others = 3; others <= 4; others++) {
        struct wire w = {.len = 0};
        struct heard h = {.proto = NULL};
        put_response_header(&w, (uint16_t)(others + 2));
        for (unsigned i = 0; i < others; i++)
            put_rr(&w, &(struct rr){"elsewhere.org", DNAME, "net", 60, 0});
        put_rr(&w, &(struct rr){"org", DNAME, "net", 60, 0});
        put_rr(&w, &(struct rr){"n0.net", A, "192.0.2.1", 60, 0});
        heard_whole(&h, &am_proto_dns, wire_view(&w), false, true);
        assert_int_equal(strstr(h.text, "answer n0.org > n0.net") != NULL, others < 4);
    }
}

/* Names of 253 letters are the longest; one more label is too long. Pointers count too. */
static void reads_names_up_to_their_limit(void **state)
{
    static const struct {
        size_t labels, last;
        bool valid;
    } cases[] = {{4, 61, true}, {4, 62, false}, {127, 1, true}, {128, 1, false}, {2, 63, true}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wire w = {.len = 0};
        struct heard h = {.proto = NULL};
        size_t each = cases[i].labels > 100 ? 1 : 63;
        wire_number(&w, 0xbeef, 2);
        wire_number(&w, QUERY, 2);
        wire_number(&w, 0x00010000, 4);
        wire_number(&w, 0, 4);
        for (size_t l = 1; l <= cases[i].labels; l++) {
            size_t len = l == cases[i].labels ? cases[i].last : each;
            wire_number(&w, (uint32_t)len, 1);
            wire_fill(&w, 'x', len);
        }
        wire_number(&w, 0, 1);
        wire_number(&w, 0x00010001, 4);
        heard_whole(&h, &am_proto_dns, wire_view(&w), false, true);
        assert_int_equal(strncmp(h.text, "dns.query x", 11) == 0, cases[i].valid);
    }
}

/* A ladder of pointers, each to the one before: legal one by one, never sent by anyone. */
static void stops_at_a_ladder_of_pointers(void **state)
{
    struct wire w = {.len = 0};
    struct heard h = {.proto = NULL};
    (void)state;
    put_response_header(&w, 1);
    size_t first = w.len;
    put_rr(&w, &(struct rr){"@12", TXT, "", 60, 0});
    w.len--; /* a ladder for its data */
    for (unsigned i = 0; i < 1000; i++)
        wire_number(&w, 0xc000u | (uint32_t)(w.len - (i == 0 ? w.len - first : 2)), 2);
    size_t end = w.len;
    w.len = first + 10;
    wire_number(&w, (uint32_t)(end - first - 12), 2);
    w.len = end;
    w.at[7] = 2; /* answers */
    wire_number(&w, 0xc000u | (uint32_t)(end - 2), 2);
    wire_number(&w, A, 2);
    wire_number(&w, CLASS_IN, 2);
    wire_number(&w, 60, 4);
    wire_number(&w, 4, 2);
    wire_number(&w, 0xc0000201, 4);
    heard_whole(&h, &am_proto_dns, wire_view(&w), false, true);
    assert_string_equal(h.text, "dns.query n0.org\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_the_end_of_a_chain_longer_than_it_keeps),
        cmocka_unit_test(keeps_sixty_four_addresses),
        cmocka_unit_test(leaves_what_comes_after_many_records),
        cmocka_unit_test(follows_few_renamed_trees),
        cmocka_unit_test(reads_names_up_to_their_limit),
        cmocka_unit_test(stops_at_a_ladder_of_pointers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
