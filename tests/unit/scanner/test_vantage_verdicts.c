/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Vantage: every verdict at its boundary, its words and its counter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "contacts/vantage.h"

#define BIT(name)    (1u << AM_VANTAGE_##name)
#define FIGURE(name) offsetof(struct am_vantage_figures, name)
#define CHANGES_MAX  4

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
        cmocka_unit_test(every_verdict_has_its_line_and_its_counter),
        cmocka_unit_test(lines_tell_figures_and_what_to_change),
    };
    return cmocka_run_group_tests_name("vantage_verdicts", tests, NULL, NULL);
}
