/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Each published number counted again from the shares in the store. Of shares that were withdrawn
 * nothing is known any more: counts of their cells may be as many more. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "campaign/audit/members.h"
#include "campaign/audit/rules.h"
#include "campaign/figures/shares.h"
#include "indicators/public.h"

#define STEPS_TOLD 3
#define ALL        100 /* percent */

struct tally {
    uint32_t count, values[AM_VALUE_ALL + 1];
};
struct cell_sum {
    uint64_t devices, most;
    size_t seen; /* members whose shares are there */
};
struct recount {
    struct am_audit *a;
    struct tally **tallies; /* by edition, by row */
    struct cell_sum **sums; /* by edition, by cell */
    struct am_table *rows;  /* by edition */
    /* The share that is counted now: the cells it is in, of each edition in turn. */
    size_t edition, cells[AM_ATTENDANCE_CELLS], cell_count;
};

static unsigned value_of(struct am_band b)
{
    if (b.to == 0)
        return 0;
    return b.from >= ALL ? AM_VALUE_ALL : b.from / AM_BAND_STEP + 1;
}

/* ---- which row ---- */

static uint32_t hash_figure(enum am_variable_kind kind, const char *of, const char *also)
{
    return am_table_hash(of, strlen(of)) * 31u + am_table_hash(also, strlen(also)) +
           (uint32_t)kind * 0x9e3779b1u;
}

static uint32_t hash_row(uint32_t figure, size_t cell)
{
    return (figure ^ (uint32_t)cell * 0x85ebca6bu) * 0xc2b2ae35u;
}

static void count_in(struct recount *r, enum am_variable_kind kind, const char *of,
                     const char *also, unsigned value)
{
    const struct am_publication *p = r->a->editions.at[r->edition].publication;
    const struct am_table *rows = &r->rows[r->edition];
    uint32_t figure = hash_figure(kind, of, also);
    for (size_t c = 0; c < r->cell_count; c++) {
        uint32_t hash = hash_row(figure, r->cells[c]);
        for (uint32_t at = hash, i; (i = am_table_next(rows, hash, &at)) != AM_TABLE_NONE;) {
            const struct am_published *row = &p->rows.at[i];
            if (row->cell != &p->cells.at[r->cells[c]] || row->kind != kind ||
                strcmp(row->of, of) != 0 || strcmp(row->also, also) != 0)
                continue;
            struct tally *t = &r->tallies[r->edition][i];
            t->count++;
            t->values[value]++;
            break;
        }
    }
}

/* ---- one share ---- */

static void count_owners(struct recount *r, const struct am_share *s)
{
    for (size_t i = 0; i < s->corporations.count; i++) {
        const struct am_share_corporation *c = &s->corporations.at[i];
        const struct {
            enum am_variable_kind kind;
            struct am_band band;
        } ledgers[] = {
            {AM_VAR_EITHER, c->either}, {AM_VAR_SERVICE, c->service}, {AM_VAR_HOST, c->host}};
        for (size_t k = 0; k < 3; k++)
            if (value_of(ledgers[k].band) > 0)
                count_in(r, ledgers[k].kind, c->id, "", value_of(ledgers[k].band));
        if (value_of(c->either) > 0)
            count_in(r, AM_VAR_PRESENCE, c->id, "", value_of(c->presence));
    }
    for (size_t i = 0; i < s->countries.count; i++) {
        const struct am_share_country *c = &s->countries.at[i];
        if (value_of(c->service) > 0)
            count_in(r, AM_VAR_LAW_SERVICE, c->code, "", value_of(c->service));
        if (value_of(c->host) > 0)
            count_in(r, AM_VAR_LAW_HOST, c->code, "", value_of(c->host));
    }
}

