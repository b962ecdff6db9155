/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign_sample_private.h"

#include <math.h>
#include <stdlib.h>

#define ROUND 5u

/* Those have a count, and their quartiles are of those that have it; of the others, of all. */
static bool counts_those(enum am_variable_kind kind)
{
    return kind <= AM_VAR_FIRST && kind != AM_VAR_PRESENCE;
}

static bool is_flag(enum am_variable_kind kind)
{
    return kind == AM_VAR_AREA_SINGLE || kind == AM_VAR_AREA_PROVIDER || kind == AM_VAR_FIRST;
}

static struct am_number tell(uint64_t count, uint64_t base)
{
    if (count < SAMPLE_N)
        return (struct am_number){AM_TELL_FEWER, SAMPLE_N};
    if (count > base - SAMPLE_N)
        return (struct am_number){AM_TELL_MOST, base - SAMPLE_N + 1};
    return (struct am_number){AM_TELL_ROUNDED, (count + ROUND / 2) / ROUND * ROUND};
}

static int by_value(const void *a, const void *b)
{
    const unsigned *x = a;
    const unsigned *y = b;
    return (*x > *y) - (*x < *y);
}

/* By nearest rank, `q` of 100. */
static struct am_quantile quantile(const unsigned *sorted, size_t count, size_t rank)
{
    bool told = rank > SAMPLE_N && rank + SAMPLE_N <= count;
    return (struct am_quantile){.told = told, .value = told ? sorted[rank - 1] : 0};
}

static void quartiles(struct am_campaign_figure *out, unsigned *values, size_t count)
{
    double half = 0.98 * sqrt((double)count);
    double middle = (double)count / 2;
    qsort(values, count, sizeof *values, by_value);
    if (count < (size_t)2 * SAMPLE_N)
        return;
    out->median = quantile(values, count, (count + 1) / 2);
    if (middle - half >= 1) {
        out->median_low = quantile(values, count, (size_t)(middle - half));
        out->median_high = quantile(values, count, (size_t)ceil(middle + half));
    }
    if (count < (size_t)4 * SAMPLE_N)
        return;
    out->q1 = quantile(values, count, (count + 3) / 4);
    out->q3 = quantile(values, count, (3 * count + 3) / 4);
}

static void shares(struct am_campaign_figure *f)
{
    if (f->count.as != AM_TELL_ROUNDED || f->base.as == AM_TELL_FEWER || f->base.n == 0)
        return;
    double p = (double)f->count.n / (double)f->base.n;
    double half = 1.96 * sqrt(p * (1 - p) / (double)f->base.n);
    f->share = (unsigned)lround(p * 1000);
    f->share_low = (unsigned)lround(fmax(p - half, 0) * 1000);
    f->share_high = (unsigned)lround(fmin(p + half, 1) * 1000);
}

static struct am_campaign_figure figure_of(const struct sample_made *m, const struct am_variable *v,
                                           size_t cell)
{
    struct am_campaign_figure f = {.variable = v, .cell = &m->f->cells.at[cell]};
    unsigned values[SAMPLE_ORGANIZATIONS];
    size_t asked = 0, have = 0, kept = 0;
    for (unsigned o = 0; o < SAMPLE_ORGANIZATIONS; o++) {
        int value = m->members[cell][o] ? sample_answer(m, v, o, f.cell->round) : -1;
        asked += value >= 0;
        have += value > 0;
        if (value > 0 || (value == 0 && !counts_those(v->kind)))
            values[kept++] = (unsigned)value;
    }
    f.base = asked == f.cell->n ? (struct am_number){AM_TELL_ROUNDED, f.cell->n}
                                : tell(asked, f.cell->n);
    f.count = counts_those(v->kind) && f.base.as != AM_TELL_FEWER ? tell(have, asked) : f.base;
    if (f.base.as == AM_TELL_FEWER)
        f.count = f.base;
    if (f.count.as != AM_TELL_FEWER && !is_flag(v->kind))
        quartiles(&f, values, kept);
    if (counts_those(v->kind))
        shares(&f);
    return f;
}

