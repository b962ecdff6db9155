/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "proto/hello.h"

#include <string.h>

#include "proto/host.h"

#define ALPN_SIZE 64 /* as much of the list as is told */

enum extension_type {
    EXTENSION_SERVER_NAME = 0,
    EXTENSION_ALPN = 16,
    EXTENSION_SUPPORTED_VERSIONS = 43,
    EXTENSION_ECH = 0xfe0d,
    EXTENSION_ESNI = 0xffce, /* its predecessor, draft-ietf-tls-esni-00 to -06 */
};

struct hello {
    struct am_bytes server_name; /* empty: none */
    bool named;                  /* all up to it, and its extension, add up */
    char alpn[ALPN_SIZE];
    size_t alpn_len;
    bool ech;
    uint8_t ech_config;
};

/* RFC 6066, 3. The first host name counts; there are no other kinds of names. */
static void read_server_names(struct am_reader *extension, struct hello *out)
{
    if (!am_reader_more(extension))
        return; /* empty is what servers send; some clients do */
    struct am_reader list = am_open_block16(extension);
    while (am_reader_more(&list)) {
        uint8_t type = am_read_u8(&list);
        struct am_bytes name = am_read_bytes(&list, am_read_be16(&list));
        if (type == 0 && out->server_name.len == 0 && am_reader_status(&list) == AM_OK)
            out->server_name = name;
    }
    am_close_block(extension, &list);
}

/* RFC 7301, 3.1. Protocols that are not plain text (GREASE, RFC 8701) are left out; a list that is
 * broken takes nothing from the rest of the hello. */
static void read_alpn(struct am_reader extension, struct hello *out)
{
    struct am_reader list = am_open_block16(&extension);
    while (am_reader_more(&list)) {
        struct am_bytes id = am_read_bytes(&list, am_read_u8(&list));
        bool plain = id.len > 0 && out->alpn_len + 1 + id.len < sizeof out->alpn;
        for (size_t i = 0; plain && i < id.len; i++)
            plain = id.at[i] > ' ' && id.at[i] < 0x7f && !strchr(",\"\\", id.at[i]);
        if (!plain)
            continue;
        if (out->alpn_len > 0)
            out->alpn[out->alpn_len++] = ',';
        memcpy(out->alpn + out->alpn_len, id.at, id.len);
        out->alpn_len += id.len;
    }
}

/* RFC 9849, 5: type 0 is the outer hello's, then the cipher suite and the key's number. What does
 * not look like it is left unread: only whether it is there counts then. */
static void read_ech(struct am_reader *extension, struct hello *out)
{
    out->ech = true;
    if (am_reader_peek(extension, 0) == 0 && am_reader_peek(extension, 5) >= 0)
        out->ech_config = (uint8_t)am_reader_peek(extension, 5);
}

static void read_extension(unsigned type, struct am_reader *extension, struct hello *out)
{
    if (type == EXTENSION_SERVER_NAME && out->server_name.len == 0)
        read_server_names(extension, out);
    else if (type == EXTENSION_ALPN && out->alpn_len == 0)
        read_alpn(*extension, out);
    else if (type == EXTENSION_ECH)
        read_ech(extension, out);
    else if (type == EXTENSION_ESNI)
        out->ech = true;
    am_read_skip(extension, am_reader_rest(extension).len);
}

static void read_extensions(struct am_reader *hello, struct hello *out)
{
    struct am_reader list = am_open_block16(hello);
    while (am_reader_more(&list)) {
        unsigned type = am_read_be16(&list);
        struct am_reader extension = am_open_block16(&list);
        if (am_reader_status(&list) != AM_OK)
            break;
        read_extension(type, &extension, out);
        am_close_block(&list, &extension);
        if (am_reader_status(&list) == AM_OK)
            out->named = out->server_name.len > 0;
    }
    am_close_block(hello, &list);
}

/* The major versions that hellos say: DTLS counts down from 0xff, after OpenSSL's first of 1.0. */
static bool is_major(uint8_t major, bool datagram)
{
    return datagram ? major == 0xfe || major == 1 : major == 3;
}

