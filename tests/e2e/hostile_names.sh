#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Names made to act where they are shown: markup, formulas, what turns or hides text, placeholders. In the traffic the
# scanner lets none in; declared facts, a title, and a scan file that somebody else wrote can bring them. Whatever
# brings them, they are inert in every file of the report.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
. "$(dirname "${BASH_SOURCE[0]}")/browser.bash"
need sqlite3 python3
need_browser
printf '#!/bin/sh\nexec python3 "%s/tests/browser/hostile_names.py" "$@"\n' "$root" >"$work/tool"
chmod +x "$work/tool"
PATH=$work:$PATH
tool make "$work"
for script in "$work"/names*.frames; do "$BUILD/tests/golden" "$script" "${script%.frames}.pcap" || fail "no capture"; done

# --- facts one by one: taken, or refused with a line ---
taken=()
for file in "$work"/hostile.*.json; do
    n=${file##*hostile.} n=${n%.json} code=0
    "$AMARRA" explain "s$n.lacolmena.example" --rules "$file" >"$work/one.out" 2>"$work/one.err" || code=$?
    case $code in
    0) taken+=("$n") ;;
    3) same "lines about facts $n" "$(wc -l <"$work/one.err")" 1 ;;
    *) fail "facts $n: exit code $code" ;;
    esac
    if LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]' "$work/one.out" "$work/one.err"; then fail "facts $n: explain lets controls through"; fi
done
[ ${#taken[@]} -gt 15 ] || fail "only ${#taken[@]} hostile facts were taken: this tests little"
echo "${#taken[@]} hostile facts of $(ls "$work"/hostile.*.json | wc -l) are taken, the others refused"
tool rules "$work" "${taken[@]}"

# --- in the traffic: no name gets in that is none ---
for kind in hostile harmless; do
    run "scan_$kind" 0 "$AMARRA" scan -r "$work"/names*.pcap -o "$work/$kind.db" --keep-names --rules "$work/$kind.json"
done
odd=$(sqlite3 "$work/hostile.db" "SELECT text FROM name WHERE text GLOB '*[^-a-z0-9._]*'")
[ -z "$odd" ] || fail "names that are none: $odd"
same "the longest name" "$(sqlite3 "$work/hostile.db" 'SELECT max(length(text)) FROM name')" 253

# --- in a scan that somebody else wrote ---
cp "$work/hostile.db" "$work/written.db"
sqlite3 "$work/written.db" "UPDATE name SET text = '<script>alert(1)</script>' WHERE id = 1"
run written 3 "$AMARRA" report "$work/written.db" -o "$work/written" --rules "$work/hostile.json"
same "lines about it" "$(wc -l <"$work/written.err")" 1

# --- in every format ---
mkdir "$work/out"
hostile_title=$'<script>alert(7)</script>\n=1+1 \u202e{1} %s%n </title><!-- '
for kind in hostile harmless; do
    sqlite3 "$work/$kind.db" <"$work/$kind.sql"
    title="a harmless title"
    [ $kind = harmless ] || title=$hostile_title
    run "report_$kind" 0 "$AMARRA" report "$work/$kind.db" -o "$work/out/$kind" --lang en,es --format html,json,csv,text,markdown,svg,png,pdf,sqlite --rules "$work/$kind.json" --title "$title"
done
run inert 0 tool check "$work/out/hostile" ${#taken[@]}
cat "$work/inert.out"
# A formula as the organization's own name, where the tables show corporations.
run report_formula 0 "$AMARRA" report "$work/hostile.db" -o "$work/out/formula" --lang en --rules "$work/hostile.formula.json"
run inert_formula 0 tool check "$work/out/formula" ${#taken[@]}
grep -q 'cmd|' "$work/out/formula/corporations.csv" || fail "the organization is not in the table of corporations"

# The check sees what it is there for.
mkdir "$work/bad"
printf 'a,b\r\n"=1+1",2\r\n' >"$work/bad/formula.csv"
printf '{"a": "x\\u202ey"}' >"$work/bad/turned.json"
printf 'bell \a\n' >"$work/bad/bell.txt"
printf '<svg xmlns="http://www.w3.org/2000/svg"><script/><rect onload="x"/></svg>' >"$work/bad/acts.svg"
printf '%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/Names<</JavaScript<</Names[(a) 4 0 R]>>>>>>\nendobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n4 0 obj<</S/JavaScript/JS(alert)>>\nendobj\ntrailer<</Root 1 0 R>>\n' >"$work/bad/acts.pdf"
sqlite3 "$work/bad/acts.db" 'CREATE TABLE a(b); CREATE TRIGGER c AFTER INSERT ON a BEGIN DELETE FROM a; END'
printf 'a <b>\n[x](javascript:alert(1))\n' >"$work/bad/markup.md"
run bad 1 tool check "$work/bad"
for wanted in 'formula.csv: a formula' "turned.json: holds" 'bell.txt: holds' 'acts.svg: an element' 'acts.svg: an attribute' 'acts.pdf: an action' 'acts.pdf: a script' 'acts.db: a trigger' 'markup.md: markup' 'markup.md: a link'; do
    grep -qF "$wanted" "$work/bad.out" || fail "the check does not see: $wanted"
done

# --- in Chromium ---
for language in en es; do
    for kind in hostile harmless; do cp "$work/out/$kind/report.$language.html" "$work/out/$kind.$language.html"; done
    look "page_$language" 0 --inert --counts "$work/counts" "$work/out"/{hostile,harmless}."$language.html"
    cat "$work/page_$language.out"
    tool same "$work/counts" "hostile.$language.html" "harmless.$language.html" || fail "$language: names change the page"
done

# A page whose names were not escaped is seen, by what it does and by what it is made of.
sed 's/&lt;/</g; s/&gt;/>/g' "$work/out/hostile.en.html" >"$work/out/bent.en.html"
look bent 1 --inert --counts "$work/counts" "$work/out"/{bent,harmless}.en.html
grep -q 'bent.en.html: console: policy violated: script-src' "$work/bent.out" || fail "a script among the names is not seen"
! tool same "$work/counts" bent.en.html harmless.en.html >/dev/null || fail "elements among the names are not seen"
finish
