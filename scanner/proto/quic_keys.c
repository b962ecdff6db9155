/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "proto/quic_keys.h"

#include <nettle/gcm.h>
#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <string.h>

#define NUMBER_MAX 4  /* bytes of a packet number */
#define SAMPLE     16 /* RFC 9001, 5.4.2 */
#define LABEL_MAX  32

/* What a draft kept of another's is told with that. */
#define SALT_22                                                                                    \
    {                                                                                              \
        0x7f, 0xbc, 0xdb, 0x0e, 0x7c, 0x66, 0xbb, 0xe9, 0x19, 0x3a, 0x96, 0xcd, 0x21, 0x51, 0x9e,  \
            0xbd, 0x7a, 0x02, 0x64, 0x4a                                                           \
    }
#define SALT_23                                                                                    \
    {                                                                                              \
        0xc3, 0xee, 0xf7, 0x12, 0xc7, 0x2e, 0xbb, 0x5a, 0x11, 0xa7, 0xd2, 0x43, 0x2b, 0xb4, 0x63,  \
            0x65, 0xbe, 0xf9, 0xf5, 0x02                                                           \
    }
#define SALT_29                                                                                    \
    {                                                                                              \
        0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c, 0x9e, 0x97, 0x86, 0xf1, 0x9c, 0x61, 0x11,  \
            0xe0, 0x43, 0x90, 0xa8, 0x99                                                           \
    }
#define SALT_1                                                                                     \
    {                                                                                              \
        0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8, 0x0c,  \
            0xad, 0xcc, 0xbb, 0x7f, 0x0a                                                           \
    }
#define SALT_2                                                                                     \
    {                                                                                              \
        0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93, 0x81, 0xbe, 0x6e, 0x26, 0x9d,  \
            0xcb, 0xf9, 0xbd, 0x2e, 0xd9                                                           \
    }
#define SALT_Q050                                                                                  \
    {                                                                                              \
        0x50, 0x45, 0x74, 0xef, 0xd0, 0x66, 0xfe, 0x2f, 0x9d, 0x94, 0x5c, 0xfc, 0xdb, 0xd3, 0xa7,  \
            0xf0, 0xd3, 0xb5, 0x6b, 0x45                                                           \
    }
#define SALT_T050                                                                                  \
    {                                                                                              \
        0x7f, 0xf5, 0x79, 0xe5, 0xac, 0xd0, 0x72, 0x91, 0x55, 0x80, 0x30, 0x4c, 0x43, 0xa2, 0x36,  \
            0x7c, 0x60, 0x48, 0x83, 0x10                                                           \
    }
#define SALT_T051                                                                                  \
    {                                                                                              \
        0x7a, 0x4e, 0xde, 0xf4, 0xe7, 0xcc, 0xee, 0x5f, 0xa4, 0x50, 0x6c, 0x19, 0x12, 0x4f, 0xc8,  \
            0xcc, 0xda, 0x6e, 0x03, 0x3d                                                           \
    }

/* The commoner first. Facebook's (mvfst) are drafts and version 1 by other names; Google's say who
 * they are: "Q050", "T051". */
static const struct am_quic_version versions[] = {
    {.first = 0x00000001, .last = 0x00000001, .salt = SALT_1},
    {.first = 0x6b3343cf, .last = 0x6b3343cf, .salt = SALT_2, .second = true},
    {.first = 0xff00001d, .last = 0xff000022, .salt = SALT_29}, /* drafts 29 to 34 */
    {.first = 0xff000017, .last = 0xff00001c, .salt = SALT_23}, /* drafts 23 to 28 */
    {.first = 0xff000016, .last = 0xff000016, .salt = SALT_22}, /* draft 22 */
    {.first = 0xfaceb000, .last = 0xfaceb001, .salt = SALT_22},
    {.first = 0xfaceb002, .last = 0xfaceb002, .salt = SALT_23},
    {.first = 0xfaceb003, .last = 0xfaceb004, .salt = SALT_1},
    {.first = 0xfaceb005, .last = 0xfaceb01f, .salt = SALT_23},
    {.first = 0x51303530, .last = 0x51303539, .salt = SALT_Q050, .google = true, .chlo = true},
    {.first = 0x54303530, .last = 0x54303530, .salt = SALT_T050, .google = true},
    {.first = 0x54303531, .last = 0x54303539, .salt = SALT_T051, .google = true},
};

const struct am_quic_version *am_quic_version_find(uint32_t version)
{
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
        if (version >= versions[i].first && version <= versions[i].last)
            return &versions[i];
    return NULL;
}

/* HKDF-Expand-Label (RFC 8446, 7.1) with an empty context, of at most one block, from a secret that
 * is the hash's key already. */
