/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sets of members held against each other: whether two of them, or sums and differences of any of
 * them, leave a few organizations alone. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/table.h"
#include "campaign/audit/members.h"
#include "campaign/audit/rules.h"

#define SETS_MAX  20000u
#define STEPS_MAX 6000000000u /* of elimination */
#define PRIME     ((UINT64_C(1) << 61) - 1)

/* A set that is published, or that two published ones leave. */
struct known {
    struct am_set set;
    size_t edition;
    const struct am_cell *cell;
    const char *of; /* "what it leaves of"; NULL: the cell itself */
    uint64_t hash;
};
struct knowing {
    struct am_audit *a;
    unsigned round;
    size_t words, lines;
    struct known *at;
    size_t count;
    struct am_pool pool;
};

static const struct am_publication *edition_of(const struct knowing *k, size_t at)
{
    return k->a->editions.at[k->at[at].edition].publication;
}

/* ---- which sets ---- */

static void add(struct knowing *k, const struct am_set *set, size_t edition,
                const struct am_cell *cell, const char *of)
{
    uint64_t hash = am_hash_bytes(set->bits, k->words * sizeof *set->bits);
    if (set->n == 0 || k->count == SETS_MAX)
        return;
    for (size_t i = 0; i < k->count; i++)
        if (k->at[i].hash == hash && k->at[i].set.n == set->n &&
            memcmp(k->at[i].set.bits, set->bits, k->words * sizeof *set->bits) == 0)
            return;
    k->at[k->count++] = (struct known){*set, edition, cell, of, hash};
}

/* What a cell leaves of the whole round, or a country's territories leave of it. */
static enum am_status add_rest(struct knowing *k, size_t e, size_t whole, size_t part)
{
    const struct am_publication *p = k->a->editions.at[e].publication;
    const struct am_set *sets = k->a->members->sets[e];
    const struct am_cell *w = &p->cells.at[whole];
    struct am_set rest = am_set_new(&k->pool, k->lines);
    if (!rest.bits)
        return am_pool_status(&k->pool);
    memcpy(rest.bits, sets[whole].bits, k->words * sizeof *rest.bits);
    for (size_t i = 0; i < p->cells.count; i++) {
        const struct am_cell *c = &p->cells.at[i];
        bool out = w->kind == AM_CELL_ALL ? i == part
                                          : c->kind == AM_CELL_TERRITORY && c->round == w->round &&
                                                am_share_is_within(c->value, w->value);
        for (size_t word = 0; out && word < k->words; word++)
            rest.bits[word] &= ~sets[i].bits[word];
    }
    for (size_t word = 0; word < k->words; word++)
        rest.n += (size_t)__builtin_popcountll(rest.bits[word]);
    add(k, &rest, e, &p->cells.at[part],
        w->kind == AM_CELL_ALL ? "what it leaves of its round"
                               : "what its territories leave of it");
    return AM_OK;
}

static enum am_status add_edition(struct knowing *k, size_t e, bool rests)
{
    const struct am_publication *p = k->a->editions.at[e].publication;
    const struct am_set *sets = k->a->members->sets[e];
    enum am_status status = AM_OK;
    for (size_t i = 0; i < p->cells.count && status == AM_OK; i++) {
        const struct am_cell *c = &p->cells.at[i];
        const struct am_cell *all = am_audit_all(p, k->round);
        if (c->round != k->round || !sets[i].bits)
            continue;
        if (!rests)
            add(k, &sets[i], e, c, NULL);
        else if (c->kind == AM_CELL_SAME && all)
            status = add_rest(k, e, (size_t)(all - p->cells.at), i);
        else if (c->kind == AM_CELL_COUNTRY)
            status = add_rest(k, e, i, i);
    }
    return status;
}

/* ---- two of them ---- */

