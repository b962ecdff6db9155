/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The tables of a store, and their parts: what 'amarra campaign new' makes. A campaign has a part
 * of its own of the shares, so that it can be dropped, dumped or moved whole; that part is split by
 * the hash of the organization. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "campaign/store/postgres.h"

#define STATEMENT_MAX 4096 /* bytes of a statement that makes a table */
#define NAME_SIZE     64   /* PostgreSQL's own limit: a table, a campaign's id, a number */

/* Whether a question about the table of that name in the schema has an answer. */
static enum am_status has(struct am_postgres *c, const char *question, const char *name, bool *out,
                          struct am_problem *problem)
{
    const char *const values[] = {name};
    PGresult *result = PQexecParams(c->conn, question, 1, NULL, values, NULL, NULL, 0);
    enum am_status status = AM_OK;
    if (PQresultStatus(result) == PGRES_TUPLES_OK)
        *out = PQntuples(result) > 0;
    else
        status = am_postgres_problem(c, result, problem);
    PQclear(result);
    return status;
}

#define IN_SCHEMA                                                                                  \
    "SELECT 1 FROM pg_catalog.pg_class AS t"                                                       \
    " JOIN pg_catalog.pg_namespace AS s ON s.oid = t.relnamespace"                                 \
    " WHERE s.nspname = '" AM_STORE_SCHEMA "' AND t.relname = $1"
static const char is_there[] = IN_SCHEMA;
static const char is_keyed[] = IN_SCHEMA
    " AND EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indrelid = t.oid AND "
    "i.indisprimary)";

static enum am_status run_text(struct am_postgres *c, struct am_text *sql,
                               struct am_problem *problem)
{
    enum am_status status = am_text_status(sql);
    status =
        status == AM_OK ? am_postgres_run(c, sql->at, problem) : am_postgres_no_memory(c, problem);
    am_text_clear(sql);
    return status;
}

static enum am_status make_schema(struct am_postgres *c, struct am_text *sql,
                                  struct am_problem *problem)
{
    bool there = false;
    enum am_status status = has(c, is_there, "store", &there, problem);
    if (status != AM_OK || there)
        return status;
    am_text_add(sql, "CREATE SCHEMA IF NOT EXISTS " AM_STORE_SCHEMA
                     ";"
                     "CREATE COLLATION IF NOT EXISTS " AM_STORE_SCHEMA ".\"BINARY\" FROM \"C\"");
    status = run_text(c, sql, problem);
    for (size_t i = 0; i < am_store_table_count && status == AM_OK; i++) {
        const struct am_store_table *t = &am_store_tables[i];
        am_text_addf(sql, "CREATE TABLE %s(%s)%s", t->name, t->columns,
                     t->parted ? " PARTITION BY LIST (campaign)" : "");
        status = run_text(c, sql, problem);
    }
    am_text_addf(sql, "INSERT INTO store VALUES (%d)", AM_STORE_VERSION);
    return status == AM_OK ? run_text(c, sql, problem) : status;
}

/* Part `at` of a campaign's part of a table, or with `at` < 0 that part itself. */
static enum am_status make_part(struct am_postgres *c, struct am_text *sql, const char *table,
                                const char *campaign, int at, unsigned parts,
                                struct am_problem *problem)
{
    char whole[NAME_SIZE];
    char part[NAME_SIZE + 16];
    (void)snprintf(whole, sizeof whole, "%s_%s", table, campaign);
    (void)snprintf(part, sizeof part, "%s_%d", whole, at);
    const char *name = at < 0 ? whole : part;
    char *quoted = PQescapeIdentifier(c->conn, name, strlen(name));
    char *parent = PQescapeIdentifier(c->conn, whole, strlen(whole));
    char *id = PQescapeLiteral(c->conn, campaign, strlen(campaign));
    enum am_status status = AM_OK;
    if (!quoted || !parent || !id)
        status = am_postgres_no_memory(c, problem);
    else if (at < 0)
        am_text_addf(sql, "CREATE TABLE %s PARTITION OF %s FOR VALUES IN (%s)%s", quoted, table, id,
                     parts > 1 ? " PARTITION BY HASH (organization)" : "");
    else
        am_text_addf(sql,
                     "CREATE TABLE %s PARTITION OF %s FOR VALUES WITH (MODULUS %u, REMAINDER %d)",
                     quoted, parent, parts, at);
    PQfreemem(quoted);
    PQfreemem(parent);
    PQfreemem(id);
    return status == AM_OK ? run_text(c, sql, problem) : status;
}

/* Where the campaign's part is there already, somebody made it otherwise, such as on other servers.
 */
static enum am_status make_parts(struct am_postgres *c, struct am_text *sql, const char *table,
                                 const char *campaign, unsigned parts, struct am_problem *problem)
{
    char name[NAME_SIZE];
    bool there = false;
    (void)snprintf(name, sizeof name, "%s_%s", table, campaign);
    enum am_status status = has(c, is_there, name, &there, problem);
    if (status != AM_OK || there)
        return status;
    /* Without the indexes of the whole, a part would take a share twice. */
    bool keyed = false;
    status = has(c, is_keyed, table, &keyed, problem);
    if (status == AM_OK && !keyed)
        status = am_problem_set(problem, AM_E_USAGE, c->where, 0,
                                "this store is spread over several servers: make the parts of "
                                "'%s' there first (campaign-shards.sql)",
                                campaign);
    if (status == AM_OK)
        status = make_part(c, sql, table, campaign, -1, parts, problem);
    for (unsigned i = 0; i < parts && parts > 1 && status == AM_OK; i++)
        status = make_part(c, sql, table, campaign, (int)i, parts, problem);
    return status;
}

enum am_status am_postgres_make(void *connection, const char *campaign, unsigned parts,
                                struct am_problem *problem)
{
    struct am_postgres *c = connection;
    struct am_text sql;
    am_text_init(&sql, STATEMENT_MAX);
    /* One at a time: IF NOT EXISTS alone fails where two make the same. */
    am_text_addf(&sql, "SELECT pg_advisory_xact_lock(hashtext('%s'))", AM_STORE_SCHEMA);
    enum am_status status = run_text(c, &sql, problem);
    if (status == AM_OK)
        status = make_schema(c, &sql, problem);
    for (size_t i = 0; i < am_store_table_count && status == AM_OK; i++)
        if (am_store_tables[i].parted)
            status = make_parts(c, &sql, am_store_tables[i].name, campaign, parts, problem);
    am_text_done(&sql);
    return status;
}
