#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# The figures of the demo's report, against figures that are computed here from what is true of its day: contacts in
# slots of ten minutes, bytes, both ledgers. Nothing is taken from the report but how far a name is kept.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need sqlite3 jq

"$OFFICE" --seed 1 --scenes -o "$work/day.pcap" --truth "$work/day.tsv"
cmp -s "$work/day.pcap" "$BUILD/share/amarra/office.pcap" || fail "the demo's day is another one"
run scan 0 "$AMARRA" scan -r "$work/day.pcap" -o "$work/day.db"
run report 0 "$AMARRA" report "$work/day.db" -o "$work/report" --lang en --format json,csv
json=$work/report/report.json db=$work/check.db

load_truth "$db" "$work/day.tsv"
grep -P '^slot\t' "$work/day.tsv" | cut -f2- >"$work/slots"
sqlite3 "$db" 'CREATE TABLE slot(flow INTEGER, slot INTEGER, up INTEGER, down INTEGER, packets INTEGER)' \
    '.mode ascii' '.separator "\t" "\n"' ".import $work/slots slot"
sqlite3 "$db" '.mode csv' ".import $work/report/names.csv listed"

# What is known of the corporations by heart: endings of names for the service ledger, and for the host ledger the
# start of the addresses that they announce.
sqlite3 "$db" "
CREATE TABLE service(corporation TEXT, ending TEXT);
INSERT INTO service VALUES
  ('alphabet','google.com'),('alphabet','google.com.ar'),('alphabet','googleapis.com'),('alphabet','gstatic.com'),
  ('alphabet','youtube.com'),('alphabet','ytimg.com'),('alphabet','googlevideo.com'),('alphabet','googleusercontent.com'),
  ('alphabet','doubleclick.net'),('alphabet','googletagmanager.com'),('alphabet','google-analytics.com'),
  ('alphabet','googlesyndication.com'),('alphabet','android.com'),('alphabet','app-measurement.com'),
  ('alphabet','youtube-nocookie.com'),('alphabet','ggpht.com'),('alphabet','recaptcha.net'),
  ('meta','facebook.com'),('meta','facebook.net'),('meta','fbcdn.net'),('meta','instagram.com'),
  ('meta','cdninstagram.com'),('meta','whatsapp.com'),('meta','whatsapp.net'),
  ('apple','apple.com'),('apple','icloud.com'),
  ('microsoft','microsoft.com'),('microsoft','office.com'),('microsoft','office365.com'),('microsoft','office.net'),
  ('microsoft','microsoftonline.com'),('microsoft','skype.com'),('microsoft','windows.com'),('microsoft','bing.com'),
  ('microsoft','live.com'),('microsoft','msftconnecttest.com'),('microsoft','windowsupdate.com'),('microsoft','github.com'),
  ('microsoft','adnxs.com'),
  ('spotify','spotify.com'),('tuya','tuyaus.com'),('riseup','riseup.net'),('disroot','disroot.org'),
  ('hp','hpeprint.com'),('hp','hp.com'),('altermundi','altermundi.net');
CREATE TABLE host(corporation TEXT, start TEXT);
INSERT INTO host VALUES
  ('alphabet','142.250.'),('alphabet','142.251.'),('alphabet','172.217.'),('alphabet','64.233.'),('alphabet','74.125.'),
  ('alphabet','34.'),('alphabet','35.'),('alphabet','2800:3f0:'),('alphabet','2600:1901:'),
  ('meta','157.240.'),('meta','31.13.'),('meta','179.60.'),('meta','2a03:2880:'),
  ('apple','17.'),('apple','2620:149:'),
  ('microsoft','52.9'),('microsoft','52.11'),('microsoft','40.99.'),('microsoft','13.107.'),('microsoft','20.'),
  ('microsoft','51.104.'),('microsoft','2603:1056:'),('microsoft','2620:1ec:'),('microsoft','140.82.'),
  ('riseup','198.252.153.'),('spotify','none'),('tuya','none'),('disroot','none'),
  ('hp','none'),('altermundi','138.255.88.');
-- A name as far as it is kept: the longest listed ending; those that are listed nowhere have three labels and keep two.
CREATE TABLE kept AS SELECT f.id, f.name, CASE WHEN f.name = '-' THEN rtrim(f.server, '0123456789')
    ELSE coalesce((SELECT l.name FROM listed l WHERE f.name = l.name OR f.name LIKE '%.' || l.name ORDER BY length(l.name) DESC LIMIT 1),
                  substr(f.name, instr(f.name, '.') + 1)) END AS kept FROM flow f;
