/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Drawings with slots: what they become, and what is refused. Filled ones are read back by libxml2.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "templates/drawing.h"

#define HEAD                                                                                       \
    "<svg xmlns=\"http://www.w3.org/2000/svg\" "                                                   \
    "xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" "                              \
    "xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 200 100\">\n"
#define SLOT                                                                                       \
    "<rect id=\"slot-a\" x=\"10\" y=\"10\" width=\"100\" height=\"40\" data-smallest=\"5\"/>\n"

static const uint8_t png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
static struct am_letters *letters;

static struct am_bytes bytes_of(const char *text)
{
    return (struct am_bytes){(const uint8_t *)text, strlen(text)};
}

/* "a" is told as `ctx`, "share" is a half, "none" is not told; there is nothing else. */
static enum am_slot_state find(void *ctx, const char *name, struct am_slot_value *out)
{
    if (strcmp(name, "a") == 0) {
        out->text = ctx;
        return AM_SLOT_TOLD;
    }
    if (strcmp(name, "share") == 0) {
        out->text = "50 %";
        out->share = 0.5;
        return AM_SLOT_TOLD;
    }
    return strcmp(name, "none") == 0 ? AM_SLOT_UNTOLD : AM_SLOT_UNKNOWN;
}

static enum am_status fill(const char *svg, const char *text, const struct am_logo *logo,
                           struct am_text *out, struct am_drawing_doubts *doubts,
                           struct am_problem *problem)
{
    static const struct am_chart_colours colours = {"#102030", "#b5651d"};
    const struct am_drawing_fill ask = {.find = find,
                                        .ctx = (void *)(uintptr_t)text,
                                        .colours = &colours,
                                        .logo = logo,
                                        .title = "A <title>",
                                        .description = "\"d\" & more",
                                        .language = "es",
                                        .width = 400};
    struct am_drawing *d = NULL;
    enum am_status status = am_drawing_read(bytes_of(svg), "t.svg", &d, problem);
    if (status == AM_OK)
        status = am_drawing_fill(d, &ask, letters, out, doubts, problem);
    am_drawing_free(d);
    return status;
}

