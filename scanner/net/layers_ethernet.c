/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ethernet and what stacks on an EtherType: IEEE 802.3, 802.1Q/ad/ah/AE/BR, 802.2, MPLS, NSH; and
 * the older rings that carry 802.2 too. */
#include "net/layers.h"

#define LENGTH_MAX   1500 /* IEEE 802.3, 3.2.6: up to here the field is a length */
#define ETHER_HEADER 14

static const struct {
    uint16_t type;
    uint8_t skip; /* the tag's own bytes */
    uint8_t layer;
} ethertypes[] = {
    {0x0800, 0, AM_LAYER_IPV4},        {0x86dd, 0, AM_LAYER_IPV6},
    {0x8100, 2, AM_LAYER_ETHERTYPE}, /* 802.1Q */
    {0x88a8, 2, AM_LAYER_ETHERTYPE}, /* 802.1ad */
    {0x9100, 2, AM_LAYER_ETHERTYPE}, /* QinQ before it had a standard */
    {0x9200, 2, AM_LAYER_ETHERTYPE},   {0x9300, 2, AM_LAYER_ETHERTYPE},
    {0x8864, 0, AM_LAYER_PPPOE},       {0x8863, 0, AM_LAYER_PPPOE},
    {0x8847, 0, AM_LAYER_MPLS},        {0x8848, 0, AM_LAYER_MPLS},
    {0x6558, 0, AM_LAYER_ETHERNET}, /* transparent Ethernet bridging, NVGRE */
    {0x6559, 0, AM_LAYER_FRAME_RELAY}, {0x880b, 0, AM_LAYER_PPP},
    {0x8870, 0, AM_LAYER_LLC},       /* jumbo frames */
    {0x8909, 6, AM_LAYER_ETHERTYPE}, /* Cisco metadata: version, length, option, SGT */
    {0x8926, 4, AM_LAYER_ETHERTYPE}, /* VN-Tag */
    {0x893f, 6, AM_LAYER_ETHERTYPE}, /* 802.1BR */
    {0x88e7, 4, AM_LAYER_ETHERNET},  /* 802.1ah, backbone service instance */
    {0x88e5, 0, AM_LAYER_MACSEC},      {0x894f, 0, AM_LAYER_NSH},
    {0x22eb, 0, AM_LAYER_ERSPAN3},     {0x88be, 0, AM_LAYER_ERSPAN2},
    {0x883e, 0, AM_LAYER_WCCP},
};

enum am_layer am_walk_ethertype(struct am_walk *w, uint16_t type)
{
    for (size_t i = 0; i < sizeof ethertypes / sizeof ethertypes[0]; i++) {
        if (ethertypes[i].type != type)
            continue;
        if (ethertypes[i].skip > 0)
            am_read_skip(w->r, ethertypes[i].skip);
        return ethertypes[i].layer;
    }
    return AM_LAYER_END;
}

static enum am_layer type_or_length(struct am_walk *w, uint16_t field)
{
    if (field > LENGTH_MAX)
        return am_walk_ethertype(w, field);
    if (field > 0 && field <= am_walk_left(w))
        am_walk_narrow(w, field);
    return AM_LAYER_LLC;
}

enum am_layer am_layer_ethernet(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, ETHER_HEADER);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    w->dst_mac = am_be48(h, 0);
    w->src_mac = am_be48(h, 6);
    return type_or_length(w, am_be16(h, 12));
}

enum am_layer am_layer_ethertype(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 2);
    return h.len > 0 ? type_or_length(w, am_be16(h, 0)) : AM_LAYER_BROKEN;
}

/* IEEE 802.2: destination SAP, source SAP and control; only unnumbered information carries IP. */
enum am_layer am_layer_llc(struct am_walk *w)
{
    static const struct {
        uint32_t header;
        uint8_t layer;
    } saps[] = {{0xaaaa03, AM_LAYER_SNAP}, {0x060603, AM_LAYER_IPV4}, {0xfefe03, AM_LAYER_NLPID}};

    uint32_t header = am_read_be24(w->r);
    if (am_reader_status(w->r) != AM_OK)
        return AM_LAYER_BROKEN;
    for (size_t i = 0; i < sizeof saps / sizeof saps[0]; i++) {
        if (saps[i].header == header)
            return saps[i].layer;
    }
    return AM_LAYER_END;
}

enum am_layer am_layer_snap(struct am_walk *w)
{
    uint32_t organization = am_read_be24(w->r);
    uint16_t type = am_read_be16(w->r);
    if (am_reader_status(w->r) != AM_OK)
        return AM_LAYER_BROKEN;
    if (organization == 0x0080c2) /* RFC 2427, D: bridged 802.3 with and without its checksum */
        return type == 0x0001 || type == 0x0007 ? AM_LAYER_ETHERNET : AM_LAYER_END;
    bool ethernet = organization == 0 || organization == 0x0000f8; /* RFC 1042, 802.1H */
    return ethernet ? am_walk_ethertype(w, type) : AM_LAYER_END;
}

