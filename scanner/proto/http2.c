/* SPDX-License-Identifier: AGPL-3.0-or-later
 * HTTP/2 in the clear (RFC 9113), with prior knowledge or after `Upgrade: h2c`: the authority that
 * each request names, as gRPC's do. A connection is known by the preface of its client; one that
 * began before the capture is not read, since its header fields lean on those sent before (HPACK,
 * RFC 7541).
 *
 * Only the client's side is read. What the server's SETTINGS say of the compression needs not be
 * known: an encoder announces a table of another size in the block where it first uses it (RFC
 * 7541, 4.2). Bytes that were lost are passed over where they belong to a frame without header
 * fields; else what follows can't be decoded, and no more is read.
 *
 * Cost: each byte is looked at once, header blocks by the HPACK decoder, all else not at all.
 * Memory: the session, and MEMORY_MAX for the decoder; a connection that wants more is given up. */
#include <nghttp2/nghttp2.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "proto/host.h"
#include "proto/protocols.h"

#define PREFACE       "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" /* RFC 9113, 3.4 */
#define PREFACE_LEN   (sizeof PREFACE - 1)
#define FRAME_HEADER  9u
#define PRIORITY_LEN  5u
#define SETTING_LEN   6u
#define SETTINGS_MAX  32u         /* in a server's first frame */
#define MAX_BYTES     64u         /* more than a preface, or a frame's header with what it adds */
#define BLOCK_MAX     (64u << 10) /* bytes of a header block as sent */
#define TABLE_MAX     (64u << 10) /* of the dynamic table, as HPACK counts them */
#define MEMORY_MAX    (64u << 10) /* of the decoder, table and all */
#define AUTHORITY_MAX (AM_NAME_SIZE + 16)

enum { FRAME_HEADERS = 1, FRAME_SETTINGS = 4, FRAME_CONTINUATION = 9 };
enum { FLAG_END_HEADERS = 0x04, FLAG_PADDED = 0x08, FLAG_PRIORITY = 0x20 };

struct text {
    uint16_t len; /* of all; more than AUTHORITY_MAX where it was too long to be kept */
    uint8_t at[AUTHORITY_MAX];
};

/* What a header block has said so far. */
struct request {
    bool has_method, connect, has_protocol, has_authority, has_host;
    struct text authority, host;
};

struct session {
    nghttp2_mem memory;
    size_t used;
    nghttp2_hd_inflater *inflater; /* NULL before the preface */
    uint32_t left, padding;        /* bytes of the frame still to come, and of padding after them */
    uint32_t stream, last_stream;  /* of the block; the last that a request opened */
    uint32_t block_len;
    unsigned side; /* the client's */
    bool settled;  /* the client's SETTINGS came, which have to be first */
    bool in_block; /* a header block goes on until END_HEADERS */
    bool in_field; /* the frame's bytes are part of it */
    bool ends;     /* and it ends with them */
    struct request request;
};

enum step {
    STEP_NEXT,
    STEP_WAIT,   /* it goes on past the bytes at hand */
    STEP_ENOUGH, /* what follows can't be read */
    STEP_BROKEN,
};

/* --- memory of the decoder, counted --- */

struct block {
    alignas(max_align_t) size_t len;
};

static void *change_block(void *at, size_t len, void *ctx)
{
    struct session *session = ctx;
    struct block *old = at ? (struct block *)at - 1 : NULL;
    size_t before = old ? old->len : 0;
    size_t whole = len + sizeof *old;

    if (whole < len || session->used - before + whole > MEMORY_MAX)
        return NULL;
    struct block *block = realloc(old, whole);
    if (!block)
        return NULL;
    session->used = session->used - before + whole;
    block->len = whole;
    return block + 1;
}

static void *make_block(size_t len, void *ctx)
{
    return change_block(NULL, len, ctx);
}

static void *make_zeroes(size_t count, size_t size, void *ctx)
{
    size_t len;
    void *at = __builtin_mul_overflow(count, size, &len) ? NULL : make_block(len, ctx);
    if (at)
        memset(at, 0, len);
    return at;
}

