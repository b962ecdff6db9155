-- The database that `amarra report --format sqlite` writes: every row that the report counts, with what the rules made of
-- it, and the report's figures as views over them. docs/report-sqlite.md tells what each column means.
CREATE TABLE report(
  schema TEXT NOT NULL, program TEXT NOT NULL, dataset TEXT NOT NULL, timezone TEXT NOT NULL,
  work_from INTEGER NOT NULL, work_to INTEGER NOT NULL, home TEXT, bloc TEXT,
  devices INTEGER NOT NULL, fold_below INTEGER NOT NULL, scans INTEGER NOT NULL) STRICT;
CREATE TABLE contact(
  hour INTEGER NOT NULL, date TEXT NOT NULL, weekday INTEGER NOT NULL, clock_hour INTEGER NOT NULL, working INTEGER NOT NULL,
  in_ledger INTEGER NOT NULL, name_id INTEGER, named INTEGER NOT NULL, unlisted INTEGER NOT NULL,
  evidence TEXT NOT NULL, blindness TEXT NOT NULL, app TEXT NOT NULL, hidden_dns TEXT, tunnel INTEGER NOT NULL,
  service TEXT, service_owner TEXT, service_rule TEXT, by_address INTEGER NOT NULL,
  host_owner TEXT, host_rule TEXT, host_kind TEXT, network_owner TEXT, cache INTEGER NOT NULL, conflict INTEGER NOT NULL,
  asn INTEGER NOT NULL, network TEXT NOT NULL, registered TEXT NOT NULL, located TEXT NOT NULL, anycast INTEGER NOT NULL,
  contacts INTEGER NOT NULL, flows INTEGER NOT NULL, up INTEGER NOT NULL, down INTEGER NOT NULL) STRICT;
CREATE TABLE name(id INTEGER PRIMARY KEY, text TEXT) STRICT; -- NULL: one that may not be told
CREATE TABLE corporation(
  id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT, parent TEXT, head_office TEXT, legal_seat TEXT) STRICT;
CREATE TABLE service(id TEXT PRIMARY KEY, name TEXT NOT NULL, category TEXT, role TEXT, operator TEXT) STRICT;
CREATE TABLE category(id TEXT PRIMARY KEY, criticality INTEGER) STRICT;
CREATE TABLE member(country TEXT NOT NULL, bloc TEXT NOT NULL) STRICT; -- of the bloc that was asked for
CREATE TABLE rule(id TEXT PRIMARY KEY, source TEXT, checked TEXT, verified INTEGER NOT NULL) STRICT;
CREATE TABLE reach(ledger TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, devices INTEGER, fewer_than INTEGER) STRICT;
CREATE TABLE counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;

-- Contacts of both ledgers, with what is known of them beside them.
CREATE VIEW ledger AS
  SELECT c.*, s.category, s.role, s.operator, n.text AS name,
    so.parent AS service_parent, so.head_office AS service_head, so.legal_seat AS service_seat,
    ho.parent AS host_parent, ho.head_office AS host_head, ho.legal_seat AS host_seat
  FROM contact c LEFT JOIN service s ON s.id = c.service LEFT JOIN name n ON n.id = c.name_id
    LEFT JOIN corporation so ON so.id = c.service_owner LEFT JOIN corporation ho ON ho.id = c.host_owner
  WHERE c.in_ledger;
CREATE VIEW v_all AS
  SELECT coalesce(sum(contacts), 0) AS contacts, coalesce(sum(flows), 0) AS flows, coalesce(sum(up), 0) AS up,
    coalesce(sum(down), 0) AS down, count(DISTINCT hour) AS hours,
    count(DISTINCT CASE WHEN working THEN hour END) AS work_hours, count(DISTINCT date) AS days FROM ledger;
