/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Input: link type (2 bytes; 0xff00 and 0xff01 stand for the mirrors'), bytes on the wire past the
 * snapshot (2 bytes), the frame.
 *
 * A payload lies inside its frame; a packet is no shorter than its headers; decoding is repeatable;
 * and the same frame cut shorter is never malformed where the whole one was good. */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "net/packet.h"

#define PREFIXES_MAX 200

static void must(bool holds)
{
    if (!holds)
        abort();
}

static bool is_packet(enum am_decoded result)
{
    return result == AM_DECODED_TRANSPORT || result == AM_DECODED_OTHER_IP;
}

static void check(struct am_bytes bytes, enum am_decoded result, const struct am_packet *p)
{
    uint32_t headers = 20;
    if (result == AM_DECODED_TRANSPORT && !p->fragment)
        headers += p->transport == IPPROTO_TCP ? 20 : 8;
    must(p->ip_len >= headers && p->ip_len - headers >= p->payload_len);
    must(p->payload.len <= p->payload_len);
    if (p->payload.len > 0) {
        must(p->payload.at >= bytes.at);
        must((size_t)(p->payload.at - bytes.at) <= bytes.len - p->payload.len);
    }
    if (result == AM_DECODED_TRANSPORT && !p->fragment)
        must(p->transport == IPPROTO_TCP || p->transport == IPPROTO_UDP);
    must(p->fragment || (!p->more_fragments && p->fragment_offset == 0));
}

/* A fragment's body stands in for what reassembly would give. */
static void check_transport(const struct am_packet *fragment)
{
    struct am_packet whole = *fragment;
    enum am_decoded result =
        am_packet_decode_transport(fragment->payload, fragment->payload_len, &whole);
    if (is_packet(result))
        check(fragment->payload, result, &whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4)
        return 0;
    int link = data[0] == 0xff ? AM_LINK_TZSP + (data[1] & 1) : data[0] << 8 | data[1];
    struct am_bytes bytes = {data + 4, size - 4};
    uint32_t wire_len = (uint32_t)bytes.len + (uint32_t)(data[2] << 8 | data[3]);
    struct am_packet p, again;

    enum am_decoded result = am_packet_decode(link, bytes, wire_len, &p);
    must((result == AM_DECODED_LINK_UNKNOWN) == !am_link_type_known(link));
    if (!is_packet(result))
        return 0;
    check(bytes, result, &p);
    must(am_packet_decode(link, bytes, wire_len, &again) == result);
    must(again.signature == p.signature);
    if (p.fragment)
        check_transport(&p);

    size_t start = bytes.len > PREFIXES_MAX ? bytes.len - PREFIXES_MAX : 0;
    for (size_t len = start; len < bytes.len; len++) {
        struct am_bytes prefix = {bytes.at, len};
        enum am_decoded cut = am_packet_decode(link, prefix, wire_len, &again);
        must(cut != AM_DECODED_MALFORMED || result != AM_DECODED_TRANSPORT);
        if (is_packet(cut))
            check(prefix, cut, &again);
    }
    return 0;
}
