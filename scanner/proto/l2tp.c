/* SPDX-License-Identifier: AGPL-3.0-or-later
 * L2TP (RFC 2661), and its third version over UDP (RFC 3931): the messages that open a tunnel, and
 * those of its data that net/ could not decode, being sealed or packed. Names inside decoded data
 * are read in the packets that it carries. */
#include "proto/protocols.h"

#define CONTROL       0xc800u /* control, with length and numbers, without offset and priority */
#define DATA_LENGTH   0x4000u
#define DATA_RESERVED 0xb4f0u /* of data that says its length: no control, nothing reserved */
#define VERSION       0x000fu
#define CONTROL_MIN   12
#define AVP_MIN       8 /* of the one that says the kind of message */
#define AVP_RESERVED  0x3c00u
#define AVP_LENGTH    0x03ffu
#define KINDS         28 /* of message: RFC 2661, 3.2, and RFC 3931, 10.3 */

/* The first of a message's attributes says of which kind it is (RFC 2661, 4.1). */
static bool begins_with_kind(struct am_reader *r)
{
    uint16_t first = am_read_be16(r);
    uint16_t vendor = am_read_be16(r);
    uint16_t type = am_read_be16(r);
    uint16_t kind = am_read_be16(r);
    return am_reader_status(r) == AM_OK && (first & AVP_RESERVED) == 0 &&
           (first & AVP_LENGTH) == AVP_MIN && vendor == 0 && type == 0 && kind > 0 && kind <= KINDS;
}

static enum am_probe probe(struct am_bytes start)
{
    struct am_reader r = am_reader_over(start, false);
    unsigned flags = am_read_be16(&r);
    uint16_t len = am_read_be16(&r);
    uint16_t tunnel = am_read_be16(&r);
    if (am_reader_status(&r) != AM_OK || len != start.len)
        return AM_PROBE_NO;
    unsigned version = flags & VERSION;
    if ((flags & ~VERSION) == CONTROL && (version == 2 || version == 3)) {
        am_read_skip(&r, 6); /* session, numbers */
        bool bare = len == CONTROL_MIN;
        return bare || begins_with_kind(&r) ? AM_PROBE_YES : AM_PROBE_NO;
    }
    bool data = (flags & DATA_LENGTH) && (flags & DATA_RESERVED) == 0 && version == 2;
    return data && tunnel != 0 ? AM_PROBE_YES : AM_PROBE_NO;
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    (void)turn;
    return (struct am_taken){.len = data.len, .state = AM_TAKEN_ENOUGH};
}

static const uint16_t ports[] = {1701, 0};

const struct am_proto am_proto_l2tp = {
    .name = "l2tp",
    .rfc = "RFC 2661",
    .over = AM_OVER_UDP,
    .ports = ports,
    .tunnel = true,
    .max_bytes = UINT16_MAX,
    .probe = probe,
    .dissect = dissect,
};
