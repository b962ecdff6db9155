#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# run.sh CASE.frames: what amarra tells of the capture has to be what CASE.expected says.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
told "$1" >"$work/told"
diff -u --label expected --label told "${1%.frames}.expected" "$work/told" && exit 0
echo "If what is told now is right, and the script's comment says why: tests/golden/update.sh $1" >&2
exit 1
