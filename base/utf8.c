/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/utf8.h"

#include <string.h>

/* What a first byte tells (RFC 3629, 4): how many bytes follow, its own bits, and the range of the
 * second byte, which rules out overlong forms, surrogates and what lies past U+10FFFF. */
static const struct {
    uint8_t first, last, follow, bits, low, high;
} leads[] = {
    {0x00, 0x7f, 0, 0x7f, 0, 0},       {0xc2, 0xdf, 1, 0x1f, 0x80, 0xbf},
    {0xe0, 0xe0, 2, 0x0f, 0xa0, 0xbf}, {0xe1, 0xec, 2, 0x0f, 0x80, 0xbf},
    {0xed, 0xed, 2, 0x0f, 0x80, 0x9f}, {0xee, 0xef, 2, 0x0f, 0x80, 0xbf},
    {0xf0, 0xf0, 3, 0x07, 0x90, 0xbf}, {0xf1, 0xf3, 3, 0x07, 0x80, 0xbf},
    {0xf4, 0xf4, 3, 0x07, 0x80, 0x8f},
};

uint32_t am_utf8_read(struct am_reader *r)
{
    uint8_t first = am_read_u8(r);
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        if (first < leads[i].first || first > leads[i].last)
            continue;
        uint32_t code = first & leads[i].bits;
        int low = leads[i].low;
        int high = leads[i].high;
        for (unsigned n = 0; n < leads[i].follow; n++) {
            int next = am_reader_peek(r, 0);
            if (next < low || next > high)
                return AM_UTF8_REPLACEMENT; /* the byte may start another character */
            code = code << 6 | (am_read_u8(r) & 0x3fu);
            low = 0x80;
            high = 0xbf;
        }
        return code;
    }
    return AM_UTF8_REPLACEMENT;
}

/* U+FFFD itself is no fault. */
static bool is_replacement(struct am_bytes at)
{
    static const uint8_t replacement[] = {0xef, 0xbf, 0xbd};
    return at.len >= sizeof replacement && memcmp(at.at, replacement, sizeof replacement) == 0;
}

size_t am_utf8_check(struct am_bytes bytes, bool *cut)
{
    struct am_reader r = am_reader_over(bytes, false);
    bool ends = false;
    size_t at = bytes.len;
    while (am_reader_more(&r)) {
        struct am_bytes before = am_reader_rest(&r);
        if (am_utf8_read(&r) != AM_UTF8_REPLACEMENT || is_replacement(before))
            continue;
        at = bytes.len - before.len;
        ends = !am_reader_more(&r) && before.at[0] >= 0xc2 && before.at[0] <= 0xf4;
        break;
    }
    if (cut)
        *cut = ends;
    return at;
}

struct range {
    uint32_t first, last;
};

static bool within(const struct range *ranges, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

/* Controls, then what turns direction (UAX 9), hides itself or is no character. */
static const struct range barred[] = {
    {0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},       {0x61c, 0x61c},     {0x180e, 0x180e},
    {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},   {0xd800, 0xdfff},   {0xfdd0, 0xfdef},
    {0xfeff, 0xfeff}, {0xfff0, 0xfffb}, {0xe0000, 0xe0fff}, {0x1bca0, 0x1bca3},
};

bool am_utf8_is_inert(uint32_t code)
{
    return (code & 0xfffe) != 0xfffe && code <= 0x10ffff &&
           !within(barred, sizeof barred / sizeof *barred, code);
}

void am_utf8_add(struct am_text *out, uint32_t code)
{
    char bytes[4];
    size_t len = 0;
    if (code < 0x80) {
        bytes[len++] = (char)code;
    } else if (code < 0x800) {
        bytes[len++] = (char)(0xc0 | code >> 6);
        bytes[len++] = (char)(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        bytes[len++] = (char)(0xe0 | code >> 12);
        bytes[len++] = (char)(0x80 | (code >> 6 & 0x3f));
        bytes[len++] = (char)(0x80 | (code & 0x3f));
    } else {
        bytes[len++] = (char)(0xf0 | code >> 18);
        bytes[len++] = (char)(0x80 | (code >> 12 & 0x3f));
        bytes[len++] = (char)(0x80 | (code >> 6 & 0x3f));
        bytes[len++] = (char)(0x80 | (code & 0x3f));
    }
    am_text_add_len(out, bytes, len);
}

static struct am_reader over(const char *text)
{
    struct am_bytes bytes = {(const uint8_t *)text, strlen(text)};
    return am_reader_over(bytes, false);
}

void am_utf8_add_inert(struct am_text *out, const char *text)
{
    struct am_reader r = over(text);
    while (am_reader_more(&r)) {
        uint32_t code = am_utf8_read(&r);
        am_utf8_add(out, am_utf8_is_inert(code) ? code : AM_UTF8_REPLACEMENT);
    }
}

static const struct range wide[] = {
    {0x1100, 0x115f}, {0x2e80, 0x303e},   {0x3041, 0xa4cf},   {0xa960, 0xa97f},
    {0xac00, 0xd7a3}, {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},
    {0xffe0, 0xffe6}, {0x1f300, 0x1faff}, {0x20000, 0x3fffd},
};
static const struct range combining[] = {
    {0x300, 0x36f},   {0x483, 0x489},   {0x591, 0x5bd},   {0x64b, 0x65f},   {0x1ab0, 0x1aff},
    {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
};

size_t am_utf8_width(const char *text)
{
    size_t width = 0;
    struct am_reader r = over(text);
    while (am_reader_more(&r)) {
        uint32_t code = am_utf8_read(&r);
        if (!within(combining, sizeof combining / sizeof *combining, code))
            width += within(wide, sizeof wide / sizeof *wide, code) ? 2 : 1;
    }
    return width;
}