/* IEEE 802.1AE, 9: the tag; what it secures is readable where it is signed but not encrypted. */
enum am_layer am_layer_macsec(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 6);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    bool encrypted = (h.at[0] & 0x0c) != 0, explicit_channel = (h.at[0] & 0x20) != 0;
    if (encrypted || h.at[0] >= 0x80)
        return AM_LAYER_END;
    if (explicit_channel)
        am_read_skip(w->r, 8);
    return AM_LAYER_ETHERTYPE;
}

/* An Ethernet frame whose type is one of IP's, and the IP header's first byte agrees. */
static bool looks_like_ethernet(struct am_bytes frame, size_t at)
{
    assert(at + ETHER_HEADER < frame.len);
    uint16_t type = am_be16(frame, at + 12);
    uint8_t first = frame.at[at + ETHER_HEADER];
    if (type == 0x0800)
        return first >= 0x45 && first <= 0x4f;
    return (type == 0x86dd && first >> 4 == 6) || type == 0x8100 || type == 0x88a8;
}

static bool fits_ipv4(struct am_bytes packet, uint32_t left)
{
    uint32_t header = (packet.at[0] & 0x0fu) * 4, total = am_be16(packet, 2);
    return header >= 20 && total >= header && total <= left;
}

/* What the stack of labels carries is agreed elsewhere (RFC 4928, RFC 4385): guessed from its first
 * bytes. Ethernet in a pseudowire comes with a control word of zeroes, or bare. */
static enum am_layer under_labels(struct am_walk *w)
{
    enum { SEEN = 4 + ETHER_HEADER + 1 };
    struct am_bytes rest = am_reader_rest(w->r);
    if (rest.len < SEEN) {
        am_read_skip(w->r, SEEN);
        return AM_LAYER_BROKEN;
    }
    uint8_t nibble = rest.at[0] >> 4;
    bool bare = looks_like_ethernet(rest, 0);
    if (nibble == 0 && (!bare || looks_like_ethernet(rest, 4))) {
        am_read_skip(w->r, 4);
        return AM_LAYER_ETHERNET;
    }
    if (nibble == 4 && (!bare || fits_ipv4(rest, am_walk_left(w))))
        return AM_LAYER_IPV4;
    if (nibble == 6 && !bare)
        return AM_LAYER_IPV6;
    bool channel = nibble == 1 && !bare; /* RFC 5586: operation and maintenance */
    return channel ? AM_LAYER_END : AM_LAYER_ETHERNET;
}

enum am_layer am_layer_mpls(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 4);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    bool bottom = (h.at[2] & 1) != 0;
    return bottom ? under_labels(w) : AM_LAYER_MPLS;
}

/* RFC 8300, 2.2. */
enum am_layer am_layer_nsh(struct am_walk *w)
{
    static const uint8_t next[] = {[1] = AM_LAYER_IPV4,
                                   [2] = AM_LAYER_IPV6,
                                   [3] = AM_LAYER_ETHERNET,
                                   [4] = AM_LAYER_NSH,
                                   [5] = AM_LAYER_MPLS};
    struct am_bytes h = am_read_bytes(w->r, 8);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    size_t len = (h.at[1] & 0x3fu) * (size_t)4;
    if (len < h.len)
        return am_walk_reject(w);
    am_read_skip(w->r, len - h.len);
    return h.at[3] < sizeof next ? (enum am_layer)next[h.at[3]] : AM_LAYER_END;
}

/* IEEE 802.5: access control, frame control, addresses, a route where the source's first bit says
 * so; frames of type LLC only. */
enum am_layer am_layer_token_ring(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 14);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    if (h.at[1] >> 6 != 1)
        return AM_LAYER_END;
    if (h.at[8] >> 7) {
        size_t len = am_read_u8(w->r) & 0x1fu;
        if (len < 2)
            return am_walk_reject(w);
        am_read_skip(w->r, len - 1);
    }
    return AM_LAYER_LLC;
}

enum am_layer am_layer_fddi(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 13);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    return (h.at[0] & 0xf0) == 0x50 ? AM_LAYER_LLC : AM_LAYER_END;
}

/* RFC 1201 from its system code on; RFC 1051's codes have no flags. */
enum am_layer am_layer_arcnet(struct am_walk *w)
{
    uint8_t code = am_read_u8(w->r);
    if (code == 240)
        return AM_LAYER_IPV4;
    uint8_t flags = am_read_u8(w->r);
    am_read_skip(w->r, 2);
    if (flags == 0xff) { /* exception: the header comes again */
        am_read_skip(w->r, 1);
        flags = am_read_u8(w->r);
        am_read_skip(w->r, 2);
    }
    if (am_reader_status(w->r) != AM_OK)
        return AM_LAYER_BROKEN;
    bool first = flags == 0 || (flags & 1) != 0;
    if (!first)
        return AM_LAYER_END; /* a later part of a split packet */
    if (code == 212)
        return AM_LAYER_IPV4;
    return code == 196 ? AM_LAYER_IPV6 : AM_LAYER_END;
}
