#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# A campaign's store, in a file and in a PostgreSQL server of this test's own: the same commands, the same answers. Shares
# of strangers, each kind of bad one refused in its own words and nothing of it kept.
. "$(dirname "${BASH_SOURCE[0]}")/campaign.bash"

# --- what a campaign does, one step after the other

lifecycle() {
    local i
    open_new "$1"
    add first 0 "$work/first.jsonl"
    same "$1: the first round" "$(cat "$work/first.out")" "400 added, 0 there already, 0 refused"
    same "$1: ids of the first round" "$(kept)" "$(ids)"
    add again 0 "$work/first.jsonl"
    same "$1: once more" "$(cat "$work/again.out")" "0 added, 400 there already, 0 refused"
    # Files of their own: one that is there, one of the second round, one of the same round.
    line "$work/first.jsonl" 1 | jq . >"$work/there.json"
    line "$work/second.jsonl" 1 >"$work/later.json"
    signed other 1 '.note = "Con la radio «ñandú»" | .devices = [5, 9]'
    add mixed 5 "$work/there.json" "$work/later.json" "$work/other.json"
    same "$1: three files" "$(cat "$work/mixed.out")" "1 added, 1 there already, 1 refused"
    grep -q "other.json: another share of this organization is there for round 1" "$work/mixed.err" || fail "$1: another of the same round"
    add second 0 "$work/second.jsonl"
    "$AMARRA" campaign list --store "$store" --json >"$work/list.json"
    same "$1: rounds" "$(jq -c '[.rounds[].shares]' "$work/list.json")" "[400,$(wc -l <"$work/second.jsonl")]"
    same "$1: sectors" "$(jq -c '[.sectors[] | [.id, .shares]]' "$work/list.json")" \
        "$(jq -s -c 'group_by(.sector) | map([.[0].sector, length])' "$work/first.jsonl" "$work/second.jsonl")"
    same "$1: organizations" "$(jq .organizations "$work/list.json")" "$(jq -r .key "$work/first.jsonl" "$work/second.jsonl" | sort -u | wc -l)"
    run list 0 "$AMARRA" campaign list --store "$store"
    grep -qF "round 1, from 2025-03: 400" "$work/list.out" || fail "$1: the list tells no round"

    # Out again, all but the first; what was withdrawn stays out, and makes room for another.
    sed 1d "$work/receipts.jsonl" >"$work/some.jsonl"
    run withdraw 0 "$AMARRA" campaign withdraw --store "$store" "$work/some.jsonl"
    same "$1: withdrawn" "$(cat "$work/withdraw.out")" "399 withdrawn, 0 were not there and will not be taken, 0 refused"
    run twice 0 "$AMARRA" campaign withdraw --store "$store" "$work/some.jsonl"
    same "$1: withdrawn twice" "$(cat "$work/twice.out")" "0 withdrawn, 399 were not there and will not be taken, 0 refused"
    add back 5 "$work/first.jsonl"
    same "$1: none comes back" "$(cat "$work/back.out")" "0 added, 1 there already, 399 refused"
    grep -q "first.jsonl:400: this share was withdrawn" "$work/back.err" || fail "$1: a line that was withdrawn"
    line "$work/receipts.jsonl" 1 >"$work/receipt.json"
    run one 0 "$AMARRA" campaign withdraw --store "$store" "$work/receipt.json"
    add instead 0 "$work/other.json"
    grep -qF "other.json: a note, which is never published: Con la radio «ñandú»" "$work/instead.out" || fail "$1: a note is shown"

    # Out and into another store, of the other kind too.
    run export 0 "$AMARRA" campaign export --store "$store" -o "$work/$1.jsonl"
    kept >"$work/kept"
    same "$1: a line each" "$(wc -l <"$work/$1.jsonl")" "$(wc -l <"$work/kept")"
    for i in sqlite postgres; do
        open_new $i
        add import 0 "$work/$1.jsonl"
        same "$1: into $i" "$(kept)" "$(cat "$work/kept")"
        "$AMARRA" campaign export --store "$store" -o "$work/copy.jsonl" >/dev/null
        cmp -s "$work/$1.jsonl" "$work/copy.jsonl" || fail "$1: what went out of $i is not what went in"
    done
}

# --- other settings

other_settings() {
    open_new "$1"
    add first 0 "$work/first.jsonl"
    setting() { # NAME CODE FILTER [MESSAGE]
        jq "$3" "$work/settings.json" >"$work/set.json"
        run "$1" "$2" "$AMARRA" campaign set --store "$store" "$work/set.json"
        [ -z "${4:-}" ] || grep -qF "$4" "$work/$1.err" || fail "settings: $1 says '$(cat "$work/$1.err")'"
    }
    setting texts 0 '.contact = "otra@example.org"'
    setting id 2 '.id = "otra"' "id stays 'amarras-2026'"
    setting rounds 0 '.rounds += ["2026-03"]'
    setting moved 2 '.rounds = ["2025-01", "2025-02"]' "400 shares would be of another round"
    setting wrong 3 '.colour = "red"' "set.json:"
    if [ -f "$store" ]; then
        sqlite3 "$store" "INSERT INTO edition VALUES ('amarras-2026', 1, '2026-11-28', x'7b7d', x'')"
    else
        PGDATABASE=d$databases pg one -c "INSERT INTO amarra.edition VALUES ('amarras-2026', 1, '2026-11-28', '{}', '')"
    fi
    setting fewer 2 '.at_least = 4 | .round_to = 4' "at_least and round_to stay 5 and 5"
    setting after 0 '.organizer = "Otra red"'
    same "$1: an edition" "$("$AMARRA" campaign list --store "$store" --json | jq -c .editions)" '[{"number":1,"day":"2026-11-28"}]'
}

