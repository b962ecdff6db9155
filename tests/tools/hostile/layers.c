/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Frames whose layers lie about themselves: lengths, depth, fragments. */
#include "build.h"

static void finish(struct bytes *b, struct bytes *f)
{
    pcap_packet(b, f);
    clear(f);
}

static void datagram(struct bytes *f)
{
    udp(f, 50001, 443, 20);
    add_fill(f, 0x42, 20);
}

/* One hundred of each kind, one inside the other; each head tells the length that it should. */
enum { DEPTH = 100 };

static void ip_in_ip(struct bytes *f, bool v6, bool both)
{
    ethernet(f, v6 ? 0x86dd : 0x0800);
    for (unsigned i = 0; i < DEPTH; i++) {
        size_t left = (size_t)(DEPTH - i - 1) * 40 + 28;
        bool six = both ? i % 2 : v6;
        bool next_six = both ? !six : v6;
        unsigned next = i + 1 == DEPTH ? 17 : next_six ? 41 : 4;
        if (six)
            ip6(f, next, left);
        else
            ip4(f, next, left, i, 0);
    }
    datagram(f);
}

static void gre_in_gre(struct bytes *f)
{
    ethernet(f, 0x0800);
    for (unsigned i = 0; i < DEPTH; i++) {
        ip4(f, 47, (size_t)(DEPTH - i - 1) * 24 + 4 + 20 + 28, i, 0);
        add32(f, 0x00000800);
    }
    ip4(f, 17, 28, 1, 0);
    datagram(f);
}

static void vxlan_in_vxlan(struct bytes *f)
{
    ethernet(f, 0x0800);
    for (unsigned i = 0; i < DEPTH; i++) {
        size_t left = (size_t)(DEPTH - i - 1) * 50 + 8 + 14 + 48;
        ip4(f, 17, 8 + left, i, 0);
        udp(f, 50000, i % 2 ? 6081 : 4789, left);
        add32(f, i % 2 ? 0x00006558 : 0x08000000);
        add32(f, 0x00000100);
        ethernet(f, 0x0800);
    }
    ip4(f, 17, 28, 1, 0);
    datagram(f);
}

static void extension_headers(struct bytes *f, unsigned kind, unsigned count)
{
    ethernet(f, 0x86dd);
    ip6(f, kind, (size_t)count * 8 + 28);
    for (unsigned i = 0; i < count; i++) {
        add8(f, i + 1 == count ? 17 : kind);
        add8(f, 0);
        add16(f, 0x0104);
        add32(f, 0);
    }
    datagram(f);
}

static void write_deep(void)
{
    struct bytes b = {0}, f = {0};
    pcap_head(&b, 1);
    ip_in_ip(&f, false, false);
    finish(&b, &f);
    ip_in_ip(&f, true, false);
    finish(&b, &f);
    ip_in_ip(&f, false, true);
    finish(&b, &f);
    gre_in_gre(&f);
    finish(&b, &f);
    vxlan_in_vxlan(&f);
    finish(&b, &f);
    static const unsigned kinds[] = {0, 43, 44, 51, 60, 135, 139, 140, 59};
    for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        extension_headers(&f, kinds[i], 5000);
        finish(&b, &f);
    }
    static const unsigned tags[] = {0x8100, 0x88a8, 0x9100, 0x8847, 0x8864,
                                    0x894f, 0x88e7, 0x8926, 0x6558};
    for (unsigned i = 0; i < sizeof tags / sizeof *tags; i++) {
        ethernet(&f, tags[i]);
        for (unsigned n = 0; n < 500; n++)
            add32(&f, tags[i] == 0x8847 ? 0x00001040 : n << 16 | tags[i]);
        finish(&b, &f);
    }
    save(&b, "deep", 0);
    release(&f);
}