/* RFC 8446, 4.1.2; over datagrams a cookie follows the session (RFC 6347, 4.2.1). On
 * AM_E_TRUNCATED `out` holds what came whole. */
static void read_body(struct am_reader *body, bool datagram, struct hello *out)
{
    uint8_t major = am_read_u8(body);
    am_read_skip(body, 1 + 32); /* version, random */
    struct am_bytes session = am_read_bytes(body, am_read_u8(body));
    if (datagram)
        am_read_skip(body, am_read_u8(body));
    struct am_bytes suites = am_read_bytes(body, am_read_be16(body));
    struct am_bytes methods = am_read_bytes(body, am_read_u8(body));
    bool sane = is_major(major, datagram) && session.len <= 32 && suites.len >= 2 &&
                suites.len % 2 == 0 && methods.len >= 1;
    if (am_reader_status(body) == AM_OK && !sane)
        am_reader_reject(body);
    if (am_reader_more(body)) /* before TLS 1.2 extensions may be left out */
        read_extensions(body, out);
}

bool am_hello_len(struct am_bytes message, size_t *len)
{
    struct am_reader r = am_reader_over(message, false);
    am_read_skip(&r, 1);
    *len = AM_HELLO_HEADER + am_read_be24(&r);
    return am_reader_status(&r) == AM_OK;
}

/* Whether a server name is one that may be told as it is. */
static const char *clean_name(struct am_bytes raw, char out[AM_NAME_SIZE])
{
    return raw.len > 0 && am_name_clean(raw, out) == AM_OK ? out : NULL;
}

/* Damage behind the name takes nothing from it: the message is as long as it says, and all before
 * the name adds up. */
static bool tell(const struct hello *hello, enum am_status status, enum am_source source,
                 const struct am_findings *out)
{
    char name[AM_NAME_SIZE];

    if (status != AM_OK && status != AM_E_TRUNCATED && !hello->named)
        return false;
    out->hello(out->ctx, &(struct am_hello){
                             .outer = clean_name(hello->server_name, name),
                             .alpn = hello->alpn,
                             .ech = hello->ech,
                             .ech_config = hello->ech_config,
                         });
    am_host_add(out, source, hello->server_name);
    return true;
}

bool am_hello_tell(struct am_bytes message, bool cut, enum am_source source,
                   const struct am_findings *out)
{
    struct hello hello = {.alpn_len = 0};
    struct am_reader r = am_reader_over(message, cut);

    am_read_skip(&r, 1); /* type */
    struct am_reader body = am_open_block24(&r);
    read_body(&body, false, &hello);
    am_close_block(&r, &body);
    return tell(&hello, am_reader_status(&r), source, out);
}

bool am_hello_tell_datagram(struct am_bytes body, bool cut, enum am_source source,
                            const struct am_findings *out)
{
    struct hello hello = {.alpn_len = 0};
    struct am_reader r = am_reader_over(body, cut);

    read_body(&r, true, &hello);
    if (am_reader_more(&r))
        am_reader_reject(&r);
    return tell(&hello, am_reader_status(&r), source, out);
}

static bool is_sealing_version(unsigned version)
{
    return version == 0x0304 || version == 0xfefc || version >> 8 == 0x7f; /* drafts of 1.3 */
}

bool am_hello_seals(struct am_bytes body)
{
    struct am_reader r = am_reader_over(body, false);
    bool sealed = is_sealing_version(am_read_be16(&r));

    am_read_skip(&r, 32); /* random */
    am_read_skip(&r, am_read_u8(&r));
    am_read_skip(&r, 2 + 1); /* suite, compression */
    struct am_reader list = am_open_block16(&r);
    while (!sealed && am_reader_more(&list)) {
        unsigned type = am_read_be16(&list);
        struct am_reader extension = am_open_block16(&list);
        sealed =
            type == EXTENSION_SUPPORTED_VERSIONS && is_sealing_version(am_read_be16(&extension));
    }
    return sealed;
}
