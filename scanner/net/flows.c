/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/flows.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/table.h"

#define LINE   64u /* bytes of a cache line */
#define CHUNK  1024u
#define NOBODY UINT32_MAX
#define SECOND 1000000000ll

static const int64_t idle_ns[AM_FLOW_CLASSES] = {
    [AM_FLOW_TCP] = 1800 * SECOND,
    [AM_FLOW_UDP] = 300 * SECOND,
    [AM_FLOW_BRIEF] = 30 * SECOND,
    [AM_FLOW_CLOSED] = 15 * SECOND,
};

struct am_flows {
    struct am_hash_seed seed;
    struct am_table by_key; /* positions are those of flow_at */
    size_t count, max;
    unsigned char **chunks;
    size_t flow_size, made; /* flows that chunks have room for */
    uint32_t unused;        /* head of the list of free flows, linked by `newer` */
    uint32_t oldest[AM_FLOW_CLASSES], newest[AM_FLOW_CLASSES];
    uint64_t evicted, begun;
    am_flow_end_fn ended;
    void *ctx;
};

static struct am_flow *flow_at(const struct am_flows *f, uint32_t i)
{
    /* Chunks begin on a cache line and flow_size is whole lines: aligned for any member. */
    return (struct am_flow *)(void *)(f->chunks[i / CHUNK] + (size_t)(i % CHUNK) * f->flow_size);
}

struct am_flows *am_flows_new(size_t max, size_t use_size, am_flow_end_fn ended, void *ctx)
{
    struct am_flows *f = calloc(1, sizeof *f);
    if (!f)
        return NULL;
    f->seed = am_hash_seed();
    f->max = max;
    f->flow_size = (sizeof(struct am_flow) + use_size + LINE - 1) / LINE * LINE;
    f->ended = ended;
    f->ctx = ctx;
    f->unused = NOBODY;
    for (unsigned i = 0; i < AM_FLOW_CLASSES; i++)
        f->oldest[i] = f->newest[i] = NOBODY;
    f->chunks = calloc(max / CHUNK + 1, sizeof *f->chunks);
    if (!f->chunks) {
        am_flows_free(f);
        return NULL;
    }
    return f;
}

void am_flows_free(struct am_flows *f)
{
    if (!f)
        return;
    for (size_t i = 0; f->chunks && i < f->made / CHUNK; i++)
        free(f->chunks[i]);
    free(f->chunks);
    am_table_done(&f->by_key);
    free(f);
}

uint64_t am_flows_hash(const struct am_flows *f, const struct am_packet *p)
{
    uint64_t s[2];
    uint64_t d[2];
    memcpy(s, p->src.at, sizeof s);
    memcpy(d, p->dst.at, sizeof d);
    uint64_t from = am_hash_mix(s[0] ^ f->seed.at[0], s[1] ^ f->seed.at[1]);
    uint64_t to = am_hash_mix(d[0] ^ f->seed.at[0], d[1] ^ f->seed.at[1]);
    /* Ports apart from addresses: where one could make up for the other, whoever sends from many
     * addresses could choose flows that collide. */
    uint64_t low = p->src_port < p->dst_port ? p->src_port : p->dst_port;
    uint64_t high = p->src_port < p->dst_port ? p->dst_port : p->src_port;
    uint64_t rest = high << 24 | low << 8 | p->transport;
    /* the same for both directions */
    return am_hash_mix((from + to) ^ f->seed.at[2], (from ^ to) + rest + f->seed.at[3]);
}

void am_flows_prefetch(const struct am_flows *f, uint64_t hash)
{
    am_table_prefetch(&f->by_key, (uint32_t)hash);
}

void am_flows_prefetch_flow(const struct am_flows *f, uint64_t hash)
{
    uint32_t guess = am_table_guess(&f->by_key, (uint32_t)hash);
    if (guess == AM_TABLE_NONE)
        return;
    const struct am_flow *flow = flow_at(f, guess);
    __builtin_prefetch(flow);
    __builtin_prefetch((const char *)flow + LINE);
    __builtin_prefetch((const char *)flow + (size_t)2 * LINE);
}

/* --- lists by age --- */

static void unlink_flow(struct am_flows *f, struct am_flow *flow)
{
    if (flow->older == NOBODY)
        f->oldest[flow->list] = flow->newer;
    else
        flow_at(f, flow->older)->newer = flow->newer;
    if (flow->newer == NOBODY)
        f->newest[flow->list] = flow->older;
    else
        flow_at(f, flow->newer)->older = flow->older;
}

static void link_newest(struct am_flows *f, struct am_flow *flow)
{
    flow->older = f->newest[flow->list];
    flow->newer = NOBODY;
    if (flow->older == NOBODY)
        f->oldest[flow->list] = flow->self;
    else
        flow_at(f, flow->older)->newer = flow->self;
    f->newest[flow->list] = flow->self;
}

void am_flows_set_class(struct am_flows *f, struct am_flow *flow, enum am_flow_class class_)
{
    if (flow->list == class_)
        return;
    unlink_flow(f, flow);
    flow->list = (uint8_t)class_;
    link_newest(f, flow);
}

