/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/observer.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "contacts/observer_private.h"

#define RCODE_NO_SUCH_NAME 3 /* RFC 1035, 4.1.1 */

#define SLOT_NS (AM_SLOT_SECONDS * AM_SECOND_NS)
#define UNDECIDED_NS                                                                               \
    (10 * AM_SECOND_NS) /* how long a flow may wait for its name before it is counted without */

static const char *const counter_names[COUNTERS] = {
    [PACKETS] = "packets",
    [DUPLICATES] = "packets.duplicate",
    [DUPLICATE_BYTES] = "bytes.duplicate",
    [NOT_IP] = "packets.not_ip",
    [SEALED] = "packets.sealed",
    [CUT_HEADERS] = "lost.cut_headers",
    [MALFORMED] = "packets.malformed",
    [TOO_DEEP] = "packets.too_deep",
    [LINK_UNKNOWN] = "lost.link_unknown",
    [CUT_PACKETS] = "packets.cut",
    [LOCAL_PACKETS] = "local.packets",
    [LOCAL_BYTES] = "local.bytes",
    [MULTICAST_PACKETS] = "multicast.packets",
    [MULTICAST_BYTES] = "multicast.bytes",
    [ICMP_PACKETS] = "icmp.packets",
    [ICMP_BYTES] = "icmp.bytes",
    [FRAGMENTS] = "packets.fragments",
    [NO_ROOM] = "lost.no_memory",
    [MOVED] = "flows.moved",
    [DNS_ANSWERS] = "dns.answers",
    [DNS_NO_SUCH_NAME] = "dns.no_such_name",
    [DNS_FAILED] = "dns.failed",
};

static const enum am_observer_counter decoded_counter[AM_DECODED_COUNT] = {
    [AM_DECODED_TRANSPORT] = PACKETS,
    [AM_DECODED_OTHER_IP] = PACKETS,
    [AM_DECODED_NOT_IP] = NOT_IP,
    [AM_DECODED_CUT] = CUT_HEADERS,
    [AM_DECODED_MALFORMED] = MALFORMED,
    [AM_DECODED_TOO_DEEP] = TOO_DEEP,
    [AM_DECODED_LINK_UNKNOWN] = LINK_UNKNOWN,
};

static void flow_ended(void *ctx, struct am_flow *flow, enum am_flow_end why);
static void answer_seen(void *ctx, struct am_flow *flow, unsigned side,
                        const struct am_dns_answer *answer, int64_t time);
static void name_seen(void *ctx, const struct am_flow *flow, enum am_source source,
                      const char *name);
static bool hides(void *ctx, struct am_flow *flow, unsigned side, const struct am_hello *hello,
                  int64_t time, struct am_memory_name *probable);
static void connection_seen(void *ctx, struct am_flow *flow, unsigned side, struct am_bytes id);
static void start_seen(void *ctx, const struct am_packet *start, int64_t time);

struct am_observer *am_observer_new(const struct am_observer_options *options)
{
    struct am_observer *o = calloc(1, sizeof *o);
    if (!o)
        return NULL;
    o->options = *options;
    o->flows = am_flows_new(options->max_flows, sizeof(struct am_use), flow_ended, o);
    o->fragments = am_fragments_new();
    o->labels = am_labels_new();
    o->memory = o->labels ? am_memory_new(o->labels) : NULL;
    o->namer = o->labels ? am_namer_new(&(struct am_namer_options){
                               .labels = o->labels,
                               .ctx = o,
                               .answer = answer_seen,
                               .name = options->listener.name ? name_seen : NULL,
                               .hides = hides,
                               .connection = connection_seen,
                               .keep_others = options->listener.flow != NULL,
                           })
                         : NULL;
    o->connections = am_connections_new();
    o->devices = am_devices_new();
    o->vantage = am_vantage_new(options->own, options->own_len);
    if (!o->flows || !o->fragments || !o->memory || !o->namer || !o->connections || !o->devices ||
        !o->vantage) {
        am_observer_free(o);
        return NULL;
    }
    am_fragments_tell(o->fragments, start_seen, o);
    return o;
}

