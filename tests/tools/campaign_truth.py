#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every published figure against the truth: campaign_truth.py TRUTH.json PUBLICATION.json BATCH...

Computes counts, rounding, quartiles and intervals again, from what the made-up organizations answered
(campaign_model.py), and compares each row of the publication; it shares no code with the program. Which numbers are
withheld is for the attack to judge (campaign_attack.py); here each that is told must be true, each that is said to be
few or nearly all must be so, and nothing that could be told in the round as a whole may be missing without being
withheld."""
import bisect
import json
import math
import sys

import campaign_read

truth = json.load(open(sys.argv[1]))
published = campaign_read.read(sys.argv[2])
batches = set(sys.argv[3:])
N, R = published["at_least"], published["round_to"]
wrong = []


def say(*what):
    wrong.append(" ".join(str(w) for w in what))


shares = [s for s in truth["shares"] if s["batch"] in batches]
rounds = {}
for s in shares:
    rounds.setdefault(s["round"], {})[s["organization"]] = s


def answer(s, kind, of):
    """(in the base, value) of one share to one question."""
    v, about = s["values"], s["about"]
    if kind == "presence":
        return of["corporation"] in v["either"], v["presence"].get(of["corporation"], 0)
    if kind in ("either", "service", "host"):
        return True, v[kind].get(of["corporation"], 0)
    if kind in ("law-service", "law-host"):
        return True, v[kind.replace("-", "_")].get(of["country"], 0)
    if kind == "area":
        return True, v["area"].get(of["area"], 0)
    if kind == "area-single":
        return of["area"] in v["area"], int(bool(v["provider"].get(of["area"])))
    if kind == "area-provider":
        return of["area"] in v["area"], int(v["provider"].get(of["area"]) == of["corporation"])
    if kind == "first":
        return True, int(v["first"] == of["corporation"])
    if kind == "lost":
        return len(v["steps"]) >= of["step"], v["steps"][of["step"] - 1][1] if len(v["steps"]) >= of["step"] else 0
    if kind == "home":
        return "home" in v, v.get("home", 0)
    return True, v[kind.replace("-", "_")]


AMONG_THOSE = ("either", "service", "host", "presence", "law-service", "law-host", "area")
PREVALENCE = AMONG_THOSE[:3] + AMONG_THOSE[4:] + ("area-single", "area-provider", "first")


def members(cell, told):
    turn, kind, value = cell["round"], cell["kind"], cell.get("value")
    everyone = rounds.get(turn, {}).values()
    if kind == "all":
        return list(everyone)
    if kind == "same":
        return [s for s in everyone if s["organization"] in rounds.get(cell["other"], {})]
    if value == "other":
        return [s for s in everyone if s["about"].get(kind) not in told[turn, kind]]
    return [s for s in everyone if s["about"].get(kind) == value]


def binomial(n, p):
    """Cumulative probabilities of 0..n."""
    out, sum_ = [], 0.0
    for k in range(n + 1):
        if p <= 0 or p >= 1:
            at = float(k == (0 if p <= 0 else n))
        else:
            at = math.exp(math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
                          + k * math.log(p) + (n - k) * math.log1p(-p))
        sum_ += at
        out.append(sum_)
    return out


def quantile(cumulative, q):
    return next((k for k, c in enumerate(cumulative) if c >= q - 1e-12), len(cumulative) - 1)


def rank(values, p):
    return values[max(0, math.ceil(p * len(values)) - 1)]


def median_interval(values):
    """The ranks whose values bound 95 % of the medians of all resamples (nearest rank)."""
    n = len(values)
    middle = math.ceil(n / 2)

    def at_most(k):  # the resample's median is at most the k-th value: at least `middle` of n draws are among the first k
        c = binomial(n, k / n)
        return 1 - (c[middle - 1] if middle > 0 else 0)
    low = bisect.bisect_left(range(1, n + 1), 0.025, key=at_most) + 1
    high = bisect.bisect_left(range(1, n + 1), 0.975, key=at_most) + 1
    return low, high


def half_up(c, step):
    return (c + step // 2) // step * step if step % 2 == 0 else (2 * c + step) // (2 * step) * step


def check_count(name, number, count, base):
    told = number["as"]
    if told == "rounded":
        if not N <= count <= base - N:
            say(name, "is told, though", count, "of", base)
        elif number["n"] != half_up(count, R):
            say(name, "is told as", number["n"], "and is", count)
    elif told == "fewer":
        if count >= N:
            say(name, "is said to be few and is", count)
    elif told == "most":
        if count < number["n"]:
            say(name, "is said to be", number["n"], "or more and is", count)
        if base - count >= N:
            say(name, "is said to be nearly all and is", count, "of", base)
    elif told != "withheld":
        say(name, "is told as", told)


checked = {"counts": 0, "quantiles": 0, "intervals": 0}
by_id = {c["id"]: c for c in published["cells"]}
told_values = {}
for c in published["cells"]:
    if c.get("value") and c["value"] != "other":
        told_values.setdefault((c["round"], c["kind"]), set()).add(c["value"])
for c in published["cells"]:
    if (c["round"], c["kind"]) not in told_values and c.get("value"):
        told_values[c["round"], c["kind"]] = set()
sets = {i: members(c, told_values) for i, c in by_id.items()}
for i, c in by_id.items():
    if len(sets[i]) != c["n"]:
        say(i, "is said to be of", c["n"], "organizations and is of", len(sets[i]))
    if c["n"] < N:
        say(i, "is of fewer than", N)
for row in published["figures"]:
    kind, cell = row["variable"], row["cell"]
    name = " ".join(str(row[k]) for k in ("cell", "variable", "area", "corporation", "country", "step") if k in row)
    answers = [answer(s, kind, row) for s in sets[cell]]
    base = [v for inside, v in answers if inside]
    have = sorted(v for v in base if v > 0)
    if "count" in row:
        checked["counts"] += 1
        check_count(name, row["count"], len(have), len(base))
    elif kind in PREVALENCE:
        say(name, "has no count")
    if kind in campaign_read.OF_A_BASE:
        check_count(name + " base", row["base"], len(base), len(sets[cell]))
    elif row["base"]["as"] == "rounded" and row["base"]["n"] not in (len(base), half_up(len(base), R)):
        say(name, "is of", row["base"]["n"], "and not", len(base))
    among = have if kind in AMONG_THOSE else sorted(base)
    for key, p in (("q1", 0.25), ("median", 0.5), ("q3", 0.75)):
        if key in row:
            checked["quantiles"] += 1
            if row[key] != rank(among, p):
                say(name, key, "is told as", row[key], "and is", rank(among, p))
            if min(math.ceil(p * len(among)) - 1, len(among) - math.ceil(p * len(among))) < N:
                say(name, key, "is told of", len(among))
    if "median_low" in row:
        low, high = median_interval(among)
        checked["intervals"] += 1
        if (row["median_low"], row["median_high"]) != (among[low - 1], among[high - 1]):
            say(name, "the median's interval is told as", row["median_low"], row["median_high"], "and is", among[low - 1], among[high - 1])
    if "share" in row:
        n, k = row["base"]["n"], row["count"]["n"]
        if row["base"]["as"] == "most":  # somewhere between that and all but none: the middle
            n += (N - 1) // 2
        checked["intervals"] += 1
        cumulative = binomial(n, k / n)
        expect = [round(1000 * x / n + 1e-9) for x in (k, quantile(cumulative, 0.025), quantile(cumulative, 0.975))]
        got = [row["share"], row["share_low"], row["share_high"]]
        if any(abs(a - b) > 1 for a, b in zip(expect, got)):
            say(name, "its share and interval are", got, "and not", expect)

# Nothing is missing: whatever is of at least N organizations of a whole round has a row there.
rows = {(r["cell"], r["variable"], r.get("corporation"), r.get("country"), r.get("area")) for r in published["figures"]}
for turn in rounds:
    cell = "%d/all" % turn
    if cell not in by_id:
        say("round", turn, "is not told")
        continue
    for kind, key in (("either", "corporation"), ("law-service", "country"), ("area", "area")):
        names = {n for s in sets[cell] for n in s["values"][kind.replace("-", "_")]}
        for n in names:
            count = sum(1 for s in sets[cell] if s["values"][kind.replace("-", "_")].get(n, 0) > 0)
            of = {"corporation": None, "country": None, "area": None, key: n}
            there = (cell, kind, of["corporation"], of["country"], of["area"]) in rows
            if there != (count >= N):
                say(cell, kind, n, "of", count, "organizations", "is told" if there else "is missing")
print("%(counts)d counts, %(quantiles)d quartiles, %(intervals)d intervals checked" % checked)
for line in wrong[:40]:
    print("WRONG: " + line)
if min(checked.values()) == 0:
    sys.exit("nothing of some kind was there to check")
sys.exit(1 if wrong else 0)
