/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Certificates, and what servers send around them up to TLS 1.2. All lengths in DER are written in
 * three bytes, which readers have to take too. */
#ifndef AM_TESTS_CERTIFICATES_H
#define AM_TESTS_CERTIFICATES_H

#include <stdbool.h>

#include "wire.h"

#define DER_OF_UTF8 0x0c
#define DER_OF_DNS  0x82

/* One name in a certificate: the tag of its text, and of an alternative name the kind. */
struct der_text {
    uint8_t tag;
    const char *text;
    size_t len; /* 0: until the text ends */
};

static inline size_t der_open(struct wire *w, uint8_t tag)
{
    wire_number(w, tag, 1);
    wire_number(w, 0x82, 1);
    return wire_open(w, 2);
}

static inline void der_text(struct wire *w, const struct der_text *text)
{
    size_t mark = der_open(w, text->tag);
    wire_bytes(w, text->text, text->len > 0 ? text->len : strlen(text->text));
    wire_close(w, mark, 2);
}

/* RFC 5280, 4.1.2.4. `type` is the last number of the attribute's: 3, a common name. */
static inline void der_attribute(struct wire *w, uint8_t type, const struct der_text *value)
{
    size_t set = der_open(w, 0x31);
    size_t pair = der_open(w, 0x30);
    wire_number(w, 0x06035504, 4);
    wire_number(w, type, 1);
    der_text(w, value);
    wire_close(w, pair, 2);
    wire_close(w, set, 2);
}

static inline void der_extension(struct wire *w, uint8_t type, bool critical)
{
    wire_number(w, 0x0603551d, 4);
    wire_number(w, type, 1);
    if (critical)
        wire_number(w, 0x0101ff, 3);
}

/* RFC 5280, 4.2.1.6; `alternatives` end with a text that is NULL. */
static inline void der_alternatives(struct wire *w, const struct der_text *alternatives,
                                    bool critical)
{
    size_t extension = der_open(w, 0x30);
    der_extension(w, 0x11, critical);
    size_t value = der_open(w, 0x04);
    size_t list = der_open(w, 0x30);
    for (; alternatives->text; alternatives++)
        der_text(w, alternatives);
    wire_close(w, list, 2);
    wire_close(w, value, 2);
    wire_close(w, extension, 2);
}

/* RFC 5280, 4.1. `commons` and `alternatives` end with a text that is NULL; either may be NULL. */
static inline void put_certificate(struct wire *w, const struct der_text *commons,
                                   const struct der_text *alternatives)
{
    static const struct der_text issuer = {0x13, "Example Root CA", 0};
    static const struct der_text country = {0x13, "UY", 0};
    size_t certificate = der_open(w, 0x30);
    size_t tbs = der_open(w, 0x30);
    wire_number(w, 0xa0030201, 4);
    wire_number(w, 2, 1);          /* version 3 */
    wire_number(w, 0x02010730, 4); /* serial number, algorithm */
    wire_number(w, 0x00, 1);
    size_t name = der_open(w, 0x30);
    der_attribute(w, 3, &issuer);
    wire_close(w, name, 2);
    wire_number(w, 0x3000, 2); /* validity */
    name = der_open(w, 0x30);
    der_attribute(w, 6, &country);
    for (; commons && commons->text; commons++)
        der_attribute(w, 3, commons);
    wire_close(w, name, 2);
    wire_number(w, 0x3000, 2); /* public key */
    if (alternatives) {
        size_t extensions = der_open(w, 0xa3);
        size_t list = der_open(w, 0x30);
        size_t extension = der_open(w, 0x30);
        der_extension(w, 0x13, true); /* basic constraints */
        wire_number(w, 0x04023000, 4);
        wire_close(w, extension, 2);
        der_alternatives(w, alternatives, false);
        wire_close(w, list, 2);
        wire_close(w, extensions, 2);
    }
    wire_close(w, tbs, 2);
    wire_number(w, 0x30000301, 4); /* algorithm, signature */
    wire_number(w, 0, 1);
    wire_close(w, certificate, 2);
}

/* The body of a Certificate message: the leaf, and `issuers` bytes of another (RFC 5246, 7.4.2). */
static inline void put_certificates(struct wire *w, struct am_bytes leaf, size_t issuers)
{
    size_t list = wire_open(w, 3);
    size_t mark = wire_open(w, 3);
    wire_bytes(w, leaf.at, leaf.len);
    wire_close(w, mark, 3);
    if (issuers > 0) {
        mark = wire_open(w, 3);
        wire_fill(w, 0x30, issuers);
        wire_close(w, mark, 3);
    }
    wire_close(w, list, 3);
}

/* A handshake message of TLS. */
static inline void put_message(struct wire *w, uint8_t type, const struct wire *body)
{
    wire_number(w, type, 1);
    wire_number(w, (uint32_t)body->len, 3);
    wire_bytes(w, body->at, body->len);
}

/* The body of a ServerHello of `version`; `selected` is supported_versions', 0: it is not there. */
static inline void put_server_hello(struct wire *w, uint16_t version, uint16_t selected)
{
    wire_number(w, version, 2);
    wire_fill(w, 0x55, 32);
    wire_number(w, 0, 1);
    wire_number(w, 0xc02f00, 3); /* suite, compression */
    size_t extensions = wire_open(w, 2);
    wire_number(w, 0xff010001, 4);
    wire_number(w, 0, 1);
    if (selected) {
        wire_number(w, 0x002b0002, 4);
        wire_number(w, selected, 2);
    }
    wire_close(w, extensions, 2);
}

/* The body of a Certificate message of one certificate, of one common name. */
static inline void put_simple_certificate(struct wire *w, const char *common, size_t issuers)
{
    static struct wire leaf;
    struct der_text commons[] = {{DER_OF_UTF8, common, 0}, {0, NULL, 0}};
    leaf.len = 0;
    put_certificate(&leaf, commons, NULL);
    put_certificates(w, wire_view(&leaf), issuers);
}

#endif
