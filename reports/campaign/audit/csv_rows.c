/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/audit/csv_rows.h"

#include <string.h>

struct line {
    char text[AM_CSV_LINE];
    size_t len, from[AM_CSV_COLUMNS], count;
    const char *wrong;
};

static void put(struct line *l, uint8_t byte)
{
    if (byte == 0)
        l->wrong = "a byte that is no text";
    else if (l->len + 1 >= sizeof l->text)
        l->wrong = "a line that is too long";
    else
        l->text[l->len++] = (char)byte;
}

/* Up to its closing quote. */
static void read_quoted(struct am_reader *r, struct line *l)
{
    am_read_skip(r, 1);
    while (!l->wrong) {
        if (!am_reader_more(r)) {
            l->wrong = "a quote that does not end";
            return;
        }
        uint8_t byte = am_read_u8(r);
        if (byte == '"' && am_reader_peek(r, 0) != '"')
            return;
        if (byte == '"')
            am_read_skip(r, 1);
        put(l, byte);
    }
}

static bool is_end(int byte)
{
    return byte < 0 || byte == ',' || byte == '\r' || byte == '\n';
}

static void read_field(struct am_reader *r, struct line *l)
{
    if (l->count == AM_CSV_COLUMNS) {
        l->wrong = "too many fields";
        return;
    }
    l->from[l->count++] = l->len;
    if (am_reader_peek(r, 0) == '"')
        read_quoted(r, l);
    else
        while (!l->wrong && !is_end(am_reader_peek(r, 0)))
            put(l, am_read_u8(r));
    if (!l->wrong && !is_end(am_reader_peek(r, 0)))
        l->wrong = "something after a quote";
    if (l->len + 1 < sizeof l->text)
        l->text[l->len++] = '\0';
    else
        l->wrong = "a line that is too long";
}

static void read_line(struct am_reader *r, struct line *l)
{
    l->len = l->count = 0;
    l->wrong = NULL;
    read_field(r, l);
    while (!l->wrong && am_reader_peek(r, 0) == ',') {
        am_read_skip(r, 1);
        read_field(r, l);
    }
    if (am_reader_peek(r, 0) == '\r')
        am_read_skip(r, 1);
    if (!l->wrong && am_reader_peek(r, 0) == '\n')
        am_read_skip(r, 1);
    else if (!l->wrong && am_reader_more(r))
        l->wrong = "a line that does not end";
}

static const char *check_head(const char *const *fields, const char *const *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (columns[i] && strcmp(fields[i], columns[i]) != 0)
            return "other columns than this program writes";
    return NULL;
}

bool am_csv_rows(struct am_bytes text, const char *const *columns, size_t count, am_csv_row_fn fn,
                 void *ctx, struct am_csv_problem *problem)
{
    struct am_reader r = am_reader_over(text, false);
    struct line l;
    const char *fields[AM_CSV_COLUMNS];
    unsigned long line = 0;
    do {
        line++;
        read_line(&r, &l);
        if (!l.wrong && l.count != count)
            l.wrong = "another number of fields";
        for (size_t i = 0; i < AM_CSV_COLUMNS; i++)
            fields[i] = i < l.count ? l.text + l.from[i] : "";
        if (!l.wrong && line == 1)
            l.wrong = check_head(fields, columns, count);
        if (l.wrong) {
            *problem = (struct am_csv_problem){line, l.wrong};
            return false;
        }
        if (line > 1)
            fn(ctx, line, fields);
    } while (am_reader_more(&r));
    return true;
}
