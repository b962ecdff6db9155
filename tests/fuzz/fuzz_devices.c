/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Devices against a model that keeps every event and judges a MAC from all of them at once: four
 * bytes of input make a packet (two MACs, two addresses, a hop limit), the last of them also what
 * is asked after it. In the end all is asked; what stands for an address stands for itself, and
 * goes on to as long as its MAC is one machine's. */
#include <stdlib.h>
#include <string.h>

#include "net/devices.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define EVENTS_MAX 128
#define MACS       8
#define ADDRESSES  16

static const uint64_t macs[MACS] = {0,
                                    0x025e104b9a01,
                                    0x025e104b9a02,
                                    0x025e104b9a03,
                                    0x02005e000001,
                                    0xfe0000000000,
                                    0x01005e0000fb,
                                    0xffffffffffff};
static const char *const texts[ADDRESSES] = {"192.168.7.1",     "192.168.7.17",
                                             "10.0.0.1",        "169.254.1.2",
                                             "198.51.100.7",    "0.0.0.0",
                                             "224.0.0.251",     "fd00:7a6f:11::1",
                                             "fd00:7a6f:11::2", "fe80::5e:10ff:1",
                                             "2001:db8:1::1",   "2001:db8:1::2",
                                             "2001:db8:ff::1",  "::",
                                             "ff02::fb",        "127.0.0.1"};
static const uint8_t ttls[8] = {64, 128, 255, 63, 57, 55, 1, 0};

struct event {
    unsigned src_mac, dst_mac, src, dst;
    uint8_t ttl;
};

struct model {
    struct am_address address[ADDRESSES];
    enum am_place_kind place[ADDRESSES];
    struct event events[EVENTS_MAX];
    size_t len;
    int stands[MACS]; /* the address told of it first; -1: none yet */
};

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void model_init(struct model *m)
{
    static const struct am_locality locality;
    m->len = 0;
    memset(m->stands, -1, sizeof m->stands);
    for (unsigned i = 0; i < ADDRESSES; i++) {
        must(am_address_parse(texts[i], &m->address[i]) == AM_OK);
        m->place[i] = am_locality_of(&locality, &m->address[i]);
    }
}

static bool is_v4(const struct model *m, unsigned a)
{
    return am_address_is_v4(&m->address[a]);
}

static bool counts(const struct model *m, unsigned a)
{
    return m->place[a] != AM_PLACE_MULTICAST && strcmp(texts[a], "0.0.0.0") != 0 &&
           strcmp(texts[a], "::") != 0 && strncmp(texts[a], "127.", 4) != 0;
}

static bool self_assigned(unsigned a)
{
    return strncmp(texts[a], "169.254.", 8) == 0;
}

static bool full(uint8_t ttl)
{
    return ttl == 64 || ttl == 128 || ttl == 255;
}

/* Hop limits among `ttls` that speak of another machine behind the MAC. */
static bool shows_another(const struct model *m, const struct event *e)
{
    if (strncmp(texts[e->src], "fe80", 4) == 0)
        return false;
    if (m->place[e->src] == AM_PLACE_LOCAL)
        return e->ttl == 63 || e->ttl == 57;
    return !full(e->ttl);
}

static bool shares(const struct model *m, const struct event *e, unsigned mac)
{
    bool from = e->src_mac == mac && counts(m, e->src);
    bool to = e->dst_mac == mac && counts(m, e->dst);
    if (from && is_v4(m, e->src) && m->place[e->src] == AM_PLACE_REMOTE)
        return true;
    if (from && !is_v4(m, e->src) && shows_another(m, e))
        return true;
    if (!to || m->place[e->dst] != AM_PLACE_REMOTE)
        return false;
    return is_v4(m, e->dst) ||
           (full(e->ttl) && memcmp(m->address[e->src].at, m->address[e->dst].at, 8) != 0);
}

/* The only local IPv4 address that a MAC carries, -1 for none, -2 where it is no one machine's. */
static int only_v4(const struct model *m, unsigned mac)
{
    bool used[ADDRESSES] = {false};
    int v4 = -1;
    for (size_t i = 0; i < m->len; i++) {
        const struct event *e = &m->events[i];
        if (shares(m, e, mac))
            return -2;
        used[e->src] |= e->src_mac == mac;
        used[e->dst] |= e->dst_mac == mac;
    }
    for (unsigned a = 0; a < ADDRESSES; a++) {
        if (!used[a] || !is_v4(m, a) || m->place[a] != AM_PLACE_LOCAL || !counts(m, a) ||
            self_assigned(a))
            continue;
        if (v4 >= 0)
            return -2;
        v4 = (int)a;
    }
    return v4;
}

static bool was_met(const struct model *m, unsigned mac)
{
    for (size_t i = 0; i < m->len; i++)
        if (m->events[i].src_mac == mac || m->events[i].dst_mac == mac)
            return true;
    return false;
}

static unsigned model_of(struct model *m, unsigned mac, unsigned asked)
{
    int v4 = only_v4(m, mac);
    if (macs[mac] == 0 || (macs[mac] >> 40 & 1) || !was_met(m, mac) || v4 == -2)
        return asked;
    if (is_v4(m, asked) && !self_assigned(asked) && (int)asked != v4)
        return asked;
    if (self_assigned(asked) && v4 < 0 && m->stands[mac] < 0)
        return asked;
    if (m->stands[mac] < 0)
        m->stands[mac] = v4 >= 0 ? v4 : (int)asked;
    return (unsigned)m->stands[mac];
}

static void ask(struct am_devices *d, struct model *m, unsigned mac, unsigned asked)
{
    unsigned wanted = model_of(m, mac, asked);
    struct am_address told = am_devices_of(d, macs[mac], &m->address[asked]);
    must(am_address_equal(&told, &m->address[wanted]));
    struct am_address again = am_devices_of(d, macs[mac], &told);
    must(am_address_equal(&again, &told));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct model m;
    struct am_devices *d = am_devices_new();
    must(d != NULL);
    model_init(&m);
    for (; m.len < EVENTS_MAX && size >= 4; data += 4, size -= 4) {
        struct event *e = &m.events[m.len++];
        *e = (struct event){.src_mac = data[0] % MACS,
                            .dst_mac = data[0] / MACS % MACS,
                            .src = data[1] % ADDRESSES,
                            .dst = data[2] % ADDRESSES,
                            .ttl = ttls[data[3] % 8]};
        struct am_packet p = {.src_mac = macs[e->src_mac],
                              .dst_mac = macs[e->dst_mac],
                              .src = m.address[e->src],
                              .dst = m.address[e->dst],
                              .ttl = e->ttl};
        am_devices_learn(d, &p, m.place[e->src], m.place[e->dst]);
        ask(d, &m, data[3] / 8 % MACS, data[1] / ADDRESSES % ADDRESSES);
    }
    for (unsigned mac = 0; mac < MACS; mac++)
        for (unsigned a = 0; a < ADDRESSES; a++)
            ask(d, &m, mac, a);
    must(am_devices_forgotten(d) == 0);
    am_devices_free(d);
    return 0;
}
