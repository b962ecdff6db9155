/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A store in a PostgreSQL database, in a schema of its own.
 *
 * Values go as parameters and come back binary. What is put is sent in a pipeline: a batch costs
 * one trip to the server, not one a share. Two writers never wait for each other in a circle as
 * long as they put shares in one order (store.c); where they do all the same, or where a server
 * behind the coordinator can't serialize them, the transaction is one to run again (may_retry). */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "campaign/store/postgres.h"

#define LOST                                                                                       \
    "the connection to the database was lost; what was told as kept is kept. Say the same again: " \
    "it does no harm"
#define SERVER_MIN  120000 /* PQserverVersion: 12 */
#define NUMBER_SIZE 24
#define MESSAGE_MAX 300
/* pg_type.dat of PostgreSQL's sources: fixed for good. */
#define OID_BYTEA 17
#define OID_INT8  20
#define OID_TEXT  25

static const struct {
    const char *state; /* the beginning of it; Appendix A of the manual */
    enum am_status status;
    bool conflict;
    const char *text; /* NULL: the server's own word */
} kinds[] = {
    {"40001", AM_E_IO, true, "another writer stood in the way; say it again"},
    {"40P01", AM_E_IO, true, "another writer stood in the way; say it again"},
    {"55P03", AM_E_IO, false, "another writer holds what is to be written; say it again later"},
    {"3F000", AM_E_NOT_FOUND, false,
     "no store is in this database: 'amarra campaign new' makes one"},
    {"42P01", AM_E_NOT_FOUND, false,
     "no store is in this database: 'amarra campaign new' makes one"},
    {"42501", AM_E_IO, false, NULL},
    {"25006", AM_E_IO, false, NULL},
    {"08", AM_E_IO, false, NULL},
    {"28", AM_E_IO, false, NULL},
    {"3D", AM_E_IO, false, NULL},
    {"53", AM_E_IO, false, NULL},
    {"57P", AM_E_IO, false, LOST}, /* it is stopped, or was */
    {"57", AM_E_IO, false, NULL},
    {"58", AM_E_IO, false, NULL},
    {"HV", AM_E_IO, false, NULL}, /* of a server behind this one */
    {"", AM_E_MALFORMED, false, NULL},
};

/* Messages of libpq are several lines, with tabs. */
static void flatten(const char *message, char out[MESSAGE_MAX])
{
    size_t len = 0;
    for (; *message && len + 1 < MESSAGE_MAX; message++) {
        bool space = isspace((unsigned char)*message) != 0;
        if (!space)
            out[len++] = *message;
        else if (len > 0 && out[len - 1] != ' ')
            out[len++] = ' ';
    }
    while (len > 0 && out[len - 1] == ' ')
        len--;
    out[len] = '\0';
}

static enum am_status lost(struct am_postgres *c, struct am_problem *problem)
{
    return am_problem_set(problem, AM_E_IO, c->where, 0, "%s", LOST);
}

enum am_status am_postgres_no_memory(const struct am_postgres *c, struct am_problem *problem)
{
    return am_problem_set(problem, AM_E_NO_MEMORY, c->where, 0, "out of memory");
}

enum am_status am_postgres_problem(struct am_postgres *c, const PGresult *result,
                                   struct am_problem *problem)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    char text[MESSAGE_MAX];
    size_t kind = 0;
    c->conflict = false;
    if (!state || PQstatus(c->conn) == CONNECTION_BAD) /* libpq's own word, not the server's */
        return lost(c, problem);
    while (strncmp(state, kinds[kind].state, strlen(kinds[kind].state)) != 0)
        kind++;
    c->conflict = kinds[kind].conflict;
    flatten(message ? message : PQerrorMessage(c->conn), text);
    return am_problem_set(
        problem, kinds[kind].status, c->where, 0, "%s%s",
        kinds[kind].text ? "" : "the database says: ", kinds[kind].text ? kinds[kind].text : text);
}

static void close_connection(void *connection)
{
    struct am_postgres *c = connection;
    if (!c)
        return;
    PQfinish(c->conn);
    free(c->where);
    free(c);
}

/* A statement without values or rows; `result` NULL: no use for it. */
enum am_status am_postgres_run(struct am_postgres *c, const char *sql, struct am_problem *problem)
{
    PGresult *result = PQexec(c->conn, sql);
    ExecStatusType done = PQresultStatus(result);
    enum am_status status = AM_OK;
    if (done != PGRES_COMMAND_OK && done != PGRES_TUPLES_OK)
        status = am_postgres_problem(c, result, problem);
    PQclear(result);
    return status;
}

/* "postgresql://HOST:PORT/DATABASE": nothing in it that is secret. */
static char *public_name(const char *where)
{
    static const char *const parts[] = {"host", "port", "dbname"};
    static const char *const before[] = {"", ":", "/"};
    struct am_text name;
    PQconninfoOption *options = PQconninfoParse(where, NULL);
    if (!options)
        return NULL;
    am_text_init(&name, AM_PROBLEM_FILE);
    am_text_add(&name, "postgresql://");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (const PQconninfoOption *o = options; o->keyword; o++)
            if (strcmp(o->keyword, parts[i]) == 0 && o->val && o->val[0])
                am_text_addf(&name, "%s%s", before[i], o->val);
    PQconninfoFree(options);
    char *copy = strdup(name.at);
    am_text_done(&name);
    return copy;
}

