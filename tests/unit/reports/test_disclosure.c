/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Random campaigns, published again as organizations come and leave: the audit, which shares no
 * code with what protects, finds no rule broken in any edition, nor in all together. */
#include "campaign_random.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "campaign/audit/audit.h"
#include "campaign/figures/publication.h"

#define RUNS 40

static struct am_rules *rules;

static int open_rules(void **state)
{
    (void)state;
    rules = campaign_rules();
    return 0;
}

static int close_rules(void **state)
{
    (void)state;
    am_rules_free(rules);
    return 0;
}

/* ---- editions ---- */

#define EDITIONS_MAX 4

struct archive {
    struct am_edition editions[EDITIONS_MAX];
    struct am_text texts[EDITIONS_MAX][2];
    struct am_publication *read[EDITIONS_MAX];
    size_t count, unproven;
};

static void archive_done(struct archive *a)
{
    for (size_t i = 0; i < a->count; i++) {
        am_publication_free(a->read[i]);
        am_text_done(&a->texts[i][0]);
        am_text_done(&a->texts[i][1]);
    }
    a->count = 0;
}

static struct am_bytes bytes_of(const struct am_text *t)
{
    return (struct am_bytes){.at = (const uint8_t *)t->at, .len = t->len};
}

/* False: nothing may be published now. */
static bool publish(struct archive *a, const struct crowd *crowd,
                    const struct am_settings *settings)
{
    struct am_shares *shares = NULL;
    struct am_campaign_figures *f = NULL;
    struct am_problem problem = {0};
    assert_int_equal(am_shares_new(rules, &shares), AM_OK);
    for (size_t i = 0; i < crowd->count; i++)
        add_office(shares, &crowd->at[i]);
    enum am_status status = am_campaign_figures_of(shares, a->editions, a->count, settings, rules,
                                                   "2026-11-28", &f, &problem);
    am_shares_free(shares);
    if (status == AM_E_USAGE)
        return false;
    if (status != AM_OK)
        fail_msg("%s", problem.text);
    struct am_text *texts = a->texts[a->count];
    am_text_init(&texts[0], AM_PUBLICATION_BYTES);
    am_text_init(&texts[1], AM_PUBLICATION_BYTES);
    assert_int_equal(am_publication_write(f, &texts[0]), AM_OK);
    am_text_add_len(&texts[1], (const char *)f->members.at, f->members.len);
    a->editions[a->count] = (struct am_edition){.number = f->edition,
                                                .day = "2026-11-28",
                                                .figures = bytes_of(&texts[0]),
                                                .members = bytes_of(&texts[1])};
    if (am_publication_read(bytes_of(&texts[0]), "it", &a->read[a->count], &problem) != AM_OK)
        fail_msg("%lu: %s", problem.line, problem.text);
    a->unproven += f->unproven;
    a->count++;
    am_campaign_figures_free(f);
    return true;
}

static void audit(const struct archive *a, uint64_t run)
{
    char folder[] = "/tmp/amarra-disclosure-XXXXXX";
    char paths[EDITIONS_MAX][64];
    char *list[EDITIONS_MAX];
    struct am_problem problem = {0};
    struct am_audit *out = NULL;
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < a->count; i++) {
        (void)snprintf(paths[i], sizeof paths[i], "%s/%zu.json", folder, i);
        list[i] = paths[i];
        FILE *file = fopen(paths[i], "w");
        assert_non_null(file);
        assert_int_equal(fwrite(a->texts[i][0].at, 1, a->texts[i][0].len, file),
                         a->texts[i][0].len);
        assert_int_equal(fclose(file), 0);
    }
    if (am_audit_open(list, a->count, NULL, &problem, &out) != AM_OK)
        fail_msg("%s: %s", problem.file, problem.text);
    assert_int_equal(am_audit_run(out), AM_OK);
    for (size_t i = 0; i < out->breaches.count; i++)
        print_message("run %llu, edition %u: %s %s: %s\n", (unsigned long long)run,
                      out->breaches.at[i].edition, out->breaches.at[i].cell,
                      out->breaches.at[i].figure, out->breaches.at[i].why);
    assert_int_equal(am_audit_broken(out), 0);
    am_audit_free(out);
    for (size_t i = 0; i < a->count; i++)
        assert_int_equal(unlink(paths[i]), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void count_told(const struct archive *a, size_t told[5])
{
    for (size_t e = 0; e < a->count; e++) {
        const struct am_publication *p = a->read[e];
        for (size_t i = 0; i < p->rows.count; i++)
            if (am_variable_shape(p->rows.at[i].kind)->prevalence)
                told[p->rows.at[i].count.as]++;
    }
}

static void no_rule_is_broken_as_organizations_come_and_leave(void **state)
{
    (void)state;
    struct am_settings settings = campaign_settings();
    size_t told[5] = {0};
    size_t editions = 0;
    size_t unproven = 0;
    for (uint64_t run = 1; run <= RUNS; run++) {
        uint64_t seed = run * 0x9e3779b97f4a7c15ULL;
        struct archive a = {0};
        struct crowd crowd;
        size_t most = 25 + up_to(&seed, 76);
        random_crowd(&seed, most, 1, &crowd);
        crowd.count = most - 5 - up_to(&seed, 10);
        (void)publish(&a, &crowd, &settings);
        crowd.count = most;
        (void)publish(&a, &crowd, &settings);
        crowd.count = most - 5 - up_to(&seed, 5);
        memmove(crowd.at, crowd.at + (most - crowd.count), crowd.count * sizeof *crowd.at);
        (void)publish(&a, &crowd, &settings);
        count_told(&a, told);
        editions += a.count;
        unproven += a.unproven;
        audit(&a, run);
        archive_done(&a);
    }
    print_message("%zu editions: rounded %zu, fewer %zu, most %zu, withheld %zu; not proven %zu\n",
                  editions, told[AM_TELL_ROUNDED], told[AM_TELL_FEWER], told[AM_TELL_MOST],
                  told[AM_TELL_WITHHELD], unproven);
    assert_true(editions > RUNS * 3 / 2);
    for (size_t as = 0; as < 4; as++)
        assert_true(told[as] > 100);
    assert_true(told[AM_TELL_WITHHELD] < told[AM_TELL_ROUNDED]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_rule_is_broken_as_organizations_come_and_leave),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
