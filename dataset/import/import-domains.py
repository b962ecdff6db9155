#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Takes domain names and their provenance from open lists into dataset/corporations/.

    dataset/import/import-domains.py LISTS [--day YYYY-MM-DD] [--dry]

LISTS is a folder with a snapshot of each list (folders as in lists.py). mapping.json says by hand
which word of a list stands for which service ("services") or corporation ("evidence"). Two things
happen, and doing them twice changes nothing:

1. A name that is already in the dataset and that a mapped list gives to the same corporation gets
   that list as its source and counts as verified: the list shows the owner; which of the owner's
   services it belongs to is this dataset's own classification.
2. A mapped list's name that no rule covers yet, and that is used (it or a name under it is among
   the 100,000 names that most organisations ask for), is added to the mapped service; names that
   the list marks as advertising or measurement go to the corporation's service of that role. So
   is a service's own name on somebody's cloud or CDN, "fbcdn-a.akamaihd.net".

Other names that a rule of another corporation covers are left alone and printed: lists are often
behind on who owns what. Nothing is ever deleted; names that no list holds any more keep their source.
"""
import argparse
import collections
import datetime
import json
import pathlib

import dataset_text
import lists

HERE = pathlib.Path(__file__).resolve().parent
ROLE_OF_CATEGORY = {
    "advertising": "advertising",
    "pornvertising": "advertising",
    "site_analytics": "analytics",
    "mobile_analytics": "analytics",
    "telemetry": "telemetry",
}
CATEGORISED = {"adguard-companiesdb", "whotracksme-2022-08"}
CARRIERS = {"infrastructure", "cdn"}
USED_RANK = 100_000


def suffixes(name):
    labels = name.split(".")
    return [".".join(labels[n:]) for n in range(len(labels))]


class Dataset:
    def __init__(self, top):
        self.files = {}
        self.services = {}  # id -> (corporation id, service)
        self.rules = {}  # name -> (service id, rule)
        for path in sorted((top / "corporations").glob("*.json")):
            corporation = json.loads(path.read_text(encoding="utf-8"))
            self.files[path] = corporation
            for service in corporation["services"]:
                self.services[service["id"]] = (corporation["id"], service)
                service["domains"] = [self.rule(service, d) for d in service["domains"]]
                for rule in service["domains"]:
                    self.rules[rule["name"]] = (service["id"], rule)

    @staticmethod
    def rule(service, domain):
        """Every rule with its own source while we work; write() folds them again."""
        rule = {"name": domain} if isinstance(domain, str) else dict(domain)
        for key in ("source", "checked", "verified"):
            rule.setdefault(key, service[key])
        return rule

    def corporation_of(self, service):
        return self.services[service][0]

    def cover(self, name):
        """The rule that decides for `name` today, as (service id, rule)."""
        for n, suffix in enumerate(suffixes(name)):
            found = self.rules.get(suffix)
            if found and (n == 0 or found[1].get("match", "suffix") != "exact"):
                return found
        return None

    def with_role(self, corporation, role):
        for owner, service in self.services.values():
            if owner == corporation and service["role"] == role:
                return service["id"]
        return None

    def add(self, service, name, match, basis):
        rule = {"name": name, **({"match": match} if match != "suffix" else {}), **basis}
        self.services[service][1]["domains"].append(rule)
        self.rules[name] = (service, rule)

    def prune(self):
        """Drops suffix rules whose next longer suffix is a rule of the same service."""
        count = 0
        for sid, (_, service) in self.services.items():
            keep = []
            for rule in service["domains"]:
                up = next((self.rules[s] for s in suffixes(rule["name"])[1:] if s in self.rules), None)
                plain = rule.get("match") != "except" and up and up[1].get("match", "suffix") == "suffix"
                if plain and up[0] == sid:
                    count += 1
                    continue
                keep.append(rule)
            service["domains"] = keep
        return count

    @staticmethod
    def fold(service):
        """The commonest source becomes the service's; its plain names become strings."""
        def key(rule):
            return rule["source"], rule["checked"], rule["verified"]

        rules = sorted(service["domains"], key=lambda r: r["name"])
        if rules:
            common = collections.Counter(map(key, rules)).most_common(1)[0][0]
            service["source"], service["checked"], service["verified"] = common
        out = []
        for rule in rules:
            if rules and key(rule) == common:
                rest = {k: v for k, v in rule.items() if k not in ("source", "checked", "verified")}
                out.append(rule["name"] if len(rest) == 1 else rest)
            else:
                out.append(rule)
        service["domains"] = out

    def write(self):
        for path, corporation in self.files.items():
            for service in corporation["services"]:
                self.fold(service)
            dataset_text.write(path, corporation)


