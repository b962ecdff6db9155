/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a template says with values. */
#include <string.h>

#include "base/markdown.h"
#include "base/utf8.h"
#include "templates/letters.h"
#include "templates/prose_private.h"

#define ADDRESS_MAX 500
#define MAIL_CHARS  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.@_+-"
#define ISOLATE     "\xe2\x81\xa8" /* U+2068, first strong isolate (UAX 9) */
#define END_ISOLATE "\xe2\x81\xa9" /* U+2069 */

struct round {
    size_t op;                   /* the `each` */
    const struct am_value *list; /* NULL: a block of another kind */
    size_t at;                   /* which item */
};

struct speaker {
    const struct am_prose *prose;
    const struct am_values *values;
    const struct am_prose_how *how;
    struct round rounds[AM_PROSE_DEPTH_MAX];
    size_t depth;
    struct am_text *out, piece;
    bool untold; /* the piece named what is not told */
};

static const struct am_value *value_of(const struct speaker *s, const struct am_op *op)
{
    const struct am_value *found = NULL;
    for (size_t i = s->depth; i > 0 && !found; i--)
        found =
            am_values_reach(&s->rounds[i - 1].list->items[s->rounds[i - 1].at], op->at, op->len);
    return found ? found : am_values_reach(s->values, op->at, op->len);
}

static bool is_told(const struct am_value *v)
{
    return v && (v->text || v->count > 0);
}

/* What CommonMark takes for an address of the web or of mail between angles (6.5), and nothing that
 * could end it. */
static bool is_address(const char *text)
{
    const char *at = strchr(text, '@');
    bool web = strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0;
    bool mail = at && at > text && !strchr(at + 1, '@') && strchr(at + 1, '.') &&
                strspn(text, MAIL_CHARS) == strlen(text);
    if ((!web && !mail) || strlen(text) > ADDRESS_MAX)
        return false;
    for (const char *c = text; *c; c++)
        if (*c <= ' ' || *c >= 0x7f || strchr("<>\"\\`{}", *c))
            return false;
    return true;
}

static void say(struct speaker *s, const struct am_value *value)
{
    const char *text = NULL;
    if (value)
        text = s->how->choose ? s->how->choose(s->how->ctx, value) : value->text;
    if (!text) {
        s->untold = true;
    } else if (s->how->kind == AM_PROSE_PLAIN) {
        bool turns = am_letters_turn(text); /* kept apart, so that it turns nothing around it */
        am_text_add(&s->piece, turns ? ISOLATE : "");
        am_utf8_add_inert(&s->piece, text);
        am_text_add(&s->piece, turns ? END_ISOLATE : "");
    } else if (value->look == AM_VALUE_LINK && is_address(text)) {
        am_text_add(&s->piece, "<");
        am_text_add(&s->piece, text);
        am_text_add(&s->piece, ">");
    } else {
        am_markdown_text(&s->piece, text);
    }
}

/* The piece is over: it is told, or falls away. Of lines that are blank, one stays. */
static void flush(struct speaker *s)
{
    struct am_text *out = s->out;
    bool blank = s->piece.at[strspn(s->piece.at, " \n")] == '\0';
    bool twice = out->len == 0 ||
                 (out->len > 1 && out->at[out->len - 1] == '\n' && out->at[out->len - 2] == '\n');
    if (!s->untold && !(blank && twice && s->how->kind == AM_PROSE_MARKDOWN))
        am_text_add_len(out, s->piece.at, s->piece.len);
    if (am_text_status(&s->piece) != AM_OK && am_text_status(out) == AM_OK)
        out->status = s->piece.status;
    am_text_clear(&s->piece);
    s->untold = false;
}

/* Where to go on. */
static size_t begin_each(struct speaker *s, size_t at)
{
    const struct am_op *op = &s->prose->ops[at];
    const struct am_value *list = value_of(s, op);
    if (!list || list->count == 0)
        return op->to + 1;
    s->rounds[s->depth++] = (struct round){.op = at, .list = list};
    return at + 1;
}

static size_t end_each(struct speaker *s, size_t at)
{
    struct round *r = &s->rounds[s->depth - 1];
    size_t limit = s->prose->ops[r->op].limit;
    r->at++;
    if (r->at < r->list->count && (limit == 0 || r->at < limit))
        return r->op + 1;
    s->depth--;
    return at + 1;
}

static size_t step(struct speaker *s, size_t at)
{
    const struct am_op *op = &s->prose->ops[at];
    switch (op->kind) {
    case AM_OP_TEXT:
        am_text_add_len(&s->piece, op->at, op->len);
        return at + 1;
    case AM_OP_SAY:
        say(s, value_of(s, op));
        return at + 1;
    case AM_OP_IF:
        return is_told(value_of(s, op)) ? at + 1 : op->to;
    case AM_OP_UNLESS:
        return is_told(value_of(s, op)) ? op->to : at + 1;
    case AM_OP_ELSE:
        return op->to;
    case AM_OP_EACH:
        return begin_each(s, at);
    case AM_OP_END:
        return op->to == at ? at + 1 : end_each(s, at);
    case AM_OP_BREAK:
        flush(s);
        return at + 1;
    }
    return s->prose->count;
}

enum am_status am_prose_say(const struct am_prose *p, const struct am_values *values,
                            const struct am_prose_how *how, struct am_text *out,
                            struct am_problem *problem)
{
    struct speaker s = {.prose = p, .values = values, .how = how, .out = out};
    size_t steps = 0;
    am_text_init(&s.piece, AM_PROSE_OUT);
    for (size_t at = 0; at < p->count && steps < AM_PROSE_STEPS_MAX; steps++)
        at = step(&s, at);
    flush(&s);
    am_text_done(&s.piece);
    enum am_status status = steps == AM_PROSE_STEPS_MAX ? AM_E_LIMIT : am_text_status(out);
    if (status == AM_OK)
        return AM_OK;
    return am_problem_set(problem, status, p->file, 0,
                          status == AM_E_NO_MEMORY ? "out of memory"
                                                   : "this template would say too much");
}

double am_prose_share(const struct am_prose *p, const struct am_values *values)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct am_op *op = &p->ops[i];
        const struct am_value *value =
            op->kind == AM_OP_SAY ? am_values_reach(values, op->at, op->len) : NULL;
        if (value && value->share >= 0)
            return value->share;
    }
    return -1;
}
