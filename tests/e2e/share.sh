#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# A share: the same scan gives the same file, which minisign, jq and a JSON Schema check without amarra; nothing that few
# devices reached is in it; what is refused leaves nothing behind; a person is asked in their language.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need sqlite3 jq python3 minisign
python3 -c 'import jsonschema' 2>/dev/null || { echo "skipped: there is no python3-jsonschema"; exit 77; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
schema=$here/../../docs/share.schema.json
export HOME=$work/home
unset XDG_DATA_HOME
mkdir "$HOME"
key=$HOME/.local/share/amarra/share.key
cd "$work"

make_office day --seed 3
scan day day.pcap
about=(--campaign uy-2026 --country UY --sector union --size 10-49 --territory UY-MO)
share() { # NAME CODE OPTION...
    local name=$1 code=$2
    shift 2
    run "$name" "$code" "$AMARRA" share day.db --lang en -o "$name.json" --timezone America/Montevideo "$@" </dev/null
}
none() { # NAME: no file of that name was written
    [ ! -e "$1.json" ] && [ ! -e "$1.receipt.json" ] || fail "$1: something was written"
}
says() { # FILE TEXT
    tr '\n' ' ' <"$1" | tr -s ' ' | grep -qF -- "$2" || fail "$1 does not say '$2' but: $(head -n 20 "$1")"
}

# --- nobody to ask: all is told, nothing is written, and no key is made ---
share nobody 2 "${about[@]}"
none nobody
says nobody.out "What this share tells"
says nobody.err "there is nobody to ask"
share unnamed 2 --yes
none unnamed
says unnamed.err "a share is for one campaign"
[ ! -e "$key" ] || fail "a key was made though nobody said yes"

# --- twice the same ---
share first 0 "${about[@]}" --yes
share second 0 "${about[@]}" --yes
cmp first.json second.json || fail "the same share is two files"
cmp first.receipt.json second.receipt.json || fail "the same share has two receipts"
same "mode of the key" "$(stat -c %a "$key")" 600
same "mode of its folder" "$(stat -c %a "${key%/*}")" 700
same "mode of the receipt" "$(stat -c %a first.receipt.json)" 600
says first.out "Give this file to the campaign: first.json"
says first.out "$key" # told where it was made,
! grep -qF "$key" second.out || fail "where the key is was told again" # and not again
share first 0 "${about[@]}" --yes # what holds the same stays
share lower 0 --campaign uy-2026 --country uruguay --sector union --size 10-49 --territory UY-MO --yes
cmp first.json lower.json || fail "Uruguay is not UY"

# --- checked by others ---
verify() { # NAME: with jq and minisign alone
    jq -cS 'del(.signature)' "$1" >content
    jq -j .signature "$1" >content.minisig
    minisign -Vm content -P "$(jq -r .key "$1")" >verify.out 2>&1
}
for file in first.json first.receipt.json; do
    verify "$file" || fail "minisign: $(cat verify.out)"
    jq '.campaign = "uy-2027"' "$file" >forged
    ! verify forged || fail "minisign takes a forged $file for signed"
done
jq . first.json >pretty # laid out otherwise, it is the same
verify pretty || fail "minisign minds the layout"
run pretty 0 "$AMARRA" share --show pretty --lang en
same "the id in the receipt" "$(jq -r .share first.receipt.json)" "$(jq -cS 'del(.signature)' first.json | b2sum -l 128 | cut -d ' ' -f 1)"

cat >fits.py <<'PY'
import json, sys
import jsonschema
schema = json.load(open(sys.argv[1]))
if len(sys.argv) > 3:
    schema = dict(schema["$defs"][sys.argv[3]], **{"$schema": schema["$schema"], "$defs": schema["$defs"]})
jsonschema.Draft202012Validator.check_schema(schema)
problems = ["%s: %s" % ("/".join(map(str, e.path)), e.message[:200])
            for e in jsonschema.Draft202012Validator(schema).iter_errors(json.load(open(sys.argv[2])))]
print("\n".join(problems[:10]))
sys.exit(bool(problems))
PY
fits() { # NAME CODE FILE [DEFINITION]
    local name=$1 code=$2
    shift 2
    run "fits_$name" "$code" python3 fits.py "$schema" "$@"
}
fits share 0 first.json
fits receipt 0 first.receipt.json receipt
share bare 0 --campaign c --yes --since 2026-11-16 # nothing is told of the organization
fits bare 0 bare.json
same "what is not told" "$(jq -c '[.country, .territory, .sector, .size, .note, .home]' bare.json)" '[null,null,null,null,null,null]'
bends=0
while read -r filter; do
    jq "$filter" first.json >bent.json
    bends=$((bends + 1))
    fits "bent$bends" 1 bent.json
done <<'FILTERS'
.name = "Colmena"
.devices = 12
.devices = [12, 12]
.period.from = "2026-11-16"
.corporations[0].service = [1, 2]
.corporations[0].id = "declared"
.corporations[0].contacts = 5
.fold_below = 4
.home = 3
del(.rest)
del(.country)
.areas[0].provider = "Alphabet Inc."
.night = [0, 100]
.signature = "none"
FILTERS
[ "$bends" -eq 14 ] || fail "only $bends bends"

# --- what few devices reached, and no name at all ---
run report 0 "$AMARRA" report day.db -o report --format csv,json --lang en
k=$(jq .scope.fold_below report/report.json)
reached() { # FILTER: corporations whose greatest number of devices, in either ledger, is so
    jq -r --argjson k "$k" '.corporations[] | select(.known == "owner") |
        select(([.service.devices.numerator // 0, .host.devices.numerator // 0] | max) '"$1"' $k) | .id' report/report.json | LC_ALL=C sort
}
reached '<' >few
reached '>=' >many
jq -r '.corporations[].id, (.areas[].provider // empty), .cut_off[].corporation' first.json | LC_ALL=C sort -u >told
[ -s few ] && [ -s many ] || fail "the office has no corporation that few reached, or none that many did"
same "corporations that few devices reached" "$(LC_ALL=C comm -12 few told)" ""
same "corporations that are told" "$(jq -r '.corporations[].id' first.json)" "$(cat many)"
python3 - report/names.csv first.json first.receipt.json <<'PY' || fail "a name of a host is in the share"
import csv, re, sys
names = [row[0].lower() for row in csv.reader(open(sys.argv[1], encoding="utf-8"))][1:]
names = [n for n in names if "." in n]
assert len(names) > 20, names
for file in sys.argv[2:]:
    text = re.sub(r'"(key|signature)": "[^"]*"', "", open(file, encoding="utf-8").read()).lower()
    found = [n for n in names if n in text]
    if found:
        sys.exit("%s: %s" % (file, found))
PY
! grep -qE '"(20[0-9]{2}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}:[0-9]{2})' first.json || fail "a day or an hour is in the share"
# A figure that is no band would be a count.
same "numbers that are no bands" "$(jq -c '[paths(numbers) as $p | select(getpath($p) % 5 != 0) | $p[:-1]] | unique - [["devices"],["period","days"],[]]' first.json)" '[]'
jq -c '.fold_below, .method' first.json | paste -sd' ' | grep -qx '5 1' || fail "k or the method is off"

# --- what the organization declares counts and is not told ---
python3 - report/names.csv >declared.json <<'PY'
import csv, json, sys
rows = [r for r in csv.DictReader(open(sys.argv[1], encoding="utf-8")) if r["devices"].isdigit() and r["category"] == "messaging"]
name = max(rows, key=lambda r: int(r["contacts"]))["name"]
json.dump({"organization": "Cooperativa La Colmena", "country": "HT", "checked": "2026-11-27",
           "services": [{"name": "Our own", "category": "messaging", "domains": [name]}]}, sys.stdout)
PY
run own 0 "$AMARRA" scan -r day.pcap -o own.db --rules declared.json "${LOCAL[@]}"
run own_report 0 "$AMARRA" report own.db -o own --rules declared.json --format json --lang en
[ "$(jq '.corporations[] | select(.id == "declared") | .service.devices.numerator >= 5' own/report.json)" = true ] ||
    fail "what is declared is not what many devices reached"
run own_share 0 "$AMARRA" share own.db "${about[@]}" --yes -o own.json --rules declared.json --timezone America/Montevideo --lang en
! grep -qiE 'declared|colmena|our own|"HT"' own.json || fail "what was declared is in the share"
! grep -qiE 'colmena|our own|Haiti' own_share.out || fail "what was declared is told"
same "the dataset of a share" "$(jq -r .dataset own.json)" "$(jq -r .dataset first.json)"
same "a country of what was declared" "$(jq -c '[.jurisdictions[] | select(.country == "HT")] | length' own/report.json)" 1
same "who has an area of one's own" "$(jq -c '.areas[] | select(.id == "messaging") | .provider' own.json)" null
fits own 0 own.json

# --- a scan of few devices, one that is open, one in which nothing was contacted ---
make_office small --seed 4 --devices 3
scan small small.pcap
run few_devices 2 "$AMARRA" share small.db --campaign c --yes -o few.json
none few
says few_devices.err "fewer than 5 devices were seen: a share would tell of persons"
sqlite3 day.db ".backup open.db"
sqlite3 open.db "UPDATE scan SET state = 'open'"
run open 2 "$AMARRA" share open.db --campaign c --yes -o open.json
says open.err "is not closed"
run never 2 "$AMARRA" share day.db --campaign c --yes -o never.json --since 2030-01-01
says never.err "nothing was contacted in the time asked for"
# One that names what fewer reached: a share never does.
run low 0 "$AMARRA" scan -r day.pcap -o low.db --fold-below 2 "${LOCAL[@]}"
run low_share 0 "$AMARRA" share low.db "${about[@]}" --yes -o low.json --timezone America/Montevideo
same "k of a share" "$(jq .fold_below low.json)" 5
same "corporations of a low k" "$(jq -c '[.corporations[].id]' low.json)" "$(jq -c '[.corporations[].id]' first.json)"

# --- command lines that are off ---
for bad in '--campaign UY' '--country Atlantis' '--sector bank' '--size 12' '--territory UY-MO' '--country UY --territory AR-C' \
    '--country UY --home AR' '--lang xx' '--show x'; do
    # shellcheck disable=SC2086
    run bad 2 "$AMARRA" share day.db --campaign c --yes -o bad.json $bad
    none bad
done
run hours 2 "$AMARRA" share day.db --campaign c --yes -o bad.json --since '2026-11-16 08:00'
says hours.err "a share is of whole days"
none bad
run note 2 "$AMARRA" share day.db --campaign c --yes -o bad.json --note $'two\nlines'
none bad
run missing 3 "$AMARRA" share absent.db --campaign c --yes -o bad.json
none bad

# --- files that are there already, and can't be made ---
echo mine >taken.receipt.json
share taken 2 "${about[@]}" --yes
same "a file of somebody's" "$(cat taken.receipt.json)" mine
[ ! -e taken.json ] || fail "a share without its receipt"
says taken.err "is there already and holds something else"
share second 2 --campaign other --yes
cmp first.json second.json || fail "a share was written over"
run nowhere 4 "$AMARRA" share day.db --campaign c --yes -o absent/share.json
mkdir dir.json
run folder 2 "$AMARRA" share day.db --campaign c --yes -o dir.json
[ ! -e dir.receipt.json ] || fail "a receipt without its share"

# --- keys ---
chmod 644 "$key"
share open_key 2 "${about[@]}" --yes
says open_key.err "others may read this key"
none open_key
chmod 600 "$key"
share other_key 0 "${about[@]}" --yes --key "$work/other.key"
same "content under another key" "$(jq -cS 'del(.signature, .key)' other_key.json)" "$(jq -cS 'del(.signature, .key)' first.json)"
[ "$(jq .key other_key.json)" != "$(jq .key first.json)" ] || fail "two secrets have one key"
share campaign_b 0 --campaign b --yes
[ "$(jq .key campaign_b.json)" != "$(jq .key first.json)" ] || fail "two campaigns see one key"

# --- what is shown, and what is refused, each with its own line ---
run show 0 "$AMARRA" share --show first.json --lang en
says show.out "$(jq -r .key first.json)"
head -n 20 first.out >a && head -n 20 show.out | cmp - a || fail "a share is shown otherwise than it was told"
refused() { # NAME CODE TEXT: NAME.bad
    run "$1" "$2" "$AMARRA" share --show "$1.bad" --lang en
    says "$1.err" "$3"
    [ ! -s "$1.out" ] || fail "$1: something of it was told"
}
sed 's/"UY-MO"/"UY-CO"/' first.json >tampered.bad
refused tampered 3 "the signature does not fit the content: it was changed after it was signed"
head -c 1500 first.json >cut.bad
refused cut 3 "the file ends before the share does: ask for it again"
: >empty.bad
refused empty 3 "the file ends before the share does"
truncate -s 1G large.bad
refused large 3 "larger than 262144 bytes"
printf '{"schema": "amarra-share/1", "a": \xff}' >utf8.bad
refused utf8 3 "byte 35 is no UTF-8"
python3 -c 'print("{\"a\":" * 40000)' >deep.bad
refused deep 3 "nested deeper than 12 levels: no share is"
sed 's/^ "method"/ "schema": "amarra-share\/1",\n "method"/' first.json >twice.bad
refused twice 3 "duplicate object key"
sed 's,amarra-share/1",amarra-share/2",' first.json >newer.bad
refused newer 3 "made by a newer amarra (amarra-share/2): update amarra"
sed 's/"method": 1/"method": 2/' first.json >method.bad
refused method 3 "made by a newer amarra (method 2): update amarra"
cp first.receipt.json receipt.bad
refused receipt 3 "this is the receipt"
echo '{"schema": "amarra-report/1"}' >report.bad
refused report 3 '"schema" is not "amarra-share/1": it is something else'
mkfifo pipe.bad
LIMIT=5 refused pipe 3 "it is no file, but a device or a pipe"
refused absent 3 "can't open it"

# --- a person at a terminal, in their language ---
cat >person.py <<'PY'
import os, pty, select, sys, time
# Answers, one a line, each given when something is asked; prints all that was seen.
answers, command = sys.argv[1].split("\n"), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
seen, at, until = b"", 0, time.monotonic() + 60
while time.monotonic() < until:
    try:
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 4096)
            continue
    except OSError: # it ended
        break
    if answers and seen[at:].rstrip(b" ").endswith((b">", b"/N)")):
        at = len(seen)
        answer = answers.pop(0)
        os.write(terminal, b"\x04" if answer == "END" else answer.encode() + b"\n")
sys.stdout.buffer.write(seen.replace(b"\r", b""))
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
PY
person() { # NAME CODE ANSWERS OPTION...
    local name=$1 code=$2 answers=$3
    shift 3
    run "$name" "$code" python3 person.py "$answers" "$AMARRA" share day.db --lang es -o "$name.json" --timezone America/Montevideo "$@"
}
person asked 0 $'Soberanía\nuy-2026\nUrugay\nuruguay\nmo\n2\n99\n2\n\ns'
cmp first.json asked.json || fail "what was typed is another share than what was given as options"
for text in "¿Para qué campaña es?" "El nombre corto de una campaña tiene solo" "No se conoce ningún país como «Urugay»" "Es decir: Uruguay" \
    "Es decir: UY-MO" " 2 Sindicato" "Es decir: Sindicato" "Escriba un número del 1 al 4" "Qué dice este aporte" "no se dice" \
    "¿Escribir el archivo? (s/N)" "Guarden este otro y no se lo muestren a nadie: asked.receipt.json"; do
    says asked.out "$text"
done
person silent 0 $'c\n\n\n\n\ns' # nothing is told but the campaign
same "what was left out" "$(jq -c '[.country, .territory, .sector, .size, .note]' silent.json)" '[null,null,null,null,null]'
person noted 0 $'Sin la radio, «ñandú»\ns' "${about[@]}"
same "a note" "$(jq -r .note noted.json)" "Sin la radio, «ñandú»"
verify noted.json || fail "minisign: $(cat verify.out)"
for answer in n '' END 'sí claro' 'yes please'; do
    person no 2 $'\n'"$answer" "${about[@]}"
    none no
    says no.out "no se escribió nada"
done
person gone 2 $'c\nuy\nEND'
none gone
person again 2 $'A\nB\nC\nD\nE\nc\n'
none again
says again.out "no se escribió nada"

# In each language, within the width of a terminal.
for language in en es pt fr de; do
    run "wide_$language" 0 "$AMARRA" share --show first.json --lang "$language"
    python3 - "wide_$language.out" <<'PY' || fail "$language is wider than a terminal"
import sys
wide = [line for line in open(sys.argv[1], encoding="utf-8") if len(line.rstrip("\n")) > 80]
sys.exit("".join(wide) if wide else 0)
PY
done
cd /
finish
