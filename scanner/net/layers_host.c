/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What operating systems put before a packet in place of a link header: pcap-linktype(7). */
#include "net/layers.h"

#define NFLOG_TLV_MAX 64
#define NFLOG_PAYLOAD 9
#define MAC_LEN       6

/* Each system numbers IPv6 its own way. */
static enum am_layer family_layer(uint32_t address_family)
{
    static const uint8_t next[] = {
        [2] = AM_LAYER_IPV4,  /* all */
        [10] = AM_LAYER_IPV6, /* Linux */
        [23] = AM_LAYER_IPV6, /* Windows */
        [24] = AM_LAYER_IPV6, /* NetBSD, OpenBSD */
        [26] = AM_LAYER_IPV6, /* Solaris */
        [28] = AM_LAYER_IPV6, /* FreeBSD */
        [30] = AM_LAYER_IPV6, /* Darwin */
    };
    return address_family < sizeof next ? (enum am_layer)next[address_family] : AM_LAYER_END;
}

/* The family is in the byte order of the machine that captured, or in network order; a few systems
 * put Cisco HDLC's address, control and EtherType there. */
enum am_layer am_layer_loopback(struct am_walk *w)
{
    uint32_t family = am_read_be32(w->r);
    if (am_reader_status(w->r) != AM_OK)
        return AM_LAYER_BROKEN;
    uint32_t swapped = __builtin_bswap32(family);
    if (family > 0xffff && swapped > 0xffff)
        return am_walk_ethertype(w, (uint16_t)family);
    return family_layer(family < swapped ? family : swapped);
}

/* ARPHRD_ values under which the protocol field is no EtherType. */
static const struct {
    uint16_t hardware;
    uint8_t layer;
} cooked[] = {
    {770, AM_LAYER_FRAME_RELAY}, {801, AM_LAYER_WIFI}, {802, AM_LAYER_PRISM},
    {803, AM_LAYER_RADIOTAP},    {824, AM_LAYER_END}, /* netlink */
};

static enum am_layer cooked_protocol(struct am_walk *w, uint16_t hardware, uint16_t protocol)
{
    for (size_t i = 0; i < sizeof cooked / sizeof cooked[0]; i++) {
        if (cooked[i].hardware == hardware)
            return cooked[i].layer;
    }
    return protocol == 0x0004 ? AM_LAYER_LLC : am_walk_ethertype(w, protocol);
}

enum am_layer am_layer_sll(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 16);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    w->src_mac = am_be16(h, 4) == MAC_LEN ? am_be48(h, 6) : 0;
    w->dst_mac = 0;
    return cooked_protocol(w, am_be16(h, 2), am_be16(h, 14));
}

enum am_layer am_layer_sll2(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 20);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    w->src_mac = h.at[11] == MAC_LEN ? am_be48(h, 12) : 0;
    w->dst_mac = 0;
    return cooked_protocol(w, am_be16(h, 8), am_be16(h, 0));
}

enum am_layer am_layer_pflog(struct am_walk *w)
{
    struct am_bytes h = am_read_bytes(w->r, 4);
    if (h.len == 0)
        return AM_LAYER_BROKEN;
    size_t len = (h.at[0] + 3u) & ~(size_t)3; /* the length leaves the padding out */
    if (len < h.len)
        return am_walk_reject(w);
    am_read_skip(w->r, len - h.len);
    return family_layer(h.at[1]);
}

/* Attributes, one of which is the packet, in the byte order of the machine that captured; there are
 * few types, so a large one is a swapped one. */
enum am_layer am_layer_nflog(struct am_walk *w)
{
    am_read_skip(w->r, 4);
    for (unsigned i = 0; i < NFLOG_TLV_MAX && am_walk_left(w) > 0; i++) {
        uint16_t len = am_read_le16(w->r), type = am_read_le16(w->r);
        if (type > 0xff) {
            len = __builtin_bswap16(len);
            type = __builtin_bswap16(type);
        }
        if (am_reader_status(w->r) != AM_OK)
            return AM_LAYER_BROKEN;
        if (len < 4)
            return am_walk_reject(w);
        if (type == NFLOG_PAYLOAD) {
            am_walk_narrow(w, len - 4u);
            return AM_LAYER_IP;
        }
        am_read_skip(w->r, ((size_t)len + 3) / 4 * 4 - 4);
    }
    return am_reader_status(w->r) == AM_OK ? AM_LAYER_END : AM_LAYER_BROKEN;
}

/* Apple's record: its length, the type of the next record (1: a packet), its link type. */
enum am_layer am_layer_pktap(struct am_walk *w)
{
    uint32_t len = am_read_le32(w->r), next = am_read_le32(w->r), link = am_read_le32(w->r);
    if (am_reader_status(w->r) != AM_OK)
        return AM_LAYER_BROKEN;
    if (len < 12)
        return am_walk_reject(w);
    am_read_skip(w->r, len - 12);
    return next == 1 && link <= 0xffff ? am_walk_link(w, (int)link) : AM_LAYER_END;
}
