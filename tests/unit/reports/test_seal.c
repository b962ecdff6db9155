/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "share/seal.h"
#include "shares.h"

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/amarra-seal.XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

static int remove_folder(void **state)
{
    (void)state;
    return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static const char *in_folder(const char *name)
{
    static char path[4][128];
    static unsigned turn;
    char *out = path[turn++ % 4];
    (void)snprintf(out, sizeof path[0], "%s/%s", folder, name);
    return out;
}

static struct am_bytes view(const struct am_text *t)
{
    return (struct am_bytes){(const uint8_t *)t->at, t->len};
}

struct pair {
    struct am_text share, receipt;
};

static void seal(const struct am_share *s, const char *key, struct pair *out)
{
    struct am_seal *by = NULL;
    am_text_init(&out->share, AM_SHARE_BYTES);
    am_text_init(&out->receipt, AM_SHARE_BYTES);
    assert_int_equal(am_seal_open(in_folder(key), s->about.campaign, &by, NULL), AM_OK);
    assert_int_equal(am_share_seal(s, by, &out->share, &out->receipt, NULL), AM_OK);
    am_seal_free(by);
}

static void done(struct pair *p)
{
    am_text_done(&p->share);
    am_text_done(&p->receipt);
}

static void what_is_sealed_opens(void **state)
{
    (void)state;
    struct am_share s = full_share();
    struct pair p;
    struct am_sealed got = {0};
    struct am_receipt receipt = {0};
    seal(&s, "key", &p);
    assert_int_equal(am_share_open(view(&p.share), "x", &got, NULL), AM_OK);
    json_t *first = am_share_json(&s);
    json_t *second = am_share_json(got.share);
    assert_true(json_equal(first, second));
    json_decref(first);
    json_decref(second);
    assert_int_equal(strlen(got.key), AM_KEY_TEXT - 1);
    assert_int_equal(strlen(got.id), AM_SHARE_ID_SIZE - 1);
    assert_int_equal(am_receipt_open(view(&p.receipt), "x", &receipt, NULL), AM_OK);
    assert_string_equal(receipt.campaign, "uy-2026");
    assert_string_equal(receipt.key, got.key);
    assert_string_equal(receipt.id, got.id);
    am_sealed_done(&got);
    done(&p);
}

static void the_same_share_is_the_same_file(void **state)
{
    (void)state;
    struct am_share s = full_share();
    struct pair first;
    struct pair second;
    struct am_sealed a = {0};
    struct am_sealed b = {0};
    seal(&s, "key", &first);
    seal(&s, "key", &second);
    assert_string_equal(first.share.at, second.share.at);
    assert_string_equal(first.receipt.at, second.receipt.at);
    done(&second);
    s.about.note = NULL;
    seal(&s, "key", &second);
    assert_int_equal(am_share_open(view(&first.share), "x", &a, NULL), AM_OK);
    assert_int_equal(am_share_open(view(&second.share), "x", &b, NULL), AM_OK);
    assert_string_equal(a.key, b.key); /* one organization */
    assert_string_not_equal(a.id, b.id);
    am_sealed_done(&a);
    am_sealed_done(&b);
    done(&first);
    done(&second);
}

static void two_campaigns_see_two_keys(void **state)
{
    (void)state;
    static const char *const campaigns[] = {"one", "two", "one"};
    static const char *const files[] = {"key", "key", "other"};
    char keys[3][AM_KEY_TEXT];
    for (size_t i = 0; i < 3; i++) {
        struct am_share s = full_share();
        struct am_sealed got = {0};
        struct pair p;
        s.about.campaign = campaigns[i];
        seal(&s, files[i], &p);
        assert_int_equal(am_share_open(view(&p.share), "x", &got, NULL), AM_OK);
        memcpy(keys[i], got.key, sizeof keys[i]);
        am_sealed_done(&got);
        done(&p);
    }
    assert_string_not_equal(keys[0], keys[1]);
    assert_string_not_equal(keys[0], keys[2]);
    assert_string_not_equal(keys[1], keys[2]);
}

/* Every bit of the file turned, one after another: none opens. */
static void no_bit_can_be_turned(void **state)
{
    (void)state;
    struct am_share s = full_share();
    struct pair p;
    seal(&s, "key", &p);
    for (size_t i = 0; i < 8 * p.share.len; i++) {
        struct am_sealed got = {0};
        p.share.at[i / 8] = (char)(p.share.at[i / 8] ^ 1 << i % 8);
        if (am_share_open(view(&p.share), "x", &got, NULL) == AM_OK)
            fail_msg("bit %zu of byte %zu", i % 8, i / 8);
        p.share.at[i / 8] = (char)(p.share.at[i / 8] ^ 1 << i % 8);
    }
    for (size_t i = 0; i < 8 * p.receipt.len; i++) {
        struct am_receipt got = {0};
        p.receipt.at[i / 8] = (char)(p.receipt.at[i / 8] ^ 1 << i % 8);
        if (am_receipt_open(view(&p.receipt), "x", &got, NULL) == AM_OK)
            fail_msg("bit %zu of byte %zu of the receipt", i % 8, i / 8);
        p.receipt.at[i / 8] = (char)(p.receipt.at[i / 8] ^ 1 << i % 8);
    }
    done(&p);
}

/* At whatever byte it ends, the file is told as cut; nothing follows the last but a new line. */
static void a_cut_file_is_told_as_cut(void **state)
{
    (void)state;
    struct am_share s = full_share();
    struct pair p;
    seal(&s, "key", &p);
    for (size_t len = 0; len < p.share.len - 1; len++) {
        struct am_sealed got = {0};
        struct am_problem problem = {0};
        struct am_bytes cut = {(const uint8_t *)p.share.at, len};
        if (am_share_open(cut, "x", &got, &problem) != AM_E_TRUNCATED ||
            strcmp(problem.text, "the file ends before the share does: ask for it again") != 0)
            fail_msg("%zu bytes: %s", len, problem.text);
    }
    done(&p);
}

static const char *why(const char *text, size_t len)
{
    static struct am_problem problem;
    struct am_sealed got = {0};
    struct am_bytes bytes = {(const uint8_t *)text, len};
    problem = (struct am_problem){0};
    assert_int_not_equal(am_share_open(bytes, "x", &got, &problem), AM_OK);
    assert_null(got.share);
    return problem.text;
}

static char *replaced(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    assert_non_null(at);
    size_t size = strlen(text) + strlen(to) + 1;
    char *out = calloc(1, size);
    assert_non_null(out);
    (void)snprintf(out, size, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    return out;
}

static void each_wrong_file_has_a_sentence_of_its_own(void **state)
{
    (void)state;
    struct am_share s = full_share();
    struct pair p;
    seal(&s, "key", &p);
    static const struct {
        const char *from, *to, *says;
    } cases[] = {
        {"\"presence\":[45,50]", "\"presence\":[50,55]",
         "the signature does not fit the content: it was changed after it was signed"},
        {"\"uy-2026\"", "\"uy-2027\"", "the signature does not fit the content"},
        {" la radio", " la\\u0020radio ", "the signature does not fit the content"},
        {"amarra-share/1\"", "amarra-share/2\"",
         "made by a newer amarra (amarra-share/2): update amarra"},
        {"\"method\": 1", "\"method\": 3", "made by a newer amarra (method 3): update amarra"},
        {"\"night\"", "\"nights\"", "nights: no member of this name is known"},
        {"\"night\":", "\"home\": [0,5],\n \"night\":", "it is no share: duplicate object key"},
        {"\"key\": \"R", "\"key\": \"S", "key: must be a public key of minisign"},
        {"\"key\":", "\"clave\":", "key: is missing"},
        {"\"signature\":", "\"firma\":", "signature: is missing"},
        {"untrusted comment", "Untrusted comment", "the signature does not fit the content"},
        {"\"union\"", "\"union", "it is no share: "},
        {"{", "[[[[[[[[[[[[[[[[[[{", "nested deeper than 12 levels: no share is"},
        {"{", "", "it is no share: "},
        {"\xc3\xb1", "\xc3\xff", "byte 1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = replaced(p.share.at, cases[i].from, cases[i].to);
        const char *said = why(text, strlen(text));
        if (strncmp(said, cases[i].says, strlen(cases[i].says)) != 0)
            fail_msg("%s: %s", cases[i].to, said);
        free(text);
    }
    assert_non_null(strstr(why("{\"a\": \"\xff\"}", 10), "byte 8 is no UTF-8: it is no share"));
    assert_string_equal(why("{}", 2), "\"schema\" is not \"amarra-share/1\": it is something else");
    assert_string_equal(why("[]", 2), "it is no share: must be an object, { ... }");
    assert_non_null(strstr(why(p.receipt.at, p.receipt.len), "this is the receipt"));
    static char large[AM_SHARE_BYTES + 1];
    memset(large, ' ', sizeof large);
    assert_string_equal(why(large, sizeof large), "larger than 262144 bytes: no share is");
    done(&p);
}

/* Who verified it once need not again: the content is told, and who it is of. */
static void what_was_verified_opens_without_its_signature(void **state)
{
    (void)state;
    struct am_share s = full_share();
    struct pair p;
    struct am_sealed first = {0};
    struct am_sealed second = {0};
    seal(&s, "key", &p);
    assert_int_equal(am_share_open(view(&p.share), "x", &first, NULL), AM_OK);
    char *other = replaced(p.share.at, "amarra-share/1\\n", "amarra-share/9\\n");
    struct am_bytes changed = {(const uint8_t *)other, strlen(other)};
    assert_int_equal(am_share_open(changed, "x", &second, NULL), AM_E_MALFORMED);
    assert_int_equal(am_share_open_kept(changed, "x", &second, NULL), AM_OK);
    assert_string_equal(first.id, second.id);
    assert_string_equal(first.key, second.key);
    am_sealed_done(&first);
    am_sealed_done(&second);
    free(other);
    done(&p);
}

static void a_receipt_withdraws_its_share_alone(void **state)
{
    (void)state;
    struct am_share s = full_share();
    struct pair p;
    struct am_receipt got = {0};
    struct am_problem problem = {0};
    seal(&s, "key", &p);
    assert_int_equal(am_receipt_open(view(&p.share), "x", &got, &problem), AM_E_MALFORMED);
    assert_string_equal(problem.text, "this is a share, not the receipt that withdraws it");
    char *id = strstr(p.receipt.at, "\"share\": \"") + 10;
    *id = *id == 'a' ? 'b' : 'a';
    problem = (struct am_problem){0};
    assert_int_equal(am_receipt_open(view(&p.receipt), "x", &got, &problem), AM_E_MALFORMED);
    assert_non_null(strstr(problem.text, "the signature does not fit"));
    assert_string_equal(got.key, "");
    done(&p);
}

/* --- the key's file --- */

static unsigned mode_of(const char *path)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return (unsigned)st.st_mode & 07777u;
}

static void the_key_is_its_owners_alone(void **state)
{
    (void)state;
    const char *path = in_folder("mine");
    bool there = true;
    struct am_seal *seal = NULL;
    struct am_problem problem = {0};
    assert_int_equal(am_seal_check(path, &there, NULL), AM_OK);
    assert_false(there);
    assert_int_equal(access(path, F_OK), -1);
    mode_t mask = umask(0);
    assert_int_equal(am_seal_open(path, "c", &seal, NULL), AM_OK);
    (void)umask(mask);
    am_seal_free(seal);
    seal = NULL;
    assert_int_equal(mode_of(path), 0600);
    assert_int_equal(am_seal_check(path, &there, NULL), AM_OK);
    assert_true(there);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(am_seal_open(path, "c", &seal, &problem), AM_E_USAGE);
    assert_non_null(strstr(problem.text, "others may read this key"));
    assert_int_equal(am_seal_check(path, &there, NULL), AM_E_USAGE);
    assert_null(seal);
}

static void what_is_no_key_is_left_alone(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "secret\n", "amarra share key"};
    const char *path = in_folder("none");
    struct am_seal *seal = NULL;
    struct am_bytes now;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        FILE *f = fopen(path, "we");
        assert_non_null(f);
        assert_true(fputs(texts[i], f) >= 0 && fclose(f) == 0);
        assert_int_equal(chmod(path, 0600), 0);
        struct am_problem problem = {0};
        assert_int_equal(am_seal_open(path, "c", &seal, &problem), AM_E_USAGE);
        assert_non_null(strstr(problem.text, "is no key of amarra"));
        assert_int_equal(am_file_load(path, 1000, &now, NULL), AM_OK);
        assert_string_equal((const char *)now.at, texts[i]);
        am_free(now.at);
    }
    assert_int_equal(am_seal_open(folder, "c", &seal, NULL), AM_E_USAGE);
    assert_int_equal(am_seal_open(in_folder("absent/key"), "c", &seal, NULL), AM_E_IO);
    assert_int_equal(mkfifo(in_folder("pipe"), 0600), 0);
    assert_int_equal(am_seal_open(in_folder("pipe"), "c", &seal, NULL), AM_E_USAGE);
    assert_null(seal);
}

