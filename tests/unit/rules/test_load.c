/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A dataset that is wrong is refused, and the message leads to the place. */
#include "rules_dataset.h"

#define ACME      "corporations/acme.json"
#define RESOLVERS "resolvers.json"
#define TUNNELS   "tunnels.json"
#define FRONTS    "ech.json"
#define RANGES    "ranges/acme-cloud.json"

static const struct {
    const char *file, *from, *to; /* of the dataset: what is written in place of what */
    unsigned long line;
    const char *says; /* a part of the message */
} wrongs[] = {
    /* JSON itself */
    {"sources.json", "]", "", 6, "']' expected"},
    {"sources.json", "\"title\": \"General", "\"title\": \"x\", \"title\": \"General", 4,
     "duplicate"},
    {"sources.json", "{\n", "[{\n", 7, "']' expected"},
    {"categories.json", "\"roles\": [", "\"roles\": [[[[[[[[[[[[[[[[", 0, "nested deeper"},
    {"sources.json", "Register of", "Register \xff of", 3, "decode byte"},
    {"sources.json", "Register of", "Register \\u0000 of", 3, ""},
    /* keys and types */
    {"sources.json", "\"licence\": \"CC0", "\"license\": \"CC0", 3, "no such key"},
    {"sources.json", "\"title\": \"Register of companies\", ", "", 3, "lacks the key title"},
    {"sources.json", ", \"fr\": \"Connaissances générales\"", "", 4,
     "titles: must be an object of five"},
    {"sources.json", "\"Register of companies\"", "17", 3, "title: must be text"},
    {"sources.json", "\"Register of companies\"", "\"\"", 3, "title: must be text"},
    {"sources.json", "\"Register of companies\"", "\"a\\nb\"", 3, "title: must be text"},
    {"sources.json", "\"Register of companies\"", "\"a\\u202eb\"", 3, "title: must be text"},
    {"sources.json", "https://register.example/", "javascript:alert(1)", 3, "url: must be a link"},
    {"sources.json", "https://register.example/", "https://x/\\\"onload=", 3,
     "url: must be a link"},
    {"sources.json", "2026-01-02", "2026-02-30", 3, "date: must be a date"},
    {"sources.json", "\"talk\"", "\"Talk\"", 4, "id: must be an id"},
    {"sources.json", "\"talk\"", "\"a-very-long-id-that-would-not-fit-in-a-label\"", 4,
     "must be an id"},
    {"sources.json", "\"talk\"", "\"register\"", 4, "the source 'register' is there twice"},
    {"categories.json", "\"criticality\": 4", "\"criticality\": 5", 10, "from 0 to 4"},
    {"categories.json", "\"criticality\": 4", "\"criticality\": 2.5", 10, "from 0 to 4"},
    {"categories.json", "\"de\": \"E-Mail\"}", "\"it\": \"Posta\"}", 11, "de: "},
    {"categories.json", ", \"de\": \"E-Mail\"}", "}", 11, "five texts"},
    {"categories.json", "\"id\": \"cdn\"", "\"id\": \"service\"", 5, "the role 'service'"},
    {"jurisdictions/UY.json", "\"UY\"", "\"AR\"", 1, "the file must be named AR.json"},
    {"jurisdictions/UY.json", "\"UY\"", "\"uy\"", 2, "code: must be the two capital"},
    {"jurisdictions/UY.json", "\"lac\": true", "\"lac\": 1", 4, "true or false"},
    {"jurisdictions/UY.json", "\"laws\": []", "\"laws\": {}", 5, "laws: must be a list"},
    {"jurisdictions/US.json", "1 U.S.C. 1", "", 9, "citation"},
    /* references */
    {ACME, "\"parent\": \"US\"", "\"parent\": \"ZZ\"", 6, "there is no jurisdiction 'ZZ'"},
    {ACME, "\"by\": \"colmena\"", "\"by\": \"hive\"", 14, "there is no corporation 'hive'"},
    {ACME, "\"operator\": \"orphan\"", "\"operator\": \"orphans\"", 47,
     "there is no operator 'orphans'"},
    {ACME, "\"category\": \"cloud-hosting\"", "\"category\": \"cloud\"", 42,
     "there is no category 'cloud'"},
    {ACME, "\"role\": \"cdn\"", "\"role\": \"cdns\"", 47, "there is no role 'cdns'"},
    {ACME, "\"source\": \"talk\", \"checked\": \"2026-11-24\", \"verified\": false",
     "\"source\": \"rumour\"", 27, "there is no source 'rumour'"},
    {ACME, "\"service\": \"acme-mail\", \"kind\"", "\"service\": \"post\", \"kind\"", 57,
     "no service 'post'"},
    {ACME, "\"id\": \"acme\",", "\"id\": \"acne\",", 1, "the file must be named acne.json"},
    {ACME, "\"id\": \"orphan\"", "\"id\": \"birdsong\"", 18,
     "the operator 'birdsong' is there twice"},
    {"corporations/colmena.json", "{\"id\": \"colmena\",", "{\"id\": \"birdsong\",", 7, "twice"},
    {ACME, "\"id\": \"orphanage\"", "\"id\": \"birdsong\"", 46,
     "the service 'birdsong' is there twice"},
    /* time */
    {ACME, "\"to\": \"2022-10-27\"", "\"to\": \"2022-10-28\"", 12, "two owners at once"},
    {ACME, "\"to\": \"2022-10-27\"", "\"to\": null", 12, "two owners at once"},
    {ACME, "\"to\": \"2022-10-27\"", "\"to\": \"2015-01-01\"", 14, "must come after"},
    {ACME, "\"from\": \"2022-10-27\"", "\"from\": \"yesterday\"", 13, "from: must be a date"},
    /* names */
    {ACME, "\"acmemail.com\"", "\"AcmeMail.com\"", 25, "not a domain name"},
    {ACME, "\"acmemail.com\"", "\"acmemail.com.\"", 25, "not a domain name"},
    {ACME, "\"acmemail.com\"", "\"acm\xc3\xa9.com\"", 25, "not a domain name"},
    {ACME, "\"acmemail.com\"", "\"192.0.2.1\"", 25, "not a domain name"},
    {ACME, "\"acmemail.com\"", "\"*.acmemail.com\"", 25, "not a domain name"},
    {ACME, "\"acmemail.com\"", "\"\"", 25, "not a domain name"},
    {ACME, "\"acmemail.com\"", "{\"match\": \"exact\"}", 25, "lacks the key name"},
    {ACME, "\"acmemail.com\"", "null", 25, "must be an object"},
    {ACME, "\"acmemail.com\"", "\"acmecloud.net\"", 44,
     "there is a rule for 'acmecloud.net' already"},
    {ACME, "\"match\": \"except\"", "\"match\": \"suffix\"", 0, NULL}, /* this one is fine */
    {ACME, "\"match\": \"except\"", "\"match\": \"regex\"", 37, "must be suffix, exact or except"},
    /* networks */
    {ACME, "{\"asn\": 64500", "{\"asn\": 0", 53, "must be an AS number"},
    {ACME, "{\"asn\": 64500", "{\"asn\": 4294967296", 53, "must be an AS number"},
    {ACME, "{\"asn\": 64500", "{\"asn\": \"AS64500\"", 53, "must be an AS number"},
    {ACME, "{\"asn\": 64501", "{\"asn\": 64500", 54, "there is a rule 'as:64500' already"},
    {"corporations/colmena.json", "64502", "64501", 9, "there is a rule 'as:64501' already"},
    {ACME, "{\"asn\": 64500, ", "{", 53, "must have \"asn\" or \"prefix\""},
    {ACME, "{\"asn\": 64500", "{\"asn\": 64500, \"prefix\": \"10.0.0.0/8\"", 53,
     "must have \"asn\" or"},
    {ACME, "{\"asn\": 64500", "{\"service\": \"acme-mail\", \"asn\": 64500", 53,
     "for a prefix, or an AS of the kind own"},
    {ACME, "\"kind\": \"cdn\"", "\"kind\": \"CDN\"", 56, "must be one of: own, cloud, cdn, access"},
    {ACME, "198.51.100.128/25", "198.51.100.129/25", 56, "without host bits: 198.51.100.128/25"},
    {ACME, "198.51.100.128/25", "198.51.100.128", 56, "without host bits"},
    {ACME, "198.51.100.128/25", "everything", 56, "without host bits"},
    {ACME, "198.51.100.128/25", "198.51.100.0/24", 56, "already"},
    /* what addresses serve, and names that hide others */
    {TUNNELS, "\"service\": \"birdsong\"", "\"service\": \"bird\"", 4, "no service 'bird'"},
    {TUNNELS, "\"service\": \"birdsong\", ", "", 5, "need a service"},
    {RESOLVERS, "\"198.51.100.53\"", "\"198.51.100.053\"", 3, "must be an address"},
    {RESOLVERS, "\"198.51.100.53\"", "\"198.51.100.53/32\"", 0, NULL}, /* the same, longer */
    {RESOLVERS, "\"198.51.100.53\"", "7", 3, "must be an address"},
    {RESOLVERS, "\"2001:db8:53::53\"", "\"2001:db8:53:0::53\"", 3, "host bits: 2001:db8:53::53"},
    {RESOLVERS, "\"doh.example\"", "\"dns.acme.example\"", 4, "is there already"},
    {RESOLVERS, "\"doh.example\"", "\"DoH.example\"", 4, "must be a domain name"},
    {TUNNELS, "203.0.113.128/25", "203.0.113.129/25", 7, "host bits: 203.0.113.128/25"},
    {TUNNELS, "203.0.113.128/25", "203.0.113.0/24", 7, "is there already"},
    {FRONTS, "\"cover.example\"", "\"front.acme.example\"", 4, "is there already"},
    {FRONTS, "\"cover.example\"", "\"Cover.example\"", 4, "must be a domain name"},
    {FRONTS, "\"cover.example\"", "\"192.0.2.1\"", 4, "must be a domain name"},
    {FRONTS, "\"fronts\"", "\"front\"", 1, "lacks the key fronts"},
    /* published ranges, blocs, alternatives */
    {RANGES, "\"uy-1\"", "\"edge\"", 0, NULL}, /* of another kind of network */
    {RANGES, "\"kind\": \"cdn\", ", "", 0, NULL},
    {RANGES, "\"anycast\": true", "\"anycast\": true, \"country\": \"UY\"", 5, "has no place"},
    {RANGES, "198.18.0.64/26", "198.18.0.0/26", 5, "there is a rule 'prefix:198.18.0.0/26'"},
    {RANGES, "198.18.0.64/26", "198.18.0.65/26", 5, "without host bits"},
    {RANGES, "\"country\": \"UY\"", "\"country\": \"AR\"", 4, "no jurisdiction 'AR'"},
    {"blocs.json", "[\"US\", \"UY\"]", "[\"US\", \"ZZ\"]", 11, "no jurisdiction 'ZZ'"},
    {"blocs.json", "[\"US\", \"UY\"]", "[\"US\", \"US\"]", 11, "'US' is there twice"},
    {"blocs.json", "\"treaty\"", "\"pact\"", 9, "kind: must be one of: union, market"},
    {"alternatives/nextcloud.json", "\"effort\": 3", "\"effort\": 0", 3, "must be 1, 2 or 3"},
    {"alternatives/nextcloud.json", "\"email\",", "\"post\",", 3, "no category 'post'"},
    {"alternatives/nextcloud.json", "\"software\"", "\"program\"", 2, "must be one of: software"},
    /* VERSION and the list of suffixes */
    {"VERSION", "2026.11.24", "2026-11-24", 0, "must be there and hold a date"},
    {"VERSION", "2026.11.24", "2026.13.24", 0, "must be there and hold a date"},
    {"VERSION", "2026.11.24", "2026.11.24-beta", 0, "must be there and hold a date"},
    {"VERSION", "2026.11.24\n", "", 0, "must be there and hold a date"},
    {"public_suffix_list.dat", "BEGIN ICANN", "BEGIN", 0, "is not a public suffix list"},
};

