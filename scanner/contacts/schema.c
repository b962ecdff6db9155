/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/schema.h"

#include <stdio.h>
#include <string.h>

/* scratch_*: while the scan is open, devices by pseudonym; emptied when it is folded. The others:
 * what closing writes. Codes of evidence and blindness in scratch_contact are those of scanner.h
 * (pinned in scratch.c), words elsewhere. */
static const char first_step[] =
    "CREATE TABLE scan("
    " id INTEGER PRIMARY KEY CHECK (id = 1),"
    " state TEXT NOT NULL CHECK (state IN ('open', 'folded', 'closed')),"
    " program TEXT NOT NULL,"
    " sources TEXT NOT NULL,"
    " dataset TEXT NOT NULL,"
    " reach_dataset TEXT," /* the one that reach and spread were counted with */
    " live INTEGER NOT NULL CHECK (live IN (0, 1)),"
    " keep_names INTEGER NOT NULL CHECK (keep_names IN (0, 1)),"
    " fold_below INTEGER NOT NULL CHECK (fold_below >= 1),"
    " first_packet INTEGER NOT NULL,"
    " last_packet INTEGER NOT NULL,"
    " devices INTEGER" /* NULL until folded */
    ") STRICT;"
    "CREATE TABLE counter("
    " name TEXT PRIMARY KEY, value INTEGER NOT NULL CHECK (value >= 0)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE scratch_name("
    " id INTEGER PRIMARY KEY, text TEXT NOT NULL, known INTEGER NOT NULL CHECK (known IN (0, 1))"
    ") STRICT;"
    "CREATE TABLE scratch_host("
    " id INTEGER PRIMARY KEY, block TEXT NOT NULL, asn INTEGER NOT NULL, as_name TEXT NOT NULL,"
    " registered TEXT NOT NULL, located TEXT NOT NULL,"
    " anycast INTEGER NOT NULL CHECK (anycast IN (0, 1))"
    ") STRICT;"
    /* By slot first: time moves on, so a flush adds at the end of the tree. Ids may be 0 (none), so
     * they can't be foreign keys. */
    "CREATE TABLE scratch_contact("
    " slot INTEGER NOT NULL, device BLOB NOT NULL,"
    " name_id INTEGER NOT NULL, host_id INTEGER NOT NULL, cname_id INTEGER NOT NULL,"
    " evidence INTEGER NOT NULL, blindness INTEGER NOT NULL, app TEXT NOT NULL,"
    " flows INTEGER NOT NULL, up INTEGER NOT NULL, down INTEGER NOT NULL,"
    " PRIMARY KEY (slot, device, name_id, host_id, cname_id, evidence, blindness, app)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE name("
    " id INTEGER PRIMARY KEY, text TEXT NOT NULL, known INTEGER NOT NULL CHECK (known IN (0, 1))"
    ") STRICT;"
    "CREATE TABLE host("
    " id INTEGER PRIMARY KEY, block TEXT NOT NULL, asn INTEGER NOT NULL, as_name TEXT NOT NULL,"
    " registered TEXT NOT NULL, located TEXT NOT NULL,"
    " anycast INTEGER NOT NULL CHECK (anycast IN (0, 1))"
    ") STRICT;"
    "CREATE TABLE contact("
    " id INTEGER PRIMARY KEY,"
    " hour INTEGER NOT NULL,"
    " name_id INTEGER REFERENCES name(id),"
    " unlisted INTEGER NOT NULL CHECK (unlisted IN (0, 1)),"
    " host_id INTEGER NOT NULL REFERENCES host(id),"
    " cname_id INTEGER REFERENCES name(id),"
    " evidence TEXT NOT NULL, blindness TEXT NOT NULL, app TEXT NOT NULL,"
    " contacts INTEGER NOT NULL CHECK (contacts >= 0), flows INTEGER NOT NULL CHECK (flows >= 0),"
    " up INTEGER NOT NULL CHECK (up >= 0), down INTEGER NOT NULL CHECK (down >= 0)"
    ") STRICT;"
    "CREATE TABLE reach("
    " label TEXT NOT NULL, day INTEGER, devices INTEGER NOT NULL CHECK (devices >= 0),"
    " UNIQUE (label, day)"
    ") STRICT;"
    "CREATE TABLE spread("
    " label TEXT NOT NULL, measure TEXT NOT NULL CHECK (measure IN ('contacts', 'up', 'down')),"
    " devices INTEGER NOT NULL, min INTEGER NOT NULL, q1 INTEGER NOT NULL,"
    " median INTEGER NOT NULL, q3 INTEGER NOT NULL, max INTEGER NOT NULL,"
    " PRIMARY KEY (label, measure)"
    ") STRICT, WITHOUT ROWID;";

/* Markers, and what was contacted from each on: `scratch_marked` while the scan is open, with the
 * codes and ids of the scratch tables. */
