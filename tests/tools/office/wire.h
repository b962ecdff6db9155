/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From a transport payload to Ethernet frames, as a capture card beside the office's switch sees
 * them: fragments, VLAN tags, padding, segmentation offload, and the second copy of a mirror port.
 */
#ifndef OFFICE_WIRE_H
#define OFFICE_WIRE_H

#include "base/address.h"
#include "base/reader.h"
#include "rng.h"
#include "trace.h"

#define WIRE_MTU       1500
#define WIRE_FRAME_MAX (14 + 8 + 65535)

struct wire {
    struct trace *trace;
    struct rng rng;
    bool tag_all, twice;
    uint64_t duplicates, duplicate_bytes;
    uint8_t frame[WIRE_FRAME_MAX], copy[WIRE_FRAME_MAX];
};

struct wire_end {
    struct am_address address;
    uint16_t port;
    uint8_t mac[6];
};

struct wire_packet {
    uint64_t us;
    const struct wire_end *src, *dst;
    uint16_t vlan; /* 0: untagged */
    uint8_t transport, ttl;
    uint16_t id;
    struct am_bytes head; /* the transport's header; its checksum field is zero ... */
    size_t checksum_at;   /* ... and here; 0: it has none */
    struct am_bytes body;
    size_t body_len;       /* more than body.len: zeros follow, and the frame is cut before them */
    bool fragment;         /* larger than the MTU goes in fragments, not in one offloaded frame */
    bool says_zero_length; /* segmentation offload leaves the IP length field empty */
    bool inbound;          /* short frames from elsewhere come padded to 60 bytes */
    bool group;            /* to a group address: a mirror port sends it once */
};

struct wire_sent {
    uint64_t packets, ip_len;
};

struct wire_sent wire_send(struct wire *w, const struct wire_packet *given);
/* A frame that is no IP packet. Returns its length without the Ethernet header. */
uint32_t wire_send_raw(struct wire *w, uint64_t us, const uint8_t dst[6], const uint8_t src[6],
                       unsigned type, struct am_bytes body);

#endif
