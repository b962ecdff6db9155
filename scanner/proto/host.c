/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "proto/host.h"

#include <string.h>

static bool address_text(struct am_bytes host, char out[AM_ADDRESS_TEXT])
{
    char text[AM_ADDRESS_TEXT];
    struct am_address address;

    if (host.len >= sizeof text)
        return false;
    memcpy(text, host.at, host.len);
    text[host.len] = '\0';
    /* An embedded zero byte would end the text early and let the rest pass unread. */
    if (strlen(text) != host.len || am_address_parse(text, &address) != AM_OK)
        return false;
    am_address_write(&address, out);
    return true;
}

void am_host_add(const struct am_findings *out, enum am_source source, struct am_bytes host)
{
    char name[AM_NAME_SIZE];
    char address[AM_ADDRESS_TEXT];

    if (host.len == 0)
        return;
    if (am_name_clean(host, name) == AM_OK)
        out->name(out->ctx, source, name);
    else if (address_text(host, address))
        out->name(out->ctx, source, address);
    else
        out->invalid_name(out->ctx, source);
}

/* RFC 3986, 3.2.3: port = *DIGIT */
static bool is_port(struct am_bytes text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    return true;
}

static struct am_bytes from(struct am_bytes text, size_t start)
{
    return (struct am_bytes){.at = text.at + start, .len = text.len - start};
}

static struct am_bytes until(struct am_bytes text, size_t len)
{
    return (struct am_bytes){.at = text.at, .len = len};
}

/* Where `byte` first stands, or the text's length. */
static size_t find_byte(struct am_bytes text, char byte)
{
    const uint8_t *at = text.len > 0 ? memchr(text.at, byte, text.len) : NULL;
    return at ? (size_t)(at - text.at) : text.len;
}

void am_host_add_authority(const struct am_findings *out, enum am_source source,
                           struct am_bytes authority)
{
    struct am_bytes host = authority;
    struct am_bytes port = {0};
    size_t colon = find_byte(authority, ':');

    if (authority.len > 0 && authority.at[0] == '[') {
        size_t end = find_byte(authority, ']');
        if (end == authority.len) {
            out->invalid_name(out->ctx, source);
            return;
        }
        host = from(until(authority, end), 1);
        port = from(authority, end + 1);
        if (port.len > 0 && port.at[0] == ':')
            port = from(port, 1);
    } else if (colon < authority.len) {
        struct am_bytes after = from(authority, colon + 1);
        /* More colons than one: an IPv6 address without its brackets, whole as it is. */
        if (find_byte(after, ':') == after.len) {
            host = until(authority, colon);
            port = after;
        }
    }
    if (is_port(port))
        am_host_add(out, source, host);
    else
        out->invalid_name(out->ctx, source);
}
