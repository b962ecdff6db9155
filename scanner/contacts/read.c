/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Scans for those who report on them. A closed one is read from its tables; any other is folded in
 * memory as closing would, so that both tell the same. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contacts/fold.h"
#include "contacts/load.h"
#include "contacts/schema.h"
#include "contacts/store_private.h"

#define DOING "read the scan"

struct am_scan {
    struct am_sql sql;
    struct am_scan_info info;
    struct am_fold *fold; /* NULL once folded in the file */
    struct am_kept_names names;
    struct am_hosts hosts;
    struct am_kept_markers markers;
};

void am_scan_free(struct am_scan *scan)
{
    if (!scan)
        return;
    am_fold_free(scan->fold);
    am_kept_names_done(&scan->names);
    am_hosts_done(&scan->hosts);
    am_kept_markers_done(&scan->markers);
    am_sql_close(&scan->sql);
    free(scan);
}

const struct am_scan_info *am_scan_info(const struct am_scan *scan)
{
    return &scan->info;
}

/* Ids in the order of texts and blocks: what makes rows that are in order of ids be in order. */
static void load_closed(struct am_scan *scan)
{
    struct am_sql *q = &scan->sql;
    am_load_names(q, false, &scan->names);
    am_load_hosts(q, false, &scan->hosts);
    for (uint32_t i = 1; i < scan->names.len; i++)
        if (strcmp(scan->names.at[i - 1].text, scan->names.at[i].text) >= 0)
            am_sql_reject(q);
    for (uint32_t i = 1; i < scan->hosts.len; i++)
        if (am_host_compare(&scan->hosts.at[i - 1], &scan->hosts.at[i]) >= 0)
            am_sql_reject(q);
}

static enum am_status load(struct am_scan *scan, const struct am_knowledge *knowledge,
                           const char *path, struct am_problem *problem)
{
    struct am_sql *q = &scan->sql;
    struct am_scan_record record = {0};
    enum am_status status = am_schema_check(q, false, problem);
    if (status != AM_OK)
        return status;
    am_sql_exec(q, "BEGIN"); /* whatever a writer does meanwhile, all reads are of one state */
    am_load_record(q, &record);
    scan->info = record.info;
    if (record.state == AM_ROW_CLOSED)
        scan->info.state = AM_SCAN_CLOSED;
    else
        scan->info.state = am_key_state(path) == AM_KEY_HELD ? AM_SCAN_OPEN : AM_SCAN_INTERRUPTED;
    am_load_markers(q, &scan->markers);
    if (record.state != AM_ROW_OPEN)
        load_closed(scan);
    if ((status = am_sql_status(q, DOING, problem)) != AM_OK || record.state != AM_ROW_OPEN)
        return status;
    status = am_fold_new(q, NULL, knowledge, &scan->info, &scan->fold, problem);
    if (status == AM_OK)
        scan->info.devices = am_fold_devices(scan->fold);
    return status;
}

enum am_status am_scan_open(const char *path, const struct am_knowledge *knowledge,
                            struct am_scan **out, struct am_problem *problem)
{
    struct am_scan *scan = calloc(1, sizeof *scan);
    if (!scan)
        return am_problem_set(problem, AM_E_NO_MEMORY, path, 0, "out of memory");
    enum am_status status = am_sql_open(&scan->sql, path, false, problem);
    if (status == AM_OK)
        status = load(scan, knowledge, path, problem);
    if (status != AM_OK) {
        am_scan_free(scan);
        return status;
    }
    *out = scan;
    return AM_OK;
}

/* Who hears a row, of an hour or of a marker. */
struct relay {
    enum am_status (*tell)(const struct relay *r, const struct am_fold_row *row);
    am_scan_row_fn row;
    am_scan_marked_fn marked;
    void *ctx;
};

static enum am_status tell_of_hour(const struct relay *r, const struct am_fold_row *row)
{
    return r->row(r->ctx, &row->row);
}

static enum am_status tell_of_marker(const struct relay *r, const struct am_fold_row *row)
{
    return r->marked(r->ctx, row->marker - 1, &row->row);
}

