/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Classic pcap: draft-ietf-opsawg-pcap; pcapng: draft-ietf-opsawg-pcapng, both little-endian. */
#include "trace.h"

#include <stdlib.h>
#include <string.h>

#define LINK_ETHERNET 1

void *grow(void *old, size_t *room, size_t needed, size_t element)
{
    if (needed <= *room)
        return old;
    size_t more = *room ? *room : 256;
    while (more < needed)
        more *= 2;
    void *grown = realloc(old, more * element);
    if (!grown) {
        (void)fputs("office: out of memory\n", stderr);
        abort();
    }
    *room = more;
    return grown;
}

void trace_add(struct trace *t, uint64_t us, const uint8_t *frame, uint32_t kept, uint32_t wire_len)
{
    t->packet = grow(t->packet, &t->room, t->packets + 1, sizeof *t->packet);
    t->store = grow(t->store, &t->size, t->used + kept, 1);
    t->packet[t->packets] = (struct trace_packet){.us = us,
                                                  .serial = (uint32_t)t->packets,
                                                  .kept = kept,
                                                  .wire_len = wire_len,
                                                  .at = t->used};
    memcpy(t->store + t->used, frame, kept);
    t->used += kept;
    t->packets++;
}

static int by_time(const void *a, const void *b)
{
    const struct trace_packet *x = a, *y = b;
    if (x->us != y->us)
        return x->us < y->us ? -1 : 1;
    return x->serial < y->serial ? -1 : x->serial > y->serial;
}

void trace_sort(struct trace *t)
{
    if (t->packets > 0)
        qsort(t->packet, t->packets, sizeof *t->packet, by_time);
}

void trace_done(struct trace *t)
{
    free(t->packet);
    free(t->store);
    *t = (struct trace){0};
}

static uint8_t *le32(uint8_t *at, uint64_t v)
{
    for (unsigned i = 0; i < 4; i++)
        at[i] = (uint8_t)(v >> (8 * i));
    return at + 4;
}

static void put_out(FILE *out, const void *bytes, size_t len)
{
    if (len > 0)
        (void)fwrite(bytes, 1, len, out); /* the caller asks ferror once */
}

static void write_pcap_head(bool ns, uint32_t snaplen, FILE *out)
{
    uint8_t head[24] = {0}, *w = head;
    w = le32(w, ns ? 0xa1b23c4d : 0xa1b2c3d4);
    w = le32(w, 0x00040002);
    w = le32(w, 0);
    w = le32(w, 0);
    w = le32(w, snaplen);
    (void)le32(w, LINK_ETHERNET);
    put_out(out, head, sizeof head);
}

static void write_pcap_packet(const struct trace_packet *p, bool ns, const uint8_t *frame,
                              uint32_t kept, FILE *out)
{
    uint8_t head[16], *w = head;
    w = le32(w, p->us / 1000000);
    w = le32(w, p->us % 1000000 * (ns ? 1000 : 1));
    w = le32(w, kept);
    (void)le32(w, p->wire_len);
    put_out(out, head, sizeof head);
    put_out(out, frame, kept);
}

static void write_block(uint32_t type, const uint8_t *body, size_t len, const uint8_t *tail,
                        size_t tail_len, FILE *out)
{
    static const uint8_t zeros[4] = {0};
    size_t padding = (4 - tail_len % 4) % 4, total = 12 + len + tail_len + padding;
    uint8_t head[8];
    (void)le32(le32(head, type), total);
    put_out(out, head, sizeof head);
    put_out(out, body, len);
    put_out(out, tail, tail_len);
    put_out(out, zeros, padding);
    (void)le32(head, total);
    put_out(out, head, 4);
}

static void write_pcapng_head(uint32_t snaplen, FILE *out)
{
    static const char program[] = "amarra office"; /* shb_userappl */
    uint8_t section[16 + 20] = {0}, interface[8 + 8 + 4] = {0}, *w = section;
    w = le32(w, 0x1a2b3c4d);
    w = le32(w, 0x00000001);
    w = le32(w, 0xffffffff); /* section length: not given */
    w = le32(w, 0xffffffff);
    w = le32(w, 4 | (uint32_t)(sizeof program - 1) << 16);
    memcpy(w, program, sizeof program - 1);
    write_block(0x0a0d0d0a, section, sizeof section, NULL, 0, out);
    w = le32(interface, LINK_ETHERNET);
    w = le32(w, snaplen);
    w = le32(w, 9 | 1u << 16); /* if_tsresol */
    (void)le32(w, 6);
    write_block(1, interface, sizeof interface, NULL, 0, out);
}

static void write_pcapng_packet(const struct trace_packet *p, const uint8_t *frame, uint32_t kept,
                                FILE *out)
{
    uint8_t body[20], *w = body;
    w = le32(w, 0);
    w = le32(w, p->us >> 32);
    w = le32(w, p->us);
    w = le32(w, kept);
    (void)le32(w, p->wire_len);
    write_block(6, body, sizeof body, frame, kept, out);
}

bool trace_write(const struct trace *t, enum trace_format format, size_t from, size_t to,
                 uint32_t snaplen, FILE *out)
{
    if (format == TRACE_PCAPNG)
        write_pcapng_head(snaplen, out);
    else
        write_pcap_head(format == TRACE_PCAP_NS, snaplen, out);
    for (size_t i = from; i < to && i < t->packets; i++) {
        const struct trace_packet *p = &t->packet[i];
        uint32_t kept = p->kept < snaplen ? p->kept : snaplen;
        if (format == TRACE_PCAPNG)
            write_pcapng_packet(p, t->store + p->at, kept, out);
        else
            write_pcap_packet(p, format == TRACE_PCAP_NS, t->store + p->at, kept, out);
    }
    return fflush(out) == 0 && !ferror(out);
}
