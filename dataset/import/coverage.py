#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tells what share of lists of names the dataset resolves, and the busiest names that it does not.

    dataset/import/coverage.py [--amarra PROGRAM] [--data DIR] [--missing N] [LISTS [CAPTURES]]

LISTS is a folder with a snapshot of each list (dnsfilter-topdomains-2022-11, lac-candidates), CAPTURES one with a table of
names seen in captures (truth.tsv). Without them: names from standard input, the busiest first, one a line.

The program itself is asked (`amarra explain`). A name has an operator where a rule leads to one, an ultimate parent
where that operator had an owner on the dataset's day, a jurisdiction where that owner's country is known.
"""
import argparse
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
TOP_LEVEL = {line.strip() for line in (HERE.parent / "public_suffix_list.dat").read_text(encoding="utf-8").splitlines()
             if re.fullmatch(r"[a-z0-9-]+", line.strip())}


def explain(args, names):
    command = [args.amarra, "explain", "--json", "--mmdb", "none", "-"]
    if args.data:
        command[2:2] = ["--data", args.data]
    out = subprocess.run(command, input="\n".join(names) + "\n", capture_output=True, text=True, check=False)
    if out.returncode != 0:
        sys.exit(out.stderr)
    return [json.loads(line) for line in out.stdout.splitlines()]


def report(args, title, names):
    answers = explain(args, names)
    total = max(len(names), 1)
    operator = sum(a["operator"] is not None for a in answers)
    parent = sum(a["parent"] is not None for a in answers)
    country = sum(bool(a["jurisdictions"] and a["jurisdictions"]["parent"]) for a in answers)
    print(f"{title:44} {len(names):6} names   operator {operator / total:6.1%}   parent {parent / total:6.1%}   "
          f"jurisdiction {country / total:6.1%}")
    return [n for n, a in zip(names, answers) if a["operator"] is None]


def missing(args, title, names):
    if args.missing and names:
        print(f"  the {min(args.missing, len(names))} busiest that lack one ({title}):")
        print("   ", " ".join(names[: args.missing]))


def top_domains(lists):
    archive = zipfile.ZipFile(next((lists / "dnsfilter-topdomains-2022-11").glob("*.zip")))
    text = archive.read(next(n for n in archive.namelist() if n.endswith(".csv"))).decode()
    return [row[1] for row in csv.reader(io.StringIO(text)) if len(row) > 1]


def candidates(lists):
    """Regional names, in the list's own order and by how many organizations ask for them."""
    with open(lists / "lac-candidates" / "lac_domains_to_curate.tsv", encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f, delimiter="\t"))
    own = [r["registrable_domain"] for r in rows]
    asked = [r["registrable_domain"] for r in sorted((r for r in rows if r["dnsfilter_rank_2022"]),
                                                     key=lambda r: int(r["dnsfilter_rank_2022"]))]
    return own, asked


def captured(captures):
    """Names of the public DNS in captures, those of most flows first."""
    flows = {}
    with open(captures / "truth.tsv", encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            name = row["name"].rstrip(".").lower()
            if row["source"] in ("tls.sni", "quic.sni", "http.host", "http.connect", "dns.query") and \
                    re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+", name) and name.rsplit(".", 1)[-1] in TOP_LEVEL - {"arpa"}:
                flows[name] = flows.get(name, 0) + 1
    return sorted(flows, key=lambda n: (-flows[n], n))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--amarra", default="build/amarra")
    parser.add_argument("--data")
    parser.add_argument("--missing", type=int, default=50)
    parser.add_argument("lists", nargs="?", type=pathlib.Path)
    parser.add_argument("captures", nargs="?", type=pathlib.Path)
    args = parser.parse_args()
    if not args.lists:
        names = [line.strip().rsplit(",", 1)[-1].lower().rstrip(".") for line in sys.stdin if line.strip()]
        return missing(args, "standard input", report(args, "standard input", names))
    top = top_domains(args.lists)
    own, asked = candidates(args.lists)
    tables = [("top domains, 1,000", top[:1000]), ("top domains, 10,000", top[:10000]),
              ("regional candidates, first 500", own[:500]), ("regional candidates, 500 most asked for", asked[:500]),
              ("regional candidates, all", own)]
    if args.captures:
        tables.append(("names in captures", captured(args.captures)))
    lacking = [(title, report(args, title, names)) for title, names in tables]
    for title, names in lacking:
        missing(args, title, names)
    return None


if __name__ == "__main__":
    main()
