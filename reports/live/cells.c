/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "live/cells.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

#include "base/utf8.h"

#define ELLIPSIS 0x2026u
#define NBSP     0xa0u

static int limited(int n, int most)
{
    return n < 0 ? 0 : n > most ? most : n;
}

enum am_status am_cells_init(struct am_cells *c, int rows, int columns, bool plain)
{
    *c = (struct am_cells){.rows = limited(rows, AM_CELLS_WIDTH),
                           .columns = limited(columns, AM_CELLS_WIDTH),
                           .plain = plain};
    c->at = calloc((size_t)c->rows * (size_t)c->columns + 1, sizeof *c->at);
    if (!c->at)
        return AM_E_NO_MEMORY;
    am_cells_clear(c, 0, 0, c->rows, c->columns);
    return AM_OK;
}

void am_cells_done(struct am_cells *c)
{
    free(c->at);
    *c = (struct am_cells){0};
}

static struct am_cell *cell_at(struct am_cells *c, int row, int column)
{
    bool inside = row >= 0 && row < c->rows && column >= 0 && column < c->columns;
    return inside ? &c->at[(size_t)row * (size_t)c->columns + (size_t)column] : NULL;
}

void am_cells_clear(struct am_cells *c, int row, int column, int rows, int columns)
{
    for (int r = row; r < row + rows; r++)
        for (int k = column; k < column + columns; k++) {
            struct am_cell *cell = cell_at(c, r, k);
            if (cell)
                *cell = (struct am_cell){.text = " "};
        }
}

/* What stands for a character where there is ASCII alone. */
static char plain_of(uint32_t code)
{
    static const struct {
        uint32_t code;
        char plain;
    } table[] = {
        {0xa0, ' '},   {0xb7, '.'},   {0xd7, 'x'},   {0xdf, 's'},    {0x2010, '-'},  {0x2011, '-'},
        {0x2012, '-'}, {0x2013, '-'}, {0x2014, '-'}, {0x2018, '\''}, {0x2019, '\''}, {0x201c, '"'},
        {0x201d, '"'}, {0x201e, '"'}, {0xab, '"'},   {0xbb, '"'},    {0x2022, '*'},  {0x2026, '.'},
        {0x202f, ' '}, {0x2190, '<'}, {0x2192, '>'}, {0x2212, '-'},  {0x2500, '-'},  {0x2502, '|'},
        {0x250c, '+'}, {0x2510, '+'}, {0x2514, '+'}, {0x2518, '+'},  {0x2584, '#'},  {0x2588, '#'},
        {0x258c, '#'}, {0x2591, '.'}, {0x2592, '='}, {0x25b2, '^'},  {0x25cf, '*'},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].code == code)
            return table[i].plain;
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    int count = uc_canonical_decomposition(code, parts);
    if (count > 0 && parts[0] < 0x80)
        return (char)parts[0];
    return '?';
}

/* One character as it is drawn: made inert, as UTF-8, with its width. */
struct glyph {
    char text[8];
    int width;
};

static struct glyph glyph_of(const struct am_cells *c, uint32_t code)
{
    struct am_text text;
    if (code >= ' ' && code < 0x7f)
        return (struct glyph){.text = {(char)code}, .width = 1};
    struct glyph g = {.text = ""};
    if (!am_utf8_is_inert(code))
        code = AM_UTF8_REPLACEMENT;
    am_text_init(&text, sizeof g.text);
    am_utf8_add(&text, code == NBSP ? ' ' : code);
    (void)snprintf(g.text, sizeof g.text, "%s", text.at);
    am_text_done(&text);
    g.width = (int)am_utf8_width(g.text);
    if (c && c->plain) { /* of a mark above or below nothing is left */
        bool mark = g.width == 0;
        g = (struct glyph){.width = mark ? 0 : 1};
        if (!mark)
            g.text[0] = plain_of(code);
    }
    return g;
}

