/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NO_NAME     0u
#define UNLISTED    1u
#define FIRST_NAMED 2u /* plus the name's final id */

/* All of one hour with one key; the order of the members up to `app` is that of the rows. */
struct sum {
    uint32_t name; /* NO_NAME, UNLISTED, or FIRST_NAMED + id */
    uint32_t host, cname;
    uint8_t evidence, blindness, app;
    uint64_t contacts, flows, up, down;
};

struct am_fold {
    struct am_sql *q;              /* borrowed */
    const struct am_store *memory; /* borrowed; NULL: the file's tables */
    unsigned below;
    bool keep_names;
    struct am_kept_names names;
    struct am_hosts hosts;
    struct am_apps apps;
    struct am_tally tally;
    uint32_t *name_order, *host_order; /* index by rank */
    uint32_t *name_rank, *host_rank;   /* rank from 1, by index */
    uint32_t *name_final, *host_final; /* id in the closed scan by index; 0: not in it */
    uint32_t *final_names, *final_hosts;
    uint32_t final_names_len, final_hosts_len;
    uint64_t unlisted;

    int64_t hour;    /* being summed */
    uint32_t marker; /* the same of what markers saw; 0: hours are summed */
    struct sum *sums;
    uint32_t sums_len, sums_size;
    struct am_table sums_by_key;
    am_fold_row_fn fn;
    void *ctx;
};

void am_fold_free(struct am_fold *f)
{
    if (!f)
        return;
    if (!f->memory) {
        am_kept_names_done(&f->names);
        am_hosts_done(&f->hosts);
    }
    am_tally_done(&f->tally);
    am_table_done(&f->sums_by_key);
    free(f->name_order);
    free(f->host_order);
    free(f->name_rank);
    free(f->host_rank);
    free(f->name_final);
    free(f->host_final);
    free(f->final_names);
    free(f->final_hosts);
    free(f->sums);
    free(f);
}

static int by_text(const void *a, const void *b, void *names)
{
    const struct am_kept_name *at = names;
    return strcmp(at[*(const uint32_t *)a].text, at[*(const uint32_t *)b].text);
}

static int by_host(const void *a, const void *b, void *hosts)
{
    const struct am_kept_host *at = hosts;
    return am_host_compare(&at[*(const uint32_t *)a], &at[*(const uint32_t *)b]);
}

/* Allocates the four arrays of one kind and ranks its entries. */
static bool rank(void *entries, uint32_t len, int (*compare)(const void *, const void *, void *),
                 uint32_t **order, uint32_t **ranks)
{
    *order = calloc((size_t)len + 1, sizeof **order);
    *ranks = calloc((size_t)len + 1, sizeof **ranks);
    if (!*order || !*ranks)
        return false;
    for (uint32_t i = 0; i < len; i++)
        (*order)[i] = i;
    if (len > 0)
        qsort_r(*order, len, sizeof **order, compare, entries);
    for (uint32_t i = 0; i < len; i++)
        (*ranks)[(*order)[i]] = i + 1;
    return true;
}

/* Names and hosts of the store itself, with its numbers for them and for the apps. */
static void borrow(struct am_fold *f)
{
    const struct am_intern *n = &f->memory->intern;
    f->names = (struct am_kept_names){.at = n->names, .len = n->names_len};
    f->hosts = (struct am_hosts){.at = n->hosts, .len = n->hosts_len};
    for (uint16_t i = 0; i < f->memory->apps_len; i++)
        (void)snprintf(f->apps.at[i], sizeof f->apps.at[i], "%s", f->memory->apps[i]);
    f->apps.len = (uint8_t)f->memory->apps_len;
}

static enum am_status load(struct am_fold *f, struct am_problem *problem)
{
    if (f->memory) {
        borrow(f);
    } else {
        am_load_names(f->q, true, &f->names);
        am_load_hosts(f->q, true, &f->hosts);
    }
    if (!rank(f->names.at, f->names.len, by_text, &f->name_order, &f->name_rank) ||
        !rank(f->hosts.at, f->hosts.len, by_host, &f->host_order, &f->host_rank))
        am_sql_no_memory(f->q);
    f->name_final = calloc((size_t)f->names.len + 1, sizeof *f->name_final);
    f->host_final = calloc((size_t)f->hosts.len + 1, sizeof *f->host_final);
    f->final_names = calloc((size_t)f->names.len + 1, sizeof *f->final_names);
    f->final_hosts = calloc((size_t)f->hosts.len + 1, sizeof *f->final_hosts);
    if (!f->name_final || !f->host_final || !f->final_names || !f->final_hosts)
        am_sql_no_memory(f->q);
    for (uint32_t i = 1; i < f->names.len && f->q->rc == SQLITE_OK; i++)
        if (by_text(&f->name_order[i - 1], &f->name_order[i], f->names.at) == 0)
            am_sql_reject(f->q);
    return am_sql_status(f->q, "read the scan", problem);
}

