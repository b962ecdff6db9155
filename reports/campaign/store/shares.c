/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a store keeps of its campaign: shares, those withdrawn, editions.
 *
 * Why many may write at once, and a withdrawn share never comes back: all that is known of a share
 * is one row, found by campaign, organization and id, whose round and content are gone once it was
 * withdrawn (sql.c). To put is to insert that row, to withdraw is to insert it without content, or
 * to empty the one that is there. Of two that insert the same row at once, the database lets the
 * second wait until the first has committed or not; then either it is free to insert, or it finds
 * the row as it now is. So a withdrawal that meets a share in flight empties it once it is there,
 * and a share that meets a withdrawal is not put; and of eight that put the same, one does. */
#include <stdlib.h>
#include <string.h>

#include "campaign/store/store_private.h"

#define ROUND_MAX 1000
#define LOOKS_MAX 3  /* at a share that others put and withdraw meanwhile */
#define DAY_SIZE  32 /* "2026-11-28" */
#define HEX       "0123456789abcdef"

struct putting {
    const struct am_stored *shares;
    const size_t *order;
    size_t count;
    enum am_put *out;
    struct am_datum *values; /* of one insert after the other */
    bool *changed;
};

static void fill(const struct am_share_store *s, const struct am_stored *share,
                 struct am_datum *out)
{
    out[0] = am_datum_of_text(s->campaign);
    out[1] = am_datum_of_text(share->organization);
    out[2] = am_datum_of_text(share->id);
    out[3] = am_datum_of_number(share->round);
    out[4] = am_datum_of_bytes(share->body);
}

struct look {
    const char *id;
    bool found;
    enum am_put what;
};

/* The share's own row, or that of the same round, or both: its own tells more. */
static enum am_status take_look(void *ctx, const struct am_datum *columns, size_t count)
{
    struct look *look = ctx;
    char id[AM_SHARE_ID_SIZE];
    if (count != 2 || !am_datum_text(columns, 1, id, sizeof id))
        return AM_E_MALFORMED;
    bool own = strcmp(id, look->id) == 0;
    if (own)
        look->what = columns[1].kind == AM_DATUM_NULL ? AM_PUT_WITHDRAWN : AM_PUT_SAME;
    else if (!look->found)
        look->what = AM_PUT_OTHER;
    look->found = true;
    return AM_OK;
}

/* Why a share was not inserted. Where the one that was in its way has gone, it is tried again. */
static enum am_status look_at(struct am_share_store *s, const struct am_stored *share,
                              const struct am_datum *values, enum am_put *out,
                              struct am_problem *problem)
{
    struct look look = {.id = share->id, .what = AM_PUT_OTHER};
    enum am_status status = AM_OK;
    for (int i = 0; i < LOOKS_MAX && status == AM_OK && !look.found; i++) {
        bool changed = false;
        if (i > 0)
            status = s->driver->change(s->connection, AM_SQL_PUT, values, 1, &changed, problem);
        if (status == AM_OK && changed) {
            look.what = AM_PUT_NEW;
            break;
        }
        if (status == AM_OK)
            status = s->driver->ask(s->connection, AM_SQL_LOOK, values, take_look, &look, problem);
    }
    if (status == AM_E_MALFORMED)
        (void)am_share_store_damaged(s, problem);
    *out = look.what;
    return status;
}

static enum am_status put(struct am_share_store *s, void *ctx, struct am_problem *problem)
{
    const struct putting *p = ctx;
    enum am_status status =
        s->driver->change(s->connection, AM_SQL_PUT, p->values, p->count, p->changed, problem);
    for (size_t i = 0; i < p->count && status == AM_OK; i++) {
        size_t at = p->order[i];
        p->out[at] = AM_PUT_NEW;
        if (!p->changed[i])
            status = look_at(s, &p->shares[at], p->values + i * AM_STATEMENT_VALUES, &p->out[at],
                             problem);
    }
    return status;
}

