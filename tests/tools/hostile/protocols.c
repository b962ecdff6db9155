/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Messages that lie: DNS, TLS, HTTP, QUIC; and names that would break the page they are shown on.
 */
#include <string.h>

#include "build.h"

static void dns_head(struct bytes *m, unsigned questions, unsigned answers)
{
    add32(m, 0x12348180);
    add16(m, questions);
    add16(m, answers);
    add32(m, 0);
}

static void record(struct bytes *m, unsigned owner, unsigned type, unsigned len)
{
    add16(m, 0xc000 | owner);
    add16(m, type);
    add16(m, 1);
    add32(m, 300);
    add16(m, len);
}

static void name(struct bytes *m, const char *text)
{
    while (*text) {
        size_t len = strcspn(text, ".");
        add8(m, (unsigned)len);
        add(m, text, len);
        text += len + (text[len] == '.');
    }
    add8(m, 0);
}

static void send_dns(struct bytes *b, struct bytes *m)
{
    pcap_udp(b, 53, 50000, m);
    clear(m);
}

static void write_dns_pointers(struct bytes *b)
{
    struct bytes m = {0};
    static const unsigned targets[] = {12, 13, 14, 0, 4, 11, 16, 30, 500, 0x3fff};
    for (unsigned i = 0; i < sizeof targets / sizeof *targets;
         i++) { /* to itself, before, past the end */
        dns_head(&m, 1, 1);
        add16(&m, 0xc000 | targets[i]);
        add32(&m, 0x00010001);
        record(&m, targets[i], 5, 2);
        add16(&m, 0xc000 | targets[i]);
        send_dns(b, &m);
    }
    dns_head(&m, 1, 0); /* a chain of four hundred */
    for (unsigned i = 0; i < 400; i++)
        add16(&m, 0xc000 | (12 + i * 2 + 2));
    name(&m, "a.example");
    send_dns(b, &m);
    for (unsigned kind = 0x40; kind < 0xc0; kind += 0x1f) { /* labels of no kind */
        dns_head(&m, 1, 0);
        add8(&m, kind);
        add_fill(&m, 'a', 70);
        send_dns(b, &m);
    }
    dns_head(&m, 1, 0); /* a name that never ends */
    for (unsigned i = 0; i < 400; i++) {
        add8(&m, 63);
        add_fill(&m, 'x', 63);
    }
    send_dns(b, &m);
    release(&m);
}

static void write_dns_counts(struct bytes *b)
{
    struct bytes m = {0};
    for (unsigned i = 0; i < 4; i++) {
        dns_head(&m, i & 1 ? 65535 : 1, i & 2 ? 65535 : 1);
        name(&m, "many.example");
        add32(&m, 0x00010001);
        send_dns(b, &m);
    }
    for (unsigned len = 0; len < 65536; len = len * 3 + 1) { /* lengths of data */
        dns_head(&m, 1, 1);
        name(&m, "length.example");
        add32(&m, 0x00010001);
        record(&m, 12, len % 2 ? 1 : 28, len);
        add_fill(&m, 1, 16);
        send_dns(b, &m);
    }
    dns_head(&m, 1, 3); /* a is b is a */
    name(&m, "a.example");
    add32(&m, 0x00010001);
    record(&m, 12, 5, 4);
    add_text(&m, "\001b\300\016");
    record(&m, 39, 5, 2);
    add16(&m, 0xc00c);
    record(&m, 12, 1, 4);
    add32(&m, 0x01020304);
    send_dns(b, &m);
    dns_head(&m, 1, 4000); /* addresses without end */
    name(&m, "crowd.example");
    add32(&m, 0x00010001);
    for (unsigned i = 0; i < 4000; i++) {
        record(&m, 12, 1, 4);
        add32(&m, 0x01000000 + i);
    }
    send_dns(b, &m);
    release(&m);
}

