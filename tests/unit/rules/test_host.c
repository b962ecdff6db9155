/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules_mmdb.h"

#include "host.h"

static struct am_place place_in(const struct am_places *p, const char *address)
{
    struct am_address a;
    assert_int_equal(am_address_parse(address, &a), AM_OK);
    const struct am_place_record *found = am_places_find(p, NULL, &a);
    return found ? found->place : (struct am_place){0};
}

static void each_common_schema_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        struct test_range range;
        struct am_place want;
    } cases[] = {
        {"GeoLite2-ASN",
         {"192.0.2.0/24",
          {NUMBER("autonomous_system_number", 6057),
           TEXT("autonomous_system_organization", "ANTEL")}},
         {.asn = 6057, .as_name = "ANTEL"}},
        {"GeoLite2-Country",
         {"192.0.2.0/24",
          {TEXT("country.iso_code", "UY"), TEXT("registered_country.iso_code", "US")}},
         {.located = "UY", .registered = "US"}},
        {"GeoIP2-Country",
         {"192.0.2.0/24", {TEXT("country.iso_code", "UY"), FLAG("traits.is_anycast", 1)}},
         {.anycast = true}},
        {"country ipvAll", {"192.0.2.0/24", {TEXT("country_code", "BR")}}, {.located = "BR"}},
        {"ipinfo lite",
         {"192.0.2.0/24",
          {TEXT("asn", "AS4294967295"), TEXT("as_name", "Last"), TEXT("country", "Chile"),
           TEXT("country_code", "CL")}},
         {.asn = UINT32_MAX, .as_name = "Last", .located = "CL"}},
        {"ipinfo free", {"192.0.2.0/24", {TEXT("country", "CL")}}, {.located = "CL"}},
        {"odd values",
         {"192.0.2.0/24",
          {TEXT("asn", "AS99999999999"), TEXT("country_code", "uy"), NUMBER("as_name", 7),
           TEXT("registered_country.iso_code", "USA")}},
         {.asn = 0}},
        {"odder values",
         {"192.0.2.0/24",
          {TEXT("asn", "AS12x"), NUMBER("country_code", 7), FLAG("autonomous_system_number", 1)}},
         {.asn = 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[PATH_MAX];
        struct am_places p = {0};
        make_mmdb(path, cases[i].type, &cases[i].range, 1);
        assert_int_equal(am_places_open(path, &p, NULL), AM_OK);
        assert_false(p.own);
        struct am_place got = place_in(&p, "192.0.2.77");
        const struct am_place *want = &cases[i].want;
        if (got.asn != want->asn || strcmp(got.as_name, want->as_name) != 0 ||
            strcmp(got.located, want->located) != 0 ||
            strcmp(got.registered, want->registered) != 0 || got.anycast != want->anycast)
            fail_msg("%s: AS%u '%s' located '%s' registered '%s'", cases[i].type, got.asn,
                     got.as_name, got.located, got.registered);
        got = place_in(&p, "192.0.3.0");
        assert_int_equal(got.asn, 0);
        assert_string_equal(got.located, "");
        am_places_done(&p);
        (void)unlink(path);
    }
}

static void names_of_networks_are_made_inert(void **state)
{
    (void)state;
    char longest[300];
    memset(longest, 'x', sizeof longest);
    (void)snprintf(longest + 90, sizeof longest - 90, "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9");
    const struct {
        const char *raw, *want;
    } cases[] = {
        {"Telef\xc3\xb3nica", "Telef\xc3\xb3nica"},
        {"a\x1b[31mb", "a?[31mb"},
        {"a\xff\xfe b", "a?? b"},
        {"  a \t  b  ", "a b"},
        {"a\xe2\x80\xaeg", "a?g"},      /* a mark that turns the direction of writing */
        {"=cmd|'x'!A1", "=cmd|'x'!A1"}, /* escaping is the writers' work */
        {"\n", "?"},
        {longest,
         "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
         "x"
         "\xc3\xa9\xc3\xa9"}, /* cut between characters at 95 bytes */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[PATH_MAX];
        struct am_places p = {0};
        const struct test_range range = {"::/0", {TEXT("as_name", cases[i].raw)}};
        make_mmdb(path, "t", &range, 1);
        assert_int_equal(am_places_open(path, &p, NULL), AM_OK);
        struct am_place got = place_in(&p, "2800::1");
        assert_string_equal(got.as_name, cases[i].want);
        am_places_done(&p);
        (void)unlink(path);
    }
}

static void broken_files_are_refused_with_their_name(void **state)
{
    (void)state;
    char path[PATH_MAX];
    make_own_mmdb(path);
    struct am_places p = {0};
    assert_int_equal(am_places_open(path, &p, NULL), AM_OK);
    assert_true(p.own);
    char type[64];
    char date[11];
    am_places_describe(&p, type, sizeof type, date);
    assert_string_equal(type, "amarra-network");
    assert_string_equal(date, "2026-01-02");
    am_places_done(&p);
    assert_int_equal(truncate(path, 40), 0);
    struct am_problem problem = {0};
    assert_int_equal(am_places_open(path, &p, &problem), AM_E_MALFORMED);
    assert_string_equal(problem.file, path);
    (void)unlink(path);
    struct am_problem gone = {0};
    assert_int_equal(am_places_open(path, &p, &gone), AM_E_NOT_FOUND);
    am_places_done(&p); /* of nothing */
    struct am_place got = place_in(&p, "192.0.2.1");
    assert_int_equal(got.asn, 0);
    am_places_describe(&p, type, sizeof type, date);
    assert_string_equal(date, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_common_schema_is_read),
        cmocka_unit_test(names_of_networks_are_made_inert),
        cmocka_unit_test(broken_files_are_refused_with_their_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