static void free_block(void *at, void *ctx)
{
    struct session *session = ctx;
    if (!at)
        return;
    struct block *block = (struct block *)at - 1;
    session->used -= block->len;
    free(block);
}

static void session_done(void *ctx)
{
    struct session *session = ctx;
    if (session->inflater)
        nghttp2_hd_inflate_del(session->inflater);
    session->inflater = NULL;
}

/* The session must stay where it is: the decoder keeps its address. */
static bool begin(struct session *session)
{
    session->memory = (nghttp2_mem){session, make_block, free_block, make_zeroes, change_block};
    if (nghttp2_hd_inflate_new2(&session->inflater, &session->memory) != 0) {
        session->inflater = NULL;
        return false;
    }
    return nghttp2_hd_inflate_change_table_size(session->inflater, TABLE_MAX) == 0;
}

/* --- header blocks --- */

static bool is_field(const nghttp2_nv *field, const char *name)
{
    return field->namelen == strlen(name) && memcmp(field->name, name, field->namelen) == 0;
}

/* The first of its name counts. */
static void keep_text(bool *has, struct text *out, const nghttp2_nv *field)
{
    if (*has)
        return;
    *has = true;
    out->len = (uint16_t)(field->valuelen > AUTHORITY_MAX ? AUTHORITY_MAX + 1 : field->valuelen);
    if (out->len <= AUTHORITY_MAX && out->len > 0)
        memcpy(out->at, field->value, out->len);
}

static void note_field(struct request *request, const nghttp2_nv *field)
{
    if (is_field(field, ":authority")) {
        keep_text(&request->has_authority, &request->authority, field);
    } else if (is_field(field, "host")) {
        keep_text(&request->has_host, &request->host, field);
    } else if (is_field(field, ":method")) {
        request->has_method = true;
        request->connect = field->valuelen == 7 && memcmp(field->value, "CONNECT", 7) == 0;
    } else if (is_field(field, ":protocol")) { /* RFC 8441: a tunnel to the authority itself */
        request->has_protocol = true;
    }
}

static void tell_text(const struct text *text, enum am_source source, const struct am_findings *out)
{
    if (text->len > AUTHORITY_MAX)
        out->invalid_name(out->ctx, source);
    else
        am_host_add_authority(out, source, (struct am_bytes){.at = text->at, .len = text->len});
}

/* RFC 9113, 8.3.1: without an authority, the Host field says it. Trailers have no method; a stream
 * is opened once (5.1.1). */
static void tell(struct session *session, bool whole, const struct am_findings *out)
{
    const struct request *request = &session->request;
    bool proxy = request->connect && !request->has_protocol;
    enum am_source source = proxy ? AM_SOURCE_HTTP_CONNECT : AM_SOURCE_HTTP2_AUTHORITY;

    if (!request->has_method || session->stream <= session->last_stream)
        return;
    session->last_stream = session->stream;
    if (request->has_authority)
        tell_text(&request->authority, source, out);
    else if (whole && request->has_host && !proxy)
        tell_text(&request->host, source, out);
}

/* Gives the decoder the next part of a block, `last` if it ends there. */
static bool inflate(struct session *session, struct am_bytes part, bool last)
{
    struct am_reader r = am_reader_over(part, false);

    for (;;) {
        struct am_bytes rest = am_reader_rest(&r);
        nghttp2_nv field;
        int flags = 0;
        long len = nghttp2_hd_inflate_hd2(session->inflater, &field, &flags, rest.at, rest.len,
                                          last ? 1 : 0);
        if (len < 0)
            return false;
        am_read_skip(&r, (size_t)len);
        if (flags & NGHTTP2_HD_INFLATE_EMIT)
            note_field(&session->request, &field);
        else if ((flags & NGHTTP2_HD_INFLATE_FINAL) || len == 0 || !am_reader_more(&r))
            break;
    }
    return !last || nghttp2_hd_inflate_end_headers(session->inflater) == 0;
}

/* --- frames --- */

