#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# 'amarra dataset': what is built answers as its text does, address by address; what is exported says the same; what
# changed is told; a compiled file that is not whole is refused.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need sqlite3 jq python3
data=$BUILD/share/amarra

# --- the address table, read by libmaxminddb alone, on 100,000 random addresses ---
"$BUILD/tests/mmdb_answers" "$data/amarra.mmdb" 100000 7 >"$work/theirs"
cut -f1 "$work/theirs" >"$work/asked"
ANSWER='def t(x): (x // "-") | tostring; .host as $h | [.query, t($h.asn), t($h.parent.id), t($h.operator.id), t($h.kind),
  t($h.region), t($h.registered), t($h.located), (if $h.anycast then "true" else "-" end)] | join("\t")'
"$AMARRA" explain --data "$data" --json - <"$work/asked" | jq -r "$ANSWER" >"$work/ours"
cmp -s "$work/theirs" "$work/ours" || { diff "$work/theirs" "$work/ours" | head -5; fail "amarra.mmdb and amarra differ"; }
# What an organization declares takes amarra off that table: the rules themselves must say the same.
printf '{"organization": "X", "checked": "2026-11-27", "services": [{"name": "Y", "category": "email", "addresses": ["192.0.2.1"]}]}' >"$work/mine.json"
"$AMARRA" explain --data "$data" --rules "$work/mine.json" --json - <"$work/asked" | jq -r "$ANSWER" >"$work/rules"
cmp -s "$work/theirs" "$work/rules" || { diff "$work/theirs" "$work/rules" | head -5; fail "amarra.mmdb and the rules differ"; }
known=$(cut -f3 "$work/theirs" | grep -vc '^-$')
[ "$known" -gt 15000 ] || fail "only $known of the addresses have an owner"

# --- text and compiled file say the same ---
mkdir "$work/text" && ln -s "$PWD/dataset" "$work/text/dataset"
"$AMARRA" dataset export -f domains "$data" | awk '!/^#/ && NR % 5 == 0' >"$work/names"
for from in "$data" "$work/text"; do
    "$AMARRA" explain --data "$from" --mmdb none --json - <"$work/names"
done | jq -S -c . | sort | uniq -c | awk '$1 % 2 { odd++ } END { exit odd > 0 }' || fail "text and compiled dataset differ"
run export 0 "$AMARRA" dataset export dataset -o "$work/text.csv"
run export 0 "$AMARRA" dataset export "$data" -o "$work/compiled.csv"
cmp "$work/text.csv" "$work/compiled.csv" || fail "the exports of text and compiled dataset differ"
run diff 0 "$AMARRA" dataset diff dataset "$data"
grep -qc '^    the same$' "$work/diff.out" && [ "$(grep -c '^    the same$' "$work/diff.out")" = 5 ] || fail "a dataset differs from itself"
run info 0 "$AMARRA" dataset info
run info 0 "$AMARRA" dataset info "$data"
grep -q 'corporate groups' "$work/info.out" || fail "dataset info says nothing"

# --- names that everyone knows, and whose they are (dataset/import/expected.tsv) ---
grep -v '^#' dataset/import/expected.tsv >"$work/expected"
cut -f1 "$work/expected" | "$AMARRA" explain --data "$data" --json - | jq -r '"\(.query)\t\(.service.id // "-")"' >"$work/resolved"
diff "$work/expected" "$work/resolved" >"$work/unexpected" || { head -5 "$work/unexpected"; fail "names that resolve to something else"; }

# --- exports, each read by what it is for ---
rules=$(wc -l <"$work/compiled.csv")
python3 - "$work/text.csv" "$rules" <<'PY' || fail "the CSV"
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8", newline="")))
assert len(rows) == int(sys.argv[2]) - 1, len(rows)
assert len({(r["rule"], r["match"]) for r in rows}) == len(rows)
assert {r["match"] for r in rows} >= {"suffix", "exact", "asn", "prefix"}
assert next(r for r in rows if r["rule"] == "gmail.com")["corporation"] == "alphabet"
PY
"$AMARRA" dataset export "$data" -f sql | sqlite3 "$work/rules.db"
same "rows of the SQL" "$(sqlite3 "$work/rules.db" 'SELECT count(*) FROM amarra_rule')" "$((rules - 1))"
"$AMARRA" dataset export "$data" -f zeek | awk -F'\t' '!/^#/ && NF != 4 { exit 1 }' || fail "a row of Zeek's has not four fields"
"$AMARRA" dataset export "$data" -f zeek --corporation cloudflare | grep -c $'/.*\tIntel::SUBNET\t' >/dev/null || fail "no prefix for Zeek"
"$AMARRA" dataset export "$data" -f hosts --role telemetry | grep -cE '^0\.0\.0\.0 [a-z0-9.-]+$' >/dev/null || fail "hosts"
run export 2 "$AMARRA" dataset export "$data" --corporation nobody
run export 2 "$AMARRA" dataset export "$data" --format pdf

# --- what changed, and whose reach it moves on a scan ---
make_office day --seed 5
scan day "$work/day.pcap"
cp -r tests/data/rules/dataset "$work/small" # shares nothing with ours
cp -r dataset "$work/newer"
python3 - "$work/newer/corporations/alphabet.json" <<'PY'
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
text, n = re.subn(r'\{"asn": 15169,[^}]*\},?\s*', "", text)
assert n == 1
open(sys.argv[1], "w", encoding="utf-8").write(text.replace('"legal_name": "Alphabet Inc."', '"legal_name": "Alphabet, Inc."'))
PY
run diff 0 "$AMARRA" dataset diff "$data" "$work/newer" --scan "$work/day.db"
grep -q '^  ~ alphabet: legal name' "$work/diff.out" || fail "diff: the legal name"
grep -q '^  - as:15169 (google)' "$work/diff.out" || fail "diff: the AS number"
grep -qE '^  alphabet +service +([0-9]+) -> \1 +host +[0-9]+ -> [0-9]+$' "$work/diff.out" || fail "diff: the reach on a scan"
run diff 0 "$AMARRA" dataset diff "$work/small" "$work/newer"
grep -q 'and [0-9]* more (--all)' "$work/diff.out" || fail "diff: long lists are cut"
run diff 2 "$AMARRA" dataset diff dataset

# --- what is not whole ---
mkdir "$work/cut"
head -c 100000 "$data/amarra.rules" >"$work/cut/amarra.rules"
run cut 3 "$AMARRA" explain --data "$work/cut" --mmdb none example.org
grep -q 'cut short' "$work/cut.err" || fail "a file cut short"
{ head -c 100000 "$data/amarra.rules"; printf x; tail -c +100002 "$data/amarra.rules"; } >"$work/cut/amarra.rules"
run cut 3 "$AMARRA" explain --data "$work/cut" --mmdb none example.org
grep -q 'damaged' "$work/cut.err" || fail "a damaged file"
run build 3 "$AMARRA" dataset build "$work/nowhere" -o "$work/out"
run build 2 "$AMARRA" dataset build dataset
run nothing 2 "$AMARRA" dataset
run nothing 2 "$AMARRA" dataset teach
finish
