/* SPDX-License-Identifier: AGPL-3.0-or-later
 * An observer that is fed packets made in code, with everything it tells kept: contacts (in the
 * fake store), finished flows, names, answers. */
#ifndef AM_TESTS_WATCHED_H
#define AM_TESTS_WATCHED_H

#include <netinet/in.h>

#include "contacts/observer.h"
#include "fake_store.h"
#include "messages.h"

#define WATCHED_FLOWS_MAX 2048
#define WATCHED_SECOND    1000000000ll
#define WATCHED_START     (1700000400ll * WATCHED_SECOND) /* the start of a slot */

struct watched_end {
    const char *address;
    uint16_t port;
};

struct watched {
    struct am_observer *observer;
    struct am_store store;
    int64_t time;
    uint16_t ip_id;
    uint64_t sent; /* IP bytes of all packets */
    size_t flows_len, answers;
    struct {
        struct am_observed_flow told;
        struct am_flow flow;
        char name[AM_NAME_SIZE];
        bool has_name;
    } flows[WATCHED_FLOWS_MAX];
    char names[4096];
    uint8_t bytes[65600];
    size_t len;
    size_t kept; /* bytes captured of each packet */
};

static inline void watched_flow(void *ctx, const struct am_observed_flow *flow)
{
    struct watched *w = ctx;
    if (w->flows_len == WATCHED_FLOWS_MAX)
        abort();
    w->flows[w->flows_len].told = *flow;
    w->flows[w->flows_len].flow = *flow->flow;
    w->flows[w->flows_len].has_name = flow->name != NULL;
    (void)snprintf(w->flows[w->flows_len].name, AM_NAME_SIZE, "%s", flow->name ? flow->name : "");
    w->flows_len++;
}

static inline void watched_answer(void *ctx, const struct am_flow *flow, unsigned asker,
                                  const struct am_address *device,
                                  const struct am_dns_answer *answer, int64_t time)
{
    struct watched *w = ctx;
    if (am_address_equal(device, &flow->address[1 - asker]) || answer->addresses_len == 0 ||
        time < flow->first)
        abort();
    w->answers++;
}

static inline void watched_name(void *ctx, const struct am_flow *flow, enum am_source source,
                                const char *name)
{
    struct watched *w = ctx;
    size_t len = strlen(w->names);
    (void)flow;
    (void)snprintf(w->names + len, sizeof w->names - len, "%s %s\n", am_source_name(source), name);
}

static inline struct watched *watched_new(size_t max_flows)
{
    struct watched *w = calloc(1, sizeof *w);
    if (!w)
        abort();
    struct am_observer_options options = {
        .store = &w->store,
        .max_flows = max_flows,
        .listener = {
            .ctx = w, .flow = watched_flow, .answer = watched_answer, .name = watched_name}};
    w->observer = am_observer_new(&options);
    if (!w->observer)
        abort();
    w->time = WATCHED_START;
    w->kept = SIZE_MAX;
    return w;
}

/* Ends all flows and tells all counters. */
static inline void watched_finish(struct watched *w)
{
    am_observer_finish(w->observer);
    am_observer_count(w->observer, &w->store);
}

static inline void watched_free(struct watched *w)
{
    am_observer_free(w->observer);
    free(w);
}

static inline void watched_put(struct watched *w, uint64_t value, size_t size)
{
    for (size_t i = size; i-- > 0;)
        w->bytes[w->len++] = (uint8_t)(value >> (8 * i));
}

/* Begins a packet of raw IP from one end to the other; `body` is how many bytes follow. */
static inline void watched_ip(struct watched *w, const char *from, const char *to, uint8_t protocol,
                              size_t body, uint16_t fragment)
{
    struct am_address a;
    struct am_address b;
    if (am_address_parse(from, &a) != AM_OK || am_address_parse(to, &b) != AM_OK)
        abort();
    w->len = 0;
    if (am_address_is_v4(&a)) {
        watched_put(w, 0x4500, 2);
        watched_put(w, (20 + body), 2);
        watched_put(w, ++w->ip_id, 2);
        watched_put(w, fragment, 2);
        watched_put(w, 64, 1);
        watched_put(w, protocol, 1);
        watched_put(w, 0, 2);
        memcpy(w->bytes + w->len, a.at + 12, 4);
        memcpy(w->bytes + w->len + 4, b.at + 12, 4);
        w->len += 8;
    } else {
        watched_put(w, 0x60000000, 4);
        watched_put(w, body, 2);
        watched_put(w, protocol, 1);
        watched_put(w, 64, 1);
        memcpy(w->bytes + w->len, a.at, 16);
        memcpy(w->bytes + w->len + 16, b.at, 16);
        w->len += 32;
    }
}

static inline void watched_send(struct watched *w, const void *payload, size_t len)
{
    if (len > 0)
        memcpy(w->bytes + w->len, payload, len);
    w->len += len;
    size_t kept = w->len < w->kept ? w->len : w->kept;
    uint8_t *copy = malloc(kept); /* of the exact size: a sanitizer sees each step beyond */
    if (!copy)
        abort();
    memcpy(copy, w->bytes, kept);
    struct am_frame frame = {
        .bytes = {copy, kept}, .wire_len = (uint32_t)w->len, .link_type = 101, .time = w->time};
    am_observer_take(w->observer, &frame, 1);
    w->sent += w->len;
    free(copy);
}

static inline void watched_udp(struct watched *w, struct watched_end from, struct watched_end to,
                               const void *payload, size_t len)
{
    watched_ip(w, from.address, to.address, IPPROTO_UDP, 8 + len, 0);
    watched_put(w, from.port, 2);
    watched_put(w, to.port, 2);
    watched_put(w, (8 + len), 2);
    watched_put(w, 0, 2);
    watched_send(w, payload, len);
}

static inline void watched_tcp(struct watched *w, struct watched_end from, struct watched_end to,
                               uint8_t flags, uint32_t seq, const void *payload, size_t len)
{
    watched_ip(w, from.address, to.address, IPPROTO_TCP, 20 + len, 0);
    watched_put(w, from.port, 2);
    watched_put(w, to.port, 2);
    watched_put(w, seq, 4);
    watched_put(w, 0, 4);
    watched_put(w, 0x5000u | flags, 2);
    watched_put(w, 0, 6);
    watched_send(w, payload, len);
}

/* A whole TLS connection's start: SYN, its answer, a hello. */
static inline void watched_hello(struct watched *w, struct watched_end client,
                                 struct watched_end server, const char *name)
{
    static struct wire hello;
    hello.len = 0;
    put_hello(&hello, name, 0);
    watched_tcp(w, client, server, AM_TCP_SYN, 1000, NULL, 0);
    watched_tcp(w, server, client, AM_TCP_SYN | AM_TCP_ACK, 5000, NULL, 0);
    watched_tcp(w, client, server, AM_TCP_ACK, 1001, hello.at, hello.len);
}

static inline void watched_resolve(struct watched *w, struct watched_end client,
                                   struct watched_end resolver, const char *name, const char *alias,
                                   const uint8_t address[4])
{
    static struct wire message;
    message.len = 0;
    put_question(&message, name);
    watched_udp(w, client, resolver, message.at, message.len);
    message.len = 0;
    put_answer(&message, name, alias, address);
    watched_udp(w, resolver, client, message.at, message.len);
}

/* What contacts carry, all slots together. */
static inline uint64_t watched_contact_bytes(const struct watched *w)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < w->store.len; i++)
        sum += w->store.at[i].contact.up + w->store.at[i].contact.down;
    return sum;
}

#endif
