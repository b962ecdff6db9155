#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# What a campaign published is audited by the files alone, as anybody can, and with the store: two editions that keep all
# rules pass, and each rule that is broken on purpose is named, with its cell.
. tests/e2e/lib.bash
need python3 jq
export PYTHONDONTWRITEBYTECODE=1
LIMIT=600
store=$work/campaign.db
site=$work/site

python3 tests/tools/campaign_model.py "$work/model" --organizations 120 --late 12 --newcomers 0 >/dev/null || fail "the model"
for batch in first late; do
    "$BUILD/tests/seal_shares" "$work/$batch.receipts" <"$work/model/$batch.jsonl" >"$work/$batch.jsonl" || fail "the signatures of $batch"
done
"$AMARRA" campaign example | jq '.rounds = ["2026-03", "2026-09"]' >"$work/settings.json"
run new 0 "$AMARRA" campaign new --store "$store" "$work/settings.json"
edition=0
for batch in first late; do
    edition=$((edition + 1))
    run "add-$batch" 0 "$AMARRA" campaign add --store "$store" "$work/$batch.jsonl"
    run "report-$edition" 0 "$AMARRA" campaign report --store "$store" -o "$site" --lang es --day "2026-11-2$edition"
done

audit() { # NAME EXPECTED-CODE ARG...
    local name=$1 code=$2
    shift 2
    run "$name" "$code" "$AMARRA" campaign audit "$@"
    [ "$code" = 0 ] || return 0
    grep -q ': no rule is broken$' "$work/$name.out" || fail "$name: $(tail -n 3 "$work/$name.out")"
}
# broken NAME WORDS ARG...: it is named so.
broken() {
    local name=$1 words=$2
    shift 2
    audit "$name" 3 "$@"
    grep -qE "$words" "$work/$name.out" || fail "$name: nothing is said of '$words': $(head -n 5 "$work/$name.out")"
}

# ---- what keeps the rules ----
audit files 0 "$site"
audit store 0 "$site" --store "$store"
audit alone 0 "$site/edition-2/publication.json" "$site/edition-1"
run json 0 "$AMARRA" campaign audit "$site" --json --store "$store"
jq -e '.broken == 0 and .editions == [1, 2] and (.rules | length == 13 and all(.checked)) and .checked.pairs > 100' "$work/json.out" >/dev/null ||
    fail "as JSON: $(jq -c 'del(.breaches)' "$work/json.out")"
grep -q '^checked: 2 editions, ' "$work/files.out" || fail "$(tail -n 1 "$work/files.out")"
grep -q '^not checked: whether the numbers are true' "$work/files.out" || fail "it does not say what it can't see"
! grep -q 'whether the numbers are true' "$work/store.out" || fail "it says that it did not count"

# ---- what does not ----
publication=$site/edition-2/publication.json
# change NAME FILTER: a folder of edition 2 in which publication.json is another; row: [cell, variable, of, also, base_as, base, count_as, count, ...]
change() {
    rm -rf "${work:?}/$1"
    cp -r "$site" "$work/$1"
    jq -c "$2" "$publication" >"$work/$1/edition-2/publication.json" || fail "$1: the filter"
}
first='first(.figures | to_entries[] | select(.value[0] == "1/all" and .value[1] == "either" and .value[6] == "rounded" and .value[7] < 60 and .value[7] > 25) | .key)'
key=$(jq -r "[.figures[$first][0,1,2]] | .[0] + \", \" + .[1] + \"/\" + .[2]" "$publication")

change more "$first as \$i | .figures[\$i][7] += 20"
broken more-truth "^edition 2, $key: truth: not what the shares say" "$work/more" --store "$store"
grep -q '^edition 2: settings: .* an edition never changes$' "$work/more-truth.out" || fail "another file than was published is not told"
grep -q "^edition 2, $key: rounding: the share is told" "$work/more-truth.out" || fail "a share that does not fit is not told"
grep -qE "^edition 2, $key: files: figures.csv, line [0-9]+: count is " "$work/more-truth.out" || fail "another figures.csv is not told"

change cell '(.cells[] | select(.id == "1/all") | .n) += 3'
broken cell-members '^edition 2, 1/all: members: a cell of ' "$work/cell" --store "$store"
grep -q '^edition 2, 1/all: files: cells.csv, line 2: organizations is ' "$work/cell-members.out" || fail "another cells.csv is not told"
grep -q '^edition 2, 1/all: threshold: ' "$work/cell-members.out" || fail "three that are left are not told"

change dominance '.settings.dominance = 1'
broken dominance '^edition 2, 1/[a-z/]*: dominance: one organization has about [0-9]+ of its [0-9]+ devices, more than 1 %' \
    "$work/dominance" --store "$store"

change least '.settings.at_least = 3'
broken least '^edition 2: settings: at_least and round_to are 3 and 5, and were 5 and 5 in edition 1' "$work/least"

cp -r "$site" "$work/table"
sed -i '3d' "$work/table/edition-1/figures.csv"
broken table '^edition 1: files: figures.csv has 1 lines less than publication.json' "$work/table"
grep -q '^edition 1: files: figures.csv is not the file that datapackage.json describes' "$work/table.out" || fail "its hash is not held against it"
rm "$work/table/edition-1/cells.csv"
broken missing '^edition 1: files: cells.csv can.t be read' "$work/table"
rm -r "$work/table/edition-1"
broken door '^edition 2: files: the edition before it is not in the folder' "$work/table"
sed -i 's/edition-2/edition-3/g' "$work/table/index.html"
broken index '^edition 2: files: index.html does not lead to it' "$work/table"

# ---- somebody withdraws: what the shares said is not known any more ----
head -n 1 "$work/first.receipts" >"$work/receipt.json"
run withdraw 0 "$AMARRA" campaign withdraw --store "$store" "$work/receipt.json"
audit withdrawn 0 "$site" --store "$store"
grep -q 'shares of theirs were withdrawn since' "$work/withdrawn.out" || fail "it does not say that a share is gone"

# ---- what can't be audited ----
run nothing 2 "$AMARRA" campaign audit
run empty 2 "$AMARRA" campaign audit "$work/model"
grep -q 'there is no edition in it' "$work/empty.err" || fail "$(cat "$work/empty.err")"
echo '{"schema": "amarra-publication/1"' >"$work/cut.json"
run cut 3 "$AMARRA" campaign audit "$work/cut.json"
run gone 3 "$AMARRA" campaign audit "$work/no-such.json"
run no-store 2 "$AMARRA" campaign audit "$site" --campaign amarras-2026
finish
