# SPDX-License-Identifier: AGPL-3.0-or-later
# What amarra tells of a capture made from a script. Needs AMARRA and GOLDEN, the programs.
# shellcheck shell=bash
set -euo pipefail
: "${AMARRA:?the program}" "${GOLDEN:?the maker of captures}"
command -v sqlite3 >/dev/null || { echo "skipped: there is no sqlite3"; exit 77; }
# A dataset that does not change: what the real one learns is no matter here.
knowledge=$(dirname "${BASH_SOURCE[0]}")/../data/rules
work=$(mktemp -d "${TMPDIR:-/tmp}/amarra-golden.XXXXXX")
trap 'rm -rf "$work"' EXIT

# The rest of a script's lines that begin with a word.
declared() { # SCRIPT WORD
    sed -n "s/^$2\( \|$\)//p" "$1" | tr '\n' ' '
}

scan() { # TITLE OPTION...: lines of answers and of flows
    local title=$1 code=0
    shift
    "$AMARRA" scan -r "$work/capture" -o "$work/scan.db" --overwrite -q --keep-names --data "$knowledge" --mmdb none \
        --flows "$work/flows" --dns "$work/dns" "$@" || code=$?
    [ "$code" = 0 ] || echo "== exit code $code"
    echo "== dns$title"
    cat "$work/dns"
    echo "== flows$title"
    sort -s -k1.1,1.23 "$work/flows" # by first packet, not by when they ended
}

# Pseudonyms as d1, d2 ... in the order they appear.
number_devices() {
    awk '{
        while (match($0, /"device":"[0-9a-f]+"/)) {
            found = substr($0, RSTART + 10, RLENGTH - 11)
            if (!(found in number)) number[found] = "d" ++count
            $0 = substr($0, 1, RSTART - 1) "\"device\": \"" number[found] "\"" substr($0, RSTART + RLENGTH)
        }
        gsub(/"device": /, "\"device\":")
        print
    }'
}

told() { # SCRIPT
    local options names name
    "$GOLDEN" "$1" "$work/capture"
    options=$(declared "$1" options)
    echo "== names"
    "$AMARRA" names "$work/capture" | tail -n +2
    # shellcheck disable=SC2086 # a list of options
    scan "" --addresses $options | number_devices
    if grep -q '^contacts$' "$1"; then
        echo "== contacts"
        sqlite3 -separator ' ' "$work/scan.db" "SELECT coalesce(n.text, '-'), evidence, blindness, app,
            contacts || ' contacts', flows || ' flows', up || ' up', down || ' down'
            FROM contact LEFT JOIN name n ON n.id = name_id ORDER BY 1, 2, 3, 4, 5, 6"
    fi
    names=$(declared "$1" counters)
    [ -z "$names" ] || echo "== counters"
    for name in $names; do
        echo "$name $(sqlite3 "$work/scan.db" "SELECT coalesce((SELECT value FROM counter WHERE name = '$name'), 0)")"
    done
    if grep -q '^private$' "$1"; then
        # shellcheck disable=SC2086
        scan ", without --addresses" $options | number_devices
    fi
}