/* The filled drawing, well-formed; the caller frees. */
static char *filled(const char *svg, const char *text)
{
    struct am_problem problem = {0};
    struct am_text out;
    am_text_init(&out, AM_DRAWING_OUT);
    if (fill(svg, text, NULL, &out, NULL, &problem) != AM_OK)
        fail_msg("%lu: %s", problem.line, problem.text);
    xmlDoc *doc = xmlReadMemory(out.at, (int)out.len, NULL, NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    xmlFreeDoc(doc);
    char *copy = strdup(out.at);
    am_text_done(&out);
    return copy;
}

static void check(const char *body, const char *text, const char *const *has,
                  const char *const *has_not)
{
    char svg[4096];
    (void)snprintf(svg, sizeof svg, HEAD "%s</svg>", body);
    char *out = filled(svg, text);
    for (; *has; has++)
        if (!strstr(out, *has))
            fail_msg("there is no '%s' in %s", *has, out);
    for (; *has_not; has_not++)
        if (strstr(out, *has_not))
            fail_msg("there is '%s' in %s", *has_not, out);
    free(out);
}
#define LIST(...)                                                                                  \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }
#define NOTHING ((const char *const[]){NULL})

static void slots_become_text_of_their_look(void **state)
{
    (void)state;
    check(
        "<rect inkscape:label=\"slot-a\" id=\"rect1\" x=\"10\" y=\"10\" width=\"100\" "
        "height=\"40\" transform=\"rotate(3)\" style=\"font-size:20px;font-weight:bold;"
        "font-style:italic;text-align:right;letter-spacing:1px;fill:#123456;fill-opacity:0.1\"/>",
        "Hello",
        LIST(">Hello</text>", "font-size=\"20.00\"", "font-weight=\"700\"", "text-anchor=\"end\"",
             "x=\"110.00\"", "fill=\"#123456\"", "transform=\"rotate(3)\"", "font-style=\"italic\"",
             "letter-spacing=\"1.00\"", "id=\"rect1\"", "width=\"400.00\" height=\"200.00\"",
             "xml:lang=\"es\"", "<title>A &lt;title&gt;</title>", "<desc>\"d\" &amp; more</desc>"),
        LIST("<rect", "fill-opacity"));
    /* looks of the layer around it hold for it */
    check("<g style=\"font-size:12px;font-family:'DejaVu Sans'\">" SLOT "</g>", "x",
          LIST("font-size=\"12.00\"", "font-family=\"DejaVu Sans\""), NOTHING);
}

static void what_is_filled_in_is_text(void **state)
{
    (void)state;
    check(SLOT, "</b>&amp;\"'", LIST("&lt;/b&gt;&amp;amp;"), LIST("</b>"));
    check(SLOT, "]]>", LIST("]]&gt;"), LIST("]]>"));
    check(SLOT, "<!-- x", LIST("&lt;!-- x"), LIST("<!-- x"));
}

static void conditions_and_bars(void **state)
{
    (void)state;
    check(
        "<g id=\"if-a\"><circle r=\"1\"/></g><g id=\"if-none\"><path d=\"M0 0\"/></g>"
        "<g inkscape:label=\"unless-none\" id=\"g3\"><ellipse rx=\"3\" ry=\"3\"/></g>"
        "<line id=\"unless-a\" x1=\"1\"/>"
        "<rect id=\"bar-share\" width=\"80\" height=\"5\"/>"
        "<rect id=\"slot-none\" width=\"70\" height=\"5\"/>",
        "x", LIST("<circle", "<ellipse", "width=\"40.00\""),
        LIST("<path", "<line", "width=\"70\"", "width=\"80\""));
}

static void colours_are_the_campaigns(void **state)
{
    (void)state;
    check(
        "<rect class=\"x colour-service y\" style=\"fill:#fff;stroke:none\"/>"
        "<path inkscape:label=\"colour-host-2\" id=\"p\" d=\"M0 0\" "
        "style=\"fill:none;stroke:#fff\"/>"
        "<circle id=\"tint-service\" r=\"1\"/><circle id=\"deep-host\" r=\"2\"/>"
        "<linearGradient id=\"g\"><stop class=\"colour-service\" offset=\"0\" "
        "stop-color=\"#fff\"/></linearGradient>"
        "<rect class=\"colour-services\" fill=\"#abcdef\"/>",
        "x",
        LIST("fill:#102030", "stroke:#b5651d", "fill:#e2e4e6", "stop-color:#102030", "#abcdef"),
        LIST("fill:#b5651d")); /* white letters are not seen on it: a deeper one */
}

static void letters_are_seen_on_what_is_behind(void **state)
{
    (void)state;
    check(
        "<rect width=\"200\" height=\"100\" fill=\"#ffffff\"/>"
        "<rect id=\"slot-a\" x=\"10\" y=\"10\" width=\"100\" height=\"40\" "
        "style=\"fill:#fafafa;font-size:10px\"/>",
        "x", LIST("</text>"), LIST("fill=\"#fafafa\""));
    check(
        "<rect width=\"200\" height=\"100\" fill=\"#000000\"/>"
        "<rect id=\"slot-a\" x=\"10\" y=\"10\" width=\"100\" height=\"40\" "
        "style=\"fill:#fafafa;font-size:10px\"/>",
        "x", LIST("fill=\"#fafafa\""), NOTHING);
    /* of a ground of two halves nothing is seen well, and that is told */
    struct am_drawing_doubts doubts = {0};
    struct am_problem problem = {0};
    struct am_text out;
    am_text_init(&out, AM_DRAWING_OUT);
    assert_int_equal(fill(HEAD "<rect width=\"60\" height=\"100\" fill=\"#000\"/>"
                               "<rect x=\"40\" width=\"30\" height=\"100\" fill=\"#777\"/>"
                               "<rect id=\"slot-a\" x=\"10\" y=\"10\" width=\"100\" "
                               "height=\"40\" style=\"font-size:4px\"/></svg>",
                          "x", NULL, &out, &doubts, &problem),
                     AM_OK);
    assert_int_equal(doubts.count, 1);
    assert_true(doubts.at[0].contrast > 1 && doubts.at[0].contrast < 4.5);
    assert_int_equal(doubts.at[0].line, 2);
    am_text_done(&out);
}

static void a_logo_comes_with_the_picture(void **state)
{
    (void)state;
    const struct am_logo logo = {"image/png", {png, sizeof png}};
    struct am_problem problem = {0};
    struct am_text out;
    const char *svg = HEAD
        "<g id=\"if-logo\"><circle r=\"3\"/></g><rect id=\"slot-logo\" x=\"1\" "
        "y=\"2\" width=\"30\" height=\"20\" style=\"text-align:center\"/></svg>";
    am_text_init(&out, AM_DRAWING_OUT);
    assert_int_equal(fill(svg, "x", &logo, &out, NULL, &problem), AM_OK);
    assert_non_null(strstr(out.at, "href=\"data:image/png;base64,iVBORw0KGgo=\""));
    assert_non_null(strstr(out.at, "xMidYMid meet"));
    assert_non_null(strstr(out.at, "<circle"));
    am_text_clear(&out);
    assert_int_equal(fill(svg, "x", NULL, &out, NULL, &problem), AM_OK);
    assert_null(strstr(out.at, "<image"));
    assert_null(strstr(out.at, "<circle"));
    am_text_done(&out);
}

static void nothing_of_other_namespaces_is_kept(void **state)
{
    (void)state;
    check(
        "<metadata><x xmlns=\"http://purl.org/dc/elements/1.1/\">author</x></metadata>"
        "<!-- a remark --><?php echo 1 ?>"
        "<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">alert(1)</x:script>"
        "<inkscape:grid/>" SLOT,
        "kept", LIST("kept"), LIST("author", "remark", "php", "alert", "grid"));
}

/* ---- what is refused ---- */

static void refused_at(const char *svg, unsigned long line, const char *why)
{
    struct am_problem problem = {0};
    struct am_text out;
    am_text_init(&out, AM_DRAWING_OUT);
    enum am_status status = fill(svg, "x", NULL, &out, NULL, &problem);
    if (status == AM_OK || problem.line != line || !strstr(problem.text, why) ||
        strcmp(problem.file, "t.svg") != 0)
        fail_msg("%s is told as %d, %s:%lu: %s", svg, status, problem.file, problem.line,
                 problem.text);
    am_text_done(&out);
}

static void hostile_drawings_are_refused_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *body, *why;
    } bad[] = {
        {"<script>alert(1)</script>", "no place"},
        {"<foreignObject/>", "no place"},
        {"<style>@import url(http://x)</style>", "no place"},
        {"<a href=\"https://example.org\"/>", "no place"},
        {"<animate attributeName=\"x\"/>", "no place"},
        {"<set attributeName=\"href\" to=\"javascript:x\"/>", "no place"},
        {"<iframe/>", "no place"},
        {"<rect onclick=\"x()\"/>", "no scripts"},
        {"<rect ONLOAD=\"x()\"/>", "no scripts"},
        {"<image href=\"http://example.org/a.png\"/>", "outside"},
        {"<image href=\"file:///etc/passwd\"/>", "outside"},
        {"<image href=\"a.png\"/>", "outside"},
        {"<image href=\"data:image/svg+xml;base64,AAAA\"/>", "outside"},
        {"<use xlink:href=\"other.svg#a\"/>", "outside"},
        {"<use href=\"javascript:x\"/>", "outside"},
        {"<rect fill=\"url(http://example.org/a#b)\"/>", "outside"},
        {"<rect style=\"fill:URL( 'x.svg#b')\"/>", "outside"},
        {"<rect style=\"fill:u\\72l(x.svg#b)\"/>", "outside"},
        {"<rect style=\"background:image-set('a.png' 1x)\"/>", "outside"},
        {"<g xml:base=\"http://example.org/\"/>", "where other files are"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char svg[1024];
        (void)snprintf(svg, sizeof svg, HEAD "\n%s</svg>", bad[i].body);
        refused_at(svg, 3, bad[i].why);
    }
}

