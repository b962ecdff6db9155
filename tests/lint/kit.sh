#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Templates of plans and kits: the same in five languages, with the same places to fill; slots of drawings have words;
# nothing accuses, and nothing speaks of a country or of all; docs/kit.md lists every name that there is.
. tests/lint/lib.bash
export LC_ALL=C.UTF-8

accusing='esp[ií](a|ã|on)\w*|spion\w*|spy(ing)?|spie[sd]|steal\w*|stole|stolen|rob(a|an|ar|aron)|roub\w*|vol(e|er|ent|ée?s?)|stiehl\w*|stehl\w*|stahl'
# What is true of those that took part is told of nobody else. Where a text says that it does not say so, the line is one of `denied`.
claims='las organizaciones del país|todo el país|the whole country|organizations of the country|o país inteiro|organizações do país|tout le pays|organisations du pays|das ganze Land|Organisationen des Landes|la mayoría de las organizaciones|most organizations depend|a maioria das organizações|la plupart des organisations|die meisten Organisationen hängen'
denied='not speak|No hablamos|Não falamos|ne parlons pas|sprechen nicht|¿Esto vale|Does this hold|Isso vale|Est-ce que cela vaut|Gilt das'

languages='es en pt fr de'
took_part='(que|que não) participaron|participaron|took part|participaram|participantes|participé|participante|teilgenommen|teilnehmende'

# Levels of headings, items, boxes, quotes, sections, names of texts: in order.
shape() { grep -oE '^#+ |^- \[ \]|^- |^[0-9]+\. |^>|^\[[a-z-]+\]$|^[a-z0-9-]+ =|^    amarra [a-z]+|\{(if|unless|each) [a-z0-9 -]+\}|\{else\}|\{end\}' "$1" || true; }
# Places to fill, however a language orders them.
places() { grep -oE '\{[^}]*\}' "$1" | sort || true; }

check() { # FILE
    local file=$1 line text
    while IFS=: read -r line text; do
        say "$file:$line: HTML: $text"
    done < <(sed -E 's#<https://[^<> ]*>##g' "$file" | grep -nE '<[a-z/!]' || true) # an address between them is Markdown
    while IFS=: read -r line text; do
        say "$file:$line: accuses: $text"
    done < <(grep -noiwE "$accusing" "$file" || true)
    while IFS=: read -r line text; do
        grep -qE "$denied" <<<"$text" || say "$file:$line: speaks of more than took part: ${text:0:100}"
    done < <(grep -niE "$claims" "$file" || true)
    while IFS=: read -r line text; do
        say "$file:$line: a straight apostrophe or quotation mark (’ “ ”): ${text:0:80}"
    done < <(grep -nE "['\"]" "$file" | grep -vE '^[0-9]+:(#|    amarra )' || true)
    [ "$(head -c 3 "$file" | od -An -tx1 | tr -d ' ')" != efbbbf ] || say "$file: begins with a byte order mark"
}

texts='plan.%.md messages.%.md press.%.md brief.%.md social.%.md questions.%.md care.%.md pictures.%.txt'
for text in $texts; do
    model=docs/kit/${text/\%/es}
    for language in $languages; do
        file=docs/kit/${text/\%/$language}
        [ -f "$file" ] || { say "$file is missing"; continue; }
        check "$file"
        diff <(shape "$model") <(shape "$file") >&2 || say "$file: not built like $model"
        diff <(places "$model") <(places "$file") >&2 || say "$file: other places to fill than $model"
        [[ $text = plan* ]] || grep -qE "$took_part" "$file" || say "$file: does not say of whom it speaks"
    done
done

# Each drawing's slots have words in its section or for all; each section has a drawing in every format.
sections=$(sed -nE 's/^\[([a-z-]+)\]$/\1/p' docs/kit/pictures.es.txt | grep -v '^all$')
[ "$(wc -w <<<"$sections")" -ge 6 ] || say "docs/kit/pictures.es.txt: too few pictures"
words_of() { awk -v section="[$1]" '/^\[/ {on = $0 == section} on && match($0, /^[a-z0-9-]+ =/) {print substr($0, 1, RLENGTH - 2)}' docs/kit/pictures.es.txt; }
for section in $sections; do
    known=" $(words_of all | tr '\n' ' ') $(words_of "$section" | tr '\n' ' ') logo "
    grep -q . <(words_of "$section" | grep -x needs) || say "docs/kit/pictures.es.txt: [$section] says not what it needs"
    grep -q . <(words_of "$section" | grep -x alt) || say "docs/kit/pictures.es.txt: [$section] has no description (alt)"
    for format in square story wide poster; do
        file=docs/kit/$section-$format.svg
        [ -f "$file" ] || { say "$file is missing"; continue; }
        while IFS= read -r slot; do
            [[ $known = *" $slot "* ]] || say "$file: slot '$slot' has no words"
        done < <(grep -oE 'label="(slot|bar|if|unless)-[a-z0-9-]+"' "$file" | sed -E 's/.*"(slot|bar|if|unless)-([a-z0-9-]+)"/\2/' | sort -u)
        for slot in base "(publisher|signature)" campaign; do
            grep -qE "label=\"slot-$slot\"" "$file" || say "$file: does not carry its $slot"
        done
        head -n 2 "$file" | grep -q SPDX-License-Identifier || say "$file: does not say its licence"
    done
done
for file in docs/kit/*.svg; do
    name=$(basename "$file")
    grep -qx "${name%-*}" <<<"$sections" || say "$file: no words are for it"
done

# The list of names in docs/kit.md is the program's.
names() { sed -nE 's/^    \{"([a-z0-9-]+)".*/\1/p' reports/campaign/kit/names.c reports/plan/plan.c | sort -u; }
[ "$(names | wc -l)" -ge 60 ] || say "tests/lint/kit.sh: too few names were found"
while IFS= read -r name; do
    grep -qF "\`$name\`" docs/kit.md || say "docs/kit.md: does not tell the name '$name'"
done < <(names)
finish
