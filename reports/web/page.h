/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The live page: whole, for who opens it, and what has changed since, for who has it open.
 *
 * Each piece is kept as text with the revision in which it changed last, so whoever is slow gets
 * the latest of each and nothing is queued. Memory: the pieces once, AM_WEB_PAGE_MAX at most; a
 * quarter of it each. */
#ifndef AM_REPORTS_WEB_PAGE_H
#define AM_REPORTS_WEB_PAGE_H

#include "base/text.h"
#include "live/session.h"

#define AM_WEB_PAGE_MAX ((size_t)2 << 20) /* bytes */

struct am_web_page_options { /* all borrowed */
    const struct am_session *session;
    struct am_speech *speech;
    const struct am_rules *rules;
    const char *title; /* of the organization, untrusted; NULL: none */
};

struct am_web_page;

AM_MUST_CHECK enum am_status am_web_page_new(const struct am_web_page_options *options,
                                             struct am_web_page **out, struct am_problem *problem);
void am_web_page_free(struct am_web_page *p);

/* Writes the pieces anew where the session has changed; what can't be written stays as it was. */
void am_web_page_update(struct am_web_page *p);
/* Grows whenever a piece has changed; from 1. */
uint64_t am_web_page_revision(const struct am_web_page *p);

AM_MUST_CHECK enum am_status am_web_page_write(const struct am_web_page *p, struct am_text *out);
/* A message of text/event-stream: the pieces that changed after revision `since` (0: all), and the
 * revision as its id. */
AM_MUST_CHECK enum am_status am_web_page_write_since(const struct am_web_page *p, uint64_t since,
                                                     struct am_text *out);

/* Which of an am_web_download, from what is shown now. NOT_FOUND before the first reading. */
AM_MUST_CHECK enum am_status am_web_page_download(const struct am_web_page *p, int which,
                                                  struct am_text *out);

#endif
