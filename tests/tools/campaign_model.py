#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Made-up organizations of a campaign, and the truth of each: campaign_model.py OUT [OPTION...]

Writes OUT/truth.json (each organization's answers, as whole values) and, for each batch, OUT/BATCH.jsonl: a line a
share, {"secret": HEX, "content": {...}}, to be signed by tests/tools/seal_shares. Everything that a campaign can go
wrong with is in it on purpose: sectors and countries of one to six organizations, one that is larger than all others
of its country, corporations that one to six organizations contacted, or all but so many, or one sector alone, areas
of work whose providers leave one organization over. The same arguments give the same bytes.

Batches: "first" (round 1), "late" (a few more of round 1), "second" (round 2: most of them again, and new ones).
Corporations, areas and countries are the dataset's. It shares no code with the program."""
import argparse
import collections
import glob
import json
import os
import random

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("out")
parser.add_argument("--organizations", type=int, default=500)
parser.add_argument("--late", type=int, default=0, help="how many of them come after the first publication")
parser.add_argument("--again", type=float, default=0.65, help="share of them that take part in the second round")
parser.add_argument("--newcomers", type=int, default=60)
parser.add_argument("--campaign", default="amarras-2026")
parser.add_argument("--dataset", default="dataset")
parser.add_argument("--seed", type=int, default=11)
parser.add_argument("--copies", type=int, default=1, help="the whole lot so many times, as other organizations")
args = parser.parse_args()
draw = random.Random(args.seed)

CONTACTS = 1000  # of each organization; bands are of these
SECTORS = collections.OrderedDict(cooperative=20, ngo=22, union=12, school=14, municipality=9, university=6, health=5,
                                  other=4, company=3)
SECTORS["community-media"] = 12
SECTORS["public-body"] = 0.5
SECTORS["indigenous-peasant"] = 0.7
COUNTRIES = collections.OrderedDict(AR=24, UY=18, BR=14, MX=12, CO=8, CL=7, EC=5, BO=3, PY=2.5, CR=1.5, HT=0.6, CU=0.4, JM=0.3)
SIZES = collections.OrderedDict([("1-9", 45), ("10-49", 35), ("50-249", 15), ("250+", 5)])
DEVICES = {"1-9": [5, 9], "10-49": [10, 24], "50-249": [50, 99], "250+": [250]}
UY = ["UY-MO", "UY-CA", "UY-SA", "UY-RV"]


def load(name):
    path = os.path.join(args.dataset, "corporations", name + ".json")
    return json.load(open(path))


def pick(weights):
    return draw.choices(list(weights), weights=list(weights.values()))[0]


def value(part, whole):
    """As of the figures: 0 none, 1..20 bands of five percent, 21 all."""
    return 0 if part == 0 else 21 if part >= whole else part * 20 // whole + 1


def band(v):
    return [0, 0] if v == 0 else [100, 100] if v == 21 else [(v - 1) * 5, v * 5]


# Corporations: those that everybody uses, those that some do, and a long tail.
common = ["alphabet", "microsoft", "meta", "amazon", "cloudflare", "apple", "akamai", "bytedance", "oracle", "zoom",
          "x-holdings", "spacex", "ibm", "tencent", "alibaba", "yandex"]
every = sorted(os.path.basename(p)[:-5] for p in glob.glob(args.dataset + "/corporations/*.json"))
parents = {}
for name in every:
    fact = load(name)
    where = (fact.get("jurisdiction") or {}).get("parent")
    if where and fact["id"] == name:
        parents[name] = where
tail = draw.sample([n for n in every if n in parents and n not in common], 140)
common = [n for n in common if n in parents]
popularity = {n: 0.996 * 0.87 ** i for i, n in enumerate(common)}
popularity.update({n: 0.30 * 0.965 ** i for i, n in enumerate(tail[:90])})
# The rest of the tail goes to just so many organizations: linkage by rare corporations.
rare = {n: i % 8 + 1 for i, n in enumerate(tail[90:130])}
of_a_sector = dict(zip(tail[130:], list(SECTORS) * 2))  # nobody else has them
areas = ["email", "office-suite", "file-storage", "video-conference", "messaging", "search", "maps", "cloud-hosting",
         "identity", "os-updates", "analytics", "advertising", "news-media", "banking-payments", "education"]
essential = {a for a in areas[:9]}
holders = {a: {n: 4 / (k + 1) ** 1.6 for k, n in enumerate(draw.sample(common[:8], 5) + draw.sample(tail[:60], 6))} for a in areas}


def organization(n):
    sector, country, size = pick(SECTORS), pick(COUNTRIES), pick(SIZES)
    about = {"sector": sector, "country": country, "size": size}
    if country == "UY":
        about["territory"] = draw.choices(UY, weights=[70, 20, 8, 2])[0]
    for key in ("sector", "country", "size"):  # not everyone tells everything
        if draw.random() < 0.04:
            del about[key]
    if "country" not in about:
        about.pop("territory", None)
    used = [c for c, p in popularity.items() if draw.random() < p]
    used += [c for c, s in of_a_sector.items() if s == sector and draw.random() < 0.6]
    return {"n": n, "about": about, "devices": DEVICES[size], "used": used}


def giant(o):  # larger than all others of its country together
    o["about"].update(country="CR", size="250+")
    o["about"].pop("territory", None)
    o["devices"] = [250]


def answers(o, drift):
    """One round of one organization: contacts go out one by one, and what was seen is counted."""
    used = [c for c in o["used"] if draw.random() > drift] or common[:1]
    if drift:
        used += [c for c, p in popularity.items() if c not in o["used"] and draw.random() < p * drift]
    weight = {c: popularity.get(c, 0.05) * draw.uniform(0.2, 2) + 0.01 for c in used}
    clouds = [c for c in ("amazon", "cloudflare", "akamai", "alphabet", "microsoft") if c in weight] or used[:1]
    service, host, either = (collections.Counter() for _ in range(3))
    first = list(weight)
    picks = first + draw.choices(first, weights=list(weight.values()), k=CONTACTS - len(first))
    unknown = draw.uniform(0.02, 0.22)
    for i, s in enumerate(picks):
        h = s if draw.random() < 0.55 else draw.choice(clouds)
        if i >= len(first) and draw.random() < unknown:
            s = None
        if i >= len(first) and draw.random() < unknown / 2:
            h = None
        service[s] += 1
        host[h] += 1
        for c in {s, h} - {None}:
            either[c] += 1
    got = {"either": {}, "service": {}, "host": {}, "presence": {}, "law_service": {}, "law_host": {}, "area": {}, "provider": {}}
    for c in either:
        got["either"][c] = value(either[c], CONTACTS)
        got["service"][c] = value(service[c], CONTACTS)
        got["host"][c] = value(host[c], CONTACTS)
        got["presence"][c] = value(min(400, either[c] * 2), 400)
    for side, of in (("law_service", service), ("law_host", host)):
        by = collections.Counter()
        for c, k in of.items():
            if c:
                by[parents[c]] += k
        got[side] = {w: value(k, CONTACTS) for w, k in by.items()}
        got[side + "_rest"] = value(of[None], CONTACTS)
    left = CONTACTS
    for a in areas:
        if draw.random() < 0.8:
            part = draw.randrange(30, max(31, left // 4)) if left > 160 else 0
            if part:
                left -= part
                got["area"][a] = value(part, CONTACTS)
                told = [c for c in holders[a] if c in either]
                got["provider"][a] = (draw.choices(told, weights=[holders[a][c] for c in told])[0]
                                      if told and draw.random() < 0.6 else None)
    got["singles"] = sum(1 for a, c in got["provider"].items() if c and a in essential)
    order = [c for c, _ in either.most_common(5)]
    lost, steps = 0, []
    for c in order:
        lost = min(CONTACTS, lost + either[c] * 4 // 5)
        steps.append((c, value(lost, CONTACTS)))
    got["first"] = order[0]
    got["steps"] = steps
    owned, hosted = CONTACTS - service[None], CONTACTS - host[None]
    named = min(CONTACTS, owned + draw.randrange(0, CONTACTS - owned + 1))
    leaving = draw.randrange(20, 220)
    got.update(named=value(named, CONTACTS), owned=value(owned, CONTACTS), hosted=value(hosted, CONTACTS),
               rest_service=value(service[None], CONTACTS), rest_host=value(host[None], CONTACTS),
               extraction=value(leaving, CONTACTS), extraction_up=value(draw.randrange(10, 400), CONTACTS),
               night=value(draw.randrange(0, 300), CONTACTS))
    if "country" in o["about"]:
        got["home"] = got["law_service"].get(o["about"]["country"], 0)
    got["days"] = draw.choice([[3, 4], [5, 9], [5, 9], [10, 19], [20]])
    return got


def content(o, got, month):
    """As docs/share.md has it."""
    c = {"schema": "amarra-share/1", "method": 1, "program": "amarra 0.1.0", "dataset": VERSION, "campaign": args.campaign}
    c.update(o["about"])
    c["period"] = {"from": month, "to": month, "days": got["days"]}
    c.update(devices=o["devices"], fold_below=5, trial=[])
    c["coverage"] = {"named": band(got["named"]), "service": band(got["owned"]), "host": band(got["hosted"])}
    c["extraction"] = {"contacts": band(got["extraction"]), "up": band(got["extraction_up"])}
    c["night"] = band(got["night"])
    if "home" in got:
        c["home"] = band(got["home"])
    c["corporations"] = [{"id": n, **{k: band(got[k][n]) for k in ("service", "host", "either", "presence")}}
                         for n in sorted(got["either"])]
    c["areas"] = []
    for a in sorted(got["area"]):
        area = {"id": a, "contacts": band(got["area"][a]), "essential": a in essential}
        if got["provider"][a]:
            area["provider"] = got["provider"][a]
        c["areas"].append(area)
    c["countries"] = [{"id": w, "service": band(got["law_service"].get(w, 0)), "host": band(got["law_host"].get(w, 0))}
                      for w in sorted(set(got["law_service"]) | set(got["law_host"]))]
    c["cut_off"] = [{"corporation": n, "lost": band(v)} for n, v in got["steps"]]
    rest = {"service": band(got["rest_service"]), "host": band(got["rest_host"])}
    c["rest"] = {"corporations": rest, "countries": rest}
    return c


VERSION = open(os.path.join(args.dataset, "VERSION")).read().strip()
people = [organization(n) for n in range(args.organizations + args.newcomers)]
for o in people[3:4]:
    giant(o)
old, new = people[:args.organizations], people[args.organizations:]
for name, count in rare.items():
    for o in draw.sample(old, min(count, len(old))):
        o["used"].append(name)
late = {o["n"] for o in draw.sample(old, args.late)}
again = [o for o in old if draw.random() < args.again] + new
os.makedirs(args.out, exist_ok=True)
files = {name: open(os.path.join(args.out, name + ".jsonl"), "w") for name in ("first", "late", "second")}
truth = {"campaign": args.campaign, "shares": []}


def give(batch, o, got, month, turn):
    for copy in range(args.copies):
        secret = "%032x%032x" % (o["n"] + 1, copy)
        files[batch].write(json.dumps({"secret": secret, "content": content(o, got, month)}) + "\n")
    truth["shares"].append({"batch": batch, "organization": o["n"], "round": turn, "devices": o["devices"][0],
                            **{"about": o["about"], "values": got}})


for o in old:
    give("late" if o["n"] in late else "first", o, answers(o, 0), "2026-04", 1)
for o in again:
    give("second", o, answers(o, 0.15), "2026-10", 2)
for f in files.values():
    f.close()
with open(os.path.join(args.out, "truth.json"), "w") as f:
    json.dump(truth, f)
print("%d organizations, %d shares" % (len(people), len(truth["shares"])))
