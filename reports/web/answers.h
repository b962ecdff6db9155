/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Answers of HTTP, each with the headers that keep the page to itself: it runs our script alone,
 * is shown in no other page, loads nothing from elsewhere, is kept nowhere, and its address, which
 * holds the secret, is told to nobody. */
#ifndef AM_REPORTS_WEB_ANSWERS_H
#define AM_REPORTS_WEB_ANSWERS_H

#include <microhttpd.h>
#include <stdbool.h>

#include "web/gate.h"

/* NULL: out of memory. */
struct MHD_Response *am_web_response(const char *text);

/* Takes the response, which may be NULL. `type` NULL: it has no body. Connections that do not stay
 * end with their answer, so that none is left open for nothing. */
enum MHD_Result am_web_answer(struct MHD_Connection *connection, unsigned status, const char *type,
                              bool stays, struct MHD_Response *r);
enum MHD_Result am_web_answer_line(struct MHD_Connection *connection, unsigned status,
                                   const char *line);
/* `route` may be NULL; a method that it does not take is told which it does. */
enum MHD_Result am_web_answer_nothing(struct MHD_Connection *connection, unsigned status,
                                      const struct am_web_route *route);
/* It is at `path`. */
enum MHD_Result am_web_answer_place(struct MHD_Connection *connection, unsigned status,
                                    const char *path);

#endif
