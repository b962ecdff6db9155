# SPDX-License-Identifier: AGPL-3.0-or-later
# What the tests of a campaign's store share: shares of made-up organizations, a PostgreSQL server, stores of both kinds.
# shellcheck shell=bash disable=SC2034 # used by those who source it
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
. "$(dirname "${BASH_SOURCE[0]}")/postgres.bash"
need psql jq python3 sqlite3
seal=$BUILD/tests/seal_shares
[ -x "$seal" ] || { echo "skipped: there is no $seal"; exit 77; }

# Shares of 200 organizations in two rounds, twice over; signed by who knows nothing of amarra.
python3 tests/tools/campaign_model.py "$work/model" --organizations 200 --newcomers 0 --copies 2 >/dev/null
round() { # MONTH FILE
    jq -c --arg month "$1" '.content.period |= (.from = $month | .to = $month)' "$2"
}
round 2025-03 "$work/model/first.jsonl" | "$seal" "$work/receipts.jsonl" >"$work/first.jsonl"
round 2025-09 "$work/model/second.jsonl" | "$seal" >"$work/second.jsonl"
shares=$(wc -l <"$work/first.jsonl")
[ "$shares" = 400 ] || fail "the model makes $shares shares, not 400"
"$AMARRA" campaign example | jq '.rounds = ["2025-03", "2025-09"]' >"$work/settings.json"
ids() { jq -r .share "$work/receipts.jsonl" | sort; } # of the first round
line() { sed -n "$2p" "$1"; }
# signed NAME LINE FILTER: the content of a share changed, and signed as it then is
signed() { round 2025-03 <(line "$work/model/first.jsonl" "$2") | jq -c ".content |= ($3)" | "$seal" >"$work/$1.json"; }

pg_make one
pg_start one
databases=0
# open_new KIND: a store of its own; sets `store`, an option, and makes the campaign in it
open_new() {
    databases=$((databases + 1))
    if [ "$1" = sqlite ]; then
        store=$work/$databases.db
    else
        PGDATABASE=postgres pg one -c "CREATE DATABASE d$databases"
        store=$(pg_url one "d$databases")
    fi
    run new 0 "$AMARRA" campaign new "$work/settings.json" --store "$store"
}
kept() { "$AMARRA" campaign list --store "$store" --shares | cut -f 1 | sort; }
# All that the store holds, to the byte or to the row.
image() {
    if [ -f "$store" ]; then
        sha256sum "$store"* | cut -d ' ' -f 1
    else
        PGDATABASE=d$databases pg one -c "SELECT * FROM amarra.share ORDER BY id" -c "SELECT * FROM amarra.campaign" \
            -c "SELECT * FROM amarra.edition" | sha256sum
    fi
}
add() { # NAME EXPECTED-CODE FILE...
    local name=$1 code=$2
    shift 2
    run "$name" "$code" "$AMARRA" campaign add --store "$store" "$@"
}
