/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The figures of a publication that somebody gives, one by one: they are too many for one tree. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "campaign/figures/columns.h"
#include "campaign/figures/reading.h"

#define ROW_BYTES 1024 /* of one figure */
#define PERMILLE  1000

static const char *row_text(struct am_reading *g, json_t *row, enum am_column c, bool optional)
{
    json_t *value = json_array_get(row, c);
    const char *text = json_string_value(value);
    if (g->r.status == AM_OK && !text && !(optional && json_is_null(value)))
        am_members_fail(&g->r, AM_E_MALFORMED, NULL, "%s must be a text%s", am_column_name(c),
                        optional ? " or null" : "");
    return text;
}

static const char *row_id(struct am_reading *g, json_t *row, enum am_column c,
                          enum am_subject subject)
{
    const char *text = row_text(g, row, c, true);
    if (g->r.status != AM_OK)
        return "";
    if (text && subject == AM_SUBJECT_NONE)
        am_members_fail(&g->r, AM_E_MALFORMED, NULL, "%s must be null: this variable has none",
                        am_column_name(c));
    else if (subject != AM_SUBJECT_NONE && (!text || !am_reading_is_subject(subject, text)))
        am_members_fail(&g->r, AM_E_MALFORMED, NULL, "%s is no id", am_column_name(c));
    return text ? am_reading_keep(g, text) : "";
}

static struct am_number row_number(struct am_reading *g, json_t *row, enum am_column as,
                                   bool *exact)
{
    const char *word = row_text(g, row, as, false);
    json_t *value = json_array_get(row, as + 1u);
    struct am_number n = {.as = AM_TELL_ROUNDED};
    *exact = word && strcmp(word, AM_TOLD_EXACT) == 0;
    if (word && !*exact) {
        while (n.as < AM_TELL_WITHHELD && strcmp(word, am_told_word(n.as)) != 0)
            n.as++;
        if (strcmp(word, am_told_word(n.as)) != 0)
            am_members_fail(&g->r, AM_E_MALFORMED, NULL, "%s is no way to tell a count",
                            am_column_name(as));
    }
    bool right = n.as == AM_TELL_WITHHELD ? json_is_null(value) : json_is_integer(value);
    json_int_t count = json_integer_value(value);
    if (g->r.status == AM_OK && (!right || count < 0 || count > AM_PUBLISHED_COUNT_MAX))
        am_members_fail(&g->r, AM_E_MALFORMED, NULL, "%s must be %s", am_column_name(as + 1u),
                        n.as == AM_TELL_WITHHELD ? "null" : "a whole number");
    n.n = right && count > 0 ? (uint64_t)count : 0;
    return n;
}

/* Percent with one decimal, as tenths. Null, which only a count that is not rounded has, is 0. */
static unsigned row_tenths(struct am_reading *g, json_t *row, enum am_column c, bool wanted)
{
    json_t *value = json_array_get(row, c);
    double tenths = json_number_value(value) * 10;
    if (g->r.status != AM_OK)
        return 0;
    if (json_is_null(value) != !wanted || (wanted && !json_is_number(value)))
        am_members_fail(&g->r, AM_E_MALFORMED, NULL, "%s must be %s", am_column_name(c),
                        wanted ? "percent" : "null where the count is not rounded");
    else if (wanted &&
             (!(tenths >= 0 && tenths <= PERMILLE) || fabs(tenths - floor(tenths + 0.5)) > 1e-6))
        am_members_fail(&g->r, AM_E_MALFORMED, NULL, "%s must be percent with one decimal",
                        am_column_name(c));
    else if (wanted)
        return (unsigned)floor(tenths + 0.5);
    return 0;
}

static struct am_quantile row_quantile(struct am_reading *g, json_t *row, enum am_column c,
                                       enum am_unit unit)
{
    struct am_quantile q = {0};
    const char *word = row_text(g, row, c, true);
    q.told = word != NULL;
    if (word && g->r.status == AM_OK &&
        (unit == AM_UNIT_FLAG || !am_value_parse(unit, word, &q.value)))
        am_members_fail(&g->r, AM_E_MALFORMED, NULL, "%s is no value of its variable",
                        am_column_name(c));
    return q;
}

static const struct am_cell *row_cell(struct am_reading *g, json_t *row)
{
    const char *id = row_text(g, row, AM_COLUMN_CELL, false);
    const struct am_cell *cell = id ? am_reading_cell(g, id) : NULL;
    if (id && !cell)
        am_members_fail(&g->r, AM_E_MALFORMED, NULL, "cell is none of 'cells'");
    return cell;
}

static enum am_variable_kind row_kind(struct am_reading *g, json_t *row)
{
    const char *id = row_text(g, row, AM_COLUMN_VARIABLE, false);
    enum am_variable_kind kind = id ? am_variable_kind_of(id) : AM_VAR_COUNT;
    if (kind < AM_VAR_COUNT)
        return kind;
    am_members_fail(&g->r, AM_E_MALFORMED, NULL, "variable is none that is known");
    return AM_VAR_EITHER;
}

