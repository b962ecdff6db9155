/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "proto/certificate.h"

#include <string.h>

#define LIST_HEADER 3 /* RFC 5246, 7.4.2: the length of the list, then of each certificate */
#define LEAF_HEADER 3
#define LEN_BYTES   3    /* of a length in DER: certificates are shorter than 16 MiB */
#define ENTRIES_MAX 1024 /* alternative names looked at */

/* X.690, 8.1.2 and 8.14: tags with their class and form. */
enum der_tag {
    DER_BOOLEAN = 0x01,
    DER_OCTET_STRING = 0x04,
    DER_OID = 0x06,
    DER_UTF8 = 0x0c,
    DER_PRINTABLE = 0x13,
    DER_TELETEX = 0x14,
    DER_IA5 = 0x16,
    DER_BMP = 0x1e,
    DER_SEQUENCE = 0x30,
    DER_SET = 0x31,
    DER_VERSION = 0xa0,    /* RFC 5280, 4.1 */
    DER_EXTENSIONS = 0xa3, /* RFC 5280, 4.1 */
    DER_DNS_NAME = 0x82,   /* RFC 5280, 4.2.1.6 */
};

struct names {
    struct am_certificate told;
    char text[AM_CERTIFICATE_NAMES_MAX][AM_NAME_SIZE];
};

/* --- DER: each element's length fits into the one around it --- */

static size_t read_len(struct am_reader *r)
{
    size_t len = am_read_u8(r);
    if (len < 0x80)
        return len;
    size_t bytes = len & 0x7f;
    if (bytes == 0 || bytes > LEN_BYTES)
        am_reader_reject(r); /* without end: BER has it, DER has not */
    for (len = 0; bytes > 0 && am_reader_status(r) == AM_OK; bytes--)
        len = len << 8 | am_read_u8(r);
    return len;
}

static uint8_t open_element(struct am_reader *r, struct am_reader *body)
{
    uint8_t tag = am_read_u8(r);
    if ((tag & 0x1f) == 0x1f)
        am_reader_reject(r); /* a tag of several bytes: none in a certificate */
    size_t len = read_len(r);
    *body = am_open_block(r, len);
    return tag;
}

static struct am_reader open_as(struct am_reader *r, uint8_t tag)
{
    struct am_reader body;
    if (open_element(r, &body) != tag && am_reader_status(r) == AM_OK) {
        am_reader_reject(r);
        am_reader_reject(&body);
    }
    return body;
}

/* An element that holds no others, whole. */
static uint8_t read_element(struct am_reader *r, struct am_bytes *value)
{
    uint8_t tag = am_read_u8(r);
    *value = am_read_bytes(r, read_len(r));
    return tag;
}

static void skip_element(struct am_reader *r)
{
    struct am_bytes value;
    (void)read_element(r, &value);
}

static bool read_oid_is(struct am_reader *r, const char *oid, size_t len)
{
    struct am_bytes value;
    uint8_t tag = read_element(r, &value);
    return tag == DER_OID && value.len == len && memcmp(value.at, oid, len) == 0;
}

/* Leaves unread what follows in `child`. */
static void close_early(struct am_reader *r, struct am_reader *child)
{
    if (am_reader_status(child) == AM_OK)
        am_read_skip(child, am_reader_rest(child).len);
    am_close_block(r, child);
}

/* --- names --- */

static void add_name(struct names *names, struct am_bytes raw, bool dotted)
{
    struct am_certificate *told = &names->told;
    if (told->len == AM_CERTIFICATE_NAMES_MAX)
        return;
    char *text = names->text[told->len];
    bool wildcard = raw.len > 2 && raw.at[0] == '*' && raw.at[1] == '.';
    if (wildcard)
        raw = (struct am_bytes){.at = raw.at + 2, .len = raw.len - 2};
    if (am_name_clean(raw, text) != AM_OK || am_name_is_address(text) ||
        (dotted && !am_name_parent(text)))
        return;
    for (size_t i = 0; i < told->len; i++)
        if (told->names[i].wildcard == wildcard && strcmp(told->names[i].name, text) == 0)
            return;
    told->names[told->len++] = (struct am_certificate_name){.name = text, .wildcard = wildcard};
}

/* Of a name's two-byte characters, as some issuers write them. */
static void add_wide_name(struct names *names, struct am_bytes raw)
{
    uint8_t narrow[AM_NAME_SIZE + 1];
    struct am_reader r = am_reader_over(raw, false);
    size_t len = 0;

    while (am_reader_more(&r)) {
        unsigned c = am_read_be16(&r);
        if (am_reader_status(&r) != AM_OK || c > 0x7f || len == sizeof narrow)
            return;
        narrow[len++] = (uint8_t)c;
    }
    add_name(names, (struct am_bytes){.at = narrow, .len = len}, true);
}

