/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "sensor/health.h"

#define NOW INT64_C(1795900000)
#define GB  UINT64_C(1000000000)

/* An open live scan of eight hours in which all is well. */
struct world {
    struct am_figures figures;
    struct am_vantage_line lines[2];
    struct am_health h;
};

static void init(struct world *w)
{
    *w = (struct world){
        .lines = {{"flows", 1000, 1}, {"ok", 1, 1}},
        .h =
            {
                .path = "office.db",
                .now = NOW,
                .written = NOW - 5,
                .packets = 1000000,
                .bytes = GB / 100,
                .free_bytes = 10 * GB,
            },
    };
    struct am_figures *f = &w->figures;
    f->scope.info = (struct am_scan_info){
        .state = AM_SCAN_OPEN,
        .first_packet = NOW - 10 - INT64_C(8) * 3600,
        .last_packet = NOW - 10,
        .live = true,
        .devices = 12,
        .sources = "eth0",
    };
    f->scope.k = 5;
    f->scope.scans = 1;
    f->coverage.all.contacts = 1000;
    f->coverage.named.contacts = 900;
    f->vantage.at = w->lines;
    f->vantage.count = 2;
    w->h.figures = f;
}

/* All that is to fix, in one line. */
static const char *fixes(const struct world *w)
{
    static char out[512];
    const char *verdicts[AM_VANTAGE_TOLD_MAX];
    size_t count = am_health_verdicts(&w->h, verdicts);
    size_t len = 0;
    out[0] = '\0';
    for (int i = 0; i < AM_FIX_COUNT; i++)
        if (am_health_needs(&w->h, (enum am_fix)i))
            len +=
                (size_t)snprintf(out + len, sizeof out - len, "%s ", am_fix_name((enum am_fix)i));
    for (size_t i = 0; i < count; i++)
        len += (size_t)snprintf(out + len, sizeof out - len, "vantage.%s ", verdicts[i]);
    assert_int_equal(am_health_is_good(&w->h), len == 0);
    return out;
}

static void nothing_is_to_fix_where_all_is_well(void **state)
{
    (void)state;
    struct world w;
    init(&w);
    assert_string_equal(fixes(&w), "");
}

static void a_scan_is_stuck_before_it_is_silent(void **state)
{
    (void)state;
    struct world w;
    init(&w);
    w.figures.scope.info.last_packet = NOW - AM_HEALTH_SILENT_SECONDS + 1;
    assert_string_equal(fixes(&w), "");
    w.figures.scope.info.last_packet--;
    assert_string_equal(fixes(&w), "silent ");
    w.h.written = NOW - AM_HEALTH_SILENT_SECONDS + 1;
    assert_string_equal(fixes(&w), "silent ");
    w.h.written--; /* then nobody knows whether anything was heard */
    assert_string_equal(fixes(&w), "not-written ");
    w.figures.scope.info.state = AM_SCAN_CLOSED;
    assert_string_equal(fixes(&w), "");
    w.figures.scope.info.state = AM_SCAN_INTERRUPTED;
    assert_string_equal(fixes(&w), "interrupted ");
    init(&w);
    w.figures.scope.info.live = false; /* a file has another clock */
    w.figures.scope.info.last_packet = 1;
    assert_string_equal(fixes(&w), "");
    init(&w);
    w.figures.scope.info.last_packet = 0; /* said by the vantage */
    assert_string_equal(fixes(&w), "");
}

/* 1 GB in eight hours is 15 GB in five days. What an hour did not yet show is not reckoned with:
 * an empty file is large for its age. */
static void room_is_for_five_days_as_it_grows(void **state)
{
    (void)state;
    struct world w;
    init(&w);
    w.h.free_bytes = AM_HEALTH_FREE_BYTES;
    assert_string_equal(fixes(&w), "");
    w.h.free_bytes--;
    assert_string_equal(fixes(&w), "disk ");
    w.figures.scope.info.state = AM_SCAN_CLOSED;
    assert_string_equal(fixes(&w), "");
    init(&w);
    w.h.bytes = GB;
    w.h.free_bytes = 15 * GB;
    assert_string_equal(fixes(&w), "");
    w.h.free_bytes = 14 * GB;
    assert_string_equal(fixes(&w), "disk ");
    w.figures.scope.info.first_packet = NOW - 9 - AM_HEALTH_GROWTH_SECONDS;
    assert_string_equal(fixes(&w), "");
}

static void few_packets_may_be_lost(void **state)
{
    (void)state;
    struct world w;
    init(&w);
    w.h.packets = 999;
    w.h.lost_kernel = 1;
    assert_string_equal(fixes(&w), "");
    w.h.lost_interface = 1;
    assert_string_equal(fixes(&w), "packets-lost ");
    w.h.packets = 0;
    w.h.lost_kernel = UINT64_MAX;
    assert_string_equal(fixes(&w), "packets-lost ");
}

