/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "contacts/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/reader.h"
#include "base/text.h"

#define BUSY_MS        5000
#define VALUE_LEN_MAX  (1 << 20)
#define HEADER_LEN     100 /* of a database file (sqlite.org/fileformat.html, 1.3) */
#define HEADER_APP_AT  68
#define HEADER_MAGIC   "SQLite format 3" /* and its zero byte */
#define FULL_ADVICE    "no space is left on the disk; free some, then it can be tried again"
#define DAMAGED_ADVICE "the file is damaged or cut short; take another copy of it"

/* By result code, where not by its primary one; the first row stands for all others. */
static const struct kind {
    int rc;
    enum am_status status;
    const char *text;
} kinds[] = {
    {SQLITE_ERROR, AM_E_MALFORMED, "the file doesn't hold what amarra writes"},
    {SQLITE_FULL, AM_E_IO, FULL_ADVICE},
    {SQLITE_BUSY, AM_E_IO, "another program is using the file; close that, then try again"},
    {SQLITE_LOCKED, AM_E_IO, "another program is using the file; close that, then try again"},
    {SQLITE_PROTOCOL, AM_E_IO, "another program is using the file; close that, then retry"},
    {SQLITE_IOERR, AM_E_IO, "input/output error; see that the disk is there and sound"},
    /* Not enough quota, a file of the greatest size: SQLite tells FULL from ENOSPC alone. */
    {SQLITE_IOERR_WRITE, AM_E_IO,
     "a write failed, for lack of space or a broken disk; free some, then it can be tried again"},
    {SQLITE_READONLY, AM_E_IO, "the file or its folder can't be written; see who owns it"},
    {SQLITE_PERM, AM_E_IO, "not permitted; see who owns the file"},
    {SQLITE_CANTOPEN, AM_E_IO, "it can't be opened; see who owns the file and its folder"},
    {SQLITE_NOMEM, AM_E_NO_MEMORY, "out of memory"},
    {SQLITE_CORRUPT, AM_E_MALFORMED, DAMAGED_ADVICE},
    {SQLITE_NOTADB, AM_E_MALFORMED, "it is not a scan that amarra wrote"},
    {SQLITE_TOOBIG, AM_E_MALFORMED, "a value in it is larger than amarra writes any"},
};

static const struct kind *kind_of(int rc)
{
    const struct kind *found = &kinds[0];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i].rc == rc)
            return &kinds[i];
        if (kinds[i].rc == (rc & 0xff))
            found = &kinds[i];
    }
    return found;
}

static void fail(struct am_sql *q, int rc)
{
    if (q->rc == SQLITE_OK)
        q->rc = rc;
}

enum am_status am_sql_status(struct am_sql *q, const char *doing, struct am_problem *problem)
{
    if (q->rc == SQLITE_OK)
        return AM_OK;
    const struct kind *kind = kind_of(q->rc);
    q->rc = SQLITE_OK;
    return am_problem_set(problem, kind->status, q->path, 0, "can't %s: %s", doing, kind->text);
}

void am_sql_reject(struct am_sql *q)
{
    fail(q, SQLITE_CORRUPT);
}

void am_sql_no_memory(struct am_sql *q)
{
    fail(q, SQLITE_NOMEM);
}

void am_sql_exec(struct am_sql *q, const char *sql)
{
    if (q->rc == SQLITE_OK)
        fail(q, sqlite3_exec(q->db, sql, NULL, NULL, NULL));
}

sqlite3_stmt *am_sql_prepare(struct am_sql *q, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    if (q->rc == SQLITE_OK)
        fail(q, sqlite3_prepare_v2(q->db, sql, -1, &stmt, NULL));
    return stmt;
}

void am_sql_finish(sqlite3_stmt **stmt)
{
    (void)sqlite3_finalize(*stmt); /* repeats the failure that its last step told */
    *stmt = NULL;
}