/* A key that was cut or changed by hand signs nothing under another name. */
static void a_damaged_key_is_refused(void **state)
{
    (void)state;
    const char *path = in_folder("damaged");
    struct am_seal *seal = NULL;
    struct am_bytes whole;
    assert_int_equal(am_seal_open(path, "c", &seal, NULL), AM_OK);
    am_seal_free(seal);
    seal = NULL;
    assert_int_equal(am_file_load(path, 1000, &whole, NULL), AM_OK);
    for (size_t len = 0; len < whole.len; len++) {
        assert_int_equal(truncate(path, (off_t)len), 0);
        assert_int_equal(am_seal_open(path, "c", &seal, NULL), AM_E_USAGE);
        FILE *f = fopen(path, "we");
        assert_non_null(f);
        assert_int_equal(fwrite(whole.at, 1, whole.len, f), whole.len);
        assert_int_equal(fclose(f), 0);
    }
    assert_int_equal(am_seal_open(path, "c", &seal, NULL), AM_OK);
    am_seal_free(seal);
    am_free(whole.at);
}

/* Many that begin at once end up with one key, and leave nothing beside it. */
static void two_that_begin_at_once_have_one_key(void **state)
{
    (void)state;
    enum { MANY = 8 };
    char path[128];
    int told[2];
    char ids[MANY][AM_KEY_TEXT];
    (void)snprintf(path, sizeof path, "%s", in_folder("first"));
    assert_int_equal(pipe(told), 0);
    for (int i = 0; i < MANY; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child > 0)
            continue;
        struct am_share s = full_share();
        struct am_sealed got = {0};
        struct pair p;
        seal(&s, "first", &p);
        int failed = am_share_open(view(&p.share), "x", &got, NULL) != AM_OK ||
                     write(told[1], got.key, AM_KEY_TEXT) != AM_KEY_TEXT;
        _exit(failed);
    }
    for (int i = 0; i < MANY; i++) {
        int status;
        assert_true(wait(&status) > 0 && status == 0);
        assert_int_equal(read(told[0], ids[i], AM_KEY_TEXT), AM_KEY_TEXT);
        assert_string_equal(ids[i], ids[0]);
    }
    (void)close(told[0]);
    (void)close(told[1]);
}

