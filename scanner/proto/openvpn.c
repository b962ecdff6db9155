/* SPDX-License-Identifier: AGPL-3.0-or-later
 * OpenVPN, by the packets that begin it
 * (https://openvpn.github.io/openvpn-rfc/openvpn-wire-protocol.html). What protects them decides
 * their layout: nothing, a signature (tls-auth), encryption (tls-crypt, tls-crypt-v2). The TLS
 * hello inside is not looked for: it names no server that is not known by address already. */
#include "proto/protocols.h"

#define CLIENT_V1  1
#define SERVER_V1  2
#define CONTROL_V1 4
#define CLIENT_V2  7
#define SERVER_V2  8
#define CLIENT_V3  10 /* tls-crypt-v2: the client's key, wrapped, follows */

#define ACKNOWLEDGED_MAX 8
#define REPLAY_MAX       0xffu       /* numbers of the first packets */
#define EARLY            0x0f000000u /* those of clients that must show a cookie begin here */
#define TIME_MIN         1000000000u /* in 2001 */
#define SEALED           54          /* what tls-crypt makes of a client's first packet */
#define ACKNOWLEDGEMENT  12          /* of a server's: one number, and whose it was */
#define STREAM_MAX       2048        /* of a first packet over TCP */
#define TLS_HANDSHAKE    0x1603u

/* The lengths of the signatures in use, with none the first. */
static const uint8_t signatures[] = {0, 16, 20, 28, 32, 48, 64};

struct first {
    unsigned opcode;
    bool by_client;
};

static bool is_replay_protected(struct am_reader *r)
{
    uint32_t number = am_read_be32(r);
    uint32_t time = am_read_be32(r);
    return ((number > 0 && number <= REPLAY_MAX) ||
            (number > EARLY && number <= EARLY + REPLAY_MAX)) &&
           time >= TIME_MIN;
}

/* The numbers acknowledged, with whose they were, and the packet's own. */
static bool are_numbers(struct am_reader *r, bool by_client, uint32_t most)
{
    uint8_t count = am_read_u8(r);
    if (count > ACKNOWLEDGED_MAX || (by_client && count > 0))
        return false;
    for (uint8_t i = 0; i < count; i++)
        if (am_read_be32(r) > most)
            return false;
    uint64_t whose = count > 0 ? am_read_be64(r) : 1;
    return whose != 0 && am_read_be32(r) <= most;
}

/* In the clear, or signed. */
static bool is_open(struct am_reader r, struct first f, size_t signature)
{
    if (signature > 0) {
        am_read_skip(&r, signature);
        if (!is_replay_protected(&r))
            return false;
    }
    bool good = are_numbers(&r, f.by_client, 0);
    return good && am_reader_status(&r) == AM_OK && !am_reader_more(&r);
}

static bool is_sealed(struct am_reader r, struct first f, size_t len)
{
    size_t least = SEALED + (f.by_client ? 0u : ACKNOWLEDGEMENT);
    bool fits = f.opcode == CLIENT_V3 ? len > least : len == least;
    return is_replay_protected(&r) && am_reader_status(&r) == AM_OK && fits;
}

/* Later in the handshake, in the clear: recognised by the TLS record inside. */
static bool is_hello(struct am_reader r)
{
    bool good = are_numbers(&r, false, REPLAY_MAX);
    uint16_t start = am_read_be16(&r);
    uint8_t minor = am_read_u8(&r);
    return good && am_reader_status(&r) == AM_OK && start == TLS_HANDSHAKE && minor <= 4;
}

/* A packet that may go on past what is there of it: `len` bytes in all. */
static bool is_packet(struct am_bytes start, size_t len)
{
    struct am_reader r = am_reader_over(start, false);
    uint8_t first = am_read_u8(&r);
    struct first f = {.opcode = first >> 3};
    bool session = am_read_be64(&r) != 0;
    if (am_reader_status(&r) != AM_OK || !session)
        return false;
    if (f.opcode == CONTROL_V1)
        return is_hello(r);
    if ((first & 7) != 0) /* the first key of a connection */
        return false;
    f.by_client = f.opcode == CLIENT_V1 || f.opcode == CLIENT_V2 || f.opcode == CLIENT_V3;
    if (!f.by_client && f.opcode != SERVER_V1 && f.opcode != SERVER_V2)
        return false;
    if (f.opcode != CLIENT_V3)
        for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
            if (is_open(r, f, signatures[i]))
                return true;
    return is_sealed(r, f, len);
}

/* Over TCP the packet's length stands before it. */
static enum am_probe probe_stream(struct am_bytes start)
{
    struct am_reader r = am_reader_over(start, false);
    uint16_t len = am_read_be16(&r);
    int opcode = am_reader_peek(&r, 0) >> 3;
    struct am_bytes rest = am_reader_rest(&r);
    if (am_reader_status(&r) != AM_OK || opcode < 0 || len > STREAM_MAX)
        return AM_PROBE_NO;
    if (rest.len > len)
        rest.len = len;
    if (is_packet(rest, len))
        return AM_PROBE_YES;
    bool first = opcode == CLIENT_V1 || opcode == CLIENT_V2 || opcode == CLIENT_V3 ||
                 opcode == SERVER_V1 || opcode == SERVER_V2;
    return first && rest.len < len && len <= SEALED + 64 + ACKNOWLEDGEMENT ? AM_PROBE_MAYBE
                                                                           : AM_PROBE_NO;
}

static enum am_probe probe(struct am_bytes start)
{
    return is_packet(start, start.len) ? AM_PROBE_YES : probe_stream(start);
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    (void)turn;
    return (struct am_taken){.len = data.len, .state = AM_TAKEN_ENOUGH};
}

static const uint16_t ports[] = {1194, 0};

const struct am_proto am_proto_openvpn = {
    .name = "openvpn",
    .rfc = "OpenVPN",
    .over = AM_OVER_TCP | AM_OVER_UDP,
    .ports = ports,
    .tunnel = true,
    .max_bytes = STREAM_MAX,
    .probe = probe,
    .dissect = dissect,
};
