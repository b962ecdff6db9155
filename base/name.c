/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/name.h"

#include <string.h>

#include "base/address.h"

/* The byte as it is kept, or 0 where a name may not hold it. */
static const char kept[256] = {
    ['-'] = '-', ['_'] = '_', ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4',
    ['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8', ['9'] = '9', ['a'] = 'a', ['b'] = 'b',
    ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i',
    ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p',
    ['q'] = 'q', ['r'] = 'r', ['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w',
    ['x'] = 'x', ['y'] = 'y', ['z'] = 'z', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd',
    ['E'] = 'e', ['F'] = 'f', ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k',
    ['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r',
    ['S'] = 's', ['T'] = 't', ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y',
    ['Z'] = 'z',
};

enum am_status am_name_clean(struct am_bytes raw, char out[AM_NAME_SIZE])
{
    char clean[AM_NAME_SIZE];
    size_t len = raw.len;
    if (len > 0 && raw.at[len - 1] == '.')
        len--;
    if (len == 0 || len > AM_NAME_MAX)
        return AM_E_MALFORMED;

    size_t label = 0;
    for (size_t i = 0; i < len; i++) {
        if (raw.at[i] == '.') {
            if (label == 0)
                return AM_E_MALFORMED;
            label = 0;
            clean[i] = '.';
            continue;
        }
        clean[i] = kept[raw.at[i]];
        if (clean[i] == 0 || ++label > 63)
            return AM_E_MALFORMED;
    }
    if (label == 0)
        return AM_E_MALFORMED;
    memcpy(out, clean, len);
    out[len] = '\0';
    return AM_OK;
}

static bool ends_with(const char *name, const char *suffix)
{
    size_t n = strlen(name);
    size_t s = strlen(suffix);
    return n >= s && strcmp(name + n - s, suffix) == 0;
}

/* Browsers take every name whose last label is a number for an IPv4 address, "10.000.000.001" and
 * "10.0x1" among them (url.spec.whatwg.org, "ends in a number"); no top-level domain is one. */
static bool ends_in_number(const char *name)
{
    const char *dot = strrchr(name, '.');
    const char *last = dot ? dot + 1 : name;
    bool hex = last[0] == '0' && last[1] == 'x';
    return strspn(hex ? last + 2 : last, hex ? "0123456789abcdef" : "0123456789") + (hex ? 2 : 0) ==
           strlen(last);
}

bool am_name_is_address(const char *name)
{
    struct am_address a;
    if (am_address_parse(name, &a) == AM_OK)
        return true;
    if (ends_with(name, "in-addr.arpa") || ends_with(name, "ip6.arpa"))
        return true;
    return ends_in_number(name);
}

const char *am_name_parent(const char *name)
{
    const char *dot = strchr(name, '.');
    return dot ? dot + 1 : NULL;
}
