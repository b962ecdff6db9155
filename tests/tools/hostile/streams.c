/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Conversations that are too many, too broken, or out of time. */
#include "build.h"

/* Segments that overlap, contradict each other, run backwards, and leave holes. */
static void write_segments(void)
{
    struct bytes b = {0}, m = {0};
    pcap_head(&b, 1);
    for (uint32_t i = 5000; i > 0;
         i--) { /* one byte each, the last one first, about the end of numbers */
        add8(&m, 0x16);
        pcap_tcp(&b, 41000, 443, 0xfffff000u + i, &m);
        clear(&m);
    }
    for (uint32_t i = 0; i < 400; i++) { /* each covers the one before with other bytes */
        add_fill(&m, i, 1000);
        pcap_tcp(&b, 41001, 443, 1000 + i, &m);
        clear(&m);
    }
    for (uint32_t i = 0; i < 3000; i++) { /* behind a hole that is never filled */
        add_fill(&m, 0x17, 1400);
        pcap_tcp(&b, 41002, 443, 5000 + i * 1400, &m);
        clear(&m);
    }
    for (uint32_t i = 0; i < 2000; i++) { /* every second one is missing */
        add_fill(&m, 0x16, 100);
        pcap_tcp(&b, 41003, 443, i * 200, &m);
        clear(&m);
    }
    save(&b, "segments", 0);
    release(&m);
}

/* More flows, and more names, than anyone has. */
static void write_crowds(void)
{
    struct bytes b = {0}, f = {0}, none = {0};
    pcap_head(&b, 1);
    for (unsigned i = 0; i < 120000; i++) {
        clear(&f);
        ethernet(&f, 0x0800);
        ip4(&f, 6, 20, i, 0);
        f.at[26] = 10;
        f.at[28] = (uint8_t)(i >> 16);
        f.at[31] = (uint8_t)(i >> 8);
        f.at[32] = (uint8_t)i;
        tcp(&f, 1024 + i % 60000, 443, i, 2);
        pcap_packet(&b, &f);
    }
    save(&b, "crowd", 10);
    pcap_head(&b, 1);
    for (unsigned i = 0; i < 60000; i++) {
        struct bytes m = {0};
        add32(&m, 0x00018180);
        add32(&m, 0x00010001);
        add32(&m, 0);
        add8(&m, 6);
        for (unsigned k = 0; k < 6; k++)
            add8(&m, 'a' + (i >> (k * 3) & 7));
        add_text(&m, "\007example");
        add8(&m, 0);
        add32(&m, 0x00010001);
        add32(&m, 0xc00c0001);
        add16(&m, 1);
        add32(&m, 300);
        add16(&m, 4);
        add32(&m, 0x01000000 + i);
        pcap_udp(&b, 53, 1024 + i % 60000, &m);
        release(&m);
    }
    save(&b, "crowd", 11);
    release(&f);
    release(&none);
}

/* Clocks that jump: backwards, by years, to the end of time. */
static void write_times(void)
{
    static const uint32_t times[] = {1794830000, 0,          0xffffffff, 0x7fffffff, 1,
                                     1794830000, 0x80000000, 2,          1794830001};
    struct bytes b = {0}, f = {0};
    pcap_head(&b, 1);
    for (unsigned i = 0; i < 900; i++) {
        clear(&f);
        ethernet(&f, 0x0800);
        ip4(&f, 17, 28, i, 0);
        udp(&f, 50000 + i % 3, 443, 20);
        add_fill(&f, 1, 20);
        size_t at = b.len;
        pcap_packet(&b, &f);
        struct bytes stamp = {0};
        add_le32(&stamp, times[i % 9]);
        add_le32(&stamp, i % 5 ? 999999 : 0xffffffff);
        for (unsigned k = 0; k < 8; k++)
            b.at[at + k] = stamp.at[k];
        release(&stamp);
    }
    save(&b, "times", 0);
    release(&f);
}

void write_streams(void)
{
    write_segments();
    write_crowds();
    write_times();
}
