/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What everybody knows of a round: its sets and variables, and each number as it is told. */
#include "campaign/audit/sums.h"

#include <stdlib.h>
#include <string.h>

#include "campaign/audit/members.h"
#include "campaign/figures/columns.h"

#define NAME_MAX_LEN 200

/* ---- keys ---- */

static int by_key(const void *a, const void *b)
{
    const struct am_sums_key *x = a;
    const struct am_sums_key *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    int by = strcmp(x->of, y->of);
    return by != 0 ? by : strcmp(x->also, y->also);
}

uint32_t am_sums_find(const struct am_sums *s, enum am_variable_kind kind, const char *of,
                      const char *also)
{
    const struct am_sums_key wanted = {kind, AM_REST_NO, of, also};
    const struct am_sums_key *found =
        s->published > 0 ? bsearch(&wanted, s->keys.at, s->published, sizeof *s->keys.at, by_key)
                         : NULL;
    return found ? (uint32_t)(found - s->keys.at) : AM_SUMS_NO;
}

static enum am_status list_keys(struct am_sums *s)
{
    size_t room = 0;
    for (size_t e = 0; e < s->a->editions.count; e++)
        room += s->a->editions.at[e].publication->rows.count;
    struct am_sums_key *all = malloc((room + 1) * sizeof *all);
    size_t count = 0;
    size_t kept = 0;
    if (!all)
        return AM_E_NO_MEMORY;
    for (size_t e = 0; e < s->a->editions.count; e++) {
        const struct am_publication *p = s->a->editions.at[e].publication;
        for (size_t i = 0; i < p->rows.count; i++) {
            const struct am_published *row = &p->rows.at[i];
            if (row->cell->round == s->round && am_audit_counts(row->kind))
                all[count++] = (struct am_sums_key){row->kind, AM_REST_NO, row->of, row->also};
        }
    }
    if (count > 0)
        qsort(all, count, sizeof *all, by_key);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || by_key(&all[kept - 1], &all[i]) != 0)
            all[kept++] = all[i];
    /* Of each there are a few rests at most (am_sums_list_rests). */
    s->keys.at = am_pool_take(&s->pool, kept * 4 + 16, sizeof *s->keys.at);
    s->alone = am_pool_take(&s->pool, kept, sizeof *s->alone);
    for (size_t k = 0; s->alone && k < kept; k++)
        s->alone[k] = AM_SUMS_NO;
    if (s->keys.at && kept > 0)
        memcpy(s->keys.at, all, kept * sizeof *all);
    s->keys.count = s->published = kept;
    free(all);
    return am_pool_status(&s->pool);
}

/* ---- sets ---- */

static size_t set_of_cell(const struct am_sums *s, size_t edition, const struct am_cell *cell)
{
    for (size_t i = 0; i < s->sets.count; i++)
        if (s->sets.at[i].edition == edition && s->sets.at[i].cell == cell && !s->sets.at[i].name)
            return i;
    return SIZE_MAX;
}

static enum am_status list_cells(struct am_sums *s)
{
    size_t cells = 0;
    for (size_t e = 0; e < s->a->editions.count; e++)
        cells += s->a->editions.at[e].publication->cells.count;
    /* Of each cell what it leaves of another, what came to it and what left. */
    s->sets.at = am_pool_take(&s->pool, cells * 4 + 16, sizeof *s->sets.at);
    if (!s->sets.at)
        return am_pool_status(&s->pool);
    for (size_t e = 0; e < s->a->editions.count; e++) {
        const struct am_publication *p = s->a->editions.at[e].publication;
        for (size_t i = 0; i < p->cells.count; i++)
            if (p->cells.at[i].round == s->round)
                s->sets.at[s->sets.count++] =
                    (struct am_sums_set){e, &p->cells.at[i], NULL, (int64_t)p->cells.at[i].n};
    }
    return s->sets.count > 0 ? AM_OK : AM_E_NOT_FOUND;
}

/* What nobody tells of. */
static enum am_status hide(struct am_sums *s, size_t edition, const struct am_cell *cell, int64_t n,
                           uint32_t *out, const char *format, ...) AM_PRINTF(6, 7);
static enum am_status hide(struct am_sums *s, size_t edition, const struct am_cell *cell, int64_t n,
                           uint32_t *out, const char *format, ...)
{
    char text[NAME_MAX_LEN];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const char *name = am_pool_text(&s->pool, text, strlen(text));
    if (!name)
        return am_pool_status(&s->pool);
    *out = (uint32_t)s->sets.count;
    s->sets.at[s->sets.count++] = (struct am_sums_set){edition, cell, name, n};
    return AM_OK;
}

/* ---- relations of sets, within an edition ---- */