static void check_two(struct knowing *k, size_t i, size_t j)
{
    const struct known *x = &k->at[i];
    const struct known *y = &k->at[j];
    uint64_t least = edition_of(k, j)->rule.at_least;
    size_t between = x->set.n > y->set.n ? x->set.n - y->set.n : y->set.n - x->set.n;
    k->a->pairs++;
    if (between >= least)
        return;
    size_t apart = am_sets_apart(&x->set, &y->set, k->lines);
    if (apart > 0 && apart < least)
        am_audit_break(k->a, AM_AUDIT_FEW, edition_of(k, j)->edition, y->cell->id, NULL,
                       "%s and %s%s of edition %u differ by %zu organizations, fewer than "
                       "%" PRIu64,
                       y->of ? y->of : "it", x->of ? "what is left by " : "", x->cell->id,
                       edition_of(k, i)->edition, apart, least);
}

/* ---- all of them ---- */

struct atoms {
    uint32_t *of; /* of each line; AM_TABLE_NONE: in no set */
    uint32_t *n;
    size_t count;
};

/* Lines that are in the same sets, by splitting them with one set after another. */
static enum am_status split(struct knowing *k, struct atoms *out)
{
    struct atoms a = {.count = 1};
    a.of = am_pool_take(&k->pool, k->lines, sizeof *a.of);
    a.n = am_pool_take(&k->pool, k->lines + 2, sizeof *a.n);
    uint32_t *to = am_pool_take(&k->pool, k->lines + 2, sizeof *to);
    uint32_t *in = am_pool_take(&k->pool, k->lines + 2, sizeof *in);
    if (!a.of || !a.n || !to || !in)
        return AM_E_NO_MEMORY;
    a.n[0] = (uint32_t)k->lines;
    for (size_t s = 0; s < k->count; s++) {
        memset(in, 0, a.count * sizeof *in);
        for (size_t line = 0; line < k->lines; line++)
            in[a.of[line]] += am_set_has(&k->at[s].set, line);
        size_t count = a.count;
        for (size_t c = 0; c < count; c++)
            to[c] = in[c] > 0 && in[c] < a.n[c] ? (uint32_t)a.count++ : (uint32_t)c;
        for (size_t line = 0; line < k->lines; line++)
            if (am_set_has(&k->at[s].set, line) && to[a.of[line]] != a.of[line]) {
                a.n[a.of[line]]--;
                a.of[line] = to[a.of[line]];
                a.n[a.of[line]]++;
            }
    }
    *out = a;
    return AM_OK;
}

static uint64_t times(uint64_t a, uint64_t b)
{
    am_u128 product = (am_u128)a * b;
    uint64_t sum = (uint64_t)(product & PRIME) + (uint64_t)(product >> 61);
    return sum >= PRIME ? sum - PRIME : sum;
}

static uint64_t inverse(uint64_t a)
{
    uint64_t out = 1;
    for (uint64_t power = PRIME - 2; power > 0; power >>= 1) {
        if (power & 1)
            out = times(out, a);
        a = times(a, a);
    }
    return out;
}

/* A row for each set, a column for each atom. */
struct matrix {
    uint64_t *at;
    uint32_t *pivot; /* column of each row */
    size_t rows, columns, rank;
};

static void subtract(struct matrix *m, size_t from, size_t row, uint64_t by)
{
    uint64_t *to = m->at + from * m->columns;
    const uint64_t *what = m->at + row * m->columns;
    for (size_t c = 0; c < m->columns; c++)
        if (what[c] != 0) {
            uint64_t less = times(what[c], by);
            to[c] = to[c] >= less ? to[c] - less : to[c] + PRIME - less;
        }
}

