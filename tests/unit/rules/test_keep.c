/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules_dataset.h"
#include "rules_mmdb.h"

static int open_rules(void **state)
{
    static struct am_knowledge knowledge;
    am_rules_as_knowledge(rules_open(NULL), &knowledge);
    *state = &knowledge;
    return 0;
}

static int close_rules(void **state)
{
    struct am_knowledge *k = *state;
    am_rules_free(k->ctx);
    return 0;
}

static const struct {
    const char *name, *kept;
    bool known;
} cases[] = {
    /* what a rule knows, at the rule's level */
    {"acmemail.com", "acmemail.com", true},
    {"a.b.c.acmemail.com", "acmemail.com", true},
    {"x.mail.acme.example.com", "mail.acme.example.com", true},
    {"deep.below.acme", "acme", true},
    {"only.example.org", "only.example.org", true},
    {"juana.github.io", "github.io", true},
    /* what no rule knows, at the registry's */
    {"doh.example", "doh.example", false}, /* serves encrypted DNS, whoever runs it */
    {"dns.acme.example", "dns.acme.example", false},
    {"x.dns.acme.example", "example", false},
    {"www.clinica.org", "clinica.org", false},
    {"clinica.org", "clinica.org", false},
    {"a.b.clinica.com.uy", "clinica.com.uy", false},
    {"a.clinica.co.uk", "clinica.co.uk", false},
    {"a.b.c.ck", "b.c.ck", false},
    {"a.www.ck", "www.ck", false},
    {"com.uy", "com.uy", false},
    {"org", "org", false},
    /* below a private suffix a name may be a person's */
    {"juana.blogspot.com", "blogspot.com", false},
    {"mi.juana.blogspot.com", "blogspot.com", false},
    /* names of devices, and of the office's own network */
    {"juana-laptop", "local", false},
    {"juana-laptop.local", "local", false},
    {"juanas-iphone._apple-mobdev2._tcp.local", "local", false},
    {"juana-laptop.lan", "lan", false},
    {"nas.familia.home.arpa", "home.arpa", false},
    {"juana-laptop.oficina", "local", false},
    {"juana-laptop.oficina.sindicato", "local", false},
    {"localhost", "localhost", false},
    {"abcdefgh.onion", "onion", false},
    /* addresses in the guise of names */
    {"7.1.168.192.in-addr.arpa", "in-addr.arpa", false},
    {"1.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", "ip6.arpa", false},
    {"192.168.1.7", "local", false},
    {"2130706433", "local", false},
    /* what a rule excepts stays without owner, and so does what stands below an exact name */
    {"juana.pages.birdsong.com.uy", "pages.birdsong.com.uy", false},
    {"pages.birdsong.com.uy", "pages.birdsong.com.uy", false},
    {"x.status.pages.birdsong.com.uy", "status.pages.birdsong.com.uy", true},
    {"not.only.example.org", "example.org", false},
};

static void no_name_is_kept_that_tells_a_device_or_a_person(void **state)
{
    const struct am_knowledge *k = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[AM_NAME_SIZE];
        bool known = k->keep(k->ctx, cases[i].name, out);
        if (known != cases[i].known || strcmp(out, cases[i].kept) != 0)
            fail_msg("%s was kept as %s", cases[i].name, out);
    }
}

static void what_is_kept_is_attributed_as_the_whole_name_was(void **state)
{
    const struct am_knowledge *k = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char kept[AM_NAME_SIZE];
        char again[AM_NAME_SIZE];
        struct am_attribution whole;
        struct am_attribution part;
        bool known = k->keep(k->ctx, cases[i].name, kept);
        assert_int_equal(am_rules_find_name(k->ctx, cases[i].name, 20000, &whole), known);
        assert_int_equal(am_rules_find_name(k->ctx, kept, 20000, &part), known);
        assert_ptr_equal(whole.service, part.service);
        assert_int_equal(k->keep(k->ctx, kept, again), known);
        assert_string_equal(kept, again); /* and keeping it again changes nothing */
    }
}

