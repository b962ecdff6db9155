/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whether the other files of an edition tell what its publication.json does. */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "campaign/audit/csv_rows.h"
#include "campaign/audit/rules.h"
#include "campaign/figures/columns.h"
#include "indicators/public.h"

#define CSV_BYTES  ((size_t)256 << 20)
#define PAGE_BYTES ((size_t)16 << 20)
#define TEXT_MAX   256
#define FIGURES    22
#define CELLS      7
#define VARIABLES  4

struct checking {
    struct am_audit *a;
    const struct am_audit_edition *e;
    const struct am_publication *p;
    const char *file; /* "figures.csv" */
    bool *seen;       /* rows, cells or variables that it has */
    size_t found;
};

static enum am_status load(struct am_audit *a, const struct am_audit_edition *e, const char *name,
                           size_t limit, struct am_bytes *out)
{
    char path[PATH_MAX];
    struct am_problem problem = {0};
    int len = snprintf(path, sizeof path, "%s/%s", e->folder, name);
    if (len < 0 || (size_t)len >= sizeof path)
        return AM_E_LIMIT;
    enum am_status status = am_file_load_regular(path, limit, out, &problem);
    if (status != AM_OK && status != AM_E_NO_MEMORY)
        am_audit_break(a, AM_AUDIT_FILES, e->publication->edition, NULL, NULL,
                       "%s can't be read: %s", name, problem.text);
    return status;
}

/* ---- figures.csv ---- */

static void put_number(const struct am_number *n, bool exact, char as[TEXT_MAX],
                       char count[TEXT_MAX])
{
    (void)snprintf(as, TEXT_MAX, "%s", exact ? AM_TOLD_EXACT : am_told_word(n->as));
    count[0] = '\0';
    if (n->as != AM_TELL_WITHHELD)
        (void)snprintf(count, TEXT_MAX, "%" PRIu64, n->n);
}

static void put_tenths(bool told, unsigned tenths, char out[TEXT_MAX])
{
    out[0] = '\0';
    if (told)
        (void)snprintf(out, TEXT_MAX, "%u.%u", tenths / 10, tenths % 10);
}

/* Percent of the ends of a band; a number is both of its ends. */
static void put_end(enum am_unit unit, const struct am_quantile *q, bool upper, char out[TEXT_MAX])
{
    unsigned v = q->value;
    if (unit == AM_UNIT_BAND)
        v = v == 0              ? 0
            : v >= AM_VALUE_ALL ? 100
            : upper             ? v * AM_BAND_STEP
                                : (v - 1) * AM_BAND_STEP;
    out[0] = '\0';
    if (q->told)
        (void)snprintf(out, TEXT_MAX, "%u", v);
}

static void expect_figure(const struct am_published *row, unsigned edition,
                          char out[FIGURES][TEXT_MAX])
{
    const struct am_variable_shape *shape = am_variable_shape(row->kind);
    bool share = shape->prevalence && row->count.as == AM_TELL_ROUNDED;
    const struct am_quantile *const q[] = {&row->q1, &row->median, &row->q3};
    char figure[AM_AUDIT_FIGURE];
    am_audit_figure(row->kind, row->of, row->also, figure);
    (void)snprintf(out[0], TEXT_MAX, "%.63s/%s", row->cell->id, figure);
    (void)snprintf(out[1], TEXT_MAX, "%u", edition);
    (void)snprintf(out[2], TEXT_MAX, "%s", row->cell->id);
    (void)snprintf(out[3], TEXT_MAX, "%s", shape->id);
    (void)snprintf(out[4], TEXT_MAX, "%s", row->of);
    (void)snprintf(out[5], TEXT_MAX, "%s", row->also);
    put_number(&row->base, row->exact, out[7], out[8]);
    put_number(&row->count, row->exact && !shape->prevalence, out[9], out[10]);
    put_tenths(share, row->share, out[11]);
    put_tenths(share, row->share_low, out[12]);
    put_tenths(share, row->share_high, out[13]);
    for (size_t i = 0; i < 3; i++) {
        put_end(shape->unit, q[i], false, out[14 + 2 * i]);
        put_end(shape->unit, q[i], true, out[15 + 2 * i]);
    }
    put_end(shape->unit, &row->median_low, false, out[20]);
    put_end(shape->unit, &row->median_high, true, out[21]);
}

static const char *const figure_columns[FIGURES] = {
    "figure",    "edition",    "cell",     "variable",        "of",
    "also",      NULL, /* a name, for people */
    "base_as",   "base",       "count_as", "count",           "share",
    "share_low", "share_high", "q1_from",  "q1_to",           "median_from",
    "median_to", "q3_from",    "q3_to",    "median_low_from", "median_high_to"};

