#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# update.sh [CASE.frames...]: writes what amarra tells now as what is expected, of all captures if none is named.
# Read the difference before you commit it: git diff tests/golden
here=$(dirname "${BASH_SOURCE[0]}")
: "${BUILD:=$here/../../build/dev}"
: "${AMARRA:=$BUILD/amarra}" "${GOLDEN:=$BUILD/tests/golden}"
export TZ=UTC LC_ALL=C.UTF-8
. "$here/lib.bash"
[ $# -gt 0 ] || set -- "$here"/*/*.frames
for script in "$@"; do
    told "$script" >"$work/told"
    cp "$work/told" "${script%.frames}.expected"
done
