/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HELLO_MAX      4096
#define MLKEM_CLIENT   1216 /* X25519MLKEM768: 1184 + 32 */
#define MLKEM_SERVER   1120 /* 1088 + 32 */
#define GROUP_X25519   0x001d
#define GROUP_MLKEM    0x11ec
#define EXTENSIONS_MAX 20

enum hello_flag {
    HELLO_PQ = 1,
    HELLO_GREASE = 2,     /* RFC 8701 */
    HELLO_SHUFFLE = 4,    /* extensions in random order, as Chrome since 2023 */
    HELLO_SESSION_ID = 8, /* middlebox compatibility (RFC 8446 D.4) */
    HELLO_H2 = 16,
    HELLO_12 = 32, /* offers no TLS 1.3 */
};

struct hello_style {
    const char *id;
    unsigned flags;
    const uint16_t *ciphers, *extensions; /* 0-ended */
};

/* Extension types; only those that our programs send. */
enum {
    EXT_SNI = 0,
    EXT_STATUS = 5,
    EXT_GROUPS = 10,
    EXT_POINTS = 11,
    EXT_SIGNATURES = 13,
    EXT_ALPN = 16,
    EXT_SCT = 18,
    EXT_EMS = 23,
    EXT_CERT_COMPRESSION = 27,
    EXT_RECORD_LIMIT = 28,
    EXT_DELEGATED = 34,
    EXT_TICKET = 35,
    EXT_VERSIONS = 43,
    EXT_PSK_MODES = 45,
    EXT_KEY_SHARE = 51,
    EXT_QUIC = 57,
    EXT_ALPS = 0x44cd,
    EXT_ECH = 0xfe0d,
    EXT_RENEGOTIATION = 0xff01,
};

static const uint16_t browser_ciphers[] = {0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c,
                                           0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c,
                                           0x009d, 0x002f, 0x0035, 0};
static const uint16_t firefox_ciphers[] = {0x1301, 0x1303, 0x1302, 0xc02b, 0xc02f, 0xcca9,
                                           0xcca8, 0xc02c, 0xc030, 0xc00a, 0xc009, 0xc013,
                                           0xc014, 0x009c, 0x009d, 0x002f, 0x0035, 0};
static const uint16_t app_ciphers[] = {0x1301, 0x1302, 0x1303, 0xc02b, 0xc02c, 0xcca9, 0xc02f,
                                       0xc030, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0};
static const uint16_t openssl_ciphers[] = {0x1302, 0x1303, 0x1301, 0xc02c, 0xc030, 0x009f, 0xcca9,
                                           0xcca8, 0xccaa, 0xc02b, 0xc02f, 0x009e, 0xc024, 0xc028,
                                           0x006b, 0xc023, 0xc027, 0x0067, 0x00ff, 0};
static const uint16_t old_ciphers[] = {0xc02c, 0xc02b, 0xc030, 0xc02f, 0xc024,
                                       0xc023, 0xc028, 0xc027, 0xc00a, 0xc009,
                                       0xc014, 0xc013, 0x009d, 0x009c, 0};
static const uint16_t thing_ciphers[] = {0xc02f, 0xc030, 0x009c, 0x003c, 0x00ff, 0};

/* Zero is a type too (server_name), so 0xffff ends these. */
#define END 0xffff
static const uint16_t chrome_extensions[] = {EXT_SNI,
                                             EXT_EMS,
                                             EXT_RENEGOTIATION,
                                             EXT_GROUPS,
                                             EXT_POINTS,
                                             EXT_TICKET,
                                             EXT_ALPN,
                                             EXT_STATUS,
                                             EXT_SIGNATURES,
                                             EXT_SCT,
                                             EXT_KEY_SHARE,
                                             EXT_PSK_MODES,
                                             EXT_VERSIONS,
                                             EXT_CERT_COMPRESSION,
                                             EXT_ALPS,
                                             EXT_ECH,
                                             END};
