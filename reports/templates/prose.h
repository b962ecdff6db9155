/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Texts with places to fill, in a language of five words (docs/kit.md):
 *
 *   {name}                            what is told of it
 *   {if name} ... {else} ... {end}    where it is told; {unless name}: where it is not
 *   {each list} ... {end}             once for each item, whose names go before those outside;
 *   {each list 5}                     of the first five
 *   {{                                a brace
 *
 * A paragraph, an item of a list or a row of a table that names what is not told falls away whole:
 * a figure that may not be told leaves no sentence behind. A line of such words alone is no line.
 * There are no expressions, no files, nothing that does not end (AM_PROSE_STEPS_MAX). What is
 * filled in is always escaped. */
#ifndef AM_REPORTS_PROSE_H
#define AM_REPORTS_PROSE_H

#include "base/reader.h"
#include "base/text.h"
#include "templates/values.h"

#define AM_PROSE_BYTES     ((size_t)256 << 10) /* of a template */
#define AM_PROSE_OUT       ((size_t)1 << 20)   /* of what is made of it */
#define AM_PROSE_OPS_MAX   20000
#define AM_PROSE_DEPTH_MAX 6 /* of blocks within blocks */
#define AM_PROSE_STEPS_MAX 200000

struct am_prose;

/* A template as it lies in a file, made fit to be read: UTF-8, no byte order mark, lines that end
 * as ours do, nothing that hides or turns text (but soft hyphens). MALFORMED with the line. `out`
 * is for am_text_done whatever is returned. */
AM_MUST_CHECK enum am_status am_prose_clean(struct am_bytes text, const char *file,
                                            struct am_text *out, struct am_problem *problem);

/* Of text that is clean and stays where it is; `line`: that of its first, in `file`. Every name is
 * one of `names`. MALFORMED and LIMIT with the line. */
AM_MUST_CHECK enum am_status am_prose_parse(const char *text, const char *file, unsigned long line,
                                            const struct am_value_names *names,
                                            struct am_prose **out, struct am_problem *problem);
void am_prose_free(struct am_prose *p);

enum am_prose_kind { AM_PROSE_MARKDOWN, AM_PROSE_PLAIN };
struct am_prose_how {
    enum am_prose_kind kind;
    /* Which of the texts of a value is written; NULL: the first. */
    const char *(*choose)(void *ctx, const struct am_value *value);
    void *ctx;
};
/* Adds what the template says with these values. LIMIT where it would say too much. */
AM_MUST_CHECK enum am_status am_prose_say(const struct am_prose *p, const struct am_values *values,
                                          const struct am_prose_how *how, struct am_text *out,
                                          struct am_problem *problem);

/* The share of the first value it names that has one; below 0: none has. */
double am_prose_share(const struct am_prose *p, const struct am_values *values);

#endif