static void count_work(struct recount *r, const struct am_share *s)
{
    unsigned singles = 0;
    for (size_t i = 0; i < s->areas.count; i++) {
        const struct am_share_area *area = &s->areas.at[i];
        count_in(r, AM_VAR_AREA, area->category, "", value_of(area->contacts));
        if (!area->provider)
            continue;
        count_in(r, AM_VAR_AREA_SINGLE, area->category, "", 1);
        count_in(r, AM_VAR_AREA_PROVIDER, area->category, area->provider, 1);
        singles += area->essential;
    }
    count_in(r, AM_VAR_SINGLES, "", "", singles < AM_VALUE_ALL ? singles : AM_VALUE_ALL);
    for (size_t i = 0; i < s->steps.count && i < STEPS_TOLD; i++) {
        char step[16];
        (void)snprintf(step, sizeof step, "%zu", i + 1);
        count_in(r, AM_VAR_LOST, step, "", value_of(s->steps.at[i].lost));
        if (i == 0)
            count_in(r, AM_VAR_FIRST, s->steps.at[i].corporation, "", 1);
    }
}

static void count_whole(struct recount *r, const struct am_share *s)
{
    const struct {
        enum am_variable_kind kind;
        struct am_band band;
    } all[] = {{AM_VAR_NAMED, s->named},
               {AM_VAR_OWNED, s->owned},
               {AM_VAR_HOSTED, s->hosted},
               {AM_VAR_EXTRACTION, s->extraction},
               {AM_VAR_EXTRACTION_UP, s->extraction_up},
               {AM_VAR_NIGHT, s->night},
               {AM_VAR_HOME, s->home}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].kind != AM_VAR_HOME || s->at_home)
            count_in(r, all[i].kind, "", "", value_of(all[i].band));
}

/* The middle of the band; of one without end, half as much again. */
static uint64_t devices_of(const struct am_share *s)
{
    return s->devices.to > s->devices.from ? (s->devices.from + s->devices.to) / 2
                                           : s->devices.from + s->devices.from / 2;
}

static const char *answer_of(const struct am_share *s, enum am_cell_kind kind)
{
    switch (kind) {
    case AM_CELL_SECTOR:
        return s->about.sector;
    case AM_CELL_COUNTRY:
        return s->about.country;
    case AM_CELL_TERRITORY:
        return s->about.territory;
    case AM_CELL_SIZE:
        return s->about.size;
    case AM_CELL_ALL:
    case AM_CELL_SAME:
    case AM_CELL_KINDS:
        break;
    }
    return NULL;
}

/* Whether it is where it says that it belongs; "other" is for whom no other cell is. */
static void check_place(struct recount *r, const struct am_share *s, const struct am_cell *c)
{
    const struct am_publication *p = r->a->editions.at[r->edition].publication;
    const char *its = answer_of(s, c->kind);
    char id[sizeof c->id];
    if (c->kind == AM_CELL_ALL || c->kind == AM_CELL_SAME)
        return;
    bool right = its && strcmp(its, c->value) == 0;
    if (!right && strcmp(c->value, AM_CELL_OTHER) == 0) {
        size_t len = strlen(c->id) - strlen(c->value);
        (void)snprintf(id, sizeof id, "%.*s%.40s", (int)len, c->id, its ? its : "");
        right = !its || !am_published_cell(p, id);
    }
    if (!right)
        am_audit_break(r->a, AM_AUDIT_MEMBERS, p->edition, c->id, NULL,
                       "an organization is in it that says '%s'", its ? its : "nothing");
}

static void count_edition(struct recount *r, const struct am_share *s, unsigned round, size_t line)
{
    const struct am_publication *p = r->a->editions.at[r->edition].publication;
    const struct am_set *sets = r->a->members->sets[r->edition];
    uint64_t devices = devices_of(s);
    r->cell_count = 0;
    for (size_t c = 0; c < p->cells.count && r->cell_count < AM_ATTENDANCE_CELLS; c++) {
        if (p->cells.at[c].round != round || !sets[c].bits || !am_set_has(&sets[c], line))
            continue;
        struct cell_sum *sum = &r->sums[r->edition][c];
        r->cells[r->cell_count++] = c;
        sum->seen++;
        sum->devices += devices;
        sum->most = devices > sum->most ? devices : sum->most;
        check_place(r, s, &p->cells.at[c]);
    }
    if (r->cell_count == 0)
        return;
    count_owners(r, s);
    count_work(r, s);
    count_whole(r, s);
}