void am_sql_bind_int(struct am_sql *q, sqlite3_stmt *stmt, int at, int64_t value)
{
    if (q->rc == SQLITE_OK)
        fail(q, sqlite3_bind_int64(stmt, at, value));
}

void am_sql_bind_count(struct am_sql *q, sqlite3_stmt *stmt, int at, uint64_t value)
{
    am_sql_bind_int(q, stmt, at, (int64_t)(value < AM_SQL_COUNT_MAX ? value : AM_SQL_COUNT_MAX));
}

void am_sql_bind_text(struct am_sql *q, sqlite3_stmt *stmt, int at, const char *text)
{
    if (q->rc == SQLITE_OK)
        fail(q, sqlite3_bind_text(stmt, at, text, -1, SQLITE_STATIC));
}

void am_sql_bind_bytes(struct am_sql *q, sqlite3_stmt *stmt, int at, const void *bytes, int len)
{
    if (q->rc == SQLITE_OK)
        fail(q, sqlite3_bind_blob(stmt, at, bytes, len, SQLITE_STATIC));
}

bool am_sql_row(struct am_sql *q, sqlite3_stmt *stmt)
{
    if (q->rc != SQLITE_OK)
        return false;
    int rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW)
        return true;
    if (rc != SQLITE_DONE)
        fail(q, rc);
    (void)sqlite3_reset(stmt);
    return false;
}

void am_sql_run(struct am_sql *q, sqlite3_stmt *stmt)
{
    while (am_sql_row(q, stmt))
        ;
}

int64_t am_sql_ask_int(struct am_sql *q, const char *sql, int64_t otherwise)
{
    AM_CLEANUP(am_sql_finish) sqlite3_stmt *stmt = am_sql_prepare(q, sql);
    return am_sql_row(q, stmt) ? sqlite3_column_int64(stmt, 0) : otherwise;
}

void am_sql_add_count(uint64_t *sum, uint64_t more)
{
    if (__builtin_add_overflow(*sum, more, sum) || *sum > AM_SQL_COUNT_MAX)
        *sum = AM_SQL_COUNT_MAX;
}

const char *am_sql_text(struct am_sql *q, sqlite3_stmt *stmt, int column, int limit)
{
    if (q->rc != SQLITE_OK)
        return NULL;
    const char *text = NULL;
    int len = 0;
    if (sqlite3_column_type(stmt, column) == SQLITE_TEXT) {
        text = (const char *)sqlite3_column_text(stmt, column);
        len = sqlite3_column_bytes(stmt, column);
    }
    if (text && len <= limit && strlen(text) == (size_t)len)
        return text;
    am_sql_reject(q);
    return NULL;
}

int64_t am_sql_int(struct am_sql *q, sqlite3_stmt *stmt, int column, int64_t min, int64_t max)
{
    if (q->rc != SQLITE_OK)
        return 0;
    int64_t value = sqlite3_column_int64(stmt, column);
    if (sqlite3_column_type(stmt, column) == SQLITE_INTEGER && value >= min && value <= max)
        return value;
    am_sql_reject(q);
    return 0;
}

/* The file may be anyone's: nothing in it may run, and no value may be large. */
static void harden(struct am_sql *q)
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
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
    };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        fail(q, sqlite3_db_config(q->db, settings[i].option, settings[i].value, NULL));
    (void)sqlite3_limit(q->db, SQLITE_LIMIT_LENGTH, VALUE_LEN_MAX);
    (void)sqlite3_limit(q->db, SQLITE_LIMIT_ATTACHED, 1); /* VACUUM attaches one */
    (void)sqlite3_extended_result_codes(q->db, 1);
    fail(q, sqlite3_busy_timeout(q->db, BUSY_MS));
    /* Sorting and VACUUM must leave no copy on another disk than the file's own. */
    am_sql_exec(q,
                "PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;"
                "PRAGMA secure_delete = ON; PRAGMA mmap_size = 0");
}