/* The registrable domain of these has a rule that is for that name alone. */
static void below_an_exact_name_no_one_is_blamed(void **state)
{
    (void)state;
    struct am_dataset_folder d = dataset();
    struct am_rules *rules = NULL;
    struct am_knowledge k;
    replace(&d, "corporations/acme.json", "only.example.org", "example.org");
    assert_int_equal(am_rules_load(d.files, d.count, NULL, &rules, NULL), AM_OK);
    am_dataset_done(&d);
    am_rules_as_knowledge(rules, &k);
    char out[AM_NAME_SIZE];
    struct am_attribution found;
    assert_true(k.keep(k.ctx, "example.org", out));
    assert_string_equal(out, "example.org");
    assert_false(k.keep(k.ctx, "a.b.example.org", out));
    assert_string_equal(out, "_other.example.org");
    assert_false(am_rules_find_name(k.ctx, out, 20000, &found));
    assert_false(k.keep(k.ctx, "_other.example.org", out));
    assert_string_equal(out, "_other.example.org");
    k.done(k.ctx); /* leaves borrowed rules alone */
    am_rules_free(rules);
}

static bool has(char labels[][AM_LABEL_SIZE], size_t count, const char *label)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(labels[i], label) == 0)
            return true;
    return false;
}

static void labels_tell_both_ledgers(void **state)
{
    const struct am_knowledge *k = *state;
    char labels[AM_LABELS_MAX][AM_LABEL_SIZE];
    struct am_prefix block;
    const struct am_place place = {.asn = 64502};
    assert_int_equal(am_prefix_parse("203.0.113.0/24", &block), AM_OK);
    size_t count = k->labels(k->ctx, "birdsong.com.uy", &block, &place, labels);
    assert_int_equal(count, 5);
    assert_true(has(labels, count, "service:acme"));
    assert_true(has(labels, count, "service-operator:birdsong"));
    assert_true(has(labels, count, "service-country:US"));
    assert_true(has(labels, count, "host:colmena"));
    assert_true(has(labels, count, "host-country:UY"));
    assert_int_equal(k->labels(k->ctx, NULL, &block, &place, labels), 2);
    const struct am_place one_service = {.asn = 64503};
    count = k->labels(k->ctx, NULL, &block, &one_service, labels);
    assert_int_equal(count, 5);
    assert_true(has(labels, count, "service-operator:acme-mail"));
    assert_true(has(labels, count, "host:acme"));
    assert_int_equal(k->labels(k->ctx, "clinica.org", NULL, NULL, labels), 0);
    count = k->labels(k->ctx, "orphan.example.net", NULL, NULL, labels);
    assert_int_equal(count, 1);
    assert_string_equal(labels[0], "service-operator:orphan");
}

static void places_know_what_the_dataset_says_is_anycast(void **state)
{
    (void)state;
    char path[PATH_MAX];
    make_own_mmdb(path);
    const struct am_knowledge_options options = {.data_dir = rules_data(), .mmdb = path};
    struct am_knowledge k;
    assert_int_equal(am_rules_knowledge(&options, &k, NULL), AM_OK);
    assert_memory_equal(k.version, "2026.11.24-", 11);
    struct am_address a;
    struct am_place place;
    assert_int_equal(am_address_parse("198.51.100.1", &a), AM_OK);
    k.place(k.ctx, &a, &place);
    assert_true(place.anycast);
    assert_string_equal(place.located, "");
    assert_string_equal(place.registered, "US");
    assert_int_equal(place.asn, 64501);
    assert_int_equal(am_address_parse("8.8.8.8", &a), AM_OK);
    k.place(k.ctx, &a, &place);
    const struct am_place nothing = {0};
    assert_memory_equal(&place, &nothing, sizeof place);
    k.done(k.ctx);
    (void)unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_name_is_kept_that_tells_a_device_or_a_person),
        cmocka_unit_test(what_is_kept_is_attributed_as_the_whole_name_was),
        cmocka_unit_test(below_an_exact_name_no_one_is_blamed),
        cmocka_unit_test(labels_tell_both_ledgers),
        cmocka_unit_test(places_know_what_the_dataset_says_is_anycast),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
