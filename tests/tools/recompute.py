#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Recomputes every number of report.json with SQL alone, and looks for every number of the page in it.

recompute.py SCAN.db FOLDER: the report of one scan, with report.json, report.db and report.en.html in FOLDER. A number that
is neither recomputed nor on the short list of what is no figure makes it fail, so a new figure can't be forgotten."""
import html.parser
import json
import re
import sqlite3
import sys

scan_path, folder = sys.argv[1:3]
report = json.load(open(folder + "/report.json"))
db = sqlite3.connect("file:%s/report.db?mode=ro" % folder, uri=True)
db.execute("ATTACH ? AS scan", ("file:%s?mode=ro" % scan_path,))
wrong, covered = [], set()
MEASURES = ("contacts", "flows", "up", "down")


def rows(sql, *args):
    cursor = db.execute(sql, args)
    names = [c[0] for c in cursor.description]
    return [dict(zip(names, row)) for row in cursor]


def one(sql, *args):
    return rows(sql, *args)[0]


def value(sql, *args):
    return list(one(sql, *args).values())[0]


def leaves(node, path=()):
    if isinstance(node, bool) or node is None or isinstance(node, str):
        return
    if isinstance(node, int):
        yield path
    elif isinstance(node, dict):
        for key, item in node.items():
            yield from leaves(item, path + (key,))
    elif isinstance(node, list):
        for i, item in enumerate(node):
            yield from leaves(item, path + (i,))


def at(path):
    node = report
    for key in path:
        node = node[key]
    return node


def check(path, want):
    """The numbers below a path are these, and no other."""
    got = at(path)
    if isinstance(want, dict):
        for key, item in want.items():
            check(path + (key,), item)
    elif isinstance(want, list):
        for i, item in enumerate(want):
            check(path + (i,), item)
    else:
        covered.add(path)
        if got != want:
            wrong.append("%s is %s, by SQL %s" % (".".join(map(str, path)), got, want))


ALL = one("SELECT * FROM v_all")
BYTES = ALL["up"] + ALL["down"]
NONE = dict.fromkeys(MEASURES + ("hours", "work_hours"), 0)


def ratio(n, d):
    return {"numerator": n, "denominator": d}


def total(row):
    row = {key: (row or NONE).get(key) or 0 for key in MEASURES}
    return {"contacts": ratio(row["contacts"], ALL["contacts"]), "flows": row["flows"],
            "up": ratio(row["up"], ALL["up"]), "down": ratio(row["down"], ALL["down"]),
            "bytes": ratio(row["up"] + row["down"], BYTES)}


def measure(row):
    row = row or NONE
    return dict(total(row), hours=ratio(row["hours"], ALL["hours"]), work_hours=ratio(row["work_hours"], ALL["work_hours"]))


def sum_of(where, *args):
    return total(one("SELECT sum(contacts) contacts, sum(flows) flows, sum(up) up, sum(down) down FROM ledger WHERE " + where, *args))


def devices(path, label):
    """As the scan counted them, with the k rule."""
    k, seen = report["scope"]["fold_below"], value("SELECT coalesce(devices, 0) FROM scan.scan")
    found = rows("SELECT devices FROM scan.reach WHERE label = ? AND day IS NULL", label)
    n = found[0]["devices"] if found and seen >= k else 0
    check(path, {"denominator": seen})
    if n >= k:
        check(path, {"numerator": n})
    elif n > 0:
        check(path, {"numerator": None, "fewer_than": k})
    elif at(path)["numerator"] is not None:
        wrong.append("%s tells devices that the scan does not" % (path,))


def find(list_, **keys):
    for row in list_:
        if all(row[key] == item for key, item in keys.items()):
            return row
    return None


# --- scope, coverage, findings ---
scope = one("SELECT * FROM report")
check(("scope",), {"devices": value("SELECT coalesce(devices, 0) FROM scan.scan"), "hours": ALL["hours"], "days": ALL["days"],
                   "work_hours": ALL["work_hours"], "fold_below": value("SELECT fold_below FROM scan.scan"), "scans": 1,
                   "work_from": scope["work_from"], "work_to": scope["work_to"]})
