/* SPDX-License-Identifier: AGPL-3.0-or-later
 * HTTP/1 (RFC 9110, 9112): the host that each request names, and the one that a CONNECT asks for.
 *
 * A host is told once its field is whole, so that a head whose end never comes still names. The
 * session remembers of each side what of a body is still to come, so that the next request is found
 * where it begins and nowhere else: what a body holds names nobody. A body is followed over bytes
 * that were lost, since its length tells where it ends. Paths, queries, cookies and credentials are
 * passed over.
 *
 * How long a request is, its own head tells, whatever the server answers. Answers matter in two
 * places alone, and neither asks for more than a look at what the client says next: whether a
 * tunnel (CONNECT) or another protocol (Upgrade) begins. The server's side is read as far as the
 * answer to a CONNECT.
 *
 * Cost: a head that is not whole is read again with each segment, 16 KiB at most; all else once.
 * Memory: the session below. */
#include <string.h>

#include "proto/host.h"
#include "proto/http_head.h"
#include "proto/protocols.h"

#define CHUNK_LINE_MAX (4u << 10) /* bytes of a line with a chunk's size; extensions are rare */

enum place {
    AT_START, /* between messages */
    IN_BODY,  /* of known length */
    AT_CHUNK, /* RFC 9112, 7.1: at the line with a chunk's size */
    IN_CHUNK, /* in its data */
    AFTER_CHUNK,
    IN_TRAILER, /* fields after the last chunk */
    LOST,       /* bytes were not captured: a message may begin where a segment does */
};

struct side {
    uint64_t left;                /* bytes of the body or chunk still to come */
    bool told_host, told_connect; /* of a head that is not whole */
    bool leaves;                  /* after this message the side may speak another protocol */
    bool websocket;               /* likewise, if not HTTP then frames of it (RFC 6455) */
    uint8_t place;                /* enum place */
};

struct session {
    struct side side[2];
    bool tunnel_asked[2]; /* by this side's last request, and not answered yet */
};

enum step {
    STEP_NEXT,   /* something was taken, go on */
    STEP_WAIT,   /* it goes on past the bytes at hand */
    STEP_ALL,    /* nothing begins here: all bytes are passed over */
    STEP_ENOUGH, /* nothing more to learn from this side */
    STEP_GIVES_WAY,
    STEP_BROKEN,
};

static enum am_probe probe(struct am_bytes start)
{
    struct am_reader r = am_reader_over(start, false);
    struct am_http_head head = {0};

    am_http_skip_line_ends(&r);
    if (!am_reader_more(&r))
        return AM_PROBE_MAYBE;
    struct am_bytes text = am_reader_rest(&r);
    switch (am_http_read_start(&r, &head)) {
    case AM_HTTP_UNKNOWN:
        return am_http_is_likely(text) ? AM_PROBE_YES : AM_PROBE_MAYBE;
    case AM_HTTP_REQUEST:
    case AM_HTTP_RESPONSE:
        return AM_PROBE_YES;
    case AM_HTTP_OTHER:
        break;
    }
    return AM_PROBE_NO;
}

static void tell_connect(struct am_bytes target, const struct am_findings *out)
{
    const uint8_t *blank = memchr(target.at, ' ', target.len);

    target.len = blank ? (size_t)(blank - target.at) : target.len;
    am_host_add_authority(out, AM_SOURCE_HTTP_CONNECT, target);
}

/* RFC 9112, 3.2.2 has the target's host win over the Host field; clients send both alike, and
 * what the field says is what is called the host everywhere else. Where the head is not `whole`,
 * the field may still be to come. */
static void tell(const struct am_http_head *head, bool whole, struct side *side,
                 const struct am_findings *out)
{
    bool connect = am_http_is_connect(head);

    if (connect && !side->told_connect)
        tell_connect(head->target, out);
    side->told_connect = connect;
    if (side->told_host)
        return;
    if (head->has_host)
        am_host_add_authority(out, AM_SOURCE_HTTP_HOST, head->host);
    else if (whole && !connect)
        am_host_add_authority(out, AM_SOURCE_HTTP_HOST, am_http_target_authority(head->target));
    side->told_host = head->has_host;
}

/* Bytes were lost: a body goes on behind them as its length tells. What may begin after one that
 * they end is not known any more. */
static void pass_gap(struct side *side, uint32_t missed)
{
    bool in_data = side->place == IN_BODY || side->place == IN_CHUNK;

    if (!in_data || side->left < missed || missed == UINT32_MAX)
        *side = (struct side){.place = LOST, .websocket = side->websocket};
    else if (side->place == IN_BODY && side->left == missed)
        *side = (struct side){.place = AT_START};
    else
        side->left -= missed;
}

static enum step end_message(struct side *side)
{
    side->place = AT_START;
    return side->leaves ? STEP_GIVES_WAY : STEP_NEXT;
}

