#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Every number of the JSON, recomputed with SQL alone from the rows that the report counted; every number of the page,
# found in the JSON. A figure that is changed, or that nobody recomputes, is told (tests/tools/recompute.py).
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need sqlite3 python3 jq
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

# It sees what is wrong: one figure changed, one that nobody knows, one number in the page that the JSON lacks.
spoil() { # NAME FILTER: the report with its JSON changed
    cp -r "$work/day" "$work/$1"
    jq "$2" "$work/day/report.json" >"$work/$1/report.json"
    run "$1" 1 "${recompute[@]}" "$work/day.db" "$work/$1"
}
spoil changed '.corporations[1].host.contacts.numerator += 1'
spoil moved '.cut_off[1].added.up.numerator -= 1'
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
