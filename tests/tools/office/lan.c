/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What stays in the office: leases, ARP, discovery, printing, the file server, neighbours. */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "conn.h"
#include "put.h"

#define MDNS4 "224.0.0.251"
#define MDNS6 "ff02::fb"

static const uint8_t everyone[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

struct lan {
    struct office *o;
    struct rng rng;
};

/* The Ethernet address that a group address maps to (RFC 1112 6.4, RFC 2464 7). */
static struct wire_end group_end(const char *address, uint16_t port)
{
    struct wire_end e = {.address = office_address(address), .port = port};
    const uint8_t *at = e.address.at;
    bool v4 = am_address_is_v4(&e.address);
    if (v4 && at[12] == 255)
        memcpy(e.mac, everyone, 6);
    else if (v4)
        memcpy(e.mac, (uint8_t[]){0x01, 0x00, 0x5e, at[13] & 0x7f, at[14], at[15]}, 6);
    else
        memcpy(e.mac, (uint8_t[]){0x33, 0x33, at[12], at[13], at[14], at[15]}, 6);
    return e;
}

enum where { TO_GROUP, TO_NEIGHBOUR, BY_ICMP };

static void send_counted(struct lan *l, struct wire_packet *p, enum where where)
{
    static const struct {
        enum total packets, bytes;
    } counters[] = {
        [TO_GROUP] = {TOTAL_MULTICAST_PACKETS, TOTAL_MULTICAST_BYTES},
        [TO_NEIGHBOUR] = {TOTAL_LOCAL_PACKETS, TOTAL_LOCAL_BYTES},
        [BY_ICMP] = {TOTAL_ICMP_PACKETS, TOTAL_ICMP_BYTES},
    };
    p->id = (uint16_t)rng_next(&l->rng);
    p->group = (p->dst->mac[0] & 1) != 0;
    struct wire_sent sent = wire_send(&l->o->wire, p);
    l->o->truth.total[counters[where].packets] += sent.packets;
    l->o->truth.total[counters[where].bytes] += sent.ip_len;
}

/* Groups of the link are not forwarded; mDNS asks for 255 (RFC 6762 11). */
static uint8_t hops_to(const struct wire_end *dst)
{
    if (dst->port == 5353)
        return 255;
    return dst->mac[0] & 1 ? 1 : 64;
}

static void lan_udp(struct lan *l, uint64_t us, const struct wire_end *src,
                    const struct wire_end *dst, uint16_t vlan, struct am_bytes body,
                    enum where where)
{
    uint8_t buffer[8];
    struct put p = put_over(buffer, sizeof buffer);
    put16(&p, src->port);
    put16(&p, dst->port);
    put16(&p, (unsigned)(8 + body.len));
    put16(&p, 0);
    struct wire_packet packet = {.us = us,
                                 .src = src,
                                 .dst = dst,
                                 .vlan = vlan,
                                 .transport = IPPROTO_UDP,
                                 .ttl = hops_to(dst),
                                 .head = {buffer, sizeof buffer},
                                 .checksum_at = 6,
                                 .body = body,
                                 .body_len = body.len};
    send_counted(l, &packet, where);
}

static void lan_icmp(struct lan *l, uint64_t us, const struct wire_end *src,
                     const struct wire_end *dst, uint8_t protocol, struct am_bytes message)
{
    struct wire_packet packet = {.us = us,
                                 .src = src,
                                 .dst = dst,
                                 .transport = protocol,
                                 .ttl = protocol == IPPROTO_ICMPV6 ? 255 : hops_to(dst),
                                 .head = message,
                                 .checksum_at = 2};
    send_counted(l, &packet, BY_ICMP);
}

static void arp(struct lan *l, uint64_t us, const struct wire_end *asks,
                const struct wire_end *asked)
{
    for (uint64_t reply = 0; reply < 2; reply++) {
        const struct wire_end *from = reply ? asked : asks, *to = reply ? asks : asked;
        uint8_t buffer[28];
        struct put p = put_over(buffer, sizeof buffer);
        put64(&p, 0x0001080006040000ULL | (1u + reply));
        put_bytes(&p, from->mac, 6);
        put_bytes(&p, from->address.at + 12, 4);
        if (reply)
            put_bytes(&p, to->mac, 6);
        else
            put_zeros(&p, 6);
        put_bytes(&p, to->address.at + 12, 4);
        (void)wire_send_raw(&l->o->wire, us + reply * 180, reply ? to->mac : everyone, from->mac,
                            0x0806, (struct am_bytes){buffer, p.len});
        l->o->truth.total[TOTAL_OTHER_FRAMES]++;
    }
}

/* RFC 2131: discover, offer, request, acknowledge. */
static void dhcp(struct lan *l, const struct device *d, uint64_t us)
{
    uint64_t transaction = rng_next(&l->rng);
    for (unsigned type = 1; type <= 5; type += type == 3 ? 2 : 1) {
        bool reply = type == 2 || type == 5;
        uint8_t buffer[320];
        struct put p = put_over(buffer, sizeof buffer);
        put32(&p, reply ? 0x02010600 : 0x01010600);
        put32(&p, transaction);
        put_zeros(&p, 8);
        put_bytes(&p, reply ? d->v4.address.at + 12 : everyone, reply ? 4 : 0);
        put_zeros(&p, reply ? 8 : 12);
        put_bytes(&p, d->v4.mac, 6);
        put_zeros(&p, 10 + 64 + 128);
        put32(&p, 0x63825363);
        put24(&p, 0x350100u | type);
        put8(&p, 12);
        put8(&p, (unsigned)strlen(d->hostname));
        put_text(&p, d->hostname);
        put8(&p, 255);
        struct wire_end client = d->v4, server = l->o->router, nobody = d->v4;
        struct wire_end all = group_end("255.255.255.255", 67);
        nobody.address = office_address("0.0.0.0");
        nobody.port = client.port = 68;
        server.port = 67;
        lan_udp(l, us, reply ? &server : &nobody, reply ? &client : &all, d->kind->vlan,
                (struct am_bytes){buffer, p.len}, reply ? TO_NEIGHBOUR : TO_GROUP);
        us += 20000 + rng_below(&l->rng, 90000);
    }
}

/* What a datagram asks the neighbours for. */
static void asked(struct lan *l, const struct wire_end *src, const struct wire_end *dst,
                  const char *source, const char *name)
{
    const struct truth_key key = {.client = src->address,
                                  .server = dst->address,
                                  .client_port = src->port,
                                  .server_port = dst->port,
                                  .transport = IPPROTO_UDP};
    truth_seen_again(&l->o->truth, &key, source, name);
}

/* RFC 6762: who is called so, and its answer; over both families where the device has them. */
static void mdns(struct lan *l, const struct device *d, uint64_t us)
{
    uint8_t buffer[256];
    struct put p = put_over(buffer, sizeof buffer);
    struct wire_end from = d->v4, to = group_end(MDNS4, 5353);
    put64(&p, 0x0000000000010000ULL);
    put32(&p, 0);
    put_text(&p, "\004_ipp\004_tcp\005local");
    put8(&p, 0);
    put32(&p, 0x000c0001);
    from.port = 5353;
    lan_udp(l, us, &from, &to, d->kind->vlan, (struct am_bytes){buffer, p.len}, TO_GROUP);
    asked(l, &from, &to, "mdns.query", "_ipp._tcp.local");
    p.len = 0;
    put64(&p, 0x0000840000000001ULL);
    put32(&p, 0);
    put8(&p, (unsigned)strlen(d->hostname));
    put_text(&p, d->hostname);
    put_text(&p, "\005local");
    put8(&p, 0);
    put32(&p, 0x00018001);
    put32(&p, 120);
    put16(&p, 4);
    put_bytes(&p, d->v4.address.at + 12, 4);
    lan_udp(l, us + 120000, &from, &to, d->kind->vlan, (struct am_bytes){buffer, p.len}, TO_GROUP);
    if (!d->kind->dual_stack)
        return;
    from = d->ula;
    from.port = 5353;
    to = group_end(MDNS6, 5353);
    lan_udp(l, us + 121000, &from, &to, d->kind->vlan, (struct am_bytes){buffer, p.len}, TO_GROUP);
}

static void search_devices(struct lan *l, const struct device *d, uint64_t us)
{
    static const char text[] =
        "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 2\r\n"
        "ST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\n\r\n";
    struct wire_end from = d->v4, to = group_end("239.255.255.250", 1900);
    from.port = (uint16_t)rng_between(&l->rng, 50000, 60000);
    lan_udp(l, us, &from, &to, d->kind->vlan,
            (struct am_bytes){(const uint8_t *)text, sizeof text - 1}, TO_GROUP);
}

/* NetBIOS asks the whole subnet for SERVIDOR (RFC 1002 4.2.12). */
static void browse(struct lan *l, const struct device *d, uint64_t us)
{
    uint8_t question[64];
    struct put p = put_over(question, sizeof question);
    struct wire_end from = d->v4, to = group_end("255.255.255.255", 137);
    put64(&p, rng_next(&l->rng) << 48 | 0x0000011000010000ULL);
    put32(&p, 0);
    put8(&p, 32);
    put_text(&p, "FDEFFCFGEJEEEPFCCACACACACACACAAA");
    put8(&p, 0);
    put32(&p, 0x00200001);
    from.port = 137;
    to.address = office_address("192.168.7.255");
    lan_udp(l, us, &from, &to, d->kind->vlan, (struct am_bytes){question, p.len}, TO_NEIGHBOUR);
    asked(l, &from, &to, "nbns.query", "servidor");
}

static void discovery(struct lan *l, const struct device *d, uint64_t us)
{
    search_devices(l, d, us);
    if (!(d->kind->flags & WINDOWS))
        return;
    uint8_t question[64];
    struct put p = put_over(question, sizeof question);
    struct wire_end from = d->v4, to = group_end("224.0.0.252", 5355);
    put64(&p, 0x1a2b000000010000ULL); /* LLMNR, RFC 4795 */
    put32(&p, 0);
    put_text(&p, "\010servidor");
    put8(&p, 0);
    put32(&p, 0x00010001);
    from.port = (uint16_t)rng_between(&l->rng, 50000, 60000);
    lan_udp(l, us + 400000, &from, &to, d->kind->vlan, (struct am_bytes){question, p.len},
            TO_GROUP);
    asked(l, &from, &to, "llmnr.query", "servidor");
    browse(l, d, us + 900000);
}

static void igmp_and_neighbours(struct lan *l, const struct device *d, uint64_t us)
{
    uint8_t buffer[32];
    struct put p = put_over(buffer, sizeof buffer);
    struct wire_end group = group_end(MDNS4, 0);
    put32(&p, 0x16000000);
    put_bytes(&p, group.address.at + 12, 4);
    lan_icmp(l, us, &d->v4, &group, IPPROTO_IGMP, (struct am_bytes){buffer, p.len});
    if (!d->kind->dual_stack)
        return;
    struct wire_end solicited = group_end("ff02::1:ff00:1", 0);
    p.len = 0;
    put64(&p, 0x8700000000000000ULL); /* neighbour solicitation, RFC 4861 4.3 */
    put_bytes(&p, l->o->router_ula.address.at, 16);
    put16(&p, 0x0101);
    put_bytes(&p, d->ula.mac, 6);
    lan_icmp(l, us + 3000, &d->ula, &solicited, IPPROTO_ICMPV6, (struct am_bytes){buffer, p.len});
}

static void ping(struct lan *l, const struct device *d, const char *address, uint64_t us)
{
    struct wire_end there = l->o->router;
    there.address = office_address(address);
    for (uint64_t i = 0; i < 8; i++) {
        uint8_t buffer[64];
        struct put p = put_over(buffer, sizeof buffer);
        bool reply = i % 2;
        put32(&p, reply ? 0 : 0x08000000);
        put32(&p, 0x00420000u | i / 2);
        put_zeros(&p, 48);
        lan_icmp(l, us + i / 2 * SECOND + (reply ? 14000 : 0), reply ? &there : &d->v4,
                 reply ? &d->v4 : &there, IPPROTO_ICMP, (struct am_bytes){buffer, p.len});
    }
}

/* Conversations between two machines of the office; what a proxy of its own is asked for leaves the
 * office only when the proxy goes there. */
static const struct local_service {
    enum { NAS, PRINTER, ROUTER } where;
    uint16_t port;
    unsigned times;
    uint64_t up, down;
    const char *greeting, *name, *sources[2]; /* what it names, and how */
} services[] = {
    {NAS, 445, 3, 90000, 900000, NULL, NULL, {NULL}},
    {PRINTER, 9100, 3, 400000, 900, NULL, NULL, {NULL}},
    {NAS,
     3128,
     1,
     5000,
     20000,
     "CONNECT www.google.com:443 HTTP/1.1\r\nHost: www.google.com:443\r\n\r\n",
     "www.google.com",
     {"http.connect", "http.host"}},
    {ROUTER,
     80,
     1,
     500,
     4000,
     "GET /status HTTP/1.1\r\nHost: 192.168.7.1\r\n\r\n",
     "192.168.7.1",
     {"http.host"}},
};

static void local_talk(struct lan *l, struct device *d, const struct local_service *s, uint64_t us)
{
    const struct wire_end *const servers[] = {&l->o->nas, &l->o->printer, &l->o->router};
    struct conn c;
    struct conn_spec spec = {.client = d->v4,
                             .server = *servers[s->where],
                             .vlan = d->kind->vlan,
                             .transport = IPPROTO_TCP,
                             .device = d->number,
                             .local = true};
    spec.client.port = device_port(d);
    spec.server.port = s->port;
    conn_open(&c, l->o, &l->rng, &spec, us);
    tcp_connect(&c);
    if (s->greeting)
        tcp_message(&c, UP, (struct am_bytes){(const uint8_t *)s->greeting, strlen(s->greeting)});
    for (size_t i = 0; i < 2 && s->sources[i]; i++)
        truth_seen_add(&l->o->truth, &c.key, s->sources[i], s->name, 1);
    tcp_bulk(&c, UP, rng_around(&l->rng, s->up), 3 * SECOND, CONTENT_RANDOM);
    tcp_bulk(&c, DOWN, rng_around(&l->rng, s->down), 6 * SECOND, CONTENT_RANDOM);
    tcp_close(&c, END_FIN);
}

static void desk_work(struct lan *l, struct device *d)
{
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        for (unsigned n = 0; n < services[i].times; n++)
            local_talk(l, d, &services[i], d->arrives + rng_below(&l->rng, d->leaves - d->arrives));
}

static void switch_frames(struct lan *l)
{
    static const uint8_t lldp_to[6] = {0x01, 0x80, 0xc2, 0, 0, 0x0e},
                         stp_to[6] = {0x01, 0x80, 0xc2, 0, 0, 0};
    static const uint8_t from[6] = {0x02, 0x5e, 0x10, 0x00, 0x00, 0x99};
    static const uint8_t lldp[] = "\002\007\004\002\136\020\000\000\231\004\003\007g1\006\002\000x";
    static const uint8_t stp[] = "\102\102\003\000\000\000\000\000";
    for (uint64_t hour = 0; hour < 24; hour++) {
        uint64_t us = l->o->options.midnight + hour * 60 * MINUTE + 777;
        (void)wire_send_raw(&l->o->wire, us, lldp_to, from, 0x88cc,
                            (struct am_bytes){lldp, sizeof lldp});
        (void)wire_send_raw(&l->o->wire, us + 5000, stp_to, from, 38,
                            (struct am_bytes){stp, sizeof stp});
        l->o->truth.total[TOTAL_OTHER_FRAMES] += 2;
    }
}

void lan_plan(struct office *o)
{
    struct lan l = {.o = o};
    for (unsigned i = 0; i < o->options.devices; i++) {
        struct device *d = &o->device[i];
        rng_init(&l.rng, o->options.seed, "lan", i, 0);
        if (!(d->kind->flags & ALWAYS_ON))
            dhcp(&l, d, d->arrives - 4 * SECOND);
        for (uint64_t us = d->arrives + 50000; us < d->leaves;
             us += rng_between(&l.rng, 20, 45) * MINUTE) {
            arp(&l, us, &d->v4, &o->router);
            mdns(&l, d, us + 2 * SECOND);
            if (d->kind->flags & DESKS)
                discovery(&l, d, us + 9 * SECOND);
            igmp_and_neighbours(&l, d, us + 15 * SECOND);
        }
        if (d->kind->flags & DESKS)
            desk_work(&l, d);
        if (d->kind->flags & (LINUX | SERVER))
            ping(&l, d, "8.8.8.8", d->arrives + 77 * MINUTE);
    }
    switch_frames(&l);
}
