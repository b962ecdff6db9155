/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Where addresses seem to stand and where they are registered: weak facts, apart from the law. An
 * anycast address stands in many places, so it has none. */
#include <stdlib.h>
#include <string.h>

#include "indicators/families.h"

static const char anycast[] = "anycast";

static void add(struct am_figures *f, const struct am_row_view *row)
{
    const struct am_place *p = &row->seen->host.place;
    const char *located = am_groups_text(&f->groups, p->anycast ? anycast : p->located);
    const char *registered = am_groups_text(&f->groups, p->registered);
    if (!located || !registered)
        return;
    (void)am_groups_add(&f->groups, AM_KIND_LOCATED, located, NULL, &row->sum, row->hour);
    (void)am_groups_add(&f->groups, AM_KIND_REGISTERED, registered, NULL, &row->sum, row->hour);
}

/* Countries by contacts, then anycast, then what is not known. */
static int rank(const struct am_place_line *p)
{
    return p->anycast ? 1 : p->code[0] == '\0' ? 2 : 0;
}

static int order(const void *a, const void *b)
{
    const struct am_place_line *x = a;
    const struct am_place_line *y = b;
    if (rank(x) != rank(y))
        return rank(x) - rank(y);
    int by = am_sum_compare(&x->located, &y->located);
    if (by == 0)
        by = am_sum_compare(&x->registered, &y->registered);
    return by != 0 ? by : strcmp(x->code, y->code);
}

static enum am_status finish(struct am_figures *f, const struct am_finish *how,
                             struct am_problem *problem)
{
    (void)problem;
    struct am_groups *g = &f->groups;
    size_t located;
    size_t registered;
    struct am_group **l = am_groups_list(g, AM_KIND_LOCATED, &located);
    struct am_group **r = am_groups_list(g, AM_KIND_REGISTERED, &registered);
    struct am_place_line *lines = am_lines(f, located + registered, sizeof *lines);
    if (!l || !r || !lines)
        return AM_E_NO_MEMORY;
    size_t n = 0;
    for (size_t i = 0; i < located + registered; i++) {
        bool second = i >= located;
        const char *code = (second ? r[i - located] : l[i])->a;
        if (second && am_groups_find(g, AM_KIND_LOCATED, code, NULL))
            continue;
        const struct am_group *there = am_groups_find(g, AM_KIND_LOCATED, code, NULL);
        const struct am_group *on_paper = am_groups_find(g, AM_KIND_REGISTERED, code, NULL);
        bool is_anycast = strcmp(code, anycast) == 0;
        lines[n++] = (struct am_place_line){
            .code = code,
            .country = how->jurisdiction && !is_anycast && code[0]
                           ? how->jurisdiction(how->ctx, code)
                           : NULL,
            .anycast = is_anycast,
            .located = there ? there->sum : (struct am_sum){0},
            .registered = on_paper ? on_paper->sum : (struct am_sum){0},
        };
    }
    qsort(lines, n, sizeof *lines, order);
    f->places.at = lines;
    f->places.count = n;
    return AM_OK;
}

const struct am_family am_family_places = {.takes = AM_TAKES_LEDGER, .add = add, .finish = finish};
