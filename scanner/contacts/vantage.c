/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/vantage.h"

#include <netinet/in.h>
#include <stdlib.h>

#include "base/table.h"
#include "net/locality.h"
#include "net/packet.h"

#define SECOND_NS 1000000000ll
#define HOPS_MAX  32 /* further away a hop limit tells no system from another */

/* What today's systems start with: Linux, macOS, Android, iOS; Windows; printers, switches. */
static const uint8_t first_ttl[] = {64, 128, 255};
#define FAMILIES (sizeof first_ttl / sizeof first_ttl[0])

/* One address shares its NAT where two families have so many flows, and so large a share, each. */
#define FAMILY_FLOWS 10
#define FAMILY_SHARE 20 /* one in so many */

struct end_sums {
    uint64_t flows, bytes;
    uint32_t ttl_flows, far[FAMILIES]; /* with a known hop limit; a hop or more below a family's */
};

/* Who takes part in unicast flows, or was heard: local addresses, and clients of flows that have no
 * local side. */
struct end {
    struct am_address address;
    uint32_t hash;
    uint32_t turn; /* `open` is of this one, or of none */
    bool local, own;
    bool present, answered; /* unicast was seen of it; both ways, with the outside */
    struct end_sums done, open;
};

struct sums {
    uint64_t flows, bytes, outside_flows, beyond, own_flows, own_bytes;
    uint64_t tcp_flows, tcp_one_way, tcp_whole, tcp_mid;
};

struct am_vantage {
    struct am_address own[AM_VANTAGE_OWN_MAX];
    size_t own_len;
    struct end *ends;
    uint32_t len, size;
    struct am_table by_address;
    uint32_t turn; /* counts the times that open flows were told anew */
    struct sums done, open;
};

struct am_vantage *am_vantage_new(const struct am_address *own, size_t own_len)
{
    struct am_vantage *v = calloc(1, sizeof *v);
    if (!v)
        return NULL;
    v->own_len = own_len < AM_VANTAGE_OWN_MAX ? own_len : AM_VANTAGE_OWN_MAX;
    for (size_t i = 0; i < v->own_len; i++)
        v->own[i] = own[i];
    return v;
}

void am_vantage_free(struct am_vantage *v)
{
    if (!v)
        return;
    am_table_done(&v->by_address);
    free(v->ends);
    free(v);
}

static bool is_own(const struct am_vantage *v, const struct am_address *a)
{
    for (size_t i = 0; i < v->own_len; i++)
        if (am_address_equal(&v->own[i], a))
            return true;
    return false;
}

/* NULL where there is no room: the flow counts, its device is not told apart. */
static struct end *meet(struct am_vantage *v, const struct am_address *a, bool local)
{
    uint32_t hash = am_table_hash_words(a, 2), at = hash;
    for (uint32_t i; (i = am_table_next(&v->by_address, hash, &at)) != AM_TABLE_NONE;)
        if (am_address_equal(&v->ends[i].address, a))
            return &v->ends[i];
    if (v->len == AM_VANTAGE_DEVICES_MAX)
        return NULL;
    struct end *grown = am_array_room(v->ends, v->len, &v->size, sizeof *grown);
    if (!grown)
        return NULL;
    v->ends = grown;
    if (!am_table_add(&v->by_address, hash, v->len))
        return NULL;
    grown[v->len] = (struct end){.address = *a, .hash = hash, .local = local, .own = is_own(v, a)};
    return &grown[v->len++];
}

/* --- one flow --- */

/* Where the sums of a flow go: for good, or until the open flows are told anew. */
struct into {
    struct am_vantage *v;
    struct sums *sums;
    bool open;
};

static struct end_sums *end_sums(const struct into *to, struct end *e)
{
    if (!to->open)
        return &e->done;
    if (e->turn != to->v->turn)
        e->open = (struct end_sums){0};
    e->turn = to->v->turn;
    return &e->open;
}

/* A side that acknowledges has heard the other one, seen or not; a lone packet may be a probe's
 * echo. Connections that nobody answered tell nothing of the mirror. */
