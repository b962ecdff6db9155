# SPDX-License-Identifier: AGPL-3.0-or-later
# What the lint tests share. Each is run from the project's top, says FILE:LINE: what is wrong, and exits 1 where anything is.
# shellcheck shell=bash
set -euo pipefail
found=0

# Files of the project, one a line, that match one of the patterns: what git keeps, else what lies there.
files() {
    if [ -e .git ]; then
        git ls-files -- "$@"
    else
        local pattern
        for pattern in "$@"; do
            find . \( -path ./build -o -path ./.git \) -prune -o -type f -name "${pattern##*/}" -print
        done | sed 's|^\./||'
    fi | while IFS= read -r file; do
        if [ -f "$file" ]; then printf '%s\n' "$file"; fi
    done | sort -u
}

say() {
    printf '%s\n' "$*" >&2
    found=$((found + 1))
}

finish() {
    [ "$found" -eq 0 ] || { echo "$found found" >&2; exit 1; }
    echo "nothing found"
}

# A C file with its comments blanked, lines kept.
without_comments() {
    awk '{
        out = ""
        line = $0
        while (line != "") {
            if (inside) {
                end = index(line, "*/")
                if (!end) { line = ""; break }
                line = substr(line, end + 2)
                inside = 0
            } else {
                start = index(line, "/*")
                if (!start) { out = out line; line = ""; break }
                out = out substr(line, 1, start - 1)
                line = substr(line, start + 2)
                inside = 1
            }
        }
        sub(/\/\/.*/, "", out)
        print out
    }' "$1"
}
