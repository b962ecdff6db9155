/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Markdown as a page to print or to read: by cmark (CommonMark 0.30), written through base/html.h,
 * so that whatever the text holds, no markup of its own comes through: HTML in it is shown as text,
 * pictures by their words, links lead to the web alone.
 *
 * "[ ] " at the start of an item is a box to tick, a run of underscores a line to write on. */
#ifndef AM_REPORTS_MARKUP_H
#define AM_REPORTS_MARKUP_H

#include "base/text.h"
#include "rules/rules.h"

#define AM_MARKUP_BYTES ((size_t)1 << 20)

/* Adds the page. Its title is the first heading, else `title`. LIMIT for what is nested too deep.
 */
AM_MUST_CHECK enum am_status am_markup_page(const char *markdown, const char *title,
                                            enum am_language language, struct am_text *out);

#endif
