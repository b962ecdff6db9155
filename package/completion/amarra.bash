# SPDX-License-Identifier: AGPL-3.0-or-later
# Completion of amarra for bash. It asks the program's own --help, and so knows what the one that is installed knows.
# shellcheck shell=bash

# Options of a --help on standard input, one a line: SHORT LONG VALUE TEXT, with - for what one has not.
_amarra_options() {
    local line option='^ {2,6}((-.), )?(--[a-z-]+)(\[?=([^ ]*))?(.*)$' all=
    while IFS= read -r line; do
        if [[ $line =~ $option ]]; then
            all+=$'\n'"${BASH_REMATCH[2]:--} ${BASH_REMATCH[3]} ${BASH_REMATCH[5]:--} ${BASH_REMATCH[6]}"
        elif [[ $line == '        '* ]]; then
            all+=" $line" # a text goes on
        else
            all+=$'\n'
        fi
    done
    sed -E '/^$/d; s/ +/ /g' <<<"$all"
}

# The words that a text lists: "html, json (default), or pdf".
_amarra_listed() {
    sed -E 's/ ?\([^)]*\)//g' <<<" $*" | grep -oE ' [a-z][a-z-]+(, (or )?[a-z][a-z-]+)+' | head -n 1 | sed -E 's/, (or )?/\n/g'
}

_amarra_value() { # HELP OPTION PROGRAM CURRENT: what may follow that option; fails where it takes no value
    local short long value text before=
    while read -r short long value text; do
        if [[ $2 != "$short" && $2 != "$long" || $value = - ]]; then continue; fi
        case $long/$value in
        --interface/*) mapfile -t COMPREPLY < <(compgen -W "$("$3" interfaces 2>/dev/null | cut -d ' ' -f 1)" -- "$4") ;;
        *FILE* | *DIR* | *FOLDER* | *.db*)
            mapfile -t COMPREPLY < <(compgen -f -- "$4")
            compopt -o filenames 2>/dev/null ;;
        *)
            [[ $value != *LIST* || $4 != *,* ]] || before=${4%,*},
            mapfile -t COMPREPLY < <(compgen -P "$before" -W "$(_amarra_listed "$text")" -- "${4#"$before"}") ;;
        esac
        return 0
    done < <(_amarra_options <<<"$1")
    return 1
}

_amarra() {
    local program=${COMP_WORDS[0]} cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} at=1 help words
    local command=("$program")
    COMPREPLY=()
    [ "$cur" != = ] || cur= # --lang=es comes as three words
    [ "$prev" != = ] || prev=${COMP_WORDS[COMP_CWORD - 2]}

    # Down to the command, or the command of a command, that is being typed.
    while help=$("${command[@]}" --help 2>/dev/null) && words=$(sed -nE 's/^  ([a-z][a-z-]*) +[^ ].*/\1/p' <<<"$help") && [ -n "$words" ]; do
        if [ "$at" -eq "$COMP_CWORD" ]; then
            mapfile -t COMPREPLY < <(compgen -W "$words --help" -- "$cur")
            return
        fi
        grep -qxFe "${COMP_WORDS[at]}" <<<"$words" || return
        command+=("${COMP_WORDS[at]}")
        at=$((at + 1))
    done

    if [[ $prev = -* ]] && _amarra_value "$help" "$prev" "$program" "$cur"; then
        return
    elif [[ $cur = -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_amarra_options <<<"$help" | cut -d ' ' -f 2)" -- "$cur")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
        compopt -o filenames 2>/dev/null
    fi
}
complete -F _amarra amarra
