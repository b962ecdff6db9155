/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which address stands for a device, as offices whose packets are told one after the other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "net/devices.h"

#define EVENTS_MAX 8
#define ASKED_MAX  8

#define HOST   0x025e104b9a01
#define OTHER  0x025e104b9a02
#define ROUTER 0x025e104b0001
#define ALL    0xffffffffffff
#define GROUP6 0x3333000000fb

#define HOST4  "192.168.7.17"
#define HOST6  "fd00:7a6f:11::1111"
#define HOST6B "fd00:7a6f:11::ab:cdef"
#define HOSTLL "fe80::5e:10ff:fe4b:9a01"
#define HOSTG  "2001:db8:5:1::17"
#define HOSTG2 "2001:db8:5:1:a1:b2:c3:d4"
#define FAR4   "198.51.100.7"
#define FAR6   "2001:db8:ff::7"

struct event {
    uint64_t src_mac, dst_mac;
    const char *src, *dst;
    uint8_t ttl;
};

struct asked {
    uint64_t mac;
    const char *address, *stands; /* NULL: the address itself */
};

static const struct office {
    const char *what;
    struct event events[EVENTS_MAX];
    struct asked asked[ASKED_MAX];
} offices[] = {
    {"nothing known: every address stands for itself",
     {{0}},
     {{HOST, HOST4, NULL}, {HOST, HOST6, NULL}, {0, HOST6, NULL}}},
    {"dual stack: the IPv4 address stands for all that its MAC sends with",
     {{HOST, ROUTER, HOST4, "192.168.7.1", 64}, {HOST, ROUTER, HOST6, FAR6, 64}},
     {{HOST, HOST4, NULL}, {HOST, HOST6, HOST4}, {HOST, HOST6B, HOST4}, {HOST, HOSTLL, HOST4}}},
    {"the IPv4 address is known from what everyone hears",
     {{HOST, ALL, HOST4, "192.168.7.255", 64}},
     {{HOST, HOST6, HOST4}}},
    {"IPv6 alone: the address that was asked about first stands for the others",
     {{HOST, GROUP6, HOSTLL, "ff02::fb", 255}, {HOST, ROUTER, HOST6, FAR6, 64}},
     {{HOST, HOST6, NULL}, {HOST, HOST6B, HOST6}, {HOST, HOSTLL, HOST6}, {HOST, HOST4, NULL}}},
    {"IPv6 first, but nobody asked: the IPv4 address stands",
     {{HOST, GROUP6, HOSTLL, "ff02::fb", 255}, {HOST, ROUTER, HOST4, FAR4, 64}},
     {{HOST, HOST6, HOST4}, {HOST, HOSTLL, HOST4}}},
    {"two machines, two MACs",
     {{HOST, ROUTER, HOST4, FAR4, 64}, {OTHER, ROUTER, "192.168.7.21", FAR4, 128}},
     {{HOST, HOST6, HOST4}, {OTHER, HOSTG, "192.168.7.21"}}},
    {"no MAC, no merging: tunnels, serial lines",
     {{0, 0, HOST4, FAR4, 64}, {0, 0, HOST6, FAR6, 64}},
     {{0, HOST6, NULL}, {0, HOST4, NULL}}},
    {"a group's MAC is nobody's",
     {{0x010000000001, ALL, HOST4, FAR4, 64}},
     {{0x010000000001, HOST6, NULL}, {ALL, HOST6, NULL}}},
    {"two IPv4 addresses: a router or a host of machines; its IPv6 addresses stay apart",
     {{HOST, ROUTER, HOST4, FAR4, 64}, {HOST, ROUTER, "192.168.7.18", FAR4, 64}},
     {{HOST, HOST6, NULL}, {HOST, HOST4, NULL}, {HOST, "192.168.7.18", NULL}}},
    {"... even where the second one is only known as a destination",
     {{HOST, ROUTER, HOST4, FAR4, 64}, {OTHER, HOST, "192.168.7.21", "10.1.2.3", 64}},
     {{HOST, HOST6, NULL}}},
    {"an IPv4 address is known from what is sent to it",
     {{ROUTER, HOST, FAR4, HOST4, 55}, {HOST, ROUTER, HOSTG, FAR6, 64}},
     {{HOST, HOST6, HOST4}, {HOST, HOST4, NULL}, {ROUTER, HOST6, NULL}}},
    {"remote IPv4 packets come from it: the router",
     {{ROUTER, HOST, "192.168.7.1", HOST4, 64}, {ROUTER, HOST, FAR4, HOST4, 55}},
     {{ROUTER, "fd00:7a6f:11::1", NULL}, {ROUTER, "fe80::1", NULL}}},
    {"remote IPv4 packets go to it: the router",
     {{ROUTER, HOST, "192.168.7.1", HOST4, 64}, {HOST, ROUTER, HOST4, FAR4, 64}},
     {{ROUTER, "fd00:7a6f:11::1", NULL}, {HOST, HOST6, HOST4}}},
    {"remote IPv6 packets come from it: the router",
     {{ROUTER, HOST, "192.168.7.1", HOST4, 64}, {ROUTER, HOST, FAR6, HOSTG, 57}},
     {{ROUTER, "fd00:7a6f:11::1", NULL}, {HOST, HOSTG, HOST4}}},
    {"remote IPv6 packets go to it: the router",
     {{ROUTER, HOST, "192.168.7.1", HOST4, 64}, {HOST, ROUTER, HOST6, FAR6, 64}},
     {{ROUTER, "fd00:7a6f:11::1", NULL}}},
    {"a router stays one, whatever comes later",
     {{ROUTER, HOST, FAR4, HOST4, 55}, {ROUTER, HOST, "192.168.7.1", HOST4, 64}},
     {{ROUTER, "fe80::1", NULL}}},
    {"public IPv6 addresses of ours, though nobody said so: full hop limit, on this link",
     {{HOST, ROUTER, HOST4, FAR4, 64},
      {HOST, ROUTER, HOSTG, FAR6, 64},
      {HOST, ROUTER, HOSTG2, FAR6, 128},
      {OTHER, HOST, "2001:db8:5:1::21", HOSTG, 64},
      {ROUTER, HOST, FAR6, HOSTG2, 57}},
     {{HOST, HOSTG, HOST4}, {HOST, HOSTG2, HOST4}, {OTHER, "2001:db8:5:1::21", NULL}}},
    {"a router of ours that passes IPv6 on, seen from outside it, is no machine",
     {{HOST, ROUTER, HOST4, FAR4, 64}, {HOST, ROUTER, HOST6, FAR6, 63}},
     {{HOST, HOST6, NULL}, {HOST, HOST6B, NULL}}},
    {"hop limits that programs choose tell nothing",
     {{HOST, ROUTER, HOST6, "fd00:7a6f:12::1", 1},
      {HOST, ROUTER, HOST6, "fd00:7a6f:12::1", 30},
      {HOST, GROUP6, HOST6, "ff02::c", 4},
      {HOST, GROUP6, HOSTLL, "ff02::c", 63},
      {HOST, ROUTER, HOST4, FAR4, 63}},
     {{HOST, HOST6B, HOST4}}},
    {"no address yet (DHCP, duplicate detection), loopback: nobody's",
     {{HOST, ALL, "0.0.0.0", "255.255.255.255", 64},
      {HOST, GROUP6, "::", "ff02::16", 1},
      {HOST, ROUTER, "127.0.0.1", HOST4, 64},
      {HOST, ROUTER, HOST4, FAR4, 64}},
     {{HOST, HOST6, HOST4}}},
    {"a self-assigned IPv4 address is no second one, and is stood for",
     {{HOST, ALL, "169.254.9.9", "169.254.255.255", 64},
      {HOST, ROUTER, HOST4, FAR4, 64},
      {OTHER, HOST, "192.168.7.21", "169.254.9.9", 64}},
     {{HOST, "169.254.9.9", HOST4}, {HOST, HOST6, HOST4}}},
    {"... and stands for itself while there is no other",
     {{HOST, ALL, "169.254.9.9", "169.254.255.255", 64}, {HOST, ROUTER, HOST6, FAR6, 64}},
     {{HOST, "169.254.9.9", NULL}, {HOST, HOST6, NULL}, {HOST, "169.254.9.9", HOST6}}},
    {"the same IPv4 address at two MACs (cable and Wi-Fi) is one device anyway",
     {{HOST, ROUTER, HOST4, FAR4, 64}, {OTHER, ROUTER, HOST4, FAR4, 64}},
     {{HOST, HOST6, HOST4}, {OTHER, HOST6B, HOST4}}},
};

