/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The messages that name a flow, as clients and servers send them. */
#ifndef AM_TESTS_MESSAGES_H
#define AM_TESTS_MESSAGES_H

#include "wire.h"

/* A ClientHello in one record, with an extension of `type` and `len` bytes before the name, which
 * so comes late. */
static inline void put_hello_with(struct wire *w, const char *name, uint16_t type, size_t len)
{
    wire_number(w, 0x160301, 3);
    size_t record = wire_open(w, 2);
    wire_number(w, 1, 1);
    size_t hello = wire_open(w, 3);
    wire_number(w, 0x0303, 2);
    wire_fill(w, 0x77, 32);
    wire_number(w, 0, 1);          /* no session */
    wire_number(w, 0x00021301, 4); /* one suite */
    wire_number(w, 0x0100, 2);     /* no compression */
    size_t extensions = wire_open(w, 2);
    wire_number(w, type, 2);
    size_t body = wire_open(w, 2);
    wire_fill(w, 0, len);
    wire_close(w, body, 2);
    if (name) {
        wire_number(w, 0, 2);
        size_t extension = wire_open(w, 2);
        size_t list = wire_open(w, 2);
        wire_number(w, 0, 1);
        size_t text = wire_open(w, 2);
        wire_text(w, name);
        wire_close(w, text, 2);
        wire_close(w, list, 2);
        wire_close(w, extension, 2);
    }
    wire_close(w, extensions, 2);
    wire_close(w, hello, 3);
    wire_close(w, record, 2);
}

/* The same, made longer by `padding` bytes (RFC 7685). */
static inline void put_hello(struct wire *w, const char *name, size_t padding)
{
    put_hello_with(w, name, 21, padding);
}

static inline void put_name(struct wire *w, const char *name)
{
    while (*name) {
        size_t len = strcspn(name, ".");
        wire_number(w, (uint32_t)len, 1);
        wire_bytes(w, name, len);
        name += len + (name[len] == '.');
    }
    wire_number(w, 0, 1);
}

static inline void put_dns_header(struct wire *w, uint16_t flags, uint16_t answers)
{
    wire_number(w, 0x1234, 2);
    wire_number(w, flags, 2);
    wire_number(w, 1, 2);
    wire_number(w, answers, 2);
    wire_number(w, 0, 4);
}

static inline void put_question(struct wire *w, const char *name)
{
    put_dns_header(w, 0x0100, 0);
    put_name(w, name);
    wire_number(w, 0x00010001, 4);
}

/* An answer of one address, by way of `alias` where that is not NULL. */
static inline void put_answer(struct wire *w, const char *name, const char *alias,
                              const uint8_t address[4])
{
    put_dns_header(w, 0x8180, alias ? 2 : 1);
    put_name(w, name);
    wire_number(w, 0x00010001, 4);
    if (alias) {
        put_name(w, name);
        wire_number(w, 0x00050001, 4);
        wire_number(w, 60, 4);
        size_t data = wire_open(w, 2);
        put_name(w, alias);
        wire_close(w, data, 2);
    }
    put_name(w, alias ? alias : name);
    wire_number(w, 0x00010001, 4);
    wire_number(w, 60, 4);
    wire_number(w, 4, 2);
    wire_bytes(w, address, 4);
}

#endif
