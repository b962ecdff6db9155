#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# A campaign's shares on two plain PostgreSQL servers behind a third, joined by postgres_fdw as package/examples/campaign-shards.sql
# does it: the same commands give the same as a file, also of eight at once, and of a server that dies in the middle.
. "$(dirname "${BASH_SOURCE[0]}")/campaign.bash"
sql=package/examples/campaign-shards.sql
id=amarras-2026
for server in zero more; do
    pg_make $server
    pg_start $server
done

on() { PGDATABASE=$database pg "$@"; } # SERVER OPTION...: psql in the database of this part of the test
spread() { # CAMPAIGN
    on zero -v campaign="$1" -v part=0 -f $sql >/dev/null
    on more -v campaign="$1" -v part=1 -f $sql >/dev/null
    on one -v campaign="$1" -v host_0="$work/zero.pg/run" -v port_0=5432 -v dbname_0="$database" -v user_0=postgres \
        -v host_1="$work/more.pg/run" -v port_1=5432 -v dbname_1="$database" -v user_1=postgres -f $sql >/dev/null
}
open_spread() {
    local server
    databases=$((databases + 1))
    database=d$databases
    for server in one zero more; do PGDATABASE=postgres pg $server -c "CREATE DATABASE $database"; done
    spread $id
    store=$(pg_url one "$database")
    run new 0 "$AMARRA" campaign new "$work/settings.json" --store "$store"
}
# The same commands to a store of either kind; what they say goes to KIND.said.
act() {
    local kind=$1
    {
        add first 0 "$work/first.jsonl"
        cat "$work/first.out"
        add again 0 "$work/first.jsonl"
        cat "$work/again.out"
        run withdraw 0 "$AMARRA" campaign withdraw --store "$store" "$work/some.jsonl"
        cat "$work/withdraw.out"
        add back 5 "$work/first.jsonl"
        cat "$work/back.out" "$work/back.err"
        add other 3 "$work/other.json"
        cat "$work/other.err"
        add second 0 "$work/second.jsonl"
        cat "$work/second.out"
        run list 0 "$AMARRA" campaign list --store "$store" --json
        cat "$work/list.out"
        run shares 0 "$AMARRA" campaign list --store "$store" --shares
        cat "$work/shares.out"
    } >"$work/$kind.said"
    run export 0 "$AMARRA" campaign export --store "$store" -o "$work/$kind.jsonl"
}
sed -n '1~3p' "$work/receipts.jsonl" >"$work/some.jsonl"
signed other 2 '.note = "x"'
open_new sqlite
act sqlite
open_spread
act spread
diff "$work/sqlite.said" "$work/spread.said" >&2 || fail "two servers say otherwise than a file"
cmp "$work/sqlite.jsonl" "$work/spread.jsonl" || fail "two servers hold other than a file"
zero=$(on zero -c "SELECT count(*) FROM amarra.\"share_${id}_0\"")
more=$(on more -c "SELECT count(*) FROM amarra.\"share_${id}_1\"")
rows=$(sqlite3 "$work/1.db" 'SELECT count(*) FROM share')
same "rows of both servers" $((zero + more)) "$rows"
if [ "$zero" -lt $((rows / 4)) ] || [ "$more" -lt $((rows / 4)) ]; then fail "$zero rows are on one server and $more on the other"; fi
same "organizations on both servers" "$({ on zero -c "SELECT DISTINCT organization FROM amarra.\"share_${id}_0\""
    on more -c "SELECT DISTINCT organization FROM amarra.\"share_${id}_1\""; } | sort | uniq -d)" ""

# A campaign that nobody has spread has no place here: without indexes it would take a share twice.
jq '.id = "otra"' "$work/settings.json" >"$work/otra.json"
run unspread 2 "$AMARRA" campaign new "$work/otra.json" --store "$store"
grep -q "campaign-shards.sql" "$work/unspread.err" || fail "a campaign that is not spread is told '$(cat "$work/unspread.err")'"
spread otra
run otra 0 "$AMARRA" campaign new "$work/otra.json" --store "$store"
head -n 20 "$work/model/first.jsonl" | jq -c '.content.campaign = "otra"' >"$work/otra_first.jsonl"
round 2025-03 "$work/otra_first.jsonl" | "$seal" >"$work/otra.jsonl"
run otra_add 0 "$AMARRA" campaign add --store "$store" -C otra "$work/otra.jsonl"
same "the other campaign" "$("$AMARRA" campaign list --store "$store" -C otra --json | jq .shares)" 20

# Eight at once, each share in three sets.
open_spread
pids=()
failed=0
for i in 0 1 2 3 4 5 6 7; do
    awk -v from=$((i * 50)) '(NR - 1 - from + 400) % 400 < 150' "$work/first.jsonl" | shuf --random-source="$work/first.jsonl" >"$work/part$i.jsonl"
    "$AMARRA" campaign add --store "$store" "$work/part$i.jsonl" >"$work/part$i.out" 2>"$work/part$i.err" &
    pids+=($!)
done
for i in "${pids[@]}"; do wait "$i" || failed=$((failed + 1)); done
same "writers that failed" "$failed" 0
cat "$work"/part?.err >&2
same "the union of eight" "$(kept)" "$(ids)"
same "each share was added once" "$(cat "$work"/part?.out | awk '{ n += $1; m += $3 } END { print n, m }')" "400 800"

# One of the two dies in the middle.
open_spread
python3 tests/tools/campaign_model.py "$work/large" --organizations 200 --newcomers 0 --again 0 --copies 15 >/dev/null
round 2025-03 "$work/large/first.jsonl" | "$seal" "$work/many_receipts.jsonl" >"$work/many.jsonl"
"$AMARRA" campaign add --store "$store" "$work/many.jsonl" >"$work/die.out" 2>"$work/die.err" &
pid=$!
n=0
while [ "$(on more -c "SELECT count(*) FROM amarra.\"share_${id}_1\"")" -lt 100 ] && [ $n -lt 400 ]; do n=$((n + 1)); sleep 0.02; done
pg_end more QUIT
code=0
wait $pid || code=$?
same "a server is gone: exit code" $code 4
run gone 4 "$AMARRA" campaign list --store "$store"
pg_start more
n=$(kept | wc -l)
if [ "$n" -lt 100 ] || [ "$n" -ge 3000 ]; then fail "$n shares were there when it died, which is not the middle"; fi
told=$(awk '{ print $1 }' "$work/die.out")
[ "${told:-0}" -le "$n" ] || fail "$told were told as added, and $n are there"
add rest 0 "$work/many.jsonl"
same "the rest" "$(cat "$work/rest.out")" "$((3000 - n)) added, $n there already, 0 refused"
same "all are there" "$(kept | sha256sum)" "$(jq -r .share "$work/many_receipts.jsonl" | sort | sha256sum)"
finish
