/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A publication that somebody gives: taken apart strictly. The figures are too many for a tree of
 * JSON: each is parsed alone. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "campaign/figures/columns.h"
#include "campaign/figures/publication.h"
#include "members.h"

#define ROW_BYTES   1024 /* of one figure */
#define ID_MAX      64   /* bytes of a cell's or corporation's */
#define TEXT_MAX    100
#define COUNT_MAX   1000000000
#define EDITION_MAX 100000
#define MONTHS      12
#define PERMILLE    1000
#define ID_LETTERS  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-+/_."

struct reading {
    struct am_members r;
    struct am_publication *p;
    struct am_table by_cell;
};

static void fail(struct reading *g, const char *key, const char *what)
{
    am_members_fail(&g->r, AM_E_MALFORMED, key, "%s", what);
}

static const char *keep(struct reading *g, const char *text)
{
    char *copy = text ? am_pool_text(&g->p->pool, text, strlen(text)) : NULL;
    if (text && !copy)
        am_members_fail(&g->r, am_pool_status(&g->p->pool), NULL, "out of memory");
    return copy ? copy : "";
}

static bool is_id(const char *text)
{
    size_t len = strlen(text);
    return len > 0 && len < ID_MAX && strspn(text, ID_LETTERS) == len;
}

static const char *take_id(struct reading *g, json_t *o, const char *key)
{
    const char *text = am_member_text(&g->r, o, key, false);
    if (text && !is_id(text))
        fail(g, key, "must be an id of letters, digits and '-', 63 at most");
    return keep(g, text);
}

static unsigned take_unsigned(struct reading *g, json_t *o, const char *key, unsigned low,
                              unsigned high)
{
    return (unsigned)am_member_whole(&g->r, o, key, low, high);
}

static int32_t take_month(struct reading *g, json_t *o, const char *key)
{
    const char *text = am_member_text(&g->r, o, key, false);
    int32_t day;
    char date[16];
    if (!text)
        return 0;
    (void)snprintf(date, sizeof date, "%.7s-01", text);
    if (strlen(text) != 7 || !am_rules_day(date, &day)) {
        fail(g, key, "must be a month such as \"2026-11\"");
        return 0;
    }
    long year = strtol(text, NULL, 10);
    long month = strtol(text + 5, NULL, 10);
    return (int32_t)(year * MONTHS + month - 1);
}

static void take_schema(struct reading *g, json_t *root)
{
    static const char name[] = "amarra-publication/";
    const char *schema = am_member_text(&g->r, root, "schema", false);
    if (!schema)
        return;
    if (strncmp(schema, name, sizeof name - 1) != 0)
        fail(g, "schema", "is no publication of a campaign of amarra");
    else if (strcmp(schema + sizeof name - 1, "1") != 0)
        am_members_fail(&g->r, AM_E_LIMIT, "schema",
                        "is of another version than this program reads: use a newer amarra");
}

static void take_settings(struct reading *g, json_t *root)
{
    static const char *const known[] = {"at_least", "round_to", "dominance", NULL};
    json_t *o = am_member_object(&g->r, root, "settings", false);
    am_strict_enter(&g->r.strict, "settings", 0);
    am_members_known(&g->r, o, known);
    g->p->rule.at_least = take_unsigned(g, o, "at_least", 2, COUNT_MAX);
    g->p->rule.round_to = take_unsigned(g, o, "round_to", 1, COUNT_MAX);
    g->p->dominance = take_unsigned(g, o, "dominance", 1, 100);
    am_strict_leave(&g->r.strict);
}

static void take_when(struct reading *g, json_t *root)
{
    static const char *const versions[] = {"names", "oldest", "newest", NULL};
    static const char *const ends[] = {"from", "to", NULL};
    json_t *o = am_member_object(&g->r, root, "dataset", false);
    am_strict_enter(&g->r.strict, "dataset", 0);
    am_members_known(&g->r, o, versions);
    const char *texts[3] = {0};
    for (size_t i = 0; i < 3; i++) {
        texts[i] = am_member_text(&g->r, o, versions[i], false);
        if (texts[i] && strlen(texts[i]) > TEXT_MAX)
            fail(g, versions[i], "is too long");
        texts[i] = keep(g, texts[i]);
    }
    g->p->dataset = texts[0];
    g->p->dataset_oldest = texts[1];
    g->p->dataset_newest = texts[2];
    am_strict_leave(&g->r.strict);
    o = am_member_object(&g->r, root, "months", false);
    am_strict_enter(&g->r.strict, "months", 0);
    am_members_known(&g->r, o, ends);
    g->p->month_from = take_month(g, o, "from");
    g->p->month_to = take_month(g, o, "to");
    am_strict_leave(&g->r.strict);
}