static enum am_status relay_row(void *ctx, const struct am_fold_row *row)
{
    const struct relay *r = ctx;
    return r->tell(r, row);
}

/* Keys of a row of `contact` or `marked`, to see that they rise. */
struct key {
    int64_t hour;  /* or marker */
    uint32_t name; /* 0: none, 1: unlisted, else 1 + id */
    uint32_t host, cname;
    int evidence, blindness;
    uint8_t app;
};

static int by_key(const struct key *a, const struct key *b, const struct am_apps *apps)
{
    if (a->hour != b->hour)
        return a->hour < b->hour ? -1 : 1;
    if (a->name != b->name)
        return a->name < b->name ? -1 : 1;
    if (a->host != b->host)
        return a->host < b->host ? -1 : 1;
    if (a->cname != b->cname)
        return a->cname < b->cname ? -1 : 1;
    if (a->evidence != b->evidence)
        return a->evidence - b->evidence;
    if (a->blindness != b->blindness)
        return a->blindness - b->blindness;
    return strcmp(apps->at[a->app], apps->at[b->app]);
}

static const char *evidence_word(int code)
{
    return am_evidence_name((enum am_evidence)code);
}

static const char *blindness_word(int code)
{
    return am_blindness_name((enum am_blindness)code);
}

static int load_word(struct am_sql *q, sqlite3_stmt *stmt, int column,
                     const char *(*word)(int code), int count)
{
    const char *text = am_sql_text(q, stmt, column, 32);
    for (int i = 0; text && i < count; i++)
        if (strcmp(word(i), text) == 0)
            return i;
    am_sql_reject(q);
    return 0;
}

static uint32_t load_name_id(struct am_sql *q, sqlite3_stmt *stmt, int column, uint32_t len)
{
    if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
        return 0;
    return (uint32_t)am_sql_int(q, stmt, column, 1, len);
}

/* Where rows are read from: by the hour, or by marker. */
struct table {
    const char *sql;
    int64_t unit; /* what the first column is a multiple of */
};
static const struct table by_hour = {
    "SELECT hour, name_id, unlisted, host_id, cname_id, evidence, blindness, app, contacts,"
    " flows, up, down FROM contact ORDER BY id",
    AM_HOUR_SECONDS};
static const struct table by_marker = {
    "SELECT marker_id, name_id, unlisted, host_id, cname_id, evidence, blindness, app, 0,"
    " flows, up, down FROM marked ORDER BY id",
    1};

static struct key load_key(struct am_scan *scan, const struct table *table, sqlite3_stmt *stmt,
                           struct am_apps *apps)
{
    struct am_sql *q = &scan->sql;
    uint32_t name = load_name_id(q, stmt, 1, scan->names.len);
    uint32_t unlisted = (uint32_t)am_sql_int(q, stmt, 2, 0, 1);
    struct key key = {
        .hour = am_sql_int(q, stmt, 0, 0, INT64_MAX),
        .name = name ? name + 1 : unlisted,
        .host = (uint32_t)am_sql_int(q, stmt, 3, 1, scan->hosts.len),
        .cname = load_name_id(q, stmt, 4, scan->names.len),
        .evidence = load_word(q, stmt, 5, evidence_word, AM_EVIDENCE_COUNT),
        .blindness = load_word(q, stmt, 6, blindness_word, AM_BLIND_COUNT),
        .app = am_load_app(q, stmt, 7, apps),
    };
    bool out_of_range = table == &by_marker && (key.hour < 1 || key.hour > scan->markers.len);
    if ((name && unlisted) || key.hour % table->unit != 0 || out_of_range)
        am_sql_reject(q);
    return key;
}

static int64_t hour_of_marker(const struct am_scan *scan, int64_t marker)
{
    int64_t time = scan->markers.at[marker - 1].time;
    return time - time % AM_HOUR_SECONDS;
}

