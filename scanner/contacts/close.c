/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Makes a scan final. Two steps, since no transaction spans a database and what lies around it:
 *   open -> folded: one transaction; a crash before its end leaves the scan as it was.
 *   folded -> closed: key, log and free pages are wiped; a crash leaves a scan that reads as
 *   interrupted, and whose wiping is done again from the start. */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "contacts/fold.h"
#include "contacts/schema.h"
#include "contacts/store_private.h"

#define DOING "close the scan"

enum {
    PUT_NAME,
    PUT_HOST,
    PUT_CONTACT,
    PUT_MARKED,
    PUT_REACH,
    PUT_SPREAD,
    PUT_COUNTER,
    PUT_STATE,
    PUTS
};

static const char *const puts_sql[PUTS] = {
    [PUT_NAME] = "INSERT INTO name(id, text, known) VALUES(?1, ?2, ?3)",
    [PUT_HOST] =
        "INSERT INTO host(id, block, asn, as_name, registered, located, anycast)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [PUT_CONTACT] =
        "INSERT INTO contact(hour, name_id, unlisted, host_id, cname_id, evidence,"
        " blindness, app, contacts, flows, up, down)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    [PUT_MARKED] =
        "INSERT INTO marked(marker_id, name_id, unlisted, host_id, cname_id, evidence,"
        " blindness, app, flows, up, down)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    [PUT_REACH] = "INSERT INTO reach(label, day, devices) VALUES(?1, ?2, ?3)",
    [PUT_SPREAD] =
        "INSERT INTO spread(label, measure, devices, min, q1, median, q3, max)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    [PUT_COUNTER] =
        "INSERT INTO counter(name, value) VALUES(?1, ?2)"
        " ON CONFLICT DO UPDATE SET value = excluded.value",
    [PUT_STATE] = "UPDATE scan SET state = 'folded', devices = ?1, reach_dataset = ?2",
};

static const char empty_all[] =
    "DELETE FROM marked; DELETE FROM contact; DELETE FROM name; DELETE FROM host; DELETE FROM "
    "reach;"
    "DELETE FROM spread";
static const char empty_scratch[] =
    "DELETE FROM scratch_contact; DELETE FROM scratch_marked; DELETE FROM scratch_name; DELETE "
    "FROM scratch_host";

struct writer {
    struct am_sql *q;
    sqlite3_stmt *put[PUTS];
    const struct am_tally *tally;
    unsigned below;
    struct am_problem *problem;
};

static void put_names_and_hosts(struct writer *w, const struct am_fold *f)
{
    struct am_sql *q = w->q;
    for (uint32_t id = 1; id <= am_fold_names(f); id++) {
        am_sql_bind_int(q, w->put[PUT_NAME], 1, id);
        am_sql_bind_text(q, w->put[PUT_NAME], 2, am_fold_name(f, id)->text);
        am_sql_bind_int(q, w->put[PUT_NAME], 3, am_fold_name(f, id)->known);
        am_sql_run(q, w->put[PUT_NAME]);
    }
    for (uint32_t id = 1; id <= am_fold_hosts(f); id++) {
        const struct am_kept_host *host = am_fold_host(f, id);
        char block[AM_PREFIX_TEXT];
        am_prefix_write(&host->block, block);
        am_sql_bind_int(q, w->put[PUT_HOST], 1, id);
        am_sql_bind_text(q, w->put[PUT_HOST], 2, block);
        am_sql_bind_int(q, w->put[PUT_HOST], 3, host->place.asn);
        am_sql_bind_text(q, w->put[PUT_HOST], 4, host->place.as_name);
        am_sql_bind_text(q, w->put[PUT_HOST], 5, host->place.registered);
        am_sql_bind_text(q, w->put[PUT_HOST], 6, host->place.located);
        am_sql_bind_int(q, w->put[PUT_HOST], 7, host->place.anycast);
        am_sql_run(q, w->put[PUT_HOST]);
    }
}

