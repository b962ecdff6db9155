/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "base/name_show.h"
#include "explain.h"

static struct am_bytes part(struct am_bytes b, size_t from, size_t to)
{
    return (struct am_bytes){.at = b.at + from, .len = to - from};
}

static struct am_bytes trim(struct am_bytes b)
{
    static const char blanks[] = " \t\r\n";
    size_t from = 0;
    size_t to = b.len;
    while (from < to && memchr(blanks, b.at[from], sizeof blanks - 1))
        from++;
    while (to > from && memchr(blanks, b.at[to - 1], sizeof blanks - 1))
        to--;
    return part(b, from, to);
}

/* Where one of the bytes stands first, or b.len. */
static size_t find_any(struct am_bytes b, const char *bytes)
{
    for (size_t i = 0; i < b.len; i++)
        if (b.at[i] != 0 && strchr(bytes, b.at[i]))
            return i;
    return b.len;
}

/* The authority of a link (RFC 3986, 3.2) without the user's name; all of what is no link. */
static struct am_bytes authority(struct am_bytes b)
{
    const uint8_t *scheme = memmem(b.at, b.len, "://", 3);
    if (scheme)
        b = part(b, (size_t)(scheme - b.at) + 3, b.len);
    b = part(b, 0, find_any(b, "/?#\\"));
    const uint8_t *user = memrchr(b.at, '@', b.len);
    return user ? part(b, (size_t)(user - b.at) + 1, b.len) : b;
}

/* An address in text, in brackets or not, perhaps with a zone ("%eth0"). */
static bool parse_address(struct am_bytes b, struct am_address *out)
{
    if (b.len > 0 && b.at[0] == '[')
        b = part(b, 1, find_any(b, "]"));
    b = part(b, 0, find_any(b, "%"));
    char text[AM_ADDRESS_TEXT];
    if (b.len == 0 || b.len >= sizeof text || memchr(b.at, 0, b.len))
        return false;
    memcpy(text, b.at, b.len);
    text[b.len] = '\0';
    return am_address_parse(text, out) == AM_OK;
}

static const char *parse(struct am_bytes b, struct am_query *out)
{
    b = authority(b);
    if (parse_address(b, &out->address)) {
        out->kind = AM_QUERY_ADDRESS;
        return NULL;
    }
    b = part(b, 0, find_any(b, ":")); /* the port */
    if (parse_address(b, &out->address)) {
        out->kind = AM_QUERY_ADDRESS;
        return NULL;
    }
    if (b.len > 1 && b.at[0] == '*' && b.at[1] == '.')
        b = part(b, 2, b.len);
    else if (b.len > 0 && b.at[0] == '.')
        b = part(b, 1, b.len);
    if (am_name_from_text(b, out->name) != AM_OK)
        return "neither a domain name nor an address";
    out->kind = AM_QUERY_NAME;
    return NULL;
}

void am_query_parse(struct am_bytes line, struct am_query *out)
{
    line = trim(line);
    out->line = line;
    out->kind = AM_QUERY_INVALID;
    out->name[0] = '\0';
    out->error = line.len == 0                  ? "nothing was asked"
                 : line.len > AM_QUERY_LINE_MAX ? "too long"
                                                : parse(line, out);
}
