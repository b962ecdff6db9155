#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The organizations of the example of docs/disclosure.md, as lines for tests/tools/seal_shares: disclosure_example.py [LATE]

Fourteen unions and ten cooperatives; how many of each contacted which corporation is the table below. With LATE, so many
unions more, that came after the first edition. What they contacted is made up."""
import json
import sys

#               unions (of 14), cooperatives (of 10)
CONTACTED = {"microsoft": (14, 10), "apple": (12, 1), "meta": (8, 2), "zoom": (7, 4), "oracle": (3, 1)}
SIZES = {"union": 14, "cooperative": 10}
SOME, ALL, NONE = [10, 15], [100, 100], [0, 0]


def content(sector, n):
    used = sorted(c for c, counts in CONTACTED.items() if n < counts[list(SIZES).index(sector)])
    country = {"id": "US", "service": SOME, "host": SOME}
    return {
        "schema": "amarra-share/1", "method": 1, "program": "amarra 0.1.0", "dataset": VERSION, "campaign": "amarras-2026",
        "sector": sector, "period": {"from": "2026-04", "to": "2026-04", "days": [5, 9]}, "devices": [10, 24],
        "fold_below": 5, "trial": [], "coverage": {"named": [95, 100], "service": [90, 95], "host": [95, 100]},
        "extraction": {"contacts": NONE, "up": NONE}, "night": NONE,
        "corporations": [{"id": c, "service": SOME, "host": SOME, "either": SOME, "presence": ALL} for c in used],
        "areas": [], "countries": [country], "cut_off": [],
        "rest": {"corporations": {"service": SOME, "host": SOME}, "countries": {"service": SOME, "host": SOME}}}


VERSION = open("dataset/VERSION").read().strip()
late = int(sys.argv[1]) if len(sys.argv) > 1 else 0
everyone = [(s, n) for s, size in SIZES.items() for n in range(size)]
for number, (sector, n) in enumerate([("union", 0)] * late if late else everyone):
    print(json.dumps({"secret": "%064x" % (number + 1 + 1000 * bool(late)), "content": content(sector, n)}))
