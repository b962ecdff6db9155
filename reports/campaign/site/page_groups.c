/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The same figures group by group: sectors, countries, territories, sizes. A table has a few groups
 * side by side; where there are more, several tables follow one another. */
#include "campaign/site/leaf.h"
#include "campaign/told.h"
#include "campaign/words.h"

#define SIDE_BY_SIDE 5
#define OWNERS_MAX   25
#define AREAS_MAX    40
#define CELLS_MAX    60

struct groups {
    const struct am_cell *cells[SIDE_BY_SIDE];
    struct am_column columns[SIDE_BY_SIDE + 1];
    size_t count;
};

/* The groups from the `from`th on that one table holds. */
static void take(struct am_leaf *l, size_t from, const char *first, struct groups *out)
{
    size_t seen = 0;
    out->count = 0;
    out->columns[0] = (struct am_column){first, AM_CELL_TEXT};
    for (size_t i = 0; i < l->figures->cells.count && out->count < SIDE_BY_SIDE; i++) {
        const struct am_cell *c = &l->figures->cells.at[i];
        if (c->round != l->all->round || c->kind != am_leaf_group(l->name) || seen++ < from)
            continue;
        out->cells[out->count++] = c;
        out->columns[out->count] = (struct am_column){AM_SAY(l->speech, TEXT_AREA_SHARE,
                                                             am_told_cell(l->speech, l->figures, c),
                                                             am_say_number(l->speech, c->n)),
                                                      AM_CELL_TEXT};
    }
}

struct row {
    enum am_variable_kind kind;
    unsigned step;
    const char *text;
};
static const struct row rows[] = {
    {AM_VAR_SINGLES, 0, TEXT_SITE_SINGLES},
    {AM_VAR_LOST, 1, TEXT_SITE_STEP_LOST},
    {AM_VAR_EXTRACTION, 0, TEXT_SITE_LEAVING_CONTACTS},
    {AM_VAR_EXTRACTION_UP, 0, TEXT_SITE_LEAVING_DATA},
    {AM_VAR_NIGHT, 0, TEXT_SITE_LEAVING_NIGHT},
    {AM_VAR_HOME, 0, TEXT_SITE_LEAVING_HOME},
    {AM_VAR_OWNED, 0, TEXT_SITE_KNOWN_OWNER},
};

static const struct am_campaign_figure *figure(struct am_leaf *l, const struct am_cell *cell,
                                               const struct row *row)
{
    size_t count = 0;
    const struct am_campaign_figure *list = am_campaign_list(l->figures, cell, row->kind, &count);
    for (size_t i = 0; i < count; i++)
        if (list[i].variable->step == row->step)
            return &list[i];
    return NULL;
}

static bool any(struct am_leaf *l, const struct groups *g, const struct row *row)
{
    for (size_t i = 0; i < g->count; i++) {
        const struct am_campaign_figure *f = figure(l, g->cells[i], row);
        if (f && (f->median.told || (f->q1.told && f->q3.told)))
            return true;
    }
    return false;
}

/* What is told of no group is no row. */
static void halves(struct am_leaf *l, struct groups *g)
{
    size_t told = 0;
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
        told += any(l, g, &rows[r]);
    if (told == 0)
        return;
    am_page_table(&l->page, "counts even", AM_SAY(l->speech, TEXT_SITE_GROUPS_HALF), g->columns,
                  g->count + 1);
    am_page_rows(&l->page, NULL);
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        if (!any(l, g, &rows[r]))
            continue;
        am_leaf_row(l, NULL, AM_SAY(l->speech, rows[r].text), NULL, NULL);
        for (size_t i = 0; i < g->count; i++)
            am_leaf_half(l, &g->columns[i + 1], figure(l, g->cells[i], &rows[r]));
        am_page_row_end(&l->page);
    }
    am_page_rows_end(&l->page);
    am_page_table_end(&l->page);
}

/* One row for each of the first things of a kind, in the order of all organizations. */
static void counts(struct am_leaf *l, struct groups *g, enum am_variable_kind kind,
                   const char *caption, const char *look, bool whole, bool anchors)
{
    const struct am_campaign_figure *sorted[AREAS_MAX];
    size_t count = am_told_sorted(l->figures, l->all, kind, sorted,
                                  kind == AM_VAR_EITHER ? OWNERS_MAX : AREAS_MAX);
    if (count == 0)
        return;
    am_page_table(&l->page, "counts even", AM_SAY(l->speech, caption), g->columns, g->count + 1);
    am_page_rows(&l->page, NULL);
    for (size_t r = 0; r < count; r++) {
        const struct am_variable *v = sorted[r]->variable;
        const void *of = v->area ? (const void *)v->area : (const void *)v->corporation;
        am_leaf_row(l, anchors ? am_told_id(v) : NULL, am_told_name(l->speech, v), NULL, NULL);
        for (size_t i = 0; i < g->count; i++)
            am_leaf_count(l, &g->columns[i + 1],
                          am_campaign_figure(l->figures, g->cells[i], kind, of, NULL), look, whole);
        am_page_row_end(&l->page);
    }
    am_page_rows_end(&l->page);
    am_page_table_end(&l->page);
}

enum part { HALVES, OWNERS, AREAS };

static void tables(struct am_leaf *l, enum part part)
{
    static const char *const first[] = {
        [HALVES] = TEXT_SITE_COLUMN_WHAT,
        [OWNERS] = TEXT_COLUMN_CORPORATION,
        [AREAS] = TEXT_COLUMN_AREA,
    };
    struct groups g;
    for (size_t from = 0; from < CELLS_MAX; from += SIDE_BY_SIDE) {
        take(l, from, first[part], &g);
        if (g.count == 0)
            break;
        if (part == HALVES)
            halves(l, &g);
        else if (part == OWNERS)
            counts(l, &g, AM_VAR_EITHER, TEXT_SITE_GROUPS_OWNERS, "known", false, from == 0);
        else
            counts(l, &g, AM_VAR_AREA_SINGLE, TEXT_SITE_GROUPS_AREAS, "service", true, from == 0);
    }
}

void am_leaf_groups(struct am_leaf *l)
{
    am_leaf_say(l, "lead", AM_SAY(l->speech, TEXT_SITE_GROUPS_LEAD));
    tables(l, HALVES);
    am_leaf_open(l, "_corporations", TEXT_SITE_OWNERS);
    tables(l, OWNERS);
    am_leaf_rounded(l);
    am_leaf_close(l);
    am_leaf_open(l, "_areas", TEXT_SITE_WORK);
    tables(l, AREAS);
    am_leaf_rounded(l);
    am_leaf_close(l);
}
