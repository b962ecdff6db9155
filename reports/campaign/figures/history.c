/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "campaign/figures/attendance.h"

static int by_round(const void *a, const void *b)
{
    const struct am_roll_line *x = a;
    const struct am_roll_line *y = b;
    if (x->round != y->round)
        return x->round < y->round ? -1 : 1;
    int by = memcmp(x->id, y->id, sizeof x->id);
    if (by != 0)
        return by;
    return (x->member > y->member) - (x->member < y->member);
}

/* Lines that come one by one, in an array that grows. */
struct listing {
    struct am_roll_line *at;
    uint32_t count, size;
    const struct am_publication *publication; /* whose attendance is read */
};

static enum am_status add_line(struct listing *l, const struct am_roll_line *line)
{
    void *room = am_array_room(l->at, l->count, &l->size, sizeof *l->at);
    if (!room)
        return AM_E_NO_MEMORY;
    l->at = room;
    l->at[l->count++] = *line;
    return AM_OK;
}

static enum am_status hear_past(void *ctx, const struct am_attending *who)
{
    struct listing *l = ctx;
    struct am_roll_line line = {.member = AM_TABLE_NONE,
                                .round = (uint8_t)l->publication->cells.at[who->cells[0]].round};
    memcpy(line.id, who->id, sizeof line.id);
    return add_line(l, &line);
}

/* One line a share, whoever told of it: those that are there come before those that were. */
static enum am_status make_roll(struct listing *l, struct am_pool *pool, struct am_roll *out)
{
    if (l->count > 0)
        qsort(l->at, l->count, sizeof *l->at, by_round);
    size_t kept = 0;
    for (size_t i = 0; i < l->count; i++)
        if (kept == 0 || l->at[i].round != l->at[kept - 1].round ||
            memcmp(l->at[i].id, l->at[kept - 1].id, sizeof l->at[i].id) != 0)
            l->at[kept++] = l->at[i];
    out->lines.at = am_pool_take(pool, kept, sizeof *out->lines.at);
    if (!out->lines.at)
        return am_pool_status(pool);
    if (kept > 0)
        memcpy(out->lines.at, l->at, kept * sizeof *l->at);
    out->lines.count = kept;
    for (unsigned r = 0, i = 0; r <= AM_CAMPAIGN_ROUNDS + 1; r++) {
        while (i < kept && out->lines.at[i].round < r)
            i++;
        out->from[r] = i;
    }
    return AM_OK;
}

static enum am_status call_roll(const struct am_edition *editions, const struct am_history *h,
                                const struct am_shares *shares, struct am_pool *pool,
                                struct am_roll *out)
{
    size_t count;
    const struct am_member *members = am_shares_all(shares, &count);
    struct listing l = {0};
    enum am_status status = AM_OK;
    for (size_t i = 0; i < count && status == AM_OK; i++) {
        struct am_roll_line line = {.member = (uint32_t)i, .round = members[i].round};
        memcpy(line.id, members[i].id, sizeof line.id);
        status = add_line(&l, &line);
    }
    for (size_t e = 0; e < h->count && status == AM_OK; e++) {
        l.publication = h->editions[e].publication;
        status = am_attendance_each(editions[e].members, l.publication->cells.count, hear_past, &l);
    }
    if (status == AM_OK)
        status = make_roll(&l, pool, out);
    free(l.at);
    return status;
}

struct seating {
    const struct am_roll *roll;
    struct am_past *past;
};

static enum am_status seat(void *ctx, const struct am_attending *who)
{
    struct seating *s = ctx;
    const struct am_cell *cells = s->past->publication->cells.at;
    struct am_roll_line line = {.round = (uint8_t)cells[who->cells[0]].round};
    size_t from = s->roll->from[line.round];
    size_t low = from;
    size_t high = s->roll->from[line.round + 1];
    memcpy(line.id, who->id, sizeof line.id);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (memcmp(s->roll->lines.at[middle].id, line.id, sizeof line.id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = 0; i < who->cell_count; i++) {
        if (cells[who->cells[i]].round != line.round)
            return AM_E_MALFORMED;
        am_set_put(&s->past->sets[who->cells[i]], low - from);
    }
    return AM_OK;
}

static enum am_status seat_all(const struct am_edition *edition, const struct am_roll *roll,
                               struct am_pool *pool, struct am_past *past)
{
    const struct am_publication *p = past->publication;
    struct seating s = {.roll = roll, .past = past};
    past->sets = am_pool_take(pool, p->cells.count, sizeof *past->sets);
    for (size_t i = 0; past->sets && i < p->cells.count; i++) {
        unsigned round = p->cells.at[i].round;
        past->sets[i] = am_set_new(pool, roll->from[round + 1] - roll->from[round]);
    }
    enum am_status status = am_pool_status(pool);
    if (status == AM_OK)
        status = am_attendance_each(edition->members, p->cells.count, seat, &s);
    for (size_t i = 0; i < p->cells.count && status == AM_OK; i++)
        if (past->sets[i].n != p->cells.at[i].n)
            status = AM_E_MALFORMED;
    return status;
}

enum am_status am_history_read(const struct am_edition *editions, size_t count,
                               const struct am_shares *shares, struct am_pool *pool,
                               struct am_roll *roll, struct am_history *out,
                               struct am_problem *problem)
{
    enum am_status status = AM_OK;
    out->count = 0;
    if (count > AM_EDITIONS_MAX)
        return am_problem_set(problem, AM_E_LIMIT, NULL, 0,
                              "more than %d editions: begin a new campaign", AM_EDITIONS_MAX);
    for (size_t e = 0; e < count && status == AM_OK; e++) {
        char file[64];
        (void)snprintf(file, sizeof file, "edition %u of the store", editions[e].number);
        status =
            am_publication_read(editions[e].figures, file, &out->editions[e].publication, problem);
        out->count += status == AM_OK;
    }
    if (status == AM_OK)
        status = call_roll(editions, out, shares, pool, roll);
    for (size_t e = 0; e < count && status == AM_OK; e++)
        status = seat_all(&editions[e], roll, pool, &out->editions[e]);
    if (status != AM_OK)
        return am_problem_set(problem, status, NULL, 0,
                              "what the store keeps of earlier editions can't be read: %s",
                              am_status_name(status));
    return AM_OK;
}

void am_history_done(struct am_history *h)
{
    for (size_t e = 0; e < h->count; e++)
        am_publication_free(h->editions[e].publication);
    h->count = 0;
}

const struct am_cell *am_past_cell(const struct am_past *p, const char *id,
                                   const struct am_set **set)
{
    const struct am_cell *cell = am_published_cell(p->publication, id);
    if (cell && set)
        *set = &p->sets[cell - p->publication->cells.at];
    return cell;
}