/* A path that SQLite takes for nothing but a path: neither ":memory:" nor "file:...". */
static bool plain_path(struct am_text *out, const char *path)
{
    if (path[0] != '/')
        am_text_add(out, "./");
    am_text_add(out, path);
    return am_text_status(out) == AM_OK;
}

/* The same as a URI that promises nobody changes the file: the only way to read a database in WAL
 * mode without writing beside it. */
static bool immutable_path(struct am_text *out, const char *path)
{
    am_text_add(out, path[0] == '/' ? "file:" : "file:./");
    for (const char *c = path; *c; c++) {
        if (*c == '%' || *c == '?' || *c == '#')
            am_text_addf(out, "%%%02X", (unsigned char)*c);
        else
            am_text_add_len(out, c, 1);
    }
    am_text_add(out, "?immutable=1");
    return am_text_status(out) == AM_OK;
}

static void connect_to(struct am_sql *q, const char *path, int flags)
{
    struct am_text name;
    am_text_init(&name, (size_t)PATH_MAX * 3);
    bool ok = path == NULL ||
              ((flags & SQLITE_OPEN_URI) ? immutable_path(&name, path) : plain_path(&name, path));
    if (!ok)
        fail(q, SQLITE_NOMEM);
    else
        fail(q, sqlite3_open_v2(path ? name.at : ":memory:", &q->db, flags | SQLITE_OPEN_NOMUTEX,
                                NULL));
    am_text_done(&name);
    if (q->rc == SQLITE_OK)
        harden(q);
}

void am_sql_close(struct am_sql *q)
{
    (void)sqlite3_close(q->db);
    free(q->path);
    *q = (struct am_sql){0};
}

static enum am_status begin(struct am_sql *q, const char *path, struct am_problem *problem)
{
    *q = (struct am_sql){.path = strdup(path)};
    return q->path ? AM_OK : am_problem_set(problem, AM_E_NO_MEMORY, path, 0, "out of memory");
}

enum am_status am_sql_open_new(struct am_sql *q, const char *path, struct am_problem *problem)
{
    enum am_status status = begin(q, path, problem);
    if (status == AM_OK) {
        connect_to(q, path, SQLITE_OPEN_READWRITE);
        status = am_sql_status(q, "create the scan", problem);
    }
    if (status != AM_OK)
        am_sql_close(q);
    return status;
}

enum am_status am_sql_open_memory(struct am_sql *q, const char *path, struct am_problem *problem)
{
    enum am_status status = begin(q, path, problem);
    if (status == AM_OK) {
        connect_to(q, NULL, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY);
        status = am_sql_status(q, "read the scan", problem);
    }
    if (status != AM_OK)
        am_sql_close(q);
    return status;
}

static enum am_status look_at(const char *path, struct am_problem *problem)
{
    struct stat st;
    if (stat(path, &st) != 0 && errno != ENOENT && errno != ENOTDIR)
        return am_problem_set(problem, AM_E_IO, path, 0, "can't open it: %s", strerror(errno));
    if (stat(path, &st) != 0)
        return am_problem_set(problem, AM_E_NOT_FOUND, path, 0,
                              "there is no such file; name one that 'amarra scan' wrote");
    if (S_ISDIR(st.st_mode))
        return am_problem_set(problem, AM_E_MALFORMED, path, 0,
                              "it is a folder; name the scan file inside it");
    if (!S_ISREG(st.st_mode))
        return am_problem_set(problem, AM_E_MALFORMED, path, 0,
                              "it is not a file; name one that 'amarra scan' wrote");
    if (st.st_size == 0)
        return am_problem_set(problem, AM_E_MALFORMED, path, 0,
                              "the file is empty; name one that 'amarra scan' wrote");
    if (access(path, R_OK) != 0)
        return am_problem_set(problem, AM_E_IO, path, 0,
                              "can't open it: %s; read it as the user who made the scan",
                              strerror(errno));
    return AM_OK;
}

