/* SPDX-License-Identifier: AGPL-3.0-or-later
 * DTLS (RFC 6347, 9147, and OpenSSL's before 1.0): the ClientHello (proto/hello.h), and up to DTLS
 * 1.2 the server's certificate (proto/certificate.h).
 *
 * A message comes in fragments (RFC 9147, 5.5), over datagrams and in any order: they are joined in
 * the flow's session. A client's second hello, with the cookie that a HelloVerifyRequest asked for,
 * takes the place of a first that did not come whole. Records of later epochs and of DTLS 1.3's
 * short header are encrypted: they are recognised and name nobody. On the same ports there may be
 * STUN and media as well (RFC 7983), and access points speak it behind four bytes of their own
 * (RFC 5415, 4.2).
 *
 * Cost: a datagram at most PARTS_MAX records and fragments, one copy of what is split, and a look
 * at AM_PIECES_RUNS runs each. A flow at most DATAGRAMS_MAX datagrams and AM_PIECES_MAX bytes a
 * side. */
#include "proto/certificate.h"
#include "proto/hello.h"
#include "proto/pieces.h"
#include "proto/protocols.h"

#define PARTS_MAX       32
#define DATAGRAMS_MAX   64
#define LATER_MAX       8 /* datagrams of later epochs before no hello is looked for any more */
#define RECORD_MAX      (16384 + 2048) /* RFC 6347, 4.1 with RFC 5246, 6.2.3 */
#define FRAGMENT_HEADER 12
#define HELLO_MIN       39 /* version, random, the shortest session, cookie, suites, compression */
#define EPOCH_MAX       255

enum content_type {
    CONTENT_CHANGE_CIPHER_SPEC = 20,
    CONTENT_ALERT = 21,
    CONTENT_HANDSHAKE = 22,
    CONTENT_APPLICATION_DATA = 23,
    CONTENT_HEARTBEAT = 24,
    CONTENT_CID = 25, /* RFC 9146: how long its header is, only the two sides know */
};

/* RFC 5246, 7.4; RFC 6347, 4.3.2; RFC 8446, 4: those that are sent in the clear. */
#define HANDSHAKE_TYPES                                                                            \
    (1u << 0 | 1u << 1 | 1u << 2 | 1u << 3 | 1u << 4 | 0x3fu << 11 | 1u << 20 | 1u << 21 |         \
     1u << 22 | 1u << 23)

/* The message of a side that is being joined: a client's hello, or a server's certificate. */
struct joined {
    struct am_pieces pieces;
    uint32_t len;
    uint16_t number;
    uint8_t datagrams, later;
    bool greeted; /* this side said a ServerHello */
};

struct session {
    struct joined sides[2];
};

struct record {
    uint8_t type;
    uint16_t epoch;
    size_t len; /* as it says */
    struct am_bytes body;
};

struct fragment {
    uint8_t type;
    uint16_t number;
    uint32_t len, offset, part;
    struct am_bytes body;
};

/* What one datagram is read with. */
struct reading {
    struct joined *side;
    const struct am_turn *turn;
    unsigned parts;
    bool later; /* the other epochs have begun */
};

/* RFC 5415, 4.2: version 0, type 1. */
static void skip_preamble(struct am_reader *r)
{
    if (am_reader_peek(r, 0) == 1 && am_reader_peek(r, 1) == 0 && am_reader_peek(r, 2) == 0 &&
        am_reader_peek(r, 3) == 0)
        am_read_skip(r, 4);
}

/* RFC 9147, 4: the short header's first three bits. */
static bool is_short(const struct am_reader *r)
{
    int first = am_reader_peek(r, 0);
    return first >= 0x20 && first <= 0x3f;
}

/* RFC 6347, 4.1. False where no record is; its body is as much of it as is there. */
static bool read_record(struct am_reader *r, struct record *out)
{
    out->type = am_read_u8(r);
    unsigned version = am_read_be16(r);
    out->epoch = am_read_be16(r);
    am_read_skip(r, 6); /* sequence number */
    out->len = am_read_be16(r);
    if (am_reader_status(r) != AM_OK || out->type < CONTENT_CHANGE_CIPHER_SPEC ||
        out->type > CONTENT_CID || (version != 0xfeff && version != 0xfefd && version != 0x0100) ||
        out->epoch > EPOCH_MAX || out->len == 0 || out->len > RECORD_MAX)
        return false;
    size_t left = am_reader_rest(r).len;
    out->body = am_read_bytes(r, out->len < left ? out->len : left);
    return true;
}

