/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/packet.h"

#include <string.h>

#include "base/hash.h"
#include "net/layers.h"

/* LINKTYPE_ values, and the DLT_ values that differ from them on the systems libpcap runs on. */
static const struct {
    uint32_t link_type;
    uint8_t skip; /* bytes before the layer that say nothing of use */
    uint8_t layer;
} links[] = {
    {1, 0, AM_LAYER_ETHERNET},
    {113, 0, AM_LAYER_SLL},
    {276, 0, AM_LAYER_SLL2},
    {101, 0, AM_LAYER_IP},
    {0, 0, AM_LAYER_LOOPBACK},
    {6, 0, AM_LAYER_TOKEN_RING},
    {7, 2, AM_LAYER_ARCNET}, /* source, destination */
    {8, 16, AM_LAYER_IP},    /* SLIP: direction, and what compression left of a header */
    {9, 0, AM_LAYER_PPP},
    {10, 0, AM_LAYER_FDDI},
    {11, 0, AM_LAYER_LLC}, /* DLT_ATM_RFC1483 */
    {12, 0, AM_LAYER_IP},  /* DLT_RAW */
    {14, 0, AM_LAYER_IP},  /* DLT_RAW on OpenBSD */
    {50, 0, AM_LAYER_PPP_HDLC},
    {51, 0, AM_LAYER_PPPOE},
    {100, 0, AM_LAYER_LLC},
    {104, 2, AM_LAYER_ETHERTYPE}, /* Cisco HDLC: address, control */
    {105, 0, AM_LAYER_WIFI},
    {107, 0, AM_LAYER_FRAME_RELAY},
    {108, 0, AM_LAYER_LOOPBACK},
    {109, 12, AM_LAYER_IP}, /* OpenBSD enc(4): family, SPI, flags */
    {117, 0, AM_LAYER_PFLOG},
    {119, 0, AM_LAYER_PRISM},
    {122, 16, AM_LAYER_LLC}, /* RFC 2625: two addresses */
    {127, 0, AM_LAYER_RADIOTAP},
    {129, 4, AM_LAYER_ARCNET},     /* Linux: source, destination, offset */
    {138, 16, AM_LAYER_ETHERTYPE}, /* Apple IP over IEEE 1394: two EUI-64 */
    {149, 0, AM_LAYER_PKTAP},      /* as macOS wrote it before 258 was its own */
    {163, 0, AM_LAYER_PRISM},      /* AVS, told from Prism by its magic */
    {166, 2, AM_LAYER_PPP},        /* pppd: direction, control */
    {192, 0, AM_LAYER_PPI},
    {204, 1, AM_LAYER_PPP}, /* direction */
    {219, 0, AM_LAYER_MPLS},
    {226, 24, AM_LAYER_IP}, /* Solaris IPNET */
    {228, 0, AM_LAYER_IP},
    {229, 0, AM_LAYER_IP},
    {239, 0, AM_LAYER_NFLOG},
    {242, 40, AM_LAYER_ETHERTYPE}, /* IP over InfiniBand: GRH */
    {258, 0, AM_LAYER_PKTAP},
    {274, 8, AM_LAYER_ETHERNET},   /* preamble */
    {281, 16, AM_LAYER_ETHERTYPE}, /* switch chips: addresses, Broadcom's tag */
    {282, 4, AM_LAYER_ETHERNET},   /* its tag before them */
    {284, 16, AM_LAYER_ETHERTYPE}, /* Marvell's tag, */
    {285, 20, AM_LAYER_ETHERTYPE}, /* and the one with a type of its own */
    {AM_LINK_TZSP, 0, AM_LAYER_TZSP},
    {AM_LINK_VXLAN, 0, AM_LAYER_VXLAN},
};
#define LINKS (sizeof links / sizeof links[0])

#define AM_LAYER_FUNCTION(id, step) [AM_LAYER_##id] = (step),
static enum am_layer (*const steps[AM_LAYER_COUNT])(struct am_walk *) = {
    AM_LAYER_TABLE(AM_LAYER_FUNCTION)};
#undef AM_LAYER_FUNCTION

enum am_layer am_walk_link(struct am_walk *w, int link_type)
{
    for (size_t i = 0; i < LINKS; i++) {
        if (links[i].link_type != (uint32_t)link_type)
            continue;
        if (links[i].skip > 0)
            am_read_skip(w->r, links[i].skip);
        return links[i].layer;
    }
    return AM_LAYER_END;
}

bool am_link_type_known(int link_type)
{
    for (size_t i = 0; i < LINKS; i++) {
        if (links[i].link_type == (uint32_t)link_type)
            return true;
    }
    return false;
}

void am_walk_narrow(struct am_walk *w, uint32_t len)
{
    if (am_reader_status(w->r) != AM_OK)
        return;
    size_t held = am_reader_rest(w->r).len;
    bool cut = held<len, was_cut = w->beyond> 0;
    w->beyond = cut ? len - (uint32_t)held : 0;
    if (held <= len && cut == was_cut)
        return; /* the reader has it right already: by far the most packets */
    *w->r = am_reader_over(am_read_bytes(w->r, cut ? held : len), cut);
}

/* Enough for ports, numbers and checksum of TCP with a timestamp option, and past the connection
 * ID of a QUIC packet: a checksum left to the network card tells no two packets apart. */
