/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/fragments.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define TIMEOUT_NS (30 * 1000000000ll)

struct piece {
    uint32_t from, to;
};

struct datagram {
    bool first_seen, broken;
    bool told; /* read; what comes yet are late copies, until another first fragment comes */
    bool cut;  /* a fragment was not captured whole */
    struct am_address src, dst;
    uint32_t id;
    uint8_t transport;
    uint16_t src_port, dst_port;
    uint64_t waited_len, waited;
    uint32_t total; /* known once the last fragment has come, else 0 */
    uint32_t have;  /* bytes captured so far */
    size_t pieces_len;
    struct piece pieces[AM_FRAGMENT_PIECES]; /* in order, apart from each other */
    uint8_t *bytes;
    uint32_t size;
};

/* Keys apart from what they lead to: a walk over them all stays in the first-level cache. */
struct am_fragments {
    struct am_hash_seed seed;
    uint64_t keys[AM_FRAGMENTED_MAX]; /* 0: free */
    int64_t since[AM_FRAGMENTED_MAX];
    struct datagram slots[AM_FRAGMENTED_MAX];
    uint8_t *lent; /* bytes that the last answer lent out */
    struct am_fragments_figures figures;
    am_fragments_start_fn start; /* NULL: nobody listens */
    void *ctx;
};

struct am_fragments *am_fragments_new(void)
{
    struct am_fragments *f = calloc(1, sizeof *f);
    if (f)
        f->seed = am_hash_seed();
    return f;
}

void am_fragments_tell(struct am_fragments *f, am_fragments_start_fn fn, void *ctx)
{
    f->start = fn;
    f->ctx = ctx;
}

/* What came of a datagram before its first hole, read as if the capture had cut it there. */
static void tell_start(const struct am_fragments *f, const struct datagram *d, int64_t time)
{
    if (!f->start || d->told || d->broken || d->pieces_len == 0 || d->pieces[0].from != 0)
        return;
    struct am_packet start = {.src = d->src, .dst = d->dst, .transport = d->transport};
    struct am_bytes body = {.at = d->bytes, .len = d->pieces[0].to};
    uint32_t whole = d->total > d->pieces[0].to ? d->total : AM_DATAGRAM_MAX - 1;
    if (am_packet_decode_transport(body, whole, &start) != AM_DECODED_TRANSPORT || start.fragment)
        return;
    start.ip_len = 0;
    f->start(f->ctx, &start, time);
}

static void forget(struct am_fragments *f, size_t i)
{
    struct datagram *d = &f->slots[i];
    tell_start(f, d, f->since[i]);
    f->figures.unnamed += d->waited;
    f->figures.unnamed_bytes += d->waited_len;
    f->figures.given_up += !d->told;
    free(d->bytes);
    memset(d, 0, sizeof *d);
    f->keys[i] = 0;
}

void am_fragments_finish(struct am_fragments *f)
{
    for (size_t i = 0; i < AM_FRAGMENTED_MAX; i++)
        if (f->keys[i] != 0)
            forget(f, i);
}

void am_fragments_free(struct am_fragments *f)
{
    if (!f)
        return;
    f->start = NULL; /* whom it told may be gone */
    am_fragments_finish(f);
    free(f->lent);
    free(f);
}

static uint64_t key_of(const struct am_fragments *f, const struct am_packet *p)
{
    uint64_t word[4];
    memcpy(word, p->src.at, 16);
    memcpy(word + 2, p->dst.at, 16);
    uint64_t key = am_hash_mix(word[0] ^ f->seed.at[0], word[1] ^ f->seed.at[1]);
    key = am_hash_mix(key ^ word[2], f->seed.at[2] ^ word[3]);
    key = am_hash_mix(key ^ p->fragment_id, f->seed.at[3] ^ p->transport);
    return key | 1;
}

static bool is_of(const struct datagram *d, const struct am_packet *p)
{
    return d->id == p->fragment_id && d->transport == p->transport &&
           am_address_equal(&d->src, &p->src) && am_address_equal(&d->dst, &p->dst);
}

static bool is_over(int64_t since, int64_t time)
{
    return time - since > TIMEOUT_NS || since - time > TIMEOUT_NS; /* or the clock was set back */
}

/* The datagram's slot; a free one, or the oldest's, where it is new. */
static struct datagram *slot_for(struct am_fragments *f, const struct am_packet *p, int64_t time)
{
    uint64_t key = key_of(f, p);
    size_t empty = AM_FRAGMENTED_MAX;
    size_t oldest = 0;
    for (size_t i = 0; i < AM_FRAGMENTED_MAX; i++) {
        if (f->keys[i] != 0 && is_over(f->since[i], time))
            forget(f, i);
        if (f->keys[i] == 0)
            empty = i;
        else if (f->keys[i] == key && is_of(&f->slots[i], p))
            return &f->slots[i];
        else if (f->since[i] < f->since[oldest])
            oldest = i;
    }
    if (empty == AM_FRAGMENTED_MAX) {
        forget(f, oldest);
        empty = oldest;
    }
    f->keys[empty] = key;
    f->since[empty] = time;
    f->slots[empty] = (struct datagram){
        .src = p->src, .dst = p->dst, .id = p->fragment_id, .transport = p->transport};
    return &f->slots[empty];
}

