/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "share/form.h"

#include <sodium.h>
#include <string.h>

const char *const am_share_trials[AM_SHARE_TRIALS + 1] = {"days", "devices", "contacts",
                                                          "unattributed", NULL};

void am_form_version(struct am_members *r, const json_t *o, const char *schema, int known)
{
    const char *text = json_string_value(json_object_get(o, "schema"));
    size_t len = strlen(schema);
    int version = 0;
    if (text && strncmp(text, schema, len) == 0 && text[len] != '0' && strlen(text + len) <= 4)
        for (const char *c = text + len; *c && version >= 0; c++)
            version = *c >= '0' && *c <= '9' ? version * 10 + (*c - '0') : -1;
    if (version > known)
        am_members_fail(r, AM_E_LIMIT, NULL, "made by a newer amarra (%s): update amarra", text);
    else if (version < 1)
        am_members_fail(r, AM_E_MALFORMED, NULL, "\"schema\" is not \"%s%d\": it is something else",
                        schema, known);
}

static int add(const char *bytes, size_t len, void *out)
{
    am_text_add_len(out, bytes, len);
    return am_text_status(out) == AM_OK ? 0 : -1;
}

enum am_status am_form_dump(const json_t *value, struct am_text *out)
{
    if (json_dump_callback(value, add, out, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY) != 0)
        return am_text_status(out) == AM_OK ? AM_E_NO_MEMORY : am_text_status(out);
    return AM_OK;
}

enum am_status am_form_bytes(const json_t *content, struct am_text *out)
{
    am_text_init(out, AM_SHARE_BYTES);
    enum am_status status = am_form_dump(content, out);
    am_text_add(out, "\n");
    return status == AM_OK ? am_text_status(out) : status;
}

struct am_bytes am_form_view(const struct am_text *t)
{
    return (struct am_bytes){(const uint8_t *)t->at, t->len};
}

void am_form_id(const struct am_text *bytes, char out[AM_SHARE_ID_SIZE])
{
    uint8_t hash[(AM_SHARE_ID_SIZE - 1) / 2];
    (void)crypto_generichash(hash, sizeof hash, (const uint8_t *)bytes->at, bytes->len, NULL, 0);
    (void)sodium_bin2hex(out, AM_SHARE_ID_SIZE, hash, sizeof hash);
}
