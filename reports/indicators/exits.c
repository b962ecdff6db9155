/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What it takes to leave a corporation: for each area of work that it holds, what the dataset knows
 * to use in its place and the least effort of those; and what makes leaving harder. An order, not a
 * sum: efforts are never added. */
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"

static const struct {
    const char *category;
    enum am_bound bound;
} binding[] = {
    {"email", AM_BOUND_DATA},        {"file-storage", AM_BOUND_DATA},
    {"office-suite", AM_BOUND_DATA}, {"accounting-erp", AM_BOUND_DATA},
    {"identity", AM_BOUND_IDENTITY}, {"push-notifications", AM_BOUND_DEVICE},
    {"os-updates", AM_BOUND_DEVICE}, {"app-store", AM_BOUND_DEVICE},
};

unsigned am_bound_of(const struct am_category *category)
{
    for (size_t i = 0; i < sizeof binding / sizeof *binding; i++)
        if (strcmp(binding[i].category, category->id) == 0)
            return binding[i].bound;
    return 0;
}

static bool is_for(const struct am_alternative *a, const struct am_category *category)
{
    for (size_t i = 0; i < a->category_count; i++)
        if (a->categories[i] == category)
            return true;
    return false;
}

static bool in_bloc(const struct am_jurisdiction *j, const struct am_bloc *bloc)
{
    for (size_t i = 0; j && bloc && i < j->bloc_count; i++)
        if (j->blocs[i] == bloc)
            return true;
    return false;
}

/* Of one's own country, of its bloc, of the region, of elsewhere; what anyone can host is as near
 * as can be. */
static int distance(const struct am_ask *ask, const struct am_alternative *a)
{
    if (!a->jurisdiction)
        return a->lac ? 0 : 1;
    if (a->jurisdiction == ask->home)
        return 0;
    if (in_bloc(a->jurisdiction, ask->bloc))
        return 1;
    return a->lac ? 2 : 3;
}

struct choice {
    const struct am_alternative *alternative;
    int distance;
};

static int by_nearness(const void *a, const void *b)
{
    const struct choice *x = a;
    const struct choice *y = b;
    if (x->distance != y->distance)
        return x->distance - y->distance;
    if (x->alternative->effort != y->alternative->effort)
        return x->alternative->effort - y->alternative->effort;
    return strcmp(x->alternative->id, y->alternative->id);
}

/* For an area, once: several corporations may hold it. */
static enum am_status choose(struct am_figures *f, const struct am_finish *how,
                             const struct am_work_line *work, struct am_way_out *out)
{
    struct choice *choices = am_lines(f, how->alternative_count, sizeof *choices);
    const struct am_alternative **list =
        am_lines(f, how->alternative_count, sizeof(const struct am_alternative *));
    size_t n = 0;
    if (!choices || !list)
        return AM_E_NO_MEMORY;
    *out = (struct am_way_out){.work = work, .alternatives = list};
    for (size_t i = 0; i < how->alternative_count; i++) {
        const struct am_alternative *a = how->alternatives[i];
        if (is_for(a, work->category))
            choices[n++] = (struct choice){a, distance(&f->ask, a)};
    }
    if (n > 0)
        qsort(choices, n, sizeof *choices, by_nearness);
    for (size_t i = 0; i < n; i++) {
        list[i] = choices[i].alternative;
        if (out->effort == 0 || list[i]->effort < out->effort)
            out->effort = list[i]->effort;
    }
    out->count = n;
    return AM_OK;
}

static uint64_t held_by(const struct am_work_line *work, const struct am_corporation *c)
{
    for (size_t i = 0; i < work->holder_count; i++)
        if (work->holders[i].corporation == c)
            return work->holders[i].sum.contacts;
    return 0;
}

/* Areas by how much matters, as the table of areas has them. */
static void set_exits(const struct am_figures *f, struct am_owner_line *line,
                      const struct am_way_out *all, struct am_way_out *out)
{
    line->exits = out;
    for (size_t w = 0; w < f->work.count; w++) {
        const struct am_work_line *work = &f->work.at[w];
        uint64_t held = work->counted ? held_by(work, line->corporation) : 0;
        if (held == 0 || held < work->measure.sum.contacts / 100 * AM_HELD_PERCENT +
                                    work->measure.sum.contacts % 100 * AM_HELD_PERCENT / 100)
            continue;
        out[line->exit_count++] = all[w];
        line->bound |= am_bound_of(work->category);
        if (all[w].effort > line->effort)
            line->effort = all[w].effort;
    }
}

static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    (void)problem;
    struct am_way_out *all = am_lines(f, f->work.count, sizeof *all);
    if (!all)
        return AM_E_NO_MEMORY;
    for (size_t w = 0; w < f->work.count; w++) {
        if (!f->work.at[w].counted)
            continue;
        enum am_status status = choose(f, how, &f->work.at[w], &all[w]);
        if (status != AM_OK)
            return status;
    }
    for (size_t i = 0; i < f->owners.count; i++) {
        struct am_owner_line *line = &f->owners.at[i];
        if (!line->corporation || line->service.sum.contacts == 0)
            continue;
        struct am_way_out *out = am_lines(f, f->counted, sizeof *out);
        if (!out)
            return AM_E_NO_MEMORY;
        set_exits(f, line, all, out);
        line->night = am_measure_of(
            f, am_groups_find(&f->groups, AM_KIND_NIGHT_OWNER, line->corporation, NULL));
    }
    return AM_OK;
}

const struct am_way_out *am_way_out_of(const struct am_figures *f, const struct am_work_line *work)
{
    for (size_t i = 0; i < f->owners.count; i++)
        for (size_t e = 0; e < f->owners.at[i].exit_count; e++)
            if (f->owners.at[i].exits[e].work == work)
                return &f->owners.at[i].exits[e];
    return NULL;
}

const struct am_family am_family_exits = {.takes = AM_TAKES_LEDGER, .finish = finish};
