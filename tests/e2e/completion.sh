#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Completion knows what --help knows: every command and option of the program as it is, interfaces, languages, files.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
. package/completion/amarra.bash

complete_line() { # complete_line WORD...: what the last word may become, one a line, sorted
    COMP_WORDS=("$AMARRA" "$@") COMP_CWORD=$# COMPREPLY=()
    _amarra || true
    printf '%s\n' "${COMPREPLY[@]}" | sort
}
offers() { # offers EXPECTED WORD...: EXPECTED is among what is offered
    local expected=$1
    shift
    grep -qxFe "$expected" <<<"$(complete_line "$@")" || fail "after '${*}' there is no $expected"
}

# Of the program's own texts, read another way than the completion does.
commands=$("$AMARRA" --help | awk '/^  [a-z]/ {print $1}')
same "commands" "$(complete_line '')" "$(printf '%s\n--help\n' "$commands" | sort)"
for command in $commands; do
    [[ $command != dataset && $command != campaign ]] || continue # their commands have the options
    options=$("$AMARRA" "$command" --help | grep -oE '^ {2,6}(-., )?--[a-z-]+' | grep -oE -e '--.*' | sort)
    same "options of $command" "$(complete_line "$command" --)" "$options"
done
for command in $("$AMARRA" campaign --help | awk '/^  [a-z]/ {print $1}'); do
    options=$("$AMARRA" campaign "$command" --help | grep -oE '^ {2,6}(-., )?--[a-z-]+' | grep -oE -e '--.*' | sort)
    same "options of campaign $command" "$(complete_line campaign "$command" --)" "$options"
done
offers check dataset ''
offers withdraw campaign w
offers --store campaign list --st
offers export dataset e
offers --output dataset build --o
same "a beginning" "$(complete_line rep)" report
same "no such command" "$(complete_line nothing --)" ""

same "languages" "$(complete_line report --lang '' | tr '\n' ' ')" "de en es fr pt "
same "a second language" "$(complete_line report --lang es,d)" es,de
same "languages after =" "$(complete_line report --lang = e | tr '\n' ' ')" "en es "
same "languages of the short option" "$(complete_line report -l f)" fr
same "for whom" "$(complete_line report --for '' | tr '\n' ' ')" "members public "
offers html,sqlite report --format html,sq
offers lo scan -i ''
offers lo scan --interface = l
same "numbers have no list" "$(complete_line scan --snaplen '')" ""

mkdir "$work/a folder"
touch "$work/a folder/day one.pcap"
offers "$work/a folder/day one.pcap" scan -r "$work/a folder/d"
offers "$work/a folder/day one.pcap" scan -r other.pcap "$work/a folder/d"

# Of the other shells, where they are installed: the scripts are sound, and fish offers the same commands.
if command -v zsh >/dev/null; then zsh -n package/completion/amarra.zsh || fail "zsh can't read its completion"; fi
if command -v fish >/dev/null; then
    fish -n package/completion/amarra.fish || fail "fish can't read its completion"
    fished() { PATH=$(dirname "$AMARRA"):$PATH fish --no-config -c 'source package/completion/amarra.fish; complete -C $argv' "$1" | cut -f 1; }
    same "commands in fish" "$(fished 'amarra rep')" report
    same "options in fish" "$(fished 'amarra dataset build --out')" --output
    same "languages in fish" "$(fished 'amarra report --lang p')" pt
fi
finish
