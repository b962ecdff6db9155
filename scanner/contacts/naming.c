/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/naming.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "contacts/naming_private.h"
#include "proto/protocols.h"

enum { DONE, PROBING, READING }; /* states of a side; DONE is 0: am_naming_wants asks for that */

#define PROBE_WAIT_MAX 64   /* bytes after which "maybe" is taken for "no" */
#define HOLD_MAX       2048 /* bytes of a first segment that may not be the first */
#define HOLD_SEGMENTS  3
#define LINE_MAX_BYTES 1024

struct am_namer *am_namer_new(const struct am_namer_options *options)
{
    struct am_namer *n = calloc(1, sizeof *n);
    if (!n)
        return NULL;
    static const unsigned over[2] = {AM_OVER_TCP, AM_OVER_UDP};
    n->options = *options;
    n->pool.limit = AM_NAMING_POOL;
    for (unsigned i = 0; am_protocols[i]; i++)
        for (const uint16_t *port = am_protocols[i]->ports; port && *port; port++)
            for (unsigned udp = 0; udp < 2; udp++)
                if ((am_protocols[i]->over & over[udp]) && n->by_port[udp][*port] == 0)
                    n->by_port[udp][*port] = (uint8_t)(i + 1);
    return n;
}

void am_namer_free(struct am_namer *n)
{
    free(n);
}

/* --- sides --- */

static void end_session(struct am_namer *n, struct am_naming *naming)
{
    if (!naming->session)
        return;
    const struct am_proto *p = am_proto_at(naming->session_of);
    if (p->session_done)
        p->session_done(naming->session);
    free(naming->session);
    naming->session = NULL;
    n->sessions -= naming->light ? p->session_size : p->session_max;
}

/* The session of what `side` speaks; one that follows another on the flow takes its place. */
static void *session_of(struct am_namer *n, struct am_naming *naming, unsigned side)
{
    unsigned place = naming->proto[side];
    const struct am_proto *p = am_proto_at(place);
    if (p->session_size == 0 || (naming->session && naming->session_of == place))
        return p->session_size > 0 ? naming->session : NULL;
    unsigned other = 1 - side;
    if (naming->session && naming->state[other] == READING && naming->proto[other] != place &&
        naming->proto[other] == naming->session_of)
        return NULL; /* as STUN between the parts of a DTLS hello */
    end_session(n, naming);
    naming->session =
        n->sessions + p->session_max > AM_NAMING_POOL ? NULL : calloc(1, p->session_size);
    if (!naming->session) {
        n->no_session++;
        return NULL;
    }
    naming->session_of = (uint8_t)place;
    naming->light = false;
    n->sessions += p->session_max;
    return naming->session;
}

/* A session that waits for the other side, which may never answer, leaves its room to others. */
static void make_light(struct am_namer *n, struct am_naming *naming, const struct am_proto *p)
{
    if (!naming->session || naming->light)
        return;
    naming->light = true;
    n->sessions -= p->session_max - p->session_size;
}

static struct am_taken dissect(struct am_naming_turn *r, struct am_bytes data, bool cut,
                               const struct am_findings *out)
{
    unsigned place = r->naming->proto[r->side];
    struct am_turn turn = {
        .cut = cut,
        .missed = r->naming->missed[r->side],
        .over_udp = r->flow->transport == IPPROTO_UDP,
        .side = r->side,
        .by_client = r->side == r->flow->client,
        .session = session_of(r->n, r->naming, r->side),
        .out = out,
    };
    r->naming->missed[r->side] = 0;
    struct am_taken taken = am_proto_at(place)->dissect(data, &turn);
    if (taken.light)
        make_light(r->n, r->naming, am_proto_at(place));
    return taken;
}

void am_naming_init(struct am_namer *n, struct am_naming *naming, const struct am_flow *flow)
{
    bool readable = flow->transport == IPPROTO_TCP || flow->transport == IPPROTO_UDP;
    naming->state[0] = naming->state[1] = readable ? PROBING : DONE;
    naming->evidence = AM_EVIDENCE_NONE;
    (void)n;
}

static void finish_side(struct am_namer *n, struct am_naming *naming, unsigned side)
{
    naming->state[side] = DONE;
    am_stream_done(&naming->stream[side], &n->pool);
    if (naming->state[1 - side] == DONE)
        end_session(n, naming);
}

