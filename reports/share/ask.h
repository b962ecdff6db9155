/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is asked of an organization before its share is made, at a terminal, in its language. */
#ifndef AM_REPORTS_SHARE_ASK_H
#define AM_REPORTS_SHARE_ASK_H

#include "language.h"
#include "share/share.h"

/* The answers, and room for what is typed, which `about` then points to. What is set before is not
 * asked; a text that is empty is "not told". */
struct am_share_answers {
    struct am_share_about about;
    char campaign[AM_SHARE_CAMPAIGN + 1], country[4], territory[AM_SHARE_TERRITORY + 1];
    char note[AM_SHARE_NOTE + 1];
};

/* Whether somebody sits there who can read and answer. */
bool am_share_may_ask(void);

/* By two letters of either case, or by its name in one of our languages; NULL: none. */
const struct am_jurisdiction *am_share_country(const struct am_rules *rules, const char *text);

/* Asks for what is not set. USAGE: the input ended, or what was typed made no sense again and
 * again. */
AM_MUST_CHECK enum am_status am_share_ask(struct am_share_answers *a, const struct am_rules *rules,
                                          struct am_speech *s, struct am_problem *problem);
/* The last question. USAGE: no. */
AM_MUST_CHECK enum am_status am_share_confirm(struct am_speech *s, struct am_problem *problem);

#endif