static bool is_part(const struct am_cell *part, const struct am_cell *country)
{
    return part->round == country->round && part->kind == AM_CELL_TERRITORY &&
           am_share_is_within(part->value, country->value);
}

/* Parts of a whole: cells of a kind, or the territories of a country. Those that are left may be
 * told of by nobody. */
static enum am_status relate_parts(struct am_sums *s, size_t whole, enum am_cell_kind kind)
{
    const struct am_sums_set w = s->sets.at[whole];
    const struct am_publication *p = s->a->editions.at[w.edition].publication;
    bool all = w.cell->kind == AM_CELL_ALL;
    int64_t rest = w.n;
    size_t parts = 0;
    enum am_status status = am_sums_begin(s);
    for (size_t i = 0; i < p->cells.count && status == AM_OK; i++) {
        const struct am_cell *c = &p->cells.at[i];
        if (all ? c->round != w.cell->round || c->kind != kind : !is_part(c, w.cell))
            continue;
        status = am_sums_term(s, (uint32_t)set_of_cell(s, w.edition, c), 1);
        rest -= (int64_t)c->n;
        parts++;
    }
    uint32_t hidden;
    if (status != AM_OK || parts == 0 || rest < 0) /* told by the rule of sense */
        return status;
    if (rest > 0)
        status = hide(s, w.edition, w.cell, rest, &hidden, "%s without its cells by %s", w.cell->id,
                      am_cell_word(kind));
    if (rest > 0 && status == AM_OK)
        status = am_sums_term(s, hidden, 1);
    if (status == AM_OK)
        status = am_sums_term(s, (uint32_t)whole, -1);
    am_sums_close(s, 0, 0);
    return status;
}

static enum am_status relate_same(struct am_sums *s, size_t same)
{
    const struct am_sums_set w = s->sets.at[same];
    const struct am_publication *p = s->a->editions.at[w.edition].publication;
    const struct am_cell *all = am_audit_all(p, w.cell->round);
    int64_t rest = all ? (int64_t)all->n - w.n : -1;
    uint32_t hidden;
    if (rest < 0)
        return AM_OK;
    enum am_status status = am_sums_begin(s);
    if (rest > 0 && status == AM_OK)
        status = hide(s, w.edition, w.cell, rest, &hidden, "%s without %s", all->id, w.cell->id);
    if (rest > 0 && status == AM_OK)
        status = am_sums_term(s, hidden, 1);
    if (status == AM_OK)
        status = am_sums_term(s, (uint32_t)same, 1);
    if (status == AM_OK)
        status = am_sums_term(s, (uint32_t)set_of_cell(s, w.edition, all), -1);
    if (status == AM_OK)
        am_sums_close(s, 0, 0);
    return status;
}

static enum am_status relate_within(struct am_sums *s)
{
    size_t count = s->sets.count; /* hidden ones come after */
    enum am_status status = AM_OK;
    for (size_t i = 0; i < count && status == AM_OK; i++) {
        enum am_cell_kind kind = s->sets.at[i].cell->kind;
        if (kind == AM_CELL_ALL)
            for (unsigned k = AM_CELL_SECTOR; k < AM_CELL_SAME && status == AM_OK; k++)
                status = relate_parts(s, i, k);
        else if (kind == AM_CELL_COUNTRY)
            status = relate_parts(s, i, AM_CELL_TERRITORY);
        else if (kind == AM_CELL_SAME)
            status = relate_same(s, i);
    }
    s->within = s->relations.count;
    return status;
}

/* ---- relations of sets, between editions ---- */

/* Whether organizations only came to the round between two editions, or only left it, as far as
 * sizes tell: where some cells grew and others shrank, who did is not in what was published. */
static bool is_one_way(const struct am_audit *a, size_t e, size_t f, unsigned round)
{
    bool more = false;
    bool fewer = false;
    for (size_t i = e; i < f; i++) {
        const struct am_publication *p = a->editions.at[i].publication;
        const struct am_publication *q = a->editions.at[i + 1].publication;
        for (size_t c = 0; c < p->cells.count; c++) {
            const struct am_cell *was = &p->cells.at[c];
            const struct am_cell *is = am_published_cell(q, was->id);
            if (was->round != round || !is ||
                (was->value && strcmp(was->value, AM_CELL_OTHER) == 0))
                continue;
            more |= is->n > was->n;
            fewer |= is->n < was->n;
        }
    }
    return !more || !fewer;
}

