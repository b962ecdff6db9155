#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tries to learn from publications what they may not tell: campaign_attack.py TRUTH.json FOLDER:BATCH,BATCH... ...

The attacker has every file of every edition, the method, and the list of who took part in which edition, with sector,
country, size and territory (from TRUTH.json, whose answers are looked at only to tell what was recovered). A folder
is an edition's; the batches are whose shares were in it. Attacks:
  sums         what a breakdown leaves of its whole, for each number that is said to be few, nearly all or nothing
  complements  the same through what excludes each other (the provider of an area, the first corporation), through
               "either" of two ledgers, through those who came again and those who did not
  differencing the same cell in two editions; any two cells whose members differ by few
  few          any set of fewer than N organizations that sums and differences of cells, up to four, tell of
  linkage      corporations that fewer than N organizations contacted: their id or name anywhere in the folders
Told is what was recovered; exit 1 where that is anything. --naive first undoes the protection of withheld numbers and
of editions, so that a test can see that the attacks find what there is to find."""
import collections
import glob
import itertools
import json
import os
import random
import sys

import campaign_read

arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
naive = "--naive" in sys.argv
truth = json.load(open(arguments[0]))
found = collections.Counter()
tried = collections.Counter()


def recover(attack, *what):
    found[attack] += 1
    if found[attack] <= 5:
        print("RECOVERED by %s: %s" % (attack, " ".join(str(w) for w in what)))


class Edition:
    def __init__(self, argument, number):
        self.folder, batches = argument.rsplit(":", 1)
        self.number = number
        self.batches = batches.split(",")
        self.told = campaign_read.read(os.path.join(self.folder, "publication.json"))
        self.shares = [s for s in truth["shares"] if s["batch"] in self.batches]
        self.cells = {c["id"]: c for c in self.told["cells"]}
        values = collections.defaultdict(set)
        for c in self.cells.values():
            if c.get("value") not in (None, "other"):
                values[c["round"], c["kind"]].add(c["value"])
        there = collections.defaultdict(set)
        for s in self.shares:
            there[s["round"]].add(s["organization"])
        self.sets = {}
        for i, c in self.cells.items():
            mine = [s for s in self.shares if s["round"] == c["round"]]
            if c["kind"] == "same":
                mine = [s for s in mine if s["organization"] in there[c["other"]]]
            elif c["kind"] != "all" and c["value"] == "other":
                mine = [s for s in mine if s["about"].get(c["kind"]) not in values[c["round"], c["kind"]]]
            elif c["kind"] != "all":
                mine = [s for s in mine if s["about"].get(c["kind"]) == c["value"]]
            self.sets[i] = frozenset(s["organization"] for s in mine)
            if len(self.sets[i]) != c["n"]:
                print("note: %s has %d members by the list, and %d by the publication" % (i, len(self.sets[i]), c["n"]))


editions = [Edition(a, i) for i, a in enumerate(arguments[1:])]
N, R = editions[0].told["at_least"], editions[0].told["round_to"]
FEW = (N + 1) // 2  # of "fewer than N" so many values stay open, none among them
answers = {(s["round"], s["organization"]): s["values"] for s in truth["shares"]}


def has(turn, organization, key):
    kind, area, corporation, country = key
    v = answers[turn, organization]
    if kind in ("either", "service", "host"):
        return v[kind].get(corporation, 0) > 0
    if kind in ("law-service", "law-host"):
        return v[kind.replace("-", "_")].get(country, 0) > 0
    if kind == "area":
        return area in v["area"]
    if kind == "area-single":
        return bool(v["provider"].get(area))
    if kind == "area-provider":
        return v["provider"].get(area) == corporation
    return v["first"] == corporation


def key_of(row):
    return row["variable"], row.get("area"), row.get("corporation"), row.get("country")


def span(number, n):
    """What the label alone leaves open."""
    told = number["as"]
    if told == "rounded":
        v = number["n"]
        return [max(N, v - R // 2), min(n - N, v + (R + 1) // 2 - 1)]
    if told == "fewer":
        return [0, min(N - 1, n)]
    if told == "most":
        return [max(0, n - N + 1), n]
    return [0, n]


# ---- one system of everything that is known: unknowns are (edition, cell, key) ----
spans, labels = {}, {}
for e in editions:
    for row in e.told["figures"]:
        if "count" not in row:
            continue
        number, cell = dict(row["count"]), row["cell"]
        key = key_of(row)
        n = e.cells[cell]["n"]
        if naive and number["as"] == "withheld":
            c = sum(has(e.cells[cell]["round"], o, key) for o in e.sets[cell])
            number = {"as": "fewer"} if c < N else {"as": "most"} if c > n - N else {"as": "rounded", "n": (c + R // 2) // R * R}
        if key[0] in ("area-single", "area-provider"):  # of a base that is itself told roughly, or not at all
            low, high = span(number, n) if number["as"] in ("fewer", "withheld") else (
                [max(N, number["n"] - R // 2), number["n"] + (R + 1) // 2 - 1] if number["as"] == "rounded" else [number["n"], n])
            spans[e.number, cell, key] = [low, min(high, n)]
        else:
            spans[e.number, cell, key] = span(number, n)
        labels[e.number, cell, key] = number["as"]

relations = []  # (terms [(unknown, sign)], least, most, attack): least <= sum <= most


def of(e, cell, key):
    u = (e.number, cell, key)
    return u if u in spans else None


keys = {k for _, _, k in spans}
hidden = {}


def hide(name, size, turn, members, key):
    """An unknown that nobody tells, with its size and, to judge, whom it is about."""
    u = ("hidden", name, key)
    if u not in spans:
        spans[u] = [0, size]
        hidden[u] = (turn, members)
    return u


for e in editions:
    whole = {c["round"]: i for i, c in e.cells.items() if c["kind"] == "all"}
    by = collections.defaultdict(list)
    for i, c in e.cells.items():
        by[c["round"], c["kind"]].append(i)
    for key in keys:
        for (turn, kind), cells in by.items():
            if kind == "all" or turn not in whole:
                continue
            total = of(e, whole[turn], key)
            if not total:
                continue
            for group in ([cells] if kind != "same" else [[c] for c in cells]):
                parts = [of(e, c, key) for c in group]
                rest = e.sets[whole[turn]] - frozenset().union(*(e.sets[c] for c in group))
                terms = [(p, 1) for p in parts if p] + [(total, -1)]
                for c, p in zip(group, parts):
                    if not p:
                        terms.append((hide("%d %s" % (e.number, c), len(e.sets[c]), turn, e.sets[c], key), 1))
                if rest:
                    terms.append((hide("%d %s without %s" % (e.number, whole[turn], kind), len(rest), turn, rest, key), 1))
                relations.append((terms, 0, 0, "sums" if kind != "same" else "complements"))
    for i, c in e.cells.items():
        for single in [k for k in keys if k[0] == "area-single"]:
            whole_of = of(e, i, single)
            parts = [p for p in (of(e, i, k) for k in keys if k[0] == "area-provider" and k[1] == single[1]) if p]
            if whole_of and parts:
                rest = hide("%d %s another provider" % (e.number, i), c["n"], c["round"], None, single)
                relations.append(([(p, 1) for p in parts] + [(rest, 1), (whole_of, -1)], 0, 0, "complements"))
            area = of(e, i, ("area", single[1], None, None))
            if whole_of and area:
                # "Nearly all" of a base that is told roughly: it is who is left over that must not be known.
                none = hide("%d %s no single provider" % (e.number, i), c["n"], c["round"], None, single)
                relations.append(([(area, 1), (whole_of, -1), (none, -1)], 0, 0, "complements"))
        firsts = [p for p in (of(e, i, k) for k in keys if k[0] == "first") if p]
        if firsts:
            rest = hide("%d %s another first" % (e.number, i), c["n"], c["round"], None, ("first", None, None, None))
            relations.append(([(p, 1) for p in firsts] + [(rest, 1)], c["n"], c["n"], "complements"))
        for k in [k for k in keys if k[0] == "either"]:
            either = of(e, i, k)
            sides = [of(e, i, (s, None, k[2], None)) for s in ("service", "host")]
            for side in sides:
                if either and side:
                    relations.append(([(either, 1), (side, -1)], 0, c["n"], "complements"))
            if either and all(sides):
                relations.append(([(s, 1) for s in sides] + [(either, -1)], 0, c["n"], "complements"))

# Any two sets of one round that differ by little, in one edition or in two.
known = collections.defaultdict(list)
for e in editions:
    for i, c in e.cells.items():
        known[c["round"]].append((e, i, e.sets[i]))
for turn, sets in known.items():
    for (e, i, a), (f, j, b) in itertools.combinations(sets, 2):
        plus, minus = a - b, b - a
        tried["pairs"] += 1
        if 0 < len(plus) + len(minus) < N:
            recover("differencing", "%s of edition %d and %s of edition %d differ by %d organizations"
                    % (i, e.told["edition"], j, f.told["edition"], len(plus) + len(minus)))
        if e is not f and i == j and (plus or minus):
            for key in keys:
                u, v = of(e, i, key), of(f, j, key)
                if u and v:
                    terms = [(u, 1), (v, -1)]
                    if plus:
                        terms.append((hide("left %s %d %d" % (i, e.number, f.number), len(plus), turn, plus, key), -1))
                    if minus:
                        terms.append((hide("came to %s %d %d" % (i, e.number, f.number), len(minus), turn, minus, key), 1))
                    relations.append((terms, 0, 0, "differencing"))
    # Sums and differences of up to four sets that come out as fewer than N organizations, each once.
    draw = random.Random(4)
    named = {s: "%s of edition %d" % (i, e.told["edition"]) for e, i, s in sets}
    distinct = sorted(named, key=named.get)
    for size in (3, 4):
        combos = (itertools.combinations(distinct, size) if size == 3 and len(distinct) <= 90 else
                  (draw.sample(distinct, size) for _ in range(150000)) if len(distinct) >= size else [])
        for combo in combos:
            tried["combinations"] += 1
            rest = combo[0]
            for other in combo[1:]:
                if not other <= rest:
                    rest = None
                    break
                rest = rest - other
            if rest is not None and 0 < len(rest) < N:
                recover("few", "%d organizations are %s" % (len(rest), " without ".join(named[s] for s in combo)))

label_spans = {u: list(s) for u, s in spans.items()}
of_unknown = collections.defaultdict(list)
for r in relations:
    for u, _ in r[0]:
        of_unknown[u].append(r)
queue = collections.deque(relations)
queued = set(map(id, relations))
why = {}
while queue:
    r = queue.popleft()
    queued.discard(id(r))
    terms, least, most, attack = r
    low = sum(spans[u][0] if sign > 0 else -spans[u][1] for u, sign in terms)
    high = sum(spans[u][1] if sign > 0 else -spans[u][0] for u, sign in terms)
    for u, sign in terms:
        mine = (spans[u][0], spans[u][1]) if sign > 0 else (-spans[u][1], -spans[u][0])
        a, b = max(mine[0], least - (high - mine[1])), min(mine[1], most - (low - mine[0]))
        if (a, b) != mine:
            spans[u] = [a, b] if sign > 0 else [-b, -a]
            low += a - mine[0]
            high += b - mine[1]
            why[u] = attack
            for other in of_unknown[u]:
                if id(other) not in queued:
                    queued.add(id(other))
                    queue.append(other)



for u, s in spans.items():
    tried["numbers"] += 1
    if s[0] > s[1]:
        recover(why.get(u, "sums"), u, "can't be: the publication contradicts itself", s)
        continue
    if u in hidden:
        turn, members = hidden[u]
        size = label_spans[u][1]
        if members is not None:
            c = sum(has(turn, o, u[2]) for o in members)
            if not s[0] <= c <= s[1]:
                recover("error", u, "is", c, "and would be", s)
        few = s[0] == 0 and s[1] >= min(FEW - 1, size)
        most = s[1] == size and s[0] <= max(0, size - N + 1)
        # No fewer than may be told of, or some of which one is such.
        enough = (s[0] >= N and s[1] <= size - N) or (
            size >= 2 * N and s[1] >= N and s[0] <= size - N and s[1] - s[0] >= FEW - 1)
        if members is None:  # nobody's name: whether it is anybody must stay open, or it is many
            enough = s[0] == 0 or s[1] >= N
        if not few and not most and not enough and s[1] - s[0] < min(N - 1 if size >= N else FEW - 1, size):
            recover(why.get(u, "sums"), u[1], u[2], "is between", s[0], "and", s[1], "of", size)
    elif (labels[u] == "fewer" and (s[0] > 0 or s[1] < min(FEW - 1, label_spans[u][1]))) or (
            labels[u] == "most" and s != label_spans[u] and not u[2][0].startswith("area-")):
        recover(why.get(u, "sums"), "edition", editions[u[0]].told["edition"], u[1], u[2], "is said to be", labels[u], "and is between", *s)

# Linkage: who is rare must not be named, by id or by name, in any file.
names = {}
for path in glob.glob(os.path.join("dataset", "corporations", "*.json")):
    fact = json.load(open(path))
    names[fact["id"]] = fact["name"]
for e in editions:
    rare = set()
    for turn in {s["round"] for s in e.shares}:
        count = collections.Counter(n for s in e.shares if s["round"] == turn for n in s["values"]["either"])
        rare |= {n for n, c in count.items() if c < N}
    often = {n for s in e.shares for n in s["values"]["either"]} - rare
    for turn in {s["round"] for s in e.shares}:
        count = collections.Counter(n for s in e.shares if s["round"] == turn for n in s["values"]["either"])
        often |= {n for n, c in count.items() if c >= N}
    for path in sorted(glob.glob(os.path.join(e.folder, "**"), recursive=True)):
        if not path.endswith((".json", ".csv", ".html", ".svg", ".md", ".txt")):
            continue
        text = open(path, encoding="utf-8").read()
        for n in rare - often:
            tried["linkage"] += 1
            if '"%s"' % n in text or ",%s," % n in text or "#%s" % n in text or '"%s"' % names[n] in text or ">%s<" % names[n] in text:
                recover("linkage", names[n], "of", min(N - 1, 4), "organizations or fewer is named in", path)

print("tried: " + ", ".join("%d %s" % (v, k) for k, v in sorted(tried.items())) + "; %d relations" % len(relations))
print("recovered: " + (", ".join("%d by %s" % (v, k) for k, v in sorted(found.items())) or "nothing"))
sys.exit(1 if found else 0)