static void count_tcp(struct sums *s, const struct am_vantage_flow *f)
{
    if (f->transport != IPPROTO_TCP)
        return;
    if (f->packets[0] > 0 && f->packets[1] > 0) {
        s->tcp_flows++;
        s->tcp_whole++;
        s->tcp_mid += ((f->tcp_flags[0] | f->tcp_flags[1]) & AM_TCP_SYN) == 0;
        return;
    }
    bool one_way =
        f->packets[0] + f->packets[1] > 1 && ((f->tcp_flags[0] | f->tcp_flags[1]) & AM_TCP_ACK);
    s->tcp_flows += one_way;
    s->tcp_one_way += one_way;
}

/* Only TCP's: a router answers and asks DNS by itself, whatever it does for those behind it. And
 * only of what was answered: port scanners make hop limits up. */
static void count_ttl(struct end_sums *s, uint8_t ttl)
{
    for (size_t i = 0; i < FAMILIES && ttl > 0; i++) {
        if (ttl > first_ttl[i] || ttl < first_ttl[i] - HOPS_MAX)
            continue;
        s->ttl_flows++;
        s->far[i] += ttl < first_ttl[i];
        return;
    }
}

static void count_end(const struct into *to, const struct am_vantage_flow *f, unsigned side)
{
    bool local = f->place[side] == AM_PLACE_LOCAL;
    bool outward = f->place[1 - side] == AM_PLACE_REMOTE;
    bool both = f->packets[0] > 0 && f->packets[1] > 0;
    struct end *e = meet(to->v, &f->address[side], local);
    if (!e) {
        to->sums->beyond++;
        return;
    }
    struct end_sums *s = end_sums(to, e);
    e->present |= f->packets[side] > 0 ||
                  (f->transport == IPPROTO_TCP && (f->tcp_flags[1 - side] & AM_TCP_ACK));
    e->answered |= both && outward;
    s->flows++;
    s->bytes += f->bytes[0] + f->bytes[1];
    if (f->transport == IPPROTO_TCP && outward && both)
        count_ttl(s, f->ttl[side]);
}

static void count_own(struct sums *s, const struct am_vantage *v, const struct am_vantage_flow *f)
{
    if (!is_own(v, &f->address[0]) && !is_own(v, &f->address[1]))
        return;
    s->own_flows++;
    s->own_bytes += f->bytes[0] + f->bytes[1];
}

/* Machines that say hello to everyone: present in the office, though perhaps not to us. */
static void hear(struct am_vantage *v, const struct am_vantage_flow *f)
{
    for (unsigned i = 0; i < 2; i++)
        if (f->place[i] == AM_PLACE_LOCAL && f->packets[i] > 0)
            (void)meet(v, &f->address[i], true);
}

static void take(const struct into *to, const struct am_vantage_flow *f)
{
    struct sums *s = to->sums;
    if (f->place[0] == AM_PLACE_MULTICAST || f->place[1] == AM_PLACE_MULTICAST) {
        hear(to->v, f);
        return;
    }
    bool local[2] = {f->place[0] == AM_PLACE_LOCAL, f->place[1] == AM_PLACE_LOCAL};
    s->flows++;
    s->bytes += f->bytes[0] + f->bytes[1];
    count_tcp(s, f);
    if (!local[0] && !local[1]) {
        s->outside_flows++;
        count_end(to, f, f->client & 1);
        return;
    }
    count_own(s, to->v, f);
    /* A machine that talks to itself is one end, not two. */
    bool itself = am_address_equal(&f->address[0], &f->address[1]);
    for (unsigned i = 0; i < (itself ? 1u : 2u); i++)
        if (local[i])
            count_end(to, f, i);
}

void am_vantage_take(struct am_vantage *v, const struct am_vantage_flow *flow)
{
    take(&(struct into){.v = v, .sums = &v->done}, flow);
}

void am_vantage_reopen(struct am_vantage *v)
{
    v->turn++;
    v->open = (struct sums){0};
}

