#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# The example of docs/disclosure.md: what it says by hand is what the program tells of those organizations, and whoever
# subtracts learns of no few. Two more organizations are too few for an edition, five are enough.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need python3
seal=$BUILD/tests/seal_shares
[ -x "$seal" ] || { echo "skipped: there is no $seal"; exit 77; }

give() { # NAME [LATE]: the organizations, and more of them
    python3 tests/tools/disclosure_example.py "${@:2}" | "$seal" >"$work/$1.jsonl"
    run "add-$1" 0 "$AMARRA" campaign add --store "$work/c.db" "$work/$1.jsonl"
}
"$AMARRA" campaign example | python3 -c 'import json, sys
c = json.load(sys.stdin)
del c["dataset"]
c["rounds"] = ["2026-03"]
json.dump(c, sys.stdout)' >"$work/campaign.json"
run new 0 "$AMARRA" campaign new --store "$work/c.db" "$work/campaign.json"
give first
LIMIT=300 run edition 0 "$AMARRA" campaign report --store "$work/c.db" -o "$work/pub" --lang en --day 2026-08-01
run example 0 python3 tests/e2e/disclosure_example.py docs/disclosure.md "$work/pub/edition-1/publication.json"
[ "$failures" -eq 0 ] || cat "$work/example.out" >&2

give two 2
run too-few 2 "$AMARRA" campaign report --store "$work/c.db" -o "$work/pub" --lang en --day 2026-09-01
grep -q 'only 2 ' "$work/too-few.err" || fail "it is not said that only two came: $(head -c 200 "$work/too-few.err")"
[ ! -e "$work/pub/edition-2" ] || fail "an edition that tells of two"
give five 5 # two of them are there already
LIMIT=300 run enough 0 "$AMARRA" campaign report --store "$work/c.db" -o "$work/pub" --lang en --day 2026-09-01
[ -s "$work/pub/edition-2/publication.json" ] || fail "no second edition of five more"
finish