static void take_day(struct reading *g, json_t *root)
{
    const char *day = am_member_text(&g->r, root, "day", false);
    int32_t at;
    if (day && !am_rules_day(day, &at))
        fail(g, "day", "must be a day such as \"2026-11-28\"");
    g->p->day = keep(g, day);
}

static enum am_cell_kind take_kind(struct reading *g, json_t *o)
{
    const char *by = am_member_text(&g->r, o, "by", false);
    unsigned kind = 0;
    while (by && kind < AM_CELL_KINDS && strcmp(by, am_cell_word(kind)) != 0)
        kind++;
    if (kind < AM_CELL_KINDS)
        return kind;
    fail(g, "by", "is no breakdown that is known");
    return AM_CELL_ALL;
}

/* The id says what the other members do. */
static void check_cell(struct reading *g, const struct am_cell *c)
{
    char id[sizeof c->id];
    if (c->kind == AM_CELL_ALL)
        (void)snprintf(id, sizeof id, "%u/all", c->round);
    else if (c->kind == AM_CELL_SAME)
        (void)snprintf(id, sizeof id, "%u/same/%u", c->round, c->other);
    else
        (void)snprintf(id, sizeof id, "%u/%s/%.40s", c->round, am_cell_word(c->kind), c->value);
    if (strcmp(id, c->id) != 0)
        fail(g, "id", "is another cell than the members of it say");
}

static void take_cell(struct reading *g, json_t *o)
{
    static const char *const known[] = {"id", "round", "by", "other", "value", "n", NULL};
    struct am_cell *c = &g->p->cells.at[g->p->cells.count];
    if (!json_is_object(o)) {
        fail(g, NULL, "must be an object, { ... }");
        return;
    }
    am_members_known(&g->r, o, known);
    (void)snprintf(c->id, sizeof c->id, "%s", take_id(g, o, "id"));
    c->round = take_unsigned(g, o, "round", 1, AM_CAMPAIGN_ROUNDS);
    c->kind = take_kind(g, o);
    if (c->kind == AM_CELL_SAME)
        c->other = take_unsigned(g, o, "other", 1, AM_CAMPAIGN_ROUNDS);
    else if (c->kind != AM_CELL_ALL)
        c->value = take_id(g, o, "value");
    c->n = take_unsigned(g, o, "n", 0, COUNT_MAX);
    if (g->r.status != AM_OK)
        return;
    check_cell(g, c);
    if (am_published_cell(g->p, c->id))
        fail(g, "id", "is there twice");
    if (!am_table_add(&g->by_cell, am_table_hash(c->id, strlen(c->id)),
                      (uint32_t)g->p->cells.count))
        am_members_fail(&g->r, AM_E_NO_MEMORY, NULL, "out of memory");
    g->p->cells.count++;
}

static void take_cells(struct reading *g, json_t *root)
{
    json_t *list = am_member_list(&g->r, root, "cells", AM_PUBLICATION_CELLS, false);
    g->p->cells.at = am_pool_take(&g->p->pool, json_array_size(list) + 1, sizeof *g->p->cells.at);
    if (!g->p->cells.at) {
        am_members_fail(&g->r, AM_E_NO_MEMORY, NULL, "out of memory");
        return;
    }
    am_strict_enter(&g->r.strict, "cells", 0);
    for (size_t i = 0; i < json_array_size(list) && g->r.status == AM_OK; i++) {
        am_strict_enter(&g->r.strict, NULL, i);
        take_cell(g, json_array_get(list, i));
        am_strict_leave(&g->r.strict);
    }
    am_strict_leave(&g->r.strict);
}

static void check_columns(struct reading *g, json_t *root)
{
    json_t *list = am_member_list(&g->r, root, "columns", AM_COLUMNS, false);
    bool same = json_array_size(list) == AM_COLUMNS;
    for (unsigned c = 0; c < AM_COLUMNS && same; c++) {
        const char *name = json_string_value(json_array_get(list, c));
        same = name && strcmp(name, am_column_name(c)) == 0;
    }
    if (list && !same)
        fail(g, "columns", "must be those of docs/publication.md, in their order");
}

