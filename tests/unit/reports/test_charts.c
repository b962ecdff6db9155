/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What holds for every chart. */
#include "unit/reports/svg.h"

#define EDGE 1.05 /* px: half a line's width, and rounding */

static const double widths[] = {960, 360, 280};

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
        cmocka_unit_test(colours_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
