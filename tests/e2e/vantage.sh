#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Whether the sensor sees the office is judged from what came, and said on the screen, in the JSON and in the report,
# with what to change.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need jq

# judge NAME DEVICES VERDICTS: what the screen says is in NAME.err
judge() {
    "$AMARRA" scan -r "$work/$1.pcap" -o "$work/$1.db" "${LOCAL[@]}" 2>"$work/$1.err" || fail "$1: can't be scanned"
    "$AMARRA" report "$work/$1.db" -o "$work/$1" --lang es --format json,html,text >/dev/null || fail "$1: no report"
    same "$1: devices seen both ways" "$(jq .vantage.figures.answered "$work/$1/report.json")" "$2"
    same "$1: verdicts" "$(jq -r '.vantage.verdicts | join(" ")' "$work/$1/report.json")" "$3"
}

make_office office --seed 3
judge office 12 ok
grep -q 'the sensor sees 12 devices both ways' "$work/office.err" || fail "office: the screen does not say how many devices it sees"

make_office one --seed 4 --devices 1 --no-demo-noise
judge one 1 'one-device too-little'
grep -q 'you see 1 device, not the office: connect the sensor to a mirror port' "$work/one.err" || fail "one: the screen does not say what to change"
for page in html txt; do
    grep -q 'puerto espejo' "$work/one/report.es.$page" || fail "one: report.es.$page does not say what to change"
done

make_office twice --seed 3 --mirror-twice
judge twice 12 'doubled ok'
finish
