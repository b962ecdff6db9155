#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# A campaign's publication in Chromium, as the report's browser test looks at a report: silent, complete without script,
# accessible, readable on a phone, on a desk and on paper. The first page in five languages, each other page in one.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
. "$(dirname "${BASH_SOURCE[0]}")/browser.bash"
. "$(dirname "${BASH_SOURCE[0]}")/publication.bash"
need python3
need_browser

make_publication
[ "$failures" -eq 0 ] || finish
edition=$work/pub/edition-2
# German, with the longest words, in every way.
LIMIT=900 look pages 0 ${BROWSER_SHOTS:+--shots "$BROWSER_SHOTS"} --sheets-min 1 "$edition/index.de.html" "$edition"/index.{es,en,pt,fr}.html \
    "$edition"/{corporations,by-sector}.de.html "$edition"/{areas,by-size}.fr.html "$edition"/{countries,rounds}.pt.html \
    "$edition"/{method,by-country}.es.html "$edition"/data.en.html "$work/pub/index.html" "$work/pub/replies.de.html"
cat "$work/pages.out"
finish
