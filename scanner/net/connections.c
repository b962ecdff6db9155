/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/connections.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/table.h"

#define LONG_HEADER 0x80u
#define FIXED_BIT   0x40u

/* No padding: compared and hashed as bytes. */
struct key {
    struct am_address server;
    uint16_t port;
    uint8_t id_len;
    uint8_t id[AM_CONNECTION_ID_MAX + 1];
};
_Static_assert(sizeof(struct key) == 40, "whole words");

struct connection {
    struct key key;
    struct am_flow *flow; /* NULL: free */
    uint32_t hash, next;  /* of the free ones */
};

struct am_connections {
    struct connection *at;
    uint32_t len, size;
    uint32_t unused; /* place plus one; 0: none */
    uint32_t by_len[AM_CONNECTION_ID_MAX + 1];
    struct am_table by_key;
};

struct am_connections *am_connections_new(void)
{
    return calloc(1, sizeof(struct am_connections));
}

void am_connections_free(struct am_connections *c)
{
    if (!c)
        return;
    am_table_done(&c->by_key);
    free(c->at);
    free(c);
}

static struct key key_of(const struct am_address *server, uint16_t port, struct am_bytes id)
{
    struct key key = {.server = *server, .port = port, .id_len = (uint8_t)id.len};
    memcpy(key.id, id.at, id.len);
    return key;
}

static uint32_t hash_of(const struct key *key)
{
    return am_table_hash(key, sizeof *key);
}

static struct connection *find(const struct am_connections *c, const struct key *key, uint32_t hash)
{
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&c->by_key, hash, &at)) != AM_TABLE_NONE;)
        if (memcmp(&c->at[i].key, key, sizeof *key) == 0)
            return &c->at[i];
    return NULL;
}

static struct connection *make_room(struct am_connections *c)
{
    if (c->unused == 0) {
        struct connection *grown = am_array_room(c->at, c->len, &c->size, sizeof *grown);
        if (!grown)
            return NULL;
        c->at = grown;
        return &c->at[c->len++];
    }
    struct connection *e = &c->at[c->unused - 1];
    c->unused = e->next;
    return e;
}

void am_connections_forget(struct am_connections *c, uint32_t handle)
{
    if (handle == AM_CONNECTION_NONE)
        return;
    struct connection *e = &c->at[handle - 1];
    am_table_remove(&c->by_key, e->hash, handle - 1);
    c->by_len[e->key.id_len]--;
    e->flow = NULL;
    e->next = c->unused;
    c->unused = handle;
}

uint32_t am_connections_add(struct am_connections *c, uint32_t handle, struct am_flow *flow,
                            unsigned side, struct am_bytes id)
{
    if (id.len < AM_CONNECTION_ID_MIN || id.len > AM_CONNECTION_ID_MAX)
        return handle;
    struct key key = key_of(&flow->address[side], flow->port[side], id);
    uint32_t hash = hash_of(&key);
    /* Whose id it is stays who said so first: another flow with it is a forgery or a copy. */
    if (find(c, &key, hash))
        return handle;
    am_connections_forget(c, handle);
    struct connection *e = make_room(c);
    if (!e)
        return AM_CONNECTION_NONE;
    uint32_t place = (uint32_t)(e - c->at);
    *e = (struct connection){.key = key, .flow = flow, .hash = hash};
    c->by_len[id.len]++;
    if (!am_table_add(&c->by_key, hash, place)) {
        c->by_len[id.len]--;
        e->flow = NULL;
        e->next = c->unused;
        c->unused = place + 1;
        return AM_CONNECTION_NONE;
    }
    return place + 1;
}

/* RFC 8999: a long header tells how long its id is, a short one does not. */
static struct am_flow *try_len(const struct am_connections *c, const struct am_packet *p,
                               struct am_reader r, size_t len)
{
    struct am_bytes id = am_read_bytes(&r, len);
    if (am_reader_status(&r) != AM_OK)
        return NULL;
    struct key key = key_of(&p->dst, p->dst_port, id);
    struct connection *e = find(c, &key, hash_of(&key));
    return e ? e->flow : NULL;
}

struct am_flow *am_connections_find(const struct am_connections *c, const struct am_packet *p)
{
    if (p->transport != IPPROTO_UDP || c->by_key.used == 0)
        return NULL;
    struct am_reader r = am_reader_over(p->payload, true);
    unsigned first = am_read_u8(&r);
    if (first & LONG_HEADER) {
        am_read_skip(&r, 4); /* version */
        size_t len = am_read_u8(&r);
        bool fits = len >= AM_CONNECTION_ID_MIN && len <= AM_CONNECTION_ID_MAX;
        return fits ? try_len(c, p, r, len) : NULL;
    }
    if (!(first & FIXED_BIT))
        return NULL;
    for (size_t len = AM_CONNECTION_ID_MAX; len >= AM_CONNECTION_ID_MIN; len--) {
        struct am_flow *flow = c->by_len[len] > 0 ? try_len(c, p, r, len) : NULL;
        if (flow)
            return flow;
    }
    return NULL;
}
