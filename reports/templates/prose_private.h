/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A template as it is kept between reading (prose.c) and saying (prose_say.c): steps one after
 * another, blocks as jumps. */
#ifndef AM_REPORTS_PROSE_PRIVATE_H
#define AM_REPORTS_PROSE_PRIVATE_H

#include "templates/prose.h"

enum am_op_kind {
    AM_OP_TEXT,   /* `len` bytes from `at` on, as they are */
    AM_OP_SAY,    /* the value of a name */
    AM_OP_IF,     /* not told: goes to `to` */
    AM_OP_UNLESS, /* told: goes to `to` */
    AM_OP_EACH,   /* its end is at `to` */
    AM_OP_ELSE,   /* the end of what came before: goes to `to` */
    AM_OP_END,    /* of `each` at `to`; of anything else: `to` is itself */
    AM_OP_BREAK,  /* a paragraph, an item, a row ends here */
};
struct am_op {
    enum am_op_kind kind;
    const char *at;        /* borrowed from the template: a text, or a name */
    size_t len, to, limit; /* `limit`: items of a list, 0: all */
    unsigned long line;
};
struct am_prose {
    struct am_op *ops;
    size_t count, size;
    char file[AM_PROBLEM_FILE];
};

#endif
