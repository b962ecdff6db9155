/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Capture files written field by field in either byte order, and files that live in memory only. */
#ifndef AM_TESTS_CAPTURE_BYTES_H
#define AM_TESTS_CAPTURE_BYTES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/reader.h"

#define CAPTURE_BYTES_MAX (3u << 20)

struct capture_bytes {
    uint8_t at[CAPTURE_BYTES_MAX];
    size_t len;
    bool little;
};

static inline void put_bytes(struct capture_bytes *b, const void *bytes, size_t len)
{
    if (len > sizeof b->at - b->len)
        abort();
    if (len > 0)
        memcpy(b->at + b->len, bytes, len);
    b->len += len;
}

static inline void put(struct capture_bytes *b, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        size_t place = b->little ? i : size - 1 - i;
        uint8_t byte = (uint8_t)(value >> (8 * place));
        put_bytes(b, &byte, 1);
    }
}

static inline void put_zeroes(struct capture_bytes *b, size_t len)
{
    static const uint8_t zeroes[4096];
    for (; len > sizeof zeroes; len -= sizeof zeroes)
        put_bytes(b, zeroes, sizeof zeroes);
    put_bytes(b, zeroes, len);
}

/* --- classic --- */

static inline void put_pcap_header(struct capture_bytes *b, uint32_t magic, uint32_t link_type)
{
    put(b, magic, 4);
    put(b, 2, 2);
    put(b, 4, 2);
    put(b, 0, 4);
    put(b, 0, 4);
    put(b, 65535, 4);
    put(b, link_type, 4);
}

static inline void put_pcap_record(struct capture_bytes *b, uint32_t seconds, uint32_t fraction,
                                   const void *bytes, uint32_t kept, uint32_t wire)
{
    put(b, seconds, 4);
    put(b, fraction, 4);
    put(b, kept, 4);
    put(b, wire, 4);
    put_bytes(b, bytes, kept);
}

/* --- pcapng --- */

/* Leaves room for the length; returns where the block begins. */
static inline size_t put_block(struct capture_bytes *b, uint32_t type)
{
    size_t start = b->len;
    put(b, type, 4);
    put(b, 0, 4);
    return start;
}

static inline void end_block(struct capture_bytes *b, size_t start)
{
    put_zeroes(b, (4 - (b->len - start) % 4) % 4);
    uint32_t len = (uint32_t)(b->len - start + 4);
    put(b, len, 4);
    size_t end = b->len;
    b->len = start + 4;
    put(b, len, 4);
    b->len = end;
}

static inline void put_section(struct capture_bytes *b)
{
    size_t start = put_block(b, 0x0a0d0d0a);
    put(b, 0x1a2b3c4d, 4);
    put(b, 1, 2);
    put(b, 0, 2);
    put(b, UINT64_MAX, 8);
    end_block(b, start);
}

static inline void put_option(struct capture_bytes *b, uint16_t code, uint64_t value, uint16_t size)
{
    put(b, code, 2);
    put(b, size, 2);
    put(b, value, size);
    put_zeroes(b, (4u - size % 4u) % 4u);
}

static inline void put_interface(struct capture_bytes *b, uint16_t link_type, uint32_t snaplen)
{
    size_t start = put_block(b, 1);
    put(b, link_type, 2);
    put(b, 0, 2);
    put(b, snaplen, 4);
    end_block(b, start);
}

static inline void put_packet(struct capture_bytes *b, uint32_t interface, uint64_t units,
                              const void *bytes, uint32_t kept, uint32_t wire)
{
    size_t start = put_block(b, 6);
    put(b, interface, 4);
    put(b, units >> 32, 4);
    put(b, units & 0xffffffff, 4);
    put(b, kept, 4);
    put(b, wire, 4);
    put_bytes(b, bytes, kept);
    end_block(b, start);
}

/* --- files --- */

/* A file in memory, under a path that can be opened as often as one likes. */
struct memory_file {
    int fd;
    char path[64];
};

static inline struct memory_file memory_file(struct am_bytes bytes)
{
    struct memory_file f = {.fd = memfd_create("capture", MFD_CLOEXEC)};
    if (f.fd < 0)
        abort();
    for (size_t done = 0; done < bytes.len;) {
        ssize_t put = write(f.fd, bytes.at + done, bytes.len - done);
        if (put <= 0)
            abort();
        done += (size_t)put;
    }
    (void)snprintf(f.path, sizeof f.path, "/proc/self/fd/%d", f.fd);
    return f;
}

static inline void memory_file_done(struct memory_file *f)
{
    (void)close(f->fd);
}

#endif
