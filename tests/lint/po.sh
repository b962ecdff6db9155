#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# Every language has every sentence of reports/text.h and words.h, none is fuzzy, none left over, and each is fit for its place (po.py).
set -eu
for tool in msgfmt msgcmp msgcomm xgettext python3; do
    command -v "$tool" >/dev/null || { echo "no $tool: skipped"; exit 77; }
done
sentences=$(echo reports/text.h reports/*/words.h reports/*/*/words.h)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2086
xgettext --language=C --from-code=UTF-8 --keyword=TEXT --keyword=TEXTS:1,2 --keyword=TEXT_SHORT:2 --no-location \
    --output="$work/all.pot" $sentences
failed=0
# A sentence that no format says is one that nobody proofreads.
for name in $(cat $sentences | grep -oE '^#define TEXT_[A-Z0-9_]+ ' | cut -d' ' -f2); do
    grep -rqE "\b$name\b" reports --include='*.c' || { echo "$name is said nowhere"; failed=1; }
done
for language in es pt fr de; do
    po=reports/po/$language.po
    msgfmt --check --output-file=/dev/null "$po" || failed=1
    # Complains of what is missing, fuzzy or untranslated ...
    msgcmp "$po" "$work/all.pot" || failed=1
    # ... and the other way about, of what is no longer said.
    if msgcomm --unique --no-location --omit-header "$po" "$work/all.pot" 2>/dev/null | grep -q '^msgid'; then
        echo "$po and the headers do not hold the same sentences:"
        msgcomm --unique --no-location --omit-header "$po" "$work/all.pot" | grep '^msgid'
        failed=1
    fi
done
cat $sentences >"$work/all.h"
python3 tests/lint/po.py "$work/all.h" reports/po/es.po reports/po/pt.po reports/po/fr.po reports/po/de.po || failed=1
exit "$failed"
