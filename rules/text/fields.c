/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/fields.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/clean.h"

static const char *const entity_words[AM_KIND_COUNT] = {
    [AM_KIND_SOURCE] = "source",
    [AM_KIND_ROLE] = "role",
    [AM_KIND_CATEGORY] = "category",
    [AM_KIND_JURISDICTION] = "jurisdiction",
    [AM_KIND_LAW] = "law",
    [AM_KIND_CORPORATION] = "corporation",
    [AM_KIND_OPERATOR] = "operator",
    [AM_KIND_SERVICE] = "service",
    [AM_KIND_BLOC] = "bloc",
    [AM_KIND_REGION] = "region",
    [AM_KIND_ALTERNATIVE] = "alternative",
};

void am_loader_path(const struct am_loader *l, const char *path, char out[AM_PROBLEM_FILE])
{
    (void)snprintf(out, AM_PROBLEM_FILE, "%s%s%s", l->folder ? l->folder : "", l->folder ? "/" : "",
                   path);
}

enum am_status am_loader_problem(struct am_loader *l, enum am_status status, const char *key,
                                 const char *format, ...)
{
    char text[AM_PROBLEM_TEXT];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);

    char file[AM_PROBLEM_FILE];
    am_loader_path(l, l->file.path, file);
    struct am_json_path at = l->at;
    if (key && at.len < AM_JSON_DEPTH_MAX)
        at.step[at.len++] = (struct am_json_step){.key = key};
    return am_problem_set(l->problem, status, file, am_json_line(l->file.text, &at), "%s%s%s",
                          key ? key : "", key ? ": " : "", text);
}

bool am_loader_goes_on(struct am_loader *l, enum am_status status)
{
    if (!l->found || (status != AM_E_MALFORMED && status != AM_E_NOT_FOUND))
        return false;
    l->found(l->found_ctx, l->problem);
    *l->problem = (struct am_problem){0};
    return true;
}

void am_loader_enter(struct am_loader *l, const char *key, size_t index)
{
    if (l->at.len < AM_JSON_DEPTH_MAX) /* the parser allows no deeper document */
        l->at.step[l->at.len++] = (struct am_json_step){.key = key, .index = index};
}

void am_loader_leave(struct am_loader *l)
{
    if (l->at.len > 0)
        l->at.len--;
}

const char *am_loader_text(struct am_loader *l, const char *text, size_t len)
{
    const char *out = am_arena_text(&l->rules->arena, text, len);
    if (!out)
        (void)am_loader_problem(l, AM_E_NO_MEMORY, NULL,
                                "out of memory, or the dataset is too large");
    return out;
}

void *am_loader_new(struct am_loader *l, size_t count, size_t size)
{
    void *out = am_arena_take(&l->rules->arena, count, size);
    if (!out)
        (void)am_loader_problem(l, AM_E_NO_MEMORY, NULL,
                                "out of memory, or the dataset is too large");
    return out;
}

enum am_status am_loader_add(struct am_loader *l, enum am_kind kind, const char *id, void *entity)
{
    struct am_entities *e = &l->rules->entities[kind];
    size_t len = strlen(id);
    if (am_index_find(&e->by_id, id, len))
        return am_loader_problem(l, AM_E_MALFORMED, NULL, "the %s '%s' is there twice",
                                 entity_words[kind], id);
    if (e->count == e->size) {
        size_t size = e->size > 0 ? e->size * 2 : 64;
        void **at = reallocarray(e->at, size, sizeof *at);
        if (!at)
            return am_loader_problem(l, AM_E_NO_MEMORY, NULL, "out of memory");
        e->at = at;
        e->size = size;
    }
    enum am_status status = am_index_add(&e->by_id, id, len, (uint32_t)e->count);
    if (status != AM_OK)
        return am_loader_problem(l, status, NULL, "too many of the kind '%s'", entity_words[kind]);
    e->at[e->count++] = entity;
    return AM_OK;
}

enum am_status am_loader_each(struct am_loader *l, const char *key, json_t *list, am_loader_fn fn,
                              void *ctx)
{
    enum am_status status = AM_OK;
    am_loader_enter(l, key, 0);
    for (size_t i = 0; i < json_array_size(list) && status == AM_OK; i++) {
        size_t depth = l->at.len;
        am_loader_enter(l, NULL, i);
        status = fn(l, json_array_get(list, i), ctx);
        l->at.len = depth;
        if (status != AM_OK && am_loader_goes_on(l, status))
            status = AM_OK;
    }
    am_loader_leave(l);
    return status;
}

static bool is_id(const char *text, size_t len)
{
    if (len == 0 || len > AM_DATASET_ID_MAX || text[0] == '-')
        return false;
    for (size_t i = 0; i < len; i++)
        if ((text[i] < 'a' || text[i] > 'z') && (text[i] < '0' || text[i] > '9') && text[i] != '-')
            return false;
    return true;
}

