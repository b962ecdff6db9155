#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Every C file says its licence in the first line, every script in the first three.
. tests/lint/lib.bash

while IFS= read -r file; do
    case $file in
    *.c | *.h) lines=1 ;;
    *) lines=3 ;;
    esac
    head -n "$lines" "$file" | grep -q 'SPDX-License-Identifier: AGPL-3.0-or-later' ||
        say "$file:1: the licence is missing: SPDX-License-Identifier: AGPL-3.0-or-later"
done < <(files '*.c' '*.h' '*.sh' '*.bash' '*.py')
finish
