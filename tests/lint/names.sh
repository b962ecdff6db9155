#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# No file names a place on the machine it was written on.
. tests/lint/lib.bash

# written so that this file does not match itself
places='(^|[^A-Za-z0-9_./$}-])/(ho[m]e/[a-z]|roo[t]/|Use[r]s/|wor[k]/|tm[p]/build)'

while IFS=: read -r file line text; do
    say "$file:$line: a path of one machine: ${text:0:120}"
done < <(files '*' | grep -v '^dataset/public_suffix_list.dat$' | tr '\n' '\0' | xargs -0 grep -nHIE "$places" || true)
finish
