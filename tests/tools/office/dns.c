/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "dns.h"

#include <ctype.h>
#include <netinet/in.h>
#include <string.h>

#include "conn.h"
#include "put.h"

#define TTL          300
#define MESSAGE_MAX  4096
#define POINTER_BASE 0xc000u
#define QUESTION_AT  12

struct question {
    const char *name;
    size_t host; /* hosts_count: none */
    unsigned type;
    enum dns_how how;
    uint16_t id;
    uint64_t mix; /* 0x20: which letters are upper case */
    bool edns;
};

bool dns_visible(const struct device *d)
{
    return d->kind->resolver != RESOLVER_DOH && d->kind->resolver != RESOLVER_DOT;
}

static void put_label(struct put *p, const char *label, size_t len, uint64_t mix)
{
    put8(p, (unsigned)len);
    for (size_t i = 0; i < len; i++) {
        bool upper = mix >> (i % 64) & 1;
        put8(p, (unsigned)(upper ? toupper((unsigned char)label[i]) : label[i]));
    }
}

/* The name; where it ends as `question` does, a pointer to there (RFC 1035 4.1.4). */
static void put_name(struct put *p, const char *name, const char *question, uint64_t mix)
{
    while (*name) {
        size_t tail = strlen(name), all = strlen(question);
        if (tail <= all && strchr(name, '.') && strcmp(question + all - tail, name) == 0 &&
            (tail == all || question[all - tail - 1] == '.')) {
            put16(p, POINTER_BASE | (unsigned)(QUESTION_AT + all - tail));
            return;
        }
        size_t len = strcspn(name, ".");
        put_label(p, name, len, mix);
        name += len + (name[len] == '.');
    }
    put8(p, 0);
}

static size_t put_record_head(struct put *p, unsigned owner, unsigned type, unsigned ttl)
{
    put16(p, POINTER_BASE | owner);
    put16(p, type);
    put16(p, 1);
    put32(p, ttl);
    return put_open(p, 2);
}

/* One space between names; the rest of the chain, or NULL at its end. */
static const char *next_link(const char *chain, char out[256])
{
    size_t len = strcspn(chain, " ");
    memcpy(out, chain, len);
    out[len] = '\0';
    return chain[len] ? chain + len + 1 : NULL;
}

static unsigned put_chain(struct put *p, const struct question *q, const char *chain,
                          unsigned *owner)
{
    unsigned records = 0;
    char link[256];
    while (chain) {
        chain = next_link(chain, link);
        size_t data = put_record_head(p, *owner, 5, TTL);
        *owner = (unsigned)data;
        put_name(p, link, q->name, 0);
        put_close(p, data, 2);
        records++;
    }
    return records;
}

static unsigned put_addresses(struct put *p, const struct office *o, const struct question *q,
                              unsigned owner)
{
    const struct host *h = &hosts[q->host];
    bool v6 = q->type == DNS_TYPE_AAAA;
    if (q->type != DNS_TYPE_A && (!v6 || !(h->flags & HOST_V6)))
        return 0;
    for (unsigned i = 0; i < h->addresses; i++) {
        const struct am_address *a = v6 ? &o->host_v6[q->host][i] : &o->host_v4[q->host][i];
        size_t data = put_record_head(p, owner, q->type, TTL);
        put_bytes(p, v6 ? a->at : a->at + 12, v6 ? 16 : 4);
        put_close(p, data, 2);
    }
    return h->addresses;
}

/* RFC 9460: the service binding that tells browsers of HTTP/3. */
static unsigned put_service_binding(struct put *p, unsigned owner)
{
    size_t data = put_record_head(p, owner, DNS_TYPE_HTTPS, TTL);
    put24(p, 0x000100);
    put32(p, 0x00010006);
    put_text(p, "\002h3\002h2");
    put_close(p, data, 2);
    return 1;
}

static unsigned put_text_records(struct put *p, const struct office *o, struct rng *rng, size_t len)
{
    unsigned records = 0;
    for (; len > 0; records++) {
        size_t piece = len < 250 ? len : 250,
               data = put_record_head(p, QUESTION_AT, DNS_TYPE_TXT, TTL);
        put8(p, (unsigned)piece);
        for (size_t i = 0; i < piece; i++)
            put8(p, 'a' + o->noise[rng_below(rng, NOISE_LEN)] % 26u);
        put_close(p, data, 2);
        len -= piece;
    }
    return records;
}

static void put_message(struct put *p, const struct office *o, struct rng *rng,
                        const struct question *q, bool answer)
{
    unsigned nothing = answer && q->how == DNS_NO_SUCH_NAME ? 3 : 0;
    put16(p, q->id);
    put16(p, answer ? 0x8180 | nothing : 0x0100);
    put16(p, 1);
    put32(p, 0);
    put16(p, q->edns);
    put_name(p, q->name, "", q->mix);
    put16(p, q->type);
    put16(p, 1);
    if (answer && q->host < hosts_count) {
        unsigned owner = QUESTION_AT;
        unsigned records = put_chain(p, q, hosts[q->host].chain, &owner);
        records += put_addresses(p, o, q, owner);
        if (q->type == DNS_TYPE_HTTPS && hosts[q->host].flags & HOST_H3)
            records += put_service_binding(p, owner);
        put_set16(p, 6, records);
    } else if (answer && q->type == DNS_TYPE_TXT && !nothing) {
        put_set16(p, 6, put_text_records(p, o, rng, q->how == DNS_LARGE ? 3000 : 900));
    }
    if (q->edns) {
        put24(p, 41);
        put16(p, q->how == DNS_LARGE ? 4096 : 1232);
        put32(p, 0);
        put16(p, 0);
    }
}

