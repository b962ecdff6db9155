/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules_fixture.h"

#include "names.h"

static const struct am_service service;

static void add(struct am_names *n, struct am_name_rule *rule, const char *name,
                enum am_name_match match)
{
    *rule =
        (struct am_name_rule){.rule.id = name, .name = name, .service = &service, .match = match};
    assert_int_equal(am_names_add(n, rule), AM_OK);
}

/* The table copies its rules. */
static bool same(const struct am_name_rule *found, const struct am_name_rule *want)
{
    return found && want ? found->name == want->name && found->match == want->match : found == want;
}

static void the_longest_suffix_on_label_boundaries_wins(void **state)
{
    (void)state;
    struct am_names n;
    struct am_name_rule rules[6];
    am_names_init(&n);
    const char *matched;
    assert_null(am_names_find(&n, "example.org", &matched)); /* of no rules */
    add(&n, &rules[0], "example.org", AM_MATCH_SUFFIX);
    add(&n, &rules[1], "mail.example.org", AM_MATCH_SUFFIX);
    add(&n, &rules[2], "mail.example.org", AM_MATCH_EXACT);
    add(&n, &rules[3], "user.example.org", AM_MATCH_EXCEPT);
    add(&n, &rules[4], "blog.user.example.org", AM_MATCH_SUFFIX);
    add(&n, &rules[5], "org", AM_MATCH_EXACT);
    assert_int_equal(am_names_add(&n, &rules[0]), AM_E_USAGE);
    struct am_name_rule except = rules[3];
    except.name = "example.org";
    assert_int_equal(am_names_add(&n, &except), AM_E_USAGE);

    static const struct {
        const char *name;
        int rule; /* -1: none */
        const char *matched;
    } cases[] = {
        {"example.org", 0, "example.org"},
        {"a.example.org", 0, "example.org"},
        {"a.b.c.d.e.f.example.org", 0, "example.org"},
        {"notexample.org", -1, NULL},
        {"example.org.evil.net", -1, NULL},
        {"org", 5, "org"},
        {"other.org", -1, NULL},
        {"mail.example.org", 2, "mail.example.org"},
        {"a.mail.example.org", 1, "mail.example.org"},
        {"xmail.example.org", 0, "example.org"},
        {"user.example.org", 3, "user.example.org"},
        {"juana.user.example.org", 3, "user.example.org"},
        {"a.blog.user.example.org", 4, "blog.user.example.org"},
        {"", -1, NULL},
        {".", -1, NULL},
        {"..example.org", 0, "example.org"},
        {"example.org.", -1, NULL},
        {"EXAMPLE.ORG", -1, NULL}, /* names are clean before they come here */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct am_name_rule *found = am_names_find(&n, cases[i].name, &matched);
        const struct am_name_rule *want = cases[i].rule < 0 ? NULL : &rules[cases[i].rule];
        if (!same(found, want))
            fail_msg("%s", cases[i].name);
        if (want)
            assert_string_equal(matched, cases[i].matched);
    }
    am_names_done(&n);
}

static void a_name_of_127_labels_and_one_too_long_do_no_harm(void **state)
{
    (void)state;
    struct am_names n;
    struct am_name_rule rules[2];
    const char *matched;
    char name[300];
    for (size_t i = 0; i < sizeof name; i++)
        name[i] = i % 2 ? '.' : 'a';
    name[253] = '\0';
    char deep[AM_NAME_SIZE];
    memcpy(deep, name, sizeof deep);
    am_names_init(&n);
    add(&n, &rules[0], "a", AM_MATCH_SUFFIX);
    assert_true(same(am_names_find(&n, name, &matched), &rules[0]));
    add(&n, &rules[1], deep, AM_MATCH_EXACT);
    assert_true(same(am_names_find(&n, name, &matched), &rules[1]));
    name[253] = '.';
    name[299] = '\0';
    assert_null(am_names_find(&n, name, &matched));
    am_names_done(&n);
}

#define MANY 30

static bool is_below(const char *name, const char *rule)
{
    size_t n = strlen(name);
    size_t r = strlen(rule);
    return n > r && name[n - r - 1] == '.' && strcmp(name + n - r, rule) == 0;
}

/* The header's words, rule by rule. */
static const struct am_name_rule *naive(const struct am_name_rule *rules, size_t count,
                                        const char *name)
{
    const struct am_name_rule *best = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct am_name_rule *r = &rules[i];
        bool same = strcmp(name, r->rule.id) == 0;
        if (!same && (r->match == AM_MATCH_EXACT || !is_below(name, r->rule.id)))
            continue;
        if (!best || strlen(r->rule.id) > strlen(best->rule.id) ||
            (strlen(r->rule.id) == strlen(best->rule.id) && r->match == AM_MATCH_EXACT))
            best = r;
    }
    return best;
}

static void random_name(uint64_t *seed, char out[32])
{
    size_t len = 0;
    size_t labels = 1 + rules_random(seed) % 4;
    for (size_t i = 0; i < labels; i++) {
        if (i > 0)
            out[len++] = '.';
        out[len++] = (char)('a' + rules_random(seed) % 2);
        if (rules_random(seed) % 3 == 0)
            out[len++] = (char)('a' + rules_random(seed) % 2);
    }
    out[len] = '\0';
}

static void random_rules_answer_as_all_of_them_do(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int round = 0; round < 300; round++) {
        static char names[MANY][32];
        struct am_name_rule rules[MANY];
        struct am_names n;
        size_t count = 0;
        am_names_init(&n);
        for (size_t i = 0; i < MANY; i++) {
            random_name(&seed, names[count]);
            rules[count] =
                (struct am_name_rule){.rule.id = names[count],
                                      .name = names[count],
                                      .match = (enum am_name_match)(rules_random(&seed) % 3)};
            if (am_names_add(&n, &rules[count]) == AM_OK)
                count++;
        }
        for (size_t i = 0; i < 200; i++) {
            char name[32];
            const char *matched;
            random_name(&seed, name);
            assert_true(same(am_names_find(&n, name, &matched), naive(rules, count, name)));
        }
        am_names_done(&n);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_suffix_on_label_boundaries_wins),
        cmocka_unit_test(a_name_of_127_labels_and_one_too_long_do_no_harm),
        cmocka_unit_test(random_rules_answer_as_all_of_them_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
