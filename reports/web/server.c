/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/server.h"

#include <microhttpd.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "assets.h"
#include "base/monotonic.h"
#include "format/format.h"
#include "web/answers.h"
#include "web/socket.h"

#define POOL_BYTES  16384 /* of a connection: its headers, and what is being sent */
#define BLOCK_BYTES 8192  /* of what a viewer is sent at once */
#define TEXT_BYTES  512   /* of what is typed into a field */
#define RETRY_MS    "1000"

/* One that is connected; a viewer from when it asked for events. */
struct guest {
    struct am_web_server *server;
    struct MHD_Connection *connection; /* NULL: this place is free */
    int64_t until;                     /* monotonic, seconds: then it is let go; not a viewer */
    bool views, sleeps;
    uint64_t revision; /* of the page that it has, or that is on its way */
    int64_t spoken;    /* monotonic, seconds */
    struct am_text message;
    size_t sent; /* of the message */
};

struct am_web_server {
    struct MHD_Daemon *daemon;
    struct am_session *session;
    struct am_web_page *page;
    struct am_web_gate gate;
    char address[AM_WEB_HOST_SIZE + AM_WEB_SECRET_LEN + 16];
    struct guest guests[AM_WEB_CONNECTIONS_MAX];
};

/* What is kept of a request between its headers and its end. */
struct asking {
    const struct am_web_route *route; /* NULL: refused */
    unsigned status;
    uint64_t length; /* of the body so far */
    struct MHD_PostProcessor *fields;
    char text[TEXT_BYTES];
    size_t text_len;
    bool too_long;
};

static int64_t monotonic(void)
{
    return am_monotonic_ms() / 1000;
}

/* ---- guests ---- */

/* Frees the place of one that is gone; takes one for who comes. */
static void greet(void *ctx, struct MHD_Connection *connection, void **place,
                  enum MHD_ConnectionNotificationCode what)
{
    struct am_web_server *s = ctx;
    struct guest *g = *place;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (g) {
            am_text_done(&g->message);
            *g = (struct guest){0};
        }
        *place = NULL;
        return;
    }
    for (size_t i = 0; i < AM_WEB_CONNECTIONS_MAX && !g; i++)
        if (!s->guests[i].connection)
            g = &s->guests[i];
    if (g) {
        *g = (struct guest){
            .server = s, .connection = connection, .until = monotonic() + AM_WEB_TO_ASK};
        am_text_init(&g->message, 2 * AM_WEB_PAGE_MAX);
    }
    *place = g;
}