static void release(void *ctx, struct am_flow *flow)
{
    struct am_observer *o = ctx;
    struct am_use *use = am_flow_use(flow);
    am_naming_done(o->namer, &use->naming);
}

void am_observer_free(struct am_observer *o)
{
    if (!o)
        return;
    if (o->flows && o->namer)
        am_flows_each(o->flows, release, o);
    am_flows_free(o->flows);
    am_fragments_free(o->fragments);
    am_namer_free(o->namer);
    am_connections_free(o->connections);
    am_devices_free(o->devices);
    am_vantage_free(o->vantage);
    am_memory_free(o->memory);
    am_labels_free(o->labels);
    free(o);
}

/* --- the life of a flow --- */

static void flow_ended(void *ctx, struct am_flow *flow, enum am_flow_end why)
{
    struct am_observer *o = ctx;
    struct am_use *use = am_flow_use(flow);
    am_flow_settle(o, flow, 0, 0);
    am_flow_tell_vantage(o, flow);
    if (o->options.listener.flow)
        am_flow_tell(o, flow, why);
    am_connections_forget(o->connections, use->connection);
    am_naming_done(o->namer, &use->naming);
}

/* A flow that is hours old is told as one, and goes on as another with the same name. */
static void tell_long_flow(struct am_observer *o, struct am_flow *flow, unsigned side,
                           const struct am_packet *p, int64_t time)
{
    struct am_use *use = am_flow_use(flow);
    am_flow_settle(o, flow, side, p->ip_len);
    flow->bytes[side] -= p->ip_len;
    flow->packets[side]--;
    am_flow_tell_vantage(o, flow);
    if (o->options.listener.flow)
        am_flow_tell(o, flow, AM_FLOW_HARD);
    flow->first = time;
    flow->bytes[side] = p->ip_len;
    flow->bytes[1 - side] = 0;
    flow->packets[side] = 1;
    flow->packets[1 - side] = 0;
    use->settled[0] = use->settled[1] = 0;
}

static bool undecided(const struct am_flow *flow, const struct am_use *use, int64_t time)
{
    return am_naming_waits(&use->naming) && time - flow->first < UNDECIDED_NS;
}

static int64_t slot_of(int64_t time)
{
    return time - time % SLOT_NS;
}

static void move_slot(struct am_observer *o, struct am_flow *flow, unsigned side, uint64_t held,
                      int64_t time)
{
    struct am_use *use = am_flow_use(flow);
    if (!undecided(flow, use, time))
        am_flow_settle(o, flow, side, held);
    use->slot = slot_of(time);
}

static void settle_one(void *ctx, struct am_flow *flow)
{
    struct am_observer *o = ctx;
    if (!undecided(flow, am_flow_use(flow), o->clock.now))
        am_flow_settle(o, flow, 0, 0);
}

void am_observer_settle(struct am_observer *o)
{
    am_flows_expire(o->flows, o->clock.now);
    am_flows_each(o->flows, settle_one, o);
}

void am_observer_turn(struct am_observer *o, struct am_store *store)
{
    struct am_vantage *vantage = am_vantage_new(o->options.own, o->options.own_len);
    if (vantage) {
        am_vantage_free(o->vantage);
        o->vantage = vantage;
    }
    memcpy(o->earlier, o->counters, sizeof o->earlier);
    o->options.store = store;
    o->clock.first = o->clock.last = 0;
}

void am_observer_finish(struct am_observer *o)
{
    am_fragments_finish(o->fragments);
    am_flows_finish(o->flows);
}

/* --- names --- */

