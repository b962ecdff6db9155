/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/linear.h"

#include <stdlib.h>

#include "base/hash.h"

#define PRIME    (((uint64_t)1 << 61) - 1)
#define EXPONENT 61
#define SEED     0x616d61727261u /* any: the same numbers in every run */

static uint64_t reduce(uint64_t a)
{
    a = (a & PRIME) + (a >> EXPONENT);
    return a >= PRIME ? a - PRIME : a;
}

static uint64_t times(uint64_t a, uint64_t b)
{
    am_u128 product = (am_u128)a * b;
    return reduce(((uint64_t)product & PRIME) + (uint64_t)(product >> EXPONENT));
}

static uint64_t minus(uint64_t a, uint64_t b)
{
    return a >= b ? a - b : a + PRIME - b;
}

static uint64_t inverse(uint64_t a)
{
    uint64_t result = 1;
    for (uint64_t e = PRIME - 2; e > 0; e >>= 1) { /* Fermat */
        if (e & 1)
            result = times(result, a);
        a = times(a, a);
    }
    return result;
}

/* splitmix64, within the field and not zero. */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (z ^ z >> 31) % (PRIME - 1) + 1;
}

/* M D M' and M r, where M has a row a set and a column a class; D is diagonal, D and r random. */
struct system {
    size_t sets;
    uint64_t *matrix, *right, *weight, *k; /* k is r, at first */
};

static void fill(const struct am_classes *c, struct system *s)
{
    uint64_t state = SEED;
    for (size_t i = 0; i < c->count; i++) {
        s->weight[i] = draw(&state);
        s->k[i] = draw(&state);
        for (uint32_t a = c->from[i]; a < c->from[i + 1]; a++) {
            s->right[c->at[a]] = reduce(s->right[c->at[a]] + s->k[i]);
            for (uint32_t b = c->from[i]; b < c->from[i + 1]; b++) {
                uint64_t *to = &s->matrix[c->at[a] * s->sets + c->at[b]];
                *to = reduce(*to + s->weight[i]);
            }
        }
    }
}

static void swap_rows(struct system *s, size_t a, size_t b)
{
    for (size_t i = 0; i < s->sets && a != b; i++) {
        uint64_t keep = s->matrix[a * s->sets + i];
        s->matrix[a * s->sets + i] = s->matrix[b * s->sets + i];
        s->matrix[b * s->sets + i] = keep;
    }
    uint64_t keep = s->right[a];
    s->right[a] = s->right[b];
    s->right[b] = keep;
}

/* Gauss and Jordan; sets that others make up get 0. `row_of` has the row of each column's pivot, or
 * SIZE_MAX. */
static void solve(struct system *s, size_t *row_of, uint64_t *y)
{
    size_t m = s->sets;
    size_t rank = 0;
    for (size_t column = 0; column < m; column++) {
        size_t pivot = rank;
        while (pivot < m && s->matrix[pivot * m + column] == 0)
            pivot++;
        row_of[column] = SIZE_MAX;
        if (pivot == m)
            continue;
        swap_rows(s, pivot, rank);
        uint64_t scale = inverse(s->matrix[rank * m + column]);
        for (size_t i = column; i < m; i++)
            s->matrix[rank * m + i] = times(s->matrix[rank * m + i], scale);
        s->right[rank] = times(s->right[rank], scale);
        for (size_t row = 0; row < m; row++) {
            uint64_t by = s->matrix[row * m + column];
            if (row == rank || by == 0)
                continue;
            for (size_t i = column; i < m; i++)
                s->matrix[row * m + i] =
                    minus(s->matrix[row * m + i], times(by, s->matrix[rank * m + i]));
            s->right[row] = minus(s->right[row], times(by, s->right[rank]));
        }
        row_of[column] = rank++;
    }
    for (size_t column = 0; column < m; column++)
        y[column] = row_of[column] == SIZE_MAX ? 0 : s->right[row_of[column]];
}

struct small {
    uint64_t k; /* of it and its opposite the smaller */
    uint32_t class, n;
};

static int by_k(const void *a, const void *b)
{
    const struct small *x = a;
    const struct small *y = b;
    if (x->k != y->k)
        return x->k < y->k ? -1 : 1;
    return x->n != y->n ? (x->n < y->n ? -1 : 1) : (x->class > y->class) - (x->class < y->class);
}

static uint64_t fold(uint64_t k)
{
    return k < PRIME - k ? k : PRIME - k;
}

/* Alone where it is 0; in twos where they are the same, the smallest of those first. */
static void judge(const struct small *small, size_t count, size_t at_least,
                  struct am_left_alone *out)
{
    for (size_t i = 0; i < count && !out->found; i++) {
        out->found = small[i].k == 0 || (i + 1 < count && small[i].k == small[i + 1].k &&
                                         small[i].n + small[i + 1].n < at_least);
        out->class = small[i].class;
    }
}

/* Two small classes, added or subtracted. */
struct two {
    uint64_t k;
    uint32_t a, b, n; /* a and b: of `small` */
};

