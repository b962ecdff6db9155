/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What holds for one kind of chart: flows, areas of work, weeks, maps, timelines. */
#include "unit/reports/svg.h"

/* Nodes stand at three places, side by side; what flows is the same in each. */
static void every_column_of_a_flow_is_as_high(void **state)
{
    (void)state;
    char *svg = draw(sample_of("flow"), 960, false);
    xmlDoc *doc = parse(svg);
    double x[3] = {0}, sum[3] = {0};
    size_t columns = 0;
    EACH(node, doc)
    {
        if (!is(node, "rect") || is(node->parent, "pattern"))
            continue;
        size_t c = 0;
        while (c < columns && fabs(x[c] - number(node, "x")) > 0.01)
            c++;
        if (c == columns) {
            assert_true(columns < 3);
            x[columns++] = number(node, "x");
        }
        sum[c] += number(node, "height");
    }
    assert_int_equal(columns, 3);
    assert_true(fabs(sum[0] - sum[1]) < 1 && fabs(sum[1] - sum[2]) < 1 && sum[0] > 300);
    xmlFreeDoc(doc);
    free(svg);
}

/* Labels that start at one place stand a line apart at least. */
static void labels_of_a_flow_do_not_meet(void **state)
{
    static const char *const names[] = {"flow", "hostile-flow"};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        char *svg = draw(sample_of(names[i / 2]), i % 2 ? 960 : 360, false);
        xmlDoc *doc = parse(svg);
        EACH(a, doc)
        {
            if (!is(a, "text"))
                continue;
            EACH(b, doc)
            if (is(b, "text") && a != b && fabs(number(a, "x") - number(b, "x")) < 1)
                assert_true(fabs(number(a, "y") - number(b, "y")) >= 14);
        }
        xmlFreeDoc(doc);
        free(svg);
    }
}

/* A part that is given first and not known is drawn last; parts fill the whole and no more. */
static void what_is_not_known_comes_last(void **state)
{
    (void)state;
    static const struct am_chart_part in[] = {
        {"unknown", "?", "50 %", 0.5}, {"service", "a", "40 %", 0.4}, {"named", "b", "30 %", 0.3}};
    struct am_text out;
    struct am_html h;
    am_text_init(&out, 1 << 16);
    am_html_init_piece(&h, &out);
    am_chart_stack(&h, &(struct am_chart){.id = "s", .title = "", .description = "", .width = 600},
                   in, 3);
    xmlDoc *doc = parse(out.at);
    double end = 0;
    size_t parts = 0;
    const char *last = "";
    EACH(node, doc)
    {
        if (!is(node, "rect") || is(node->parent, "pattern") || number(node, "height") < 20 ||
            strcmp(attribute(node, "class"), "whole") == 0)
            continue;
        assert_true(number(node, "x") >= end - 0.1);
        end = number(node, "x") + number(node, "width");
        last = attribute(node, "class");
        parts++;
    }
    assert_int_equal(parts, 3);
    assert_string_equal(last, "unknown");
    assert_true(end > 595 && end <= 600);
    xmlFreeDoc(doc);
    am_text_done(&out);
}

static void no_data_is_not_nothing(void **state)
{
    (void)state;
    struct am_chart_week w = {.least = "", .most = "", .none = ""};
    struct am_text out;
    struct am_html h;
    for (size_t i = 0; i < 168; i++)
        w.cell[i] = i == 0   ? -1
                    : i == 1 ? (double)NAN
                    : i == 2 ? 0
                    : i == 3 ? 0.2
                    : i == 4 ? 0.21
                             : 1;
    for (size_t i = 0; i < 7; i++)
        w.days[i] = "";
    for (size_t i = 0; i < 24; i++)
        w.hours[i] = "";
    for (size_t i = 0; i < 6; i++) /* a cell with something to tell is a mark of its own */
        w.title[i] = "told";
    am_text_init(&out, 1 << 18);
    am_html_init_piece(&h, &out);
    am_chart_week(&h, &(struct am_chart){.id = "s", .title = "", .description = "", .width = 600},
                  &w);
    static const char *const want[] = {"none", "none", "heat-0", "heat-1", "heat-2", "heat-5"};
    xmlDoc *doc = parse(out.at);
    size_t at = 0;
    EACH(node, doc)
    if (is(node, "rect") && !is(node->parent, "pattern") && at < 6)
        assert_string_equal(attribute(node, "class"), want[at++]);
    assert_int_equal(at, 6);
    size_t silent = 0; /* the other 162 are one path */
    EACH(node, doc)
    if (is(node, "path")) {
        assert_string_equal(attribute(node, "class"), "heat-5");
        silent++;
    }
    assert_int_equal(silent, 1);
    xmlFreeDoc(doc);
    am_text_done(&out);
}

