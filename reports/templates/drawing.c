/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A drawing is read, and held to what a picture needs. */
#include "templates/drawing.h"

#include <glib.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "templates/xml.h"

#define VIEW_MAX 20000.0 /* px of a side */

/* What may stand in a picture. Animations, links, sounds, foreign content may not. */
static const char *const allowed[] = {
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "title",
    "desc",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "text",
    "polygon",
    "tspan",
    "linearGradient",
    "radialGradient",
    "stop",
    "pattern",
    "clipPath",
    "mask",
    "marker",
    "image",
    "filter",
    "feBlend",
    "feColorMatrix",
    "feComposite",
    "feFlood",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feOffset",
};

static bool is_allowed(const xmlNode *node)
{
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (strcmp((const char *)node->name, allowed[i]) == 0)
            return true;
    return false;
}

/* ---- attributes ---- */

static bool within(const char *text)
{
    return text[0] == '#';
}

static bool is_picture(const char *text)
{
    return strncmp(text, "data:image/png;base64,", 22) == 0 ||
           strncmp(text, "data:image/jpeg;base64,", 23) == 0;
}

/* Paints and the like refer to what stands in the drawing itself: url(#...), with quotes or
 * without.
 */
static bool loads_nothing(const char *text)
{
    for (const char *at = text; (at = strcasestr(at, "url")); at += 3) {
        const char *next = at + 3 + strspn(at + 3, " \t\n");
        if (*next != '(')
            continue;
        next += 1 + strspn(next + 1, " \t\n\"'");
        if (*next != '#')
            return false;
    }
    return !strchr(text, '\\') && !strcasestr(text, "@import") &&
           !strcasestr(text, "javascript:") && !strcasestr(text, "image-set") &&
           !strcasestr(text, "src(");
}

/* Why not, in the words of a problem; NULL: good. */
static const char *fault_of(xmlNode *node, const xmlAttr *attribute, const char *value)
{
    const char *name = (const char *)attribute->name;
    if (g_ascii_strncasecmp(name, "on", 2) == 0)
        return "does something by itself: no scripts in pictures";
    if (strcmp(name, "href") == 0 || strcmp(name, "src") == 0)
        return within(value) || (am_xml_is(node, "image") && is_picture(value))
                   ? NULL
                   : "points outside of the picture: put what it needs into the file";
    if (strcmp(name, "base") == 0)
        return "says where other files are: a picture has none";
    return loads_nothing(value) ? NULL
                                : "points outside of the picture: put what it needs into the file";
}

static enum am_status check_attributes(const struct am_drawing *d, xmlNode *node,
                                       struct am_problem *problem)
{
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        xmlChar *value = xmlNodeListGetString(d->doc, a->children, 1);
        const char *fault = fault_of(node, a, value ? (const char *)value : "");
        xmlFree(value);
        if (fault)
            return am_problem_set(problem, AM_E_MALFORMED, d->file, am_xml_line(node),
                                  "'%.40s' of <%.40s> %s", (const char *)a->name,
                                  (const char *)node->name, fault);
    }
    return AM_OK;
}

/* ---- elements ---- */

/* What Inkscape keeps for itself, and comments, are no part of the picture. */
static bool is_foreign(const xmlNode *node)
{
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
        return false;
    return node->type != XML_ELEMENT_NODE || !node->ns || !node->ns->href ||
           strcmp((const char *)node->ns->href, AM_XML_SVG) != 0 ||
           strcmp((const char *)node->name, "metadata") == 0;
}

static enum am_status check_elements(const struct am_drawing *d, struct am_problem *problem)
{
    xmlNode *root = xmlDocGetRootElement(d->doc);
    enum am_status status = AM_OK;
    size_t count = 0;
    for (xmlNode *node = root; node && status == AM_OK;) {
        bool foreign = is_foreign(node);
        xmlNode *next = am_xml_next(root, node, !foreign);
        if (foreign)
            am_xml_remove(node);
        else if (node->type == XML_ELEMENT_NODE && ++count > AM_DRAWING_ELEMENTS_MAX)
            status = am_problem_set(problem, AM_E_LIMIT, d->file, am_xml_line(node),
                                    "more than %d elements", AM_DRAWING_ELEMENTS_MAX);
        else if (node->type == XML_ELEMENT_NODE && !is_allowed(node))
            status = am_problem_set(problem, AM_E_MALFORMED, d->file, am_xml_line(node),
                                    "<%.40s> has no place in a picture: docs/kit.md tells what has",
                                    (const char *)node->name);
        else if (node->type == XML_ELEMENT_NODE)
            status = check_attributes(d, node, problem);
        node = next;
    }
    return status;
}

