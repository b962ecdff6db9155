# SPDX-License-Identifier: AGPL-3.0-or-later
"""A publication's file (docs/publication.md), for the tests that judge it."""
import json

OF = {"either": "corporation", "service": "corporation", "host": "corporation", "presence": "corporation",
      "first": "corporation", "law-service": "country", "law-host": "country", "area": "area", "area-single": "area",
      "area-provider": "area", "lost": "step"}

OF_A_BASE = ("presence", "lost", "home")  # of which only quartiles are told: their count is their base


def value(word):
    """"none", "15-20", "all" or a number of things, as a whole value."""
    if word is None:
        return None
    if word in ("none", "all"):
        return 0 if word == "none" else 21
    return int(word.split("-")[0]) // 5 + 1 if "-" in word else int(word)


def read(path):
    p = json.load(open(path))
    figures = []
    for row in p["figures"]:
        row = dict(zip(p["columns"], row))
        told = {"cell": row["cell"], "variable": row["variable"], "base": {"as": row["base_as"], "n": row["base"]}}
        if row["of"] is not None:
            told[OF[row["variable"]]] = int(row["of"]) if row["variable"] == "lost" else row["of"]
        if row["also"] is not None:
            told["corporation"] = row["also"]
        if row["count_as"] != "exact" and row["variable"] not in OF_A_BASE:
            told["count"] = {"as": row["count_as"], "n": row["count"]}
        if row["share"] is not None:
            told.update({k: round(row[k] * 10) for k in ("share", "share_low", "share_high")})
        told.update({k: value(row[k]) for k in ("q1", "median", "q3", "median_low", "median_high") if row[k] is not None})
        figures.append(told)
    return {"at_least": p["settings"]["at_least"], "round_to": p["settings"]["round_to"], "edition": p["edition"],
            "cells": [{"kind": c["by"], **c} for c in p["cells"]], "figures": figures}