static const uint16_t firefox_extensions[] = {EXT_SNI,           EXT_EMS,
                                              EXT_RENEGOTIATION, EXT_GROUPS,
                                              EXT_POINTS,        EXT_TICKET,
                                              EXT_ALPN,          EXT_STATUS,
                                              EXT_DELEGATED,     EXT_SCT,
                                              EXT_KEY_SHARE,     EXT_VERSIONS,
                                              EXT_SIGNATURES,    EXT_PSK_MODES,
                                              EXT_RECORD_LIMIT,  EXT_CERT_COMPRESSION,
                                              EXT_ECH,           END};
static const uint16_t safari_extensions[] = {
    EXT_SNI,       EXT_EMS,      EXT_RENEGOTIATION,    EXT_GROUPS, EXT_POINTS,
    EXT_ALPN,      EXT_STATUS,   EXT_SIGNATURES,       EXT_SCT,    EXT_KEY_SHARE,
    EXT_PSK_MODES, EXT_VERSIONS, EXT_CERT_COMPRESSION, END};
static const uint16_t app_extensions[] = {
    EXT_SNI,  EXT_EMS,    EXT_RENEGOTIATION, EXT_GROUPS,    EXT_POINTS,    EXT_TICKET,
    EXT_ALPN, EXT_STATUS, EXT_SIGNATURES,    EXT_KEY_SHARE, EXT_PSK_MODES, EXT_VERSIONS,
    END};
static const uint16_t openssl_extensions[] = {
    EXT_SNI,        EXT_POINTS,   EXT_GROUPS,    EXT_TICKET,    EXT_ALPN, EXT_EMS,
    EXT_SIGNATURES, EXT_VERSIONS, EXT_PSK_MODES, EXT_KEY_SHARE, END};
static const uint16_t old_extensions[] = {EXT_SNI,    EXT_STATUS,        EXT_GROUPS,
                                          EXT_POINTS, EXT_SIGNATURES,    EXT_TICKET,
                                          EXT_EMS,    EXT_RENEGOTIATION, END};
static const uint16_t thing_extensions[] = {EXT_SNI, EXT_GROUPS, EXT_POINTS, EXT_SIGNATURES, END};

static const struct hello_style styles[] = {
    {"chrome", HELLO_PQ | HELLO_GREASE | HELLO_SHUFFLE | HELLO_SESSION_ID | HELLO_H2,
     browser_ciphers, chrome_extensions},
    {"firefox", HELLO_PQ | HELLO_SESSION_ID | HELLO_H2, firefox_ciphers, firefox_extensions},
    {"safari", HELLO_PQ | HELLO_GREASE | HELLO_SESSION_ID | HELLO_H2, browser_ciphers,
     safari_extensions},
    {"okhttp", HELLO_SESSION_ID | HELLO_H2, app_ciphers, app_extensions},
    {"cfnetwork", HELLO_GREASE | HELLO_SESSION_ID | HELLO_H2, browser_ciphers, safari_extensions},
    {"openssl", HELLO_SESSION_ID, openssl_ciphers, openssl_extensions},
    {"schannel", HELLO_12, old_ciphers, old_extensions},
    {"thing", HELLO_12, thing_ciphers, thing_extensions},
};

const struct hello_style *hello_style_find(const char *id)
{
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        if (strcmp(styles[i].id, id) == 0)
            return &styles[i];
    (void)fprintf(stderr, "office: no hello is called '%s'\n", id);
    abort();
}

struct hello {
    struct put *out;
    struct rng *rng;
    const struct hello_style *style;
    const char *sni;
    bool quic;
    uint16_t grease;
};

static void put_random(struct hello *h, size_t len)
{
    uint8_t bytes[MLKEM_CLIENT];
    rng_fill(h->rng, bytes, len);
    put_bytes(h->out, bytes, len);
}

static void put_sni(struct hello *h)
{
    size_t list = put_open(h->out, 2);
    put8(h->out, 0);
    size_t name = put_open(h->out, 2);
    put_text(h->out, h->sni);
    put_close(h->out, name, 2);
    put_close(h->out, list, 2);
}