/* What comes from outside and ends in a report, a table, a terminal. */
static const char *const texts[] = {
    "<script>alert(1)</script>.example",
    "\"><img src=x onerror=alert(1)>.example",
    "=cmd|' /C calc'!A0.example",
    "\033]0;title\007\033[2J.example",
    "..\\..\\..\\etc.example",
    "a\nb\r\nX-Header: y.example",
    "%n%n%s%x.example",
    "\xff\xfe\xc0\x80\xed\xa0\x80.example",
    "'; DROP TABLE contact; --.example",
    "{{7*7}}${7*7}.example",
    "\xe2\x80\xae\x67\x70\x6a.example",
};
enum { TEXTS = sizeof texts / sizeof *texts };

static void hello(struct bytes *m, const char *sni, size_t sni_len, int lie)
{
    struct bytes body = {0};
    add16(&body, 0x0303);
    add_fill(&body, 7, 32);
    add8(&body, lie == 1 ? 255 : 0);
    add16(&body, lie == 2 ? 65535 : 2);
    add16(&body, 0x1301);
    add16(&body, 0x0100);
    add16(&body, lie == 3 ? 65535 : (unsigned)(sni_len + 9));
    add16(&body, 0);
    add16(&body, lie == 4 ? 65535 : (unsigned)(sni_len + 5));
    add16(&body, lie == 5 ? 65535 : (unsigned)(sni_len + 3));
    add8(&body, lie == 6 ? 9 : 0);
    add16(&body, lie == 7 ? 65535 : (unsigned)sni_len);
    add(&body, sni, sni_len);
    add8(m, 22);
    add16(m, 0x0301);
    add16(m, lie == 8 ? 0 : lie == 9 ? 65535 : (unsigned)(body.len + 4));
    add8(m, 1);
    add8(m, lie == 10 ? 255 : 0);
    add16(m, lie == 11 ? 0 : (unsigned)body.len);
    add(m, body.at, body.len);
    release(&body);
}

static void write_tls(void)
{
    struct bytes b = {0}, m = {0}, none = {0};
    unsigned port = 20000;
    pcap_head(&b, 1);
    for (int lie = 0; lie < 12; lie++) {
        pcap_tcp(&b, ++port, 443, 100, &none);
        hello(&m, "tls.example", 11, lie);
        pcap_tcp(&b, port, 443, 101, &m);
        clear(&m);
    }
    for (unsigned i = 0; i < TEXTS; i++) {
        hello(&m, texts[i], strlen(texts[i]), 0);
        pcap_tcp(&b, ++port, 443, 101, &m);
        clear(&m);
    }
    struct bytes large = {0};
    add_fill(&large, 'a', 30000);
    hello(&m, (const char *)large.at, large.len, 0);
    pcap_tcp(&b, ++port, 443, 101, &m);
    clear(&m);
    hello(&m, "zero\0byte.example", 17, 0);
    pcap_tcp(&b, ++port, 443, 101, &m);
    clear(&m);
    for (unsigned i = 0; i < 5000; i++) { /* records that hold nothing */
        add8(&m, 22);
        add32(&m, 0x03010000);
    }
    pcap_tcp(&b, ++port, 443, 101, &m);
    clear(&m);
    hello(&m, "bytes.example", 13, 0);
    struct bytes records = {0}; /* one byte a record, one record a segment */
    for (size_t i = 5; i < m.len; i++) {
        clear(&records);
        add8(&records, 22);
        add32(&records, 0x03010001);
        add8(&records, m.at[i]);
        pcap_tcp(&b, port + 1, 443, (uint32_t)(101 + (i - 5) * 6), &records);
    }
    save(&b, "tls", 0);
    release(&records);
    release(&large);
    release(&m);
}

