/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The page over HTTP, for a few viewers at once, in one thread that sleeps until something comes.
 *
 * Limits, since whoever can reach the port can talk to it before the gate (gate.h) says no: 32
 * connections, 16 KiB of headers, 4 KiB of body, 10 seconds to ask and 60 to take the answer, but
 * for those who watch; of these at most 24, each with one copy of the page's pieces in flight. */
#ifndef AM_REPORTS_WEB_SERVER_H
#define AM_REPORTS_WEB_SERVER_H

#include "live/session.h"
#include "web/gate.h"
#include "web/page.h"

#define AM_WEB_CONNECTIONS_MAX 32
#define AM_WEB_VIEWERS_MAX     24
#define AM_WEB_TO_ASK          10 /* seconds, from when it connects */
#define AM_WEB_TO_TAKE         60 /* seconds, for the answer */
#define AM_WEB_HEARTBEAT       15 /* seconds without news after which a viewer hears that we live */

struct am_web_server;

struct am_web_listen {
    const char *address; /* an IPv4 or IPv6 address of this machine, no name, not all of them */
    unsigned port;       /* 0: one that is free */
};

/* Whether it could be listened on, without doing so. */
AM_MUST_CHECK enum am_status am_web_server_try(const struct am_web_listen *at,
                                               struct am_problem *problem);
/* Borrows session and page, which outlive it. */
AM_MUST_CHECK enum am_status am_web_server_new(const struct am_web_listen *at,
                                               struct am_session *session, struct am_web_page *page,
                                               struct am_web_server **out,
                                               struct am_problem *problem);
void am_web_server_free(struct am_web_server *s);

/* "http://127.0.0.1:8470/SECRET/" */
const char *am_web_server_address(const struct am_web_server *s);

/* Waits for requests, or for news on `descriptor` (-1: none), `timeout_ms` at most; answers what
 * has come, and tells viewers what has changed in the page. */
void am_web_server_poll(struct am_web_server *s, int descriptor, int timeout_ms);

#endif