void am_vantage_take_open(struct am_vantage *v, const struct am_vantage_flow *flow)
{
    take(&(struct into){.v = v, .sums = &v->open, .open = true}, flow);
}

/* --- figures --- */

static struct end_sums sum_of(const struct am_vantage *v, const struct end *e)
{
    struct end_sums s = e->done;
    if (e->turn != v->turn)
        return s;
    s.flows += e->open.flows;
    s.bytes += e->open.bytes;
    s.ttl_flows += e->open.ttl_flows;
    for (size_t i = 0; i < FAMILIES; i++)
        s.far[i] += e->open.far[i];
    return s;
}

/* Windows and Linux side by side behind one address, none of them right at it. */
static bool is_nat(const struct end_sums *s)
{
    unsigned families = 0;
    for (size_t i = 0; i < FAMILIES; i++)
        families += s->far[i] >= FAMILY_FLOWS && s->far[i] >= s->ttl_flows / FAMILY_SHARE;
    return families > 1;
}

static uint64_t far_flows(const struct end_sums *s)
{
    uint64_t far = 0;
    for (size_t i = 0; i < FAMILIES; i++)
        far += s->far[i];
    return far;
}

static void figure_local(struct am_vantage_figures *out, const struct end *e,
                         const struct end_sums *s)
{
    out->devices += e->present;
    out->answered += e->answered;
    out->announced += !e->present && s->flows == 0;
    bool more =
        s->flows > out->top_flows || (s->flows == out->top_flows && s->bytes > out->top_bytes);
    if (!more)
        return;
    out->top_flows = s->flows;
    out->top_bytes = s->bytes;
    out->top_ttl_flows = s->ttl_flows;
    out->top_far_flows = far_flows(s);
}

/* There is no NAT of IPv6: a public address is one machine's. */
static void figure_outside(struct am_vantage_figures *out, const struct end *e,
                           const struct end_sums *s)
{
    if (!am_address_is_v4(&e->address) || s->flows <= out->outside_top_flows)
        return;
    out->outside_top_flows = s->flows;
    out->outside_top_ttl_flows = s->ttl_flows;
    out->outside_top_far_flows = far_flows(s);
}

static void figure_ends(const struct am_vantage *v, struct am_vantage_figures *out)
{
    for (uint32_t i = 0; i < v->len; i++) {
        const struct end *e = &v->ends[i];
        struct end_sums s = sum_of(v, e);
        out->ttl_flows += s.ttl_flows;
        if (is_nat(&s)) {
            out->nat_devices++;
            out->nat_flows += s.ttl_flows;
        }
        if (e->local)
            figure_local(out, e, &s);
        else
            figure_outside(out, e, &s);
    }
}

void am_vantage_figures(const struct am_vantage *v, const struct am_vantage_counts *counts,
                        struct am_vantage_figures *out)
{
    const struct sums *a = &v->done, *b = &v->open;
    uint64_t readable = counts->packets > counts->unread ? counts->packets - counts->unread : 0;
    *out = (struct am_vantage_figures){
        .seconds = counts->last > counts->first
                       ? (uint64_t)((counts->last - counts->first) / SECOND_NS)
                       : 0,
        .readable = readable,
        .sealed = counts->sealed,
        .seen = readable + counts->sealed,
        .copies = counts->copies,
        .group = counts->group,
        .flows = a->flows + b->flows,
        .bytes = a->bytes + b->bytes,
        .outside_flows = a->outside_flows + b->outside_flows,
        .beyond = a->beyond + b->beyond,
        .own_flows = a->own_flows + b->own_flows,
        .own_bytes = a->own_bytes + b->own_bytes,
        .tcp_flows = a->tcp_flows + b->tcp_flows,
        .tcp_one_way = a->tcp_one_way + b->tcp_one_way,
        .tcp_whole = a->tcp_whole + b->tcp_whole,
        .tcp_mid = a->tcp_mid + b->tcp_mid,
    };
    figure_ends(v, out);
}
