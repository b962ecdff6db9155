/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "campaign/told.h"

#define NBSP  "\xc2\xa0"
#define NNBSP "\xe2\x80\xaf"

static struct am_cell all = {.id = "1/all", .kind = AM_CELL_ALL, .round = 1, .n = 160};
static const struct am_variable either = {.kind = AM_VAR_EITHER};
static const struct am_variable singles = {.kind = AM_VAR_SINGLES};

static struct am_campaign_figure figure(enum am_told_as as, uint64_t n)
{
    struct am_campaign_figure f = {
        .variable = &either, .cell = &all, .base = {AM_TELL_ROUNDED, 160}, .count = {as, n}};
    if (as == AM_TELL_ROUNDED) {
        f.share = (unsigned)((n * 1000 + 80) / 160);
        f.share_low = 713;
        f.share_high = 828;
    }
    return f;
}

static struct am_campaign_figure with_quartiles(unsigned q1, unsigned median, unsigned q3)
{
    struct am_campaign_figure f = figure(AM_TELL_ROUNDED, 125);
    f.q1 = (struct am_quantile){true, q1};
    f.median = (struct am_quantile){true, median};
    f.q3 = (struct am_quantile){true, q3};
    return f;
}

static struct am_speech *speak(enum am_language language)
{
    struct am_speech *s = NULL;
    struct am_problem problem = {0};
    if (am_speech_open(NULL, language, &s, &problem) != AM_OK)
        fail_msg("%s: %s", problem.file, problem.text);
    return s;
}