static void answer_seen(void *ctx, struct am_flow *flow, unsigned side,
                        const struct am_dns_answer *answer, int64_t time)
{
    struct am_observer *o = ctx;
    /* Answers come from the resolver: the other side asked. */
    const struct am_use *use = am_flow_use(flow);
    const struct am_address *device = &use->stands[1 - side];
    o->counters[DNS_ANSWERS]++;
    o->counters[DNS_NO_SUCH_NAME] += answer->rcode == RCODE_NO_SUCH_NAME;
    o->counters[DNS_FAILED] += answer->rcode != 0 && answer->rcode != RCODE_NO_SUCH_NAME;
    am_memory_add(o->memory, device, answer, time);
    if (o->options.listener.answer && answer->addresses_len > 0)
        o->options.listener.answer(o->options.listener.ctx, flow, 1 - side, device, answer, time);
}

static void name_seen(void *ctx, const struct am_flow *flow, enum am_source source,
                      const char *name)
{
    struct am_observer *o = ctx;
    o->options.listener.name(o->options.listener.ctx, flow, source, name);
}

/* A front is known by the dataset, or by the key that the device was given for a name there.
 * Whoever has the name asked elsewhere (DoH) leaves nothing to tell it by. */
static bool hides(void *ctx, struct am_flow *flow, unsigned side, const struct am_hello *hello,
                  int64_t time, struct am_memory_name *probable)
{
    struct am_observer *o = ctx;
    const struct am_knowledge *k = o->options.knowledge;
    const struct am_use *use = am_flow_use(flow);
    bool known = k && k->fronts && k->fronts(k->ctx, hello->outer);
    bool found = side == am_flow_device(flow, use) &&
                 am_memory_find_hidden(o->memory, &use->stands[side], &flow->address[1 - side],
                                       time, hello->outer, probable);
    bool by_key = found && probable->key;
    if (!found || (!known && !by_key))
        *probable = (struct am_memory_name){.name = NULL};
    return known || by_key;
}

static void connection_seen(void *ctx, struct am_flow *flow, unsigned side, struct am_bytes id)
{
    struct am_observer *o = ctx;
    struct am_use *use = am_flow_use(flow);
    use->connection = am_connections_add(o->connections, use->connection, flow, side, id);
}

static void begin_flow(struct am_observer *o, struct am_flow *flow, const struct am_packet *p,
                       unsigned side, int64_t time)
{
    struct am_use *use = am_flow_use(flow);
    use->slot = slot_of(time);
    am_flow_find_ends(o, flow, p, side);
    am_naming_init(o->namer, &use->naming, flow);
    struct am_memory_name remembered;
    unsigned device = am_flow_device(flow, use);
    if (am_flow_leaves(use) && am_memory_find(o->memory, &use->stands[device],
                                              &flow->address[1 - device], time, &remembered))
        am_naming_remember(o->namer, &use->naming, &remembered);
}

/* Where a packet that begins a flow belongs to one whose client moved (QUIC), that one goes on.
 * What it carried so far stays with the device it was. */
static struct am_flow *rejoin(struct am_observer *o, struct am_flow *fresh,
                              const struct am_packet *p, unsigned *side)
{
    bool brief = fresh->list == AM_FLOW_BRIEF; /* DNS */
    struct am_flow *flow = brief ? NULL : am_connections_find(o->connections, p);
    if (!flow)
        return NULL;
    am_flow_settle(o, flow, 0, 0);
    am_flows_join(o->flows, flow, fresh, side);
    am_flow_find_ends(o, flow, p, *side);
    o->counters[MOVED]++;
    return flow;
}

/* --- packets --- */

static void count_apart(struct am_observer *o, const struct am_use *use, uint64_t packets,
                        uint64_t bytes)
{
    bool multicast = use->place[0] == AM_PLACE_MULTICAST || use->place[1] == AM_PLACE_MULTICAST;
    o->counters[multicast ? MULTICAST_PACKETS : LOCAL_PACKETS] += packets;
    o->counters[multicast ? MULTICAST_BYTES : LOCAL_BYTES] += bytes;
}

/* False: the fragment's flow is not known yet. */
static bool take_fragment(struct am_observer *o, struct am_packet *p, int64_t time,
                          struct am_fragments_told *told)
{
    o->counters[FRAGMENTS]++;
    *told = am_fragments_take(o->fragments, p, time);
    return told->named;
}

