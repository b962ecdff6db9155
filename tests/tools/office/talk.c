/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "talk.h"

#include <netinet/in.h>
#include <string.h>

#include "dns.h"
#include "put.h"
#include "quic.h"
#include "scenes.h"
#include "tls.h"

#define QUIC_ONE     1100u /* bytes of a hello that fit one packet */
#define QUIC_MOST    24000u
#define QUIC_INITIAL 1250 /* at least 1200 (RFC 9000 14.1) */
#define PORT_DOT     853  /* RFC 7858 */

struct talk {
    struct conn c;
    struct device *device;
    const struct step *step;
    const struct host *host;
    const struct talk_quirks *quirks;
};

/* What is known of each way to talk. */
static const struct {
    const char *app, *evidence; /* evidence: where the host has a name */
    uint16_t port;
    uint8_t transport;
} ways[] = {
    [HOW_WEB] = {"tls", "sni", 443, IPPROTO_TCP},
    [HOW_APP] = {"tls", "sni", 443, IPPROTO_TCP},
    [HOW_NAMELESS] = {"tls", "dns", 443, IPPROTO_TCP},
    [HOW_HTTP] = {"http", "http", 80, IPPROTO_TCP},
    [HOW_STARTTLS] = {"tls", "sni", 587, IPPROTO_TCP},
    [HOW_PROXY_TLS] = {"http", "sni", 3128, IPPROTO_TCP},
    [HOW_PROXY_RAW] = {"http", "proxy", 3128, IPPROTO_TCP},
    [HOW_RAW] = {"raw", "dns", 443, IPPROTO_TCP},
    [HOW_UDP] = {"datagrams", "dns", 443, IPPROTO_UDP},
    [HOW_NTP] = {"ntp", "dns", 123, IPPROTO_UDP},
};

static bool is_nameless(const struct host *h)
{
    return h->name[0] == '-';
}

/* One thing said and answered; the larger of the two takes `us`. */
static void talk_round(struct conn *c, uint64_t up, uint64_t down, uint64_t us,
                       enum content content)
{
    const uint64_t at_once = 900, least = 40;
    if (up > 0)
        tcp_bulk(c, UP, up < least ? least : up, up > down ? us : at_once, content);
    c->now += c->rtt + rng_below(c->rng, 30000);
    if (down > 0)
        tcp_bulk(c, DOWN, down < least ? least : down, up > down ? at_once : us, content);
}

static void talk_rounds(struct talk *t, enum content content)
{
    struct conn *c = &t->c;
    const struct step *s = t->step;
    uint64_t start = c->now, last = t->device->leaves > start ? t->device->leaves - start : 0;
    uint64_t rounds = s->rounds ? s->rounds : 1, every = s->seconds * SECOND / rounds,
             shares = rounds;
    if (s->rounds == STAY) {
        every = s->seconds * SECOND;
        rounds = last / every ? last / every : 1;
        shares = 1;
    }
    for (uint64_t i = 0; i < rounds; i++) {
        uint64_t up = rng_around(c->rng, s->up / shares),
                 down = rng_around(c->rng, s->down / shares);
        talk_round(c, up, down, rounds == 1 ? every : rng_below(c->rng, every / 2 + 1) / 4,
                   content);
        uint64_t due = start + (i + 1) * every + rng_below(c->rng, every / 16 + 1);
        if (i + 1 < rounds && due > c->now)
            c->now = s->rounds == STAY ? scenes_make_room(c->office, due, 0, c->rng) : due;
    }
    c->now += 40000;
}

static void end_conn(struct talk *t)
{
    unsigned draw = (unsigned)rng_below(t->c.rng, 100);
    tcp_close(&t->c, draw < 8 ? END_RST : draw < 12 ? END_OPEN : END_FIN);
}

static const struct hello_style *style_of(const struct talk *t)
{
    const struct device_kind *k = t->device->kind;
    return hello_style_find(t->step->how == HOW_WEB && k->browser ? k->browser : k->app);
}

static void talk_tls(struct talk *t)
{
    struct conn *c = &t->c;
    bool old = t->host->flags & HOST_OLD;
    const char *sni = t->step->how == HOW_NAMELESS || is_nameless(t->host) ? NULL : t->host->name;
    if (t->quirks->mid_stream) {
        talk_rounds(t, CONTENT_TLS);
        return;
    }
    tcp_connect(c);
    if (t->quirks->nothing_up)
        sni = NULL; /* said, and not seen */
    else if (sni)
        truth_seen_add(&c->office->truth, &c->key, "tls.sni", sni, 1);
    tls_handshake(c, style_of(t), sni, old);
    talk_rounds(t, CONTENT_TLS);
    end_conn(t);
}

