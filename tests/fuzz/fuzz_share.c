/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A share or a receipt from any bytes: refused with a problem on a line that there is, or read.
 * Whatever reads as the content of a share writes back to the same content, can be told, and,
 * sealed, opens again; but not with a bit of it turned, of which the last bytes of the input say
 * which. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "share/keys.h"
#include "share/seal.h"
#include "share/tell.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_problem(const struct am_problem *problem, struct am_bytes text)
{
    unsigned long lines = 1;
    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    must(problem->status != AM_OK && problem->text[0] && problem->line <= lines);
}

static void check_told(const struct am_share *s)
{
    static struct am_speech *speech;
    struct am_text out;
    if (!speech)
        must(am_speech_open(NULL, AM_LANG_EN, &speech, NULL) == AM_OK);
    am_text_init(&out, AM_SHARE_TOLD_MAX);
    must(am_share_tell(s, NULL, speech, &out) == AM_OK && out.len > 0);
    am_text_done(&out);
    am_speech_forget(speech);
}

static void turn(struct am_text *t, size_t bit)
{
    t->at[bit / 8] = (char)(t->at[bit / 8] ^ 1 << bit % 8);
}

static void check_sealed(const struct am_share *s, uint32_t which)
{
    struct am_seal seal;
    struct am_text file;
    struct am_text receipt;
    struct am_sealed got = {0};
    struct am_receipt withdraws = {0};
    const uint8_t seed[crypto_sign_SEEDBYTES] = {7};
    (void)crypto_sign_seed_keypair(seal.key, seal.secret, seed);
    (void)snprintf(seal.campaign, sizeof seal.campaign, "%s", s->about.campaign);
    am_text_init(&file, AM_SHARE_BYTES);
    am_text_init(&receipt, AM_SHARE_BYTES);
    if (am_share_seal(s, &seal, &file, &receipt, NULL) ==
        AM_OK) { /* it may be larger than a share */
        struct am_bytes bytes = {(const uint8_t *)file.at, file.len};
        struct am_bytes second = {(const uint8_t *)receipt.at, receipt.len};
        must(am_share_open(bytes, "fuzz", &got, NULL) == AM_OK);
        must(am_receipt_open(second, "fuzz", &withdraws, NULL) == AM_OK);
        must(strcmp(withdraws.id, got.id) == 0 && strcmp(withdraws.key, got.key) == 0);
        am_sealed_done(&got);
        turn(&file, which % (8 * file.len));
        must(am_share_open(bytes, "fuzz", &got, NULL) != AM_OK && !got.share);
        turn(&receipt, which % (8 * receipt.len));
        must(am_receipt_open(second, "fuzz", &withdraws, NULL) != AM_OK);
    }
    am_text_done(&file);
    am_text_done(&receipt);
}

static void check_content(json_t *content, struct am_bytes text, uint32_t which)
{
    struct am_share *s = NULL;
    struct am_problem problem = {0};
    if (am_share_parse(content, text, "fuzz", &s, &problem) != AM_OK) {
        check_problem(&problem, text);
        must(!s);
        return;
    }
    json_t *again = am_share_json(s);
    must(again && json_equal(content, again));
    json_decref(again);
    check_told(s);
    check_sealed(s, which);
    am_share_free(s);
}

static void check_files(struct am_bytes text)
{
    struct am_sealed sealed = {0};
    struct am_receipt receipt = {0};
    struct am_problem first = {0};
    struct am_problem second = {0};
    if (am_share_open(text, "fuzz", &sealed, &first) == AM_OK)
        am_sealed_done(&sealed);
    else
        check_problem(&first, text);
    if (am_receipt_open(text, "fuzz", &receipt, &second) != AM_OK)
        check_problem(&second, text);
    must(first.status != AM_OK || second.status != AM_OK); /* no file is both */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct am_bytes text = {data, size};
    json_t *content = NULL;
    uint32_t which = 0;
    must(sodium_init() >= 0);
    check_files(text);
    for (size_t i = size < 4 ? 0 : size - 4; i < size; i++)
        which = which * 256 + data[i];
    if (am_json_parse(text, "fuzz", &content, NULL) == AM_OK) {
        (void)json_object_del(content, "key");
        (void)json_object_del(content, "signature");
        check_content(content, text, which);
        json_decref(content);
    }
    return 0;
}