/* Acknowledgements and resets: their sender may well repeat them at once. */
static bool is_bare(const struct am_packet *p)
{
    return p->transport == IPPROTO_TCP && p->payload_len == 0 && !p->fragment &&
           !(p->tcp_flags & (AM_TCP_SYN | AM_TCP_FIN));
}

static bool count_copy(struct am_observer *o, const struct am_packet *p)
{
    o->counters[DUPLICATES]++;
    o->counters[DUPLICATE_BYTES] += p->ip_len;
    return true;
}

/* Whether a packet that looks like one seen a moment ago is the same, mirrored twice. */
static bool is_copy(struct am_observer *o, const struct am_packet *p, uint64_t hash)
{
    struct am_flow *flow = p->fragment ? NULL : am_flows_find(o->flows, p, hash);
    if (is_bare(p) &&
        (!flow || flow->copies * AM_DUPLICATE_SHARE < flow->packets[0] + flow->packets[1]))
        return false;
    if (flow)
        flow->copies++;
    return count_copy(o, p);
}

static void take_packet(struct am_observer *o, struct am_packet *p, uint64_t hash, int64_t time)
{
    if (am_duplicates_seen(&o->duplicates, p->signature, time) && is_copy(o, p, hash))
        return;
    struct am_fragments_told told = {0};
    if (p->fragment) {
        if (!take_fragment(o, p, time, &told))
            return;
        hash = am_flows_hash(o->flows, p);
    }
    unsigned side;
    bool begun;
    struct am_flow *flow = am_flows_take(o->flows, p, hash, time, &side, &begun);
    if (!flow) {
        o->counters[NO_ROOM]++;
        return;
    }
    struct am_flow *moved = begun ? rejoin(o, flow, p, &side) : NULL;
    flow = moved ? moved : flow;
    struct am_use *use = am_flow_use(flow);
    if (begun && !moved)
        begin_flow(o, flow, p, side, time);
    if (use->ttl[side] == 0)
        use->ttl[side] = p->ttl;
    flow->bytes[side] += told.waited_len;
    flow->packets[side] += told.waited;
    if (time - use->slot >= SLOT_NS || time < use->slot)
        move_slot(o, flow, side, p->ip_len, time);
    if (time - flow->first > AM_FLOW_HARD_NS)
        tell_long_flow(o, flow, side, p, time);
    if (!am_flow_leaves(use))
        count_apart(o, use, 1 + told.waited, p->ip_len + told.waited_len);
    if (p->payload.len < p->payload_len) {
        use->cut = true;
        use->cut_unread |= am_naming_wants(&use->naming, side);
        o->counters[CUT_PACKETS]++;
    }
    if (am_naming_wants(&use->naming, side))
        am_naming_take(o->namer, flow, &use->naming, side, p, time);
}

/* The start of a datagram whose other fragments never came: what there is of it may name. Its bytes
 * have been counted. */
static void start_seen(void *ctx, const struct am_packet *start, int64_t time)
{
    struct am_observer *o = ctx;
    struct am_flow *flow = am_flows_find(o->flows, start, am_flows_hash(o->flows, start));
    if (!flow)
        return;
    struct am_use *use = am_flow_use(flow);
    unsigned side =
        am_address_equal(&flow->address[0], &start->src) && flow->port[0] == start->src_port ? 0
                                                                                             : 1;
    use->cut = true;
    if (am_naming_wants(&use->naming, side))
        am_naming_take(o->namer, flow, &use->naming, side, start, time);
}

static bool is_icmp(const struct am_packet *p)
{
    return p->transport == IPPROTO_ICMP || p->transport == IPPROTO_ICMPV6 ||
           p->transport == IPPROTO_IGMP;
}