static void each_wrong_is_told_with_its_file_and_line(void **state)
{
    (void)state;
    size_t off = 0;
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        struct am_dataset_folder d = dataset();
        struct am_rules *rules = NULL;
        struct am_problem problem = {0};
        replace(&d, wrongs[i].file, wrongs[i].from, wrongs[i].to);
        enum am_status status = am_rules_load(d.files, d.count, NULL, &rules, &problem);
        am_dataset_done(&d);
        if (!wrongs[i].says) {
            assert_int_equal(status, AM_OK);
            am_rules_free(rules);
            continue;
        }
        if (status == AM_OK)
            fail_msg("loaded with %s in place of %s", wrongs[i].to, wrongs[i].from);
        assert_int_equal(problem.status, status);
        assert_null(rules);
        if (strcmp(problem.file, wrongs[i].file) == 0 && problem.line == wrongs[i].line &&
            strstr(problem.text, wrongs[i].says))
            continue;
        print_error("%s in place of %s: %s:%lu: %s\n", wrongs[i].to, wrongs[i].from, problem.file,
                    problem.line, problem.text);
        off++;
    }
    assert_int_equal(off, 0);
}

static void a_missing_file_is_told(void **state)
{
    (void)state;
    static const char *const needed[] = {"VERSION", "sources.json", "categories.json",
                                         "jurisdictions/", "corporations/"};
    for (size_t k = 0; k < sizeof needed / sizeof *needed; k++) {
        struct am_dataset_folder d = dataset();
        struct am_dataset_file files[32];
        size_t count = 0;
        assert_true(d.count <= 32);
        for (size_t i = 0; i < d.count; i++)
            if (strncmp(d.files[i].path, needed[k], strlen(needed[k])) != 0)
                files[count++] = d.files[i];
        struct am_rules *rules = NULL;
        struct am_problem problem = {0};
        assert_true(am_rules_load(files, count, "there", &rules, &problem) != AM_OK);
        assert_memory_equal(problem.file, "there", 5);
        assert_true(strstr(problem.text, needed[k]) || strstr(problem.file, needed[k]));
        am_dataset_done(&d);
    }
}

