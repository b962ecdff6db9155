#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draws a random sample of rules, to be checked one by one against a second independent source.

    dataset/import/sample.py [--amarra PROGRAM] [--data DIR] [--seed N] [--count N] >SAMPLE.tsv

Of names and AS numbers alike, each with the same chance; not of published address ranges, which are their
provider's own word. What came of it is written down in docs/sample.tsv: verdict, second source, note.
"""
import argparse
import csv
import random
import subprocess
import sys


def rules(amarra, data=None):
    """The rules of names and AS numbers, as `amarra dataset export` tells them."""
    out = subprocess.run([amarra, "dataset", "export", "-f", "csv", *([data] if data else [])],
                         capture_output=True, text=True, check=True).stdout
    return [r for r in csv.DictReader(out.splitlines()) if r["match"] in ("suffix", "exact", "asn")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--amarra", default="build/amarra")
    parser.add_argument("--data")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--count", type=int, default=300)
    args = parser.parse_args()
    drawn_from = sorted(rules(args.amarra, args.data), key=lambda r: (r["match"], r["rule"]))
    columns = ["rule", "match", "service_name", "category", "role", "operator", "corporation", "corporation_name", "country", "source"]
    writer = csv.DictWriter(sys.stdout, columns, delimiter="\t", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(random.Random(args.seed).sample(drawn_from, args.count))


if __name__ == "__main__":
    main()
