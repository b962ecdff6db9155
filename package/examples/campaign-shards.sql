-- SPDX-License-Identifier: AGPL-3.0-or-later
-- A campaign's shares on two PostgreSQL servers, behind a third one that 'amarra campaign' talks to: plain PostgreSQL 12 or
-- later, joined by postgres_fdw. For more servers, add a line where it says so.
--
-- First on each server that keeps shares, where PART counts from 0:
--   psql -v campaign=ID -v part=PART -f campaign-shards.sql DATABASE
-- then on the one before them, with where each of them is:
--   psql -v campaign=ID -v host_0=A -v port_0=5432 -v dbname_0=amarra -v user_0=amarra \
--                       -v host_1=B -v port_1=5432 -v dbname_1=amarra -v user_1=amarra -f campaign-shards.sql DATABASE
-- then 'amarra campaign new SETTINGS.json --store postgresql://...' of that one, and all as ever. A password goes into the
-- user mapping (ALTER USER MAPPING ... OPTIONS (ADD password '...')). It may be run for another campaign, on the same servers.
--
-- The indexes that keep a share once stand where the share is: all of an organization is on one server. A transaction that
-- spans both is committed on one after the other; if a server dies in between, a part of that batch is kept, and to add the
-- same files again adds the rest.
\set ON_ERROR_STOP on
\if :{?campaign}
\else
    \warn 'name the campaign: -v campaign=ID'
    \quit
\endif
BEGIN;
SET LOCAL client_min_messages = warning;
SELECT :'campaign' ~ '^[a-z0-9][a-z0-9-]{0,39}$' AS fit \gset
\if :fit
\else
    \warn 'the id of a campaign is 1 to 40 of a-z, 0-9 and -'
    \quit
\endif
CREATE SCHEMA IF NOT EXISTS amarra;
SET search_path = amarra, public;
CREATE COLLATION IF NOT EXISTS "BINARY" FROM "C";

\if :{?part}

-- A server that keeps shares: one table, with the indexes.
SELECT format('share_%s_%s', :'campaign', :'part') AS own \gset
CREATE TABLE :"own" (
    campaign TEXT COLLATE "BINARY" NOT NULL, organization TEXT COLLATE "BINARY" NOT NULL,
    id TEXT COLLATE "BINARY" NOT NULL, round BIGINT, body BYTEA,
    CHECK ((round IS NULL) = (body IS NULL)),
    PRIMARY KEY (campaign, organization, id), UNIQUE (campaign, organization, round)
);

\else

-- The one before them: the tables of a store, of which the shares' has no index, for it holds none of them itself.
CREATE TABLE IF NOT EXISTS store (version BIGINT NOT NULL);
INSERT INTO store SELECT 1 WHERE NOT EXISTS (SELECT FROM store);
CREATE TABLE IF NOT EXISTS campaign (id TEXT COLLATE "BINARY" NOT NULL PRIMARY KEY, settings BYTEA NOT NULL);
CREATE TABLE IF NOT EXISTS edition (
    campaign TEXT COLLATE "BINARY" NOT NULL, number BIGINT NOT NULL, day TEXT NOT NULL,
    figures BYTEA NOT NULL, members BYTEA NOT NULL, PRIMARY KEY (campaign, number)
);
CREATE TABLE IF NOT EXISTS share (
    campaign TEXT COLLATE "BINARY" NOT NULL, organization TEXT COLLATE "BINARY" NOT NULL,
    id TEXT COLLATE "BINARY" NOT NULL, round BIGINT, body BYTEA
) PARTITION BY LIST (campaign);

CREATE EXTENSION IF NOT EXISTS postgres_fdw SCHEMA public;
CREATE SERVER IF NOT EXISTS shard_0 FOREIGN DATA WRAPPER postgres_fdw
    OPTIONS (host :'host_0', port :'port_0', dbname :'dbname_0', fetch_size '1000', use_remote_estimate 'true');
CREATE SERVER IF NOT EXISTS shard_1 FOREIGN DATA WRAPPER postgres_fdw
    OPTIONS (host :'host_1', port :'port_1', dbname :'dbname_1', fetch_size '1000', use_remote_estimate 'true');
-- (a server more: CREATE SERVER ... shard_2, as above)
CREATE USER MAPPING IF NOT EXISTS FOR CURRENT_USER SERVER shard_0 OPTIONS (user :'user_0');
CREATE USER MAPPING IF NOT EXISTS FOR CURRENT_USER SERVER shard_1 OPTIONS (user :'user_1');
-- (a server more: CREATE USER MAPPING ... shard_2)

SELECT format('share_%s', :'campaign') AS whole, format('share_%s_0', :'campaign') AS own_0,
       format('share_%s_1', :'campaign') AS own_1 \gset
CREATE TABLE :"whole" PARTITION OF share FOR VALUES IN (:'campaign') PARTITION BY HASH (organization);
CREATE FOREIGN TABLE :"own_0" PARTITION OF :"whole" FOR VALUES WITH (MODULUS 2, REMAINDER 0)
    SERVER shard_0 OPTIONS (schema_name 'amarra', table_name :'own_0');
CREATE FOREIGN TABLE :"own_1" PARTITION OF :"whole" FOR VALUES WITH (MODULUS 2, REMAINDER 1)
    SERVER shard_1 OPTIONS (schema_name 'amarra', table_name :'own_1');
-- (a server more: MODULUS 3 in each, and one of REMAINDER 2; so from the beginning)

\endif
COMMIT;