static struct guest *guest_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/* Whoever takes its time is let go: a socket that is shut down ends its connection. */
static void dismiss_slow(struct am_web_server *s)
{
    int64_t now = monotonic();
    for (size_t i = 0; i < AM_WEB_CONNECTIONS_MAX; i++) {
        struct guest *g = &s->guests[i];
        if (!g->connection || g->views || now <= g->until)
            continue;
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(g->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        if (info)
            (void)shutdown(info->connect_fd, SHUT_RDWR);
    }
}

static size_t viewers(const struct am_web_server *s)
{
    size_t n = 0;
    for (size_t i = 0; i < AM_WEB_CONNECTIONS_MAX; i++)
        n += s->guests[i].views;
    return n;
}

static bool has_news(const struct am_web_server *s, const struct guest *g, int64_t now)
{
    return g->revision < am_web_page_revision(s->page) || now - g->spoken >= AM_WEB_HEARTBEAT;
}

/* The next message for a viewer that has got the last one: whatever changed since that one, or only
 * a sign of life. */
static bool next_message(struct guest *g, int64_t now)
{
    const struct am_web_server *s = g->server;
    bool first = g->revision == 0;
    am_text_clear(&g->message);
    g->sent = 0;
    if (first)
        am_text_add(&g->message, "retry:" RETRY_MS "\n");
    uint64_t revision = am_web_page_revision(s->page);
    if (revision == g->revision)
        am_text_add(&g->message, ":\n\n");
    else if (am_web_page_write_since(s->page, g->revision, &g->message) != AM_OK)
        return false;
    g->revision = revision;
    g->spoken = now;
    return true;
}

/* What a viewer is sent next, as much as there is room for; with nothing to tell it sleeps. */
static ssize_t tell_viewer(void *ctx, uint64_t at, char *to, size_t room)
{
    struct guest *g = ctx;
    int64_t now = monotonic();
    (void)at;
    if (g->sent == g->message.len) {
        if (!has_news(g->server, g, now)) {
            g->sleeps = true;
            MHD_suspend_connection(g->connection);
            return 0;
        }
        if (!next_message(g, now))
            return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    size_t len = g->message.len - g->sent;
    len = len < room ? len : room;
    memcpy(to, g->message.at + g->sent, len);
    g->sent += len;
    return (ssize_t)len;
}

static void wake_viewers(struct am_web_server *s, bool all)
{
    int64_t now = monotonic();
    for (size_t i = 0; i < AM_WEB_CONNECTIONS_MAX; i++) {
        struct guest *g = &s->guests[i];
        if (!g->sleeps || !(all || has_news(s, g, now)))
            continue;
        g->sleeps = false;
        MHD_resume_connection(g->connection);
    }
}

/* ---- answers ---- */

static enum MHD_Result give_page(struct am_web_server *s, struct MHD_Connection *connection,
                                 const struct am_web_route *route)
{
    struct am_text text;
    bool page = route->what == AM_WEB_PAGE;
    am_text_init(&text, page ? 2 * AM_WEB_PAGE_MAX : AM_REPORT_TEXT_MAX);
    enum am_status status = page ? am_web_page_write(s->page, &text)
                                 : am_web_page_download(s->page, route->which, &text);
    struct MHD_Response *r =
        status == AM_OK ? MHD_create_response_from_buffer(text.len, text.at, MHD_RESPMEM_MUST_COPY)
                        : NULL;
    am_text_done(&text);
    if (!r)
        return am_web_answer_line(connection, MHD_HTTP_SERVICE_UNAVAILABLE,
                                  status == AM_E_NOT_FOUND ? "nothing has been seen yet\n"
                                                           : "this can't be made now\n");
    if (!page) {
        char how[80];
        (void)snprintf(how, sizeof how, "attachment; filename=\"amarra-%s\"", route->path);
        (void)MHD_add_response_header(r, "Content-Disposition", how);
    }
    return am_web_answer(connection, AM_WEB_GRANTED, route->type, false, r);
}

static enum MHD_Result give_asset(struct MHD_Connection *connection,
                                  const struct am_web_route *route)
{
    const char *const assets[AM_WEB_ASSETS] = {
        [AM_WEB_REPORT_CSS] = am_asset_report_css, [AM_WEB_CHARTS_CSS] = am_asset_charts_css,
        [AM_WEB_WEB_CSS] = am_asset_web_css,       [AM_WEB_WEB_JS] = am_asset_web_js,
        [AM_WEB_ICON] = am_asset_icon_svg,
    };
    const char *text = assets[route->which];
    return am_web_answer(connection, AM_WEB_GRANTED, route->type, false, am_web_response(text));
}

static enum MHD_Result give_events(struct am_web_server *s, struct MHD_Connection *connection,
                                   const struct am_web_route *route)
{
    struct guest *g = guest_of(connection);
    if (!g || viewers(s) >= AM_WEB_VIEWERS_MAX)
        return am_web_answer_line(connection, MHD_HTTP_SERVICE_UNAVAILABLE,
                                  "too many are watching\n");
    struct MHD_Response *r =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK_BYTES, tell_viewer, g, NULL);
    g->views = true;
    return am_web_answer(connection, AM_WEB_GRANTED, route->type, true, r);
}

/* A form that was sent without script leads back to the page; the script asks for no page. */
static enum MHD_Result do_it(struct am_web_server *s, struct MHD_Connection *connection,
                             const struct asking *a)
{
    struct am_problem problem = {0};
    if (a->too_long)
        return am_web_answer_nothing(connection, AM_WEB_TOO_LARGE, NULL);
    enum am_act act = (enum am_act)a->route->which;
    enum am_status status = am_session_do(s->session, act, a->text, &problem);
    const char *mode = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Sec-Fetch-Mode");
    if (mode && strcmp(mode, "navigate") == 0)
        return am_web_answer_place(connection, MHD_HTTP_SEE_OTHER, "../");
    if (status == AM_OK)
        return am_web_answer_nothing(connection, MHD_HTTP_NO_CONTENT, NULL);
    return am_web_answer_line(
        connection, status == AM_E_USAGE ? MHD_HTTP_CONFLICT : MHD_HTTP_INTERNAL_SERVER_ERROR,
        problem.text);
}

static enum MHD_Result answer(struct am_web_server *s, struct MHD_Connection *connection,
                              const struct asking *a)
{
    char path[AM_WEB_SECRET_LEN + 3];
    struct guest *g = guest_of(connection);
    if (g)
        g->until = monotonic() + AM_WEB_TO_TAKE;
    switch (a->status) {
    case AM_WEB_GRANTED:
        break;
    case AM_WEB_MOVED:
        (void)snprintf(path, sizeof path, "/%s/", s->gate.secret);
        return am_web_answer_place(connection, AM_WEB_MOVED, path);
    default:
        return am_web_answer_nothing(connection, a->status, a->route);
    }
    switch (a->route->what) {
    case AM_WEB_PAGE:
    case AM_WEB_DOWNLOAD:
        return give_page(s, connection, a->route);
    case AM_WEB_ASSET:
        return give_asset(connection, a->route);
    case AM_WEB_EVENTS:
        return give_events(s, connection, a->route);
    case AM_WEB_ACT:
        return do_it(s, connection, a);
    }
    return MHD_NO;
}

/* ---- requests ---- */

static enum MHD_Result take_field(void *ctx, enum MHD_ValueKind kind, const char *key,
                                  const char *file, const char *type, const char *encoding,
                                  const char *data, uint64_t at, size_t len)
{
    struct asking *a = ctx;
    (void)kind;
    (void)file;
    (void)type;
    (void)encoding;
    (void)at;
    if (strcmp(key, "text") != 0)
        return MHD_YES;
    if (len >= sizeof a->text - a->text_len) {
        a->too_long = true;
        return MHD_NO;
    }
    memcpy(a->text + a->text_len, data, len);
    a->text_len += len; /* a zero stands behind it from the start */
    return MHD_YES;
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static struct asking *begin(struct am_web_server *s, struct MHD_Connection *connection,
                            const char *path, const char *method)
{
    struct asking *a = calloc(1, sizeof *a);
    const char *length = header(connection, "Content-Length");
    const struct am_web_request r = {.method = method,
                                     .path = path,
                                     .host = header(connection, "Host"),
                                     .origin = header(connection, "Origin"),
                                     .fetch_site = header(connection, "Sec-Fetch-Site"),
                                     .type = header(connection, "Content-Type"),
                                     .length = length ? strtoull(length, NULL, 10) : 0};
    if (!a)
        return NULL;
    a->status = am_web_gate_ask(&s->gate, &r, &a->route);
    if (a->status == AM_WEB_GRANTED && a->route->what == AM_WEB_ACT && r.type)
        a->fields = MHD_create_post_processor(connection, 1024, take_field, a);
    return a;
}

/* Called with the headers, then with each part of the body, then at its end. Whoever is refused is
 * told so with the headers; a body that grows past what it announced ends its connection. */
static enum MHD_Result handle(void *ctx, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *data,
                              size_t *len, void **kept)
{
    struct am_web_server *s = ctx;
    struct asking *a = *kept;
    (void)version;
    if (!a) {
        *kept = a = begin(s, connection, path, method);
        if (!a)
            return MHD_NO;
        return a->status == AM_WEB_GRANTED && a->route->what == AM_WEB_ACT
                   ? MHD_YES
                   : answer(s, connection, a);
    }
    if (*len == 0)
        return answer(s, connection, a);
    a->length += *len;
    if (a->length > AM_WEB_BODY_MAX)
        return MHD_NO;
    if (a->fields)
        (void)MHD_post_process(a->fields, data, *len);
    *len = 0;
    return MHD_YES;
}

static void forget(void *ctx, struct MHD_Connection *connection, void **kept,
                   enum MHD_RequestTerminationCode why)
{
    struct asking *a = *kept;
    (void)ctx;
    (void)connection;
    (void)why;
    if (!a)
        return;
    if (a->fields)
        (void)MHD_destroy_post_processor(a->fields);
    free(a);
    *kept = NULL;
}

/* What clients do wrong is none of the terminal's business. */
static void keep_quiet(void *ctx, const char *format, va_list arguments)
{
    (void)ctx;
    (void)format;
    (void)arguments;
}

/* ---- the server ---- */

enum am_status am_web_server_try(const struct am_web_listen *at, struct am_problem *problem)
{
    unsigned port = at->port;
    int fd;
    enum am_status status = am_web_socket_open(at->address, &port, &fd, problem);
    if (status == AM_OK)
        (void)close(fd);
    return status;
}

static bool start(struct am_web_server *s, int fd)
{
    s->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, handle, s,
        MHD_OPTION_EXTERNAL_LOGGER, keep_quiet, NULL, MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)AM_WEB_CONNECTIONS_MAX,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL_BYTES, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)AM_WEB_TO_ASK, MHD_OPTION_NOTIFY_CONNECTION, greet, s,
        MHD_OPTION_NOTIFY_COMPLETED, forget, NULL, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
    return s->daemon != NULL;
}

