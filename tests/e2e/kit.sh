#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# A campaign's kit, from signed shares to posters: of what was published and of nothing else, whole in five languages, from
# templates that anyone may have edited, or made hostile. And an organization's own plan, from its scan.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
. "$(dirname "${BASH_SOURCE[0]}")/publication.bash"
need python3 pdfinfo pdftotext pdffonts

kit() { # kit NAME CODE OPTION...
    local name=$1 code=$2
    shift 2
    LIMIT=600 run "$name" "$code" "$AMARRA" campaign kit "$@"
}
refused() { # refused NAME CODE PATTERN OPTION...: one line that says it, and nothing is written
    local name=$1 code=$2 pattern=$3
    shift 3
    kit "$name" "$code" -o "$work/refused" "$@"
    grep -qE -- "$pattern" "$work/$name.err" || fail "$name: does not say '$pattern' but: $(head -n 2 "$work/$name.err")"
    [ ! -e "$work/refused" ] || { fail "$name: left a folder"; rm -rf "$work/refused"; }
}

# --- what there is to edit ---
kit names 0 --names
grep -q '^{corporations}  a list' "$work/names.out" || fail "no list of names"
kit copy 0 --copy-templates "$work/own"
same "templates that were copied" "$(find "$work/own" -type f | wc -l)" "$(find docs/kit -type f | wc -l)"
diff -r docs/kit "$work/own" >&2 || fail "copied templates are other ones"

# --- nothing published, nothing to hand out ---
make_campaign
refused unpublished 3 "nothing was published yet" --store "$work/c.db"
refused no-store 3 "." --store "$work/none.db"
run add-first 0 "$AMARRA" campaign add --store "$work/c.db" "$work/first.jsonl"
refused unpublished-yet 3 "nothing was published yet" --store "$work/c.db"
publish edition-1 "$work/pub" --day 2026-08-01 --lang es
[ "$failures" -eq 0 ] || finish
refused no-edition 3 "edition 7 was not published" --store "$work/c.db" --edition 7
refused edition-word 2 "a number" --store "$work/c.db" --edition last
refused half 2 "go together" --publication "$work/pub/edition-1/publication.json"
refused no-language 2 "no language" --store "$work/c.db" --lang xx
refused no-templates 2 "no such folder" --store "$work/c.db" --templates "$work/nowhere"
refused no-logo 2 "PNG or a JPEG" --store "$work/c.db" --logo "$work/campaign.json"
refused stray 2 "too much" here

