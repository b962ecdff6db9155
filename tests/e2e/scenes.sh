#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# The script of the bundled day and its capture belong together: each scene is told in every language, begins something,
# has a quiet minute before and after, and shows as many corporations as its kind of click does.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need jq

script=$BUILD/share/amarra/office.json
capture=$BUILD/share/amarra/$(jq -r .capture "$script")
zone=$(jq -r .timezone "$script")
scan day "$capture"
# Flows that left the office, questions to resolvers aside: when, name, server.
jq -r 'select(.app != "dns" and (.server | test("^(192\\.168\\.7\\.|fd00:|fe80:|ff|22[4-9]\\.|23[0-9]\\.|255\\.)") | not))
    | [.ts, .name // "-", .server] | @tsv' "$work/day.flows" | sort -n >"$work/left"
began=$(head -n1 "$work/left" | cut -f1 | cut -d. -f1)
ended=$(tail -n1 "$work/left" | cut -f1 | cut -d. -f1)
day=$(TZ=$zone date -d "@$began" +%F)

told=$(jq -r '.scenes[] | (.text, .after // empty) | keys | join(" ")' "$script" | sort -u)
same "languages of all texts" "$told" "de en es fr pt"
long=$(jq -r '.scenes[] | (.text[] | select(length >= 90)), (.after // {} | .[] | select(length >= 160))' "$script")
same "texts that are too long" "$long" ""
[[ $(jq '.scenes | length' "$script") =~ ^([89]|10)$ ]] || fail "there are $(jq '.scenes | length' "$script") scenes"

moment() { TZ=$zone date -d "$day $1" +%s; }
between() { awk -F'\t' -v from="$1" -v to="$2" '$1 >= from && $1 < to' "$work/left"; } # FROM TO
owners() { # FIELD-OF-LEFT EXPRESSION: distinct, of the flows on standard input
    cut -f"$1" | grep -vx -- - | sort -u | "$AMARRA" explain --json - | jq -r "$2 // empty" | sort -u
}

last=$began
while IFS=$'\t' read -r at until text; do
    from=$(moment "$at") to=$(moment "$until")
    [ "$from" -ge "$last" ] && [ "$to" -gt "$from" ] && [ "$to" -le "$ended" ] ||
        fail "$at: out of order, or outside of the capture"
    last=$to
    between "$from" "$to" >"$work/scene"
    owners 2 .parent.id <"$work/scene" >"$work/service"
    owners 3 .host.parent.id <"$work/scene" >"$work/host"
    names=$(cut -f2 "$work/scene" | grep -vx -- - | sort -u | wc -l)
    services=$(wc -l <"$work/service") hosts=$(wc -l <"$work/host")
    printf '%s  %s  %s names; %s run services: %s; %s run machines: %s\n' "$at" "$text" "$names" "$services" \
        "$(paste -sd' ' "$work/service")" "$hosts" "$(paste -sd' ' "$work/host")"
    [ "$names" -ge 1 ] && [ "$services" -ge 1 ] && [ "$hosts" -ge 1 ] || fail "$at: nobody is contacted"
    same "flows that begin in the minute before $at" "$(between $((from - 60)) "$from" | wc -l)" 0
    same "flows that begin in the minute after $until" "$(between "$to" $((to + 60)) | wc -l)" 0
    case $text in
    *newspaper*) [ "$services" -ge 10 ] || fail "$at: the newspaper brings $services corporations" ;;
    *bank* | *ministry*) [ "$services" -ge 3 ] || fail "$at: the page brings $services corporations" ;;
    *phone*) [ "$services" -ge 4 ] || fail "$at: the phone contacts $services corporations" ;;
    *cooperative*) same "who is contacted in the scene that is near" "$(cat "$work/service" "$work/host" | sort -u)" altermundi ;;
    esac
    seen="${seen:-}$text"
done < <(jq -r '.scenes[] | [.at, .until, .text.en] | @tsv' "$script")
for scene in newspaper bank ministry phone cooperative; do
    [[ ${seen:-} == *$scene* ]] || fail "no scene has the $scene"
done
finish
