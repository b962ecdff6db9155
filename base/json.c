/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/json.h"

#include <string.h>

/* Reads a string whose opening quote is next; the view is what stands between the quotes. */
static struct am_bytes read_string(struct am_reader *r)
{
    am_read_skip(r, 1);
    struct am_bytes rest = am_reader_rest(r);
    size_t len = 0;
    int next;
    while ((next = am_reader_peek(r, len)) >= 0 && next != '"')
        len += next == '\\' ? 2 : 1;
    if (len > rest.len)
        len = rest.len;
    struct am_bytes view = am_read_bytes(r, len);
    if (am_reader_more(r))
        am_read_skip(r, 1);
    return view;
}

static void skip_blank(struct am_reader *r)
{
    int next;
    while ((next = am_reader_peek(r, 0)) == ' ' || next == '\t' || next == '\r' || next == '\n')
        am_read_skip(r, 1);
}

static bool opens(int byte)
{
    return byte == '{' || byte == '[';
}

static bool closes(int byte)
{
    return byte == '}' || byte == ']';
}

struct nesting {
    size_t deepest, open; /* `open`: how many are not closed where the text ends */
};

/* Skips one value. */
static struct nesting skip_value(struct am_reader *r)
{
    size_t depth = 0;
    size_t deepest = 0;
    while (am_reader_more(r)) {
        int next = am_reader_peek(r, 0);
        if (depth == 0 && (next == ',' || closes(next)))
            break;
        if (next == '"') {
            (void)read_string(r);
            continue;
        }
        am_read_skip(r, 1);
        if (opens(next) && ++depth > deepest)
            deepest = depth;
        if (closes(next))
            depth--;
    }
    return (struct nesting){deepest, depth};
}

/* The parser came to the end and wanted more. */
static bool is_cut(const json_error_t *error, size_t len, size_t open)
{
    return json_error_code(error) == json_error_premature_end_of_input ||
           (open > 0 && error->position >= 0 && (size_t)error->position >= len);
}

enum am_status am_json_parse(struct am_bytes text, const char *file, json_t **out,
                             struct am_problem *problem)
{
    if (text.len > AM_JSON_FILE_MAX)
        return am_problem_set(problem, AM_E_LIMIT, file, 0, "larger than %zu bytes",
                              AM_JSON_FILE_MAX);
    struct am_reader r = am_reader_over(text, false);
    struct nesting nesting = skip_value(&r);
    if (nesting.deepest > AM_JSON_DEPTH_MAX) /* the parser recurses: ask before */
        return am_problem_set(problem, AM_E_LIMIT, file, 0, "nested deeper than %d levels",
                              AM_JSON_DEPTH_MAX);
    json_error_t error;
    json_t *root = json_loadb((const char *)text.at, text.len, JSON_REJECT_DUPLICATES, &error);
    if (!root && (!error.text[0] || json_error_code(&error) == json_error_out_of_memory))
        return am_problem_set(problem, AM_E_NO_MEMORY, file, 0, "out of memory");
    if (!root)
        return am_problem_set(
            problem, is_cut(&error, text.len, nesting.open) ? AM_E_TRUNCATED : AM_E_MALFORMED, file,
            error.line > 0 ? (unsigned long)error.line : 0, "%s", error.text);
    if (!json_is_object(root)) {
        json_decref(root);
        return am_problem_set(problem, AM_E_MALFORMED, file, 1, "must be an object, { ... }");
    }
    *out = root;
    return AM_OK;
}

/* Moves into the container that comes next, to the start of what the step names. */
static bool enter(struct am_reader *r, const struct am_json_step *step)
{
    am_read_skip(r, 1);
    for (size_t i = 0; am_reader_more(r); i++) {
        skip_blank(r);
        if (step->key && am_reader_peek(r, 0) == '"') {
            struct am_bytes key = read_string(r);
            skip_blank(r);
            am_read_skip(r, 1); /* the colon */
            skip_blank(r);
            if (key.len == strlen(step->key) && memcmp(key.at, step->key, key.len) == 0)
                return true;
        } else if (!step->key && i == step->index) {
            return !closes(am_reader_peek(r, 0));
        }
        (void)skip_value(r);
        if (am_reader_peek(r, 0) != ',')
            return false;
        am_read_skip(r, 1);
    }
    return false;
}

/* Where what the path leads to begins, as far as it leads; whether it leads all the way. */
static bool follow(struct am_reader *r, const struct am_json_path *path, struct am_bytes *out)
{
    skip_blank(r);
    *out = am_reader_rest(r);
    for (size_t i = 0; i < path->len; i++) {
        if (!opens(am_reader_peek(r, 0)) || !enter(r, &path->step[i]))
            return false;
        *out = am_reader_rest(r);
    }
    return true;
}

unsigned long am_json_line(struct am_bytes text, const struct am_json_path *path)
{
    struct am_reader r = am_reader_over(text, false);
    struct am_bytes rest;
    (void)follow(&r, path, &rest);
    unsigned long line = 1;
    for (size_t i = 0; i < text.len - rest.len; i++)
        line += text.at[i] == '\n';
    return line;
}

struct am_bytes am_json_value(struct am_bytes text, const struct am_json_path *path)
{
    struct am_reader r = am_reader_over(text, false);
    struct am_bytes value;
    if (!follow(&r, path, &value))
        return (struct am_bytes){0};
    (void)skip_value(&r);
    value.len -= am_reader_rest(&r).len;
    return value;
}

/* Nothing comes after the bracket that ends a list; the reader stands before it. */
static void end_list(struct am_json_list *l, const uint8_t *at)
{
    am_read_skip(&l->rest, 1);
    skip_blank(&l->rest);
    if (am_reader_more(&l->rest))
        l->status = AM_E_MALFORMED;
    l->rest = am_reader_over((struct am_bytes){.at = at}, false);
}

struct am_json_list am_json_list_over(struct am_bytes list)
{
    struct am_json_list l = {am_reader_over(list, false), AM_OK};
    skip_blank(&l.rest);
    bool opened = am_reader_peek(&l.rest, 0) == '[';
    am_read_skip(&l.rest, 1);
    skip_blank(&l.rest);
    if (!opened || !am_reader_more(&l.rest))
        l.status = AM_E_MALFORMED;
    else if (am_reader_peek(&l.rest, 0) == ']')
        end_list(&l, list.at);
    return l;
}

bool am_json_list_next(struct am_json_list *l, struct am_bytes *out)
{
    if (l->status != AM_OK || !am_reader_more(&l->rest))
        return false;
    skip_blank(&l->rest);
    struct am_bytes value = am_reader_rest(&l->rest);
    (void)skip_value(&l->rest);
    value.len -= am_reader_rest(&l->rest).len;
    int next = am_reader_peek(&l->rest, 0);
    if (value.len == 0 || (next != ',' && next != ']'))
        l->status = AM_E_MALFORMED;
    else if (next == ']')
        end_list(l, value.at);
    else
        am_read_skip(&l->rest, 1);
    if (next == ',' && !am_reader_more(&l->rest)) /* and no end of the list */
        l->status = AM_E_MALFORMED;
    *out = l->status == AM_OK ? value : *out;
    return l->status == AM_OK;
}
