/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Small publications that are true and keep all rules, as files, for tests that break them one rule
 * at a time. Shares and intervals are those of the program that publishes. */
#ifndef AM_TEST_PUBLICATIONS_H
#define AM_TEST_PUBLICATIONS_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/text.h"
#include "campaign/figures/bootstrap.h"
#include "campaign/figures/columns.h"

#define CELLS_MAX 16
#define ROWS_MAX  64

struct told_cell {
    const char *id, *by, *value; /* `value` NULL: of all */
    unsigned round, other, n;
};
/* `base_as` NULL: the cell itself, exactly. */
struct told_row {
    const char *cell, *variable, *of, *also, *base_as;
    unsigned base;
    const char *count_as;
    unsigned count;
    const char *q1, *median, *q3, *low, *high;
    int share_off, interval_off; /* tenths of a percent by which they are wrong */
};
struct told {
    unsigned edition, at_least, round_to, dominance, shares;
    const char *campaign, *day;
    struct told_cell cells[CELLS_MAX];
    size_t cell_count;
    struct told_row rows[ROWS_MAX];
    size_t row_count;
};

#define BANDS "70-75", "80-85", "90-95", "75-80", "85-90"

static const struct told first_edition = {
    .edition = 1,
    .at_least = 5,
    .round_to = 5,
    .dominance = 50,
    .shares = 60,
    .campaign = "test",
    .day = "2026-11-28",
    .cells = {{"1/all", "all", NULL, 1, 0, 60},
              {"1/sector/union", "sector", "union", 1, 0, 25},
              {"1/sector/media", "sector", "media", 1, 0, 20},
              {"1/sector/other", "sector", "other", 1, 0, 15},
              {"1/country/UY", "country", "UY", 1, 0, 40},
              {"1/country/other", "country", "other", 1, 0, 20},
              {"1/territory/UY-MO", "territory", "UY-MO", 1, 0, 15},
              {"1/territory/UY-CA", "territory", "UY-CA", 1, 0, 15},
              {"1/territory/other", "territory", "other", 1, 0, 30}},
    .cell_count = 9,
    .rows = {{"1/all", "either", "alpha", NULL, NULL, 60, "rounded", 30, BANDS, 0, 0},
             {"1/sector/union", "either", "alpha", NULL, NULL, 25, "rounded", 10},
             {"1/sector/media", "either", "alpha", NULL, NULL, 20, "rounded", 10},
             {"1/sector/other", "either", "alpha", NULL, NULL, 15, "rounded", 10},
             {"1/country/UY", "either", "alpha", NULL, NULL, 40, "rounded", 20},
             {"1/country/other", "either", "alpha", NULL, NULL, 20, "rounded", 10},
             {"1/territory/UY-MO", "either", "alpha", NULL, NULL, 15, "rounded", 5},
             {"1/territory/UY-CA", "either", "alpha", NULL, NULL, 15, "rounded", 5},
             {"1/territory/other", "either", "alpha", NULL, NULL, 30, "rounded", 15},
             {"1/all", "service", "alpha", NULL, NULL, 60, "rounded", 25},
             {"1/sector/union", "service", "alpha", NULL, NULL, 25, "rounded", 10},
             {"1/sector/media", "service", "alpha", NULL, NULL, 20, "rounded", 10},
             {"1/sector/other", "service", "alpha", NULL, NULL, 15, "fewer", 5},
             {"1/all", "host", "alpha", NULL, NULL, 60, "rounded", 15},
             {"1/sector/union", "host", "alpha", NULL, NULL, 25, "withheld", 0},
             {"1/sector/media", "host", "alpha", NULL, NULL, 20, "rounded", 5},
             {"1/sector/other", "host", "alpha", NULL, NULL, 15, "withheld", 0},
             {"1/all", "presence", "alpha", NULL, "rounded", 30, "rounded", 30, BANDS, 0, 0},
             {"1/all", "law-service", "US", NULL, NULL, 60, "rounded", 40},
             {"1/sector/union", "law-service", "US", NULL, NULL, 25, "most", 21},
             {"1/sector/media", "law-service", "US", NULL, NULL, 20, "rounded", 10},
             {"1/sector/other", "law-service", "US", NULL, NULL, 15, "rounded", 5},
             {"1/all", "area", "email", NULL, NULL, 60, "rounded", 40},
             {"1/all", "area-single", "email", NULL, "rounded", 40, "rounded", 20},
             {"1/all", "area-provider", "email", "alpha", "rounded", 40, "rounded", 10},
             {"1/all", "first", "alpha", NULL, NULL, 60, "rounded", 10},
             {"1/all", "lost", "1", NULL, "rounded", 50, "rounded", 50, BANDS, 0, 0},
             {"1/all", "home", NULL, NULL, "most", 56, "most", 56, BANDS, 0, 0},
             {"1/all", "singles", NULL, NULL, NULL, 60, "exact", 60, "1", "2", "3", "2", "2"},
             {"1/all", "named", NULL, NULL, NULL, 60, "exact", 60, BANDS, 0, 0}},
    .row_count = 30,
};