/* Each value of a length field, whatever the frame holds. */
static void write_lengths(void)
{
    struct bytes b = {0}, f = {0};
    pcap_head(&b, 1);
    for (unsigned i = 0; i < 256; i++) { /* version and header length */
        ethernet(&f, i % 2 ? 0x0800 : 0x86dd);
        ip4(&f, 6, 40, 1, 0);
        f.at[14] = (uint8_t)i;
        tcp(&f, 5000, 443, 1, i);
        f.at[46] = (uint8_t)i; /* data offset */
        add_fill(&f, 0x16, 20);
        finish(&b, &f);
    }
    for (unsigned len = 0; len < 65536; len = len * 2 + 1) { /* total, payload, UDP lengths */
        ethernet(&f, 0x0800);
        ip4(&f, 17, (size_t)len, 1, 0);
        udp(&f, 5000, 53, len);
        finish(&b, &f);
        ethernet(&f, 0x86dd);
        ip6(&f, 17, len);
        udp(&f, 5000, 443, 65535 - len);
        finish(&b, &f);
        ethernet(&f, 0x86dd);
        ip6(&f, 0, len);
        add32(&f, 0x11 << 24 | (len & 0xff) << 16 | 0xc204); /* a jumbogram */
        add32(&f, len * 65537ULL);
        finish(&b, &f);
    }
    for (unsigned len = 0; len < 80; len++) { /* cut in every head */
        ethernet(&f, 0x0800);
        ip4(&f, 6, 40, 1, 0);
        tcp(&f, 5000, 443, 1, 0x18);
        add_fill(&f, 0x17, 40);
        f.len = len;
        finish(&b, &f);
    }
    save(&b, "lengths", 0);
    release(&f);
}

/* Fragments that never become whole, overlap, reach past the end, or come twenty thousand strong.
 */
static void write_fragments(void)
{
    static const struct {
        unsigned from, len, more;
    } parts[] = {{0, 8, 1},     {0, 0, 1},    {8, 8, 1}, {4, 24, 0}, {65528, 64, 0},
                 {65528, 8, 1}, {0, 1480, 1}, {8, 7, 1}, {16, 0, 0}};
    struct bytes b = {0}, f = {0};
    pcap_head(&b, 1);
    for (unsigned order = 0; order < 81; order++)
        for (unsigned k = 0; k < 2; k++) {
            unsigned p = k ? order % 9 : order / 9;
            ethernet(&f, 0x0800);
            ip4(&f, order % 2 ? 17 : 6, parts[p].len, order,
                parts[p].from / 8 | (parts[p].more ? 0x2000 : 0));
            add_fill(&f, 0x35, parts[p].len);
            finish(&b, &f);
            ethernet(&f, 0x86dd);
            ip6(&f, 44, 8 + parts[p].len);
            add16(&f, order % 2 ? 0x1100 : 0x2c00);
            add16(&f, (parts[p].from & 0xfff8) | parts[p].more);
            add32(&f, order);
            add_fill(&f, 0x35, parts[p].len);
            finish(&b, &f);
        }
    save(&b, "fragments", 0);
    pcap_head(&b, 1);
    for (unsigned i = 0; i < 20000; i++) {
        ethernet(&f, 0x0800);
        ip4(&f, 17, 64, i, 0x2000 | (i % 3 ? 0 : 100));
        udp(&f, 53, 50000, 1400);
        add_fill(&f, 0x33, 56);
        finish(&b, &f);
    }
    save(&b, "fragments", 1);
    pcap_head(&b, 1);
    for (unsigned i = 0; i < 8192; i++) { /* one datagram in eight thousand pieces, last first */
        ethernet(&f, 0x0800);
        ip4(&f, 17, 8, 77, (8191 - i) | (i == 0 ? 0 : 0x2000));
        add_fill(&f, 0x33, 8);
        finish(&b, &f);
    }
    save(&b, "fragments", 2);
    release(&f);
}

void write_layers(void)
{
    write_deep();
    write_lengths();
    write_fragments();
}
