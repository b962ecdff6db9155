#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Two office days, a week apart, compared: the figures are those of their reports, a scan against itself changes nothing,
# the other way around is the negative, what the dataset changed is told apart, and what is not alike is refused.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need sqlite3 jq python3

make_office before --seed 3
make_office after --seed 4 --day 2026-11-23
scan before "$work/before.pcap"
scan after "$work/after.pcap"
compare=("$AMARRA" compare --home UY)
run there 0 "${compare[@]}" "$work/before.db" "$work/after.db" --json
[ "$failures" -eq 0 ] || finish # nothing to look at
there=$work/there.out

# --- its figures are those of the two reports ---
for side in before after; do
    run "report_$side" 0 "$AMARRA" report "$work/$side.db" -o "$work/$side" --format json --home UY
    json=$work/$side/report.json
    same "$side: contacts" "$(jq ".$side.contacts" "$there")" "$(jq .coverage.all.contacts.denominator "$json")"
    for ledger in service host; do
        same "$side: Alphabet by $ledger" \
            "$(jq -cS ".corporations.$ledger[] | select(.id == \"alphabet\") | .$side" "$there")" \
            "$(jq -cS ".corporations[] | select(.id == \"alphabet\") | .$ledger.contacts | {numerator, denominator}" "$json")"
        same "$side: hours of Alphabet by $ledger" \
            "$(jq -cS ".hours.$ledger[] | select(.id == \"alphabet\") | .$side" "$there")" \
            "$(jq -cS ".corporations[] | select(.id == \"alphabet\") | .$ledger.hours | {numerator, denominator}" "$json")"
        same "$side: all corporations by $ledger" \
            "$(jq "([.corporations.$ledger[].$side.numerator] | add) + .small_changes.$ledger.$side.numerator" "$there")" \
            "$(jq ".coverage.${ledger}_owner.contacts.numerator" "$json")"
        same "$side: countries by $ledger" "$(jq "[.countries.$ledger[].$side.numerator] | add" "$there")" \
            "$(jq .coverage.all.contacts.denominator "$json")"
        same "$side: near and far by $ledger" "$(jq "[.near.$ledger[].$side.numerator] | add" "$there")" \
            "$(jq .coverage.all.contacts.denominator "$json")"
    done
    same "$side: extraction" "$(jq ".extraction[] | select(.id == \"all\") | .$side.numerator" "$there")" \
        "$(jq .findings.extraction.up.numerator "$json")"
    same "$side: device-hours" "$(jq ".extraction[] | select(.id == \"all\") | .$side.denominator" "$there")" \
        "$(jq '.scope.devices * .scope.hours' "$json")"
done

# --- each change is what its ratios say, the largest first; one dataset changes nothing ---
lines='[.coverage[], .corporations[][], .hours[][], .either[], .countries[][], .near[][]]'
same "lines that are off" "$(jq "$lines | map(select(((.after.numerator / .after.denominator
    - .before.numerator / .before.denominator) * 10000 - .change) | fabs > 0.5001)) | length" "$there")" 0
same "order" "$(jq '[.corporations.service[].change | fabs] | . == (sort | reverse)' "$there")" true
same "the dataset's part" "$(jq "$lines | map(select(.dataset != 0 or .change != .between_reports)) | length" "$there")" 0
[ "$(jq "$lines | map(select(.change != 0)) | length" "$there")" -ge 30 ] || fail "two days are all too alike"

# --- the other way around is the negative ---
run back 0 "${compare[@]}" "$work/after.db" "$work/before.db" --json
same "order told" "$(jq -c .doubts "$work/back.out")" '["order"]'
flat='[path(..|select(type=="object" and has("change") and has("before"))) as $p | getpath($p) |
    {at: ($p | map(select(type == "string")) | join(".")), id, change}] | sort_by(.at, .id)'
jq -c "$flat[] | select(.at != \"areas\")" "$there" >"$work/forth.lines"
jq -c "$flat[] | select(.at != \"areas\") | .change = -.change" "$work/back.out" | sed 's/:-0}/:0}/' >"$work/back.lines"
[ "$(wc -l <"$work/forth.lines")" -ge 100 ] || fail "only $(wc -l <"$work/forth.lines") lines"
cmp -s "$work/forth.lines" "$work/back.lines" || fail "not the negative: $(diff "$work/forth.lines" "$work/back.lines" | head -n 4)"
same "new there, gone back" "$(jq -c '[.new, .gone] | map(sort)' "$there")" "$(jq -c '[.gone, .new] | map(sort)' "$work/back.out")"

