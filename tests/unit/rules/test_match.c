/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "data.h"
#include "rules_mmdb.h"

static char mmdb[PATH_MAX];

static int open_rules(void **state)
{
    make_own_mmdb(mmdb);
    *state = rules_open(mmdb);
    return 0;
}

static int close_rules(void **state)
{
    am_rules_free(*state);
    return unlink(mmdb);
}

static bool same(const char *want, const char *got)
{
    return want ? got && strcmp(want, got) == 0 : !got;
}

static void names_reach_service_operator_and_parent(void **state)
{
    static const struct {
        const char *name, *rule, *service, *parent;
    } cases[] = {
        {"acmemail.com", "name:acmemail.com", "acme-mail", "acme"},
        {"smtp.acmemail.com", "name:acmemail.com", "acme-mail", "acme"},
        {"notacmemail.com", NULL, NULL, NULL},
        {"anything.acme", "name:acme", "acme-mail", "acme"},
        {"only.example.org", "exact:only.example.org", "acme-mail", "acme"},
        {"not.only.example.org", NULL, NULL, NULL},
        {"birdsong.com.uy", "exact:birdsong.com.uy", "birdsong", "acme"},
        {"www.birdsong.com.uy", "name:birdsong.com.uy", "birdsong", "acme"},
        {"pages.birdsong.com.uy", NULL, NULL, NULL},
        {"juana.pages.birdsong.com.uy", NULL, NULL, NULL},
        {"x.status.pages.birdsong.com.uy", "name:status.pages.birdsong.com.uy", "birdsong", "acme"},
        {"orphan.example.net", "name:orphan.example.net", "orphanage", NULL},
        {"", NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_attribution found;
        memset(&found, 0xaa, sizeof found);
        bool known = am_rules_find_name(*state, cases[i].name, day_of("2026-11-24"), &found);
        if (known != (cases[i].rule != NULL) ||
            !same(cases[i].rule, found.rule ? found.rule->id : NULL) ||
            !same(cases[i].service, found.service ? found.service->id : NULL) ||
            !same(cases[i].parent, found.parent ? found.parent->id : NULL))
            fail_msg("%s", cases[i].name);
        assert_int_equal(found.operator_ != NULL, known);
    }
}

static void hosts_come_by_prefix_then_as_then_cname(void **state)
{
    static const struct {
        const char *block, *cname, *rule, *operator_, *kind, *located;
        bool anycast;
    } cases[] = {
        {"203.0.113.9", NULL, "as:64500", "acme-cloud", "cloud", "UY", false},
        {"203.0.113.0/24", NULL, "as:64500", "acme-cloud", "cloud", "UY", false},
        /* a prefix without a kind has its AS's, where that is the same operator's */
        {"198.51.100.1", NULL, "prefix:198.51.100.0/24", "acme-mail", "own", "", true},
        {"198.51.100.0/24", NULL, "prefix:198.51.100.0/24", "acme-mail", "own", "", true},
        {"198.51.100.200", NULL, "prefix:198.51.100.128/25", "birdsong", "cdn", "US", false},
        {"2001:db8:53::/48", NULL, "prefix:2001:db8:53::/48", "acme-mail", "own", "UY", false},
        {"192.0.2.1", NULL, NULL, NULL, NULL, "AR", false},
        {"192.0.2.1", "x.acmecloud.net", "name:acmecloud.net", "acme-cloud", NULL, "AR", false},
        {"192.0.2.1", "acmemail.com", NULL, NULL, NULL, "AR", false}, /* no one who hosts others */
        {"192.0.2.1", "unknown.example", NULL, NULL, NULL, "AR", false},
        {"203.0.113.9", "orphan.example.net", "as:64500", "acme-cloud", "cloud", "UY", false},
        {"100.64.0.1", NULL, NULL, NULL, NULL, "", false},
        /* published ranges tell where they stand, or that they stand nowhere */
        {"198.18.0.9", NULL, "prefix:198.18.0.0/26", "acme-cloud", "cloud", "UY", false},
        {"198.18.0.70", NULL, "prefix:198.18.0.64/26", "acme-cloud", "cdn", "", true},
        {"2001:db8:c1::/48", NULL, "prefix:2001:db8:c1::/48", "acme-cloud", "cloud", "UY", false},
        {"198.18.0.0/24", NULL, NULL, NULL, NULL, "", false}, /* wider than what is known */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_prefix block;
        struct am_host h;
        memset(&h, 0xaa, sizeof h);
        assert_int_equal(am_prefix_parse(cases[i].block, &block), AM_OK);
        bool known =
            am_rules_find_host(*state, &block, NULL, cases[i].cname, day_of("2026-11-24"), &h);
        if (known != (cases[i].rule != NULL) || !same(cases[i].rule, h.rule ? h.rule->id : NULL) ||
            !same(cases[i].operator_, h.operator_ ? h.operator_->id : NULL) ||
            !same(cases[i].kind, h.kind) || strcmp(cases[i].located, h.place.located) != 0 ||
            h.place.anycast != cases[i].anycast)
            fail_msg("%s %s: %s", cases[i].block, cases[i].cname ? cases[i].cname : "",
                     h.rule ? h.rule->id : "none");
    }
}

static void a_stored_place_is_believed(void **state)
{
    struct am_prefix block;
    struct am_host h;
    const struct am_place stored = {
        .asn = 64502, .as_name = "As it was", .located = "AR", .registered = "UY"};
    assert_int_equal(am_prefix_parse("203.0.113.0/24", &block), AM_OK);
    assert_true(am_rules_find_host(*state, &block, &stored, NULL, 0, &h));
    assert_string_equal(h.operator_->id, "colmena");
    assert_string_equal(h.parent->id, "colmena");
    assert_string_equal(h.place.as_name, "As it was");
    assert_string_equal(h.place.located, "AR");
    const struct am_place nothing = {0};
    assert_false(am_rules_find_host(*state, &block, &nothing, NULL, 0, &h));
    assert_int_equal(h.place.asn, 0);
}

static void hosts_have_owners_in_time_too(void **state)
{
    struct am_prefix block;
    struct am_host h;
    assert_int_equal(am_prefix_parse("198.51.100.200", &block), AM_OK);
    assert_true(am_rules_find_host(*state, &block, NULL, NULL, day_of("2020-01-01"), &h));
    assert_string_equal(h.parent->id, "colmena");
    assert_true(am_rules_find_host(*state, &block, NULL, NULL, day_of("2000-01-01"), &h));
    assert_null(h.parent);
    const struct am_prefix v6 = {.address = {{0x20, 1, 0xd, 0xb8, 0, 0x53}}, .len = 128};
    assert_true(am_rules_find_host(*state, &v6, NULL, NULL, 0, &h));
    assert_string_equal(h.service->id, "acme-mail");
}

static void a_users_own_file_is_told_among_the_sources(void **state)
{
    (void)state;
    size_t count;
    struct am_rules *with = rules_open(mmdb);
    const struct am_fact_source *sources = am_rules_sources(with, &count);
    assert_int_equal(count, 3);
    assert_string_equal(sources[2].id, "mmdb");
    assert_string_equal(sources[2].title, "MMDB: amarra-network");
    assert_string_equal(sources[2].date, "2026-01-02");
    am_rules_free(with);
}

/* AS 64502 carries people's connections, 64500 is a cloud, 64999 nobody's. */
static void a_cache_inside_an_access_network_is_its_owners(void **state)
{
    static const struct {
        uint32_t asn;
        const char *name, *cname, *parent, *located; /* parent NULL: no cache */
    } cases[] = {
        {64502, "acmemail.com", NULL, "acme", "UY"},
        {64502, "hora.example.uy", "a.acmemail.com", "acme", "UY"},
        {64502, "birdsong.com.uy", NULL, NULL, NULL}, /* keeps none there */
        {64502, NULL, NULL, NULL, NULL},
        {64500, "acmemail.com", NULL, NULL, NULL},
        {64501, "acmemail.com", NULL, NULL, NULL}, /* its own network */
        {64999, "acmemail.com", NULL, "acme", "UY"},
        {0, "acmemail.com", NULL, NULL, NULL}, /* where that is, nobody says */
    };
    int32_t day = day_of("2026-11-24");
    struct am_service *mail = am_rules_entity(*state, AM_KIND_SERVICE, "acme-mail");
    mail->cached = true;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_prefix block;
        struct am_host h;
        const struct am_place place = {.asn = cases[i].asn, .located = "UY"};
        assert_int_equal(am_prefix_parse("100.64.0.0/24", &block), AM_OK);
        (void)am_rules_find_host(*state, &block, &place, NULL, day, &h);
        print_message("    AS%u %s\n", cases[i].asn, cases[i].name ? cases[i].name : "");
        assert_int_equal(am_rules_find_cache(*state, cases[i].name, cases[i].cname, day, &h),
                         cases[i].parent != NULL);
        assert_int_equal(h.cache, cases[i].parent != NULL);
        if (!cases[i].parent)
            continue;
        assert_string_equal(h.parent->id, cases[i].parent);
        assert_string_equal(h.kind, "cdn");
        assert_string_equal(h.place.located, cases[i].located);
        assert_int_equal(h.place.asn, cases[i].asn);
    }
    mail->cached = false;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_reach_service_operator_and_parent),
        cmocka_unit_test(hosts_come_by_prefix_then_as_then_cname),
        cmocka_unit_test(a_stored_place_is_believed),
        cmocka_unit_test(a_cache_inside_an_access_network_is_its_owners),
        cmocka_unit_test(hosts_have_owners_in_time_too),
        cmocka_unit_test(a_users_own_file_is_told_among_the_sources),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