static enum am_status tell_row(struct am_scan *scan, const struct table *table, sqlite3_stmt *stmt,
                               const struct key *key, const struct am_apps *apps,
                               const struct relay *relay)
{
    const int64_t most = (int64_t)AM_SQL_COUNT_MAX;
    struct am_sql *q = &scan->sql;
    bool marked = table == &by_marker;
    struct am_fold_row row = {.marker = marked ? (uint32_t)key->hour : 0};
    row.row = (struct am_scan_row){
        .hour = marked ? hour_of_marker(scan, key->hour) : key->hour,
        .name = key->name > 1 ? scan->names.at[key->name - 2].text : NULL,
        .known = key->name > 1 && scan->names.at[key->name - 2].known,
        .unlisted = key->name == 1,
        .evidence = (enum am_evidence)key->evidence,
        .blindness = (enum am_blindness)key->blindness,
        .app = apps->at[key->app],
        .block = scan->hosts.at[key->host - 1].block,
        .place = scan->hosts.at[key->host - 1].place,
        .cname = key->cname ? scan->names.at[key->cname - 1].text : NULL,
        .contacts = (uint64_t)am_sql_int(q, stmt, 8, 0, most),
        .flows = (uint64_t)am_sql_int(q, stmt, 9, 0, most),
        .up = (uint64_t)am_sql_int(q, stmt, 10, 0, most),
        .down = (uint64_t)am_sql_int(q, stmt, 11, 0, most),
    };
    return q->rc == SQLITE_OK ? relay->tell(relay, &row) : AM_OK;
}

/* Of a scan that is folded. */
static enum am_status each(struct am_scan *scan, const struct table *table,
                           const struct relay *relay, struct am_problem *problem)
{
    struct am_sql *q = &scan->sql;
    struct am_apps apps = {0};
    struct key last = {.hour = -1};
    enum am_status status = AM_OK;
    AM_CLEANUP(am_sql_finish) sqlite3_stmt *stmt = am_sql_prepare(q, table->sql);
    while (status == AM_OK && am_sql_row(q, stmt)) {
        struct key key = load_key(scan, table, stmt, &apps);
        if (q->rc == SQLITE_OK && by_key(&last, &key, &apps) >= 0)
            am_sql_reject(q);
        if (q->rc == SQLITE_OK)
            status = tell_row(scan, table, stmt, &key, &apps, relay);
        last = key;
    }
    enum am_status read = am_sql_status(q, DOING, problem);
    return status != AM_OK ? status : read;
}

enum am_status am_scan_each_row(struct am_scan *scan, am_scan_row_fn fn, void *ctx,
                                struct am_problem *problem)
{
    struct relay relay = {.tell = tell_of_hour, .row = fn, .ctx = ctx};
    return scan->fold ? am_fold_each_row(scan->fold, relay_row, &relay, problem)
                      : each(scan, &by_hour, &relay, problem);
}

enum am_status am_scan_each_marked(struct am_scan *scan, am_scan_marked_fn fn, void *ctx,
                                   struct am_problem *problem)
{
    struct relay relay = {.tell = tell_of_marker, .marked = fn, .ctx = ctx};
    return scan->fold ? am_fold_each_marked(scan->fold, &scan->markers, relay_row, &relay, problem)
                      : each(scan, &by_marker, &relay, problem);
}

enum am_status am_scan_each_marker(struct am_scan *scan, am_scan_marker_fn fn, void *ctx,
                                   struct am_problem *problem)
{
    (void)problem; /* they were read with the scan */
    enum am_status status = AM_OK;
    for (uint32_t i = 0; i < scan->markers.len && status == AM_OK; i++) {
        const struct am_kept_marker *m = &scan->markers.at[i];
        status = fn(ctx, &(struct am_scan_marker){m->time, m->ended, m->text});
    }
    return status;
}