static void check_names(struct reading *g, json_t *root)
{
    static const char *const known[] = {"corporations", "countries", "areas", NULL};
    json_t *o = am_member_object(&g->r, root, "names", false);
    am_strict_enter(&g->r.strict, "names", 0);
    am_members_known(&g->r, o, known);
    for (size_t i = 0; known[i]; i++)
        (void)am_member_object(&g->r, o, known[i], false);
    am_strict_leave(&g->r.strict);
}

static void take_head(struct reading *g, json_t *root)
{
    static const char *const known[] = {"schema",   "campaign", "edition", "day",     "method",
                                        "settings", "dataset",  "months",  "shares",  "held",
                                        "cells",    "names",    "columns", "figures", NULL};
    take_schema(g, root); /* first: of a newer one other members are no mistake */
    am_members_known(&g->r, root, known);
    g->p->campaign = take_id(g, root, "campaign");
    g->p->edition = take_unsigned(g, root, "edition", 1, EDITION_MAX);
    take_day(g, root);
    g->p->method = take_unsigned(g, root, "method", 1, COUNT_MAX);
    take_settings(g, root);
    take_when(g, root);
    g->p->shares = take_unsigned(g, root, "shares", 0, COUNT_MAX);
    g->p->held = take_unsigned(g, root, "held", 0, COUNT_MAX);
    take_cells(g, root);
    check_names(g, root);
    check_columns(g, root);
}

/* ---- figures ---- */

static const char *row_text(struct reading *g, json_t *row, enum am_column c, bool optional)
{
    json_t *value = json_array_get(row, c);
    const char *text = json_string_value(value);
    if (g->r.status == AM_OK && !text && !(optional && json_is_null(value)))
        am_members_fail(&g->r, AM_E_MALFORMED, NULL, "%s must be a text%s", am_column_name(c),
                        optional ? " or null" : "");
    return text;
}

static const char *row_id(struct reading *g, json_t *row, enum am_column c)
{
    const char *text = row_text(g, row, c, true);
    if (text && g->r.status == AM_OK && !is_id(text))
        am_members_fail(&g->r, AM_E_MALFORMED, NULL, "%s is no id", am_column_name(c));
    return text ? keep(g, text) : "";
}

static struct am_number row_number(struct reading *g, json_t *row, enum am_column as, bool *exact)
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
    if (g->r.status == AM_OK && (!right || count < 0 || count > COUNT_MAX))
        am_members_fail(&g->r, AM_E_MALFORMED, NULL, "%s must be %s", am_column_name(as + 1u),
                        n.as == AM_TELL_WITHHELD ? "null" : "a whole number");
    n.n = right && count > 0 ? (uint64_t)count : 0;
    return n;
}

/* Percent with one decimal, as tenths. Null, which only a count that is not rounded has, is 0. */
static unsigned row_tenths(struct reading *g, json_t *row, enum am_column c, bool wanted)
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

static struct am_quantile row_quantile(struct reading *g, json_t *row, enum am_column c,
                                       enum am_unit unit)
{
    struct am_quantile q = {0};
    const char *word = row_text(g, row, c, true);
    q.told = word != NULL;
    if (word && g->r.status == AM_OK && !am_value_parse(unit, word, &q.value))
        am_members_fail(&g->r, AM_E_MALFORMED, NULL, "%s is no value of its variable",
                        am_column_name(c));
    return q;
}

static const struct am_cell *row_cell(struct reading *g, json_t *row)
{
    const char *id = row_text(g, row, AM_COLUMN_CELL, false);
    if (!id)
        return NULL;
    uint32_t hash = am_table_hash(id, strlen(id));
    for (uint32_t at = hash, i; (i = am_table_next(&g->by_cell, hash, &at)) != AM_TABLE_NONE;)
        if (strcmp(g->p->cells.at[i].id, id) == 0)
            return &g->p->cells.at[i];
    am_members_fail(&g->r, AM_E_MALFORMED, NULL, "cell is none of 'cells'");
    return NULL;
}

static enum am_variable_kind row_kind(struct reading *g, json_t *row)
{
    const char *id = row_text(g, row, AM_COLUMN_VARIABLE, false);
    unsigned kind = 0;
    while (id && kind < AM_VAR_COUNT && strcmp(am_variable_shape(kind)->id, id) != 0)
        kind++;
    if (kind < AM_VAR_COUNT)
        return kind;
    am_members_fail(&g->r, AM_E_MALFORMED, NULL, "variable is none that is known");
    return AM_VAR_EITHER;
}