static bool is_empty(const char *path, const char *ending)
{
    char name[PATH_MAX];
    struct stat st;
    int len = snprintf(name, sizeof name, "%s%s", path, ending);
    if (len < 0 || (size_t)len >= sizeof name)
        return false;
    return stat(name, &st) != 0 ? errno == ENOENT : st.st_size == 0;
}

/* The first read of the file, through its write-ahead log. */
static int64_t application_of(struct am_sql *q)
{
    (void)am_sql_ask_int(q, "SELECT count(*) FROM sqlite_schema", 0);
    return am_sql_ask_int(q, "PRAGMA application_id", 0);
}

/* SQLite takes the missing part of a last page for zeroes. */
static void check_length(struct am_sql *q)
{
    struct stat st;
    int64_t len =
        am_sql_ask_int(q, "PRAGMA page_count", 0) * am_sql_ask_int(q, "PRAGMA page_size", 0);
    if (is_empty(q->path, "-wal") && stat(q->path, &st) == 0 && st.st_size < len)
        am_sql_reject(q);
}

static int64_t connect_again(struct am_sql *q, int flags)
{
    (void)sqlite3_close(q->db);
    q->db = NULL;
    q->rc = SQLITE_OK;
    connect_to(q, q->path, flags);
    return application_of(q);
}

/* For reading only, which takes writing beside the file, or into it, where a crash left work. */
static int64_t open_to_read(struct am_sql *q)
{
    int64_t application = connect_again(q, SQLITE_OPEN_READONLY);
    if (q->rc == SQLITE_READONLY_ROLLBACK) { /* a crash while the file was made or made final */
        (void)connect_again(q, SQLITE_OPEN_READWRITE);
        application = connect_again(q, SQLITE_OPEN_READONLY);
    }
    int rc = q->rc & 0xff;
    if ((rc == SQLITE_CANTOPEN || rc == SQLITE_READONLY) && is_empty(q->path, "-wal") &&
        is_empty(q->path, "-journal"))
        application = connect_again(q, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    return application;
}

enum am_status am_sql_open(struct am_sql *q, const char *path, bool writable,
                           struct am_problem *problem)
{
    enum am_status status = look_at(path, problem);
    if (status != AM_OK || (status = begin(q, path, problem)) != AM_OK)
        return status;
    int64_t application = writable ? connect_again(q, SQLITE_OPEN_READWRITE) : open_to_read(q);
    int rc = q->rc & 0xff;
    if (q->rc == SQLITE_OK)
        check_length(q);
    if (!writable && (rc == SQLITE_CANTOPEN || rc == SQLITE_READONLY))
        status = am_problem_set(problem, AM_E_IO, path, 0,
                                "it was not closed and its folder can't be written; copy it "
                                "together with its -wal file to a folder of yours");
    else
        status = am_sql_status(q, "open the scan", problem);
    if (status == AM_OK && application != AM_SQL_APPLICATION)
        status = look_at(path, problem); /* what a crash left may have become empty */
    if (status == AM_OK && application != AM_SQL_APPLICATION)
        status = am_problem_set(problem, AM_E_MALFORMED, path, 0,
                                "it is a database, but not a scan that amarra wrote");
    if (status != AM_OK)
        am_sql_close(q);
    return status;
}

bool am_sql_is_scan_file(int fd)
{
    uint8_t header[HEADER_LEN];
    if (pread(fd, header, sizeof header, 0) != (ssize_t)sizeof header)
        return false;
    struct am_reader r = am_reader_over((struct am_bytes){header, sizeof header}, false);
    struct am_bytes magic = am_read_bytes(&r, sizeof HEADER_MAGIC);
    am_read_skip(&r, HEADER_APP_AT - sizeof HEADER_MAGIC);
    return am_read_be32(&r) == AM_SQL_APPLICATION &&
           memcmp(magic.at, HEADER_MAGIC, sizeof HEADER_MAGIC) == 0;
}
