/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What an organization declares goes before the dataset, and is told as its own word. */
#include "keep.h"
#include "rules_fixture.h"
#include "text/load.h"

#define HEAD "{\n\"organization\": \"Coop\", \"checked\": \"2026-11-27\", \"country\": \"UY\""

static char path[PATH_MAX];

static enum am_status open_with(const char *text, struct am_rules **out, struct am_problem *problem)
{
    rules_temporary(path, "mine.json");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    (void)fputs(text, file);
    assert_int_equal(fclose(file), 0);
    const struct am_knowledge_options options = {
        .data_dir = rules_data(), .mmdb = "none", .rules = path};
    enum am_status status = am_rules_open(&options, out, problem);
    assert_int_equal(unlink(path), 0);
    return status;
}

static struct am_rules *opened(const char *text)
{
    struct am_rules *rules = NULL;
    struct am_problem problem = {0};
    if (open_with(text, &rules, &problem) != AM_OK)
        fail_msg("%s:%lu: %s", problem.file, problem.line, problem.text);
    return rules;
}

static void the_longer_name_decides_and_of_two_the_declared(void **state)
{
    (void)state;
    static const struct {
        const char *name, *service, *parent;
    } cases[] = {
        {"nube.coop.example", "declared-1", "declared"},
        {"a.nube.coop.example", "declared-1", "declared"},
        {"coop.example", NULL, NULL},
        {"acmemail.com", "declared-2", "declared"}, /* the dataset says otherwise */
        {"smtp.acmemail.com", "declared-2", "declared"},
        {"mail.acme.example.com", "acme-mail", "acme"}, /* untouched */
        {"correo.coop.example", "acme-mail", "acme"},
        {"uy", NULL, NULL},
        {"birdsong.com.uy", "birdsong", "acme"}, /* longer than what is declared of com.uy */
        {"other.com.uy", "declared-2", "declared"},
    };
    struct am_rules *rules = opened(
        HEAD
        ", \"services\": ["
        "{\"name\": \"Nube\", \"category\": \"cloud-hosting\", \"domains\": "
        "[\"nube.coop.example\"]},"
        "{\"name\": \"Mail\", \"category\": \"email\", \"domains\": [\"acmemail.com\", "
        "\"com.uy\"]}],"
        "\"belongs\": [{\"service\": \"acme-mail\", \"domains\": [\"correo.coop.example\"]}]}");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_attribution found;
        char kept[AM_NAME_SIZE];
        bool known = am_rules_find_name(rules, cases[i].name, 20000, &found);
        print_message("    %s\n", cases[i].name);
        assert_int_equal(known, cases[i].service != NULL);
        assert_int_equal(am_keep_name(rules, cases[i].name, kept), known);
        if (!known)
            continue;
        assert_string_equal(found.service->id, cases[i].service);
        assert_string_equal(found.parent->id, cases[i].parent);
        bool declared = strncmp(found.rule->file, "amarra-", 7) == 0; /* by its name alone */
        assert_int_equal(am_basis_is_declared(&found.rule->basis), declared);
    }
    const struct am_corporation *coop = am_rules_corporation(rules, "declared");
    assert_string_equal(coop->name, "Coop");
    assert_string_equal(coop->parent->code, "UY");
    assert_true(am_basis_is_declared(&coop->basis));
    assert_non_null(strchr(am_rules_version(rules), '+'));
    size_t sources;
    (void)am_rules_sources(rules, &sources);
    assert_int_equal(sources, 3);
    am_rules_free(rules);
}

static void addresses_are_declared_too(void **state)
{
    (void)state;
    static const struct {
        const char *block, *operator_, *service;
    } cases[] = {
        {"192.0.2.7", "declared", "declared-1"},
        {"192.0.2.8", NULL, NULL},
        {"192.0.2.0/24", NULL, NULL}, /* of a neighbour nothing is known */
        {"203.0.113.0/24", "declared", "declared-1"},
        {"198.51.100.0/24", "declared", "declared-1"}, /* the dataset says otherwise */
        {"198.51.100.200", "birdsong", NULL},          /* but knows a part of it better */
        {"2001:db8:7::/48", "declared", "declared-1"},
    };
    struct am_rules *rules = opened(HEAD
                                    ", \"services\": [{\"name\": \"S\", \"category\": "
                                    "\"email\", \"addresses\": [\"192.0.2.7\", "
                                    "\"203.0.113.0/24\", \"198.51.100.0/24\", "
                                    "\"2001:db8:7::/48\"]}]}");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_prefix block;
        struct am_host host;
        print_message("    %s\n", cases[i].block);
        assert_int_equal(am_prefix_parse(cases[i].block, &block), AM_OK);
        assert_int_equal(am_rules_find_host(rules, &block, NULL, NULL, 20000, &host),
                         cases[i].operator_ != NULL);
        if (cases[i].operator_)
            assert_string_equal(host.operator_->id, cases[i].operator_);
        if (cases[i].service)
            assert_string_equal(host.service->id, cases[i].service);
    }
    am_rules_free(rules);
}

static void what_is_wrong_is_told_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned long line;
        const char *says;
    } cases[] = {
        {"{}", 1, "lacks the key organization"},
        {"[]", 0, ""},
        {HEAD ", \"colour\": 1}", 2, "no such key"},
        {HEAD ", \"services\":\n[{\"name\": \"S\", \"category\": \"post\"}]}", 3,
         "no category 'post'"},
        {HEAD ", \"services\":\n[{\"name\": \"S\", \"category\": \"email\", \"domains\": "
              "[\"Nube.example\"]}]}",
         3, "not a domain name"},
        {HEAD ", \"services\":\n[{\"name\": \"S\", \"category\": \"email\", \"addresses\": "
              "[\"10.0.0.1/8\"]}]}",
         3, "without host bits"},
        {HEAD ", \"belongs\":\n[{\"service\": \"post\"}]}", 3, "no service 'post'"},
        {HEAD ", \"belongs\":\n[{\"service\": \"birdsong\", \"domains\":\n[\"a.example\", "
              "\"a.example\"]}]}",
         4, "already"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_rules *rules = NULL;
        struct am_problem problem = {0};
        print_message("    %s\n", cases[i].text);
        assert_int_not_equal(open_with(cases[i].text, &rules, &problem), AM_OK);
        assert_string_equal(problem.file, path);
        if (cases[i].line > 0)
            assert_int_equal(problem.line, cases[i].line);
        assert_non_null(strstr(problem.text, cases[i].says));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longer_name_decides_and_of_two_the_declared),
        cmocka_unit_test(addresses_are_declared_too),
        cmocka_unit_test(what_is_wrong_is_told_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
