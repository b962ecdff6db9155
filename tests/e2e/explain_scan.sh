#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Every figure that a report says of a corporation is followed to its contacts: the lines of 'explain --scan' add up to
# the report's own, no name is told that the report does not tell, and what can't be answered says so.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need sqlite3 jq

make_office day --seed 3
scan day "$work/day.pcap"
run report 0 "$AMARRA" report "$work/day.db" -o "$work/report" --format json,csv --home UY
[ "$failures" -eq 0 ] || finish # nothing to look at
json=$work/report/report.json

# --- each corporation of the report, in both ledgers, to the last byte ---
jq -r '.corporations[] | select(.id) | .id' "$json" >"$work/ids"
[ "$(wc -l <"$work/ids")" -ge 20 ] || fail "only $(wc -l <"$work/ids") corporations"
mapfile -t ids <"$work/ids"
run all 0 "$AMARRA" explain --scan "$work/day.db" --json --home UY "${ids[@]}"
same "one object a line" "$(wc -l <"$work/all.out")" "${#ids[@]}"
figures='[.contacts.numerator, .flows, .up.numerator, .down.numerator, .hours.numerator, .devices.numerator, .devices.fewer_than]'
jq -c ".corporations[] | select(.id) | [.id, (.service | $figures), (.host | $figures)]" "$json" >"$work/said"
jq -c "[.corporation.id, (.service.figure | $figures), (.host.figure | $figures)]" "$work/all.out" >"$work/traced"
cmp -s "$work/said" "$work/traced" || fail "figures differ: $(diff "$work/said" "$work/traced" | head -n 4)"
sums='[.contacts, .flows, .up, .down]'
for ledger in service host; do
    same "$ledger: sums told" "$(jq -c "select(.$ledger | (.sum_of_lines | $sums) != (.figure |
        [.contacts.numerator, .flows, .up.numerator, .down.numerator])) | .corporation.id" "$work/all.out")" ""
    same "$ledger: lines added" "$(jq -c "select(.$ledger | (.sum_of_lines | $sums) !=
        [([.lines[].contacts] | add // 0), ([.lines[].flows] | add // 0), ([.lines[].up] | add // 0),
         ([.lines[].down] | add // 0)]) | .corporation.id" "$work/all.out")" ""
done
same "services of all corporations" "$(jq -s '[.[].service.sum_of_lines.contacts] | add' "$work/all.out")" \
    "$(jq .coverage.service_owner.contacts.numerator "$json")"
same "hosts of all corporations" "$(jq -s '[.[].host.sum_of_lines.contacts] | add' "$work/all.out")" \
    "$(jq .coverage.host_owner.contacts.numerator "$json")"

# --- a name has the contacts that the scan holds, and its rule, its operator, its owner, each with a source ---
same "mail.google.com" "$(jq -s '[.[].service.lines[] | select(.name == "mail.google.com") | .contacts] | add' "$work/all.out")" \
    "$(sqlite3 "$work/day.db" "SELECT sum(contacts) FROM contact JOIN name ON name.id = name_id WHERE text = 'mail.google.com'")"
same "lines without rule or owner" "$(jq -c '(.service.lines[], .host.lines[]) |
    select((.rule.source and .ownership.source and .ownership.owner and .operator.id) | not)' "$work/all.out" | head -n 1)" ""

# --- no name that the report does not tell, no block unless asked for, no address ever ---
cut -d, -f1 "$work/report/names.csv" | tail -n +2 | LC_ALL=C sort -u >"$work/told"
jq -r '.service.lines[].name // empty' "$work/all.out" | LC_ALL=C sort -u >"$work/traced_names"
same "names past the report's" "$(LC_ALL=C comm -13 "$work/told" "$work/traced_names")" ""
[ "$(wc -l <"$work/traced_names")" -ge 50 ] || fail "only $(wc -l <"$work/traced_names") names"
grep -q '"block"' "$work/all.out" && fail "blocks were told without being asked for"
run blocks 0 "$AMARRA" explain --scan "$work/day.db" --json --blocks alphabet
same "blocks finer than is stored" "$(jq -r '.host.lines[].block' "$work/blocks.out" | grep -vE '/(24|48)$' || true)" ""
same "sum by blocks" "$(jq -c .host.sum_of_lines "$work/blocks.out")" \
    "$(jq -c 'select(.corporation.id == "alphabet") | .host.sum_of_lines' "$work/all.out")"

# --- an interrupted scan tells no name that no rule knows ---
sqlite3 "$work/day.db" "SELECT text FROM name WHERE NOT known" | LC_ALL=C sort >"$work/unknown"
cp "$work/day.db" "$work/open.db"
sqlite3 "$work/open.db" "UPDATE scan SET state = 'open'" 2>/dev/null || true
run open 0 "$AMARRA" explain --scan "$work/open.db" --json "${ids[0]}"
same "provisional" "$(jq .scope.provisional "$work/open.out")" true
jq -r '.service.lines[].name // empty' "$work/open.out" | LC_ALL=C sort -u >"$work/open_names"
same "unknown names of an open scan" "$(LC_ALL=C comm -12 "$work/unknown" "$work/open_names")" ""

# --- for people: in five languages, within 80 columns, the figure above and the sum below are the report's ---
contacts=$(jq -r '.corporations[] | select(.id == "alphabet") | .service.contacts.numerator' "$json")
for lang in en es pt fr de; do
    run "text_$lang" 0 "$AMARRA" explain --lang "$lang" --scan "$work/day.db" Google
    grep -q '^Alphabet' "$work/text_$lang.out" || fail "--lang $lang: not Alphabet"
    grep -q "name:mail.google.com" "$work/text_$lang.out" || fail "--lang $lang: no rule"
    [ "$(grep -cw "$contacts" "$work/text_$lang.out")" -ge 2 ] || fail "--lang $lang: not $contacts contacts twice"
    [ "$(wc -L <"$work/text_$lang.out")" -le 80 ] || fail "--lang $lang: a line of $(wc -L <"$work/text_$lang.out") columns"
done
for lang in es pt fr de; do
    cmp -s "$work/text_en.out" "$work/text_$lang.out" && fail "--lang $lang is English"
done

# --- by name, by a part of it, without accents; what is unknown, unclear or not seen says so ---
run part 0 "$AMARRA" explain --scan "$work/day.db" --json alphab
same "by a beginning" "$(jq -r .corporation.id "$work/part.out")" alphabet
run absent 0 "$AMARRA" explain --scan "$work/day.db" --json TELEFONICA
same "not seen" "$(jq -c '[.corporation.id, .seen, .service.figure.contacts.numerator]' "$work/absent.out")" '["telefonica",false,0]'
run unknown 2 "$AMARRA" explain --scan "$work/day.db" alphbet
grep -q "no corporation 'alphbet'.*alphabet" "$work/unknown.err" || fail "no near match: $(cat "$work/unknown.err")"
run no_scan 3 "$AMARRA" explain --scan "$work/nothing.db" alphabet
run no_home 2 "$AMARRA" explain --scan "$work/day.db" --home QQ alphabet
run no_date 2 "$AMARRA" explain --scan "$work/day.db" --date 2020-01-01 alphabet
run lone 2 "$AMARRA" explain --blocks mail.google.com
run names 0 "$AMARRA" explain mail.google.com
finish