/* --- life --- */

static void remove_flow(struct am_flows *f, struct am_flow *flow)
{
    am_table_remove(&f->by_key, (uint32_t)flow->hash, flow->self);
    unlink_flow(f, flow);
    flow->newer = f->unused;
    f->unused = flow->self;
    f->count--;
}

static void end_flow(struct am_flows *f, struct am_flow *flow, enum am_flow_end why)
{
    f->ended(f->ctx, flow, why);
    remove_flow(f, flow);
}

static bool more_flows(struct am_flows *f)
{
    size_t chunk = f->made / CHUNK;
    f->chunks[chunk] = aligned_alloc(LINE, CHUNK * f->flow_size);
    if (!f->chunks[chunk])
        return false;
    f->made += CHUNK;
    for (uint32_t i = (uint32_t)f->made; i-- > chunk * CHUNK;) {
        struct am_flow *flow = flow_at(f, i);
        flow->self = i;
        flow->newer = f->unused;
        f->unused = i;
    }
    return true;
}

static void evict(struct am_flows *f)
{
    struct am_flow *victim = NULL;
    if (f->oldest[AM_FLOW_CLOSED] != NOBODY) { /* it is over: nothing is lost */
        end_flow(f, flow_at(f, f->oldest[AM_FLOW_CLOSED]), AM_FLOW_IDLE);
        return;
    }
    for (unsigned i = 0; i < AM_FLOW_CLASSES; i++) {
        if (f->oldest[i] == NOBODY)
            continue;
        struct am_flow *flow = flow_at(f, f->oldest[i]);
        if (!victim || flow->last < victim->last)
            victim = flow;
    }
    if (victim) {
        f->evicted++;
        end_flow(f, victim, AM_FLOW_EVICTED);
    }
}

/* Who asked: a SYN says so; else the side with the service's port is the server. */
static uint8_t guess_client(const struct am_packet *p)
{
    if (p->transport == IPPROTO_TCP && (p->tcp_flags & AM_TCP_SYN))
        return p->tcp_flags & AM_TCP_ACK ? 1 : 0;
    bool src_service = p->src_port < 1024;
    bool dst_service = p->dst_port < 1024;
    if (src_service != dst_service)
        return src_service ? 1 : 0;
    return 0;
}

static enum am_flow_class class_of(const struct am_packet *p)
{
    if (p->src_port == 53 || p->dst_port == 53)
        return AM_FLOW_BRIEF;
    return p->transport == IPPROTO_TCP ? AM_FLOW_TCP : AM_FLOW_UDP;
}

static struct am_flow *begin(struct am_flows *f, const struct am_packet *p, uint64_t hash,
                             int64_t time)
{
    if (f->count >= f->max)
        evict(f);
    if (f->unused == NOBODY && (f->made >= f->max + CHUNK || !more_flows(f)))
        return NULL;
    uint32_t self = f->unused;
    if (!am_table_add(&f->by_key, (uint32_t)hash, self))
        return NULL;
    struct am_flow *flow = flow_at(f, self);
    f->unused = flow->newer;
    memset(flow, 0, f->flow_size);
    *flow = (struct am_flow){
        .address = {p->src, p->dst},
        .port = {p->src_port, p->dst_port},
        .transport = p->transport,
        .list = (uint8_t)class_of(p),
        .client = guess_client(p),
        .first = time,
        .last = time,
        .hash = hash,
        .self = self,
    };
    link_newest(f, flow);
    f->count++;
    f->begun++;
    return flow;
}

static bool is_side(const struct am_flow *flow, const struct am_packet *p, unsigned side)
{
    return flow->port[side] == p->src_port && flow->port[1 - side] == p->dst_port &&
           am_address_equal(&flow->address[side], &p->src) &&
           am_address_equal(&flow->address[1 - side], &p->dst);
}

static struct am_flow *find(const struct am_flows *f, const struct am_packet *p, uint64_t hash,
                            unsigned *side)
{
    uint32_t at = (uint32_t)hash;
    for (uint32_t i; (i = am_table_next(&f->by_key, (uint32_t)hash, &at)) != AM_TABLE_NONE;) {
        struct am_flow *flow = flow_at(f, i);
        if (flow->transport != p->transport)
            continue;
        if (is_side(flow, p, 0)) {
            *side = 0;
            return flow;
        }
        if (is_side(flow, p, 1)) {
            *side = 1;
            return flow;
        }
    }
    return NULL;
}

struct am_flow *am_flows_find(const struct am_flows *f, const struct am_packet *p, uint64_t hash)
{
    unsigned side;
    return find(f, p, hash, &side);
}

/* Too far from the flow's last packet, or so far before it that the clock was set back. */
static bool silent(const struct am_flow *flow, int64_t time)
{
    int64_t since = time - flow->last;
    return since > idle_ns[flow->list] || since < -idle_ns[flow->list];
}