static bool is_plain(const char *text, size_t len)
{
    return len > 0 && len <= AM_DATASET_TEXT_MAX && am_clean_is_inert(text, len);
}

/* Links reach the reader's browser: nothing but the web's own schemes, nothing to break out with.
 */
static bool is_url(const char *text, size_t len)
{
    if (strncmp(text, "https://", 8) != 0 && strncmp(text, "http://", 7) != 0)
        return false;
    return is_plain(text, len) && !strpbrk(text, " \"<>\\^`{|}");
}

static bool is_code(const char *text, size_t len)
{
    return am_clean_is_country(text, len);
}

static bool is_date(const char *text, size_t len)
{
    int32_t day;
    return len == 10 && am_rules_day(text, &day);
}

/* Kinds that are text: what it must be, in words and in code. */
static const struct {
    bool (*is)(const char *text, size_t len);
    const char *must;
} text_kinds[] = {
    [AM_FIELD_TEXT] = {is_plain, "must be text on one line, not empty"},
    [AM_FIELD_URL] = {is_url, "must be a link, http:// or https://"},
    [AM_FIELD_ID] = {is_id, "must be an id: lower-case letters, digits and '-', at most 40"},
    [AM_FIELD_CODE] = {is_code, "must be the two capital letters of a country"},
    [AM_FIELD_DATE] = {is_date, "must be a date like 2026-11-24"},
};

static enum am_status take_text(struct am_loader *l, const struct am_field *f, json_t *value,
                                void *out)
{
    const char *text = json_string_value(value);
    size_t len = json_string_length(value);
    if (!text || !text_kinds[f->kind].is(text, len))
        return am_loader_problem(l, AM_E_MALFORMED, f->key, "%s", text_kinds[f->kind].must);
    const char *copy = am_loader_text(l, text, len);
    if (!copy)
        return AM_E_NO_MEMORY;
    memcpy(out, &copy, sizeof copy);
    return AM_OK;
}

static enum am_status take_word(struct am_loader *l, const struct am_field *f, json_t *value,
                                void *out)
{
    char all[AM_PROBLEM_TEXT] = "";
    const char *text = json_string_value(value);
    size_t len = 0;
    for (size_t i = 0; f->words[i]; i++) {
        if (text && strcmp(text, f->words[i]) == 0) {
            memcpy(out, &f->words[i], sizeof f->words[i]);
            return AM_OK;
        }
        int n = snprintf(all + len, sizeof all - len, "%s%s", i > 0 ? ", " : "", f->words[i]);
        len = n > 0 && len + (size_t)n < sizeof all ? len + (size_t)n : sizeof all - 1;
    }
    return am_loader_problem(l, AM_E_MALFORMED, f->key, "must be one of: %s", all);
}

static enum am_status take_texts(struct am_loader *l, const struct am_field *f, json_t *value,
                                 void *out)
{
    const char *texts[AM_LANG_COUNT];
    if (!json_is_object(value) || json_object_size(value) != AM_LANG_COUNT)
        return am_loader_problem(l, AM_E_MALFORMED, f->key,
                                 "must be an object of five texts: en, es, pt, fr, de");
    enum am_status status = AM_OK;
    am_loader_enter(l, f->key, 0);
    for (int i = 0; i < AM_LANG_COUNT && status == AM_OK; i++) {
        const char *code = am_language_code((enum am_language)i);
        status = take_text(l, &(struct am_field){.key = code, .kind = AM_FIELD_TEXT},
                           json_object_get(value, code), &texts[i]);
    }
    am_loader_leave(l);
    if (status == AM_OK)
        memcpy(out, texts, sizeof texts);
    return status;
}

static enum am_status take_reference(struct am_loader *l, const struct am_field *f, json_t *value,
                                     void *out)
{
    static const enum am_kind kinds[] = {
        [AM_FIELD_SOURCE] = AM_KIND_SOURCE,
        [AM_FIELD_ROLE] = AM_KIND_ROLE,
        [AM_FIELD_CATEGORY] = AM_KIND_CATEGORY,
        [AM_FIELD_JURISDICTION] = AM_KIND_JURISDICTION,
        [AM_FIELD_CORPORATION] = AM_KIND_CORPORATION,
        [AM_FIELD_OPERATOR] = AM_KIND_OPERATOR,
        [AM_FIELD_SERVICE] = AM_KIND_SERVICE,
        [AM_FIELD_BLOC] = AM_KIND_BLOC,
    };
    const char *id = json_string_value(value);
    enum am_kind kind = kinds[f->kind];
    if (!id)
        return am_loader_problem(l, AM_E_MALFORMED, f->key, "must be the id of a %s",
                                 entity_words[kind]);
    const void *entity = am_rules_entity(l->rules, kind, id);
    if (!entity)
        return am_loader_problem(l, AM_E_NOT_FOUND, f->key, "there is no %s '%s'",
                                 entity_words[kind], id);
    memcpy(out, &entity, sizeof entity);
    return AM_OK;
}

