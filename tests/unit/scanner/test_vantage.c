/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Vantage: figures of simulated offices, ended and open. */
#include "contacts/vantage.h"

#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/locality.h"
#include "net/packet.h"

#define BIT(name) (1u << AM_VANTAGE_##name)
#define HOUR_NS   (3600 * 1000000000ll)

/* --- simulated offices --- */

enum { WHOLE, UP_ONLY, DOWN_ONLY, UNANSWERED, MIDDLE };

struct talk {
    const char *client, *server;
    int way;
    uint8_t transport, ttl;
    uint64_t up, down; /* bytes */
};

static struct am_address address(const char *text)
{
    struct am_address a;
    assert_int_equal(am_address_parse(text, &a), AM_OK);
    return a;
}

/* Side 0 is the client unless the server spoke first. */
static struct am_vantage_flow flow_of(const struct talk *t)
{
    static const struct am_locality locality;
    struct am_vantage_flow f = {
        .address = {address(t->client), address(t->server)},
        .transport = t->transport ? t->transport : IPPROTO_TCP,
        .ttl = {t->ttl, 0},
        .bytes = {t->up ? t->up : 2000, t->down ? t->down : 50000},
        .packets = {20, 40},
    };
    uint8_t flags = t->way == MIDDLE ? AM_TCP_ACK : AM_TCP_SYN | AM_TCP_ACK;
    for (int i = 0; i < 2; i++) {
        f.place[i] = (uint8_t)am_locality_of(&locality, &f.address[i]);
        f.tcp_flags[i] = f.transport == IPPROTO_TCP ? flags : 0;
    }
    int silent = t->way == DOWN_ONLY ? 0 : 1;
    if (t->way == UNANSWERED) {
        f.tcp_flags[0] = AM_TCP_SYN;
        f.packets[0] = 3;
    }
    if (t->way == UP_ONLY || t->way == DOWN_ONLY || t->way == UNANSWERED)
        f.packets[silent] = f.bytes[silent] = f.tcp_flags[silent] = 0;
    return f;
}

static struct am_vantage_counts day_of(uint64_t packets, uint64_t group)
{
    return (struct am_vantage_counts){.packets = packets + 7,
                                      .unread = 7,
                                      .group = group,
                                      .first = HOUR_NS,
                                      .last = 11 * HOUR_NS};
}

static void say(struct am_vantage *v, const struct talk *t)
{
    struct am_vantage_flow f = flow_of(t);
    am_vantage_take(v, &f);
}

static const char *host(char out[AM_ADDRESS_TEXT], const char *net, unsigned n)
{
    (void)snprintf(out, AM_ADDRESS_TEXT, "%s%u", net, n);
    return out;
}

/* `devices` of `net`, each with 100 flows to servers outside and 50 to the resolver. */
static void work(struct am_vantage *v, const char *net, unsigned devices, int way)
{
    char client[AM_ADDRESS_TEXT], server[AM_ADDRESS_TEXT];
    for (unsigned d = 0; d < devices; d++)
        for (unsigned i = 0; i < 100; i++) {
            host(client, net, 10 + d);
            say(v, &(struct talk){.client = client,
                                  .server = host(server, "198.51.100.", 1 + i % 50),
                                  .way = way,
                                  .ttl = d % 2 ? 128 : 64});
            if (i % 2)
                say(v, &(struct talk){.client = client,
                                      .server = "192.168.7.1",
                                      .way = way,
                                      .transport = IPPROTO_UDP,
                                      .up = 80,
                                      .down = 200});
        }
}

/* What everybody hears: each of `devices` says hello to a group. */
static void greet(struct am_vantage *v, unsigned devices)
{
    char client[AM_ADDRESS_TEXT];
    for (unsigned d = 0; d < devices; d++)
        say(v, &(struct talk){.client = host(client, "192.168.7.", 10 + d),
                              .server = "224.0.0.251",
                              .way = UP_ONLY,
                              .transport = IPPROTO_UDP});
}

static void an_office_seen_well(struct am_vantage *v)
{
    greet(v, 14);
    work(v, "192.168.7.", 12, WHOLE);
}

static void a_nightly_backup(struct am_vantage *v)
{
    work(v, "192.168.7.", 12, WHOLE);
    for (int i = 0; i < 3; i++)
        say(v, &(struct talk){.client = "192.168.7.10",
                              .server = "203.0.113.9",
                              .ttl = 64,
                              .up = 400000000000,
                              .down = 1000});
}

static void an_ordinary_port(struct am_vantage *v)
{
    greet(v, 14);
    work(v, "192.168.7.", 1, WHOLE);
    for (int i = 0; i < 5; i++) /* flooded by the switch */
        say(v,
            &(struct talk){
                .client = "192.168.7.30", .server = "198.51.100.3", .way = DOWN_ONLY, .down = 300});
}

