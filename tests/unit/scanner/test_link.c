/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a packet keeps of its link header, and the hop limit. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/packet.h"

#include "frame_text.h"

#define TCP4   "ip4:6 tcp ..4"
#define TCP6   "ip6:6 tcp ..4"
#define SNAP   "aaaa03 000000 0800 "
#define SECOND "0a0000000005 0a0000000006 "
#define WIFI   "020000000001 020000000002 020000000003 "

static struct frame_text frame;

static enum am_decoded decode(int link, const char *words, struct am_packet *out)
{
    struct am_bytes whole = frame_text_build(&frame, words);
    *out = (struct am_packet){0};
    return am_packet_decode(link, whole, (uint32_t)whole.len, out);
}

static const struct {
    int link;
    const char *words;
    uint64_t src, dst;
} macs[] = {
    {1, "eth:0800 " TCP4, 0x020000000002, 0x020000000001},
    {1, "eth:86dd " TCP6, 0x020000000002, 0x020000000001},
    {1, "ffffffffffff fedcba987654 0800 " TCP4, 0xfedcba987654, 0xffffffffffff},
    {1, "eth:8100 0064 0800 " TCP4, 0x020000000002, 0x020000000001},
    {1, "0a0000000005 0a0000000006 len2 " SNAP TCP4, 0x0a0000000006, 0x0a0000000005},
    {1, "eth:8864 11000007 len2 0021 " TCP4, 0x020000000002, 0x020000000001},
    {1, "eth:8847 00001140 00000000 " SECOND "0800 " TCP4, 0x0a0000000006, 0x0a0000000005},
    {1, "eth:88e7 00000001 " SECOND "0800 " TCP4, 0x0a0000000006, 0x0a0000000005},
    /* Tunnels: the inner link header where there is one; never the outer packet's. */
    {1, "eth:0800 ip4:17 udp:4789 0800000000002a00 " SECOND "0800 " TCP4, 0x0a0000000006,
     0x0a0000000005},
    {1, "eth:0800 ip4:17 udp:37008 01000001 0a0101 00 01 " SECOND "0800 " TCP4, 0x0a0000000006,
     0x0a0000000005},
    {1, "eth:0800 ip4:4 " TCP4, 0, 0},
    {1, "eth:0800 ip4:41 " TCP6, 0, 0},
    {1, "eth:0800 ip4:47 0000 0800 " TCP4, 0, 0},
    {1, "eth:0800 ip4:47 0000 6558 " SECOND "0800 ip4:4 " TCP4, 0, 0},
    {1, "eth:0800 ip4:17 udp:2152 30ff 002c 00000063 " TCP4, 0, 0},
    /* A tunnel that breaks inside its Ethernet counts as the packet that carries it. */
    {1, "eth:0800 ip4:17 udp:4789 0800000000002a00 " SECOND "0800 4500", 0x020000000002,
     0x020000000001},
    {1, "eth:0800 ip4:17 udp:4789 0800000000002a00 " SECOND "0806 ..28", 0x020000000002,
     0x020000000001},
    /* Cooked captures tell the source alone, where it is a MAC. */
    {113, "0000 0001 0006 0200000000020000 0800 " TCP4, 0x020000000002, 0},
    {113, "0000 0001 0008 0200000000020000 0800 " TCP4, 0, 0},
    {113, "0000 fffe 0000 0000000000000000 0800 " TCP4, 0, 0},
    {276, "86dd 0000 00000002 0001 00 06 0200000000020000 " TCP6, 0x020000000002, 0},
    {276, "86dd 0000 00000002 0001 00 00 0000000000000000 " TCP6, 0, 0},
    /* 802.11: the stations, not the access point. */
    {105, "0800 0000 " WIFI "1000 " SNAP TCP4, 0x020000000002, 0x020000000001},
    {105, "0801 0000 " WIFI "1000 " SNAP TCP4, 0x020000000002, 0x020000000003},
    {105, "0802 0000 " WIFI "1000 " SNAP TCP4, 0x020000000003, 0x020000000001},
    {105, "0803 0000 " WIFI "1000 020000000004 " SNAP TCP4, 0x020000000004, 0x020000000003},
    {105, "8802 0000 " WIFI "1000 8000 0a0000000005 0a0000000006 len2 " SNAP TCP4, 0x0a0000000006,
     0x0a0000000005},
    {127, "00000800 00000000 0801 0000 " WIFI "1000 " SNAP TCP4, 0x020000000002, 0x020000000003},
    {113, "0000 0323 0006 0f00000000990000 0000 0000080000000000 0801 0000 " WIFI "0000 " SNAP TCP4,
     0x020000000002, 0x020000000003},
    /* No link header, or none with addresses. */
    {101, TCP4, 0, 0},
    {0, "02000000 " TCP4, 0, 0},
    {9, "ff03 0021 " TCP4, 0, 0},
};