/* ---- figures ---- */

static bool hidden(const struct am_campaign_figure *f)
{
    return f->count.as == AM_TELL_FEWER || f->count.as == AM_TELL_WITHHELD;
}

/* Where one value of a breakdown is alone not told, the smallest that is told joins it. */
static void withhold(struct am_campaign_figure *const *row, const struct am_campaign_figures *f)
{
    for (size_t from = 0; from < f->cells.count;) {
        const struct am_cell *c = &f->cells.at[from];
        size_t to = from, alone = 0;
        struct am_campaign_figure *least = NULL;
        for (; to < f->cells.count && f->cells.at[to].kind == c->kind &&
               f->cells.at[to].round == c->round;
             to++) {
            alone += hidden(row[to]);
            if (row[to]->count.as == AM_TELL_ROUNDED &&
                (!least || row[to]->count.n < least->count.n))
                least = row[to];
        }
        if (c->kind >= AM_CELL_SECTOR && c->kind <= AM_CELL_SIZE && alone == 1 && least) {
            least->count = (struct am_number){AM_TELL_WITHHELD, 0};
            least->share = least->share_low = least->share_high = 0;
            least->q1.told = least->median.told = least->q3.told = false;
            least->median_low.told = least->median_high.told = false;
        }
        from = to;
    }
}

static uint64_t weight(const struct am_number *n)
{
    return n->as == AM_TELL_WITHHELD ? 0 : n->as == AM_TELL_FEWER ? 1 : n->n + 2;
}

static int by_cell_and_count(const void *a, const void *b)
{
    const struct am_campaign_figure *x = a;
    const struct am_campaign_figure *y = b;
    uint64_t p = weight(&x->count);
    uint64_t q = weight(&y->count);
    if (x->cell != y->cell)
        return x->cell < y->cell ? -1 : 1;
    if (x->variable->kind != y->variable->kind)
        return x->variable->kind < y->variable->kind ? -1 : 1;
    if (counts_those(x->variable->kind) && p != q)
        return p < q ? 1 : -1;
    return (x->variable > y->variable) - (x->variable < y->variable);
}

/* What is below at_least in all of a round is not listed in any of its cells. */
static bool is_listed(const struct sample_made *m, const struct am_campaign_figure *f)
{
    struct am_variable either = *f->variable;
    either.kind = AM_VAR_EITHER;
    return f->variable->kind == AM_VAR_PRESENCE
               ? figure_of(m, &either, (size_t)(f->cell - m->f->cells.at)).count.as != AM_TELL_FEWER
               : f->count.as != AM_TELL_FEWER;
}

void sample_make_figures(struct sample_made *m)
{
    struct am_campaign_figures *f = m->f;
    f->figures.at =
        am_pool_take(&f->pool, f->cells.count * f->variables.count, sizeof *f->figures.at);
    for (size_t v = 0; v < f->variables.count; v++) {
        struct am_campaign_figure *row[SAMPLE_CELLS_MAX];
        size_t before = f->figures.count;
        bool listed[3] = {false};
        for (size_t c = 0; c < f->cells.count; c++) {
            struct am_campaign_figure one = figure_of(m, &f->variables.at[v], c);
            if (one.cell->kind == AM_CELL_ALL)
                listed[one.cell->round] = is_listed(m, &one);
            row[c] = &f->figures.at[f->figures.count];
            f->figures.at[f->figures.count++] = one;
        }
        withhold(row, f);
        size_t kept = before;
        for (size_t i = before; i < f->figures.count; i++)
            if (listed[f->figures.at[i].cell->round] && f->figures.at[i].base.as != AM_TELL_FEWER)
                f->figures.at[kept++] = f->figures.at[i];
        f->figures.count = kept;
    }
    qsort(f->figures.at, f->figures.count, sizeof *f->figures.at, by_cell_and_count);
    for (size_t i = 0; i < f->figures.count; i++) {
        f->told += counts_those(f->figures.at[i].variable->kind);
        f->withheld += f->figures.at[i].count.as == AM_TELL_WITHHELD;
    }
}
