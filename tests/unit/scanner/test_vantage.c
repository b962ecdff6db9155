/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Vantage: figures of simulated offices, and every verdict at its boundary. */
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

#define BIT(name)    (1u << AM_VANTAGE_##name)
#define FIGURE(name) offsetof(struct am_vantage_figures, name)
#define CHANGES_MAX  4
#define HOUR_NS      (3600 * 1000000000ll)

/* A well-watched office's day. */
static const struct am_vantage_figures good = {
    .seconds = 36000,
    .readable = 100000,
    .seen = 100000,
    .copies = 0,
    .group = 5000,
    .flows = 10000,
    .bytes = 1000000000,
    .devices = 12,
    .answered = 12,
    .announced = 3,
    .top_flows = 2000,
    .top_bytes = 500000000,
    .outside_flows = 100,
    .outside_top_flows = 40,
    .tcp_flows = 8000,
    .tcp_one_way = 80,
    .tcp_whole = 7900,
    .tcp_mid = 200,
    .ttl_flows = 7000,
    .top_ttl_flows = 1500,
};

static const struct judged {
    const char *what;
    struct {
        size_t at;
        uint64_t value;
    } changes[CHANGES_MAX];
    uint32_t verdicts;
} judged[] = {
    {"a good office", {{0, 36000}}, BIT(OK)},
    {"nothing", {{FIGURE(seen), 0}, {FIGURE(readable), 0}, {FIGURE(flows), 0}}, BIT(NO_TRAFFIC)},
    {"one packet", {{FIGURE(seen), 1}, {FIGURE(readable), 1}, {FIGURE(group), 0}}, BIT(OK)},
    {"sealed 50 %", {{FIGURE(seen), 200001}, {FIGURE(sealed), 100001}}, BIT(ENCRYPTED_WIFI)},
    {"sealed under 50 %", {{FIGURE(seen), 199999}, {FIGURE(sealed), 99999}}, BIT(OK)},
    {"sealed, of 100", {{FIGURE(seen), 100}, {FIGURE(sealed), 50}}, BIT(ENCRYPTED_WIFI)},
    {"sealed, of 99", {{FIGURE(seen), 99}, {FIGURE(sealed), 99}}, BIT(OK)},
    {"groups 90 %", {{FIGURE(group), 90000}}, BIT(BROADCAST_ONLY)},
    {"groups under 90 %", {{FIGURE(group), 89999}}, BIT(OK)},
    {"groups, of 99 packets", {{FIGURE(group), 99}, {FIGURE(readable), 99}}, BIT(OK)},
    {"half are a NAT's", {{FIGURE(nat_flows), 3500}}, BIT(OUTSIDE_NAT)},
    {"under half are a NAT's", {{FIGURE(nat_flows), 3499}}, BIT(OK)},
    {"a NAT's, of 19", {{FIGURE(nat_flows), 19}, {FIGURE(ttl_flows), 19}}, BIT(OK)},
    {"a NAT's, of 20", {{FIGURE(nat_flows), 20}, {FIGURE(ttl_flows), 20}}, BIT(OUTSIDE_NAT)},
    {"one public client, a hop away",
     {{FIGURE(outside_flows), 9900},
      {FIGURE(outside_top_flows), 9000},
      {FIGURE(outside_top_ttl_flows), 20},
      {FIGURE(outside_top_far_flows), 18}},
     BIT(OUTSIDE_NAT)},
    {"one public client, mostly near",
     {{FIGURE(outside_flows), 9900},
      {FIGURE(outside_top_flows), 9000},
      {FIGURE(outside_top_ttl_flows), 20},
      {FIGURE(outside_top_far_flows), 17}},
     BIT(NO_INSIDE)},
    {"one public client, of 19 with a hop limit",
     {{FIGURE(outside_flows), 9900},
      {FIGURE(outside_top_flows), 9000},
      {FIGURE(outside_top_ttl_flows), 19},
      {FIGURE(outside_top_far_flows), 19}},
     BIT(NO_INSIDE)},
    {"many public clients",
     {{FIGURE(outside_flows), 9900},
      {FIGURE(outside_top_flows), 8999},
      {FIGURE(outside_top_ttl_flows), 900},
      {FIGURE(outside_top_far_flows), 900}},
     BIT(NO_INSIDE)},
    {"one device far away",
     {{FIGURE(top_flows), 9900}, {FIGURE(top_bytes), 990000000}, {FIGURE(top_far_flows), 1350}},
     BIT(OUTSIDE_NAT)},
    {"one device, mostly near",
     {{FIGURE(top_flows), 9900}, {FIGURE(top_bytes), 990000000}, {FIGURE(top_far_flows), 1349}},
     BIT(ONE_DEVICE)},
    {"one device far away, of 19 with a hop limit",
     {{FIGURE(top_flows), 9900},
      {FIGURE(top_bytes), 990000000},
      {FIGURE(top_far_flows), 19},
      {FIGURE(top_ttl_flows), 19}},
     BIT(ONE_DEVICE)},
    {"one device 90 % of flows, 99 % of bytes",
     {{FIGURE(top_flows), 9000}, {FIGURE(top_bytes), 990000000}},
     BIT(ONE_DEVICE)},
    {"one device, not of bytes",
     {{FIGURE(top_flows), 9900}, {FIGURE(top_bytes), 989999999}},
     BIT(OK)},
    {"one device, not of flows",
     {{FIGURE(top_flows), 8999}, {FIGURE(top_bytes), 990000000}},
     BIT(OK)},
    {"one device, of 19 flows",
     {{FIGURE(flows), 19},
      {FIGURE(top_flows), 19},
      {FIGURE(top_bytes), 990000000},
      {FIGURE(outside_flows), 0}},
     BIT(TOO_LITTLE)},
    {"the sensor itself is that device",
     {{FIGURE(top_flows), 9900},
      {FIGURE(top_bytes), 990000000},
      {FIGURE(own_flows), 9000},
      {FIGURE(own_bytes), 990000000}},
     BIT(ONLY_ITSELF)},
    {"the sensor itself, not of bytes",
     {{FIGURE(own_flows), 9900}, {FIGURE(own_bytes), 989999999}},
     BIT(OK)},
    {"outside 50 %", {{FIGURE(outside_flows), 5000}}, BIT(NO_INSIDE)},
    {"outside under 50 %", {{FIGURE(outside_flows), 4999}}, BIT(OK)},
    {"one way 50 %", {{FIGURE(tcp_one_way), 4000}}, BIT(ONE_WAY)},
    {"one way under 50 %", {{FIGURE(tcp_one_way), 3999}}, BIT(OK)},
    {"one way, of 20", {{FIGURE(tcp_one_way), 10}, {FIGURE(tcp_flows), 20}}, BIT(ONE_WAY)},
    {"one way, of 19", {{FIGURE(tcp_one_way), 19}, {FIGURE(tcp_flows), 19}}, BIT(OK)},
    {"mid-stream 50 %", {{FIGURE(tcp_mid), 3950}}, BIT(MID_STREAM)},
    {"mid-stream under 50 %", {{FIGURE(tcp_mid), 3949}}, BIT(OK)},
    {"mid-stream, of 99", {{FIGURE(tcp_mid), 99}, {FIGURE(tcp_whole), 99}}, BIT(OK)},
    {"an hour", {{FIGURE(seconds), 3600}}, BIT(OK)},
    {"less than an hour", {{FIGURE(seconds), 3599}}, BIT(TOO_LITTLE)},
    {"100 flows",
     {{FIGURE(flows), 100}, {FIGURE(outside_flows), 1}, {FIGURE(outside_top_flows), 1}},
     BIT(OK)},
    {"99 flows",
     {{FIGURE(flows), 99}, {FIGURE(outside_flows), 1}, {FIGURE(outside_top_flows), 1}},
     BIT(TOO_LITTLE)},
    {"copies 10 %", {{FIGURE(copies), 10000}}, BIT(DOUBLED) | BIT(OK)},
    {"copies under 10 %", {{FIGURE(copies), 9999}}, BIT(OK)},
    {"copies, of 999",
     {{FIGURE(copies), 999}, {FIGURE(readable), 999}, {FIGURE(group), 0}},
     BIT(OK)},
    {"figures so large that a product overflows",
     {{FIGURE(bytes), UINT64_MAX}, {FIGURE(top_bytes), UINT64_MAX / 2}, {FIGURE(top_flows), 9900}},
     BIT(OK)},
    {"several at once",
     {{FIGURE(seconds), 60},
      {FIGURE(tcp_one_way), 8000},
      {FIGURE(group), 95000},
      {FIGURE(copies), 50000}},
     BIT(BROADCAST_ONLY) | BIT(ONE_WAY) | BIT(TOO_LITTLE) | BIT(DOUBLED)},
};