static void a_mirror_of_what_goes_up(struct am_vantage *v)
{
    work(v, "192.168.7.", 12, UP_ONLY);
}

static void a_mirror_of_what_comes_down(struct am_vantage *v)
{
    work(v, "192.168.7.", 12, DOWN_ONLY);
}

static void many_that_nobody_answers(struct am_vantage *v)
{
    work(v, "192.168.7.", 12, WHOLE);
    work(v, "192.168.7.", 12, UNANSWERED);
    work(v, "192.168.7.", 12, UNANSWERED);
}

static void begun_long_before(struct am_vantage *v)
{
    work(v, "192.168.7.", 12, MIDDLE);
}

/* Every machine behind `nat`, each system with its own hop limit less one. */
static void behind(struct am_vantage *v, const char *nat, unsigned flows, bool windows)
{
    char server[AM_ADDRESS_TEXT];
    for (unsigned i = 0; i < flows; i++)
        say(v, &(struct talk){.client = nat,
                              .server = host(server, "198.51.100.", 1 + i % 50),
                              .ttl = windows && i % 4 == 0 ? 127 : 63});
    for (unsigned i = 0; i < flows; i++) /* the router's own questions */
        say(v, &(struct talk){.client = nat,
                              .server = "198.51.100.53",
                              .transport = IPPROTO_UDP,
                              .ttl = 64,
                              .up = 80,
                              .down = 200});
}

static void between_two_routers(struct am_vantage *v)
{
    behind(v, "192.168.0.2", 1000, true);
}

static void between_two_routers_without_windows(struct am_vantage *v)
{
    behind(v, "192.168.0.2", 1000, false);
}

static void between_router_and_internet(struct am_vantage *v)
{
    behind(v, "203.0.113.77", 1000, true);
}

static void between_router_and_internet_without_windows(struct am_vantage *v)
{
    behind(v, "203.0.113.77", 1000, false);
}

static void a_public_machine_of_its_own(struct am_vantage *v)
{
    work(v, "203.0.113.", 1, WHOLE);
}

static void a_public_machine_of_six(struct am_vantage *v)
{
    char server[AM_ADDRESS_TEXT];
    for (unsigned i = 0; i < 200; i++)
        say(v, &(struct talk){.client = "2001:db8:7::1",
                              .server = host(server, "2001:db8::", 1 + i % 50),
                              .ttl = 63});
}

static void an_access_point_that_translates(struct am_vantage *v)
{
    work(v, "192.168.7.", 12, WHOLE);
    behind(v, "192.168.7.200", 300, true);
}

static void a_lab_with_containers(struct am_vantage *v)
{
    char server[AM_ADDRESS_TEXT];
    work(v, "192.168.7.", 4, WHOLE);
    for (unsigned i = 0; i < 900; i++)
        say(v, &(struct talk){.client = "192.168.7.10",
                              .server = host(server, "198.51.100.", 1 + i % 50),
                              .ttl = i % 2 ? 63 : 64});
}

static void public_addresses_of_ours(struct am_vantage *v)
{
    work(v, "203.0.113.", 12, WHOLE);
}

static void one_that_scans_ports(struct am_vantage *v)
{
    char server[AM_ADDRESS_TEXT];
    for (unsigned i = 0; i < 500; i++)
        say(v, &(struct talk){.client = "192.168.7.10",
                              .server = host(server, "198.51.100.", 1 + i % 50),
                              .way = UNANSWERED,
                              .ttl = (uint8_t)(37 + i % 23)});
}

static void a_few_minutes(struct am_vantage *v)
{
    char server[AM_ADDRESS_TEXT];
    for (unsigned i = 0; i < 60; i++)
        say(v, &(struct talk){.client = i % 2 ? "192.168.7.10" : "192.168.7.11",
                              .server = host(server, "198.51.100.", 1 + i),
                              .ttl = 64});
}

