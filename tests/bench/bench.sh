#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Times `amarra scan` (names, contacts and SQLite included) against libpcap's bare read loop on the same file, turn by
# turn, and prints the median of CPU time (user + system), their ratio pair by pair, and peak memory.
#
#   tests/bench/bench.sh [CAPTURE]     ROUNDS=9 tests/bench/bench.sh big.pcap
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
rounds=${ROUNDS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
capture=${1:-}
if [ -z "$capture" ]; then
    capture=$work/big.pcap
    build/tests/office --seed 1 --size big -o "$capture" --truth "$work/truth.tsv"
fi
cc -O2 -o "$work/floor" tests/bench/floor.c -lpcap

# cpu COMMAND...: seconds of user and system time, and peak memory in KiB
cpu() { python3 - "$@" <<'PY'
import os, resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
r = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{r.ru_utime + r.ru_stime:.3f} {r.ru_maxrss}")
PY
}

cat "$capture" >/dev/null
: >"$work/figures"
for ((i = 0; i <= rounds; i++)); do
    floor=$(cpu "$work/floor" "$capture")
    scan=$(cpu build/amarra scan -q -r "$capture" -o "$work/scan.db" --overwrite)
    [ "$i" = 0 ] || echo "$floor $scan" >>"$work/figures" # the first round warms up
done
ls -l "$capture" "$work/scan.db" | awk '{printf "%s: %.1f MB\n", $NF, $5 / 1e6}' | sed "s|$work/||"
python3 - "$work/figures" <<'PY'
import statistics, sys
rows = [[float(x) for x in line.split()] for line in open(sys.argv[1])]
med = lambda i: statistics.median(r[i] for r in rows)
ratios = [r[2] / r[0] for r in rows]
print(f"floor {med(0):.3f} s   scan {med(2):.3f} s   ratio {statistics.median(ratios):.2f} "
      f"({min(ratios):.2f} to {max(ratios):.2f})   scan's peak memory {med(3) / 1024:.0f} MiB   {len(rows)} rounds")
PY