static void set(struct am_cells *c, int row, int column, enum am_style style, const struct glyph *g)
{
    struct am_cell *cell = cell_at(c, row, column);
    if (!cell || (g->width == 2 && !cell_at(c, row, column + 1)))
        return;
    *cell = (struct am_cell){.style = style};
    (void)snprintf(cell->text, sizeof cell->text, "%s", g->text);
    if (g->width == 2)
        *cell_at(c, row, column + 1) = (struct am_cell){.style = style};
}

/* A mark goes to the character that stands at `column`, while there is room. */
static void mark(struct am_cells *c, int row, int column, const struct glyph *g)
{
    struct am_cell *cell = cell_at(c, row, column);
    if (cell && cell->text[0] == '\0')
        cell = cell_at(c, row, column - 1);
    if (cell && strlen(cell->text) + strlen(g->text) < sizeof cell->text)
        (void)snprintf(cell->text + strlen(cell->text), sizeof cell->text - strlen(cell->text),
                       "%s", g->text);
}

static void put_code(struct am_cells *c, int row, int column, enum am_style style, uint32_t code)
{
    struct glyph g = glyph_of(c, code);
    set(c, row, column, style, &g);
}

/* Columns of the first `len` bytes, as they are drawn. */
static int width_of(const struct am_cells *c, const char *text, size_t len)
{
    struct am_reader r = am_reader_over((struct am_bytes){(const uint8_t *)text, len}, false);
    int width = 0;
    while (am_reader_more(&r))
        width += glyph_of(c, am_utf8_read(&r)).width;
    return width;
}

static int put_len(struct am_cells *c, int row, int column, int width, enum am_style style,
                   const char *text, size_t len)
{
    struct am_reader r = am_reader_over((struct am_bytes){(const uint8_t *)text, len}, false);
    bool cut = width_of(c, text, len) > width;
    int most = cut ? width - 1 : width;
    int used = 0;
    while (am_reader_more(&r)) {
        struct glyph g = glyph_of(c, am_utf8_read(&r));
        if (used + g.width > most)
            break;
        if (g.width == 0)
            mark(c, row, column + used - 1, &g);
        else
            set(c, row, column + used, style, &g);
        used += g.width;
    }
    if (cut && width > 0)
        put_code(c, row, column + used++, style, ELLIPSIS);
    return used;
}

int am_cells_put(struct am_cells *c, int row, int column, int width, enum am_style style,
                 const char *text)
{
    return put_len(c, row, column, width, style, text, strlen(text));
}

void am_cells_put_right(struct am_cells *c, int row, int column, int width, enum am_style style,
                        const char *text)
{
    int own = width_of(c, text, strlen(text));
    int before = own < width ? width - own : 0;
    (void)am_cells_put(c, row, column + before, width - before, style, text);
}

void am_cells_put_centre(struct am_cells *c, int row, int column, int width, enum am_style style,
                         const char *text)
{
    int own = width_of(c, text, strlen(text));
    int before = own < width ? (width - own) / 2 : 0;
    (void)am_cells_put(c, row, column + before, width - before, style, text);
}

/* As many words of `text` as fit, one at least: their bytes. */
static size_t line_of(const struct am_cells *c, const char *text, int width)
{
    size_t fits = strcspn(text, " ");
    while (text[fits] == ' ') {
        size_t next = fits + strspn(text + fits, " ");
        next += strcspn(text + next, " ");
        if (width_of(c, text, next) > width)
            break;
        fits = next;
    }
    return fits;
}

int am_cells_wrap(struct am_cells *c, const struct am_wrap *where, enum am_style style,
                  const char *text)
{
    int line = 0;
    for (; *text && line < where->lines; line++) {
        size_t len = line_of(c, text, where->width);
        if (line + 1 == where->lines)
            len = strlen(text);
        int own = width_of(c, text, len);
        int before = where->centre && own < where->width ? (where->width - own) / 2 : 0;
        if (c)
            (void)put_len(c, where->row + line * where->step, where->column + before,
                          where->width - before, style, text, len);
        text += len;
        text += strspn(text, " ");
    }
    return line;
}