static const char second_step[] =
    "CREATE TABLE marker("
    " id INTEGER PRIMARY KEY, time INTEGER NOT NULL, ended INTEGER NOT NULL, text TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE scratch_marked("
    " marker_id INTEGER NOT NULL,"
    " name_id INTEGER NOT NULL, host_id INTEGER NOT NULL, cname_id INTEGER NOT NULL,"
    " evidence INTEGER NOT NULL, blindness INTEGER NOT NULL, app TEXT NOT NULL,"
    " flows INTEGER NOT NULL, up INTEGER NOT NULL, down INTEGER NOT NULL,"
    " PRIMARY KEY (marker_id, name_id, host_id, cname_id, evidence, blindness, app)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE marked("
    " id INTEGER PRIMARY KEY,"
    " marker_id INTEGER NOT NULL REFERENCES marker(id),"
    " name_id INTEGER REFERENCES name(id),"
    " unlisted INTEGER NOT NULL CHECK (unlisted IN (0, 1)),"
    " host_id INTEGER NOT NULL REFERENCES host(id),"
    " cname_id INTEGER REFERENCES name(id),"
    " evidence TEXT NOT NULL, blindness TEXT NOT NULL, app TEXT NOT NULL,"
    " flows INTEGER NOT NULL CHECK (flows >= 0),"
    " up INTEGER NOT NULL CHECK (up >= 0), down INTEGER NOT NULL CHECK (down >= 0)"
    ") STRICT;";

const char *const am_schema_steps[] = {first_step, second_step};
const size_t am_schema_version = sizeof am_schema_steps / sizeof *am_schema_steps;

void am_schema_apply(struct am_sql *q, const char *const *steps, size_t from, size_t count)
{
    char set[96]; /* a PRAGMA takes no bound values */
    (void)snprintf(set, sizeof set, "PRAGMA application_id = %d; PRAGMA user_version = %zu",
                   AM_SQL_APPLICATION, count);
    for (size_t i = from; i < count; i++)
        am_sql_exec(q, steps[i]);
    am_sql_exec(q, set);
}

enum am_status am_schema_upgrade(struct am_sql *q, const char *const *steps, size_t count,
                                 struct am_problem *problem)
{
    int64_t version = am_sql_ask_int(q, "PRAGMA user_version", 0);
    enum am_status status = am_sql_status(q, "read the scan", problem);
    if (status != AM_OK)
        return status;
    if (version < 0 || (uint64_t)version > count)
        return am_problem_set(problem, AM_E_LIMIT, q->path, 0,
                              "the scan is of format %lld and this amarra reads up to %zu; update "
                              "amarra",
                              (long long)version, count);
    if ((size_t)version == count)
        return AM_OK;

    am_sql_exec(q, "BEGIN IMMEDIATE");
    am_schema_apply(q, steps, (size_t)version, count);
    am_sql_exec(q, "COMMIT");
    if (q->rc != SQLITE_OK)
        (void)sqlite3_exec(q->db, "ROLLBACK", NULL, NULL, NULL);
    return am_sql_status(q, "bring the scan to this version's format", problem);
}

static enum am_status copy_to_memory(struct am_sql *q, struct am_problem *problem)
{
    struct am_sql copy;
    enum am_status status = am_sql_open_memory(&copy, q->path, problem);
    if (status != AM_OK)
        return status;
    sqlite3_backup *backup = sqlite3_backup_init(copy.db, "main", q->db, "main");
    if (backup) {
        (void)sqlite3_backup_step(backup, -1);
        (void)sqlite3_backup_finish(backup);
    }
    copy.rc = sqlite3_errcode(copy.db);
    if (copy.rc == SQLITE_DONE)
        copy.rc = SQLITE_OK;
    status = am_sql_status(&copy, "read the scan", problem);
    if (status != AM_OK) {
        am_sql_close(&copy);
        return status;
    }
    am_sql_close(q);
    *q = copy;
    return AM_OK;
}

static const char all_objects[] =
    "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name";

/* Both walks side by side; the longer one ends the comparison too. */
static void compare(struct am_sql *q, struct am_sql *model)
{
    AM_CLEANUP(am_sql_finish) sqlite3_stmt *mine = am_sql_prepare(q, all_objects);
    AM_CLEANUP(am_sql_finish) sqlite3_stmt *theirs = am_sql_prepare(model, all_objects);
    for (;;) {
        bool more = am_sql_row(q, mine);
        if (more != am_sql_row(model, theirs))
            am_sql_reject(q);
        if (!more || q->rc != SQLITE_OK)
            return;
        for (int i = 0; i < 4; i++) {
            const char *a = am_sql_text(q, mine, i, 1 << 16);
            const char *b = am_sql_text(model, theirs, i, 1 << 16);
            if (!a || !b || strcmp(a, b) != 0)
                am_sql_reject(q);
        }
    }
}

enum am_status am_schema_check(struct am_sql *q, bool writable, struct am_problem *problem)
{
    enum am_status status = AM_OK;
    if (!writable && am_sql_ask_int(q, "PRAGMA user_version", 0) < (int64_t)am_schema_version)
        status = copy_to_memory(q, problem);
    if (status == AM_OK)
        status = am_schema_upgrade(q, am_schema_steps, am_schema_version, problem);
    if (status != AM_OK)
        return status;

    struct am_sql model;
    if ((status = am_sql_open_memory(&model, q->path, problem)) != AM_OK)
        return status;
    status = am_schema_upgrade(&model, am_schema_steps, am_schema_version, problem);
    if (status == AM_OK) {
        compare(q, &model);
        status = am_sql_status(q, "read the scan", problem);
    }
    am_sql_close(&model);
    return status;
}
