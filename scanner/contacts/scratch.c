/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "contacts/load.h"

/* scratch_contact holds these numbers: changing one is a new format (schema.c). */
_Static_assert(AM_EVIDENCE_SNI == 0 && AM_EVIDENCE_QUIC == 1 && AM_EVIDENCE_HTTP == 2 &&
                   AM_EVIDENCE_PROXY == 3 && AM_EVIDENCE_CERT == 4 && AM_EVIDENCE_DNS == 5 &&
                   AM_EVIDENCE_DNS_OTHER == 6 && AM_EVIDENCE_ECH_DNS == 7 &&
                   AM_EVIDENCE_DECLARED == 8 && AM_EVIDENCE_NONE == 9,
               "stored as they are");
_Static_assert(AM_BLIND_NOT == 0 && AM_BLIND_MID_STREAM == 1 && AM_BLIND_ONE_WAY == 2 &&
                   AM_BLIND_ADDRESS_ONLY == 3 && AM_BLIND_LOST == 4 && AM_BLIND_HIDDEN == 5 &&
                   AM_BLIND_TUNNEL == 6 && AM_BLIND_RESOLVER == 7,
               "stored as they are");

static const char in_order[] =
    "SELECT slot, device, name_id, host_id, cname_id, evidence, blindness, app, flows, up, down"
    " FROM scratch_contact"
    " ORDER BY slot, device, name_id, host_id, cname_id, evidence, blindness, app";

static uint64_t load_device(struct am_sql *q, sqlite3_stmt *stmt, int column)
{
    const void *bytes = NULL;
    if (sqlite3_column_type(stmt, column) == SQLITE_BLOB &&
        sqlite3_column_bytes(stmt, column) == AM_PSEUDONYM_SIZE)
        bytes = sqlite3_column_blob(stmt, column);
    if (!bytes) {
        am_sql_reject(q);
        return 0;
    }
    struct am_reader r = am_reader_over((struct am_bytes){bytes, AM_PSEUDONYM_SIZE}, false);
    return am_read_be64(&r);
}

static struct am_scratch_row load_row(struct am_sql *q, sqlite3_stmt *stmt,
                                      const struct am_scratch_walk *walk)
{
    const int64_t most = (int64_t)AM_SQL_COUNT_MAX;
    struct am_scratch_row row = {
        .slot = am_sql_int(q, stmt, 0, 0, INT64_MAX),
        .device = load_device(q, stmt, 1),
        .name = (uint32_t)am_sql_int(q, stmt, 2, 0, walk->names->len),
        .host = (uint32_t)am_sql_int(q, stmt, 3, 1, walk->hosts->len),
        .cname = (uint32_t)am_sql_int(q, stmt, 4, 0, walk->names->len),
        .evidence = (uint8_t)am_sql_int(q, stmt, 5, 0, AM_EVIDENCE_COUNT - 1),
        .blindness = (uint8_t)am_sql_int(q, stmt, 6, 0, AM_BLIND_COUNT - 1),
        .app = am_load_app(q, stmt, 7, walk->apps),
        .flows = (uint64_t)am_sql_int(q, stmt, 8, 0, most),
        .up = (uint64_t)am_sql_int(q, stmt, 9, 0, most),
        .down = (uint64_t)am_sql_int(q, stmt, 10, 0, most),
    };
    if (row.slot % AM_SLOT_SECONDS != 0)
        am_sql_reject(q);
    return row;
}

bool am_load_marked(struct am_sql *q, sqlite3_stmt *stmt, const struct am_kept_names *names,
                    const struct am_hosts *hosts, uint32_t markers, struct am_apps *apps,
                    struct am_scratch_row *out)
{
    const int64_t most = (int64_t)AM_SQL_COUNT_MAX;
    if (!am_sql_row(q, stmt))
        return false;
    *out = (struct am_scratch_row){
        .slot = am_sql_int(q, stmt, 0, 1, markers),
        .name = (uint32_t)am_sql_int(q, stmt, 1, 0, names->len),
        .host = (uint32_t)am_sql_int(q, stmt, 2, 1, hosts->len),
        .cname = (uint32_t)am_sql_int(q, stmt, 3, 0, names->len),
        .evidence = (uint8_t)am_sql_int(q, stmt, 4, 0, AM_EVIDENCE_COUNT - 1),
        .blindness = (uint8_t)am_sql_int(q, stmt, 5, 0, AM_BLIND_COUNT - 1),
        .app = am_load_app(q, stmt, 6, apps),
        .flows = (uint64_t)am_sql_int(q, stmt, 7, 0, most),
        .up = (uint64_t)am_sql_int(q, stmt, 8, 0, most),
        .down = (uint64_t)am_sql_int(q, stmt, 9, 0, most),
    };
    return q->rc == SQLITE_OK;
}

