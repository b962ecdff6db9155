/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writes QUIC's packets, and seals Initials as their sender does (RFC 9001, 5). The keys are made
 * here once more, so that tests do not hold the scanner's against themselves. */
#ifndef AM_TESTS_QUIC_WIRE_H
#define AM_TESTS_QUIC_WIRE_H

#include <nettle/gcm.h>
#include <nettle/hmac.h>

#include "wire.h"

#define QUIC_V1       0x00000001u
#define QUIC_V2       0x6b3343cfu
#define QUIC_DRAFT_29 0xff00001du
#define QUIC_Q050     0x51303530u
#define QUIC_T051     0x54303531u
#define QUIC_SIZE     1200 /* of a datagram with an Initial of a client (RFC 9000, 14.1) */

struct quic_sender {
    uint32_t version;
    struct am_bytes original; /* the id that the keys come from */
    struct am_bytes to, from, token;
    uint32_t number;
    unsigned number_len; /* 0: one byte */
    bool server;
    size_t size; /* the packet is padded to it */
};

struct quic_secrets {
    uint8_t key[16], iv[12], mask[16];
};

static inline void quic_expand(const uint8_t from[32], const char *label, size_t len, uint8_t *out)
{
    static struct wire info;
    struct hmac_sha256_ctx hmac;
    info.len = 0;
    wire_number(&info, (uint32_t)len, 2);
    wire_number(&info, (uint32_t)(6 + strlen(label)), 1);
    wire_text(&info, "tls13 ");
    wire_text(&info, label);
    wire_number(&info, 0x0001, 2);
    hmac_sha256_set_key(&hmac, 32, from);
    hmac_sha256_update(&hmac, info.len, info.at);
    hmac_sha256_digest(&hmac, len, out);
}

static inline struct quic_secrets quic_secrets_of(const struct quic_sender *q)
{
    static const struct {
        uint32_t version;
        const char *salt;
    } salts[] = {
        {QUIC_V1,
         "\x38\x76\x2c\xf7\xf5\x59\x34\xb3\x4d\x17\x9a\xe6\xa4\xc8\x0c\xad\xcc\xbb\x7f\x0a"},
        {QUIC_V2,
         "\x0d\xed\xe3\xde\xf7\x00\xa6\xdb\x81\x93\x81\xbe\x6e\x26\x9d\xcb\xf9\xbd\x2e\xd9"},
        {QUIC_DRAFT_29,
         "\xaf\xbf\xec\x28\x99\x93\xd2\x4c\x9e\x97\x86\xf1\x9c\x61\x11\xe0\x43\x90\xa8\x99"},
        {QUIC_Q050,
         "\x50\x45\x74\xef\xd0\x66\xfe\x2f\x9d\x94\x5c\xfc\xdb\xd3\xa7\xf0\xd3\xb5\x6b\x45"},
        {QUIC_T051,
         "\x7a\x4e\xde\xf4\xe7\xcc\xee\x5f\xa4\x50\x6c\x19\x12\x4f\xc8\xcc\xda\x6e\x03\x3d"},
    };
    size_t i = 0;
    struct quic_secrets s;
    struct hmac_sha256_ctx hmac;
    uint8_t initial[32];
    uint8_t secret[32];
    bool second = q->version == QUIC_V2;

    while (i + 1 < sizeof salts / sizeof *salts && salts[i].version != q->version)
        i++;
    hmac_sha256_set_key(&hmac, 20, (const uint8_t *)salts[i].salt);
    hmac_sha256_update(&hmac, q->original.len, q->original.at);
    hmac_sha256_digest(&hmac, sizeof initial, initial);
    quic_expand(initial, q->server ? "server in" : "client in", sizeof secret, secret);
    quic_expand(secret, second ? "quicv2 key" : "quic key", sizeof s.key, s.key);
    quic_expand(secret, second ? "quicv2 iv" : "quic iv", sizeof s.iv, s.iv);
    quic_expand(secret, second ? "quicv2 hp" : "quic hp", sizeof s.mask, s.mask);
    return s;
}

static inline void quic_id(struct wire *w, struct am_bytes id)
{
    wire_number(w, (uint32_t)id.len, 1);
    wire_bytes(w, id.at, id.len);
}