static const struct office {
    const char *what;
    void (*day)(struct am_vantage *v);
    uint32_t verdicts;
    uint64_t devices, answered, announced, nat_devices;
} offices[] = {
    {"seen well", an_office_seen_well, BIT(OK), 13, 12, 2, 0},
    {"a nightly backup", a_nightly_backup, BIT(OK), 13, 12, 0, 0},
    {"an ordinary port", an_ordinary_port, BIT(ONE_DEVICE), 3, 1, 13, 0},
    {"a mirror of one direction, up", a_mirror_of_what_goes_up, BIT(ONE_WAY), 12, 0, 0, 0},
    {"a mirror of one direction, down", a_mirror_of_what_comes_down, BIT(ONE_WAY), 13, 0, 0, 0},
    {"many that nobody answers", many_that_nobody_answers, BIT(OK), 13, 12, 0, 0},
    {"begun long before", begun_long_before, BIT(MID_STREAM), 13, 12, 0, 0},
    {"between two routers", between_two_routers, BIT(OUTSIDE_NAT), 1, 1, 0, 1},
    {"between two routers, no Windows", between_two_routers_without_windows, BIT(OUTSIDE_NAT), 1, 1,
     0, 0},
    {"between router and internet", between_router_and_internet, BIT(OUTSIDE_NAT), 0, 0, 0, 1},
    {"between router and internet, no Windows", between_router_and_internet_without_windows,
     BIT(OUTSIDE_NAT), 0, 0, 0, 0},
    {"a public machine of its own", a_public_machine_of_its_own, BIT(NO_INSIDE), 1, 1, 0, 0},
    {"a public machine of its own, IPv6", a_public_machine_of_six, BIT(NO_INSIDE), 0, 0, 0, 0},
    {"an access point that translates", an_access_point_that_translates, BIT(OK), 14, 13, 0, 1},
    {"a lab with containers", a_lab_with_containers, BIT(OK), 5, 4, 0, 0},
    /* The resolver is a local side: a third of the flows have one. */
    {"public addresses of ours", public_addresses_of_ours, BIT(NO_INSIDE), 1, 1, 0, 0},
    {"one that scans ports", one_that_scans_ports, BIT(ONE_DEVICE), 1, 0, 0, 0},
    {"a few minutes", a_few_minutes, BIT(TOO_LITTLE), 2, 2, 0, 0},
};

static void offices_are_judged_by_their_flows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof offices / sizeof offices[0]; i++) {
        const struct office *o = &offices[i];
        struct am_vantage *v = am_vantage_new(NULL, 0);
        struct am_vantage_counts counts = day_of(100000, 4000);
        struct am_vantage_figures f;
        assert_non_null(v);
        o->day(v);
        am_vantage_figures(v, &counts, &f);
        uint32_t found = am_vantage_verdicts(&f);
        if (found != o->verdicts)
            fail_msg("%s: %#x, not %#x", o->what, found, o->verdicts);
        if (f.devices != o->devices || f.answered != o->answered || f.announced != o->announced ||
            f.nat_devices != o->nat_devices)
            fail_msg("%s: %d devices, %d answered, %d announced, %d NATs", o->what, (int)f.devices,
                     (int)f.answered, (int)f.announced, (int)f.nat_devices);
        am_vantage_free(v);
    }
    am_vantage_free(NULL);
}

static void a_live_sensor_knows_itself(void **state)
{
    struct am_address own[AM_VANTAGE_OWN_MAX + 2];
    struct am_vantage_counts counts = day_of(100000, 4000);
    struct am_vantage_figures f;
    (void)state;
    for (size_t i = 0; i < AM_VANTAGE_OWN_MAX + 2; i++)
        own[i] = address("fd00::1");
    own[3] = address("192.168.7.10");
    struct am_vantage *v = am_vantage_new(own, AM_VANTAGE_OWN_MAX + 2);
    an_ordinary_port(v);
    am_vantage_figures(v, &counts, &f);
    assert_int_equal(f.own_flows, 150);
    assert_int_equal(am_vantage_verdicts(&f), BIT(ONLY_ITSELF));
    work(v, "192.168.7.", 12, WHOLE);
    am_vantage_figures(v, &counts, &f);
    assert_int_equal(am_vantage_verdicts(&f), BIT(OK));
    am_vantage_free(v);
}

static void figures_come_from_what_was_counted_elsewhere(void **state)
{
    struct am_vantage *v = am_vantage_new(NULL, 0);
    struct am_vantage_figures f;
    struct am_vantage_counts counts = {.packets = 1000,
                                       .unread = 400,
                                       .sealed = 300,
                                       .copies = 25,
                                       .group = 50,
                                       .first = 5000000000,
                                       .last = 65999999999};
    (void)state;
    am_vantage_figures(v, &counts, &f);
    assert_int_equal(f.readable, 600);
    assert_int_equal(f.seen, 900);
    assert_int_equal(f.sealed, 300);
    assert_int_equal(f.copies, 25);
    assert_int_equal(f.group, 50);
    assert_int_equal(f.seconds, 60);
    counts = (struct am_vantage_counts){.packets = 1, .unread = 2, .first = 9, .last = 3};
    am_vantage_figures(v, &counts, &f);
    assert_int_equal(f.readable, 0);
    assert_int_equal(f.seconds, 0);
    assert_int_equal(am_vantage_verdicts(&f), BIT(NO_TRAFFIC));
    am_vantage_free(v);
}

/* --- open flows --- */

