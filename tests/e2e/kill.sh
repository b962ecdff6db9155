#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# A scan that is killed leaves a file that opens, says that it is provisional, and can be closed;
# one that is asked to stop loses nothing.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need sqlite3 jq mkfifo

BYTES='SELECT coalesce(sum(up), 0) + coalesce(sum(down), 0) FROM'

make_office day --seed 11
scan whole "$work/day.pcap"
all=$(sqlite3 "$work/whole.db" "$BYTES contact")
size=$(stat -c %s "$work/day.pcap")

# --- killed ---
start_feed killed
feed "$work/day.pcap" 0 $((size / 2))
feed_until_flushed killed "$work/day.pcap" $((size / 2))
same "mode of the key while open" "$(stat -c %a "$work/killed.db-key")" 600
same "mode of the scan while open" "$(stat -c %a "$work/killed.db")" 600
{ kill -9 "$scanner" && wait "$scanner"; } 2>/dev/null || true
end_feed

mkdir "$work/copy"
cp "$work"/killed.db* "$work/copy/" # what a crash leaves, log and key included
held=$(sqlite3 "$work/copy/killed.db" "$BYTES scratch_contact")
same "the file after a kill" "$(sqlite3 "$work/copy/killed.db" 'PRAGMA integrity_check')" ok
[ "$held" -gt 0 ] && [ "$held" -lt "$all" ] || fail "after the kill the file holds $held bytes of $all"

run provisional 0 "$AMARRA" report "$work/killed.db" -o "$work/provisional" --lang en --format json,text
same "provisional" "$(jq .scope.provisional "$work/provisional/report.json")" true
same "state" "$(jq -r .scope.state "$work/provisional/report.json")" interrupted
same "bytes that the provisional report tells" \
    "$(jq '.coverage.all | .up.denominator + .down.denominator' "$work/provisional/report.json")" \
    "$(sqlite3 "$work/copy/killed.db" "$BYTES scratch_contact WHERE app != 'dns'")"
flushed=$(jq -r .scope.last_flush "$work/provisional/report.json")
[[ $flushed == 2026-11-1[67]T* ]] || fail "the report does not say until when it holds: $flushed"
grep -qi provisional "$work/provisional/report.en.txt" || fail "the text does not say that it is provisional"
grep -q "${flushed:11:5}" "$work/provisional/report.en.txt" || fail "the text does not say that it ends at ${flushed:11:5}"
same "a report leaves the file as it is" "$(sqlite3 "$work/killed.db" 'SELECT state FROM scan')" open

run close 0 "$AMARRA" close "$work/killed.db"
same "state once closed" "$(sqlite3 "$work/killed.db" 'SELECT state FROM scan')" closed
same "pseudonyms once closed" "$(sqlite3 "$work/killed.db" 'SELECT count(*) FROM scratch_contact')" 0
[ ! -e "$work/killed.db-key" ] || fail "the key is still there"
same "bytes once closed" "$(sqlite3 "$work/killed.db" "$BYTES contact")" "$held"
run final 0 "$AMARRA" report "$work/killed.db" -o "$work/final" --lang en --format json,text
same "provisional once closed" "$(jq .scope.provisional "$work/final/report.json")" false
! grep -qi provisional "$work/final/report.en.txt" || fail "a closed scan is called provisional"
same "coverage before and after closing" "$(jq -S '.coverage.evidence' "$work/final/report.json")" \
    "$(jq -S '.coverage.evidence' "$work/provisional/report.json")"
run again 0 "$AMARRA" close "$work/killed.db"

# --- killed before anything was flushed ---
start_feed early
for ((i = 0; i < 100; i++)); do
    [ -s "$work/early.db" ] && [ -s "$work/early.db-key" ] && break
    sleep 0.1
done
sleep 0.3
{ kill -9 "$scanner" && wait "$scanner"; } 2>/dev/null || true
end_feed
run early-report 0 "$AMARRA" report "$work/early.db" -o "$work/early" --format json
run early-close 0 "$AMARRA" close "$work/early.db"

# --- asked to stop ---
for signal in TERM INT HUP; do
    start_feed "$signal"
    feed "$work/day.pcap" 0 "$size"
    sleep 1
    kill -s "$signal" "$scanner"
    code=0
    wait "$scanner" || code=$?
    end_feed
    same "exit code after SIG$signal" "$code" 0
    same "state after SIG$signal" "$(sqlite3 "$work/$signal.db" 'SELECT state FROM scan')" closed
    same "bytes after SIG$signal" "$(sqlite3 "$work/$signal.db" "$BYTES contact")" "$all"
    [ ! -e "$work/$signal.db-key" ] || fail "SIG$signal: the key is still there"
    rm "$work/$signal.fifo"
done

# --- a scan that is being written is not overwritten, nor closed by another ---
start_feed busy
feed_until_flushed busy "$work/day.pcap" 0
run second 2 "$AMARRA" scan -r "$work/day.pcap" -o "$work/busy.db" --overwrite
run close-busy 2 "$AMARRA" close "$work/busy.db"
run report-busy 0 "$AMARRA" report "$work/busy.db" -o "$work/busy" --format json
same "state while open" "$(jq -r .scope.state "$work/busy/report.json")" open
feed "$work/day.pcap" "$fed" "$size"
end_feed
wait "$scanner" || fail "the scan that was watched failed"
same "bytes of the scan that was watched" "$(sqlite3 "$work/busy.db" "$BYTES contact")" "$all"
finish