static struct am_address address(const char *text)
{
    struct am_address a;
    assert_int_equal(am_address_parse(text, &a), AM_OK);
    return a;
}

static void tell(struct am_devices *d, const struct event *e)
{
    static const struct am_locality locality;
    struct am_packet p = {.src_mac = e->src_mac,
                          .dst_mac = e->dst_mac,
                          .src = address(e->src),
                          .dst = address(e->dst),
                          .ttl = e->ttl};
    am_devices_learn(d, &p, am_locality_of(&locality, &p.src), am_locality_of(&locality, &p.dst));
}

static void ask(struct am_devices *d, const struct asked *q, const char *what)
{
    struct am_address a = address(q->address), wanted = address(q->stands ? q->stands : q->address);
    struct am_address told = am_devices_of(d, q->mac, &a);
    if (!am_address_equal(&told, &wanted)) {
        char text[AM_ADDRESS_TEXT];
        am_address_write(&told, text);
        fail_msg("%s: %s stands for %s", what, text, q->address);
    }
}

static void an_address_stands_for_a_machine_only_where_its_mac_is_one_machines(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof offices / sizeof offices[0]; i++) {
        const struct office *o = &offices[i];
        struct am_devices *d = am_devices_new();
        assert_non_null(d);
        for (size_t k = 0; k < EVENTS_MAX && o->events[k].src; k++)
            tell(d, &o->events[k]);
        for (size_t k = 0; k < ASKED_MAX && o->asked[k].address; k++)
            ask(d, &o->asked[k], o->what);
        am_devices_free(d);
    }
    am_devices_free(NULL);
}