static void check_figure(void *ctx, unsigned long line, const char *const *fields)
{
    struct checking *k = ctx;
    char expected[FIGURES][TEXT_MAX];
    const struct am_cell *cell = am_published_cell(k->p, fields[2]);
    enum am_variable_kind kind = am_variable_kind_of(fields[3]);
    const struct am_published *row = cell && kind < AM_VAR_COUNT
                                         ? am_published_find(k->p, cell, kind, fields[4], fields[5])
                                         : NULL;
    size_t at = row ? (size_t)(row - k->p->rows.at) : 0;
    if (!row || k->seen[at]) {
        am_audit_break(k->a, AM_AUDIT_FILES, k->p->edition, fields[2], fields[3],
                       "figures.csv, line %lu: a figure that publication.json %s", line,
                       row ? "has once" : "does not have");
        return;
    }
    k->seen[at] = true;
    k->found++;
    expect_figure(row, k->p->edition, expected);
    for (size_t i = 0; i < FIGURES; i++)
        if (figure_columns[i] && strcmp(fields[i], expected[i]) != 0)
            am_audit_break_row(k->a, AM_AUDIT_FILES, k->p->edition, row,
                               "figures.csv, line %lu: %s is '%s', and '%s' in publication.json",
                               line, figure_columns[i], fields[i], expected[i]);
}

/* ---- cells.csv ---- */

static const char *const cell_columns[CELLS] = {"cell",  "round", NULL,           "by",
                                                "value", NULL,    "organizations"};

static void check_cell(void *ctx, unsigned long line, const char *const *fields)
{
    struct checking *k = ctx;
    const struct am_cell *c = am_published_cell(k->p, fields[0]);
    char expected[CELLS][TEXT_MAX] = {{0}};
    size_t at = c ? (size_t)(c - k->p->cells.at) : 0;
    if (!c || k->seen[at]) {
        am_audit_break(k->a, AM_AUDIT_FILES, k->p->edition, fields[0], NULL,
                       "cells.csv, line %lu: a cell that publication.json %s", line,
                       c ? "has once" : "does not have");
        return;
    }
    k->seen[at] = true;
    k->found++;
    (void)snprintf(expected[0], TEXT_MAX, "%s", c->id);
    (void)snprintf(expected[1], TEXT_MAX, "%u", c->round);
    (void)snprintf(expected[3], TEXT_MAX, "%s", am_cell_word(c->kind));
    if (c->kind == AM_CELL_SAME)
        (void)snprintf(expected[4], TEXT_MAX, "%u", c->other);
    else
        (void)snprintf(expected[4], TEXT_MAX, "%.63s", c->value ? c->value : "");
    (void)snprintf(expected[6], TEXT_MAX, "%" PRIu64, c->n);
    for (size_t i = 0; i < CELLS; i++)
        if (cell_columns[i] && strcmp(fields[i], expected[i]) != 0)
            am_audit_break(k->a, AM_AUDIT_FILES, k->p->edition, c->id, NULL,
                           "cells.csv, line %lu: %s is '%s', and '%s' in publication.json", line,
                           cell_columns[i], fields[i], expected[i]);
}

/* ---- variables.csv ---- */

static const char *const variable_columns[VARIABLES] = {"variable", "unit", "counted", NULL};

static void check_variable(void *ctx, unsigned long line, const char *const *fields)
{
    struct checking *k = ctx;
    enum am_variable_kind kind = am_variable_kind_of(fields[0]);
    const struct am_variable_shape *shape = kind < AM_VAR_COUNT ? am_variable_shape(kind) : NULL;
    if (!shape || k->seen[kind]) {
        am_audit_break(k->a, AM_AUDIT_FILES, k->p->edition, NULL, fields[0],
                       "variables.csv, line %lu: it is none, or there twice", line);
        return;
    }
    k->seen[kind] = true;
    k->found++;
    if (strcmp(fields[1], am_unit_word(shape->unit)) != 0 ||
        strcmp(fields[2], shape->prevalence ? "true" : "false") != 0)
        am_audit_break(k->a, AM_AUDIT_FILES, k->p->edition, NULL, fields[0],
                       "variables.csv, line %lu: its unit, or whether it is counted, is another "
                       "one",
                       line);
}

/* ---- a table ---- */

static void check_table(struct checking *k, struct am_bytes text, const char *const *columns,
                        size_t column_count, size_t wanted, am_csv_row_fn fn)
{
    struct am_csv_problem problem = {0};
    k->found = 0;
    if (!am_csv_rows(text, columns, column_count, fn, k, &problem))
        am_audit_break(k->a, AM_AUDIT_FILES, k->p->edition, NULL, NULL, "%s, line %lu: %s", k->file,
                       problem.line, problem.what);
    else if (k->found < wanted)
        am_audit_break(k->a, AM_AUDIT_FILES, k->p->edition, NULL, NULL,
                       "%s has %zu lines less than publication.json", k->file, wanted - k->found);
}

