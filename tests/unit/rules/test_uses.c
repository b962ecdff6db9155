/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What addresses serve and which names hide others, as the scanner asks it. */
#include "keep.h"
#include "rules_dataset.h"
#include "text/load.h"
#include "uses.h"

static struct am_address address_of(const char *text)
{
    struct am_address a;
    assert_int_equal(am_address_parse(text, &a), AM_OK);
    return a;
}

static void the_scanner_is_told_what_an_address_serves(void **state)
{
    (void)state;
    static const struct {
        const char *address, *rule; /* NULL: not known */
        enum am_address_use use;
    } cases[] = {
        {"198.51.100.53", "address:198.51.100.53", AM_USE_RESOLVER},
        {"198.51.100.54", NULL, AM_USE_NOT_KNOWN},
        {"2001:db8:53::53", "address:2001:db8:53::53", AM_USE_RESOLVER},
        {"2001:db8:53::5", NULL, AM_USE_NOT_KNOWN},
        {"203.0.113.1", "address:203.0.113.0/24", AM_USE_TUNNEL},
        {"203.0.113.127", "address:203.0.113.0/24", AM_USE_TUNNEL},
        {"203.0.113.128", "address:203.0.113.128/25", AM_USE_TUNNEL}, /* the narrowest */
        {"203.0.113.255", "address:203.0.113.128/25", AM_USE_TUNNEL},
        {"203.0.112.255", NULL, AM_USE_NOT_KNOWN},
        {"203.0.114.0", NULL, AM_USE_NOT_KNOWN},
        {"2001:db8:100:ffff::1", "address:2001:db8:100::/48", AM_USE_TUNNEL},
        {"2001:db8:101::", NULL, AM_USE_NOT_KNOWN},
        {"0.0.0.0", NULL, AM_USE_NOT_KNOWN},
        {"::", NULL, AM_USE_NOT_KNOWN},
    };
    struct am_rules *rules = rules_open(NULL);
    struct am_knowledge k;
    am_rules_as_knowledge(rules, &k);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct am_address a = address_of(cases[i].address);
        struct am_known found;
        print_message("    %s\n", cases[i].address);
        assert_int_equal(k.use(k.ctx, &a), cases[i].use);
        assert_int_equal(am_rules_find_use(rules, &a, &found), cases[i].rule != NULL);
        if (!cases[i].rule)
            continue;
        assert_string_equal(found.rule->id, cases[i].rule);
        assert_string_equal(found.rule->file,
                            cases[i].use == AM_USE_RESOLVER ? "resolvers.json" : "tunnels.json");
        assert_string_equal(found.service->id,
                            cases[i].use == AM_USE_RESOLVER ? "acme-mail" : "birdsong");
    }
    am_rules_free(rules);
}

static void whole_names_serve_encrypted_dns(void **state)
{
    (void)state;
    struct am_rules *rules = rules_open(NULL);
    struct am_known found;
    assert_true(am_rules_find_use_of_name(rules, "dns.acme.example", &found));
    assert_int_equal(found.use, AM_USE_RESOLVER);
    assert_string_equal(found.service->id, "acme-mail");
    assert_true(am_rules_find_use_of_name(rules, "doh.example", &found));
    assert_null(found.service); /* whose it is may be unknown */
    assert_string_equal(found.rule->id, "use:doh.example");
    assert_false(am_rules_find_use_of_name(rules, "a.doh.example", &found));
    assert_false(am_rules_find_use_of_name(rules, "front.acme.example", &found));
    assert_false(am_rules_find_front(rules, "doh.example", &found));
    am_rules_free(rules);
}

/* A name below one that hides others, or above it, is a name like any other. */
static void only_the_whole_name_hides_others(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool fronts;
    } cases[] = {
        {"front.acme.example", true}, {"a.front.acme.example", false}, {"acme.example", false},
        {"cover.example", true},      {"acmemail.com", false},         {"", false},
    };
    struct am_rules *rules = rules_open(NULL);
    struct am_knowledge k;
    struct am_known found;
    am_rules_as_knowledge(rules, &k);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        print_message("    %s\n", cases[i].name);
        assert_int_equal(k.fronts(k.ctx, cases[i].name), cases[i].fronts);
    }
    assert_true(am_rules_find_front(rules, "front.acme.example", &found));
    assert_string_equal(found.service->id, "acme-mail");
    assert_true(found.rule->basis.verified);
    assert_true(am_rules_find_front(rules, "cover.example", &found));
    assert_null(found.service);
    am_rules_free(rules);
}

