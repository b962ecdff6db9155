/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <netinet/in.h>

#include "net/connections.h"

#define SERVER 443
static const char id8[] = "\x11\x22\x33\x44\x55\x66\x77\x88";

static struct am_bytes view(const char *bytes, size_t len)
{
    return (struct am_bytes){.at = (const uint8_t *)bytes, .len = len};
}

static struct am_address host(uint8_t last)
{
    return am_address_v4((uint8_t[]){192, 0, 2, last});
}

static struct am_flow flow_to(uint8_t server)
{
    return (struct am_flow){
        .address = {am_address_v4((uint8_t[]){10, 0, 0, 1}), host(server)},
        .port = {50000, SERVER},
        .transport = IPPROTO_UDP,
    };
}

static struct am_packet packet_to(uint8_t server, uint16_t port, const char *payload, size_t len)
{
    return (struct am_packet){
        .src = am_address_v4((uint8_t[]){10, 0, 0, 1}),
        .dst = host(server),
        .src_port = 50001,
        .dst_port = port,
        .transport = IPPROTO_UDP,
        .payload = view(payload, len),
        .payload_len = (uint32_t)len,
    };
}

static const struct {
    const char *title;
    uint8_t server;
    uint16_t port;
    const char *payload;
    size_t len;
    bool found;
} packets[] = {
    {"a short header with the id", 1, SERVER, "\x41\x11\x22\x33\x44\x55\x66\x77\x88\x99", 10, true},
    {"nothing after the id", 1, SERVER, "\x41\x11\x22\x33\x44\x55\x66\x77\x88", 9, true},
    {"a long header with the id", 1, SERVER,
     "\xe1\x00\x00\x00\x01\x08\x11\x22\x33\x44\x55\x66\x77\x88\x00", 15, true},
    {"a long header with another id of which ours is a part", 1, SERVER,
     "\xe1\x00\x00\x00\x01\x09\x11\x22\x33\x44\x55\x66\x77\x88\x00", 15, false},
    {"another server", 2, SERVER, "\x41\x11\x22\x33\x44\x55\x66\x77\x88\x99", 10, false},
    {"another port", 1, 8443, "\x41\x11\x22\x33\x44\x55\x66\x77\x88\x99", 10, false},
    {"another id", 1, SERVER, "\x41\x11\x22\x33\x44\x55\x66\x77\x89\x99", 10, false},
    {"cut inside the id", 1, SERVER, "\x41\x11\x22\x33\x44\x55\x66\x77", 8, false},
    {"no fixed bit: no QUIC", 1, SERVER, "\x01\x11\x22\x33\x44\x55\x66\x77\x88\x99", 10, false},
    {"empty", 1, SERVER, "", 0, false},
};

static void finds_the_flow_whose_server_is_addressed_by_its_id(void **state)
{
    (void)state;
    struct am_connections *c = am_connections_new();
    struct am_flow flow = flow_to(1);
    assert_non_null(c);
    uint32_t handle = am_connections_add(c, AM_CONNECTION_NONE, &flow, 1, view(id8, 8));
    assert_int_not_equal(handle, AM_CONNECTION_NONE);
    for (size_t i = 0; i < sizeof packets / sizeof *packets; i++) {
        struct am_packet p =
            packet_to(packets[i].server, packets[i].port, packets[i].payload, packets[i].len);
        if ((am_connections_find(c, &p) == &flow) != packets[i].found)
            fail_msg("in the case of: %s", packets[i].title);
    }
    struct am_packet tcp = packet_to(1, SERVER, packets[0].payload, packets[0].len);
    tcp.transport = IPPROTO_TCP;
    assert_null(am_connections_find(c, &tcp));
    am_connections_forget(c, handle);
    struct am_packet p = packet_to(1, SERVER, packets[0].payload, packets[0].len);
    assert_null(am_connections_find(c, &p));
    am_connections_free(c);
}

static void a_new_id_takes_the_place_of_the_old_one(void **state)
{
    (void)state;
    struct am_connections *c = am_connections_new();
    struct am_flow flow = flow_to(1);
    uint32_t handle = am_connections_add(c, AM_CONNECTION_NONE, &flow, 1, view(id8, 8));
    handle = am_connections_add(c, handle, &flow, 1, view("ABCDE", 5));
    struct am_packet old = packet_to(1, SERVER, packets[0].payload, packets[0].len);
    struct am_packet new = packet_to(1, SERVER,
                                     "\x40"
                                     "ABCDEF",
                                     7);
    assert_null(am_connections_find(c, &old));
    assert_ptr_equal(am_connections_find(c, &new), &flow);
    am_connections_forget(c, handle);
    am_connections_forget(c, AM_CONNECTION_NONE);
    am_connections_free(c);
}

static void ids_that_could_meet_by_chance_are_not_kept(void **state)
{
    (void)state;
    struct am_connections *c = am_connections_new();
    struct am_flow flow = flow_to(1);
    char long_id[21] = {1};
    assert_int_equal(am_connections_add(c, AM_CONNECTION_NONE, &flow, 1, view("", 0)), 0);
    assert_int_equal(am_connections_add(c, AM_CONNECTION_NONE, &flow, 1, view("abc", 3)), 0);
    assert_int_equal(am_connections_add(c, AM_CONNECTION_NONE, &flow, 1, view(long_id, 21)), 0);
    uint32_t handle = am_connections_add(c, AM_CONNECTION_NONE, &flow, 1, view(id8, 8));
    assert_int_equal(am_connections_add(c, handle, &flow, 1, view("abc", 3)), handle);
    am_connections_free(c);
}

static void an_id_stays_with_the_flow_that_had_it_first(void **state)
{
    (void)state;
    struct am_connections *c = am_connections_new();
    struct am_flow first = flow_to(1);
    struct am_flow second = flow_to(1);
    (void)am_connections_add(c, AM_CONNECTION_NONE, &first, 1, view(id8, 8));
    assert_int_equal(am_connections_add(c, AM_CONNECTION_NONE, &second, 1, view(id8, 8)), 0);
    struct am_packet p = packet_to(1, SERVER, packets[0].payload, packets[0].len);
    assert_ptr_equal(am_connections_find(c, &p), &first);
    am_connections_free(c);
}

static void places_are_used_again(void **state)
{
    (void)state;
    struct am_connections *c = am_connections_new();
    struct am_flow flow = flow_to(1);
    uint32_t handles[100];
    for (unsigned round = 0; round < 50; round++) {
        for (unsigned i = 0; i < 100; i++) {
            char id[8] = {(char)round, (char)i, 'x'};
            handles[i] = am_connections_add(c, AM_CONNECTION_NONE, &flow, 1, view(id, sizeof id));
            assert_in_range(handles[i], 1, 100);
        }
        for (unsigned i = 0; i < 100; i++)
            am_connections_forget(c, handles[i]);
    }
    am_connections_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_flow_whose_server_is_addressed_by_its_id),
        cmocka_unit_test(a_new_id_takes_the_place_of_the_old_one),
        cmocka_unit_test(ids_that_could_meet_by_chance_are_not_kept),
        cmocka_unit_test(an_id_stays_with_the_flow_that_had_it_first),
        cmocka_unit_test(places_are_used_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
