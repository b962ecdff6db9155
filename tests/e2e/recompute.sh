#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Every number of the JSON, recomputed with SQL alone from the rows that the report counted; every number of the page,
# found in the JSON. A figure that is changed, or that nobody recomputes, is told (tests/tools/recompute.py).
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need sqlite3 python3 jq
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")/../tools" && pwd)

recompute=(python3 "$tools/recompute.py")

asked=(--home UY --bloc mercosur --timezone America/Montevideo --lang en --format html,json,sqlite)
make_office day --seed 3
scan day "$work/day.pcap"
run report 0 "$AMARRA" report "$work/day.db" -o "$work/day" "${asked[@]}"
run recomputed 0 "${recompute[@]}" "$work/day.db" "$work/day"
cat "$work/recomputed.out"

# The same with other hours, no home, no bloc.
run night 0 "$AMARRA" report "$work/day.db" -o "$work/night" --timezone UTC --hours 22-6 --days 1-7 --lang en --format html,json,sqlite
run night_recomputed 0 "${recompute[@]}" "$work/day.db" "$work/night"

# A day with markers; the second ends with the capture. What somebody typed stays a text.
first=$(sqlite3 "$work/day.db" "SELECT (first_packet + last_packet) / 2 FROM scan")
run marked_scan 0 python3 "$here/marked_scan.py" "$work/marked.db" "$work/day.pcap" "$first=We open 12 <b>newspapers</b>" \
    "$((first + 300))=" "$((first + 600))=And 'a' bank" -- "${LOCAL[@]}"
run marked 0 "$AMARRA" report "$work/marked.db" -o "$work/marked" "${asked[@]}"
run marked_recomputed 0 "${recompute[@]}" "$work/marked.db" "$work/marked"
cat "$work/marked_recomputed.out"
same "markers" "$(jq -r '.markers | map(.text) | join("; ")' "$work/marked/report.json")" "We open 12 <b>newspapers</b>; And 'a' bank"
[ "$(jq '[.markers[] | .corporations | length] | min' "$work/marked/report.json")" -gt 1 ] || fail "markers without corporations"
# The same contacts, whoever writes what.
same "contacts" "$(jq -S 'del(.markers, .losses, .scope)' "$work/marked/report.json" | md5sum)" \
    "$(jq -S 'del(.losses, .scope)' "$work/day/report.json" | md5sum)"

# It sees what is wrong: one figure changed, one that nobody knows, one number in the page that the JSON lacks.
spoil() { # NAME FILTER: the report with its JSON changed
    cp -r "$work/day" "$work/$1"
    jq "$2" "$work/day/report.json" >"$work/$1/report.json"
    run "$1" 1 "${recompute[@]}" "$work/day.db" "$work/$1"
}
spoil changed '.corporations[1].host.contacts.numerator += 1'
spoil moved '.cut_off[1].added.up.numerator -= 1'
cp -r "$work/marked" "$work/remarked"
jq '.markers[1].corporations[0].service.up += 1' "$work/marked/report.json" >"$work/remarked/report.json"
run remarked 1 "${recompute[@]}" "$work/marked.db" "$work/remarked"
spoil new '.coverage.another = {"contacts": 1}'
cp -r "$work/day" "$work/shown"
sed -i 's|</main>|<p>987,654 contacts</p></main>|' "$work/shown/report.en.html"
run shown 1 "${recompute[@]}" "$work/day.db" "$work/shown"

# Nothing in the database tells more than the report: no block of a peer, no name that is folded away.
run names 0 "$AMARRA" report "$work/day.db" -o "$work/names" --lang en --format csv
same "names that are told" "$(sqlite3 "$work/day/report.db" "SELECT count(*) FROM name WHERE text IS NOT NULL")" \
    "$(($(wc -l <"$work/names/names.csv") - 1))"
sqlite3 "$work/day/report.db" .dump | grep -qE '[0-9]+\.[0-9]+\.[0-9]+\.0/24' && fail "the database tells blocks of peers"
finish