static void an_open_without_data_tells_what_to_do(void **state)
{
    (void)state;
    struct am_rules *rules = NULL;
    struct am_problem missing = {0};
    struct am_knowledge_options options = {.data_dir = rules_data()};
    assert_int_equal(am_rules_open(&options, &rules, &missing), AM_E_NOT_FOUND);
    assert_non_null(strstr(missing.text, "--mmdb"));
    struct am_problem broken = {0};
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s/dataset/VERSION", rules_data());
    options.mmdb = path; /* no MMDB at all */
    assert_int_equal(am_rules_open(&options, &rules, &broken), AM_E_MALFORMED);
    assert_string_equal(broken.file, path);
    struct am_problem nowhere = {0};
    options.data_dir = "/nonexistent/amarra";
    assert_int_equal(am_rules_open(&options, &rules, &nowhere), AM_E_NOT_FOUND);
    am_rules_free(NULL);
}

static void the_version_is_the_date_and_a_hash_of_every_byte(void **state)
{
    (void)state;
    struct am_rules *first = rules_open(NULL);
    assert_memory_equal(am_rules_version(first), "2026.11.24-", 11);
    assert_int_equal(strlen(am_rules_version(first)), 19);
    assert_int_equal(strspn(am_rules_version(first) + 11, "0123456789abcdef"), 8);

    struct am_dataset_folder d = dataset();
    struct am_rules *again = NULL;
    assert_int_equal(am_rules_load(d.files, d.count, NULL, &again, NULL), AM_OK);
    assert_string_equal(am_rules_version(first), am_rules_version(again));
    am_rules_free(again);
    replace(&d, "sources.json", "Register of companies", "Register of Companies");
    assert_int_equal(am_rules_load(d.files, d.count, NULL, &again, NULL), AM_OK);
    assert_string_not_equal(am_rules_version(first), am_rules_version(again));
    am_rules_free(again);
    am_dataset_done(&d);
    am_rules_free(first);
}