CREATE VIEW moved AS SELECT f.id, f.device, f.server, f.name, f.evidence, k.kept, s.slot, s.up, s.down
  FROM slot s JOIN flow f ON f.id = s.flow JOIN kept k ON k.id = f.id WHERE f.app != 'dns';
CREATE VIEW contacts AS SELECT DISTINCT device, kept, slot FROM moved;"

ask() { sqlite3 -separator ' ' "$db" "$1"; }
told() { jq -r "$1" "$json"; }

all() { told ".coverage.all | \"\(.contacts.numerator) \(.up.numerator) \(.down.numerator)\""; }
same "contacts, up and down in all" "$(all)" "$(ask 'SELECT (SELECT count(*) FROM contacts), sum(up), sum(down) FROM moved')"
same "contacts with a name" "$(told .coverage.named.contacts.numerator)" \
    "$(ask "SELECT count(*) FROM (SELECT DISTINCT device, kept, slot FROM moved WHERE name != '-')")"
same "hours" "$(told .scope.hours)" "$(ask 'SELECT count(DISTINCT slot / 3600) FROM moved')"
same "devices" "$(told .scope.devices)" "$(ask 'SELECT count(DISTINCT device) FROM flow')"
for evidence in sni http proxy dns dns-other none; do
    same "bytes by $evidence" "$(told ".coverage.evidence.\"$evidence\" | \"\(.up.numerator) \(.down.numerator)\"")" \
        "$(ask "SELECT coalesce(sum(up), 0), coalesce(sum(down), 0) FROM moved WHERE evidence = '$evidence'")"
done

# Name by name: contacts, bytes.
differing=$(ask "
  SELECT l.name, l.contacts, l.up, l.down, c.contacts, c.up, c.down FROM listed l LEFT JOIN
    (SELECT kept, sum(up) AS up, sum(down) AS down,
       (SELECT count(*) FROM contacts k WHERE k.kept = m.kept) AS contacts FROM moved m GROUP BY kept) c ON c.kept = l.name
  WHERE c.kept IS NULL OR l.contacts != c.contacts OR l.up != c.up OR l.down != c.down")
[ -z "$differing" ] || { fail "names with other figures (told, then true): $(wc -l <<<"$differing")"; head -n 10 <<<"$differing" >&2; }
[ "$(ask 'SELECT count(*) FROM listed')" -gt 80 ] || fail "few names are listed"

# Corporation by corporation, both ledgers side by side.
ledger() { # CORPORATION LEDGER: told
    told "[.corporations[] | select(.id == \"$1\") | .$2] | if length == 0 then \"0 0 0\" else
        .[0] | \"\(.contacts.numerator) \(.up.numerator) \(.down.numerator)\" end"
}
for corporation in alphabet meta microsoft apple spotify tuya riseup disroot hp altermundi; do
    same "service ledger of $corporation" "$(ledger "$corporation" service)" "$(ask "
      CREATE TEMP VIEW mine AS SELECT m.* FROM moved m WHERE EXISTS (SELECT 1 FROM service s
        WHERE s.corporation = '$corporation' AND (m.name = s.ending OR m.name LIKE '%.' || s.ending));
      SELECT (SELECT count(*) FROM (SELECT DISTINCT device, kept, slot FROM mine)), coalesce(sum(up), 0), coalesce(sum(down), 0) FROM mine")"
    same "host ledger of $corporation" "$(ledger "$corporation" host)" "$(ask "
      CREATE TEMP VIEW mine AS SELECT m.* FROM moved m WHERE EXISTS (SELECT 1 FROM host h
        WHERE h.corporation = '$corporation' AND m.server LIKE h.start || '%')
        OR ('$corporation' = 'alphabet' AND m.name LIKE '%.googlevideo.com'); -- its caches in others' networks
      SELECT (SELECT count(*) FROM (SELECT DISTINCT device, kept, slot FROM mine)), coalesce(sum(up), 0), coalesce(sum(down), 0) FROM mine")"
    echo "$corporation: service $(ledger "$corporation" service), host $(ledger "$corporation" host)"
done
finish
