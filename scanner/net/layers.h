/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Private to the packet decoder: the walk through a frame, and the layers it can meet.
 *
 * A layer is a function that reads its own header from the walk and names the next layer inwards.
 * Adding one: a row in AM_LAYER_TABLE, a function, and a row in the table that leads to it (link
 * types, EtherTypes, IP protocols, UDP ports, PPP, GRE ...). */
#ifndef AM_NET_LAYERS_H
#define AM_NET_LAYERS_H

#include <assert.h>
#include <endian.h>
#include <string.h>

#include "net/packet.h"

#define AM_LAYER_TABLE(ROW)                                                                        \
    ROW(ETHERNET, am_layer_ethernet)                                                               \
    ROW(ETHERTYPE, am_layer_ethertype)                                                             \
    ROW(LLC, am_layer_llc)                                                                         \
    ROW(SNAP, am_layer_snap)                                                                       \
    ROW(MACSEC, am_layer_macsec)                                                                   \
    ROW(MPLS, am_layer_mpls)                                                                       \
    ROW(NSH, am_layer_nsh)                                                                         \
    ROW(TOKEN_RING, am_layer_token_ring)                                                           \
    ROW(FDDI, am_layer_fddi)                                                                       \
    ROW(ARCNET, am_layer_arcnet)                                                                   \
    ROW(PPP, am_layer_ppp)                                                                         \
    ROW(PPP_HDLC, am_layer_ppp_hdlc)                                                               \
    ROW(PPPOE, am_layer_pppoe)                                                                     \
    ROW(MULTILINK, am_layer_multilink)                                                             \
    ROW(FRAME_RELAY, am_layer_frame_relay)                                                         \
    ROW(NLPID, am_layer_nlpid)                                                                     \
    ROW(LOOPBACK, am_layer_loopback)                                                               \
    ROW(SLL, am_layer_sll)                                                                         \
    ROW(SLL2, am_layer_sll2)                                                                       \
    ROW(PFLOG, am_layer_pflog)                                                                     \
    ROW(NFLOG, am_layer_nflog)                                                                     \
    ROW(PPI, am_layer_ppi)                                                                         \
    ROW(PKTAP, am_layer_pktap)                                                                     \
    ROW(WIFI, am_layer_wifi)                                                                       \
    ROW(WIFI_SWAPPED, am_layer_wifi_swapped)                                                       \
    ROW(RADIOTAP, am_layer_radiotap)                                                               \
    ROW(PRISM, am_layer_prism)                                                                     \
    ROW(IP, am_layer_ip)                                                                           \
    ROW(IPV4, am_layer_ipv4)                                                                       \
    ROW(IPV6, am_layer_ipv6)                                                                       \
    ROW(EXTENSION, am_layer_extension)                                                             \
    ROW(FRAGMENT, am_layer_fragment)                                                               \
    ROW(AUTHENTICATION, am_layer_authentication)                                                   \
    ROW(TCP, am_layer_tcp)                                                                         \
    ROW(UDP, am_layer_udp)                                                                         \
    ROW(GRE, am_layer_gre)                                                                         \
    ROW(ERSPAN2, am_layer_erspan2)                                                                 \
    ROW(ERSPAN3, am_layer_erspan3)                                                                 \
    ROW(WCCP, am_layer_wccp)                                                                       \
    ROW(ETHERIP, am_layer_etherip)                                                                 \
    ROW(VXLAN, am_layer_vxlan)                                                                     \
    ROW(VXLAN_GPE, am_layer_vxlan_gpe)                                                             \
    ROW(GENEVE, am_layer_geneve)                                                                   \
    ROW(GTP, am_layer_gtp)                                                                         \
    ROW(GTP0, am_layer_gtp0)                                                                       \
    ROW(L2TP, am_layer_l2tp)                                                                       \
    ROW(TEREDO, am_layer_teredo)                                                                   \
    ROW(TZSP, am_layer_tzsp)                                                                       \
    ROW(CAPWAP, am_layer_capwap)                                                                   \
    ROW(LISP, am_layer_lisp)

#define AM_LAYER_ID(id, step) AM_LAYER_##id,
enum am_layer {
    AM_LAYER_END,    /* nothing further inwards that amarra reads */
    AM_LAYER_BROKEN, /* the reader's status says why */
    AM_LAYER_TABLE(AM_LAYER_ID) AM_LAYER_COUNT
};
#undef AM_LAYER_ID

struct am_walk {
    struct am_reader *r;   /* what the capture holds of the layer at hand */
    uint32_t beyond;       /* bytes of that layer on the wire past the snapshot */
    enum am_decoded found; /* what the best IP level so far amounts to; AM_DECODED_COUNT: none */
    bool ipv6;             /* the level at hand */
    bool sealed;           /* ended at 802.11 data that is encrypted */
    uint64_t src_mac, dst_mac; /* of the last link header, until an IP level takes them; 0: none */
    struct am_packet *level, *best; /* the IP level at hand, the innermost good one; in `slots` */
    struct am_packet slots[2];
    uint64_t signature; /* of the best one */
};

#define AM_LAYER_STEP(id, step) enum am_layer step(struct am_walk *w);
AM_LAYER_TABLE(AM_LAYER_STEP)
#undef AM_LAYER_STEP

/* The way inwards from a number; AM_LAYER_END where there is none. Bytes in between are skipped. */
enum am_layer am_walk_link(struct am_walk *w, int link_type);
enum am_layer am_walk_ethertype(struct am_walk *w, uint16_t type);
enum am_layer am_walk_protocol(struct am_walk *w, uint8_t protocol);

/* Keeps the level at hand as the best one; `body` is what follows its IP header. */
void am_walk_accept(struct am_walk *w, enum am_decoded as, struct am_bytes body);

/* Narrows the layer at hand to `len` bytes on the wire; more than there are counts as cut off. */
void am_walk_narrow(struct am_walk *w, uint32_t len);

/* Bytes of the layer at hand on the wire from here on. */
static inline uint32_t am_walk_left(const struct am_walk *w)
{
    return (uint32_t)am_reader_rest(w->r).len + w->beyond;
}

/* Inside another IP level a length that lies means that it was no tunnel, or a broken one. */
static inline bool am_walk_inside(const struct am_walk *w)
{
    return w->found != AM_DECODED_COUNT;
}

static inline enum am_layer am_walk_reject(struct am_walk *w)
{
    am_reader_reject(w->r);
    return AM_LAYER_BROKEN;
}

/* Numbers out of a header that the reader gave whole. */
static inline uint16_t am_be16(struct am_bytes header, size_t at)
{
    assert(at + 2 <= header.len);
    return (uint16_t)(header.at[at] << 8 | header.at[at + 1]);
}

static inline uint32_t am_be32(struct am_bytes header, size_t at)
{
    return (uint32_t)am_be16(header, at) << 16 | am_be16(header, at + 2);
}

/* Of every frame: two loads, where compilers make six of bytes put together. */
static inline uint64_t am_be48(struct am_bytes header, size_t at)
{
    uint16_t high;
    uint32_t low;
    assert(at + 6 <= header.len);
    memcpy(&high, header.at + at, sizeof high);
    memcpy(&low, header.at + at + 2, sizeof low);
    return (uint64_t)be16toh(high) << 32 | be32toh(low);
}

#endif
