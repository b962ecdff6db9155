/* SPDX-License-Identifier: AGPL-3.0-or-later
 * AES-128 (FIPS 197) and GCM (NIST SP 800-38D) in their plainest form: slow, and nothing secret
 * passes through them. */
#include "quic.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK  16
#define ROUNDS 10
#define TAG    16

static const uint8_t sbox[256] = {
    0x63, 0x7c, 0x77, 0x7b, 0xf2, 0x6b, 0x6f, 0xc5, 0x30, 0x01, 0x67, 0x2b, 0xfe, 0xd7, 0xab, 0x76,
    0xca, 0x82, 0xc9, 0x7d, 0xfa, 0x59, 0x47, 0xf0, 0xad, 0xd4, 0xa2, 0xaf, 0x9c, 0xa4, 0x72, 0xc0,
    0xb7, 0xfd, 0x93, 0x26, 0x36, 0x3f, 0xf7, 0xcc, 0x34, 0xa5, 0xe5, 0xf1, 0x71, 0xd8, 0x31, 0x15,
    0x04, 0xc7, 0x23, 0xc3, 0x18, 0x96, 0x05, 0x9a, 0x07, 0x12, 0x80, 0xe2, 0xeb, 0x27, 0xb2, 0x75,
    0x09, 0x83, 0x2c, 0x1a, 0x1b, 0x6e, 0x5a, 0xa0, 0x52, 0x3b, 0xd6, 0xb3, 0x29, 0xe3, 0x2f, 0x84,
    0x53, 0xd1, 0x00, 0xed, 0x20, 0xfc, 0xb1, 0x5b, 0x6a, 0xcb, 0xbe, 0x39, 0x4a, 0x4c, 0x58, 0xcf,
    0xd0, 0xef, 0xaa, 0xfb, 0x43, 0x4d, 0x33, 0x85, 0x45, 0xf9, 0x02, 0x7f, 0x50, 0x3c, 0x9f, 0xa8,
    0x51, 0xa3, 0x40, 0x8f, 0x92, 0x9d, 0x38, 0xf5, 0xbc, 0xb6, 0xda, 0x21, 0x10, 0xff, 0xf3, 0xd2,
    0xcd, 0x0c, 0x13, 0xec, 0x5f, 0x97, 0x44, 0x17, 0xc4, 0xa7, 0x7e, 0x3d, 0x64, 0x5d, 0x19, 0x73,
    0x60, 0x81, 0x4f, 0xdc, 0x22, 0x2a, 0x90, 0x88, 0x46, 0xee, 0xb8, 0x14, 0xde, 0x5e, 0x0b, 0xdb,
    0xe0, 0x32, 0x3a, 0x0a, 0x49, 0x06, 0x24, 0x5c, 0xc2, 0xd3, 0xac, 0x62, 0x91, 0x95, 0xe4, 0x79,
    0xe7, 0xc8, 0x37, 0x6d, 0x8d, 0xd5, 0x4e, 0xa9, 0x6c, 0x56, 0xf4, 0xea, 0x65, 0x7a, 0xae, 0x08,
    0xba, 0x78, 0x25, 0x2e, 0x1c, 0xa6, 0xb4, 0xc6, 0xe8, 0xdd, 0x74, 0x1f, 0x4b, 0xbd, 0x8b, 0x8a,
    0x70, 0x3e, 0xb5, 0x66, 0x48, 0x03, 0xf6, 0x0e, 0x61, 0x35, 0x57, 0xb9, 0x86, 0xc1, 0x1d, 0x9e,
    0xe1, 0xf8, 0x98, 0x11, 0x69, 0xd9, 0x8e, 0x94, 0x9b, 0x1e, 0x87, 0xe9, 0xce, 0x55, 0x28, 0xdf,
    0x8c, 0xa1, 0x89, 0x0d, 0xbf, 0xe6, 0x42, 0x68, 0x41, 0x99, 0x2d, 0x0f, 0xb0, 0x54, 0xbb, 0x16,
};

struct aes {
    uint8_t round[ROUNDS + 1][BLOCK];
};

static uint8_t twice(uint8_t x)
{
    return (uint8_t)(x << 1 ^ (x & 0x80 ? 0x1b : 0));
}