/* Halves of a column, rounded; something is never nothing. */
static int halves(uint64_t part, uint64_t whole, int width)
{
    if (part == 0 || whole == 0 || width <= 0)
        return 0;
    int n = (int)((double)(part < whole ? part : whole) / (double)whole * width * 2 + 0.5);
    return n > 0 ? n : 1;
}

void am_cells_bar(struct am_cells *c, int row, int column, int width, enum am_bar bar,
                  uint64_t part, uint64_t whole)
{
    static const struct {
        uint32_t full, half;
        enum am_style style;
    } shapes[] = {
        [AM_BAR_SERVICE] = {0x2588, 0x258c, AM_STYLE_SERVICE},
        [AM_BAR_HOST] = {0x2592, 0x2592, AM_STYLE_HOST},
        [AM_BAR_UNKNOWN] = {0x2591, 0x2591, AM_STYLE_FAINT},
    };
    int n = halves(part, whole, width);
    for (int i = 0; i < n; i += 2)
        put_code(c, row, column + i / 2, shapes[bar].style,
                 i + 1 < n ? shapes[bar].full : shapes[bar].half);
}

void am_cells_pillar(struct am_cells *c, int row, int column, int height, enum am_style style,
                     uint64_t part, uint64_t whole)
{
    int n = halves(part, whole, height);
    for (int i = 0; i < n; i += 2)
        put_code(c, row - i / 2, column, style, i + 1 < n ? 0x2588 : 0x2584);
}

void am_cells_rule(struct am_cells *c, int row, int column, int width)
{
    for (int i = 0; i < width; i++)
        put_code(c, row, column + i, AM_STYLE_FAINT, 0x2500);
}

void am_cells_box(struct am_cells *c, int row, int column, int rows, int columns)
{
    int last = row + rows - 1;
    int right = column + columns - 1;
    am_cells_clear(c, row, column, rows, columns);
    am_cells_rule(c, row, column, columns);
    am_cells_rule(c, last, column, columns);
    for (int r = row; r <= last; r++) {
        put_code(c, r, column, AM_STYLE_FAINT, r == row ? 0x250c : r == last ? 0x2514 : 0x2502);
        put_code(c, r, right, AM_STYLE_FAINT, r == row ? 0x2510 : r == last ? 0x2518 : 0x2502);
    }
}

int am_cells_digits(struct am_cells *c, int row, int column, enum am_style style, uint64_t number)
{
    /* A bit for each column, the left one highest; each is drawn two columns wide. */
    static const uint8_t digits[10][AM_DIGIT_ROWS] = {
        {7, 5, 5, 5, 7}, {2, 6, 2, 2, 7}, {7, 1, 7, 4, 7}, {7, 1, 3, 1, 7}, {5, 5, 7, 1, 1},
        {7, 4, 7, 1, 7}, {7, 4, 7, 5, 7}, {7, 1, 1, 2, 2}, {7, 5, 7, 5, 7}, {7, 5, 7, 1, 7},
    };
    char text[24];
    int len = snprintf(text, sizeof text, "%" PRIu64, number);
    for (int i = 0; c && i < len; i++)
        for (int r = 0; r < AM_DIGIT_ROWS; r++)
            for (int k = 0; k < 6; k++)
                if (digits[text[i] - '0'][r] >> (2 - k / 2) & 1)
                    put_code(c, row + r, column + i * 8 + k, style, 0x2588);
    return len * 8 - 2;
}

void am_cells_text(const struct am_cells *c, struct am_text *out)
{
    for (int row = 0; row < c->rows; row++) {
        const struct am_cell *line = &c->at[(size_t)row * (size_t)c->columns];
        int end = c->columns;
        while (end > 0 && strcmp(line[end - 1].text, " ") == 0)
            end--;
        for (int column = 0; column < end; column++)
            am_text_add(out, line[column].text);
        am_text_add(out, "\n");
    }
}
