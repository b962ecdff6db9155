#!/bin/bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# The dataset follows its own schemas, and the loader takes it.
set -euo pipefail
if [ -x "${AMARRA:-}" ]; then
    data=$(mktemp -d)
    trap 'rm -rf "$data"' EXIT
    ln -s "$PWD/dataset" "$data/dataset" # as it lies here, not as it was copied at build time
    "$AMARRA" explain --data "$data" --mmdb none --rules docs/declared.example.json --json example.org >/dev/null
fi
python=/usr/bin/python3
$python -c 'import jsonschema' 2>/dev/null || { echo "python3-jsonschema is not installed"; exit 77; }
$python -W ignore - <<'PY'
import glob, json, sys
from jsonschema import Draft202012Validator as Validator, RefResolver

schemas = {}
for path in glob.glob("dataset/schema/*.json"):
    schema = json.load(open(path, encoding="utf-8"))
    Validator.check_schema(schema)
    schemas[schema["$id"]] = schema
kinds = {"sources.json": "sources", "categories.json": "categories",
         "blocs.json": "blocs", "resolvers.json": "resolvers", "tunnels.json": "tunnels", "ech.json": "ech",
         "ranges/*.json": "ranges", "alternatives/*.json": "alternative",
         "jurisdictions/*.json": "jurisdiction", "corporations/*.json": "corporation"}
files = wrong = 0
kinds = {"dataset/" + pattern: kind for pattern, kind in kinds.items()}
kinds["docs/declared.example.json"] = "declared"
for pattern, kind in kinds.items():
    schema = schemas[kind + ".schema.json"]
    validator = Validator(schema, resolver=RefResolver("", schema, store=schemas))
    for path in sorted(glob.glob(pattern)):
        files += 1
        for error in validator.iter_errors(json.load(open(path, encoding="utf-8"))):
            wrong += 1
            print(f"{path}: {'/'.join(map(str, error.path))}: {error.message[:200]}", file=sys.stderr)
print(f"{files} files, {wrong} problems")
sys.exit(wrong > 0 or files < 4)
PY
