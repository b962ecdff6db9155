#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# What goes wrong is told in a line or two that name the culprit, with the exit code that amarra(1) promises, and
# leaves nothing half-made behind.
. "$(dirname "${BASH_SOURCE[0]}")/lib.bash"

make_office day --seed 31 --size small --devices 3
cd "$work"
head -c 50000 day.pcap >cut.pcap
: >empty.pcap
echo "this is a shopping list" >text.pcap
mkdir folder
"$AMARRA" scan -r day.pcap -o good.db -q

# expect CODE PATTERN ARGUMENT...: the exit code, what standard error says, at most three lines of it.
expect() {
    local code=$1 pattern=$2 got=0
    shift 2
    timeout 30 "$AMARRA" "$@" >out 2>err </dev/null || got=$?
    [ "$got" = "$code" ] || fail "amarra $*: exit code $got, not $code: $(head -n 2 err)"
    grep -qE -- "$pattern" err || fail "amarra $*: does not say '$pattern' but: $(head -n 2 err)"
    [ "$(wc -l <err)" -le 3 ] || [ $# -lt 2 ] || fail "amarra $*: says $(wc -l <err) lines"
    [ ! -e new.db ] || { fail "amarra $*: leaves new.db"; rm -f new.db; }
    [ -z "$(find . -name '*-key' -o -name '*.tmp*')" ] || { fail "amarra $*: leaves $(find . -name '*-key' -o -name '*.tmp*')"; rm -f ./*-key; }
}

# --- the command line: 2 ---
expect 2 'Usage: amarra COMMAND'
expect 2 "there is no command 'scna'" scna
expect 2 'unrecognized option .*--frobnicate' scan --frobnicate
expect 2 'with -r, or interfaces with -i' scan
expect 2 'with -r, or interfaces with -i' scan -o new.db
expect 2 'with -o SCAN.db' scan -r day.pcap
expect 2 "can't be scanned together" scan -r day.pcap -i lo -o new.db
expect 2 "'day.pcap' is no option" scan day.pcap -o new.db
expect 2 '--filter is for interfaces' scan -r day.pcap --filter tcp -o new.db
expect 2 '--for takes a time' scan -i lo --for soon -o new.db
expect 2 '--for takes a time' scan -i lo --for -5s -o new.db
expect 2 '--flush takes a number' scan -r day.pcap -o new.db --flush 0
expect 2 '--flush takes a number' scan -r day.pcap -o new.db --flush 10x
expect 2 '--fold-below takes a number' scan -r day.pcap -o new.db --fold-below -1
expect 2 '--local takes a network' scan -r day.pcap -o new.db --local 192.168.300.0/24
expect 2 '--local takes a network' scan -r day.pcap -o new.db --local 10.0.0.0/33
expect 2 'good.db: the file exists already' scan -r day.pcap -o good.db
expect 2 'day.pcap: .*not a scan' scan -r day.pcap -o day.pcap --overwrite
expect 2 'name the scan' report
expect 2 'no time zone' report good.db --timezone Mars/Olympus
expect 2 'no such day' report good.db --since 2026-02-30
expect 2 'working hours' report good.db --hours 25-8
expect 2 'a colour' report good.db --colours red
expect 2 'xx' report good.db -o report --lang xx
expect 2 'docx' report good.db -o report --format docx
expect 2 'ZZZ' report good.db -o report --home ZZZ
expect 2 'name the scan' close
expect 2 '.' names
expect 2 '.' explain

# --- files: 3 ---
expect 3 'missing.pcap: .*[Nn]o such file' scan -r missing.pcap -o new.db
expect 3 'missing.pcap: .*[Nn]o such file' scan -r day.pcap missing.pcap -o new.db
expect 3 'empty.pcap: ' scan -r empty.pcap -o new.db
expect 3 'text.pcap: .*(not a|no) capture' scan -r text.pcap -o new.db
expect 3 'folder: ' scan -r folder -o new.db
expect 3 'missing.pcap: ' names missing.pcap
expect 3 'text.pcap: ' names text.pcap
expect 3 'missing.db: ' report missing.db -o report
expect 3 'text.pcap: ' report text.pcap -o report
expect 3 'day.pcap: ' report day.pcap -o report
expect 3 'missing.db: ' close missing.db
expect 3 'text.pcap: ' close text.pcap
expect 3 'folder' report good.db -o report --data folder
expect 3 'missing' scan -r day.pcap -o new.db --data missing
expect 3 'missing.mmdb: ' scan -r day.pcap -o new.db --mmdb missing.mmdb
expect 3 'text.pcap: ' scan -r day.pcap -o new.db --mmdb text.pcap

# --- the machine: 4 ---
expect 4 'nowhere/new.db' scan -r day.pcap -o nowhere/new.db
expect 4 'text.pcap/report' report good.db -o text.pcap/report
expect 4 'nowhere/flows' scan -r day.pcap -o new.db --flows nowhere/flows
expect 4 'nosuch0: ' scan -i nosuch0 --agreed --for 1s -o new.db
if [ -c /dev/full ]; then
    rm -f full.db
    timeout 30 "$AMARRA" scan -r day.pcap -o full.db --flows /dev/full >out 2>err && fail "a full disk is taken for success"
    grep -q '/dev/full: .*disk full' err || fail "a full disk is told as: $(head -n 2 err)"
    rm -f full.db*
fi
# A limit on file size is a disk that is full: said, with a code that is not success, and the scan stays readable, or
# is not there where there was no room even for an empty one.
for room in 40 80; do
    rm -f small.db*
    code=0
    (ulimit -f $room; exec timeout 60 "$AMARRA" scan -r day.pcap -o small.db --flush 1) >out 2>err || code=$?
    [ "$code" = 4 ] || fail "a disk with $room KiB left: exit code $code, not 4: $(head -n 2 err)"
    grep -qi 'small.db: ' err || fail "a disk with $room KiB left is told as: $(head -n 2 err)"
    [ ! -e small.db ] || "$AMARRA" report small.db -o small --format json >/dev/null 2>err ||
        fail "a disk with $room KiB left: what is there has no report: $(head -n 2 err)"
done

# --- done in part: 5 ---
code=0
"$AMARRA" scan -r cut.pcap -o part.db -q 2>err || code=$?
[ "$code" = 5 ] || fail "a capture that ends in mid-packet: exit code $code, not 5"
grep -q 'cut.pcap:[0-9]*: ' err || fail "a capture that ends in mid-packet is told as: $(head -n 2 err)"
"$AMARRA" report part.db -o part --format json >/dev/null || fail "what was read of a cut capture has no report"

# --- asked for help: 0, on standard output ---
for command in "" scan report explain names interfaces close; do
    # shellcheck disable=SC2086 # no word where there is no command
    "$AMARRA" $command --help >out 2>err || fail "amarra $command --help fails"
    [ -s out ] && [ ! -s err ] || fail "amarra $command --help speaks on standard error"
done
"$AMARRA" --version | grep -qE '^amarra [0-9]+\.[0-9]+' || fail "--version"
finish