static void put_groups(struct hello *h)
{
    size_t list = put_open(h->out, 2);
    if (h->style->flags & HELLO_GREASE)
        put16(h->out, h->grease);
    if (h->style->flags & HELLO_PQ)
        put16(h->out, GROUP_MLKEM);
    put16(h->out, GROUP_X25519);
    put32(h->out, 0x00170018);
    put_close(h->out, list, 2);
}

static void put_signatures(struct hello *h)
{
    static const uint16_t schemes[] = {0x0403, 0x0804, 0x0401, 0x0503,
                                       0x0805, 0x0501, 0x0806, 0x0601};
    size_t list = put_open(h->out, 2);
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        put16(h->out, schemes[i]);
    put_close(h->out, list, 2);
}

static void put_alpn(struct hello *h)
{
    size_t list = put_open(h->out, 2);
    if (h->quic) {
        put_text(h->out, "\002h3");
    } else {
        if (h->style->flags & HELLO_H2)
            put_text(h->out, "\002h2");
        put_text(h->out, "\010http/1.1");
    }
    put_close(h->out, list, 2);
}

static void put_versions(struct hello *h)
{
    size_t list = put_open(h->out, 1);
    if (h->style->flags & HELLO_GREASE)
        put16(h->out, h->grease);
    put16(h->out, 0x0304);
    if (!h->quic)
        put16(h->out, 0x0303);
    put_close(h->out, list, 1);
}

static void put_share(struct hello *h, unsigned group, size_t len)
{
    put16(h->out, group);
    put16(h->out, (unsigned)len);
    put_random(h, len);
}

static void put_key_share(struct hello *h)
{
    size_t list = put_open(h->out, 2);
    if (h->style->flags & HELLO_GREASE)
        put_share(h, h->grease, 1);
    if (h->style->flags & HELLO_PQ)
        put_share(h, GROUP_MLKEM, MLKEM_CLIENT);
    put_share(h, GROUP_X25519, 32);
    put_close(h->out, list, 2);
}

/* GREASE ECH: looks like an encrypted hello and hides nothing (RFC 9849 6.2). */
static void put_ech(struct hello *h)
{
    put8(h->out, 0);
    put32(h->out, 0x00010001);
    put8(h->out, (unsigned)rng_below(h->rng, 256));
    put16(h->out, 32);
    put_random(h, 32);
    size_t len = 144 + 32 * rng_below(h->rng, 4);
    put16(h->out, (unsigned)len);
    put_random(h, len);
}

static void put_quic_parameters(struct hello *h)
{
    put24(h->out, 0x010480);
    put24(h->out, 0x007530); /* max_idle_timeout */
    put32(h->out, 0x030245c0);
    put32(h->out, 0x08024064);
    put16(h->out, 0x0f00);
}

static const struct {
    void (*put)(struct hello *h); /* else the bytes */
    uint16_t type;
    uint8_t len, bytes[8];
} extension_kinds[] = {
    {.type = EXT_SNI, .put = put_sni},
    {.type = EXT_STATUS, .bytes = {1}, .len = 5},
    {.type = EXT_GROUPS, .put = put_groups},
    {.type = EXT_POINTS, .bytes = {1, 0}, .len = 2},
    {.type = EXT_SIGNATURES, .put = put_signatures},
    {.type = EXT_ALPN, .put = put_alpn},
    {.type = EXT_CERT_COMPRESSION, .bytes = {2, 0, 2}, .len = 3},
    {.type = EXT_RECORD_LIMIT, .bytes = {0x40, 0x01}, .len = 2},
    {.type = EXT_DELEGATED, .bytes = {0, 4, 4, 3, 5, 3}, .len = 6},
    {.type = EXT_VERSIONS, .put = put_versions},
    {.type = EXT_PSK_MODES, .bytes = {1, 1}, .len = 2},
    {.type = EXT_KEY_SHARE, .put = put_key_share},
    {.type = EXT_QUIC, .put = put_quic_parameters},
    {.type = EXT_ALPS, .bytes = {0, 3, 2, 'h', '2'}, .len = 5},
    {.type = EXT_ECH, .put = put_ech},
    {.type = EXT_RENEGOTIATION, .bytes = {0}, .len = 1},
};

