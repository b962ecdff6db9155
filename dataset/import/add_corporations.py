#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Adds many corporations, services and AS numbers at once, from tables that people wrote.

    dataset/import/add_corporations.py [--day YYYY-MM-DD] TABLE.tsv...

A table has one line a service, tabs between its columns, and a header:

    corporation corporation_name legal_name kind countries operator operator_name owned_from
    service_name category role domains asns source verified

`corporation` is the ultimate owner's id; where it is in the dataset already the next four may be empty.
`countries` is "BR", or "UY/AR/US" for parent, head office, legal seat ("-": unknown). An empty `operator` is
the corporation itself, an empty `role` "service". `source` is an id of sources.json, or "URL|title" of a
page that says so; `verified` is y only then. A list verifies whose a name is, not whose that group is nor its
country. A line without domains adds its AS numbers alone.

With --networks, tables of what is known of networks: `asn` or `prefix`, `operator`, `kind`, `anycast` (y) and
more columns that are left alone; an operator that only they speak of needs a line of its own in a TABLE.

With --owners, tables of whose a group is: `corporation`, and what is known better of it (`name`, `legal_name`, `kind`, `countries`), or
`owner`, the group that it belongs to, with `owned_from` (YYYY-MM-DD, or empty: unknown); a new owner has `owner_name`, `owner_legal_name`,
`owner_kind`, `owner_countries`. A line that lacks what it needs is told, and then nothing is written.

With --history, tables of who owned an operator when: `operator`, `by`, `from`, `to`, `source`, `verified`, all periods of it.

The sites of source `wikidata` came this way: of name-suggestion-index (npm) dist/json/nsi.json tells which Wikidata entities are shops,
banks or offices and where, dist/wikidata/wikidata.json their official websites (P856). Sites of entities that are dissolved or that two
entities share were left out, of the others those that no rule knew were read row by row; whose the organization is was added by people.