static void what_is_counted_as_lost_is_told(void **state)
{
    (void)state;
    struct world w;
    init(&w);
    w.h.lost_contacts = w.h.lost_names = w.h.lost_marked = w.h.failed_flushes = w.h.clock_set = 1;
    assert_string_equal(fixes(&w),
                        "flushes-failed contacts-lost names-lost markers-lost clock-set ");
}

static void names_are_to_be_known_of_some_contacts(void **state)
{
    (void)state;
    struct world w;
    init(&w);
    struct am_coverage *c = &w.figures.coverage;
    c->named.contacts = 600;
    assert_string_equal(fixes(&w), "");
    c->named.contacts = 599;
    assert_string_equal(fixes(&w), "names-not-known ");
    assert_int_equal(am_health_blindness(&w.h), AM_BLIND_NOT);
    c->blind[AM_BLIND_NOT].contacts = 599;
    c->blind[AM_BLIND_RESOLVER].contacts = 500;
    c->blind[AM_BLIND_ONE_WAY].contacts = 100;
    c->blind[AM_BLIND_HIDDEN].contacts = 301;
    assert_int_equal(am_health_blindness(&w.h), AM_BLIND_HIDDEN);
    c->all.contacts = AM_HEALTH_NAMED_LEAST - 1;
    c->named.contacts = 0;
    assert_string_equal(fixes(&w), "");
}

static void an_open_scan_may_have_seen_too_little_yet(void **state)
{
    (void)state;
    struct world w;
    init(&w);
    w.lines[1].name = "too-little";
    assert_string_equal(fixes(&w), "");
    w.figures.scope.info.state = AM_SCAN_CLOSED;
    assert_string_equal(fixes(&w), "vantage.too-little ");
    w.lines[1].name = "one-device";
    w.figures.scope.info.state = AM_SCAN_OPEN;
    assert_string_equal(fixes(&w), "vantage.one-device ");
}

static void few_devices_are_not_counted_out(void **state)
{
    (void)state;
    struct world w;
    init(&w);
    static const struct {
        uint64_t devices;
        int64_t told;
    } cases[] = {{0, 0}, {1, AM_DEVICES_FEW}, {4, AM_DEVICES_FEW}, {5, 5}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        w.figures.scope.info.devices = cases[i].devices;
        assert_int_equal(am_health_devices(&w.h), cases[i].told);
    }
}

/* As bad as can be. */
static void each_language_says_what_to_fix(void **state)
{
    (void)state;
    struct world w;
    init(&w);
    w.h.path = "a day's\033[2Jscan.db";
    w.h.lost_kernel = 1000000;
    w.h.free_bytes = 1;
    w.h.lost_contacts = w.h.lost_names = w.h.lost_marked = w.h.failed_flushes = w.h.clock_set = 2;
    w.figures.coverage.named.contacts = 0;
    w.figures.coverage.blind[AM_BLIND_TUNNEL].contacts = 1000;
    w.lines[1].name = "no-inside";
    for (int i = 0; i < 6; i++) {
        w.figures.scope.info.state = i < 4 ? AM_SCAN_OPEN : AM_SCAN_INTERRUPTED;
        w.h.written = i % 2 ? NOW : NOW - 3600;
        w.figures.scope.info.last_packet = NOW - 3600;
        for (int l = 0; l < AM_LANG_COUNT; l++) {
            struct am_speech *s = NULL;
            struct am_problem problem = {0};
            struct am_text out;
            am_text_init(&out, 65536);
            assert_int_equal(am_speech_open(NULL, (enum am_language)l, &s, &problem), AM_OK);
            am_health_text(&w.h, s, &out);
            assert_int_equal(am_text_status(&out), AM_OK);
            assert_int_equal(am_speech_status(s), AM_OK);
            assert_null(strchr(out.at, '{'));
            assert_null(strchr(out.at, '\033'));
            size_t items = 0;
            for (const char *c = out.at; (c = strstr(c, "\n  - ")); c++)
                items++;
            assert_int_equal(items, 10); /* one of state, disk to names: 8, the vantage */
            if (i >= 4)
                assert_non_null(strstr(out.at, "amarra close 'a day'\\''s"));
            am_text_done(&out);
            am_speech_free(s);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_to_fix_where_all_is_well),
        cmocka_unit_test(a_scan_is_stuck_before_it_is_silent),
        cmocka_unit_test(room_is_for_five_days_as_it_grows),
        cmocka_unit_test(few_packets_may_be_lost),
        cmocka_unit_test(what_is_counted_as_lost_is_told),
        cmocka_unit_test(names_are_to_be_known_of_some_contacts),
        cmocka_unit_test(an_open_scan_may_have_seen_too_little_yet),
        cmocka_unit_test(few_devices_are_not_counted_out),
        cmocka_unit_test(each_language_says_what_to_fix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