static void put_extension(struct hello *h, uint16_t type)
{
    put16(h->out, type);
    size_t body = put_open(h->out, 2);
    for (size_t i = 0; i < sizeof extension_kinds / sizeof *extension_kinds; i++) {
        if (extension_kinds[i].type != type)
            continue;
        if (extension_kinds[i].put)
            extension_kinds[i].put(h);
        else
            put_bytes(h->out, extension_kinds[i].bytes, extension_kinds[i].len);
    }
    put_close(h->out, body, 2);
}

static void put_extensions(struct hello *h)
{
    uint16_t order[EXTENSIONS_MAX];
    size_t n = 0;
    for (const uint16_t *e = h->style->extensions; *e != END; e++)
        if (*e != EXT_SNI || h->sni)
            order[n++] = *e;
    if (h->quic)
        order[n++] = EXT_QUIC;
    for (size_t i = n; h->style->flags & HELLO_SHUFFLE && i > 1; i--) {
        size_t j = rng_below(h->rng, i);
        uint16_t swap = order[i - 1];
        order[i - 1] = order[j];
        order[j] = swap;
    }
    size_t list = put_open(h->out, 2);
    if (h->style->flags & HELLO_GREASE) {
        put16(h->out, h->grease);
        put16(h->out, 0);
    }
    for (size_t i = 0; i < n; i++)
        put_extension(h, order[i]);
    put_close(h->out, list, 2);
}

void put_client_hello(struct put *p, struct rng *rng, const struct hello_style *style,
                      const char *sni, bool quic)
{
    unsigned twin = (unsigned)rng_below(rng, 16) << 4 | 0x0a;
    struct hello h = {p, rng, style, sni, quic, (uint16_t)(twin << 8 | twin)};
    put8(p, 1);
    size_t message = put_open(p, 3);
    put16(p, 0x0303);
    put_random(&h, 32);
    size_t session = style->flags & HELLO_SESSION_ID && !quic ? 32 : 0;
    put8(p, (unsigned)session);
    put_random(&h, session);
    size_t list = put_open(p, 2);
    if (style->flags & HELLO_GREASE)
        put16(p, h.grease);
    for (const uint16_t *c = style->ciphers; *c && (!quic || c < style->ciphers + 3); c++)
        put16(p, *c);
    put_close(p, list, 2);
    put16(p, 0x0100);
    put_extensions(&h);
    put_close(p, message, 3);
}

static void put_record(struct put *out, unsigned type, unsigned version, struct am_bytes body)
{
    put8(out, type);
    put16(out, version);
    put16(out, (unsigned)body.len);
    put_bytes(out, body.at, body.len);
}

/* How the hello reaches the server; all of it is legal, and all of it is seen. */
enum delivery { PLAIN, SECOND_FIRST, FIRST_AGAIN, DELIVERIES };

static void send_hello(struct conn *c, struct am_bytes hello)
{
    static const uint8_t percent[DELIVERIES] = {[SECOND_FIRST] = 6, [FIRST_AGAIN] = 6};
    unsigned draw = (unsigned)rng_below(c->rng, 100);
    enum delivery how = draw < percent[SECOND_FIRST]                          ? SECOND_FIRST
                        : draw < percent[SECOND_FIRST] + percent[FIRST_AGAIN] ? FIRST_AGAIN
                                                                              : PLAIN;
    if (hello.len <= c->mss || how == PLAIN || c->missing[UP]) {
        tcp_message(c, UP, hello);
        return;
    }
    uint32_t start = c->seq[UP];
    size_t cut = c->mss;
    struct am_bytes first = {hello.at, cut}, second = {hello.at + cut, hello.len - cut};
    if (how == SECOND_FIRST)
        c->seq[UP] = start + (uint32_t)cut;
    tcp_segment(c, UP, TCP_ACK | TCP_PSH, how == SECOND_FIRST ? second : first,
                how == SECOND_FIRST ? second.len : first.len);
    c->now += how == SECOND_FIRST ? 300 : c->rtt * 2;
    if (how == FIRST_AGAIN) {
        c->seq[UP] = start;
        tcp_segment(c, UP, TCP_ACK | TCP_PSH, first, first.len);
        c->now += 25;
        tcp_segment(c, UP, TCP_ACK | TCP_PSH, second, second.len);
    } else {
        c->seq[UP] = start;
        tcp_segment(c, UP, TCP_ACK, first, first.len);
        c->seq[UP] = start + (uint32_t)hello.len;
    }
    c->now += c->rtt;
    tcp_ack(c, DOWN);
    c->now += 200;
}

