/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The exchange of keys of IPsec: IKEv2 (RFC 7296), IKEv1 (RFC 2408), on port 4500 after four bytes
 * of zero (RFC 3948, 2.2), and the start of both in one TCP stream (RFC 9329, 4). It tells no name:
 * identities are sealed. */
#include <string.h>

#include "proto/protocols.h"

#define HEADER      28
#define VERSION_1   0x10
#define VERSION_2   0x20
#define V1_FLAGS    0x07u
#define V2_FLAGS    0x38u
#define V2_EXCHANGE 34 /* IKE_SA_INIT; the first of version 2 */
#define V2_LAST     44
#define V1_LAST     6  /* of the base, and 32, 33: quick mode and new groups (RFC 2409) */
#define V2_PAYLOAD  33 /* the first of version 2, apart from none */
#define V2_PAYLOADS 54
#define V1_PAYLOADS 21

static const char tcp_start[] = "IKETCP";
#define TCP_START (sizeof tcp_start - 1)

struct header {
    unsigned payload, version, exchange, flags;
};

static bool is_version_1(const struct header *h)
{
    bool exchange =
        (h->exchange > 0 && h->exchange <= V1_LAST) || h->exchange == 32 || h->exchange == 33;
    /* from 128 on payloads are private: NAT traversal's drafts */
    bool payload = h->payload <= V1_PAYLOADS || h->payload == 130 || h->payload == 131;
    return h->version == VERSION_1 && exchange && payload && (h->flags & ~V1_FLAGS) == 0;
}

static bool is_version_2(const struct header *h)
{
    bool payload = h->payload == 0 || (h->payload >= V2_PAYLOAD && h->payload <= V2_PAYLOADS);
    return h->version == VERSION_2 && h->exchange >= V2_EXCHANGE && h->exchange <= V2_LAST &&
           payload && (h->flags & ~V2_FLAGS) == 0;
}

static bool is_message(struct am_bytes datagram)
{
    struct am_reader r = am_reader_over(datagram, false);
    if (am_reader_peek(&r, 0) == 0 && am_reader_peek(&r, 1) == 0 && am_reader_peek(&r, 2) == 0 &&
        am_reader_peek(&r, 3) == 0)
        am_read_skip(&r, 4);
    size_t len = am_reader_rest(&r).len;
    uint64_t initiator = am_read_be64(&r);
    am_read_skip(&r, 8); /* responder */
    struct header h = {.payload = am_read_u8(&r)};
    h.version = am_read_u8(&r);
    h.exchange = am_read_u8(&r);
    h.flags = am_read_u8(&r);
    am_read_skip(&r, 4); /* message */
    uint32_t said = am_read_be32(&r);
    return am_reader_status(&r) == AM_OK && initiator != 0 && said == len && said >= HEADER &&
           (is_version_1(&h) || is_version_2(&h));
}

static enum am_probe probe(struct am_bytes start)
{
    size_t held = start.len < TCP_START ? start.len : TCP_START;
    if (held > 0 && memcmp(start.at, tcp_start, held) == 0)
        return held == TCP_START ? AM_PROBE_YES : AM_PROBE_MAYBE;
    return is_message(start) ? AM_PROBE_YES : AM_PROBE_NO;
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    (void)turn;
    return (struct am_taken){.len = data.len, .state = AM_TAKEN_ENOUGH};
}

static const uint16_t ports[] = {500, 0};

const struct am_proto am_proto_ike = {
    .name = "ike",
    .rfc = "RFC 7296",
    .over = AM_OVER_TCP | AM_OVER_UDP,
    .ports = ports,
    .tunnel = true,
    .max_bytes = UINT16_MAX,
    .probe = probe,
    .dissect = dissect,
};
