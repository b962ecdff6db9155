/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writes Markdown (CommonMark 0.31, with tables as GitHub has them) that untrusted text can't
 * break: each mark that could have a meaning is escaped with a backslash (2.4), text is made inert
 * (base/utf8.h), and names go into code spans, where nothing becomes a link.
 *
 * Pieces of text stand within a line that the caller began: after "# ", "- ", "| " or a word of
 * ours. */
#ifndef AM_BASE_MARKDOWN_H
#define AM_BASE_MARKDOWN_H

#include "base/text.h"

void am_markdown_text(struct am_text *out, const char *text);
/* As code: fenced by more backticks than it holds (6.1). Also right in a cell of a table. */
void am_markdown_code(struct am_text *out, const char *text);

/* "# text" with the blank lines it needs; `level` from 1 to 6. */
void am_markdown_heading(struct am_text *out, unsigned level, const char *text);
void am_markdown_paragraph(struct am_text *out, const char *text);
/* A row of a table; after the head comes am_markdown_rule, by which all columns but the first are
 * aligned right. */
void am_markdown_row(struct am_text *out, const char *const *cells, size_t count);
void am_markdown_rule(struct am_text *out, size_t count);

#endif
