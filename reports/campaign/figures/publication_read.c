/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A publication that somebody gives: taken apart strictly. The figures are too many for a tree of
 * JSON: each is parsed alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaign/figures/columns.h"
#include "campaign/figures/publication.h"
#include "campaign/figures/reading.h"

#define VALUE_MAX   40 /* bytes of what a cell is of */
#define VERSION_MAX 40
#define EDITION_MAX 100000
#define MONTHS      12
#define LOWER       "abcdefghijklmnopqrstuvwxyz"
#define UPPER       "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS      "0123456789"

static void fail(struct am_reading *g, const char *key, const char *what)
{
    am_members_fail(&g->r, AM_E_MALFORMED, key, "%s", what);
}

const char *am_reading_keep(struct am_reading *g, const char *text)
{
    char *copy = text ? am_pool_text(&g->p->pool, text, strlen(text)) : NULL;
    if (text && !copy)
        am_members_fail(&g->r, am_pool_status(&g->p->pool), NULL, "out of memory");
    return copy ? copy : "";
}

static bool is_of(const char *text, const char *letters, size_t max)
{
    size_t len = strlen(text);
    return len > 0 && len <= max && strspn(text, letters) == len;
}

bool am_reading_is_subject(enum am_subject subject, const char *text)
{
    switch (subject) {
    case AM_SUBJECT_CORPORATION:
    case AM_SUBJECT_AREA:
        return is_of(text, LOWER DIGITS "-", AM_SUBJECT_MAX);
    case AM_SUBJECT_COUNTRY:
        return strlen(text) == 2 && is_of(text, UPPER, 2);
    case AM_SUBJECT_STEP:
        return is_of(text, "123", 1);
    case AM_SUBJECT_NONE:
        break;
    }
    return false;
}

static unsigned take_unsigned(struct am_reading *g, json_t *o, const char *key, unsigned low,
                              unsigned high)
{
    return (unsigned)am_member_whole(&g->r, o, key, low, high);
}

static int32_t take_month(struct am_reading *g, json_t *o, const char *key)
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

static void take_schema(struct am_reading *g, json_t *root)
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

static void take_settings(struct am_reading *g, json_t *root)
{
    static const char *const known[] = {"at_least", "round_to", "dominance", NULL};
    json_t *o = am_member_object(&g->r, root, "settings", false);
    am_strict_enter(&g->r.strict, "settings", 0);
    am_members_known(&g->r, o, known);
    g->p->rule.at_least = take_unsigned(g, o, "at_least", 2, AM_PUBLISHED_COUNT_MAX);
    g->p->rule.round_to = take_unsigned(g, o, "round_to", 1, AM_PUBLISHED_COUNT_MAX);
    g->p->dominance = take_unsigned(g, o, "dominance", 1, 100);
    am_strict_leave(&g->r.strict);
}

