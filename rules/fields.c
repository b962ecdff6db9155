/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fields.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "clean.h"

static const char *const entity_words[AM_KIND_COUNT] = {
    [AM_KIND_SOURCE] = "source",     [AM_KIND_ROLE] = "role",
    [AM_KIND_CATEGORY] = "category", [AM_KIND_JURISDICTION] = "jurisdiction",
    [AM_KIND_LAW] = "law",           [AM_KIND_CORPORATION] = "corporation",
    [AM_KIND_OPERATOR] = "operator", [AM_KIND_SERVICE] = "service",
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
    char file[AM_PROBLEM_FILE];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    am_loader_path(l, l->path, file);
    return am_problem_set(l->problem, status, file, l->line, "%s%s%s", key ? key : "",
                          key ? ": " : "", text);
}

enum am_status am_loader_status(struct am_loader *l)
{
    if (!l->json.error)
        return AM_OK;
    l->line = l->json.line;
    return am_loader_problem(l, AM_E_MALFORMED, NULL, "%s", l->json.error);
}

/* A reference whose place is filled once all is known. */
struct am_fixup {
    void *place;
    enum am_kind kind;
    const char *id, *key, *path;
    unsigned long line;
};

static enum am_status refer(struct am_loader *l, enum am_kind kind, const char *id, const char *key,
                            void *place)
{
    const void *entity = am_rules_entity(l->rules, kind, id);
    if (!entity)
        return am_loader_problem(l, AM_E_NOT_FOUND, key, "there is no %s '%s'", entity_words[kind],
                                 id);
    memcpy(place, &entity, sizeof entity);
    return AM_OK;
}

static enum am_status add_fixup(struct am_loader *l, enum am_kind kind, const char *id,
                                const char *key, void *place)
{
    if (l->fixup_count == l->fixup_size) {
        size_t size = l->fixup_size > 0 ? l->fixup_size * 2 : 256;
        struct am_fixup *fixups = reallocarray(l->fixups, size, sizeof *fixups);
        if (!fixups)
            return am_loader_problem(l, AM_E_NO_MEMORY, NULL, "out of memory");
        l->fixups = fixups;
        l->fixup_size = size;
    }
    l->fixups[l->fixup_count++] = (struct am_fixup){
        .place = place, .kind = kind, .id = id, .key = key, .path = l->path, .line = l->line};
    return AM_OK;
}

enum am_status am_loader_resolve(struct am_loader *l)
{
    for (size_t i = 0; i < l->fixup_count; i++) {
        const struct am_fixup *f = &l->fixups[i];
        l->path = f->path;
        l->line = f->line;
        enum am_status status = refer(l, f->kind, f->id, f->key, f->place);
        if (status != AM_OK)
            return status;
    }
    return AM_OK;
}