/* The header as far as the token; `type` by the numbers of version 1. */
static inline void quic_header(struct wire *w, const struct quic_sender *q, unsigned type,
                               unsigned low)
{
    unsigned bits = q->version == QUIC_V2 ? (type + 1) & 3u : type;
    wire_number(w, 0xc0u | bits << 4 | low, 1);
    wire_number(w, q->version, 4);
    quic_id(w, q->to);
    quic_id(w, q->from);
}

static inline void quic_number(struct wire *w, size_t value)
{
    wire_number(w, 0x4000u | (uint32_t)value, 2);
}

static inline void quic_crypto(struct wire *frames, struct am_bytes message, size_t from, size_t to)
{
    wire_number(frames, 6, 1);
    quic_number(frames, from);
    quic_number(frames, to - from);
    wire_bytes(frames, message.at + from, to - from);
}

/* RFC 9001, 5.3 and 5.4, in place: the header at `start`, the text at `text` to the end. */
static inline void quic_seal(struct wire *w, const struct quic_secrets *s, size_t start,
                             size_t text, unsigned number_len)
{
    struct gcm_aes128_ctx gcm;
    struct aes128_ctx aes;
    uint8_t nonce[12];
    uint8_t tag[16];
    uint8_t mask[16];
    size_t number = text - number_len;

    memcpy(nonce, s->iv, sizeof nonce);
    for (size_t i = 0; i < number_len; i++)
        nonce[12 - number_len + i] ^= w->at[number + i];
    gcm_aes128_set_key(&gcm, s->key);
    gcm_aes128_set_iv(&gcm, sizeof nonce, nonce);
    gcm_aes128_update(&gcm, text - start, w->at + start);
    gcm_aes128_encrypt(&gcm, w->len - text, w->at + text, w->at + text);
    gcm_aes128_digest(&gcm, sizeof tag, tag);
    wire_bytes(w, tag, sizeof tag);
    aes128_set_encrypt_key(&aes, s->mask);
    aes128_encrypt(&aes, sizeof mask, mask, w->at + number + 4);
    w->at[start] ^= mask[0] & 0x0f;
    for (size_t i = 0; i < number_len; i++)
        w->at[number + i] ^= mask[1 + i];
}

static inline void quic_initial(struct wire *w, const struct quic_sender *q, struct am_bytes frames)
{
    struct quic_secrets s = quic_secrets_of(q);
    unsigned number_len = q->number_len > 0 ? q->number_len : 1;
    size_t start = w->len;

    quic_header(w, q, 0, number_len - 1);
    wire_number(w, q->token.len < 64 ? (uint32_t)q->token.len : 0x4000u | (uint32_t)q->token.len,
                q->token.len < 64 ? 1 : 2);
    wire_bytes(w, q->token.at, q->token.len);
    size_t used = w->len - start + 2 + number_len + frames.len + 16;
    size_t padding = used < q->size ? q->size - used : 0;
    quic_number(w, number_len + frames.len + padding + 16);
    wire_number(w, q->number, number_len);
    size_t text = w->len;
    wire_bytes(w, frames.at, frames.len);
    wire_fill(w, 0, padding);
    quic_seal(w, &s, start, text, number_len);
}

/* A packet with a long header that nobody can open: 0-RTT (1), Handshake (2). */
static inline void quic_closed(struct wire *w, const struct quic_sender *q, unsigned type,
                               size_t len)
{
    quic_header(w, q, type, 0);
    quic_number(w, len);
    wire_fill(w, 0xee, len);
}

/* RFC 9000, 17.2.5 */
static inline void quic_retry(struct wire *w, const struct quic_sender *q)
{
    quic_header(w, q, 3, 0);
    wire_bytes(w, q->token.at, q->token.len);
    wire_fill(w, 0xaa, 16);
}

/* RFC 9000, 17.2.1: the server speaks `version` alone. */
static inline void quic_negotiation(struct wire *w, const struct quic_sender *q, uint32_t version)
{
    wire_number(w, 0x80, 1);
    wire_number(w, 0, 4);
    quic_id(w, q->to);
    quic_id(w, q->from);
    wire_number(w, version, 4);
}

/* RFC 9000, 17.3.1 */
static inline void quic_short(struct wire *w, struct am_bytes to, size_t len)
{
    wire_number(w, 0x40, 1);
    wire_bytes(w, to.at, to.len);
    wire_fill(w, 0xdd, len);
}

#endif
