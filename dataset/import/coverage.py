#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tells what share of a list of names the dataset resolves, and which names it misses.

    dataset/import/coverage.py [--top N] [--misses N] [--day YYYY-MM-DD] < NAMES

NAMES: one a line, or "rank,name". A name has an operator if a rule covers it, a parent if that
operator had an owner on the day, a jurisdiction if that owner's parent country is known.
"""
import argparse
import collections
import datetime
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
LAC = re.compile(
    r"\.(ar|bo|br|cl|co|cr|cu|do|ec|sv|gt|hn|ht|jm|mx|ni|pa|py|pe|pr|tt|uy|ve|ag|bs|bb|bz|dm|gd|gy|kn|lc|vc|sr)$"
)


class Dataset:
    def __init__(self, top, day):
        self.rules, self.owners, self.countries = {}, {}, {}
        self.day = day
        for path in sorted((top / "corporations").glob("*.json")):
            corporation = json.loads(path.read_text(encoding="utf-8"))
            self.countries[corporation["id"]] = corporation["jurisdiction"]["parent"]
            for operator in corporation["operators"]:
                self.owners[operator["id"]] = (corporation["id"], operator["owned"])
            for service in corporation["services"]:
                for domain in service["domains"]:
                    rule = {"name": domain} if isinstance(domain, str) else domain
                    key = (rule["name"], rule.get("match") == "exact")
                    self.rules[key] = None if rule.get("match") == "except" else service["operator"]

    def operator(self, name):
        if (name, True) in self.rules:
            return self.rules[name, True]
        labels = name.split(".")
        for n in range(len(labels)):
            suffix = ".".join(labels[n:])
            if (suffix, False) in self.rules:
                return self.rules[suffix, False]
        return None

    def parent(self, operator):
        home, owned = self.owners[operator]
        for period in owned:
            if (period["from"] or "") <= self.day and (period["to"] is None or self.day < period["to"]):
                return period.get("by", home)
        return None


def names(stream, top):
    out = {}
    for line in stream:
        name = line.strip().rsplit(",", 1)[-1].strip().lower().rstrip(".")
        if name:
            out.setdefault(name)
        if top and len(out) == top:
            break
    return list(out)


def report(title, wanted, dataset):
    found = [(n, dataset.operator(n)) for n in wanted]
    operators = [o for _, o in found if o]
    parents = [p for p in map(dataset.parent, operators) if p]
    countries = [c for c in (dataset.countries[p] for p in parents) if c]
    total = max(len(wanted), 1)
    print(f"{title}: {len(wanted)} names, operator {100 * len(operators) / total:.1f} %, "
          f"parent {100 * len(parents) / total:.1f} %, jurisdiction {100 * len(countries) / total:.1f} %")
    return [n for n, o in found if not o]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--top", type=int, default=0)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--day", default=datetime.date.today().isoformat())
    args = parser.parse_args()
    dataset = Dataset(HERE.parent, args.day)
    wanted = names(sys.stdin, args.top)
    missed = report("all", wanted, dataset)
    regional = [n for n in wanted if LAC.search(n)]
    if regional:
        report("Latin America and the Caribbean", regional, dataset)
    if args.misses:
        ends = collections.Counter(".".join(n.split(".")[-2:]) for n in missed)
        for end, count in list(ends.items() if args.top else ends.most_common())[: args.misses]:
            print(f"{count:6} {end}")


if __name__ == "__main__":
    main()
