/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Google's QUIC up to Q049, whose hello (proto/chlo.h) is not encrypted; from Q050 on it is in the
 * Initials of proto/quic.c.
 *
 * Google's servers take a hello only if one packet holds it whole, so nothing is remembered. The
 * frames around it differ from version to version (byte order, an acknowledgement before it, FEC):
 * it is looked for by its tag, and has to add up. Cost a packet: a search through 2 KiB of it. */
#include <string.h>

#include "proto/chlo.h"
#include "proto/protocols.h"

#define FLAG_VERSION 0x01u /* of the public flags, before Q044 */
#define FLAG_RESET   0x02u
#define FLAG_ID      0x08u
#define FLAG_PATH    0x40u /* multipath: never used */
#define LONG_HEADER  0x80u /* from Q044 on */
#define ID_LEN       8
#define VERSION_OLD  9  /* "Q009" */
#define VERSION_LONG 43 /* "Q043", the first that was tried with long headers */
#define VERSION_LAST 49
#define HASH_LEN     12 /* of the whole, in place of a seal */
#define SEARCH_MAX   2048

/* "Q0" and two digits: their number, or 0. */
static unsigned read_version(struct am_reader *r)
{
    struct am_bytes text = am_read_bytes(r, 4);
    if (text.len != 4 || text.at[0] != 'Q' || text.at[1] != '0')
        return 0;
    unsigned tens = text.at[2] - (unsigned)'0';
    unsigned ones = text.at[3] - (unsigned)'0';
    return tens <= 9 && ones <= 9 ? tens * 10 + ones : 0;
}

/* Reads as far as the version, and the connection ids. */
static bool read_header(struct am_reader *r)
{
    unsigned flags = am_read_u8(r);
    unsigned version;

    if (flags & LONG_HEADER) {
        version = read_version(r);
        unsigned lens = am_read_u8(r); /* of two ids, none or more than three bytes each */
        am_read_skip(r, (lens >> 4 ? (lens >> 4) + 3 : 0) + (lens & 15u ? (lens & 15u) + 3 : 0));
        return am_reader_status(r) == AM_OK && version >= VERSION_LONG && version <= VERSION_LAST;
    }
    am_read_skip(r, flags & FLAG_ID ? ID_LEN : 0);
    version = read_version(r);
    return am_reader_status(r) == AM_OK && (flags & FLAG_VERSION) &&
           !(flags & (FLAG_RESET | FLAG_PATH)) && version >= VERSION_OLD && version < VERSION_LAST;
}

static enum am_probe probe(struct am_bytes start)
{
    struct am_reader r = am_reader_over(start, false);
    return read_header(&r) ? AM_PROBE_YES : AM_PROBE_NO;
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    struct am_reader r = am_reader_over(data, turn->cut);
    struct am_taken taken = {.len = data.len, .state = AM_TAKEN_MORE};

    if (!read_header(&r)) { /* the rest of a connection shows no version */
        bool other = data.len > 0 && (data.at[0] & LONG_HEADER);
        taken.state = other ? AM_TAKEN_NOT : AM_TAKEN_MORE; /* it went on with another QUIC */
        return taken;
    }
    am_read_skip(&r, 1 + HASH_LEN); /* behind a number of one byte or more */
    struct am_bytes rest = am_reader_rest(&r);
    size_t window = rest.len < SEARCH_MAX ? rest.len : SEARCH_MAX;
    const uint8_t *at = window > 0 ? memmem(rest.at, window, AM_CHLO_TAG, 4) : NULL;
    if (!at)
        return taken;
    am_read_skip(&r, (size_t)(at - rest.at));
    if (am_chlo_tell(am_reader_rest(&r), turn->out) == AM_OK)
        taken.state = AM_TAKEN_ENOUGH;
    return taken;
}

static const uint16_t ports[] = {443, 80, 0};

const struct am_proto am_proto_gquic = {
    .name = "gquic",
    .rfc = "draft-tsvwg-quic-protocol-02",
    .over = AM_OVER_UDP,
    .ports = ports,
    .max_bytes = UINT16_MAX,
    .probe = probe,
    .dissect = dissect,
};
