/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The samples of tests/tools/chart_samples, drawn and read back by libxml2: what the tests of
 * charts share. */
#ifndef AM_TESTS_SVG_H
#define AM_TESTS_SVG_H

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

static inline char *draw(size_t sample, double width, bool file)
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

static inline xmlDoc *parse(const char *svg)
{
    xmlDoc *doc = xmlReadMemory(svg, (int)strlen(svg), "sample.svg", NULL,
                                XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    assert_non_null(doc);
    return doc;
}

static inline bool is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

/* An attribute's value, or NULL; within the document. */
static inline const char *attribute(const xmlNode *node, const char *name)
{
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if (strcmp((const char *)a->name, name) == 0)
            return a->children ? (const char *)a->children->content : "";
    return NULL;
}

static inline double number(const xmlNode *node, const char *name)
{
    const char *text = attribute(node, name);
    assert_non_null(text);
    char *end;
    double value = strtod(text, &end);
    assert_true(end != text && *end == '\0' && isfinite(value));
    return value;
}

/* The next node in document order, within `root`. */
static inline xmlNode *next(xmlNode *root, xmlNode *at)
{
    if (at->children)
        return at->children;
    while (at != root && !at->next)
        at = at->parent;
    return at == root ? NULL : at->next;
}

/* What a text shows; the writer breaks the line before a title, which is not shown. */
static inline const char *shown(const xmlNode *text)
{
    const xmlNode *last = text->last;
    assert_true(last && last->type == XML_TEXT_NODE);
    return (const char *)last->content;
}

/* The title within an element, or NULL. */
static inline const char *title_of(const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next)
        if (is(child, "title"))
            return (const char *)child->children->content;
    return NULL;
}

static inline size_t sample_of(const char *name)
{
    for (size_t i = 0; i < am_samples_count; i++)
        if (strcmp(am_samples[i].name, name) == 0)
            return i;
    fail();
    return 0;
}

static inline size_t count_of(const char *text, const char *what)
{
    size_t count = 0;
    for (; (text = strstr(text, what)); text++)
        count++;
    return count;
}

#define EACH(node, doc)                                                                            \
    for (xmlNode *node = xmlDocGetRootElement(doc); node;                                          \
         node = next(xmlDocGetRootElement(doc), node))

#endif