#define ORDER(member)                                                                              \
    if (a->member != b->member)                                                                    \
    return a->member < b->member ? -1 : 1

/* The table's own key order. A damaged tree that leads in circles is found out by it. */
static int by_key(const struct am_scratch_row *a, const struct am_scratch_row *b,
                  const struct am_apps *apps)
{
    ORDER(slot);
    ORDER(device);
    ORDER(name);
    ORDER(host);
    ORDER(cname);
    ORDER(evidence);
    ORDER(blindness);
    return strcmp(apps->at[a->app], apps->at[b->app]);
}

static bool same_contact(const struct am_scratch_row *a, const struct am_scratch_row *b)
{
    return a->slot == b->slot && a->device == b->device && a->name == b->name &&
           (a->name != 0 || a->host == b->host);
}

static uint32_t rank_of(const uint32_t *ranks, uint32_t id)
{
    return id == 0 ? 0 : ranks[id - 1];
}

/* Whether `a` rather than `b` counts the contact that both are of. */
static bool counts_first(const struct am_scratch_row *a, const struct am_scratch_row *b,
                         const struct am_scratch_walk *walk)
{
    if (a->evidence != b->evidence)
        return a->evidence < b->evidence;
    if (a->up + a->down != b->up + b->down)
        return a->up + a->down > b->up + b->down;
    if (a->host != b->host)
        return walk->host_rank[a->host - 1] < walk->host_rank[b->host - 1];
    if (a->cname != b->cname)
        return rank_of(walk->name_rank, a->cname) < rank_of(walk->name_rank, b->cname);
    if (a->blindness != b->blindness)
        return a->blindness < b->blindness;
    return strcmp(walk->apps->at[a->app], walk->apps->at[b->app]) < 0;
}

static uint64_t device_of(const struct am_pending *p)
{
    struct am_reader r =
        am_reader_over((struct am_bytes){p->device.at, sizeof p->device.at}, false);
    return am_read_be64(&r);
}

/* The apps of a walk in memory are the store's, by the same numbers. */
static struct am_scratch_row pending_row(const struct am_pending *p)
{
    return (struct am_scratch_row){
        .slot = p->slot,
        .device = device_of(p),
        .name = p->name,
        .host = p->host,
        .cname = p->cname,
        .evidence = p->evidence,
        .blindness = p->blindness,
        .app = (uint8_t)p->app,
        .flows = p->flows,
        .up = p->up,
        .down = p->down,
    };
}

/* The row after the `done` ones before it; false at the end. */
static bool next_row(struct am_sql *q, sqlite3_stmt *stmt, const struct am_scratch_walk *walk,
                     uint32_t done, struct am_scratch_row *row)
{
    if (walk->memory) {
        if (done == walk->memory->pending_len)
            return false;
        *row = pending_row(&walk->memory->pending[done]);
        return true;
    }
    if (!am_sql_row(q, stmt))
        return false;
    *row = load_row(q, stmt, walk);
    return true;
}

enum am_status am_scratch_each(struct am_sql *q, const struct am_scratch_walk *walk,
                               struct am_problem *problem)
{
    AM_CLEANUP(am_sql_finish)
    sqlite3_stmt *stmt = walk->memory ? NULL : am_sql_prepare(q, in_order);
    struct am_scratch_row row;
    struct am_scratch_row last = {0};
    struct am_scratch_row best = {0};
    bool any = false;
    enum am_status status = AM_OK;
    for (uint32_t done = 0; status == AM_OK && next_row(q, stmt, walk, done, &row); done++) {
        if (q->rc == SQLITE_OK && any && by_key(&last, &row, walk->apps) >= 0)
            am_sql_reject(q);
        if (q->rc != SQLITE_OK)
            break;
        if (any && !same_contact(&last, &row)) {
            status = walk->contact(walk->ctx, &best);
            best = row;
        } else if (!any || counts_first(&row, &best, walk)) {
            best = row;
        }
        if (status == AM_OK)
            status = walk->row(walk->ctx, &row);
        last = row;
        any = true;
    }
    if (status == AM_OK && any && q->rc == SQLITE_OK)
        status = walk->contact(walk->ctx, &best);
    enum am_status read = am_sql_status(q, "read the scan", problem);
    return status != AM_OK ? status : read;
}
