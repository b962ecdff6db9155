#compdef amarra
# SPDX-License-Identifier: AGPL-3.0-or-later
# Completion of amarra for zsh. It asks the program's own --help, and so knows what the one that is installed knows.

local help at=2
local -a command=($words[1]) found

while help=$($command --help 2>/dev/null); found=(${(f)"$(sed -nE 's/^  ([a-z][a-z-]*) +([^ ].*)/\1:\2/p' <<<$help)"}); (( $#found )); do
    if (( at == CURRENT )); then
        _describe command found
        return
    fi
    command+=($words[at++])
done

case $words[CURRENT-1]/$words[CURRENT] in
    (-i/*|--interface/*) compadd -- $($words[1] interfaces 2>/dev/null | cut -d ' ' -f 1) ;;
    (-l/*|--lang/*) compadd -- ${=$(grep -owE '([a-z]{2}, )+[a-z]{2}' <<<$help)//,/} ;;
    (*/-*)
        found=(${(f)"$(sed -nE 's/^ {2,6}(-., )?(--[a-z-]+)[^ ]* *(.*)/\2:\3/p' <<<$help)"})
        _describe option found ;;
    (*) _files ;;
esac