static void talk_raw(struct talk *t)
{
    if (!t->quirks->mid_stream)
        tcp_connect(&t->c);
    talk_rounds(t, CONTENT_RANDOM);
    if (!t->quirks->mid_stream)
        end_conn(t);
}

/* Retries that nothing answers. */
static void talk_to_nobody(struct talk *t)
{
    for (unsigned i = 0; i < 4; i++) {
        uint32_t seq = t->c.seq[UP];
        tcp_segment(&t->c, UP, TCP_SYN, (struct am_bytes){0}, 0);
        t->c.seq[UP] = seq;
        t->c.now += SECOND << i;
    }
}

static void say(struct talk *t, enum direction way, const char *text)
{
    tcp_message(&t->c, way, (struct am_bytes){(const uint8_t *)text, strlen(text)});
}

static void talk_starttls(struct talk *t)
{
    static const struct {
        enum direction way;
        const char *text;
    } preface[] = {
        {DOWN, "220 mail ESMTP\r\n"},
        {UP, "EHLO [192.0.2.1]\r\n"},
        {DOWN, "250-mail\r\n250-PIPELINING\r\n250-STARTTLS\r\n250 8BITMIME\r\n"},
        {UP, "STARTTLS\r\n"},
        {DOWN, "220 2.0.0 Ready to start TLS\r\n"},
    };
    tcp_connect(&t->c);
    for (size_t i = 0; i < sizeof preface / sizeof *preface; i++)
        say(t, preface[i].way, preface[i].text);
    truth_seen_add(&t->c.office->truth, &t->c.key, "tls.sni", t->host->name, 1);
    tls_handshake(&t->c, style_of(t), t->host->name, false);
    talk_rounds(t, CONTENT_TLS);
    end_conn(t);
}

static void talk_proxy(struct talk *t)
{
    uint8_t buffer[512];
    struct put p = put_over(buffer, sizeof buffer);
    const char *inner = t->step->inner;
    struct truth *truth = &t->c.office->truth;
    tcp_connect(&t->c);
    putf(&p, "CONNECT %s:443 HTTP/1.1\r\nHost: %s:443\r\nUser-Agent: %s\r\n\r\n", inner, inner,
         t->device->kind->agent);
    tcp_message(&t->c, UP, (struct am_bytes){buffer, p.len});
    truth_seen_add(truth, &t->c.key, "http.connect", inner, 1);
    truth_seen_add(truth, &t->c.key, "http.host", inner, 1);
    say(t, DOWN, "HTTP/1.1 200 Connection established\r\n\r\n");
    if (t->step->how == HOW_PROXY_TLS) {
        tls_handshake(&t->c, style_of(t), inner, false);
        truth_seen_add(truth, &t->c.key, "tls.sni", inner, 1);
    }
    talk_rounds(t, t->step->how == HOW_PROXY_TLS ? CONTENT_TLS : CONTENT_RANDOM);
    end_conn(t);
}

static void talk_http(struct talk *t)
{
    struct conn *c = &t->c;
    const struct step *s = t->step;
    unsigned rounds = s->rounds ? s->rounds : 1;
    const char *host = t->host->name;
    if (is_nameless(t->host))
        host = truth_address_text(&c->office->truth, &c->key.server);
    tcp_connect(c);
    for (unsigned i = 0; i < rounds; i++) {
        uint8_t buffer[1024];
        struct put p = put_over(buffer, sizeof buffer);
        putf(&p, "GET /%llx/%u HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\nAccept: */*\r\n\r\n",
             (unsigned long long)rng_below(c->rng, 1u << 30), i, host, t->device->kind->agent);
        tcp_message(c, UP, (struct am_bytes){buffer, p.len});
        uint64_t body = rng_around(c->rng, s->down / rounds);
        p.len = 0;
        putf(&p,
             "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: "
             "%llu\r\n\r\n",
             (unsigned long long)body);
        tcp_message(c, DOWN, (struct am_bytes){buffer, p.len});
        if (body > 0)
            tcp_bulk(c, DOWN, body, s->seconds * SECOND / rounds, CONTENT_RANDOM);
        c->now += rng_below(c->rng, 400000);
    }
    truth_seen_add(&c->office->truth, &c->key, "http.host", host, rounds);
    end_conn(t);
}

