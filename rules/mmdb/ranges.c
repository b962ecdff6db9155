/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mmdb/ranges.h"

#include <stdlib.h>
#include <string.h>

#include "base/reader.h"

struct am_wide am_wide_of(const struct am_address *a)
{
    struct am_reader r = am_reader_over((struct am_bytes){.at = a->at, .len = 16}, false);
    struct am_wide w = {.high = am_read_be64(&r)};
    w.low = am_read_be64(&r);
    return w;
}

struct am_address am_wide_address(struct am_wide w)
{
    struct am_address a;
    for (unsigned i = 0; i < 8; i++) {
        a.at[i] = (uint8_t)(w.high >> (56 - 8 * i));
        a.at[8 + i] = (uint8_t)(w.low >> (56 - 8 * i));
    }
    return a;
}

int am_wide_compare(struct am_wide a, struct am_wide b)
{
    if (a.high != b.high)
        return a.high < b.high ? -1 : 1;
    return (a.low > b.low) - (a.low < b.low);
}

struct am_wide am_wide_add(struct am_wide a, struct am_wide b)
{
    struct am_wide sum = {.low = a.low + b.low};
    sum.high = a.high + b.high + (sum.low < a.low);
    return sum;
}

struct am_wide am_wide_subtract(struct am_wide a, struct am_wide b)
{
    return (struct am_wide){.high = a.high - b.high - (a.low < b.low), .low = a.low - b.low};
}

struct am_wide am_wide_bit(unsigned bit)
{
    if (bit >= 64)
        return (struct am_wide){.high = UINT64_C(1) << (bit - 64)};
    return (struct am_wide){.low = UINT64_C(1) << bit};
}

int am_wide_low_zeros(struct am_wide w)
{
    if (w.low != 0)
        return __builtin_ctzll(w.low);
    return w.high != 0 ? 64 + __builtin_ctzll(w.high) : 128;
}

int am_wide_high_bit(struct am_wide w)
{
    if (w.high != 0)
        return 127 - __builtin_clzll(w.high);
    return w.low != 0 ? 63 - __builtin_clzll(w.low) : -1;
}

void am_ranges_done(struct am_ranges *r)
{
    free(r->at);
    *r = (struct am_ranges){0};
}

static enum am_status append(struct am_ranges *r, const struct am_range *range, size_t limit)
{
    if (r->count >= limit)
        return AM_E_LIMIT;
    if (r->count == r->size) {
        size_t size = r->size > 0 ? r->size * 2 : 256;
        struct am_range *at = reallocarray(r->at, size, sizeof *at);
        if (!at)
            return AM_E_NO_MEMORY;
        r->at = at;
        r->size = size;
    }
    r->at[r->count++] = *range;
    return AM_OK;
}

enum am_status am_ranges_add(struct am_ranges *r, struct am_wide first, struct am_wide last,
                             uint32_t value)
{
    if (am_wide_compare(first, last) > 0)
        return AM_E_MALFORMED;
    return append(r, &(struct am_range){.first = first, .last = last, .value = value},
                  AM_RANGES_MAX);
}

/* One range while it is swept over: `order` is where it was given. */
struct swept {
    struct am_range range;
    uint32_t order;
};

static int by_start(const void *a, const void *b)
{
    const struct swept *x = a;
    const struct swept *y = b;
    int order = am_wide_compare(x->range.first, y->range.first);
    return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

/* Whether `a` hides `b` where both cover an address. */
static bool hides(const struct swept *a, const struct swept *b)
{
    int width = am_wide_compare(am_wide_subtract(a->range.last, a->range.first),
                                am_wide_subtract(b->range.last, b->range.first));
    if (width != 0)
        return width < 0;
    int start = am_wide_compare(a->range.first, b->range.first);
    return start != 0 ? start > 0 : a->order > b->order;
}

/* The ranges open at the sweep's position, as a binary heap: the one that hides all others first.
 * What has ended leaves when it comes to the top. */
struct heap {
    const struct swept **at;
    size_t count;
};

static void push(struct heap *h, const struct swept *s)
{
    size_t i = h->count++;
    while (i > 0 && hides(s, h->at[(i - 1) / 2])) {
        h->at[i] = h->at[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    h->at[i] = s;
}

static void pop(struct heap *h)
{
    const struct swept *moved = h->at[--h->count];
    size_t i = 0;
    for (;;) {
        size_t child = 2 * i + 1;
        if (child >= h->count)
            break;
        if (child + 1 < h->count && hides(h->at[child + 1], h->at[child]))
            child++;
        if (!hides(h->at[child], moved))
            break;
        h->at[i] = h->at[child];
        i = child;
    }
    h->at[i] = moved;
}

/* Adds to the end, joined to what it continues. */
static enum am_status emit(struct am_ranges *out, const struct am_range *range)
{
    struct am_range *before = out->count > 0 ? &out->at[out->count - 1] : NULL;
    if (before && before->value == range->value) {
        struct am_wide next = am_wide_add(before->last, am_wide_bit(0));
        if (am_wide_compare(next, range->first) == 0) {
            before->last = range->last;
            return AM_OK;
        }
    }
    return append(out, range, 2 * AM_RANGES_MAX);
}

static enum am_status sweep(const struct swept *in, size_t count, struct heap *open,
                            struct am_ranges *out)
{
    const struct am_wide one = am_wide_bit(0);
    struct am_wide at = {0};
    size_t next = 0;
    while (next < count || open->count > 0) {
        if (open->count == 0)
            at = in[next].range.first;
        while (next < count && am_wide_compare(in[next].range.first, at) <= 0)
            push(open, &in[next++]);
        while (open->count > 0 && am_wide_compare(open->at[0]->range.last, at) < 0)
            pop(open);
        if (open->count == 0)
            continue;
        struct am_range piece = open->at[0]->range;
        piece.first = at;
        if (next < count && am_wide_compare(in[next].range.first, piece.last) <= 0)
            piece.last = am_wide_subtract(in[next].range.first, one);
        enum am_status status = emit(out, &piece);
        if (status != AM_OK)
            return status;
        at = am_wide_add(piece.last, one);
        if (at.high == 0 && at.low == 0)
            break; /* the last address there is: nothing can start after it */
    }
    return AM_OK;
}

static size_t count_overlaps(const struct swept *in, size_t count)
{
    size_t found = 0;
    struct am_wide end = {0};
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && am_wide_compare(in[i].range.first, end) <= 0)
            found++;
        if (am_wide_compare(in[i].range.last, end) > 0)
            end = in[i].range.last;
    }
    return found;
}

enum am_status am_ranges_flatten(struct am_ranges *r, size_t *overlaps)
{
    if (overlaps)
        *overlaps = 0;
    if (r->count == 0)
        return AM_OK;
    struct am_ranges out = {0};
    struct swept *in = calloc(r->count, sizeof *in);
    struct heap open = {.at = calloc(r->count, sizeof(struct swept *))};
    enum am_status status = in && open.at ? AM_OK : AM_E_NO_MEMORY;
    if (status == AM_OK) {
        for (size_t i = 0; i < r->count; i++)
            in[i] = (struct swept){.range = r->at[i], .order = (uint32_t)i};
        qsort(in, r->count, sizeof *in, by_start);
        if (overlaps)
            *overlaps = count_overlaps(in, r->count);
        status = sweep(in, r->count, &open, &out);
    }
    free(open.at);
    free(in);
    if (status != AM_OK) {
        am_ranges_done(&out);
        return status;
    }
    am_ranges_done(r);
    *r = out;
    return AM_OK;
}