static void asking_teaches_nothing_of_a_mac_never_met(void **state)
{
    struct am_devices *d = am_devices_new();
    struct am_address v6 = address(HOST6), v4 = address(HOST4);
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct am_address told = am_devices_of(d, HOST, &v4);
        assert_true(am_address_equal(&told, &v4));
        told = am_devices_of(d, HOST, &v6);
        assert_true(am_address_equal(&told, &v6));
    }
    am_devices_free(d);
}

static void what_stood_for_a_device_goes_on_until_its_mac_is_found_to_be_shared(void **state)
{
    static const struct event v6_first = {HOST, ROUTER, HOST6, FAR6, 64};
    static const struct event v4_later = {HOST, ROUTER, HOST4, FAR4, 64};
    static const struct event another = {HOST, ROUTER, "192.168.7.18", FAR4, 64};
    static const struct asked before[] = {{HOST, HOST6, NULL}, {HOST, HOSTG, HOST6}};
    static const struct asked since[] = {
        {HOST, HOST4, HOST6}, {HOST, HOST6B, HOST6}, {HOST, "169.254.9.9", HOST6}};
    static const struct asked at_last[] = {{HOST, HOST4, NULL}, {HOST, HOST6B, NULL}};
    struct am_devices *d = am_devices_new();
    (void)state;
    tell(d, &v6_first);
    for (size_t i = 0; i < 2; i++)
        ask(d, &before[i], "IPv6 alone");
    tell(d, &v4_later);
    for (size_t i = 0; i < 3; i++)
        ask(d, &since[i], "IPv4 later");
    tell(d, &another);
    for (size_t i = 0; i < 2; i++)
        ask(d, &at_last[i], "a second IPv4 address");
    am_devices_free(d);
}

/* A machine with number `n`, its MAC and IPv4 address told. */
static void greet(struct am_devices *d, uint32_t n)
{
    struct am_packet p = {.src_mac = 0x020000000000 | n, .dst_mac = ALL, .ttl = 64};
    p.src = am_address_v4((uint8_t[]){10, (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n});
    p.dst = address("10.255.255.255");
    am_devices_learn(d, &p, AM_PLACE_LOCAL, AM_PLACE_LOCAL);
}

static bool is_merged(struct am_devices *d, uint32_t n)
{
    struct am_address v6 = address(HOST6);
    struct am_address told = am_devices_of(d, 0x020000000000 | n, &v6);
    return am_address_is_v4(&told) && told.at[15] == (uint8_t)n && told.at[14] == (uint8_t)(n >> 8);
}

static void a_flood_of_macs_pushes_out_those_not_met_for_long(void **state)
{
    struct am_devices *d = am_devices_new();
    const uint32_t ours = 0x010000; /* .. + 15 */
    (void)state;
    for (uint32_t i = 0; i < 16; i++)
        greet(d, ours + i);
    for (uint32_t i = 0; i < 5 * AM_DEVICES_MAX; i++) {
        greet(d, 0x100000 + i);
        if (i % 1000 == 0)
            for (uint32_t k = 0; k < 16; k++)
                greet(d, ours + k);
    }
    for (uint32_t i = 0; i < 16; i++)
        assert_true(is_merged(d, ours + i));
    assert_true(is_merged(d, 0x100000 + 5 * AM_DEVICES_MAX - 1));
    assert_false(is_merged(d, 0x100000));
    assert_int_equal(am_devices_forgotten(d), 5 * AM_DEVICES_MAX + 16 - AM_DEVICES_MAX);
    am_devices_free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_stands_for_a_machine_only_where_its_mac_is_one_machines),
        cmocka_unit_test(asking_teaches_nothing_of_a_mac_never_met),
        cmocka_unit_test(what_stood_for_a_device_goes_on_until_its_mac_is_found_to_be_shared),
        cmocka_unit_test(a_flood_of_macs_pushes_out_those_not_met_for_long),
    };
    return cmocka_run_group_tests_name("devices", tests, NULL, NULL);
}
