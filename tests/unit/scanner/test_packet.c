/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/packet.h"

#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "frame_text.h"
#include "packet_roads.h"

static struct frame_text frame;

/* On the heap and no byte longer, so that a sanitizer sees every read past the end. */
static enum am_decoded decode_part(int link, struct am_bytes whole, size_t len, uint32_t wire_len,
                                   struct am_packet *out)
{
    static struct am_packet last;
    uint8_t *copy = malloc(len > 0 ? len : 1);
    assert_non_null(copy);
    memcpy(copy, whole.at, len);
    memset(&last, 0, sizeof last);
    enum am_decoded result = am_packet_decode(link, (struct am_bytes){copy, len}, wire_len, &last);
    bool in_frame = last.payload.len == 0 ||
                    (last.payload.at >= copy && last.payload.at + last.payload.len <= copy + len);
    free(copy);
    assert_true(in_frame);
    assert_true(last.payload.len <= last.payload_len);
    *out = last;
    return result;
}

static enum am_decoded decode(int link, const char *words, struct am_packet *out)
{
    struct am_bytes whole = frame_text_build(&frame, words);
    return decode_part(link, whole, whole.len, (uint32_t)whole.len, out);
}

static struct am_packet decoded(int link, const char *words)
{
    struct am_packet p;
    enum am_decoded result = decode(link, words, &p);
    if (result != AM_DECODED_TRANSPORT)
        fail_msg("result %d for link type %d: %s", (int)result, link, words);
    return p;
}

static bool is_blank(const struct am_packet *p)
{
    static const struct am_address none;
    return am_address_equal(&p->src, &none) && p->ip_len == 0 && p->signature == 0;
}

static void every_road_leads_to_the_innermost_packet(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROADS; i++) {
        const char *words = roads[i].words;
        struct am_packet p = decoded(roads[i].link, words);
        bool v6 = !am_address_is_v4(&p.src);
        if (p.transport != IPPROTO_TCP || p.src_port != 0xc001 || p.dst_port != 80 ||
            p.tcp_seq != 0x01020304 || p.tcp_flags != 0x18 || p.payload_len != 21 ||
            p.payload.len != 21 || p.fragment)
            fail_msg("%d %s", roads[i].link, words);
        bool bare = strstr(words, v6 ? TCP6 : TCP4) != NULL;
        if (!bare)
            continue; /* extension headers of the innermost packet count as its own */
        struct am_packet inner = decoded(101, v6 ? TCP6 : TCP4);
        if (p.ip_len != inner.ip_len || !am_address_equal(&p.src, &inner.src) ||
            p.signature != inner.signature)
            fail_msg("%d %s", roads[i].link, words);
    }
}

static void padding_and_checksums_behind_the_packet_are_not_counted(void **state)
{
    (void)state;
    struct am_packet bare = decoded(1, "eth:0800 ip4:6 tcp"), padded;

    assert_int_equal(decode(1, "eth:0800 ip4:6=40 tcp 000000000000 11223344", &padded), 0);
    assert_int_equal(padded.payload_len, 0);
    assert_int_equal(padded.ip_len, 40);
    assert_int_equal(padded.payload.len, 0);
    assert_int_equal(decode(1, "eth:0800 ip4:17=36 udp:53=16 ..8 ..10", &padded), 0);
    assert_int_equal(padded.payload_len, 8);
    assert_int_equal(decode(1, "eth:0800 ip4:17 udp:53=12 ..8", &padded), 0);
    assert_int_equal(padded.payload_len, 4);
    assert_int_equal(bare.payload_len, 0);
}

static void a_cut_frame_is_cut_and_never_malformed(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROADS; i++) {
        struct am_bytes whole = frame_text_build(&frame, roads[i].words);
        for (size_t len = 0; len < whole.len; len++) {
            struct am_packet p;
            enum am_decoded r = decode_part(roads[i].link, whole, len, (uint32_t)whole.len, &p);
            if (r == AM_DECODED_MALFORMED || r == AM_DECODED_TOO_DEEP)
                fail_msg("%d at %zu bytes: %s", (int)r, len, roads[i].words);
            (void)decode_part(roads[i].link, whole, len, (uint32_t)len, &p);
        }
    }
}