static void ignore(void *ctx, const PGresult *result)
{
    (void)ctx;
    (void)result;
}

/* What comes before `dbname` holds unless the address says otherwise, what comes after whatever it
 * says. A server that vanished is noticed within a minute. */
static enum am_status connect_to(struct am_postgres *c, const char *where,
                                 struct am_problem *problem)
{
    static const char *const names[] = {
        "connect_timeout",  "keepalives_idle",           "keepalives_interval",
        "keepalives_count", "tcp_user_timeout",          "dbname",
        "client_encoding",  "fallback_application_name", NULL};
    const char *const values[] = {"15", "30", "10", "3", "60000", where, "UTF8", "amarra", NULL};
    c->conn = PQconnectdbParams(names, values, 1);
    if (!c->conn)
        return am_postgres_no_memory(c, problem);
    if (PQstatus(c->conn) != CONNECTION_OK) {
        char text[MESSAGE_MAX];
        flatten(PQerrorMessage(c->conn), text);
        return am_problem_set(problem, AM_E_IO, c->where, 0, "can't connect: %s", text);
    }
    if (PQserverVersion(c->conn) < SERVER_MIN)
        return am_problem_set(problem, AM_E_USAGE, c->where, 0,
                              "the server is older than PostgreSQL 12");
    (void)PQsetNoticeReceiver(c->conn, ignore, NULL);
    /* Names mean tables of that schema and nothing else, whoever else writes into the database. */
    return am_postgres_run(c,
                           "SET search_path = " AM_STORE_SCHEMA
                           ", pg_temp; SET lock_timeout = '60s';"
                           "SET default_transaction_isolation = 'read committed'",
                           problem);
}

static enum am_status open_connection(const char *where, bool make, void **out,
                                      struct am_problem *problem)
{
    (void)make; /* the database is there, or nothing is */
    struct am_postgres *c = calloc(1, sizeof *c);
    if (!c)
        return am_problem_set(problem, AM_E_NO_MEMORY, NULL, 0, "out of memory");
    enum am_status status = AM_OK;
    if (!(c->where = public_name(where)))
        status = am_problem_set(problem, AM_E_USAGE, NULL, 0,
                                "the store's address can't be read: it is like "
                                "postgresql://USER@HOST/DATABASE");
    if (status == AM_OK)
        status = connect_to(c, where, problem);
    if (status == AM_OK)
        *out = c;
    else
        close_connection(c);
    return status;
}

static enum am_status begin(void *connection, struct am_problem *problem)
{
    return am_postgres_run(connection, "BEGIN", problem);
}

static enum am_status commit(void *connection, struct am_problem *problem)
{
    struct am_postgres *c = connection;
    PGresult *result = PQexec(c->conn, "COMMIT");
    enum am_status status = AM_OK;
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        status = am_postgres_problem(c, result, problem);
    else if (strcmp(PQcmdStatus(result), "COMMIT") != 0) /* it had failed before */
        status = am_problem_set(problem, AM_E_IO, c->where, 0, "the database kept nothing of it");
    PQclear(result);
    return status;
}

static void rollback(void *connection)
{
    const struct am_postgres *c = connection;
    PQclear(PQexec(c->conn, "ROLLBACK"));
}

static bool may_retry(const void *connection)
{
    const struct am_postgres *c = connection;
    return c->conflict && PQstatus(c->conn) == CONNECTION_OK;
}

static enum am_status prepare(struct am_postgres *c, enum am_statement which,
                              struct am_problem *problem)
{
    char name[NUMBER_SIZE];
    if (c->prepared[which])
        return AM_OK;
    (void)snprintf(name, sizeof name, "s%d", (int)which);
    PGresult *result = PQprepare(c->conn, name, am_statements[which].text, 0, NULL);
    enum am_status status = AM_OK;
    if (PQresultStatus(result) == PGRES_COMMAND_OK)
        c->prepared[which] = true;
    else
        status = am_postgres_problem(c, result, problem);
    PQclear(result);
    return status;
}

/* Bytes and texts go as they are, numbers in digits. */
static bool send(struct am_postgres *c, enum am_statement which, const struct am_datum *values)
{
    char name[NUMBER_SIZE];
    char numbers[AM_STATEMENT_VALUES][NUMBER_SIZE];
    const char *at[AM_STATEMENT_VALUES];
    int lens[AM_STATEMENT_VALUES];
    int binary[AM_STATEMENT_VALUES];
    size_t count = am_statements[which].values;
    for (size_t i = 0; i < count; i++) {
        const struct am_datum *v = &values[i];
        bool number = v->kind == AM_DATUM_NUMBER;
        (void)snprintf(numbers[i], sizeof numbers[i], "%lld", (long long)v->number);
        at[i] = number ? numbers[i] : v->kind == AM_DATUM_NULL ? NULL : (const char *)v->bytes.at;
        lens[i] = number ? 0 : (int)v->bytes.len;
        binary[i] = !number;
    }
    (void)snprintf(name, sizeof name, "s%d", (int)which);
    return PQsendQueryPrepared(c->conn, name, (int)count, at, lens, binary, 1) == 1;
}

