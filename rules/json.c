/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "json.h"

#include <string.h>

struct am_json am_json_over(struct am_bytes text)
{
    return (struct am_json){.r = am_reader_over(text, false), .line = 1};
}

static bool fail(struct am_json *j, const char *error)
{
    if (!j->error) {
        j->error = error;
        am_reader_reject(&j->r);
    }
    return false;
}

static int peek(const struct am_json *j)
{
    return am_reader_peek(&j->r, 0);
}

static void skip_blank(struct am_json *j)
{
    struct am_bytes rest = am_reader_rest(&j->r);
    size_t len = 0;
    for (; len < rest.len; len++) {
        uint8_t c = rest.at[len];
        if (c == '\n')
            j->line++;
        else if (c != ' ' && c != '\t' && c != '\r')
            break;
    }
    am_read_skip(&j->r, len);
}

enum am_json_type am_json_type(struct am_json *j)
{
    skip_blank(j);
    int c = peek(j);
    if ((c >= '0' && c <= '9') || c == '-')
        return AM_JSON_NUMBER;
    static const struct {
        char first;
        enum am_json_type type;
    } types[] = {
        {'{', AM_JSON_OBJECT}, {'[', AM_JSON_ARRAY}, {'"', AM_JSON_TEXT},
        {'t', AM_JSON_FLAG},   {'f', AM_JSON_FLAG},  {'n', AM_JSON_NULL},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (c == types[i].first)
            return types[i].type;
    (void)fail(j, c < 0 ? "it ends too early" : "here must be a value");
    return AM_JSON_BROKEN;
}

/* Past a bracket; the kind of each open one is kept, so that it is closed by its own. */
static void open_bracket(struct am_json *j)
{
    if (++j->depth > AM_JSON_DEPTH_MAX)
        (void)fail(j, "nested too deep");
    unsigned bit = 1u << (j->depth % 32);
    j->objects = peek(j) == '{' ? j->objects | bit : j->objects & ~bit;
    am_read_skip(&j->r, 1);
}

static bool close_bracket(struct am_json *j)
{
    bool object = (j->objects >> (j->depth % 32) & 1) != 0;
    if (object != (peek(j) == '}'))
        return fail(j, "this bracket closes another kind");
    am_read_skip(&j->r, 1);
    j->depth--;
    return true;
}

void am_json_open(struct am_json *j)
{
    open_bracket(j);
    j->fresh = true;
}

bool am_json_more(struct am_json *j)
{
    skip_blank(j);
    int c = peek(j);
    bool fresh = j->fresh;
    j->fresh = false;
    if (j->error)
        return false;
    if (c == '}' || c == ']') {
        (void)close_bracket(j);
        return false;
    }
    if (fresh)
        return true;
    if (c != ',')
        return fail(j, c < 0 ? "it ends too early" : "here must be a comma or the end of the list");
    am_read_skip(&j->r, 1);
    skip_blank(j);
    c = peek(j);
    return c == '}' || c == ']' ? fail(j, "a comma too many") : true;
}

/* Reads a text as it is written, quotes not included; `escapes` tells whether it holds any. */
static bool read_raw(struct am_json *j, struct am_bytes *out, bool *escapes)
{
    struct am_bytes rest = am_reader_rest(&j->r);
    size_t len = 1;
    *escapes = false;
    if (rest.len == 0 || rest.at[0] != '"')
        return fail(j, "here must be a text in quotes");
    for (; len < rest.len && rest.at[len] != '"'; len++) {
        if (rest.at[len] < 0x20)
            return fail(j, "a control character, or the text has no end");
        if (rest.at[len] == '\\') {
            *escapes = true;
            len++;
        }
    }
    if (len >= rest.len)
        return fail(j, "the text has no end");
    *out = (struct am_bytes){.at = rest.at + 1, .len = len - 1};
    am_read_skip(&j->r, len + 1);
    return true;
}

bool am_json_key(struct am_json *j, struct am_bytes *out)
{
    bool escapes;
    skip_blank(j);
    if (!read_raw(j, out, &escapes))
        return false;
    skip_blank(j);
    if (peek(j) != ':')
        return fail(j, "here must be a colon");
    am_read_skip(&j->r, 1);
    return true;
}

/* Four hexadecimal digits, or -1. */
static long read_unit(struct am_reader *r)
{
    static const char digits[] = "0123456789abcdef";
    long unit = 0;
    for (int i = 0; i < 4; i++) {
        uint8_t c = am_read_u8(r);
        const char *digit = c > 0 ? strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c) : NULL;
        if (!digit)
            return -1;
        unit = unit * 16 + (digit - digits);
    }
    return unit;
}