static void facts_arrive_with_what_stands_behind_them(void **state)
{
    (void)state;
    struct am_rules *rules = rules_open(NULL);
    size_t count;
    const struct am_fact_source *sources = am_rules_sources(rules, &count);
    assert_int_equal(count, 2);
    assert_string_equal(sources[0].title, "Register of companies");
    assert_string_equal(am_fact_source_title(&sources[0], AM_LANG_ES), "Register of companies");
    assert_string_equal(sources[1].url, "");
    assert_string_equal(am_fact_source_title(&sources[1], AM_LANG_ES), "Conocimiento general");

    const struct am_jurisdiction *us = am_rules_jurisdiction(rules, "US");
    assert_non_null(us);
    assert_string_equal(us->name[AM_LANG_DE], "Vereinigte Staaten");
    assert_false(us->lac);
    assert_int_equal(us->bloc_count, 1);
    assert_string_equal(us->blocs[0]->id, "pair");
    assert_true(us->blocs[0]->basis.verified);
    assert_int_equal(us->law_count, 1);
    assert_string_equal(us->laws[0].citation, "1 U.S.C. 1");
    assert_true(us->laws[0].basis.verified);
    assert_ptr_equal(us->laws[0].basis.source, &sources[0]);
    const struct am_jurisdiction *uy = am_rules_jurisdiction(rules, "UY");
    assert_true(uy->lac);
    assert_int_equal(uy->bloc_count, 2);
    assert_string_equal(uy->blocs[0]->id, "mercosur");
    assert_string_equal(uy->blocs[0]->name[AM_LANG_PT], "Mercosul");
    assert_string_equal(uy->blocs[1]->id, "pair");
    assert_null(am_rules_jurisdiction(rules, "ZZ"));
    assert_string_equal(am_rules_category(rules, "email")->name[AM_LANG_DE], "E-Mail");
    assert_null(am_rules_category(rules, "dance"));

    const struct am_alternative *cloud = am_rules_entity(rules, AM_KIND_ALTERNATIVE, "nextcloud");
    assert_string_equal(cloud->name, "Nextcloud");
    assert_int_equal(cloud->category_count, 2);
    assert_string_equal(cloud->categories[1]->id, "cloud-hosting");
    assert_null(cloud->caution[AM_LANG_ES]);
    assert_null(cloud->jurisdiction);
    assert_int_equal(rules->entities[AM_KIND_ALTERNATIVE].count, 1);

    const struct am_service *home = am_rules_entity(rules, AM_KIND_SERVICE, "orphanage");
    assert_string_equal(am_name_told(home->name, home->names, AM_LANG_EN), "Orphanage");
    assert_string_equal(am_name_told(home->name, home->names, AM_LANG_FR), "Orphelinat");
    assert_string_equal(am_name_told(cloud->name, cloud->names, AM_LANG_FR), "Nextcloud");

    const struct am_corporation *acme = am_rules_corporation(rules, "acme");
    assert_string_equal(acme->legal_name, "Acme Holdings, Inc.");
    assert_ptr_equal(acme->parent, us);
    assert_null(acme->legal_seat);
    assert_string_equal(acme->basis.checked, "2026-11-20");
    assert_null(am_rules_corporation(rules, "nobody"));

    struct am_attribution found;
    assert_true(am_rules_find_name(rules, "x.acme", 0, &found));
    assert_string_equal(found.rule->id, "name:acme");
    assert_string_equal(found.rule->file, "corporations/acme.json");
    assert_string_equal(found.rule->basis.source->id, "talk"); /* its own */
    assert_false(found.rule->basis.verified);
    assert_true(am_rules_find_name(rules, "acmemail.com", 0, &found));
    assert_string_equal(found.rule->basis.source->id, "register"); /* its service's */
    assert_true(found.rule->basis.verified);
    assert_int_equal(found.service->category->criticality, 4);
    assert_true(am_rules_find_name(rules, "acmecloud.net", 0, &found));
    assert_int_equal(found.service->category->criticality, -1);
    am_rules_free(rules);
}

static void files_of_other_names_are_left_alone(void **state)
{
    (void)state;
    struct am_dataset_folder d = dataset();
    struct am_dataset_file files[32];
    for (size_t i = 0; i < d.count; i++)
        files[i] = d.files[i];
    const struct am_bytes nonsense = {.at = (const uint8_t *)"{", .len = 1};
    files[d.count] = (struct am_dataset_file){"alternatives.json", nonsense};
    files[d.count + 1] = (struct am_dataset_file){"corporations/deeper/x.json", nonsense};
    struct am_rules *rules = NULL;
    assert_int_equal(am_rules_load(files, d.count + 2, NULL, &rules, NULL), AM_OK);
    am_rules_free(rules);
    am_dataset_done(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_wrong_is_told_with_its_file_and_line),
        cmocka_unit_test(a_missing_file_is_told),
        cmocka_unit_test(an_open_without_data_tells_what_to_do),
        cmocka_unit_test(the_version_is_the_date_and_a_hash_of_every_byte),
        cmocka_unit_test(facts_arrive_with_what_stands_behind_them),
        cmocka_unit_test(files_of_other_names_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
