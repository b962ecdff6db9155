/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "templates/prose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "templates/prose_private.h"

#define SOFT_HYPHEN 0xadu
#define BOM         0xfeffu

enum am_status am_prose_clean(struct am_bytes text, const char *file, struct am_text *out,
                              struct am_problem *problem)
{
    struct am_reader r = am_reader_over(text, false);
    unsigned long line = 1;
    am_text_init(out, AM_PROSE_BYTES);
    if (text.len > AM_PROSE_BYTES)
        return am_problem_set(problem, AM_E_LIMIT, file, 0, "a template of more than %zu bytes",
                              AM_PROSE_BYTES);
    for (bool first = true; am_reader_more(&r); first = false) {
        size_t before = am_reader_rest(&r).len;
        uint32_t code = am_utf8_read(&r);
        size_t taken = before - am_reader_rest(&r).len;
        if ((first && code == BOM) || (code == '\r' && am_reader_peek(&r, 0) == '\n'))
            continue;
        if (code == AM_UTF8_REPLACEMENT && taken < 3)
            return am_problem_set(problem, AM_E_MALFORMED, file, line,
                                  "this is not UTF-8: save the file in that encoding");
        if (code != '\n' && code != '\t' && code != SOFT_HYPHEN && !am_utf8_is_inert(code))
            return am_problem_set(problem, AM_E_MALFORMED, file, line,
                                  "a character that can't be seen stands here (U+%04X): remove it",
                                  (unsigned)code);
        am_utf8_add(out, code);
        line += code == '\n';
    }
    return am_text_status(out) == AM_OK
               ? AM_OK
               : am_problem_set(problem, am_text_status(out), file, 0, "out of memory");
}

/* ---- reading ---- */

struct open_block {
    size_t op;                          /* that opened it */
    size_t before;                      /* the op that jumps to what comes next: it, or its else */
    const struct am_value_names *names; /* of the items; NULL: no list */
};

struct parser {
    struct am_prose *out;
    const struct am_value_names *names;
    struct open_block open[AM_PROSE_DEPTH_MAX];
    size_t depth;
    unsigned long line;
    bool begun; /* something of a paragraph stands before this line */
    struct am_problem *problem;
    enum am_status status;
};

#define REFUSE(p, ...)                                                                             \
    ((p)->status =                                                                                 \
         am_problem_set((p)->problem, AM_E_MALFORMED, (p)->out->file, (p)->line, __VA_ARGS__))

