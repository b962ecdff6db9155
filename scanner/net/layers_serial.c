/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Point-to-point links: PPP (RFC 1661, 1662), PPPoE (RFC 2516), frame relay (RFC 2427). */
#include "net/layers.h"

static const struct {
    uint16_t protocol;
    uint8_t layer;
} ppp_protocols[] = {
    {0x0021, AM_LAYER_IPV4}, {0x0057, AM_LAYER_IPV6}, {0x003d, AM_LAYER_MULTILINK},
    {0x0281, AM_LAYER_MPLS}, {0x0283, AM_LAYER_MPLS},
};

static enum am_layer ppp_protocol(uint16_t protocol)
{
    for (size_t i = 0; i < sizeof ppp_protocols / sizeof ppp_protocols[0]; i++) {
        if (ppp_protocols[i].protocol == protocol)
            return ppp_protocols[i].layer;
    }
    return AM_LAYER_END;
}

/* Address and control may be left out (RFC 1661, 6.6), and the protocol's leading zero (6.5). */
enum am_layer am_layer_ppp(struct am_walk *w)
{
    if (am_reader_peek(w->r, 0) == 0xff && am_reader_peek(w->r, 1) == 0x03)
        am_read_skip(w->r, 2);
    uint16_t protocol = am_read_u8(w->r);
    if ((protocol & 1) == 0)
        protocol = (uint16_t)(protocol << 8 | am_read_u8(w->r));
    return am_reader_status(w->r) == AM_OK ? ppp_protocol(protocol) : AM_LAYER_BROKEN;
}

enum am_layer am_layer_ppp_hdlc(struct am_walk *w)
{
    int address = am_reader_peek(w->r, 0);
    if (address != 0x0f && address != 0x8f)
        return AM_LAYER_PPP;
    am_read_skip(w->r, 2); /* Cisco HDLC: address, control */
    return AM_LAYER_ETHERTYPE;
}

enum am_layer am_layer_pppoe(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 6);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    if (h.at[0] != 0x11)
        return am_walk_reject(w);
    if (h.at[1] != 0)
        return AM_LAYER_END; /* discovery */
    if (am_be16(h, 4) <= am_walk_left(w))
        am_walk_narrow(w, am_be16(h, 4));
    return AM_LAYER_PPP;
}

/* RFC 1990, 3, long sequence numbers: a packet that came in one piece goes on inwards. */
enum am_layer am_layer_multilink(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 4);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    return (h.at[0] & 0xc0) == 0xc0 ? AM_LAYER_PPP : AM_LAYER_END;
}

/* Address of 2 to 4 bytes, the last one odd; then NLPID after a control byte, or Cisco's EtherType.
 */
enum am_layer am_layer_frame_relay(struct am_walk *w)
{
    bool last = false;
    for (unsigned i = 0; i < 4 && !last; i++)
        last = am_read_u8(w->r) & 1;
    if (!last)
        return am_walk_reject(w);
    if (am_reader_peek(w->r, 0) != 0x03)
        return AM_LAYER_ETHERTYPE;
    am_read_skip(w->r, 1);
    if (am_reader_peek(w->r, 0) == 0)
        am_read_skip(w->r, 1); /* pads the header to an even length */
    return AM_LAYER_NLPID;
}

enum am_layer am_layer_nlpid(struct am_walk *w)
{
    static const uint8_t next[256] = {[0x80] = AM_LAYER_SNAP,
                                      [0x8e] = AM_LAYER_IPV6,
                                      [0xcc] = AM_LAYER_IPV4,
                                      [0xcf] = AM_LAYER_PPP};
    uint8_t id = am_read_u8(w->r);
    return am_reader_status(w->r) == AM_OK ? (enum am_layer)next[id] : AM_LAYER_BROKEN;
}
