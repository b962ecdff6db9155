/* SPDX-License-Identifier: AGPL-3.0-or-later
 * TLS over TCP (RFC 8446, 5246; records as old as SSL 3.0): the ClientHello (proto/hello.h).
 *
 * A hello may be split over records and segments, on purpose too: its bytes are joined before they
 * are read. It is told only when it is whole and its lengths add up; where the capture was cut,
 * what came whole before the end is told. */
#include <string.h>

#include "proto/hello.h"
#include "proto/protocols.h"

#define MAX_BYTES     (64u << 10)
#define RECORD_HEADER 5
#define RECORD_MAX    (16384 + 2048) /* RFC 5246, 6.2.3 */
#define RECORDS_MAX   2048           /* before and in a hello; one is what clients send */
#define HELLO_MAX     MAX_BYTES
#define HELLO_HEADER  AM_HELLO_HEADER
#define HELLO_MIN     38 /* version, random, the shortest session id, suites, compression */

enum content_type {
    CONTENT_CHANGE_CIPHER_SPEC = 20,
    CONTENT_ALERT = 21,
    CONTENT_HANDSHAKE = 22,
    CONTENT_APPLICATION_DATA = 23,
};

/* The first handshake message of a side, gathered from its records. */
struct flight {
    struct am_bytes message; /* in the data where one record has it, else in `joined` */
    uint8_t *joined;         /* HELLO_MAX bytes */
};

enum walked {
    WALKED_MORE,  /* the records end before the message does */
    WALKED_WHOLE, /* the message is whole */
    WALKED_OTHER, /* TLS, but no ClientHello will come */
    WALKED_NOT,
};

/* SSL 2.0's hello, as clients sent it to offer newer versions too (RFC 5246, E.2): no names in it.
 */
static bool is_old_hello(struct am_bytes start)
{
    struct am_reader r = am_reader_over(start, false);
    unsigned len = am_read_be16(&r);
    unsigned type = am_read_u8(&r);
    unsigned version = am_read_be16(&r);
    unsigned suites = am_read_be16(&r);
    unsigned session = am_read_be16(&r);
    unsigned challenge = am_read_be16(&r);

    return am_reader_status(&r) == AM_OK && (len & 0x8000u) && type == AM_CLIENT_HELLO &&
           (version == 0x0002 || (version >= 0x0300 && version <= 0x0303)) && suites > 0 &&
           suites % 3 == 0 && (session == 0 || session == 16) && challenge >= 16 &&
           challenge <= 32 && (len & 0x7fffu) == 9 + suites + session + challenge;
}

/* Adds a record's bytes; false where the message would be larger than a hello can be. */
static bool flight_add(struct flight *f, struct am_bytes part)
{
    if (f->message.len == 0) {
        f->message = part;
        return true;
    }
    if (part.len > HELLO_MAX - f->message.len)
        return false;
    if (f->message.at != f->joined)
        memcpy(f->joined, f->message.at, f->message.len);
    memcpy(f->joined + f->message.len, part.at, part.len);
    f->message = (struct am_bytes){.at = f->joined, .len = f->message.len + part.len};
    return true;
}

static enum walked add_handshake(struct flight *f, struct am_bytes part)
{
    size_t len;

    if (!flight_add(f, part))
        return WALKED_NOT;
    if (f->message.len > 0 && f->message.at[0] != AM_CLIENT_HELLO)
        return WALKED_OTHER;
    if (!am_hello_len(f->message, &len))
        return WALKED_MORE;
    if (len > HELLO_MAX)
        return WALKED_NOT;
    if (f->message.len < len)
        return WALKED_MORE;
    f->message.len = len;
    return WALKED_WHOLE;
}

/* RFC 8446, 5.1: a hello's fragments follow each other; alerts may come before it, and
 * change_cipher_spec does no harm. */
static enum walked walk_records(struct am_reader *r, struct flight *f)
{
    for (unsigned records = 0; am_reader_more(r); records++) {
        uint8_t type = am_read_u8(r);
        uint8_t major = am_read_u8(r);
        am_read_skip(r, 1);
        size_t len = am_read_be16(r);
        if (am_reader_status(r) != AM_OK)
            break;
        if (records == RECORDS_MAX || major != 3 || len > RECORD_MAX)
            return WALKED_NOT;
        size_t left = am_reader_rest(r).len;
        struct am_bytes part = am_read_bytes(r, len < left ? len : left);
        if (type == CONTENT_HANDSHAKE) {
            enum walked walked = add_handshake(f, part);
            if (walked != WALKED_MORE)
                return walked;
        } else if (type == CONTENT_APPLICATION_DATA && f->message.len == 0) {
            return WALKED_OTHER; /* the capture began later */
        } else if (f->message.len > 0 ||
                   (type != CONTENT_ALERT && type != CONTENT_CHANGE_CIPHER_SPEC)) {
            return WALKED_NOT;
        }
    }
    return WALKED_MORE;
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    uint8_t joined[HELLO_MAX]; /* used where a hello is split over records: seldom */
    struct flight flight = {.joined = joined};
    struct am_taken enough = {.len = data.len, .state = AM_TAKEN_ENOUGH};
    struct am_taken never = {.state = AM_TAKEN_NOT};
    bool full = data.len >= MAX_BYTES;

