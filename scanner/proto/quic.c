/* SPDX-License-Identifier: AGPL-3.0-or-later
 * QUIC (RFC 9000, 9001, 9369; its drafts from 22 on, Facebook's and Google's): the ClientHello in
 * the client's Initials, and the connection ids by which servers ask to be addressed.
 *
 * The client is whose Initial opens with the client's keys. They come from the id that its first
 * packet is sent to; after a Retry, or on a new connection between the same ports, from that of the
 * packet at hand. Of servers only headers are read. A packet that the capture cut is opened without
 * its seal, and believed only where what is there makes sense from its first byte on.
 *
 * Cost: a datagram at most OPENS_MAX openings and one derivation, each byte in two openings, and a
 * look at AM_PIECES_RUNS runs a CRYPTO frame. On an AMD EPYC a hello in one datagram of 1,200 bytes
 * takes 2.4 us, in two 4 us, a datagram that does not open 2.3 us, one that is all CRYPTO frames of
 * a byte 6 us, one of 56 KB 45 us. A flow at most DATAGRAMS_MAX of those a side (0.25 ms at 1,200
 * bytes), and AM_PIECES_MAX bytes until the hello is whole. */
#include <string.h>

#include "proto/chlo.h"
#include "proto/hello.h"
#include "proto/protocols.h"
#include "proto/quic_packet.h"

#define PACKETS_MAX   16 /* looked at in a datagram */
#define OPENS_MAX     8
#define DATAGRAMS_MAX 64
#define FAILED_MAX    16 /* datagrams of which nothing opened */
#define BEYOND_MAX    3  /* datagrams after the hello that may come before the rest of it */
#define LENGTH_MIN    20 /* of a packet behind its header: RFC 9001, 5.4.2 */
#define LONG_HEADER   0x80u
#define FIXED_BIT     0x40u

/* What is remembered of a flow. */
struct session {
    struct am_pieces hello;
    struct am_quic_keys keys;
    const struct am_quic_version *version; /* of the keys; NULL: there are none yet */
    uint8_t id[AM_QUIC_ID_MAX];            /* they come from */
    uint8_t told[AM_QUIC_ID_MAX];          /* the server's id that was told last */
    size_t id_len, told_len;
    unsigned datagrams[2], failed, beyond;
    bool client_known;
    uint8_t client; /* the side */
};

/* One datagram of a side that may be the client. */
struct reading {
    struct session *session;
    const struct am_turn *turn;
    unsigned opens;
    bool derived; /* a datagram's packets are all sent to one id (RFC 9000, 12.2) */
    bool opened, beyond;
    uint8_t room[AM_QUIC_PACKET_MAX];
};

static bool equal(struct am_bytes a, const uint8_t *at, size_t len)
{
    return a.len == len && (len == 0 || memcmp(a.at, at, len) == 0);
}

/* What was opened without a seal has to be the beginning of a hello. */
static bool begins_hello(struct am_bytes frames, const struct am_quic_version *version)
{
    struct am_pieces pieces = {.room = 0};
    bool sound = am_quic_frames_read(frames, version, true, &pieces) != AM_E_MALFORMED;
    struct am_bytes front = am_pieces_front(&pieces);

    sound =
        sound && front.len > 0 && front.at[0] == (version->chlo ? AM_CHLO_TAG[0] : AM_CLIENT_HELLO);
    am_pieces_done(&pieces);
    return sound;
}

static bool opens(struct reading *r, const struct am_quic_keys *keys,
                  const struct am_quic_packet *p, struct am_bytes *frames)
{
    if (r->opens == OPENS_MAX)
        return false;
    r->opens++;
    return am_quic_open(keys, p->whole, p->number_at, p->missing, r->room, frames) &&
           (p->missing == 0 || begins_hello(*frames, p->version));
}

