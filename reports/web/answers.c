/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/answers.h"

#include "base/text.h"
#include "web/page.h"

static const char *const always[][2] = {
    {"Cache-Control", "no-store"},
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
     "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"}, /* the secret is in the path */
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
};

enum MHD_Result am_web_answer(struct MHD_Connection *connection, unsigned status, const char *type,
                              bool stays, struct MHD_Response *r)
{
    if (!r)
        return MHD_NO;
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        (void)MHD_add_response_header(r, always[i][0], always[i][1]);
    if (type)
        (void)MHD_add_response_header(r, "Content-Type", type);
    if (!stays)
        (void)MHD_add_response_header(r, "Connection", "close");
    enum MHD_Result result = MHD_queue_response(connection, status, r);
    MHD_destroy_response(r);
    return result;
}

struct MHD_Response *am_web_response(const char *text)
{
    struct am_text copy; /* the library takes no pointer to const */
    am_text_init(&copy, AM_WEB_PAGE_MAX);
    am_text_add(&copy, text);
    struct MHD_Response *r =
        MHD_create_response_from_buffer(copy.len, copy.at, MHD_RESPMEM_MUST_COPY);
    am_text_done(&copy);
    return r;
}

enum MHD_Result am_web_answer_line(struct MHD_Connection *connection, unsigned status,
                                   const char *line)
{
    return am_web_answer(connection, status, "text/plain; charset=utf-8", false,
                         am_web_response(line));
}

enum MHD_Result am_web_answer_nothing(struct MHD_Connection *connection, unsigned status,
                                      const struct am_web_route *route)
{
    struct MHD_Response *r = am_web_response("");
    if (r && status == AM_WEB_NOT_SO && route)
        (void)MHD_add_response_header(r, "Allow", route->what == AM_WEB_ACT ? "POST" : "GET");
    return am_web_answer(connection, status, NULL, false, r);
}

enum MHD_Result am_web_answer_place(struct MHD_Connection *connection, unsigned status,
                                    const char *path)
{
    struct MHD_Response *r = am_web_response("");
    if (r)
        (void)MHD_add_response_header(r, "Location", path);
    return am_web_answer(connection, status, NULL, false, r);
}