static void every_verdict_has_its_boundary(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof judged / sizeof judged[0]; i++) {
        struct am_vantage_figures f = good;
        for (size_t k = 0; k < CHANGES_MAX && (k == 0 || judged[i].changes[k].at > 0); k++)
            memcpy((char *)&f + judged[i].changes[k].at, &judged[i].changes[k].value,
                   sizeof(uint64_t));
        uint32_t found = am_vantage_verdicts(&f);
        if (found != judged[i].verdicts)
            fail_msg("%s: %#x, not %#x", judged[i].what, found, judged[i].verdicts);
    }
}

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

/* --- words --- */

static void every_verdict_has_its_line_and_its_counter(void **state)
{
    struct am_vantage_counter counters[AM_VANTAGE_COUNTERS];
    struct am_vantage_figures f = good;
    (void)state;
    f.tcp_one_way = 8000;
    f.copies = 50000;
    am_vantage_counters(&f, counters);
    uint32_t verdicts = am_vantage_verdicts(&f);
    for (size_t i = 0; i < AM_VANTAGE_COUNTERS; i++) {
        assert_int_equal(strncmp(counters[i].name, "vantage.", 8), 0);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(counters[i].name, counters[k].name);
    }
    for (unsigned v = 0; v < AM_VANTAGE_VERDICTS; v++) {
        const struct am_vantage_counter *c =
            &counters[AM_VANTAGE_COUNTERS - AM_VANTAGE_VERDICTS + v];
        char line[AM_VANTAGE_TEXT];
        assert_string_equal(c->name + 8, am_vantage_name((enum am_vantage_verdict)v));
        assert_int_equal(c->value, verdicts >> v & 1);
        am_vantage_tell(&f, (enum am_vantage_verdict)v, line);
        assert_true(strlen(line) > 20 && strlen(line) < AM_VANTAGE_TEXT - 1);
        assert_null(strchr(line, '\n'));
    }
}

