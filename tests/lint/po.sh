#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# Every language has every sentence of reports/text.h, none is fuzzy, none left over, and each is fit for its place (po.py).
set -eu
for tool in msgfmt msgcmp msgcomm xgettext python3; do
    command -v "$tool" >/dev/null || { echo "no $tool: skipped"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
xgettext --language=C --from-code=UTF-8 --keyword=TEXT --keyword=TEXTS:1,2 --keyword=TEXT_SHORT:2 --no-location \
    --output="$work/all.pot" reports/text.h
failed=0
# A sentence that no format says is one that nobody proofreads.
for name in $(grep -oE '^#define TEXT_[A-Z0-9_]+ ' reports/text.h | cut -d' ' -f2); do
    grep -rqE "\b$name\b" reports --include='*.c' || { echo "text.h: $name is said nowhere"; failed=1; }
done
for language in es pt fr de; do
    po=reports/po/$language.po
    msgfmt --check --output-file=/dev/null "$po" || failed=1
    # Complains of what is missing, fuzzy or untranslated ...
    msgcmp "$po" "$work/all.pot" || failed=1
    # ... and the other way about, of what text.h no longer says.
    if msgcomm --unique --no-location --omit-header "$po" "$work/all.pot" 2>/dev/null | grep -q '^msgid'; then
        echo "$po and text.h do not hold the same sentences:"
        msgcomm --unique --no-location --omit-header "$po" "$work/all.pot" | grep '^msgid'
        failed=1
    fi
done
python3 tests/lint/po.py reports/text.h reports/po/es.po reports/po/pt.po reports/po/fr.po reports/po/de.po || failed=1
exit "$failed"
