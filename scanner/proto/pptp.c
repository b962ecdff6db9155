/* SPDX-License-Identifier: AGPL-3.0-or-later
 * PPTP (RFC 2637, 2): the connection that opens tunnels. What they carry comes in GRE beside it,
 * and is decoded there where it is not sealed. */
#include "proto/protocols.h"

#define HEADER 12
#define MESSAGE_MAX                                                                                \
    220 /* Call-Disconnect-Notify's 148 and Incoming-Call-Request's 220 are longest */
#define KINDS 15

static enum am_probe probe(struct am_bytes start)
{
    static const uint8_t same[] = {0, 0, 0, 1, 0x1a, 0x2b, 0x3c, 0x4d, 0}; /* after the length */
    struct am_reader r = am_reader_over(start, false);
    for (size_t at = 2; at < sizeof same && at < start.len; at++)
        if (am_reader_peek(&r, at) != same[at])
            return AM_PROBE_NO;
    if (am_reader_peek(&r, 0) > 0)
        return AM_PROBE_NO;
    if (start.len < HEADER)
        return AM_PROBE_MAYBE;
    uint16_t len = am_read_be16(&r);
    am_read_skip(&r, 6);
    uint16_t kind = am_read_be16(&r);
    return len >= HEADER && len <= MESSAGE_MAX && kind > 0 && kind <= KINDS ? AM_PROBE_YES
                                                                            : AM_PROBE_NO;
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    (void)turn;
    return (struct am_taken){.len = data.len, .state = AM_TAKEN_ENOUGH};
}

static const uint16_t ports[] = {1723, 0};

const struct am_proto am_proto_pptp = {
    .name = "pptp",
    .rfc = "RFC 2637",
    .over = AM_OVER_TCP,
    .ports = ports,
    .tunnel = true,
    .max_bytes = MESSAGE_MAX,
    .probe = probe,
    .dissect = dissect,
};
