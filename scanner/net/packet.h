/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One captured frame, decoded down to its innermost IP packet.
 *
 * am_packet_decode walks a table of layers from the capture's link type inwards. Views borrow the
 * frame. Nothing is allocated; the walk ends after AM_LAYERS_MAX layers. A tunnel that is broken,
 * cut, or carries no IP counts as the packet that carries it; what ICMP errors quote is no packet.
 */
#ifndef AM_NET_PACKET_H
#define AM_NET_PACKET_H

#include "base/address.h"
#include "base/reader.h"

#define AM_LAYERS_MAX 24 /* enough for what real networks stack; a bomb of tunnels ends here */

#define AM_TCP_FIN 0x01
#define AM_TCP_SYN 0x02
#define AM_TCP_RST 0x04
#define AM_TCP_ACK 0x10

/* What became of a frame; each is a counter. */
enum am_decoded {
    AM_DECODED_TRANSPORT, /* TCP or UDP, or a fragment of them or of a tunnel (GRE ...) */
    AM_DECODED_OTHER_IP,  /* IP with another transport (ICMP ...): addresses and ip_len only */
    AM_DECODED_NOT_IP,    /* ARP, STP, encrypted 802.11 ... */
    AM_DECODED_CUT,       /* the snapshot ends inside the headers */
    AM_DECODED_MALFORMED,
    AM_DECODED_TOO_DEEP, /* more than AM_LAYERS_MAX layers */
    AM_DECODED_LINK_UNKNOWN,
    AM_DECODED_COUNT
};

struct am_packet {
    struct am_address src, dst; /* innermost IP header */
    uint32_t
        ip_len;        /* whole IP packet on the wire, header and extensions included; from the IP
                          header, or from the frame where it says 0 (segmentation offload, jumbogram) */
    uint8_t transport; /* IPPROTO_TCP, IPPROTO_UDP, else the IP protocol number */
    uint8_t tcp_flags;
    uint8_t ttl; /* or hop limit */
    uint16_t src_port, dst_port;
    uint32_t tcp_seq;
    struct am_bytes
        payload; /* of TCP or UDP, as captured; of a fragment: what follows the IP header */
    uint32_t payload_len; /* on the wire; larger than payload.len in a cut capture */
    /* Fragments (RFC 791, RFC 8200 4.5). A first fragment has ports where its part reaches that
     * far. */
    bool fragment, more_fragments;
    uint32_t fragment_id;     /* of every IPv4 packet; of IPv6 only with a fragment header */
    uint32_t fragment_offset; /* bytes */
    /* The link header's, right around this IP level; 48 bits, 0 where there is none or it tells
     * none: Ethernet, 802.11 (the stations', not the access point's), of cooked captures the
     * source. */
    uint64_t src_mac, dst_mac;
    /* The same for two copies of one packet seen at two mirror ports (link layer, TTL, hop limit
     * and IP checksum left out), different for a retransmission where the sender's IP ID or TCP
     * options differ. */
    uint64_t signature;
};

/* What mirrors received as UDP begin with. Past 16 bits, so that no capture file can name them. */
#define AM_LINK_TZSP  0x10000
#define AM_LINK_VXLAN 0x10001

/* `link_type` is a LINKTYPE_ value (pcap-linktype(7)), or one of the two above; `wire_len` the
 * frame's length on the wire, at least frame.len. `out` is only written for the first two results.
 */
enum am_decoded am_packet_decode(int link_type, struct am_bytes frame, uint32_t wire_len,
                                 struct am_packet *out);

/* Whether a frame that decodes to AM_DECODED_NOT_IP is 802.11 data that is encrypted. */
bool am_packet_is_sealed(int link_type, struct am_bytes frame, uint32_t wire_len);

/* Whether a link type is known at all, to say it once when a capture is opened. */
bool am_link_type_known(int link_type);

/* Reads the transport header of a whole reassembled datagram `body` into a packet that already has
 * its addresses and `transport`; used for reassembled fragments. Where `body` turns out to be a
 * tunnel, the packet becomes the innermost one, addresses and ip_len included; else ip_len stays as
 * it was given. Works for any `transport`; `packet` is only written for the first two results. */
enum am_decoded am_packet_decode_transport(struct am_bytes body, uint32_t wire_len,
                                           struct am_packet *packet);

#endif
