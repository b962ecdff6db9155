/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The head of an HTTP/1 message: the line that it starts with, and of its fields those that tell
 * whom it is for and what follows it (RFC 9112, 2 to 6).
 *
 * Views borrow the bytes read. Cost: each byte of a head is looked at a fixed number of times. */
#ifndef AM_PROTO_HTTP_HEAD_H
#define AM_PROTO_HTTP_HEAD_H

#include "base/reader.h"

#define AM_HTTP_HEAD_MAX (16u << 10) /* bytes of one head; servers stop at 8 to 16 KiB */

enum am_http_kind {
    AM_HTTP_UNKNOWN, /* too short to tell */
    AM_HTTP_OTHER,   /* not HTTP/1 */
    AM_HTTP_REQUEST,
    AM_HTTP_RESPONSE,
};

enum am_http_body { AM_HTTP_NO_BODY, AM_HTTP_LENGTH, AM_HTTP_CHUNKED, AM_HTTP_UNCLEAR };

enum am_http_upgrade { AM_HTTP_STAYS, AM_HTTP_TO_WEBSOCKET, AM_HTTP_TO_OTHER };

struct am_http_head {
    struct am_bytes method, target; /* of a request */
    unsigned status;                /* of a response */
    struct am_bytes host;           /* of the first Host field */
    bool has_host;
    enum am_http_body body;
    uint64_t length; /* of a body of known length */
    enum am_http_upgrade upgrade;
};

/* A line without its end, which may be a bare LF (RFC 9112, 2.2). Reads nothing where no end has
 * come yet. */
bool am_http_read_line(struct am_reader *r, struct am_bytes *out);
/* Line ends before a message are ignored (RFC 9112, 2.2). */
void am_http_skip_line_ends(struct am_reader *r);

/* What the bytes begin with, line ends left out; they must not be empty. Reads the line of a
 * request; of a response's up to its status. */
enum am_http_kind am_http_read_start(struct am_reader *r, struct am_http_head *out);
/* Whether the start of a request line, not ended yet, is one of HTTP: a method that is known, and
 * how its target begins. Targets may be longer than a segment. */
bool am_http_is_likely(struct am_bytes start);
/* The fields after the first line; false where the empty line after them has not come: those that
 * are whole were read, `more` may come. */
bool am_http_read_fields(struct am_reader *r, bool more, struct am_http_head *out);

bool am_http_is_connect(const struct am_http_head *head);
/* The host and port of an absolute target, "scheme://user@host:port/path" (RFC 9112, 3.2.2); empty
 * in other forms. */
struct am_bytes am_http_target_authority(struct am_bytes target);

#endif