static void take_row(struct am_reading *g, json_t *row, struct am_published *out)
{
    bool exact_count = false;
    struct am_published f = {0};
    if (json_array_size(row) != AM_COLUMNS) {
        am_members_fail(&g->r, AM_E_MALFORMED, NULL, "must be a list of %d values", AM_COLUMNS);
        return;
    }
    f.cell = row_cell(g, row);
    f.kind = row_kind(g, row);
    const struct am_variable_shape *shape = am_variable_shape(f.kind);
    f.of = row_id(g, row, AM_COLUMN_OF, am_variable_of(f.kind));
    f.also = row_id(g, row, AM_COLUMN_ALSO, am_variable_also(f.kind));
    f.base = row_number(g, row, AM_COLUMN_BASE_AS, &f.exact);
    f.count = row_number(g, row, AM_COLUMN_COUNT_AS, &exact_count);
    if (g->r.status == AM_OK && exact_count != (f.exact && !shape->prevalence))
        am_members_fail(&g->r, AM_E_MALFORMED, NULL,
                        "count must be told exactly where it is all of the cell, and only there");
    if (g->r.status == AM_OK && f.exact != am_kind_is_of_cell(f.kind))
        am_members_fail(&g->r, AM_E_MALFORMED, NULL,
                        "base must be told exactly where it is the cell, and only there");
    bool share = shape->prevalence && f.count.as == AM_TELL_ROUNDED;
    f.share = row_tenths(g, row, AM_COLUMN_SHARE, share);
    f.share_low = row_tenths(g, row, AM_COLUMN_SHARE_LOW, share);
    f.share_high = row_tenths(g, row, AM_COLUMN_SHARE_HIGH, share);
    f.q1 = row_quantile(g, row, AM_COLUMN_Q1, shape->unit);
    f.median = row_quantile(g, row, AM_COLUMN_MEDIAN, shape->unit);
    f.q3 = row_quantile(g, row, AM_COLUMN_Q3, shape->unit);
    f.median_low = row_quantile(g, row, AM_COLUMN_MEDIAN_LOW, shape->unit);
    f.median_high = row_quantile(g, row, AM_COLUMN_MEDIAN_HIGH, shape->unit);
    *out = f;
}

static json_t *parse_row(struct am_reading *g, struct am_bytes bytes)
{
    json_error_t error;
    if (bytes.len > ROW_BYTES) {
        am_members_fail(&g->r, AM_E_MALFORMED, NULL, "is too long for a figure");
        return NULL;
    }
    json_t *row = json_loadb((const char *)bytes.at, bytes.len, JSON_REJECT_DUPLICATES, &error);
    if (!row)
        am_members_fail(&g->r, AM_E_MALFORMED, NULL, "is no JSON: %.80s", error.text);
    return row;
}

static size_t count_rows(struct am_bytes list)
{
    struct am_json_list l = am_json_list_over(list);
    struct am_bytes row;
    size_t count = 0;
    while (am_json_list_next(&l, &row))
        count++;
    return count;
}

static void check_twins(struct am_reading *g)
{
    const struct am_published *at = g->p->rows.at;
    for (size_t i = 1; i < g->p->rows.count && g->r.status == AM_OK; i++)
        if (am_published_order(&at[i - 1], &at[i]) == 0)
            am_members_fail(&g->r, AM_E_MALFORMED, NULL, "%s of %s%s%s is there twice in cell %s",
                            am_variable_shape(at[i].kind)->id, at[i].of,
                            at[i].also[0] ? " and " : "", at[i].also, at[i].cell->id);
}

void am_reading_rows(struct am_reading *g, struct am_bytes list)
{
    size_t count = count_rows(list);
    struct am_bytes bytes;
    struct am_json_list l = am_json_list_over(list);
    am_strict_enter(&g->r.strict, "figures", 0);
    if (count > AM_PUBLICATION_ROWS)
        am_members_fail(&g->r, AM_E_LIMIT, NULL, "has more than %u figures", AM_PUBLICATION_ROWS);
    else
        g->p->rows.at = am_pool_take(&g->p->pool, count + 1, sizeof *g->p->rows.at);
    if (g->r.status == AM_OK && !g->p->rows.at)
        am_members_fail(&g->r, am_pool_status(&g->p->pool), NULL, "out of memory");
    for (size_t i = 0; g->r.status == AM_OK && am_json_list_next(&l, &bytes); i++) {
        am_strict_enter(&g->r.strict, NULL, i);
        json_t *row = parse_row(g, bytes);
        if (row)
            take_row(g, row, &g->p->rows.at[g->p->rows.count++]);
        json_decref(row);
        am_strict_leave(&g->r.strict);
    }
    if (l.status != AM_OK)
        am_members_fail(&g->r, AM_E_MALFORMED, NULL, "is no list, or ends too soon");
    if (g->p->rows.count > 0)
        qsort(g->p->rows.at, g->p->rows.count, sizeof *g->p->rows.at, am_published_order);
    check_twins(g);
    am_strict_leave(&g->r.strict);
}

int am_published_order(const void *a, const void *b)
{
    const struct am_published *x = a;
    const struct am_published *y = b;
    if (x->cell != y->cell)
        return x->cell < y->cell ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    int by = strcmp(x->of, y->of);
    return by != 0 ? by : strcmp(x->also, y->also);
}

const struct am_published *am_published_find(const struct am_publication *p,
                                             const struct am_cell *cell, enum am_variable_kind kind,
                                             const char *of, const char *also)
{
    const struct am_published wanted = {.cell = cell, .kind = kind, .of = of, .also = also};
    return p->rows.count > 0
               ? bsearch(&wanted, p->rows.at, p->rows.count, sizeof wanted, am_published_order)
               : NULL;
}
