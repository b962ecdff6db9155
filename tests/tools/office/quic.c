/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "quic.h"

#include <nettle/gcm.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 16
#define TAG   16

static void hmac(const uint8_t *key, size_t key_len, const uint8_t *at, size_t len, uint8_t out[32])
{
    crypto_auth_hmacsha256_state state;
    (void)crypto_auth_hmacsha256_init(&state, key, key_len);
    (void)crypto_auth_hmacsha256_update(&state, at, len);
    (void)crypto_auth_hmacsha256_final(&state, out);
}

/* HKDF-Expand-Label (RFC 8446 7.1) of at most 32 bytes. */
static void expand(const uint8_t from[32], const char *label, size_t len, uint8_t *out)
{
    uint8_t info[64], whole[32];
    struct put p = put_over(info, sizeof info);
    put16(&p, (unsigned)len);
    put8(&p, (unsigned)(6 + strlen(label)));
    put_text(&p, "tls13 ");
    put_text(&p, label);
    put16(&p, 0x0001); /* no context; the first block */
    hmac(from, 32, info, p.len, whole);
    memcpy(out, whole, len);
}

void put_crypto_frame(struct put *out, const struct put *message, size_t from, size_t to)
{
    put8(out, 6);
    put16(out, 0x4000u | (unsigned)from);
    put16(out, 0x4000u | (unsigned)(to - from));
    put_bytes(out, message->at + from, to - from);
}

void put_quic_initial(struct put *out, const struct quic_initial *q, const struct put *frames)
{
    static const uint8_t salt[20] = {0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17,
                                     0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a};
    uint8_t initial[32], secret[32], key[BLOCK], iv[12], mask_key[BLOCK], mask[BLOCK];
    hmac(salt, sizeof salt, q->original, QUIC_ID, initial);
    expand(initial, q->server ? "server in" : "client in", 32, secret);
    expand(secret, "quic key", BLOCK, key);
    expand(secret, "quic iv", sizeof iv, iv);
    expand(secret, "quic hp", BLOCK, mask_key);
    iv[11] ^= (uint8_t)q->number;

    size_t start = out->len;
    put8(out, 0xc0); /* long header, Initial, one byte of packet number */
    put32(out, 1);
    put8(out, q->to ? QUIC_ID : 0);
    put_bytes(out, q->to, q->to ? QUIC_ID : 0);
    put8(out, QUIC_ID);
    put_bytes(out, q->from, QUIC_ID);
    put8(out, 0);
    size_t header = out->len - start + 3, text = q->size - header - TAG;
    if (frames->len > text)
        abort();
    put16(out, 0x4000u | (unsigned)(1 + text + TAG));
    put8(out, q->number);
    put_bytes(out, frames->at, frames->len);
    put_zeros(out, text - frames->len + TAG); /* PADDING frames, and room for the tag */
    uint8_t *at = out->at + start;
    struct gcm_aes128_ctx seal;
    gcm_aes128_set_key(&seal, key);
    gcm_aes128_set_iv(&seal, sizeof iv, iv);
    gcm_aes128_update(&seal, header, at);
    gcm_aes128_encrypt(&seal, text, at + header, at + header);
    gcm_aes128_digest(&seal, TAG, at + header + text);
    struct aes128_ctx protection; /* of the header (RFC 9001 5.4) */
    aes128_set_encrypt_key(&protection, mask_key);
    aes128_encrypt(&protection, BLOCK, mask, at + header + 3);
    at[0] ^= mask[0] & 0x0f;
    at[header - 1] ^= mask[1];
}