static enum am_status take_day(struct am_loader *l, const struct am_field *f, json_t *value,
                               void *out)
{
    int32_t day;
    const char *text = json_string_value(value);
    if (!text || !am_rules_day(text, &day))
        return am_loader_problem(l, AM_E_MALFORMED, f->key, "must be a date like 2026-11-24");
    memcpy(out, &day, sizeof day);
    return AM_OK;
}

static enum am_status take_flag(struct am_loader *l, const struct am_field *f, json_t *value,
                                void *out)
{
    if (!json_is_boolean(value))
        return am_loader_problem(l, AM_E_MALFORMED, f->key, "must be true or false");
    bool flag = json_is_true(value);
    memcpy(out, &flag, sizeof flag);
    return AM_OK;
}

static enum am_status take_number(struct am_loader *l, const struct am_field *f, json_t *value,
                                  void *out)
{
    bool level = f->kind == AM_FIELD_LEVEL;
    json_int_t number = json_is_integer(value) ? json_integer_value(value) : -1;
    if (number < (level ? 0 : 1) || number > (level ? 4 : (json_int_t)UINT32_MAX))
        return am_loader_problem(l, AM_E_MALFORMED, f->key, "%s",
                                 level ? "must be a number from 0 to 4, or null"
                                       : "must be an AS number");
    int criticality = (int)number;
    uint32_t asn = (uint32_t)number;
    memcpy(out, level ? (const void *)&criticality : (const void *)&asn, sizeof asn);
    return AM_OK;
}

static enum am_status take_container(struct am_loader *l, const struct am_field *f, json_t *value,
                                     void *out)
{
    bool list = f->kind == AM_FIELD_LIST;
    if (list ? !json_is_array(value) : !json_is_object(value))
        return am_loader_problem(l, AM_E_MALFORMED, f->key, "must be %s",
                                 list ? "a list, [ ... ]" : "an object, { ... }");
    memcpy(out, &value, sizeof(json_t *));
    return AM_OK;
}

static enum am_status take_field(struct am_loader *l, const struct am_field *f, json_t *value,
                                 void *out)
{
    typedef enum am_status (*take_fn)(struct am_loader *, const struct am_field *, json_t *,
                                      void *);
    static const take_fn takes[] = {
        [AM_FIELD_TEXT] = take_text,
        [AM_FIELD_URL] = take_text,
        [AM_FIELD_ID] = take_text,
        [AM_FIELD_CODE] = take_text,
        [AM_FIELD_DATE] = take_text,
        [AM_FIELD_DAY] = take_day,
        [AM_FIELD_WORD] = take_word,
        [AM_FIELD_FLAG] = take_flag,
        [AM_FIELD_TEXTS] = take_texts,
        [AM_FIELD_LEVEL] = take_number,
        [AM_FIELD_ASN] = take_number,
        [AM_FIELD_LIST] = take_container,
        [AM_FIELD_OBJECT] = take_container,
        [AM_FIELD_SOURCE] = take_reference,
        [AM_FIELD_ROLE] = take_reference,
        [AM_FIELD_CATEGORY] = take_reference,
        [AM_FIELD_JURISDICTION] = take_reference,
        [AM_FIELD_CORPORATION] = take_reference,
        [AM_FIELD_OPERATOR] = take_reference,
        [AM_FIELD_SERVICE] = take_reference,
        [AM_FIELD_BLOC] = take_reference,
    };
    if (!value || json_is_null(value)) {
        if (f->optional)
            return AM_OK;
        return am_loader_problem(l, AM_E_MALFORMED, value ? f->key : NULL, "%s%s",
                                 value ? "must not be null" : "lacks the key ",
                                 value ? "" : f->key);
    }
    return takes[f->kind](l, f, value, (char *)out + f->at);
}

enum am_status am_fields_take(struct am_loader *l, json_t *object, const struct am_field *fields,
                              size_t count, void *out)
{
    if (!json_is_object(object))
        return am_loader_problem(l, AM_E_MALFORMED, NULL, "must be an object, { ... }");
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        json_t *value = json_object_get(object, fields[i].key);
        known += value != NULL;
        enum am_status status = take_field(l, &fields[i], value, out);
        if (status != AM_OK)
            return status;
    }
    if (json_object_size(object) == known)
        return AM_OK;
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        bool listed = false;
        for (size_t i = 0; i < count; i++)
            listed = listed || strcmp(fields[i].key, key) == 0;
        if (!listed)
            return am_loader_problem(l, AM_E_MALFORMED, key, "there is no such key here");
    }
    return AM_OK;
}