/* RFC 6347, 4.2.2. False where it does not add up. */
static bool read_fragment(struct am_reader *r, struct fragment *out)
{
    out->type = am_read_u8(r);
    out->len = am_read_be24(r);
    out->number = am_read_be16(r);
    out->offset = am_read_be24(r);
    out->part = am_read_be24(r);
    size_t left = am_reader_rest(r).len;
    if (am_reader_status(r) != AM_OK || out->offset > out->len ||
        out->part > out->len - out->offset)
        return false;
    out->body = am_read_bytes(r, out->part < left ? out->part : left);
    return true;
}

/* --- messages --- */

/* Adds a fragment to its message, which may be a new one; what there is of it from its start. */
static struct am_bytes join(struct joined *side, const struct fragment *f)
{
    if (f->offset == 0 && f->body.len == f->len)
        return f->body;
    if (side->number != f->number || side->len != f->len) {
        am_pieces_done(&side->pieces);
        side->number = f->number;
        side->len = f->len;
    }
    (void)am_pieces_add(&side->pieces, f->offset, f->body);
    return am_pieces_front(&side->pieces);
}

static enum am_taken_state take_hello(struct reading *r, const struct fragment *f, bool cut)
{
    struct am_bytes hello = join(r->side, f);
    if (hello.len < f->len && !(cut && hello.len > 0))
        return AM_TAKEN_MORE;
    return am_hello_tell_datagram(hello, hello.len < f->len, AM_SOURCE_DTLS_SNI, r->turn->out)
               ? AM_TAKEN_ENOUGH
               : AM_TAKEN_NOT;
}

static enum am_taken_state take_certificate(struct reading *r, const struct fragment *f, bool cut)
{
    struct am_bytes body = join(r->side, f);
    size_t need = am_certificate_need(body);
    if (need > f->len)
        return AM_TAKEN_NOT;
    if (body.len < need && !(cut && body.len > 0))
        return AM_TAKEN_MORE;
    return am_certificate_tell(body, body.len < need, r->turn->out) ? AM_TAKEN_ENOUGH
                                                                    : AM_TAKEN_NOT;
}

/* `cut`: the rest of the fragment was not captured. A server's hello may come in fragments too: it
 * says whether a certificate can follow in the clear, and where it can't, none will. */
static enum am_taken_state take_fragment(struct reading *r, const struct fragment *f, bool cut)
{
    if (f->type == AM_CLIENT_HELLO && !r->side->greeted)
        return take_hello(r, f, cut);
    if (f->type == AM_CERTIFICATE_TYPE && r->side->greeted)
        return take_certificate(r, f, cut);
    if (f->type == AM_SERVER_HELLO && f->offset == 0) {
        if (!r->side->greeted)
            am_pieces_done(&r->side->pieces);
        r->side->greeted = true;
        return am_hello_seals(f->body) ? AM_TAKEN_ENOUGH : AM_TAKEN_MORE;
    }
    return AM_TAKEN_MORE;
}

static enum am_taken_state take_handshake(struct reading *r, const struct record *record)
{
    bool cut = record->body.len < record->len;
    struct am_reader body = am_reader_over(record->body, cut);

    while (r->parts++ < PARTS_MAX && am_reader_more(&body)) {
        struct fragment f;
        if (!read_fragment(&body, &f) || (f.body.len < f.part && !cut))
            return cut ? AM_TAKEN_MORE : AM_TAKEN_NOT;
        enum am_taken_state state = take_fragment(r, &f, f.body.len < f.part);
        if (state != AM_TAKEN_MORE)
            return state;
    }
    return AM_TAKEN_MORE;
}

/* --- datagrams --- */

static enum am_taken_state read_records(struct reading *r, struct am_reader *data)
{
    while (r->parts++ < PARTS_MAX && am_reader_more(data)) {
        struct record record;
        if (is_short(data)) {
            r->later = true;
            break;
        }
        if (!read_record(data, &record) ||
            (record.body.len < record.len && !r->turn->cut && record.type != CONTENT_CID))
            return AM_TAKEN_NOT;
        r->later |= record.epoch > 0;
        if (record.type == CONTENT_CID)
            break;
        enum am_taken_state state = record.type == CONTENT_HANDSHAKE && record.epoch == 0
                                        ? take_handshake(r, &record)
                                        : AM_TAKEN_MORE;
        if (state != AM_TAKEN_MORE)
            return state;
    }
    return AM_TAKEN_MORE;
}