static void add(struct parser *p, struct am_op op)
{
    struct am_prose *out = p->out;
    if (p->status != AM_OK)
        return;
    if (out->count == AM_PROSE_OPS_MAX) {
        p->status = am_problem_set(p->problem, AM_E_LIMIT, out->file, p->line,
                                   "more than %d places to fill", AM_PROSE_OPS_MAX);
        return;
    }
    if (out->count == out->size) {
        size_t size = out->size ? out->size * 2 : 64;
        struct am_op *grown = realloc(out->ops, size * sizeof *grown);
        if (!grown) {
            p->status = am_problem_set(p->problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
            return;
        }
        out->ops = grown;
        out->size = size;
    }
    op.line = p->line;
    out->ops[out->count++] = op;
}

static void add_text(struct parser *p, const char *at, size_t len)
{
    if (len > 0)
        add(p, (struct am_op){.kind = AM_OP_TEXT, .at = at, .len = len});
}

static void add_break(struct parser *p)
{
    struct am_prose *out = p->out;
    if (out->count > 0 && out->ops[out->count - 1].kind != AM_OP_BREAK)
        add(p, (struct am_op){.kind = AM_OP_BREAK});
}

/* What stands in the table, of the innermost list first. */
static const struct am_value_names *known(const struct parser *p, const char *name, size_t len)
{
    const struct am_value_names *found = NULL;
    for (size_t i = p->depth; i > 0 && !found; i--)
        found = am_value_names_find(p->open[i - 1].names, name, len);
    return found ? found : am_value_names_find(p->names, name, len);
}

static bool is_name(const char *at, size_t len)
{
    return len > 0 && len <= AM_VALUE_NAME_MAX &&
           strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789-") >= len;
}

static const struct am_value_names *check(struct parser *p, const char *name, size_t len)
{
    const struct am_value_names *found = is_name(name, len) ? known(p, name, len) : NULL;
    if (!found && p->status == AM_OK)
        REFUSE(p, "there is nothing called '%.*s' here: docs/kit.md lists all",
               (int)(len < AM_VALUE_NAME_MAX ? len : AM_VALUE_NAME_MAX), name);
    return found;
}

static void open_block(struct parser *p, struct am_op op, const struct am_value_names *items)
{
    if (p->status != AM_OK)
        return;
    if (p->depth == AM_PROSE_DEPTH_MAX) {
        REFUSE(p, "more than %d blocks within one another", AM_PROSE_DEPTH_MAX);
        return;
    }
    p->open[p->depth++] = (struct open_block){p->out->count, p->out->count, items};
    add(p, op);
}

/* "list" or "list 5", after "each ". */
static void each(struct parser *p, const char *at, size_t len)
{
    const char *space = memchr(at, ' ', len);
    size_t name = space ? (size_t)(space - at) : len;
    size_t limit = 0;
    for (size_t i = name + 1; i < len && p->status == AM_OK; i++) {
        if (at[i] < '0' || at[i] > '9' || limit > AM_VALUES_ITEMS)
            REFUSE(p, "how many items is a number up to %d: {each %.*s 5}", AM_VALUES_ITEMS,
                   (int)name, at);
        limit = limit * 10 + (size_t)(at[i] - '0');
    }
    const struct am_value_names *found = check(p, at, name);
    if (found && !found->items)
        REFUSE(p, "'%.*s' is no list: {each} goes with lists", (int)name, at);
    if (found)
        open_block(p, (struct am_op){.kind = AM_OP_EACH, .at = at, .len = name, .limit = limit},
                   found->items);
}

static void otherwise(struct parser *p)
{
    struct open_block *open = p->depth > 0 ? &p->open[p->depth - 1] : NULL;
    struct am_op *ops = p->out->ops;
    if (!open || (ops[open->op].kind != AM_OP_IF && ops[open->op].kind != AM_OP_UNLESS)) {
        REFUSE(p, "an {else} without its {if} or {unless}");
    } else if (open->before != open->op) {
        REFUSE(p, "a second {else} of the block of line %lu", ops[open->op].line);
    } else {
        size_t at = p->out->count;
        add(p, (struct am_op){.kind = AM_OP_ELSE});
        if (p->status == AM_OK)
            p->out->ops[open->op].to = at + 1;
        open->before = at;
    }
}

static void end(struct parser *p)
{
    if (p->depth == 0) {
        REFUSE(p, "an {end} too many");
        return;
    }
    const struct open_block *open = &p->open[--p->depth];
    size_t at = p->out->count;
    bool list = p->out->ops[open->op].kind == AM_OP_EACH;
    add(p, (struct am_op){.kind = AM_OP_END, .to = list ? open->op : at});
    if (p->status == AM_OK)
        p->out->ops[open->before].to = at;
}

static bool begins(const char *at, size_t len, const char *word)
{
    return len > strlen(word) && memcmp(at, word, strlen(word)) == 0;
}
static bool is(const char *at, size_t len, const char *word)
{
    return len == strlen(word) && memcmp(at, word, len) == 0;
}
static bool is_block(const char *at, size_t len)
{
    return is(at, len, "else") || is(at, len, "end") || begins(at, len, "if ") ||
           begins(at, len, "unless ") || begins(at, len, "each ");
}

/* What stands between two braces. */
static void tag(struct parser *p, const char *at, size_t len)
{
    if (is(at, len, "else")) {
        otherwise(p);
    } else if (is(at, len, "end")) {
        end(p);
    } else if (begins(at, len, "each ")) {
        each(p, at + 5, len - 5);
    } else if (begins(at, len, "if ") || begins(at, len, "unless ")) {
        bool yes = at[0] == 'i';
        size_t skip = yes ? 3 : 7;
        if (check(p, at + skip, len - skip))
            open_block(p,
                       (struct am_op){.kind = yes ? AM_OP_IF : AM_OP_UNLESS,
                                      .at = at + skip,
                                      .len = len - skip},
                       NULL);
    } else if (check(p, at, len)) {
        add(p, (struct am_op){.kind = AM_OP_SAY, .at = at, .len = len});
    }
}

/* The tag that begins here, without braces; NULL: none ends in this line. */
static const char *tag_at(const char *at, const char *line_end, size_t *len)
{
    const char *close = *at == '{' ? memchr(at, '}', (size_t)(line_end - at)) : NULL;
    if (close)
        *len = (size_t)(close - at - 1);
    return close ? at + 1 : NULL;
}

/* Nothing but blocks' words and spaces, one word at least. */
static bool is_bare(const char *at, const char *line_end)
{
    bool any = false;
    while (at < line_end) {
        size_t len = 0;
        const char *word = tag_at(at, line_end, &len);
        if (*at == ' ' || *at == '\t') {
            at++;
        } else if (word && is_block(word, len)) {
            any = true;
            at = word + len + 1;
        } else {
            return false;
        }
    }
    return any;
}

/* Where Markdown begins something new without a line that is blank. */
static bool begins_piece(const char *at, const char *line_end)
{
    size_t spaces = strspn(at, " ");
    at += spaces;
    size_t left = at < line_end ? (size_t)(line_end - at) : 0;
    size_t digits = strspn(at, "0123456789");
    return left == 0 || at[0] == '#' || at[0] == '|' ||
           (left > 1 && strchr("-*+", at[0]) && at[1] == ' ') ||
           (digits > 0 && digits + 1 < left && at[digits] == '.' && at[digits + 1] == ' ');
}

static void line_of_text(struct parser *p, const char *at, const char *line_end, bool bare)
{
    const char *from = at;
    while (at < line_end && p->status == AM_OK) {
        size_t len = 0;
        const char *word = tag_at(at, line_end, &len);
        if (*at != '{') {
            at++;
            continue;
        }
        if (!bare)
            add_text(p, from, (size_t)(at - from));
        if (line_end - at > 1 && at[1] == '{') {
            add_text(p, at, 1);
            at += 2;
        } else if (!word) {
            REFUSE(p, "a brace that closes nowhere in this line: a brace that is meant is {{");
        } else {
            tag(p, word, len);
            at = word + len + 1;
        }
        from = at;
    }
    if (!bare)
        add_text(p, from, (size_t)(at - from));
}

static void lines(struct parser *p, const char *at)
{
    while (*at && p->status == AM_OK) {
        size_t len = strcspn(at, "\n");
        bool bare = is_bare(at, at + len);
        bool piece = !bare && begins_piece(at, at + len);
        if (piece)
            add_break(p);
        line_of_text(p, at, at + len, bare);
        if (!bare && at[len] == '\n')
            add_text(p, at + len, 1);
        if (piece && (len == 0 || at[strspn(at, " ")] == '#' || at[strspn(at, " ")] == '\n'))
            add_break(p);
        at += len + (at[len] == '\n');
        p->line++;
    }
}

enum am_status am_prose_parse(const char *text, const char *file, unsigned long line,
                              const struct am_value_names *names, struct am_prose **out,
                              struct am_problem *problem)
{
    struct parser p = {
        .out = calloc(1, sizeof *p.out), .names = names, .line = line, .problem = problem};
    if (!p.out)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    (void)snprintf(p.out->file, sizeof p.out->file, "%s", file);
    lines(&p, text);
    if (p.status == AM_OK && p.depth > 0) {
        p.line = p.out->ops[p.open[p.depth - 1].op].line;
        REFUSE(&p, "a block that begins here has no {end}");
    }
    if (p.status == AM_OK)
        *out = p.out;
    else
        am_prose_free(p.out);
    return p.status;
}

void am_prose_free(struct am_prose *p)
{
    if (p)
        free(p->ops);
    free(p);
}