/* Gauss and Jordan, modulo a prime. */
static void eliminate(struct matrix *m)
{
    for (size_t column = 0; column < m->columns && m->rank < m->rows; column++) {
        size_t row = m->rank;
        while (row < m->rows && m->at[row * m->columns + column] == 0)
            row++;
        if (row == m->rows)
            continue;
        uint64_t *head = m->at + m->rank * m->columns;
        for (size_t c = 0; c < m->columns && row != m->rank; c++) {
            uint64_t swap = head[c];
            head[c] = m->at[row * m->columns + c];
            m->at[row * m->columns + c] = swap;
        }
        uint64_t by = inverse(head[column]);
        for (size_t c = 0; c < m->columns; c++)
            head[c] = times(head[c], by);
        for (size_t r = 0; r < m->rows; r++)
            if (r != m->rank && m->at[r * m->columns + column] != 0)
                subtract(m, r, m->rank, m->at[r * m->columns + column]);
        m->pivot[m->rank++] = (uint32_t)column;
    }
}

/* What a row has beside its own column, as one number that is different for different rows. */
static uint64_t beside(const struct matrix *m, size_t row)
{
    uint64_t sum = 0;
    uint64_t weight = 0x9e3779b97f4a7c15u % PRIME;
    for (size_t c = 0; c < m->columns; c++) {
        weight = times(weight, weight + 0x2545f491u);
        if (c != m->pivot[row])
            sum = (sum + times(m->at[row * m->columns + c], weight)) % PRIME;
    }
    return sum;
}

static void tell_alone(struct knowing *k, const struct atoms *atoms, uint32_t atom, uint32_t n,
                       const char *what)
{
    size_t set = 0;
    size_t line = 0;
    while (line < k->lines && atoms->of[line] != atom)
        line++;
    for (size_t s = 0; s < k->count; s++) /* the smallest cell that they are in */
        if (am_set_has(&k->at[s].set, line) &&
            (!am_set_has(&k->at[set].set, line) || k->at[s].set.n < k->at[set].set.n))
            set = s;
    am_audit_break(k->a, AM_AUDIT_LINKAGE, edition_of(k, set)->edition, k->at[set].cell->id, NULL,
                   "%u organizations of it %s by adding and subtracting published cells", n, what);
}

/* Two groups, of which it is known how many of both together have something, or how many more of
 * one than of the other. */
static void tell_two(struct knowing *k, const struct atoms *atoms, uint32_t one, uint32_t other,
                     bool sum)
{
    uint64_t least = k->a->editions.at[0].publication->rule.at_least;
    uint32_t n = atoms->n[one] + atoms->n[other];
    if (atoms->n[other] < least && (!sum || n < least))
        tell_alone(k, atoms, one, n,
                   sum ? "are left alone, in two groups," : "are told apart, in two groups,");
}

/* The one column, beside its own, in which a row has something; AM_TABLE_NONE: there are others. */
static uint32_t only_other(const struct matrix *m, size_t row)
{
    uint32_t found = AM_TABLE_NONE;
    for (uint32_t c = 0; c < m->columns; c++) {
        if (c == m->pivot[row] || m->at[row * m->columns + c] == 0)
            continue;
        if (found != AM_TABLE_NONE)
            return AM_TABLE_NONE;
        found = c;
    }
    return found;
}

/* An atom is a combination of the sets where its row has nothing beside it. Two are, together,
 * where the row of one has nothing but the other, or where the rows of both have the same beside
 * them, or the opposite. Atoms of no set are in no row. */
static void check_rows(struct knowing *k, const struct atoms *atoms, const struct matrix *m,
                       uint64_t *sums)
{
    uint64_t least = k->a->editions.at[0].publication->rule.at_least;
    for (size_t r = 0; r < m->rank; r++)
        sums[r] = beside(m, r);
    for (size_t r = 0; r < m->rank; r++) {
        uint32_t n = atoms->n[m->pivot[r]];
        uint32_t other = only_other(m, r);
        if (n >= least)
            continue;
        if (sums[r] == 0)
            tell_alone(k, atoms, m->pivot[r], n, "are left alone");
        else if (other != AM_TABLE_NONE &&
                 (m->at[r * m->columns + other] == 1 || m->at[r * m->columns + other] == PRIME - 1))
            tell_two(k, atoms, m->pivot[r], other, m->at[r * m->columns + other] == 1);
        for (size_t q = 0; q < r && sums[r] != 0; q++)
            if (sums[q] + sums[r] == PRIME || sums[q] == sums[r])
                tell_two(k, atoms, m->pivot[r], m->pivot[q], sums[q] != sums[r]);
    }
}

