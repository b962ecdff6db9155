#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# A campaign's publication, from signed shares to a folder: every number on its pages stands in its data, the data say what
# they are, the same store gives the same bytes, editions are kept, and replies are shown as they were written.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
. "$(dirname "${BASH_SOURCE[0]}")/publication.bash"
need python3 jq

make_publication
[ "$failures" -eq 0 ] || finish
pub=$work/pub
same "the first edition has its number" "$(jq .edition "$pub/edition-1/publication.json")" 1
same "the second edition has its number" "$(jq .edition "$pub/edition-2/publication.json")" 2
grep -q 'href="./edition-1/index.es.html"' "$pub/index.html" || fail "the door does not lead to the first edition"
grep -q 'href="./edition-2/index.de.html"' "$pub/index.html" || fail "the door does not lead to the second edition"
grep -q 'Alphabet &lt;b&gt;Inc.&lt;/b&gt;' "$pub/replies.es.html" || fail "the reply is not there as it was written"
grep -q '../replies.es.html#alphabet' "$pub/edition-2/corporations.es.html" || fail "the corporation does not lead to its reply"
grep -rlE '(src|srcset|poster|action)="?(https?:)?//|<link |@import|url\(http' "$pub" --include='*.html' && fail "a page loads something"
if find "$pub" -name '.*' ! -path "$pub" | grep -q .; then fail "something was left in the folder"; fi

# --- every number on a page is in the data ---
python3 tests/e2e/publication.py "$pub/edition-2" || fail "pages and data do not say the same"
python3 tests/e2e/publication.py "$pub/edition-1" || fail "pages and data of the first edition do not say the same"

# --- nothing new is the same edition, to the byte, on whatever day ---
cp -r "$pub" "$work/before"
publish again "$pub" --day 2027-01-15
grep -q 'edition 2 of 2026-11-28, again' "$work/again.out" || fail "the same shares are another edition: $(cat "$work/again.out")"
diff -r "$pub" "$work/before" >"$work/diff.out" || fail "the same edition is not the same bytes: $(head -n 3 "$work/diff.out")"

# --- in two languages, elsewhere, with a logo ---
printf '\211PNG\r\n\032\n and what follows' >"$work/logo.png"
publish elsewhere "$work/elsewhere" --lang pt,es --logo "$work/logo.png"
same "languages that were asked for" "$(find "$work/elsewhere" -name 'index.*.html' | wc -l)" 2
grep -q '<html lang="pt">' "$work/elsewhere/index.html" || fail "the first language is not the main one"
grep -q 'data:image/png' "$work/elsewhere/edition-2/index.pt.html" || fail "the logo is not in the page"
grep -q 'edition-1' "$work/elsewhere/index.html" && fail "a link leads to an edition that is not in the folder"

# --- what can't be ---
run no-folder 2 "$AMARRA" campaign report --store "$work/c.db"
run no-day 2 "$AMARRA" campaign report --store "$work/c.db" -o "$work/x" --day yesterday
run no-language 2 "$AMARRA" campaign report --store "$work/c.db" -o "$work/x" --lang xx
run no-logo 2 "$AMARRA" campaign report --store "$work/c.db" -o "$work/x" --logo "$work/campaign.json"
run no-store 3 "$AMARRA" campaign report --store "$work/none.db" -o "$work/x"
mkdir -p "$work/y/replies"
touch "$work/y/replies/A B.txt"
run no-name 2 "$AMARRA" campaign report --store "$work/c.db" -o "$work/y"
head -c 70000 /dev/zero | tr '\0' a >"$work/y/replies/long.txt"
rm "$work/y/replies/A B.txt"
run too-long 3 "$AMARRA" campaign report --store "$work/c.db" -o "$work/y"
[ ! -e "$work/x" ] || fail "a publication that failed left a folder"
finish
