/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

struct am_address am_address_v4(const uint8_t bytes[4])
{
    struct am_address a;
    memcpy(a.at, mapped, sizeof mapped);
    memcpy(a.at + 12, bytes, 4);
    return a;
}

struct am_address am_address_v6(const uint8_t bytes[16])
{
    struct am_address a;
    memcpy(a.at, bytes, 16);
    return a;
}

bool am_address_is_v4(const struct am_address *a)
{
    return memcmp(a->at, mapped, sizeof mapped) == 0;
}

bool am_address_equal(const struct am_address *a, const struct am_address *b)
{
    return memcmp(a->at, b->at, 16) == 0;
}

void am_address_write(const struct am_address *a, char out[AM_ADDRESS_TEXT])
{
    bool v4 = am_address_is_v4(a);
    if (!inet_ntop(v4 ? AF_INET : AF_INET6, a->at + (v4 ? 12 : 0), out, AM_ADDRESS_TEXT))
        out[0] = '\0';
}

void am_prefix_write(const struct am_prefix *p, char out[AM_PREFIX_TEXT])
{
    char text[AM_ADDRESS_TEXT];
    am_address_write(&p->address, text);
    bool v4 = am_address_is_v4(&p->address) && p->len >= 96;
    (void)snprintf(out, AM_PREFIX_TEXT, "%s/%d", text, v4 ? p->len - 96 : p->len);
}

enum am_status am_address_parse(const char *text, struct am_address *out)
{
    uint8_t bytes[16];
    if (inet_pton(AF_INET, text, bytes) == 1)
        *out = am_address_v4(bytes);
    else if (inet_pton(AF_INET6, text, bytes) == 1)
        *out = am_address_v6(bytes);
    else
        return AM_E_MALFORMED;
    return AM_OK;
}

enum am_status am_prefix_parse(const char *text, struct am_prefix *out)
{
    char host[AM_ADDRESS_TEXT];
    const char *slash = strchr(text, '/');
    size_t len = slash ? (size_t)(slash - text) : strlen(text);
    if (len >= sizeof host)
        return AM_E_MALFORMED;
    memcpy(host, text, len);
    host[len] = '\0';

    struct am_address a;
    if (am_address_parse(host, &a) != AM_OK)
        return AM_E_MALFORMED;
    bool v4 = strchr(host, ':') == NULL;
    unsigned bits = v4 ? 32 : 128;
    if (slash) {
        const char *c = slash + 1;
        unsigned value = 0;
        if (*c == '\0')
            return AM_E_MALFORMED;
        for (; *c; c++) {
            if (*c < '0' || *c > '9' || value > 128)
                return AM_E_MALFORMED;
            value = value * 10 + (unsigned)(*c - '0');
        }
        if (value > bits)
            return AM_E_MALFORMED;
        bits = value;
    }
    *out = am_address_prefix(&a, (uint8_t)(bits + (v4 ? 96 : 0)));
    return AM_OK;
}

bool am_prefix_holds(const struct am_prefix *p, const struct am_address *a)
{
    size_t whole = p->len / 8;
    unsigned rest = p->len % 8;
    if (memcmp(p->address.at, a->at, whole) != 0)
        return false;
    return rest == 0 || ((p->address.at[whole] ^ a->at[whole]) >> (8 - rest)) == 0;
}

struct am_prefix am_address_prefix(const struct am_address *a, uint8_t len)
{
    struct am_prefix p = {.address = *a, .len = len};
    for (unsigned i = 0; i < 16; i++) {
        unsigned first = i * 8;
        if (first >= len)
            p.address.at[i] = 0;
        else if (first + 8 > len)
            p.address.at[i] = (uint8_t)(p.address.at[i] & (0xff << (first + 8 - len)));
    }
    return p;
}
