/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "strict.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "language.h"

enum am_status am_strict_wrong(const struct am_strict *s, enum am_status status, const char *key,
                               const char *format, ...)
{
    char text[AM_PROBLEM_TEXT];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct am_json_path at = s->at;
    if (at.len > AM_JSON_DEPTH_MAX)
        at.len = AM_JSON_DEPTH_MAX;
    if (key && at.len < AM_JSON_DEPTH_MAX)
        at.step[at.len++] = (struct am_json_step){.key = key};
    return am_problem_set(s->problem, status, s->file, am_json_line(s->text, &at), "%.80s%s%s",
                          key ? key : "", key ? ": " : "", text);
}

void am_strict_enter(struct am_strict *s, const char *key, size_t index)
{
    if (s->at.len < AM_JSON_DEPTH_MAX)
        s->at.step[s->at.len] = (struct am_json_step){.key = key, .index = index};
    s->at.len++;
}

void am_strict_leave(struct am_strict *s)
{
    s->at.len--;
}

enum am_status am_strict_keys(const struct am_strict *s, json_t *object, const char *const *known)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        size_t i = 0;
        while (known[i] && strcmp(known[i], key) != 0)
            i++;
        if (!known[i])
            return am_strict_wrong(s, AM_E_MALFORMED, key, "%s has no such key here", s->what);
    }
    return AM_OK;
}

enum am_status am_strict_line(const struct am_strict *s, const char *key, json_t *value,
                              size_t most)
{
    if (!json_is_string(value))
        return am_strict_wrong(s, AM_E_MALFORMED, key, "must be a text in quotes");
    const char *text = json_string_value(value);
    struct am_bytes bytes = {(const uint8_t *)text, json_string_length(value)};
    struct am_reader reader = am_reader_over(bytes, false);
    while (am_reader_more(&reader))
        if (!am_utf8_is_inert(am_utf8_read(&reader)))
            return am_strict_wrong(s, AM_E_MALFORMED, key,
                                   "must be one line, without control characters or direction "
                                   "marks");
    if (text[strspn(text, " ")] == '\0')
        return am_strict_wrong(s, AM_E_MALFORMED, key, "is empty");
    if (am_utf8_width(text) > most)
        return am_strict_wrong(s, AM_E_LIMIT, key, "is longer than %zu characters", most);
    return AM_OK;
}

enum am_status am_strict_texts(struct am_strict *s, const char *key, json_t *texts, size_t most,
                               const char *out[AM_LANG_COUNT])
{
    const char *code;
    json_t *value;
    if (!json_is_object(texts) || json_object_size(texts) == 0)
        return am_strict_wrong(s, AM_E_MALFORMED, key,
                               "must be texts by language, such as {\"es\": \"...\"}");
    am_strict_enter(s, key, 0);
    json_object_foreach(texts, code, value)
    {
        enum am_language language;
        if (!am_language_find(code, strlen(code), &language))
            return am_strict_wrong(s, AM_E_MALFORMED, code,
                                   "no language of amarra's: es, en, pt, fr, de");
        enum am_status status = am_strict_line(s, code, value, most);
        if (status != AM_OK)
            return status;
        out[language] = json_string_value(value);
    }
    am_strict_leave(s);
    return AM_OK;
}
