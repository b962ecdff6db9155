/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Near and far: the organization's own country and bloc against the rest, by whose parent it is;
 * where the machines seem to stand against that; and what kinds of owner there are, so that what is
 * the organization's own, a community's or public is seen too. */
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"

static enum am_side side(const struct am_jurisdiction *home, const struct am_jurisdiction *j)
{
    return !j ? AM_SIDE_UNKNOWN : j == home ? AM_SIDE_HOME : AM_SIDE_ABROAD;
}

static void add(struct am_figures *f, const struct am_row_view *row)
{
    const struct am_jurisdiction *home = f->home;
    const struct am_place *p = &row->seen->host.place;
    if (!home)
        return;
    enum am_side place = p->anycast || !p->located[0]          ? AM_SIDE_UNKNOWN
                         : strcmp(p->located, home->code) == 0 ? AM_SIDE_HOME
                                                               : AM_SIDE_ABROAD;
    enum am_side parent = side(home, row->service ? row->service->parent : NULL);
    am_sum_add(&f->square[place][parent], &row->sum);
}

static bool is_member(const struct am_jurisdiction *j, const struct am_bloc *bloc)
{
    for (size_t i = 0; bloc && i < j->bloc_count; i++)
        if (j->blocs[i] == bloc)
            return true;
    return false;
}

static struct am_near near(const struct am_figures *f, bool host)
{
    struct am_near n = {0};
    for (size_t i = 0; i < f->countries.count; i++) {
        const struct am_country_line *line = &f->countries.at[i];
        struct am_sum *to = &n.elsewhere;
        if (!line->country)
            to = &n.unknown;
        else if (line->country == f->home)
            to = &n.home;
        else if (is_member(line->country, f->ask.bloc))
            to = &n.bloc;
        am_sum_add(to, host ? &line->host.sum : &line->service.sum);
    }
    return n;
}

static int by_contacts(const void *a, const void *b)
{
    const struct am_kind_line *x = a;
    const struct am_kind_line *y = b;
    if (!x->kind || !y->kind)
        return (x->kind == NULL) - (y->kind == NULL);
    int by = am_sum_compare(&x->service, &y->service);
    if (by == 0)
        by = am_sum_compare(&x->host, &y->host);
    return by != 0 ? by : strcmp(x->kind, y->kind);
}

/* A handful of kinds. */
static enum am_status set_kinds(struct am_figures *f)
{
    struct am_kind_line *lines = am_lines(f, f->owners.count, sizeof *lines);
    size_t n = 0;
    if (!lines)
        return AM_E_NO_MEMORY;
    for (size_t i = 0; i < f->owners.count; i++) {
        const struct am_owner_line *line = &f->owners.at[i];
        const char *kind = line->corporation ? line->corporation->kind : NULL;
        size_t k = 0;
        while (k < n && (kind == NULL || lines[k].kind == NULL ? kind != lines[k].kind
                                                               : strcmp(lines[k].kind, kind) != 0))
            k++;
        if (k == n)
            lines[n++].kind = kind;
        am_sum_add(&lines[k].service, &line->service.sum);
        am_sum_add(&lines[k].host, &line->host.sum);
        lines[k].corporations += line->corporation != NULL;
    }
    if (n > 0)
        qsort(lines, n, sizeof *lines, by_contacts);
    f->kinds.at = lines;
    f->kinds.count = n;
    return AM_OK;
}

static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    (void)how;
    (void)problem;
    f->service_near = near(f, false);
    f->host_near = near(f, true);
    return set_kinds(f);
}

const struct am_family am_family_near = {.takes = AM_TAKES_LEDGER, .add = add, .finish = finish};
