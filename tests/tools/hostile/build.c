/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void add(struct bytes *b, const void *from, size_t len)
{
    if (b->size - b->len < len) {
        size_t size = (b->size + len) * 2;
        uint8_t *grown = realloc(b->at, size);
        if (!grown)
            abort();
        b->at = grown;
        b->size = size;
    }
    if (len > 0)
        memcpy(b->at + b->len, from, len);
    b->len += len;
}

void add_fill(struct bytes *b, unsigned value, size_t len)
{
    uint8_t chunk[256];
    memset(chunk, (int)(value & 0xff), sizeof chunk);
    for (; len > sizeof chunk; len -= sizeof chunk)
        add(b, chunk, sizeof chunk);
    add(b, chunk, len);
}

void add_text(struct bytes *b, const char *text)
{
    add(b, text, strlen(text));
}

void add8(struct bytes *b, unsigned v)
{
    uint8_t byte = (uint8_t)v;
    add(b, &byte, 1);
}

void add16(struct bytes *b, unsigned v)
{
    add8(b, v >> 8);
    add8(b, v);
}

void add32(struct bytes *b, uint64_t v)
{
    add16(b, (unsigned)(v >> 16 & 0xffff));
    add16(b, (unsigned)(v & 0xffff));
}

void add_le16(struct bytes *b, unsigned v)
{
    add8(b, v);
    add8(b, v >> 8);
}

void add_le32(struct bytes *b, uint64_t v)
{
    add_le16(b, (unsigned)(v & 0xffff));
    add_le16(b, (unsigned)(v >> 16 & 0xffff));
}

void clear(struct bytes *b)
{
    b->len = 0;
}

void release(struct bytes *b)
{
    free(b->at);
    *b = (struct bytes){0};
}

uint32_t draw(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
    return below ? (uint32_t)(*state >> 33) % below : 0;
}

void ethernet(struct bytes *f, unsigned type)
{
    static const uint8_t ends[12] = {0x02, 0, 0, 0, 0, 1, 0x02, 0, 0, 0, 0, 2};
    add(f, ends, sizeof ends);
    add16(f, type);
}

void ip4(struct bytes *f, unsigned protocol, size_t payload, unsigned id, unsigned fragment)
{
    add16(f, 0x4500);
    add16(f, (unsigned)(20 + payload));
    add16(f, id);
    add16(f, fragment);
    add8(f, 64);
    add8(f, protocol);
    add16(f, 0);
    add32(f, 0xc0a80709); /* 192.168.7.9 */
    add32(f, 0x68121a09); /* an address of a content network */
}

void ip6(struct bytes *f, unsigned next, size_t payload)
{
    static const uint8_t ends[32] = {0xfd, [15] = 9, 0x26, 0x06, 0x47, [31] = 9};
    add32(f, 0x60000000);
    add16(f, (unsigned)payload);
    add8(f, next);
    add8(f, 64);
    add(f, ends, sizeof ends);
}

void udp(struct bytes *f, unsigned from, unsigned to, size_t payload)
{
    add16(f, from);
    add16(f, to);
    add16(f, (unsigned)(8 + payload));
    add16(f, 0);
}

void tcp(struct bytes *f, unsigned from, unsigned to, uint32_t seq, unsigned flags)
{
    add16(f, from);
    add16(f, to);
    add32(f, seq);
    add32(f, 1);
    add16(f, 0x5000 | flags);
    add16(f, 65535);
    add32(f, 0);
}

void pcap_head(struct bytes *b, unsigned link_type)
{
    add_le32(b, 0xa1b2c3d4);
    add_le32(b, 0x00040002);
    add_le32(b, 0);
    add_le32(b, 0);
    add_le32(b, 262144);
    add_le32(b, link_type);
}

void pcap_packet(struct bytes *b, const struct bytes *frame)
{
    add_le32(b, 1794830000 + b->len / 4096); /* time moves on */
    add_le32(b, b->len % 1000000);
    add_le32(b, frame->len);
    add_le32(b, frame->len);
    add(b, frame->at, frame->len);
}

void pcap_udp(struct bytes *b, unsigned from, unsigned to, const struct bytes *payload)
{
    struct bytes f = {0};
    ethernet(&f, 0x0800);
    ip4(&f, 17, 8 + payload->len, (unsigned)b->len, 0);
    udp(&f, from, to, payload->len);
    add(&f, payload->at, payload->len);
    pcap_packet(b, &f);
    release(&f);
}

void pcap_tcp(struct bytes *b, unsigned from, unsigned to, uint32_t seq,
              const struct bytes *payload)
{
    struct bytes f = {0};
    ethernet(&f, 0x0800);
    ip4(&f, 6, 20 + payload->len, (unsigned)b->len, 0);
    tcp(&f, from, to, seq, payload->len > 0 ? 0x18 : 0x02);
    add(&f, payload->at, payload->len);
    pcap_packet(b, &f);
    release(&f);
}

void ng_block(struct bytes *b, uint32_t type, const struct bytes *body)
{
    size_t padding = (4 - body->len % 4) % 4, total = 12 + body->len + padding;
    add_le32(b, type);
    add_le32(b, total);
    add(b, body->at, body->len);
    add_fill(b, 0, padding);
    add_le32(b, total);
}

void ng_section(struct bytes *b)
{
    struct bytes body = {0};
    add_le32(&body, 0x1a2b3c4d);
    add_le32(&body, 1);
    add_fill(&body, 0xff, 8);
    ng_block(b, 0x0a0d0d0a, &body);
    release(&body);
}

void ng_interface(struct bytes *b, unsigned link_type)
{
    struct bytes body = {0};
    add_le32(&body, link_type);
    add_le32(&body, 262144);
    ng_block(b, 1, &body);
    release(&body);
}

void ng_packet(struct bytes *b, uint32_t interface, const struct bytes *frame)
{
    struct bytes body = {0};
    add_le32(&body, interface);
    add_le32(&body, 0x000660c5);
    add_le32(&body, b->len);
    add_le32(&body, frame->len);
    add_le32(&body, frame->len);
    add(&body, frame->at, frame->len);
    ng_block(b, 6, &body);
    release(&body);
}