What the dataset says by hand wins; a name that a list gave to a brand goes to who a person says runs it,
and the brand's other names with it. Doing it twice changes nothing.
"""
import argparse
import collections
import csv
import datetime
import json
import pathlib
import re
import sys
import unicodedata

import dataset_text

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent
COLUMNS = ("corporation corporation_name legal_name kind countries operator operator_name owned_from "
           "service_name category role domains asns source verified").split()
BY_HAND = {"general-knowledge", "curated"}
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
COMPANY_WORDS = re.compile(
    r"\b(s\.?a\.?(b?\.? de c\.?v\.?|s|c|i\.?c)?|s ?p ?a|ltda|limitada|inc|llc|ltd|corp|corporation|company|co|plc|gmbh|ag|eireli|me|"
    r"s r l|srl|cia|grupo|group|holding|holdings|the)\b")


def plain(name):
    """The words of a name that tell it from others: 'Grupo Éxito, S.A.' is 'exito'."""
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    text = re.sub(r"[^a-z0-9. ]+", " ", text).replace(".", " ")
    return re.sub(r"[^a-z0-9]+", "", COMPANY_WORDS.sub(" ", text))


def slug(text, limit=40):
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:limit].strip("-")


def is_day(text):
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


class Dataset:
    def __init__(self, day):
        self.day = day
        self.notes = collections.Counter()
        self.refused = 0  # lines that must be mended before anything is written
        self.needed = set()  # operators that tables of networks speak of
        self.aliases = {}  # an operator's id in a table -> its id here
        self.files = {}
        for path in sorted((TOP / "corporations").glob("*.json")):
            self.files[path.stem] = json.loads(path.read_text(encoding="utf-8"))
        self.sources = json.loads((TOP / "sources.json").read_text(encoding="utf-8"))
        self.source_ids = {s["id"]: s for s in self.sources["sources"]}
        self.source_urls = {s["url"]: s["id"] for s in self.sources["sources"] if s.get("url")}
        categories = json.loads((TOP / "categories.json").read_text(encoding="utf-8"))
        self.categories = {c["id"] for c in categories["categories"]}
        self.roles = {r["id"] for r in categories["roles"]}
        self.countries = {p.stem for p in (TOP / "jurisdictions").glob("*.json")}
        self.index()

    def index(self):
        self.operators, self.services, self.domains, self.asns, self.twins = {}, {}, {}, {}, {}
        for id_, corporation in self.files.items():
            country = corporation["jurisdiction"].get("parent")
            for name in {plain(corporation["name"]), plain(corporation["legal_name"])}:
                self.twins.setdefault((name, country), id_)
            for operator in corporation["operators"]:
                self.operators[operator["id"]] = id_
            for service in corporation["services"]:
                self.services[service["id"]] = id_
                for domain in service["domains"]:
                    name, match = (domain, "suffix") if isinstance(domain, str) else (domain["name"], domain.get("match", "suffix"))
                    if match != "exact":
                        self.domains[name] = (id_, service["id"])
            for network in corporation.get("networks", []):
                if "asn" in network:
                    self.asns[network["asn"]] = (id_, network["operator"])

    def note(self, what, where):
        self.notes[what] += 1
        if self.notes[what] <= 40:
            print(f"{what}: {where}", file=sys.stderr)

    def refuse(self, where, what):
        self.refused += 1
        print(f"{where}: {what}", file=sys.stderr)

    def basis(self, source="general-knowledge", verified=False):
        return {"source": source, "checked": self.day, "verified": verified}

    def source(self, text):
        if "|" not in text:
            return text if text in self.source_ids else None
        url, title = text.split("|", 1)
        url = url.strip()
        if not re.fullmatch(r"https?://[^ \"<>\\^`{|}]+", url):
            return None
        if url in self.source_urls:
            return self.source_urls[url]
        stem = slug(re.sub(r"^https?://(www\.)?", "", url), 36)
        id_, n = stem, 2
        while id_ in self.source_ids:
            id_, n = f"{stem}-{n}", n + 1
        entry = {"id": id_, "title": title.strip()[:300] or url, "kind": "page", "url": url, "licence": None, "date": None}
        self.sources["sources"].append(entry)
        self.source_ids[id_] = entry
        self.source_urls[url] = id_
        return id_

    def of_owners(self, row):
        """What a row says of owners and countries: a list of names and their sites says nothing of those."""
        source = self.source(row["source"]) if row["source"] and row["verified"] == "y" else None
        if source and self.source_ids[source]["kind"] == "list":
            source = None
        return self.basis(source or "general-knowledge", bool(source))

    def add_corporation(self, row, where):
        id_ = row["corporation"]
        if id_ in self.files:
            return id_
        if not row["corporation_name"]:
            self.note("no such corporation", f"{where} {id_}")
            return None
        parts = (row["countries"] or "-").split("/")
        parts = parts * 3 if len(parts) == 1 else (parts + ["-", "-"])[:3]
        places = [p if p in self.countries else None for p in parts]
        if any(p not in self.countries and p != "-" for p in parts):
            self.note("unknown country", f"{where} {row['countries']}")
        legal = row["legal_name"] or row["corporation_name"]
        for name in (plain(legal), plain(row["corporation_name"])):
            twin = self.twins.get((name, places[0]))
            if not twin and (name, None) in self.twins and self.is_brand(self.twins[name, None]):
                twin = self.twins[name, None]
            if name and len(name) > 3 and twin in self.files:
                self.note("the same as", f"{where} {id_} = {twin}")
                if self.is_brand(twin):
                    self.adopt({**row, "corporation": twin})
                return twin
        self.files[id_] = {
            "id": id_, "name": row["corporation_name"], "legal_name": legal, "kind": row["kind"],
            "jurisdiction": {"parent": places[0], "head_office": places[1], "legal_seat": places[2], **self.of_owners(row)},
            "operators": [], "services": [], "networks": []}
        for name in (plain(legal), plain(row["corporation_name"])):
            self.twins.setdefault((name, places[0]), id_)
        return id_

    def add_operator(self, corporation, row):
        id_ = row["operator"] or corporation
        own = self.files[corporation]["operators"]
        if not row["operator"] and own and row["corporation"] != corporation: # of the same name under another id
            id_ = own[0]["id"]
        if id_ in self.operators:
            home = self.operators[id_]
            return id_, home
        owned = {"from": row["owned_from"] or None, "to": None, **self.of_owners(row)}
        self.files[corporation]["operators"].append(
            {"id": id_, "name": row["operator_name"] or self.files[corporation]["name"], "owned": [owned]})
        self.operators[id_] = corporation
        return id_, corporation

    def add_service(self, home, operator, row, basis):
        corporation = self.files[home]
        role, category = row["role"] or "service", row["category"]
        name = row["service_name"] or row["operator_name"] or corporation["name"]
        for service in corporation["services"]:
            if (service["operator"], service["category"], service["role"]) == (operator, category, role):
                return service
        stem = slug(f"{operator}-{role if role != 'service' else category}")
        id_, n = stem, 2
        while id_ in self.services:
            id_, n = f"{stem[:37]}-{n}", n + 1
        service = {"id": id_, "name": name, "operator": operator, "category": category, "role": role, **basis, "domains": []}
        corporation["services"].append(service)
        self.services[id_] = home
        return service

    def covering(self, name):
        labels = name.split(".")
        for n in range(len(labels)):
            if ".".join(labels[n:]) in self.domains:
                return self.domains[".".join(labels[n:])]
        return None

    def is_brand(self, id_):
        """A corporation that a list gave and nobody looked at."""
        return self.files[id_].get("_brand", False)

    def absorb(self, brand, home, operator):
        """A list's brand is somebody's: its services become that operator's."""
        if brand == home:
            return
        gone = self.files.pop(brand)
        for service in gone["services"]:
            service["operator"] = operator
            self.files[home]["services"].append(service)
            self.services[service["id"]] = home
            for domain in service["domains"]:
                self.domains[domain if isinstance(domain, str) else domain["name"]] = (home, service["id"])
        for network in gone.get("networks", []):
            network["operator"] = operator
            self.files[home]["networks"].append(network)
            if "asn" in network:
                self.asns[network["asn"]] = (home, operator)
        for o in gone["operators"]:
            self.operators.pop(o["id"], None)
        self.notes["brands that were somebody's"] += 1

    def add(self, row, where):
        if row["kind"] == "" and row["corporation"] not in self.files and not row["corporation_name"]:
            return self.note("no such corporation", f"{where} {row['corporation']}")
        if row["category"] not in self.categories or (row["role"] or "service") not in self.roles:
            return self.note("unknown category or role", f"{where} {row['category']} {row['role']}")
        if not ID.fullmatch(row["corporation"]) or (row["operator"] and not ID.fullmatch(row["operator"])):
            return self.note("not an id", f"{where} {row['corporation']} {row['operator']}")
        if row["corporation"] in self.files and self.is_brand(row["corporation"]) and row["corporation_name"]:
            self.adopt(row)
        corporation = self.add_corporation(row, where)
        if not corporation:
            return None
        asked = row["operator"] or row["corporation"]
        if row["corporation"] != corporation and row["operator"] in ("", row["corporation"]):
            row["operator"] = ""
        domains = [d.lower().strip(".") for d in row["domains"].split()]
        fresh = []
        for name in domains:
            if not NAME.fullmatch(name):
                self.note("not a name", f"{where} {name}")
                continue
            known = self.domains.get(name)
            if known and not self.is_brand(known[0]):
                self.notes["names that were there"] += 1
                continue
            fresh.append(name)
        numbers = [int(a) for a in re.findall(r"\d+", row["asns"])]
        numbers = [a for a in numbers if a not in self.asns]
        if not fresh and not numbers and asked not in self.needed:
            if not self.files[corporation]["operators"]:
                del self.files[corporation]
                self.index()
            return None
        operator, home = self.add_operator(corporation, row)
        self.aliases[asked] = operator
        source = self.source(row["source"]) if row["source"] else None
        basis = self.basis(source or "curated", bool(source) and row["verified"] == "y")
        if fresh:
            service = self.add_service(home, operator, row, basis)
            for name in fresh:
                known = self.domains.get(name)
                if known and self.is_brand(known[0]):
                    self.absorb(known[0], home, operator)
                if name in self.domains:
                    continue
                covered = self.covering(name)
                if covered and covered[1] == service["id"]:
                    continue
                same = all(service[k] == basis[k] for k in basis)
                service["domains"].append(name if same else {"name": name, **basis})
                self.domains[name] = (home, service["id"])
                self.notes["names added"] += 1
        for asn in numbers:
            self.files[home]["networks"].append(
                {"asn": asn, "operator": operator, "kind": "access" if row["role"] == "access" else "own",
                 **self.basis("ip-location-db-asn", True)})
            self.asns[asn] = (home, operator)
            self.notes["AS numbers added"] += 1
        return None

    def own(self, row, where):
        """A line of a table of owners: a group is another's, or its facts are known better."""
        id_ = row["corporation"]
        if id_ not in self.files:
            return self.note("no such corporation", f"{where} {id_}")
        owner = row.get("owner") or ""
        if owner and owner != id_:
            if row.get("owned_from") and not is_day(row["owned_from"]):
                return self.refuse(where, f"owned_from: '{row['owned_from']}' is not a day: write it as YYYY-MM-DD, or leave it empty")
            if owner not in self.files and row.get("owner_name") and not row.get("owner_kind"):
                return self.refuse(where, f"owner_kind: the new owner '{owner}' has none: write one of the kinds that dataset/README.md tells")
            if owner not in self.files and row.get("owner_name"):
                self.add_corporation({"corporation": owner, "corporation_name": row["owner_name"], "legal_name": row.get("owner_legal_name", ""),
                                      "kind": row.get("owner_kind", ""), "countries": row.get("owner_countries", ""), "source": "",
                                      "verified": ""}, where)
            if owner not in self.files:
                return self.note("no such corporation", f"{where} {owner}")
            return self.hand_over(id_, owner, row, where)
        source = self.source(row.get("source", "")) if row.get("verified") == "y" and row.get("source") else None
        corporation = self.files[id_]
        for key in ("name", "legal_name", "kind"):
            if row.get(key):
                corporation[key] = row[key]
        if row.get("countries") and not corporation["jurisdiction"]["verified"]:
            parts = row["countries"].split("/")
            parts = parts * 3 if len(parts) == 1 else (parts + ["-", "-"])[:3]
            places = [p if p in self.countries else None for p in parts]
            corporation["jurisdiction"] = dict(zip(("parent", "head_office", "legal_seat"), places),
                                               **self.basis(source or "general-knowledge", bool(source)))
        corporation.pop("_brand", None)
        self.notes["groups known better"] += 1
        return None

    def hand_over(self, id_, owner, row, where):
        gone = self.files[id_]
        if any(len(o["owned"]) != 1 or o["owned"][0].get("by") for o in gone["operators"]):
            return self.note("has a history of its own", f"{where} {id_}")
        if any(p.get("by") == id_ for f in self.files.values() for o in f["operators"] for p in o["owned"]):
            return self.note("owned others once", f"{where} {id_}")
        source = self.source(row.get("source", "")) if row.get("verified") == "y" and row.get("source") else None
        for operator in gone["operators"]:
            operator["owned"] = [{"from": row.get("owned_from") or None, "to": None, **self.basis(source or "general-knowledge", bool(source))}]
            self.operators[operator["id"]] = owner
        for key in ("operators", "services", "networks"):
            self.files[owner].setdefault(key, []).extend(gone.get(key, []))
        for service in gone["services"]:
            self.services[service["id"]] = owner
        for network in gone.get("networks", []):
            if "asn" in network:
                self.asns[network["asn"]] = (owner, network["operator"])
        del self.files[id_]
        self.notes["groups that are another's"] += 1
        return None

    def remember(self, operator, rows, where):
        """All the owners of an operator in time; it moves to the file of the last one."""
        home = self.operators.get(operator)
        if not home or any(r["by"] not in self.files for r in rows):
            return self.note("no such operator or owner", f"{where} {operator}")
        rows.sort(key=lambda r: r["from"])
        for one, next_ in zip(rows, rows[1:]):
            if not next_["from"] or one["to"] != next_["from"]:
                return self.note("a gap or overlap", f"{where} {operator}")
        entry = next(o for o in self.files[home]["operators"] if o["id"] == operator)
        for period in entry["owned"]:  # what was read stays, and what is new must agree with it
            asked = (period["from"] or "", period["to"] or "", period.get("by", home))
            if period["source"] not in BY_HAND and asked not in {(r["from"], r["to"], r["by"]) for r in rows}:
                return self.note("another history was read", f"{where} {operator}: {asked}")
        owned = []
        for row in rows:
            source = self.source(row["source"]) if row["verified"] == "y" and row["source"] else None
            known = next((p for p in entry["owned"] if (p["from"] or "", p["to"] or "") == (row["from"], row["to"]) and p["source"] not in BY_HAND), None)
            period = {} if row["by"] == home else {"by": row["by"]}
            period.update({"from": row["from"] or None, "to": row["to"] or None},
                          **({k: known[k] for k in ("source", "checked", "verified")} if known and not source
                             else self.basis(source or "general-knowledge", bool(source))))
            owned.append(period)
        entry["owned"] = owned[::-1]  # the latest first
        self.notes["histories"] += 1
        return None

    def add_network(self, row, where):
        """A line of a table of networks: an AS number, or an operator's own prefix."""
        operator = self.aliases.get(row["operator"], row["operator"])
        if operator not in self.operators:
            return self.note("no such operator", f"{where} {row['operator']}")
        home = self.operators[operator]
        fact = {"operator": operator}
        if row.get("kind"):
            fact["kind"] = row["kind"]
        if row.get("anycast") == "y":
            fact["anycast"] = True
        if row.get("asn"):
            asn = int(row["asn"])
            if asn in self.asns:
                if self.asns[asn][1] != operator:
                    self.note("another's AS number", f"{where} AS{asn} {operator}, here {self.asns[asn][1]}")
                return None
            self.asns[asn] = (home, operator)
            self.files[home]["networks"].append({"asn": asn, **fact, **self.basis("ip-location-db-asn", True)})
            self.notes["AS numbers added"] += 1
            return None
        if any(n.get("prefix") == row["prefix"] for f in self.files.values() for n in f.get("networks", [])):
            return None
        if row.get("service") in self.services:
            fact["service"] = row["service"]
        source = row.get("source") or "general-knowledge"
        source = source if source in self.source_ids else "general-knowledge"
        self.files[home]["networks"].append({"prefix": row["prefix"], **fact, **self.basis(source, source != "general-knowledge")})
        self.notes["prefixes added"] += 1
        return None

    def adopt(self, row):
        """A person's line of a brand that a list gave: its facts are the person's now."""
        corporation = self.files[row["corporation"]]
        corporation.pop("_brand", None)
        parts = (row["countries"] or "-").split("/")
        parts = parts * 3 if len(parts) == 1 else (parts + ["-", "-"])[:3]
        places = [p if p in self.countries else None for p in parts]
        corporation.update(name=row["corporation_name"], legal_name=row["legal_name"] or row["corporation_name"],
                           kind=row["kind"] or corporation["kind"])
        corporation["jurisdiction"] = {"parent": places[0], "head_office": places[1], "legal_seat": places[2], **self.basis()}

    def prune(self):
        """What says nothing: names that their own service covers, services that nothing leads to, operators of nothing."""
        led = {n["service"] for f in self.files.values() for n in f.get("networks", []) if n.get("service")}
        for name in ("resolvers.json", "tunnels.json", "ech.json"):
            for entries in json.loads((TOP / name).read_text(encoding="utf-8")).values():
                led |= {e["service"] for e in entries if e.get("service")}
        rules = {}
        for f in self.files.values():
            for service in f["services"]:
                for d in service["domains"]:
                    if isinstance(d, str) or d.get("match", "suffix") != "exact":
                        rules[d if isinstance(d, str) else d["name"]] = service["id"]
        for id_ in list(self.files):
            f = self.files[id_]
            for service in f["services"]:
                def says_something(d):
                    if not isinstance(d, str) and d.get("match", "suffix") != "suffix":
                        return True
                    labels = (d if isinstance(d, str) else d["name"]).split(".")[1:]
                    for n in range(len(labels)):
                        if ".".join(labels[n:]) in rules:
                            return rules[".".join(labels[n:])] != service["id"]
                    return True
                service["domains"] = [d for d in service["domains"] if says_something(d)]
            f["services"] = [s for s in f["services"] if s["domains"] or s["id"] in led]
        used = {s["operator"] for f in self.files.values() for s in f["services"]}
        used |= {n["operator"] for f in self.files.values() for n in f.get("networks", [])}
        for path in (TOP / "ranges").glob("*.json"):
            used.add(json.loads(path.read_text(encoding="utf-8"))["operator"])
        owners = {o.get("by") for f in self.files.values() for p in f["operators"] for o in p["owned"]}
        for id_ in list(self.files):
            f = self.files[id_]
            f["operators"] = [o for o in f["operators"] if o["id"] in used]
            if not f["operators"] and not f["services"] and id_ not in owners:
                del self.files[id_]
                self.notes["groups without anything"] += 1

    def write(self):
        self.prune()
        (TOP / "corporations").mkdir(exist_ok=True)
        for path in (TOP / "corporations").glob("*.json"):
            if path.stem not in self.files:
                path.unlink()
        for id_, corporation in self.files.items():
            corporation.pop("_brand", None)
            for service in corporation["services"]:
                service["domains"].sort(key=lambda d: d if isinstance(d, str) else d["name"])
            corporation.setdefault("networks", []).sort(key=lambda n: (n.get("asn", 1 << 33), n.get("prefix", "")))
            path = TOP / "corporations" / f"{id_}.json"
            text = dataset_text.text(corporation) + "\n"
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")
        self.sources["sources"].sort(key=lambda s: s["id"])
        dataset_text.write(TOP / "sources.json", self.sources)


def rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        for n, cells in enumerate(csv.reader(f, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if not any(cells) or cells[0] == "corporation":
                continue
            cells = [c.strip() for c in cells] + [""] * len(COLUMNS)
            yield f"{path.name}:{n}", dict(zip(COLUMNS, cells))


def with_header(path):
    with open(path, encoding="utf-8", newline="") as f:
        return [(f"{path.name}:{n}", row) for n, row in enumerate(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE), 2)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--day", default=datetime.date.today().isoformat())
    parser.add_argument("--brands", help="a file of ids, one a line, of corporations that a list gave")
    parser.add_argument("--history", action="append", default=[], type=pathlib.Path, metavar="TABLE")
    parser.add_argument("--owners", action="append", default=[], type=pathlib.Path, metavar="TABLE")
    parser.add_argument("--networks", action="append", default=[], type=pathlib.Path, metavar="TABLE")
    parser.add_argument("tables", nargs="*", type=pathlib.Path)
    args = parser.parse_args()
    dataset = Dataset(args.day)
    if args.brands:
        for id_ in pathlib.Path(args.brands).read_text(encoding="utf-8").split():
            if id_ in dataset.files:
                dataset.files[id_]["_brand"] = True
    networks = [r for table in args.networks for r in with_header(table)]
    dataset.needed = {row["operator"] for _, row in networks}
    for table in args.tables:
        for where, row in rows(table):
            dataset.add(row, where)
    for where, row in networks:
        dataset.add_network(row, where)
    for table in args.owners:
        for where, row in with_header(table):
            dataset.own({k: (v or "").strip() for k, v in row.items() if k}, where)
    for table in args.history:
        histories = collections.defaultdict(list)
        for where, row in with_header(table):
            histories[row["operator"]].append({k: (v or "").strip() for k, v in row.items() if k})
        for operator, periods in histories.items():
            dataset.remember(operator, periods, table.name)
    if dataset.refused:
        sys.exit(f"lines refused: {dataset.refused}; nothing was written")
    dataset.write()
    for what, count in dataset.notes.most_common():
        print(f"{count:7} {what}")


if __name__ == "__main__":
    main()
