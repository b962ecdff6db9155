/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a dissector told, as lines of text, and two ways to give it bytes: whole, or as a stream
 * that grows, the way the flow table does. Bytes are given in heap copies of their exact size, so
 * that a sanitizer sees every step beyond them. */
#ifndef AM_TESTS_HEARD_H
#define AM_TESTS_HEARD_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/protocols.h"

#define HEARD_MAX 65536

struct heard {
    char text[HEARD_MAX];
    size_t len;
    enum am_taken_state state; /* of the last call */
    size_t taken;              /* bytes done with, of all calls */
    uint32_t missed;           /* told the next call */
    unsigned side;             /* of the next calls; by heard_init 0, the client's */
    void *session;             /* the protocol's, made at the first call */
    const struct am_proto *proto;
};

static inline void AM_PRINTF(2, 3) heard_add(struct heard *h, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int len = vsnprintf(h->text + h->len, sizeof h->text - h->len, format, args);
    va_end(args);
    if (len > 0 && h->len + (size_t)len < sizeof h->text)
        h->len += (size_t)len;
    h->text[h->len] = '\0';
}

static inline void heard_name(void *ctx, enum am_source source, const char *name)
{
    char again[AM_NAME_SIZE];
    struct am_address address;
    struct am_bytes raw = {.at = (const uint8_t *)name, .len = strlen(name)};

    /* The promise of proto.h: clean names, or addresses. */
    if ((am_name_clean(raw, again) != AM_OK || strcmp(again, name) != 0) &&
        am_address_parse(name, &address) != AM_OK)
        abort();
    heard_add(ctx, "%s %s\n", am_source_name(source), name);
}

static inline void heard_answer(void *ctx, const struct am_dns_answer *answer)
{
    char text[AM_ADDRESS_TEXT];

    if (answer->addresses_len > 64 || answer->chain_len > AM_CHAIN_MAX || answer->rcode > 0xfff)
        abort();
    heard_add(ctx, "answer %s", answer->question);
    for (size_t i = 0; i < answer->chain_len; i++)
        heard_add(ctx, " > %s", answer->chain[i]);
    for (size_t i = 0; i < answer->addresses_len; i++) {
        am_address_write(&answer->addresses[i], text);
        heard_add(ctx, " %s", text);
    }
    if (answer->addresses_len > 0)
        heard_add(ctx, " ttl %u", answer->ttl);
    if (answer->rcode != 0)
        heard_add(ctx, " rcode %u", answer->rcode);
    if (answer->ech_public)
        heard_add(ctx, " ech %s %u", answer->ech_public, answer->ech_config);
    heard_add(ctx, "\n");
}

static inline void heard_invalid(void *ctx, enum am_source source)
{
    heard_add(ctx, "invalid %s\n", am_source_name(source));
}

/* Nothing is said of a hello without ALPN and ECH. */
static inline void heard_hello(void *ctx, const struct am_hello *hello)
{
    if (hello->alpn[0])
        heard_add(ctx, "alpn %s\n", hello->alpn);
    if (hello->ech)
        heard_add(ctx, "ech %u\n", hello->ech_config);
}

static inline void heard_certificate(void *ctx, const struct am_certificate *certificate)
{
    if (certificate->len == 0 || certificate->len > AM_CERTIFICATE_NAMES_MAX)
        abort();
    heard_add(ctx, "certificate");
    for (size_t i = 0; i < certificate->len; i++) {
        char again[AM_NAME_SIZE];
        const char *name = certificate->names[i].name;
        if (am_name_clean((struct am_bytes){(const uint8_t *)name, strlen(name)}, again) != AM_OK ||
            strcmp(again, name) != 0)
            abort();
        heard_add(ctx, " %s%s", certificate->names[i].wildcard ? "*." : "", name);
    }
    heard_add(ctx, "\n");
}

static inline void heard_connection(void *ctx, struct am_bytes id)
{
    heard_add(ctx, "connection ");
    for (size_t i = 0; i < id.len; i++)
        heard_add(ctx, "%02x", id.at[i]);
    heard_add(ctx, "\n");
}

/* Ends the session; a `struct heard` begins zeroed. */
static inline void heard_done(struct heard *h)
{
    if (h->proto && h->session && h->proto->session_done)
        h->proto->session_done(h->session);
    free(h->session);
    h->session = NULL;
    h->proto = NULL;
}

static inline struct am_taken heard_call(struct heard *h, const struct am_proto *proto,
                                         struct am_bytes data, bool cut, bool over_udp)
{
    struct am_findings out = {
        .ctx = h,
        .name = heard_name,
        .answer = heard_answer,
        .invalid_name = heard_invalid,
        .hello = heard_hello,
        .certificate = heard_certificate,
        .connection = heard_connection,
    };
    if (h->proto != proto) {
        heard_done(h);
        h->proto = proto;
        h->session = proto->session_size > 0 ? calloc(1, proto->session_size) : NULL;
    }
    struct am_turn turn = {
        .cut = cut,
        .missed = h->missed,
        .over_udp = over_udp,
        .side = h->side,
        .by_client = h->side == 0,
        .session = h->session,
        .out = &out,
    };
    h->missed = 0;
    uint8_t *copy = malloc(data.len > 0 ? data.len : 1);
    if (!copy)
        abort();
    if (data.len > 0)
        memcpy(copy, data.at, data.len);
    struct am_taken taken = proto->dissect((struct am_bytes){.at = copy, .len = data.len}, &turn);
    free(copy);
    if (taken.len > data.len)
        abort();
    h->state = taken.state;
    h->taken += taken.len;
    return taken;
}

static inline void heard_init(struct heard *h)
{
    heard_done(h);
    h->side = 0;
    h->missed = 0;
    h->len = 0;
    h->text[0] = '\0';
    h->taken = 0;
    h->state = AM_TAKEN_MORE;
}

static inline void heard_whole(struct heard *h, const struct am_proto *proto, struct am_bytes data,
                               bool cut, bool over_udp)
{
    heard_init(h);
    (void)heard_call(h, proto, data, cut, over_udp);
}

/* Gives the stream in two segments, the first of `first` bytes, or in segments of `each` bytes. */
static inline void heard_stream(struct heard *h, const struct am_proto *proto, struct am_bytes data,
                                size_t first, size_t each)
{
    size_t base = 0;
    size_t end = first < data.len ? first : data.len;

    heard_init(h);
    for (;;) {
        struct am_bytes unread = {.at = data.at + base, .len = end - base};
        if (unread.len > 0) {
            struct am_taken taken = heard_call(h, proto, unread, false, false);
            base += taken.len;
            if (taken.state != AM_TAKEN_MORE || unread.len - taken.len >= proto->max_bytes)
                return;
        }
        if (end == data.len)
            return;
        end = each > 0 && each < data.len - end ? end + each : data.len;
    }
}

#endif
