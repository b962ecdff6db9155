/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What stops if a corporation disappears: the contacts that need it, as the service that was asked
 * for or as the machine that answered, and the areas of work that they are of. The curve takes the
 * corporations away one after another, each time the one that most of what is left needs.
 *
 * An upper bound: whether something else would step in is not seen. After the experiment told in
 * "I Cut the 'Big Five' Tech Giants From My Life" (Gizmodo 2019) and the critical dependencies of
 * Kashaf et al., "Analyzing Third Party Service Dependencies in Modern Web Services" (IMC 2020). */
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"

static void add(struct am_figures *f, const struct am_row_view *row)
{
    struct am_groups *g = &f->groups;
    const struct am_service *s = row->seen->service.service;
    const struct am_group *pair =
        am_groups_add(g, AM_KIND_PAIR, row->service, row->host, &row->sum, row->hour);
    if (pair && s && s->category)
        (void)am_groups_add(g, AM_KIND_PAIR_WORK, s->category, pair, &row->sum, row->hour);
    if (row->host && s && row->service != row->host)
        (void)am_groups_add(g, AM_KIND_CARRIED, row->host, s, &row->sum, row->hour);
}

/* A pair of owners with what is asked of it in turn. */
struct pair {
    const struct am_group *group;
    struct am_owner_line *service, *host; /* NULL: not known */
};

struct part {
    struct am_owner_line *owner;
    const struct am_work_line *work;
    struct am_sum sum;
    bool stopped; /* its pair has been cut */
};

struct curve {
    struct am_figures *f;
    struct pair *pairs;
    size_t pair_count;
    uint64_t *gain; /* by place of the line among the owners */
    bool *gone;
};

static const struct am_work_line *work_of(const struct am_figures *f, const void *category)
{
    const struct am_group *g = am_groups_find(&f->groups, AM_KIND_WORK, category, NULL);
    return g ? g->more : NULL;
}

static int by_owner_and_work(const void *a, const void *b)
{
    const struct part *x = a;
    const struct part *y = b;
    if (x->owner != y->owner)
        return x->owner < y->owner ? -1 : 1;
    return (x->work > y->work) - (x->work < y->work);
}

static int by_part_of_work(const void *a, const void *b)
{
    const struct am_cut_area *x = a;
    const struct am_cut_area *y = b;
    double p = (double)x->carried.contacts * (double)y->work->measure.sum.contacts;
    double q = (double)y->carried.contacts * (double)x->work->measure.sum.contacts;
    if (p != q)
        return p < q ? 1 : -1;
    int by = am_sum_compare(&x->carried, &y->carried);
    return by != 0 ? by : strcmp(x->work->category->id, y->work->category->id);
}

/* Each owner of the pair carries what goes through it, once. */
static size_t spread(struct am_figures *f, const struct am_group *g, struct part *out)
{
    const struct am_group *pair = g->b;
    const struct am_work_line *work = work_of(f, g->a);
    struct am_owner_line *service = pair->a ? am_owner_line_of(f, pair->a) : NULL;
    struct am_owner_line *host = pair->b ? am_owner_line_of(f, pair->b) : NULL;
    size_t n = 0;
    if (work && service)
        out[n++] = (struct part){.owner = service, .work = work, .sum = g->sum};
    if (work && host && host != service)
        out[n++] = (struct part){.owner = host, .work = work, .sum = g->sum};
    return n;
}

static void close_owner(struct am_cut_area *areas, size_t count, struct am_owner_line *owner)
{
    if (count > 0)
        qsort(areas, count, sizeof *areas, by_part_of_work);
    owner->areas = areas;
    owner->area_count = count;
    for (size_t i = 0; i < count; i++)
        owner->stop_count += areas[i].stops;
}

static enum am_status set_areas(struct am_figures *f)
{
    size_t count;
    struct am_group **list = am_groups_list(&f->groups, AM_KIND_PAIR_WORK, &count);
    struct part *parts = am_lines(f, count * 2, sizeof *parts);
    struct am_cut_area *areas = am_lines(f, count * 2, sizeof *areas);
    if (!list || !parts || !areas)
        return AM_E_NO_MEMORY;
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += spread(f, list[i], parts + n);
    qsort(parts, n, sizeof *parts, by_owner_and_work);
    size_t used = 0;
    for (size_t i = 0; i < n;) {
        struct am_owner_line *owner = parts[i].owner;
        size_t first = used;
        while (i < n && parts[i].owner == owner) {
            struct am_cut_area *area = &areas[used++];
            *area = (struct am_cut_area){.work = parts[i].work};
            for (; i < n && parts[i].owner == owner && parts[i].work == area->work; i++)
                am_sum_add(&area->carried, &parts[i].sum);
            area->stops = area->work->counted &&
                          am_nearly_all(area->carried.contacts, area->work->measure.sum.contacts);
        }
        close_owner(areas + first, used - first, owner);
    }
    return AM_OK;
}

static int by_host_and_contacts(const void *a, const void *b)
{
    const struct am_group *x = *(const struct am_group *const *)a;
    const struct am_group *y = *(const struct am_group *const *)b;
    if (x->a != y->a)
        return strcmp(((const struct am_corporation *)x->a)->id,
                      ((const struct am_corporation *)y->a)->id);
    int by = am_sum_compare(&x->sum, &y->sum);
    return by != 0 ? by
                   : strcmp(((const struct am_service *)x->b)->id,
                            ((const struct am_service *)y->b)->id);
}

