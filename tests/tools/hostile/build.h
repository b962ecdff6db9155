/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Bytes, frames and capture files, put together without any rule being kept: what hostile is made
 * of. */
#ifndef HOSTILE_BUILD_H
#define HOSTILE_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
    uint8_t *at;
    size_t len, size;
};

void add(struct bytes *b, const void *from, size_t len);
void add_fill(struct bytes *b, unsigned value, size_t len);
void add_text(struct bytes *b, const char *text);
void add8(struct bytes *b, unsigned v);
void add16(struct bytes *b, unsigned v); /* big-endian */
void add32(struct bytes *b, uint64_t v);
void add_le16(struct bytes *b, unsigned v);
void add_le32(struct bytes *b, uint64_t v);
void clear(struct bytes *b);
void release(struct bytes *b);

/* Seeded, the same everywhere. */
uint32_t draw(uint64_t *state, uint32_t below);

/* Heads of layers; lengths are what the caller says, true or not. */
void ethernet(struct bytes *f, unsigned type);
void ip4(struct bytes *f, unsigned protocol, size_t payload, unsigned id, unsigned fragment);
void ip6(struct bytes *f, unsigned next, size_t payload);
void udp(struct bytes *f, unsigned from, unsigned to, size_t payload);
void tcp(struct bytes *f, unsigned from, unsigned to, uint32_t seq, unsigned flags);

void pcap_head(struct bytes *b, unsigned link_type);
void pcap_packet(struct bytes *b, const struct bytes *frame);
/* A UDP datagram, or a TCP segment, over Ethernet and IPv4, as one more packet. */
void pcap_udp(struct bytes *b, unsigned from, unsigned to, const struct bytes *payload);
void pcap_tcp(struct bytes *b, unsigned from, unsigned to, uint32_t seq,
              const struct bytes *payload);

void ng_block(struct bytes *b, uint32_t type, const struct bytes *body);
void ng_section(struct bytes *b);
void ng_interface(struct bytes *b, unsigned link_type);
void ng_packet(struct bytes *b, uint32_t interface, const struct bytes *frame);

/* Writes FOLDER/KIND-NUMBER, and forgets the bytes. */
void save(struct bytes *b, const char *kind, unsigned number);

/* The themes; each writes its files. `base` is a sound capture. */
void write_bent(const struct bytes *base);
void write_blocks(const struct bytes *base);
void write_layers(void);
void write_protocols(void);
void write_streams(void);

#endif