/* Long headers of QUIC version 1 around what only its ends can read. */
static void send_quic_long(struct conn *c, enum direction way, unsigned type, size_t len)
{
    uint8_t buffer[QUIC_INITIAL];
    struct put p = put_over(buffer, sizeof buffer);
    put8(&p, 0xc0u | type << 4 | (unsigned)rng_below(c->rng, 16));
    put32(&p, 1);
    put8(&p, 8);
    put64(&p, rng_next(c->rng));
    put8(&p, 0);
    if (type == 0)
        put8(&p, 0);
    put16(&p, 0x4000u | (unsigned)(len - p.len - 2));
    rng_fill(c->rng, p.at + p.len, len - p.len);
    udp_datagram(c, way, (struct am_bytes){buffer, len}, len);
}

struct quic_ids {
    uint8_t original[QUIC_ID], client[QUIC_ID], server[QUIC_ID];
};

/* Part of the hello in one packet; at times, as Chrome does, in pieces without order. */
static void send_quic_hello(struct conn *c, const struct quic_ids *ids, const struct put *message,
                            unsigned number, size_t from, size_t to)
{
    uint8_t buffer[QUIC_INITIAL], payload[QUIC_INITIAL];
    struct put out = put_over(buffer, sizeof buffer), frames = put_over(payload, sizeof payload);
    size_t middle = from + (to - from) / 2;
    if (rng_percent(c->rng, 40)) {
        put_crypto_frame(&frames, message, middle, to);
        put8(&frames, 1); /* PING */
        put_crypto_frame(&frames, message, from, middle);
    } else {
        put_crypto_frame(&frames, message, from, to);
    }
    put_quic_initial(&out,
                     &(struct quic_initial){.original = ids->original,
                                            .to = ids->original,
                                            .from = ids->client,
                                            .number = number,
                                            .size = QUIC_INITIAL},
                     &frames);
    udp_datagram(c, UP, (struct am_bytes){buffer, out.len}, out.len);
    c->now += 60;
}

static void say_quic_hello(struct talk *t)
{
    struct conn *c = &t->c;
    struct quic_ids ids;
    uint8_t hello[4096], buffer[QUIC_INITIAL], payload[64];
    struct put message = put_over(hello, sizeof hello);
    rng_fill(c->rng, ids.original, QUIC_ID);
    rng_fill(c->rng, ids.client, QUIC_ID);
    rng_fill(c->rng, ids.server, QUIC_ID);
    put_client_hello(&message, c->rng, style_of(t), t->host->name, true);
    truth_seen_add(&c->office->truth, &c->key, "quic.sni", t->host->name, 1);
    bool whole = message.len < QUIC_ONE;
    size_t half = whole ? message.len : message.len / 2;
    bool overtaken = !whole && rng_percent(c->rng, 6);
    if (overtaken)
        send_quic_hello(c, &ids, &message, 1, half, message.len);
    send_quic_hello(c, &ids, &message, 0, 0, half);
    if (!whole && !overtaken)
        send_quic_hello(c, &ids, &message, 1, half, message.len);
    c->now += c->rtt;
    struct put out = put_over(buffer, sizeof buffer), frames = put_over(payload, sizeof payload);
    put8(&frames, 2); /* ACK of what came (RFC 9000 19.3) */
    put32(&frames, 0);
    put_quic_initial(&out,
                     &(struct quic_initial){.original = ids.original,
                                            .to = ids.client,
                                            .from = ids.server,
                                            .server = true,
                                            .size = 1200},
                     &frames);
    udp_datagram(c, DOWN, (struct am_bytes){buffer, out.len}, out.len);
}

static void talk_quic(struct talk *t)
{
    struct conn *c = &t->c;
    say_quic_hello(t);
    c->now += 40;
    send_quic_long(c, DOWN, 2, 1200);
    c->now += 300;
    send_quic_long(c, UP, 2, 90);
    /* Datagrams come one by one here, so this day moves its large things over TCP. */
    uint64_t down = t->step->down > QUIC_MOST ? QUIC_MOST : t->step->down;
    uint64_t up = t->step->up > QUIC_MOST ? QUIC_MOST : t->step->up;
    udp_bulk(c, UP, rng_around(c->rng, up + down / 30), t->step->seconds * SECOND, 900,
             CONTENT_QUIC);
    udp_bulk(c, DOWN, rng_around(c->rng, down), t->step->seconds * SECOND, QUIC_INITIAL,
             CONTENT_QUIC);
}

static void talk_datagrams(struct talk *t)
{
    const struct step *s = t->step;
    uint64_t us = s->seconds * SECOND;
    size_t size = t->quirks->large_datagrams ? 2900 : 320;
    t->c.fragment = true;
    udp_bulk(&t->c, UP, rng_around(t->c.rng, s->up), us, size, CONTENT_RTP);
    udp_bulk(&t->c, DOWN, rng_around(t->c.rng, s->down), us, size, CONTENT_RTP);
}

