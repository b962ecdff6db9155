/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/devices.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"

#define PASSED_ON_MAX 8 /* hops that packets of an organization's own networks go at most */

/* What one MAC carries. */
struct carrier {
    uint64_t mac;
    struct am_address v4;
    struct am_address stands; /* what was told of it first */
    uint32_t hash;
    bool has_v4, has_stands;
    bool shared; /* not one machine's: never merged through, for good */
    bool fresh;  /* met again since the hand last passed */
};

struct am_devices {
    struct carrier *carriers;
    uint32_t len, size;
    uint32_t hand; /* goes round in search of one that was not met (second chance) */
    struct am_table by_mac;
    uint64_t forgotten;
};

struct am_devices *am_devices_new(void)
{
    return calloc(1, sizeof(struct am_devices));
}

void am_devices_free(struct am_devices *d)
{
    if (!d)
        return;
    am_table_done(&d->by_mac);
    free(d->carriers);
    free(d);
}

/* One machine's address, as far as the MAC itself tells: the first byte's lowest bit marks groups
 * (IEEE 802, 8.2.2). */
static bool is_one(uint64_t mac)
{
    return mac != 0 && (mac >> 40 & 1) == 0;
}

static struct carrier *find(const struct am_devices *d, uint64_t mac, uint32_t hash)
{
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&d->by_mac, hash, &at)) != AM_TABLE_NONE;)
        if (d->carriers[i].mac == mac)
            return &d->carriers[i];
    return NULL;
}

static struct carrier *make_room(struct am_devices *d)
{
    if (d->len < AM_DEVICES_MAX) {
        struct carrier *grown = am_array_room(d->carriers, d->len, &d->size, sizeof *grown);
        if (!grown)
            return NULL;
        d->carriers = grown;
        grown[d->len] = (struct carrier){0};
        return &grown[d->len++];
    }
    for (; d->carriers[d->hand].fresh; d->hand = (d->hand + 1) % d->len)
        d->carriers[d->hand].fresh = false;
    struct carrier *c = &d->carriers[d->hand];
    d->hand = (d->hand + 1) % d->len;
    if (c->mac != 0) {
        am_table_remove(&d->by_mac, c->hash, (uint32_t)(c - d->carriers));
        d->forgotten++;
    }
    *c = (struct carrier){0};
    return c;
}

static struct carrier *meet(struct am_devices *d, uint64_t mac)
{
    uint32_t hash = am_table_hash_words(&mac, 1);
    struct carrier *c = find(d, mac, hash);
    if (c) {
        c->fresh = true;
        return c;
    }
    c = make_room(d);
    if (!c || !am_table_add(&d->by_mac, hash, (uint32_t)(c - d->carriers)))
        return NULL; /* out of memory: the place stays, without a MAC */
    c->mac = mac;
    c->hash = hash;
    return c;
}

/* --- what an address and a hop limit tell --- */

/* Self-assigned while no DHCP server answers, or beside the real one (RFC 3927). */
static bool is_self_assigned(const struct am_address *a)
{
    return am_address_is_v4(a) && a->at[12] == 169 && a->at[13] == 254;
}

/* 0.0.0.0 and :: stand for no address yet (DHCP, RFC 4862); 127/8 never leaves a machine. */
static bool is_no_ones(const struct am_address *a)
{
    static const struct am_address none;
    if (am_address_is_v4(a))
        return a->at[12] == 0 || a->at[12] == 127;
    return am_address_equal(a, &none);
}

static bool is_link_local_v6(const struct am_address *a)
{
    return a->at[0] == 0xfe && (a->at[1] & 0xc0) == 0x80;
}

/* The values that today's systems start with: whoever sends with one of them is the origin. */
static bool is_first_hop(uint8_t ttl)
{
    return ttl == 64 || ttl == 128 || ttl == 255;
}

/* A few hops below one of them. Programs set others (1, 2, 4 for groups; traceroute counts up from
 * 1), which tell nothing. */
static bool was_passed_on(uint8_t ttl)
{
    return (ttl < 64 && ttl >= 64 - PASSED_ON_MAX) || (ttl < 128 && ttl >= 128 - PASSED_ON_MAX) ||
           (ttl < 255 && ttl >= 255 - PASSED_ON_MAX);
}

/* --- learning --- */

static void take_v4(struct carrier *c, const struct am_address *a)
{
    if (is_self_assigned(a))
        return;
    if (!c->has_v4)
        c->v4 = *a;
    else if (!am_address_equal(&c->v4, a))
        c->shared = true;
    c->has_v4 = true;
}

/* A public IPv6 address need not be a remote one's: nobody may have told that the prefix is ours.
 * From a machine on this link its packets have their full hop limit; from the router, hardly. */
static void learn_source(struct am_devices *d, const struct am_packet *p, enum am_place_kind place)
{
    struct carrier *c = is_one(p->src_mac) ? meet(d, p->src_mac) : NULL;
    if (!c || place == AM_PLACE_MULTICAST || is_no_ones(&p->src))
        return;
    if (am_address_is_v4(&p->src)) {
        if (place == AM_PLACE_LOCAL)
            take_v4(c, &p->src);
        else
            c->shared = true;
        return;
    }
    bool local = place == AM_PLACE_LOCAL;
    bool passed_on = local ? was_passed_on(p->ttl) : !is_first_hop(p->ttl);
    c->shared |= passed_on && !is_link_local_v6(&p->src);
}

/* Who sends to the outside sends to the router. Of IPv6 the sender must be on this link, and the
 * other on none with the same prefix (/64). */
static void learn_destination(struct am_devices *d, const struct am_packet *p,
                              enum am_place_kind place)
{
    struct carrier *c = is_one(p->dst_mac) ? meet(d, p->dst_mac) : NULL;
    if (!c || place == AM_PLACE_MULTICAST || is_no_ones(&p->dst))
        return;
    bool v4 = am_address_is_v4(&p->dst);
    if (v4 && place == AM_PLACE_LOCAL)
        take_v4(c, &p->dst);
    else if (place == AM_PLACE_REMOTE)
        c->shared |= v4 || (is_first_hop(p->ttl) && memcmp(p->src.at, p->dst.at, 8) != 0);
}

void am_devices_learn(struct am_devices *d, const struct am_packet *packet,
                      enum am_place_kind src_place, enum am_place_kind dst_place)
{
    learn_source(d, packet, src_place);
    learn_destination(d, packet, dst_place);
}

struct am_address am_devices_of(struct am_devices *d, uint64_t mac,
                                const struct am_address *address)
{
    struct carrier *c = is_one(mac) ? find(d, mac, am_table_hash_words(&mac, 1)) : NULL;
    if (!c || c->shared)
        return *address;
    bool self_assigned = is_self_assigned(address);
    bool other_v4 = am_address_is_v4(address) && !self_assigned &&
                    !(c->has_v4 && am_address_equal(&c->v4, address));
    bool nothing_yet = self_assigned && !c->has_v4 && !c->has_stands;
    if (other_v4 || nothing_yet)
        return *address;
    if (!c->has_stands)
        c->stands = c->has_v4 ? c->v4 : *address;
    c->has_stands = c->fresh = true;
    return c->stands;
}

uint64_t am_devices_forgotten(const struct am_devices *d)
{
    return d->forgotten;
}