#define SIGNED_BODY 40

static uint64_t word_at(const uint8_t *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Word `i` of the body's start; the last ones overlap in a short body. */
static uint64_t body_word(struct am_bytes body, size_t i)
{
    size_t last = (body.len < SIGNED_BODY ? body.len : SIGNED_BODY) - 8;
    return word_at(body.at + (i * 8 < last ? i * 8 : last));
}

/* Not keyed: who forges a copy of a packet hides one of their own, and no one else's. */
static uint64_t sign(const struct am_packet *p, struct am_bytes body)
{
    uint8_t padded[8] = {0};
    if (body.len < sizeof padded) {
        for (size_t i = 0; i < body.len; i++)
            padded[i] = body.at[i];
        body = (struct am_bytes){padded, sizeof padded};
    }
    uint64_t where = (uint64_t)p->fragment_id << 32 | p->fragment_offset;
    uint64_t what = (uint64_t)p->ip_len << 32 | (uint32_t)(p->transport << 1) | p->more_fragments;

    uint64_t sum = am_hash_mix(where ^ 0x243f6a8885a308d3, what ^ 0x13198a2e03707344);
    sum ^= am_hash_mix(word_at(p->src.at) ^ 0xa4093822299f31d0,
                       word_at(p->src.at + 8) ^ 0x082efa98ec4e6c89);
    sum ^= am_hash_mix(word_at(p->dst.at) ^ 0x452821e638d01377,
                       word_at(p->dst.at + 8) ^ 0xbe5466cf34e90c6c);
    sum ^= am_hash_mix(body_word(body, 0) ^ 0xc0ac29b7c97c50dd,
                       body_word(body, 1) ^ 0x3f84d5b5b5470917);
    sum ^= am_hash_mix(body_word(body, 2) ^ 0x9216d5d98979fb1b,
                       body_word(body, 3) ^ 0xd1310ba698dfb5ac);
    return am_hash_mix(sum ^ 0x2ffd72dbd01adfb7, body_word(body, 4) ^ 0xb8e1afed6a267e96);
}

void am_walk_accept(struct am_walk *w, enum am_decoded as, struct am_bytes body)
{
    struct am_packet *good = w->level;
    w->signature = sign(good, body);
    w->level = w->best;
    w->best = good;
    w->found = as;
}

static uint32_t beyond(struct am_bytes bytes, uint32_t wire_len)
{
    return wire_len > bytes.len ? wire_len - (uint32_t)bytes.len : 0;
}

/* The slots stay as they are: an IP layer fills the one at hand before anything reads it. */
static void begin(struct am_walk *w, struct am_reader *r, uint32_t past_snapshot)
{
    w->r = r;
    w->beyond = past_snapshot;
    w->found = AM_DECODED_COUNT;
    w->ipv6 = w->sealed = false;
    w->src_mac = w->dst_mac = 0;
    w->level = &w->slots[0];
    w->best = &w->slots[1];
}

/* A tunnel that breaks further in counts as the packet that carried it: the best level stands. */
static enum am_decoded walk(struct am_walk *w, enum am_layer layer, struct am_packet *out)
{
    for (unsigned depth = 0; layer > AM_LAYER_BROKEN; depth++) {
        if (depth == AM_LAYERS_MAX)
            return AM_DECODED_TOO_DEEP;
        layer = steps[layer](w);
    }
    if (w->found != AM_DECODED_COUNT) {
        *out = *w->best;
        out->signature = w->signature;
        return w->found;
    }
    if (layer == AM_LAYER_END)
        return AM_DECODED_NOT_IP;
    return am_reader_status(w->r) == AM_E_TRUNCATED ? AM_DECODED_CUT : AM_DECODED_MALFORMED;
}

enum am_decoded am_packet_decode(int link_type, struct am_bytes frame, uint32_t wire_len,
                                 struct am_packet *out)
{
    if (!am_link_type_known(link_type))
        return AM_DECODED_LINK_UNKNOWN;
    uint32_t past = beyond(frame, wire_len);
    struct am_reader r = am_reader_over(frame, past > 0);
    struct am_walk w;
    begin(&w, &r, past);
    return walk(&w, am_walk_link(&w, link_type), out);
}

bool am_packet_is_sealed(int link_type, struct am_bytes frame, uint32_t wire_len)
{
    struct am_packet ignored;
    uint32_t past = beyond(frame, wire_len);
    struct am_reader r = am_reader_over(frame, past > 0);
    struct am_walk w;
    begin(&w, &r, past);
    return walk(&w, am_walk_link(&w, link_type), &ignored) == AM_DECODED_NOT_IP && w.sealed;
}

enum am_decoded am_packet_decode_transport(struct am_bytes body, uint32_t wire_len,
                                           struct am_packet *packet)
{
    uint32_t past = beyond(body, wire_len);
    struct am_reader r = am_reader_over(body, past > 0);
    struct am_walk w;
    begin(&w, &r, past);
    *w.level = *packet;
    w.level->fragment = w.level->more_fragments = false;
    w.level->fragment_offset = 0;
    w.level->payload = (struct am_bytes){0};
    w.level->payload_len = 0;
    w.ipv6 = !am_address_is_v4(&packet->src);
    return walk(&w, am_walk_protocol(&w, packet->transport), packet);
}