static struct am_vantage_flow any_flow(unsigned seed)
{
    static const char *const clients[] = {"192.168.7.10", "192.168.7.11", "203.0.113.4", "fd00::7",
                                          "10.0.0.9"};
    static const char *const servers[] = {"198.51.100.1", "192.168.7.1", "224.0.0.251",
                                          "2001:db8::1", "198.51.100.2"};
    return flow_of(&(struct talk){.client = clients[seed % 5],
                                  .server = servers[seed / 5 % 5],
                                  .way = (int)(seed / 25 % 5),
                                  .transport = seed / 125 % 3 ? IPPROTO_TCP : IPPROTO_UDP,
                                  .ttl = (uint8_t)(62 + seed / 7 % 70),
                                  .up = 100 + seed * 3,
                                  .down = 1 + seed});
}

/* Whatever was told of open flows before, figures are as if the flows of now had ended now. */
static void open_flows_count_as_they_stand(void **state)
{
    struct am_vantage *v = am_vantage_new(NULL, 0), *whole = am_vantage_new(NULL, 0);
    struct am_vantage_counts counts = day_of(100000, 4000);
    (void)state;
    for (unsigned round = 0; round < 20; round++) {
        struct am_vantage_figures a, b;
        for (unsigned i = 0; i < 40; i++) {
            struct am_vantage_flow f = any_flow(round * 997 + i * 131);
            am_vantage_take(v, &f);
            am_vantage_take(whole, &f);
        }
        am_vantage_reopen(v);
        am_vantage_figures(v, &counts, &a);
        am_vantage_figures(whole, &counts, &b);
        assert_memory_equal(&a, &b, sizeof a);
        struct am_vantage *now = am_vantage_new(NULL, 0);
        for (unsigned r = 0; r <= round; r++)
            for (unsigned i = 0; i < 40; i++) {
                struct am_vantage_flow f = any_flow(r * 997 + i * 131);
                am_vantage_take(now, &f);
            }
        for (unsigned i = 0; i < 30; i++) {
            struct am_vantage_flow f = any_flow(round * 31 + i * 7);
            am_vantage_take_open(v, &f);
            am_vantage_take(now, &f);
        }
        am_vantage_figures(v, &counts, &a);
        am_vantage_figures(now, &counts, &b);
        /* Who was present while a flow was open stays so. */
        a.devices = b.devices;
        a.answered = b.answered;
        a.announced = b.announced;
        assert_memory_equal(&a, &b, sizeof a);
        am_vantage_free(now);
    }
    am_vantage_free(v);
    am_vantage_free(whole);
}

static void devices_beyond_the_limit_count_in_the_whole(void **state)
{
    struct am_vantage *v = am_vantage_new(NULL, 0);
    struct am_vantage_counts counts = day_of(100000, 0);
    struct am_vantage_figures f;
    struct am_vantage_flow flow =
        flow_of(&(struct talk){.client = "10.0.0.0", .server = "198.51.100.1", .ttl = 64});
    (void)state;
    for (uint32_t i = 0; i < AM_VANTAGE_DEVICES_MAX + 50; i++) {
        memcpy(flow.address[0].at + 13,
               (uint8_t[]){(uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i}, 3);
        am_vantage_take(v, &flow);
    }
    am_vantage_figures(v, &counts, &f);
    assert_int_equal(f.devices, AM_VANTAGE_DEVICES_MAX);
    assert_int_equal(f.beyond, 50);
    assert_int_equal(f.flows, AM_VANTAGE_DEVICES_MAX + 50);
    assert_int_equal(am_vantage_verdicts(&f), BIT(OK));
    am_vantage_free(v);
}

/* A capture of the loopback interface told of two connections of the busiest device, of one in all.
 */
static void a_machine_that_talks_to_itself_counts_once(void **state)
{
    struct am_vantage *v = am_vantage_new(NULL, 0);
    struct am_vantage_counts counts = day_of(100, 0);
    struct am_vantage_figures f;
    (void)state;
    say(v, &(struct talk){.client = "127.0.0.1", .server = "127.0.0.1"});
    am_vantage_figures(v, &counts, &f);
    assert_int_equal(f.flows, 1);
    assert_int_equal(f.top_flows, 1);
    assert_int_equal(f.top_bytes, f.bytes);
    am_vantage_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offices_are_judged_by_their_flows),
        cmocka_unit_test(a_live_sensor_knows_itself),
        cmocka_unit_test(figures_come_from_what_was_counted_elsewhere),
        cmocka_unit_test(open_flows_count_as_they_stand),
        cmocka_unit_test(devices_beyond_the_limit_count_in_the_whole),
        cmocka_unit_test(a_machine_that_talks_to_itself_counts_once),
    };
    return cmocka_run_group_tests_name("vantage", tests, NULL, NULL);
}