static void bind_id(struct am_sql *q, sqlite3_stmt *stmt, int at, uint32_t id)
{
    if (id != 0)
        am_sql_bind_int(q, stmt, at, id);
    else
        am_sql_bind_text(q, stmt, at, NULL);
}

/* The columns that rows of hours and of markers share: the second to the eighth. */
static void bind_key(struct am_sql *q, sqlite3_stmt *stmt, const struct am_fold_row *r)
{
    bind_id(q, stmt, 2, r->name_id);
    am_sql_bind_int(q, stmt, 3, r->row.unlisted);
    am_sql_bind_int(q, stmt, 4, r->host_id);
    bind_id(q, stmt, 5, r->cname_id);
    am_sql_bind_text(q, stmt, 6, am_evidence_name(r->row.evidence));
    am_sql_bind_text(q, stmt, 7, am_blindness_name(r->row.blindness));
    am_sql_bind_text(q, stmt, 8, r->row.app);
}

static enum am_status put_row(void *ctx, const struct am_fold_row *r)
{
    struct writer *w = ctx;
    struct am_sql *q = w->q;
    sqlite3_stmt *stmt = w->put[PUT_CONTACT];
    am_sql_bind_int(q, stmt, 1, r->row.hour);
    bind_key(q, stmt, r);
    am_sql_bind_count(q, stmt, 9, r->row.contacts);
    am_sql_bind_count(q, stmt, 10, r->row.flows);
    am_sql_bind_count(q, stmt, 11, r->row.up);
    am_sql_bind_count(q, stmt, 12, r->row.down);
    am_sql_run(q, stmt);
    return am_sql_status(q, DOING, w->problem);
}

static enum am_status put_marked(void *ctx, const struct am_fold_row *r)
{
    struct writer *w = ctx;
    struct am_sql *q = w->q;
    sqlite3_stmt *stmt = w->put[PUT_MARKED];
    am_sql_bind_int(q, stmt, 1, r->marker);
    bind_key(q, stmt, r);
    am_sql_bind_count(q, stmt, 9, r->row.flows);
    am_sql_bind_count(q, stmt, 10, r->row.up);
    am_sql_bind_count(q, stmt, 11, r->row.down);
    am_sql_run(q, stmt);
    return am_sql_status(q, DOING, w->problem);
}

static enum am_status put_all_marked(struct writer *w, struct am_fold *f)
{
    struct am_kept_markers markers = {0};
    am_load_markers(w->q, &markers);
    enum am_status status = am_sql_status(w->q, DOING, w->problem);
    if (status == AM_OK)
        status = am_fold_each_marked(f, &markers, put_marked, w, w->problem);
    am_kept_markers_done(&markers);
    return status;
}

static void put_reach(struct writer *w, const char *label, const int32_t *day, uint32_t devices)
{
    sqlite3_stmt *stmt = w->put[PUT_REACH];
    am_sql_bind_text(w->q, stmt, 1, label);
    if (day)
        am_sql_bind_int(w->q, stmt, 2, *day);
    else
        am_sql_bind_text(w->q, stmt, 2, NULL);
    am_sql_bind_int(w->q, stmt, 3, devices);
    am_sql_run(w->q, stmt);
}

static enum am_status put_spread(struct writer *w, const char *label, uint32_t tag)
{
    sqlite3_stmt *stmt = w->put[PUT_SPREAD];
    for (size_t i = 0; i < AM_SPREAD_COUNT; i++) {
        struct am_spread s;
        enum am_status status = am_tally_spread(w->tally, tag, (enum am_spread_of)i, &s);
        if (status != AM_OK)
            return status;
        am_sql_bind_text(w->q, stmt, 1, label);
        am_sql_bind_text(w->q, stmt, 2, am_spread_word((enum am_spread_of)i));
        am_sql_bind_count(w->q, stmt, 3, s.devices);
        am_sql_bind_count(w->q, stmt, 4, s.min);
        am_sql_bind_count(w->q, stmt, 5, s.q1);
        am_sql_bind_count(w->q, stmt, 6, s.median);
        am_sql_bind_count(w->q, stmt, 7, s.q3);
        am_sql_bind_count(w->q, stmt, 8, s.max);
        am_sql_run(w->q, stmt);
    }
    return AM_OK;
}

