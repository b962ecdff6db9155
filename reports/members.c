/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "members.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define WHERE_MAX 200 /* bytes of a member's name in a message */

/* "corporations[3].host" */
static void name(const struct am_json_path *at, struct am_text *out)
{
    for (size_t i = 0; i < at->len; i++) {
        if (at->step[i].key)
            am_text_addf(out, "%s%.40s", i > 0 ? "." : "", at->step[i].key);
        else
            am_text_addf(out, "[%zu]", at->step[i].index);
    }
}

void am_members_fail(struct am_members *m, enum am_status status, const char *key,
                     const char *format, ...)
{
    char what[AM_PROBLEM_TEXT];
    struct am_text where;
    if (m->status != AM_OK)
        return;
    m->status = status;
    va_list args;
    va_start(args, format);
    (void)vsnprintf(what, sizeof what, format, args);
    va_end(args);
    if (key)
        am_strict_enter(&m->strict, key, 0);
    am_text_init(&where, WHERE_MAX);
    name(&m->strict.at, &where);
    (void)am_strict_wrong(&m->strict, status, NULL, "%s%s%s", where.at, where.len > 0 ? ": " : "",
                          what);
    am_text_done(&where);
    if (key)
        am_strict_leave(&m->strict);
}

void am_members_known(struct am_members *m, json_t *object, const char *const *known)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        size_t i = 0;
        while (known[i] && strcmp(known[i], key) != 0)
            i++;
        if (!known[i])
            am_members_fail(m, AM_E_MALFORMED, key, "no member of this name is known");
    }
}

static json_t *member(struct am_members *m, json_t *object, const char *key, bool optional)
{
    json_t *value = m->status == AM_OK ? json_object_get(object, key) : NULL;
    if (!value && !optional)
        am_members_fail(m, AM_E_MALFORMED, key, "is missing");
    return value;
}

const char *am_member_text(struct am_members *m, json_t *object, const char *key, bool optional)
{
    const json_t *value = member(m, object, key, optional);
    if (value && !json_is_string(value))
        am_members_fail(m, AM_E_MALFORMED, key, "must be a text");
    return value ? json_string_value(value) : NULL;
}

json_t *am_member_object(struct am_members *m, json_t *object, const char *key, bool optional)
{
    json_t *value = member(m, object, key, optional);
    if (value && !json_is_object(value)) {
        am_members_fail(m, AM_E_MALFORMED, key, "must be an object, { ... }");
        return NULL;
    }
    return value;
}

json_t *am_member_list(struct am_members *m, json_t *object, const char *key, size_t most,
                       bool optional)
{
    json_t *value = member(m, object, key, optional);
    if (value && !json_is_array(value)) {
        am_members_fail(m, AM_E_MALFORMED, key, "must be a list, [ ... ]");
        return NULL;
    }
    if (value && json_array_size(value) > most) {
        am_members_fail(m, AM_E_MALFORMED, key, "has more than %zu elements", most);
        return NULL;
    }
    return value;
}

json_int_t am_member_whole(struct am_members *m, json_t *object, const char *key, json_int_t low,
                           json_int_t high)
{
    const json_t *value = member(m, object, key, false);
    json_int_t n = json_integer_value(value);
    if (json_is_integer(value) && n >= low && n <= high)
        return n;
    if (value)
        am_members_fail(m, AM_E_MALFORMED, key,
                        "must be a whole number from %" JSON_INTEGER_FORMAT
                        " to %" JSON_INTEGER_FORMAT,
                        low, high);
    return low;
}

bool am_member_flag(struct am_members *m, json_t *object, const char *key)
{
    const json_t *value = member(m, object, key, false);
    if (value && !json_is_boolean(value))
        am_members_fail(m, AM_E_MALFORMED, key, "must be true or false");
    return json_is_true(value);
}