CREATE VIEW v_coverage AS
  SELECT 'named' AS part, contacts, flows, up, down FROM ledger WHERE named
  UNION ALL SELECT 'service_owner', contacts, flows, up, down FROM ledger WHERE service_owner IS NOT NULL
  UNION ALL SELECT 'service_owner_by_name', contacts, flows, up, down FROM ledger WHERE service_owner IS NOT NULL AND NOT by_address
  UNION ALL SELECT 'service_owner_by_address', contacts, flows, up, down FROM ledger WHERE service_owner IS NOT NULL AND by_address
  UNION ALL SELECT 'host_owner', contacts, flows, up, down FROM ledger WHERE host_owner IS NOT NULL
  UNION ALL SELECT 'network_known', contacts, flows, up, down FROM ledger WHERE asn <> 0
  UNION ALL SELECT 'encrypted_dns', contacts, flows, up, down FROM ledger WHERE hidden_dns IS NOT NULL
  UNION ALL SELECT 'tunnels', contacts, flows, up, down FROM ledger WHERE tunnel
  UNION ALL SELECT 'tunnels_named', contacts, flows, up, down FROM ledger WHERE tunnel AND named
  UNION ALL SELECT 'caches', contacts, flows, up, down FROM ledger WHERE cache
  UNION ALL SELECT 'conflicts', contacts, flows, up, down FROM ledger WHERE conflict
  UNION ALL SELECT 'named_without_owner.no-rule', contacts, flows, up, down FROM ledger WHERE named AND service_owner IS NULL AND NOT unlisted AND service_rule IS NULL
  UNION ALL SELECT 'named_without_owner.no-parent', contacts, flows, up, down FROM ledger WHERE named AND service_owner IS NULL AND NOT unlisted AND service_rule IS NOT NULL
  UNION ALL SELECT 'named_without_owner.unlisted', contacts, flows, up, down FROM ledger WHERE service_owner IS NULL AND unlisted
  UNION ALL SELECT 'no_name.' || blindness, contacts, flows, up, down FROM ledger WHERE NOT named
  UNION ALL SELECT 'evidence.' || CASE WHEN named THEN evidence ELSE 'none' END, contacts, flows, up, down FROM ledger;
-- A line for each corporation and ledger; NULL: not known. `either`: needed in one ledger or the other, each contact once.
CREATE VIEW v_corporation AS
  SELECT 'service' AS ledger, service_owner AS corporation, NOT named AND service_owner IS NULL AS nameless,
    sum(contacts) AS contacts, sum(flows) AS flows, sum(up) AS up, sum(down) AS down, count(DISTINCT hour) AS hours,
    count(DISTINCT CASE WHEN working THEN hour END) AS work_hours FROM ledger GROUP BY service_owner, nameless
  UNION ALL SELECT 'host', host_owner, 0, sum(contacts), sum(flows), sum(up), sum(down), count(DISTINCT hour),
    count(DISTINCT CASE WHEN working THEN hour END) FROM ledger GROUP BY host_owner
  UNION ALL SELECT 'either', corporation, 0, sum(contacts), sum(flows), sum(up), sum(down), count(DISTINCT hour),
    count(DISTINCT CASE WHEN working THEN hour END) FROM (
      SELECT *, service_owner AS corporation FROM ledger WHERE service_owner IS NOT NULL
      UNION ALL SELECT *, host_owner FROM ledger WHERE host_owner IS NOT NULL AND host_owner IS NOT service_owner)
    GROUP BY corporation
  UNION ALL SELECT 'night', service_owner, 0, sum(contacts), sum(flows), sum(up), sum(down), count(DISTINCT hour), 0
    FROM ledger WHERE service_owner IS NOT NULL AND NOT working GROUP BY service_owner;
CREATE VIEW v_service AS
  SELECT service_owner AS corporation, service, sum(contacts) AS contacts, sum(flows) AS flows, sum(up) AS up, sum(down) AS down
  FROM ledger WHERE service_owner IS NOT NULL AND service IS NOT NULL GROUP BY 1, 2;
CREATE VIEW v_carried AS
  SELECT host_owner AS corporation, service, sum(contacts) AS contacts, sum(flows) AS flows, sum(up) AS up, sum(down) AS down
  FROM ledger WHERE host_owner IS NOT NULL AND service IS NOT NULL AND service_owner IS NOT host_owner GROUP BY 1, 2;
CREATE VIEW v_rule AS
  SELECT 'service' AS ledger, service_owner AS corporation, service_rule AS rule, sum(contacts) AS contacts
    FROM ledger WHERE service_owner IS NOT NULL AND service_rule IS NOT NULL GROUP BY 2, 3
  UNION ALL SELECT 'host', host_owner, host_rule, sum(contacts)
    FROM ledger WHERE host_owner IS NOT NULL AND host_rule IS NOT NULL GROUP BY 2, 3;