static enum am_status set_carried(struct am_figures *f)
{
    size_t count;
    struct am_group **list = am_groups_list(&f->groups, AM_KIND_CARRIED, &count);
    struct am_part *parts = am_lines(f, count, sizeof *parts);
    if (!list || !parts)
        return AM_E_NO_MEMORY;
    if (count > 0)
        qsort(list, count, sizeof(struct am_group *), by_host_and_contacts);
    for (size_t i = 0; i < count;) {
        size_t first = i;
        for (; i < count && list[i]->a == list[first]->a; i++)
            parts[i] = (struct am_part){list[i]->b, list[i]->sum};
        struct am_owner_line *line = am_owner_line_of(f, list[first]->a);
        if (!line)
            continue;
        line->carries = parts + first;
        line->carry_count = i - first;
    }
    return AM_OK;
}

static size_t place(const struct curve *c, const struct am_owner_line *line)
{
    return (size_t)(line - c->f->owners.at);
}

static bool is_cut(const struct curve *c, const struct pair *p)
{
    return (p->service && c->gone[place(c, p->service)]) || (p->host && c->gone[place(c, p->host)]);
}

/* Without whom most of what is left stops; where two are equal, the order of the owners tells. */
static struct am_owner_line *choose(struct curve *c)
{
    struct am_figures *f = c->f;
    struct am_owner_line *best = NULL;
    memset(c->gain, 0, f->owners.count * sizeof *c->gain);
    for (size_t i = 0; i < c->pair_count; i++) {
        const struct pair *p = &c->pairs[i];
        if (is_cut(c, p))
            continue;
        if (p->service)
            c->gain[place(c, p->service)] += p->group->sum.contacts;
        if (p->host && p->host != p->service)
            c->gain[place(c, p->host)] += p->group->sum.contacts;
    }
    for (size_t i = 0; i < f->owners.count; i++)
        if (c->gain[i] > 0 && (!best || c->gain[i] > c->gain[place(c, best)]))
            best = &f->owners.at[i];
    return best;
}

/* How many areas of work stop with those gone until now. */
static void count_stopped(struct curve *c, struct am_group *const *works, size_t count,
                          uint64_t *lost, struct am_cut_step *step)
{
    struct am_figures *f = c->f;
    memset(lost, 0, f->work.count * sizeof *lost);
    for (size_t i = 0; i < count; i++) {
        const struct am_group *pair = works[i]->b;
        const struct am_work_line *work = work_of(f, works[i]->a);
        const struct pair owners = {
            .group = pair,
            .service = pair->a ? am_owner_line_of(f, pair->a) : NULL,
            .host = pair->b ? am_owner_line_of(f, pair->b) : NULL,
        };
        if (work && is_cut(c, &owners))
            lost[work - f->work.at] += works[i]->sum.contacts;
    }
    for (size_t i = 0; i < f->work.count; i++) {
        const struct am_work_line *work = &f->work.at[i];
        bool stops = work->counted && am_nearly_all(lost[i], work->measure.sum.contacts);
        step->stopped += stops;
        step->essential += stops && work->judged;
    }
}

static void cut(struct curve *c, struct am_owner_line *owner, struct am_cut_step *step)
{
    for (size_t i = 0; i < c->pair_count; i++) {
        const struct pair *p = &c->pairs[i];
        if (!is_cut(c, p) && (p->service == owner || p->host == owner))
            am_sum_add(&step->added, &p->group->sum);
    }
    c->gone[place(c, owner)] = true;
    am_sum_add(&step->lost, &step->added);
    step->owner = owner;
}

static enum am_status draw_curve(struct am_figures *f)
{
    struct curve c = {.f = f};
    size_t works;
    struct am_group **list = am_groups_list(&f->groups, AM_KIND_PAIR, &c.pair_count);
    struct am_group **work = am_groups_list(&f->groups, AM_KIND_PAIR_WORK, &works);
    struct am_cut_step *steps = am_lines(f, AM_CUTS_MAX, sizeof *steps);
    uint64_t *lost = am_lines(f, f->work.count, sizeof *lost);
    c.pairs = am_lines(f, c.pair_count, sizeof *c.pairs);
    c.gain = am_lines(f, f->owners.count, sizeof *c.gain);
    c.gone = am_lines(f, f->owners.count, sizeof *c.gone);
    if (!list || !work || !steps || !lost || !c.pairs || !c.gain || !c.gone)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < c.pair_count; i++)
        c.pairs[i] = (struct pair){
            .group = list[i],
            .service = list[i]->a ? am_owner_line_of(f, list[i]->a) : NULL,
            .host = list[i]->b ? am_owner_line_of(f, list[i]->b) : NULL,
        };
    for (f->cuts.at = steps; f->cuts.count < AM_CUTS_MAX; f->cuts.count++) {
        struct am_cut_step *step = &steps[f->cuts.count];
        struct am_owner_line *owner = choose(&c);
        if (!owner)
            break;
        if (f->cuts.count > 0)
            step->lost = step[-1].lost;
        cut(&c, owner, step);
        count_stopped(&c, work, works, lost, step);
    }
    return AM_OK;
}

static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    (void)how;
    (void)problem;
    enum am_status status = set_areas(f);
    if (status == AM_OK)
        status = set_carried(f);
    return status == AM_OK ? draw_curve(f) : status;
}

const struct am_family am_family_cuts = {.takes = AM_TAKES_LEDGER, .add = add, .finish = finish};
