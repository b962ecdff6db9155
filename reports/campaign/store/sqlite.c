/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A store in one file. What is erased in it is overwritten (secure_delete), what is committed is on
 * the disk (synchronous), and a writer waits for the one before it. The journal is the one that
 * SQLite rolls back, not a log beside the file: the file is carried on sticks and over networks. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "campaign/store/driver.h"

#define APPLICATION   0x616d6373 /* "amcs": PRAGMA application_id */
#define SCAN          0x616d7261 /* "amra", of a scan */
#define BUSY_MS       60000      /* eight writers, each of batches that are synced */
#define VALUE_LEN_MAX (512 << 20)
#define TABLE_MAX     1024 /* bytes of a statement that makes a table */

struct connection {
    sqlite3 *db;
    char *path; /* owned */
    sqlite3_stmt *prepared[AM_SQL_COUNT];
    bool made; /* the file is this connection's own, until it commits */
};

/* By primary result code; the first row stands for all others. */
static const struct {
    int rc;
    enum am_status status;
    const char *text;
} kinds[] = {
    {SQLITE_ERROR, AM_E_MALFORMED, "it does not hold what amarra keeps"},
    {SQLITE_FULL, AM_E_IO, "no space is left on the disk; free some, then say it again"},
    {SQLITE_BUSY, AM_E_IO, "another program is writing it all the time; say it again later"},
    {SQLITE_LOCKED, AM_E_IO, "another program is writing it all the time; say it again later"},
    {SQLITE_PROTOCOL, AM_E_IO, "another program is writing it all the time; say it again later"},
    {SQLITE_IOERR, AM_E_IO, "the disk can't be read or written; see that it is sound and not full"},
    {SQLITE_READONLY, AM_E_IO, "it or its folder may not be written; see who owns it"},
    {SQLITE_PERM, AM_E_IO, "not permitted; see who owns it"},
    {SQLITE_CANTOPEN, AM_E_IO, "it can't be opened; see who owns it and its folder"},
    {SQLITE_NOMEM, AM_E_NO_MEMORY, "out of memory"},
    {SQLITE_CORRUPT, AM_E_MALFORMED, "it is damaged or cut short; take another copy of it"},
    {SQLITE_NOTADB, AM_E_MALFORMED, "it is not the store of a campaign"},
    {SQLITE_TOOBIG, AM_E_LIMIT, "a value is larger than a store takes"},
};

static enum am_status problem_of(const struct connection *c, int rc, struct am_problem *problem)
{
    size_t kind = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].rc == (rc & 0xff))
            kind = i;
    return am_problem_set(problem, kinds[kind].status, c->path, 0, "%s", kinds[kind].text);
}

static void close_file(void *connection)
{
    struct connection *c = connection;
    if (!c)
        return;
    for (size_t i = 0; i < AM_SQL_COUNT; i++)
        (void)sqlite3_finalize(c->prepared[i]);
    (void)sqlite3_close(c->db);
    if (c->made)
        (void)unlink(c->path);
    free(c->path);
    free(c);
}

static int ask_int(sqlite3 *db, const char *sql, int64_t *out)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW)
        *out = sqlite3_column_int64(stmt, 0);
    (void)sqlite3_finalize(stmt);
    return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

/* The file may have been anyone's: nothing in it may run. */
static int harden(sqlite3 *db)
{
    static const struct {
        int option, value;
    } settings[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    int rc = sqlite3_busy_timeout(db, BUSY_MS);
    for (size_t i = 0; i < sizeof settings / sizeof *settings && rc == SQLITE_OK; i++)
        rc = sqlite3_db_config(db, settings[i].option, settings[i].value, NULL);
    (void)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, VALUE_LEN_MAX);
    (void)sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(db,
                          "PRAGMA secure_delete = ON; PRAGMA synchronous = FULL;"
                          "PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;"
                          "PRAGMA mmap_size = 0",
                          NULL, NULL, NULL);
    return rc;
}