static int by_k_of_two(const void *a, const void *b)
{
    const struct two *x = a;
    const struct two *y = b;
    if (x->k != y->k)
        return x->k < y->k ? -1 : 1;
    return x->n != y->n ? (x->n < y->n ? -1 : 1) : (x->a > y->a) - (x->a < y->a);
}

static size_t pair_up(const struct small *small, size_t count, size_t at_least, struct two *out)
{
    size_t n = 0;
    for (uint32_t a = 0; a < count; a++)
        for (uint32_t b = a + 1; b < count; b++) {
            if (small[a].n + small[b].n + 1 >= at_least)
                continue;
            const uint64_t sums[] = {reduce(small[a].k + small[b].k),
                                     minus(small[a].k, small[b].k)};
            for (size_t i = 0; i < 2; i++)
                out[n++] = (struct two){fold(sums[i]), a, b, small[a].n + small[b].n};
        }
    if (n > 0)
        qsort(out, n, sizeof *out, by_k_of_two);
    return n;
}

static bool apart(const struct two *x, const struct two *y)
{
    return x->a != y->a && x->a != y->b && x->b != y->a && x->b != y->b;
}

/* Threes: a pair is what a third is. */
static void judge_threes(const struct small *small, size_t count, const struct two *twos, size_t n,
                         size_t at_least, struct am_left_alone *out)
{
    for (size_t i = 0, s = 0; i < n && !out->found; i++) {
        while (s < count && small[s].k < twos[i].k)
            s++;
        for (size_t t = s; t < count && small[t].k == twos[i].k && !out->found; t++)
            if (t != twos[i].a && t != twos[i].b && small[t].n + twos[i].n < at_least)
                *out = (struct am_left_alone){true, small[t].class};
    }
}

/* Fours: a pair is what another is. */
static void judge_fours(const struct small *small, const struct two *twos, size_t n,
                        size_t at_least, struct am_left_alone *out)
{
    for (size_t i = 0; i < n && !out->found; i++)
        for (size_t j = i + 1; j < n && twos[j].k == twos[i].k && !out->found; j++)
            if (apart(&twos[i], &twos[j]) && twos[i].n + twos[j].n < at_least)
                *out = (struct am_left_alone){true, small[twos[i].a].class};
}

static enum am_status judge_more(const struct small *small, size_t count, size_t at_least,
                                 struct am_left_alone *out)
{
    count = count < AM_LINEAR_SMALL ? count : AM_LINEAR_SMALL;
    struct two *twos = calloc(count * count + 1, sizeof *twos);
    if (!twos)
        return AM_E_NO_MEMORY;
    size_t n = pair_up(small, count, at_least, twos);
    judge_threes(small, count, twos, n, at_least, out);
    judge_fours(small, twos, n, at_least, out);
    free(twos);
    return AM_OK;
}

static enum am_status check(const struct am_classes *c, struct system *s, size_t *row_of,
                            uint64_t *y, struct small *small, size_t at_least,
                            struct am_left_alone *out)
{
    size_t count = 0;
    fill(c, s);
    solve(s, row_of, y);
    for (size_t i = 0; i < c->count; i++) {
        uint64_t sum = 0;
        for (uint32_t a = c->from[i]; a < c->from[i + 1]; a++)
            sum = reduce(sum + y[c->at[a]]);
        uint64_t k = minus(s->k[i], times(s->weight[i], sum));
        if (c->n[i] < at_least)
            small[count++] = (struct small){fold(k), (uint32_t)i, c->n[i]};
    }
    if (count > 0)
        qsort(small, count, sizeof *small, by_k);
    judge(small, count, at_least, out);
    return out->found ? AM_OK : judge_more(small, count, at_least, out);
}

enum am_status am_linear_check(const struct am_classes *classes, size_t set_count, size_t at_least,
                               struct am_left_alone *out)
{
    struct am_left_alone found = {0};
    if (set_count > AM_LINEAR_SETS)
        return AM_E_LIMIT;
    size_t m = set_count + 1;
    struct system s = {.sets = set_count,
                       .matrix = calloc(m * m, sizeof *s.matrix),
                       .right = calloc(m, sizeof *s.right),
                       .weight = calloc(classes->count + 1, sizeof *s.weight),
                       .k = calloc(classes->count + 1, sizeof *s.k)};
    size_t *row_of = calloc(m, sizeof *row_of);
    uint64_t *y = calloc(m, sizeof *y);
    struct small *small = calloc(classes->count + 1, sizeof *small);
    bool room = s.matrix && s.right && s.weight && s.k && row_of && y && small;
    enum am_status status = AM_E_NO_MEMORY;
    if (room)
        status = check(classes, &s, row_of, y, small, at_least, &found);
    free(small);
    free(y);
    free(row_of);
    free(s.k);
    free(s.weight);
    free(s.right);
    free(s.matrix);
    if (status == AM_OK)
        *out = found;
    return status;
}
