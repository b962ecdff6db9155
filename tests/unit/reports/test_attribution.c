/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which names do not fit their address, over the small dataset of the rules' tests: Birdsong was
 * Colmena's until 27 October 2022 and has been Acme's since. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "attribution.h"

#define IN_2020 ((int64_t)1577880000)
#define IN_2023 ((int64_t)1672574400)

static int open_rules(void **state)
{
    static char data[PATH_MAX];
    const char *file = __FILE__;
    const char *end = strstr(file, "/unit/reports/");
    struct am_problem problem = {0};
    assert_non_null(end);
    (void)snprintf(data, sizeof data, "%.*s/data/rules", (int)(end - file), file);
    const struct am_knowledge_options options = {.data_dir = data, .mmdb = "none"};
    return am_rules_open(&options, (struct am_rules **)state, &problem) == AM_OK ? 0 : -1;
}

static int close_rules(void **state)
{
    am_rules_free(*state);
    return 0;
}

static void attribute(const struct am_rules *rules, const char *what, const char *block,
                      struct am_scan_row *row, struct am_seen *out)
{
    print_message("    %s\n", what);
    assert_int_equal(am_prefix_parse(block, &row->block), AM_OK);
    am_attribute(rules, row, out);
}

static void a_name_at_anothers_own_address_is_told(void **state)
{
    static const struct {
        const char *what, *name, *block, *cname;
        int64_t hour;
        uint32_t asn;
        enum am_evidence evidence;
        bool conflict;
    } cases[] = {
        {"another's own network", "birdsong.com.uy", "192.0.2.0/24", NULL, IN_2020, 64501,
         AM_EVIDENCE_SNI, true},
        {"by a prefix of that network", "birdsong.com.uy", "198.51.100.0/24", NULL, IN_2020, 64501,
         AM_EVIDENCE_DNS_OTHER, true},
        {"since then its own", "birdsong.com.uy", "192.0.2.0/24", NULL, IN_2023, 64501,
         AM_EVIDENCE_SNI, false},
        {"a cloud", "birdsong.com.uy", "192.0.2.0/24", NULL, IN_2020, 64500, AM_EVIDENCE_SNI,
         false},
        {"its own", "birdsong.com.uy", "192.0.2.0/24", NULL, IN_2020, 64502, AM_EVIDENCE_SNI,
         false},
        {"someone's connection", "acmemail.com", "192.0.2.0/24", NULL, IN_2020, 64502,
         AM_EVIDENCE_SNI, false},
        {"a network that no one knows", "birdsong.com.uy", "192.0.2.0/24", NULL, IN_2020, 64999,
         AM_EVIDENCE_SNI, false},
        {"a proxy was asked", "birdsong.com.uy", "192.0.2.0/24", NULL, IN_2020, 64501,
         AM_EVIDENCE_PROXY, false},
        {"an alias of the host's", "birdsong.com.uy", "192.0.2.0/24", "x.acmemail.com", IN_2020,
         64501, AM_EVIDENCE_SNI, false},
        {"an alias of another's", "birdsong.com.uy", "192.0.2.0/24", "unknown.example", IN_2020,
         64501, AM_EVIDENCE_SNI, true},
        {"mirrors answer for it", "hora.example.uy", "192.0.2.0/24", NULL, IN_2020, 64501,
         AM_EVIDENCE_DNS, false},
        {"no rule", "unknown.example", "192.0.2.0/24", NULL, IN_2020, 64501, AM_EVIDENCE_SNI,
         false},
        {"no name", NULL, "192.0.2.0/24", NULL, IN_2020, 64501, AM_EVIDENCE_NONE, false},
        {"no name, the address serves one thing", NULL, "2001:db8:53::/48", NULL, IN_2020, 64501,
         AM_EVIDENCE_NONE, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_scan_row row = {.hour = cases[i].hour,
                                  .name = cases[i].name,
                                  .cname = cases[i].cname,
                                  .evidence = cases[i].evidence,
                                  .app = "tls",
                                  .place = {.asn = cases[i].asn}};
        struct am_seen seen;
        attribute(*state, cases[i].what, cases[i].block, &row, &seen);
        assert_int_equal(seen.conflict, cases[i].conflict);
    }
}

static void without_a_name_the_network_tells_where_it_serves_one_thing(void **state)
{
    static const struct {
        const char *what, *name, *block, *service, *rule;
        uint32_t asn;
        bool unlisted;
    } cases[] = {
        {"a prefix that serves it", NULL, "2001:db8:53::/48", "acme-mail",
         "prefix:2001:db8:53::/48", 64501, false},
        {"an AS that serves it", NULL, "192.0.2.0/24", "acme-mail", "as:64503", 64503, false},
        {"a prefix of its operator in it", NULL, "198.51.100.0/24", "acme-mail", "as:64503", 64503,
         false},
        {"another's prefix in it", NULL, "198.51.100.128/25", NULL, NULL, 64503, false},
        {"its own network, of several services", NULL, "192.0.2.0/24", NULL, NULL, 64501, false},
        {"a name says more", "birdsong.com.uy", "192.0.2.0/24", "birdsong", "exact:birdsong.com.uy",
         64503, false},
        {"a name that is not told", NULL, "192.0.2.0/24", NULL, NULL, 64503, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_scan_row row = {.hour = IN_2023,
                                  .name = cases[i].name,
                                  .unlisted = cases[i].unlisted,
                                  .app = "tls",
                                  .place = {.asn = cases[i].asn}};
        struct am_seen seen;
        attribute(*state, cases[i].what, cases[i].block, &row, &seen);
        assert_int_equal(seen.by_address, cases[i].service && !cases[i].name);
        if (!cases[i].service) {
            assert_null(seen.service.service);
            assert_null(seen.service.rule);
            continue;
        }
        assert_string_equal(seen.service.service->id, cases[i].service);
        assert_string_equal(seen.service.rule->id, cases[i].rule);
        assert_string_equal(seen.service.parent->id, "acme");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_at_anothers_own_address_is_told),
        cmocka_unit_test(without_a_name_the_network_tells_where_it_serves_one_thing),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
