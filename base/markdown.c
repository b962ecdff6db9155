/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/markdown.h"

#include <string.h>

#include "base/utf8.h"

/* All ASCII punctuation may be escaped; these can mean something wherever they stand. */
static const char marks[] = "\\`*_{}[]<>#|~&@";

/* What makes a line a list or a heading, if it is the first thing in it but digits. */
static bool begins_line(uint32_t code, bool digits)
{
    return digits ? code == '.' || code == ')' : code == '-' || code == '+' || code == '=';
}

/* "http://" and "www." become links by themselves where autolinks are on. */
static bool begins_link(uint32_t code, const char *rest, unsigned w)
{
    return (code == ':' && rest[0] == '/') || (code == '.' && w >= 3);
}

void am_markdown_text(struct am_text *out, const char *text)
{
    struct am_reader r =
        am_reader_over((struct am_bytes){(const uint8_t *)text, strlen(text)}, false);
    bool first = true;   /* nothing but digits yet */
    bool digits = false; /* some of them */
    unsigned w = 0;      /* letters w just before */
    while (am_reader_more(&r)) {
        uint32_t code = am_utf8_read(&r);
        const char *rest = (const char *)am_reader_rest(&r).at;
        if (!am_utf8_is_inert(code))
            code = AM_UTF8_REPLACEMENT;
        if ((code > 0 && code < 0x80 && strchr(marks, (int)code)) ||
            (first && begins_line(code, digits)) || begins_link(code, rest, w))
            am_text_add(out, "\\");
        am_utf8_add(out, code);
        w = code == 'w' || code == 'W' ? w + 1 : 0;
        digits = code >= '0' && code <= '9';
        first = first && digits;
    }
}

static size_t longest_run(const char *text)
{
    size_t most = 0;
    size_t run = 0;
    for (; *text; text++) {
        run = *text == '`' ? run + 1 : 0;
        most = run > most ? run : most;
    }
    return most;
}

static void fence(struct am_text *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        am_text_add(out, "`");
}

/* A bar would end the cell even within code, so it alone is escaped there (GFM 4.10). A space at
 * each end is taken off again by who reads it, and keeps backticks at the ends apart from the
 * fence. */
void am_markdown_code(struct am_text *out, const char *text)
{
    size_t count = longest_run(text) + 1;
    struct am_reader r =
        am_reader_over((struct am_bytes){(const uint8_t *)text, strlen(text)}, false);
    fence(out, count);
    am_text_add(out, " ");
    while (am_reader_more(&r)) {
        uint32_t code = am_utf8_read(&r);
        if (code == '|')
            am_text_add(out, "\\");
        am_utf8_add(out, am_utf8_is_inert(code) ? code : AM_UTF8_REPLACEMENT);
    }
    am_text_add(out, " ");
    fence(out, count);
}

void am_markdown_heading(struct am_text *out, unsigned level, const char *text)
{
    am_text_add(out, out->len > 0 ? "\n" : "");
    for (unsigned i = 0; i < level; i++)
        am_text_add(out, "#");
    am_text_add(out, " ");
    am_markdown_text(out, text);
    am_text_add(out, "\n");
}

void am_markdown_paragraph(struct am_text *out, const char *text)
{
    am_text_add(out, "\n");
    am_markdown_text(out, text);
    am_text_add(out, "\n");
}

void am_markdown_row(struct am_text *out, const char *const *cells, size_t count)
{
    am_text_add(out, "|");
    for (size_t i = 0; i < count; i++) {
        am_text_add(out, " ");
        am_markdown_text(out, cells[i]);
        am_text_add(out, " |");
    }
    am_text_add(out, "\n");
}

void am_markdown_rule(struct am_text *out, size_t count)
{
    am_text_add(out, "|");
    for (size_t i = 0; i < count; i++)
        am_text_add(out, i == 0 ? " --- |" : " ---: |");
    am_text_add(out, "\n");
}