static enum am_status count_share(void *ctx, const struct am_stored *stored)
{
    struct recount *r = ctx;
    struct am_sealed sealed;
    uint8_t id[AM_MEMBER_ID];
    if (!am_shares_id(stored->id, id) || stored->round < 1 || stored->round > AM_CAMPAIGN_ROUNDS)
        return AM_E_MALFORMED;
    size_t line = am_audit_line(r->a->members, stored->round, id);
    if (line == SIZE_MAX) /* of no edition yet */
        return AM_OK;
    enum am_status status = am_campaign_share(stored, &sealed, r->a->problem);
    if (status != AM_OK)
        return status;
    for (r->edition = 0; r->edition < r->a->editions.count; r->edition++)
        count_edition(r, sealed.share, stored->round, line);
    am_sealed_done(&sealed);
    return AM_OK;
}

/* ---- what is told of it ---- */

/* Of a count, and of so many more at most as are not known any more. */
static void check_count(struct am_audit *a, const struct am_publication *p,
                        const struct am_published *row, uint64_t low, uint64_t high, uint64_t of)
{
    uint64_t least = p->rule.at_least;
    uint64_t step = p->rule.round_to;
    bool right = false;
    switch (row->count.as) {
    case AM_TELL_FEWER:
        right = low < least;
        break;
    case AM_TELL_MOST:
        right = high >= row->count.n && high + least > of;
        break;
    case AM_TELL_ROUNDED:
        for (uint64_t c = low; c <= high && !right; c++)
            right =
                row->exact && !am_audit_counts(row->kind)
                    ? c == row->count.n
                    : c >= least && c + least <= of && (c + step / 2) / step * step == row->count.n;
        break;
    case AM_TELL_WITHHELD:
        right = true;
        break;
    }
    if (right)
        return;
    if (low == high)
        am_audit_break_row(a, AM_AUDIT_TRUTH, p->edition, row,
                           "not what the shares say, which have it %" PRIu64 " times of %" PRIu64,
                           low, of);
    else
        am_audit_break_row(a, AM_AUDIT_TRUTH, p->edition, row,
                           "not what the shares say, which have it %" PRIu64 " to %" PRIu64
                           " times of %" PRIu64,
                           low, high, of);
}

static unsigned value_at(const struct tally *t, uint64_t rank)
{
    uint64_t until = 0;
    unsigned v = 0;
    while (v < AM_VALUE_ALL && (until += t->values[v]) < rank)
        v++;
    return v;
}

static void check_quartiles(struct am_audit *a, const struct am_publication *p,
                            const struct am_published *row, const struct tally *t)
{
    uint64_t n = t->count;
    struct am_audit_interval i = {{0}, {0}};
    if (row->median_low.told && n > 0)
        i = am_audit_interval_of_median(n);
    const struct {
        const struct am_quantile *q;
        uint64_t rank, or ;
        const char *what;
    } all[] = {{&row->q1, (n + 3) / 4, (n + 3) / 4, "first quartile"},
               {&row->median, (n + 1) / 2, (n + 1) / 2, "median"},
               {&row->q3, (3 * n + 3) / 4, (3 * n + 3) / 4, "third quartile"},
               {&row->median_low, i.low[0], i.low[1], "lower end of the median's interval"},
               {&row->median_high, i.high[0], i.high[1], "upper end of the median's interval"}};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (all[k].q->told && all[k].q->value != value_at(t, all[k].rank) &&
            all[k].q->value != value_at(t, all[k].or))
            am_audit_break_row(a, AM_AUDIT_TRUTH, p->edition, row, "the %s is another one",
                               all[k].what);
}

