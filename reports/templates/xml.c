/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "templates/xml.h"

#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STYLE_MAX ((size_t)8192)

xmlNode *am_xml_next(const xmlNode *root, xmlNode *node, bool inside)
{
    if (inside && node->type == XML_ELEMENT_NODE && node->children)
        return node->children;
    while (node != root && !node->next)
        node = node->parent;
    return node == root ? NULL : node->next;
}

bool am_xml_is(const xmlNode *node, const char *element)
{
    return node->type == XML_ELEMENT_NODE && node->ns && node->ns->href &&
           strcmp((const char *)node->ns->href, AM_XML_SVG) == 0 &&
           strcmp((const char *)node->name, element) == 0;
}

void am_xml_remove(xmlNode *node)
{
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

unsigned long am_xml_line(xmlNode *node)
{
    long line = xmlGetLineNo(node);
    return line > 0 ? (unsigned long)line : 0;
}

static bool take(xmlChar *value, char out[AM_XML_VALUE])
{
    bool fits = value && strlen((const char *)value) < AM_XML_VALUE;
    if (fits)
        (void)snprintf(out, AM_XML_VALUE, "%s", (const char *)value);
    xmlFree(value);
    return fits;
}

bool am_xml_attribute(xmlNode *node, const char *name, const char *space, char out[AM_XML_VALUE])
{
    return take(space ? xmlGetNsProp(node, am_xml_text(name), am_xml_text(space))
                      : xmlGetNoNsProp(node, am_xml_text(name)),
                out);
}

void am_xml_set(xmlNode *node, const char *attribute, const char *value)
{
    (void)xmlSetProp(node, am_xml_text(attribute), am_xml_text(value));
}

/* ---- looks: declarations of CSS, without escapes and comments, which Inkscape writes none of ----
 */

struct declaration {
    const char *name, *value;
    size_t name_len, value_len;
};

static const char *trim(const char *at, const char *end, size_t *len)
{
    while (at < end && strchr(" \t\n", *at))
        at++;
    while (end > at && strchr(" \t\n", end[-1]))
        end--;
    *len = (size_t)(end - at);
    return at;
}

/* The declaration that begins here; returns where the next one does, NULL: there is none. */
static const char *declaration(const char *at, struct declaration *out)
{
    size_t len = strcspn(at, ";");
    const char *colon = memchr(at, ':', len);
    if (*at == '\0')
        return NULL;
    *out = (struct declaration){0};
    if (colon) {
        out->name = trim(at, colon, &out->name_len);
        out->value = trim(colon + 1, at + len, &out->value_len);
    }
    return at + len + (at[len] == ';');
}

static bool is(const struct declaration *d, const char *property)
{
    return d->name && d->name_len == strlen(property) &&
           memcmp(d->name, property, d->name_len) == 0;
}

/* Of the element itself: its style goes before its attribute. */
static bool look(xmlNode *node, const char *property, char out[AM_XML_VALUE])
{
    bool found = false;
    struct declaration d;
    xmlChar *style = xmlGetNoNsProp(node, am_xml_text("style"));
    const char *at = (const char *)style;
    while (at && (at = declaration(at, &d))) {
        if (!is(&d, property) || d.value_len >= AM_XML_VALUE)
            continue;
        memcpy(out, d.value, d.value_len);
        out[d.value_len] = '\0';
        found = true;
    }
    xmlFree(style);
    return found || am_xml_attribute(node, property, NULL, out);
}

bool am_xml_look(xmlNode *node, const char *property, bool above, char out[AM_XML_VALUE])
{
    for (; node && node->type == XML_ELEMENT_NODE; node = above ? node->parent : NULL)
        if (look(node, property, out))
            return true;
    return false;
}

void am_xml_set_look(xmlNode *node, const char *property, const char *value)
{
    struct am_text style;
    struct declaration d;
    xmlChar *old = xmlGetNoNsProp(node, am_xml_text("style"));
    const char *at = (const char *)old;
    am_text_init(&style, STYLE_MAX);
    while (at && (at = declaration(at, &d)))
        if (d.name_len > 0 && !is(&d, property))
            am_text_addf(&style, "%.*s:%.*s;", (int)d.name_len, d.name, (int)d.value_len, d.value);
    am_text_addf(&style, "%s:%s", property, value);
    (void)xmlUnsetProp(node, am_xml_text(property));
    am_xml_set(node, "style", style.at);
    am_text_done(&style);
    xmlFree(old);
}

bool am_xml_number(const char *text, double *out)
{
    char *end = NULL;
    double value = g_ascii_strtod(text, &end);
    if (end == text || !isfinite(value) || fabs(value) > 1e6 ||
        (*end != '\0' && strcmp(end, "px") != 0))
        return false;
    *out = value;
    return true;
}

/* ---- names ---- */

const char *am_xml_named(xmlNode *node, const char *prefix, char out[AM_XML_VALUE])
{
    size_t len = strlen(prefix);
    if (am_xml_attribute(node, "label", AM_XML_INKSCAPE, out) && strncmp(out, prefix, len) == 0)
        return out + len;
    if (am_xml_attribute(node, "id", NULL, out) && strncmp(out, prefix, len) == 0)
        return out + len;
    return NULL;
}

static bool is_or_goes_on(const char *text, const char *name)
{
    size_t len = strlen(name);
    return strncmp(text, name, len) == 0 && (text[len] == '\0' || text[len] == '-');
}

bool am_xml_marked(xmlNode *node, const char *name)
{
    char text[AM_XML_VALUE];
    if (am_xml_attribute(node, "label", AM_XML_INKSCAPE, text) && is_or_goes_on(text, name))
        return true;
    if (am_xml_attribute(node, "id", NULL, text) && is_or_goes_on(text, name))
        return true;
    if (!am_xml_attribute(node, "class", NULL, text))
        return false;
    for (const char *at = text; *at;) {
        size_t len = strcspn(at, " \t\n");
        if (len == strlen(name) && memcmp(at, name, len) == 0)
            return true;
        at += len + strspn(at + len, " \t\n");
    }
    return false;
}