/* As the package says: its size and its SHA-256. */
static void check_package(struct checking *k, const json_t *package, struct am_bytes text)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    char hash[2 * crypto_hash_sha256_BYTES + 8] = "sha256:";
    const json_t *list = json_object_get(package, "resources");
    (void)crypto_hash_sha256(digest, text.at, text.len);
    (void)sodium_bin2hex(hash + strlen(hash), 2 * sizeof digest + 1, digest, sizeof digest);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *o = json_array_get(list, i);
        const char *path = json_string_value(json_object_get(o, "path"));
        const char *its = json_string_value(json_object_get(o, "hash"));
        if (!path || strcmp(path, k->file) != 0)
            continue;
        if (!its || strcmp(its, hash) != 0 ||
            json_integer_value(json_object_get(o, "bytes")) != (json_int_t)text.len)
            am_audit_break(k->a, AM_AUDIT_FILES, k->p->edition, NULL, NULL,
                           "%s is not the file that datapackage.json describes", k->file);
        return;
    }
    am_audit_break(k->a, AM_AUDIT_FILES, k->p->edition, NULL, NULL,
                   "datapackage.json does not describe %s", k->file);
}

static json_t *load_package(struct am_audit *a, const struct am_audit_edition *e)
{
    struct am_bytes text;
    struct am_problem problem = {0};
    json_t *root = NULL;
    if (load(a, e, "datapackage.json", AM_JSON_FILE_MAX, &text) != AM_OK)
        return NULL;
    if (am_json_parse(text, "datapackage.json", &root, &problem) != AM_OK) {
        root = NULL;
        am_audit_break(a, AM_AUDIT_FILES, e->publication->edition, NULL, NULL,
                       "datapackage.json, line %lu: %s", problem.line, problem.text);
    }
    am_free(text.at);
    return root;
}

static enum am_status check_edition(struct am_audit *a, const struct am_audit_edition *e)
{
    const struct am_publication *p = e->publication;
    const struct {
        const char *name, *const *columns;
        size_t column_count, wanted;
        am_csv_row_fn fn;
    } tables[] = {{"figures.csv", figure_columns, FIGURES, p->rows.count, check_figure},
                  {"cells.csv", cell_columns, CELLS, p->cells.count, check_cell},
                  {"variables.csv", variable_columns, VARIABLES, AM_VAR_COUNT, check_variable}};
    struct checking k = {.a = a, .e = e, .p = p};
    json_t *package = load_package(a, e);
    enum am_status status = AM_OK;
    for (size_t i = 0; i < sizeof tables / sizeof *tables && status == AM_OK; i++) {
        struct am_bytes text;
        k.file = tables[i].name;
        status = load(a, e, k.file, CSV_BYTES, &text);
        if (status != AM_OK) {
            status = status == AM_E_NO_MEMORY ? status : AM_OK; /* told */
            continue;
        }
        k.seen = calloc(tables[i].wanted + 1, sizeof *k.seen);
        if (k.seen)
            check_table(&k, text, tables[i].columns, tables[i].column_count, tables[i].wanted,
                        tables[i].fn);
        else
            status = AM_E_NO_MEMORY;
        if (package)
            check_package(&k, package, text);
        free(k.seen);
        am_free(text.at);
    }
    json_decref(package);
    return status;
}

/* ---- a site ---- */

/* The door names each edition, and each that is named is there. */
static void check_site(struct am_audit *a, const char *site)
{
    const struct am_audit_edition whole = {.folder = site,
                                           .publication = a->editions.at[0].publication};
    unsigned last = 0;
    struct am_bytes page;
    char link[64];
    bool door = load(a, &whole, "index.html", PAGE_BYTES, &page) == AM_OK;
    size_t len = strlen(site);
    for (size_t i = 0; i < a->editions.count; i++) {
        const struct am_audit_edition *e = &a->editions.at[i];
        unsigned number = e->publication->edition;
        if (!e->folder || strncmp(e->folder, site, len) != 0 || e->folder[len] != '/')
            continue;
        (void)snprintf(link, sizeof link, "edition-%u", number);
        if (strcmp(e->folder + len + 1, link) != 0)
            am_audit_break(a, AM_AUDIT_FILES, number, NULL, NULL, "it lies in the folder %s",
                           e->folder + len + 1);
        (void)snprintf(link, sizeof link, "./edition-%u/", number);
        if (door && !strstr((const char *)page.at, link))
            am_audit_break(a, AM_AUDIT_FILES, number, NULL, NULL, "index.html does not lead to it");
        if (number != last + 1)
            am_audit_break(a, AM_AUDIT_FILES, number, NULL, NULL,
                           "the edition before it is not in the folder");
        last = number;
    }
    if (door)
        am_free(page.at);
}

enum am_status am_audit_files(struct am_audit *a)
{
    enum am_status status = AM_OK;
    bool any = false;
    for (size_t e = 0; e < a->editions.count && status == AM_OK; e++) {
        if (!a->editions.at[e].folder)
            continue;
        any = true;
        status = check_edition(a, &a->editions.at[e]);
    }
    for (size_t i = 0; i < a->sites.count; i++)
        check_site(a, a->sites.at[i]);
    am_audit_unseen(a, any ? "pages and pictures: whoever reads them holds them against the data"
                           : "other files than publication.json: no folder was given");
    if (!a->store)
        am_audit_unseen(a,
                        "whether the numbers are true, whether one organization dominates a "
                        "cell, and whether cells differ by few members: that needs --store");
    return status;
}