static void conn_to_resolver(struct conn *c, struct office *o, struct device *d, struct rng *rng,
                             uint8_t transport, uint64_t us)
{
    static const struct {
        const char *address;
        bool v6;
    } servers[] = {
        [RESOLVER_GOOGLE] = {"8.8.8.8", false},
        [RESOLVER_CLOUDFLARE] = {"1.1.1.1", false},
        [RESOLVER_GOOGLE6] = {"2001:4860:4860::8888", true},
    };
    enum resolver r = d->kind->resolver;
    bool local = r == RESOLVER_ROUTER || !dns_visible(d);
    struct conn_spec spec = {.client = d->v4,
                             .server = o->router,
                             .vlan = d->kind->vlan,
                             .transport = transport,
                             .device = d->number,
                             .local = local,
                             .app = "dns",
                             .evidence = "none",
                             .rtt_ms = 14};
    if (!local) {
        spec.server.address = office_address(servers[r].address);
        if (servers[r].v6)
            spec.client = d->v6;
    }
    spec.client.port = device_port(d);
    spec.server.port = 53;
    conn_open(c, o, rng, &spec, us);
}

static void learn(struct office *o, const struct conn *c, const struct question *q)
{
    if (q->host >= hosts_count || (q->type != DNS_TYPE_A && q->type != DNS_TYPE_AAAA))
        return;
    const struct host *h = &hosts[q->host];
    bool v6 = q->type == DNS_TYPE_AAAA;
    for (unsigned i = 0; i < h->addresses && (!v6 || h->flags & HOST_V6); i++)
        truth_answer_add(&o->truth, c->now, &c->key.client,
                         v6 ? &o->host_v6[q->host][i] : &o->host_v4[q->host][i], h->name);
}

/* The question, or its answer; a resolver that keeps silent is asked again instead. */
static void say(struct conn *c, const struct question *q, bool answer)
{
    uint8_t buffer[MESSAGE_MAX];
    bool tcp = c->transport == IPPROTO_TCP;
    struct put p = put_over(buffer, sizeof buffer);
    size_t length = tcp ? put_open(&p, 2) : 0;
    struct put message = put_over(buffer + p.len, sizeof buffer - p.len);
    put_message(&message, c->office, c->rng, q, answer);
    p.len += message.len;
    struct am_bytes bytes = {buffer, p.len};
    if (tcp) {
        put_close(&p, length, 2);
        tcp_message(c, answer ? DOWN : UP, bytes);
    } else {
        udp_datagram(c, answer ? DOWN : UP, bytes, bytes.len);
    }
    if (answer)
        learn(c->office, c, q);
}

static uint64_t exchange(struct office *o, struct device *d, struct rng *rng, struct question *q,
                         uint64_t us)
{
    struct conn c;
    bool tcp = q->how == DNS_OVER_TCP, silent = q->how == DNS_UNANSWERED;
    q->id = (uint16_t)rng_next(rng);
    q->mix = d->kind->mixed_case ? rng_next(rng) : 0;
    q->edns = d->kind->flags & (LINUX | SERVER) || q->how == DNS_LARGE;
    conn_to_resolver(&c, o, d, rng, tcp ? IPPROTO_TCP : IPPROTO_UDP, us);
    c.fragment = true;
    if (tcp)
        tcp_connect(&c);
    say(&c, q, false);
    c.now += silent ? 2 * SECOND : c.rtt + rng_below(rng, 8000);
    say(&c, q, !silent);
    c.now += 200;
    if (tcp)
        tcp_close(&c, END_FIN);
    truth_seen_add(&o->truth, &c.key, "dns.query", q->name, 2);
    return c.now;
}

uint64_t dns_resolve(struct office *o, struct device *d, struct rng *rng, size_t host, uint64_t us,
                     bool ask_again)
{
    struct cached *known = &d->cache[host];
    bool fresh = known->asked <= us && us < known->until;
    if (!dns_visible(d) || hosts[host].name[0] == '-' || (fresh && !ask_again))
        return us;
    struct question q = {.name = hosts[host].name, .host = host, .type = DNS_TYPE_A};
    uint64_t done = exchange(o, d, rng, &q, us);
    unsigned desks_and_phones = WINDOWS | MAC | LINUX | PHONES;
    if (d->kind->dual_stack || d->kind->flags & PHONES) {
        q.type = DNS_TYPE_AAAA;
        uint64_t second = exchange(o, d, rng, &q, us + 40);
        done = second > done ? second : done;
    }
    if (d->kind->flags & desks_and_phones && rng_percent(rng, 40)) {
        q.type = DNS_TYPE_HTTPS;
        (void)exchange(o, d, rng, &q, us + 80);
    }
    *known = (struct cached){done, done + TTL * SECOND};
    return done + 300;
}

uint64_t dns_ask(struct office *o, struct device *d, struct rng *rng, const char *name,
                 unsigned type, enum dns_how how, uint64_t us)
{
    struct question q = {.name = name, .host = hosts_count, .type = type, .how = how};
    return exchange(o, d, rng, &q, us);
}
