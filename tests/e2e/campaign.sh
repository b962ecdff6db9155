#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# 500 organizations whose answers are known: from signed shares to three editions of a publication. Every published figure
# is computed again from the answers, and who attacks all editions together recovers nothing; the same attacks do recover
# something where the protection is undone, so they can.
. tests/e2e/lib.bash
need python3 jq
export PYTHONDONTWRITEBYTECODE=1
LIMIT=900
store=$work/campaign.db
site=$work/site
truth=$work/model/truth.json

python3 tests/tools/campaign_model.py "$work/model" --late 12 >"$work/model.out" || fail "the model"
for batch in first late second; do
    "$BUILD/tests/seal_shares" <"$work/model/$batch.jsonl" >"$work/$batch.jsonl" || fail "the signatures of $batch"
done
head -n 3 "$work/late.jsonl" >"$work/few.jsonl"
tail -n +4 "$work/late.jsonl" >"$work/more.jsonl"
"$AMARRA" campaign example | jq '.rounds = ["2026-03", "2026-09"]' >"$work/settings.json"
run new 0 "$AMARRA" campaign new --store "$store" "$work/settings.json"

add() { run "add-$1" 0 "$AMARRA" campaign add --store "$store" "$work/$1.jsonl"; }
publish() { run "edition-$1" 0 "$AMARRA" campaign report --store "$store" -o "$site" --lang es --day "2026-11-2$1"; }
judge() { # EDITION BATCH...
    local edition=$1
    shift
    run "truth-$edition" 0 python3 tests/tools/campaign_truth.py "$truth" "$site/edition-$edition/publication.json" "$@"
    grep WRONG "$work/truth-$edition.out" | head -n 5 >&2 || true
    run "audit-$edition" 0 "$AMARRA" campaign audit "$site" --store "$store" # whose code is no other test's
    run "audited-$edition" 0 "$AMARRA" campaign audit "$site"
    grep -v ': no rule is broken$' "$work/audit-$edition.out" | head -n 5 >&2 || true
}

add first
publish 1
judge 1 first

add few # three more: their answers would be the difference
run too-few 2 "$AMARRA" campaign report --store "$store" -o "$site" --lang es --day 2026-11-22
grep -q 'only 3 organizations came or left' "$work/too-few.err" || fail "too few: $(cat "$work/too-few.err")"
[ ! -e "$site/edition-2" ] || fail "an edition was published of what three organizations changed"

add more
publish 2
judge 2 first late
add second
publish 3
judge 3 first late second

editions=("$site/edition-1:first" "$site/edition-2:first,late" "$site/edition-3:first,late,second")
run attack 0 python3 tests/tools/campaign_attack.py "$truth" "${editions[@]}"
cat "$work/attack.out"
run naive 1 python3 tests/tools/campaign_attack.py --naive "$truth" "${editions[@]}"
grep -q '^recovered: [1-9]' "$work/naive.out" || fail "the attacks find nothing where nothing is protected"
finish
