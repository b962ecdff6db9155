/* SPDX-License-Identifier: AGPL-3.0-or-later
 * pcapng whose blocks lie: lengths, interfaces, options, orders. */
#include "build.h"

static struct bytes frame(void)
{
    struct bytes f = {0};
    ethernet(&f, 0x0800);
    ip4(&f, 17, 8 + 40, 7, 0);
    udp(&f, 50000, 53, 40);
    add_fill(&f, 0x41, 40);
    return f;
}

/* A block whose two lengths are what they are told to be. */
static void lying_block(struct bytes *b, uint32_t type, uint32_t first, uint32_t last, size_t body)
{
    add_le32(b, type);
    add_le32(b, first);
    add_fill(b, 0x5a, body);
    add_le32(b, last);
}

static void write_lengths(void)
{
    static const uint32_t types[] = {0x0a0d0d0a, 1, 2, 3, 4, 5, 6, 10, 0x0bad, 0x80000001};
    static const uint32_t lengths[] = {0,  4,  8,          11,         12,        13,
                                       16, 20, 0x7ffffffc, 0xfffffffc, 0xffffffff};
    for (unsigned t = 0; t < sizeof types / sizeof *types; t++)
        for (unsigned l = 0; l < sizeof lengths / sizeof *lengths; l++) {
            struct bytes b = {0}, f = frame();
            ng_section(&b);
            ng_interface(&b, 1);
            ng_packet(&b, 0, &f);
            lying_block(&b, types[t], lengths[l], l % 2 ? 24 : lengths[l], 12);
            ng_packet(&b, 0, &f);
            release(&f);
            save(&b, "block", t * 20 + l);
        }
}

static void write_options(void)
{
    static const struct {
        unsigned code, len;
    } options[] = {{9, 0},  {9, 1},     {9, 4},     {9, 65535}, {14, 8},
                   {14, 3}, {2, 65535}, {0, 65535}, {65535, 1}, {1, 0}};
    for (unsigned i = 0; i < sizeof options / sizeof *options; i++)
        for (unsigned value = 0; value < 256; value += 51) { /* if_tsresol: 0, 51 ... 255 */
            struct bytes b = {0}, body = {0}, f = frame();
            ng_section(&b);
            add_le32(&body, 1);
            add_le32(&body, 0);
            add_le16(&body, options[i].code);
            add_le16(&body, options[i].len);
            add_fill(&body, value, options[i].len < 64 ? options[i].len : 64);
            ng_block(&b, 1, &body);
            ng_packet(&b, 0, &f);
            release(&body);
            release(&f);
            save(&b, "option", i * 10 + value / 51);
        }
}

/* No section, no interface, one that is not there, a hundred thousand of them. */
static void write_interfaces(void)
{
    static const uint32_t of[] = {0, 1, 0xffff, 0x7fffffff, 0xffffffff};
    for (unsigned i = 0; i < 10; i++) {
        struct bytes b = {0}, f = frame();
        if (i != 9)
            ng_section(&b);
        for (unsigned n = 0; n < (i == 8 ? 100000u : i < 5 ? 0u : 1u); n++)
            ng_interface(&b, n % 3);
        ng_packet(&b, of[i % 5], &f);
        ng_packet(&b, i == 8 ? 99999 : 0, &f);
        if (i == 7)
            ng_section(&b); /* interfaces end with their section */
        ng_packet(&b, 0, &f);
        release(&f);
        save(&b, "interface", i);
    }
}

static void write_packets(void)
{
    static const uint32_t kept[] = {0, 1, 82, 83, 200, 0x7fffffff, 0xffffffff};
    for (unsigned i = 0; i < sizeof kept / sizeof *kept; i++)
        for (unsigned simple = 0; simple < 2; simple++) {
            struct bytes b = {0}, body = {0}, f = frame();
            ng_section(&b);
            ng_interface(&b, 1);
            if (!simple) {
                add_le32(&body, 0);
                add_fill(&body, i % 2 ? 0xff : 0, 8); /* the end of time */
                add_le32(&body, kept[i]);
            }
            add_le32(&body, kept[(i + 3) % 7]);
            add(&body, f.at, f.len);
            ng_block(&b, simple ? 3 : 6, &body);
            ng_packet(&b, 0, &f);
            release(&body);
            release(&f);
            save(&b, "packet", i * 2 + simple);
        }
}

/* Many blocks that hold nothing, names of hosts without end, sections in other byte order. */
static void write_crowds(void)
{
    struct bytes b = {0}, body = {0}, f = frame();
    for (unsigned i = 0; i < 50000; i++)
        ng_section(&b);
    save(&b, "crowd", 0);
    ng_section(&b);
    for (unsigned i = 0; i < 100000; i++)
        ng_block(&b, 0x0bad + i, &body);
    save(&b, "crowd", 1);
    ng_section(&b);
    ng_interface(&b, 1);
    add_fill(&body, 1, 200000);
    ng_block(&b, 4, &body);
    ng_block(&b, 5, &body);
    ng_block(&b, 10, &body);
    ng_packet(&b, 0, &f);
    save(&b, "crowd", 2);
    ng_section(&b);
    add32(&b, 0x0a0d0d0a);
    add32(&b, 28);
    add32(&b, 0x1a2b3c4d); /* the other order */
    add32(&b, 0x00010000);
    add_fill(&b, 0xff, 8);
    add32(&b, 28);
    ng_interface(&b, 1); /* in the first order again */
    ng_packet(&b, 0, &f);
    save(&b, "crowd", 3);
    release(&body);
    release(&f);
}

void write_blocks(const struct bytes *base)
{
    write_lengths();
    write_options();
    write_interfaces();
    write_packets();
    write_crowds();
    struct bytes b = {0}, f = frame();
    ng_section(&b);
    ng_interface(&b, 1);
    for (unsigned i = 0; i < 40; i++)
        ng_packet(&b, 0, &f);
    for (unsigned at = 0; at < b.len; at += at < 200 ? 5 : 41) {
        struct bytes cut = {0};
        add(&cut, b.at, at);
        save(&cut, "cutblocks", at);
    }
    ng_section(&b);
    add(&b, base->at, base->len); /* a classic file inside */
    save(&b, "nested", 0);
    release(&f);
}
