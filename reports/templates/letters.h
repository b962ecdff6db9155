/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Text brought into a room: measured by Pango, with the fonts by which librsvg will draw it, not
 * guessed. Words in any script, in the direction of each; the largest size that has room, down to a
 * smallest; then shortened, with an ellipsis.
 *
 * Lines come out as text of their own, each with its place, so that the drawing keeps real text. */
#ifndef AM_REPORTS_LETTERS_H
#define AM_REPORTS_LETTERS_H

#include <stdbool.h>

#include "base/text.h"

#define AM_LETTERS_TEXT_MAX  4000 /* bytes of one text */
#define AM_LETTERS_LINES_MAX 60
#define AM_LETTERS_FAMILY    200

struct am_letters;

AM_MUST_CHECK enum am_status am_letters_open(struct am_letters **out, struct am_problem *problem);
void am_letters_free(struct am_letters *l);

enum am_side_of { AM_AT_START, AM_AT_MIDDLE, AM_AT_END }; /* left or top, middle, right or bottom */
struct am_lettering {
    char family[AM_LETTERS_FAMILY]; /* as CSS lists them */
    int weight;                     /* 100 to 900 */
    bool italic;
    double largest, smallest; /* px of the drawing */
    double leading;           /* from line to line, in sizes */
    double spacing;           /* between letters, in sizes */
    size_t lines;             /* at most; 0: as many as have room */
    bool balanced;            /* lines of a headline: as alike in length as can be */
    enum am_side_of across, down;
};

/* `text` is UTF-8 of the caller's `store`, without a zero after it. */
struct am_set_line {
    size_t from, len;
    double x, base, width; /* its left end, the line that letters stand on, px within the room */
    double shift;          /* of x, from where its alignment puts it: letters may hang over */
    bool rtl;
};
struct am_set {
    double size;
    struct am_set_line lines[AM_LETTERS_LINES_MAX];
    size_t count;
    bool cut;             /* it did not fit: the last line ends in an ellipsis */
    const char *language; /* "ja", "zh", "ko": by which its ideographs are drawn; NULL: none */
};
/* `store` is emptied first. Line feeds in `text` end lines. */
AM_MUST_CHECK enum am_status am_letters_set(struct am_letters *l, const char *text,
                                            const struct am_lettering *how, double width,
                                            double height, struct am_text *store,
                                            struct am_set *out);

/* NULL: there are letters for all of it. Else the Debian package that most likely has them. */
const char *am_letters_missing(struct am_letters *l, const char *text);

/* Whether it has letters that are written from right to left. */
bool am_letters_turn(const char *text);

#endif