static void tell_table(size_t at, char out[TABLE_MAX])
{
    (void)snprintf(out, TABLE_MAX, "CREATE TABLE %s(%s)", am_store_tables[at].name,
                   am_store_tables[at].columns);
}

static bool is_ours(const char *type, const char *name, const char *sql)
{
    char table[TABLE_MAX];
    if (strcmp(type, "index") == 0) /* of a key */
        return strncmp(name, "sqlite_autoindex_", 17) == 0 && sql[0] == '\0';
    for (size_t i = 0; i < am_store_table_count; i++) {
        tell_table(i, table);
        if (strcmp(name, am_store_tables[i].name) == 0)
            return strcmp(type, "table") == 0 && strcmp(sql, table) == 0;
    }
    return false;
}

/* Word for word the tables that amarra makes, and nothing else: no view, no trigger, no other's. */
static enum am_status check_tables(const struct connection *c, struct am_problem *problem)
{
    sqlite3_stmt *stmt = NULL;
    size_t tables = 0;
    bool ours = true;
    int rc = sqlite3_prepare_v2(c->db, "SELECT type, name, coalesce(sql, '') FROM sqlite_schema",
                                -1, &stmt, NULL);
    while (rc == SQLITE_OK || rc == SQLITE_ROW) {
        rc = sqlite3_step(stmt);
        if (rc != SQLITE_ROW)
            break;
        const char *type = (const char *)sqlite3_column_text(stmt, 0);
        const char *name = (const char *)sqlite3_column_text(stmt, 1);
        const char *sql = (const char *)sqlite3_column_text(stmt, 2);
        ours = ours && type && name && sql && is_ours(type, name, sql);
        tables += type && strcmp(type, "table") == 0;
    }
    (void)sqlite3_finalize(stmt);
    if (rc != SQLITE_DONE)
        return problem_of(c, rc, problem);
    return ours && tables == am_store_table_count ? AM_OK : problem_of(c, SQLITE_ERROR, problem);
}

/* A store that is there, or an empty file where one may be made. */
static enum am_status check(const struct connection *c, bool make, struct am_problem *problem)
{
    int64_t application = 0;
    int64_t version = 0;
    int64_t objects = 0;
    int rc = ask_int(c->db, "SELECT count(*) FROM sqlite_schema", &objects);
    if (rc == SQLITE_OK)
        rc = ask_int(c->db, "PRAGMA application_id", &application);
    if (rc == SQLITE_OK)
        rc = ask_int(c->db, "PRAGMA user_version", &version);
    if (rc != SQLITE_OK)
        return problem_of(c, rc, problem);
    if (objects == 0 && application == 0 && make)
        return AM_OK;
    if (application == SCAN)
        return am_problem_set(problem, AM_E_MALFORMED, c->path, 0,
                              "it is a scan, not the store of a campaign: 'amarra share' makes a "
                              "share of it");
    if (application != APPLICATION)
        return am_problem_set(problem, AM_E_MALFORMED, c->path, 0,
                              "it is not the store of a campaign");
    if (version != AM_STORE_VERSION)
        return am_problem_set(problem, AM_E_LIMIT, c->path, 0,
                              "it is of format %lld, and this amarra reads format %d: update it",
                              (long long)version, AM_STORE_VERSION);
    return check_tables(c, problem);
}

