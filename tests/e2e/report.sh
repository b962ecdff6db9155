#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# A made office day becomes a report: its figures are the scan's, its lines add up, it is the same from run to
# run and under any locale, and what can't be done leaves nothing behind.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need sqlite3 jq

make_office day --seed 3
scan day "$work/day.pcap"
run report 0 "$AMARRA" report "$work/day.db" -o "$work/one" --lang es,en,pt,fr,de --title 'A <b>title</b>' --home UY
[ "$failures" -eq 0 ] || finish # nothing to look at
json=$work/one/report.json

# --- the figures are the scan's ---
in_scan() { sqlite3 "$work/day.db" "SELECT sum($1) FROM contact WHERE $2"; }
in_json() { jq -r "$1" "$json"; }
# Encrypted questions are contacts like any other.
ledger="NOT (app = 'dns' OR (blindness = 'resolver' AND app NOT IN ('dot', 'doq', 'doh')))"
same "contacts" "$(in_json .coverage.all.contacts.denominator)" "$(in_scan contacts "$ledger")"
same "bytes up" "$(in_json .coverage.all.up.denominator)" "$(in_scan up "$ledger")"
same "bytes down" "$(in_json .coverage.all.down.denominator)" "$(in_scan down "$ledger")"
same "resolvers" "$(in_json .coverage.resolver_contacts)" "$(in_scan contacts "NOT ($ledger)")"
same "named" "$(in_json .coverage.named.contacts.numerator)" \
    "$(in_scan contacts "$ledger AND (name_id IS NOT NULL OR unlisted)")"
same "devices" "$(in_json .scope.devices)" "$(sqlite3 "$work/day.db" 'SELECT devices FROM scan')"
same "hours" "$(in_json .scope.hours)" \
    "$(sqlite3 "$work/day.db" "SELECT count(DISTINCT hour) FROM contact WHERE $ledger")"

# --- the lines of each list add up to the whole, in either ledger ---
for list in '.corporations[].service' '.corporations[].host' '.jurisdictions[].service' '.jurisdictions[].host' \
    '.jurisdictions[].service_legal_seat' '.places[].located' '.places[].registered' '.work[]' '.roles[]'; do
    for figure in contacts up down; do
        same "$list.$figure" "$(in_json "[$list | select(. != null) | .$figure.numerator] | add")" \
            "$(in_json ".coverage.all.$figure.denominator")"
    done
done

# --- five languages, each in its own; nothing is loaded, nothing runs ---
for language in es:Informe en:Dependency pt:Relat fr:Rapport de:Bericht; do
    page=$work/one/report.${language%%:*}.html
    grep -q "<html lang=\"${language%%:*}\">" "$page" || fail "$page: no language"
    grep -q "<h1>${language#*:}" "$page" || fail "$page: not in its language"
    grep -q "A &lt;b&gt;title" "$page" || fail "$page: the title is not told, or not escaped"
    if sed '/^<script>/,$d' "$page" | grep -qiE '<(script|link|img|iframe|object|embed|form)|style=|src=|@import|url\((http|data)'; then
        fail "$page loads or runs something"
    fi
    same "$page: scripts" "$(grep -c '<script' "$page")" 1
    awk 'length > 400' "$work/one/report.${language%%:*}.txt" | grep -q . && fail "the text has endless lines"
done
grep -q '>Escrito a mano para amarra' "$work/one/report.es.html" || fail "es: the sources in our words are not in Spanish"

# --- the same bytes again, whatever the locale and the order of languages ---
LC_ALL=C LANGUAGE=fr run again 0 "$AMARRA" report "$work/day.db" -o "$work/two" --lang de,fr,pt,en,es --title 'A <b>title</b>' --home UY
diff -r "$work/one" "$work/two" >/dev/null || fail "two runs differ: $(diff -rq "$work/one" "$work/two" | head -n 3)"

# --- formats and languages as asked for ---
run some 0 "$AMARRA" report "$work/day.db" -o "$work/some" --lang fr --format csv,text
same "files" "$(cd "$work/some" && echo *)" "areas.csv blindness.csv corporations.csv jurisdictions.csv names.csv report.fr.txt stops.csv week.csv"

# --- an open scan says so, and tells no name that no rule knows ---
sqlite3 "$work/day.db" "SELECT text FROM name WHERE NOT known" | LC_ALL=C sort >"$work/unknown"
cp "$work/day.db" "$work/open.db"
sqlite3 "$work/open.db" "UPDATE scan SET state = 'open'" 2>/dev/null || true
run open 0 "$AMARRA" report "$work/open.db" -o "$work/open" --lang en
same "provisional" "$(jq -r .scope.provisional "$work/open/report.json")" true
grep -q 'Provisional: the scan was interrupted' "$work/open/report.en.html" || fail "an interrupted scan does not say so"
cut -d, -f1 "$work/open/names.csv" | tail -n +2 | LC_ALL=C sort >"$work/told"
[ -z "$(LC_ALL=C comm -12 "$work/unknown" "$work/told")" ] || fail "an open scan tells unknown names"

# --- what can't be done is told in a line, and leaves nothing ---
run no_scan 3 "$AMARRA" report "$work/nothing.db" -o "$work/none"
run no_language 2 "$AMARRA" report "$work/day.db" -o "$work/none" --lang xx
run no_format 2 "$AMARRA" report "$work/day.db" -o "$work/none" --format docx
run no_home 2 "$AMARRA" report "$work/day.db" -o "$work/none" --home QQ
[ -e "$work/none" ] && fail "a folder was made for a report that failed"
run no_folder 4 "$AMARRA" report "$work/day.db" -o "$work/day.pcap"
mkdir "$work/taken" && mkdir "$work/taken/report.json" # renaming a file over a folder fails
run no_place 4 "$AMARRA" report "$work/day.db" -o "$work/taken" --format json
same "left behind" "$(cd "$work/taken" && echo *)" "report.json"
for error in no_scan no_home no_folder no_place; do
    same "lines of $error" "$(wc -l <"$work/$error.err")" 1
done
finish
