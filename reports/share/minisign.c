/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "share/minisign.h"

#include <string.h>

#define ID_BYTES   8
#define KEY_BYTES  (2 + ID_BYTES + crypto_sign_PUBLICKEYBYTES)
#define SIG_BYTES  (2 + ID_BYTES + crypto_sign_BYTES)
#define BASE64     sodium_base64_VARIANT_ORIGINAL
#define SIG_TEXT   sodium_base64_ENCODED_LEN(SIG_BYTES, BASE64)
#define WHOLE_TEXT sodium_base64_ENCODED_LEN(crypto_sign_BYTES, BASE64)
#define UNTRUSTED  "untrusted comment: signature of an amarra share\n"
#define TRUSTED    "trusted comment: "

static void name_key(const uint8_t key[crypto_sign_PUBLICKEYBYTES], uint8_t out[ID_BYTES])
{
    uint8_t hash[crypto_generichash_BYTES];
    (void)crypto_generichash(hash, sizeof hash, key, crypto_sign_PUBLICKEYBYTES, NULL, 0);
    memcpy(out, hash, ID_BYTES);
}

void am_minisign_key_write(const uint8_t key[crypto_sign_PUBLICKEYBYTES], char out[AM_KEY_TEXT])
{
    uint8_t bytes[KEY_BYTES] = {'E', 'd'};
    name_key(key, bytes + 2);
    memcpy(bytes + 2 + ID_BYTES, key, crypto_sign_PUBLICKEYBYTES);
    (void)sodium_bin2base64(out, AM_KEY_TEXT, bytes, sizeof bytes, BASE64);
}

/* Bytes that are exactly as many, written in the one way in which they can be. */
static bool decode(const char *text, size_t len, uint8_t *out, size_t size)
{
    size_t got;
    const char *end;
    return sodium_base642bin(out, size, text, len, NULL, &got, &end, BASE64) == 0 && got == size &&
           end == text + len;
}

bool am_minisign_key_read(const char *text, uint8_t out[crypto_sign_PUBLICKEYBYTES])
{
    uint8_t bytes[KEY_BYTES];
    char again[AM_KEY_TEXT];
    if (strlen(text) != AM_KEY_TEXT - 1 || !decode(text, AM_KEY_TEXT - 1, bytes, sizeof bytes))
        return false;
    am_minisign_key_write(bytes + 2 + ID_BYTES, again);
    if (strcmp(again, text) != 0)
        return false;
    memcpy(out, bytes + 2 + ID_BYTES, crypto_sign_PUBLICKEYBYTES);
    return true;
}

/* What is signed a second time: the signature and the trusted comment. */
static enum am_status whole_of(const uint8_t signature[crypto_sign_BYTES], const char *comment,
                               struct am_text *out)
{
    am_text_init(out, AM_MINISIGN_TEXT_MAX);
    am_text_add_len(out, (const char *)signature, crypto_sign_BYTES);
    am_text_add(out, comment);
    return am_text_status(out);
}

static void hash_of(struct am_bytes content, uint8_t out[crypto_generichash_BYTES_MAX])
{
    (void)crypto_generichash(out, crypto_generichash_BYTES_MAX, content.at, content.len, NULL, 0);
}

enum am_status am_minisign_sign(struct am_bytes content, const char *comment,
                                const uint8_t secret[crypto_sign_SECRETKEYBYTES],
                                struct am_text *out)
{
    uint8_t hash[crypto_generichash_BYTES_MAX];
    uint8_t bytes[SIG_BYTES] = {'E', 'D'};
    uint8_t *signature = bytes + 2 + ID_BYTES;
    uint8_t second[crypto_sign_BYTES];
    char text[SIG_TEXT];
    char second_text[WHOLE_TEXT];
    struct am_text whole;
    hash_of(content, hash);
    name_key(secret + crypto_sign_SEEDBYTES, bytes + 2);
    (void)crypto_sign_detached(signature, NULL, hash, sizeof hash, secret);
    enum am_status status = whole_of(signature, comment, &whole);
    (void)crypto_sign_detached(second, NULL, (const uint8_t *)whole.at, whole.len, secret);
    am_text_done(&whole);
    if (status != AM_OK)
        return status;
    (void)sodium_bin2base64(text, sizeof text, bytes, sizeof bytes, BASE64);
    (void)sodium_bin2base64(second_text, sizeof second_text, second, sizeof second, BASE64);
    am_text_addf(out, UNTRUSTED "%s\n" TRUSTED "%s\n%s\n", text, comment, second_text);
    return am_text_status(out);
}

/* Passes over `expected`; false where something else stands there. */
static bool pass(const char **at, const char *expected)
{
    size_t len = strlen(expected);
    if (strncmp(*at, expected, len) != 0)
        return false;
    *at += len;
    return true;
}

/* The base64 text of a line. */
static bool take(const char **at, size_t len, uint8_t *out, size_t size)
{
    if (strnlen(*at, len) != len || !decode(*at, len, out, size))
        return false;
    *at += len;
    return pass(at, "\n");
}

bool am_minisign_fits(struct am_bytes content, const char *comment,
                      const uint8_t key[crypto_sign_PUBLICKEYBYTES], const char *signature)
{
    uint8_t bytes[SIG_BYTES];
    uint8_t second[crypto_sign_BYTES];
    uint8_t name[ID_BYTES];
    uint8_t hash[crypto_generichash_BYTES_MAX];
    struct am_text whole;
    const char *at = signature;
    if (!pass(&at, UNTRUSTED) || !take(&at, SIG_TEXT - 1, bytes, sizeof bytes) ||
        !pass(&at, TRUSTED) || !pass(&at, comment) || !pass(&at, "\n") ||
        !take(&at, WHOLE_TEXT - 1, second, sizeof second) || *at)
        return false;
    name_key(key, name);
    if (memcmp(bytes, "ED", 2) != 0 || memcmp(bytes + 2, name, sizeof name) != 0)
        return false;
    hash_of(content, hash);
    const uint8_t *first = bytes + 2 + ID_BYTES;
    bool fits = whole_of(first, comment, &whole) == AM_OK &&
                crypto_sign_verify_detached(first, hash, sizeof hash, key) == 0 &&
                crypto_sign_verify_detached(second, (const uint8_t *)whole.at, whole.len, key) == 0;
    am_text_done(&whole);
    return fits;
}
