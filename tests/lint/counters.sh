#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Every counter of the scanner has its line in docs/counters.md, and every line there its counter.
. tests/lint/lib.bash

in_code=$( (grep -rhoE 'am_store_count\([^,]+, *"[a-z_.]+"' scanner --include='*.c' | grep -oE '"[a-z_.]+"'
    grep -hoE '^ *\[[A-Z_]+\] = "[a-z_.]+",' scanner/contacts/observer.c | grep -oE '"[a-z_.]+"'
    sed -n '/own_counters\[\] = {/,/};/p' scanner/contacts/store.c | grep -oE '"[a-z_.]+"'
    grep -hoE '"vantage\.[a-z_-]+"' scanner/contacts/vantage_verdicts.c
    grep -rhoE '"names\.unlisted"' scanner --include='*.c') | tr -d '"' | sort -u)
in_docs=$(grep -E '^\| `' docs/counters.md | cut -d'|' -f2 | grep -oE '`[a-z_.-]+`' | tr -d '`' | sort -u)
while IFS= read -r name; do
    say "docs/counters.md: '$name' is missing"
done < <(comm -23 <(echo "$in_code") <(echo "$in_docs"))
while IFS= read -r name; do
    say "docs/counters.md: no counter is named '$name'"
done < <(comm -13 <(echo "$in_code") <(echo "$in_docs"))
[ "$(wc -l <<<"$in_code")" -ge 30 ] || say "tests/lint/counters.sh: only $(wc -l <<<"$in_code") counters were found in the code"
finish