static void a_number_is_told_as_far_as_it_may_be(void **state)
{
    (void)state;
    static const struct {
        enum am_language language;
        enum am_told_as as;
        uint64_t n;
        const char *of, *share, *interval;
    } cases[] = {
        {AM_LANG_ES, AM_TELL_ROUNDED, 125, "125 de 160 organizaciones (78" NBSP "%)", "78" NBSP "%",
         "95" NBSP "%: 71 a 83" NBSP "%"},
        {AM_LANG_ES, AM_TELL_FEWER, 5, "menos de 5 de 160 organizaciones", "", ""},
        {AM_LANG_ES, AM_TELL_MOST, 156, "156 o más de 160 organizaciones", "al menos 97" NBSP "%",
         ""},
        {AM_LANG_ES, AM_TELL_WITHHELD, 0, "no se dice", "", ""},
        {AM_LANG_EN, AM_TELL_ROUNDED, 125, "125 of 160 organizations (78%)", "78%",
         "95 %: 71 to 83%"},
        {AM_LANG_EN, AM_TELL_FEWER, 5, "fewer than 5 of 160 organizations", "", ""},
        {AM_LANG_EN, AM_TELL_MOST, 156, "156 or more of 160 organizations", "at least 97%", ""},
        {AM_LANG_EN, AM_TELL_WITHHELD, 0, "not told", "", ""},
        {AM_LANG_PT, AM_TELL_MOST, 156, "156 ou mais de 160 organizações", "ao menos 97%", ""},
        {AM_LANG_FR, AM_TELL_FEWER, 5, "moins de 5 sur 160 organisations", "", ""},
        {AM_LANG_DE, AM_TELL_MOST, 156, "156 oder mehr von 160 Organisationen",
         "mindestens 97" NBSP "%", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_speech *s = speak(cases[i].language);
        struct am_campaign_figure f = figure(cases[i].as, cases[i].n);
        assert_string_equal(am_told_of(s, &f), cases[i].of);
        assert_string_equal(am_told_share(s, &f), cases[i].share);
        assert_string_equal(am_told_interval(s, &f), cases[i].interval);
        assert_int_equal(am_told_counted(&f), cases[i].as != AM_TELL_WITHHELD);
        am_speech_free(s);
    }
}

/* Where the whole itself is not exact, no least share can be said of all but few. */
static void a_whole_that_is_not_exact_is_said_so(void **state)
{
    (void)state;
    struct am_speech *s = speak(AM_LANG_ES);
    struct am_campaign_figure f = figure(AM_TELL_ROUNDED, 125);
    f.base = (struct am_number){AM_TELL_MOST, 156};
    assert_string_equal(am_told_of(s, &f), "125 de 156 o más organizaciones (78" NBSP "%)");
    f = figure(AM_TELL_MOST, 90);
    f.base = (struct am_number){AM_TELL_ROUNDED, 95};
    assert_string_equal(am_told_of(s, &f), "90 o más de 95 organizaciones");
    assert_string_equal(am_told_share(s, &f), "");
    assert_true(am_told_length(&f) <= 0);
    f.base = (struct am_number){AM_TELL_WITHHELD, 0};
    assert_string_equal(am_told_of(s, &f), "no se dice");
    assert_false(am_told_counted(&f));
    am_speech_free(s);
}

static void quartiles_are_told_as_bands(void **state)
{
    (void)state;
    static const struct {
        unsigned q1, median, q3;
        const char *half, *range, *middle;
    } cases[] = {
        {5, 6, 7, "la mitad de ellas, entre 20 y 35" NBSP "%", "20 a 35" NBSP "%",
         "25 a 30" NBSP "%"},
        {1, 1, 1, "la mitad de ellas, entre 0 y 5" NBSP "%", "hasta 5" NBSP "%",
         "hasta 5" NBSP "%"},
        {0, 1, 3, "la mitad de ellas, entre 0 y 15" NBSP "%", "hasta 15" NBSP "%",
         "hasta 5" NBSP "%"},
        {20, 21, 21, "la mitad de ellas, entre 95 y 100" NBSP "%", "95 a 100" NBSP "%", "todo"},
        {21, 21, 21, "", "todo", "todo"},
        {0, 0, 0, "", "nada", "nada"},
        {6, 6, 6, "la mitad de ellas, entre 25 y 30" NBSP "%", "25 a 30" NBSP "%",
         "25 a 30" NBSP "%"},
    };
    struct am_speech *s = speak(AM_LANG_ES);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_campaign_figure f = with_quartiles(cases[i].q1, cases[i].median, cases[i].q3);
        assert_string_equal(am_told_half(s, &f), cases[i].half);
        assert_string_equal(am_told_range(s, &f), cases[i].range);
        assert_string_equal(am_told_median(s, &f), cases[i].middle);
    }
    struct am_campaign_figure f = with_quartiles(3, 4, 6);
    f.variable = &singles;
    assert_string_equal(am_told_half(s, &f), "la mitad de ellas, entre 3 y 6");
    assert_string_equal(am_told_median(s, &f), "4");
    f.q1.told = false;
    assert_string_equal(am_told_half(s, &f), "");
    assert_string_equal(am_told_range(s, &f), "");
    am_speech_free(s);
}

static void cells_and_rounds_have_names(void **state)
{
    (void)state;
    static const char *const north[AM_LANG_COUNT] = {[AM_LANG_ES] = "El Norte"};
    struct am_territory territory = {.code = "UY-NO"};
    memcpy(territory.names, north, sizeof north);
    struct am_settings settings = {.id = "x",
                                   .title = {[AM_LANG_ES] = "Título"},
                                   .rounds = {2026 * 12 + 4, 2026 * 12 + 10},
                                   .round_count = 2,
                                   .territories = {&territory, 1}};
    struct am_campaign_figures f = {.settings = &settings};
    static const struct {
        enum am_cell_kind kind;
        const char *value, *es, *de;
    } cases[] = {
        {AM_CELL_SECTOR, "union", "Sindicato", "Gewerkschaft"},
        {AM_CELL_SECTOR, "unheard-of", "unheard-of", "unheard-of"},
        {AM_CELL_SECTOR, "other", "Las demás, y las que no lo dijeron",
         "Alle anderen, und wer es nicht sagte"},
        {AM_CELL_SIZE, "10-49", "De 10 a 49 personas", "10 bis 49 Personen"},
        {AM_CELL_COUNTRY, "BR", "Brasil", "Brasilien"},
        {AM_CELL_TERRITORY, "UY-NO", "El Norte", "El Norte"},
        {AM_CELL_TERRITORY, "UY-XX", "UY-XX", "UY-XX"},
        {AM_CELL_ALL, NULL, "Todas las organizaciones", "Alle Organisationen"},
    };
    struct am_speech *es = speak(AM_LANG_ES);
    struct am_speech *de = speak(AM_LANG_DE);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct am_cell cell = {.kind = cases[i].kind, .round = 1, .value = cases[i].value};
        assert_string_equal(am_told_cell(es, &f, &cell), cases[i].es);
        assert_string_equal(am_told_cell(de, &f, &cell), cases[i].de);
    }
    assert_string_equal(am_told_round(es, &f, 2), "ronda 2 (desde noviembre de 2026)");
    settings.round_count = 1;
    assert_string_equal(am_told_round(es, &f, 1), "desde mayo de 2026");
    assert_string_equal(am_told_title(de, &settings), "Título");
    am_speech_free(es);
    am_speech_free(de);
}

