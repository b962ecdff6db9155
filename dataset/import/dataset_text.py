# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the dataset's JSON the way people review it: two spaces, one fact a line, stable order."""
import json

# Objects that fit on one line stay on one line, where they stand in these lists or members.
ONE_LINE = {"owned[]", "domains[]", "networks[]", "jurisdiction", "sources[]"}
SHORT = {"names": 150, "blocs": 400}
WIDTH = 220


def inline(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(inline(v) for v in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def text(value, depth=0, key=""):
    limit = WIDTH if key in ONE_LINE else SHORT.get(key, 0)
    one_line = inline(value)
    if not isinstance(value, (dict, list)) or not value or len(one_line) < limit:
        return one_line
    inner = "  " * (depth + 1)
    if isinstance(value, dict):
        lines = [f"{inner}{json.dumps(k)}: {text(v, depth + 1, k)}" for k, v in value.items()]
        return "{\n" + ",\n".join(lines) + "\n" + "  " * depth + "}"
    lines = [inner + text(v, depth + 1, key + "[]") for v in value]
    return "[\n" + ",\n".join(lines) + "\n" + "  " * depth + "]"


def write(path, value):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text(value) + "\n")