# --- in five languages ---
kit whole 0 --store "$work/c.db" -o "$work/kit"
[ "$failures" -eq 0 ] || finish
same "files" "$(find "$work/kit" -type f | wc -l)" "$((5 * (37 + 18 + 12)))"
python3 tests/e2e/kit.py "$work/kit" 'Red <b>de</b> Ejemplo' || fail "the kit is not whole"
for language in es de; do
    for poster in "$work/kit/$language"/posters/*.pdf; do
        pdfinfo "$poster" >"$work/info" || fail "$poster is no PDF"
        same "pages of $poster" "$(sed -n 's/^Pages: *//p' "$work/info")" 1
        size=$(sed -nE 's/^Page size: *([0-9]+)(\.[0-9]+)? x ([0-9]+).*/\1x\3/p' "$work/info")
        case ${poster##*-}/$size in a3.pdf/841x1190 | a3.pdf/842x119[01] | a4.pdf/595x84[12]) ;; *) fail "$poster is $size pt" ;; esac
        ! pdffonts "$poster" | awk 'NR > 2 && $(NF - 4) != "yes"' | grep -q . || fail "letters are missing in $poster"
    done
done
pdftotext -layout "$work/kit/es/posters/number-a4.pdf" - | tr -s ' \n' '  ' | grep -qF 'organizaciones que participaron' || fail "the poster does not say of whom"

# --- it tells what was published: every "N of M" of the data, none of what is withheld ---
python3 - "$work/pub/edition-1/publication.json" "$work/kit/en/texts/messages.md" "$work/kit/en/texts/brief.md" <<'PY' || fail "a number is not the publication's"
import json, re, sys
text = open(sys.argv[1], encoding="utf-8").read()
cells = {c["id"]: c for c in json.loads(text)["cells"]}
n = cells["1/all"]["n"]
numbers = set(re.findall(r"\d+", text)) | {str(c["n"]) for c in cells.values()}
bad = 0
for path in sys.argv[2:]:
    said = open(path, encoding="utf-8").read().replace("\u00a0", " ")
    pairs = re.findall(r"(?<![\d.])(\d{1,3})(?: or more)? of (?:about )?(\d{1,3})(?!\d)", said)
    if len(pairs) < 3 or str(n) not in said:
        print("too little is told in", path); bad = 1
    for count, base in pairs:
        if count not in numbers or base not in numbers:
            print(path, count, "of", base); bad = 1
        if int(count) < 5 or (int(base) == n and n - int(count) < 4):
            print(path, "tells too few:", count, "of", base); bad = 1
    if re.search(r"fewer than 5 of|not told|withheld", said):
        print(path, "tells what is not told"); bad = 1
sys.exit(bad)
PY

# --- from files, and the same again, to the byte ---
kit files 0 --publication "$work/pub/edition-1/publication.json" --settings "$work/campaign.json" -o "$work/again" --lang es
diff -r "$work/kit/es" "$work/again/es" >"$work/diff.out" || fail "the same edition gives other bytes: $(head -n 3 "$work/diff.out")"
sed 's/amarras-2026/another/' "$work/campaign.json" >"$work/other.json"
refused other-campaign 2 "is of the campaign" --publication "$work/pub/edition-1/publication.json" --settings "$work/other.json"
echo '{"schema": 1}' >"$work/broken.json"
refused broken-publication 3 "broken.json" --publication "$work/broken.json" --settings "$work/campaign.json"

# --- templates of one's own ---
rm -rf "$work/own"
mkdir "$work/own"
printf '# Lo nuestro\r\n\r\n{if first}\r\n{first-1-name}: {first-1-count}\r\n{end}\r\n' >"$work/own/press.es.md"
cp docs/kit/pictures.es.txt "$work/own/pictures.es.txt"
printf '[ours]\nneeds = {n}\nbig = {n}\nalt = ours\n' >>"$work/own/pictures.es.txt"
cat >"$work/own/ours-square.svg" <<'SVG'
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
<rect class="colour-service" width="100" height="100"/>
<rect id="slot-big" x="5" y="5" width="90" height="90" style="font-size:80px;text-align:center;fill:#1f6f9f"/>
</svg>
SVG
kit own 0 --store "$work/c.db" -o "$work/ours" --lang es --templates "$work/own"
grep -q '^# Lo nuestro$' "$work/ours/es/texts/press.md" || fail "the template of one's own was not taken"
[ -s "$work/ours/es/cards/ours-1080x1080.png" ] || fail "a picture of one's own was not made"
! grep -q 'fill="#1f6f9f"' "$work/ours/es/cards/ours-1080x1080.svg" || fail "letters of the colour of their ground"
grep -q '^ours: ours' "$work/ours/es/cards/descriptions.txt" || fail "a picture of one's own has no description"

wrong() { # wrong NAME FILE PATTERN: the file of standard input in the folder of one's own is refused
    cat >"$work/own/$2"
    refused "$1" 3 "$3" --store "$work/c.db" --lang es --templates "$work/own"
    rm "$work/own/$2"
}
rm "$work/own/pictures.es.txt" "$work/own/ours-square.svg"
printf 'a\n\n{titulo}\n' | wrong typo care.es.md "own/care.es.md:3: there is nothing called 'titulo'"
printf 'a\n{if n}\n' | wrong unclosed care.es.md 'own/care.es.md:2: .*no \{end\}'
printf 'a\n\xe9\n' | wrong latin1 care.es.md 'own/care.es.md:2: this is not UTF-8'
head -c 300000 /dev/zero | tr '\0' a | wrong large care.es.md 'care.es.md'
printf '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n<script/>\n</svg>' | wrong script number-square.svg 'number-square.svg:2: <script>'
printf '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">&a;</svg>' |
    wrong entity number-square.svg 'number-square.svg:1: a document type'
printf '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n<image href="file:///etc/hostname"/></svg>' | wrong outside number-square.svg 'number-square.svg:2: .*outside'
printf '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n<rect id="slot-nada" width="3" height="3"/></svg>' |
    wrong slot number-square.svg "number-square.svg:2: .*'nada'"
printf '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 5"/>' | wrong proportion number-square.svg '1080 wide and 1080 high'
printf 'nothing' | wrong nothing number-square.svg 'number-square.svg:1: this is no XML'
: | wrong empty-words pictures.es.txt 'pictures.es.txt:.*no \[picture\]'

# --- letters that no font has: another name, and it is said ---
if [ -d /usr/share/fonts/truetype/dejavu ]; then
    cat >"$work/fonts.conf" <<XML
<?xml version="1.0"?><fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>$work/fonts</cachedir></fontconfig>
XML
    sed 's/Red <b>de<\/b> Ejemplo/云端/' "$work/campaign.json" >"$work/cjk.json"
    FONTCONFIG_FILE=$work/fonts.conf LIMIT=300 run fonts 0 "$AMARRA" campaign kit --publication "$work/pub/edition-1/publication.json" \
        --settings "$work/cjk.json" -o "$work/cjk" --lang es
    grep -q 'fonts-noto-cjk' "$work/fonts.err" || fail "a missing font is not said: $(head -n 2 "$work/fonts.err")"
fi

# --- an organization's own plan ---
make_office day --seed 1
run scan 0 "$AMARRA" scan -r "$work/day.pcap" -o "$work/day.db" "${LOCAL[@]}"
cat >"$work/own.json" <<'JSON'
{"organization": "La Colmena", "country": "UY", "checked": "2026-11-27", "services": [],
 "belongs": [{"service": "whatsapp-messaging", "domains": ["telegram.org", "t.me", "telegram.me"], "addresses": ["149.154.160.0/20", "91.108.4.0/22", "91.108.56.0/22"]}]}
JSON
run plan 0 "$AMARRA" report "$work/day.db" -o "$work/report" --lang es,en,pt,fr,de --format plan --rules "$work/own.json" --title 'Coop <b>Ñ</b>'
same "files of the plan" "$(find "$work/report" -type f | wc -l)" 10
for said in 'es:Mensajería' 'en:Messaging' 'pt:Mensageria|Mensagens' 'fr:Messagerie' 'de:Messenger'; do
    language=${said%%:*}
    plan=$work/report/plan.$language.md
    grep -qE "^### .*(${said#*:})" "$plan" || fail "$language: the plan does not tell the area that hangs on one"
    grep -q '100' "$plan" || fail "$language: the plan does not tell how much hangs on it"
    grep -qF 'Coop \<b\>Ñ\</b\>' "$plan" || fail "$language: the plan does not say whose it is"
    grep -q '^- \[ \] .*____' "$plan" || fail "$language: the plan has no blanks"
    grep -q 'amarra compare' "$plan" || fail "$language: the plan does not tell of the second measurement"
    ! grep -q '[{}]' "$plan" || fail "$language: something is left to be filled in the plan"
    grep -q 'class="blank' "$work/report/plan.$language.html" || fail "$language: the page of the plan has no lines to write on"
    ! grep -q '<b>Ñ' "$work/report/plan.$language.html" || fail "$language: the title became markup"
done
printf '# {organization}\n' >"$work/own/plan.es.md"
run own-plan 0 "$AMARRA" report "$work/day.db" -o "$work/own-report" --format plan --templates "$work/own" --title Nuestra
same "a plan by a template of one's own" "$(cat "$work/own-report/plan.es.md")" '# Nuestra'
printf '\n{corporations}\n' >"$work/own/plan.es.md"
run bad-plan 3 "$AMARRA" report "$work/day.db" -o "$work/bad-report" --format plan --templates "$work/own"
grep -q "plan.es.md:2: there is nothing called 'corporations'" "$work/bad-plan.err" || fail "a slip in the plan's template is told as: $(cat "$work/bad-plan.err")"
run public-plan 0 "$AMARRA" report "$work/day.db" -o "$work/public" --format plan,json --for public
[ ! -e "$work/public/plan.es.md" ] || fail "the plan is for members alone"
finish