static void aes_init(struct aes *a, const uint8_t key[BLOCK])
{
    uint8_t constant = 1;
    memcpy(a->round[0], key, BLOCK);
    for (unsigned r = 1; r <= ROUNDS; r++, constant = twice(constant))
        for (unsigned i = 0; i < BLOCK; i++) {
            const uint8_t *last = a->round[r - 1];
            uint8_t before = i < 4 ? sbox[last[12 + (i + 1) % 4]] : a->round[r][i - 4];
            a->round[r][i] = last[i] ^ before ^ (i == 0 ? constant : 0);
        }
}

static void add_key(uint8_t s[BLOCK], const uint8_t key[BLOCK])
{
    for (unsigned i = 0; i < BLOCK; i++)
        s[i] ^= key[i];
}

static void mix_columns(uint8_t s[BLOCK])
{
    for (unsigned c = 0; c < BLOCK; c += 4) {
        uint8_t all = s[c] ^ s[c + 1] ^ s[c + 2] ^ s[c + 3], first = s[c];
        for (unsigned i = 0; i < 4; i++) {
            uint8_t next = i < 3 ? s[c + i + 1] : first;
            s[c + i] ^= all ^ twice(s[c + i] ^ next);
        }
    }
}

static void aes_block(const struct aes *a, const uint8_t in[BLOCK], uint8_t out[BLOCK])
{
    uint8_t s[BLOCK];
    memcpy(s, in, BLOCK);
    add_key(s, a->round[0]);
    for (unsigned r = 1; r <= ROUNDS; r++) {
        uint8_t shifted[BLOCK];
        for (unsigned i = 0; i < BLOCK; i++)
            shifted[i] = sbox[s[(i + 4 * (i % 4)) % BLOCK]];
        memcpy(s, shifted, BLOCK);
        if (r < ROUNDS)
            mix_columns(s);
        add_key(s, a->round[r]);
    }
    memcpy(out, s, BLOCK);
}

/* x = x * h in GF(2^128), bit by bit. */
static void multiply(uint8_t x[BLOCK], const uint8_t h[BLOCK])
{
    uint8_t z[BLOCK] = {0}, v[BLOCK];
    memcpy(v, h, BLOCK);
    for (unsigned bit = 0; bit < 128; bit++) {
        if (x[bit / 8] >> (7 - bit % 8) & 1)
            add_key(z, v);
        bool carry = v[BLOCK - 1] & 1;
        for (unsigned i = BLOCK - 1; i > 0; i--)
            v[i] = (uint8_t)(v[i] >> 1 | v[i - 1] << 7);
        v[0] = (uint8_t)(v[0] >> 1 ^ (carry ? 0xe1 : 0));
    }
    memcpy(x, z, BLOCK);
}

static void hash_part(uint8_t sum[BLOCK], const uint8_t h[BLOCK], const uint8_t *at, size_t len)
{
    for (size_t i = 0; i < len; i += BLOCK) {
        for (size_t k = 0; k < BLOCK && i + k < len; k++)
            sum[k] ^= at[i + k];
        multiply(sum, h);
    }
}

/* Encrypts in place; the tag goes behind the text. */
static void gcm(const struct aes *a, const uint8_t iv[12], const uint8_t *header, size_t header_len,
                uint8_t *text, size_t len)
{
    uint8_t h[BLOCK] = {0}, counter[BLOCK] = {0}, mask[BLOCK], sum[BLOCK] = {0}, lengths[BLOCK];
    aes_block(a, h, h);
    memcpy(counter, iv, 12);
    for (size_t i = 0; i < len; i += BLOCK) {
        size_t block = i / BLOCK + 2;
        counter[14] = (uint8_t)(block >> 8);
        counter[15] = (uint8_t)block;
        aes_block(a, counter, mask);
        for (size_t k = 0; k < BLOCK && i + k < len; k++)
            text[i + k] ^= mask[k];
    }
    struct put l = put_over(lengths, sizeof lengths);
    put64(&l, header_len * 8);
    put64(&l, len * 8);
    hash_part(sum, h, header, header_len);
    hash_part(sum, h, text, len);
    hash_part(sum, h, lengths, sizeof lengths);
    counter[14] = 0;
    counter[15] = 1;
    aes_block(a, counter, mask);
    add_key(sum, mask);
    memcpy(text + len, sum, TAG);
}

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
    struct aes a;
    uint8_t *at = out->at + start;
    aes_init(&a, key);
    gcm(&a, iv, at, header, at + header, text);
    aes_init(&a, mask_key); /* header protection (RFC 9001 5.4) */
    aes_block(&a, at + header + 3, mask);
    at[0] ^= mask[0] & 0x0f;
    at[header - 1] ^= mask[1];
}