static bool is_folded(const struct am_fold *f, uint32_t name)
{
    return name != 0 && !f->keep_names && !f->names.at[name - 1].known &&
           f->tally.tags[am_tag_of_name(&f->tally, name)].devices < f->below;
}

/* A CNAME that no rule knows may tell as much as the name it belongs to. */
static bool shows_cname(const struct am_fold *f, uint32_t name, uint32_t cname)
{
    if (cname == 0)
        return false;
    if (f->keep_names || f->names.at[cname - 1].known)
        return true;
    return !is_folded(f, name) &&
           f->tally.tags[am_tag_of_cname(&f->tally, cname)].devices >= f->below;
}

/* Numbers what stays by rank, so that ids tell nothing of when it was first seen. */
static uint32_t number(const uint32_t *order, uint32_t len, uint32_t *final, uint32_t *back)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < len; i++) {
        if (final[order[i]] == 0)
            continue;
        back[next++] = order[i];
        final[order[i]] = next;
    }
    return next;
}

static void decide(struct am_fold *f)
{
    for (uint32_t i = 0; i < f->tally.combinations_len; i++) {
        const struct am_combination *c = &f->tally.combinations[i];
        f->host_final[c->host - 1] = 1;
        if (c->name != 0 && !is_folded(f, c->name))
            f->name_final[c->name - 1] = 1;
        if (shows_cname(f, c->name, c->cname))
            f->name_final[c->cname - 1] = 1;
    }
    for (uint32_t i = 1; i <= f->names.len; i++)
        f->unlisted += f->tally.tags[am_tag_of_name(&f->tally, i)].devices > 0 && is_folded(f, i);
    f->final_names_len = number(f->name_order, f->names.len, f->name_final, f->final_names);
    f->final_hosts_len = number(f->host_order, f->hosts.len, f->host_final, f->final_hosts);
}

static struct am_scratch_walk walk_of(struct am_fold *f)
{
    return (struct am_scratch_walk){
        .memory = f->memory,
        .names = &f->names,
        .hosts = &f->hosts,
        .apps = &f->apps,
        .name_rank = f->name_rank,
        .host_rank = f->host_rank,
        .ctx = f,
    };
}

enum am_status am_fold_new(struct am_sql *q, const struct am_store *memory,
                           const struct am_knowledge *knowledge, const struct am_scan_info *info,
                           struct am_fold **out, struct am_problem *problem)
{
    struct am_fold *f = calloc(1, sizeof *f);
    if (!f)
        return am_problem_set(problem, AM_E_NO_MEMORY, q->path, 0, "out of memory");
    f->q = q;
    f->memory = memory;
    f->below = info->fold_below;
    f->keep_names = info->keep_names;
    f->tally.knowledge = knowledge;
    enum am_status status = load(f, problem);
    if (status == AM_OK) {
        struct am_scratch_walk walk = walk_of(f);
        status = am_tally_run(&f->tally, q, &walk, problem);
    }
    if (status != AM_OK) {
        am_fold_free(f);
        return status;
    }
    decide(f);
    *out = f;
    return AM_OK;
}

uint32_t am_fold_names(const struct am_fold *f)
{
    return f->final_names_len;
}

uint32_t am_fold_hosts(const struct am_fold *f)
{
    return f->final_hosts_len;
}

const struct am_kept_name *am_fold_name(const struct am_fold *f, uint32_t id)
{
    return &f->names.at[f->final_names[id - 1]];
}

const struct am_kept_host *am_fold_host(const struct am_fold *f, uint32_t id)
{
    return &f->hosts.at[f->final_hosts[id - 1]];
}

uint64_t am_fold_devices(const struct am_fold *f)
{
    return f->tally.tags[AM_TAG_ALL].devices;
}

uint64_t am_fold_unlisted(const struct am_fold *f)
{
    return f->unlisted;
}

const struct am_tally *am_fold_tally(const struct am_fold *f)
{
    return &f->tally;
}

static int by_sum(const void *a, const void *b, void *apps)
{
    const struct sum *x = a;
    const struct sum *y = b;
    const struct am_apps *app = apps;
    if (x->name != y->name)
        return x->name < y->name ? -1 : 1;
    if (x->host != y->host)
        return x->host < y->host ? -1 : 1;
    if (x->cname != y->cname)
        return x->cname < y->cname ? -1 : 1;
    if (x->evidence != y->evidence)
        return x->evidence - y->evidence;
    if (x->blindness != y->blindness)
        return x->blindness - y->blindness;
    return strcmp(app->at[x->app], app->at[y->app]);
}

