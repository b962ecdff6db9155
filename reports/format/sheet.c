/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "format/sheet.h"

#include <string.h>

#include "base/reader.h"
#include "base/utf8.h"

void am_sheet_spaces(struct am_sheet *t, size_t count)
{
    for (size_t i = 0; i < count; i++)
        am_text_add(t->out, " ");
}

/* From where the line stands, which is at `indent`. */
static void wrap(struct am_sheet *t, size_t indent, const char *text)
{
    struct am_text inert;
    am_text_init(&inert, 1 << 20);
    am_utf8_add_inert(&inert, text);
    char word[512];
    size_t at = indent;
    bool begun = false;
    for (const char *c = inert.at; *c;) {
        size_t len = strcspn(c, " ");
        size_t kept = len < sizeof word - 1 ? len : sizeof word - 1;
        memcpy(word, c, kept);
        word[kept] = '\0';
        size_t width = am_utf8_width(word);
        if (begun && at + 1 + width > AM_SHEET_COLUMNS) {
            am_text_add(t->out, "\n");
            am_sheet_spaces(t, indent);
            at = indent;
        } else if (begun) {
            am_text_add(t->out, " ");
            at++;
        }
        am_text_add_len(t->out, c, len);
        at += width;
        begun = true;
        c += len + strspn(c + len, " ");
    }
    am_text_add(t->out, "\n");
    am_text_done(&inert);
}

void am_sheet_wrap(struct am_sheet *t, size_t indent, const char *first, const char *text)
{
    am_sheet_spaces(t, indent - strlen(first));
    am_text_add(t->out, first);
    wrap(t, indent, text);
}

void am_sheet_cell(struct am_sheet *t, const char *text, size_t width)
{
    struct am_text inert;
    am_text_init(&inert, 1 << 16);
    am_utf8_add_inert(&inert, text);
    if (am_utf8_width(inert.at) <= width) {
        am_text_add(t->out, inert.at);
        am_sheet_spaces(t, width - am_utf8_width(inert.at));
        am_text_done(&inert);
        return;
    }
    struct am_text cut;
    am_text_init(&cut, 1 << 16);
    struct am_reader r =
        am_reader_over((struct am_bytes){(const uint8_t *)inert.at, inert.len}, false);
    while (am_reader_more(&r)) {
        struct am_text one;
        am_text_init(&one, 8);
        am_utf8_add(&one, am_utf8_read(&r));
        bool fits = am_utf8_width(cut.at) + am_utf8_width(one.at) < width;
        if (fits)
            am_text_add(&cut, one.at);
        am_text_done(&one);
        if (!fits)
            break;
    }
    am_text_add(t->out, cut.at);
    am_text_add(t->out, "…");
    am_sheet_spaces(t, width - am_utf8_width(cut.at) - 1);
    am_text_done(&cut);
    am_text_done(&inert);
}

void am_sheet_number(struct am_sheet *t, const char *text)
{
    size_t width = am_utf8_width(text);
    am_sheet_spaces(t, width < AM_SHEET_NUMBER ? AM_SHEET_NUMBER - width : 1);
    am_text_add(t->out, text);
}

void am_sheet_fact(struct am_sheet *t, const char *label, const char *text)
{
    am_sheet_cell(t, label, AM_SHEET_LABEL - 1);
    am_text_add(t->out, " ");
    wrap(t, AM_SHEET_LABEL, text);
}

void am_sheet_row(struct am_sheet *t, const char *name, const char *const *numbers, size_t count)
{
    size_t width = AM_SHEET_COLUMNS - count * AM_SHEET_NUMBER;
    if (am_utf8_width(name) < width) {
        am_sheet_cell(t, name, width);
    } else {
        am_sheet_wrap(t, 0, "", name);
        am_sheet_spaces(t, width);
    }
    for (size_t i = 0; i < count; i++)
        am_sheet_number(t, numbers[i]);
    am_text_add(t->out, "\n");
}

void am_sheet_heading(struct am_sheet *t, const char *text)
{
    const char *said = AM_SAY(t->speech, text);
    am_text_add(t->out, "\n");
    am_text_add(t->out, said);
    am_text_add(t->out, "\n");
    for (size_t i = am_utf8_width(said); i > 0; i--)
        am_text_add(t->out, "-");
    am_text_add(t->out, "\n");
}

void am_sheet_columns(struct am_sheet *t, const char *first, const char *a, const char *b,
                      const char *c)
{
    am_sheet_cell(t, AM_SAY(t->speech, first), AM_SHEET_NAME);
    am_sheet_number(t, AM_SAY(t->speech, a));
    if (b)
        am_sheet_number(t, AM_SAY(t->speech, b));
    if (c)
        am_sheet_number(t, AM_SAY(t->speech, c));
    am_text_add(t->out, "\n");
}