static void check_cell(struct recount *r, size_t e, size_t c)
{
    const struct am_publication *p = r->a->editions.at[e].publication;
    const struct cell_sum *sum = &r->sums[e][c];
    if (sum->seen == r->a->members->sets[e][c].n && sum->most * ALL > sum->devices * p->dominance)
        am_audit_break(r->a, AM_AUDIT_DOMINANCE, p->edition, p->cells.at[c].id, NULL,
                       "one organization has about %" PRIu64 " of its %" PRIu64
                       " devices, more than %u %%",
                       sum->most, sum->devices, p->dominance);
}

static void check_edition(struct recount *r, size_t e)
{
    const struct am_publication *p = r->a->editions.at[e].publication;
    size_t lost = 0;
    for (size_t c = 0; c < p->cells.count; c++)
        check_cell(r, e, c);
    for (size_t i = 0; i < p->rows.count; i++) {
        const struct am_published *row = &p->rows.at[i];
        size_t cell = (size_t)(row->cell - p->cells.at);
        size_t gone = r->a->members->sets[e][cell].n - r->sums[e][cell].seen;
        const struct am_published *above = am_audit_base_row(p, row);
        uint64_t of = row->cell->n;
        if (above && row->kind != AM_VAR_PRESENCE)
            of = r->tallies[e][above - p->rows.at].count + gone;
        const struct tally *t = &r->tallies[e][i];
        check_count(r->a, p, row, t->count, t->count + gone, of);
        if (gone == 0)
            check_quartiles(r->a, p, row, t);
        lost += gone > 0;
    }
    if (lost > 0)
        am_audit_unseen(r->a,
                        "%zu figures of edition %u to their last organization: shares of theirs "
                        "were withdrawn since",
                        lost, p->edition);
}

/* ---- all ---- */

static enum am_status make_room(struct recount *r, struct am_pool *pool)
{
    struct am_audit *a = r->a;
    r->tallies = am_pool_take(pool, a->editions.count, sizeof(struct tally *));
    r->sums = am_pool_take(pool, a->editions.count, sizeof(struct cell_sum *));
    r->rows = am_pool_take(pool, a->editions.count, sizeof *r->rows);
    if (am_pool_status(pool) != AM_OK)
        return am_pool_status(pool);
    for (size_t e = 0; e < a->editions.count; e++) {
        const struct am_publication *p = a->editions.at[e].publication;
        r->tallies[e] = am_pool_take(pool, p->rows.count, sizeof(struct tally));
        r->sums[e] = am_pool_take(pool, p->cells.count, sizeof(struct cell_sum));
        for (uint32_t i = 0; i < p->rows.count; i++) {
            const struct am_published *row = &p->rows.at[i];
            uint32_t hash = hash_row(hash_figure(row->kind, row->of, row->also),
                                     (size_t)(row->cell - p->cells.at));
            if (!am_table_add(&r->rows[e], hash, i))
                return AM_E_NO_MEMORY;
        }
    }
    return am_pool_status(pool);
}

enum am_status am_audit_truth(struct am_audit *a)
{
    struct recount r = {.a = a};
    struct am_pool pool;
    am_pool_init(&pool, (size_t)2 << 30);
    enum am_status status = make_room(&r, &pool);
    if (status == AM_OK)
        status = am_share_store_each(a->store, count_share, &r, a->problem);
    for (size_t e = 0; e < a->editions.count && status == AM_OK; e++)
        if (a->editions.at[e].members.len > 0)
            check_edition(&r, e);
    for (size_t e = 0; r.rows && e < a->editions.count; e++)
        am_table_done(&r.rows[e]);
    am_pool_done(&pool);
    return status;
}
