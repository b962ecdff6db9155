#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A publication's file against its schema, its reader and its documentation:
publication_schema.py PUBLICATION_READS DOCS EDITION-FOLDER...

Each edition is valid. A small one, made of the last, is then broken in one place after another: the schema and the
program's reader refuse it both, but for what a schema can't say, which only the reader refuses. docs/publication.md
names every member, variable, column and way of telling."""
import copy
import csv
import json
import os
import re
import subprocess
import sys

import jsonschema

reads, docs, *folders = sys.argv[1:]
schema = json.load(open(os.path.join(docs, "publication.schema.json")))
validator = jsonschema.Draft202012Validator(schema)
problems = []


def problem(text):
    problems.append(text)


jsonschema.Draft202012Validator.check_schema(schema)
editions = [json.load(open(os.path.join(f, "publication.json"))) for f in folders]
for folder, edition in zip(folders, editions):
    for e in list(validator.iter_errors(edition))[:3]:
        problem("%s: %s: %s" % (folder, list(e.path), e.message[:200]))

# --- small: of each variable, a figure for each way in which it is told ---
column = {name: i for i, name in enumerate(editions[-1]["columns"])}
kept = {}
for row in editions[-1]["figures"]:
    kept.setdefault((row[column["variable"]], row[column["base_as"]], row[column["count_as"]]), row)
small = dict(editions[-1], figures=list(kept.values()))
kinds = {row[column["variable"]] for row in small["figures"]}
if len(kinds) < 17 or {r[column["count_as"]] for r in small["figures"]} != {"rounded", "fewer", "most", "withheld", "exact"}:
    problem("the campaign is too small for this test: %s" % sorted(kinds))


def row_of(variable, count_as=None):
    """A figure of this variable, told so."""
    for row in small["figures"]:
        if row[column["variable"]] == variable and count_as in (None, row[column["count_as"]]):
            return row
    problem("no figure of %s is told as %s" % (variable, count_as))
    return small["figures"][0]


changes = []


def change(name, do, only_reader=False, row=None):
    """`row`: of that figure alone, which is then the first."""
    p = copy.deepcopy(dict(small, figures=[row]) if row else small)
    done = do(p)
    changes.append((name, done if isinstance(done, str) else json.dumps(p), only_reader))


def put(place, key, value):
    def do(p):
        for step in place:
            p = p[step]
        p[key] = value
    return do


def drop(place, key):
    def do(p):
        for step in place:
            p = p[step]
        del p[key]
    return do


def cell_of(by):
    for i, cell in enumerate(small["cells"]):
        if cell["by"] == by:
            return i
    problem("no cell is by %s" % by)
    return 0


for key in schema["required"]:
    change("without " + key, drop([], key))
    change(key + " of another kind", put([], key, None))
for place in ("settings", "dataset", "months", "names"):
    for key in small[place]:
        change("%s without %s" % (place, key), drop([place], key))
        change("%s.%s of another kind" % (place, key), put([place], key, [1]))
    change(place + " with another", put([place], "another", 1))
change("another member", put([], "another", 1))
for value in ("amarra-publication/2", "amarra-share/1", ""):
    change("schema " + value, put([], "schema", value))
for value in ("Amarras", "-a", "", "a b", "a" * 41):
    change("campaign '%s'" % value, put([], "campaign", value))
for value in (0, -1, 100001, 1.5, "1", True):
    change("edition %r" % value, put([], "edition", value))
for value in ("2026-13-01", "2026-11-31", "2026-11-00", "0000-01-01", "28.11.2026", "2026-11-28T00:00:00Z", "", "2026-1-1"):
    change("day '%s'" % value, put([], "day", value))
for value in ("2026-13", "2026-00", "0000-01", "2026", "2026-111", "2026/11", "+026-11"):
    change("month '%s'" % value, put(["months"], "from", value))
for value in ("", "an old one", "x" * 41, "<b>"):
    change("dataset '%s'" % value, put(["dataset"], "oldest", value))
for value in (0, 1, -5, "5", 5.5, 10**10):
    change("at_least %r" % value, put(["settings"], "at_least", value))
for value in (0, 101):
    change("dominance %r" % value, put(["settings"], "dominance", value))
for value in (-1, 1.5, "3", None, 10**10, 10**30):
    change("shares %r" % value, put([], "shares", value))
for key, bad in (("corporations", "Alphabet"), ("countries", "ur"), ("areas", "e mail"), ("areas", "")):
    change("name of '%s'" % bad, put(["names", key], bad, "A name"))
change("an empty name", put(["names", "countries"], "UY", ""))
change("a name of another kind", put(["names", "countries"], "UY", 1))

everyone, group, again = cell_of("all"), cell_of("size"), cell_of("same")
for i in (everyone, group, again):
    for key in small["cells"][i]:
        change("cell %d without %s" % (i, key), drop(["cells", i], key))
        change("cell %d, %s of another kind" % (i, key), put(["cells", i], key, {}))
    change("cell %d with another" % i, put(["cells", i], "another", 1))
change("a cell of all with a value", put(["cells", everyone], "value", "union"))
change("a cell of all with another round", put(["cells", everyone], "other", 1))
change("a cell of a size with another round", put(["cells", group], "other", 1))
change("a cell of the same with a value", put(["cells", again], "value", "union"))
change("a breakdown that is none", put(["cells", group], "by", "colour"))
change("a value that is no word", put(["cells", group], "value", "a union"))
change("a round of 0", put(["cells", everyone], "round", 0))
change("a round of 41", put(["cells", everyone], "round", 41))
change("a cell of nobody knows", put(["cells", everyone], "n", -1))
change("a cell that is a list", put(["cells"], everyone, []))
change("too many cells", put([], "cells", small["cells"] * 500))
change("a column less", lambda p: p["columns"].pop())
change("columns in another order", lambda p: p["columns"].reverse())

def figure(name, row, key, value):
    change(name, put(["figures", 0], column[key], value), row=row)


for i, row in enumerate(small["figures"]):
    name = "%s of %s, told as %s" % (row[column["variable"]], row[column["cell"]], row[column["count_as"]])
    for key in column:
        figure("%s: %s of another kind" % (name, key), row, key, {})
    change(name + ": cut", lambda p: p["figures"][0].pop(), row=row)
    change(name + ": longer", lambda p: p["figures"][0].append(None), row=row)
    for key in ("of", "also"):
        figure("%s: %s there or not" % (name, key), row, key, "UY" if row[column[key]] is None else None)
    for key in ("base_as", "count_as"):
        figure("%s: %s exact or not" % (name, key), row, key, "exact" if row[column[key]] != "exact" else "rounded")
    figure(name + ": count there or not", row, "count", 5 if row[column["count"]] is None else None)
    for key in ("share", "share_low", "share_high"):
        figure("%s: %s there or not" % (name, key), row, key, 50.0 if row[column["share"]] is None else None)
either = row_of("either", "rounded")
change("a figure that is an object", put(["figures"], 0, {}))
figure("a variable that is none", either, "variable", "needs")
figure("a way to tell that is none", either, "count_as", "about")
for value in (-1, 2.5, "5", 10**10):
    figure("count %r" % value, either, "count", value)
for value in (-0.1, 100.1, "50"):
    figure("share %r" % value, either, "share", value)
for value in ("0-10", "5", "105-110", "0-5 ", ""):
    figure("median '%s'" % value, either, "median", value)
for value in ("22", "0-5", "all", "01"):
    figure("a number of areas '%s'" % value, row_of("singles"), "median", value)
figure("a median of what is yes or no", row_of("first"), "median", "5-10")
figure("a fourth step", row_of("lost"), "of", "4")
change("no JSON", lambda p: json.dumps(p).replace('"figures":', '"figures"', 1))

# What a schema can't say.
only = [
    ("29 February of another year", put([], "day", "2026-02-29")),
    ("a cell whose id is another's", put(["cells", group], "id", small["cells"][group]["id"][:-1] + "0")),
    ("a cell twice", lambda p: p["cells"].append(p["cells"][group])),
    ("a figure of a cell that is not there", put(["figures", 0], column["cell"], "9/all")),
    ("a figure twice", lambda p: p["figures"].append(p["figures"][0])),
    ("two decimals", put(["figures", small["figures"].index(either)], column["share"], 33.33)),
    ("a whole number with a point", put([], "edition", 2.0)),
    ("a member twice", lambda p: json.dumps(p).replace('{"schema"', '{"edition": 2, "schema"', 1)),
]
for name, do in only:
    change(name, do, only_reader=True)

answers = subprocess.run([reads], input="\n".join(c[1] for c in changes) + "\n", capture_output=True, text=True, check=True)
answers = answers.stdout.splitlines()
if len(answers) != len(changes):
    problem("%d answers to %d files" % (len(answers), len(changes)))
for (name, text, only_reader), answer in zip(changes, answers):
    try:
        valid = validator.is_valid(json.loads(text))
    except ValueError:
        valid = False
    if valid != only_reader:
        problem("%s: the schema %s it" % (name, "takes" if valid else "refuses"))
    if answer == "yes":
        problem("%s: it is read" % name)
    elif not re.match(r"no \S", answer):
        problem("%s: the reader says %r" % (name, answer))
whole = subprocess.run([reads], input="\n".join(json.dumps(e) for e in editions + [small]) + "\n", capture_output=True, text=True)
if whole.stdout.split() != ["yes"] * (len(editions) + 1):
    problem("what is whole is not read: %s" % whole.stdout[:300])

# --- the documentation ---
text = open(os.path.join(docs, "publication.md"), encoding="utf-8").read()
words = set(re.findall(r"`([^`\n]+)`", text))


def members(node):
    if isinstance(node, dict):
        yield from node.get("properties", {})
        for value in node.values():
            yield from members(value)
    elif isinstance(node, list):
        for value in node:
            yield from members(value)


wanted = set(members(schema)) | set(column) | kinds | set(schema["$defs"]["told_as"]["enum"])
for name in ("figures", "cells", "variables"):
    with open(os.path.join(folders[-1], name + ".csv"), encoding="utf-8", newline="") as f:
        wanted |= set(next(csv.reader(f)))
package = json.load(open(os.path.join(folders[-1], "datapackage.json")))
wanted |= set(package) | set(package["resources"][0])
for word in sorted(wanted - words):
    problem("docs/publication.md does not tell of `%s`" % word)

print("\n".join(problems[:40]) or "%d editions are valid, %d broken ones are told" % (len(editions), len(changes)))
sys.exit(bool(problems))