void am_naming_done(struct am_namer *n, struct am_naming *naming)
{
    finish_side(n, naming, 0);
    finish_side(n, naming, 1);
    am_naming_forget(n, naming);
    memset(naming, 0, sizeof *naming);
}

void am_naming_remember(struct am_namer *n, struct am_naming *naming,
                        const struct am_memory_name *remembered)
{
    (void)n;
    naming->name = am_label_again(remembered->name);
    naming->chain = am_label_again(remembered->chain);
    naming->evidence = remembered->evidence;
}

static bool speaks_over(const struct am_proto *p, const struct am_flow *flow)
{
    return p->over & (flow->transport == IPPROTO_TCP ? AM_OVER_TCP : AM_OVER_UDP);
}

/* What usually speaks on the flow's ports, as a place plus one; 0: nothing we know. */
static unsigned usual(const struct am_namer *n, const struct am_flow *flow)
{
    const uint8_t *by_port = n->by_port[flow->transport == IPPROTO_UDP];
    unsigned server = by_port[flow->port[1 - flow->client]];
    return server ? server : by_port[flow->port[flow->client]];
}

/* Asks the usual protocol first, then all others; a place plus one, or 0. */
static unsigned recognise(const struct am_namer *n, const struct am_flow *flow,
                          struct am_bytes start, bool *maybe)
{
    unsigned first = usual(n, flow);
    *maybe = false;
    for (unsigned turn = 0;; turn++) {
        unsigned place = turn == 0 ? first : turn;
        if (turn == 0 && first == 0)
            continue;
        if (turn > 0 && !am_protocols[turn - 1])
            return 0;
        const struct am_proto *p = am_proto_at(place);
        bool again = turn > 0 && place == first;
        if (again || !speaks_over(p, flow) || (p->ports_only && place != first))
            continue;
        enum am_probe answer = p->probe(start);
        if (answer == AM_PROBE_YES)
            return place;
        *maybe |= answer == AM_PROBE_MAYBE;
    }
}

/* What begins within a segment that nothing recognises at its start; a place plus one, or 0. */
static unsigned find_within(const struct am_flow *flow, struct am_bytes segment, size_t *preface)
{
    *preface = 0;
    for (unsigned i = 0; am_protocols[i]; i++)
        if (am_protocols[i]->find && speaks_over(am_protocols[i], flow) &&
            (*preface = am_protocols[i]->find(segment)) > 0)
            return i + 1;
    return 0;
}

/* The other side of a named flow has nothing to add, unless its protocol says so. */
static void rest_other_side(struct am_naming_turn *r)
{
    if (r->naming->own && !(r->naming->app > 0 && am_proto_at(r->naming->app)->two_sided))
        finish_side(r->n, r->naming, 1 - r->side);
}

/* Encrypted DNS has ports of its own (RFC 7858, RFC 9250). */
static bool asks_by_port(const struct am_flow *flow)
{
    return flow->port[1 - flow->client] == 853;
}

static void start_reading(struct am_naming_turn *r, unsigned place)
{
    struct am_naming *naming = r->naming;
    unsigned side = r->side;
    naming->state[side] = READING;
    naming->proto[side] = (uint8_t)place;
    naming->missed[side] = 0; /* before it began */
    naming->asks |= asks_by_port(r->flow);
    if (naming->app == 0 || am_proto_at(naming->app)->preface)
        naming->app = (uint8_t)place;
}

/* A command, or a few, as clients and servers say before STARTTLS. */
static bool is_line(struct am_bytes segment)
{
    return segment.len <= LINE_MAX_BYTES && segment.at[0] >= ' ' && segment.at[0] < 0x7f &&
           segment.at[segment.len - 1] == '\n';
}

static bool passed_too_many(struct am_naming *naming, unsigned side)
{
    return ++naming->passed[side] > AM_NAMING_PASSED_MAX;
}

/* Unless what waits is more than the dissector may ask for, or was read too often. */
static void wait_for_more(struct am_naming_turn *r, const struct am_proto *p, size_t waiting)
{
    struct am_naming *naming = r->naming;
    naming->reread[r->side] += (uint32_t)waiting;
    if (waiting >= p->max_bytes || naming->reread[r->side] > AM_NAMING_REREAD_MAX)
        finish_side(r->n, naming, r->side);
}

/* What begins at `rest`, or behind a preface in it: true where a dissector is to read on at `done`.
 * Else the rest is passed over, or waits for more. */