static int compare(const struct am_stored *a, const struct am_stored *b)
{
    int by = strcmp(a->organization, b->organization);
    if (by == 0)
        by = (a->round > b->round) - (a->round < b->round);
    return by != 0 ? by : strcmp(a->id, b->id);
}

/* All writers go through their batches in one order, so that no two wait for each other; of two
 * that are the same the first stays first. A batch is small. */
static void sort(const struct am_stored *shares, size_t *order, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        for (; at > 0 && compare(&shares[order[at - 1]], &shares[i]) > 0; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

enum am_status am_share_store_put_all(struct am_share_store *s, const struct am_stored *shares,
                                      size_t count, enum am_put *out, struct am_problem *problem)
{
    size_t order[AM_STORE_BATCH];
    bool changed[AM_STORE_BATCH] = {0};
    enum am_put puts[AM_STORE_BATCH];
    if (count > AM_STORE_BATCH)
        return am_problem_set(problem, AM_E_LIMIT, s->where, 0, "more than %d shares at once",
                              AM_STORE_BATCH);
    if (count == 0)
        return AM_OK;
    struct am_datum *values = calloc(count * AM_STATEMENT_VALUES, sizeof *values);
    if (!values)
        return am_problem_set(problem, AM_E_NO_MEMORY, s->where, 0, "out of memory");
    sort(shares, order, count);
    for (size_t i = 0; i < count; i++)
        fill(s, &shares[order[i]], values + i * AM_STATEMENT_VALUES);
    struct putting putting = {shares, order, count, puts, values, changed};
    enum am_status status = am_share_store_transact(s, put, &putting, problem);
    if (status == AM_OK)
        memcpy(out, puts, count * sizeof *out);
    free(values);
    return status;
}

enum am_status am_share_store_put(struct am_share_store *s, const struct am_stored *share,
                                  enum am_put *out, struct am_problem *problem)
{
    return am_share_store_put_all(s, share, 1, out, problem);
}

struct withdrawing {
    const struct am_receipt *receipt;
    bool was;
};

static enum am_status withdraw(struct am_share_store *s, void *ctx, struct am_problem *problem)
{
    struct withdrawing *w = ctx;
    const struct am_datum values[] = {am_datum_of_text(s->campaign),
                                      am_datum_of_text(w->receipt->key),
                                      am_datum_of_text(w->receipt->id)};
    bool marked = false;
    w->was = false;
    enum am_status status =
        s->driver->change(s->connection, AM_SQL_MARK, values, 1, &marked, problem);
    if (status == AM_OK && !marked)
        status = s->driver->change(s->connection, AM_SQL_ERASE, values, 1, &w->was, problem);
    return status;
}

enum am_status am_share_store_withdraw(struct am_share_store *s, const struct am_receipt *receipt,
                                       bool *was, struct am_problem *problem)
{
    struct withdrawing w = {.receipt = receipt};
    enum am_status status = am_share_store_transact(s, withdraw, &w, problem);
    if (status == AM_OK)
        *was = w.was;
    return status;
}

/* Rows on their way to a caller. `failed`: it was the caller that wanted no more. */
struct telling {
    const struct am_share_store *store;
    am_share_store_each_fn share;
    am_share_store_edition_fn edition;
    void *ctx;
    struct am_problem *problem;
};

static enum am_status tell_share(void *ctx, const struct am_datum *columns, size_t count)
{
    const struct telling *t = ctx;
    char organization[AM_KEY_TEXT];
    char id[AM_SHARE_ID_SIZE];
    if (count != 4 || !am_datum_text(&columns[0], 1, organization, sizeof organization) ||
        !am_datum_text(&columns[1], sizeof id - 1, id, sizeof id) || id[strspn(id, HEX)] != '\0' ||
        !am_datum_is_number(&columns[2], 1, ROUND_MAX) || columns[3].kind != AM_DATUM_BYTES ||
        columns[3].bytes.len > AM_SHARE_BYTES)
        return am_share_store_damaged(t->store, t->problem);
    const struct am_stored share = {.organization = organization,
                                    .id = id,
                                    .round = (unsigned)columns[2].number,
                                    .body = columns[3].bytes};
    return t->share(t->ctx, &share);
}

static enum am_status tell_edition(void *ctx, const struct am_datum *columns, size_t count)
{
    const struct telling *t = ctx;
    char day[DAY_SIZE];
    if (count != 4 || !am_datum_is_number(&columns[0], 1, UINT32_MAX) ||
        !am_datum_text(&columns[1], 1, day, sizeof day) || columns[2].kind != AM_DATUM_BYTES ||
        columns[3].kind != AM_DATUM_BYTES)
        return am_share_store_damaged(t->store, t->problem);
    const struct am_edition edition = {.number = (unsigned)columns[0].number,
                                       .day = day,
                                       .figures = columns[2].bytes,
                                       .members = columns[3].bytes};
    return t->edition(t->ctx, &edition);
}

static enum am_status tell(struct am_share_store *s, enum am_statement which, am_driver_row_fn fn,
                           struct telling *t, struct am_problem *problem)
{
    const struct am_datum campaign = am_datum_of_text(s->campaign);
    t->store = s;
    t->problem = problem;
    return s->driver->ask(s->connection, which, &campaign, fn, t, problem);
}

enum am_status am_share_store_each(struct am_share_store *s, am_share_store_each_fn fn, void *ctx,
                                   struct am_problem *problem)
{
    struct telling t = {.share = fn, .ctx = ctx};
    return tell(s, AM_SQL_SHARES, tell_share, &t, problem);
}

enum am_status am_share_store_each_edition(struct am_share_store *s, am_share_store_edition_fn fn,
                                           void *ctx, struct am_problem *problem)
{
    struct telling t = {.edition = fn, .ctx = ctx};
    return tell(s, AM_SQL_EDITIONS, tell_edition, &t, problem);
}

static enum am_status take_count(void *ctx, const struct am_datum *columns, size_t count)
{
    uint64_t *out = ctx;
    if (count != 1 || !am_datum_is_number(columns, 0, INT64_MAX))
        return AM_E_MALFORMED;
    *out = (uint64_t)columns->number;
    return AM_OK;
}

enum am_status am_share_store_published(struct am_share_store *s, uint64_t *editions,
                                        struct am_problem *problem)
{
    const struct am_datum campaign = am_datum_of_text(s->campaign);
    enum am_status status =
        s->driver->ask(s->connection, AM_SQL_PUBLISHED, &campaign, take_count, editions, problem);
    return status == AM_E_MALFORMED ? am_share_store_damaged(s, problem) : status;
}

static enum am_status publish(struct am_share_store *s, void *ctx, struct am_problem *problem)
{
    const struct am_edition *e = ctx;
    const struct am_datum values[] = {
        am_datum_of_text(s->campaign), am_datum_of_number(e->number), am_datum_of_text(e->day),
        am_datum_of_bytes(e->figures), am_datum_of_bytes(e->members),
    };
    bool changed = false;
    enum am_status status =
        s->driver->change(s->connection, AM_SQL_PUBLISH, values, 1, &changed, problem);
    if (status == AM_OK && !changed)
        status = am_problem_set(problem, AM_E_USAGE, s->where, 0,
                                "edition %u is there already: somebody published it meanwhile",
                                e->number);
    return status;
}

enum am_status am_share_store_publish(struct am_share_store *s, const struct am_edition *edition,
                                      struct am_problem *problem)
{
    struct am_edition copy = *edition;
    if (edition->number == 0 || strlen(edition->day) >= DAY_SIZE ||
        edition->figures.len > AM_EDITION_BYTES || edition->members.len > AM_EDITION_BYTES)
        return am_problem_set(problem, AM_E_LIMIT, s->where, 0,
                              "an edition is larger than a store takes");
    return am_share_store_transact(s, publish, &copy, problem);
}