/* Opens an Initial with the keys at hand, else with those of the id that it is sent to. */
static bool open_initial(struct reading *r, const struct am_quic_packet *p, struct am_bytes *frames)
{
    struct session *s = r->session;
    struct am_quic_keys keys;

    if (s->version == p->version && opens(r, &s->keys, p, frames))
        return true;
    bool same = s->version == p->version && equal(p->destination, s->id, s->id_len);
    if (same || r->derived)
        return false;
    r->derived = true;
    am_quic_keys_derive(p->version, p->destination, false, &keys);
    if (!opens(r, &keys, p, frames))
        return false;
    if (p->missing > 0)
        return true;           /* good enough to read, not to remember */
    am_pieces_done(&s->hello); /* what began with other keys begins anew */
    s->keys = keys;
    s->version = p->version;
    s->id_len = p->destination.len;
    memcpy(s->id, p->destination.at, p->destination.len);
    return true;
}

/* Whether all was told that the hello has to tell; `last`: no more of it will come. */
static bool tell_hello(const struct am_pieces *pieces, const struct am_quic_version *version,
                       bool last, const struct am_findings *out)
{
    struct am_bytes hello = am_pieces_front(pieces);
    size_t len;

    if (version->chlo)
        return am_chlo_tell(hello, out) != AM_E_TRUNCATED || last;
    if (!am_hello_len(hello, &len))
        return last;
    bool whole = hello.len >= len;
    if (hello.at[0] != AM_CLIENT_HELLO)
        return true;
    if (!whole && !last)
        return false;
    hello.len = whole ? len : hello.len;
    (void)am_hello_tell(hello, !whole, AM_SOURCE_QUIC_SNI, out);
    return true;
}

/* The hello as far as this one packet has it: the rest of the datagram was not captured. */
static bool tell_cut(struct am_bytes frames, const struct am_quic_version *version,
                     const struct am_findings *out)
{
    struct am_pieces pieces = {.room = 0};

    (void)am_quic_frames_read(frames, version, true, &pieces);
    bool told = tell_hello(&pieces, version, true, out);
    am_pieces_done(&pieces);
    return told;
}

static bool read_initial(struct reading *r, const struct am_quic_packet *p)
{
    struct session *s = r->session;
    struct am_bytes frames;

    if (!open_initial(r, p, &frames))
        return false;
    r->opened = true;
    s->client_known = true;
    s->client = (uint8_t)r->turn->side;
    if (p->missing > 0)
        return tell_cut(frames, p->version, r->turn->out);
    /* Frames that make no sense end the packet; what came before them is sealed all the same. */
    (void)am_quic_frames_read(frames, p->version, false, &s->hello);
    return tell_hello(&s->hello, p->version, false, r->turn->out);
}

/* Whether this side has told all. */
static bool read_client(struct reading *r, struct am_bytes data)
{
    struct session *s = r->session;
    struct am_reader datagram = am_reader_over(data, r->turn->cut);

    for (unsigned i = 0; i < PACKETS_MAX && am_reader_more(&datagram); i++) {
        struct am_quic_packet p;
        enum am_quic_form form = am_quic_packet_read(&datagram, &p);
        r->beyond |= form == AM_QUIC_SHORT || (form == AM_QUIC_LONG && p.type == AM_QUIC_HANDSHAKE);
        if (form != AM_QUIC_LONG)
            break;
        if (p.type == AM_QUIC_INITIAL && read_initial(r, &p))
            return true;
    }
    s->failed += !r->opened && r->opens > 0;
    s->beyond += s->version && r->beyond && !r->opened;
    if (s->failed < FAILED_MAX && s->beyond < BEYOND_MAX &&
        s->datagrams[r->turn->side] < DATAGRAMS_MAX)
        return false;
    /* The rest of the hello was lost: what there is of it may still name the server. */
    if (s->version)
        (void)tell_hello(&s->hello, s->version, true, r->turn->out);
    return true;
}

/* Tells the server's own id; whether it has chosen its last (RFC 9000, 7.2). */
static bool read_server(struct session *s, struct am_bytes data, const struct am_turn *turn)
{
    struct am_reader datagram = am_reader_over(data, turn->cut);
    struct am_quic_packet p;

    if (am_quic_packet_read(&datagram, &p) != AM_QUIC_LONG || p.type == AM_QUIC_0RTT)
        return false;
    if (p.source.len > 0 && !equal(p.source, s->told, s->told_len)) {
        s->told_len = p.source.len;
        memcpy(s->told, p.source.at, p.source.len);
        turn->out->connection(turn->out->ctx, p.source);
    }
    return p.type != AM_QUIC_RETRY;
}

