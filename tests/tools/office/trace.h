/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The frames of the day, in the order they were thought of; sorted by time and written as a capture
 * file at the end. */
#ifndef OFFICE_TRACE_H
#define OFFICE_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum trace_format { TRACE_PCAP, TRACE_PCAP_NS, TRACE_PCAPNG };

struct trace_packet {
    uint64_t us; /* since the epoch */
    uint32_t serial;
    uint32_t kept, wire_len;
    size_t at;
};

struct trace {
    struct trace_packet *packet;
    size_t packets, room;
    uint8_t *store;
    size_t used, size;
};

void trace_add(struct trace *t, uint64_t us, const uint8_t *frame, uint32_t kept,
               uint32_t wire_len);
void trace_sort(struct trace *t);
/* Frames from .. to-1, cut at `snaplen` bytes. */
bool trace_write(const struct trace *t, enum trace_format format, size_t from, size_t to,
                 uint32_t snaplen, FILE *out);
void trace_done(struct trace *t);

/* realloc that never fails and grows by doubling; what generators need. */
void *grow(void *old, size_t *room, size_t needed, size_t element);

#endif