/* Takes what there is of a header block's frame. */
static enum step take_fields(struct am_reader *r, struct session *session,
                             const struct am_turn *turn)
{
    struct am_bytes part = am_reader_rest(r);
    part.len = part.len < session->left ? part.len : session->left;
    am_read_skip(r, part.len);
    session->left -= (uint32_t)part.len;
    session->block_len += (uint32_t)part.len;
    bool last = session->left == 0 && session->ends;

    if (session->block_len > BLOCK_MAX || !inflate(session, part, last))
        return STEP_ENOUGH;
    if (session->left == 0)
        session->in_field = false;
    if (last) {
        session->in_block = false;
        tell(session, true, turn->out);
    }
    return STEP_NEXT;
}

/* What HEADERS has before its block (RFC 9113, 6.2); the rest of `len` bytes is left to come. */
static enum step open_block(struct am_reader *r, struct session *session, uint32_t len,
                            uint8_t flags)
{
    uint32_t before =
        ((flags & FLAG_PADDED) ? 1 : 0) + ((flags & FLAG_PRIORITY) ? PRIORITY_LEN : 0);

    if (session->stream % 2 == 0 || len < before)
        return STEP_BROKEN;
    if (am_reader_rest(r).len < before)
        return STEP_WAIT;
    uint8_t padding = (flags & FLAG_PADDED) ? am_read_u8(r) : 0;
    am_read_skip(r, (flags & FLAG_PRIORITY) ? PRIORITY_LEN : 0);
    if (padding > len - before)
        return STEP_BROKEN;
    session->padding = padding;
    session->left = len - before - padding;
    session->block_len = 0;
    session->request = (struct request){0};
    return STEP_NEXT;
}

static enum step take_frame_header(struct am_reader *r, struct session *session)
{
    struct am_reader at = *r;
    uint32_t len = am_read_be24(&at);
    uint8_t type = am_read_u8(&at);
    uint8_t flags = am_read_u8(&at);
    uint32_t stream = am_read_be32(&at) & 0x7fffffffu;
    enum step step = STEP_NEXT;

    if (am_reader_status(&at) != AM_OK)
        return STEP_WAIT;
    bool goes_on = session->in_block && stream == session->stream;
    if (session->in_block ? type != FRAME_CONTINUATION || !goes_on : type == FRAME_CONTINUATION)
        return STEP_BROKEN; /* 6.10: nothing comes between the parts of a block */
    if (!session->settled && (type != FRAME_SETTINGS || stream != 0))
        return STEP_BROKEN; /* 3.4 */
    session->settled = true;
    session->left = len;
    session->in_field = type == FRAME_HEADERS || type == FRAME_CONTINUATION;
    if (session->in_field) {
        session->stream = stream;
        session->ends = flags & FLAG_END_HEADERS;
    }
    if (type == FRAME_HEADERS)
        step = open_block(&at, session, len, flags);
    if (step != STEP_NEXT) {
        session->left = 0;
        session->in_field = false;
        return step;
    }
    session->in_block = session->in_field;
    *r = at;
    return STEP_NEXT;
}

/* Passes over as much of `left` as there is. */
static void pass_over(struct am_reader *r, uint32_t *left)
{
    size_t there = am_reader_rest(r).len;
    uint32_t len = there < *left ? (uint32_t)there : *left;
    am_read_skip(r, len);
    *left -= len;
}

static enum step take_step(struct am_reader *r, struct session *session, const struct am_turn *turn)
{
    bool inside = session->left > 0 || (session->padding > 0 && !session->in_field);

    if (inside && !am_reader_more(r))
        return STEP_WAIT;
    if (session->in_field)
        return take_fields(r, session, turn);
    if (inside) {
        pass_over(r, &session->left);
        pass_over(r, &session->padding);
        return STEP_NEXT;
    }
    return am_reader_more(r) ? take_frame_header(r, session) : STEP_WAIT;
}

/* Bytes were lost; false where what follows can't be read without them. */
static bool pass_gap(struct session *session, uint32_t missed)
{
    if (!session->inflater || session->in_field || session->left + session->padding < missed)
        return false;
    uint32_t of_left = missed < session->left ? missed : session->left;
    session->left -= of_left;
    session->padding -= missed - of_left;
    return true;
}