enum am_status am_web_server_new(const struct am_web_listen *at, struct am_session *session,
                                 struct am_web_page *page, struct am_web_server **out,
                                 struct am_problem *problem)
{
    unsigned port = at->port;
    int fd;
    enum am_status status = am_web_socket_open(at->address, &port, &fd, problem);
    if (status != AM_OK)
        return status;
    struct am_web_server *s = calloc(1, sizeof *s);
    if (s) {
        s->session = session;
        s->page = page;
        am_web_gate_init(&s->gate, at->address, port);
        (void)snprintf(s->address, sizeof s->address, "http://%s/%s/", s->gate.hosts[0],
                       s->gate.secret);
    }
    if (!s || !start(s, fd)) { /* the daemon owns the socket once it runs */
        (void)close(fd);
        free(s);
        return am_problem_set(problem, AM_E_IO, NULL, 0, "the page can't be served: out of memory");
    }
    *out = s;
    return AM_OK;
}

void am_web_server_free(struct am_web_server *s)
{
    if (!s)
        return;
    wake_viewers(s, true); /* none may sleep when it stops */
    MHD_stop_daemon(s->daemon);
    sodium_memzero(&s->gate, sizeof s->gate);
    free(s);
}

const char *am_web_server_address(const struct am_web_server *s)
{
    return s->address;
}

void am_web_server_poll(struct am_web_server *s, int descriptor, int timeout_ms)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    struct pollfd wait[] = {{.fd = info->epoll_fd, .events = POLLIN},
                            {.fd = descriptor, .events = POLLIN}};
    MHD_UNSIGNED_LONG_LONG due;
    dismiss_slow(s);
    wake_viewers(s, false);
    if (MHD_get_timeout(s->daemon, &due) == MHD_YES && due < (unsigned)timeout_ms)
        timeout_ms = (int)due;
    (void)poll(wait, 2, timeout_ms); /* -1 is passed over; a signal ends the wait */
    (void)MHD_run(s->daemon);
}
