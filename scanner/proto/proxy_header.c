/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The PROXY protocol, versions 1 and 2: what a load balancer puts before a connection that it
 * passes on, to say whose it is. The addresses in it are passed over; what follows is looked at
 * anew. Version 2 may say which host the client asked for where the balancer took off the TLS
 * (PP2_TYPE_AUTHORITY): a copy of the server name.
 *
 * Cost: a header that is not whole is read again with each segment, MAX_BYTES at most; no state. */
#include <string.h>

#include "proto/host.h"
#include "proto/protocols.h"

#define LINE_MAX  107u /* version 1, with its end */
#define SIGNATURE "\r\n\r\n\0\r\nQUIT\n"
#define FIXED_LEN 16u        /* version 2: signature, command, family, length */
#define BODY_MAX  (4u << 10) /* addresses, and what may be said besides */
#define MAX_BYTES (FIXED_LEN + BODY_MAX)
#define AUTHORITY 0x02

#define SIGNATURE_LEN (sizeof SIGNATURE - 1)

/* Bytes of addresses by family: unspecified, IPv4, IPv6, local sockets. */
static const uint8_t addresses_len[] = {0, 12, 36, 216};
#define FAMILIES (sizeof addresses_len / sizeof *addresses_len)

static bool begins(struct am_bytes start, const char *with, size_t len)
{
    return memcmp(start.at, with, start.len < len ? start.len : len) == 0;
}

static enum am_probe probe_line(struct am_bytes start)
{
    static const char *const lines[] = {"PROXY TCP4 ", "PROXY TCP6 ", "PROXY UNKNOWN"};

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (begins(start, lines[i], strlen(lines[i])))
            return start.len >= strlen(lines[i]) ? AM_PROBE_YES : AM_PROBE_MAYBE;
    return AM_PROBE_NO;
}

static enum am_probe probe(struct am_bytes start)
{
    if (start.len == 0)
        return AM_PROBE_MAYBE;
    if (!begins(start, SIGNATURE, SIGNATURE_LEN))
        return probe_line(start);
    if (start.len < FIXED_LEN)
        return AM_PROBE_MAYBE;
    struct am_reader r = am_reader_over(start, false);
    am_read_skip(&r, SIGNATURE_LEN);
    uint8_t command = am_read_u8(&r);
    uint8_t family = am_read_u8(&r);
    uint16_t len = am_read_be16(&r);
    bool sane = (command == 0x20 || command == 0x21) && family >> 4 < FAMILIES &&
                (family & 0x0f) <= 2 && len >= addresses_len[family >> 4] && len <= BODY_MAX;
    return sane ? AM_PROBE_YES : AM_PROBE_NO;
}

/* How many bytes the line has with its end; 0 where that is not there. */
static size_t line_len(struct am_bytes data)
{
    const uint8_t *end = memchr(data.at, '\n', data.len < LINE_MAX ? data.len : LINE_MAX);
    return end ? (size_t)(end - data.at) + 1 : 0;
}

static void read_body(struct am_reader *r, uint8_t family, const struct am_findings *out)
{
    am_read_skip(r, addresses_len[family >> 4]);
    while (am_reader_more(r)) {
        uint8_t type = am_read_u8(r);
        struct am_bytes value = am_read_bytes(r, am_read_be16(r));
        if (type == AUTHORITY && am_reader_status(r) == AM_OK)
            am_host_add(out, AM_SOURCE_TLS_SNI, value);
    }
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    static const struct am_taken not = {.state = AM_TAKEN_NOT};
    static const struct am_taken more = {.state = AM_TAKEN_MORE};
    struct am_reader r = am_reader_over(data, false);

    if (probe(data) == AM_PROBE_NO)
        return not ;
    if (data.at[0] == 'P') {
        size_t len = line_len(data);
        if (len == 0)
            return turn->cut || data.len >= LINE_MAX ? not : more;
        return (struct am_taken){.len = len, .state = AM_TAKEN_NEXT};
    }
    am_read_skip(&r, SIGNATURE_LEN + 1);
    uint8_t family = am_read_u8(&r);
    struct am_reader body = am_open_block16(&r);
    if (am_reader_status(&r) != AM_OK)
        return turn->cut ? not : more;
    read_body(&body, family, turn->out);
    return (struct am_taken){.len = data.len - am_reader_rest(&r).len, .state = AM_TAKEN_NEXT};
}

static const uint16_t ports[] = {80, 443, 0};

const struct am_proto am_proto_proxy_header = {
    .name = "proxy-header",
    .rfc = "PROXY protocol",
    .over = AM_OVER_TCP,
    .ports = ports,
    .preface = true,
    .max_bytes = MAX_BYTES,
    .probe = probe,
    .dissect = dissect,
};
