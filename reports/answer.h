/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a person types when asked: a line of standard input. */
#ifndef AM_REPORTS_ANSWER_H
#define AM_REPORTS_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

enum am_answer {
    AM_ANSWER_LINE,
    AM_ANSWER_UNFIT, /* longer than fits, or with a zero in it; `out` is cut */
    AM_ANSWER_END,   /* the input ended before the line did */
};
/* One line, read whole, without its end and without blanks around it; `size` counts the zero after
 * it. */
enum am_answer am_answer_line(char *out, size_t size);

/* A yes in any of our languages, as a line of its own; whatever else is typed is no. */
bool am_answer_is_yes(void);

#endif
