/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which corporation is meant by what people type. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "facts.h"
#include "trace/find.h"

static const struct am_corporation alpha = {.id = "alpha", .name = "Alpha (Goggle)"};
static const struct am_corporation alphorn = {.id = "alphorn", .name = "Alphorn"};
static const struct am_corporation telephone = {.id = "tel", .name = "Telefónica del Río"};
static const struct am_corporation wind = {.id = "wind", .name = "North Wind"};
static const struct am_corporation *const all[] = {&alpha, &alphorn, &telephone, &wind,
                                                   &north, &south,   &cloud};
#define ALL (sizeof all / sizeof *all)

static void a_corporation_is_found_by_what_people_type(void **state)
{
    (void)state;
    static const struct {
        const char *asked, *found, *near;
        bool several;
    } cases[] = {
        {"alpha", "alpha", NULL, false},            /* its id, though another begins so */
        {"ALPHA (GOGGLE)", "alpha", NULL, false},   /* its name, in any case */
        {"goggle", "alpha", NULL, false},           /* a word of its name */
        {"ogg", NULL, "alpha", false},              /* no word, no beginning */
        {"alphor", "alphorn", NULL, false},         /* only one begins so */
        {"alph", NULL, "alpha", true},              /* two do */
        {"TELEFONICA DEL RIO", "tel", NULL, false}, /* without accents */
        {"telefónica", "tel", NULL, false},         /* with them, and in part */
        {"North Inc.", "north", NULL, false},       /* its legal name */
        {"nor", "north", NULL, false},              /* two begin so, one was contacted */
        {"clowd", NULL, "cloud", false},            /* a slip of the pen */
        {"qqqqqqqq", NULL, NULL, false},
        {"", NULL, NULL, false},
        {"\xff\xfe", NULL, NULL, false},
        {"a%s%n", NULL, NULL, false},
    };
    static const struct fact facts[] = {{NORTH_MAIL, 0, 3, 300, 3000}};
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(facts, 1, &info);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct am_corporation_search found;
        print_message("    '%s'\n", cases[i].asked);
        assert_int_equal(am_corporation_find(all, ALL, f, cases[i].asked, &found), AM_OK);
        if (cases[i].found) {
            assert_non_null(found.found);
            assert_string_equal(found.found->id, cases[i].found);
        } else {
            assert_null(found.found);
        }
        assert_int_equal(found.several, cases[i].several);
        if (cases[i].near) {
            assert_true(found.near_count > 0);
            assert_string_equal(found.near[0]->id, cases[i].near);
        } else if (!cases[i].found) {
            assert_int_equal(found.near_count, 0);
        }
    }
    am_figures_free(f);
}

static void what_is_long_is_read_in_part(void **state)
{
    (void)state;
    char asked[2000];
    struct am_corporation_search found;
    struct am_scan_info info = closed_scan();
    struct am_figures *f = figures_of(NULL, 0, &info);
    for (size_t i = 0; i + 1 < sizeof asked; i += 2) { /* letters of two bytes, at each offset */
        asked[i] = (char)0xc3;
        asked[i + 1] = (char)0xa9;
    }
    asked[sizeof asked - 1] = '\0';
    for (size_t skip = 0; skip < 4; skip += 2)
        assert_int_equal(am_corporation_find(all, ALL, f, asked + skip, &found), AM_OK);
    assert_null(found.found);
    am_figures_free(f);
}

int main(void)
{
    (void)report_of; /* of facts.h, not needed here */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_corporation_is_found_by_what_people_type),
        cmocka_unit_test(what_is_long_is_read_in_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