/* Twelve more: six of the unions, six of others; all of the country, in two territories. */
static const struct told second_edition = {
    .edition = 2,
    .at_least = 5,
    .round_to = 5,
    .dominance = 50,
    .shares = 72,
    .campaign = "test",
    .day = "2026-12-28",
    .cells = {{"1/all", "all", NULL, 1, 0, 72},
              {"1/sector/union", "sector", "union", 1, 0, 31},
              {"1/sector/media", "sector", "media", 1, 0, 20},
              {"1/sector/other", "sector", "other", 1, 0, 21},
              {"1/country/UY", "country", "UY", 1, 0, 52},
              {"1/country/other", "country", "other", 1, 0, 20},
              {"1/territory/UY-MO", "territory", "UY-MO", 1, 0, 21},
              {"1/territory/UY-CA", "territory", "UY-CA", 1, 0, 21},
              {"1/territory/other", "territory", "other", 1, 0, 30}},
    .cell_count = 9,
    .rows = {{"1/all", "either", "alpha", NULL, NULL, 72, "rounded", 35, BANDS, 0, 0},
             {"1/sector/union", "either", "alpha", NULL, NULL, 31, "rounded", 15},
             {"1/sector/media", "either", "alpha", NULL, NULL, 20, "rounded", 10},
             {"1/all", "service", "alpha", NULL, NULL, 72, "rounded", 30},
             {"1/sector/union", "service", "alpha", NULL, NULL, 31, "rounded", 15},
             {"1/sector/media", "service", "alpha", NULL, NULL, 20, "rounded", 10},
             {"1/sector/other", "service", "alpha", NULL, NULL, 21, "rounded", 5},
             {"1/all", "host", "alpha", NULL, NULL, 72, "rounded", 20},
             {"1/all", "law-service", "US", NULL, NULL, 72, "rounded", 45},
             {"1/all", "area", "email", NULL, NULL, 72, "rounded", 50},
             {"1/all", "area-single", "email", NULL, "rounded", 50, "rounded", 25},
             {"1/all", "area-provider", "email", "alpha", "rounded", 50, "rounded", 15},
             {"1/all", "first", "alpha", NULL, NULL, 72, "rounded", 15},
             {"1/all", "lost", "1", NULL, "rounded", 60, "rounded", 60}},
    .row_count = 14,
};

static inline struct told_cell *cell_of(struct told *t, const char *id)
{
    for (size_t i = 0; i < t->cell_count; i++)
        if (strcmp(t->cells[i].id, id) == 0)
            return &t->cells[i];
    fail_msg("there is no cell %s", id);
    return NULL;
}

static inline struct told_row *row_of(struct told *t, const char *cell, const char *variable)
{
    for (size_t i = 0; i < t->row_count; i++)
        if (strcmp(t->rows[i].cell, cell) == 0 && strcmp(t->rows[i].variable, variable) == 0)
            return &t->rows[i];
    fail_msg("there is no %s of %s", variable, cell);
    return NULL;
}

static inline void put_text(struct am_text *out, const char *text)
{
    if (text)
        am_text_addf(out, ", \"%s\"", text);
    else
        am_text_add(out, ", null");
}

