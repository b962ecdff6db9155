/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writes HTML that untrusted text can't break: text and attribute values are always escaped and
 * made inert (base/utf8.h), elements are closed in the order they were opened, and an address
 * outside https:, http:, the page itself or what lies beside or above it ("./", "../") is never
 * written as a link.
 *
 * Element and attribute names are static text of the program. Failure is sticky: a text that no
 * longer fits, an element closed out of order or more than AM_HTML_DEPTH_MAX open ones end the
 * writing, and am_html_status tells. */
#ifndef AM_BASE_HTML_H
#define AM_BASE_HTML_H

#include <stdbool.h>

#include "base/reader.h"
#include "base/text.h"

#define AM_HTML_DEPTH_MAX 32

struct am_html {
    struct am_text *out; /* borrowed */
    const char *open[AM_HTML_DEPTH_MAX];
    size_t depth;
    bool in_tag; /* attributes may still be added */
    enum am_status status;
};

/* Writes the doctype. */
void am_html_init(struct am_html *h, struct am_text *out);
/* Begins a piece that stands elsewhere, or a document of its own such as SVG: what this writer
 * makes is well-formed XML as long as am_html_void is not used. */
void am_html_init_piece(struct am_html *h, struct am_text *out);

void am_html_open(struct am_html *h, const char *element);
/* Of the element opened last, before its content. href and src are held to the rule above. */
void am_html_attribute(struct am_html *h, const char *name, const char *value);
void am_html_text(struct am_html *h, const char *text);
void am_html_close(struct am_html *h, const char *element);

/* An element without content or end ("meta", "br"); attributes may follow until the next call. */
void am_html_void(struct am_html *h, const char *element);

/* <element>text</element>; `class_` may be NULL. */
void am_html_element(struct am_html *h, const char *element, const char *class_, const char *text);

/* A style sheet of the program's own, verbatim; refused where it could end its element. */
void am_html_style(struct am_html *h, const char *css);
/* The same for a script. */
void am_html_script(struct am_html *h, const char *script);

/* A picture that comes with the document, as <img> or, within SVG, <image>; attributes may follow
 * until it is closed as `element`. `type` is "image/png" or the like, of the program's own. */
void am_html_picture(struct am_html *h, const char *element, const char *type,
                     struct am_bytes bytes);

/* OK once every element is closed. */
AM_MUST_CHECK enum am_status am_html_status(const struct am_html *h);

#endif