static void the_link_header_around_the_innermost_packet_tells_its_macs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof macs / sizeof macs[0]; i++) {
        struct am_packet p;
        assert_int_equal(decode(macs[i].link, macs[i].words, &p), AM_DECODED_TRANSPORT);
        if (p.src_mac != macs[i].src || p.dst_mac != macs[i].dst)
            fail_msg("%012" PRIx64 " to %012" PRIx64 ": %d %s", p.src_mac, p.dst_mac, macs[i].link,
                     macs[i].words);
    }
}

static void the_hop_limit_is_the_innermost_packets(void **state)
{
    static const struct {
        const char *words;
        uint8_t ttl;
    } cases[] = {
        {"eth:0800 4500 0028 1234 0000 7f06 0000 0a000001 c0000207 tcp", 127},
        {"eth:0800 4500 0020 1234 2000 3f11 0000 0a000001 c0000207 ..12", 63}, /* a fragment */
        {"eth:0800 4500 0020 1234 0000 0101 0000 0a000001 c0000207 ..12", 1},  /* ICMP */
        {"eth:86dd 60000000 0014 06 fe 20010db8000000000000000000000001 "
         "20010db8000000000000000000000002 tcp",
         254},
        {"eth:0800 ip4:4 4500 0028 1234 0000 1e06 0000 0a000001 c0000207 tcp", 30},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct am_packet p;
        assert_true(decode(1, cases[i].words, &p) <= AM_DECODED_OTHER_IP);
        assert_int_equal(p.ttl, cases[i].ttl);
    }
}

static void a_datagram_put_together_keeps_its_macs_unless_it_holds_others(void **state)
{
    struct frame_text body;
    struct am_packet p = {.transport = 6, .src_mac = 5, .dst_mac = 6, .ttl = 63};
    (void)state;
    struct am_bytes whole = frame_text_build(&body, "tcp ..4");
    assert_int_equal(am_packet_decode_transport(whole, (uint32_t)whole.len, &p),
                     AM_DECODED_TRANSPORT);
    assert_true(p.src_mac == 5 && p.dst_mac == 6 && p.ttl == 63);

    p.transport = 17;
    whole = frame_text_build(&body, "udp:4789 0800000000002a00 " SECOND "0800 " TCP4);
    assert_int_equal(am_packet_decode_transport(whole, (uint32_t)whole.len, &p),
                     AM_DECODED_TRANSPORT);
    assert_true(p.src_mac == 0x0a0000000006 && p.dst_mac == 0x0a0000000005 && p.ttl == 64);
}

static void encrypted_radio_frames_are_told_from_others_without_ip(void **state)
{
    static const struct {
        int link;
        const char *words;
        bool sealed;
    } cases[] = {
        {105, "0841 0000 " WIFI "1000 11223344 ..40", true},
        {127, "00000800 00000000 8841 0000 " WIFI "1000 0000 ..40", true},
        {105, "8000 0000 " WIFI "1000 ..40", false}, /* a beacon */
        {105, "4841 0000 " WIFI "1000", false},      /* no data in it */
        {105, "0801 0000 " WIFI "1000 aaaa03 000000 0806 ..28", false},
        {105, "0801 0000 " WIFI "1000 " SNAP TCP4, false},
        {1, "eth:0806 ..28", false},
        {1, "eth:0800 ip4:17 udp:37008 01000012 01 0841 0000 " WIFI "1000 ..40", false},
        {65535, "0841", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct am_bytes whole = frame_text_build(&frame, cases[i].words);
        if (am_packet_is_sealed(cases[i].link, whole, (uint32_t)whole.len) != cases[i].sealed)
            fail_msg("%d %s", cases[i].link, cases[i].words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_link_header_around_the_innermost_packet_tells_its_macs),
        cmocka_unit_test(the_hop_limit_is_the_innermost_packets),
        cmocka_unit_test(a_datagram_put_together_keeps_its_macs_unless_it_holds_others),
        cmocka_unit_test(encrypted_radio_frames_are_told_from_others_without_ip),
    };
    return cmocka_run_group_tests_name("link", tests, NULL, NULL);
}