/* A common name is any text: of a person, a product, a host. One label alone is no host's. */
static void add_common_name(struct names *names, uint8_t tag, struct am_bytes value)
{
    if (tag == DER_UTF8 || tag == DER_PRINTABLE || tag == DER_TELETEX || tag == DER_IA5)
        add_name(names, value, true);
    else if (tag == DER_BMP)
        add_wide_name(names, value);
}

/* --- RFC 5280 --- */

/* 4.1.2.6: a sequence of sets of (type, value). */
static void read_subject(struct am_reader *tbs, struct names *names)
{
    struct am_reader subject = open_as(tbs, DER_SEQUENCE);
    struct am_bytes common = {0};
    uint8_t common_tag = 0;

    while (am_reader_more(&subject)) {
        struct am_reader set = open_as(&subject, DER_SET);
        while (am_reader_more(&set)) {
            struct am_reader attribute = open_as(&set, DER_SEQUENCE);
            bool is_common = read_oid_is(&attribute, "\x55\x04\x03", 3);
            struct am_bytes value;
            uint8_t tag = read_element(&attribute, &value);
            am_close_block(&set, &attribute);
            if (is_common && am_reader_status(&set) == AM_OK) {
                common = value;
                common_tag = tag;
            }
        }
        am_close_block(&subject, &set);
    }
    am_close_block(tbs, &subject);
    if (am_reader_status(tbs) == AM_OK)
        add_common_name(names, common_tag, common);
}

/* 4.2.1.6 */
static void read_alternative_names(struct am_reader *extension, struct names *names)
{
    struct am_reader list = open_as(extension, DER_SEQUENCE);
    for (unsigned i = 0; i < ENTRIES_MAX && am_reader_more(&list); i++) {
        struct am_bytes value;
        uint8_t tag = read_element(&list, &value);
        if (tag == DER_DNS_NAME && am_reader_status(&list) == AM_OK)
            add_name(names, value, false);
    }
    close_early(extension, &list);
}

/* 4.2: a sequence of (type, whether it is critical, value). */
static void read_extensions(struct am_reader *tbs, struct names *names)
{
    struct am_reader list = open_as(tbs, DER_SEQUENCE);
    while (am_reader_more(&list)) {
        struct am_reader extension = open_as(&list, DER_SEQUENCE);
        bool is_names = read_oid_is(&extension, "\x55\x1d\x11", 3);
        if (am_reader_peek(&extension, 0) == DER_BOOLEAN)
            skip_element(&extension);
        struct am_reader value = open_as(&extension, DER_OCTET_STRING);
        if (is_names)
            read_alternative_names(&value, names);
        close_early(&extension, &value);
        am_close_block(&list, &extension);
    }
    am_close_block(tbs, &list);
}

/* 4.1. What stands behind the names (the signature) is not looked at. */
static void read_leaf(struct am_reader *r, struct names *names)
{
    struct am_reader certificate = open_as(r, DER_SEQUENCE);
    struct am_reader tbs = open_as(&certificate, DER_SEQUENCE);

    if (am_reader_peek(&tbs, 0) == DER_VERSION)
        skip_element(&tbs);
    for (unsigned i = 0; i < 4; i++) /* serial number, algorithm, issuer, validity */
        skip_element(&tbs);
    read_subject(&tbs, names);
    skip_element(&tbs); /* public key */
    while (am_reader_more(&tbs)) {
        struct am_reader body;
        if (open_element(&tbs, &body) == DER_EXTENSIONS)
            read_extensions(&body, names);
        close_early(&tbs, &body);
    }
    am_close_block(&certificate, &tbs);
    close_early(r, &certificate);
}

/* --- RFC 5246, 7.4.2 --- */

size_t am_certificate_need(struct am_bytes body)
{
    struct am_reader r = am_reader_over(body, false);
    bool none = am_read_be24(&r) < LEAF_HEADER;
    size_t leaf = am_read_be24(&r);

    if (body.len < LIST_HEADER || none)
        return LIST_HEADER;
    return body.len < LIST_HEADER + LEAF_HEADER ? LIST_HEADER + LEAF_HEADER
                                                : LIST_HEADER + LEAF_HEADER + leaf;
}

bool am_certificate_tell(struct am_bytes body, bool cut, const struct am_findings *out)
{
    struct names names;
    struct am_reader r = am_reader_over(body, cut);
    size_t list = am_read_be24(&r);
    size_t len = am_read_be24(&r);

    names.told.len = 0;
    if (len == 0 || len > list || list - len < LEAF_HEADER)
        return false;
    struct am_reader leaf = am_open_block(&r, len);
    read_leaf(&leaf, &names);
    am_close_block(&r, &leaf);
    enum am_status status = am_reader_status(&r);
    if (status != AM_OK && status != AM_E_TRUNCATED)
        return false;
    if (names.told.len > 0) {
        out->certificate(out->ctx, &names.told);
        out->name(out->ctx, AM_SOURCE_TLS_CERT, names.told.names[0].name);
    }
    return true;
}