static void put_server_hello(struct put *p, struct conn *c, const struct hello_style *style,
                             bool old)
{
    uint8_t random[MLKEM_SERVER];
    put8(p, 2);
    size_t message = put_open(p, 3);
    put16(p, 0x0303);
    rng_fill(c->rng, random, sizeof random);
    put_bytes(p, random, 32);
    put8(p, 32);
    put_bytes(p, random + 32, 32);
    put16(p, old ? 0xc02f : 0x1301);
    put8(p, 0);
    size_t list = put_open(p, 2);
    if (old) {
        put32(p, 0x00170000);
        put32(p, 0xff010001);
        put8(p, 0);
    } else {
        bool pq = style->flags & HELLO_PQ;
        size_t len = pq ? MLKEM_SERVER : 32;
        put32(p, 0x002b0002);
        put16(p, 0x0304);
        put16(p, EXT_KEY_SHARE);
        put16(p, (unsigned)len + 4);
        put16(p, pq ? GROUP_MLKEM : GROUP_X25519);
        put16(p, (unsigned)len);
        put_bytes(p, random, len);
    }
    put_close(p, list, 2);
    put_close(p, message, 3);
}

static void send_server_flight(struct conn *c, const struct hello_style *style, bool old)
{
    static const uint8_t change[1] = {1};
    uint8_t hello[HELLO_MAX], buffer[HELLO_MAX], secret[900];
    struct put h = put_over(hello, sizeof hello), p = put_over(buffer, sizeof buffer);
    put_server_hello(&h, c, style, old);
    put_record(&p, 22, 0x0303, (struct am_bytes){hello, h.len});
    put_record(&p, 20, 0x0303, (struct am_bytes){change, 1});
    rng_fill(c->rng, secret, sizeof secret);
    put_record(&p, old ? 22 : 23, 0x0303, (struct am_bytes){secret, old ? 40 : 120});
    tcp_message(c, DOWN, (struct am_bytes){buffer, p.len});
    if (!old) /* the certificates, encrypted */
        tls_data(c, DOWN, rng_between(c->rng, 1500, 3800), 900);
}

void tls_handshake(struct conn *c, const struct hello_style *style, const char *sni, bool old)
{
    static const uint8_t change[1] = {1};
    uint8_t hello[HELLO_MAX], buffer[HELLO_MAX], secret[64];
    struct put h = put_over(hello, sizeof hello), p = put_over(buffer, sizeof buffer);
    old = old || style->flags & HELLO_12;
    put_client_hello(&h, c->rng, style, sni, false);
    if (rng_percent(c->rng, 4)) { /* over two records (RFC 8446 5.1), the first one tiny at times */
        size_t cut = rng_between(c->rng, 1, h.len - 1);
        put_record(&p, 22, 0x0301, (struct am_bytes){hello, cut});
        put_record(&p, 22, 0x0301, (struct am_bytes){hello + cut, h.len - cut});
    } else {
        put_record(&p, 22, 0x0301, (struct am_bytes){hello, h.len});
    }
    send_hello(c, (struct am_bytes){buffer, p.len});
    send_server_flight(c, style, old);
    p.len = 0;
    rng_fill(c->rng, secret, sizeof secret);
    put_record(&p, 20, 0x0303, (struct am_bytes){change, 1});
    put_record(&p, old ? 22 : 23, 0x0303, (struct am_bytes){secret, old ? 40 : 53});
    tcp_message(c, UP, (struct am_bytes){buffer, p.len});
}

void tls_data(struct conn *c, enum direction way, uint64_t total, uint64_t us)
{
    tcp_bulk(c, way, total < 40 ? 40 : total, us, CONTENT_TLS);
}
