/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Figures of campaigns whose truth is known, worked out by hand. */
#include "campaign.h"

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

static struct am_campaign_figures *figures_of(const struct office *offices, size_t count)
{
    static struct am_settings settings;
    struct am_shares *m = NULL;
    struct am_campaign_figures *f = NULL;
    struct am_problem problem = {0};
    settings = campaign_settings();
    assert_int_equal(am_shares_new(rules, &m), AM_OK);
    for (size_t i = 0; i < count; i++)
        add_office(m, &offices[i]);
    if (am_campaign_figures_of(m, NULL, 0, &settings, rules, "2026-11-28", &f, &problem) != AM_OK)
        fail_msg("%s", problem.text);
    am_shares_free(m);
    return f;
}

/* Forty unions of which every second one uses c00, and three schools. */
static size_t forty_and_three(struct office *out)
{
    for (unsigned i = 0; i < 43; i++) {
        out[i] = (struct office){.organization = i,
                                 .number = i,
                                 .round = 1,
                                 .sector = i < 40 ? "union" : "school",
                                 .country = i % 2 ? "UY" : "AR",
                                 .devices = 10,
                                 .area = {20},
                                 .provider = {i % 4 ? -1 : 0, -1, -1},
                                 .first = -1};
        out[i].service[0] = i % 2 ? 0 : 5 + 5 * (i % 7);
    }
    return 43;
}

static void counts_are_rounded_over_cells_of_enough(void **state)
{
    (void)state;
    struct office offices[43];
    struct am_campaign_figures *f = figures_of(offices, forty_and_three(offices));
    const struct am_cell *all = am_campaign_cell(f, 1, AM_CELL_ALL, NULL);
    const struct am_corporation *c00 = am_rules_corporation(rules, "c00");
    assert_non_null(all);
    assert_int_equal(all->n, 43);
    assert_null(am_campaign_cell(f, 1, AM_CELL_SECTOR, "school"));
    assert_null(am_campaign_cell(f, 1, AM_CELL_SECTOR, "union"));
    assert_non_null(am_campaign_cell(f, 1, AM_CELL_COUNTRY, "UY"));
    const struct am_campaign_figure *either = am_campaign_figure(f, all, AM_VAR_EITHER, c00, NULL);
    assert_non_null(either);
    assert_int_equal(either->count.as, AM_TELL_ROUNDED);
    assert_int_equal(either->count.n, 20); /* 22 of 43 */
    assert_int_equal(either->base.n, 43);
    assert_int_equal(either->share, 465);
    am_campaign_figures_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_rounded_over_cells_of_enough),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
