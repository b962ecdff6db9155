#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Eight that add to a campaign's store at once; an amarra, a server, a connection that dies in the middle, and the same said
# again. In a file and in a PostgreSQL server of this test's own.
. "$(dirname "${BASH_SOURCE[0]}")/campaign.bash"

# --- many at once

eight_writers() {
    local i pids=() failed=0
    open_new "$1"
    for i in 0 1 2 3 4 5 6 7; do
        # 150 lines each, from another place on and in another order: each share is in three sets.
        awk -v from=$((i * 50)) '{ at = (NR - 1 - from + 400) % 400; if (at < 150) print at "\t" $0 }' "$work/first.jsonl" |
            if [ $((i % 2)) = 0 ]; then sort -n; else sort -rn; fi | cut -f 2- >"$work/part$i.jsonl"
        "$AMARRA" campaign add --store "$store" "$work/part$i.jsonl" >"$work/part$i.out" 2>"$work/part$i.err" &
        pids+=($!)
    done
    for i in "${pids[@]}"; do wait "$i" || failed=$((failed + 1)); done
    same "$1: writers that failed" "$failed" 0
    same "$1: the union of eight" "$(kept)" "$(ids)"
    same "$1: each share was added once" "$(cat "$work"/part?.out | awk '{ n += $1; m += $3 } END { print n, m }')" "400 800"
}

# --- in the middle

many=$work/many.jsonl
make_many() {
    python3 tests/tools/campaign_model.py "$work/large" --organizations 200 --newcomers 0 --again 0 --copies 30 >/dev/null
    round 2025-03 "$work/large/first.jsonl" | "$seal" "$work/many_receipts.jsonl" >"$many"
}
begun() { # how many are there by now
    if [ -f "$store" ]; then
        sqlite3 "file:$store?mode=ro" 'SELECT count(*) FROM share' 2>/dev/null || echo 0
    else
        PGDATABASE=d$databases pg one -c 'SELECT count(*) FROM amarra.share' 2>/dev/null || echo 0
    fi
}
# die KIND HOW: adds, and kills HOW once something is there
die() {
    local n=0 pid code=0 told
    open_new "$1"
    "$AMARRA" campaign add --store "$store" "$many" >"$work/die.out" 2>"$work/die.err" &
    pid=$!
    while [ "$(begun)" -lt 512 ] && [ $n -lt 400 ]; do n=$((n + 1)); sleep 0.02; done
    case $2 in
    amarra) kill -KILL $pid ;;
    server) pg_end one QUIT ;;
    backend) kill -KILL "$(PGDATABASE=d$databases pg one -c "SELECT pid FROM pg_stat_activity WHERE application_name = 'amarra' LIMIT 1")" ;;
    esac
    wait $pid || code=$?
    if [ "$2" = amarra ]; then
        same "$1, $2: killed" $code 137
    else
        same "$1, $2: exit code" $code 4
        grep -qE "connection to the database was lost|the database says" "$work/die.err" || fail "$1, $2: it says '$(cat "$work/die.err")'"
    fi
    [ "$2" != server ] || pg_start one
    until [ "$(begun)" -gt 0 ]; do # after the crash of a backend the server recovers
        n=$((n + 1))
        [ $n -lt 600 ] || { fail "$1, $2: the store does not come back"; break; }
        sleep 0.1
    done
    n=$(begun)
    if [ "$n" -lt 512 ] || [ "$n" -ge 6000 ]; then fail "$1, $2: $n shares were there when it ended, which is not the middle"; fi
    same "$1, $2: batches are whole" $((n % 256)) 0
    told=$(awk '{ print $1 }' "$work/die.out")
    [ "${told:-0}" -le "$n" ] || fail "$1, $2: $told were told as added, and $n are there"
    add rest 0 "$many"
    same "$1, $2: the rest" "$(cat "$work/rest.out")" "$((6000 - n)) added, $n there already, 0 refused"
    same "$1, $2: all are there" "$(kept | sha256sum)" "$(jq -r .share "$work/many_receipts.jsonl" | sort | sha256sum)"
}

make_many
for kind in sqlite postgres; do
    eight_writers $kind
    die $kind amarra
done
die postgres backend
die postgres server
finish