static void take_row(struct reading *g, json_t *row, struct am_published *out)
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
    f.of = row_id(g, row, AM_COLUMN_OF);
    f.also = row_id(g, row, AM_COLUMN_ALSO);
    f.base = row_number(g, row, AM_COLUMN_BASE_AS, &f.exact);
    f.count = row_number(g, row, AM_COLUMN_COUNT_AS, &exact_count);
    if (g->r.status == AM_OK && exact_count && (shape->prevalence || !f.exact))
        am_members_fail(&g->r, AM_E_MALFORMED, NULL, "count must not be exact");
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

static json_t *parse_row(struct reading *g, struct am_bytes bytes)
{
    json_error_t error;
    if (bytes.len > ROW_BYTES) {
        fail(g, NULL, "is too long for a figure");
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

static void check_twins(struct reading *g)
{
    const struct am_published *at = g->p->rows.at;
    for (size_t i = 1; i < g->p->rows.count && g->r.status == AM_OK; i++)
        if (am_published_order(&at[i - 1], &at[i]) == 0)
            am_members_fail(&g->r, AM_E_MALFORMED, NULL, "%s of %s%s%s is there twice in cell %s",
                            am_variable_shape(at[i].kind)->id, at[i].of,
                            at[i].also[0] ? " and " : "", at[i].also, at[i].cell->id);
}

static void take_rows(struct reading *g, struct am_bytes list)
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

/* All but the figures, whose place an empty list takes; the lines stay as they are until there. */
static enum am_status parse_head(struct am_bytes text, struct am_bytes list, const char *file,
                                 json_t **out, struct am_problem *problem)
{
    struct am_text head;
    size_t before = (size_t)(list.at - text.at);
    am_text_init(&head, AM_JSON_FILE_MAX);
    am_text_add_len(&head, (const char *)text.at, before);
    am_text_add(&head, "[]");
    am_text_add_len(&head, (const char *)list.at + list.len, text.len - before - list.len);
    enum am_status status = am_text_status(&head);
    if (status == AM_OK)
        status = am_json_parse((struct am_bytes){.at = (const uint8_t *)head.at, .len = head.len},
                               file, out, problem);
    else
        (void)am_problem_set(problem, status, file, 0,
                             "what is not figures is larger than %zu bytes", AM_JSON_FILE_MAX);
    am_text_done(&head);
    return status;
}

static enum am_status read_it(struct am_bytes text, const char *file, struct am_publication *p,
                              struct am_problem *problem)
{
    const struct am_json_path path = {.step = {{"figures", 0}}, .len = 1};
    struct am_bytes list = am_json_value(text, &path);
    struct reading g = {
        .p = p,
        .r.strict = {.text = text, .file = file, .what = "a publication", .problem = problem}};
    json_t *root = NULL;
    enum am_status status = list.len > 0 ? parse_head(text, list, file, &root, problem)
                                         : am_json_parse(text, file, &root, problem);
    if (status != AM_OK)
        return status;
    take_head(&g, root);
    if (list.len == 0)
        fail(&g, "figures", "is missing");
    if (g.r.status == AM_OK)
        take_rows(&g, list);
    json_decref(root);
    am_table_done(&g.by_cell);
    return g.r.status;
}

enum am_status am_publication_read(struct am_bytes text, const char *file,
                                   struct am_publication **out, struct am_problem *problem)
{
    if (text.len > AM_PUBLICATION_BYTES)
        return am_problem_set(problem, AM_E_LIMIT, file, 0, "larger than %zu bytes",
                              AM_PUBLICATION_BYTES);
    struct am_publication *p = calloc(1, sizeof *p);
    if (!p)
        return am_problem_set(problem, AM_E_NO_MEMORY, file, 0, "out of memory");
    am_pool_init(&p->pool, AM_PUBLICATION_MEMORY);
    enum am_status status = read_it(text, file, p, problem);
    if (status == AM_OK)
        *out = p;
    else
        am_publication_free(p);
    return status;
}

void am_publication_free(struct am_publication *p)
{
    if (!p)
        return;
    am_pool_done(&p->pool);
    free(p);
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

const struct am_cell *am_published_cell(const struct am_publication *p, const char *id)
{
    for (size_t i = 0; i < p->cells.count; i++)
        if (strcmp(p->cells.at[i].id, id) == 0)
            return &p->cells.at[i];
    return NULL;
}