static void talk_ntp(struct talk *t)
{
    for (unsigned way = UP; way <= DOWN; way++) {
        uint8_t message[48];
        rng_fill(t->c.rng, message, sizeof message);
        message[0] = way == UP ? 0x23 : 0x24;
        udp_datagram(&t->c, way, (struct am_bytes){message, sizeof message}, sizeof message);
        t->c.now += t->c.rtt;
    }
}

static void (*const talks[])(struct talk *t) = {
    [HOW_WEB] = talk_tls,         [HOW_APP] = talk_tls,           [HOW_NAMELESS] = talk_tls,
    [HOW_HTTP] = talk_http,       [HOW_STARTTLS] = talk_starttls, [HOW_PROXY_TLS] = talk_proxy,
    [HOW_PROXY_RAW] = talk_proxy, [HOW_RAW] = talk_raw,           [HOW_UDP] = talk_datagrams,
    [HOW_NTP] = talk_ntp,
};

/* Which of its addresses the device talks from. Where only DNS will tell the name, the family that
 * it asks its resolver over, since memory of names goes by address. */
static bool over_v6(const struct talk *t, struct rng *rng, bool by_dns)
{
    if (!t->device->kind->dual_stack || !(t->host->flags & HOST_V6))
        return false;
    return by_dns ? t->device->kind->resolver == RESOLVER_GOOGLE6 : rng_percent(rng, 65);
}

static bool can_be_named_by_dns(const struct talk *t)
{
    const struct device_kind *k = t->device->kind;
    return dns_visible(t->device) && !(t->host->flags & HOST_SHARED) &&
           (k->resolver != RESOLVER_GOOGLE6 || t->host->flags & HOST_V6);
}

static void talk_once(struct office *o, struct talk *t, struct rng *rng, size_t host, uint64_t when)
{
    const struct step *s = t->step;
    bool quic = s->how == HOW_WEB && t->host->flags & HOST_H3 && !t->quirks->nothing_up &&
                rng_percent(rng, 55);
    bool by_dns = strcmp(ways[s->how].evidence, "dns") == 0 || t->quirks->nothing_up;
    bool none = is_nameless(t->host);
    if (by_dns && !none && !t->quirks->evidence && !can_be_named_by_dns(t))
        return;
    bool v6 = over_v6(t, rng, by_dns);
    struct conn_spec spec = {.client = v6 ? t->device->v6 : t->device->v4,
                             .server = o->router,
                             .vlan = t->device->kind->vlan,
                             .transport = quic ? IPPROTO_UDP : ways[s->how].transport,
                             .device = t->device->number,
                             .app = quic                  ? "quic"
                                    : s->port == PORT_DOT ? "dot"
                                                          : ways[s->how].app,
                             .name = none       ? NULL
                                     : s->inner ? s->inner
                                                : t->host->name,
                             .evidence = none     ? "none"
                                         : quic   ? "quic"
                                         : by_dns ? "dns"
                                                  : ways[s->how].evidence,
                             .rtt_ms = pool_find(t->host->pool)->rtt_ms};
    if (t->quirks->evidence)
        spec.evidence = t->quirks->evidence;
    unsigned pick = by_dns ? 0 : (unsigned)rng_below(rng, t->host->addresses);
    spec.server.address = v6 ? o->host_v6[host][pick] : o->host_v4[host][pick];
    spec.server.port = (uint16_t)(s->port ? s->port : ways[s->how].port);
    spec.client.port = device_port(t->device);
    conn_open(&t->c, o, rng, &spec, when);
    t->c.missing[UP] = t->quirks->nothing_up;
    t->c.missing[DOWN] = t->quirks->nothing_down;
    t->c.says_zero_length = t->quirks->says_zero_length;
    t->c.keeps_all = none;
    if (t->quirks->never_answered)
        talk_to_nobody(t);
    else if (quic)
        talk_quic(t);
    else
        talks[s->how](t);
}

void talk_step(struct office *o, struct device *d, struct rng *rng, const struct step *step,
               uint64_t when, const struct talk_quirks *quirks)
{
    static const struct talk_quirks usual;
    size_t host = host_index(step->host);
    struct talk t = {
        .device = d, .step = step, .host = &hosts[host], .quirks = quirks ? quirks : &usual};
    bool only_dns = strcmp(ways[step->how].evidence, "dns") == 0;
    if (!t.quirks->evidence)
        when = dns_resolve(o, d, rng, host, when, only_dns);
    for (unsigned i = 0; i < step->conns; i++) {
        talk_once(o, &t, rng, host, when);
        when += rng_between(rng, 20000, 400000);
    }
}