# --- shares of people who mean no good

hostile_files() {
    local big=$work/big.json deep=$work/deep.json
    line "$work/first.jsonl" 7 >"$work/good.json"
    sed -E 's/"night":\[[0-9]+,[0-9]+\]/"night":[90,95]/' "$work/good.json" >"$work/tampered.json"
    head -c 1500 "$work/good.json" >"$work/truncated.json"
    truncate -s 1G "$big"
    python3 -c 'print("{\"schema\":" + "[" * 100000 + "]" * 100000 + "}")' >"$deep"
    sed 's/^{/{"method":1,/' "$work/good.json" >"$work/twin.json"
    printf '{"schema":"amarra-share/1","note":"\xff\xfe"}' >"$work/bytes.json"
    signed newer 7 '.schema = "amarra-share/9"'
    signed method 7 '.method = 99'
    signed campaign 7 '.campaign = "otra"'
    signed corporation 7 '.corporations += [{"id": "zzz-none", "either": [5, 10], "service": [5, 10], "host": [0, 0], "presence": [5, 10]}]'
    signed trial 7 '.trial = ["days"]'
    signed dataset 7 '.dataset = "2020.01.01"'
    signed future 7 '.period |= (.from = "2099-01" | .to = "2099-01")'
    signed itself 7 '.vantage = "only-itself"'
    signed sums 7 '.areas = [.areas[] | .contacts = [95, 100]]'
    signed band 7 '.night = [3, 7]'
    signed member 7 '.ip = "192.0.2.1"'
    line "$work/receipts.jsonl" 7 >"$work/instead.json"
    : >"$work/empty.json" # as truncated as can be
    echo '[1, 2]' >"$work/list_of.json"
    mkfifo "$work/pipe.json"
    mkdir "$work/folder.json"
    { line "$work/first.jsonl" 8 | head -c 900; echo; head -c 300000 /dev/zero | tr '\0' ' '; echo; echo '{'; } >"$work/bad.jsonl"
}

hostile() {
    local name says before n=0
    open_new "$1"
    line "$work/first.jsonl" 1 >"$work/there.json"
    add there 0 "$work/there.json"
    before=$(image)
    : >"$work/said"
    while IFS='|' read -r name says; do
        n=$((n + 1))
        LIMIT=20 add "bad" 3 "$work/$name.json"
        grep -qF -- "$says" "$work/bad.err" || fail "$1: $name says '$(cat "$work/bad.err")', not '$says'"
        sed "s|$work/[a-z_]*.json||" "$work/bad.err" >>"$work/said"
        same "$1: the store after $name" "$(image)" "$before"
    done <<'TXT'
tampered|it was changed after it was signed
truncated|the file ends before the share does
big|larger than 262144 bytes
deep|nested deeper
twin|duplicate
bytes|no UTF-8
newer|newer amarra (amarra-share/9)
method|newer amarra (method 99)
campaign|made for the campaign 'otra'
corporation|the corporation 'zzz-none'
trial|of a trial
dataset|none older than 2026.11.24
future|of the future
itself|saw only itself
sums|areas of work add up
band|must be a band
member|ip
instead|this is the receipt
list_of|must be an object
pipe|a device or a pipe
folder|a folder
absent|can't open it
TXT
    same "$1: as many answers as files" "$(sort -u "$work/said" | wc -l)" "$n"
    add empty 3 "$work/empty.json"
    # Replayed: the same, as it was and in other words; it is there, and nothing is written.
    jq . "$work/there.json" >"$work/replayed.json"
    add replayed 0 "$work/there.json" "$work/replayed.json"
    same "$1: replayed" "$(cat "$work/replayed.out")" "0 added, 2 there already, 0 refused"
    same "$1: the store after a replay" "$(image)" "$before"
    add lines 3 "$work/bad.jsonl"
    for name in 1 2 3; do
        grep -qF "bad.jsonl:$name: " "$work/lines.err" || fail "$1: line $name of bad.jsonl is not named"
    done
    same "$1: the store after bad lines" "$(image)" "$before"
    run share_as_receipt 3 "$AMARRA" campaign withdraw --store "$store" "$work/there.json"
    same "$1: the store after a share for a receipt" "$(image)" "$before"
    # A receipt is its own share's: signed by another organization, it withdraws nothing.
    jq -c --slurpfile r <(line "$work/receipts.jsonl" 1) '.share = $r[0].share' <(line "$work/receipts.jsonl" 2) >"$work/stolen.json"
    run stolen 3 "$AMARRA" campaign withdraw --store "$store" "$work/stolen.json"
    same "$1: the store after a stolen receipt" "$(image)" "$before"
    # The good among the bad are taken.
    add some 5 "$work/tampered.json" "$work/good.json" "$work/folder.json"
    same "$1: the good among the bad" "$(cat "$work/some.out")" "1 added, 0 there already, 2 refused"
}