static void take_when(struct am_reading *g, json_t *root)
{
    static const char *const versions[] = {"names", "oldest", "newest", NULL};
    static const char *const ends[] = {"from", "to", NULL};
    json_t *o = am_member_object(&g->r, root, "dataset", false);
    am_strict_enter(&g->r.strict, "dataset", 0);
    am_members_known(&g->r, o, versions);
    const char *texts[3] = {0};
    for (size_t i = 0; i < 3; i++) {
        texts[i] = am_member_text(&g->r, o, versions[i], false);
        if (texts[i] && !is_of(texts[i], LOWER DIGITS ".-", VERSION_MAX))
            fail(g, versions[i], "is no version of a dataset");
        texts[i] = am_reading_keep(g, texts[i]);
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

static void take_campaign(struct am_reading *g, json_t *root)
{
    const char *id = am_member_text(&g->r, root, "campaign", false);
    if (id && (!is_of(id, LOWER DIGITS "-", AM_SHARE_CAMPAIGN) || id[0] == '-'))
        fail(g, "campaign", "must be the short name of a campaign: a-z, 0-9, '-', 40 at most");
    g->p->campaign = am_reading_keep(g, id);
}

static void take_day(struct am_reading *g, json_t *root)
{
    const char *day = am_member_text(&g->r, root, "day", false);
    int32_t at;
    if (day && !am_rules_day(day, &at))
        fail(g, "day", "must be a day such as \"2026-11-28\"");
    g->p->day = am_reading_keep(g, day);
}

static enum am_cell_kind take_kind(struct am_reading *g, json_t *o)
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

/* What a cell is of is told in its id too. */
static void take_id(struct am_reading *g, json_t *o, struct am_cell *c)
{
    char id[sizeof c->id] = {0};
    const char *text = am_member_text(&g->r, o, "id", false);
    if (c->kind == AM_CELL_ALL)
        (void)snprintf(id, sizeof id, "%u/all", c->round);
    else if (c->kind == AM_CELL_SAME)
        (void)snprintf(id, sizeof id, "%u/same/%u", c->round, c->other);
    else
        (void)snprintf(id, sizeof id, "%u/%s/%s", c->round, am_cell_word(c->kind), c->value);
    if (text && strcmp(id, text) != 0)
        fail(g, "id", "is another cell than the members of it say");
    else if (am_reading_cell(g, id))
        fail(g, "id", "is there twice");
    memcpy(c->id, id, sizeof c->id);
}

static const char *take_value(struct am_reading *g, json_t *o)
{
    const char *text = am_member_text(&g->r, o, "value", false);
    if (text && !is_of(text, UPPER LOWER DIGITS "+-", VALUE_MAX))
        fail(g, "value", "must be letters, digits, '-' and '+', 40 at most");
    return g->r.status == AM_OK ? am_reading_keep(g, text) : "";
}

static void take_cell(struct am_reading *g, json_t *o)
{
    static const char *const of_all[] = {"id", "round", "by", "n", NULL};
    static const char *const of_same[] = {"id", "round", "by", "other", "n", NULL};
    static const char *const of_value[] = {"id", "round", "by", "value", "n", NULL};
    struct am_cell c = {0};
    if (!json_is_object(o)) {
        fail(g, NULL, "must be an object, { ... }");
        return;
    }
    c.round = take_unsigned(g, o, "round", 1, AM_CAMPAIGN_ROUNDS);
    c.kind = take_kind(g, o);
    am_members_known(&g->r, o,
                     c.kind == AM_CELL_ALL    ? of_all
                     : c.kind == AM_CELL_SAME ? of_same
                                              : of_value);
    if (c.kind == AM_CELL_SAME)
        c.other = take_unsigned(g, o, "other", 1, AM_CAMPAIGN_ROUNDS);
    else if (c.kind != AM_CELL_ALL)
        c.value = take_value(g, o);
    c.n = take_unsigned(g, o, "n", 0, AM_PUBLISHED_COUNT_MAX);
    if (g->r.status == AM_OK)
        take_id(g, o, &c);
    if (g->r.status != AM_OK)
        return;
    if (!am_table_add(&g->by_cell, am_table_hash(c.id, strlen(c.id)), (uint32_t)g->p->cells.count))
        am_members_fail(&g->r, AM_E_NO_MEMORY, NULL, "out of memory");
    g->p->cells.at[g->p->cells.count++] = c;
}

const struct am_cell *am_reading_cell(const struct am_reading *g, const char *id)
{
    uint32_t hash = am_table_hash(id, strlen(id));
    for (uint32_t at = hash, i; (i = am_table_next(&g->by_cell, hash, &at)) != AM_TABLE_NONE;)
        if (strcmp(g->p->cells.at[i].id, id) == 0)
            return &g->p->cells.at[i];
    return NULL;
}

static void take_cells(struct am_reading *g, json_t *root)
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

static void check_columns(struct am_reading *g, json_t *root)
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

static void check_names_of(struct am_reading *g, json_t *names, const char *key,
                           enum am_subject subject)
{
    json_t *o = am_member_object(&g->r, names, key, false);
    const char *id;
    json_t *name;
    am_strict_enter(&g->r.strict, key, 0);
    json_object_foreach(o, id, name)
    {
        if (!am_reading_is_subject(subject, id))
            fail(g, id, "is no id");
        else if (json_string_length(name) == 0)
            fail(g, id, "must be a name");
    }
    am_strict_leave(&g->r.strict);
}

static void check_names(struct am_reading *g, json_t *root)
{
    static const char *const known[] = {"corporations", "countries", "areas", NULL};
    static const enum am_subject subjects[] = {AM_SUBJECT_CORPORATION, AM_SUBJECT_COUNTRY,
                                               AM_SUBJECT_AREA};
    json_t *o = am_member_object(&g->r, root, "names", false);
    am_strict_enter(&g->r.strict, "names", 0);
    am_members_known(&g->r, o, known);
    for (size_t i = 0; known[i]; i++)
        check_names_of(g, o, known[i], subjects[i]);
    am_strict_leave(&g->r.strict);
}

static void take_head(struct am_reading *g, json_t *root)
{
    static const char *const known[] = {"schema",   "campaign", "edition", "day",     "method",
                                        "settings", "dataset",  "months",  "shares",  "held",
                                        "cells",    "names",    "columns", "figures", NULL};
    take_schema(g, root); /* first: of a newer one other members are no mistake */
    am_members_known(&g->r, root, known);
    take_campaign(g, root);
    g->p->edition = take_unsigned(g, root, "edition", 1, EDITION_MAX);
    take_day(g, root);
    g->p->method = take_unsigned(g, root, "method", 1, AM_PUBLISHED_COUNT_MAX);
    take_settings(g, root);
    take_when(g, root);
    g->p->shares = take_unsigned(g, root, "shares", 0, AM_PUBLISHED_COUNT_MAX);
    g->p->held = take_unsigned(g, root, "held", 0, AM_PUBLISHED_COUNT_MAX);
    take_cells(g, root);
    check_names(g, root);
    check_columns(g, root);
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
    struct am_reading g = {
        .p = p,
        .r.strict = {.text = text, .file = file, .what = "a publication", .problem = problem}};
    json_t *root = NULL;
    struct am_problem own = {0};
    enum am_status status = list.len > 0 ? parse_head(text, list, file, &root, &own)
                                         : am_json_parse(text, file, &root, &own);
    if (status != AM_OK)
        return am_problem_set(problem, status, file, own.line, "it is no publication: %s",
                              own.text);
    take_head(&g, root);
    if (list.len == 0)
        fail(&g, "figures", "is missing");
    if (g.r.status == AM_OK)
        am_reading_rows(&g, list);
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

const struct am_cell *am_published_cell(const struct am_publication *p, const char *id)
{
    for (size_t i = 0; i < p->cells.count; i++)
        if (strcmp(p->cells.at[i].id, id) == 0)
            return &p->cells.at[i];
    return NULL;
}