static void expand(struct hmac_sha256_ctx *secret, const char *label, size_t len, uint8_t *out)
{
    uint8_t info[LABEL_MAX] = {0,   (uint8_t)len, (uint8_t)(6 + strlen(label)), 't', 'l', 's', '1',
                               '3', ' '};
    size_t label_len = strlen(label);

    memcpy(info + 9, label, label_len);
    info[9 + label_len] = 0;     /* the context's length */
    info[9 + label_len + 1] = 1; /* the block's number (RFC 5869, 2.3) */
    hmac_sha256_update(secret, 9 + label_len + 2, info);
    hmac_sha256_digest(secret, len, out);
}

void am_quic_keys_derive(const struct am_quic_version *version, struct am_bytes id, bool by_server,
                         struct am_quic_keys *out)
{
    static const char *const labels[2][3] = {
        {"quic key", "quic iv", "quic hp"},
        {"quicv2 key", "quicv2 iv", "quicv2 hp"},
    };
    const char *const *label = labels[version->second];
    struct hmac_sha256_ctx hmac;
    uint8_t secret[SHA256_DIGEST_SIZE];

    hmac_sha256_set_key(&hmac, AM_QUIC_SALT, version->salt);
    hmac_sha256_update(&hmac, id.len, id.at);
    hmac_sha256_digest(&hmac, sizeof secret, secret);
    hmac_sha256_set_key(&hmac, sizeof secret, secret);
    expand(&hmac, by_server ? "server in" : "client in", sizeof secret, secret);
    hmac_sha256_set_key(&hmac, sizeof secret, secret);
    expand(&hmac, label[0], sizeof out->key, out->key);
    expand(&hmac, label[1], sizeof out->iv, out->iv);
    expand(&hmac, label[2], sizeof out->mask, out->mask);
}

/* RFC 9001, 5.4: the header as it was before its first byte and its number were masked; the
 * number's length, or 0 where the packet is too short to be one. */
static size_t unmask(const struct am_quic_keys *keys, struct am_reader *r, size_t number_at,
                     uint8_t header[AM_QUIC_HEADER_MAX])
{
    struct am_bytes before = am_read_bytes(r, number_at);
    struct am_bytes number = am_read_bytes(r, NUMBER_MAX);
    struct am_bytes sample = am_read_bytes(r, SAMPLE);
    uint8_t mask[SAMPLE];
    struct aes128_ctx aes;

    if (am_reader_status(r) != AM_OK || before.len == 0 ||
        before.len > AM_QUIC_HEADER_MAX - NUMBER_MAX)
        return 0;
    aes128_set_encrypt_key(&aes, keys->mask);
    aes128_encrypt(&aes, SAMPLE, mask, sample.at);
    memcpy(header, before.at, before.len);
    header[0] ^= mask[0] & 0x0f;
    size_t len = (header[0] & 3u) + 1;
    for (size_t i = 0; i < len; i++)
        header[before.len + i] = number.at[i] ^ mask[1 + i];
    return len;
}

bool am_quic_open(const struct am_quic_keys *keys, struct am_bytes packet, size_t number_at,
                  size_t missing, uint8_t room[AM_QUIC_PACKET_MAX], struct am_bytes *frames)
{
    uint8_t header[AM_QUIC_HEADER_MAX];
    uint8_t nonce[GCM_IV_SIZE];
    uint8_t tag[AM_QUIC_TAG];
    struct gcm_aes128_ctx gcm;
    struct am_reader r = am_reader_over(packet, false);
    struct am_reader sealed = r;
    size_t number_len = unmask(keys, &r, number_at, header);

    if (number_len == 0)
        return false;
    am_read_skip(&sealed, number_at + number_len);
    struct am_bytes left = am_reader_rest(&sealed);
    size_t end_len = missing < AM_QUIC_TAG ? AM_QUIC_TAG - missing : 0;
    struct am_bytes text = am_read_bytes(&sealed, left.len - end_len);
    struct am_bytes end = am_read_bytes(&sealed, end_len);
    if (am_reader_status(&sealed) != AM_OK || text.len > AM_QUIC_PACKET_MAX)
        return false;
    /* The nonce: the number, added to the vector's end (RFC 9001, 5.3). */
    memcpy(nonce, keys->iv, sizeof nonce);
    for (size_t i = 0; i < number_len; i++)
        nonce[sizeof nonce - number_len + i] ^= header[number_at + i];
    gcm_aes128_set_key(&gcm, keys->key);
    gcm_aes128_set_iv(&gcm, sizeof nonce, nonce);
    gcm_aes128_update(&gcm, number_at + number_len, header);
    gcm_aes128_decrypt(&gcm, text.len, room, text.at);
    *frames = (struct am_bytes){.at = room, .len = text.len};
    if (missing > 0)
        return (header[0] & 0x0cu) == 0; /* reserved bits (RFC 9000, 17.2) */
    gcm_aes128_digest(&gcm, sizeof tag, tag);
    return memeql_sec(tag, end.at, sizeof tag);
}
