/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/csv.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"

void am_csv_init(struct am_csv *c, struct am_text *out)
{
    *c = (struct am_csv){.out = out};
}

static void next_cell(struct am_csv *c)
{
    if (c->in_row)
        am_text_add(c->out, ",");
    c->in_row = true;
}

/* What starts a formula in the common spreadsheets, full-width forms included. A tab or carriage
 * return before the sign is skipped by some, but those are replaced already. */
static bool starts_formula(uint32_t code)
{
    static const uint32_t signs[] = {'=', '+', '-', '@', '|', '%', 0xff1d, 0xff0b, 0xff0d, 0xff20};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i] == code)
            return true;
    return false;
}

/* Spaces and replaced bytes are looked past: a spreadsheet may trim them. */
static bool is_formula(const char *text)
{
    struct am_reader r =
        am_reader_over((struct am_bytes){(const uint8_t *)text, strlen(text)}, false);
    while (am_reader_more(&r)) {
        uint32_t code = am_utf8_read(&r);
        if (code != ' ' && code != 0xa0 && am_utf8_is_inert(code))
            return starts_formula(code);
    }
    return false;
}

void am_csv_text(struct am_csv *c, const char *text)
{
    next_cell(c);
    if (!text || text[0] == '\0')
        return;
    bool quote = strpbrk(text, ",\"\r\n") || text[0] == ' ' || text[strlen(text) - 1] == ' ';
    if (quote)
        am_text_add(c->out, "\"");
    if (is_formula(text))
        am_text_add(c->out, "'");
    struct am_reader r =
        am_reader_over((struct am_bytes){(const uint8_t *)text, strlen(text)}, false);
    while (am_reader_more(&r)) {
        uint32_t code = am_utf8_read(&r);
        if (code == '"')
            am_text_add(c->out, "\"");
        am_utf8_add(c->out, am_utf8_is_inert(code) ? code : AM_UTF8_REPLACEMENT);
    }
    if (quote)
        am_text_add(c->out, "\"");
}

void am_csv_count(struct am_csv *c, uint64_t value)
{
    next_cell(c);
    am_text_addf(c->out, "%" PRIu64, value);
}

void am_csv_share(struct am_csv *c, uint64_t numerator, uint64_t denominator)
{
    next_cell(c);
    if (denominator > 0)
        am_text_addf(c->out, "%.6f", (double)numerator / (double)denominator);
}

void am_csv_end_row(struct am_csv *c)
{
    am_text_add(c->out, "\r\n");
    c->in_row = false;
}