bool am_audit_comparable(const struct am_audit *a, size_t e, size_t f, const struct am_cell *cell)
{
    const struct am_publication *const both[] = {a->editions.at[e].publication,
                                                 a->editions.at[f].publication};
    if (!a->members && !is_one_way(a, e, f, cell->round))
        return false;
    if (!cell->value || strcmp(cell->value, AM_CELL_OTHER) != 0)
        return true;
    for (size_t k = 0; k < 2; k++) /* "other" is what the others leave */
        for (size_t i = 0; i < both[k]->cells.count; i++) {
            const struct am_cell *c = &both[k]->cells.at[i];
            if (c->kind == cell->kind && c->round == cell->round &&
                !am_published_cell(both[1 - k], c->id))
                return false;
        }
    return true;
}

void am_audit_moved(const struct am_audit *a, size_t e, const struct am_cell *was, size_t f,
                    const struct am_cell *is, size_t *came, size_t *left)
{
    *came = is->n > was->n ? (size_t)(is->n - was->n) : 0;
    *left = was->n > is->n ? (size_t)(was->n - is->n) : 0;
    if (!a->members)
        return;
    const struct am_set *x = &a->members->sets[e][was - a->editions.at[e].publication->cells.at];
    const struct am_set *y = &a->members->sets[f][is - a->editions.at[f].publication->cells.at];
    if (!x->bits || !y->bits)
        return;
    size_t apart = am_sets_apart(x, y, am_audit_lines(a->members, was->round));
    *came = (apart + y->n - x->n) / 2;
    *left = apart - *came;
}

static enum am_status relate_two(struct am_sums *s, size_t was, size_t is)
{
    const struct am_sums_set w = s->sets.at[was];
    const struct am_sums_set i = s->sets.at[is];
    const struct am_publication *p = s->a->editions.at[w.edition].publication;
    const struct am_publication *q = s->a->editions.at[i.edition].publication;
    size_t moved[2];
    uint32_t hidden;
    am_audit_moved(s->a, w.edition, w.cell, i.edition, i.cell, &moved[0], &moved[1]);
    enum am_status status = am_sums_begin(s);
    for (size_t k = 0; k < 2 && status == AM_OK; k++) {
        if (moved[k] == 0)
            continue;
        status = hide(s, i.edition, i.cell, (int64_t)moved[k], &hidden,
                      k == 0 ? "who came to %s between editions %u and %u"
                             : "who left %s between editions %u and %u",
                      i.cell->id, p->edition, q->edition);
        if (status == AM_OK)
            status = am_sums_term(s, hidden, k == 0 ? -1 : 1);
    }
    if (status == AM_OK)
        status = am_sums_term(s, (uint32_t)is, 1);
    if (status == AM_OK)
        status = am_sums_term(s, (uint32_t)was, -1);
    if (status == AM_OK)
        am_sums_close(s, 0, 0);
    return status;
}

/* Each cell and the same one in the last edition before that has it. */
static enum am_status relate_editions(struct am_sums *s, size_t cells)
{
    enum am_status status = AM_OK;
    for (size_t i = 0; i < cells && status == AM_OK; i++) {
        const struct am_sums_set *is = &s->sets.at[i];
        for (size_t e = is->edition; e > 0; e--) {
            const struct am_publication *p = s->a->editions.at[e - 1].publication;
            const struct am_cell *was = am_published_cell(p, is->cell->id);
            if (!was)
                continue;
            if (s->a->members || am_audit_comparable(s->a, e - 1, is->edition, was))
                status = relate_two(s, set_of_cell(s, e - 1, was), i);
            break;
        }
    }
    return status;
}

/* ---- numbers ---- */

static void claim(struct am_sums_number *at, int64_t low, int64_t high, enum am_sums_open open)
{
    if (low > at->low)
        at->low = (int32_t)low;
    if (high < at->high)
        at->high = (int32_t)high;
    at->open = (uint8_t)open;
}

/* Of a base that is itself a count, what is left of that is told too. */
static void claim_rest(struct am_sums *s, size_t set, uint32_t key, const struct am_number *told,
                       int64_t least)
{
    if (s->alone[key] == AM_SUMS_NO)
        return;
    struct am_sums_number *rest = am_sums_at(s, set, s->alone[key]);
    if (told->as == AM_TELL_MOST)
        claim(rest, 0, least - 1, AM_SUMS_FEW);
    else
        claim(rest, least, s->sets.at[set].n, AM_SUMS_ANY);
}

