/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/figures/plan.h"

#include <stdio.h>
#include <string.h>

#include "base/table.h"
#include "campaign/figures/linear.h"

#define BANS_MAX      AM_CELLS_MAX
#define SCRATCH_BYTES ((size_t)1 << 30)

struct planning {
    const struct am_settings *settings;
    const struct am_shares *shares;
    struct am_pool *pool;
    struct am_plan *p;
    struct am_known_sets known;
    struct am_ban *bans;
    size_t ban_count;
    struct { /* why somebody is set aside: what an edition and this one would differ by */
        size_t by;
        unsigned since;
    } late;
};

static size_t lines_of(const struct am_roll *roll, unsigned round)
{
    return roll->from[round + 1] - roll->from[round];
}

static const struct am_set *past_all(const struct am_past *past, unsigned round)
{
    char id[32];
    const struct am_set *set = NULL;
    (void)snprintf(id, sizeof id, "%u/all", round);
    return am_past_cell(past, id, &set) ? set : NULL;
}

/* The last edition that told of the round; NULL: none did. */
static const struct am_past *last_of(const struct am_history *h, unsigned round)
{
    for (size_t e = h->count; e > 0; e--)
        if (past_all(&h->editions[e - 1], round))
            return &h->editions[e - 1];
    return NULL;
}

/* ---- what is known already ---- */

static struct am_set without(struct planning *pl, const struct am_set *all,
                             const struct am_set *part, size_t lines)
{
    struct am_set rest = am_set_new(pl->pool, lines);
    for (size_t i = 0; rest.bits && i < lines; i++)
        if (am_set_has(all, i) && !am_set_has(part, i))
            am_set_put(&rest, i);
    return rest;
}

static void know(struct planning *pl, const struct am_past *past, size_t cell)
{
    const struct am_cell *c = &past->publication->cells.at[cell];
    struct am_set *at = pl->known.of[c->round].at;
    size_t *count = &pl->known.of[c->round].count;
    const struct am_set *all = past_all(past, c->round);
    at[(*count)++] = past->sets[cell];
    if (c->kind != AM_CELL_SAME || !all)
        return;
    struct am_set rest = without(pl, all, &past->sets[cell], lines_of(&pl->p->roll, c->round));
    if (rest.n > 0)
        at[(*count)++] = rest;
}

static enum am_status know_all(struct planning *pl)
{
    const struct am_history *h = &pl->p->history;
    size_t cells = 0;
    for (size_t e = 0; e < h->count; e++)
        cells += h->editions[e].publication->cells.count;
    for (unsigned r = 1; r <= AM_CAMPAIGN_ROUNDS; r++)
        if (lines_of(&pl->p->roll, r) > 0)
            pl->known.of[r].at = am_pool_take(pl->pool, 2 * cells, sizeof *pl->known.of[r].at);
    if (am_pool_status(pl->pool) != AM_OK)
        return am_pool_status(pl->pool);
    for (size_t e = 0; e < h->count; e++)
        for (size_t c = 0; c < h->editions[e].publication->cells.count; c++)
            know(pl, &h->editions[e], c);
    return am_pool_status(pl->pool);
}

/* ---- who comes too late, or is missed too soon ---- */

static void set_aside(struct planning *pl, unsigned round, const struct am_set *but)
{
    const struct am_roll *roll = &pl->p->roll;
    for (size_t i = 0; i < lines_of(roll, round); i++)
        if (roll->lines.at[roll->from[round] + i].member != AM_TABLE_NONE &&
            !(but && am_set_has(but, i)))
            am_set_put(&pl->p->aside, roll->from[round] + i);
}

/* Those of a round who can't be told apart from an earlier edition without telling of few wait for
 * the next one. Where somebody left, the whole round does. */
static enum am_status hold_round(struct planning *pl, unsigned round)
{
    const struct am_roll *roll = &pl->p->roll;
    size_t lines = lines_of(roll, round);
    const struct am_past *last = last_of(&pl->p->history, round);
    struct am_set now = am_set_new(pl->pool, lines);
    bool held = false;
    if (!now.bits || !last)
        return am_pool_status(pl->pool);
    for (size_t i = 0; i < lines; i++)
        if (roll->lines.at[roll->from[round] + i].member != AM_TABLE_NONE)
            am_set_put(&now, i);
    for (size_t i = 0; i < pl->known.of[round].count && !held; i++)
        held = am_sets_tell_of_few(&now, &pl->known.of[round].at[i], lines, pl->settings->at_least);
    if (!held)
        return AM_OK;
    const struct am_set *was = past_all(last, round);
    pl->late.by = am_sets_apart(&now, was, lines);
    pl->late.since = last->publication->edition;
    struct am_set left = without(pl, was, &now, lines);
    set_aside(pl, round, left.n == 0 ? was : NULL);
    return am_pool_status(pl->pool);
}

/* ---- what sets tell together ---- */

/* Of cells that hold the class the smallest; of all but the whole where none does. NULL: only the
 * whole is left. */
static const struct am_cell_set *worst_cell(const struct am_cells *cells, unsigned round,
                                            const struct am_classes *classes, uint32_t class,
                                            size_t first)
{
    const struct am_cell_set *worst = NULL;
    bool holds_it = false;
    for (size_t i = first; i < cells->at.count && cells->at.at[i].cell.round == round; i++) {
        const struct am_cell_set *c = &cells->at.at[i];
        bool holds = false;
        for (uint32_t k = classes->from[class]; k < classes->from[class + 1]; k++)
            holds |= classes->at[k] == i - first;
        if (c->cell.kind == AM_CELL_ALL || (holds_it && !holds))
            continue;
        if (!worst || (holds && !holds_it) || c->cell.n <= worst->cell.n)
            worst = c;
        holds_it |= holds;
    }
    return worst;
}

