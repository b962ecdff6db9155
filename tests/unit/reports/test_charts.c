/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The samples of tests/tools/chart_samples, read back by libxml2. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include "charts/canvas.h"
#include "tools/chart_samples/samples.h"

#define EDGE 1.05 /* px: half a line's width, and rounding */

static const double widths[] = {960, 360, 280};

static char *draw(size_t sample, double width, bool file)
{
    static const struct am_chart_colours colours = AM_CHART_COLOURS;
    struct am_text out;
    struct am_html h;
    struct am_chart chart = {.id = "sample",
                             .title = am_samples[sample].title,
                             .description = "said \"<aloud>\" & \x02",
                             .width = width,
                             .colours = file ? &colours : NULL};
    am_text_init(&out, 4 << 20);
    am_html_init_piece(&h, &out);
    am_samples[sample].draw(&h, &chart);
    assert_int_equal(am_html_status(&h), AM_OK);
    return out.at; /* taken */
}

static xmlDoc *parse(const char *svg)
{
    xmlDoc *doc = xmlReadMemory(svg, (int)strlen(svg), "sample.svg", NULL,
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    assert_non_null(doc);
    return doc;
}

static bool is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

/* An attribute's value, or NULL; within the document. */
static const char *attribute(const xmlNode *node, const char *name)
{
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if (strcmp((const char *)a->name, name) == 0)
            return a->children ? (const char *)a->children->content : "";
    return NULL;
}

static double number(const xmlNode *node, const char *name)
{
    const char *text = attribute(node, name);
    assert_non_null(text);
    char *end;
    double value = strtod(text, &end);
    assert_true(end != text && *end == '\0' && isfinite(value));
    return value;
}

/* The next node in document order, within `root`. */
static xmlNode *next(xmlNode *root, xmlNode *at)
{
    if (at->children)
        return at->children;
    while (at != root && !at->next)
        at = at->parent;
    return at == root ? NULL : at->next;
}

/* What a text shows; the writer breaks the line before a title, which is not shown. */
static const char *shown(const xmlNode *text)
{
    const xmlNode *last = text->last;
    assert_true(last && last->type == XML_TEXT_NODE);
    return (const char *)last->content;
}

/* The title within an element, or NULL. */
static const char *title_of(const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next)
        if (is(child, "title"))
            return (const char *)child->children->content;
    return NULL;
}

#define EACH(node, doc)                                                                            \
    for (xmlNode *node = xmlDocGetRootElement(doc); node;                                          \
         node = next(xmlDocGetRootElement(doc), node))

struct view {
    double width, height, scale;
};

static struct view view_of(xmlDoc *doc)
{
    struct view v = {.scale = 1};
    const char *text = attribute(xmlDocGetRootElement(doc), "viewBox");
    char *end;
    assert_non_null(text);
    assert_memory_equal(text, "0 0 ", 4);
    v.width = strtod(text + 4, &end);
    v.height = strtod(end, NULL);
    assert_true(v.width > 0 && v.height > 0);
    return v;
}

static void is_within(const struct view *v, double x, double y)
{
    if (x < -EDGE || x > v->width + EDGE || y < -EDGE || y > v->height + EDGE)
        fail_msg("%.1f,%.1f is outside of %.1f by %.1f", x, y, v->width, v->height);
}

static void rect_is_within(const struct view *v, const xmlNode *node)
{
    double x = number(node, "x"), y = number(node, "y");
    double width = number(node, "width"), height = number(node, "height");
    assert_true(width >= 0 && height >= 0);
    is_within(v, x * v->scale, y * v->scale);
    is_within(v, (x + width) * v->scale, (y + height) * v->scale);
}

static void text_is_within(const struct view *v, const xmlNode *node)
{
    const char *anchor = attribute(node, "text-anchor");
    const char *look = attribute(node, "class");
    double width = am_canvas_width(shown(node)), x = number(node, "x"), y = number(node, "y");
    width *= look && strcmp(look, "strong") == 0 ? 1.12 : 1;
    double share = !anchor ? 0 : strcmp(anchor, "end") == 0 ? 1 : 0.5;
    is_within(v, x - share * width, y - 11);
    is_within(v, x + (1 - share) * width, y + 3);
}

