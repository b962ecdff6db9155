/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A publication from any bytes: refused with a problem on a line that there is, or what was read is
 * what another parser finds in the same bytes, figure by figure, and nothing besides. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "campaign/figures/columns.h"
#include "campaign/figures/publication.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_problem(const struct am_problem *problem, struct am_bytes text)
{
    unsigned long lines = 1;
    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    must(problem->status != AM_OK && problem->text[0] && problem->line <= lines);
}

static void same_text(json_t *value, const char *text)
{
    must(json_is_null(value) ? text[0] == '\0' : strcmp(json_string_value(value), text) == 0);
}

static void same_number(json_t *row, unsigned as, const struct am_number *n, bool exact)
{
    const char *word = json_string_value(json_array_get(row, as));
    json_t *value = json_array_get(row, as + 1U);
    must(word && strcmp(word, exact ? AM_TOLD_EXACT : am_told_word(n->as)) == 0);
    must(n->as == AM_TELL_WITHHELD ? json_is_null(value)
                                   : json_integer_value(value) == (json_int_t)n->n);
}

static void same_quantile(json_t *value, enum am_unit unit, const struct am_quantile *q)
{
    char word[AM_VALUE_TEXT];
    am_value_word(unit, q->value, word);
    must(json_is_null(value) == !q->told);
    must(!q->told || (q->value <= AM_VALUE_ALL && strcmp(json_string_value(value), word) == 0));
}

static void same_share(json_t *value, unsigned tenths)
{
    double percent = json_number_value(value);
    must(json_is_null(value) ? tenths == 0 : tenths <= 1000 && percent * 10 - tenths < 1e-6);
}

/* The row of the tree that this figure is; each is found once, as none is there twice. */
static void check_row(const struct am_publication *p, json_t *row)
{
    const char *cell = json_string_value(json_array_get(row, AM_COLUMN_CELL));
    const char *id = json_string_value(json_array_get(row, AM_COLUMN_VARIABLE));
    const char *of = json_string_value(json_array_get(row, AM_COLUMN_OF));
    const char *also = json_string_value(json_array_get(row, AM_COLUMN_ALSO));
    unsigned kind = 0;
    must(cell && id && json_array_size(row) == AM_COLUMNS);
    while (kind < AM_VAR_COUNT && strcmp(am_variable_shape(kind)->id, id) != 0)
        kind++;
    must(kind < AM_VAR_COUNT);
    const struct am_published *f =
        am_published_find(p, am_published_cell(p, cell), kind, of ? of : "", also ? also : "");
    must(f && f->cell && f->kind == kind);
    enum am_unit unit = am_variable_shape(f->kind)->unit;
    bool prevalence = am_variable_shape(f->kind)->prevalence;
    same_text(json_array_get(row, AM_COLUMN_OF), f->of);
    same_text(json_array_get(row, AM_COLUMN_ALSO), f->also);
    must(f->exact == am_kind_is_of_cell(f->kind));
    same_number(row, AM_COLUMN_BASE_AS, &f->base, f->exact);
    same_number(row, AM_COLUMN_COUNT_AS, &f->count, f->exact && !prevalence);
    same_share(json_array_get(row, AM_COLUMN_SHARE), f->share);
    same_share(json_array_get(row, AM_COLUMN_SHARE_LOW), f->share_low);
    same_share(json_array_get(row, AM_COLUMN_SHARE_HIGH), f->share_high);
    same_quantile(json_array_get(row, AM_COLUMN_Q1), unit, &f->q1);
    same_quantile(json_array_get(row, AM_COLUMN_MEDIAN), unit, &f->median);
    same_quantile(json_array_get(row, AM_COLUMN_Q3), unit, &f->q3);
    same_quantile(json_array_get(row, AM_COLUMN_MEDIAN_LOW), unit, &f->median_low);
    same_quantile(json_array_get(row, AM_COLUMN_MEDIAN_HIGH), unit, &f->median_high);
}

static void check_head(const struct am_publication *p, json_t *root)
{
    must(strcmp(json_string_value(json_object_get(root, "campaign")), p->campaign) == 0);
    must(strcmp(json_string_value(json_object_get(root, "day")), p->day) == 0);
    must(json_integer_value(json_object_get(root, "edition")) == (json_int_t)p->edition);
    must(json_integer_value(json_object_get(root, "shares")) == (json_int_t)p->shares);
    must(json_integer_value(json_object_get(root, "held")) == (json_int_t)p->held);
    json_t *cells = json_object_get(root, "cells");
    must(json_array_size(cells) == p->cells.count);
    for (size_t i = 0; i < p->cells.count; i++) {
        const struct am_cell *c = &p->cells.at[i];
        json_t *o = json_array_get(cells, i);
        must(strcmp(json_string_value(json_object_get(o, "id")), c->id) == 0);
        must(json_integer_value(json_object_get(o, "n")) == (json_int_t)c->n);
        must(am_published_cell(p, c->id) == c);
    }
}

static void check(const struct am_publication *p, struct am_bytes text)
{
    json_t *root = json_loadb((const char *)text.at, text.len, JSON_REJECT_DUPLICATES, NULL);
    must(root); /* what is no JSON was refused */
    check_head(p, root);
    json_t *rows = json_object_get(root, "figures");
    must(json_array_size(rows) == p->rows.count);
    for (size_t i = 0; i < p->rows.count; i++)
        check_row(p, json_array_get(rows, i));
    json_decref(root);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct am_bytes text = {data, size};
    struct am_publication *p = NULL;
    struct am_problem problem = {0};
    if (am_publication_read(text, "fuzz", &p, &problem) == AM_OK) {
        check(p, text);
        am_publication_free(p);
    } else {
        check_problem(&problem, text);
        must(!p);
    }
    return 0;
}