CREATE VIEW v_jurisdiction AS
  SELECT 'service' AS part, service_parent AS country, sum(contacts) AS contacts, sum(flows) AS flows, sum(up) AS up, sum(down) AS down,
    count(DISTINCT hour) AS hours, count(DISTINCT CASE WHEN working THEN hour END) AS work_hours FROM ledger GROUP BY 2
  UNION ALL SELECT 'host', host_parent, sum(contacts), sum(flows), sum(up), sum(down), count(DISTINCT hour),
    count(DISTINCT CASE WHEN working THEN hour END) FROM ledger GROUP BY 2
  UNION ALL SELECT 'service_head_office', service_head, sum(contacts), sum(flows), sum(up), sum(down), 0, 0 FROM ledger GROUP BY 2
  UNION ALL SELECT 'service_legal_seat', service_seat, sum(contacts), sum(flows), sum(up), sum(down), 0, 0 FROM ledger GROUP BY 2
  UNION ALL SELECT 'host_head_office', host_head, sum(contacts), sum(flows), sum(up), sum(down), 0, 0 FROM ledger GROUP BY 2
  UNION ALL SELECT 'host_legal_seat', host_seat, sum(contacts), sum(flows), sum(up), sum(down), 0, 0 FROM ledger GROUP BY 2;
CREATE VIEW v_near AS
  SELECT ledger, CASE WHEN country IS NULL THEN 'unknown' WHEN country = (SELECT home FROM report) THEN 'home'
      WHEN country IN (SELECT country FROM member) THEN 'bloc' ELSE 'elsewhere' END AS where_,
    sum(contacts) AS contacts, sum(flows) AS flows, sum(up) AS up, sum(down) AS down
  FROM (SELECT 'service' AS ledger, service_parent AS country, contacts, flows, up, down FROM ledger
    UNION ALL SELECT 'host', host_parent, contacts, flows, up, down FROM ledger) GROUP BY 1, 2;
CREATE VIEW v_place AS
  SELECT 'located' AS part, CASE WHEN anycast THEN 'anycast' ELSE located END AS place, sum(contacts) AS contacts, sum(flows) AS flows,
    sum(up) AS up, sum(down) AS down FROM ledger GROUP BY 2
  UNION ALL SELECT 'registered', registered, sum(contacts), sum(flows), sum(up), sum(down) FROM ledger GROUP BY 2;
CREATE VIEW v_place_and_control AS
  SELECT CASE WHEN anycast OR located = '' THEN 'unknown' WHEN located = (SELECT home FROM report) THEN 'home' ELSE 'abroad' END AS place,
    CASE WHEN service_parent IS NULL THEN 'unknown' WHEN service_parent = (SELECT home FROM report) THEN 'home' ELSE 'abroad' END AS control,
    sum(contacts) AS contacts, sum(flows) AS flows, sum(up) AS up, sum(down) AS down FROM ledger GROUP BY 1, 2;
CREATE VIEW v_work AS
  SELECT l.category, c.criticality, sum(contacts) AS contacts, sum(flows) AS flows, sum(up) AS up, sum(down) AS down,
    count(DISTINCT hour) AS hours, count(DISTINCT CASE WHEN working THEN hour END) AS work_hours,
    l.category IS NOT NULL AND sum(contacts) >= 30 AS counted,
    l.category IS NOT NULL AND sum(contacts) >= 30 AND coalesce(c.criticality, -1) >= 3 AS judged
  FROM ledger l LEFT JOIN category c ON c.id = l.category GROUP BY l.category;
CREATE VIEW v_holder AS
  SELECT category, service_owner AS corporation, sum(contacts) AS contacts FROM ledger GROUP BY 1, 2;
-- What of an area needs a corporation, in one ledger or the other.
CREATE VIEW v_area AS
  SELECT p.corporation, p.category, sum(p.contacts) AS contacts,
    w.counted AND w.contacts - sum(p.contacts) <= w.contacts * 10 / 100 AS stops
  FROM (SELECT service_owner AS corporation, category, contacts FROM ledger WHERE service_owner IS NOT NULL
    UNION ALL SELECT host_owner, category, contacts FROM ledger WHERE host_owner IS NOT NULL AND host_owner IS NOT service_owner) p
    JOIN v_work w ON w.category = p.category GROUP BY 1, 2;
CREATE VIEW v_role AS
  SELECT role, sum(contacts) AS contacts, sum(flows) AS flows, sum(up) AS up, sum(down) AS down,
    count(DISTINCT service_owner) AS corporations FROM ledger GROUP BY role;
CREATE VIEW v_resolver AS
  SELECT 'dns' AS protocol, host_owner AS corporation, CASE WHEN host_owner IS NULL THEN nullif(network, '') END AS network,
    sum(contacts) AS contacts, count(DISTINCT hour) AS hours FROM contact WHERE NOT in_ledger GROUP BY 1, 2, 3
  UNION ALL SELECT hidden_dns, network_owner, CASE WHEN network_owner IS NULL THEN nullif(network, '') END, sum(contacts),
    count(DISTINCT hour) FROM ledger WHERE hidden_dns IS NOT NULL GROUP BY 1, 2, 3;