class Import:
    def __init__(self, top, snapshots, day):
        self.dataset = Dataset(top)
        self.mapping = json.loads((HERE / "mapping.json").read_text(encoding="utf-8"))
        self.lists = lists.load(snapshots)
        self.categories = lists.adguard_categories(pathlib.Path(snapshots) / lists.LISTS["adguard-companiesdb"][0])
        self.used = set()
        ranks = lists.popular(pathlib.Path(snapshots) / "dnsfilter-topdomains-2022-11")
        for name, rank in ranks.items():
            if rank <= USED_RANK:
                self.used.update(suffixes(name))
        self.day = day
        self.counts = collections.Counter()

    def evidence(self):
        """corporation -> {name: source}, the preferred list first."""
        out = collections.defaultdict(dict)
        for source in lists.LISTS:
            services = self.mapping["services"].get(source, {})
            owners = self.mapping["evidence"].get(source, {})
            for key, names in self.lists[source].items():
                if key in services:
                    corporation = self.dataset.corporation_of(services[key])
                elif key in owners:
                    corporation = owners[key]
                else:
                    continue
                for name in names:
                    out[corporation].setdefault(name, source)
        return out

    def source_known(self):
        evidence = self.evidence()
        for name, (service, rule) in self.dataset.rules.items():
            if rule["source"] not in ("curated", "general-knowledge"):
                continue
            held = evidence.get(self.dataset.corporation_of(service), {})
            found = next((held[s] for s in suffixes(name) if s in held), None)
            if found:
                rule.update(source=found, checked=self.day, verified=True)
                self.counts["sourced"] += 1

    def target(self, source, service, name):
        if source in CATEGORISED:
            role = ROLE_OF_CATEGORY.get(self.categories.get(name, ""))
            corporation = self.dataset.corporation_of(service)
            return (role and self.dataset.with_role(corporation, role)) or service
        return service

    def carried(self, name, service, cover):
        """Is `name` a service's place on another corporation's cloud or CDN?"""
        if name in self.dataset.rules:
            return False
        role = self.dataset.services[cover][1]["role"]
        return role in CARRIERS and self.dataset.corporation_of(cover) != self.dataset.corporation_of(service)

    def add_new(self):
        basis = {"checked": self.day, "verified": True}
        for source in lists.LISTS:
            for key, service in self.mapping["services"].get(source, {}).items():
                for name, match in sorted(self.lists[source].get(key, {}).items()):
                    cover = self.dataset.cover(name)
                    if cover and not self.carried(name, service, cover[0]):
                        if self.dataset.corporation_of(cover[0]) != self.dataset.corporation_of(service):
                            self.counts["left to another owner"] += 1
                            print(f"left: {name} ({source}:{key}) is {cover[0]} here")
                        continue
                    if name not in self.used:
                        self.counts["not used enough"] += 1
                        continue
                    self.dataset.add(self.target(source, service, name), name, match, {"source": source, **basis})
                    self.counts["added"] += 1

    def run(self, dry):
        self.source_known()
        self.add_new()
        self.counts["superfluous"] = self.dataset.prune()
        unsourced = sum(r["source"] in ("curated", "general-knowledge") for _, r in self.dataset.rules.values())
        self.counts["without a list"] = unsourced
        if not dry:
            self.dataset.write()
        print(", ".join(f"{v} {k}" for k, v in self.counts.items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("lists")
    parser.add_argument("--day", default=datetime.date.today().isoformat())
    parser.add_argument("--dry", action="store_true", help="say what would change, write nothing")
    args = parser.parse_args()
    Import(HERE.parent, args.lists, args.day).run(args.dry)


if __name__ == "__main__":
    main()
