/* SPDX-License-Identifier: AGPL-3.0-or-later
 * TLS over TCP (RFC 8446, 5246; records as old as SSL 3.0): the ClientHello (proto/hello.h), and up
 * to TLS 1.2 the server's certificate (proto/certificate.h).
 *
 * A message may be split over records and segments, on purpose too: its bytes are joined before
 * they are read. It is told only when it is whole; where the capture was cut, what came whole
 * before the end is told. Of a certificate's message only the leaf has to be whole.
 *
 * Cost: each call walks the records at hand once and copies what is split, at most MAX_BYTES. A
 * client's side is done with its first hello, a server's with its leaf, at a ServerHello of
 * TLS 1.3, or where a session is resumed. */
#include <string.h>

#include "proto/certificate.h"
#include "proto/hello.h"
#include "proto/protocols.h"

#define MAX_BYTES     (64u << 10)
#define RECORD_HEADER 5
#define RECORD_MAX    (16384 + 2048) /* RFC 5246, 6.2.3 */
#define RECORDS_MAX   2048           /* before and in a hello; one is what clients send */
#define HELLO_MAX     MAX_BYTES
#define HELLO_HEADER  AM_HELLO_HEADER
#define PREFACE_MAX   512 /* before a hello, in one segment with it */
#define HELLO_MIN     38  /* version, random, the shortest session id, suites, compression */

enum content_type {
    CONTENT_CHANGE_CIPHER_SPEC = 20,
    CONTENT_ALERT = 21,
    CONTENT_HANDSHAKE = 22,
    CONTENT_APPLICATION_DATA = 23,
};

/* RFC 5246, 7.4 and RFC 4680, 3: what may stand between a ServerHello and its certificate. */
enum between {
    HELLO_REQUEST = 0,
    SUPPLEMENTAL_DATA = 23,
};

/* The handshake message of a side that is being gathered from its records. */
struct flight {
    struct am_bytes message; /* in the data where one record has it, else in `joined` */
    uint8_t *joined;         /* HELLO_MAX bytes */
    bool greeted;            /* the server's hello was before it */
};

enum walked {
    WALKED_MORE,  /* the records end before the message does */
    WALKED_HELLO, /* the message is a client's hello, whole */
    WALKED_LEAF,  /* a server's certificates, the leaf whole */
    WALKED_OTHER, /* TLS, but nothing that has names will come */
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

static struct am_bytes after(struct am_bytes bytes, size_t len)
{
    return (struct am_bytes){.at = bytes.at + len, .len = bytes.len - len};
}

/* Adds a record's bytes; false where the message would be larger than one can be. */
static bool flight_add(struct flight *f, struct am_bytes part)
{
    if (f->message.len == 0) {
        f->message = part;
        return true;
    }
    if (part.len > HELLO_MAX - f->message.len)
        return false;
    if (f->message.at != f->joined)
        memmove(f->joined, f->message.at, f->message.len);
    memcpy(f->joined + f->message.len, part.at, part.len);
    f->message = (struct am_bytes){.at = f->joined, .len = f->message.len + part.len};
    return true;
}

static enum walked look_at_hello(struct flight *f, size_t len)
{
    if (len > HELLO_MAX)
        return WALKED_NOT;
    if (f->message.len < len)
        return WALKED_MORE;
    f->message.len = len;
    return WALKED_HELLO;
}

static enum walked look_at_certificate(const struct flight *f, size_t len)
{
    size_t need = HELLO_HEADER + am_certificate_need(after(f->message, HELLO_HEADER));
    if (need > len)
        return WALKED_NOT;
    return f->message.len < need ? WALKED_MORE : WALKED_LEAF;
}

/* The server's messages until its certificate, which comes at once or not at all. */
static enum walked look_at_flight(struct flight *f)
{
    size_t len;

    while (f->message.len > 0) {
        uint8_t type = f->message.at[0];
        bool hello = !f->greeted && type == AM_SERVER_HELLO;
        bool passes = f->greeted && (type == HELLO_REQUEST || type == SUPPLEMENTAL_DATA);
        bool certificate = f->greeted && type == AM_CERTIFICATE_TYPE;
        if (!hello && !passes && !certificate)
            return WALKED_OTHER;
        if (!am_hello_len(f->message, &len))
            return WALKED_MORE;
        if (certificate)
            return look_at_certificate(f, len);
        if (f->message.len < len)
            return len > HELLO_MAX ? WALKED_NOT : WALKED_MORE;
        struct am_bytes body = {.at = f->message.at + HELLO_HEADER, .len = len - HELLO_HEADER};
        if (hello && am_hello_seals(body))
            return WALKED_OTHER;
        f->greeted = true;
        f->message = after(f->message, len);
    }
    return WALKED_MORE;
}

static enum walked add_handshake(struct flight *f, struct am_bytes part)
{
    size_t len;

