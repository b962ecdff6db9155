/* SPDX-License-Identifier: AGPL-3.0-or-later
 * IPsec's sealed packets in UDP (RFC 3948, RFC 4303). They begin with two numbers and go on with
 * what looks like noise, so only their port is tried, and two packets of a side must belong
 * together. */
#include "proto/protocols.h"

#define SPI_MIN  256 /* those below are reserved (RFC 4303, 2.1) */
#define ESP_MIN  24
#define ESP_UNIT 4           /* padding and integrity value make it a multiple (RFC 4303, 2.4) */
#define LOST_MAX 0x10000u    /* packets of a side between two that the capture holds */
#define LATE     0x10000000u /* keys are changed long before that many packets */

struct session {
    struct {
        uint32_t spi, sequence;
    } last[2];
};

static bool is_packet(struct am_bytes datagram, uint32_t *spi, uint32_t *sequence)
{
    struct am_reader r = am_reader_over(datagram, false);
    *spi = am_read_be32(&r);
    *sequence = am_read_be32(&r);
    return am_reader_status(&r) == AM_OK && *spi >= SPI_MIN && *sequence > 0 && *sequence < LATE &&
           datagram.len >= ESP_MIN && datagram.len % ESP_UNIT == 0;
}

static enum am_probe probe(struct am_bytes start)
{
    uint32_t spi;
    uint32_t sequence;
    return is_packet(start, &spi, &sequence) ? AM_PROBE_YES : AM_PROBE_NO;
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    struct am_taken taken = {.len = data.len, .state = AM_TAKEN_NOT};
    struct session *s = turn->session;
    uint32_t spi;
    uint32_t sequence;
    if (!s || !is_packet(data, &spi, &sequence))
        return taken;
    if (s->last[turn->side].spi == spi && sequence > s->last[turn->side].sequence &&
        sequence - s->last[turn->side].sequence < LOST_MAX)
        taken.state = AM_TAKEN_ENOUGH;
    s->last[turn->side].spi = spi;
    s->last[turn->side].sequence = sequence;
    return taken;
}

static const uint16_t ports[] = {4500, 0};

const struct am_proto am_proto_esp = {
    .name = "esp",
    .rfc = "RFC 3948",
    .over = AM_OVER_UDP,
    .ports = ports,
    .ports_only = true,
    .tunnel = true,
    .max_bytes = UINT16_MAX,
    .session_size = sizeof(struct session),
    .session_max = sizeof(struct session),
    .probe = probe,
    .dissect = dissect,
};