static void what_is_no_drawing_is_refused(void **state)
{
    (void)state;
    refused_at("", 1, "no XML");
    refused_at("hello", 1, "no XML");
    refused_at("<svg", 1, "no XML");
    refused_at(HEAD "\n<g></svg>", 3, "no XML");
    refused_at(HEAD "\n<rect x=\"&undefined;\"/></svg>", 3, "no XML");
    refused_at("<html xmlns=\"http://www.w3.org/1999/xhtml\"/>", 1, "no SVG");
    refused_at("<svg/>", 1, "no SVG");
    refused_at("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", 1, "view box");
    refused_at("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 0 9\"/>", 1, "view box");
    refused_at("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1e9 9\"/>", 1, "view box");
    refused_at("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 nan 9\"/>", 1, "view box");
    refused_at("<!DOCTYPE svg>\n" HEAD "</svg>", 1, "<!DOCTYPE");
    refused_at(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE svg [<!ENTITY a \"b\"><!ENTITY c SYSTEM "
        "\"file:///etc/passwd\">]>\n" HEAD "&c;</svg>",
        2, "<!DOCTYPE");
}

static void mistakes_of_who_draws_are_told_with_their_line(void **state)
{
    (void)state;
    refused_at(HEAD SLOT "<rect id=\"slot-titel\" width=\"9\" height=\"9\"/></svg>", 3,
               "nothing called 'titel'");
    refused_at(HEAD "<g id=\"if-titel\"/></svg>", 2, "nothing called 'titel'");
    refused_at(HEAD "<rect id=\"bar-titel\" width=\"9\"/></svg>", 2, "nothing called 'titel'");
    refused_at(HEAD "<circle id=\"slot-a\" r=\"9\"/></svg>", 2, "no rectangle");
    refused_at(HEAD "<rect id=\"slot-a\" width=\"50%\" height=\"9\"/></svg>", 2, "no rectangle");
    refused_at(HEAD "<rect id=\"slot-a\" width=\"9\" height=\"0\"/></svg>", 2, "no rectangle");
    refused_at(HEAD "<path id=\"bar-share\"/></svg>", 2, "no rectangle");
}

static void repeat(struct am_text *t, const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        am_text_add(t, text);
}

static void drawings_have_limits(void **state)
{
    (void)state;
    struct am_text svg;
    am_text_init(&svg, (size_t)8 << 20);
    am_text_add(&svg, HEAD);
    repeat(&svg, "<g/>", AM_DRAWING_ELEMENTS_MAX);
    am_text_add(&svg, "</svg>");
    refused_at(svg.at, 2, "elements");
    am_text_clear(&svg);
    am_text_add(&svg, HEAD);
    repeat(&svg, "<g>", 400);
    repeat(&svg, "</g>", 400);
    am_text_add(&svg, "</svg>");
    refused_at(svg.at, 2, "no XML");
    am_text_clear(&svg);
    am_text_add(&svg, HEAD);
    repeat(&svg, SLOT, AM_DRAWING_SLOTS_MAX + 1);
    am_text_add(&svg, "</svg>");
    refused_at(svg.at, AM_DRAWING_SLOTS_MAX + 2, "slots");
    am_text_clear(&svg);
    am_text_add(&svg, HEAD "<!--");
    repeat(&svg, "0123456789", AM_DRAWING_BYTES / 10);
    am_text_add(&svg, "--></svg>");
    refused_at(svg.at, 0, "bytes");
    am_text_done(&svg);
}

static int open_letters(void **state)
{
    (void)state;
    return am_letters_open(&letters, NULL) == AM_OK ? 0 : -1;
}

static int close_letters(void **state)
{
    (void)state;
    am_letters_free(letters);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slots_become_text_of_their_look),
        cmocka_unit_test(what_is_filled_in_is_text),
        cmocka_unit_test(conditions_and_bars),
        cmocka_unit_test(colours_are_the_campaigns),
        cmocka_unit_test(letters_are_seen_on_what_is_behind),
        cmocka_unit_test(a_logo_comes_with_the_picture),
        cmocka_unit_test(nothing_of_other_namespaces_is_kept),
        cmocka_unit_test(hostile_drawings_are_refused_with_their_line),
        cmocka_unit_test(what_is_no_drawing_is_refused),
        cmocka_unit_test(mistakes_of_who_draws_are_told_with_their_line),
        cmocka_unit_test(drawings_have_limits),
    };
    return cmocka_run_group_tests(tests, open_letters, close_letters);
}
