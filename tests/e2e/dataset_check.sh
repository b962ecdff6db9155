#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# 'amarra dataset check' finds nothing in a sound dataset, and each of many seeded mistakes with its file and line.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 - "$AMARRA" "$work" <<'PY'
import pathlib, re, shutil, subprocess, sys

program, work = sys.argv[1], pathlib.Path(sys.argv[2])
sound = work / "sound"
shutil.copytree("tests/data/rules/dataset", sound)


def edit(top, file, old, new):
    path = top / file
    text = path.read_text(encoding="utf-8")
    if text.count(old) < 1:
        sys.exit(f"{file} does not hold {old}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


ACME = "corporations/acme.json"
# The small dataset has oddities on purpose, for the loader's own tests.
edit(sound, ACME, '        {"name": "birdsong.com.uy", "match": "exact"},\n', "")
edit(sound, ACME, '"owned": []', '"owned": [{"source": "talk", "checked": "2026-11-24"}]')


def check(top, *options):
    return subprocess.run([program, "dataset", "check", *options, str(top)], capture_output=True, text=True)


out = check(sound)
if out.returncode != 0 or "0 problems" not in out.stdout:
    sys.exit(f"the sound dataset is not clean:\n{out.stdout}{out.stderr}")

# file, what is written in place of what, the file and line that is told, and a part of the message
mistakes = [
    # schema
    (ACME, '"kind": "big-tech"', '"kind": "giant"', f"{ACME}:5", "kind: must be one of"),
    (ACME, '"legal_name": "Acme Holdings, Inc."', '"legalname": "Acme"', f"{ACME}:1", "lacks the key legal_name"),
    (ACME, '"role": "cdn"', '"role": "cdn", "colour": "red"', f"{ACME}:46", "no such key"),
    ("sources.json", '"CC0-1.0"', "7", "sources.json:3", "licence: must be text"),
    ("categories.json", "{", "{{", "categories.json:1", "expected"),
    # duplicates
    (ACME, '"acmecloud.net"', '"acmemail.com"', f"{ACME}:43", "there is a rule for 'acmemail.com' already"),
    (ACME, '"asn": 64501', '"asn": 64500', f"{ACME}:53", "there is a rule 'as:64500' already"),
    ("corporations/colmena.json", '"id": "colmena-time"', '"id": "acme-mail"', "corporations/colmena.json:8", "is there twice"),
    ("corporations/colmena.json", '"Cooperativa Colmena"', '"Acme Holdings, Inc."', "corporations/colmena.json", None),
    # shadowed rules
    (ACME, '"acmemail.com",', '"acmemail.com", "smtp.acmemail.com",', f"{ACME}:25", "'smtp.acmemail.com' says nothing new"),
    (ACME, '"acmemail.com",', '"acmemail.com", {"name": "acmemail.com", "match": "exact"},', f"{ACME}:25", "says nothing new"),
    (ACME, '"pages.birdsong.com.uy"', '"pages.nobody.example"', f"{ACME}:36", "is of no rule"),
    # a suffix that is everyone's
    (ACME, '"acmemail.com",', '"acmemail.com", "com.uy",', f"{ACME}:25", "belongs to no one"),
    # broken chains
    (ACME, '"from": "2022-10-27"', '"from": "2023-01-01"', f"{ACME}:10", "leave a gap between 'colmena' and 'acme'"),
    (ACME, '"to": "2022-10-27"', '"to": "2023-10-27"', f"{ACME}:12", "two owners at once"),
    (ACME, '"owned": [{"from": "2006-03-14"', '"owned": [], "x": [{"from": "2006-03-14"', f"{ACME}:17", "no such key"),
    (ACME, '"by": "colmena"', '"by": "nobody"', f"{ACME}:14", "there is no corporation 'nobody'"),
    (ACME, '"operator": "orphan"', '"operator": "acme-mail"', f"{ACME}:18", "'orphan' runs no service"),
    (ACME, '"domains": ["orphan.example.net"]', '"domains": []', f"{ACME}:46", "no rule leads to the service 'orphanage'"),
    # unknown codes
    (ACME, '"parent": "US"', '"parent": "UK"', f"{ACME}:6", "there is no jurisdiction 'UK'"),
    (ACME, '"category": "cloud-hosting"', '"category": "clouds"', f"{ACME}:41", "there is no category 'clouds'"),
    ("blocs.json", '"members": ["UY"]', '"members": ["XX"]', "blocs.json:6", "there is no jurisdiction 'XX'"),
    ("jurisdictions/UY.json", '"lac": true,', '"lac": true, "of": "FR",', "jurisdictions/UY.json:4", "is no state"),
    # facts
    (ACME, '"checked": "2026-11-20"', '"checked": "2020-11-20"', f"{ACME}", "has expired"),
    (ACME, '"checked": "2026-11-20"', '"checked": "2027-11-20"', f"{ACME}", "after the day of the dataset"),
    ("sources.json", '"title": "General knowledge"', '"title": "General knowledge", "kind": "knowledge"', None, None),
    ("sources.json", '"licence": "CC0-1.0"', '"kind": "list", "licence": null', "sources.json:3", "has no licence"),
    ("sources.json", '"sources": [', '"sources": [{"id": "unread", "title": "X"},', "sources.json:2", "nothing cites the source 'unread'"),
    # translations
    ("jurisdictions/US.json", '"fr": "Un juge peut exiger des données."', '"fr": "Um juiz pode ordenar dados."', "jurisdictions/US.json:10", "not translated"),
    ("sources.json", '"Allgemeinwissen"', '"Connaissances générales"', "sources.json:4", "not translated"),
    ("sources.json", '"title": "General knowledge"', '"title": "What we know"', "sources.json:4", "another than titles.en"),
    ("alternatives/nextcloud.json", ', "de": "Eigene Dateien."', "", "alternatives/nextcloud.json:4", "five texts"),
    (ACME, '"fr": "Orphelinat", ', "", f"{ACME}:46", "five texts"),
    (ACME, '"en": "Orphanage"', '"en": "Home"', f"{ACME}:46", "another than names.en"),
    ("alternatives/nextcloud.json", '"name": "Nextcloud",', '"name": "Nextcloud", "names": {"en": "Nextcloud", "es": "Nextcloud", "pt": "Nextcloud", "fr": "Nextcloud", "de": "Nextcloud"},',
     "alternatives/nextcloud.json:2", "leave it out"),
    ("categories.json", '"pt": ', '"it": ', "categories.json", "pt: must be text"),
    # ranges, resolvers, fronts
    ("ranges/acme-cloud.json", "198.18.0.64/26", "198.18.0.65/26", "ranges/acme-cloud.json:5", "without host bits"),
    ("resolvers.json", '"doh.example"', '"dns.acme.example"', "resolvers.json:4", "is there already"),
    ("ech.json", '"cover.example"', '"front.acme.example"', "ech.json:4", "is there already"),
]
wrong = 0
for i, (file, old, new, place, says) in enumerate(mistakes):
    top = work / "mistaken"
    shutil.rmtree(top, ignore_errors=True)
    shutil.copytree(sound, top)
    edit(top, file, old, new)
    out = check(top)
    lines = out.stdout.splitlines()
    if says is None:  # sound all the same
        good = out.returncode == 0
    else:
        good = out.returncode == 3 and any(re.match(re.escape(f"{top}/{place}") + r"[:\d]*: ", l) and says in l for l in lines)
    if not good:
        wrong += 1
        print(f"mistake {i}, {new} in {file}: exit {out.returncode}\n{out.stdout}{out.stderr}")

# Everything at once is told at once, and the age that is allowed is the keeper's to say.
shutil.rmtree(work / "mistaken")
shutil.copytree(sound, work / "mistaken")
edit(work / "mistaken", ACME, '"parent": "US"', '"parent": "UK"')
edit(work / "mistaken", "blocs.json", '["UY"]', '["XX"]')
edit(work / "mistaken", "ech.json", '"cover.example"', '"Cover.example"')
out = check(work / "mistaken")
if not all(w in out.stdout for w in ("'UK'", "'XX'", "ech.json:4")):
    wrong += 1
    print("not all at once:\n" + out.stdout)
if check(sound, "--max-age", "1").returncode != 3 or check(sound, "--max-age", "never").returncode != 2:
    wrong += 1
    print("--max-age")
if check(work / "nowhere").returncode not in (3, 4):
    wrong += 1
    print("a folder that is not there")
print(f"{len(mistakes)} mistakes, {wrong} not told as they should be")
sys.exit(wrong > 0)
PY
# Ours is clean.
"$AMARRA" dataset check dataset