static bool read_datagram(struct session *s, struct am_bytes data, const struct am_turn *turn)
{
    s->datagrams[turn->side]++;
    bool by_client = s->client_known ? s->client == turn->side : turn->by_client;
    if (by_client || !s->client_known) {
        struct reading r;
        r.session = s;
        r.turn = turn;
        r.opens = 0;
        r.derived = r.opened = r.beyond = false;
        bool done = read_client(&r, data);
        if (done || by_client || s->client_known)
            return done;
    }
    return read_server(s, data, turn) || s->datagrams[turn->side] >= DATAGRAMS_MAX;
}

/* Whether it is of another QUIC, or none: the probe is asked again. */
static bool is_other(struct am_bytes data)
{
    struct am_reader r = am_reader_over(data, false);
    unsigned flags = am_read_u8(&r);
    uint32_t version = am_read_be32(&r);
    return (flags & LONG_HEADER) && version != 0 && !am_quic_version_find(version);
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    struct session alone = {.failed = 0};
    struct session *s = turn->session ? turn->session : &alone;

    if (is_other(data))
        return (struct am_taken){.len = data.len, .state = AM_TAKEN_NOT};
    bool done = read_datagram(s, data, turn);
    bool told = done && s->client_known && s->client == turn->side;
    if (!turn->session || told)
        am_pieces_done(&s->hello);
    return (struct am_taken){
        .len = data.len, .state = done ? AM_TAKEN_ENOUGH : AM_TAKEN_MORE, .light = told};
}

static void session_done(void *session)
{
    struct session *s = session;
    am_pieces_done(&s->hello);
}

/* RFC 9000, 17.2.1: the versions a server speaks, one of which has to be known. */
static bool is_negotiation(struct am_reader *r)
{
    bool known = false;

    for (unsigned i = 0; i < 2; i++)
        am_read_skip(r, am_read_u8(r));
    while (am_reader_more(r))
        known |= am_quic_version_find(am_read_be32(r)) != NULL;
    return known && am_reader_status(r) == AM_OK;
}

/* A first packet whose numbers make sense as far as the capture has them. */
static bool is_first(struct am_bytes start)
{
    struct am_reader ids = am_reader_over(start, false);
    struct am_reader r = am_reader_over(start, true);
    struct am_quic_packet p;

    am_read_skip(&ids, 1 + 4);
    for (unsigned i = 0; i < 2; i++)
        am_read_skip(&ids, am_read_u8(&ids));
    if (am_reader_status(&ids) != AM_OK)
        return false;
    if (am_quic_packet_read(&r, &p) != AM_QUIC_LONG)
        return am_reader_status(&r) == AM_E_TRUNCATED;
    return p.missing > 0 || p.type == AM_QUIC_RETRY || p.whole.len - p.number_at >= LENGTH_MIN;
}

static enum am_probe probe(struct am_bytes start)
{
    struct am_reader r = am_reader_over(start, false);
    unsigned flags = am_read_u8(&r);
    uint32_t version = am_read_be32(&r);
    bool yes = am_reader_status(&r) == AM_OK && (flags & LONG_HEADER);

    if (version == 0)
        yes = yes && is_negotiation(&r);
    else
        yes = yes && (flags & FIXED_BIT) && am_quic_version_find(version) && is_first(start);
    return yes ? AM_PROBE_YES : AM_PROBE_NO;
}

static const uint16_t ports[] = {443, 8443, 853, 80, 0};

const struct am_proto am_proto_quic = {
    .name = "quic",
    .rfc = "RFC 9000",
    .over = AM_OVER_UDP,
    .two_sided = true,
    .ports = ports,
    .max_bytes = UINT16_MAX,
    .session_size = sizeof(struct session),
    .session_max = sizeof(struct session) + AM_PIECES_MAX,
    .session_done = session_done,
    .probe = probe,
    .dissect = dissect,
};