static void the_place_follows_the_environment(void **state)
{
    (void)state;
    char out[PATH_MAX];
    char want[PATH_MAX];
    struct am_seal *seal = NULL;
    assert_int_equal(setenv("XDG_DATA_HOME", in_folder("data"), 1), 0);
    assert_int_equal(am_seal_place(out, sizeof out, NULL), AM_OK);
    (void)snprintf(want, sizeof want, "%s/data/amarra/share.key", folder);
    assert_string_equal(out, want);
    assert_int_equal(am_seal_open(out, "c", &seal, NULL), AM_OK); /* makes its folders */
    am_seal_free(seal);
    assert_int_equal(mode_of(in_folder("data/amarra")), 0700);
    assert_int_equal(unsetenv("XDG_DATA_HOME"), 0);
    assert_int_equal(setenv("HOME", folder, 1), 0);
    assert_int_equal(am_seal_place(out, sizeof out, NULL), AM_OK);
    (void)snprintf(want, sizeof want, "%s/.local/share/amarra/share.key", folder);
    assert_string_equal(out, want);
    assert_int_equal(setenv("HOME", "", 1), 0);
    assert_int_equal(am_seal_place(out, sizeof out, NULL), AM_E_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sealed_opens),
        cmocka_unit_test(the_same_share_is_the_same_file),
        cmocka_unit_test(two_campaigns_see_two_keys),
        cmocka_unit_test(no_bit_can_be_turned),
        cmocka_unit_test(a_cut_file_is_told_as_cut),
        cmocka_unit_test(each_wrong_file_has_a_sentence_of_its_own),
        cmocka_unit_test(what_was_verified_opens_without_its_signature),
        cmocka_unit_test(a_receipt_withdraws_its_share_alone),
        cmocka_unit_test(the_key_is_its_owners_alone),
        cmocka_unit_test(what_is_no_key_is_left_alone),
        cmocka_unit_test(a_damaged_key_is_refused),
        cmocka_unit_test(two_that_begin_at_once_have_one_key),
        cmocka_unit_test(the_place_follows_the_environment),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