static enum am_status check_linear(struct knowing *k)
{
    struct atoms atoms = {0};
    enum am_status status = split(k, &atoms);
    if (status != AM_OK)
        return status;
    struct matrix m = {.rows = k->count, .columns = atoms.count};
    if ((double)m.rows * (double)m.rows * (double)m.columns > (double)STEPS_MAX) {
        am_audit_unseen(k->a, "sums and differences of the %zu cells of round %u: too many", m.rows,
                        k->round);
        return AM_OK;
    }
    m.at = am_pool_take(&k->pool, m.rows * m.columns, sizeof *m.at);
    m.pivot = am_pool_take(&k->pool, m.rows, sizeof *m.pivot);
    uint64_t *sums = am_pool_take(&k->pool, m.rows, sizeof *sums);
    if (am_pool_status(&k->pool) != AM_OK)
        return am_pool_status(&k->pool);
    for (size_t line = 0; line < k->lines; line++)
        for (size_t s = 0; s < k->count; s++)
            if (am_set_has(&k->at[s].set, line))
                m.at[s * m.columns + atoms.of[line]] = 1;
    eliminate(&m);
    check_rows(k, &atoms, &m, sums);
    return AM_OK;
}

static enum am_status check_round(struct knowing *k)
{
    enum am_status status = AM_OK;
    k->at = am_pool_take(&k->pool, SETS_MAX, sizeof *k->at);
    if (!k->at)
        return am_pool_status(&k->pool);
    for (size_t e = 0; e < k->a->editions.count && status == AM_OK; e++)
        status = add_edition(k, e, false);
    if (status == AM_OK && k->count > 0)
        status = check_linear(k);
    for (size_t e = 0; e < k->a->editions.count && status == AM_OK; e++)
        status = add_edition(k, e, true);
    if (k->count == SETS_MAX)
        am_audit_unseen(k->a, "all cells of round %u: there are more than %u", k->round, SETS_MAX);
    for (size_t i = 0; i < k->count && status == AM_OK; i++)
        for (size_t j = i + 1; j < k->count; j++)
            check_two(k, i, j);
    return status;
}

enum am_status am_audit_members_check(struct am_audit *a)
{
    enum am_status status = AM_OK;
    for (size_t e = 0; e < a->editions.count; e++) {
        const struct am_publication *p = a->editions.at[e].publication;
        if (a->editions.at[e].members.len == 0) {
            am_audit_break(a, AM_AUDIT_MEMBERS, p->edition, NULL, NULL,
                           "the store knows nothing of this edition");
            continue;
        }
        for (size_t i = 0; i < p->cells.count; i++)
            if (a->members->sets[e][i].n != p->cells.at[i].n)
                am_audit_break(a, AM_AUDIT_MEMBERS, p->edition, p->cells.at[i].id, NULL,
                               "a cell of %" PRIu64 " organizations, and the store has %zu in it",
                               p->cells.at[i].n, a->members->sets[e][i].n);
    }
    for (unsigned round = 1; round <= AM_CAMPAIGN_ROUNDS && status == AM_OK; round++) {
        struct knowing k = {.a = a, .round = round, .lines = am_audit_lines(a->members, round)};
        k.words = am_set_words(k.lines);
        am_pool_init(&k.pool, (size_t)2 << 30);
        if (k.lines > 0)
            status = check_round(&k);
        am_pool_done(&k.pool);
    }
    return status;
}