/* Every command that the charts use, with its numbers; absolute and relative. */
static void path_is_within(const struct view *v, const char *d)
{
    static const char commands[] = "MmLlHhVvCcZz";
    static const size_t numbers[] = {2, 2, 2, 2, 1, 1, 1, 1, 6, 6, 0, 0};
    double x = 0, y = 0;
    char command = 0;
    while (*d) {
        while (*d == ' ' || *d == ',' || *d == '\n')
            d++;
        if (!*d)
            break;
        if (strchr(commands, *d))
            command = *d++;
        const char *known = command ? strchr(commands, command) : NULL;
        assert_non_null(known);
        size_t count = numbers[known - commands];
        double n[6] = {0};
        for (size_t i = 0; i < count; i++) {
            char *end;
            while (*d == ' ' || *d == ',')
                d++;
            n[i] = strtod(d, &end);
            assert_true(end != d && isfinite(n[i]));
            d = end;
        }
        bool relative = command >= 'a';
        if (count == 1 && (command == 'H' || command == 'h'))
            x = relative ? x + n[0] : n[0];
        else if (count == 1)
            y = relative ? y + n[0] : n[0];
        for (size_t i = 0; i + 1 < count; i += 2) {
            double px = relative ? x + n[i] : n[i], py = relative ? y + n[i + 1] : n[i + 1];
            is_within(v, px * v->scale, py * v->scale);
            if (i + 2 == count) {
                x = px;
                y = py;
                break;
            }
        }
        is_within(v, x * v->scale, y * v->scale);
        command = command == 'M' ? 'L' : command == 'm' ? 'l' : command;
    }
}

static void node_is_within(struct view *v, const xmlNode *node)
{
    const char *turn = attribute(node, "transform");
    if (is(node, "g") && turn) {
        assert_memory_equal(turn, "scale(", 6);
        v->scale = strtod(turn + 6, NULL);
    } else if (is(node, "rect") && !is(node->parent, "pattern")) {
        bool scaled = node->parent && attribute(node->parent, "transform");
        struct view plain = {v->width, v->height, scaled ? v->scale : 1};
        rect_is_within(&plain, node);
    } else if (is(node, "line")) {
        is_within(v, number(node, "x1"), number(node, "y1"));
        is_within(v, number(node, "x2"), number(node, "y2"));
    } else if (is(node, "circle")) {
        double r = number(node, "r");
        is_within(v, (number(node, "cx") - r) * v->scale, (number(node, "cy") - r) * v->scale);
        is_within(v, (number(node, "cx") + r) * v->scale, (number(node, "cy") + r) * v->scale);
    } else if (is(node, "path")) {
        path_is_within(v, attribute(node, "d"));
    } else if (is(node, "text")) {
        text_is_within(v, node);
    }
}

static void nothing_leaves_the_picture(void **state)
{
    (void)state;
    for (size_t i = 0; i < am_samples_count; i++)
        for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
            char *svg = draw(i, widths[w], false);
            xmlDoc *doc = parse(svg);
            struct view v = view_of(doc);
            assert_true(fabs(v.width - widths[w]) < 0.5);
            EACH(node, doc)
            node_is_within(&v, node);
            xmlFreeDoc(doc);
            free(svg);
        }
}

/* Alternatives of a program of ours: nothing that a page's policy forbids, nothing that acts. */
static void hostile_text_stays_text(void **state)
{
    static const char *const elements[] = {"svg",  "title", "desc", "style", "pattern", "rect",
                                           "line", "path",  "text", "g",     "circle"};
    static const char *const attributes[] = {"class",
                                             "viewBox",
                                             "role",
                                             "aria-labelledby",
                                             "id",
                                             "width",
                                             "height",
                                             "patternUnits",
                                             "patternTransform",
                                             "x",
                                             "y",
                                             "x1",
                                             "x2",
                                             "y1",
                                             "y2",
                                             "cx",
                                             "cy",
                                             "r",
                                             "d",
                                             "fill",
                                             "text-anchor",
                                             "transform"};
    (void)state;
    for (size_t i = 0; i < am_samples_count * 2; i++) {
        char *svg = draw(i / 2, 960, i % 2);
        xmlDoc *doc = parse(svg);
        EACH(node, doc)
        {
            if (node->type != XML_ELEMENT_NODE) {
                assert_int_equal(node->type, XML_TEXT_NODE);
                continue;
            }
            size_t known = 0;
            for (size_t e = 0; e < sizeof elements / sizeof *elements; e++)
                known += is(node, elements[e]);
            assert_int_equal(known, 1);
            for (const xmlAttr *a = node->properties; a; a = a->next) {
                known = 0;
                for (size_t e = 0; e < sizeof attributes / sizeof *attributes; e++)
                    known += strcmp((const char *)a->name, attributes[e]) == 0;
                assert_int_equal(known, 1);
            }
        }
        for (const char *at = svg; *at; at++)
            assert_true((unsigned char)*at >= 0x20 || *at == '\n');
        assert_null(strstr(svg, "\xe2\x80\xae"));
        assert_null(strstr(svg, "\xe2\x80\x8f"));
        xmlFreeDoc(doc);
        free(svg);
    }
}

