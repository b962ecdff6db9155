#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# The notice for the door and the agreement: in five languages, with the organization's words in them or blanks to fill
# in by hand, whatever those words are.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"

says() { # NAME TEXT
    grep -qF -- "$2" "$work/$1.out" || fail "$1: does not say '$2'"
}

# refused NAME CODE PATTERN OPTION...: nothing on standard output, one problem on the other.
refused() {
    local name=$1 code=$2 pattern=$3
    shift 3
    run "$name" "$code" "$AMARRA" notice "$@"
    [ ! -s "$work/$name.out" ] || fail "$name: prints a notice all the same"
    grep -qE -- "$pattern" "$work/$name.err" || fail "$name: does not say '$pattern' but: $(head -n 2 "$work/$name.err")"
    ! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037]')" "$work/$name.err" || fail "$name: a control reaches the terminal"
}

# --- told nothing: Spanish, with lines to fill in ---
run blank 0 "$AMARRA" notice
says blank '# Aviso'
says blank '- Desde: ______________'
same "blank: as it lies in docs, but for the blanks" "$(grep -c . "$work/blank.out")" "$(grep -c . docs/notice/notice.es.md)"
LC_ALL=C LANGUAGE=de run anywhere 0 "$AMARRA" notice
cmp -s "$work/blank.out" "$work/anywhere.out" || fail "the locale changes the notice"
run empty 0 "$AMARRA" notice --organization '' --contact '' --from '' --until ''
cmp -s "$work/blank.out" "$work/empty.out" || fail "an empty value is no blank"

# --- told all: in each language, with dates as it writes them ---
for said in 'es:1 de diciembre de 2026' 'en:1 December 2026' 'pt:1º de dezembro de 2026' 'fr:1er décembre 2026' 'de:1. Dezember 2026'; do
    language=${said%%:*}
    for kind in notice consent; do
        option=
        [ $kind = notice ] || option=--consent
        # shellcheck disable=SC2086 # no word where there is no option
        run "$kind.$language" 0 "$AMARRA" notice $option --lang "$language" --organization 'Cooperativa Ñandú & Ćosić' \
            --contact 'Ana, 099 123 456' --from 2026-12-01 --until 2026-12-08
        says "$kind.$language" ' Cooperativa Ñandú & Ćosić'
        says "$kind.$language" 'Ana, 099 123 456'
        says "$kind.$language" "${said#*:}"
        ! grep -qE '\{|2026-12' "$work/$kind.$language.out" || fail "$kind.$language: something is left to be filled"
    done
    ! cmp -s "$work/notice.$language.out" "$work/consent.$language.out" || fail "$language: the agreement is the notice"
done
same "languages" "$(cat "$work"/notice.??.out | grep '^# ' | sort -u | wc -l)" 5

# --- what was told is text, never a command to anything ---
hostile="{until} {x} %s%n \$(id) \`id\` <b>&amp; \\n 'one' \"two\""
run hostile 0 "$AMARRA" notice --organization "$hostile" --until 2026-12-08
says hostile "- Organización: $hostile"
says hostile '- Hasta: 8 de diciembre de 2026'
long=$(printf 'é%.0s' {1..100})
run long 0 "$AMARRA" notice --contact "$long"
says long "$long"
refused too_long 2 'a line of text' --contact "${long}e"
refused newline 2 'a line of text' --organization $'Coop\n- Desde: siempre'
refused escape 2 'a line of text' --organization $'\033[2Jx'
refused turned 2 'a line of text' --contact $'x\u202ey'
refused broken 2 'a line of text' --organization $'x\xff'
refused control_date 2 '.' --from $'\033[2J'

# --- dates are dates ---
refused no_day 2 'a date is like' --from 2026-02-30
refused backwards 2 'a date is like' --until 24-11-2026
refused longer 2 'a date is like' --from 2026-11-24x
refused month 2 'a date is like' --from 2026-11
refused order 2 'is before' --from 2026-12-08 --until 2026-12-01
refused language 2 'no language' --lang xx
refused stray 2 'no option' now

# --- the texts are where the data is, and are checked for ---
refused no_data 3 'no such data folder' --data "$work/missing"
mkdir -p "$work/data/texts"
refused no_texts 3 'data/texts/notice.es.md: ' --data "$work/data"
refused no_consent 3 'data/texts/consent.en.md: ' --data "$work/data" --lang en --consent
echo 'Only {organization} {from' >"$work/data/texts/notice.en.md"
run own 0 "$AMARRA" notice --data "$work/data" --lang en --organization us
same "a text of one's own" "$(cat "$work/own.out")" 'Only us {from'
head -c 70000 /dev/zero | tr '\0' x >"$work/data/texts/notice.en.md"
refused large 3 'larger than' --data "$work/data" --lang en
if [ -c /dev/full ]; then
    code=0
    "$AMARRA" notice >/dev/full 2>"$work/full.err" || code=$?
    same "a full disk" "$code" 4
    grep -q "can't write" "$work/full.err" || fail "a full disk is told as: $(cat "$work/full.err")"
fi
run help 0 "$AMARRA" notice --help
finish
