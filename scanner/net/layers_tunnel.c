/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Packets within packets. A UDP port alone proves nothing: each of these headers is checked for all
 * that it fixes, and the IP header inside must fit, or the datagram is taken for what it was. */
#include "net/layers.h"

#define FLAG(h, mask) ((am_be16(h, 0) & (mask)) != 0)

/* GRE, RFC 2784 and 2890; version 1 is PPTP's, RFC 2637, 4.1. */
#define GRE_CHECKSUM 0x8000
#define GRE_ROUTING  0x4000
#define GRE_KEY      0x2000
#define GRE_SEQUENCE 0x1000
#define GRE_ACK      0x0080
#define GRE_VERSION  0x0007

static enum am_layer pptp(struct am_walk *w, struct am_bytes h)
{
    if (!FLAG(h, GRE_SEQUENCE))
        return AM_LAYER_END; /* an acknowledgement alone */
    uint16_t len = am_read_be16(w->r);
    am_read_skip(w->r, FLAG(h, GRE_ACK) ? 10 : 6);
    if (len > am_walk_left(w))
        return am_walk_reject(w);
    am_walk_narrow(w, len);
    return AM_LAYER_PPP;
}

/* MikroTik's Ethernet over IP wears PPTP's header under a protocol number of its own. */
static enum am_layer eoip(struct am_walk *w)
{
    uint16_t len = am_read_be16(w->r);
    am_read_skip(w->r, 2); /* tunnel */
    if (len > am_walk_left(w))
        return am_walk_reject(w);
    am_walk_narrow(w, len);
    return AM_LAYER_ETHERNET;
}

enum am_layer am_layer_gre(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 4);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    unsigned version = am_be16(h, 0) & GRE_VERSION;
    uint16_t protocol = am_be16(h, 2);
    if (version == 1 && protocol == 0x880b)
        return pptp(w, h);
    if (am_be32(h, 0) == 0x20016400)
        return eoip(w);
    if (version != 0 || FLAG(h, GRE_ROUTING))
        return AM_LAYER_END;
    size_t words = (size_t)FLAG(h, GRE_CHECKSUM) + FLAG(h, GRE_KEY) + FLAG(h, GRE_SEQUENCE);
    am_read_skip(w->r, words * 4);
    if (protocol == 0x88be && !FLAG(h, GRE_SEQUENCE))
        return AM_LAYER_ETHERNET; /* ERSPAN I has no header of its own */
    return am_walk_ethertype(w, protocol);
}

/* draft-foschiano-erspan, 4.2 and 4.3. */
enum am_layer am_layer_erspan2(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 8);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    return h.at[0] >> 4 == 1 ? AM_LAYER_ETHERNET : AM_LAYER_END;
}

enum am_layer am_layer_erspan3(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 12);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    if (h.at[0] >> 4 != 2)
        return AM_LAYER_END;
    bool subheader = (h.at[11] & 1) != 0;
    unsigned frame_type = h.at[10] >> 2 & 0x1f;
    if (subheader)
        am_read_skip(w->r, 8);
    if (frame_type == 2)
        return AM_LAYER_IP;
    return frame_type == 0 ? AM_LAYER_ETHERNET : AM_LAYER_END;
}

/* Version 2 puts four bytes before the packet, version 1 none. */
enum am_layer am_layer_wccp(struct am_walk *w)
{
    if ((am_reader_peek(w->r, 0) & 0xf0) != 0x40)
        am_read_skip(w->r, 4);
    return AM_LAYER_IPV4;
}

/* RFC 3378, 3. */
enum am_layer am_layer_etherip(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 2);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    return h.at[0] >> 4 == 3 ? AM_LAYER_ETHERNET : AM_LAYER_END;
}

/* RFC 7348, 5. The flags besides I are left free: group policy and vendors use them. */
enum am_layer am_layer_vxlan(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 8);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    return h.at[0] & 0x08 ? AM_LAYER_ETHERNET : am_walk_reject(w);
}

