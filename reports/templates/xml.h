/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What drawing.c and fill.c share of libxml2: elements in their order, names, looks. Nothing else
 * of the program meets it. */
#ifndef AM_REPORTS_XML_H
#define AM_REPORTS_XML_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "templates/drawing.h"

#define AM_XML_SVG      "http://www.w3.org/2000/svg"
#define AM_XML_XLINK    "http://www.w3.org/1999/xlink"
#define AM_XML_INKSCAPE "http://www.inkscape.org/namespaces/inkscape"
#define AM_XML_VALUE    512 /* bytes of one value of a look, and of a name */

struct am_drawing {
    xmlDoc *doc;
    double x, y, width, height; /* of the view box */
    char file[AM_PROBLEM_FILE];
};

/* The next node below `root` in the order of the document; `inside`: its own content too. NULL: the
 * last. */
xmlNode *am_xml_next(const xmlNode *root, xmlNode *node, bool inside);
bool am_xml_is(const xmlNode *node, const char *element); /* of SVG */
/* Takes it out and frees it. */
void am_xml_remove(xmlNode *node);
unsigned long am_xml_line(xmlNode *node);

/* A text as libxml2 has it. */
static inline const xmlChar *am_xml_text(const char *text)
{
    return (const xmlChar *)text;
}
void am_xml_set(xmlNode *node, const char *attribute, const char *value);
/* An attribute without a namespace, or of one; false where there is none, or it is too long. */
bool am_xml_attribute(xmlNode *node, const char *name, const char *space, char out[AM_XML_VALUE]);
/* What an element's style or attribute says of a property; `above`: else what those around it do.
 */
bool am_xml_look(xmlNode *node, const char *property, bool above, char out[AM_XML_VALUE]);
void am_xml_set_look(xmlNode *node, const char *property, const char *value);
/* "12", "12px"; false for what is no number of px. */
bool am_xml_number(const char *text, double *out);
/* The name after a prefix, of its label or its id: "title" of "slot-title". NULL: it has none. */
const char *am_xml_named(xmlNode *node, const char *prefix, char out[AM_XML_VALUE]);
/* Whether one of its classes, its label or its id is `name`, alone or with "-..." after it. */
bool am_xml_marked(xmlNode *node, const char *name);

#endif