/* The rest of the hello was lost: what there is of it may still name the server. */
static void tell_rest(const struct joined *side, const struct am_findings *out)
{
    struct am_bytes hello = am_pieces_front(&side->pieces);
    if (!side->greeted && hello.len > 0)
        (void)am_hello_tell_datagram(hello, true, AM_SOURCE_DTLS_SNI, out);
}

static enum am_taken_state read_datagram(struct reading *r, struct am_bytes data)
{
    struct joined *side = r->side;
    struct am_reader reader = am_reader_over(data, r->turn->cut);

    skip_preamble(&reader);
    enum am_taken_state state = read_records(r, &reader);
    /* What else comes on these ports does not end a hello that came in part. */
    if (state == AM_TAKEN_NOT && side->pieces.runs_len > 0)
        state = AM_TAKEN_MORE;
    side->later += r->later;
    side->datagrams++;
    if (state != AM_TAKEN_MORE || (side->later < LATER_MAX && side->datagrams < DATAGRAMS_MAX))
        return state;
    tell_rest(side, r->turn->out);
    return AM_TAKEN_ENOUGH;
}

static void session_done(void *session)
{
    struct session *s = session;
    am_pieces_done(&s->sides[0].pieces);
    am_pieces_done(&s->sides[1].pieces);
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    struct session alone = {.sides = {{.len = 0}}};
    struct session *s = turn->session ? turn->session : &alone;
    struct reading r = {.side = &s->sides[turn->side], .turn = turn};

    enum am_taken_state state = read_datagram(&r, data);
    if (!turn->session || state == AM_TAKEN_ENOUGH)
        am_pieces_done(&r.side->pieces);
    return (struct am_taken){.len = data.len, .state = state};
}

/* --- the probe --- */

static bool is_handshake(const struct record *record, bool *hello)
{
    struct am_reader r = am_reader_over(record->body, false);
    struct fragment f;

    if (!read_fragment(&r, &f) || f.type > 23 || !(HANDSHAKE_TYPES >> f.type & 1) ||
        f.part > record->len - FRAGMENT_HEADER)
        return false;
    *hello = f.type == AM_CLIENT_HELLO && f.offset == 0 && f.body.len >= 2;
    if (!*hello)
        return f.type != AM_CLIENT_HELLO || f.len >= HELLO_MIN;
    bool version = f.body.at[0] == 0xfe || (f.body.at[0] == 1 && f.body.at[1] == 0);
    return f.len >= HELLO_MIN && version;
}

/* Whether a record is one that is sent: what is in the clear has to look like it. */
static bool is_sane(const struct record *record, bool *hello)
{
    *hello = false;
    if (record->epoch > 0)
        return record->type != CONTENT_CHANGE_CIPHER_SPEC;
    if (record->type == CONTENT_HANDSHAKE)
        return record->len >= FRAGMENT_HEADER && is_handshake(record, hello);
    if (record->type == CONTENT_ALERT)
        return record->len == 2;
    /* OpenSSL's before 1.0 numbers its messages in it, too. */
    return record->type == CONTENT_CHANGE_CIPHER_SPEC && (record->len == 1 || record->len == 3);
}

/* The records have to fill the datagram, but for one that begins with a client's hello. */
static enum am_probe probe(struct am_bytes start)
{
    struct am_reader r = am_reader_over(start, false);
    struct record record;
    bool hello;

    skip_preamble(&r);
    if (is_short(&r))
        return AM_PROBE_NO; /* no sign in it that others have not */
    for (unsigned i = 0; i < PARTS_MAX && am_reader_more(&r); i++) {
        if (i > 0 && is_short(&r))
            return AM_PROBE_YES;
        if (!read_record(&r, &record) || !is_sane(&record, &hello))
            return AM_PROBE_NO;
        if (hello || (i > 0 && record.type == CONTENT_CID))
            return AM_PROBE_YES;
        if (record.body.len < record.len || record.type == CONTENT_CID)
            return AM_PROBE_NO;
    }
    return start.len > 0 ? AM_PROBE_YES : AM_PROBE_NO;
}

static const uint16_t ports[] = {4433, 5684, 5246, 5247, 0};

const struct am_proto am_proto_dtls = {
    .name = "dtls",
    .rfc = "RFC 9147",
    .over = AM_OVER_UDP,
    .ports = ports,
    .max_bytes = UINT16_MAX,
    .session_size = sizeof(struct session),
    .session_max = sizeof(struct session) + 2 * (size_t)AM_PIECES_MAX,
    .session_done = session_done,
    .probe = probe,
    .dissect = dissect,
};