static enum am_status emit(struct am_fold *f, const struct sum *sum)
{
    uint32_t name = sum->name >= FIRST_NAMED ? sum->name - FIRST_NAMED : 0;
    const struct am_kept_host *host = am_fold_host(f, sum->host);
    struct am_fold_row row = {
        .row =
            {
                .hour = f->hour,
                .name = name ? am_fold_name(f, name)->text : NULL,
                .known = name && am_fold_name(f, name)->known,
                .unlisted = sum->name == UNLISTED,
                .evidence = (enum am_evidence)sum->evidence,
                .blindness = (enum am_blindness)sum->blindness,
                .app = f->apps.at[sum->app],
                .block = host->block,
                .place = host->place,
                .cname = sum->cname ? am_fold_name(f, sum->cname)->text : NULL,
                .contacts = sum->contacts,
                .flows = sum->flows,
                .up = sum->up,
                .down = sum->down,
            },
        .name_id = name,
        .host_id = sum->host,
        .cname_id = sum->cname,
        .marker = f->marker,
    };
    return f->fn(f->ctx, &row);
}

static enum am_status end_hour(struct am_fold *f)
{
    enum am_status status = AM_OK;
    if (f->sums_len > 0)
        qsort_r(f->sums, f->sums_len, sizeof *f->sums, by_sum, &f->apps);
    for (uint32_t i = 0; i < f->sums_len && status == AM_OK; i++)
        status = emit(f, &f->sums[i]);
    f->sums_len = 0;
    am_table_clear(&f->sums_by_key);
    return status;
}

static struct sum *sum_of(struct am_fold *f, const struct am_scratch_row *row)
{
    struct sum key = {
        .name = row->name == 0 ? NO_NAME
                : is_folded(f, row->name) || f->name_final[row->name - 1] == 0
                    ? UNLISTED
                    : FIRST_NAMED + f->name_final[row->name - 1],
        .host = f->host_final[row->host - 1],
        .cname = shows_cname(f, row->name, row->cname) ? f->name_final[row->cname - 1] : 0,
        .evidence = row->evidence,
        .blindness = row->blindness,
        .app = row->app,
    };
    uint32_t words[4] = {key.name, key.host, key.cname,
                         (uint32_t)key.evidence << 16 | (uint32_t)key.blindness << 8 | key.app};
    uint32_t hash = am_table_hash_words(words, 2);
    uint32_t at = hash;
    for (uint32_t i; (i = am_table_next(&f->sums_by_key, hash, &at)) != AM_TABLE_NONE;)
        if (by_sum(&f->sums[i], &key, &f->apps) == 0)
            return &f->sums[i];
    struct sum *sums = am_array_room(f->sums, f->sums_len, &f->sums_size, sizeof *sums);
    if (!sums)
        return NULL;
    f->sums = sums;
    if (!am_table_add(&f->sums_by_key, hash, f->sums_len))
        return NULL;
    f->sums[f->sums_len] = key;
    return &f->sums[f->sums_len++];
}

static enum am_status add_row(struct am_fold *f, const struct am_scratch_row *row)
{
    struct sum *sum = sum_of(f, row);
    if (!sum)
        return AM_E_NO_MEMORY;
    am_sql_add_count(&sum->flows, row->flows);
    am_sql_add_count(&sum->up, row->up);
    am_sql_add_count(&sum->down, row->down);
    return AM_OK;
}

static enum am_status sum_row(void *ctx, const struct am_scratch_row *row)
{
    struct am_fold *f = ctx;
    int64_t hour = row->slot - row->slot % AM_HOUR_SECONDS;
    if (hour != f->hour) {
        enum am_status status = end_hour(f);
        if (status != AM_OK)
            return status;
        f->hour = hour;
    }
    return add_row(f, row);
}

static enum am_status sum_contact(void *ctx, const struct am_scratch_row *best)
{
    struct sum *sum = sum_of(ctx, best);
    if (!sum)
        return AM_E_NO_MEMORY;
    am_sql_add_count(&sum->contacts, 1);
    return AM_OK;
}

enum am_status am_fold_each_row(struct am_fold *f, am_fold_row_fn fn, void *ctx,
                                struct am_problem *problem)
{
    struct am_scratch_walk walk = walk_of(f);
    walk.row = sum_row;
    walk.contact = sum_contact;
    f->fn = fn;
    f->ctx = ctx;
    f->hour = 0;
    enum am_status status = am_scratch_each(f->q, &walk, problem);
    if (status == AM_OK)
        status = end_hour(f);
    f->sums_len = 0; /* a callback may have ended the walk */
    am_table_clear(&f->sums_by_key);
    return status;
}