static bool asks_to_connect(const struct am_packet *p)
{
    return p->transport == IPPROTO_TCP && (p->tcp_flags & (AM_TCP_SYN | AM_TCP_ACK)) == AM_TCP_SYN;
}

/* A new connection on the ports of one that is over, be its end seen or not. */
static bool reused(const struct am_flow *flow, const struct am_packet *p, unsigned side,
                   int64_t time)
{
    if (silent(flow, time))
        return true;
    if (!asks_to_connect(p))
        return false;
    if (side == flow->client && (flow->tcp_flags[side] & AM_TCP_SYN))
        return p->tcp_seq != flow->syn;
    if (flow->list == AM_FLOW_CLOSED)
        return true;
    /* Its first SYN, after other packets: new, unless it was captured a little late. */
    return flow->packets[side] > 0 && time - flow->last > SECOND;
}

static void note_tcp(struct am_flows *f, struct am_flow *flow, const struct am_packet *p,
                     unsigned side)
{
    if (asks_to_connect(p) && !((flow->tcp_flags[0] | flow->tcp_flags[1]) & AM_TCP_SYN))
        flow->client = (uint8_t)side;
    if (asks_to_connect(p) && side == flow->client)
        flow->syn = p->tcp_seq;
    flow->tcp_flags[side] |= p->tcp_flags;
    if ((p->tcp_flags & AM_TCP_RST) || (flow->tcp_flags[0] & flow->tcp_flags[1] & AM_TCP_FIN))
        am_flows_set_class(f, flow, AM_FLOW_CLOSED);
}

struct am_flow *am_flows_take(struct am_flows *f, const struct am_packet *p, uint64_t hash,
                              int64_t time, unsigned *side, bool *begun)
{
    struct am_flow *flow = find(f, p, hash, side);
    *begun = false;
    if (flow && reused(flow, p, *side, time)) {
        end_flow(f, flow, AM_FLOW_REUSED);
        flow = NULL;
    }
    if (!flow) {
        flow = begin(f, p, hash, time);
        if (!flow)
            return NULL;
        *side = 0;
        *begun = true;
    }
    flow->bytes[*side] += p->ip_len;
    flow->packets[*side]++;
    /* Order within a second does not matter to time-outs; most packets then touch no neighbour. */
    if (time / SECOND != flow->last / SECOND && flow->newer != NOBODY) {
        unlink_flow(f, flow);
        link_newest(f, flow);
    }
    if (time > flow->last)
        flow->last = time;
    if (p->transport == IPPROTO_TCP)
        note_tcp(f, flow, p, *side);
    else if (flow->list == AM_FLOW_BRIEF && flow->packets[0] == flow->packets[1])
        am_flows_set_class(f, flow, AM_FLOW_CLOSED);
    return flow;
}

void am_flows_join(struct am_flows *f, struct am_flow *flow, struct am_flow *fresh, unsigned *side)
{
    /* The end that stayed tells which side is which; the packet went from side 0 of `fresh`. */
    bool kept =
        fresh->port[1] == flow->port[1] && am_address_equal(&fresh->address[1], &flow->address[1]);
    *side = kept ? 0 : 1;
    am_table_remove(&f->by_key, (uint32_t)flow->hash, flow->self);
    flow->hash = fresh->hash;
    flow->address[*side] = fresh->address[0];
    flow->address[1 - *side] = fresh->address[1];
    flow->port[*side] = fresh->port[0];
    flow->port[1 - *side] = fresh->port[1];
    flow->bytes[*side] += fresh->bytes[0];
    flow->packets[*side] += fresh->packets[0];
    flow->last = fresh->last > flow->last ? fresh->last : flow->last;
    remove_flow(f, fresh);
    f->begun--;
    /* Never fails: a place was just made free. */
    (void)am_table_add(&f->by_key, (uint32_t)flow->hash, flow->self);
    unlink_flow(f, flow);
    link_newest(f, flow);
}

void am_flows_expire(struct am_flows *f, int64_t now)
{
    for (unsigned i = 0; i < AM_FLOW_CLASSES; i++) {
        while (f->oldest[i] != NOBODY) {
            struct am_flow *flow = flow_at(f, f->oldest[i]);
            if (!silent(flow, now))
                break;
            end_flow(f, flow, AM_FLOW_IDLE);
        }
    }
}

void am_flows_each(struct am_flows *f, am_flow_fn fn, void *ctx)
{
    for (unsigned i = 0; i < AM_FLOW_CLASSES; i++)
        for (uint32_t at = f->oldest[i]; at != NOBODY; at = flow_at(f, at)->newer)
            fn(ctx, flow_at(f, at));
}

void am_flows_finish(struct am_flows *f)
{
    for (unsigned i = 0; i < AM_FLOW_CLASSES; i++)
        while (f->oldest[i] != NOBODY)
            end_flow(f, flow_at(f, f->oldest[i]), AM_FLOW_FINISHED);
}

uint64_t am_flows_evicted(const struct am_flows *f)
{
    return f->evicted;
}

uint64_t am_flows_begun(const struct am_flows *f)
{
    return f->begun;
}