enum am_status am_scan_each_counter(struct am_scan *scan, am_scan_counter_fn fn, void *ctx,
                                    struct am_problem *problem)
{
    struct am_sql *q = &scan->sql;
    char last[AM_COUNTER_MAX + 1] = "";
    enum am_status status = AM_OK;
    AM_CLEANUP(am_sql_finish)
    sqlite3_stmt *stmt = am_sql_prepare(q, "SELECT name, value FROM counter ORDER BY name");
    while (status == AM_OK && am_sql_row(q, stmt)) {
        const char *name = am_sql_text(q, stmt, 0, AM_COUNTER_MAX);
        struct am_scan_counter counter = {
            .name = name,
            .value = (uint64_t)am_sql_int(q, stmt, 1, 0, (int64_t)AM_SQL_COUNT_MAX),
        };
        if (name && (!am_counter_is_valid(name) || strcmp(last, name) >= 0))
            am_sql_reject(q);
        if (q->rc != SQLITE_OK)
            break;
        (void)snprintf(last, sizeof last, "%s", name);
        status = fn(ctx, &counter);
    }
    enum am_status read = am_sql_status(q, DOING, problem);
    return status != AM_OK ? status : read;
}

static enum am_status reach(struct am_scan *scan, const char *label, const int32_t *day,
                            uint64_t *devices, struct am_problem *problem)
{
    struct am_sql *q = &scan->sql;
    if (scan->fold) {
        const struct am_tally *t = am_fold_tally(scan->fold);
        uint32_t tag = am_fold_find_label(scan->fold, label);
        *devices = tag == AM_TABLE_NONE ? 0
                   : day                ? am_tally_day(t, tag, *day)
                                        : t->tags[tag].devices;
        return AM_OK;
    }
    AM_CLEANUP(am_sql_finish)
    sqlite3_stmt *stmt =
        am_sql_prepare(q, "SELECT devices FROM reach WHERE label = ?1 AND day IS ?2");
    am_sql_bind_text(q, stmt, 1, label);
    if (day)
        am_sql_bind_int(q, stmt, 2, *day);
    uint64_t found = 0;
    if (am_sql_row(q, stmt))
        found = (uint64_t)am_sql_int(q, stmt, 0, 0, (int64_t)AM_SQL_COUNT_MAX);
    enum am_status status = am_sql_status(q, DOING, problem);
    if (status == AM_OK)
        *devices = found;
    return status;
}

enum am_status am_scan_reach(struct am_scan *scan, const char *label, uint64_t *devices,
                             struct am_problem *problem)
{
    return reach(scan, label, NULL, devices, problem);
}

enum am_status am_scan_reach_on(struct am_scan *scan, const char *label, int32_t day,
                                uint64_t *devices, struct am_problem *problem)
{
    return reach(scan, label, &day, devices, problem);
}

static enum am_status spread_of_fold(const struct am_scan *scan, const char *label,
                                     enum am_spread_of of, struct am_spread *out)
{
    const struct am_tally *t = am_fold_tally(scan->fold);
    uint32_t tag = am_fold_find_label(scan->fold, label);
    if (tag == AM_TABLE_NONE || t->tags[tag].devices < scan->info.fold_below)
        return AM_E_NOT_FOUND;
    return am_tally_spread(t, tag, of, out);
}

enum am_status am_scan_spread(struct am_scan *scan, const char *label, enum am_spread_of of,
                              struct am_spread *out, struct am_problem *problem)
{
    struct am_sql *q = &scan->sql;
    if (scan->fold)
        return spread_of_fold(scan, label, of, out);

    AM_CLEANUP(am_sql_finish)
    sqlite3_stmt *stmt = am_sql_prepare(q,
                                        "SELECT devices, min, q1, median, q3, max FROM spread"
                                        " WHERE label = ?1 AND measure = ?2");
    am_sql_bind_text(q, stmt, 1, label);
    am_sql_bind_text(q, stmt, 2, am_spread_word(of));
    struct am_spread found = {0};
    uint64_t *const members[] = {&found.devices, &found.min, &found.q1,
                                 &found.median,  &found.q3,  &found.max};
    bool any = am_sql_row(q, stmt);
    for (int i = 0; any && i < 6; i++)
        *members[i] = (uint64_t)am_sql_int(q, stmt, i, 0, (int64_t)AM_SQL_COUNT_MAX);
    enum am_status status = am_sql_status(q, DOING, problem);
    if (status == AM_OK && any)
        *out = found;
    return status == AM_OK && !any ? AM_E_NOT_FOUND : status;
}
