# SPDX-License-Identifier: AGPL-3.0-or-later
# What the end-to-end tests share. They are run with AMARRA (the program) and BUILD (the build folder);
# exit 77 says that a tool is missing and the test was skipped.
# shellcheck shell=bash disable=SC2034 # used by those who source it
set -euo pipefail
: "${AMARRA:?the program}" "${BUILD:?the build folder}"
OFFICE=$BUILD/tests/office
work=$(mktemp -d "${TMPDIR:-/tmp}/amarra-e2e.XXXXXX")
trap 'rm -rf "$work"' EXIT
failures=0

# The office's global IPv6; its other networks are private ranges.
LOCAL=(--local 2800:a4:17c2:9100::/64)

need() {
    local tool
    for tool in "$@"; do
        command -v "$tool" >/dev/null || { echo "skipped: there is no $tool"; exit 77; }
    done
}

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    failures=$((failures + 1))
}

finish() {
    [ "$failures" -eq 0 ] || { echo "$failures checks failed" >&2; exit 1; }
    echo "all checks passed"
}

# run NAME EXPECTED-CODE COMMAND...: standard output and error go to NAME.out and NAME.err.
run() {
    local name=$1 expected=$2 code=0
    shift 2
    timeout "${LIMIT:-120}" "$@" >"$work/$name.out" 2>"$work/$name.err" || code=$?
    [ "$code" = "$expected" ] && return 0
    fail "$name: exit code $code, not $expected: ${*:0:12}"
    head -n 5 "$work/$name.err" >&2
    return 0
}

make_office() { # make_office NAME OPTION...: NAME.pcap and NAME.tsv
    local name=$1
    shift
    "$OFFICE" -o "$work/$name.pcap" --truth "$work/$name.tsv" "$@"
}

# scan NAME FILE...: NAME.db and NAME.flows (lines of JSON with device addresses).
scan() {
    local name=$1
    shift
    run "$name" 0 "$AMARRA" scan -r "$@" -o "$work/$name.db" --flows "$work/$name.flows" --addresses "${LOCAL[@]}"
}

# Table `flow` of a sqlite database from a truth file, table `told` from lines of JSON.
load_truth() { # DATABASE TRUTH
    grep -P '^flow\t' "$2" | cut -f2- >"$work/truth.load"
    sqlite3 "$1" "CREATE TABLE flow(id INTEGER, device TEXT, client TEXT, client_port INTEGER, server TEXT,
      server_port INTEGER, transport TEXT, app TEXT, name TEXT, evidence TEXT, start INTEGER, end INTEGER,
      up INTEGER, down INTEGER, packets_up INTEGER, packets_down INTEGER)" \
        '.mode ascii' '.separator "\t" "\n"' ".import $work/truth.load flow"
}

load_told() { # DATABASE FLOWS
    sqlite3 "$1" 'CREATE TABLE line(j TEXT)' '.mode ascii' '.separator "\037" "\n"' ".import $2 line" \
        "CREATE TABLE told AS SELECT j->>'client' AS client, j->>'client_port' AS client_port,
           j->>'server' AS server, j->>'server_port' AS server_port, j->>'transport' AS transport,
           j->>'app' AS app, coalesce(j->>'name', '-') AS name, j->>'evidence' AS evidence,
           j->>'up' AS up, j->>'down' AS down, j->>'packets' AS packets, j->>'ts' AS ts FROM line" \
        "CREATE TABLE remote AS SELECT * FROM told WHERE NOT (
           server GLOB '192.168.7.*' OR server GLOB 'fd00:*' OR server GLOB 'ff02:*' OR server GLOB '22[0-9].*'
           OR server GLOB '23[0-9].*' OR server = '255.255.255.255')"
}

# The same flows, told without what differs from scan to scan.
plain_flows() { # FLOWS
    sed -E 's/"device":"[0-9a-f]*",//' "$1" | LC_ALL=C sort
}

counter() { # DATABASE NAME
    sqlite3 "$1" "SELECT coalesce((SELECT value FROM counter WHERE name = '$2'), 0)"
}

total() { # TRUTH NAME
    awk -F'\t' -v name="$2" '$1 == "# total" && $2 == name { print $3 }' "$1"
}

same() { # WHAT GOT EXPECTED
    [ "$2" = "$3" ] || fail "$1: $2, not $3"
}

# A scan that reads a pipe which stays open: start_feed NAME OPTION...; then feed FILE-RANGEs to it.
# Sets `scanner`, the process id.
start_feed() { # NAME OPTION...
    local name=$1
    shift
    mkfifo "$work/$name.fifo"
    "$AMARRA" scan -r - -o "$work/$name.db" --flush 1 "${LOCAL[@]}" "$@" <"$work/$name.fifo" >"$work/$name.out" 2>"$work/$name.err" &
    scanner=$!
    exec 7>"$work/$name.fifo"
}

feed() { # FILE FROM TO, in bytes
    tail -c +$(($2 + 1)) "$1" | head -c $(($3 - $2)) >&7 || true
}

# Feeds a twentieth at a time from FROM on, until the scan has flushed contacts; sets `fed`.
feed_until_flushed() { # NAME FILE FROM
    local size step n=0
    size=$(stat -c %s "$2")
    step=$((size / 40))
    fed=$3
    while [ $n -eq 0 ] && [ $((fed + step)) -lt "$size" ]; do
        feed "$2" "$fed" $((fed + step))
        fed=$((fed + step))
        sleep 0.3
        n=$(sqlite3 "file:$work/$1.db?mode=ro" 'SELECT count(*) FROM scratch_contact' 2>/dev/null || echo 0)
    done
    [ "$n" -gt 0 ] || fail "$1: nothing was flushed while $fed of $size bytes were fed"
}

end_feed() { exec 7>&-; }