/* Comments and instructions beside the root. */
static void remove_beside(xmlDoc *doc)
{
    const xmlNode *root = xmlDocGetRootElement(doc);
    for (xmlNode *node = doc->children; node;) {
        xmlNode *next = node->next;
        if (node != root)
            am_xml_remove(node);
        node = next;
    }
}

static bool view_box(xmlNode *root, struct am_drawing *d)
{
    char text[AM_XML_VALUE];
    double *const to[] = {&d->x, &d->y, &d->width, &d->height};
    if (!am_xml_attribute(root, "viewBox", NULL, text))
        return am_xml_attribute(root, "width", NULL, text) && am_xml_number(text, &d->width) &&
               am_xml_attribute(root, "height", NULL, text) && am_xml_number(text, &d->height);
    char *at = text;
    for (size_t i = 0; i < 4; i++) {
        char *end = at;
        *to[i] = g_ascii_strtod(at, &end);
        if (end == at)
            return false;
        at = end + strspn(end, " ,");
    }
    return *at == '\0';
}

static enum am_status check(struct am_drawing *d, struct am_problem *problem)
{
    xmlNode *root = xmlDocGetRootElement(d->doc);
    if (!root || !am_xml_is(root, "svg"))
        return am_problem_set(problem, AM_E_MALFORMED, d->file, root ? am_xml_line(root) : 0,
                              "this is no SVG picture");
    if (!view_box(root, d) || !(d->width >= 1 && d->height >= 1) ||
        !(d->width <= VIEW_MAX && d->height <= VIEW_MAX))
        return am_problem_set(problem, AM_E_MALFORMED, d->file, am_xml_line(root),
                              "the picture has no view box of 1 to %.0f px a side", VIEW_MAX);
    remove_beside(d->doc);
    return check_elements(d, problem);
}

/* ---- reading ---- */

/* A document type could define entities and name files: the reading ends there. */
static void refuse_dtd(void *ctx, const xmlChar *name, const xmlChar *external,
                       const xmlChar *system)
{
    xmlParserCtxt *parser = ctx;
    (void)name;
    (void)external;
    (void)system;
    *(bool *)parser->_private = true;
    xmlStopParser(parser);
}

static enum am_status refuse(xmlParserCtxt *parser, const char *file, bool dtd,
                             struct am_problem *problem)
{
    const xmlError *error = xmlCtxtGetLastError(parser);
    if (dtd)
        return am_problem_set(problem, AM_E_MALFORMED, file,
                              parser->input ? (unsigned long)parser->input->line : 0,
                              "a document type (<!DOCTYPE) is not taken: save as plain SVG");
    size_t len = error && error->message ? strcspn(error->message, "\n") : 0;
    return am_problem_set(
        problem, error && error->code == XML_ERR_NO_MEMORY ? AM_E_NO_MEMORY : AM_E_MALFORMED, file,
        error && error->line > 0 ? (unsigned long)error->line : 0,
        "this is no XML that can be read: %.*s", (int)(len > 0 && len < 200 ? len : 13),
        len > 0 && len < 200 ? error->message : "it is broken.");
}

enum am_status am_drawing_read(struct am_bytes text, const char *file, struct am_drawing **out,
                               struct am_problem *problem)
{
    bool dtd = false;
    if (text.len > AM_DRAWING_BYTES)
        return am_problem_set(problem, AM_E_LIMIT, file, 0, "a picture of more than %zu bytes",
                              AM_DRAWING_BYTES);
    struct am_drawing *d = calloc(1, sizeof *d);
    xmlParserCtxt *parser = d ? xmlNewParserCtxt() : NULL;
    if (!parser) {
        free(d);
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    }
    (void)snprintf(d->file, sizeof d->file, "%s", file);
    parser->_private = &dtd;
    parser->sax->internalSubset = refuse_dtd;
    d->doc = xmlCtxtReadMemory(parser, (const char *)text.at, (int)text.len, NULL, NULL,
                               XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                   XML_PARSE_NOCDATA | XML_PARSE_COMPACT | XML_PARSE_BIG_LINES);
    enum am_status status = d->doc && !dtd ? check(d, problem) : refuse(parser, file, dtd, problem);
    xmlFreeParserCtxt(parser);
    if (status == AM_OK)
        *out = d;
    else
        am_drawing_free(d);
    return status;
}

void am_drawing_free(struct am_drawing *d)
{
    if (!d)
        return;
    xmlFreeDoc(d->doc);
    free(d);
}

double am_drawing_proportion(const struct am_drawing *d)
{
    return d->height / d->width;
}
