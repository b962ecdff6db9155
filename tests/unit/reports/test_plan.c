/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The plan of an office that is made up: which areas it tells, what in their place, and in which
 * order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "facts.h"
#include "plan/plan.h"

static const struct am_category *const of_mail[] = {&mail};
/* As far from home as each other, but for the first; one is what is used already. */
static const struct am_alternative hard = {.id = "a-hard",
                                           .name = "Hard & <slow>",
                                           .effort = 3,
                                           .lac = true,
                                           .categories = of_mail,
                                           .category_count = 1,
                                           .text = {"It takes long.", "Lleva tiempo."}};
static const struct am_alternative easy = {.id = "b-easy",
                                           .name = "Easy",
                                           .url = "https://example.org",
                                           .effort = 1,
                                           .categories = of_mail,
                                           .category_count = 1,
                                           .jurisdiction = &uy,
                                           .text = {"At once.", "Enseguida."},
                                           .caution = {"Mind it.", "Con cuidado."}};
static const struct am_alternative used = {.id = "north",
                                           .name = "North (Search)",
                                           .effort = 1,
                                           .categories = of_mail,
                                           .category_count = 1};
static const struct am_alternative *const three[] = {&hard, &used, &easy};
static const struct am_alternative *const *all = three;

struct world {
    struct am_figures *figures;
    struct am_speech *speech;
    struct am_pool pool;
    struct am_values values;
};

static void open_world(struct world *w, const struct fact *facts, size_t count, size_t alternatives,
                       enum am_language language)
{
    struct am_scan_info info = closed_scan();
    struct am_seen seen;
    const struct am_finish how = {
        .infos = &info, .info_count = 1, .alternatives = all, .alternative_count = alternatives};
    assert_int_equal(am_figures_new(&office_hours, &w->figures), AM_OK);
    for (size_t i = 0; i < count; i++) {
        struct am_scan_row row = row_of(&facts[i]);
        seen = (struct am_seen){.row = &row};
        attribute(&facts[i], &seen);
        assert_int_equal(am_figures_add(w->figures, &seen), AM_OK);
    }
    assert_int_equal(am_figures_finish(w->figures, &how, NULL), AM_OK);
    assert_int_equal(am_speech_open(NULL, language, &w->speech, NULL), AM_OK);
    am_pool_init(&w->pool, (size_t)1 << 20);
    struct am_report r = report_of(w->figures);
    am_plan_values(&r, w->speech, &w->pool, &w->values);
    assert_int_equal(am_pool_status(&w->pool), AM_OK);
}

static void close_world(struct world *w)
{
    am_pool_done(&w->pool);
    am_speech_free(w->speech);
    am_figures_free(w->figures);
}

static size_t count_of(const struct world *w, const char *list)
{
    return am_values_find(&w->values, list, strlen(list))->count;
}

static const char *text(const struct world *w, const char *name)
{
    const struct am_value *v = am_values_reach(&w->values, name, strlen(name));
    return v ? v->text : NULL;
}

static void an_area_with_one_provider_is_told_by_effort(void **state)
{
    (void)state;
    static const struct fact facts[] = {{NORTH_MAIL, 0, 95, 1, 1}, {SOUTH_MAIL, 0, 5, 1, 1}};
    struct world w;
    open_world(&w, facts, 2, 3, AM_LANG_ES);
    assert_int_equal(count_of(&w, "areas"), 1);
    assert_int_equal(count_of(&w, "easy"), 1);
    assert_int_equal(count_of(&w, "medium") + count_of(&w, "hard") + count_of(&w, "unknown"), 0);
    assert_int_equal(count_of(&w, "near"), 0);
    assert_string_equal(text(&w, "easy-1-name"), "Correo");
    assert_string_equal(text(&w, "easy-1-provider"), "North (Search)");
    assert_string_equal(text(&w, "easy-1-if-cut"), "Se corta el correo.");
    /* the easy one before the near one; what is used already is no way out of itself */
    assert_string_equal(text(&w, "easy-1-alternatives"), "Easy y Hard & <slow>");
    assert_non_null(text(&w, "easy-1-data")); /* mail is kept there */
    assert_null(text(&w, "easy-1-identity"));
    assert_null(text(&w, "easy-1-free"));
    assert_string_equal(text(&w, "single"), "1");
    assert_string_equal(text(&w, "judged"), "1");
    assert_non_null(text(&w, "trial")); /* of a few hours */
    close_world(&w);
    open_world(&w, facts, 2, 1, AM_LANG_EN);
    assert_int_equal(count_of(&w, "hard"), 1);
    assert_int_equal(count_of(&w, "easy"), 0);
    close_world(&w);
}

static void where_nothing_is_known_it_says_so(void **state)
{
    (void)state;
    static const struct fact facts[] = {{NORTH_MAIL, 0, 95, 1, 1}};
    struct world w;
    open_world(&w, facts, 1, 0, AM_LANG_EN);
    assert_int_equal(count_of(&w, "unknown"), 1);
    assert_int_equal(count_of(&w, "easy") + count_of(&w, "medium") + count_of(&w, "hard"), 0);
    assert_null(text(&w, "unknown-1-alternatives"));
    close_world(&w);
    static const struct am_alternative *const itself[] = {&used};
    all = itself; /* what is used already is nothing else */
    open_world(&w, facts, 1, 1, AM_LANG_EN);
    all = three;
    assert_int_equal(count_of(&w, "unknown"), 1);
    close_world(&w);
}

static void half_is_near_and_less_is_not(void **state)
{
    (void)state;
    static const struct fact most[] = {{NORTH_MAIL, 0, 60, 1, 1}, {SOUTH_MAIL, 0, 40, 1, 1}};
    static const struct fact few[] = {{NORTH_MAIL, 0, 20, 1, 1}};
    struct world w;
    open_world(&w, most, 2, 3, AM_LANG_EN);
    assert_int_equal(count_of(&w, "areas"), 0);
    assert_int_equal(count_of(&w, "near"), 1);
    assert_null(text(&w, "single"));
    close_world(&w);
    open_world(&w, few, 1, 3, AM_LANG_EN); /* seen too little to tell */
    assert_int_equal(count_of(&w, "areas") + count_of(&w, "near"), 0);
    assert_null(text(&w, "judged"));
    close_world(&w);
}

static void what_is_set_stands_in_the_table(void **state)
{
    (void)state;
    static const struct fact facts[] = {{NORTH_MAIL, 0, 95, 1, 1}};
    struct world w;
    open_world(&w, facts, 1, 3, AM_LANG_FR);
    for (const struct am_value *v = w.values.first; v; v = v->next) {
        const struct am_value_names *row =
            am_value_names_find(am_plan_names, v->name, strlen(v->name));
        assert_non_null(row);
        for (size_t i = 0; i < v->count; i++)
            for (const struct am_value_names *in = row->items; in->name; in++)
                assert_non_null(am_values_find(&v->items[i], in->name, strlen(in->name)));
    }
    for (const struct am_value_names *row = am_plan_names; row->name; row++)
        assert_non_null(am_values_find(&w.values, row->name, strlen(row->name)));
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_area_with_one_provider_is_told_by_effort),
        cmocka_unit_test(where_nothing_is_known_it_says_so),
        cmocka_unit_test(half_is_near_and_less_is_not),
        cmocka_unit_test(what_is_set_stands_in_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