/* The rows of one marker have become sums; the next one's are of its own hour. */
static enum am_status turn_marker(struct am_fold *f, uint32_t marker,
                                  const struct am_kept_markers *markers)
{
    enum am_status status = end_hour(f);
    f->marker = marker;
    f->hour = marker == 0 ? 0 : markers->at[marker - 1].time;
    f->hour -= f->hour % AM_HOUR_SECONDS;
    return status;
}

enum am_status am_fold_each_marked(struct am_fold *f, const struct am_kept_markers *markers,
                                   am_fold_row_fn fn, void *ctx, struct am_problem *problem)
{
    struct am_sql *q = f->q;
    struct am_scratch_row row;
    enum am_status status = AM_OK;
    AM_CLEANUP(am_sql_finish)
    sqlite3_stmt *stmt = am_sql_prepare(
        q,
        "SELECT marker_id, name_id, host_id, cname_id, evidence, blindness, app, flows, up, down"
        " FROM scratch_marked ORDER BY marker_id");
    f->fn = fn;
    f->ctx = ctx;
    while (status == AM_OK &&
           am_load_marked(q, stmt, &f->names, &f->hosts, markers->len, &f->apps, &row)) {
        if (row.slot != f->marker)
            status = turn_marker(f, (uint32_t)row.slot, markers);
        /* A host that no contact reached found no room among the contacts. */
        if (status == AM_OK && f->host_final[row.host - 1] != 0)
            status = add_row(f, &row);
    }
    if (status == AM_OK)
        status = turn_marker(f, 0, markers);
    f->marker = 0;
    f->sums_len = 0; /* a callback may have ended the walk */
    am_table_clear(&f->sums_by_key);
    enum am_status read = am_sql_status(q, "read the scan", problem);
    return status != AM_OK ? status : read;
}

static int by_label(const void *a, const void *b, void *labels)
{
    char(*at)[AM_LABEL_SIZE] = labels;
    return strcmp(at[*(const uint32_t *)a], at[*(const uint32_t *)b]);
}

/* Knowledge's labels by their text: they arrived in the order of who was contacted first. */
static enum am_status each_known_label(struct am_fold *f, am_fold_label_fn fn, void *ctx)
{
    uint32_t len = f->tally.labels_len;
    uint32_t *order = NULL;
    uint32_t *ranks = NULL;
    enum am_status status = AM_OK;
    if (!rank(f->tally.labels, len, by_label, &order, &ranks))
        status = AM_E_NO_MEMORY;
    for (uint32_t i = 0; i < len && status == AM_OK; i++)
        status = fn(ctx, f->tally.labels[order[i]], am_tag_of_label(&f->tally, order[i]));
    free(order);
    free(ranks);
    return status;
}

enum am_status am_fold_each_label(struct am_fold *f, am_fold_label_fn fn, void *ctx)
{
    enum am_status status = fn(ctx, AM_ALL_LABEL, AM_TAG_ALL);
    if (status == AM_OK)
        status = each_known_label(f, fn, ctx);
    for (uint32_t i = 0; i < f->final_names_len && status == AM_OK; i++) {
        char label[sizeof AM_NAME_LABEL + AM_NAME_SIZE];
        uint32_t id = f->final_names[i] + 1;
        if (is_folded(f, id) || f->tally.tags[am_tag_of_name(&f->tally, id)].devices == 0)
            continue; /* there as a CNAME only */
        (void)snprintf(label, sizeof label, AM_NAME_LABEL "%s", f->names.at[id - 1].text);
        status = fn(ctx, label, am_tag_of_name(&f->tally, id));
    }
    return status;
}

static uint32_t find_name(const struct am_fold *f, const char *text)
{
    uint32_t low = 0;
    uint32_t high = f->names.len;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(f->names.at[f->name_order[middle]].text, text);
        if (order == 0)
            return f->name_order[middle] + 1;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

uint32_t am_fold_find_label(const struct am_fold *f, const char *label)
{
    if (strcmp(label, AM_ALL_LABEL) == 0)
        return AM_TAG_ALL;
    if (strncmp(label, AM_NAME_LABEL, sizeof AM_NAME_LABEL - 1) != 0)
        return am_tally_find_label(&f->tally, label);
    uint32_t name = find_name(f, label + sizeof AM_NAME_LABEL - 1);
    return name != 0 && !is_folded(f, name) ? am_tag_of_name(&f->tally, name) : AM_TABLE_NONE;
}
