#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Includes point one way: base <- {scanner, rules} <- reports <- amarra.c; from another room only its public headers are
# seen; inside scanner net <- proto <- contacts <- {capture, guard} <- sensor
# <- commands. Every include of ours is a file that exists.
. tests/lint/lib.bash

# Which rooms a room may look into.
declare -A may=([base]="base" [scanner]="base scanner" [rules]="base rules" [reports]="base scanner rules reports"
    [top]="base scanner rules reports")
# The floors of scanner, from the ground.
declare -A floor=([net]=1 [proto]=2 [contacts]=3 [capture]=4 [guard]=4 [sensor]=5 [top]=6)
# What is seen of a room from outside, besides its own name's header.
public="scanner/remote.h"

room_of() {
    case $1 in
    base/* | scanner/* | rules/* | reports/*) echo "${1%%/*}" ;;
    *) echo top ;;
    esac
}

# scanner.h is what contacts show to the outside: those below do not know it.
floor_of() {
    local rest=${1#scanner/}
    case $rest in
    scanner.h) echo contacts ;;
    */*) echo "${rest%%/*}" ;;
    *) echo top ;;
    esac
}

# The file that an include means, as the compiler finds it: beside the room's top, else from the project's.
resolve() {
    local room=$1 name=$2
    if [ "$room" != top ] && [ -f "$room/$name" ]; then
        echo "$room/$name"
    elif [ -f "$name" ]; then
        echo "$name"
    fi
}

while IFS=: read -r file line name; do
    room=$(room_of "$file")
    target=$(resolve "$room" "$name")
    if [ -z "$target" ]; then
        say "$file:$line: \"$name\" is no file of the project"
        continue
    fi
    other=$(room_of "$target")
    if [[ " ${may[$room]} " != *" $other "* ]]; then
        say "$file:$line: $room may not look into $other (\"$name\")"
    elif [ "$other" != "$room" ] && [ "$other" != base ] && [ "$target" != "$other/$other.h" ] && [[ " $public " != *" $target "* ]]; then
        say "$file:$line: of $other only $other/$other.h and $public may be seen from outside (\"$name\")"
    elif [ "$room" = scanner ] && [ "$other" = scanner ]; then
        mine=$(floor_of "$file") its=$(floor_of "$target")
        if [ -z "${floor[$mine]:-}" ] || [ -z "${floor[$its]:-}" ]; then
            say "$file:$line: scanner has no floor for \"$name\": tests/lint/layers.sh lists them"
        elif [ "${floor[$its]}" -gt "${floor[$mine]}" ]; then
            say "$file:$line: scanner/$mine lies under $its and may not look up (\"$name\")"
        fi
    fi
done < <(files 'base/*.[ch]' 'scanner/*.[ch]' 'rules/*.[ch]' 'reports/*.[ch]' amarra.c |
    grep -v /tools/ | xargs grep -nHoE '^[[:space:]]*#[[:space:]]*include[[:space:]]+"[^"]+"' |
    sed -E 's/:[[:space:]]*#[[:space:]]*include[[:space:]]+"([^"]+)"$/:\1/')
finish