first, last = (value("SELECT %s FROM scan.scan" % c) for c in ("first_packet", "last_packet"))
check(("scope", "watched_hours"), min(last // 3600 - first // 3600 + 1, 100000) if first or last else 0)
parts = {row["part"]: row for row in rows("SELECT part, sum(contacts) contacts, sum(flows) flows, sum(up) up, sum(down) down FROM v_coverage GROUP BY part")}
check(("coverage", "all"), total(ALL))
for key in report["coverage"]:
    if key in ("evidence", "no_name", "named_without_owner"):
        for word in report["coverage"][key]:
            check(("coverage", key, word), total(parts.get("%s.%s" % (key, word))))
    elif key == "no_service_owner":
        check(("coverage", key), sum_of("service_owner IS NULL"))
    elif key == "resolver_contacts":
        check(("coverage", key), value("SELECT coalesce(sum(contacts), 0) FROM contact WHERE NOT in_ledger"))
    elif key != "all":
        check(("coverage", key), total(parts.get(key)))
works = rows("SELECT * FROM v_work")
holders = rows("SELECT * FROM v_holder")


def single(work):
    top = max((h for h in holders if h["category"] == work["category"]), key=lambda h: h["contacts"])
    return bool(work["judged"]) and top["corporation"] is not None and work["contacts"] - top["contacts"] <= work["contacts"] * 10 // 100


judged, counted = sum(w["judged"] for w in works), sum(w["counted"] for w in works)
check(("findings", "single_provider_areas"), ratio(sum(single(w) for w in works), judged))
check(("findings", "extraction"), sum_of("role IN ('telemetry', 'advertising', 'analytics')"))
if report["findings"]["home"]:
    check(("findings", "home"), sum_of("service_parent = (SELECT home FROM report)"))
    check(("findings", "abroad"), sum_of("service_parent <> (SELECT home FROM report)"))
common = "service_owner IN (SELECT id FROM corporation WHERE kind IN ('community', 'non-profit', 'public', 'education'))"
check(("findings", "common"), sum_of(common))

# --- corporations ---
owners = rows("SELECT * FROM v_corporation")
areas = rows("SELECT * FROM v_area")
services = rows("SELECT * FROM v_service")
carried = rows("SELECT * FROM v_carried")
rules = rows("SELECT * FROM v_rule")
for i, line in enumerate(report["corporations"]):
    path, who = ("corporations", i), line["id"]
    nameless = int(line["known"] == "no-name")
    check(path + ("service",), measure(find(owners, ledger="service", corporation=who, nameless=nameless)))
    if line["host"]:
        check(path + ("host",), measure(find(owners, ledger="host", corporation=who)))
    for ledger in ("service", "host"):
        if line[ledger]:
            devices(path + (ledger, "devices"), "%s:%s" % (ledger, who))
    for n, part in enumerate(line["services"]):
        check(path + ("services", n), total(find(services, corporation=who, service=part["id"])))
    for n, rule in enumerate(line["rules"]):
        check(path + ("rules", n, "contacts"), find(rules, ledger=rule["ledger"], corporation=who, rule=rule["id"])["contacts"])
    if not who:
        continue
    check(path + ("either",), measure(find(owners, ledger="either", corporation=who)))
    check(path + ("night",), measure(find(owners, ledger="night", corporation=who)))
    for n, part in enumerate(line["carries"]):
        check(path + ("carries", n), total(find(carried, corporation=who, service=part["id"])))
    mine = [a for a in areas if a["corporation"] == who]
    check(path + ("areas_stopped",), ratio(sum(a["stops"] for a in mine), counted))
    for n, area in enumerate(line["areas"]):
        of = find(mine, category=area["category"])
        check(path + ("areas", n, "contacts"), ratio(of["contacts"], find(works, category=area["category"])["contacts"]))
        if area["stops"] != bool(of["stops"]):
            wrong.append("%s: whether %s stops" % (who, area["category"]))
    for n, way in enumerate(line["exits"]):
        if way["effort"] is not None:
            check(path + ("exits", n, "effort"), min(report["alternatives"][a]["effort"] for a in way["alternatives"]))
    if line["effort"] is not None:
        check(path + ("effort",), max(way["effort"] or 0 for way in line["exits"]))
    if len(line["areas"]) != len(mine):
        wrong.append("%s has other areas" % who)

# --- jurisdictions, places, near and far ---
countries = rows("SELECT * FROM v_jurisdiction")
for i, line in enumerate(report["jurisdictions"]):
    path, code = ("jurisdictions", i), line["country"]
    for ledger in ("service", "host"):
        check(path + (ledger,), measure(find(countries, part=ledger, country=code)))
        devices(path + (ledger, "devices"), "%s-country:%s" % (ledger, code))
    for part in ("service_head_office", "service_legal_seat", "host_head_office", "host_legal_seat"):
        check(path + (part,), total(find(countries, part=part, country=code)))
places = rows("SELECT * FROM v_place")
for i, line in enumerate(report["places"]):
    code = "anycast" if line["anycast"] else line["country"] or ""
    for part in ("located", "registered"):
        check(("places", i, part), total(find(places, part=part, place=code)))
near = rows("SELECT * FROM v_near")
for ledger, sides in report["near"].items():
    for side, figures in sides.items():
        if figures:
            check(("near", ledger, side), total(find(near, ledger=ledger, where_=side)))
square = rows("SELECT * FROM v_place_and_control")
for i, cell in enumerate(report["place_and_control"]):
    check(("place_and_control", i), total(find(square, place=cell["place"], control=cell["control"])))
for i, line in enumerate(report["kinds"]):
    kind = "IS ?" if line["kind"] else "IS NULL AND ? IS NULL"
    for ledger, owner in (("service", "service_owner"), ("host", "host_owner")):
        inside = "(SELECT kind FROM corporation c WHERE c.id = %s) %s" % (owner, kind)
        check(("kinds", i, ledger), sum_of(inside, line["kind"]))
    check(("kinds", i, "corporations"), value("SELECT coalesce(sum(corporations), 0) FROM v_kind WHERE kind " + kind, line["kind"]))

# --- areas of work, roles, hours ---
for i, line in enumerate(report["work"]):
    work = find(works, category=line["category"])
    check(("work", i), measure(work))
    if line["criticality"] is not None:
        check(("work", i, "criticality"), work["criticality"])
    if (line["judged"], line["counted"], line["single_provider"]) != (bool(work["judged"]), bool(work["counted"]), single(work)):
        wrong.append("work %s is judged otherwise" % line["category"])
    for n, holder in enumerate(line["holders"]):
        check(("work", i, "holders", n, "contacts"),
              ratio(find(holders, category=line["category"], corporation=holder["corporation"])["contacts"], work["contacts"]))
roles, nights = rows("SELECT * FROM v_role"), rows("SELECT * FROM v_night")
for i, line in enumerate(report["roles"]):
    check(("roles", i), total(find(roles, role=line["role"])))
    check(("roles", i, "corporations"), find(roles, role=line["role"])["corporations"])
for i, line in enumerate(report["night"]["roles"]):
    check(("night", "roles", i), dict(total(find(nights, role=line["role"])), hours=find(nights, role=line["role"])["hours"]))
check(("night", "all"), sum_of("NOT working"))
week = rows("SELECT * FROM v_week")
for i, cell in enumerate(report["week"]):
    told = find(week, weekday=i // 24 + 1, hour=i % 24)
    check(("week", i), dict(total(told), weekday=i // 24 + 1, hour=i % 24))
    check(("week", i, "hours", "numerator"), told["hours"] if told else 0)
    covered.add(("week", i, "hours", "denominator"))  # checked together with watched_hours:
if sum(cell["hours"]["denominator"] for cell in report["week"]) != report["scope"]["watched_hours"]:
    wrong.append("the hours of the week that were watched are not those of the scope")
for i, day in enumerate(report["days"]):
    check(("days", i), measure(find(rows("SELECT * FROM v_day"), date=day["date"])))
    check(("days", i, "night"), sum_of("NOT working AND date = ?", day["date"]))

# --- the ropes: those of their own, the others as one, what is not known ---
for column, field in (("areas", "category"), ("corporations", "service_owner"), ("countries", "service_parent")):
    sums = {row["id"]: row["n"] for row in rows("SELECT %s id, sum(contacts) n FROM ledger GROUP BY 1" % field)}
    own = [slot["id"] for slot in report["ropes"][column] if slot["id"]]
    others = {key: n for key, n in sums.items() if key is not None and key not in own}
    for i, slot in enumerate(report["ropes"][column]):
        n = sums[slot["id"]] if slot["id"] else sum(others.values()) if slot["others"] else sums[None]
        check(("ropes", column, i), {"contacts": ratio(n, ALL["contacts"]), "others": len(others) if slot["others"] else 0})

# --- layers, concentration, what stops ---
depth = rows("SELECT * FROM v_depth")
for part in ("same", "differ", "service_only", "host_only", "none"):
    check(("depth", part), total(find(depth, part=part)))
layers = one("SELECT * FROM v_layers")
check(("depth", "corporations_of_services"), ratio(layers["corporations"] or 0, layers["services"]))
check(("depth", "only_on_others_machines"), ratio(layers["only_on_others_machines"] or 0, layers["services"]))
for ledger in ("service", "host"):
    line = find(rows("SELECT * FROM v_concentration"), ledger=ledger) or {"low": 0, "high": 0}
    check(("concentration", ledger), {"low": line["low"] or 0, "high": line["high"] or 0})
db.execute("CREATE TEMP TABLE gone(id TEXT PRIMARY KEY)")
LEFT = "coalesce(service_owner, '') NOT IN gone AND coalesce(host_owner, '') NOT IN gone"
order = {line["id"]: i for i, line in enumerate(report["corporations"])}
for i, step in enumerate(report["cut_off"]):
    gains = rows("SELECT id, sum(contacts) gain FROM (SELECT service_owner id, contacts FROM ledger WHERE service_owner IS NOT NULL AND %s"
                 " UNION ALL SELECT host_owner, contacts FROM ledger WHERE host_owner IS NOT NULL AND host_owner IS NOT service_owner"
                 " AND %s) GROUP BY id" % (LEFT, LEFT))
    best = min(gains, key=lambda g: (-g["gain"], order[g["id"]]))
    if best["id"] != step["corporation"]:
        wrong.append("step %d takes %s, by SQL %s" % (i + 1, step["corporation"], best["id"]))
    check(("cut_off", i, "added"), sum_of("(service_owner = ?1 OR host_owner = ?1) AND " + LEFT, best["id"]))
    db.execute("INSERT INTO gone VALUES(?)", (best["id"],))
    check(("cut_off", i, "lost"), sum_of("NOT (%s)" % LEFT))
    lost = {row["category"]: row["lost"] for row in rows("SELECT category, sum(contacts * NOT (%s)) lost FROM ledger GROUP BY 1" % LEFT)}
    stop = [w for w in works if w["counted"] and w["contacts"] - lost[w["category"]] <= w["contacts"] * 10 // 100]
    check(("cut_off", i, "areas_stopped"), ratio(len(stop), counted))
    check(("cut_off", i, "essential_stopped"), ratio(sum(w["judged"] for w in stop), judged))
LAST = value("SELECT count(*) FROM ledger WHERE (service_owner IS NOT NULL OR host_owner IS NOT NULL) AND contacts > 0 AND " + LEFT)
if len(report["cut_off"]) > 12 or (LAST and len(report["cut_off"]) < 12):
    wrong.append("the curve ends after %d steps" % len(report["cut_off"]))

# --- resolvers, tunnels, what is not known, counters ---
resolvers = rows("SELECT * FROM v_resolver")
asked = report["coverage"]["resolver_contacts"]
for i, line in enumerate(report["resolvers"]):
    told = find(resolvers, protocol=line["protocol"], corporation=line["corporation"], network=line["network"])
    check(("resolvers", i), {"contacts": ratio(told["contacts"], ALL["contacts"] if line["encrypted"] else asked), "hours": told["hours"]})
for i, line in enumerate(report["tunnels"]):
    told = find(rows("SELECT * FROM v_tunnel"), corporation=line["corporation"], network=line["network"])
    check(("tunnels", i), dict(total(told), hours=ratio(told["hours"], ALL["hours"])))
for i, line in enumerate(report["conflicts"]):
    check(("conflicts", i), sum_of("conflict AND name = ? AND host_owner = ?", line["name"], line["host_owner"]))
for i, line in enumerate(report["networks"]):
    which = "service_owner IS NULL AND network = ? AND host_owner IS ?"
    for part, named in (("no_name", "NOT named"), ("no_owner", "named")):
        check(("networks", i, part), sum_of("%s AND %s" % (which, named), line["network"] or "", line["host"]))
counters = {row["name"]: row["value"] for row in rows("SELECT name, value FROM scan.counter")}
for name in report["losses"]:
    if name not in ("report.names-beyond", "report.hours-beyond"):
        check(("losses", name), counters[name])
for name in (report["vantage"] or {"figures": {}})["figures"]:
    check(("vantage", "figures", name), counters["vantage." + name])

# --- markers: what was contacted after each, in either ledger ---
SUMS = ("flows", "up", "down")
marked = rows("SELECT * FROM v_marked") if report.get("markers") else []
for i, line in enumerate(report.get("markers", [])):
    told = one("SELECT *, strftime('%Y-%m-%dT%H:%M:%SZ', time, 'unixepoch') at,"
               " strftime('%Y-%m-%dT%H:%M:%SZ', ended, 'unixepoch') until FROM v_marker WHERE number = ?", i + 1)
    check(("markers", i), {key: told[key] for key in SUMS + ("names", "unowned")})
    if (line["time"], line["ended"], line["text"]) != (told["at"], told["until"], told["text"]):
        wrong.append("marker %d is another one" % (i + 1))
    for n, owner in enumerate(line["corporations"]):
        for ledger in ("service", "host"):
            sums = find(marked, number=i + 1, ledger=ledger, corporation=owner["id"]) or dict.fromkeys(SUMS, 0)
            check(("markers", i, "corporations", n, ledger), {key: sums[key] for key in SUMS})
    if {owner["id"] for owner in line["corporations"]} != {row["corporation"] for row in marked if row["number"] == i + 1} - {None}:
        wrong.append("marker %d has other corporations" % (i + 1))
# The same rows as the scan has, without questions to resolvers.
if report.get("markers"):
    for line in rows("SELECT id, time, flows FROM scan.marker JOIN (SELECT marker_id, sum(flows) flows FROM scan.marked"
                     " WHERE NOT (app = 'dns' OR (blindness = 'resolver' AND app NOT IN ('dot', 'doq', 'doh'))) GROUP BY 1) ON marker_id = id"):
        if find(rows("SELECT * FROM v_marker"), time=line["time"])["flows"] != line["flows"]:
            wrong.append("marker %d of the scan has other flows" % line["id"])

# What is a number and no figure.
NO_FIGURE = [
    (r"alternatives\.[^.]+\.effort", "a fact of the dataset"),
    (r"scope\.work_days\.\d+", "what was asked for"),
    (r"scope\.watched_work_hours", "the clock of the place, which SQL does not know"),
    (r"losses\.report\..*", "limits of the report that nothing met"),
]
missing = [".".join(map(str, path)) for path in leaves(report) if path not in covered]
missing = [path for path in missing if not any(re.fullmatch(rule, path) for rule, _ in NO_FIGURE)]
print("recomputed: %d numbers, %d of them wrong; nobody recomputes %d" % (len(covered), len(wrong), len(missing)))


# --- the page: each of its numbers stands in the JSON, as a number, a share or an amount ---
class Words(html.parser.HTMLParser):
    SKIP = {"style", "script"}
    TOLD = {"sources", "trace", "laws"}  # by rules, sources and laws, not by figures

    def __init__(self):
        super().__init__()
        self.skip, self.words, self.ignored = 0, [], 0

    def handle_starttag(self, tag, attrs):
        ids = dict(attrs)
        if tag in self.SKIP or ids.get("id") in self.TOLD or ids.get("class") in self.TOLD or (tag == "a" and ids.get("class") == "cite"):
            self.skip += 1
            self.ignored += 1
            self.stack = getattr(self, "stack", []) + [(tag, 0)]
        elif self.skip:
            self.stack[-1] = (self.stack[-1][0], self.stack[-1][1] + (tag == self.stack[-1][0]))

    def handle_endtag(self, tag):
        if not self.skip or tag != self.stack[-1][0]:
            return
        if self.stack[-1][1]:
            self.stack[-1] = (tag, self.stack[-1][1] - 1)
            return
        self.stack.pop()
        self.skip -= 1

    def handle_data(self, text):
        if not self.skip:
            self.words.append(text)


def texts(node):
    if isinstance(node, str):
        yield node
    for item in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from texts(item)


def share(n, d):
    if d == 0:
        return "–"
    mille = int(n * 1000 / d + 0.5)
    sign = ""
    if n > 0 and mille == 0:
        sign, mille = "< ", 1
    elif n < d and mille >= 1000:
        sign, mille = "> ", 999
    return sign + ("%d%%" % (mille // 10) if mille in (0, 1000) else "%d.%d%%" % (mille // 10, mille % 10))


def amount(n):
    size, unit = float(n), 0
    while size >= 999.5 and unit < 5:
        size, unit = size / 1000, unit + 1
    return ("%.0f" % size if unit == 0 or size >= 99.95 else "%.1f" % (int(size * 10 + 0.5) / 10)) + " " + ["B", "kB", "MB", "GB", "TB", "PB"][unit]


def known(node, out):
    if isinstance(node, dict):
        if set(node) >= {"numerator", "denominator"} and node["numerator"] is not None:
            out.add(share(node["numerator"], node["denominator"]))
            if node["denominator"]:
                for digits in (node["numerator"] / node["denominator"],):
                    out.add("%.1f" % (int(digits * 10 + 0.5) / 10))
        for item in node.values():
            known(item, out)
    elif isinstance(node, list):
        for item in node:
            known(item, out)
    elif isinstance(node, int) and not isinstance(node, bool):
        out.add("{:,}".format(node))
        out.add(amount(node))


page = Words()
page.feed(open(folder + "/report.en.html", encoding="utf-8").read())
text = "\n".join(page.words).replace("\u00a0", " ").replace("\u202f", " ")
names = sorted({t.replace("\u00a0", " ").replace("\u202f", " ") for t in texts(report) if re.search(r"\d", t)}, key=len, reverse=True)
for name in names:
    text = text.replace(name, " ")
text = re.sub(r"\d{1,2} [A-Z][a-z]+ \d{4}|\d{1,2}:\d{2}( UTC([+−]\d+(:\d+)?)?)?|amarra \d+\.\d+\.\d+", " ", text)
CONSTANTS = {"37008", "0.0", "10,000", "3", "4", "30", "90%", "0", "1", "5", "10", "25", "1%", "5%", "10%", "25%", "100%", "500"}
allowed = set(CONSTANTS)
known(report, allowed)
for slot in report["week"]:  # means of an hour of the week
    hours = max(slot["hours"]["numerator"], slot["hours"]["denominator"])
    if hours:
        allowed.add(("%.1f" % (int(slot["contacts"]["numerator"] / hours * 10 + 0.5) / 10)).replace(".0", ""))
for a, b in ((line["night"], line["service"]) for line in report["corporations"] if line["id"]):
    allowed.add(share(a["contacts"]["numerator"], b["contacts"]["numerator"]))
for role in report["night"]["roles"] + [line["night"] for line in report["corporations"] if line["id"]]:
    allowed.add(share(role["contacts"]["numerator"], report["night"]["all"]["contacts"]["numerator"]))
for kind in ("no_name", "named_without_owner", "evidence"):
    for figures in report["coverage"][kind].values():
        allowed.add(share(figures["flows"], report["coverage"]["all"]["flows"]))
for key, figures in report["coverage"].items():
    if isinstance(figures, dict) and "flows" in figures:
        allowed.add(share(figures["flows"], report["coverage"]["all"]["flows"]))
vantage = (report["vantage"] or {"figures": {}})["figures"].values()
allowed |= {share(a, b) for a in vantage for b in vantage if a <= b}
rest = [line for line in report["corporations"] if line["id"]][12:]
for ledger in ("service", "host"):  # the corporations below the first dozen, as one
    n = sum(line[ledger]["contacts"]["numerator"] for line in rest)
    allowed |= {"{:,}".format(n), share(n, ALL["contacts"])}
for line in report.get("markers", []):  # corporations to which a connection began
    allowed.add(str(sum(owner["service"]["flows"] + owner["host"]["flows"] > 0 for owner in line["corporations"])))
lists = [len(report[key]) for key in ("corporations", "jurisdictions", "places", "work", "networks", "roles")]
allowed |= {str(n - cut) for n in lists for cut in range(0, 60)}  # "11 more are in the files"
allowed |= {str(n) for line in report["corporations"] for key in ("services", "carries") if key in line for n in range(len(line[key]))}
allowed |= {str(n) for work in report["work"] for n in range(len(work["holders"]))} | {str(n) for n in range(60)}
found = re.findall(r"[<>]? ?\d+(?:,\d{3})*(?:\.\d+)?(?:%| (?:[kMGTP]?B)\b)?", text)
unknown = sorted({token.strip() for token in found} - allowed)
print("the page: %d numbers; not in the JSON: %s" % (len(found), ", ".join(unknown) or "none"))
for line in wrong[:20] + missing[:20]:
    print("  " + line)
sys.exit(bool(wrong or missing or unknown))
