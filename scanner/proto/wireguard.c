/* SPDX-License-Identifier: AGPL-3.0-or-later
 * WireGuard (https://www.wireguard.com/papers/wireguard.pdf, 5.4), and what Tailscale sends beside
 * it on the same ports to find a way. What it carries is sealed; it tells no name. */
#include "proto/protocols.h"

#define INITIATION 1
#define RESPONSE   2
#define COOKIE     3
#define DATA       4

#define DATA_UNIT    16 /* what is sealed is filled up to a multiple of it */
#define DATA_MIN     32
#define COUNTER_BITS 40 /* keys are changed every few minutes: no counter grows further */
#define DISCO_MIN    62 /* magic, key, nonce */

/* Of data alone: the receiver's index in the packet before, of each side. */
struct session {
    uint32_t receiver[2];
};

/* "TS", and U+1F4AC in UTF-8 */
static bool is_disco(struct am_bytes datagram)
{
    struct am_reader r = am_reader_over(datagram, false);
    uint32_t first = am_read_be32(&r);
    return datagram.len >= DISCO_MIN && first == 0x5453f09f && am_read_be16(&r) == 0x92ac;
}

/* Handshake messages have one length each; of data only its beginning can be known. */
static bool is_message(struct am_bytes datagram, unsigned *type, uint32_t *receiver)
{
    static const uint8_t lengths[] = {[INITIATION] = 148, [RESPONSE] = 92, [COOKIE] = 64};
    struct am_reader r = am_reader_over(datagram, false);
    *type = am_read_u8(&r);
    uint32_t reserved = am_read_be24(&r);
    *receiver = am_read_le32(&r);
    am_read_skip(&r, 4);
    uint32_t counter_high = am_read_le32(&r);
    if (am_reader_status(&r) != AM_OK || reserved != 0)
        return false;
    if (*type > 0 && *type < sizeof lengths)
        return datagram.len == lengths[*type];
    return *type == DATA && datagram.len >= DATA_MIN && datagram.len % DATA_UNIT == 0 &&
           *receiver != 0 && counter_high >> (COUNTER_BITS - 32) == 0;
}

static enum am_probe probe(struct am_bytes start)
{
    unsigned type;
    uint32_t receiver;
    return is_message(start, &type, &receiver) || is_disco(start) ? AM_PROBE_YES : AM_PROBE_NO;
}

/* A connection that was there before the capture shows data alone: two of a side must be for the
 * same receiver before it is believed. */
static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    struct am_taken enough = {.len = data.len, .state = AM_TAKEN_ENOUGH};
    struct am_taken not = {.len = data.len, .state = AM_TAKEN_NOT};
    struct session *s = turn->session;
    unsigned type;
    uint32_t receiver;
    if (is_disco(data))
        return enough;
    if (!is_message(data, &type, &receiver))
        return not ;
    if (type != DATA)
        return enough;
    if (!s)
        return not ;
    bool again = s->receiver[turn->side] == receiver;
    s->receiver[turn->side] = receiver;
    return again ? enough : not ;
}

static const uint16_t ports[] = {51820, 0};

const struct am_proto am_proto_wireguard = {
    .name = "wireguard",
    .rfc = "WireGuard",
    .over = AM_OVER_UDP,
    .ports = ports,
    .tunnel = true,
    .max_bytes = UINT16_MAX,
    .session_size = sizeof(struct session),
    .session_max = sizeof(struct session),
    .probe = probe,
    .dissect = dissect,
};