static void a_cut_payload_keeps_its_length_on_the_wire(void **state)
{
    (void)state;
    struct am_packet p;
    struct am_bytes whole = frame_text_build(&frame, "eth:0800 ip4:6 tcp ..1000");

    assert_int_equal(decode_part(1, whole, 54 + 10, (uint32_t)whole.len, &p), 0);
    assert_int_equal(p.ip_len, 1040);
    assert_int_equal(p.payload_len, 1000);
    assert_int_equal(p.payload.len, 10);
    /* flags are the last that must be there: 14 bytes of TCP */
    assert_int_equal(decode_part(1, whole, 34 + 14, (uint32_t)whole.len, &p), 0);
    assert_int_equal(p.payload_len, 1000);
    assert_int_equal(p.payload.len, 0);
    assert_int_equal(p.tcp_flags, 0x18);
    assert_int_equal(decode_part(1, whole, 34 + 13, (uint32_t)whole.len, &p), AM_DECODED_CUT);
}

/* A sensor that sends only the start of frames says how long they were. */
static void a_frame_cut_by_its_sensor_keeps_its_length(void **state)
{
    (void)state;
    struct am_packet p;

    assert_int_equal(decode(AM_LINK_TZSP, "01000001 290205aa 01 eth:0800 ip4:6=1436 tcp ..30", &p),
                     0);
    assert_int_equal(p.ip_len, 1436);
    assert_int_equal(p.payload.len, 30);
    assert_int_equal(p.payload_len, 1396);
    /* within another packet too, whose own length is another matter */
    assert_int_equal(
        decode(101, "ip4:17 udp:37008 01000001 290205aa 01 eth:0800 ip4:6=1436 tcp ..30", &p), 0);
    assert_int_equal(p.payload_len, 1396);
    /* a length that is less than what is there says nothing */
    assert_int_equal(decode(AM_LINK_TZSP, "01000001 29020010 01 eth:0800 ip4:6 tcp ..30", &p), 0);
    assert_int_equal(p.payload_len, 30);
    assert_int_equal(p.payload.len, 30);
}

static void a_mirror_that_sends_no_frame_says_why(void **state)
{
    static const struct {
        int link;
        const char *words;
        enum am_decoded result;
    } cases[] = {
        {AM_LINK_TZSP, "01040000 01", AM_DECODED_NOT_IP}, /* a sign of life */
        {AM_LINK_TZSP, "01030000", AM_DECODED_NOT_IP},    /* its settings */
        {AM_LINK_TZSP, "01000001 01 eth:0806 ..28", AM_DECODED_NOT_IP},
        {AM_LINK_TZSP, "01000063 01 eth:0800 " TCP4, AM_DECODED_NOT_IP}, /* an unknown link */
        {AM_LINK_TZSP, "02000001 01 eth:0800 " TCP4, AM_DECODED_MALFORMED},
        {AM_LINK_TZSP, "01060001 01 eth:0800 " TCP4, AM_DECODED_MALFORMED},
        {AM_LINK_TZSP, "01000001 0a01", AM_DECODED_MALFORMED},
        {AM_LINK_TZSP, "01000001 00000000", AM_DECODED_MALFORMED}, /* its tags do not end */
        {AM_LINK_TZSP, "0100", AM_DECODED_MALFORMED},
        {AM_LINK_TZSP, "", AM_DECODED_MALFORMED},
        {AM_LINK_VXLAN, "0000000000002a00 eth:0800 " TCP4, AM_DECODED_MALFORMED},
        {AM_LINK_VXLAN, "08000000", AM_DECODED_MALFORMED},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct am_packet p;
        enum am_decoded result = decode(cases[i].link, cases[i].words, &p);
        if (result != cases[i].result)
            fail_msg("%d: %s", (int)result, cases[i].words);
    }
    assert_true(am_link_type_known(AM_LINK_TZSP) && am_link_type_known(AM_LINK_VXLAN));
    assert_true(AM_LINK_TZSP > UINT16_MAX && AM_LINK_VXLAN > UINT16_MAX); /* no file names them */
}