    if (is_old_hello(data))
        return enough;
    if (full)
        data.len = MAX_BYTES; /* as much as any caller gives: the same end for all of them */
    struct am_reader r = am_reader_over(data, turn->cut);
    switch (walk_records(&r, &flight)) {
    case WALKED_WHOLE:
        am_hello_tell(flight.message, false, AM_SOURCE_TLS_SNI, turn->out);
        return enough;
    case WALKED_OTHER:
        return enough;
    case WALKED_NOT:
        return never;
    case WALKED_MORE:
        break;
    }
    if (!turn->cut && !full)
        return (struct am_taken){.state = AM_TAKEN_MORE};
    am_hello_tell(flight.message, true, AM_SOURCE_TLS_SNI, turn->out);
    return enough;
}

/* Whether another record may begin at `r`; true where that can't be seen. */
static bool next_record_fits(const struct am_reader *r)
{
    int type = am_reader_peek(r, 0);
    int major = am_reader_peek(r, 1);
    return (type < 0 || (type >= CONTENT_CHANGE_CIPHER_SPEC && type <= CONTENT_APPLICATION_DATA)) &&
           (major < 0 || major == 3);
}

/* The first record's body. Reads that run out leave zeroes: told apart by what is left. */
static enum am_probe probe_handshake(struct am_reader *r, size_t len)
{
    size_t left = am_reader_rest(r).len;
    uint8_t type = am_read_u8(r);
    uint32_t hello_len = am_read_be24(r);
    uint8_t major = am_read_u8(r);

    if (left == 0)
        return AM_PROBE_MAYBE;
    if (type != AM_CLIENT_HELLO && type != AM_SERVER_HELLO)
        return AM_PROBE_NO;
    /* A record that ends inside the header is followed by another's, not by the rest. */
    if (len < HELLO_HEADER + 1)
        return AM_PROBE_YES;
    if (left < HELLO_HEADER + 1)
        return AM_PROBE_MAYBE;
    bool sane = hello_len >= HELLO_MIN && hello_len <= HELLO_MAX - HELLO_HEADER && major == 3;
    return sane ? AM_PROBE_YES : AM_PROBE_NO;
}

static enum am_probe probe_record(struct am_bytes start)
{
    struct am_reader r = am_reader_over(start, false);
    uint8_t type = am_read_u8(&r);
    uint8_t major = am_read_u8(&r);
    uint8_t minor = am_read_u8(&r);
    size_t len = am_read_be16(&r);

    if (type < CONTENT_CHANGE_CIPHER_SPEC || type > CONTENT_APPLICATION_DATA ||
        (start.len > 1 && major != 3) || minor > 4 ||
        (start.len >= RECORD_HEADER && (len == 0 || len > RECORD_MAX)))
        return AM_PROBE_NO;
    if (start.len <= RECORD_HEADER)
        return AM_PROBE_MAYBE;
    if (type == CONTENT_HANDSHAKE)
        return probe_handshake(&r, len);

    uint8_t first = am_read_u8(&r);
    bool sane = type == CONTENT_ALERT                ? len == 2 && (first == 1 || first == 2)
                : type == CONTENT_CHANGE_CIPHER_SPEC ? len == 1 && first == 1
                                                     : true;
    if (sane && len - 1 < am_reader_rest(&r).len) {
        am_read_skip(&r, len - 1);
        sane = next_record_fits(&r);
    }
    return sane ? AM_PROBE_YES : AM_PROBE_NO;
}

static enum am_probe probe(struct am_bytes start)
{
    if (start.len == 0)
        return AM_PROBE_MAYBE;
    if (start.at[0] < 0x80)
        return probe_record(start);
    if (is_old_hello(start))
        return AM_PROBE_YES;
    return start.len < 11 ? AM_PROBE_MAYBE : AM_PROBE_NO;
}

static const uint16_t ports[] = {443, 8443, 853, 993, 995, 465, 636, 989, 990, 5061, 0};

const struct am_proto am_proto_tls = {
    .name = "tls",
    .rfc = "RFC 8446",
    .over = AM_OVER_TCP,
    .ports = ports,
    .max_bytes = MAX_BYTES,
    .probe = probe,
    .dissect = dissect,
};
