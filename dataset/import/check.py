#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks dataset/ against its own rules: ids, references, dates, duplicate names, languages.

    dataset/import/check.py [DATASET]

The loader checks the same at start; this one also reports what a loader lets pass (names in more
than one service, rules that say nothing new) and prints totals. Exit status 1 if anything is wrong.
"""
import ipaddress
import json
import pathlib
import re
import sys

LANGUAGES = {"en", "es", "pt", "fr", "de"}
KINDS = {
    "big-tech", "telecom", "ad-tech", "cloud-hosting", "security", "device-maker",
    "regional-platform", "software-service", "media", "ai", "non-profit", "community", "public",
    "finance", "retail", "education", "industry", "transport",
}
NETWORK_KINDS = {"own", "cloud", "cdn", "access"}
USES = {"resolver", "tunnel"}
MATCHES = {"suffix", "exact", "except"}
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?)*")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

problems = []


def wrong(where, what):
    problems.append(f"{where}: {what}")


def languages(where, texts):
    if set(texts) != LANGUAGES or not all(isinstance(t, str) and t.strip() for t in texts.values()):
        wrong(where, "a text lacks one of the five languages")


class Checker:
    def __init__(self, top):
        self.top = top
        self.sources = {s["id"] for s in self.read("sources.json")["sources"]}
        categories = self.read("categories.json")
        self.roles = {r["id"] for r in categories["roles"]}
        self.categories = {c["id"] for c in categories["categories"]}
        for c in categories["categories"]:
            languages(c["id"], c["names"])
            languages(c["id"], c["if_cut"])
            if c["criticality"] not in (None, 0, 1, 2, 3, 4):
                wrong(c["id"], "criticality")
        for r in categories["roles"]:
            languages(r["id"], r["names"])
        self.used_sources = set()
        self.jurisdictions = {}
        self.laws = set()
        self.corporations = {}
        self.operators = {}
        self.services = {}
        self.names = {}
        self.networks = {}

    def read(self, path):
        with open(self.top / path, encoding="utf-8") as f:
            return json.load(f)

    def basis(self, where, fact, inherited=None):
        for key in ("source", "checked", "verified"):
            if key not in fact:
                if inherited is None:
                    wrong(where, f"no {key}")
                return
        self.used_sources.add(fact["source"])
        if fact["source"] not in self.sources:
            wrong(where, f"unknown source {fact['source']}")
        if not DAY.fullmatch(fact["checked"]):
            wrong(where, "checked is no day")
        if not isinstance(fact["verified"], bool):
            wrong(where, "verified is no truth value")
        if fact["source"] == "general-knowledge" and fact["verified"]:
            wrong(where, "general knowledge is never verified")

    def jurisdiction(self, path):
        j = self.read(path)
        where = path.name
        if path.stem != j["code"]:
            wrong(where, "file and code differ")
        languages(where, j["names"])
        self.basis(where, j)
        self.jurisdictions[j["code"]] = j
        for law in j["laws"]:
            if law["id"] in self.laws:
                wrong(where, f"law {law['id']} twice")
            self.laws.add(law["id"])
            languages(law["id"], law["plain"])
            self.basis(law["id"], law)

    def corporation(self, path):
        c = self.read(path)
        where = path.name
        if path.stem != c["id"] or not ID.fullmatch(c["id"]):
            wrong(where, "file and id differ")
        for name in (c["name"], c["legal_name"], *(x["name"] for x in (*c["operators"], *c["services"]))):
            if not name.strip() or not name.isprintable():
                wrong(where, f"name {name!r}")
        if c["kind"] not in KINDS:
            wrong(where, f"kind {c['kind']}")
        j = c["jurisdiction"]
        for key in ("parent", "head_office", "legal_seat"):
            if j[key] is not None and j[key] not in self.jurisdictions:
                wrong(where, f"no jurisdiction {j[key]}")
        self.basis(where, j)
        self.corporations[c["id"]] = c
        for o in c["operators"]:
            if o["id"] in self.operators:
                wrong(where, f"operator {o['id']} twice")
            self.operators[o["id"]] = (c, o)
        for s in c["services"]:
            if s["id"] in self.services:
                wrong(where, f"service {s['id']} twice")
            self.services[s["id"]] = (c, s)

    def ownership(self, c, o):
        last = None
        for n, e in enumerate(o["owned"]):
            where = f"{c['id']}/{o['id']}"
            if e.get("by", c["id"]) not in self.corporations:
                wrong(where, f"no corporation {e['by']}")
            self.basis(where, e)
            for key in ("from", "to"):
                if e[key] is not None and not DAY.fullmatch(e[key]):
                    wrong(where, f"{key} is no day")
            if e["from"] and e["to"] and e["from"] >= e["to"]:
                wrong(where, "period is empty")
            if n and (last is None or e["from"] is None or e["from"] < last):
                wrong(where, "periods overlap or are out of order")
            last = e["to"]

    def service(self, c, s):
        where = f"{c['id']}/{s['id']}"
        if s["operator"] not in self.operators:
            wrong(where, f"no operator {s['operator']}")
        if s["category"] not in self.categories:
            wrong(where, f"no category {s['category']}")
        if s["role"] not in self.roles:
            wrong(where, f"no role {s['role']}")
        self.basis(where, s)
        written = [d if isinstance(d, str) else d["name"] for d in s["domains"]]
        if written != sorted(written):
            wrong(where, "domains are not in order")
        for d in s["domains"]:
            rule = {"name": d} if isinstance(d, str) else d
            name, match = rule["name"], rule.get("match", "suffix")
            if not NAME.fullmatch(name):
                wrong(where, f"{name} is no name")
            if match not in MATCHES:
                wrong(where, f"{name}: match {match}")
            self.basis(f"{where}/{name}", rule, inherited=s)
            if name in self.names:
                wrong(where, f"{name} is also in {self.names[name][0]}")
            self.names[name] = (s["id"], match)

    def network(self, c, n):
        where = f"{c['id']}/{n.get('asn') or n.get('prefix')}"
        if n["operator"] not in self.operators:
            wrong(where, f"no operator {n['operator']}")
        self.basis(where, n)
        if "asn" in n:
            key = n["asn"]
            if n["kind"] not in NETWORK_KINDS:
                wrong(where, f"kind {n['kind']}")
        else:
            key = n["prefix"]
            try:
                ipaddress.ip_network(key)
            except ValueError as e:
                wrong(where, str(e))
        if key in self.networks:
            wrong(where, f"also in {self.networks[key]}")
        self.networks[key] = c["id"]

    def addresses(self):
        """What addresses serve, and the names that hide others."""
        if not (self.top / "addresses.json").exists():
            return  # told apart into files of their own, which "amarra dataset check" reads
        known = self.read("addresses.json")
        seen = set()
        for use in known["uses"]:
            where = f"addresses.json/{use['service']}"
            self.basis(where, use)
            if use["use"] not in USES:
                wrong(where, f"use {use['use']}")
            if use["service"] not in self.services:
                wrong(where, "no such service")
            for address in use["addresses"]:
                try:
                    key = ipaddress.ip_network(address)
                except ValueError as e:
                    wrong(where, str(e))
                    continue
                if str(key) != address and str(key.network_address) != address:
                    wrong(where, f"{address} is written {key}")
                if key in seen:
                    wrong(where, f"{address} is there twice")
                seen.add(key)
        for front in known["fronts"]:
            where = f"addresses.json/{front['name']}"
            self.basis(where, front)
            if not NAME.fullmatch(front["name"]) or front["name"] in seen:
                wrong(where, "is no name, or is there twice")
            if front.get("service", None) not in {None, *self.services}:
                wrong(where, f"no service {front['service']}")
            seen.add(front["name"])

    def superfluous(self):
        """Suffix rules whose next longer suffix says the same: they add nothing."""
        out = []
        for name, (service, match) in self.names.items():
            if match != "suffix":
                continue
            labels = name.split(".")
            for n in range(1, len(labels)):
                up = self.names.get(".".join(labels[n:]))
                if up and up[1] == "suffix":
                    if up[0] == service:
                        out.append(name)
                    break
        return out

    def decides(self, name):
        """The service that a contact with `name` is put down to."""
        labels = name.split(".")
        for n in range(len(labels)):
            found = self.names.get(".".join(labels[n:]))
            if found and found[1] == "except":
                return None
            if found and (n == 0 or found[1] == "suffix"):
                return found[0]
        return None

    def expected(self, path):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                name, wanted = line.split("\t")
                got = self.decides(name) or "-"
                if got != wanted:
                    wrong(name, f"is {got}, expected {wanted}")

    def run(self):
        for path in sorted((self.top / "jurisdictions").glob("*.json")):
            self.jurisdiction(path.relative_to(self.top))
        for path in sorted((self.top / "corporations").glob("*.json")):
            self.corporation(path.relative_to(self.top))
        for c, o in self.operators.values():
            self.ownership(c, o)
        for c, s in self.services.values():
            self.service(c, s)
        for c in self.corporations.values():
            for n in c["networks"]:
                self.network(c, n)
        self.addresses()
        for name in self.superfluous():
            wrong(self.names[name][0], f"{name} says what a shorter name of the same service says")
        if (self.top / "import" / "expected.tsv").exists():
            self.expected(self.top / "import" / "expected.tsv")
        for s in sorted(self.sources - self.used_sources):
            print(f"note: nothing cites source {s}")


def main():
    here = pathlib.Path(__file__).resolve().parent.parent
    top = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here
    checker = Checker(top)
    checker.run()
    for p in problems:
        print(p)
    print(f"{len(checker.corporations)} corporations, {len(checker.operators)} operators, "
          f"{len(checker.services)} services, {len(checker.names)} names, "
          f"{len(checker.networks)} networks, {len(checker.categories)} categories, "
          f"{len(checker.roles)} roles, {len(checker.jurisdictions)} jurisdictions, "
          f"{len(checker.laws)} laws, {len(checker.sources)} sources; {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
