/* SPDX-License-Identifier: AGPL-3.0-or-later
 * seal_shares: signs what is said to be shares, as docs/share.md describes it and without the
 * program's own code, so that the format is written twice.
 *
 *   seal_shares <CONTENTS.jsonl >SHARES.jsonl [RECEIPTS.jsonl]
 *
 * A line is {"secret": 64 hex digits, "content": {...}}; the secret is the seed of the key. */
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ID  8
#define B64 sodium_base64_VARIANT_ORIGINAL

static void fail(const char *why)
{
    (void)fprintf(stderr, "seal_shares: %s\n", why);
    exit(EXIT_FAILURE);
}

struct signer {
    uint8_t key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES], id[ID];
};

static void signer_of(const char *hex, struct signer *out)
{
    uint8_t seed[crypto_sign_SEEDBYTES];
    uint8_t hash[32];
    size_t len;
    if (!hex || sodium_hex2bin(seed, sizeof seed, hex, strlen(hex), NULL, &len, NULL) != 0 ||
        len != sizeof seed)
        fail("a secret is 64 hex digits");
    (void)crypto_sign_seed_keypair(out->key, out->secret, seed);
    (void)crypto_generichash(hash, sizeof hash, out->key, sizeof out->key, NULL, 0);
    memcpy(out->id, hash, ID);
}

/* `kind`, the key's id, and what follows, as base64. */
static void packed(const char *kind, const struct signer *s, const uint8_t *rest, size_t len,
                   char *out, size_t size)
{
    uint8_t bytes[2 + ID + crypto_sign_BYTES];
    memcpy(bytes, kind, 2);
    memcpy(bytes + 2, s->id, ID);
    memcpy(bytes + 2 + ID, rest, len);
    (void)sodium_bin2base64(out, size, bytes, 2 + ID + len, B64);
}

/* Adds key and signature; `id` is that of what was signed. */
static void seal(json_t *content, const struct signer *s, const char *schema, char id[33])
{
    char key[64];
    char text[128];
    char second_text[128];
    char signature[512];
    uint8_t hash[64];
    uint8_t first[crypto_sign_BYTES];
    uint8_t second[crypto_sign_BYTES];
    uint8_t whole[crypto_sign_BYTES + 64];
    packed("Ed", s, s->key, sizeof s->key, key, sizeof key);
    (void)json_object_set_new(content, "key", json_string(key));
    char *body = json_dumps(content, JSON_COMPACT | JSON_SORT_KEYS);
    char *line = body ? realloc(body, strlen(body) + 2) : NULL;
    if (!line)
        fail("out of memory");
    memcpy(line + strlen(line), "\n", 2);
    (void)crypto_generichash(hash, sizeof hash, (uint8_t *)line, strlen(line), NULL, 0);
    (void)crypto_sign_detached(first, NULL, hash, sizeof hash, s->secret);
    memcpy(whole, first, sizeof first);
    memcpy(whole + sizeof first, schema, strlen(schema));
    (void)crypto_sign_detached(second, NULL, whole, sizeof first + strlen(schema), s->secret);
    packed("ED", s, first, sizeof first, text, sizeof text);
    (void)sodium_bin2base64(second_text, sizeof second_text, second, sizeof second, B64);
    (void)snprintf(signature, sizeof signature,
                   "untrusted comment: signature of an amarra share\n%s\ntrusted comment: %s\n%s\n",
                   text, schema, second_text);
    (void)json_object_set_new(content, "signature", json_string(signature));
    (void)crypto_generichash(hash, 16, (uint8_t *)line, strlen(line), NULL, 0);
    (void)sodium_bin2hex(id, 33, hash, 16);
    free(line);
}

static void print(FILE *out, const json_t *o)
{
    if (json_dumpf(o, out, JSON_COMPACT | JSON_SORT_KEYS) != 0 || fputc('\n', out) == EOF)
        fail("can't write");
}

static void sign_line(const char *line, FILE *receipts)
{
    char id[33];
    char of_receipt[33];
    struct signer s;
    json_t *o = json_loads(line, 0, NULL);
    json_t *content = json_object_get(o, "content");
    if (!content)
        fail("a line is no JSON object with a content");
    signer_of(json_string_value(json_object_get(o, "secret")), &s);
    seal(content, &s, "amarra-share/1", id);
    print(stdout, content);
    if (receipts) {
        json_t *receipt = json_pack("{s:s, s:O, s:s}", "schema", "amarra-receipt/1", "campaign",
                                    json_object_get(content, "campaign"), "share", id);
        seal(receipt, &s, "amarra-receipt/1", of_receipt);
        print(receipts, receipt);
        json_decref(receipt);
    }
    json_decref(o);
}

int main(int argc, char **argv)
{
    FILE *receipts = argc > 1 ? fopen(argv[1], "w") : NULL;
    char *line = NULL;
    size_t size = 0;
    if (sodium_init() < 0 || (argc > 1 && !receipts))
        fail("can't begin");
    while (getline(&line, &size, stdin) > 0)
        sign_line(line, receipts);
    free(line);
    if (fflush(stdout) != 0 || (receipts && fclose(receipts) != 0))
        fail("can't write");
    return EXIT_SUCCESS;
}