/* draft-ietf-nvo3-vxlan-gpe, 3. */
enum am_layer am_layer_vxlan_gpe(struct am_walk *w)
{
    static const uint8_t next[] = {[1] = AM_LAYER_IPV4,
                                   [2] = AM_LAYER_IPV6,
                                   [3] = AM_LAYER_ETHERNET,
                                   [4] = AM_LAYER_NSH,
                                   [5] = AM_LAYER_MPLS};
    struct am_bytes h = am_read_bytes(w->r, 8);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    if ((h.at[0] & 0xf8) != 0x08)
        return AM_LAYER_END;
    if ((h.at[0] & 0x04) == 0)
        return AM_LAYER_ETHERNET;
    return h.at[3] < sizeof next ? (enum am_layer)next[h.at[3]] : AM_LAYER_END;
}

/* RFC 8926, 3.4. */
enum am_layer am_layer_geneve(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 8);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    if (h.at[0] >> 6 != 0)
        return AM_LAYER_END;
    am_read_skip(w->r, (h.at[0] & 0x3fu) * (size_t)4);
    return am_walk_ethertype(w, am_be16(h, 2));
}

/* 3GPP TS 29.281, 5: version 1, user data; extension headers in units of 4 bytes, the last byte of
 * each naming the next. */
enum am_layer am_layer_gtp(struct am_walk *w)
{
    enum { EXTENSIONS_MAX = 8 };

    struct am_bytes h = am_read_bytes(w->r, 8);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    if ((h.at[0] & 0xf0) != 0x30 || h.at[1] != 255)
        return AM_LAYER_END;
    if (am_be16(h, 2) > am_walk_left(w))
        return am_walk_reject(w);
    am_walk_narrow(w, am_be16(h, 2));
    if ((h.at[0] & 0x07) == 0)
        return AM_LAYER_IP;
    am_read_skip(w->r, 3);
    uint8_t next = am_read_u8(w->r);
    if ((h.at[0] & 0x04) == 0)
        next = 0;
    for (unsigned i = 0; next != 0; i++) {
        size_t len = am_read_u8(w->r) * (size_t)4;
        if (len == 0 || i == EXTENSIONS_MAX)
            return am_walk_reject(w);
        am_read_skip(w->r, len - 2);
        next = am_read_u8(w->r);
    }
    return AM_LAYER_IP;
}

/* ETSI GSM 09.60, 6: version 0, user data. */
enum am_layer am_layer_gtp0(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 20);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    if ((h.at[0] & 0xfe) != 0x1e || h.at[1] != 255)
        return AM_LAYER_END;
    if (am_be16(h, 2) > am_walk_left(w))
        return am_walk_reject(w);
    am_walk_narrow(w, am_be16(h, 2));
    return AM_LAYER_IP;
}

/* RFC 2661, 3.1: data messages. */
enum am_layer am_layer_l2tp(struct am_walk *w)
{
    enum {
        CONTROL = 0x8000,
        LENGTH = 0x4000,
        SEQUENCE = 0x0800,
        OFFSET = 0x0200,
        RESERVED = 0x34f0
    };

    uint32_t whole = am_walk_left(w);
    struct am_bytes h = am_read_bytes(w->r, 2);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    if (FLAG(h, CONTROL | RESERVED) || (h.at[1] & 0x0f) != 2)
        return AM_LAYER_END;
    if (FLAG(h, LENGTH)) {
        uint16_t len = am_read_be16(w->r);
        if (len < 4 || len > whole)
            return am_walk_reject(w);
        am_walk_narrow(w, len - 4u);
    }
    am_read_skip(w->r, FLAG(h, SEQUENCE) ? 8 : 4); /* tunnel, session, numbers */
    if (FLAG(h, OFFSET))
        am_read_skip(w->r, am_read_be16(w->r));
    return AM_LAYER_PPP;
}