static bool probe_side(struct am_naming_turn *r, struct am_bytes rest, bool cut, size_t *done)
{
    struct am_naming *naming = r->naming;
    size_t preface = 0;
    bool maybe;
    unsigned place = recognise(r->n, r->flow, rest, &maybe);
    if (place == 0 && maybe && rest.len < PROBE_WAIT_MAX && !cut)
        return false;
    if (place == 0)
        place = find_within(r->flow, rest, &preface);
    *done += place > 0 ? preface : rest.len;
    if (place > 0)
        start_reading(r, place);
    else if (is_line(rest) ? ++naming->lines[r->side] > AM_NAMING_LINES_MAX
                           : passed_too_many(naming, r->side))
        finish_side(r->n, naming, r->side);
    return place > 0;
}

/* Reads what can be read of `view`, which starts at the stream's base; how many bytes are done
 * with. */
static size_t read_side(struct am_naming_turn *r, struct am_bytes view, bool cut)
{
    struct am_naming *naming = r->naming;
    struct am_findings out = am_naming_findings(r);
    size_t done = 0;
    while (done < view.len && naming->state[r->side] != DONE) {
        struct am_bytes rest = {.at = view.at + done, .len = view.len - done};
        if (naming->state[r->side] == PROBING) {
            if (!probe_side(r, rest, cut, &done))
                return done;
            continue;
        }
        const struct am_proto *p = am_proto_at(naming->proto[r->side]);
        struct am_taken taken = dissect(r, rest, cut, &out);
        done += taken.len;
        if (taken.state == AM_TAKEN_MORE) {
            wait_for_more(r, p, rest.len - taken.len);
            break;
        }
        if (taken.state == AM_TAKEN_NEXT && taken.len > 0) {
            naming->state[r->side] = PROBING;
        } else if (taken.state == AM_TAKEN_NOT && naming->gap &&
                   !passed_too_many(naming, r->side)) {
            naming->state[r->side] = PROBING; /* it lost its place in the gap: a new look */
            return view.len;
        } else {
            finish_side(r->n, naming, r->side);
        }
    }
    return done;
}

/* Whether a side that waits behind a gap should go on without it. */
static bool stuck(struct am_naming *naming, unsigned side)
{
    return ++naming->stuck[side] > AM_NAMING_STUCK_MAX ||
           am_stream_waiting(&naming->stream[side]) > AM_NAMING_STUCK_BYTES;
}

static void note_missed(struct am_naming *naming, unsigned side, uint32_t bytes)
{
    if (__builtin_add_overflow(naming->missed[side], bytes, &naming->missed[side]))
        naming->missed[side] = UINT32_MAX;
}

static void read_view(struct am_naming_turn *r, struct am_bytes view, bool cut)
{
    struct am_naming *naming = r->naming;
    if (view.len == 0 || naming->state[r->side] == DONE)
        return;
    naming->stuck[r->side] = 0;
    size_t done = read_side(r, view, cut);
    if (naming->state[r->side] != DONE &&
        !am_stream_take(&naming->stream[r->side], &r->n->pool, view, done)) {
        naming->gap = true;
        note_missed(naming, r->side, (uint32_t)(view.len - done));
    }
    rest_other_side(r);
}

/* The first segments of a side whose SYN was not seen, where nothing recognises them: the one
 * before them may be late, so they are kept until it comes, or some more. */
static bool hold(struct am_naming_turn *r, const struct am_packet *p, uint32_t seq)
{
    struct am_stream *stream = &r->naming->stream[r->side];
    bool maybe;
    size_t preface;
    bool first = !stream->begun || (stream->held > 0 && stream->held < HOLD_SEGMENTS);
    return first && r->naming->state[r->side] == PROBING && p->payload.len <= HOLD_MAX &&
           p->payload.len == p->payload_len && r->n->pool.used < r->n->pool.limit / 2 &&
           recognise(r->n, r->flow, p->payload, &maybe) == 0 &&
           find_within(r->flow, p->payload, &preface) == 0 &&
           am_stream_hold(stream, &r->n->pool, seq, p->payload);
}

