#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# dataset/import/add_corporations.py --owners: lines that can't be used are told with what to do, and then nothing is
# written; once mended, the group is its owner's.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need jq python3
cp -r tests/data/rules/dataset "$work/dataset" && cp -r dataset/import "$work/dataset/import"
sed 's/colmena/hive/g; s/Colmena/Hive/g; s/hora/hour/; s/64502/64509/' "$work/dataset/corporations/colmena.json" >"$work/dataset/corporations/hive.json"
cp -r "$work/dataset/corporations" "$work/before"
own() { # NAME EXPECTED-CODE OWNED-FROM OWNER-KIND
    printf 'corporation\towner\towned_from\towner_name\towner_kind\towner_countries\nhive\tpanal\t%s\tPanal\t%s\tUY\n' "$3" "$4" >"$work/owners.tsv"
    run "$1" "$2" python3 "$work/dataset/import/add_corporations.py" --day 2026-11-27 --owners "$work/owners.tsv"
}

for day in 2019 2019-02-30 20190201 1/2/2019; do
    own day 1 "$day" community
    grep -q "^owners.tsv:2: owned_from: '$day' is not a day: write it as YYYY-MM-DD" "$work/day.err" || fail "the day $day: $(cat "$work/day.err")"
done
own kind 1 2019-02-01 ''
grep -q "^owners.tsv:2: owner_kind: the new owner 'panal' has none: write one" "$work/kind.err" || fail "no kind: $(cat "$work/kind.err")"
diff -r "$work/before" "$work/dataset/corporations" || fail "refused lines changed the dataset"

own good 0 2019-02-01 community
same "what became of it" "$(jq -r '"\(.kind) \(.operators[0].id) \(.operators[0].owned[0].from)"' "$work/dataset/corporations/panal.json")" "community hive 2019-02-01"
[ ! -e "$work/dataset/corporations/hive.json" ] || fail "the group is there still"
finish
