/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign_sample_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *sector_of(unsigned o)
{
    static const char *const of[] = {"cooperative", "cooperative",     "cooperative",     "union",
                                     "union",       "community-media", "community-media", "school",
                                     "ngo",         "cooperative"};
    return of[sample_draw(o, 1000, 1) / 100];
}

static const char *country_of(unsigned o)
{
    unsigned by_chance = sample_draw(o, 1001, 1);
    return by_chance < 520 ? "UY" : by_chance < 800 ? "AR" : by_chance < 950 ? "BO" : "PY";
}

static const char *territory_of(unsigned o)
{
    if (strcmp(country_of(o), "UY") != 0)
        return "";
    return sample_draw(o, 1002, 1) < 620 ? "UY-MO" : "UY-CA";
}

static const char *size_of(unsigned o)
{
    static const char *const of[] = {"1-9",   "1-9",   "1-9",    "10-49",  "10-49",
                                     "10-49", "10-49", "50-249", "50-249", "250+"};
    return of[sample_draw(o, 1003, 1) / 100];
}

typedef const char *(*dimension_fn)(unsigned o);
static const dimension_fn dimensions[AM_CELL_KINDS] = {[AM_CELL_SECTOR] = sector_of,
                                                       [AM_CELL_COUNTRY] = country_of,
                                                       [AM_CELL_TERRITORY] = territory_of,
                                                       [AM_CELL_SIZE] = size_of};

static void add_cell(struct sample_made *m, enum am_cell_kind kind, unsigned round,
                     const char *value, const bool members[SAMPLE_ORGANIZATIONS])
{
    static const char *const names[] = {"all", "sector", "country", "territory", "size", "same"};
    struct am_cell *c = &m->f->cells.at[m->f->cells.count];
    for (unsigned o = 0; o < SAMPLE_ORGANIZATIONS; o++)
        c->n += members[o];
    if (c->n < SAMPLE_N)
        abort();
    c->kind = kind;
    c->round = round;
    c->other = kind == AM_CELL_SAME ? 3 - round : 0;
    c->value = value;
    if (value)
        (void)snprintf(c->id, sizeof c->id, "%u/%s/%s", round, names[kind], value);
    else if (kind == AM_CELL_SAME)
        (void)snprintf(c->id, sizeof c->id, "%u/%s/%u", round, names[kind], c->other);
    else
        (void)snprintf(c->id, sizeof c->id, "%u/%s", round, names[kind]);
    memcpy(m->members[m->f->cells.count++], members, sizeof m->members[0]);
}

/* Values of too few go into "other". */
static void add_breakdown(struct sample_made *m, enum am_cell_kind kind, unsigned round,
                          const char *const *values)
{
    bool other[SAMPLE_ORGANIZATIONS];
    size_t first = m->f->cells.count;
    for (unsigned o = 0; o < SAMPLE_ORGANIZATIONS; o++)
        other[o] = sample_took_part(o, round);
    for (size_t v = 0; values[v]; v++) {
        bool members[SAMPLE_ORGANIZATIONS] = {false};
        size_t n = 0;
        for (unsigned o = 0; o < SAMPLE_ORGANIZATIONS; o++) {
            members[o] = sample_took_part(o, round) && strcmp(dimensions[kind](o), values[v]) == 0;
            n += members[o];
        }
        for (unsigned o = 0; n >= SAMPLE_N && o < SAMPLE_ORGANIZATIONS; o++)
            other[o] = other[o] && !members[o];
        if (n >= SAMPLE_N)
            add_cell(m, kind, round, values[v], members);
    }
    for (size_t i = first; i + 1 < m->f->cells.count; i++)
        for (size_t k = i + 1; k < m->f->cells.count; k++)
            if (m->f->cells.at[k].n > m->f->cells.at[i].n) {
                bool members[SAMPLE_ORGANIZATIONS];
                struct am_cell cell = m->f->cells.at[i];
                m->f->cells.at[i] = m->f->cells.at[k];
                m->f->cells.at[k] = cell;
                memcpy(members, m->members[i], sizeof members);
                memcpy(m->members[i], m->members[k], sizeof members);
                memcpy(m->members[k], members, sizeof members);
            }
    add_cell(m, kind, round, "other", other);
}

void sample_make_cells(struct sample_made *m)
{
    static const char *const sectors[] = {"cooperative", "union", "community-media", "school",
                                          NULL};
    static const char *const countries[] = {"UY", "AR", NULL};
    static const char *const territories[] = {"UY-MO", "UY-CA", NULL};
    static const char *const sizes[] = {"1-9", "10-49", "50-249", NULL};
    m->f->cells.at = am_pool_take(&m->f->pool, SAMPLE_CELLS_MAX, sizeof *m->f->cells.at);
    for (unsigned round = 1; round <= 2; round++) {
        bool all[SAMPLE_ORGANIZATIONS], same[SAMPLE_ORGANIZATIONS];
        for (unsigned o = 0; o < SAMPLE_ORGANIZATIONS; o++) {
            all[o] = sample_took_part(o, round);
            same[o] = sample_took_part(o, 1) && sample_took_part(o, 2);
        }
        add_cell(m, AM_CELL_ALL, round, NULL, all);
        add_breakdown(m, AM_CELL_SECTOR, round, sectors);
        add_breakdown(m, AM_CELL_COUNTRY, round, countries);
        if (round == 2)
            add_breakdown(m, AM_CELL_TERRITORY, round, territories);
        add_breakdown(m, AM_CELL_SIZE, round, sizes);
        add_cell(m, AM_CELL_SAME, round, NULL, same);
    }
}