static enum step take_preface(struct am_reader *r, struct session *session, unsigned side)
{
    struct am_bytes start = am_reader_rest(r);
    size_t len = start.len < PREFACE_LEN ? start.len : PREFACE_LEN;

    if (memcmp(start.at, PREFACE, len) != 0)
        return STEP_ENOUGH; /* the server's side */
    if (len < PREFACE_LEN)
        return STEP_WAIT;
    am_read_skip(r, PREFACE_LEN);
    session->side = side;
    return begin(session) ? STEP_NEXT : STEP_ENOUGH;
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    static const enum am_taken_state states[] = {
        [STEP_NEXT] = AM_TAKEN_MORE,
        [STEP_WAIT] = AM_TAKEN_MORE,
        [STEP_ENOUGH] = AM_TAKEN_ENOUGH,
        [STEP_BROKEN] = AM_TAKEN_NOT,
    };
    struct session forgotten = {0};
    struct session *session = turn->session ? turn->session : &forgotten;
    struct am_reader r = am_reader_over(data, false);
    enum step step = STEP_NEXT;

    bool server = session->inflater && session->side != turn->side;
    if (server || (turn->missed > 0 && !pass_gap(session, turn->missed)))
        return (struct am_taken){.len = data.len, .state = AM_TAKEN_ENOUGH};
    if (!session->inflater)
        step = take_preface(&r, session, turn->side);
    while (step == STEP_NEXT)
        step = take_step(&r, session, turn);
    struct am_taken taken = {.len = data.len - am_reader_rest(&r).len, .state = states[step]};
    if (taken.state == AM_TAKEN_MORE && turn->cut && session->in_block)
        tell(session, false, turn->out);
    if (taken.state == AM_TAKEN_MORE && !turn->session)
        taken.state = AM_TAKEN_ENOUGH; /* nothing can be remembered of it */
    if (taken.state == AM_TAKEN_ENOUGH || turn->cut)
        taken.len = data.len;
    session_done(&forgotten);
    return taken;
}

/* --- what it begins with --- */

/* A server begins with its SETTINGS (RFC 9113, 3.4, 6.5): of known numbers, or of those that are
 * kept for nothing (0x?a?a). */
static enum am_probe probe_settings(struct am_bytes start)
{
    struct am_reader r = am_reader_over(start, false);
    uint32_t len = am_read_be24(&r);
    uint8_t type = am_read_u8(&r);
    uint8_t flags = am_read_u8(&r);
    uint32_t stream = am_read_be32(&r);

    if (am_reader_status(&r) != AM_OK || type != FRAME_SETTINGS || flags != 0 || stream != 0 ||
        len == 0 || len % SETTING_LEN != 0 || len > SETTINGS_MAX * SETTING_LEN)
        return AM_PROBE_NO;
    struct am_reader settings = am_open_block(&r, len);
    while (am_reader_more(&settings)) {
        uint16_t number = am_read_be16(&settings);
        am_read_skip(&settings, 4);
        if ((number == 0 || number > 0x10) && (number & 0x0f0f) != 0x0a0a)
            return AM_PROBE_NO;
    }
    return am_reader_status(&r) == AM_OK ? AM_PROBE_YES : AM_PROBE_NO;
}

static enum am_probe probe(struct am_bytes start)
{
    size_t len = start.len < PREFACE_LEN ? start.len : PREFACE_LEN;

    if (len == 0)
        return AM_PROBE_MAYBE;
    if (memcmp(start.at, PREFACE, len) == 0)
        return len == PREFACE_LEN ? AM_PROBE_YES : AM_PROBE_MAYBE;
    return probe_settings(start);
}

static const uint16_t ports[] = {50051, 0};

const struct am_proto am_proto_http2 = {
    .name = "http2",
    .rfc = "RFC 9113",
    .over = AM_OVER_TCP,
    .ports = ports,
    .max_bytes = MAX_BYTES,
    .session_size = sizeof(struct session),
    .session_max = sizeof(struct session) + MEMORY_MAX,
    .session_done = session_done,
    .probe = probe,
    .dissect = dissect,
};
