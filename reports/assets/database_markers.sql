-- What `amarra report --format sqlite` adds where the scans have markers. docs/report-sqlite.md tells what each column means.
CREATE TABLE marker(id INTEGER PRIMARY KEY, number INTEGER NOT NULL, time INTEGER NOT NULL, ended INTEGER, text TEXT NOT NULL) STRICT;
CREATE TABLE marked(
  marker INTEGER NOT NULL, name_id INTEGER, service_owner TEXT, host_owner TEXT,
  flows INTEGER NOT NULL, up INTEGER NOT NULL, down INTEGER NOT NULL) STRICT;
CREATE VIEW v_marker AS
  SELECT number, time, ended, text, coalesce(sum(flows), 0) AS flows, coalesce(sum(up), 0) AS up, coalesce(sum(down), 0) AS down,
    count(DISTINCT name_id) AS names, count(DISTINCT name_id) - count(DISTINCT CASE WHEN
      service_owner IS NOT NULL OR host_owner IS NOT NULL THEN name_id END) AS unowned
  FROM marker LEFT JOIN marked ON marked.marker = marker.id GROUP BY id;
CREATE VIEW v_marked AS
  SELECT number, 'service' AS ledger, service_owner AS corporation, sum(flows) AS flows, sum(up) AS up, sum(down) AS down
    FROM marker JOIN marked ON marked.marker = marker.id GROUP BY 1, 3
  UNION ALL SELECT number, 'host', host_owner, sum(flows), sum(up), sum(down)
    FROM marker JOIN marked ON marked.marker = marker.id GROUP BY 1, 3;