/* Where the side is after a head. */
static enum step enter_body(const struct am_http_head *head, struct side *side)
{
    switch (head->body) {
    case AM_HTTP_LENGTH:
        side->place = IN_BODY;
        side->left = head->length;
        return side->left > 0 ? STEP_NEXT : end_message(side);
    case AM_HTTP_CHUNKED:
        side->place = AT_CHUNK;
        return STEP_NEXT;
    case AM_HTTP_UNCLEAR: /* it ends with the connection (RFC 9112, 6.3) */
        return STEP_ENOUGH;
    case AM_HTTP_NO_BODY:
        break;
    }
    return end_message(side);
}

/* A CONNECT has no content (RFC 9110, 9.3.6), whatever its fields say: the tunnel begins. */
static enum step after_request(const struct am_http_head *head, struct session *session,
                               unsigned side)
{
    bool connect = am_http_is_connect(head);

    session->tunnel_asked[side] = connect;
    if (connect)
        return STEP_GIVES_WAY;
    /* Whether the server agreed is not known here: what follows is looked at anew, and may be
     * HTTP/2 (RFC 7540, 3.2), TLS (RFC 2817) or HTTP/1 still. */
    session->side[side].websocket = head->upgrade == AM_HTTP_TO_WEBSOCKET;
    session->side[side].leaves = head->upgrade == AM_HTTP_TO_OTHER;
    return enter_body(head, &session->side[side]);
}

/* Servers name no hosts; but what comes through a tunnel after the answer to a CONNECT may. */
static enum step after_response(const struct am_http_head *head, struct session *session,
                                unsigned side)
{
    if (head->status < 200) {
        session->side[side].place = AT_START;
        return STEP_NEXT;
    }
    session->tunnel_asked[1 - side] = false;
    if (head->status < 300)
        return STEP_GIVES_WAY;
    return head->body == AM_HTTP_NO_BODY ? STEP_ENOUGH : enter_body(head, &session->side[side]);
}

/* Reads one request's head out of `window`. What is told of one that is not whole has to be
 * remembered, so as not to be told twice. */
static enum step take_request(struct am_reader *r, struct am_bytes window, struct am_reader *at,
                              struct am_http_head *head, struct session *session,
                              const struct am_turn *turn)
{
    struct side *side = &session->side[turn->side];
    bool full = window.len == AM_HTTP_HEAD_MAX;
    bool more = !full && !turn->cut;
    bool whole = am_http_read_fields(at, more, head);

    if (whole || !more || turn->session)
        tell(head, whole, side, turn->out);
    if (!whole)
        return more ? STEP_WAIT : full ? STEP_ENOUGH : STEP_ALL;
    am_read_skip(r, window.len - am_reader_rest(at).len);
    *side = (struct side){0};
    return after_request(head, session, turn->side);
}

static enum step take_response(struct am_reader *r, struct am_bytes window, struct am_reader *at,
                               struct am_http_head *head, struct session *session,
                               const struct am_turn *turn)
{
    bool full = window.len == AM_HTTP_HEAD_MAX;
    struct am_bytes line;

    if (!session->tunnel_asked[1 - turn->side])
        return STEP_ENOUGH;
    if (!am_http_read_line(at, &line) || !am_http_read_fields(at, !full, head))
        return full || turn->cut ? STEP_ENOUGH : STEP_WAIT;
    am_read_skip(r, window.len - am_reader_rest(at).len);
    return after_response(head, session, turn->side);
}

/* Takes one head out of at most AM_HTTP_HEAD_MAX, so that all callers see the same end. */
static enum step take_head(struct am_reader *r, struct session *session, const struct am_turn *turn)
{
    struct am_http_head head = {0};

    am_http_skip_line_ends(r);
    if (!am_reader_more(r))
        return STEP_WAIT;
    struct am_bytes window = am_reader_rest(r);
    window.len = window.len < AM_HTTP_HEAD_MAX ? window.len : AM_HTTP_HEAD_MAX;
    struct am_reader at = am_reader_over(window, false);
    switch (am_http_read_start(&at, &head)) {
    case AM_HTTP_UNKNOWN:
        return STEP_WAIT;
    case AM_HTTP_REQUEST:
        return take_request(r, window, &at, &head, session, turn);
    case AM_HTTP_RESPONSE:
        return take_response(r, window, &at, &head, session, turn);
    case AM_HTTP_OTHER:
        break;
    }
    if (session->side[turn->side].websocket)
        return STEP_ENOUGH;
    return session->side[turn->side].place == LOST ? STEP_ALL : STEP_BROKEN;
}

/* --- bodies --- */

/* Passes over `left` bytes as far as they are there; whether that was all. */
static bool pass_over(struct am_reader *r, struct side *side)
{
    size_t there = am_reader_rest(r).len;
    size_t len = side->left < there ? (size_t)side->left : there;

    am_read_skip(r, len);
    side->left -= len;
    return side->left == 0;
}

