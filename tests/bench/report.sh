#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# How long a report of a million rows takes, and how much memory, format by format. Run by ./dev bench.
set -euo pipefail
amarra=$PWD/build/amarra
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$amarra" scan -r build/share/amarra/office.pcap -o "$work/day.db" 2>/dev/null
python3 tests/bench/make_scan.py "$work/day.db" "$work/large.db" "${1:-1000000}"
for formats in html json csv text html,json,csv,text sqlite; do
    python3 - "$formats" "$amarra" report "$work/large.db" -o "$work/out" --lang es --format "$formats" <<'PY'
import resource, subprocess, sys, time
begin = time.monotonic()
subprocess.run(sys.argv[2:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print("report %-22s %5.1f s, of the processor %5.1f s, %4d MB" % (sys.argv[1], time.monotonic() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024))
PY
done
