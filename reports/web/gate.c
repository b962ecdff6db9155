/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/gate.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "web/downloads.h"

#define HTTP_PORT 80

static const struct am_web_route routes[] = {
    {"", AM_WEB_PAGE, 0, "text/html; charset=utf-8"},
    {"events", AM_WEB_EVENTS, 0, "text/event-stream"},
    {"report.css", AM_WEB_ASSET, AM_WEB_REPORT_CSS, "text/css; charset=utf-8"},
    {"charts.css", AM_WEB_ASSET, AM_WEB_CHARTS_CSS, "text/css; charset=utf-8"},
    {"web.css", AM_WEB_ASSET, AM_WEB_WEB_CSS, "text/css; charset=utf-8"},
    {"web.js", AM_WEB_ASSET, AM_WEB_WEB_JS, "text/javascript; charset=utf-8"},
    {"icon.svg", AM_WEB_ASSET, AM_WEB_ICON, "image/svg+xml"},
    {"report.html", AM_WEB_DOWNLOAD, AM_WEB_REPORT_HTML, "text/html; charset=utf-8"},
    {"report.json", AM_WEB_DOWNLOAD, AM_WEB_REPORT_JSON, "application/json"},
    {"corporations.csv", AM_WEB_DOWNLOAD, AM_WEB_CORPORATIONS_CSV, "text/csv; charset=utf-8"},
    {"names.csv", AM_WEB_DOWNLOAD, AM_WEB_NAMES_CSV, "text/csv; charset=utf-8"},
    {"do/pause", AM_WEB_ACT, AM_ACT_PAUSE, NULL},
    {"do/go-on", AM_WEB_ACT, AM_ACT_GO_ON, NULL},
    {"do/next", AM_WEB_ACT, AM_ACT_NEXT, NULL},
    {"do/guess", AM_WEB_ACT, AM_ACT_GUESS, NULL},
    {"do/mark", AM_WEB_ACT, AM_ACT_MARK, NULL},
    {"do/faster", AM_WEB_ACT, AM_ACT_FASTER, NULL},
    {"do/slower", AM_WEB_ACT, AM_ACT_SLOWER, NULL},
    {"do/stop", AM_WEB_ACT, AM_ACT_STOP, NULL},
};

static void draw_secret(char out[AM_WEB_SECRET_LEN + 1])
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyz234567"; /* none is taken for another */
    for (size_t i = 0; i < AM_WEB_SECRET_LEN; i++)
        out[i] = letters[randombytes_uniform(sizeof letters - 1)];
    out[AM_WEB_SECRET_LEN] = '\0';
}

/* As browsers write it: IPv6 in brackets, the port but for that of HTTP. */
static void add_host(struct am_web_gate *g, const char *address, unsigned port)
{
    char host[AM_WEB_HOST_SIZE];
    int len = snprintf(host, sizeof host, strchr(address, ':') ? "[%s]" : "%s", address);
    if (len < 0 || (size_t)len >= sizeof host || g->host_count == AM_WEB_HOSTS_MAX)
        return;
    if (port != HTTP_PORT)
        (void)snprintf(host + len, sizeof host - (size_t)len, ":%u", port);
    for (size_t i = 0; i < g->host_count; i++)
        if (strcmp(g->hosts[i], host) == 0)
            return;
    memcpy(g->hosts[g->host_count++], host, sizeof host);
}

void am_web_gate_init(struct am_web_gate *g, const char *address, unsigned port)
{
    *g = (struct am_web_gate){0};
    draw_secret(g->secret);
    add_host(g, address, port); /* first: the one that is told */
    add_host(g, "127.0.0.1", port);
    add_host(g, "localhost", port);
    add_host(g, "::1", port);
}

static bool is_our_host(const struct am_web_gate *g, const char *host)
{
    for (size_t i = 0; host && i < g->host_count; i++)
        if (strcmp(g->hosts[i], host) == 0)
            return true;
    return false;
}

/* What follows the secret: "/" and more, or ""; NULL where the secret is not that. */
static const char *after_secret(const struct am_web_gate *g, const char *path)
{
    const char *segment = path + 1;
    if (path[0] != '/' || strcspn(segment, "/") != AM_WEB_SECRET_LEN ||
        sodium_memcmp(segment, g->secret, AM_WEB_SECRET_LEN) != 0)
        return NULL;
    return segment + AM_WEB_SECRET_LEN;
}

/* Made by our own page. Browsers say so on loopback (Sec-Fetch-Site); where they don't, which is
 * over plain HTTP to another machine, the Origin tells. Either that is there must be ours; a page
 * that hides where it comes from sends the Origin "null". */
static bool is_of_our_page(const struct am_web_request *r)
{
    bool same = r->fetch_site && strcmp(r->fetch_site, "same-origin") == 0;
    if (r->fetch_site && !same)
        return false;
    if (!r->origin || strcmp(r->origin, "null") == 0)
        return same;
    return strncmp(r->origin, "http://", 7) == 0 && strcmp(r->origin + 7, r->host) == 0;
}

static bool is_form(const char *type)
{
    static const char form[] = "application/x-www-form-urlencoded";
    return type && strncmp(type, form, sizeof form - 1) == 0 &&
           (type[sizeof form - 1] == '\0' || type[sizeof form - 1] == ';');
}

static unsigned ask_to_act(const struct am_web_request *r)
{
    if (!is_of_our_page(r))
        return AM_WEB_FORBIDDEN;
    if (r->length > AM_WEB_BODY_MAX)
        return AM_WEB_TOO_LARGE;
    return r->length == 0 || is_form(r->type) ? AM_WEB_GRANTED : AM_WEB_WRONG_TYPE;
}

unsigned am_web_gate_ask(const struct am_web_gate *g, const struct am_web_request *r,
                         const struct am_web_route **out)
{
    *out = NULL;
    if (!is_our_host(g, r->host))
        return AM_WEB_FORBIDDEN;
    const char *rest = after_secret(g, r->path);
    if (!rest)
        return AM_WEB_NOT_FOUND;
    for (size_t i = 0; rest[0] == '/' && i < sizeof routes / sizeof *routes; i++)
        if (strcmp(routes[i].path, rest + 1) == 0)
            *out = &routes[i];
    bool get = strcmp(r->method, "GET") == 0;
    if (!*out)
        return rest[0] == '\0' && get ? AM_WEB_MOVED : AM_WEB_NOT_FOUND;
    if ((*out)->what != AM_WEB_ACT)
        return get ? AM_WEB_GRANTED : AM_WEB_NOT_SO;
    return strcmp(r->method, "POST") == 0 ? ask_to_act(r) : AM_WEB_NOT_SO;
}