# --- a scan against its copy: refused, and nothing changed ---
cp "$work/before.db" "$work/copy.db"
run copy 2 "${compare[@]}" "$work/before.db" "$work/copy.db"
grep -q 'overlap in time' "$work/copy.err" || fail "a copy: $(cat "$work/copy.err")"
run forced 0 "${compare[@]}" --force "$work/before.db" "$work/copy.db" --json
same "reasons kept" "$(jq -c .not_comparable "$work/forced.out")" '["overlap"]'
same "changes against itself" "$(jq "[.. | objects | .change? | select(type == \"number\" and . != 0)] | length" "$work/forced.out")" 0
same "new or gone against itself" "$(jq -c '[.new, .gone, .areas]' "$work/forced.out")" '[[],[],[]]'
run forced_text 0 "${compare[@]}" --force --lang en "$work/before.db" "$work/copy.db"
grep -q 'can’t be compared' "$work/forced_text.out" || fail "forced without a word"

# --- an older dataset, which did not know Tuya: its part is told apart, and adds up ---
cp -r dataset "$work/older"
rm "$work/older/corporations/tuya.json"
run build 0 "$AMARRA" dataset build "$work/older" -o "$work/past"
run older 0 "${compare[@]}" "$work/before.db" "$work/after.db" --json --dataset-before "$work/past"
tuya='.corporations.service[] | select(.id == "tuya")'
same "Tuya by the older" "$(jq -c "$tuya | [.before_by_older.numerator, .after_by_older.numerator]" "$work/older.out")" "[0,0]"
same "Tuya by the current" "$(jq -c "$tuya | [.before, .after, .change]" "$work/older.out")" "$(jq -c "$tuya | [.before, .after, .change]" "$there")"
[ "$(jq "$tuya | .dataset" "$work/older.out")" -gt 0 ] || fail "the dataset's part of Tuya"
same "parts that do not add up" "$(jq "$lines | map(select(.between_reports != .change + .dataset)) | length" "$work/older.out")" 0
same "Alphabet's is nobody's" "$(jq '.corporations.service[] | select(.id == "alphabet") | .dataset' "$work/older.out")" 0
run older_text 0 "${compare[@]}" --lang en --dataset-before "$work/past" "$work/before.db" "$work/after.db"
grep -q 'are the dataset’s' "$work/older_text.out" || fail "the dataset's part is not said"
run no_older 3 "${compare[@]}" --dataset-before "$work/nowhere" "$work/before.db" "$work/after.db"

# --- for people, in five languages, within 80 columns ---
for lang in en es pt fr de; do
    run "text_$lang" 0 "${compare[@]}" --lang "$lang" "$work/before.db" "$work/after.db"
    grep -q 'Tuya' "$work/text_$lang.out" || fail "--lang $lang: no Tuya"
    [ "$(wc -L <"$work/text_$lang.out")" -le 80 ] || fail "--lang $lang: a line of $(wc -L <"$work/text_$lang.out") columns"
done

# --- what is not alike is refused in one line with every reason; what is doubtful is said ---
cp "$work/after.db" "$work/open.db"
sqlite3 "$work/open.db" "UPDATE scan SET state = 'open'" 2>/dev/null || true
run twice 2 "${compare[@]}" "$work/before.db" "$work/before.db"
run open 2 "${compare[@]}" "$work/before.db" "$work/open.db"
grep -q 'provisional' "$work/open.err" || fail "open: $(cat "$work/open.err")"
cp "$work/after.db" "$work/elsewhere.db"
sqlite3 "$work/elsewhere.db" "DELETE FROM counter WHERE name IN ('vantage.ok', 'vantage.only-itself');
    INSERT INTO counter(name, value) VALUES('vantage.only-itself', 1)"
run elsewhere 2 "${compare[@]}" "$work/before.db" "$work/elsewhere.db"
grep -q 'sensor' "$work/elsewhere.err" || fail "elsewhere: $(cat "$work/elsewhere.err")"
run brief 2 "${compare[@]}" "$work/before.db" "$work/after.db" --hours 0-24 --until '2026-11-23 09:00' --timezone America/Montevideo
grep -q 'working hours' "$work/brief.err" || fail "brief: $(cat "$work/brief.err")"
for error in copy twice open elsewhere brief; do
    same "lines of $error" "$(wc -l <"$work/$error.err")" 1
    same "answer of $error" "$(cat "$work/$error.out")" ""
done
make_office tuesday --seed 4 --day 2026-11-24 --devices 8
scan tuesday "$work/tuesday.pcap"
run tuesday 0 "${compare[@]}" "$work/before.db" "$work/tuesday.db" --json
for doubt in devices weekdays; do
    jq -e ".doubts | index(\"$doubt\")" "$work/tuesday.out" >/dev/null || fail "no doubt of $doubt: $(jq -c .doubts "$work/tuesday.out")"
done
run one 2 "$AMARRA" compare "$work/before.db"
run three 2 "$AMARRA" compare "$work/before.db" "$work/after.db" "$work/copy.db"
run missing 3 "$AMARRA" compare "$work/before.db" "$work/nothing.db"
run no_language 2 "$AMARRA" compare --lang xx "$work/before.db" "$work/after.db"
finish