/* RFC 4380, 5.1.1: authentication, then origin indication, both optional. */
enum am_layer am_layer_teredo(struct am_walk *w)
{
    if (am_reader_peek(w->r, 0) == 0 && am_reader_peek(w->r, 1) == 1) {
        am_read_skip(w->r, 2);
        size_t id = am_read_u8(w->r), proof = am_read_u8(w->r);
        am_read_skip(w->r, id + proof + 8 + 1); /* and nonce, confirmation */
    }
    if (am_reader_peek(w->r, 0) == 0 && am_reader_peek(w->r, 1) == 0)
        am_read_skip(w->r, 8);
    return AM_LAYER_IPV6;
}

/* AVS begins with its magic number, radiotap with version 0. */
static enum am_layer tzsp_radio(const struct am_walk *w)
{
    return am_reader_peek(w->r, 0) == 0 ? AM_LAYER_RADIOTAP : AM_LAYER_PRISM;
}

static enum am_layer tzsp_frame(const struct am_walk *w, uint16_t protocol)
{
    enum { AVS = 127 };
    static const struct {
        uint16_t protocol;
        uint8_t layer;
    } frames[] = {{1, AM_LAYER_ETHERNET}, {2, AM_LAYER_TOKEN_RING}, {4, AM_LAYER_PPP},
                  {5, AM_LAYER_FDDI},     {7, AM_LAYER_IP},         {18, AM_LAYER_WIFI},
                  {119, AM_LAYER_PRISM}};

    for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++) {
        if (frames[i].protocol == protocol)
            return frames[i].layer;
    }
    return protocol == AVS ? tzsp_radio(w) : AM_LAYER_END;
}

/* TaZmen sniffer protocol: version, type, what it carries, then tags up to the one that ends them.
 * Where a sensor cut the frame short, one of them tells how long it was. */
enum am_layer am_layer_tzsp(struct am_walk *w)
{
    enum { TYPES = 6, TAGS_MAX = 64, TAG_PADDING = 0, TAG_END = 1, TAG_LENGTH = 41 };

    struct am_bytes h = am_read_bytes(w->r, 4);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    if (h.at[0] != 1 || h.at[1] >= TYPES)
        return am_walk_reject(w);
    if (h.at[1] > 1) /* no frame that was received, or is to be sent: a sign of life */
        return AM_LAYER_END;
    uint32_t whole = 0;
    for (unsigned i = 0; i < TAGS_MAX; i++) {
        uint8_t tag = am_read_u8(w->r);
        if (am_reader_status(w->r) != AM_OK)
            return AM_LAYER_BROKEN;
        if (tag == TAG_END) {
            if (whole > am_walk_left(w))
                am_walk_narrow(w, whole);
            return tzsp_frame(w, am_be16(h, 2));
        }
        if (tag == TAG_PADDING)
            continue;
        struct am_reader value = am_open_block8(w->r);
        if (tag == TAG_LENGTH)
            whole = am_read_be16(&value);
    }
    return am_walk_reject(w);
}

/* RFC 5415, 4.3: the header's length in words; whether it is a fragment; whether the frame is the
 * radio's own (802.11) or was turned into 802.3. */
enum am_layer am_layer_capwap(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 8);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    size_t len = (h.at[1] >> 3) * (size_t)4;
    bool native = (h.at[2] & 0x01) != 0, fragment = (h.at[3] & 0x80) != 0;
    unsigned radio = h.at[2] >> 1 & 0x1f; /* 1: 802.11 */
    if (h.at[0] != 0 || len < h.len || fragment || radio != 1)
        return AM_LAYER_END;
    am_read_skip(w->r, len - h.len);
    return native ? AM_LAYER_WIFI_SWAPPED : AM_LAYER_ETHERNET;
}

/* RFC 9300, 5.3. */
enum am_layer am_layer_lisp(struct am_walk *w)
{
    am_read_skip(w->r, 8);
    return am_reader_status(w->r) == AM_OK ? AM_LAYER_IP : AM_LAYER_BROKEN;
}
