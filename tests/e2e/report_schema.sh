#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# The JSON of reports keeps to docs/report.schema.json: of a day, of several scans, of part of the time, of a scan that is
# not closed, of one without any contact. A key that is missing, new or of another kind is told.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"
need sqlite3 jq python3
python3 -c 'import jsonschema' 2>/dev/null || { echo "skipped: there is no python3-jsonschema"; exit 77; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
schema=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/docs/report.schema.json

cat >"$work/fits.py" <<'PY'
import json, sys
import jsonschema
validator = jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))
problems = ["%s: %s" % ("/".join(map(str, e.path)), e.message[:200]) for e in validator.iter_errors(json.load(open(sys.argv[2])))]
print("\n".join(problems[:10]))
sys.exit(bool(problems))
PY
fits() { # NAME EXPECTED-CODE: the JSON of folder NAME
    run "fits_$1" "$2" python3 "$work/fits.py" "$schema" "$work/$1/report.json"
    [ "$failures" -eq 0 ] || head -n 5 "$work/fits_$1.out" >&2
}
report() { # NAME OPTION...
    local name=$1
    shift
    run "$name" 0 "$AMARRA" report "$@" -o "$work/$name" --lang en --format json
    fits "$name" 0
}

make_office day --seed 3
scan day "$work/day.pcap"
make_office next --seed 4 --day 2026-11-17 --devices 3
scan next "$work/next.pcap"
report day "$work/day.db" --home UY --bloc mercosur --title "A title"
report plain "$work/day.db"
report several "$work/day.db" "$work/next.db" --since 2026-11-16 --until 2026-11-17
python3 "$here/marked_scan.py" "$work/marked.db" "$work/day.pcap" "$(sqlite3 "$work/day.db" "SELECT first_packet + 30000 FROM scan")=A click" \
    -- "${LOCAL[@]}" || fail "no scan with a marker"
report marked "$work/marked.db"
report never "$work/day.db" --since 2030-01-01
sqlite3 "$work/day.db" ".backup $work/open.db"
sqlite3 "$work/open.db" "UPDATE scan SET state = 'open'"
report open "$work/open.db"

bend() { # NAME FILTER
    mkdir "$work/$1"
    jq "$2" "$work/day/report.json" >"$work/$1/report.json"
    fits "$1" 1
}
bend gone 'del(.coverage.named)'
bend new '.scope.another = 1'
bend kind '.scope.devices = "12"'
bend negative '.week[0].flows = -1'
bend version '.schema = "amarra-report/2"'
finish
