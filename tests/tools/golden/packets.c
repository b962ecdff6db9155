/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From segment to frame: transport header, IP packets or fragments, what they are wrapped in, and
 * the record in the capture file. */
#include <inttypes.h>
#include <netinet/in.h>

#include "golden.h"
#include "unit/scanner/frame_text.h"

#define IP4_HEADER 20
#define IP6_HEADER 40
#define EPOCH      1767614400 /* 2026-01-05 12:00 UTC: when every capture begins */

struct packet {
    uint8_t at[PACKET_MAX];
    size_t len;
};

static void add(struct packet *p, const void *bytes, size_t len)
{
    if (len > sizeof p->at - p->len)
        abort();
    memcpy(p->at + p->len, bytes, len);
    p->len += len;
}

static void add_number(struct packet *p, uint32_t value, size_t size)
{
    for (size_t i = size; i-- > 0;)
        add(p, &(uint8_t){(uint8_t)(value >> (8 * i))}, 1);
}

static void put_record(struct script *s, int64_t time, struct am_bytes frame)
{
    uint32_t wire = (uint32_t)frame.len;
    uint32_t kept = s->snaplen > 0 && s->snaplen < wire ? s->snaplen : wire;
    uint32_t seconds = EPOCH + (uint32_t)(time / 1000000000);
    uint32_t fraction = (uint32_t)(time % 1000000000);

    if (!s->begun) {
        s->out.little = s->format != FORMAT_PCAP_BIG;
        if (s->format == FORMAT_PCAPNG) {
            put_section(&s->out);
            put_interface(&s->out, s->link_type, s->snaplen);
        } else {
            put_pcap_header(&s->out, s->format == FORMAT_PCAP_NS ? 0xa1b23c4d : 0xa1b2c3d4,
                            s->link_type);
        }
        s->begun = true;
    }
    if (s->format == FORMAT_PCAPNG)
        put_packet(&s->out, 0, (uint64_t)seconds * 1000000 + fraction / 1000, frame.at, kept, wire);
    else
        put_pcap_record(&s->out, seconds, s->format == FORMAT_PCAP_NS ? fraction : fraction / 1000,
                        frame.at, kept, wire);
}

/* frame_text.h builds from the end: the payload first, then its words backwards. */
void write_frame(struct script *s, int64_t time, const char *words, struct am_bytes payload)
{
    static struct frame_text f;
    const char *end = words + strlen(words);
    f.len = 0;
    if (payload.len > 0)
        memcpy(frame_text_front(&f, payload.len), payload.at, payload.len);
    while (end > words) {
        const char *start = end;
        while (start > words && start[-1] != ' ')
            start--;
        if (start < end)
            frame_text_word(&f, start, (size_t)(end - start));
        end = start > words ? start - 1 : words;
    }
    put_record(s, time, frame_text_bytes(&f));
}

static void add_transport(struct packet *p, const struct segment *segment)
{
    const struct flow *flow = segment->flow;
    unsigned side = segment->side;
    if (flow->transport == IPPROTO_TCP || flow->transport == IPPROTO_UDP) {
        add_number(p, flow->port[side], 2);
        add_number(p, flow->port[1 - side], 2);
    }
    if (flow->transport == IPPROTO_TCP) {
        add_number(p, segment->seq, 4);
        add_number(p, segment->flags & 0x10 ? flow->next[1 - side] : 0, 4);
        add_number(p, 0x5000u | segment->flags, 2);
        add_number(p, 0x20000000, 4); /* window, checksum */
        add_number(p, 0, 2);
    } else if (flow->transport == IPPROTO_UDP) {
        add_number(p, (uint32_t)segment->payload.len + 8, 2);
        add_number(p, 0, 2);
    }
    if (segment->payload.len > 0)
        add(p, segment->payload.at, segment->payload.len);
}

struct ip {
    const struct segment *segment;
    uint16_t id, fragment; /* flags and offset, as the header has them */
    uint8_t ttl;
    long length;
};

static void add_ip(struct packet *p, const struct ip *ip, struct am_bytes body)
{
    const struct flow *flow = ip->segment->flow;
    const struct am_address *from = &flow->address[ip->segment->side];
    const struct am_address *to = &flow->address[1 - ip->segment->side];
    if (am_address_is_v4(from)) {
        add_number(p, 0x4500, 2);
        add_number(p, ip->length < 0 ? (uint32_t)body.len + IP4_HEADER : (uint32_t)ip->length, 2);
        add_number(p, ip->id, 2);
        add_number(p, ip->fragment, 2);
        add_number(p, ip->ttl, 1);
        add_number(p, flow->transport, 1);
        add_number(p, 0, 2);
        add(p, from->at + 12, 4);
        add(p, to->at + 12, 4);
    } else {
        add_number(p, 0x60000000, 4);
        add_number(p, ip->length < 0 ? (uint32_t)body.len : (uint32_t)ip->length, 2);
        add_number(p, flow->transport, 1);
        add_number(p, ip->ttl, 1);
        add(p, from->at, 16);
        add(p, to->at, 16);
    }
    add(p, body.at, body.len);
}

static void send_packet(struct script *s, int64_t time, const struct ip *ip, struct am_bytes body)
{
    static struct packet packet;
    bool v4 = am_address_is_v4(&ip->segment->flow->address[0]);
    bool plain = strcmp(s->wrap, "auto") == 0;
    packet.len = 0;
    add_ip(&packet, ip, body);
    write_frame(s, time,
                !plain ? s->wrap
                : v4   ? "eth:0800"
                       : "eth:86dd",
                (struct am_bytes){packet.at, packet.len});
}

static void send_fragments(struct script *s, int64_t time, struct ip *ip, struct am_bytes body,
                           const struct manner *manner)
{
    size_t count = (body.len + manner->piece - 1) / manner->piece;
    for (size_t i = 0; i < count; i++) {
        size_t piece = manner->reversed ? count - 1 - i : i;
        size_t at = piece * manner->piece;
        bool last = at + manner->piece >= body.len;
        if ((long)piece == manner->without)
            continue;
        ip->fragment = (uint16_t)((last ? 0 : 0x2000) | at / 8);
        send_packet(s, time + (int64_t)i * 10000, ip,
                    (struct am_bytes){body.at + at, last ? body.len - at : manner->piece});
    }
}

void send_segment(struct script *s, int64_t time, const struct segment *segment,
                  const struct manner *manner)
{
    static struct packet whole;
    struct ip ip = {.segment = segment, .id = ++s->ip_id, .ttl = 64, .length = manner->length};
    whole.len = 0;
    add_transport(&whole, segment);
    struct am_bytes body = {whole.at, whole.len};
    if (manner->piece % 8 != 0)
        wrong(s, "fragments are of a multiple of 8 bytes");
    if (manner->piece > 0)
        send_fragments(s, time, &ip, body, manner);
    else
        send_packet(s, time, &ip, body);
    if (manner->copy > 0) {
        ip.ttl--; /* seen again past a router */
        send_packet(s, time + manner->copy, &ip, body);
    }
}