static enum am_status put_label(void *ctx, const char *label, uint32_t tag)
{
    struct writer *w = ctx;
    uint32_t devices = w->tally->tags[tag].devices;
    uint32_t len;
    const struct am_tag_day *days = am_tally_days(w->tally, tag, &len);
    put_reach(w, label, NULL, devices);
    for (uint32_t i = 0; i < len; i++)
        put_reach(w, label, &days[i].day, days[i].devices);
    enum am_status status = AM_OK;
    if (devices >= w->below)
        status = put_spread(w, label, tag);
    if (status == AM_OK)
        status = am_sql_status(w->q, DOING, w->problem);
    return status;
}

static enum am_status put_all(struct writer *w, struct am_fold *f,
                              const struct am_knowledge *knowledge)
{
    struct am_sql *q = w->q;
    am_sql_exec(q, empty_all); /* what a damaged file might hold of them */
    for (size_t i = 0; i < PUTS; i++)
        w->put[i] = am_sql_prepare(q, puts_sql[i]);
    put_names_and_hosts(w, f);
    enum am_status status = am_fold_each_row(f, put_row, w, w->problem);
    if (status == AM_OK)
        status = put_all_marked(w, f);
    if (status == AM_OK)
        status = am_fold_each_label(f, put_label, w);
    if (status != AM_OK)
        return am_problem_set(w->problem, status, q->path, 0, "can't " DOING ": %s",
                              am_status_name(status));
    am_sql_bind_text(q, w->put[PUT_COUNTER], 1, "names.unlisted");
    am_sql_bind_count(q, w->put[PUT_COUNTER], 2, am_fold_unlisted(f));
    am_sql_run(q, w->put[PUT_COUNTER]);
    am_sql_bind_count(q, w->put[PUT_STATE], 1, am_fold_devices(f));
    am_sql_bind_text(q, w->put[PUT_STATE], 2, knowledge ? knowledge->version : NULL);
    am_sql_run(q, w->put[PUT_STATE]);
    return am_sql_status(q, DOING, w->problem);
}