static enum am_status ban(struct planning *pl, const struct am_cell *cell)
{
    if (pl->ban_count == BANS_MAX)
        return AM_E_LIMIT;
    pl->bans[pl->ban_count++] = (struct am_ban){
        .round = cell->round, .other = cell->other, .kind = cell->kind, .value = cell->value};
    return AM_OK;
}

/* Whether nothing had to be banned in the round. */
static enum am_status check_round(struct planning *pl, unsigned round, size_t first, size_t count,
                                  struct am_pool *scratch, bool *fine)
{
    const struct am_history *h = &pl->p->history;
    struct am_left_alone alone = {0};
    struct am_classes classes;
    size_t known = 0;
    const struct am_set **sets =
        am_pool_take(scratch, count + pl->known.of[round].count, sizeof(void *));
    for (size_t i = 0; sets && i < count; i++)
        sets[known++] = &pl->p->cells.at.at[first + i].set;
    for (size_t e = 0; sets && e < h->count; e++)
        for (size_t c = 0; c < h->editions[e].publication->cells.count; c++)
            if (h->editions[e].publication->cells.at[c].round == round)
                sets[known++] = &h->editions[e].sets[c];
    enum am_status status = am_pool_status(scratch);
    if (status == AM_OK)
        status = am_classes_of(sets, known, lines_of(&pl->p->roll, round), scratch, &classes);
    if (status == AM_OK)
        status = am_linear_check(&classes, known, pl->settings->at_least, &alone);
    *fine = !alone.found;
    if (status != AM_OK || *fine)
        return status;
    const struct am_cell_set *worst =
        worst_cell(&pl->p->cells, round, &classes, alone.class, first);
    return ban(pl, worst ? &worst->cell : &pl->p->cells.at.at[first].cell);
}

static enum am_status choose_cells(struct planning *pl)
{
    const struct am_cells_ask ask = {.shares = pl->shares,
                                     .roll = &pl->p->roll,
                                     .settings = pl->settings,
                                     .known = &pl->known,
                                     .bans = {pl->bans, pl->ban_count},
                                     .aside = &pl->p->aside};
    return am_cells_of(&ask, pl->pool, &pl->p->cells);
}

static enum am_status check_cells(struct planning *pl, bool *fine)
{
    const struct am_cells *cells = &pl->p->cells;
    enum am_status status = AM_OK;
    *fine = true;
    for (size_t i = 0, to; i < cells->at.count && status == AM_OK; i = to) {
        unsigned round = cells->at.at[i].cell.round;
        bool round_fine = true;
        struct am_pool scratch;
        for (to = i; to < cells->at.count && cells->at.at[to].cell.round == round;)
            to++;
        am_pool_init(&scratch, SCRATCH_BYTES);
        status = check_round(pl, round, i, to - i, &scratch, &round_fine);
        am_pool_done(&scratch);
        *fine &= round_fine;
    }
    return status;
}

static bool is_news(const struct am_plan *p)
{
    const struct am_past *last =
        p->history.count > 0 ? &p->history.editions[p->history.count - 1] : NULL;
    for (size_t i = 0; i < p->cells.at.count; i++) {
        const struct am_cell *c = &p->cells.at.at[i].cell;
        const struct am_set *was = last ? past_all(last, c->round) : NULL;
        if (c->kind == AM_CELL_ALL &&
            (!was || am_sets_apart(was, &p->cells.at.at[i].set, lines_of(&p->roll, c->round)) > 0))
            return true;
    }
    return false;
}

static enum am_status refuse(const struct planning *pl, struct am_problem *problem)
{
    if (pl->late.since > 0)
        return am_problem_set(
            problem, AM_E_USAGE, NULL, 0,
            "only %zu organizations came or left since edition %u; %u are needed, "
            "so that the difference does not tell of them",
            pl->late.by, pl->late.since, pl->settings->at_least);
    return am_problem_set(problem, AM_E_USAGE, NULL, 0,
                          "no round has %u organizations of which none outweighs the others: "
                          "nothing may be published yet",
                          pl->settings->at_least);
}

static enum am_status choose(struct planning *pl)
{
    bool fine = false;
    enum am_status status = know_all(pl);
    for (unsigned r = 1; r <= AM_CAMPAIGN_ROUNDS && status == AM_OK; r++)
        status = hold_round(pl, r);
    while (status == AM_OK && !fine) {
        status = choose_cells(pl);
        if (status == AM_OK)
            status = check_cells(pl, &fine);
    }
    return status;
}

enum am_status am_plan_of(const struct am_edition *editions, size_t edition_count,
                          const struct am_shares *shares, const struct am_settings *settings,
                          struct am_pool *pool, struct am_plan *out, struct am_problem *problem)
{
    struct planning pl = {.settings = settings, .shares = shares, .pool = pool, .p = out};
    enum am_status status =
        am_history_read(editions, edition_count, shares, pool, &out->roll, &out->history, problem);
    if (status != AM_OK)
        return status;
    out->aside = am_set_new(pool, out->roll.lines.count);
    pl.bans = am_pool_take(pool, BANS_MAX, sizeof *pl.bans);
    status = am_pool_status(pool);
    if (status == AM_OK)
        status = choose(&pl);
    if (status != AM_OK)
        return am_problem_set(problem, status, NULL, 0, "the cells can't be chosen: %s",
                              am_status_name(status));
    out->news = is_news(out);
    if (out->cells.at.count == 0 || (!out->news && pl.late.since > 0))
        return refuse(&pl, problem);
    return AM_OK;
}

void am_plan_done(struct am_plan *p)
{
    am_history_done(&p->history);
}