/* What carries a packet stands in for it when the packet is none, or does not fit. */
static void a_broken_tunnel_counts_as_what_carries_it(void **state)
{
    static const struct {
        const char *words;
        enum am_decoded result;
        uint8_t transport;
    } cases[] = {
        {"ip4:17 udp:4789 0800000000002a00 eth:0806 ..28", AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:4789 0000000000002a00 eth:0800 " TCP4, AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:4789 0800000000002a00 eth:0800 ip4:6=62 tcp ..21", AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:4789 0800000000002a00 eth:0800 ip4:6=0 tcp ..21", AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:4789 0800000000002a00 eth:0800 ip4:17 udp:53=99 ..8", AM_DECODED_TRANSPORT,
         17},
        {"ip4:17 udp:4790 8c00000100002a00 " TCP4, AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:4790 0c00000900002a00 " TCP4, AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:3386 1e01 003d 0000 0000 00000000 0000000000000000 " TCP4,
         AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:3386 1eff 0099 0000 0000 00000000 0000000000000000 " TCP4,
         AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:37008 02000001 01 eth:0800 " TCP4, AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:37008 01000063 01 eth:0800 " TCP4, AM_DECODED_TRANSPORT, 17},
        {"ip4:47 2001 6400 0099 0700 eth:0800 " TCP4, AM_DECODED_OTHER_IP, 47},
        {"ip4:47 3001 880b 0099 0001 00000005 0021 " TCP4, AM_DECODED_OTHER_IP, 47},
        {"ip4:47 1000 88be 00000001 2064 0001 00000007 eth:0800 " TCP4, AM_DECODED_OTHER_IP, 47},
        {"ip4:47 1000 22eb 00000001 1064 0001 00003039 0000 0000 eth:0800 " TCP4,
         AM_DECODED_OTHER_IP, 47},
        {"ip4:17 udp:4789 0800", AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:4789", AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:4789 1234 0100 0001 0000 0000 0000 076578616d706c6500 0001 0001",
         AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:6081 8000655800002a00 eth:0800 " TCP4, AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:6081 3f00655800002a00 eth:0800 " TCP4, AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:2152 30ff 0099 00000063 " TCP4, AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:2152 3001 003d 00000063 " TCP4, AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:2152 34ff 0041 00000063 00000085 00000000 " TCP4, AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:1701 c802 000c 0000 0000 0000 0000", AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:1701 4002 0099 0001 0002 0021 " TCP4, AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:3544 " TCP4, AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:3544 ip6:6=42 tcp ..21", AM_DECODED_TRANSPORT, 17},
        {"ip4:17 udp:5247 01000000 16feff00", AM_DECODED_TRANSPORT, 17}, /* DTLS */
        {"ip4:17 udp:37008 01000001 0aff", AM_DECODED_TRANSPORT, 17},
        {"ip4:47 0000 0800 ip4:6=19 tcp", AM_DECODED_OTHER_IP, 47},
        {"ip4:47 0000 0800 ip4:6 c001 0050", AM_DECODED_OTHER_IP, 47},
        {"ip4:47 4000 0800 " TCP4, AM_DECODED_OTHER_IP, 47},
        {"ip4:47 0001 0800 " TCP4, AM_DECODED_OTHER_IP, 47},
        {"ip4:47 2081 880b 0000 0001 00000005", AM_DECODED_OTHER_IP, 47},
        {"ip4:47 0000 6558 eth:88cc ..40", AM_DECODED_OTHER_IP, 47},
        {"ip4:4 ..60", AM_DECODED_OTHER_IP, 4},
        {"ip4:4", AM_DECODED_OTHER_IP, 4},
        {"ip4:41 ip4:6 tcp", AM_DECODED_OTHER_IP, 41},
        {"ip4:97 0000 eth:0800 " TCP4, AM_DECODED_OTHER_IP, 97},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct am_packet p;
        enum am_decoded result = decode(101, cases[i].words, &p);
        struct am_bytes whole = frame_text_bytes(&frame);
        if (result != cases[i].result || p.transport != cases[i].transport || p.ip_len != whole.len)
            fail_msg("%d transport %u: %s", (int)result, p.transport, cases[i].words);
    }
}

static void frames_without_a_packet_say_why(void **state)
{
    static const struct {
        int link;
        const char *words;
        enum am_decoded result;
    } cases[] = {
        {1, "eth:0806 ..28", AM_DECODED_NOT_IP},
        {1, "0180c2000000 020000000002 len2 424203 ..35", AM_DECODED_NOT_IP},
        {1, "eth:8863 11090000 len2 ..12", AM_DECODED_NOT_IP},
        {1, "eth:88e5 2c02 00000001 0200000000020001 ..40", AM_DECODED_NOT_IP},
        {1, "eth:8847 00001140 10000021 ..40", AM_DECODED_NOT_IP},
        {9, "ff03 c021 ..8", AM_DECODED_NOT_IP},
        {105, "8000 0000 ..40", AM_DECODED_NOT_IP},
        {105, "0841 0000 ..40", AM_DECODED_NOT_IP},                         /* encrypted */
        {105, "0801 0000 ..18 1100 " SNAP "0800 " TCP4, AM_DECODED_NOT_IP}, /* fragment 1 */
        {129, "0102 0000 d4 02 0001 ..40", AM_DECODED_NOT_IP},
        {100, "aaaa03 00000c 2000 ..40", AM_DECODED_NOT_IP},
        {105, "4801 0000 ..20", AM_DECODED_NOT_IP}, /* null */
        {101, "0000", AM_DECODED_NOT_IP},
        {101, "", AM_DECODED_MALFORMED},
        {1, "0200000000010200", AM_DECODED_MALFORMED},
        {1, "eth:0800 ip4:6=19 tcp", AM_DECODED_MALFORMED},
        {1, "eth:0800 55000028 00000000 40060000 0a000001 0a000002 tcp", AM_DECODED_MALFORMED},
        {1, "eth:0800 44000028 00000000 40060000 0a000001 0a000002 tcp", AM_DECODED_MALFORMED},
        {1, "eth:0800 ip4:6 c0010050 01020304 0a0b0c0d 4018 2000 abcd 0000", AM_DECODED_MALFORMED},
        {1, "eth:0800 ip4:6 c0010050 01020304 0a0b0c0d 6018 2000 abcd 0000", AM_DECODED_MALFORMED},
        {1, "eth:0800 ip4:6 c0010050 01020304", AM_DECODED_MALFORMED},
        {1, "eth:0800 ip4:17 udp:53=7 ..8", AM_DECODED_MALFORMED},
        {1, "eth:8864 21000007 len2 0021 " TCP4, AM_DECODED_MALFORMED},
        {101, "ip6:0 06 ff 000000000000 tcp", AM_DECODED_MALFORMED},
        {101, "ip6:51 06 00 0000 00000001 00000002 tcp", AM_DECODED_MALFORMED},
        {107, "404040404040", AM_DECODED_MALFORMED},
        {239, "02000000 0300 0100 ..8", AM_DECODED_MALFORMED},
        {258, "04000000 01000000 01000000 ..8", AM_DECODED_MALFORMED},
        {6, "1040 020000000001 820000000002 0130 " SNAP "0800 " TCP4, AM_DECODED_MALFORMED},
        {192, "00000700 69000000 ..40", AM_DECODED_MALFORMED},
        {117, "0101 0000 ..40", AM_DECODED_NOT_IP},
        {117, "0002 0000 ..40", AM_DECODED_MALFORMED},
        {1, "eth:894f 00010201 00000101 " TCP4, AM_DECODED_MALFORMED},
        {1, "eth:8847 00001140 450000", AM_DECODED_MALFORMED},
        {127, "00000700 00000000", AM_DECODED_MALFORMED},
        {195, "..40", AM_DECODED_LINK_UNKNOWN},
        {-1, "..40", AM_DECODED_LINK_UNKNOWN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct am_packet p;
        enum am_decoded result = decode(cases[i].link, cases[i].words, &p);
        if (result != cases[i].result || !is_blank(&p))
            fail_msg("%d for %d: %s", (int)result, cases[i].link, cases[i].words);
        assert_int_equal(am_link_type_known(cases[i].link), result != AM_DECODED_LINK_UNKNOWN);
    }
}

static void other_transports_keep_addresses_and_length(void **state)
{
    (void)state;
    struct am_packet p, outer = decoded(101, "ip4:6 tcp ..29");

    /* the packet that an ICMP error quotes is not one */
    assert_int_equal(decode(1, "eth:0800 ip4:1 03010000 00000000 ip4:17 udp:53", &p),
                     AM_DECODED_OTHER_IP);
    assert_int_equal(p.transport, 1);
    assert_int_equal(p.ip_len, 56);
    assert_int_equal(p.src_port, 0);
    assert_true(am_address_equal(&p.dst, &outer.dst));
    assert_int_equal(decode(1, "eth:86dd ip6:58 ..40", &p), AM_DECODED_OTHER_IP);
    assert_int_equal(p.ip_len, 80);
    assert_int_equal(decode(1, "eth:86dd ip6:59", &p), AM_DECODED_OTHER_IP);
    assert_int_equal(decode(1, "eth:0800 ip4:0 ..40", &p), AM_DECODED_OTHER_IP);
    assert_int_equal(decode(1, "eth:0800 ip4:44 ..40", &p), AM_DECODED_OTHER_IP);
    assert_int_equal(decode(101, "ip4:17 udp:4789 0800000000002a00 eth:86dd ip6:58 ..8", &p),
                     AM_DECODED_OTHER_IP);
    assert_int_equal(p.ip_len, 48);
}

static void stacks_without_end_are_given_up(void **state)
{
    static const struct {
        const char *start, *again;
    } bombs[] = {
        {"", "ip4:4 "},
        {"", "ip4:47 00000800 "},
        {"", "ip4:17 udp:4754 00000800 "},
        {"ip6:0 ", "0000000000000000 "},
        {"ip6:60 ", "3c00000000000000 "},
        {"ip6:44 ", "2c00000000000001 "},
        {"ip4:47 00008847 ", "00001040 "},
        {"ip4:47 00006558 eth:8100 ", "0064 8100 "},
        {"ip4:47 0000894f ", "0002020400000101 "},
    };
    (void)state;
    for (size_t i = 0; i < sizeof bombs / sizeof bombs[0]; i++) {
        char words[100 * 32 + 128];
        int len = snprintf(words, sizeof words, "%s", bombs[i].start);
        for (unsigned n = 0; n < 100; n++)
            len += snprintf(words + len, sizeof words - (size_t)len, "%s", bombs[i].again);
        (void)snprintf(words + len, sizeof words - (size_t)len, "%s", TCP4);
        struct am_packet p;
        if (decode(101, words, &p) != AM_DECODED_TOO_DEEP || !is_blank(&p))
            fail_msg("%s...", bombs[i].again);
    }
}

static void fragments_tell_where_they_belong(void **state)
{
    (void)state;
    struct am_packet p;

    /* 45 00 len id flags+offset */
    assert_int_equal(
        decode(101, "4500 0034 00ab 2000 4011 0000 0a000001 0a000002 udp:53=1000 ..24", &p),
        AM_DECODED_TRANSPORT);
    assert_true(p.fragment && p.more_fragments);
    assert_int_equal(p.fragment_id, 0xab);
    assert_int_equal(p.fragment_offset, 0);
    assert_int_equal(p.dst_port, 53);
    assert_int_equal(p.payload_len, 32); /* all that follows the IP header */
    assert_int_equal(p.payload.len, 32);
    assert_int_equal(p.ip_len, 52);

    assert_int_equal(decode(101, "4500 0024 00ab 0004 4006 0000 0a000001 0a000002 ..16 ..9", &p),
                     AM_DECODED_TRANSPORT);
    assert_true(p.fragment && !p.more_fragments);
    assert_int_equal(p.fragment_offset, 32);
    assert_int_equal(p.src_port, 0);
    assert_int_equal(p.payload_len, 16);

    /* a first fragment too short for ports has none; one of ICMP is told from TCP's */
    assert_int_equal(decode(101, "4500 0016 00ab 2000 4006 0000 0a000001 0a000002 c001", &p),
                     AM_DECODED_TRANSPORT);
    assert_int_equal(p.src_port, 0);
    assert_int_equal(decode(101, "4500 001c 00ab 2000 4001 0000 0a000001 0a000002 ..8", &p),
                     AM_DECODED_OTHER_IP);
    assert_true(p.fragment);
    assert_int_equal(p.payload_len, 8);

    /* of what carries packets they are worth putting together */
    assert_int_equal(decode(101, "4500 001c 00ab 2000 402f 0000 0a000001 0a000002 ..8", &p),
                     AM_DECODED_TRANSPORT);
    assert_true(p.fragment && p.transport == IPPROTO_GRE);
    assert_int_equal(p.src_port, 0);

    assert_int_equal(decode(101, "ip6:44 06 00 0001 00001234 tcp ..4", &p), AM_DECODED_TRANSPORT);
    assert_true(p.fragment && p.more_fragments);
    assert_int_equal(p.fragment_id, 0x1234);
    assert_int_equal(p.tcp_seq, 0x01020304);
    assert_int_equal(p.tcp_flags, 0x18);
    assert_int_equal(p.payload_len, 24);
    assert_int_equal(decode(101, "ip6:60 2c00 0000 0000 0000 11 00 05a0 00001234 ..8", &p),
                     AM_DECODED_TRANSPORT);
    assert_true(p.fragment && !p.more_fragments);
    assert_int_equal(p.fragment_offset, 1440);

    /* one that would end past what a datagram can be */
    assert_int_equal(decode(101, "4500 0024 00ab 1fff 4006 0000 0a000001 0a000002 ..16", &p),
                     AM_DECODED_MALFORMED);
}

static void a_reassembled_datagram_is_read_like_a_whole_one(void **state)
{
    (void)state;
    struct am_packet part, whole;
    static struct frame_text body;

    assert_int_equal(decode(101, "ip6:44 11 00 0001 00001234 udp:53=1000 ..8", &part), 0);
    struct am_bytes datagram = frame_text_build(&body, "udp:53 ..992");
    whole = part;
    assert_int_equal(am_packet_decode_transport(datagram, (uint32_t)datagram.len, &whole), 0);
    assert_false(whole.fragment || whole.more_fragments);
    assert_int_equal(whole.payload_len, 992);
    assert_int_equal(whole.payload.len, 992);
    assert_int_equal(whole.dst_port, 53);
    assert_true(am_address_equal(&whole.src, &part.src));

    /* through a tunnel, too */
    datagram = frame_text_build(&body, "udp:4789 0800000000002a00 eth:0800 " TCP4);
    whole = part;
    assert_int_equal(am_packet_decode_transport(datagram, (uint32_t)datagram.len, &whole), 0);
    assert_int_equal(whole.transport, IPPROTO_TCP);
    assert_int_equal(whole.ip_len, 61);

    datagram = frame_text_build(&body, "c001 0035 0004");
    whole = part;
    assert_int_equal(am_packet_decode_transport(datagram, (uint32_t)datagram.len, &whole),
                     AM_DECODED_MALFORMED);
    assert_int_equal(whole.signature, part.signature);
    assert_true(whole.fragment);
}

static void a_length_left_to_the_network_card_comes_from_the_frame(void **state)
{
    (void)state;
    struct am_packet p = decoded(1, "eth:0800 ip4:6=0 tcp ..3000");
    assert_int_equal(p.ip_len, 3040);
    assert_int_equal(p.payload_len, 3000);
    p = decoded(1, "eth:86dd ip6:6=0 tcp ..3000");
    assert_int_equal(p.ip_len, 3060);
    p = decoded(1, "eth:86dd ip6:0=0 0600 c204 00011170 tcp ..69980"); /* jumbogram */
    assert_int_equal(p.ip_len, 70048);
    assert_int_equal(p.payload_len, 69980);
    p = decoded(1, "eth:86dd ip6:17=0 udp:443=0 ..3000");
    assert_int_equal(p.payload_len, 3000);
    p = decoded(1, "eth:86dd ip6:17=0 udp:4789=0 0800000000002a00 eth:0800 ip4:6=0 tcp ..69980");
    assert_int_equal(p.ip_len, 70020);
}

static void signatures_tell_copies_from_retransmissions(void **state)
{
    static const struct {
        const char *one, *other;
        bool same;
    } cases[] = {
#define V4(id, ttl, sum) "4500 002c " id " 4000 " ttl "06 " sum " 0a000001 0a000002 "
        {V4("1234", "40", "aaaa") "tcp ..4", V4("1234", "3f", "abaa") "tcp ..4", true},
        {V4("1234", "40", "aaaa") "tcp ..4", V4("1235", "40", "aaaa") "tcp ..4", false},
        {V4("1234", "40", "aaaa") "tcp ..4",
         V4("1234", "40", "aaaa") "c0010050 01020304 0a0b0c0d 5018 2000 abce 0000 ..4", false},
        /* checksum left to the card, addresses of IPv6: the time stamp option tells */
        {"ip6:6 c0010050 01020304 0a0b0c0d 8018 2000 abcd 0000 0101080a 00000001 00000001",
         "ip6:6 c0010050 01020304 0a0b0c0d 8018 2000 abcd 0000 0101080a 00000002 00000001", false},
        /* as it does for QUIC: the packet number after 20 bytes of connection ID */
        {"ip6:17 udp:443 40 ..20 11223344 ..500", "ip6:17 udp:443 40 ..20 11223345 ..500", false},
        {"ip4:17 udp:53 ..3", "ip4:17 udp:53 ..4", false},
        {"ip4:17 udp:53", "ip4:17 udp:54", false},
        {"ip4:1 0800 0001 0001 0001", "ip4:1 0800 0001 0001 0002", false},
        {"ip4:1 0800", "ip4:1 0801", false},
        {"ip6:44 11 00 0001 00000007 ..16", "ip6:44 11 00 0001 00000008 ..16", false},
        {"ip6:44 11 00 0009 00000007 ..16", "ip6:44 11 00 0001 00000007 ..16", false},
        {"ip6:44 11 00 0008 00000007 ..16", "ip6:44 11 00 0009 00000007 ..16", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct am_packet one, other;
        assert_true(decode(101, cases[i].one, &one) <= AM_DECODED_OTHER_IP);
        assert_true(decode(101, cases[i].other, &other) <= AM_DECODED_OTHER_IP);
        if ((one.signature == other.signature) != cases[i].same)
            fail_msg("%s / %s", cases[i].one, cases[i].other);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_road_leads_to_the_innermost_packet),
        cmocka_unit_test(padding_and_checksums_behind_the_packet_are_not_counted),
        cmocka_unit_test(a_cut_frame_is_cut_and_never_malformed),
        cmocka_unit_test(a_cut_payload_keeps_its_length_on_the_wire),
        cmocka_unit_test(a_frame_cut_by_its_sensor_keeps_its_length),
        cmocka_unit_test(a_mirror_that_sends_no_frame_says_why),
        cmocka_unit_test(a_broken_tunnel_counts_as_what_carries_it),
        cmocka_unit_test(frames_without_a_packet_say_why),
        cmocka_unit_test(other_transports_keep_addresses_and_length),
        cmocka_unit_test(stacks_without_end_are_given_up),
        cmocka_unit_test(fragments_tell_where_they_belong),
        cmocka_unit_test(a_reassembled_datagram_is_read_like_a_whole_one),
        cmocka_unit_test(a_length_left_to_the_network_card_comes_from_the_frame),
        cmocka_unit_test(signatures_tell_copies_from_retransmissions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