static bool column_of(const PGresult *result, int at, struct am_datum *out)
{
    struct am_bytes bytes = {(const uint8_t *)PQgetvalue(result, 0, at),
                             (size_t)PQgetlength(result, 0, at)};
    struct am_reader r = am_reader_over(bytes, false);
    *out = (struct am_datum){.kind = AM_DATUM_NULL};
    if (PQgetisnull(result, 0, at))
        return true;
    switch (PQftype(result, at)) {
    case OID_INT8:
        *out = (struct am_datum){.kind = AM_DATUM_NUMBER, .number = (int64_t)am_read_be64(&r)};
        return am_reader_status(&r) == AM_OK;
    case OID_TEXT:
    case OID_BYTEA:
        out->kind = PQftype(result, at) == OID_TEXT ? AM_DATUM_TEXT : AM_DATUM_BYTES;
        out->bytes = bytes;
        return true;
    default:
        return false;
    }
}

static enum am_status tell_row(struct am_postgres *c, const PGresult *result, am_driver_row_fn fn,
                               void *ctx, struct am_problem *problem)
{
    struct am_datum columns[AM_STATEMENT_RESULT];
    int count = PQnfields(result);
    for (int i = 0; i < count; i++)
        if (i >= AM_STATEMENT_RESULT || !column_of(result, i, &columns[i]))
            return am_problem_set(problem, AM_E_MALFORMED, c->where, 0,
                                  "the database's tables are not those of a store");
    return fn(ctx, columns, (size_t)count);
}

/* Whoever hears the rows wants no more of them. */
static void cancel(struct am_postgres *c)
{
    char error[MESSAGE_MAX];
    PGcancel *request = PQgetCancel(c->conn);
    if (request)
        (void)PQcancel(request, error, sizeof error);
    PQfreeCancel(request);
}

static enum am_status ask(void *connection, enum am_statement which, const struct am_datum *values,
                          am_driver_row_fn fn, void *ctx, struct am_problem *problem)
{
    struct am_postgres *c = connection;
    PGresult *result;
    enum am_status status = prepare(c, which, problem);
    if (status != AM_OK)
        return status;
    if (!send(c, which, values))
        return lost(c, problem);
    (void)PQsetSingleRowMode(c->conn);
    bool ended = false;
    while ((result = PQgetResult(c->conn))) {
        ExecStatusType kind = PQresultStatus(result);
        if (status == AM_OK && kind == PGRES_SINGLE_TUPLE) {
            status = tell_row(c, result, fn, ctx, problem);
            if (status != AM_OK)
                cancel(c);
        } else if (status == AM_OK && kind != PGRES_TUPLES_OK) {
            status = am_postgres_problem(c, result, problem);
        }
        ended |= kind == PGRES_TUPLES_OK;
        PQclear(result);
    }
    return status == AM_OK && !ended ? lost(c, problem) : status;
}

/* The answers of a pipeline, up to its end. */
static enum am_status take_answers(struct am_postgres *c, size_t rows, bool *changed,
                                   struct am_problem *problem)
{
    enum am_status status = AM_OK;
    size_t at = 0;
    bool ended = false;
    while (!ended && PQstatus(c->conn) == CONNECTION_OK) {
        PGresult *result = PQgetResult(c->conn); /* NULL stands between two of them */
        ExecStatusType kind = result ? PQresultStatus(result) : PGRES_EMPTY_QUERY;
        if (kind == PGRES_PIPELINE_SYNC)
            ended = true;
        else if (kind == PGRES_COMMAND_OK && at < rows)
            changed[at++] = strcmp(PQcmdTuples(result), "0") != 0;
        else if (kind == PGRES_FATAL_ERROR && status == AM_OK)
            status = am_postgres_problem(c, result, problem);
        PQclear(result);
    }
    if (status == AM_OK && (!ended || at < rows))
        status = lost(c, problem);
    return status;
}

static enum am_status change(void *connection, enum am_statement which,
                             const struct am_datum *values, size_t rows, bool *changed,
                             struct am_problem *problem)
{
    struct am_postgres *c = connection;
    enum am_status status = prepare(c, which, problem);
    if (status != AM_OK)
        return status;
    bool sent = PQenterPipelineMode(c->conn) == 1;
    for (size_t i = 0; i < rows && sent; i++)
        sent = send(c, which, values + i * am_statements[which].values);
    if (!sent || !PQpipelineSync(c->conn))
        return lost(c, problem);
    status = take_answers(c, rows, changed, problem);
    (void)PQexitPipelineMode(c->conn);
    return status;
}

const struct am_driver am_driver_postgres = {
    .several = true,
    .open = open_connection,
    .close = close_connection,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .may_retry = may_retry,
    .make = am_postgres_make,
    .ask = ask,
    .change = change,
};