enum am_status am_close_fold(struct am_sql *q, const struct am_store *memory,
                             const struct am_knowledge *knowledge, struct am_problem *problem)
{
    struct am_scan_record record = {0};
    struct am_fold *f = NULL;
    /* Counting and writing must see the same rows. */
    am_sql_exec(q, "PRAGMA synchronous = FULL; BEGIN IMMEDIATE");
    am_load_record(q, &record);
    enum am_status status = am_sql_status(q, DOING, problem);
    if (status == AM_OK && record.state == AM_ROW_OPEN) {
        struct writer w = {.q = q, .below = record.info.fold_below, .problem = problem};
        status = am_fold_new(q, memory, knowledge, &record.info, &f, problem);
        if (status == AM_OK) {
            w.tally = am_fold_tally(f);
            status = put_all(&w, f, knowledge);
        }
        for (size_t i = 0; i < PUTS; i++)
            am_sql_finish(&w.put[i]);
        am_fold_free(f);
        if (status == AM_OK)
            am_sql_exec(q, empty_scratch);
    }
    if (status == AM_OK) {
        am_sql_exec(q, "COMMIT");
        status = am_sql_status(q, DOING, problem);
    }
    if (status != AM_OK)
        (void)sqlite3_exec(q->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

/* Copies the whole log into the file. Fails while someone reads an older state of it. */
static void checkpoint(struct am_sql *q, int mode)
{
    if (q->rc == SQLITE_OK)
        q->rc = sqlite3_wal_checkpoint_v2(q->db, NULL, mode, NULL, NULL);
}

/* The log has been copied and nobody reads it any more (RESTART): it holds pseudonyms and names
 * that must not stay behind in the blocks that truncating it would free. */
static enum am_status wipe_log(struct am_sql *q, struct am_problem *problem)
{
    char path[PATH_MAX];
    int len = snprintf(path, sizeof path, "%s-wal", q->path);
    if (len < 0 || (size_t)len >= sizeof path)
        return am_problem_set(problem, AM_E_LIMIT, q->path, 0, "the path is too long");
    int fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return AM_OK; /* no log, as on the way back from a crash */
    bool wiped = am_file_zero(fd);
    (void)close(fd);
    return wiped ? AM_OK : am_problem_set(problem, AM_E_IO, path, 0, "can't erase it");
}

enum am_status am_close_erase(struct am_sql *q, struct am_key_file *key, struct am_problem *problem)
{
    enum am_status status = am_key_erase(key, problem);
    if (status != AM_OK)
        return status;
    checkpoint(q, SQLITE_CHECKPOINT_RESTART);
    if ((status = am_sql_status(q, DOING, problem)) != AM_OK ||
        (status = wipe_log(q, problem)) != AM_OK)
        return status;
    /* Only for size: secure_delete has zeroed the free pages already. So a disk too full to copy
     * the file once does not keep the scan from being final. */
    (void)sqlite3_exec(q->db, "VACUUM", NULL, NULL, NULL);
    checkpoint(q, SQLITE_CHECKPOINT_TRUNCATE);
    if ((status = am_sql_status(q, DOING, problem)) != AM_OK ||
        (status = am_key_remove(key, problem)) != AM_OK)
        return status;
    /* One plain file from here on, that reads from a read-only disk too. */
    am_sql_exec(q, "UPDATE scan SET state = 'closed'; PRAGMA journal_mode = DELETE");
    return am_sql_status(q, DOING, problem);
}

/* A disk that lost power may have damaged pages that nobody has read yet, and VACUUM would carry
 * the damage on. */
static void check_pages(struct am_sql *q)
{
    AM_CLEANUP(am_sql_finish) sqlite3_stmt *stmt = am_sql_prepare(q, "PRAGMA integrity_check(1)");
    const char *text = am_sql_row(q, stmt) ? am_sql_text(q, stmt, 0, 1 << 16) : NULL;
    if (!text || strcmp(text, "ok") != 0)
        am_sql_reject(q);
}

enum am_status am_scan_close_interrupted(const char *path, const struct am_knowledge *knowledge,
                                         struct am_problem *problem)
{
    struct am_sql q;
    struct am_scan_record record = {0};
    struct am_key_file key = {.fd = -1};
    enum am_status status = am_sql_open(&q, path, true, problem);
    if (status != AM_OK)
        return status;
    if ((status = am_key_take(path, &key, problem)) != AM_OK ||
        (status = am_schema_check(&q, true, problem)) != AM_OK)
        goto out;
    am_load_record(&q, &record);
    if (record.state != AM_ROW_CLOSED)
        check_pages(&q);
    if ((status = am_sql_status(&q, "read the scan", problem)) != AM_OK)
        goto out;
    if (record.state == AM_ROW_CLOSED) {
        /* What a crash in the last moment may have left. */
        am_sql_exec(&q, "PRAGMA journal_mode = DELETE");
        status = am_sql_status(&q, DOING, problem);
        if (status == AM_OK)
            status = am_key_remove(&key, problem);
        goto out;
    }
    status = am_close_fold(&q, NULL, knowledge, problem);
    if (status == AM_OK)
        status = am_close_erase(&q, &key, problem);
out:
    am_sql_close(&q);
    am_key_close(&key);
    return status;
}