/* By count; all but few come first, what is withheld last, whatever it hides. */
static void lists_are_in_the_order_of_what_is_told(void **state)
{
    (void)state;
    static const struct am_corporation corporations[] = {
        {.id = "a"}, {.id = "b"}, {.id = "c"}, {.id = "d"}, {.id = "e"}};
    struct am_variable variables[5];
    struct am_campaign_figure list[5];
    static const struct am_number counts[] = {{AM_TELL_WITHHELD, 0},
                                              {AM_TELL_ROUNDED, 20},
                                              {AM_TELL_FEWER, 5},
                                              {AM_TELL_MOST, 156},
                                              {AM_TELL_ROUNDED, 20}};
    struct am_campaign_figures f = {.cells = {&all, 1}, .figures = {list, 5}};
    for (size_t i = 0; i < 5; i++) {
        variables[i] = (struct am_variable){.kind = AM_VAR_EITHER, .corporation = &corporations[i]};
        list[i] = figure(counts[i].as, counts[i].n);
        list[i].variable = &variables[i];
    }
    list[4].median = (struct am_quantile){true, 7}; /* of the two with 20, the larger half */
    const struct am_campaign_figure *sorted[5];
    assert_int_equal(am_told_sorted(&f, &all, AM_VAR_EITHER, sorted, 5), 5);
    static const char expected[] = "debca";
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(am_told_id(sorted[i]->variable)[0], expected[i]);
    assert_int_equal(am_told_sorted(&f, &all, AM_VAR_EITHER, sorted, 2), 2);
    assert_int_equal(am_told_sorted(&f, &all, AM_VAR_HOST, sorted, 5), 0);
}

static void the_same_organizations_are_those_of_the_newest_rounds(void **state)
{
    (void)state;
    struct am_cell cells[] = {
        {.kind = AM_CELL_ALL, .round = 1},
        {.kind = AM_CELL_SAME, .round = 1, .other = 2},
        {.kind = AM_CELL_ALL, .round = 2},
        {.kind = AM_CELL_SAME, .round = 2, .other = 1},
        {.kind = AM_CELL_SAME, .round = 2, .other = 3},
        {.kind = AM_CELL_ALL, .round = 3},
        {.kind = AM_CELL_SAME, .round = 3, .other = 2},
    };
    struct am_campaign_figures f = {.cells = {cells, sizeof cells / sizeof *cells}};
    const struct am_cell *before = NULL;
    const struct am_cell *after = NULL;
    assert_true(am_told_same(&f, &before, &after));
    assert_ptr_equal(before, &cells[4]);
    assert_ptr_equal(after, &cells[6]);
    assert_ptr_equal(am_told_newest(&f), &cells[5]);
    f.cells.count = 1;
    assert_false(am_told_same(&f, &before, &after));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_told_as_far_as_it_may_be),
        cmocka_unit_test(a_whole_that_is_not_exact_is_said_so),
        cmocka_unit_test(quartiles_are_told_as_bands),
        cmocka_unit_test(cells_and_rounds_have_names),
        cmocka_unit_test(lists_are_in_the_order_of_what_is_told),
        cmocka_unit_test(the_same_organizations_are_those_of_the_newest_rounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
