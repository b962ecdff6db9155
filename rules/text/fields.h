/* SPDX-License-Identifier: AGPL-3.0-or-later
 * An object of a dataset file into a struct, told by a table of its fields. Keys that no row tells,
 * missing ones, wrong types and references to what is not there are problems with file and line. */
#ifndef AM_RULES_FIELDS_H
#define AM_RULES_FIELDS_H

#include "base/json.h"
#include "data.h"

#define AM_DATASET_TEXT_MAX 4000 /* bytes of one text */
#define AM_DATASET_ID_MAX   40   /* so that "service-operator:ID" is a label (base/knowledge.h) */

struct am_dataset_file {
    const char *path; /* inside the dataset: "corporations/alphabet.json" */
    struct am_bytes text;
};

/* Told of each problem of the text where loading goes on after one (load.h). */
typedef void (*am_loader_found_fn)(void *ctx, const struct am_problem *problem);

struct am_loader {
    struct am_rules *rules;
    struct am_names *names; /* where rules go: the dataset's, or those declared */
    struct am_networks *networks;
    struct am_problem *problem;
    am_loader_found_fn found; /* NULL: the first problem ends the load */
    void *found_ctx;
    const char *folder; /* of the dataset, for messages */
    struct am_dataset_file file;
    struct am_json_path at;
};

enum am_field_kind {
    AM_FIELD_TEXT,   /* const char *, not empty */
    AM_FIELD_URL,    /* const char *, http or https */
    AM_FIELD_ID,     /* const char *, lower-case letters, digits, '-' */
    AM_FIELD_CODE,   /* const char *, two capital letters */
    AM_FIELD_DATE,   /* const char *, "2026-11-24" */
    AM_FIELD_DAY,    /* int32_t, from a date */
    AM_FIELD_FLAG,   /* bool */
    AM_FIELD_WORD,   /* const char *, one of the field's words */
    AM_FIELD_TEXTS,  /* const char *[AM_LANG_COUNT], all of them */
    AM_FIELD_LEVEL,  /* int, 0..4 */
    AM_FIELD_ASN,    /* uint32_t, not 0 */
    AM_FIELD_LIST,   /* json_t *, an array */
    AM_FIELD_OBJECT, /* json_t * */
    AM_FIELD_SOURCE, /* from here on: pointers to the entity whose id is given */
    AM_FIELD_ROLE,
    AM_FIELD_CATEGORY,
    AM_FIELD_JURISDICTION,
    AM_FIELD_CORPORATION,
    AM_FIELD_OPERATOR,
    AM_FIELD_SERVICE,
    AM_FIELD_BLOC,
};

struct am_field {
    const char *key;
    size_t at; /* offsetof */
    enum am_field_kind kind;
    bool optional;            /* may be missing or null: the struct keeps what it had */
    const char *const *words; /* of AM_FIELD_WORD, ended by NULL; the struct gets one of these */
};

#define AM_FIELD(type, key_text, field_kind, member)                                               \
    {                                                                                              \
        .key = (key_text), .kind = (field_kind), .at = offsetof(type, member)                      \
    }
#define AM_FIELD_OPTIONAL(type, key_text, field_kind, member)                                      \
    {                                                                                              \
        .key = (key_text), .kind = (field_kind), .at = offsetof(type, member), .optional = true    \
    }
#define AM_FIELD_OF(type, key_text, word_list, member, may_lack)                                   \
    {                                                                                              \
        .key = (key_text), .kind = AM_FIELD_WORD, .at = offsetof(type, member),                    \
        .optional = (may_lack), .words = (word_list)                                               \
    }
/* The three fields that stand behind every fact. NOLINTBEGIN(bugprone-macro-parentheses) */
#define AM_FIELDS_BASIS(type, member)                                                              \
    AM_FIELD(type, "source", AM_FIELD_SOURCE, member.source),                                      \
        AM_FIELD(type, "checked", AM_FIELD_DATE, member.checked),                                  \
        AM_FIELD_OPTIONAL(type, "verified", AM_FIELD_FLAG, member.verified)
/* NOLINTEND(bugprone-macro-parentheses) */

/* Strings are copied into the arena; lists and objects are borrowed from `object`. */
AM_MUST_CHECK enum am_status am_fields_take(struct am_loader *l, json_t *object,
                                            const struct am_field *fields, size_t count, void *out);

/* A file of the dataset as messages name it. */
void am_loader_path(const struct am_loader *l, const char *path, char out[AM_PROBLEM_FILE]);

/* A problem at the place where the loader is, or at the value of `key` there. */
enum am_status am_loader_problem(struct am_loader *l, enum am_status status, const char *key,
                                 const char *format, ...) AM_PRINTF(4, 5);

/* Whether loading goes on after a problem: it was told then, and `problem` is clean again. */
bool am_loader_goes_on(struct am_loader *l, enum am_status status);

/* Goes one step into the document, and back. */
void am_loader_enter(struct am_loader *l, const char *key, size_t index);
void am_loader_leave(struct am_loader *l);

/* NULL: a problem was set. */
const char *am_loader_text(struct am_loader *l, const char *text, size_t len);
void *am_loader_new(struct am_loader *l, size_t count, size_t size);

/* Makes an entity known by its id; one that exists already is a problem. */
AM_MUST_CHECK enum am_status am_loader_add(struct am_loader *l, enum am_kind kind, const char *id,
                                           void *entity);

/* Calls `fn` for each element of a list, the loader standing on it. `list` may be NULL. */
typedef enum am_status (*am_loader_fn)(struct am_loader *l, json_t *element, void *ctx);
AM_MUST_CHECK enum am_status am_loader_each(struct am_loader *l, const char *key, json_t *list,
                                            am_loader_fn fn, void *ctx);

#endif
