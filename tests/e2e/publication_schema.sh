#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# publication.json keeps to docs/publication.schema.json, in two editions of a campaign; of files that are broken in one
# place the schema and the program's own reader say the same; and docs/publication.md tells of every member and column.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
. "$(dirname "${BASH_SOURCE[0]}")/publication.bash"
need python3
python3 -c 'import jsonschema' 2>/dev/null || { echo "skipped: there is no python3-jsonschema"; exit 77; }
reads=$BUILD/tests/publication_reads
[ -x "$reads" ] || { echo "skipped: there is no $reads"; exit 77; }

make_campaign 24 8
run add-first 0 "$AMARRA" campaign add --store "$work/c.db" "$work/first.jsonl"
publish edition-1 "$work/pub" --day 2026-08-01 --lang en
run add-second 0 "$AMARRA" campaign add --store "$work/c.db" "$work/second.jsonl"
publish edition-2 "$work/pub" --day 2026-11-28 --lang en
[ "$failures" -eq 0 ] || finish
LIMIT=300 run schema 0 python3 tests/e2e/publication_schema.py "$reads" docs "$work/pub/edition-1" "$work/pub/edition-2"
[ "$failures" -eq 0 ] || head -n 30 "$work/schema.out" >&2
finish
