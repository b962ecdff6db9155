#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# The workshop, the notice and the agreement say the same in five languages, fit the terminal and their sheet, name only
# commands, parts of the report and blanks that there are, and accuse nobody.
. tests/lint/lib.bash
export LC_ALL=C.UTF-8

coming=''
commands=" $coming $(sed -n '/^} commands\[\] = {/,/^};/s/^ *{"\([a-z]*\)".*/\1/p' amarra.c | tr '\n' ' ')"
accusing='esp[ií](a|ã|on)\w*|spion\w*|spy(ing)?|spie[sd]|steal\w*|stole|stolen|rob(a|an|ar|aron)|roub\w*|vol(e|er|ent|ée?s?)|stiehl\w*|stehl\w*|stahl'
# Lines of a sheet of A4, at 7 lines an inch; of the exercises there are two.
declare -A sheet=([notice]=72 [consent]=144 [exercises]=144 [guide]=400)

# What must be alike in all languages: levels of headings, rows of tables, ticks, blanks, commands.
shape() {
    grep -oE '^#+ |^\||^- \[ \]|\{[a-z]+\}' "$1" || true
    named "$1" | sed -E 's/--lang [a-z]+/--lang/'
}

named() { grep -oE '(`|^    |sudo )amarra [a-z]+[^`]*' "$1" | sed -E 's/^(`|    |sudo )//' || true; }

check() { # FILE KIND
    local file=$1 kind=$2 line text
    while IFS=: read -r line text; do
        say "$file:$line: longer than 100 characters"
    done < <(grep -nE '^.{101}' "$file" || true)
    while IFS=: read -r line text; do
        say "$file:$line: no room for what fills the blank: 50 characters before it is too much"
    done < <(grep -nE '^.{50,}\{[a-z]+\}' "$file" || true)
    while IFS=: read -r line text; do
        say "$file:$line: HTML, or a line of underscores alone, which Markdown takes for a rule: $text"
    done < <(grep -nE '<[a-z/!]|^_+$' "$file" || true)
    while IFS=: read -r line text; do
        say "$file:$line: accuses: $text"
    done < <(grep -noiwE "$accusing" "$file" || true)
    while IFS= read -r text; do
        [[ $commands == *" $text "* ]] || say "$file: there is no command 'amarra $text'"
    done < <(named "$file" | cut -d' ' -f2)
    while IFS= read -r text; do
        grep -qF "\"$text\"" reports/cmd_notice.c || say "$file: amarra notice fills no $text"
    done < <(grep -oE '\{[^}]*\}' "$file" || true)
    [ "$(wc -l <"$file")" -le "${sheet[$kind]}" ] || say "$file: $(wc -l <"$file") lines, and its sheets have ${sheet[$kind]}"
}

# Where the trainer finds the answers: the last column holds headings of the report.
check_answers() { # FILE LANGUAGE
    local headings=reports/po/$2.po count=0 heading
    [ "$2" != en ] || headings=reports/text.h
    while IFS= read -r heading; do
        count=$((count + 1))
        grep -qF "\"$heading\"" "$headings" || say "$1: the report has no part '$heading'"
    done < <(grep -E '^\|.*\*\* *\|$' "$1" | sed -E 's/.*\*\*(.*)\*\*.*/\1/')
    [ "$count" -ge 5 ] || say "$1: only $count answers tell where they are"
}

[ "$(wc -w <<<"$commands")" -ge 10 ] || say "tests/lint/texts.sh: too few commands were found in amarra.c"
for text in notice/notice notice/consent workshop/guide workshop/exercises; do
    for language in es en pt fr de; do
        file=docs/$text.$language.md
        [ -f "$file" ] || { say "$file is missing"; continue; }
        check "$file" "${text#*/}"
        diff <(shape "docs/$text.es.md") <(shape "$file") >&2 || say "$file: not built like docs/$text.es.md"
    done
done
for language in es en pt fr de; do
    check_answers "docs/workshop/guide.$language.md" "$language"
    # Both sheets to sign or to hang have all four blanks, and no table.
    for text in notice consent; do
        file=docs/notice/$text.$language.md
        [ "$(grep -oE '\{[a-z]+\}' "$file" | sort -u | wc -l)" = 4 ] || say "$file: not all four blanks"
        ! grep -q '^|' "$file" || say "$file: a table, which nobody can read in a terminal"
    done
done
finish