/* What SQLite would tell worse, or make. */
static enum am_status look_at(struct connection *c, bool make, struct am_problem *problem)
{
    struct stat st;
    int fd = -1;
    if (make && (fd = open(c->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) >= 0) {
        c->made = true;
        (void)close(fd);
    }
    if (stat(c->path, &st) != 0)
        return am_problem_set(
            problem, !make && (errno == ENOENT || errno == ENOTDIR) ? AM_E_NOT_FOUND : AM_E_IO,
            c->path, 0, "%s%s", strerror(errno),
            make ? "" : ": 'amarra campaign new' makes a store");
    if (S_ISDIR(st.st_mode))
        return am_problem_set(problem, AM_E_MALFORMED, c->path, 0,
                              "it is a folder; name the store's file inside it");
    if (!S_ISREG(st.st_mode))
        return am_problem_set(problem, AM_E_MALFORMED, c->path, 0, "it is not a file");
    if (access(c->path, R_OK) != 0)
        return am_problem_set(problem, AM_E_IO, c->path, 0, "can't open it: %s", strerror(errno));
    if (st.st_size == 0 && !make)
        return am_problem_set(problem, AM_E_MALFORMED, c->path, 0,
                              "it is empty: 'amarra campaign new' makes a store");
    return AM_OK;
}

/* A path that SQLite takes for nothing but a path: neither ":memory:" nor "file:...". */
static int connect_to(struct connection *c)
{
    struct am_text name;
    am_text_init(&name, PATH_MAX);
    am_text_add(&name, c->path[0] == '/' ? "" : "./");
    am_text_add(&name, c->path);
    int rc = am_text_status(&name) == AM_OK ? SQLITE_OK : SQLITE_CANTOPEN;
    if (rc == SQLITE_OK)
        rc = sqlite3_open_v2(name.at, &c->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    am_text_done(&name);
    return rc == SQLITE_OK ? harden(c->db) : rc;
}

static enum am_status open_file(const char *where, bool make, void **out,
                                struct am_problem *problem)
{
    struct connection *c = calloc(1, sizeof *c);
    if (!c || !(c->path = strdup(where))) {
        free(c);
        return am_problem_set(problem, AM_E_NO_MEMORY, where, 0, "out of memory");
    }
    enum am_status status = look_at(c, make, problem);
    if (status == AM_OK) {
        int rc = connect_to(c);
        status = rc == SQLITE_OK ? check(c, make, problem) : problem_of(c, rc, problem);
    }
    if (status == AM_OK)
        *out = c;
    else
        close_file(c);
    return status;
}

static enum am_status run(const struct connection *c, const char *sql, struct am_problem *problem)
{
    int rc = sqlite3_exec(c->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? AM_OK : problem_of(c, rc, problem);
}

/* At once for writing: two that read first and then want to write would wait for each other. */
static enum am_status begin(void *connection, struct am_problem *problem)
{
    return run(connection, "BEGIN IMMEDIATE", problem);
}

static enum am_status commit(void *connection, struct am_problem *problem)
{
    struct connection *c = connection;
    enum am_status status = run(c, "COMMIT", problem);
    if (status == AM_OK)
        c->made = false;
    return status;
}

static void rollback(void *connection)
{
    struct connection *c = connection;
    (void)sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
}

/* Waiting was long enough. */
static bool may_retry(const void *connection)
{
    (void)connection;
    return false;
}

static enum am_status make_tables(void *connection, const char *campaign, unsigned parts,
                                  struct am_problem *problem)
{
    const struct connection *c = connection;
    char sql[TABLE_MAX];
    int64_t version = 0;
    (void)campaign;
    (void)parts;
    int rc = ask_int(c->db, "PRAGMA user_version", &version);
    if (rc != SQLITE_OK)
        return problem_of(c, rc, problem);
    if (version != 0) /* somebody else made it meanwhile, or it was there */
        return AM_OK;
    enum am_status status = AM_OK;
    for (size_t i = 0; i < am_store_table_count && status == AM_OK; i++) {
        tell_table(i, sql);
        status = run(c, sql, problem);
    }
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO store VALUES (%d); PRAGMA application_id = %d;"
                   "PRAGMA user_version = %d",
                   AM_STORE_VERSION, APPLICATION, AM_STORE_VERSION);
    return status == AM_OK ? run(c, sql, problem) : status;
}

static int bind(sqlite3_stmt *stmt, int at, const struct am_datum *value)
{
    switch (value->kind) {
    case AM_DATUM_NUMBER:
        return sqlite3_bind_int64(stmt, at, value->number);
    case AM_DATUM_TEXT:
        return sqlite3_bind_text64(stmt, at, (const char *)value->bytes.at, value->bytes.len,
                                   SQLITE_STATIC, SQLITE_UTF8);
    case AM_DATUM_BYTES:
        return sqlite3_bind_blob64(stmt, at, value->bytes.at, value->bytes.len, SQLITE_STATIC);
    case AM_DATUM_NULL:
    default:
        return sqlite3_bind_null(stmt, at);
    }
}

static int prepare(struct connection *c, enum am_statement which, const struct am_datum *values,
                   sqlite3_stmt **out)
{
    sqlite3_stmt **stmt = &c->prepared[which];
    int rc = SQLITE_OK;
    if (!*stmt)
        rc = sqlite3_prepare_v3(c->db, am_statements[which].text, -1, SQLITE_PREPARE_PERSISTENT,
                                stmt, NULL);
    for (size_t i = 0; i < am_statements[which].values && rc == SQLITE_OK; i++)
        rc = bind(*stmt, (int)i + 1, &values[i]);
    *out = *stmt;
    return rc;
}

static struct am_datum column_of(sqlite3_stmt *stmt, int at)
{
    struct am_datum value = {.kind = AM_DATUM_NULL};
    int type = sqlite3_column_type(stmt, at);
    if (type == SQLITE_INTEGER) {
        value.kind = AM_DATUM_NUMBER;
        value.number = sqlite3_column_int64(stmt, at);
    } else if (type == SQLITE_TEXT || type == SQLITE_BLOB) {
        value.kind = type == SQLITE_TEXT ? AM_DATUM_TEXT : AM_DATUM_BYTES;
        value.bytes.at = sqlite3_column_blob(stmt, at);
        value.bytes.len = (size_t)sqlite3_column_bytes(stmt, at);
    }
    return value;
}

static enum am_status ask(void *connection, enum am_statement which, const struct am_datum *values,
                          am_driver_row_fn fn, void *ctx, struct am_problem *problem)
{
    struct connection *c = connection;
    struct am_datum columns[AM_STATEMENT_RESULT];
    sqlite3_stmt *stmt;
    enum am_status status = AM_OK;
    int rc = prepare(c, which, values, &stmt);
    if (rc == SQLITE_OK)
        rc = SQLITE_ROW;
    while (rc == SQLITE_ROW && status == AM_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        int count = sqlite3_column_count(stmt);
        for (int i = 0; i < count && i < AM_STATEMENT_RESULT; i++)
            columns[i] = column_of(stmt, i);
        status = fn(ctx, columns, (size_t)count);
    }
    if (status == AM_OK && rc != SQLITE_DONE)
        status = problem_of(c, rc, problem);
    (void)sqlite3_reset(stmt);
    return status;
}

static enum am_status change(void *connection, enum am_statement which,
                             const struct am_datum *values, size_t rows, bool *changed,
                             struct am_problem *problem)
{
    struct connection *c = connection;
    sqlite3_stmt *stmt = NULL;
    int rc = SQLITE_OK;
    for (size_t i = 0; i < rows && rc == SQLITE_OK; i++) {
        rc = prepare(c, which, values + i * am_statements[which].values, &stmt);
        if (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_DONE) {
            changed[i] = sqlite3_changes64(c->db) > 0;
            rc = SQLITE_OK;
        }
        (void)sqlite3_reset(stmt);
    }
    if (stmt)
        (void)sqlite3_clear_bindings(stmt);
    return rc == SQLITE_OK ? AM_OK : problem_of(c, rc, problem);
}

const struct am_driver am_driver_sqlite = {
    .open = open_file,
    .close = close_file,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .may_retry = may_retry,
    .make = make_tables,
    .ask = ask,
    .change = change,
};