/* The question for the resolver's own encrypted endpoint (RFC 9462) tells of no one. */
static void the_name_that_asks_for_encryption_stands_for_no_one(void **state)
{
    (void)state;
    struct am_rules *rules = rules_open(NULL);
    struct am_knowledge k;
    char kept[AM_NAME_SIZE];
    am_rules_as_knowledge(rules, &k);
    assert_false(k.keep(k.ctx, "_dns.resolver.arpa", kept));
    assert_string_equal(kept, "resolver.arpa");
    am_rules_free(rules);
}

/* Against the plain way: every rule is tried, the longest that holds the address wins. */
static void the_hash_agrees_with_a_search_through_all(void **state)
{
    (void)state;
    enum { RULES = 400 };
    static const uint8_t lengths[] = {128, 120, 119, 112, 64, 48};
    static struct am_use_rule rules[RULES];
    static struct am_prefix prefixes[RULES];
    struct am_uses uses;
    uint64_t seed = 7;
    size_t count = 0;
    am_uses_init(&uses);
    while (count < RULES) {
        struct am_address a = address_of("2001:db8::");
        for (size_t i = 4; i < 16; i++)
            a.at[i] = (uint8_t)(rules_random(&seed) % 3);
        prefixes[count] = am_address_prefix(&a, lengths[rules_random(&seed) % sizeof lengths]);
        rules[count].prefix = prefixes[count];
        rules[count].use = AM_USE_TUNNEL;
        count += am_uses_add(&uses, &rules[count]) == AM_OK;
    }
    size_t found = 0;
    for (size_t n = 0; n < 20000; n++) {
        struct am_address a = prefixes[rules_random(&seed) % RULES].address;
        a.at[4 + rules_random(&seed) % 12] ^= (uint8_t)(rules_random(&seed) % 4);
        const struct am_use_rule *best = NULL;
        uint8_t len = 0;
        for (size_t i = 0; i < RULES; i++)
            if (am_prefix_holds(&prefixes[i], &a) && (!best || prefixes[i].len > len)) {
                best = &rules[i];
                len = prefixes[i].len;
            }
        assert_ptr_equal(am_uses_find_address(&uses, &a), best);
        found += best != NULL;
    }
    assert_in_range(found, 1000, 19999);
    am_uses_done(&uses);
}

static void there_is_an_end_to_lengths(void **state)
{
    (void)state;
    static struct am_use_rule rules[AM_USE_LENGTHS_MAX + 1];
    struct am_uses uses;
    struct am_address a = address_of("2001:db8::");
    am_uses_init(&uses);
    for (uint8_t i = 0; i <= AM_USE_LENGTHS_MAX; i++) {
        rules[i].prefix = am_address_prefix(&a, (uint8_t)(32 + i));
        rules[i].use = AM_USE_TUNNEL;
        assert_int_equal(am_uses_add(&uses, &rules[i]),
                         i < AM_USE_LENGTHS_MAX ? AM_OK : AM_E_LIMIT);
    }
    am_uses_done(&uses);
}

/* Where others' names are kept, another's name is no surprise. */
static void a_network_is_its_owners_own_while_it_carries_no_others(void **state)
{
    (void)state;
    static const struct {
        const char *role; /* of a service of the operator of AS 64501 */
        uint32_t asn;
        bool own;
    } cases[] = {
        {"\"service\"", 64501, true},         {"\"cdn\"", 64501, false},
        {"\"infrastructure\"", 64501, false}, {"\"service\"", 64500, false}, /* a cloud */
        {"\"service\"", 64502, false}, /* people's connections */
        {"\"service\"", 64999, false}, /* no one knows it */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_dataset_folder d = dataset();
        struct am_rules *rules = NULL;
        struct am_problem problem = {0};
        const struct am_prefix block = am_address_prefix(&(struct am_address){{0}}, 128);
        const struct am_place place = {.asn = cases[i].asn};
        struct am_host host;
        char role[64];
        (void)snprintf(role, sizeof role, "\"category\": \"email\", \"role\": %s", cases[i].role);
        replace(&d, "corporations/acme.json", "\"category\": \"email\", \"role\": \"service\"",
                role);
        assert_int_equal(am_rules_load(d.files, d.count, NULL, &rules, &problem), AM_OK);
        (void)am_rules_find_host(rules, &block, &place, NULL, 20000, &host);
        assert_int_equal(am_host_is_own(&host), cases[i].own);
        am_rules_free(rules);
        am_dataset_done(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_scanner_is_told_what_an_address_serves),
        cmocka_unit_test(whole_names_serve_encrypted_dns),
        cmocka_unit_test(only_the_whole_name_hides_others),
        cmocka_unit_test(the_name_that_asks_for_encryption_stands_for_no_one),
        cmocka_unit_test(the_hash_agrees_with_a_search_through_all),
        cmocka_unit_test(there_is_an_end_to_lengths),
        cmocka_unit_test(a_network_is_its_owners_own_while_it_carries_no_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