/* First look at a frame: what it is, and whether it is to be followed. */
static bool look(struct am_observer *o, const struct am_frame *frame, int64_t time,
                 struct am_packet *p)
{
    enum am_decoded decoded = am_packet_decode(frame->link_type, frame->bytes, frame->wire_len, p);
    o->counters[PACKETS]++;
    if (decoded > AM_DECODED_OTHER_IP) {
        o->counters[decoded_counter[decoded]]++;
        o->counters[SEALED] += decoded == AM_DECODED_NOT_IP &&
                               am_packet_is_sealed(frame->link_type, frame->bytes, frame->wire_len);
        return false;
    }
    if (decoded == AM_DECODED_OTHER_IP) {
        if (is_icmp(p)) {
            if (am_duplicates_seen(&o->duplicates, p->signature, time) && count_copy(o, p))
                return false;
            o->counters[ICMP_PACKETS]++;
            o->counters[ICMP_BYTES] += p->ip_len;
            return false;
        }
        /* IPsec, SCTP ...: a contact by address; there is nothing to read in it. */
        p->src_port = p->dst_port = 0;
        p->payload = (struct am_bytes){0};
        p->payload_len = 0;
        p->fragment = false;
    }
    return true;
}

/* Three passes over a batch: what the next one will look up is on its way meanwhile. */
void am_observer_take(void *ctx, const struct am_frame *frames, size_t count)
{
    struct am_observer *o = ctx;
    while (count > 0) {
        struct am_packet packets[AM_FRAMES_MAX];
        uint64_t hashes[AM_FRAMES_MAX];
        int64_t times[AM_FRAMES_MAX];
        size_t n = 0;
        size_t batch = count < AM_FRAMES_MAX ? count : AM_FRAMES_MAX;
        for (size_t i = 0; i < batch; i++) {
            times[n] = am_clock_tell(&o->clock, &frames[i], batch - i);
            if (!look(o, &frames[i], times[n], &packets[n]))
                continue;
            hashes[n] = am_flows_hash(o->flows, &packets[n]);
            am_flows_prefetch(o->flows, hashes[n]);
            n++;
        }
        for (size_t i = 0; i < n; i++)
            am_flows_prefetch_flow(o->flows, hashes[i]);
        for (size_t i = 0; i < n; i++)
            take_packet(o, &packets[i], hashes[i], times[i]);
        am_flows_expire(o->flows, o->clock.now);
        frames += batch;
        count -= batch;
    }
}

/* --- figures --- */

void am_observer_count(struct am_observer *o, struct am_store *store)
{
    struct am_vantage_figures figures = am_observer_vantage(o);
    struct am_vantage_counter vantage[AM_VANTAGE_COUNTERS];
    am_vantage_counters(&figures, vantage);
    for (size_t i = 0; i < AM_VANTAGE_COUNTERS; i++)
        am_store_count(store, vantage[i].name, vantage[i].value);
    for (unsigned i = 0; i < COUNTERS; i++)
        am_store_count(store, counter_names[i], o->counters[i]);
    am_store_count(store, "packets.odd_time", o->clock.odd);
    am_store_count(store, "flows", am_flows_begun(o->flows));
    am_store_count(store, "flows.evicted", am_flows_evicted(o->flows));
    struct am_fragments_figures fragments = am_fragments_figures(o->fragments);
    am_store_count(store, "lost.fragments_unnamed", fragments.unnamed);
    am_store_count(store, "lost.fragments_unnamed_bytes", fragments.unnamed_bytes);
    am_store_count(store, "fragments.given_up", fragments.given_up);
    am_store_count(store, "memory.forgotten", am_memory_forgotten(o->memory));
    am_namer_count(o->namer, store);
}

struct am_observer_figures am_observer_figures(const struct am_observer *o)
{
    return (struct am_observer_figures){
        .packets = o->counters[PACKETS],
        .flows = am_flows_begun(o->flows),
        .evicted = am_flows_evicted(o->flows),
        .named_flows = o->named_flows,
        .contacts_flows = o->contact_flows,
        .link_unknown = o->counters[LINK_UNKNOWN],
        .first = o->clock.first,
        .last = o->clock.last,
    };
}
