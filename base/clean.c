/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/clean.h"

#include <string.h>

#include "base/utf8.h"

static struct am_reader reader_over(const char *text, size_t len)
{
    return am_reader_over((struct am_bytes){.at = (const uint8_t *)text, .len = len}, false);
}

void am_clean_text(const char *text, size_t len, char *out, size_t size)
{
    size_t used = 0;
    struct am_reader r = reader_over(text, len);
    while (am_reader_more(&r)) {
        struct am_bytes before = am_reader_rest(&r);
        uint32_t code = am_utf8_read(&r);
        size_t add = before.len - am_reader_rest(&r).len;
        bool blank = code == ' ' || code == '\t';
        bool fit = blank || (code != AM_UTF8_REPLACEMENT && am_utf8_is_inert(code));
        if (blank && (used == 0 || out[used - 1] == ' '))
            continue;
        if (blank || !fit)
            add = 1;
        if (add >= size - used)
            break;
        memcpy(out + used, blank ? " " : fit ? (const char *)before.at : "?", add);
        used += add;
    }
    while (used > 0 && out[used - 1] == ' ')
        used--;
    out[used] = '\0';
}

bool am_clean_is_inert(const char *text, size_t len)
{
    struct am_reader r = reader_over(text, len);
    while (am_reader_more(&r)) {
        uint32_t code = am_utf8_read(&r);
        if (code == AM_UTF8_REPLACEMENT || !am_utf8_is_inert(code))
            return false;
    }
    return true;
}

bool am_clean_is_country(const char *text, size_t len)
{
    return len == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z';
}