static void claim_told(struct am_sums *s, size_t set, uint32_t key, const struct am_number *told,
                       bool based)
{
    static const enum am_sums_open opens[] = {[AM_TELL_ROUNDED] = AM_SUMS_ANY,
                                              [AM_TELL_FEWER] = AM_SUMS_FEW,
                                              [AM_TELL_MOST] = AM_SUMS_MOST,
                                              [AM_TELL_WITHHELD] = AM_SUMS_WIDE};
    const struct am_sums_set *w = &s->sets.at[set];
    const struct am_publication *p = s->a->editions.at[w->edition].publication;
    struct am_audit_span span = am_audit_span(p, told, (uint64_t)w->n);
    enum am_sums_open open = opens[told->as];
    if (span.low > span.high) /* told by the rule of the threshold */
        return;
    claim(am_sums_at(s, set, key), span.low, span.high,
          based && open == AM_SUMS_MOST ? AM_SUMS_ANY : open);
    if (based && (told->as == AM_TELL_MOST || told->as == AM_TELL_ROUNDED))
        claim_rest(s, set, key, told, (int64_t)p->rule.at_least);
}

/* What is told of nowhere is of too few in the whole round, or of a base that is. */
static void claim_silence(struct am_sums *s, size_t set, uint32_t key)
{
    const struct am_sums_key *k = &s->keys.at[key];
    const struct am_cell *cell = s->sets.at[set].cell;
    const struct am_publication *p = s->a->editions.at[s->sets.at[set].edition].publication;
    bool based = am_audit_base_kind(k->kind) != AM_VAR_COUNT;
    const struct am_published *above =
        based ? am_published_find(p, cell, AM_VAR_AREA, k->of, "") : NULL;
    const struct am_number few = {AM_TELL_FEWER, p->rule.at_least};
    const struct am_number none = {.as = AM_TELL_WITHHELD};
    if (based && !above)
        return;
    if (based && (above->count.as == AM_TELL_FEWER || above->count.as == AM_TELL_WITHHELD))
        claim_told(s, set, key, &none, true);
    else if (cell->kind == AM_CELL_ALL && k->kind != AM_VAR_SERVICE && k->kind != AM_VAR_HOST &&
             k->kind != AM_VAR_AREA_SINGLE)
        claim_told(s, set, key, &few, based);
}

static void claim_all(struct am_sums *s, size_t cells)
{
    for (size_t set = 0; set < s->sets.count; set++) {
        const struct am_sums_set *w = &s->sets.at[set];
        const struct am_publication *p = s->a->editions.at[w->edition].publication;
        for (size_t k = 0; k < s->keys.count; k++) {
            bool rest = k >= s->published;
            bool alone = s->keys.at[k].rest == AM_REST_NOT_SINGLE ||
                         s->keys.at[k].rest == AM_REST_NOT_PROVIDER;
            *am_sums_at(s, set, k) =
                (struct am_sums_number){.high = (int32_t)w->n,
                                        .why_low = AM_SUMS_NO,
                                        .why_high = AM_SUMS_NO,
                                        .open = set >= cells ? (rest ? AM_SUMS_ANY : AM_SUMS_WIDE)
                                                : rest && !alone ? AM_SUMS_NONE
                                                                 : AM_SUMS_ANY};
        }
        for (uint32_t k = 0; set < cells && k < s->published; k++) {
            const struct am_sums_key *key = &s->keys.at[k];
            const struct am_published *row =
                am_published_find(p, w->cell, key->kind, key->of, key->also);
            if (row)
                claim_told(s, set, k, &row->count, am_audit_base_kind(key->kind) != AM_VAR_COUNT);
            else
                claim_silence(s, set, k);
        }
    }
}

enum am_status am_sums_of(struct am_audit *a, unsigned round, struct am_sums *out)
{
    *out = (struct am_sums){.a = a, .round = round};
    am_pool_init(&out->pool, AM_SUMS_BYTES);
    enum am_status status = list_cells(out);
    size_t cells = out->sets.count;
    if (status == AM_OK)
        status = list_keys(out);
    if (status == AM_OK)
        status = relate_within(out);
    if (status == AM_OK)
        status = relate_editions(out, cells);
    out->of_sets = out->relations.count;
    out->active = out->within;
    if (status == AM_OK)
        status = am_sums_relate_keys(out);
    if (status != AM_OK)
        return status;
    if (out->keys.count > 0 && out->sets.count > AM_SUMS_NUMBERS / out->keys.count)
        return AM_E_LIMIT;
    out->at = am_pool_take(&out->pool, out->sets.count * out->keys.count, sizeof *out->at);
    out->dead = am_pool_take(&out->pool, out->keys.count, sizeof *out->dead);
    out->clashes.at = am_pool_take(&out->pool, out->keys.count, sizeof *out->clashes.at);
    if (am_pool_status(&out->pool) != AM_OK)
        return am_pool_status(&out->pool);
    claim_all(out, cells);
    return AM_OK;
}

void am_sums_done(struct am_sums *s)
{
    free(s->relations.at);
    free(s->terms.at);
    am_pool_done(&s->pool);
    *s = (struct am_sums){0};
}
