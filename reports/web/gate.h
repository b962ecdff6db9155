/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who may ask what of the page, decided from what a request says of itself before anything is done.
 *
 * The page lies on loopback, where every program of this machine and every page that its browser
 * shows can reach it. So: a secret in the path; a Host that is ours, or else a foreign name was
 * pointed here (DNS rebinding); and whatever changes something is a POST that our own page made. */
#ifndef AM_REPORTS_WEB_GATE_H
#define AM_REPORTS_WEB_GATE_H

#include <stdbool.h>
#include <stdint.h>

#include "live/session.h"

#define AM_WEB_SECRET_LEN 26 /* of base32: 130 bits */
#define AM_WEB_HOSTS_MAX  4
#define AM_WEB_HOST_SIZE  72
#define AM_WEB_BODY_MAX   4096 /* bytes */

/* Of HTTP. */
#define AM_WEB_GRANTED    200
#define AM_WEB_MOVED      301
#define AM_WEB_FORBIDDEN  403
#define AM_WEB_NOT_FOUND  404
#define AM_WEB_NOT_SO     405 /* the method */
#define AM_WEB_TOO_LARGE  413
#define AM_WEB_WRONG_TYPE 415

enum am_web_what { AM_WEB_PAGE, AM_WEB_ASSET, AM_WEB_EVENTS, AM_WEB_DOWNLOAD, AM_WEB_ACT };

struct am_web_route {
    const char *path; /* below "/SECRET/" */
    enum am_web_what what;
    int which; /* act, asset or download */
    const char *type;
};
enum am_web_asset {
    AM_WEB_REPORT_CSS,
    AM_WEB_CHARTS_CSS,
    AM_WEB_WEB_CSS,
    AM_WEB_WEB_JS,
    AM_WEB_ICON,
    AM_WEB_ASSETS
};

/* As they came; NULL: there is none. `length` of the body as announced. */
struct am_web_request {
    const char *method, *path, *host, *origin, *fetch_site, *type;
    uint64_t length;
};

struct am_web_gate {
    char secret[AM_WEB_SECRET_LEN + 1];
    char hosts[AM_WEB_HOSTS_MAX][AM_WEB_HOST_SIZE]; /* with their port, as a browser sends them */
    size_t host_count;
};

/* Draws a secret. `address` is what is listened on: "127.0.0.1", "::1", "192.168.1.5". Sodium must
 * be ready. */
void am_web_gate_init(struct am_web_gate *g, const char *address, unsigned port);

/* One of AM_WEB_...; with GRANTED, `out` is where it leads, and with NOT_SO too. MOVED: to the
 * same with a slash. Takes as long for any secret of the right length. */
unsigned am_web_gate_ask(const struct am_web_gate *g, const struct am_web_request *r,
                         const struct am_web_route **out);

#endif