static inline void put_number(struct am_text *out, const char *as, unsigned n)
{
    if (as && strcmp(as, "withheld") == 0)
        am_text_addf(out, ", \"%s\", null", as);
    else
        am_text_addf(out, ", \"%s\", %u", as ? as : "exact", n);
}

static inline void put_tenths(struct am_text *out, uint64_t of, uint64_t base, int off)
{
    unsigned tenths = (unsigned)((int)((of * 1000 + base / 2) / base) + off);
    am_text_addf(out, ", %u.%u", tenths / 10, tenths % 10);
}

static inline bool has_share(const struct told_row *r)
{
    static const char *const none[] = {"presence", "lost", "home", "singles", "named"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (strcmp(r->variable, none[i]) == 0)
            return false;
    return strcmp(r->count_as, "rounded") == 0;
}

static inline void put_row(struct am_text *out, const struct told_row *r)
{
    am_text_addf(out, "[\"%s\", \"%s\"", r->cell, r->variable);
    put_text(out, r->of);
    put_text(out, r->also);
    put_number(out, r->base_as, r->base);
    put_number(out, r->count_as, r->count);
    if (has_share(r)) {
        struct am_interval draws = am_bootstrap_share(r->count, r->base);
        put_tenths(out, r->count, r->base, r->share_off);
        put_tenths(out, draws.low, r->base, r->interval_off);
        put_tenths(out, draws.high, r->base, 0);
    } else {
        am_text_add(out, ", null, null, null");
    }
    put_text(out, r->q1);
    put_text(out, r->median);
    put_text(out, r->q3);
    put_text(out, r->low);
    put_text(out, r->high);
    am_text_add(out, "]");
}

static inline void put_head(struct am_text *out, const struct told *t)
{
    am_text_addf(out,
                 "{\"schema\": \"amarra-publication/1\", \"campaign\": \"%s\", \"edition\": %u, "
                 "\"day\": \"%s\", \"method\": 1, \"settings\": {\"at_least\": %u, \"round_to\": "
                 "%u, \"dominance\": %u}, \"dataset\": {\"names\": \"1\", \"oldest\": \"1\", "
                 "\"newest\": \"1\"}, \"months\": {\"from\": \"2026-10\", \"to\": \"2026-11\"}, "
                 "\"shares\": %u, \"held\": 0, \"names\": {\"corporations\": {}, \"countries\": "
                 "{}, \"areas\": {}}, \"columns\": [",
                 t->campaign, t->edition, t->day, t->at_least, t->round_to, t->dominance,
                 t->shares);
    for (unsigned c = 0; c < AM_COLUMNS; c++)
        am_text_addf(out, "%s\"%s\"", c > 0 ? ", " : "", am_column_name(c));
    am_text_add(out, "], \"cells\": [");
}

/* A file in `folder`; its name. */
static inline const char *publish(const struct told *t, const char *folder, const char *name)
{
    static char path[4][512];
    static unsigned next;
    char *at = path[next++ % 4];
    struct am_text out;
    am_text_init(&out, (size_t)1 << 20);
    put_head(&out, t);
    for (size_t i = 0; i < t->cell_count; i++) {
        const struct told_cell *c = &t->cells[i];
        am_text_addf(&out, "%s{\"id\": \"%s\", \"round\": %u, \"by\": \"%s\"", i > 0 ? ", " : "",
                     c->id, c->round, c->by);
        if (c->other)
            am_text_addf(&out, ", \"other\": %u", c->other);
        if (c->value)
            am_text_addf(&out, ", \"value\": \"%s\"", c->value);
        am_text_addf(&out, ", \"n\": %u}", c->n);
    }
    am_text_add(&out, "], \"figures\": [");
    for (size_t i = 0; i < t->row_count; i++) {
        am_text_add(&out, i > 0 ? ",\n" : "\n");
        put_row(&out, &t->rows[i]);
    }
    am_text_add(&out, "]}\n");
    assert_int_equal(am_text_status(&out), AM_OK);
    (void)snprintf(at, sizeof path[0], "%s/%s", folder, name);
    FILE *f = fopen(at, "w");
    assert_non_null(f);
    assert_true(fputs(out.at, f) >= 0);
    assert_int_equal(fclose(f), 0);
    am_text_done(&out);
    return at;
}

#endif