void am_loader_done(struct am_loader *l)
{
    free(l->fixups);
    l->fixups = NULL;
    l->fixup_count = l->fixup_size = 0;
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

size_t am_loader_count(const struct am_json *list)
{
    size_t count = 0;
    struct am_json j = *list;
    if (j.line == 0) /* it was not there */
        return 0;
    for (am_json_open(&j); am_json_more(&j); count++)
        am_json_skip(&j);
    return count;
}

enum am_status am_loader_each(struct am_loader *l, const struct am_json *list, am_loader_fn fn,
                              void *ctx)
{
    if (list->line == 0)
        return AM_OK;
    const struct am_json before = l->json;
    l->json = *list;
    enum am_status status = AM_OK;
    am_json_open(&l->json);
    while (status == AM_OK && am_json_more(&l->json)) {
        l->line = l->json.line;
        status = fn(l, ctx);
    }
    if (status == AM_OK)
        status = am_loader_status(l);
    l->json = before;
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

/* A text as a string that ends in zero, in the arena. */
static enum am_status read_text(struct am_loader *l, const char **out, size_t *len)
{
    struct am_bytes text;
    if (!am_json_text(&l->json, l->scratch, &text))
        return am_loader_status(l);
    *len = text.len;
    *out = am_loader_text(l, (const char *)text.at, text.len);
    return *out ? AM_OK : AM_E_NO_MEMORY;
}

static enum am_status wrong(struct am_loader *l, const struct am_field *f, const char *must)
{
    enum am_status status = am_loader_status(l); /* broken JSON comes before a wrong type */
    return status != AM_OK ? status : am_loader_problem(l, AM_E_MALFORMED, f->key, "%s", must);
}

static enum am_status take_text(struct am_loader *l, const struct am_field *f, void *out)
{
    const char *text = "";
    size_t len = 0;
    if (am_json_type(&l->json) != AM_JSON_TEXT)
        return wrong(l, f, text_kinds[f->kind].must);
    enum am_status status = read_text(l, &text, &len);
    if (status != AM_OK)
        return status;
    if (strlen(text) != len || !text_kinds[f->kind].is(text, len))
        return wrong(l, f, text_kinds[f->kind].must);
    memcpy(out, &text, sizeof(char *));
    return AM_OK;
}

static enum am_status take_texts(struct am_loader *l, const struct am_field *f, void *out)
{
    if (am_json_type(&l->json) != AM_JSON_OBJECT)
        return wrong(l, f, "must be an object of five texts: en, es, pt, fr, de");
    struct am_field fields[AM_LANG_COUNT];
    for (size_t i = 0; i < AM_LANG_COUNT; i++)
        fields[i] = (struct am_field){.key = am_language_code((enum am_language)i),
                                      .at = i * sizeof(char *),
                                      .kind = AM_FIELD_TEXT};
    return am_fields_take(l, fields, AM_LANG_COUNT, out);
}

static enum am_status take_reference(struct am_loader *l, const struct am_field *f, void *out)
{
    static const struct {
        enum am_kind kind;
        bool later; /* it may be in a file that comes after */
    } references[] = {
        [AM_FIELD_SOURCE] = {AM_KIND_SOURCE, false},
        [AM_FIELD_ROLE] = {AM_KIND_ROLE, false},
        [AM_FIELD_CATEGORY] = {AM_KIND_CATEGORY, false},
        [AM_FIELD_JURISDICTION] = {AM_KIND_JURISDICTION, false},
        [AM_FIELD_CORPORATION] = {AM_KIND_CORPORATION, true},
        [AM_FIELD_OPERATOR] = {AM_KIND_OPERATOR, true},
        [AM_FIELD_SERVICE] = {AM_KIND_SERVICE, true},
    };
    const char *id = "";
    size_t len = 0;
    enum am_kind kind = references[f->kind].kind;
    if (am_json_type(&l->json) != AM_JSON_TEXT)
        return wrong(l, f, "must be an id");
    enum am_status status = read_text(l, &id, &len);
    if (status != AM_OK)
        return status;
    if (references[f->kind].later) {
        memcpy(out, &id, sizeof(void *)); /* not NULL: that it is there can be asked */
        return add_fixup(l, kind, id, f->key, out);
    }
    return refer(l, kind, id, f->key, out);
}

static enum am_status take_day(struct am_loader *l, const struct am_field *f, void *out)
{
    int32_t day;
    const char *text = "";
    const struct am_field date = {.key = f->key, .kind = AM_FIELD_DATE};
    enum am_status status = take_text(l, &date, &text);
    if (status == AM_OK && am_rules_day(text, &day))
        memcpy(out, &day, sizeof day);
    return status;
}

static enum am_status take_flag(struct am_loader *l, const struct am_field *f, void *out)
{
    bool flag;
    if (am_json_type(&l->json) != AM_JSON_FLAG || !am_json_flag(&l->json, &flag))
        return wrong(l, f, "must be true or false");
    memcpy(out, &flag, sizeof flag);
    return AM_OK;
}

static enum am_status take_number(struct am_loader *l, const struct am_field *f, void *out)
{
    bool level = f->kind == AM_FIELD_LEVEL;
    int64_t number = -1;
    if (am_json_type(&l->json) == AM_JSON_NUMBER && !am_json_number(&l->json, &number))
        return am_loader_status(l);
    if (number < (level ? 0 : 1) || number > (level ? 4 : (int64_t)UINT32_MAX))
        return wrong(l, f,
                     level ? "must be a number from 0 to 4, or null" : "must be an AS number");
    int criticality = (int)number;
    uint32_t asn = (uint32_t)number;
    memcpy(out, level ? (const void *)&criticality : (const void *)&asn, sizeof asn);
    return AM_OK;
}

static enum am_status take_container(struct am_loader *l, const struct am_field *f, void *out)
{
    bool list = f->kind == AM_FIELD_LIST;
    if (am_json_type(&l->json) != (list ? AM_JSON_ARRAY : AM_JSON_OBJECT))
        return wrong(l, f, list ? "must be a list, [ ... ]" : "must be an object, { ... }");
    memcpy(out, &l->json, sizeof l->json);
    am_json_skip(&l->json);
    return am_loader_status(l);
}

static enum am_status take_field(struct am_loader *l, const struct am_field *f, void *out)
{
    typedef enum am_status (*take_fn)(struct am_loader *, const struct am_field *, void *);
    static const take_fn takes[] = {
        [AM_FIELD_TEXT] = take_text,
        [AM_FIELD_URL] = take_text,
        [AM_FIELD_ID] = take_text,
        [AM_FIELD_CODE] = take_text,
        [AM_FIELD_DATE] = take_text,
        [AM_FIELD_DAY] = take_day,
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
    };
    if (am_json_type(&l->json) != AM_JSON_NULL)
        return takes[f->kind](l, f, (char *)out + f->at);
    if (!f->optional)
        return wrong(l, f, "must not be null");
    am_json_skip(&l->json);
    return am_loader_status(l);
}

/* The field of a key, or `count`. Keys mostly come in the order of their table: `first` is tried
 * first. */
static size_t find_field(const struct am_field *fields, size_t count, size_t first,
                         struct am_bytes key)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = (first + i) % count;
        if (strncmp(fields[at].key, (const char *)key.at, key.len) == 0 &&
            fields[at].key[key.len] == '\0')
            return at;
    }
    return count;
}

