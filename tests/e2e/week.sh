#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# A made office week: five days and a weekend. Its report is one file of at most 500 kB; days that were scanned apart
# add up to the week; parts of the time add up to the whole; the report for the public tells nothing it may not.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need sqlite3 jq pdftotext

days=()
for day in 16 17 18 19 20 21 22; do
    devices=12
    [ $day -lt 21 ] || devices=2
    make_office d$day --seed $day --day 2026-11-$day --devices $devices
    scan d$day "$work/d$day.pcap"
    days+=("$work/d$day.db")
done
scan week "$work"/d*.pcap
asked=(--home UY --bloc mercosur --timezone America/Montevideo)
run week_report 0 "$AMARRA" report "$work/week.db" -o "$work/week" --lang es,de "${asked[@]}"
run days_report 0 "$AMARRA" report "${days[@]}" -o "$work/days" --lang es --format json,html "${asked[@]}"
[ "$failures" -eq 0 ] || finish

# --- an office week fits ---
for page in "$work"/week/*.html; do
    size=$(stat -c %s "$page")
    [ "$size" -le 500000 ] || fail "$page has $size bytes"
done

# --- days that were scanned apart are the same week ---
of() { jq -r "$2" "$work/$1/report.json"; }
for figure in .coverage.all.contacts.denominator .coverage.all.up.denominator .coverage.all.down.denominator \
    .scope.hours .scope.days .scope.work_hours .scope.watched_hours .coverage.host_owner.contacts.numerator; do
    same "$figure" "$(of days "$figure")" "$(of week "$figure")"
done
same "scans" "$(of days .scope.scans)" 7
same "at least" "$(of days .scope.devices_at_least)" true
same "days" "$(of week '.days | length')" 7
same "whole week's days" "$(of week '[.days[].contacts.numerator] | add')" "$(of week .coverage.all.contacts.denominator)"
[ "$(of week .night.all.contacts.numerator)" -gt 0 ] || fail "nothing goes on at night"
same "Sunday is no working day" "$(of week '[.days[] | select(.date == "2026-11-22") | .work_hours.numerator] | add')" 0

# --- parts of the time add up ---
run first 0 "$AMARRA" report "$work/week.db" -o "$work/first" --lang es --format json --until 2026-11-17 "${asked[@]}"
run rest 0 "$AMARRA" report "$work/week.db" -o "$work/rest" --lang es --format json --since 2026-11-18 "${asked[@]}"
for figure in .coverage.all.contacts.denominator .coverage.all.down.denominator .scope.hours .night.all.contacts.numerator; do
    same "$figure in two parts" $(($(of first "$figure") + $(of rest "$figure"))) "$(of week "$figure")"
done

# --- the public reads bands, and no name that few devices reached ---
run public 0 "$AMARRA" report "$work/week.db" -o "$work/public" --for public --lang es,en,pt,fr,de "${asked[@]}"
same "files for the public" "$(cd "$work/public" && echo *)" \
    "public.de.html public.en.html public.es.html public.fr.html public.json public.pt.html"
few=$(of week '.corporations[] | select(.known == "owner") | select((.service.devices.numerator // 0) < 5 and (.host.devices.numerator // 0) < 5) | .id')
[ -n "$few" ] || fail "the week has no corporation that few devices reached: the test proves nothing"
for id in $few; do
    if jq -e --arg id "$id" '[.. | strings] | index($id)' "$work/public/public.json" >/dev/null; then
        fail "public.json tells of $id, which few devices reached"
    fi
done
jq -e '[.corporations[] | .service, .host, .needed, .present | select(. != null) | .[]] | all(. % 5 == 0)' \
    "$work/public/public.json" >/dev/null || fail "public.json has more than bands"
grep -qE 'doubleclick|mtalk|[a-z]+\.(googleapis|gstatic)\.com' "$work/public/public.es.html" && fail "the public page has names of hosts"
sqlite3 "$work/week.db" ".backup $work/open.db"
sqlite3 "$work/open.db" "UPDATE scan SET state = 'open'"
run public_open 2 "$AMARRA" report "$work/open.db" -o "$work/none" --for public
[ -e "$work/none" ] && fail "a folder was made for a report that failed"

# --- a logo comes with the page, and is a picture ---
printf 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==' | base64 -d >"$work/logo.png"
run logo 0 "$AMARRA" report "$work/week.db" -o "$work/logo" --lang es --format html --logo "$work/logo.png" "${asked[@]}"
grep -q '<img src="data:image/png;base64,iVBOR' "$work/logo/report.es.html" || fail "the page has no logo"
grep -q 'img-src data:' "$work/logo/report.es.html" || fail "the policy forbids the logo"
grep -q 'img-src' "$work/week/report.es.html" && fail "the policy allows pictures where there is no logo"
echo '<svg onload="alert(1)"/>' >"$work/logo.svg"
run svg_logo 2 "$AMARRA" report "$work/week.db" -o "$work/none" --logo "$work/logo.svg"

# --- pictures, in the organization's colours ---
run pictures 0 "$AMARRA" report "$work/week.db" -o "$work/pictures" --lang es --format svg,png,pdf --colours '#7a1f3d,#2f7d4f' \
    --logo "$work/logo.png" "${asked[@]}"
for name in coverage ropes corporations stops world near leaving week; do
    for ending in svg png pdf; do
        [ -s "$work/pictures/$name.es.$ending" ] || fail "there is no $name.es.$ending"
    done
done
grep -q '#7a1f3d' "$work/pictures/corporations.es.svg" || fail "the colours are not the organization's"
# No picture travels without what it is of, and by what it was made.
for svg in "$work"/pictures/*.es.svg; do
    for told in 'Contactos observados en una red' 'amarra [0-9]' 'data:image/png;base64'; do
        grep -q "$told" "$svg" || fail "${svg##*/} does not hold: $told"
    done
done
same "PDF" "$(head -c 5 "$work/pictures/report.es.pdf")" "%PDF-"
pdftotext "$work/pictures/report.es.pdf" "$work/sheets.txt"
for told in 'Informe de dependencias' 'Qué podría ocupar su lugar' 'Qué no dice' 'Derecho a réplica'; do
    grep -q "$told" "$work/sheets.txt" || fail "the sheets do not hold: $told"
done
sheets=$(grep -c $'\f' "$work/sheets.txt")
[ "$sheets" -ge 5 ] && [ "$sheets" -le 10 ] || fail "$sheets sheets"
finish