CREATE VIEW v_tunnel AS
  SELECT network_owner AS corporation, CASE WHEN network_owner IS NULL THEN nullif(network, '') END AS network, sum(contacts) AS contacts,
    sum(flows) AS flows, sum(up) AS up, sum(down) AS down, count(DISTINCT hour) AS hours FROM ledger WHERE tunnel GROUP BY 1, 2;
CREATE VIEW v_conflict AS
  SELECT name_id, host_owner, sum(contacts) AS contacts, sum(flows) AS flows, sum(up) AS up, sum(down) AS down
  FROM ledger WHERE conflict GROUP BY 1, 2;
CREATE VIEW v_network AS
  SELECT nullif(network, '') AS network, host_owner AS host, sum(contacts * NOT named) AS no_name, sum(contacts * named) AS no_owner
  FROM ledger WHERE service_owner IS NULL GROUP BY 1, 2;
CREATE VIEW v_depth AS
  SELECT CASE WHEN service_owner IS NULL AND host_owner IS NULL THEN 'none' WHEN service_owner IS NULL THEN 'host_only'
      WHEN host_owner IS NULL THEN 'service_only' WHEN service_owner = host_owner THEN 'same' ELSE 'differ' END AS part,
    sum(contacts) AS contacts, sum(flows) AS flows, sum(up) AS up, sum(down) AS down FROM ledger GROUP BY 1;
CREATE VIEW v_layers AS
  SELECT count(*) AS services, sum(1 + others) AS corporations, sum(others > 0 AND NOT own) AS only_on_others_machines FROM (
    SELECT service, count(DISTINCT CASE WHEN host_owner IS NOT service_owner THEN host_owner END) AS others,
      max(coalesce(host_owner = service_owner, 0)) AS own FROM ledger WHERE service IS NOT NULL AND service_owner IS NOT NULL GROUP BY service);
-- 10,000 times the sum of squared shares: `low` takes each contact without an owner as one more, `high` gives all to the largest.
CREATE VIEW v_concentration AS
  SELECT ledger, CAST(round(10000.0 * (squares + unknown) / whole / whole) AS INTEGER) AS low,
    CAST(round(10000.0 * (squares - 1.0 * most * most + 1.0 * (most + unknown) * (most + unknown)) / whole / whole) AS INTEGER) AS high
  FROM (SELECT ledger, coalesce(sum(1.0 * contacts * contacts) FILTER (WHERE corporation IS NOT NULL), 0) AS squares,
      coalesce(max(contacts) FILTER (WHERE corporation IS NOT NULL), 0) AS most,
      coalesce(sum(contacts) FILTER (WHERE corporation IS NULL), 0) AS unknown, sum(contacts) AS whole
    FROM v_corporation WHERE ledger IN ('service', 'host') GROUP BY ledger);
CREATE VIEW v_kind AS
  SELECT k.kind, sum(service) AS service, sum(host) AS host, count(DISTINCT k.corporation) AS corporations FROM (
    SELECT c.kind, v.corporation, CASE WHEN v.ledger = 'service' THEN v.contacts ELSE 0 END AS service,
      CASE WHEN v.ledger = 'host' THEN v.contacts ELSE 0 END AS host
    FROM v_corporation v LEFT JOIN corporation c ON c.id = v.corporation WHERE v.ledger IN ('service', 'host')) k GROUP BY k.kind;
CREATE VIEW v_week AS
  SELECT weekday, clock_hour AS hour, sum(contacts) AS contacts, sum(flows) AS flows, sum(up) AS up, sum(down) AS down,
    count(DISTINCT hour) AS hours FROM ledger GROUP BY 1, 2;
CREATE VIEW v_day AS
  SELECT date, sum(contacts) AS contacts, sum(flows) AS flows, sum(up) AS up, sum(down) AS down, count(DISTINCT hour) AS hours,
    count(DISTINCT CASE WHEN working THEN hour END) AS work_hours, sum(contacts * NOT working) AS night FROM ledger GROUP BY 1;
CREATE VIEW v_night AS
  SELECT role, sum(contacts) AS contacts, sum(flows) AS flows, sum(up) AS up, sum(down) AS down, count(DISTINCT hour) AS hours
  FROM ledger WHERE NOT working GROUP BY role;
CREATE VIEW v_name AS
  SELECT n.text AS name, sum(contacts) AS contacts, sum(flows) AS flows, sum(up) AS up, sum(down) AS down
  FROM contact c JOIN name n ON n.id = c.name_id WHERE c.in_ledger AND n.text IS NOT NULL GROUP BY 1;