/* Another datagram under the number of one that was read. */
static void start_again(struct am_fragments *f, struct datagram *d, int64_t time)
{
    free(d->bytes);
    *d = (struct datagram){.src = d->src, .dst = d->dst, .id = d->id, .transport = d->transport};
    f->since[d - f->slots] = time;
}

static bool grow(struct datagram *d, uint32_t need)
{
    if (need <= d->size)
        return true;
    uint32_t size = d->size ? d->size : 2048;
    while (size < need)
        size *= 2;
    uint8_t *grown = realloc(d->bytes, size);
    if (!grown)
        return false;
    d->bytes = grown;
    d->size = size;
    return true;
}

/* Puts [from, to), which touches no piece but its neighbours, into the list at `at`. */
static bool note_piece(struct datagram *d, size_t at, uint32_t from, uint32_t to)
{
    bool joins_left = at > 0 && d->pieces[at - 1].to == from;
    bool joins_right = at < d->pieces_len && d->pieces[at].from == to;
    if (joins_left && joins_right) {
        d->pieces[at - 1].to = d->pieces[at].to;
        d->pieces_len--;
        memmove(&d->pieces[at], &d->pieces[at + 1], (d->pieces_len - at) * sizeof *d->pieces);
    } else if (joins_left) {
        d->pieces[at - 1].to = to;
    } else if (joins_right) {
        d->pieces[at].from = from;
    } else {
        if (d->pieces_len == AM_FRAGMENT_PIECES)
            return false;
        memmove(&d->pieces[at + 1], &d->pieces[at], (d->pieces_len - at) * sizeof *d->pieces);
        d->pieces[at] = (struct piece){from, to};
        d->pieces_len++;
    }
    return true;
}

/* False: it overlaps what came before, or does not fit. */
static bool keep(struct datagram *d, uint32_t from, struct am_bytes bytes)
{
    if (bytes.len == 0)
        return true;
    if (from > AM_DATAGRAM_MAX || bytes.len > AM_DATAGRAM_MAX - from)
        return false;
    uint32_t to = from + (uint32_t)bytes.len;
    size_t at = 0;
    while (at < d->pieces_len && d->pieces[at].to <= from)
        at++;
    if (at < d->pieces_len && d->pieces[at].from < to) /* a copy, or an attack */
        return d->pieces[at].from <= from && to <= d->pieces[at].to &&
               memcmp(d->bytes + from, bytes.at, bytes.len) == 0;
    if (!grow(d, to) || !note_piece(d, at, from, to))
        return false;
    memcpy(d->bytes + from, bytes.at, bytes.len);
    d->have += to - from;
    return true;
}

static void note_first(struct datagram *d, struct am_packet *p, struct am_fragments_told *told)
{
    d->first_seen = true;
    d->src_port = p->src_port;
    d->dst_port = p->dst_port;
    told->waited_len = d->waited_len;
    told->waited = d->waited;
    d->waited = d->waited_len = 0;
}

/* Whole, or as whole as the capture keeps it; then the part before the first hole is read. */
static bool is_whole(const struct datagram *d)
{
    return !d->broken && !d->told && d->total > 0 && d->have <= d->total &&
           (d->have == d->total || d->cut);
}

static bool read_whole(struct datagram *d, struct am_packet *p)
{
    struct am_packet whole = *p;
    bool begins = d->pieces_len > 0 && d->pieces[0].from == 0;
    struct am_bytes body = {.at = d->bytes, .len = begins ? d->pieces[0].to : 0};
    if (am_packet_decode_transport(body, d->total, &whole) != AM_DECODED_TRANSPORT)
        return false;
    uint32_t ip_len = p->ip_len;
    *p = whole;
    p->ip_len = ip_len;
    return true;
}

struct am_fragments_told am_fragments_take(struct am_fragments *f, struct am_packet *p,
                                           int64_t time)
{
    struct am_fragments_told told = {0};
    free(f->lent);
    f->lent = NULL;

    struct datagram *d = slot_for(f, p, time);
    if (p->fragment_offset == 0 && d->told)
        start_again(f, d, time);
    if (p->fragment_offset == 0 && !d->first_seen)
        note_first(d, p, &told);
    if (!d->broken && !d->told && !keep(d, p->fragment_offset, p->payload))
        d->broken = true;
    d->cut |= p->payload.len < p->payload_len;
    if (!p->more_fragments)
        d->total = p->fragment_offset + p->payload_len;
    p->payload = (struct am_bytes){0};
    p->payload_len = 0;
    if (!d->first_seen) {
        d->waited_len += p->ip_len;
        d->waited++;
        return told;
    }
    told.named = true;
    p->src_port = d->src_port;
    p->dst_port = d->dst_port;
    if (is_whole(d)) {
        d->told = true;
        told.whole = read_whole(d, p);
        f->lent = d->bytes;
        d->bytes = NULL;
        d->size = 0;
    }
    return told;
}

struct am_fragments_figures am_fragments_figures(const struct am_fragments *f)
{
    return f->figures;
}