static size_t sample_of(const char *name)
{
    for (size_t i = 0; i < am_samples_count; i++)
        if (strcmp(am_samples[i].name, name) == 0)
            return i;
    fail();
    return 0;
}

static void whole_names_can_be_read_where_they_are_cut(void **state)
{
    (void)state;
    static const char *const names[] = {"bars", "steps", "flow"};
    size_t titles = 0;
    for (size_t i = 0; i < 6; i++) {
        char *svg = draw(sample_of(names[i / 2]), i % 2 ? 960 : 360, false);
        xmlDoc *doc = parse(svg);
        EACH(node, doc)
        {
            const char *whole = is(node, "text") ? title_of(node) : NULL;
            if (!whole)
                continue;
            char part[512];
            const char *cut = strstr(shown(node), "…");
            assert_non_null(cut);
            (void)snprintf(part, sizeof part, "%.*s", (int)(cut - shown(node)), shown(node));
            assert_non_null(strstr(whole, part));
            titles++;
        }
        xmlFreeDoc(doc);
        free(svg);
    }
    assert_true(titles > 0);
}

static void ids_are_of_the_chart_and_meet_what_refers_to_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < am_samples_count; i++) {
        char *svg = draw(i, 960, false);
        xmlDoc *doc = parse(svg);
        EACH(node, doc)
        {
            const char *id = node->type == XML_ELEMENT_NODE ? attribute(node, "id") : NULL;
            const char *fill = node->type == XML_ELEMENT_NODE ? attribute(node, "fill") : NULL;
            char want[128];
            if (id)
                assert_memory_equal(id, "sample-", 7);
            if (!fill)
                continue;
            assert_memory_equal(fill, "url(#", 5);
            (void)snprintf(want, sizeof want, " id=\"%.*s\"", (int)strcspn(fill + 5, ")"),
                           fill + 5);
            assert_non_null(strstr(svg, want));
        }
        xmlFreeDoc(doc);
        free(svg);
    }
}

static void the_same_input_gives_the_same_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < am_samples_count; i++) {
        char *first = draw(i, 360, true), *second = draw(i, 360, true);
        assert_string_equal(first, second);
        free(first);
        free(second);
    }
}

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

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;
    for (; (text = strstr(text, what)); text++)
        count++;
    return count;
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
    assert_non_null(strstr(out.at, "d=\"M8,116V92H108V20H208V116z\""));
    assert_non_null(strstr(out.at, "d=\"M58,16V116\""));
    am_text_done(&out);
}

static void colours_are_checked(void **state)
{
    static const struct {
        const char *colour;
        bool good;
    } cases[] = {
        {"#1f6f9f", true},  {"#000000", true},
        {"#B5651D", true},  {"#949494", true},
        {"#959595", false}, {"#ffffff", false},
        {"#ffff00", false}, {"1f6f9f", false},
        {"#1f6f9", false},  {"#1f6f9ff", false},
        {"#1f6f9g", false}, {"", false},
        {"red", false},     {"#1f6f9\n", false},
        {"#}a{b:c", false}, {"#\xff\xff\xff\xff\xff\xff", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(am_chart_colour_check(cases[i].colour) == NULL, cases[i].good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_leaves_the_picture),
        cmocka_unit_test(hostile_text_stays_text),
        cmocka_unit_test(whole_names_can_be_read_where_they_are_cut),
        cmocka_unit_test(ids_are_of_the_chart_and_meet_what_refers_to_them),
        cmocka_unit_test(the_same_input_gives_the_same_bytes),
        cmocka_unit_test(every_column_of_a_flow_is_as_high),
        cmocka_unit_test(labels_of_a_flow_do_not_meet),
        cmocka_unit_test(what_is_not_known_comes_last),
        cmocka_unit_test(no_data_is_not_nothing),
        cmocka_unit_test(only_countries_with_a_value_are_told),
        cmocka_unit_test(a_land_without_code_has_no_value),
        cmocka_unit_test(a_night_shift_ends_on_the_next_day),
        cmocka_unit_test(numbers_of_a_timeline_do_not_meet),
        cmocka_unit_test(a_timeline_has_steps),
        cmocka_unit_test(colours_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