/* What follows "\u": a character, perhaps in two units (RFC 8259, 7); 0 for none that may be. */
static uint32_t read_escaped(struct am_reader *r)
{
    long unit = read_unit(r);
    if (unit >= 0xd800 && unit <= 0xdbff) {
        uint8_t slash = am_read_u8(r);
        uint8_t letter = am_read_u8(r);
        long low = slash == '\\' && letter == 'u' ? read_unit(r) : -1;
        if (low < 0xdc00 || low > 0xdfff)
            return 0;
        return (uint32_t)(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
    }
    return unit < 0 || (unit >= 0xdc00 && unit <= 0xdfff) ? 0 : (uint32_t)unit;
}

static size_t put_utf8(uint32_t code, char out[4])
{
    static const struct {
        uint32_t until;
        uint8_t lead, more;
    } forms[] = {{0x80, 0, 0}, {0x800, 0xc0, 1}, {0x10000, 0xe0, 2}, {0x110000, 0xf0, 3}};
    size_t form = 0;
    while (code >= forms[form].until)
        form++;
    size_t more = forms[form].more;
    out[0] = (char)(forms[form].lead | code >> (6 * more));
    for (size_t i = 1; i <= more; i++)
        out[i] = (char)(0x80 | (code >> (6 * (more - i)) & 0x3f));
    return more + 1;
}

/* The character of a short escape, or 0. */
static uint32_t short_escape(uint8_t c)
{
    static const char from[] = "\"\\/bfnrt";
    static const char to[] = "\"\\/\b\f\n\r\t";
    const char *at = c > 0 ? strchr(from, c) : NULL;
    return at ? (uint32_t)to[at - from] : 0;
}

static bool unescape(struct am_json *j, struct am_bytes raw, char scratch[AM_JSON_TEXT_MAX],
                     struct am_bytes *out)
{
    struct am_reader r = am_reader_over(raw, false);
    size_t len = 0;
    while (am_reader_more(&r)) {
        if (AM_JSON_TEXT_MAX - len < 4)
            return fail(j, "the text is too long");
        uint8_t c = am_read_u8(&r);
        if (c != '\\') {
            scratch[len++] = (char)c;
            continue;
        }
        c = am_read_u8(&r);
        uint32_t code = c == 'u' ? read_escaped(&r) : short_escape(c);
        if (code == 0)
            return fail(j, "an escape that stands for no character");
        len += put_utf8(code, scratch + len);
    }
    *out = (struct am_bytes){.at = (const uint8_t *)scratch, .len = len};
    return true;
}

bool am_json_text(struct am_json *j, char scratch[AM_JSON_TEXT_MAX], struct am_bytes *out)
{
    bool escapes;
    struct am_bytes raw;
    if (!read_raw(j, &raw, &escapes))
        return false;
    if (escapes)
        return unescape(j, raw, scratch, out);
    *out = raw;
    return true;
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

bool am_json_number(struct am_json *j, int64_t *out)
{
    bool negative = peek(j) == '-';
    if (negative)
        am_read_skip(&j->r, 1);
    int64_t value = 0;
    int digits = 0;
    bool zero_first = peek(j) == '0';
    for (; is_digit(peek(j)) && digits <= 18; digits++)
        value = value * 10 + (am_read_u8(&j->r) - '0');
    int next = peek(j);
    if (digits == 0 || digits > 18 || (zero_first && digits > 1) || next == '.' || next == 'e' ||
        next == 'E')
        return fail(j, "here must be a whole number");
    *out = negative ? -value : value;
    return true;
}

static bool read_word(struct am_json *j, const char *word)
{
    size_t len = strlen(word);
    struct am_bytes rest = am_reader_rest(&j->r);
    if (rest.len < len || memcmp(rest.at, word, len) != 0)
        return fail(j, "here must be a value");
    am_read_skip(&j->r, len);
    return true;
}

bool am_json_flag(struct am_json *j, bool *out)
{
    *out = peek(j) == 't';
    return read_word(j, *out ? "true" : "false");
}

/* What ends a run that may be skipped: a text, a bracket, and the zero byte that no JSON holds. */
static const bool stops[256] = {
    ['"'] = true, ['['] = true, [']'] = true, ['{'] = true, ['}'] = true, [0] = true,
};

static void skip_container(struct am_json *j)
{
    unsigned outside = j->depth;
    do {
        bool escapes;
        struct am_bytes text = am_reader_rest(&j->r);
        size_t len = 0;
        for (; len < text.len && !stops[text.at[len]]; len++)
            j->line += text.at[len] == '\n';
        am_read_skip(&j->r, len);
        int c = peek(j);
        if (c == '"')
            (void)read_raw(j, &text, &escapes);
        else if (c == '{' || c == '[')
            open_bracket(j);
        else if (c == '}' || c == ']')
            (void)close_bracket(j);
        else
            (void)fail(j, "it ends too early");
    } while (j->depth > outside && !j->error);
}

void am_json_skip(struct am_json *j)
{
    bool flag;
    bool escapes;
    int64_t number;
    struct am_bytes text;
    switch (am_json_type(j)) {
    case AM_JSON_OBJECT:
    case AM_JSON_ARRAY:
        skip_container(j);
        break;
    case AM_JSON_TEXT:
        (void)read_raw(j, &text, &escapes);
        break;
    case AM_JSON_NUMBER:
        (void)am_json_number(j, &number);
        break;
    case AM_JSON_FLAG:
        (void)am_json_flag(j, &flag);
        break;
    case AM_JSON_NULL:
        (void)read_word(j, "null");
        break;
    case AM_JSON_BROKEN:
        break;
    }
}

bool am_json_end(struct am_json *j)
{
    skip_blank(j);
    return j->error ? false : peek(j) < 0 ? true : fail(j, "something follows the end");
}