static void only_countries_with_a_value_are_told(void **state)
{
    (void)state;
    char *svg = draw(sample_of("world"), 960, false);
    /* as many as the sample has; Puerto Rico and Trinidad are a shape and a dot */
    assert_int_equal(count_of(svg, "<title>"), 13 + 2);
    assert_int_equal(count_of(svg, "<title>Barbados: 0.2 %</title>"), 1);
    assert_int_equal(count_of(svg, "<circle"), 4); /* Singapore, Barbados, Trinidad, Puerto Rico */
    assert_int_equal(count_of(svg, "home\" d=\""), 1);
    free(svg);
}

/* Lands that have no code of their own can't be asked for by the mark that stands in its place. */
static void a_land_without_code_has_no_value(void **state)
{
    (void)state;
    char *svg = draw(sample_of("hostile-world"), 960, false);
    assert_null(strstr(svg, "<title>no code"));
    assert_null(strstr(svg, "<title>nowhere"));
    assert_int_equal(count_of(svg, "<title>Tonga"), 1);
    free(svg);
}

/* Shifts over midnight: a frame in the evening of a working day, one in the morning after. */
static void a_night_shift_ends_on_the_next_day(void **state)
{
    (void)state;
    char *svg = draw(sample_of("month"), 960, false);
    xmlDoc *doc = parse(svg);
    double evening = 0, morning = 0;
    EACH(node, doc)
    {
        const char *look = is(node, "rect") ? attribute(node, "class") : NULL;
        if (!look || strcmp(look, "frame") != 0 || number(node, "height") < 19)
            continue;
        *(number(node, "x") > 480 ? &evening : &morning) += round(number(node, "height") / 19);
    }
    assert_int_equal(lround(evening), 23); /* days of the sample that work, */
    assert_int_equal(lround(morning), 22); /* the last of which ends on a day that is not shown */
    xmlFreeDoc(doc);
    free(svg);
}

/* Numbers stand side by side, in order; ticks that are too near share one, and its title tells all
 * of them. */
static void numbers_of_a_timeline_do_not_meet(void **state)
{
    static const char *const names[] = {"timeline", "hostile-timeline"};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        char *svg = draw(sample_of(names[i / 2]), i % 2 ? 960 : 360, false);
        xmlDoc *doc = parse(svg);
        double end = -100;
        size_t count = 0;
        EACH(node, doc)
        {
            const char *look = is(node, "text") ? attribute(node, "class") : NULL;
            if (!look || strcmp(look, "strong") != 0)
                continue;
            double half = am_canvas_width(shown(node)) * 1.12 / 2;
            assert_true(number(node, "x") - half > end);
            end = number(node, "x") + half;
            count++;
        }
        assert_true(count >= 2);
        xmlFreeDoc(doc);
        free(svg);
    }
    char *slim = draw(sample_of("timeline"), 360, false);
    assert_non_null(strstr(slim, ">14:50</text>"));
    assert_null(strstr(slim, ">15:00</text>")); /* has no room beside it */
    free(slim);
    char *svg = draw(sample_of("timeline"), 960, false);
    assert_non_null(strstr(svg, ">15:00</text>"));
    assert_non_null(strstr(svg, "the bank; 14:25: nobody touches it; 14:26: a phone"));
    assert_non_null(strstr(svg, "2–4</text>"));
    free(svg);
}

/* An area as high as its greatest value where that is, each step until the next. */
static void a_timeline_has_steps(void **state)
{
    (void)state;
    static const struct am_chart_point points[] = {{0, 1}, {50, 4}};
    static const struct am_chart_tick tick = {25, 7, "seven"};
    const struct am_chart_timeline in = {
        .from = 0, .to = 100, .points = points, .ticks = &tick, .point_count = 2, .tick_count = 1};
    struct am_text out;
    struct am_html h;
    am_text_init(&out, 1 << 16);
    am_html_init_piece(&h, &out);
    am_chart_timeline(
        &h, &(struct am_chart){.id = "s", .title = "", .description = "", .width = 216}, &in);
    assert_int_equal(am_html_status(&h), AM_OK);
    /* from 8 to 208 px, 96 px high down to 116 */
    assert_non_null(strstr(out.at, "d=\"M8,120V96H108V24H208V120z\""));
    assert_non_null(strstr(out.at, "d=\"M58,20V120\""));
    am_text_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_column_of_a_flow_is_as_high),
        cmocka_unit_test(labels_of_a_flow_do_not_meet),
        cmocka_unit_test(what_is_not_known_comes_last),
        cmocka_unit_test(no_data_is_not_nothing),
        cmocka_unit_test(only_countries_with_a_value_are_told),
        cmocka_unit_test(a_land_without_code_has_no_value),
        cmocka_unit_test(a_night_shift_ends_on_the_next_day),
        cmocka_unit_test(numbers_of_a_timeline_do_not_meet),
        cmocka_unit_test(a_timeline_has_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
