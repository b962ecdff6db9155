# SPDX-License-Identifier: AGPL-3.0-or-later
# Completion of amarra for fish. It asks the program's own --help, and so knows what the one that is installed knows.

# The help of the command, or the command of a command, that is being typed.
function __amarra_help
    set -l words (commandline -opc)
    set -l command $words[1]
    for word in $words[2..3]
        $command --help 2>/dev/null | string match -qr "^  $word " && set -a command $word
    end
    $command --help 2>/dev/null
end
function __amarra_value # OPTION...: that option is before the cursor
    contains -- (commandline -opc)[-1] $argv
end

complete -c amarra -n __fish_use_subcommand -f
complete -c amarra -a "(__amarra_help | string replace -rf '^  ([a-z][a-z-]*) +(\S.*)' '\$1\t\$2')"
complete -c amarra -n 'string match -q -- "-*" (commandline -ct)' -a "(__amarra_help | string replace -rf '^ {2,6}(?:-., )?(--[a-z-]+)\S*\s*(.*)' '\$1\t\$2')"
complete -c amarra -n '__amarra_value -i --interface' -f -a '(amarra interfaces | string split -f 1 " ")'
complete -c amarra -n '__amarra_value -l --lang' -f -a '(__amarra_help | string match -rg "\\b((?:[a-z]{2}, )+[a-z]{2})\\b" | string split ", ")'
