#!/bin/bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# The explain command as people and programs use it, over the dataset and address data of this build.
set -eu # no pipefail: grep -q may leave before its writer is done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "explain: $*" >&2; exit 1; }

# What each line must hold: all keys in order, one object a line.
keys='^\{"query": .*, "service": .*, "category": .*, "role": .*, "operator": .*, "parent": .*, "jurisdictions": .*, "host": .*, "rule": .*\}$'

# 1. A name and an address, by argument.
"$AMARRA" explain --json mail.google.com 8.8.8.8 >"$work/two"
[ "$(wc -l <"$work/two")" = 2 ] || fail "two questions, not two answers"
grep -qEv "$keys" "$work/two" && fail "an answer lacks a key"
head -1 "$work/two" | grep -q '"parent": {"id": "alphabet"' || fail "mail.google.com is not Alphabet's"
tail -1 "$work/two" | grep -q '"host": {"asn": 15169,' || fail "8.8.8.8 is not in AS15169"
tail -1 "$work/two" | grep -q '"located": null, "anycast": true' || fail "8.8.8.8 is not anycast"

# 2. Lines that are no question are answered too, and nothing stops.
{
    printf 'example.invalid\n\n   \nhttps://WWW.Google.com:443/search?q=x\nnot a name\n'
    printf '\377\376\000\001\n"><script>\n=cmd()\n'
    head -c 1000000 /dev/zero | tr '\0' x
    printf '\n2001:db8::1\r\n[2001:4860:4860::8888]:53\nlast-without-newline.example'
} >"$work/odd"
"$AMARRA" explain --json - <"$work/odd" >"$work/answers" || fail "odd lines end it with $?"
[ "$(wc -l <"$work/answers")" = 12 ] || fail "$(wc -l <"$work/answers") answers to 12 lines"
[ "$(grep -c '"error": ' "$work/answers")" = 7 ] || fail "$(grep -c '"error": ' "$work/answers") errors, not 7"
sed -n 9p "$work/answers" | grep -q '"error": "too long"' || fail "a line of a million bytes was not refused"
[ "$(wc -L <"$work/answers")" -lt 3000 ] || fail "an answer is too long"
sed -n 4p "$work/answers" | grep -q '"id": "alphabet"' || fail "a link was not understood"
if LC_ALL=C grep -q "[$(printf '\001')-$(printf '\010')]" "$work/answers"; then fail "a control came through"; fi
if command -v jq >/dev/null; then
    jq -e 'keys | length >= 9' <"$work/answers" >/dev/null || fail "jq does not read the answers"
fi

# 3. A program may ask line by line: each answer comes before the next question.
coproc ASK { "$AMARRA" explain --json -; }
asked=$ASK_PID
for name in mail.google.com 1.1.1.1 example.org; do
    echo "$name" >&"${ASK[1]}"
    read -r -t 20 answer <&"${ASK[0]}" || fail "no answer to $name"
    [[ $answer == "{\"query\": \"$name\","* ]] || fail "another answer than to $name"
done
exec {ASK[1]}>&-
wait "$asked" || fail "it ends with $?"

# 4. Owners are those of the day.
"$AMARRA" explain --json --date 2000-01-01 mail.google.com | grep -q '"parent": null' ||
    fail "Alphabet owned it in 2000"

# 5. For people, in five languages; a question that can't be read is told by the exit code.
for lang in en es pt fr de; do
    "$AMARRA" explain --lang "$lang" mail.google.com 200.40.30.245 >"$work/$lang" || fail "--lang $lang"
    grep -q 'Alphabet' "$work/$lang" || fail "--lang $lang says no owner"
    grep -q 'AS6057' "$work/$lang" || fail "--lang $lang says no network"
done
[ "$(cat "$work"/{en,es,pt,fr,de} | grep -c . )" -gt 50 ] || fail "too little is said"
by_hand=$("$AMARRA" dataset export | awk -F, '$2 == "suffix" && $(NF - 2) == "curated" { print $1; exit }')
"$AMARRA" explain --lang es "$by_hand" | grep -q '; Escrito a mano para amarra: a qué servicio pertenece un nombre; revisado' ||
    fail "the source of $by_hand is not told in Spanish"
code=0; "$AMARRA" explain 'no name' >/dev/null || code=$?
[ $code = 5 ] || fail "a question that is none gives $code"

# 6. Usage, missing data, a full disk.
code=0; "$AMARRA" explain 2>/dev/null || code=$?; [ $code = 2 ] || fail "no question gives $code"
code=0; "$AMARRA" explain --date never x 2>/dev/null || code=$?; [ $code = 2 ] || fail "a bad date gives $code"
code=0; "$AMARRA" explain --data "$work" x 2>"$work/err" || code=$?; [ $code = 3 ] || fail "no data gives $code"
code=0; "$AMARRA" explain --mmdb "$work/none" x 2>"$work/err" || code=$?; [ $code = 3 ] || fail "no mmdb gives $code"
"$AMARRA" explain --json --mmdb none 8.8.8.8 | grep -q '"asn": null' || fail "--mmdb none knows addresses"
if [ -e /dev/full ]; then
    code=0; "$AMARRA" explain --json x >/dev/full 2>"$work/err" || code=$?; [ $code = 4 ] || fail "a full disk gives $code"
fi

# 7. Many lines in constant memory.
yes 'www.example.org' | head -300000 >"$work/many"
limit=400000; ! grep -qa __asan_init "$AMARRA" || limit=unlimited # shadow memory is address space
( ulimit -v $limit; "$AMARRA" explain --json - <"$work/many" | wc -l ) | grep -qx 300000 || fail "not all of many lines"
echo ok