# Who writes into the file itself is told, though signatures are verified when shares are added alone.
changed_there() {
    open_new sqlite
    add before 0 "$work/first.jsonl"
    sqlite3 "$store" "UPDATE share SET body = CAST(replace(CAST(body AS TEXT), '\"contacts\":[0,5]', '\"contacts\":[5,10]') AS BLOB)
        WHERE id = (SELECT id FROM share WHERE CAST(body AS TEXT) LIKE '%\"contacts\":[0,5]%' LIMIT 1)"
    run changed 3 "$AMARRA" campaign report --store "$store" -o "$work/changed-site"
    grep -q "it was changed there" "$work/changed.err" || fail "a store that was changed is told '$(cat "$work/changed.err")'"
    [ ! -e "$work/changed-site" ] || fail "a store that was changed is published"
}

# --- of PostgreSQL alone

# The roles of docs/campaign-postgresql.md, as they stand there.
roles() {
    open_new postgres
    local db=d$databases
    sed -n '/^## Who may what/,/^## What was erased/s/^    //p' docs/campaign-postgresql.md >"$work/roles.sql"
    PGDATABASE=$db pg one -f "$work/roles.sql" -c "CREATE ROLE teller LOGIN IN ROLE amarra_read"
    head -n 20 "$work/receipts.jsonl" >"$work/twenty.jsonl"
    store=$(pg_url one "$db" amarra_add)
    add as_add 0 "$work/first.jsonl"
    may_not withdraw "$work/twenty.jsonl"
    may_not set "$work/settings.json"
    store=$(pg_url one "$db" amarra_keep)
    run as_keep 0 "$AMARRA" campaign withdraw --store "$store" "$work/twenty.jsonl"
    same "withdrawn by who may" "$(cat "$work/as_keep.out")" "20 withdrawn, 0 were not there and will not be taken, 0 refused"
    run as_keep_set 0 "$AMARRA" campaign set --store "$store" "$work/settings.json"
    store=$(pg_url one "$db" teller)
    run as_teller 0 "$AMARRA" campaign list --store "$store"
    may_not add "$work/second.jsonl"
    may_not new "$work/settings.json"
}
may_not() { # COMMAND FILE
    run may_not 4 "$AMARRA" campaign "$1" --store "$store" "$2"
    grep -q "permission denied" "$work/may_not.err" || fail "who may not $1 is told '$(cat "$work/may_not.err")'"
}

several() {
    open_new postgres
    jq '.id = "otra"' "$work/settings.json" >"$work/otra.json"
    run otra 0 "$AMARRA" campaign new "$work/otra.json" --store "$store" --parts 1
    add which 2 "$work/first.jsonl"
    grep -qF -- "--campaign (amarras-2026, otra)" "$work/which.err" || fail "of two campaigns, which: '$(cat "$work/which.err")'"
    run named 0 "$AMARRA" campaign add --store "$store" --campaign amarras-2026 "$work/first.jsonl"
    run none 3 "$AMARRA" campaign list --store "$store" --campaign neither
    same "nothing of one is in the other" "$("$AMARRA" campaign list --store "$store" -C otra --json | jq .shares)" 0
    same "parts" "$(PGDATABASE=d$databases pg one -c "SELECT count(*) FROM pg_class WHERE relname LIKE 'share\_%' AND relkind = 'r' AND NOT relispartition")" 0
    same "parts of both" "$(PGDATABASE=d$databases pg one -c "SELECT count(*) FROM pg_class WHERE relname LIKE 'share\_%' AND relkind IN ('r', 'p')")" 18
    PGDATABASE=postgres pg one -c "CREATE DATABASE bare"
    run bare 3 "$AMARRA" campaign list --store "$(pg_url one bare)"
    grep -q "amarra campaign new" "$work/bare.err" || fail "a database without a store is told '$(cat "$work/bare.err")'"
    run no_server 4 "$AMARRA" campaign list --store "postgresql://someone:hidden-word@127.0.0.1:1/x"
    ! grep -q "hidden-word" "$work/no_server.err" || fail "a password is shown"
}

hostile_files
for kind in sqlite postgres; do
    lifecycle $kind
    other_settings $kind
    hostile $kind
done
changed_there
roles
several
export AMARRA_TEST_POSTGRES
AMARRA_TEST_POSTGRES=$(pg_url one "d$databases")
run unit 0 "$BUILD/tests/test_campaign_store"
same "unit tests on both" "$(cat "$work/unit.out" "$work/unit.err" | grep -cE '^\[ +OK')" 26
finish
