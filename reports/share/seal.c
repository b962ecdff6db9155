/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A share and its receipt as files, signed. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "share/form.h"
#include "share/keys.h"
#include "share/minisign.h"

static bool holds_objects(const json_t *value)
{
    return json_is_array(value) && json_is_object(json_array_get(value, 0));
}

/* One element a line, so that a person can read it and a diff shows what differs. */
static enum am_status write_list(const json_t *list, struct am_text *out)
{
    enum am_status status = AM_OK;
    am_text_add(out, "[");
    for (size_t i = 0; status == AM_OK && i < json_array_size(list); i++) {
        am_text_add(out, i > 0 ? ",\n  " : "\n  ");
        status = am_form_dump(json_array_get(list, i), out);
    }
    am_text_add(out, "\n ]");
    return status;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum am_status write_members(json_t *o, const char **keys, struct am_text *out)
{
    const char *key;
    json_t *value;
    size_t count = 0;
    enum am_status status = AM_OK;
    json_object_foreach(o, key, value)
    {
        keys[count++] = key;
    }
    qsort((void *)keys, count, sizeof *keys, by_text);
    am_text_add(out, "{");
    for (size_t i = 0; status == AM_OK && i < count; i++) {
        value = json_object_get(o, keys[i]);
        am_text_addf(out, "%s\n \"%s\": ", i > 0 ? "," : "", keys[i]);
        status = holds_objects(value) ? write_list(value, out) : am_form_dump(value, out);
    }
    am_text_add(out, "\n}\n");
    return status == AM_OK ? am_text_status(out) : status;
}

/* The file, one member a line in order of their names. */
static enum am_status write_file(json_t *o, struct am_text *out)
{
    const char **keys = calloc(json_object_size(o) + 1, sizeof *keys);
    if (!keys)
        return AM_E_NO_MEMORY;
    enum am_status status = write_members(o, keys, out);
    free((void *)keys);
    return status;
}

/* Signs `content`, its schema as the comment, and writes it. `id` may be NULL. */
static enum am_status seal(json_t *content, const struct am_seal *seal, char id[AM_SHARE_ID_SIZE],
                           struct am_text *out)
{
    struct am_text bytes;
    struct am_text signature;
    const char *schema = json_string_value(json_object_get(content, "schema"));
    enum am_status status = am_form_bytes(content, &bytes);
    am_text_init(&signature, AM_MINISIGN_TEXT_MAX);
    if (status == AM_OK)
        status = am_minisign_sign(am_form_view(&bytes), schema, seal->secret, &signature);
    if (status == AM_OK && id)
        am_form_id(&bytes, id);
    if (status == AM_OK &&
        json_object_set_new(content, "signature", json_string(signature.at)) != 0)
        status = AM_E_NO_MEMORY;
    if (status == AM_OK)
        status = write_file(content, out);
    am_text_done(&signature);
    am_text_done(&bytes);
    return status;
}

enum am_status am_share_seal(const struct am_share *s, const struct am_seal *by,
                             struct am_text *out, struct am_text *receipt,
                             struct am_problem *problem)
{
    char key[AM_KEY_TEXT];
    char id[AM_SHARE_ID_SIZE] = "";
    assert(strcmp(s->about.campaign, by->campaign) == 0);
    json_t *content = am_share_json(s);
    json_t *withdraws = NULL;
    struct am_text file;
    struct am_text second;
    am_text_init(&file, AM_SHARE_BYTES);
    am_text_init(&second, AM_SHARE_BYTES);
    am_minisign_key_write(by->key, key);
    enum am_status status = content && json_object_set_new(content, "key", json_string(key)) == 0
                                ? AM_OK
                                : AM_E_NO_MEMORY;
    if (status == AM_OK)
        status = seal(content, by, id, &file);
    if (status == AM_OK)
        withdraws = json_pack("{s:s, s:s, s:s, s:s}", "schema", AM_RECEIPT_SCHEMA "1", "campaign",
                              s->about.campaign, "key", key, "share", id);
    if (status == AM_OK)
        status = withdraws ? seal(withdraws, by, NULL, &second) : AM_E_NO_MEMORY;
    if (status == AM_OK) {
        am_text_add_len(out, file.at, file.len);
        am_text_add_len(receipt, second.at, second.len);
    }
    am_text_done(&file);
    am_text_done(&second);
    json_decref(content);
    json_decref(withdraws);
    if (status == AM_OK && am_text_status(out) == AM_OK && am_text_status(receipt) == AM_OK)
        return AM_OK;
    if (status == AM_E_LIMIT)
        return am_problem_set(problem, status, NULL, 0,
                              "the scan holds more than a share can tell");
    return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
}