/* Reads a line of at most `max` bytes with its end. */
static enum step take_line(struct am_reader *r, size_t max, struct am_bytes *out)
{
    struct am_bytes rest = am_reader_rest(r);
    bool full = rest.len >= max;
    rest.len = full ? max : rest.len;
    struct am_reader at = am_reader_over(rest, false);

    if (!am_http_read_line(&at, out))
        return full ? STEP_BROKEN : STEP_WAIT;
    am_read_skip(r, rest.len - am_reader_rest(&at).len);
    return STEP_NEXT;
}

static int hex_value(uint8_t byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* RFC 9112, 7.1: 1*HEXDIG, then blanks or an extension. */
static bool read_chunk_size(struct am_bytes line, uint64_t *out)
{
    uint64_t size = 0;
    size_t i = 0;

    for (; i < line.len && i < 16 && hex_value(line.at[i]) >= 0; i++)
        size = size << 4 | (uint64_t)hex_value(line.at[i]);
    *out = size;
    return i > 0 && i < 16 &&
           (i == line.len || line.at[i] == ';' || line.at[i] == ' ' || line.at[i] == '\t');
}

static enum step take_chunk_line(struct am_reader *r, struct side *side)
{
    struct am_bytes line;
    enum step step = take_line(r, CHUNK_LINE_MAX, &line);

    if (step != STEP_NEXT)
        return step;
    if (!read_chunk_size(line, &side->left))
        return STEP_BROKEN;
    side->place = side->left > 0 ? IN_CHUNK : IN_TRAILER;
    return STEP_NEXT;
}

static enum step take_chunk_end(struct am_reader *r, struct side *side)
{
    struct am_bytes line;
    enum step step = take_line(r, 2, &line);

    if (step == STEP_NEXT && line.len > 0)
        return STEP_BROKEN;
    if (step == STEP_NEXT)
        side->place = AT_CHUNK;
    return step;
}

static enum step take_trailer(struct am_reader *r, struct side *side)
{
    struct am_bytes line;
    enum step step = take_line(r, AM_HTTP_HEAD_MAX, &line);

    return step == STEP_NEXT && line.len == 0 ? end_message(side) : step;
}

static enum step take_step(struct am_reader *r, struct session *session, const struct am_turn *turn)
{
    struct side *side = &session->side[turn->side];

    switch (side->place) {
    case IN_BODY:
        return pass_over(r, side) ? end_message(side) : STEP_WAIT;
    case AT_CHUNK:
        return take_chunk_line(r, side);
    case IN_CHUNK:
        side->place = pass_over(r, side) ? AFTER_CHUNK : IN_CHUNK;
        return STEP_NEXT;
    case AFTER_CHUNK:
        return take_chunk_end(r, side);
    case IN_TRAILER:
        return take_trailer(r, side);
    default:
        return take_head(r, session, turn);
    }
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    static const enum am_taken_state states[] = {
        [STEP_NEXT] = AM_TAKEN_MORE,      [STEP_WAIT] = AM_TAKEN_MORE,
        [STEP_ALL] = AM_TAKEN_MORE,       [STEP_ENOUGH] = AM_TAKEN_ENOUGH,
        [STEP_GIVES_WAY] = AM_TAKEN_NEXT, [STEP_BROKEN] = AM_TAKEN_NOT,
    };
    struct session forgotten = {0};
    struct session *session = turn->session ? turn->session : &forgotten;
    struct side *side = &session->side[turn->side];
    struct am_reader r = am_reader_over(data, false);
    enum step step = STEP_NEXT;

    if (turn->missed > 0)
        pass_gap(side, turn->missed);
    while (step == STEP_NEXT && am_reader_more(&r))
        step = take_step(&r, session, turn);
    struct am_taken taken = {.len = data.len - am_reader_rest(&r).len, .state = states[step]};
    bool cut = taken.state == AM_TAKEN_MORE && turn->cut;
    if (cut || step == STEP_ALL || step == STEP_ENOUGH)
        taken.len = data.len;
    if (step == STEP_ALL)
        *side = (struct side){.place = LOST, .websocket = side->websocket};
    if (taken.state != AM_TAKEN_MORE)
        *side = (struct side){0};
    else if (!turn->session && side->place != AT_START)
        taken.state = AM_TAKEN_ENOUGH; /* where the next message begins cannot be remembered */
    return taken;
}

static const uint16_t ports[] = {80, 8080, 8000, 8008, 8888, 3128, 8118, 631, 5985, 7547, 0};

const struct am_proto am_proto_http = {
    .name = "http",
    .rfc = "RFC 9112",
    .over = AM_OVER_TCP,
    .ports = ports,
    .max_bytes = AM_HTTP_HEAD_MAX,
    .session_size = sizeof(struct session),
    .session_max = sizeof(struct session),
    .probe = probe,
    .dissect = dissect,
};
