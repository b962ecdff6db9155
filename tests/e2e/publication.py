#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads a publication's edition from outside: publication.py EDITION-FOLDER

figures.csv and publication.json say the same; datapackage.json describes the tables as they are; each row of a page says what
the table says of that figure, in Spanish; and every number that stands in a page is one of the data, or of the page's own
furniture. It shares no code with the program."""
import csv
import hashlib
import html.parser
import json
import os
import re
import sys

folder = sys.argv[1]
problems = []
NBSP = "\u00a0"


def problem(text):
    problems.append(text)


def table(name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


figures, cells, variables = table("figures.csv"), table("cells.csv"), table("variables.csv")
publication = json.load(open(os.path.join(folder, "publication.json"), encoding="utf-8"))
package = json.load(open(os.path.join(folder, "datapackage.json"), encoding="utf-8"))
by_id = {f["figure"]: f for f in figures}
if len(by_id) != len(figures):
    problem("figures.csv: an id twice")

# --- the two files of figures ---
columns = publication["columns"]
rows = [dict(zip(columns, row)) for row in publication["figures"]]
if len(rows) != len(figures):
    problem("figures.csv has %d rows, publication.json %d" % (len(figures), len(rows)))


def number(text):
    return None if text == "" else float(text)


def ends(value):
    if value is None:
        return None, None
    if value in ("none", "all"):
        return (0, 0) if value == "none" else (100, 100)
    low, _, high = value.partition("-")
    return float(low), float(high or low)


for row in rows:
    id_ = "/".join(str(row[k]) for k in ("cell", "variable", "of", "also") if row[k] is not None)
    f = by_id.get(id_)
    if not f:
        problem("figures.csv has no %s" % id_)
        continue
    for key in ("base_as", "count_as"):
        if f[key] != row[key]:
            problem("%s: %s is %s, not %s" % (id_, key, f[key], row[key]))
    for key in ("base", "count", "share", "share_low", "share_high"):
        if number(f[key]) != row[key]:
            problem("%s: %s is %s, not %s" % (id_, key, f[key], row[key]))
    for key in ("q1", "median", "q3"):
        if (number(f[key + "_from"]), number(f[key + "_to"])) != ends(row[key]):
            problem("%s: %s is %s, not %s" % (id_, key, f[key + "_from"], row[key]))
    if (number(f["median_low_from"]), number(f["median_high_to"])) != (ends(row["median_low"])[0], ends(row["median_high"])[1]):
        problem("%s: the interval of the median" % id_)
told = {c["id"]: c["n"] for c in publication["cells"]}
if told != {c["cell"]: int(c["organizations"]) for c in cells}:
    problem("cells.csv and publication.json have other cells")

# --- the package ---
for resource in package["resources"]:
    content = open(os.path.join(folder, resource["path"]), "rb").read()
    if resource["bytes"] != len(content) or resource["hash"] != "sha256:" + hashlib.sha256(content).hexdigest():
        problem("datapackage.json: size or hash of %s" % resource["path"])
    head = content.split(b"\r\n", 1)[0].decode().split(",")
    if head != [f["name"] for f in resource["schema"]["fields"]]:
        problem("datapackage.json: columns of %s" % resource["path"])
for f in figures:
    if f["cell"] not in told or f["variable"] not in {v["variable"] for v in variables}:
        problem("%s: no such cell or variable" % f["figure"])


# --- the pages ---
class Page(html.parser.HTMLParser):
    """Rows of tables as texts of their cells, by id; and all text that is shown."""

    def __init__(self, path):
        super().__init__()
        self.rows, self.text, self.row, self.skip, self.svg = {}, [], None, 0, 0
        self.feed(open(path, encoding="utf-8").read())

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style", "head"):
            self.skip += 1
        if tag == "svg":
            self.svg += 1
        if tag == "tr":
            self.row = self.rows.setdefault(dict(attrs).get("id", ""), [])
        if tag in ("td", "th") and self.row is not None:
            self.row.append("")
        if tag in ("p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "caption", "text", "span"):
            self.text.append(" ")

    def handle_endtag(self, tag):
        if tag in ("script", "style", "head"):
            self.skip -= 1
        if tag == "svg":
            self.svg -= 1

    def handle_data(self, data):
        if self.skip:
            return
        self.text.append(data)
        if self.row and not self.svg:
            self.row[-1] += data


def page(name):
    return Page(os.path.join(folder, name + ".es.html"))


def percent(f, key="share"):
    """A whole percentage: of the counts where both are told, for 38.5 may be 15 of 39, which are 38."""
    if f["base_as"] not in ("rounded", "exact") or int(f["base"]) == 0:
        return int(float(f[key]) + 0.5)
    base = int(f["base"])
    count = int(f["count"]) if key == "share" else int(float(f[key]) * base / 100 + 0.5)
    return (count * 100 + base // 2) // base


def said(f, whole=False):
    """A count as a page tells it in Spanish."""
    if f is None:
        return "menos de %d" % publication["settings"]["at_least"]
    if f["count_as"] == "withheld" or f["base_as"] == "withheld":
        return "no se dice"
    words = {"rounded": "%s", "fewer": "menos de %s", "most": "%s o más", "exact": "%s"}
    count = words[f["count_as"]] % f["count"]
    if whole:
        count += " de " + words[f["base_as"]] % f["base"]
    return "%d%s%% %s" % (percent(f), NBSP, count) if f["count_as"] == "rounded" else count


def checked(where, row, at, expected):
    got = row[at] if at < len(row) else "nothing"
    if " ".join(got.split(" ")).strip() != expected:
        problem("%s: %r, not %r" % (where, got, expected))


newest = max(int(c["round"]) for c in cells if c["by"] == "all")
whole = "%d/all" % newest
shown = 0
corporations, countries, areas = page("corporations"), page("countries"), page("areas")
for f in figures:
    if f["cell"] != whole:
        continue
    if f["variable"] == "either" and f["of"] in corporations.rows:
        row = corporations.rows[f["of"]]
        for at, variable in ((1, "either"), (2, "service"), (3, "host")):
            checked("corporations #" + f["of"], row, at, said(by_id.get("%s/%s/%s" % (whole, variable, f["of"]))))
        shown += 1
    if f["variable"] == "law-service" and f["of"] in countries.rows:
        row = countries.rows[f["of"]]
        checked("countries #" + f["of"], row, 1, said(f))
        checked("countries #" + f["of"], row, 3, said(by_id.get("%s/law-host/%s" % (whole, f["of"]))))
        shown += 1
    if f["variable"] == "area" and f["of"] in areas.rows:
        single = by_id.get("%s/area-single/%s" % (whole, f["of"]))
        checked("areas #" + f["of"], areas.rows[f["of"]], 1, said(f))
        checked("areas #" + f["of"], areas.rows[f["of"]], 2, said(single, True) if single else "–")
        shown += 1
expected = [f for f in figures if f["cell"] == whole and f["variable"] in ("either", "law-service", "area")]
if shown < min(len(expected), 200):
    problem("only %d of %d rows are on the pages" % (shown, len(expected)))

# Numbers of the data, and of what a page says besides: dates, versions, the classes of a map, "nine of ten".
allowed = {0, 1, 2, 3, 4, 5, 9, 10, 25, 50, 75, 95, 100, publication["edition"], publication["shares"], publication["held"], len(rows)}
allowed |= set(publication["settings"].values()) | set(told.values())
allowed |= {int(n) for n in re.findall(r"\d+", " ".join([publication["day"], *publication["dataset"].values(), publication["campaign"],
                                                         *publication["months"].values()] + [c["round_from"] for c in cells]))}
allowed |= {int(n) for f in figures for n in re.findall(r"\d+", f["name"])}
allowed |= {1, 9, 49, 249, 250}  # sizes
counted = [f for f in figures if next(v for v in variables if v["variable"] == f["variable"])["counted"] == "true"]
allowed |= {len(counted), sum(f["count_as"] == "withheld" for f in counted)}
for f in figures:
    for key in ("base", "count", "q1_from", "q1_to", "median_from", "median_to", "q3_from", "q3_to"):
        if f[key]:
            allowed.add(int(f[key]))
    for key in ("share", "share_low", "share_high"):
        if f[key]:
            allowed.add(percent(f, key))
VERSION = re.compile(r"amarra \d+\.\d+\.\d+|[0-9]{4}\.[0-9]{2}\.[0-9]{2}-[0-9a-f]{8}|3166-1|CC.BY-SA.4\.0|4\.0|edition-\d+")
pages = [n[:-8] for n in os.listdir(folder) if n.endswith(".es.html")]
numbers = 0
for name in pages:
    if name == "data":
        continue  # it tells of columns, not of organizations
    text = VERSION.sub(" ", "".join(page(name).text))
    text = re.sub(r"https?://\S+", " ", text)
    for n in re.findall(r"\d+(?:\.\d{3})*", text):
        numbers += 1
        if int(n.replace(".", "")) not in allowed:
            at = text.index(n)
            problem("%s.es.html: %s stands in no data: %r" % (name, n, text[max(0, at - 40):at + 40]))
if numbers < 500:
    problem("only %d numbers were found on the pages" % numbers)

for text in problems[:20]:
    print(text, file=sys.stderr)
print("%d figures, %d rows of pages, %d numbers on %d pages, %d problems" % (len(figures), shown, numbers, len(pages), len(problems)))
sys.exit(1 if problems else 0)
