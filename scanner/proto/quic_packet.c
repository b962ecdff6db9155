/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "proto/quic_packet.h"

#include <string.h>

#define LONG_HEADER 0x80u

enum frame_type {
    FRAME_PADDING = 0x00,
    FRAME_PING = 0x01,
    FRAME_ACK = 0x02,
    FRAME_ACK_ECN = 0x03,
    FRAME_CRYPTO = 0x06,
    FRAME_CLOSE = 0x1c,
};

/* Google's numbers, before it took up the RFC's. */
enum google_frame_type {
    GOOGLE_PADDING = 0x00,
    GOOGLE_PING = 0x07,
    GOOGLE_CRYPTO = 0x08,
};

/* RFC 9000, 16 */
static uint64_t read_number(struct am_reader *r)
{
    uint64_t first = am_read_u8(r);
    switch (first >> 6) {
    case 0:
        return first;
    case 1:
        return (first & 0x3f) << 8 | am_read_u8(r);
    case 2:
        return (first & 0x3f) << 24 | am_read_be24(r);
    default:
        first = (first & 0x3f) << 24 | am_read_be24(r);
        return first << 32 | am_read_be32(r);
    }
}

/* RFC 9369, 3.2: version 2 turns them by one. */
static enum am_quic_type type_of(unsigned flags, const struct am_quic_version *version)
{
    unsigned bits = flags >> 4 & 3u;
    return (enum am_quic_type)(version->second ? (bits + 3u) & 3u : bits);
}

static struct am_bytes read_id(struct am_reader *r)
{
    size_t len = am_read_u8(r);
    if (len > AM_QUIC_ID_MAX)
        am_reader_reject(r);
    return am_read_bytes(r, len);
}

/* What its length says, of which a cut capture may lack the end. */
static void read_payload(struct am_reader *r, struct am_quic_packet *out)
{
    uint64_t len = read_number(r);
    if (len > UINT16_MAX) {
        am_reader_reject(r);
        return;
    }
    struct am_reader payload = am_open_block(r, (size_t)len);
    if (am_reader_status(&payload) == AM_OK)
        out->missing = (size_t)len - am_reader_rest(&payload).len;
    am_read_skip(&payload, am_reader_rest(&payload).len);
    am_close_block(r, &payload);
}

enum am_quic_form am_quic_packet_read(struct am_reader *datagram, struct am_quic_packet *out)
{
    struct am_quic_packet p = {.missing = 0};
    struct am_bytes start = am_reader_rest(datagram);
    unsigned flags = am_read_u8(datagram);

    if (!(flags & LONG_HEADER))
        return am_reader_status(datagram) == AM_OK ? AM_QUIC_SHORT : AM_QUIC_OTHER;
    p.number = am_read_be32(datagram);
    p.version = am_quic_version_find(p.number);
    if (am_reader_status(datagram) != AM_OK)
        return AM_QUIC_OTHER;
    if (p.number == 0)
        return AM_QUIC_NEGOTIATION;
    if (!p.version)
        return AM_QUIC_OTHER;
    p.type = type_of(flags, p.version);
    p.destination = read_id(datagram);
    p.source = read_id(datagram);
    if (p.type == AM_QUIC_INITIAL) {
        uint64_t token = read_number(datagram);
        am_read_skip(datagram, token < start.len ? (size_t)token : start.len);
    }
    struct am_reader at_length = *datagram;
    (void)read_number(&at_length);
    p.number_at = start.len - am_reader_rest(&at_length).len;
    if (p.type == AM_QUIC_RETRY) /* no length: it is alone */
        am_read_skip(datagram, am_reader_rest(datagram).len);
    else
        read_payload(datagram, &p);
    if (am_reader_status(datagram) != AM_OK && p.missing == 0)
        return AM_QUIC_OTHER;
    p.whole = (struct am_bytes){.at = start.at, .len = start.len - am_reader_rest(datagram).len};
    *out = p;
    return AM_QUIC_LONG;
}

/* How many zero bytes come next: a hello's datagram may be half padding. */
static size_t padding(struct am_bytes rest)
{
    size_t len = 0;
    uint64_t word = 0;

    while (word == 0 && len + sizeof word <= rest.len) {
        memcpy(&word, rest.at + len, sizeof word);
        len += word == 0 ? sizeof word : 0;
    }
    while (len < rest.len && rest.at[len] == 0)
        len++;
    return len;
}

/* RFC 9000, 19.3 */
static void read_ack(struct am_reader *r, bool ecn)
{
    (void)read_number(r); /* largest */
    (void)read_number(r); /* delay */
    uint64_t ranges = read_number(r);
    (void)read_number(r); /* first range */
    for (; ranges > 0 && am_reader_more(r); ranges--) {
        (void)read_number(r);
        (void)read_number(r);
    }
    if (ranges > 0)
        (void)am_read_u8(r); /* there are none left: it runs out */
    for (unsigned i = 0; ecn && i < 3; i++)
        (void)read_number(r);
}

/* RFC 9000, 19.6. Of a cut one, what is there. */
static void read_crypto(struct am_reader *r, struct am_pieces *pieces)
{
    uint64_t offset = read_number(r);
    uint64_t len = read_number(r);

    if (len > UINT16_MAX) {
        am_reader_reject(r);
        return;
    }
    struct am_reader data = am_open_block(r, (size_t)len);
    struct am_bytes piece = am_reader_rest(&data);
    am_read_skip(&data, piece.len);
    (void)am_pieces_add(pieces, offset, piece);
    am_close_block(r, &data);
}

/* Its acknowledgements, of which the first packet has none, are not read. */
static void read_google_frame(struct am_reader *r, struct am_pieces *pieces)
{
    unsigned type = am_read_u8(r);

    if (type == GOOGLE_CRYPTO)
        read_crypto(r, pieces);
    else if (type == GOOGLE_PADDING)
        am_read_skip(r, padding(am_reader_rest(r)));
    else if (type != GOOGLE_PING)
        am_reader_reject(r);
}

static void read_frame(struct am_reader *r, struct am_pieces *pieces)
{
    unsigned type = am_read_u8(r);

    if (type == FRAME_CRYPTO) {
        read_crypto(r, pieces);
    } else if (type == FRAME_PADDING) {
        am_read_skip(r, padding(am_reader_rest(r)));
    } else if (type == FRAME_ACK || type == FRAME_ACK_ECN) {
        read_ack(r, type == FRAME_ACK_ECN);
    } else if (type == FRAME_CLOSE) {
        (void)read_number(r); /* error */
        (void)read_number(r); /* frame */
        uint64_t reason = read_number(r);
        size_t left = am_reader_rest(r).len;
        am_read_skip(r, reason <= left ? (size_t)reason : left + 1);
    } else if (type != FRAME_PING) {
        am_reader_reject(r);
    }
}

enum am_status am_quic_frames_read(struct am_bytes frames, const struct am_quic_version *version,
                                   bool cut, struct am_pieces *pieces)
{
    struct am_reader r = am_reader_over(frames, cut);

    while (am_reader_more(&r)) {
        if (version->google)
            read_google_frame(&r, pieces);
        else
            read_frame(&r, pieces);
    }
    return am_reader_status(&r);
}
