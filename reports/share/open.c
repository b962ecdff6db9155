/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Files that claim to be shares or receipts. */
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "share/form.h"
#include "share/minisign.h"

/* What is told of one kind of file. */
struct kind {
    const char *schema;
    int version;
    const char *what; /* "share" */
    const char *other, *is_other;
};
static const struct kind share_kind = {
    AM_SHARE_SCHEMA, AM_SHARE_VERSION, "share", AM_RECEIPT_SCHEMA,
    "this is the receipt, which withdraws a share: keep it, and give the share"};
static const struct kind receipt_kind = {AM_RECEIPT_SCHEMA, AM_RECEIPT_VERSION, "receipt",
                                         AM_SHARE_SCHEMA,
                                         "this is a share, not the receipt that withdraws it"};

static enum am_status cut_short(const struct kind *kind, const char *file,
                                struct am_problem *problem)
{
    return am_problem_set(problem, AM_E_TRUNCATED, file, 0,
                          "the file ends before the %s does: ask for it again", kind->what);
}

/* What is no JSON is told in one's own words: a campaigner passes them on. */
static enum am_status parse(struct am_bytes bytes, const struct kind *kind, const char *file,
                            json_t **out, struct am_problem *problem)
{
    bool cut;
    struct am_problem own = {0};
    if (bytes.len > AM_SHARE_BYTES)
        return am_problem_set(problem, AM_E_LIMIT, file, 0, "larger than %zu bytes: no %s is",
                              AM_SHARE_BYTES, kind->what);
    size_t broken = am_utf8_check(bytes, &cut);
    if (broken < bytes.len && !cut)
        return am_problem_set(problem, AM_E_MALFORMED, file, 0,
                              "byte %zu is no UTF-8: it is no %s, or was damaged on its way",
                              broken + 1, kind->what);
    if (cut)
        return cut_short(kind, file, problem);
    enum am_status status = am_json_parse(bytes, file, out, &own);
    if (status == AM_E_TRUNCATED)
        return cut_short(kind, file, problem);
    if (status == AM_E_MALFORMED)
        return am_problem_set(problem, status, file, own.line, "it is no %s: %s", kind->what,
                              own.text);
    if (status == AM_E_LIMIT)
        return am_problem_set(problem, status, file, 0, "%s: no %s is", own.text, kind->what);
    return status == AM_OK ? AM_OK
                           : am_problem_set(problem, status, file, own.line, "%s", own.text);
}

/* A file that is taken apart: what was signed, by whom, and what is left to read. */
struct file {
    const struct kind *kind;
    struct am_members r;
    json_t *content;      /* without key and signature */
    struct am_text bytes; /* that were signed */
    json_t *signature;
    uint8_t key[crypto_sign_PUBLICKEYBYTES];
    char key_text[AM_KEY_TEXT];
};

static void file_done(struct file *f)
{
    am_text_done(&f->bytes);
    json_decref(f->signature);
    json_decref(f->content);
}

static void check_kind(struct file *f)
{
    const char *schema = json_string_value(json_object_get(f->content, "schema"));
    const char *other = f->kind->other;
    if (schema && strncmp(schema, other, strlen(other)) == 0)
        am_members_fail(&f->r, AM_E_MALFORMED, NULL, "%s", f->kind->is_other);
    am_form_version(&f->r, f->content, f->kind->schema, f->kind->version);
}

/* Takes the signature off, and the key, which is signed too. */
static void take_seals(struct file *f)
{
    const char *signature = am_member_text(&f->r, f->content, "signature", false);
    const char *key = am_member_text(&f->r, f->content, "key", false);
    if (key && !am_minisign_key_read(key, f->key))
        am_members_fail(&f->r, AM_E_MALFORMED, "key",
                        "must be a public key of minisign, as amarra writes it");
    if (!signature || f->r.status != AM_OK)
        return;
    am_minisign_key_write(f->key, f->key_text);
    f->signature = json_incref(json_object_get(f->content, "signature"));
    (void)json_object_del(f->content, "signature");
    enum am_status status = am_form_bytes(f->content, &f->bytes);
    if (status != AM_OK)
        am_members_fail(&f->r, status, NULL, "out of memory");
    (void)json_object_del(f->content, "key");
}