    if (!flight_add(f, part))
        return WALKED_NOT;
    if (f->greeted || (f->message.len > 0 && f->message.at[0] != AM_CLIENT_HELLO))
        return look_at_flight(f);
    return am_hello_len(f->message, &len) ? look_at_hello(f, len) : WALKED_MORE;
}

/* Another kind of record than a handshake's. Alerts may come before a hello, and change_cipher_spec
 * does no harm there (RFC 8446, 5); behind a server's hello it says that the session is an old one
 * (RFC 5246, 7.3). */
static enum walked look_at_other(const struct flight *f, uint8_t type)
{
    if (f->message.len > 0)
        return WALKED_NOT; /* RFC 8446, 5.1: a message's records follow each other */
    if (type == CONTENT_APPLICATION_DATA)
        return WALKED_OTHER; /* the capture began later */
    if (type == CONTENT_CHANGE_CIPHER_SPEC)
        return f->greeted ? WALKED_OTHER : WALKED_MORE;
    return type == CONTENT_ALERT ? WALKED_MORE : WALKED_NOT;
}

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
        enum walked walked =
            type == CONTENT_HANDSHAKE ? add_handshake(f, part) : look_at_other(f, type);
        if (walked != WALKED_MORE)
            return walked;
    }
    return WALKED_MORE;
}

static void tell(const struct flight *f, bool cut, const struct am_findings *out)
{
    struct am_bytes message = f->message;

    if (message.len < HELLO_HEADER)
        return;
    if (message.at[0] == AM_CLIENT_HELLO)
        am_hello_tell(message, cut, AM_SOURCE_TLS_SNI, out);
    else if (message.at[0] == AM_CERTIFICATE_TYPE && f->greeted)
        am_certificate_tell(after(message, HELLO_HEADER), cut, out);
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    uint8_t joined[HELLO_MAX]; /* used where a message is split over records: seldom */
    struct flight flight = {.joined = joined};
    struct am_taken enough = {.len = data.len, .state = AM_TAKEN_ENOUGH};
    bool full = data.len >= MAX_BYTES;

    if (is_old_hello(data))
        return enough;
    if (full)
        data.len = MAX_BYTES; /* as much as any caller gives: the same end for all of them */
    struct am_reader r = am_reader_over(data, turn->cut);
    enum walked walked = walk_records(&r, &flight);
    if (walked == WALKED_NOT)
        return (struct am_taken){.state = AM_TAKEN_NOT};
    if (walked == WALKED_MORE && !turn->cut && !full)
        return (struct am_taken){.state = AM_TAKEN_MORE};
    if (walked != WALKED_OTHER)
        tell(&flight, walked == WALKED_MORE, turn->out);
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
    bool known = major == 3 || (type == AM_SERVER_HELLO && major == 0x7f); /* drafts of 1.3 */
    bool sane = hello_len >= HELLO_MIN && hello_len <= HELLO_MAX - HELLO_HEADER && known;
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

/* Whether a ClientHello in one record begins here, and nothing comes after it. */
static bool is_last_hello(struct am_bytes bytes)
{
    struct am_reader r = am_reader_over(bytes, false);
    uint8_t content = am_read_u8(&r);
    unsigned version = am_read_be16(&r);
    size_t len = am_read_be16(&r);
    size_t left = am_reader_rest(&r).len;
    uint8_t type = am_read_u8(&r);
    size_t hello = am_read_be24(&r);
    unsigned offered = am_read_be16(&r);

    return am_reader_status(&r) == AM_OK && content == CONTENT_HANDSHAKE && version >= 0x0300 &&
           version <= 0x0304 && left <= len && type == AM_CLIENT_HELLO && hello >= HELLO_MIN &&
           hello + HELLO_HEADER == len && offered >= 0x0300 && offered <= 0x0304;
}

/* The command that asks for TLS, and at once the hello: STARTTLS and its like where the client does
 * not wait, MySQL's and PostgreSQL's requests, the header of TDS. A look at PREFACE_MAX bytes. What
 * is written of TLS elsewhere (captures that are carried) seldom ends with a hello. */
static size_t find(struct am_bytes segment)
{
    size_t end = segment.len < PREFACE_MAX ? segment.len : PREFACE_MAX;

    for (size_t at = 1; at < end; at++) {
        const uint8_t *next = memchr(segment.at + at, CONTENT_HANDSHAKE, end - at);
        if (!next)
            return 0;
        at = (size_t)(next - segment.at);
        if (is_last_hello(after(segment, at)))
            return at;
    }
    return 0;
}

static const uint16_t ports[] = {443, 8443, 853, 993, 995, 465, 636, 989, 990, 5061, 0};

const struct am_proto am_proto_tls = {
    .name = "tls",
    .rfc = "RFC 8446",
    .over = AM_OVER_TCP,
    .ports = ports,
    .max_bytes = MAX_BYTES,
    .probe = probe,
    .find = find,
    .dissect = dissect,
};
