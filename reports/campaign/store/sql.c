/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "campaign/store/sql.h"

/* Compared byte by byte, so that both databases tell shares in the same order. SQLite has this
 * collation; in PostgreSQL it is made (postgres.c). */
#define TEXT_BY_BYTE "TEXT COLLATE \"BINARY\""

/* A share that was withdrawn is a row without round and content. So one index tells both whether a
 * share is there and whether it was withdrawn, and that index alone settles every race: of an
 * insert and a withdrawal at once, whichever comes second waits for the first and then finds its
 * row. The other index holds one share of an organization in a round; rows without a round are
 * never the same to it. Both hold the organization, by which the table may be spread.
 *
 * Nothing tells when a share came. */
const struct am_store_table am_store_tables[] = {
    {"store", "version BIGINT NOT NULL", false},
    {"campaign", "id " TEXT_BY_BYTE " NOT NULL PRIMARY KEY, settings BYTEA NOT NULL", false},
    {"share",
     "campaign " TEXT_BY_BYTE " NOT NULL, organization " TEXT_BY_BYTE " NOT NULL,"
     " id " TEXT_BY_BYTE " NOT NULL, round BIGINT, body BYTEA,"
     " CHECK ((round IS NULL) = (body IS NULL)),"
     " PRIMARY KEY (campaign, organization, id), UNIQUE (campaign, organization, round)",
     true},
    {"edition",
     "campaign " TEXT_BY_BYTE " NOT NULL, number BIGINT NOT NULL, day TEXT NOT NULL,"
     " figures BYTEA NOT NULL, members BYTEA NOT NULL, PRIMARY KEY (campaign, number)",
     false},
};
const size_t am_store_table_count = sizeof am_store_tables / sizeof *am_store_tables;

/* ON CONFLICT names no index: a table that is spread over servers has none of its own. */
const struct am_statement_text am_statements[AM_SQL_COUNT] = {
    [AM_SQL_VERSION] = {"SELECT version FROM store", 0},
    [AM_SQL_CAMPAIGNS] = {"SELECT id FROM campaign ORDER BY id", 0},
    [AM_SQL_SETTINGS] = {"SELECT settings FROM campaign WHERE id = $1", 1},
    [AM_SQL_NEW] = {"INSERT INTO campaign(id, settings) VALUES ($1, $2) ON CONFLICT DO NOTHING", 2},
    [AM_SQL_SET] = {"UPDATE campaign SET settings = $1 WHERE id = $2", 2},
    [AM_SQL_PUT] = {"INSERT INTO share(campaign, organization, id, round, body)"
                    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                    5},
    [AM_SQL_LOOK] = {"SELECT id, round FROM share"
                     " WHERE campaign = $1 AND organization = $2 AND (id = $3 OR round = $4)",
                     4},
    [AM_SQL_MARK] = {"INSERT INTO share(campaign, organization, id) VALUES ($1, $2, $3)"
                     " ON CONFLICT DO NOTHING",
                     3},
    [AM_SQL_ERASE] = {"UPDATE share SET round = NULL, body = NULL"
                      " WHERE campaign = $1 AND organization = $2 AND id = $3 AND body IS NOT NULL",
                      3},
    [AM_SQL_SHARES] = {"SELECT organization, id, round, body FROM share"
                       " WHERE campaign = $1 AND body IS NOT NULL ORDER BY organization, round",
                       1},
    [AM_SQL_EDITIONS] = {"SELECT number, day, figures, members FROM edition"
                         " WHERE campaign = $1 ORDER BY number",
                         1},
    [AM_SQL_PUBLISHED] = {"SELECT count(*) FROM edition WHERE campaign = $1", 1},
    [AM_SQL_PUBLISH] = {"INSERT INTO edition(campaign, number, day, figures, members)"
                        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                        5},
};