static enum am_status take_pair(struct am_loader *l, const struct am_field *fields, size_t count,
                                uint32_t *seen, size_t *next, void *out)
{
    struct am_bytes key;
    if (!am_json_key(&l->json, &key))
        return am_loader_status(l);
    (void)am_json_type(&l->json); /* to the line of the value */
    l->line = l->json.line;
    size_t i = find_field(fields, count, *next, key);
    if (i == count)
        return am_loader_problem(l, AM_E_MALFORMED, NULL, "there is no key '%.*s' here",
                                 (int)(key.len < 64 ? key.len : 64), (const char *)key.at);
    if ((*seen >> i & 1) != 0)
        return am_loader_problem(l, AM_E_MALFORMED, NULL, "the key '%s' is there twice",
                                 fields[i].key);
    *seen |= UINT32_C(1) << i;
    *next = i + 1;
    return take_field(l, &fields[i], out);
}

enum am_status am_fields_take(struct am_loader *l, const struct am_field *fields, size_t count,
                              void *out)
{
    uint32_t seen = 0;
    size_t next = 0;
    assert(count <= 32);
    enum am_json_type type = am_json_type(&l->json);
    enum am_status status = am_loader_status(l);
    if (status != AM_OK)
        return status;
    unsigned long line = l->json.line;
    l->line = line;
    if (type != AM_JSON_OBJECT)
        return am_loader_problem(l, AM_E_MALFORMED, NULL, "must be an object, { ... }");
    am_json_open(&l->json);
    while (status == AM_OK && am_json_more(&l->json))
        status = take_pair(l, fields, count, &seen, &next, out);
    if (status == AM_OK)
        status = am_loader_status(l);
    l->line = line;
    for (size_t i = 0; i < count && status == AM_OK; i++)
        if (!fields[i].optional && (seen >> i & 1) == 0)
            status =
                am_loader_problem(l, AM_E_MALFORMED, NULL, "lacks the key '%s'", fields[i].key);
    return status;
}

enum am_status am_loader_id(struct am_loader *l, const char *must, const char **out)
{
    const char *text = "";
    size_t len = 0;
    if (am_json_type(&l->json) == AM_JSON_TEXT) {
        enum am_status status = read_text(l, &text, &len);
        if (status != AM_OK)
            return status;
    }
    if (strlen(text) != len || !is_id(text, len))
        return wrong(l, &(struct am_field){0}, must);
    *out = text;
    return AM_OK;
}

enum am_status am_loader_word(struct am_loader *l, const char **out)
{
    size_t len = 0;
    enum am_status status = read_text(l, out, &len);
    if (status == AM_OK && strlen(*out) != len)
        return wrong(l, &(struct am_field){0}, "must be text on one line");
    return status;
}