static void write_http(void)
{
    struct bytes b = {0}, m = {0};
    unsigned port = 30000;
    pcap_head(&b, 1);
    for (unsigned i = 0; i < TEXTS; i++) {
        add_text(&m, i % 2 ? "CONNECT " : "GET / HTTP/1.1\r\nHost: ");
        add_text(&m, texts[i]);
        add_text(&m, i % 2 ? ":443 HTTP/1.1\r\n\r\n" : "\r\n\r\n");
        pcap_tcp(&b, ++port, 80, 101, &m);
        clear(&m);
    }
    static const char *const requests[] = {
        "GET http://[::1]:99999999999999999999/ HTTP/1.1\r\nHost:\r\n\r\n",
        "CONNECT :443 HTTP/1.1\r\n\r\n",
        "CONNECT [ HTTP/1.1\r\nHost: [\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 18446744073709551616\r\nHost: a.example\r\n\r\nGET ",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\nHost: a.example\r\n\r\n",
        "GET / HTTP/1.1\nHost : b.example\n Host: c.example\n\n",
        "GET / HTTP/9.9\r\nHost: a.example\r\nHost: b.example\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: late.example\r\n\r\n",
    };
    for (unsigned i = 0; i < sizeof requests / sizeof *requests; i++) {
        add_text(&m, requests[i]);
        pcap_tcp(&b, ++port, 80, 101, &m);
        clear(&m);
    }
    add_text(&m, "GET / HTTP/1.1\r\n"); /* headers without end */
    for (unsigned i = 0; i < 700; i++)
        add_text(&m, "X-Padding: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n");
    for (uint32_t i = 0; i < 40; i++)
        pcap_tcp(&b, port + 1, 80, (uint32_t)(101 + i * m.len), &m);
    clear(&m);
    for (unsigned i = 0; i < 3000; i++) /* requests without end, each for another */
        add_text(&m, i % 2 ? "GET / HTTP/1.1\r\nHost: x.example\r\n\r\n"
                           : "GET / HTTP/1.1\r\nHost: y.example\r\n\r\n");
    m.len = 60000;
    pcap_tcp(&b, port + 2, 80, 101, &m);
    save(&b, "http", 0);
    release(&m);
}

static void write_quic(void)
{
    struct bytes b = {0}, m = {0};
    static const uint32_t versions[] = {0,          1,          0x6b3343cf, 0xff00001d,
                                        0x51303530, 0x0a0a0a0a, 0xffffffff};
    pcap_head(&b, 1);
    for (unsigned v = 0; v < sizeof versions / sizeof *versions; v++)
        for (unsigned cid = 0; cid < 256; cid += 15)
            for (unsigned token = 0; token < 256; token += 63) {
                add8(&m, 0xc0 | (cid & 0x3f));
                add32(&m, versions[v]);
                add8(&m, cid);
                add_fill(&m, 3, cid < 40 ? cid : 20);
                add8(&m, cid % 21);
                add_fill(&m, 4, cid % 21);
                add8(&m, token);
                add_fill(&m, 0xff, 1200);
                pcap_udp(&b, 20000 + cid, 443, &m);
                clear(&m);
            }
    save(&b, "quic", 0);
    release(&m);
}

void write_protocols(void)
{
    struct bytes b = {0};
    pcap_head(&b, 1);
    write_dns_pointers(&b);
    write_dns_counts(&b);
    struct bytes m = {0};
    for (unsigned i = 0; i < TEXTS; i++) {
        dns_head(&m, 1, 1);
        name(&m, texts[i]);
        add32(&m, 0x00010001);
        record(&m, 12, 1, 4);
        add32(&m, 0x05060708);
        send_dns(&b, &m);
    }
    for (unsigned i = 0; i < 6; i++) { /* lengths that come before DNS over TCP */
        static const unsigned lengths[] = {0, 1, 11, 12, 40, 65535};
        for (unsigned n = 0; n < 50; n++) {
            add16(&m, lengths[i]);
            add_fill(&m, 0, n % 2 ? lengths[i] % 64 : 3);
        }
        pcap_tcp(&b, 40000 + i, 53, 101, &m);
        clear(&m);
    }
    save(&b, "dns", 0);
    release(&m);
    write_tls();
    write_http();
    write_quic();
}