/* `out` is for file_done whatever is returned. */
static enum am_status take_apart(struct am_bytes bytes, const struct kind *kind, const char *file,
                                 struct file *out, struct am_problem *problem)
{
    *out =
        (struct file){.kind = kind, .r.strict = {.file = file, .text = bytes, .problem = problem}};
    am_text_init(&out->bytes, AM_SHARE_BYTES);
    if (sodium_init() < 0)
        return am_problem_set(problem, AM_E_NO_MEMORY, file, 0, "out of memory");
    enum am_status status = parse(bytes, kind, file, &out->content, problem);
    if (status != AM_OK)
        return status;
    check_kind(out);
    take_seals(out);
    return out->r.status;
}

static enum am_status verify(const struct file *f)
{
    char comment[32];
    (void)snprintf(comment, sizeof comment, "%s%d", f->kind->schema, f->kind->version);
    if (am_minisign_fits(am_form_view(&f->bytes), comment, f->key, json_string_value(f->signature)))
        return AM_OK;
    return am_problem_set(
        f->r.strict.problem, AM_E_MALFORMED, f->r.strict.file, 0,
        "the signature does not fit the content: it was changed after it was signed");
}

static enum am_status open_share(struct am_bytes bytes, const char *file, bool kept,
                                 struct am_sealed *out, struct am_problem *problem)
{
    struct file f;
    struct am_share *share = NULL;
    enum am_status status = take_apart(bytes, &share_kind, file, &f, problem);
    if (status == AM_OK)
        status = am_share_parse(f.content, bytes, file, &share, problem);
    if (status == AM_OK && !kept)
        status = verify(&f);
    if (status == AM_OK) {
        *out = (struct am_sealed){.share = share};
        memcpy(out->key, f.key_text, sizeof out->key);
        am_form_id(&f.bytes, out->id);
    } else {
        am_share_free(share);
    }
    file_done(&f);
    return status;
}

enum am_status am_share_open(struct am_bytes bytes, const char *file, struct am_sealed *out,
                             struct am_problem *problem)
{
    return open_share(bytes, file, false, out, problem);
}

enum am_status am_share_open_kept(struct am_bytes bytes, const char *file, struct am_sealed *out,
                                  struct am_problem *problem)
{
    return open_share(bytes, file, true, out, problem);
}

void am_sealed_done(struct am_sealed *s)
{
    am_share_free(s->share);
    *s = (struct am_sealed){0};
}

static bool is_id(const char *text)
{
    return strlen(text) == AM_SHARE_ID_SIZE - 1 &&
           strspn(text, "0123456789abcdef") == AM_SHARE_ID_SIZE - 1;
}

static void read_receipt(struct file *f, struct am_receipt *out)
{
    static const char *const known[] = {"schema", "campaign", "share", NULL};
    struct am_members *r = &f->r;
    am_members_known(r, f->content, known);
    const char *campaign = am_member_text(r, f->content, "campaign", false);
    const char *id = am_member_text(r, f->content, "share", false);
    const char *fault = campaign ? am_share_campaign_fault(campaign) : NULL;
    if (fault)
        am_members_fail(r, AM_E_MALFORMED, "campaign", "%s", fault);
    if (id && !is_id(id))
        am_members_fail(r, AM_E_MALFORMED, "share", "must be the id of a share");
    if (r->status != AM_OK || !campaign || !id)
        return;
    (void)snprintf(out->campaign, sizeof out->campaign, "%s", campaign);
    (void)snprintf(out->id, sizeof out->id, "%s", id);
    memcpy(out->key, f->key_text, sizeof out->key);
}

enum am_status am_receipt_open(struct am_bytes bytes, const char *file, struct am_receipt *out,
                               struct am_problem *problem)
{
    struct file f;
    struct am_receipt receipt = {0};
    enum am_status status = take_apart(bytes, &receipt_kind, file, &f, problem);
    if (status == AM_OK)
        read_receipt(&f, &receipt);
    if (status == AM_OK)
        status = f.r.status;
    if (status == AM_OK)
        status = verify(&f);
    if (status == AM_OK)
        *out = receipt;
    file_done(&f);
    return status;
}
