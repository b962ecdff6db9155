/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who works in the office: invented machines, with locally administered MACs (their second bit). */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conn.h"
#include "put.h"

#define LAN_V4  "192.168.7"
#define LAN_ULA "fd00:7a6f:11::"
#define LAN_V6  "2800:a4:17c2:9100:"

#define CHROME_WINDOWS                                                                             \
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "            \
    "Chrome/142.0.0.0 Safari/537.36"
#define FIREFOX_LINUX "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
#define SAFARI_MAC                                                                                 \
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "    \
    "Version/26.0 Safari/605.1.15"
#define CHROME_ANDROID                                                                             \
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "  \
    "Mobile Safari/537.36"
#define AGENT_IPHONE "CaptiveNetworkSupport-495.120.1 wispr"

#define CLOCK(h, m) ((h)*60u + (m))

static const struct device_kind kinds[] = {
    {"nas", "servidor", SERVER | ALWAYS_ON, RESOLVER_ROUTER, false, false, 0, 0, CLOCK(24, 0), NULL,
     "openssl", "Debian APT-HTTP/1.3 (2.6.1)"},
    {"desk-1", "administracion", WINDOWS | ALWAYS_ON, RESOLVER_ROUTER, false, false, 0, 0,
     CLOCK(24, 0), "chrome", "schannel", CHROME_WINDOWS},
    {"desk-2", "tesoreria", WINDOWS, RESOLVER_GOOGLE6, true, false, 0, CLOCK(8, 24), CLOCK(17, 31),
     "chrome", "schannel", CHROME_WINDOWS},
    {"desk-3", "recepcion", WINDOWS, RESOLVER_ROUTER, false, false, 0, CLOCK(8, 28), CLOCK(17, 22),
     "chrome", "schannel", CHROME_WINDOWS},
    {"desk-4", "prensa", LINUX | ASKS_BY_HTTPS, RESOLVER_DOH, false, false, 0, CLOCK(9, 2),
     CLOCK(17, 40), "firefox", "openssl", FIREFOX_LINUX},
    {"desk-5", "tecnica", LINUX, RESOLVER_CLOUDFLARE, false, true, 0, CLOCK(8, 47), CLOCK(18, 5),
     "firefox", "openssl", FIREFOX_LINUX},
    {"laptop-1", "coordinacion", MAC, RESOLVER_ROUTER, true, false, 0, CLOCK(9, 15), CLOCK(17, 33),
     "safari", "cfnetwork", SAFARI_MAC},
    {"phone-1", "android-a3f1", ANDROID, RESOLVER_GOOGLE, false, true, 0, CLOCK(8, 26),
     CLOCK(17, 32), "chrome", "okhttp", CHROME_ANDROID},
    {"phone-2", "android-77c0", ANDROID | ASKS_BY_TLS, RESOLVER_DOT, false, false, 0, CLOCK(8, 52),
     CLOCK(17, 24), "chrome", "okhttp", CHROME_ANDROID},
    {"phone-3", "iphone", IPHONE, RESOLVER_ROUTER, true, false, 0, CLOCK(9, 14), CLOCK(17, 34),
     "safari", "cfnetwork", AGENT_IPHONE},
    {"phone-4", "android-0d52", ANDROID, RESOLVER_ROUTER, false, false, 20, CLOCK(8, 41),
     CLOCK(16, 50), "chrome", "okhttp", CHROME_ANDROID},
    {"plug", "enchufe", THING | ALWAYS_ON, RESOLVER_GOOGLE, false, false, 20, 0, CLOCK(24, 0), NULL,
     "thing", "tuya/1.0"},
    {"desk-6", "archivo", WINDOWS, RESOLVER_ROUTER, false, false, 0, CLOCK(8, 33), CLOCK(17, 28),
     "chrome", "schannel", CHROME_WINDOWS},
    {"laptop-2", "visita", WINDOWS, RESOLVER_CLOUDFLARE, false, false, 20, CLOCK(10, 5),
     CLOCK(12, 40), "chrome", "schannel", CHROME_WINDOWS},
};
#define KINDS (sizeof kinds / sizeof *kinds)

static const struct device_kind printer_kind = {
    "printer",    "impresora", THING | ALWAYS_ON, RESOLVER_ROUTER, false, false, 0, 0,
    CLOCK(24, 0), NULL,        "thing",           "HP-ePrint/1.0"};

struct am_address office_address(const char *text)
{
    struct am_address a;
    if (am_address_parse(text, &a) != AM_OK) {
        (void)fprintf(stderr, "office: '%s' is no address\n", text);
        abort();
    }
    return a;
}

static struct wire_end end_of(const char *address, unsigned mac)
{
    struct wire_end e = {.address = office_address(address),
                         .mac = {0x02, 0x5e, 0x10, 0x4b, (uint8_t)(mac >> 8), (uint8_t)mac}};
    return e;
}

