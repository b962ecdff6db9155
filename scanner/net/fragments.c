/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/fragments.h"

#include <stdlib.h>
#include <string.h>

#define PIECES_MAX 64
#define TIMEOUT_NS (30 * 1000000000ll)

struct piece {
    uint32_t from, to;
};

struct datagram {
    bool used, first_seen, broken, told;
    struct am_address src, dst;
    uint32_t id;
    uint8_t transport;
    uint16_t src_port, dst_port;
    int64_t since;
    uint32_t waited_len, waited;
    uint32_t total; /* known once the last fragment has come, else 0 */
    uint32_t have;  /* bytes captured so far */
    bool cut;       /* a fragment was not captured whole */
    struct piece pieces[PIECES_MAX];
    size_t pieces_len;
    uint8_t *bytes;
    uint32_t size;
};

struct am_fragments {
    struct datagram slots[AM_FRAGMENTED_MAX];
    struct datagram *last; /* whose bytes the last answer lent out */
    uint64_t given_up, unnamed;
};

struct am_fragments *am_fragments_new(void)
{
    return calloc(1, sizeof(struct am_fragments));
}

static void forget(struct am_fragments *f, struct datagram *d)
{
    f->unnamed += d->waited;
    f->given_up += d->used && !d->told;
    free(d->bytes);
    memset(d, 0, sizeof *d);
}

void am_fragments_free(struct am_fragments *f)
{
    if (!f)
        return;
    for (size_t i = 0; i < AM_FRAGMENTED_MAX; i++)
        free(f->slots[i].bytes);
    free(f);
}

/* The datagram's slot; a free one, or the oldest's, where it is new. */
static struct datagram *slot_for(struct am_fragments *f, const struct am_packet *p, int64_t time)
{
    struct datagram *empty = NULL;
    struct datagram *oldest = &f->slots[0];
    for (size_t i = 0; i < AM_FRAGMENTED_MAX; i++) {
        struct datagram *d = &f->slots[i];
        if (d->used && time - d->since > TIMEOUT_NS)
            forget(f, d);
        if (!d->used) {
            if (!empty)
                empty = d;
            continue;
        }
        if (d->id == p->fragment_id && d->transport == p->transport &&
            am_address_equal(&d->src, &p->src) && am_address_equal(&d->dst, &p->dst))
            return d;
        if (d->since < oldest->since || !oldest->used)
            oldest = d;
    }
    if (!empty) {
        forget(f, oldest);
        empty = oldest;
    }
    *empty = (struct datagram){.used = true,
                               .src = p->src,
                               .dst = p->dst,
                               .id = p->fragment_id,
                               .transport = p->transport,
                               .since = time};
    return empty;
}

static bool keep(struct datagram *d, uint32_t from, struct am_bytes bytes)
{
    uint32_t to = from + (uint32_t)bytes.len; /* both under 2^20: offsets are 16 bits */
    if (to > AM_DATAGRAM_MAX || d->pieces_len == PIECES_MAX)
        return false;
    for (size_t i = 0; i < d->pieces_len; i++) {
        if (d->pieces[i].from == from && d->pieces[i].to == to)
            return true; /* a copy */
        if (from < d->pieces[i].to && d->pieces[i].from < to)
            return false;
    }
    if (to > d->size) {
        uint32_t size = d->size ? d->size : 2048;
        while (size < to)
            size *= 2;
        uint8_t *grown = realloc(d->bytes, size);
        if (!grown)
            return false;
        d->bytes = grown;
        d->size = size;
    }
    memcpy(d->bytes + from, bytes.at, bytes.len);
    d->pieces[d->pieces_len++] = (struct piece){from, to};
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

struct am_fragments_told am_fragments_take(struct am_fragments *f, struct am_packet *p,
                                           int64_t time)
{
    struct am_fragments_told told = {0};
    if (f->last)
        forget(f, f->last);
    f->last = NULL;

    struct datagram *d = slot_for(f, p, time);
    if (p->fragment_offset == 0 && !d->first_seen)
        note_first(d, p, &told);
    if (!d->broken && !keep(d, p->fragment_offset, p->payload))
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
    if (d->broken || d->told || d->total == 0 || (d->have < d->total && !d->cut) ||
        d->have > d->total)
        return told;
    /* Whole, or as whole as the capture keeps it; then the part before the first hole is read. */
    uint32_t reach = 0;
    for (size_t again = 0; again < d->pieces_len; again++)
        for (size_t i = 0; i < d->pieces_len; i++)
            if (d->pieces[i].from <= reach && d->pieces[i].to > reach)
                reach = d->pieces[i].to;
    struct am_packet whole = *p;
    if (am_packet_decode_transport((struct am_bytes){.at = d->bytes, .len = reach}, d->total,
                                   &whole) == AM_DECODED_TRANSPORT) {
        uint32_t ip_len = p->ip_len;
        *p = whole;
        p->ip_len = ip_len;
        told.whole = true;
    }
    d->told = true;
    f->last = d;
    return told;
}

uint64_t am_fragments_given_up(const struct am_fragments *f)
{
    return f->given_up;
}

uint64_t am_fragments_unnamed(const struct am_fragments *f)
{
    return f->unnamed;
}
