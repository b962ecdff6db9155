#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# What is installed: every document that the manual names, whatever those lead to, and the schemas, where they are said to be.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need cmake
LIMIT=300 run install 0 cmake --install "$BUILD" --prefix "$work/root"
[ "$failures" -eq 0 ] || finish
documents=$work/root/share/doc/amarra

there() { [ -s "$1" ] || fail "$2"; }
named=0
for document in $(grep -ohE 'docs/[a-z0-9./-]+[a-z0-9]' docs/amarra.1.scd | sort -u); do
    [ "$document" = docs/workshop ] && document=docs/workshop/guide.es.md
    there "$documents/${document#docs/}" "the manual names $document, which is not installed"
    named=$((named + 1))
done
[ "$named" -ge 10 ] || fail "the manual names only $named documents"

for schema in docs/*.schema.json; do
    cmp -s "$schema" "$work/root/share/amarra/${schema#docs/}" || fail "$schema is not installed as it is"
done
for file in $(grep -ohE 'installed as `[^`]+`' docs/*.md | cut -d '`' -f 2 | sort -u); do
    there "$work/root/$file" "$file is said to be installed, and is not"
done
while IFS=: read -r document link; do
    there "$documents/$link" "${document##*/} leads to $link, which is not installed"
done < <(grep -oE '\]\([a-z0-9-]+\.[a-z.]+(#[a-z-]+)?\)' "$documents"/*.md | sed -E 's/\]\(([^#)]+).*/\1/')
finish