static void take_tcp(struct am_naming_turn *r, const struct am_packet *p)
{
    struct am_naming *naming = r->naming;
    struct am_stream *stream = &naming->stream[r->side];
    struct am_stream_pool *pool = &r->n->pool;
    uint32_t seq = p->tcp_seq + ((p->tcp_flags & AM_TCP_SYN) ? 1 : 0);
    if (p->tcp_flags & AM_TCP_SYN)
        am_stream_begin(stream, pool, seq);
    if (p->payload_len == 0 || hold(r, p, seq))
        return;
    bool early = am_stream_is_early(stream, seq);
    if (stream->held && (early || seq == stream->base))
        read_view(r, am_stream_unhold(stream), false);
    if (naming->state[r->side] == DONE)
        return;
    bool cut = p->payload.len < p->payload_len;
    early = am_stream_is_early(stream, seq);
    struct am_bytes view = am_stream_add(stream, pool, seq, p->payload);
    if (view.len == 0 && early && stuck(naming, r->side)) {
        naming->gap = true;
        naming->stuck[r->side] = 0;
        uint32_t from = stream->base;
        view = am_stream_skip_gap(stream, pool, seq);
        note_missed(naming, r->side, stream->base - from);
        if (view.len == 0) /* nothing waited: it goes on with this segment */
            view = am_stream_add(stream, pool, seq, p->payload);
        early = false;
    }
    read_view(r, view, cut && !early);
    if (cut && !early && naming->state[r->side] != DONE) {
        uint32_t from = stream->base;
        view = am_stream_jump(stream, pool, seq + p->payload_len);
        note_missed(naming, r->side, stream->base - from);
        read_view(r, view, false);
    }
}

static void take_udp(struct am_naming_turn *r, const struct am_packet *p)
{
    struct am_naming *naming = r->naming;
    struct am_findings out = am_naming_findings(r);
    bool cut = p->payload.len < p->payload_len;
    bool maybe;
    if (p->payload.len == 0)
        return;
    if (naming->state[r->side] == PROBING) {
        unsigned place = recognise(r->n, r->flow, p->payload, &maybe);
        if (place == 0) {
            if (passed_too_many(naming, r->side))
                finish_side(r->n, naming, r->side);
            return;
        }
        start_reading(r, place);
    }
    const struct am_proto *proto = am_proto_at(naming->proto[r->side]);
    struct am_taken taken = dissect(r, p->payload, cut, &out);
    if (taken.state == AM_TAKEN_NOT || taken.state == AM_TAKEN_NEXT)
        naming->state[r->side] = PROBING; /* as STUN makes way for DTLS (RFC 5764, 5.1.2) */
    if (taken.state != AM_TAKEN_NOT)
        naming->passed[r->side] = 0;
    else if (passed_too_many(naming, r->side))
        finish_side(r->n, naming, r->side);
    if (taken.state == AM_TAKEN_ENOUGH && !proto->questions)
        finish_side(r->n, naming, r->side);
    rest_other_side(r);
}

void am_naming_take(struct am_namer *n, struct am_flow *flow, struct am_naming *naming,
                    unsigned side, const struct am_packet *packet, int64_t time)
{
    struct am_naming_turn r = {.n = n, .flow = flow, .naming = naming, .side = side, .time = time};
    if (packet->transport == IPPROTO_TCP)
        take_tcp(&r, packet);
    else
        take_udp(&r, packet);
}

bool am_naming_waits(const struct am_naming *naming)
{
    return !naming->own && (naming->state[0] != DONE || naming->state[1] != DONE);
}

bool am_naming_has_gap(const struct am_naming *naming)
{
    return naming->gap || am_stream_has_gap(&naming->stream[0]) ||
           am_stream_has_gap(&naming->stream[1]);
}

bool am_naming_is_dns(const struct am_naming *naming)
{
    return naming->app > 0 && am_proto_at(naming->app)->questions;
}

bool am_naming_is_tunnel(const struct am_naming *naming)
{
    return naming->app > 0 && am_proto_at(naming->app)->tunnel;
}

const char *am_naming_app(const struct am_naming *naming)
{
    const struct am_proto *p = naming->app > 0 ? am_proto_at(naming->app) : NULL;
    if (p == &am_proto_tls && naming->asks)
        return "dot";
    if (p == &am_proto_quic && naming->asks)
        return "doq";
    return p ? p->name : "unknown";
}

void am_namer_count(const struct am_namer *n, struct am_store *store)
{
    am_store_count(store, "names.invalid", n->invalid);
    am_store_count(store, "names.beyond_limit", n->beyond);
    am_store_count(store, "lost.sessions", n->no_session);
    am_store_count(store, "hello.encrypted_extension", n->encrypted);
    am_store_count(store, "hello.hidden_name", n->fronted);
    am_store_count(store, "lost.stream_gaps", n->pool.gaps);
    am_store_count(store, "lost.stream_segments", n->pool.dropped);
}