static void device_init(struct device *d, unsigned number, const struct options *options)
{
    const struct device_kind *k = &kinds[number % KINDS];
    char text[AM_ADDRESS_TEXT];
    unsigned mac = 0x9a00 + number * 37;
    *d = (struct device){.number = number, .kind = k};
    d->next_port = (uint16_t)(k->flags & WINDOWS ? 49700 : 33000);
    d->arrives = options->midnight + k->arrives * MINUTE;
    d->leaves = options->midnight + k->leaves * MINUTE;
    (void)snprintf(d->hostname, sizeof d->hostname, number < KINDS ? "%s" : "%s-%u", k->hostname,
                   number);
    (void)snprintf(text, sizeof text, LAN_V4 ".%u", number == 0 ? 10 : 13 + number * 4);
    d->v4 = end_of(text, mac);
    (void)snprintf(text, sizeof text, LAN_ULA "%x", 0x1000 + number * 0x111);
    d->ula = end_of(text, mac);
    (void)snprintf(text, sizeof text, LAN_V6 "5c1f:%x:7e02:%x", 0xa000 + number * 0x2b,
                   0x11c0 + number);
    d->v6 = end_of(text, mac);
}

static void printer_init(struct office *o)
{
    struct device *d = &o->device[DEVICE_PRINTER];
    *d = (struct device){.number = DEVICE_PRINTER,
                         .kind = &printer_kind,
                         .v4 = o->printer,
                         .next_port = 33000,
                         .arrives = o->options.midnight,
                         .leaves = o->options.midnight + CLOCK(24, 0) * MINUTE};
    (void)snprintf(d->hostname, sizeof d->hostname, "%s", printer_kind.hostname);
}

uint16_t device_port(struct device *d)
{
    uint16_t port = d->next_port++;
    if (d->next_port == 0)
        d->next_port = 10240;
    return port;
}

/* Each /24 holds the hosts of its pool one after the other, from .10 on. */
static void place_host(struct office *o, size_t index)
{
    const struct host *h = &hosts[index];
    const struct pool *p = pool_find(h->pool);
    size_t before = 0, prefixes = 1, slot = 0;
    for (size_t i = 0; i < index; i++)
        before += strcmp(hosts[i].pool, h->pool) == 0 && !(hosts[i].flags & HOST_SHARED);
    while (prefixes < 4 && p->v4[prefixes])
        prefixes++;
    if (!(h->flags & HOST_SHARED))
        slot = before + 1; /* 0 is the shared one */
    for (unsigned k = 0; k < ADDRESSES_MAX; k++) {
        char text[AM_ADDRESS_TEXT];
        (void)snprintf(text, sizeof text, "%s.%u", p->v4[slot % prefixes],
                       (unsigned)(10 + slot / prefixes * ADDRESSES_MAX + k));
        o->host_v4[index][k] = office_address(text);
        if (!(h->flags & HOST_V6))
            continue;
        (void)snprintf(text, sizeof text, "%s::%x", p->v6, (unsigned)(0x2000 + slot * 16 + k));
        o->host_v6[index][k] = office_address(text);
    }
}

void office_init(struct office *o, const struct options *options)
{
    memset(o, 0, sizeof *o);
    o->options = *options;
    o->wire.trace = &o->trace;
    rng_init(&o->wire.rng, options->seed, "mirror", 0, 0);
    struct rng rng;
    rng_init(&rng, options->seed, "noise", 0, 0);
    rng_fill(&rng, o->noise, sizeof o->noise);
    o->router = end_of(LAN_V4 ".1", 0x0001);
    o->router_ula = end_of(LAN_ULA "1", 0x0001);
    o->printer = end_of(LAN_V4 ".11", 0x0b0b);
    for (unsigned i = 0; i < options->devices; i++)
        device_init(&o->device[i], i, options);
    printer_init(o);
    o->nas = o->device[0].v4;
    for (size_t i = 0; i < hosts_count; i++)
        place_host(o, i);
}

void office_done(struct office *o)
{
    trace_done(&o->trace);
    truth_done(&o->truth);
}

static void write_end(const char *label, const char *kind, const struct wire_end *e,
                      const char *hostname, FILE *out)
{
    char address[AM_ADDRESS_TEXT];
    am_address_write(&e->address, address);
    (void)fprintf(out, "device\t%s\t%s\t%02x:%02x:%02x:%02x:%02x:%02x\t%s\t%s\n", label, kind,
                  e->mac[0], e->mac[1], e->mac[2], e->mac[3], e->mac[4], e->mac[5], address,
                  hostname);
}

void office_write_devices(const struct office *o, FILE *out)
{
    write_end("router", "router", &o->router, "router", out);
    char label[16];
    (void)snprintf(label, sizeof label, "d%u", o->device[DEVICE_PRINTER].number);
    write_end(label, "printer", &o->printer, printer_kind.hostname, out);
    for (unsigned i = 0; i < o->options.devices; i++) {
        const struct device *d = &o->device[i];
        (void)snprintf(label, sizeof label, "d%u", i);
        write_end(label, d->kind->id, &d->v4, d->hostname, out);
        if (!d->kind->dual_stack)
            continue;
        write_end(label, d->kind->id, &d->v6, d->hostname, out);
        write_end(label, d->kind->id, &d->ula, d->hostname, out);
    }
}
