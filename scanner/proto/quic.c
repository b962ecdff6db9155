/* SPDX-License-Identifier: AGPL-3.0-or-later
 * QUIC (RFC 9000, 9369), recognised by the long header that a connection begins with. Its names are
 * encrypted with a key that the header gives (RFC 9001, 5.2); they are not read yet. */
#include "proto/protocols.h"

#define CID_MAX        20
#define LONG_HEADER    0x80u
#define FIXED_BIT      0x40u
#define GOOGLE_VERSION 0x01u /* of the public flags before Q044 */
#define GOOGLE_CID     0x08u

/* Ranges of versions that are, or were, spoken on the Internet. */
static bool is_known_version(uint32_t version)
{
    static const struct {
        uint32_t first, last;
    } known[] = {
        {0x00000001, 0x00000001}, /* RFC 9000 */
        {0x6b3343cf, 0x6b3343cf}, /* RFC 9369 */
        {0xff000016, 0xff000022}, /* drafts 22 to 34 */
        {0xfaceb001, 0xfaceb00f}, /* Facebook's */
        {0x51303433, 0x51303539}, /* Google's, "Q043" to "Q059" */
        {0x54303439, 0x54303539}, /* Google's with TLS, "T049" to "T059" */
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (version >= known[i].first && version <= known[i].last)
            return true;
    return false;
}

/* "Q0" and two digits */
static bool is_google_version(uint32_t version)
{
    uint32_t tens = version >> 8 & 0xffu;
    uint32_t ones = version & 0xffu;
    return version >> 16 == 0x5130u && tens >= '0' && tens <= '9' && ones >= '0' && ones <= '9';
}

static enum am_probe probe(struct am_bytes start)
{
    struct am_reader r = am_reader_over(start, false);
    unsigned flags = am_read_u8(&r);
    bool known;

    if (flags & LONG_HEADER) {
        uint32_t version = am_read_be32(&r);
        known = (flags & FIXED_BIT) && is_known_version(version);
        if (known && !is_google_version(version)) {
            struct am_reader destination = am_open_block8(&r);
            struct am_reader source = am_open_block8(&r);
            known = am_reader_rest(&destination).len <= CID_MAX &&
                    am_reader_rest(&source).len <= CID_MAX;
        }
    } else {
        am_read_skip(&r, 8); /* connection id */
        known = (flags & GOOGLE_VERSION) && (flags & GOOGLE_CID) && !(flags & FIXED_BIT) &&
                is_google_version(am_read_be32(&r));
    }
    return known && am_reader_status(&r) == AM_OK ? AM_PROBE_YES : AM_PROBE_NO;
}

static struct am_taken dissect(struct am_bytes data, const struct am_turn *turn)
{
    (void)turn;
    return (struct am_taken){.len = data.len, .state = AM_TAKEN_ENOUGH};
}

static const uint16_t ports[] = {443, 8443, 80, 0};

const struct am_proto am_proto_quic = {
    .name = "quic",
    .rfc = "RFC 9000",
    .over = AM_OVER_UDP,
    .ports = ports,
    .max_bytes = UINT16_MAX,
    .probe = probe,
    .dissect = dissect,
};
