#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of the example against a publication: disclosure_example.py DISCLOSURE.md PUBLICATION.json

Each row of the table that says how a number is told is told so. Of the corporation of which one is withheld, it is one, in
each ledger; and of every corporation, by all worlds that fit what is told, nobody can tell a few from none."""
import json
import re
import sys

CELLS = {"1/all": 24, "1/sector/union": 14, "1/sector/cooperative": 10}
problems = []
p = json.load(open(sys.argv[2]))
if {c["id"]: c["n"] for c in p["cells"]} != CELLS:
    problems.append("other cells: %s" % p["cells"])
n, r = p["settings"]["at_least"], p["settings"]["round_to"]
told = {}
for row in (dict(zip(p["columns"], f)) for f in p["figures"]):
    told[row["variable"], row["of"], row["cell"]] = (row["count_as"], row["count"])


def words(way):
    return {"rounded": "about %s", "fewer": "fewer than %s", "most": "%s or more"}.get(way[0], "withheld%.0s") % way[1]


def span(way, size):
    """What whoever reads it knows of a count of so many."""
    way, k = way
    if way == "fewer":
        return range(0, k)
    if way == "most":
        return range(k, size + 1)
    if way == "rounded":
        return [c for c in range(n, size - n + 1) if (c + r // 2) // r * r == k]
    return range(0, size + 1)


lines = re.findall(r"^\| (\w+) \|(.*)\|$", open(sys.argv[1], encoding="utf-8").read(), re.M)
table = {name.lower(): [c.strip() for c in rest.split("|")] for name, rest in lines if name.lower() in
         ("microsoft", "apple", "meta", "zoom", "oracle")}
if len(table) != 5:
    problems.append("the table of docs/disclosure.md has %s" % sorted(table))
for name, columns in table.items():
    counts = [int(c.split(":")[0]) for c in columns]
    said = [c.split(":")[1].strip() for c in columns]
    for variable in ("either", "service", "host"):
        ways = [told.get((variable, name, cell)) for cell in CELLS]
        if said[0] == "not listed":
            if any(ways):
                problems.append("%s of %s is told: %s" % (variable, name, ways))
            continue
        if None in ways:
            problems.append("%s of %s is not told everywhere: %s" % (variable, name, ways))
            continue
        got = [words(w) for w in ways]
        differ = [i for i in range(3) if got[i] != said[i]]
        if [got[i] for i in differ] != ["withheld"] * len(differ) or bool(differ) != (name == "zoom"):
            problems.append("%s of %s: %s, not %s" % (variable, name, got, said))
        all_, union, cooperative = (span(w, size) for w, size in zip(ways, CELLS.values()))
        worlds = [(u + c, u, c) for u in union for c in cooperative if u + c in all_]
        if tuple(counts) not in worlds:
            problems.append("%s of %s: the truth does not fit %s" % (variable, name, got))
        for i, way in enumerate(ways):
            possible = {w[i] for w in worlds}
            if way[0] == "fewer" and not (0 in possible and max(possible) > 0):
                problems.append("%s of %s: fewer than %d, and it is known to be in %s" % (variable, name, n, sorted(possible)))
            if way[0] == "most" and not (CELLS[list(CELLS)[i]] in possible and len(possible) > 1):
                problems.append("%s of %s: %d or more, and it is known to be in %s" % (variable, name, way[1], sorted(possible)))
            if way[0] == "withheld" and len(possible) < n:
                problems.append("%s of %s: withheld, and it is known to be in %s" % (variable, name, sorted(possible)))
# Were nothing withheld, it would be known.
known = {c for u in span(("rounded", 5), 14) for c in range(0, n) if u + c in span(("rounded", 10), 24)}
if min(known) != 1:
    problems.append("the example is none: %s" % sorted(known))
print("\n".join(problems) or "the example is as it is told")
sys.exit(bool(problems))
