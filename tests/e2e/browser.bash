# SPDX-License-Identifier: AGPL-3.0-or-later
# What the tests with a browser share. `./dev test` sets up Chromium, node and the two modules; on a machine
# without them such a test is skipped, but never under CI, where a test that is skipped is one that is missing.
# shellcheck shell=bash
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export BROWSER_MODULES=${BROWSER_MODULES:-$root/build/browser} CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}

need_browser() {
    local lack=
    [ -n "$CHROMIUM" ] || lack=chromium
    command -v node >/dev/null || lack="$lack node"
    [ -d "$BROWSER_MODULES/node_modules/playwright-core" ] || lack="$lack playwright-core"
    [ -z "$lack" ] && return 0
    [ -z "${CI:-}" ] || { echo "there is no $lack, and CI must have it" >&2; exit 1; }
    echo "skipped: there is no $lack"
    exit 77
}

look() { # look NAME EXPECTED-CODE OPTION-OR-PAGE...: what is told goes to NAME.out
    local name=$1 expected=$2
    shift 2
    HOME=$work LIMIT=${LIMIT:-600} run "$name" "$expected" node "$root/tests/browser/check.mjs" "$@"
}