static void lines_tell_figures_and_what_to_change(void **state)
{
    static const struct {
        enum am_vantage_verdict verdict;
        const char *says;
    } lines[] = {
        {AM_VANTAGE_ONE_WAY,
         "75 % of TCP connections (6000 of 8000) show one direction only: set "
         "the mirror port to copy both directions (ingress and egress)"},
        {AM_VANTAGE_ONE_DEVICE,
         "99 % of flows (9900 of 9901) are of one device: you see 1 device, not the office (3 more "
         "devices were heard in broadcasts): connect the sensor to a mirror port of the switch "
         "that the office's devices share, or let the router stream its packets here (--tzsp)"},
        {AM_VANTAGE_TOO_LITTLE,
         "9901 flows in 600 minutes are too little to tell of an office: "
         "let it run for a working day at least"},
        {AM_VANTAGE_OK, "the sensor sees 12 devices both ways"},
    };
    struct am_vantage_figures f = good;
    (void)state;
    f.tcp_one_way = 6000;
    f.flows = 9901;
    f.top_flows = 9900;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        char line[AM_VANTAGE_TEXT];
        am_vantage_tell(&f, lines[i].verdict, line);
        assert_string_equal(line, lines[i].says);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_verdict_has_its_boundary),
        cmocka_unit_test(offices_are_judged_by_their_flows),
        cmocka_unit_test(a_live_sensor_knows_itself),
        cmocka_unit_test(figures_come_from_what_was_counted_elsewhere),
        cmocka_unit_test(open_flows_count_as_they_stand),
        cmocka_unit_test(devices_beyond_the_limit_count_in_the_whole),
        cmocka_unit_test(every_verdict_has_its_line_and_its_counter),
        cmocka_unit_test(lines_tell_figures_and_what_to_change),
    };
    return cmocka_run_group_tests_name("vantage", tests, NULL, NULL);
}
