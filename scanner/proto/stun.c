/* SPDX-License-Identifier: AGPL-3.0-or-later
 * STUN (RFC 8489, 5), with TURN and ICE: how calls find their way. It names nobody, and says why
 * the flow has no name. DTLS may follow on the same ports (RFC 5764, 5.1.2; RFC 7983). */
#include "proto/protocols.h"

#define HEADER       20
#define MAGIC        0x2112a442u
#define MESSAGES_MAX 16 /* of a side; after so many nothing else is looked for */

struct session {
    uint8_t messages[2];
};

/* The whole length of the message that begins here; 0: none does. */
static size_t message_len(struct am_bytes start)
{
    struct am_reader r = am_reader_over(start, false);
    unsigned type = am_read_be16(&r);
    uint16_t len = am_read_be16(&r);
    uint32_t magic = am_read_be32(&r);
    bool good = am_reader_status(&r) == AM_OK && start.len >= HEADER && type >> 14 == 0 &&
                len % 4 == 0 && magic == MAGIC;
    return good ? HEADER + (size_t)len : 0;
}

static enum am_probe probe(struct am_bytes start)
{
    struct am_reader r = am_reader_over(start, false);
    int first = am_reader_peek(&r, 0);
    if (start.len >= HEADER)
        return message_len(start) > 0 ? AM_PROBE_YES : AM_PROBE_NO;
    if (first < 0 || first > 3) /* no method that is in use over TCP is numbered higher */
        return AM_PROBE_NO;
    for (size_t at = 4; at < 8 && at < start.len; at++)
        if (am_reader_peek(&r, at) != (int)(MAGIC >> (8 * (7 - at)) & 0xff))
            return AM_PROBE_NO;
    return AM_PROBE_MAYBE;
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    struct session *s = turn->session;
    size_t len = message_len(data);
    if (len == 0 || (turn->over_udp && len != data.len && !turn->cut))
        return (struct am_taken){.state = AM_TAKEN_NOT};
    if (len > data.len)
        return (struct am_taken){.state = turn->cut ? AM_TAKEN_ENOUGH : AM_TAKEN_MORE};
    if (!s || ++s->messages[turn->side] >= MESSAGES_MAX)
        return (struct am_taken){.len = data.len, .state = AM_TAKEN_ENOUGH};
    return (struct am_taken){.len = len, .state = AM_TAKEN_NEXT};
}

static const uint16_t ports[] = {3478, 19302, 0};

const struct am_proto am_proto_stun = {
    .name = "stun",
    .rfc = "RFC 8489",
    .over = AM_OVER_TCP | AM_OVER_UDP,
    .ports = ports,
    .max_bytes = UINT16_MAX,
    .session_size = sizeof(struct session),
    .session_max = sizeof(struct session),
    .probe = probe,
    .dissect = dissect,
};
